"""NOTAMs of 312 FIR codes in four layouts, and US messages of one day, read as found.

The expected values come from one plain expression for each layout, written apart from the parser and without its ideas.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from advisories.model import EndKind
from advisories.notam import Notam, parse

Validity = tuple[datetime, datetime | None, EndKind]
WORLD_ROWS, US_ROWS = 17_021, 4_957
UNREADABLE_US = 0.005


def rows(material: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a corpus."""
    with gzip.open(material / "corpora" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def ten(digits: str) -> datetime:
    """Return YYMMDDhhmm as UTC, hour 24 included."""
    day = datetime(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]), tzinfo=UTC)
    return day + timedelta(hours=int(digits[6:8]), minutes=int(digits[8:]))


def iso_dated(raw: str) -> Validity:
    """Return what the ISO-dated layout prints; 2038-01-19 is its way to write PERM."""
    start, end = re.findall(r"\n?[BC]\) (\d{4}-\d\d-\d\d \d\d:\d\d)", raw)[:2]
    begins, ends = (datetime.fromisoformat(f"{words}+00:00") for words in (start, end))
    return (begins, None, EndKind.PERMANENT) if end.startswith("2038-01-19") else (begins, ends, EndKind.FIXED)


def sofia(raw: str) -> Validity:
    """Return what the SOFIA layout prints, days first."""
    line = raw.split("\n")[1]
    start, end = line.removeprefix("DU: ").split(" AU: ")
    begins = datetime.strptime(f"{start} +0000", "%d %m %Y %H:%M %z")
    if end in ("PERM", "UFN"):
        return begins, None, EndKind.PERMANENT if end == "PERM" else EndKind.UNTIL_FURTHER_NOTICE
    ends = datetime.strptime(f"{end.removesuffix(' EST')} +0000", "%d %m %Y %H:%M %z")
    return begins, ends, EndKind.ESTIMATED if end.endswith("EST") else EndKind.FIXED


def icao(raw: str) -> Validity:
    """Return what the ICAO layout prints, with all white space taken out first."""
    text = "".join(raw.split())
    start = re.search(r"B\)(\d{10})", text)
    assert start
    end = re.match(r"C\)\)?(?:(\d{10})/?(EST)?|(PERM)|(UFN))", text[start.end() :])
    begins = ten(start[1])
    if end is None:
        return begins, None, EndKind.NOT_STATED
    if end[1] is None:
        return begins, None, EndKind.PERMANENT if end[3] else EndKind.UNTIL_FURTHER_NOTICE
    return begins, ten(end[1]), EndKind.ESTIMATED if end[2] else EndKind.FIXED


ORACLES = {
    "autorouter-text": iso_dated,
    "sofia-briefing-text": sofia,
    "icao-text": icao,
    "icao-text-hardwrapped-tooltip": icao,
}


def test_times_and_kind_of_end_are_right_in_every_layout_as_found(material: Path) -> None:
    """B, C and the kind of end are right on every NOTAM of the world corpus as found; only a NOTAMC has no end."""
    count, wrong = 0, []
    for row in rows(material, "notam-world"):
        count += 1
        notam = parse(row["raw"])
        expected = ORACLES[row["fmt"]](row["raw"])
        if (notam.start, notam.end, notam.end_kind) != expected:
            wrong.append((row["id"], row["fmt"]))
        if expected[2] is EndKind.NOT_STATED and notam.type != "C":
            wrong.append((row["id"], "no end"))
    assert count == WORLD_ROWS
    assert wrong == []


def printed_center(raw: str) -> tuple[float, float] | None:
    """Return the centre that the qualifier line prints in degrees and minutes."""
    text = "".join(raw.split())
    line = text[text.index("Q)") :] if "Q)" in text else ""
    found = re.match(r"Q\)[^)]{0,60}?/(\d\d)(\d\d)([NS])(\d{3})(\d\d)([EW])", line)
    if not found:
        return None
    north, east = int(found[1]) + int(found[2]) / 60, int(found[4]) + int(found[5]) / 60
    return (east if found[6] == "E" else -east, north if found[3] == "N" else -north)


def test_the_centre_is_right_wherever_one_is_printed(material: Path) -> None:
    """The Q line's centre is right to the minute on every NOTAM that prints one, and invented on none."""
    wrong = []
    for row in rows(material, "notam-world"):
        # One text prints a centre in seconds, which the plain expression above does not know.
        if "003437.53N" in row["raw"]:
            continue
        center, expected = parse(row["raw"]).center, printed_center(row["raw"])
        same = center == expected or (
            center is not None
            and expected is not None
            and abs(center[0] - expected[0]) + abs(center[1] - expected[1]) < 1e-9
        )
        if not same:
            wrong.append((row["id"], center, expected))
    assert wrong == []


