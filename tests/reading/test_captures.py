from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from advisories.model import Force, NotRead
from advisories.reading import read
from advisories.reading.kinds import ReadingKind

NOT_ENTER = re.compile(r"\bnot (?:to )?(?:operate|fly|conduct flights)\b", re.IGNORECASE)
DECISION = re.compile(r"resulting in a decision|reminded that", re.IGNORECASE)


def pages(material: Path, name: str, part: str) -> list[str]:
    """Return the bodies of the responses whose address contains `part`."""
    with (material / "captures" / name).open("rb") as stream:
        return [
            record.content_stream().read().decode("utf-8")
            for record in ArchiveIterator(stream)
            if record.rec_type == "response" and part in record.rec_headers.get_header("WARC-Target-URI")
        ]


@pytest.fixture(scope="module")
def bulletins(material: Path) -> list[dict[str, str]]:
    """Return the rows of the export of bulletins."""
    rows = list(csv.DictReader(io.StringIO(pages(material, "easa-text-2026-08-22.warc.gz", "format=csv")[0])))
    assert len(rows) == 33
    return rows


def labelled(row: dict[str, str]) -> str:
    """Return a row as the labelled text that the reader gets."""
    return (
        f"SUBJECT: {row['Subject']}\nAFFECTED AIRSPACE: {row['Affected Airspace']}\n"
        f"AFFECTED COUNTRIES: {row['Affected Country']}\nRECOMMENDATIONS: {row['Recommendation(s)']}\n"
        f"VALID UNTIL: {row['Valid until']}"
    )


def test_bulletins_are_read(bulletins: list[dict[str, str]]) -> None:
    """Every operative clause of the 33 bulletins is read, and each gives the force that its verbs have."""
    for row in bulletins:
        reading = read(labelled(row), issuer="EASA", reference=row["CZIB number"])
        assert reading.unread == (), row["CZIB number"]
        operative = [s for s in row["Recommendation(s)"].split(". ") if NOT_ENTER.search(s) and not DECISION.search(s)]
        forces = {provision.force for provision in reading.provisions}
        assert (Force.AVOID in forces) == bool(operative), row["CZIB number"]
        assert Force.PROHIBITED not in forces


def test_bulletins_name_their_airspace(bulletins: list[dict[str, str]]) -> None:
    """No bulletin's instruction is left without a FIR, a country or an area."""
    for row in bulletins:
        for provision in read(labelled(row), issuer="EASA").provisions:
            assert provision.firs or provision.countries or provision.area, row["CZIB number"]


def test_faa_titles(material: Path) -> None:
    """Every title of the FAA's page is a ban, an advisory, a pointer, background or something that warns of nothing."""
    page = pages(material, "conflict-2026-09-25.warc.gz", "us_restrictions")[0]
    items = [
        html.unescape(re.sub("<[^>]+>", " ", item)) for item in re.findall(r"<li[^>]*>(.*?)</li>", page, re.DOTALL)
    ]
    titles = [" ".join(item.split()) for item in items if len(item.split()) > 3]
    assert len(titles) > 50
    for title in titles:
        reading = read(title, issuer="FAA", reference=title)
        assert reading.unread == (), title
        warns = {provision.force for provision in reading.provisions}
        if "Pointer" in title:
            assert (reading.kind, warns) == (ReadingKind.POINTER, set()), title
        elif "Background" in title:
            assert (reading.kind, warns) == (ReadingKind.BACKGROUND, set()), title
        elif re.search("prohibitions? against", title, re.IGNORECASE):
            assert warns == {Force.PROHIBITED}, title
            assert isinstance(reading.provisions[0].upper, NotRead)
        elif "Advisory" in title:
            assert warns == {Force.CAUTION}, title
        else:
            assert warns == set(), title


def test_rules_of_law(material: Path) -> None:
    """Each flight prohibition of 14 CFR 91 subpart M is a ban and nothing else, with nothing unread."""
    page = pages(material, "ecfr-part91-subpartM.warc.gz", "2026-01-29")[0]
    sections = [
        html.unescape(re.sub("<[^>]+>", " ", section)) for section in re.findall(r"<DIV8.*?</DIV8>", page, re.DOTALL)
    ]
    banned = [section for section in sections if "Flight prohibition" in section]
    assert len(banned) == 8
    for section in banned:
        reading = read(section, issuer="FAA")
        assert {provision.force for provision in reading.provisions} == {Force.PROHIBITED}, section[:100]
        assert reading.unread == (), section[:100]
        assert reading.applies_to == ("US",)
