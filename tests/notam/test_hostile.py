"""Any text at all: no exception, no hang, and time in proportion to its length."""

from __future__ import annotations

import gzip
import json
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisories.errors import NotamError
from advisories.notam import as_json, from_fields, parse, split

HEAD = "(A0001/27 NOTAMN\nQ) LXAA/QRTCA/IV/BO/W/000/100/4512N00730E012\nA) LXAA B) 2703010600 C) 2703052100\nE) "
PIECES = (
    *(
        "A0001/27 ",
        "NOTAMN ",
        "NOTAMR A0002/27 ",
        "NOTAM",
        "Q) ",
        "LXAA/QRTCA/IV/BO/W/000/100/4512N00730E012 ",
        "/",
        "A) ",
    ),
    *(
        "LXAA ",
        "B) ",
        "C) ",
        "D) ",
        "E) ",
        "F) ",
        "G) ",
        "SFC ",
        "FL100 ",
        "2703010600 ",
        "2713990600 ",
        "EST ",
        "PERM ",
    ),
    *(
        "2027-03-01 06:00 ",
        "DU: 01 03 2027 06:00 AU: ",
        "!ABC 03/012 XYZ RWY ",
        "!FDC 7/1234 ZXX ",
        "-",
        "(",
        ")",
        "\n",
    ),
    *("\r\n", "\x00", "&amp;", "&#0;", "<Notam>", "</Notam>", "<", "SNOWTAM ", "CREATED: ", "SOURCE: ", "PART 1 OF 2 "),
    *("DAILY 0800-1600 ", "SR-SS ", "0.5NM RADIUS OF ", "451200N0073000E ", "ß", "\u2028", "0", "9" * 10, "'", "', '"),
)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
def test_no_text_raises(text: str) -> None:
    """Lenient reading returns a NOTAM of any text, strict reading that or a NotamError."""
    notam = parse(text)
    assert notam.raw == text
    assert notam.end is None or notam.end.tzinfo is UTC
    for fault in notam.all_diagnostics:
        assert 0 <= fault.start <= fault.end <= len(text)
    split(text)
    json.dumps(as_json(notam))
    with suppress(NotamError):
        parse(text, strict=True)


FIELD_NAMES = (
    "NOF",
    "Series",
    "Number",
    "Year",
    "Type",
    "QLine",
    "Coordinates",
    "Radius",
    "ItemA",
    "StartValidity",
    "EndValidity",
    "Estimation",
    "ItemD",
    "ItemE",
    "ItemF",
    "ItemG",
    "lat",
    "lon",
    "NotamStoreDate",
)


@settings(max_examples=100)
@given(
    st.dictionaries(
        st.sampled_from(FIELD_NAMES),
        st.one_of(
            st.none(),
            st.text(max_size=20),
            st.integers(),
            st.floats(),
            st.lists(st.text(max_size=5)),
            st.sampled_from(PIECES),
        ),
    )
)
def test_no_record_raises(fields: dict[str, object]) -> None:
    """A record of any fields becomes a NOTAM with diagnostics."""
    assert from_fields(fields).locations is not None


def real_texts(material: Path) -> list[str]:
    """Return real texts of every layout."""
    texts = []
    for name, key in (("notam-world", "raw"), ("notam-us-2022-06-01", "all"), ("notam-uk-2025", "xml")):
        with gzip.open(material / "corpora" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            texts += [json.loads(line)[key].replace("\\n", "\n") for line, _ in zip(lines, range(15_000), strict=False)]
    return texts


def mutations(text: str, chance: random.Random) -> Iterator[str]:
    """Yield the text cut, with a piece dropped, a character changed, a piece repeated, and in other case and line ends."""
    cut = chance.randrange(len(text) + 1)
    at = chance.randrange(len(text))
    end = min(len(text), at + chance.randrange(1, 60))
    yield text[:cut]
    yield text[:at] + text[at + chance.randrange(1, 20) :]
    yield text[:at] + chr(chance.randrange(256)) + text[at + 1 :]
    yield text[:at] + text[at:end] * 3 + text[end:]
    yield text.lower()
    yield text.replace("\n", "\r\n")
    yield text.replace("\n", "")
    yield f"{text}\n{text}"


def test_no_mutation_of_a_real_text_raises_or_hangs(material: Path) -> None:
    """A thousand real texts, each damaged in eight ways, are all read in less than a second each."""
    chance = random.Random(20_270_301)
    window = (datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 3, 1, tzinfo=UTC))
    slowest = 0.0
    for text in chance.sample(real_texts(material), 1000):
        for mutation in mutations(text, chance):
            begin = time.process_time()
            notam = parse(mutation)
            notam.periods(*window)
            assert notam.all_diagnostics is not None
            assert notam.shapes is not None
            split(mutation)
            slowest = max(slowest, time.process_time() - begin)
    assert slowest < 1


UNITS = {
    "letters": "A",
    "brackets": "(",
    "blanks": " ",
    "lines": "\n",
    "digits": "1",
    "nulls": "\x00",
    "keys": "A) ",
    "limits": "F) SFC ",
    "pairs": "F) SFC G) UNL AND ",
    "numbers": "A0001/25 ",
    "headers": "A0001/25 NOTAMN ",
    "opened": "A0001/25 NOTAMN Q) ",
    "domestic": "!AAA 01/001 ABC ",
    "ranges": "2201010000-2201020000 ",
    "entities": "&amp;",
    "markup": "<br",
    "footers": "CREATED: ",
    "words": "/12 NOTAM ",
    "quotes": "'\n'",
    "sharp": "ß",
    "bands": "1000FT-2000FT ",
    "parts": "PART 1 OF ",
    "days": "DLY ",
    "page": "X" * 60 + "\n",
}
OPENINGS = ("", HEAD, "A0001/27 NOTAMN\nQ) ", "!ABC 03/012 XYZ AIRSPACE ", "!FDC 7/1234 ZXX SECURITY EFFECTIVE ")
LENGTH = 10_000


def seconds(text: str) -> float:
    """Return the best of three times that reading and cutting a text takes."""
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        parse(text)
        split(text)
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize("unit", UNITS)
def test_time_is_linear_in_the_length(unit: str) -> None:
    """Eight times the text takes less than forty times the time (the square would be 64), behind every opening."""
    for opening in OPENINGS:
        count = LENGTH // len(UNITS[unit])
        short, long = seconds(opening + UNITS[unit] * count), seconds(opening + UNITS[unit] * count * 8)
        assert long < max(40 * short, 0.25), opening


def test_a_very_long_text_is_read() -> None:
    """Five million characters are read in seconds."""
    begin = time.process_time()
    notam = parse(HEAD + "RWY CLSD. " * 500_000)
    assert notam.number == "A0001/27"
    assert len(notam.text) > 4_999_990
    assert time.process_time() - begin < 20
