"""What became of an advisory that its publisher lists no more: replaced, reissued, ended, or gone without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from advisories.model import Advisory, ChangeKind, Kind, Link, LinkKind, Value
from advisories.standing import ended_by_clock

_NUMBERS = re.compile(r"[A-Z]{0,4}\d{1,6}/\d{2,4}|\d{1,6}")
_SPACE = re.compile(r"[\s\W_]+")


class Ending(Value, frozen=True):
    """How a listing ended. `change` is None where a printed end has passed: that is no news. `other` is the successor."""

    change: ChangeKind | None
    reason: str
    other: str = ""


def same_measure(old: Advisory, new: Advisory) -> bool:
    """Return whether two advisories say the same under different numbers: kind, airspace and title agree.

    Numbers and dates in the title do not count, nor does punctuation. An advisory without any named airspace is never
    matched by its title alone. A plain NOTAM never is: its format names what it replaces (ICAO Annex 15, NOTAMR).
    """
    if (
        old.kind is Kind.NOTAM
        or old.reference == new.reference
        or (old.authority, old.source, old.kind) != (new.authority, new.source, new.kind)
    ):
        return False
    airspace = set(old.firs) | set(old.areas) | set(old.locations)
    if not airspace or airspace != set(new.firs) | set(new.areas) | set(new.locations):
        return False
    return _wording(old.title) == _wording(new.title)


def _wording(title: str) -> str:
    return _SPACE.sub(" ", _NUMBERS.sub(" ", title)).strip().casefold()


def endings(
    gone: Iterable[Advisory],
    appeared: Iterable[Advisory],
    replaced_by: Mapping[str, str],
    cancelled_by: Mapping[str, str],
    now: datetime,
) -> dict[str, Ending]:
    """Return, by reference, how each advisory that is listed no more came to its end.

    `replaced_by` and `cancelled_by` map references to the listed advisory whose own text names them. A reissue is
    recognised only one to one; two candidates are no proof.
    """
    gone = tuple(gone)
    fresh = tuple(appeared)
    found: dict[str, Ending] = {}
    for old in gone:
        if told := _told(old, replaced_by, cancelled_by, now):
            found[old.reference] = told
        else:
            heirs = [new for new in fresh if same_measure(old, new)]
            rivals = [rival for rival in gone if heirs and rival is not old and same_measure(rival, heirs[0])]
            if len(heirs) == 1 and not rivals:
                other = heirs[0].reference
                found[old.reference] = Ending(change=ChangeKind.REISSUED, reason=f"reissued as {other}", other=other)
            else:
                found[old.reference] = Ending(change=ChangeKind.NO_LONGER_LISTED, reason="reason unknown")
    return found


def _told(
    old: Advisory, replaced_by: Mapping[str, str], cancelled_by: Mapping[str, str], now: datetime
) -> Ending | None:
    """Return the end that an advisory prints itself, or that another one tells of it."""
    if ended_by_clock(old, now):
        heir = replaced_by.get(old.reference, "")
        return Ending(change=None, reason="its printed end has passed", other=heir)
    if other := replaced_by.get(old.reference):
        return Ending(change=ChangeKind.REPLACED, reason=f"replaced by {other}", other=other)
    if other := cancelled_by.get(old.reference):
        return Ending(change=ChangeKind.CANCELLED, reason=f"cancelled by {other}", other=other)
    return None


def told_endings(
    known: Iterable[Advisory],
    replaced_by: Mapping[str, str],
    cancelled_by: Mapping[str, str],
    lapsed: Mapping[str, str],
    now: datetime,
) -> dict[str, Ending]:
    """Return, by reference, which advisories have ended where absence means nothing: only what is told counts.

    That is their own printed end, another that replaces or cancels them, or a checklist: `lapsed` maps what it lists
    no more to the reason. A checklist says that, and not why, so it is no cancellation.
    """
    found: dict[str, Ending] = {}
    for old in known:
        ending = _told(old, replaced_by, cancelled_by, now)
        if ending is None and (reason := lapsed.get(old.reference)):
            ending = Ending(change=ChangeKind.NO_LONGER_LISTED, reason=reason)
        if ending is not None:
            found[old.reference] = ending
    return found


def named(links: Iterable[tuple[str, Link]], kind: LinkKind) -> dict[str, str]:
    """Return which advisory names each reference with that kind of link: reference → the advisory that names it."""
    return {link.reference: reference for reference, link in links if link.kind is kind}
