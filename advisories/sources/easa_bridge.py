"""Which rows of EASA's three exports describe the same bulletin.

The JSON export has a node number (Nid) and no bulletin number, the CSV export the bulletin number and no Nid; the feed
has both. Where the feed lacks a bulletin, what the store already knows bridges, then a pair of subject and issue date
that occurs once in each list. Names never do: four bulletins are called "Airspace of Iran".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from advisories.sources.base import Joined, PartRecords, Record
from advisories.sources.easa_words import Number, day, number, slug_number

PARTS: Final = ("json", "csv", "rss")
_NID: Final = re.compile(r"(\d{1,12})\b", re.ASCII)
_ALONE: Final = "CZIB Nid "
_REVISION_NAME: Final = re.compile(r"((?:CZIB|SIB) \d{4}-\d{1,3}) R(\d{1,3})", re.ASCII)


def nid_of(guid: str) -> str:
    """Return the Nid that opens a feed entry's guid (`143899 on Tue, 14 Jul 2026 …`), or an empty string."""
    found = _NID.match(guid.strip())
    return found[1] if found else ""


def listed_number(record: Record) -> Number | None:
    """Return the newest number that the CSV and the feed print of a joined record, or ever printed; None if none."""
    seen = number(record["seen"]) if "seen" in record else None
    numbers = [found for found in (csv_number(record), rss_number(record), seen) if found is not None]
    return max(numbers, key=lambda found: found.revision, default=None)


def csv_number(record: Record) -> Number | None:
    """Return the number that the CSV export prints, where it was read."""
    return number(record["csv"].get("CZIB number", "")) if "csv" in record else None


def rss_number(record: Record) -> Number | None:
    """Return the number in the feed entry's address, where it was read and has one."""
    return slug_number(record["rss"].get("link", "")) if "rss" in record else None


@dataclass(slots=True)
class _Lists:
    """The rows of each part by what identifies them there: Nid in JSON and feed, reference in the CSV."""

    json: dict[str, Record] = field(default_factory=dict)
    csv: dict[str, Record] = field(default_factory=dict)
    rss: dict[str, Record] = field(default_factory=dict)


def bridge(parts: Mapping[str, PartRecords], known: Mapping[str, str]) -> tuple[Joined, ...]:
    """Return one record per bulletin: its reference, and a mapping of the publisher's strings per part that has it.

    `behind` is added only where it matters: it names the parts read later than the JSON export that contradict it; a
    contradiction that was there when the JSON export was last read is none of it, and the record stays what it was. So is
    `seen`: a newer revision than any that is listed now, known under its name from when the feed still listed it.
    `Joined.parts` are the parts read in this run that list the bulletin; there may be none.
    """
    lists = _lists(parts)
    newest = _newest(known)
    references = _references(lists, known)
    rows: dict[str, dict[str, Record]] = {}
    for nid, row in lists.json.items():
        rows.setdefault(references[nid], {})["json"] = row
    for reference, row in lists.csv.items():
        rows.setdefault(reference, {})["csv"] = row
    for nid, row in lists.rss.items():
        rows.setdefault(references[nid], {})["rss"] = row
    joined = []
    for reference, found in rows.items():
        record: dict[str, Any] = {"reference": reference, **found}
        listed, seen = listed_number(record), newest.get(reference, 0)
        if seen > (listed.revision if listed else 0):
            record["seen"] = f"{reference} R{seen}"
        fresh = tuple(name for name in PARTS if name in found and parts[name].fresh)
        if behind := _behind(record, parts):
            joined.append(Joined(record=record | {"behind": behind}, parts=fresh, unless=record))
        else:
            joined.append(Joined(record=record, parts=fresh))
    return tuple(joined)


def revision_name(found: Number) -> str:
    """Return the name under which the store remembers that a revision was listed."""
    return f"{found.reference} R{found.revision}"


def revision_gone_back(part: str, records: Iterable[Record], before: Iterable[Record]) -> str:
    """Return in words which bulletin an export prints under an older revision than before; an empty string for none."""
    now, then = _revisions(part, records), _revisions(part, before)
    for reference, revision in then.items():
        if now.get(reference, revision) < revision:
            return f"{reference} went back from R{revision} to R{now[reference]}: an old copy"
    return ""


def _revisions(part: str, records: Iterable[Record]) -> dict[str, int]:
    """Return the newest revision of each bulletin in an export; the JSON export prints none."""
    found: dict[str, int] = {}
    for record in records:
        printed = {"csv": number(record.get("CZIB number", "")), "rss": slug_number(record.get("link", ""))}.get(part)
        if printed is not None:
            found[printed.reference] = max(printed.revision, found.get(printed.reference, 0))
    return found