def test_number_type_reference_fir_and_location_are_those_of_the_index(material: Path) -> None:
    """Number, type, reference, FIR and first location are those that the corpus lists, but for its one misread row."""
    wrong = []
    for row in rows(material, "notam-world"):
        notam = parse(row["raw"])
        letters = row["id"].rstrip("0123456789/")
        serial, year = row["id"][len(letters) :].split("/")
        expected = (f"{letters}{serial:0>4}/{year}", row["type"] or None, row["ref"] or "", row["fir"], row["loc"])
        found = (notam.number, notam.type and str(notam.type), notam.reference, notam.fir, notam.locations[0])
        if found != expected:
            wrong.append((row["id"], found, expected))
    # The index took the A) of an e-mail address, OPS(A)AERO…, for item A.
    assert [identity for identity, _, _ in wrong] == ["D2956/18"]


def before_text(raw: str) -> str:
    """Return what stands before item E, with a page's line breaks inside words closed up."""
    return re.split(r"(?<![A-Z])E ?\)", raw, maxsplit=1)[0]


def test_no_schedule_is_invented_or_lost(material: Path) -> None:
    """Item D is there exactly where a D) stands before E)."""
    wrong = []
    for row in rows(material, "notam-world"):
        raw = row["raw"].replace("\n", "") if "hardwrapped" in row["fmt"] else row["raw"]
        if bool(re.search(r"(?<![A-Z])D ?\)", before_text(raw))) != bool(parse(row["raw"]).schedule):
            wrong.append(row["id"])
    assert wrong == []


def without_limits(raw: str) -> bool:
    """Return whether no F) or G) stands anywhere but inside a word."""
    return not re.search(r"(?<![A-Z0-9(/-])[FG]\s?\)", raw)


def test_no_limits_are_invented(material: Path) -> None:
    """Limits are read on no NOTAM in which neither F) nor G) stands."""
    wrong, count = [], 0
    for row in rows(material, "notam-world"):
        raw = row["raw"].replace("\n", "") if "hardwrapped" in row["fmt"] else row["raw"]
        if without_limits(raw):
            count += 1
            notam = parse(row["raw"])
            if notam.lower or notam.upper:
                wrong.append(row["id"])
    assert count > 10_000
    assert wrong == []


def domestic_truth(raw: str) -> tuple[str, str, str] | None:
    """Return location, start and end of a US domestic message, from its second word and its last range of times."""
    text = raw.split("\nCREATED:", maxsplit=1)[0].strip()
    text = re.sub(r"\s+END PART \d+ OF \d+$", "", text)
    found = re.search(r"(\d{10}|WIE)-(\d{10}(?:EST)?|PERM|UFN)\.?$", text)
    return (text.split()[2], found[1], found[2]) if found else None


def military_truth(raw: str) -> tuple[str, str, str] | None:
    """Return location, start and end of a US message in ICAO form."""
    found = re.search(r"A\)\s*(\S+)[\s\S]*?B\)\s*(\d{10}|WIE)\s+C\)\s*(\d{10} ?(?:EST)?|PERM|UFN)", raw)
    return (found[1], found[2], found[3].replace(" ", "")) if found else None


def test_us_times_and_locations_are_right(material: Path) -> None:
    """Times and location are right on at least 99.5 % of the US messages, whether line ends are real or written out."""
    count, right = 0, 0
    for row in rows(material, "notam-us-2022-06-01"):
        raw = row["all"].replace("\\n", "\n")
        expected = domestic_truth(raw) if raw.startswith("!") else military_truth(raw)
        for text in (raw, row["all"]):
            notam = parse(text)
            count += 1
            found = (notam.locations[0], notam.start_words, notam.end_words.replace(" ", ""))
            right += found == expected and agrees(notam)
    assert count == 2 * US_ROWS
    assert right / count >= 1 - UNREADABLE_US


def agrees(notam: Notam) -> bool:
    """Return whether the times say what their words say."""
    begins = notam.start is None if notam.start_words == "WIE" else notam.start == ten(notam.start_words)
    words = notam.end_words.replace(" ", "")
    if not words[:1].isdigit():
        return begins and notam.end is None and notam.end_kind in (EndKind.PERMANENT, EndKind.UNTIL_FURTHER_NOTICE)
    kind = EndKind.ESTIMATED if words.endswith("EST") else EndKind.FIXED
    return begins and notam.end == ten(words[:10]) and notam.end_kind is kind


def test_us_identities_are_unique(material: Path) -> None:
    """Accountability, number, year and month tell all domestic messages of a day apart, but for those sent in parts."""
    seen: dict[tuple[object, ...], list[str]] = {}
    for row in rows(material, "notam-us-2022-06-01"):
        if row["all"].startswith("!"):
            notam = parse(row["all"])
            key = (notam.nof, notam.number, notam.year, notam.month, notam.part)
            seen.setdefault(key, []).append(row["all"].split("CREATED")[0])
    assert [key for key, texts in seen.items() if len(set(texts)) > 1] == []