def _newest(known: Mapping[str, str]) -> dict[str, int]:
    """Return the highest revision under which each bulletin is known."""
    newest: dict[str, int] = {}
    for name in known:
        if found := _REVISION_NAME.fullmatch(name):
            newest[found[1]] = max(newest.get(found[1], 0), int(found[2]))
    return newest


def _lists(parts: Mapping[str, PartRecords]) -> _Lists:
    """Sort the rows; of several revisions of one bulletin in one part the newest stands."""
    lists = _Lists()
    for record in _records(parts, "json"):
        lists.json.setdefault(record.get("Nid", "").strip(), record)
    for record in sorted(_records(parts, "csv"), key=_revision_in_csv, reverse=True):
        if found := number(record.get("CZIB number", "")):
            lists.csv.setdefault(found.reference, record)
    for record in sorted(_records(parts, "rss"), key=_revision_in_rss, reverse=True):
        found = slug_number(record.get("link", ""))
        lists.rss.setdefault(nid_of(record.get("guid", "")) or (found.reference if found else ""), record)
    return lists


def _records(parts: Mapping[str, PartRecords], name: str) -> Iterable[Record]:
    return parts[name].records if name in parts else ()


def _revision_in_csv(record: Record) -> int:
    found = number(record.get("CZIB number", ""))
    return found.revision if found else 0


def _revision_in_rss(record: Record) -> int:
    found = slug_number(record.get("link", ""))
    return found.revision if found else 0


def _references(lists: _Lists, known: Mapping[str, str]) -> dict[str, str]:
    """Return the reference of every Nid: by the feed, by the store, by a unique pair, else one made of the Nid."""
    found: dict[str, str] = {}
    for nid, record in lists.rss.items():
        if printed := slug_number(record.get("link", "")):
            found[nid] = printed.reference
    for nid in (*lists.json, *lists.rss):
        earlier = known.get(f"Nid {nid}", _ALONE)
        if not earlier.startswith(_ALONE):
            found.setdefault(nid, earlier)
    taken = {found[nid] for nid in lists.json if nid in found}
    by_pair = _unique({reference: _csv_pair(record) for reference, record in lists.csv.items()})
    ours = _unique({nid: _json_pair(record) for nid, record in lists.json.items()})
    for pair, nid in ours.items():
        reference = by_pair.get(pair)
        if nid not in found and reference is not None and reference not in taken:
            found[nid] = reference
    owners: dict[str, str] = {}
    for nid in (*lists.json, *lists.rss):
        reference = found.setdefault(nid, f"{_ALONE}{nid}")
        if owners.setdefault(reference, nid) != nid:
            found[nid] = f"{_ALONE}{nid}"
    return found


def _unique(pairs: Mapping[str, tuple[str, datetime] | None]) -> dict[tuple[str, datetime], str]:
    """Return who has each pair, where only one has it."""
    counts = Counter(pair for pair in pairs.values() if pair)
    return {pair: name for name, pair in pairs.items() if pair and counts[pair] == 1}


def _json_pair(record: Record) -> tuple[str, datetime] | None:
    return _pair(record.get("name", ""), record.get("issued_date", ""), first=False)


def _csv_pair(record: Record) -> tuple[str, datetime] | None:
    return _pair(record.get("Subject", ""), record.get("Issue date", ""), first=True)


def _pair(subject: str, printed: str, *, first: bool) -> tuple[str, datetime] | None:
    issued = day(printed, first=first)
    return (subject.strip().casefold(), issued) if isinstance(issued, datetime) else None


def _behind(record: Record, parts: Mapping[str, PartRecords]) -> list[str]:
    """Return the parts read later than the JSON export of this bulletin that contradict what it says, if any.

    A newer CSV contradicts it by another end or status; a newer feed by a revision that the CSV does not confirm.
    """
    if "json" not in record or parts["json"].fresh:
        return []
    at = parts["json"].read_at
    contradicting = []
    if "csv" in record and parts["csv"].read_at > at:
        ours, theirs = record["json"], record["csv"]
        said = (ours.get("valid_until_date", ""), ours.get("status", ""))
        if said != (theirs.get("Valid until", ""), theirs.get("Status", "")):
            contradicting.append("csv")
    if "rss" in record and parts["rss"].read_at > at:
        listed, read = listed_number(record), csv_number(record)
        if listed is not None and (read is None or read.revision != listed.revision):
            contradicting.append("rss")
    return contradicting
