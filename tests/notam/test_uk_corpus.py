"""A year of UK NOTAMs with the publisher's own fields as truth, composed into text in several layouts.

Every row is read in one layout, the layouts alternating by row; `ADVISORIES_FULL=1` reads every row in every layout.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from advisories.model import Datum, EndKind, Level
from advisories.notam import Notam, parse, split

Fields = dict[str, str]
ROWS = 47_871


def records(material: Path) -> Iterator[tuple[Fields, str]]:
    """Yield the publisher's fields by name, and the XML that they stand in."""
    with gzip.open(material / "corpora" / "notam-uk-2025.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            xml = json.loads(line)["xml"]
            fields: Fields = {}
            for element in ET.fromstring(xml).iter():
                if len(element) == 0:
                    fields[element.tag] = (
                        f"{fields[element.tag]} {element.text}" if element.tag in fields else element.text or ""
                    )
            yield fields, xml


def number(fields: Fields) -> str:
    """Return the number as a NOTAM prints it."""
    return f"{fields['Series']}{int(fields['Number']):04d}/{fields['Year']}"


def reference(fields: Fields) -> str:
    """Return the number of the NOTAM replaced."""
    if "ReferredSeries" not in fields:
        return ""
    return f"{fields['ReferredSeries']}{int(fields['ReferredNumber']):04d}/{fields['ReferredYear']}"


def header(fields: Fields) -> str:
    """Return number, type and reference."""
    return f"{number(fields)} NOTAM{fields['Type']} {reference(fields)}".rstrip()


def qualifiers(fields: Fields, between: str = "/") -> str:
    """Return item Q."""
    place = f"{fields['Coordinates']}{int(fields['Radius']):03d}"
    limits = f"{int(fields['Lower']):03d}/{int(fields['Upper']):03d}"
    code = f"Q{fields['Code23']}{fields['Code45']}"
    return between.join((fields["FIR"], code, fields["Traffic"], fields["Purpose"], fields["Scope"], limits, place))


def ending(fields: Fields, between: str = " ") -> str:
    """Return item C."""
    return fields["EndValidity"] + (f"{between}EST" if "Estimation" in fields else "")


def iso(ten: str) -> str:
    """Return YYMMDDhhmm as an ISO date and time."""
    return f"20{ten[:2]}-{ten[2:4]}-{ten[4:6]} {ten[6:8]}:{ten[8:]}"


def bracketed(fields: Fields) -> str:
    """Compose the form of the aeronautical fixed service, in brackets."""
    schedule = f"D) {fields['ItemD']}\n" if "ItemD" in fields else ""
    limits = f"\nF) {fields['ItemF']} G) {fields['ItemG']}" if "ItemF" in fields else ""
    return (
        f"({header(fields)}\nQ) {qualifiers(fields)}\nA) {fields['ItemA']} B) {fields['StartValidity']} "
        f"C) {ending(fields)}\n{schedule}E) {fields['ItemE']}{limits})"
    )


def bare(fields: Fields) -> str:
    """Compose one item a line, without brackets, EST glued, with spaces in the qualifiers and footers."""
    schedule = f"D) {fields['ItemD']}\n" if "ItemD" in fields else ""
    limits = f"\nF) {fields['ItemF']}\nG) {fields['ItemG']}" if "ItemF" in fields else ""
    return (
        f"{header(fields)}\nQ) {qualifiers(fields, ' / ')}\nA) {fields['ItemA']}\nB) {fields['StartValidity']}\n"
        f"C) {ending(fields, '')}\n{schedule}E) {fields['ItemE']}{limits}\n\nCREATED: 01 Feb 2025 10:11:00 \nSOURCE: EGGNYNYX"
    )


def crlf(fields: Fields) -> str:
    """Compose without spaces behind the item letters and with the line ends of a teleprinter."""
    schedule = f"D){fields['ItemD']}\n" if "ItemD" in fields else ""
    limits = f"\nF){fields['ItemF']}  G){fields['ItemG']}" if "ItemF" in fields else ""
    text = (
        f"{header(fields)}  \nQ){qualifiers(fields)}\nA){fields['ItemA']}\nB){fields['StartValidity']} "
        f"C){ending(fields)}\n{schedule}E){fields['ItemE']}{limits}\n"
    )
    return text.replace("\n", "\r\n")


def flat(fields: Fields) -> str:
    """Compose on a single line."""
    return " ".join(bracketed(fields).split())


def lower(fields: Fields) -> str:
    """Compose in small letters."""
    return bare(fields).lower()


def wrapped(fields: Fields) -> str:
    """Compose on one line and break it after every 60 characters, wherever that falls."""
    schedule = f" D){fields['ItemD']}" if "ItemD" in fields else ""
    limits = f" F){fields['ItemF']} G){fields['ItemG']}" if "ItemF" in fields else ""
    text = (
        f"{header(fields)} Q){qualifiers(fields)} A){fields['ItemA']} B){fields['StartValidity']} "
        f"C){ending(fields, '')}{schedule} E){fields['ItemE']}{limits}"
    ).replace("\n", " ")
    return "\n".join(text[at : at + 60] for at in range(0, len(text), 60))


def dated(fields: Fields) -> str:
    """Compose the ISO-dated layout, in which permanent is the last second of 31 bits."""
    end = "2038-01-19 03:14" if fields["EndValidity"] == "PERM" else iso(fields["EndValidity"])
    schedule = f"D) {fields['ItemD']}\n" if "ItemD" in fields else ""
    limits = f"\nF) {fields['ItemF']}\nG) {fields['ItemG']}" if "ItemF" in fields else ""
    return (
        f"{fields['NOF']}-{number(fields)} NOTAM\nQ) {qualifiers(fields, ' / ')}\nA) {fields['ItemA']}\n"
        f"B) {iso(fields['StartValidity'])} C) {end}\n{schedule}E) {fields['ItemE']}{limits}"
    )


def sofia(fields: Fields) -> str:
    """Compose the French briefing's layout, `DU: … AU: …`, days first."""

    def day_first(ten: str) -> str:
        return f"{ten[4:6]} {ten[2:4]} 20{ten[:2]} {ten[6:8]}:{ten[8:]}"

    end = "PERM" if fields["EndValidity"] == "PERM" else day_first(fields["EndValidity"])
    estimated = " EST" if "Estimation" in fields else ""
    schedule = f"D) {fields['ItemD']}\n" if "ItemD" in fields else ""
    limits = f"\nF)  {fields['ItemF']}\nG)  {fields['ItemG']}" if "ItemF" in fields else ""
    return (
        f"{fields['NOF']}-{number(fields)}\nDU: {day_first(fields['StartValidity'])} AU: {end}{estimated}\n"
        f"A) {fields['ItemA']}\nQ) {qualifiers(fields, ' / ')}\n{schedule}E) {fields['ItemE']}{limits}"
    )


LAYOUTS: tuple[Callable[[Fields], str], ...] = (bracketed, bare, crlf, flat, lower, wrapped, dated, sofia)


def time(ten: str) -> datetime:
    """Return YYMMDDhhmm as UTC."""
    return datetime(2000 + int(ten[:2]), int(ten[2:4]), int(ten[4:6]), int(ten[6:8]), int(ten[8:]), tzinfo=UTC)


def center(place: str) -> tuple[float, float]:
    """Return DDMMNDDDMME as (longitude, latitude)."""
    found = re.fullmatch(r"(..)(..)([NS])(...)(..)([EW])", place)
    assert found
    latitude, longitude = int(found[1]) + int(found[2]) / 60, int(found[4]) + int(found[5]) / 60
    return (longitude if found[6] == "E" else -longitude, latitude if found[3] == "N" else -latitude)


def level(words: str) -> Level:
    """Return a limit as the UK prints it."""
    if words in ("SFC", "GND"):
        return Level(datum=Datum.SFC)
    if words == "UNL":
        return Level(datum=Datum.UNL)
    if words.startswith("FL"):
        return Level(datum=Datum.FL, value=float(words[2:]))
    value, datum = words.split("FT")
    return Level(datum=Datum(datum.strip()), value=float(value), unit="FT")


def squeezed(words: str, *, exact: bool) -> str:
    """Return the words, without spaces and case where a layout loses those."""
    return words if exact else "".join(words.upper().split())


def faults(notam: Notam, fields: Fields, layout: str) -> list[str]:
    """Return the names of the fields that differ from the publisher's."""
    exact = layout in ("bracketed", "bare", "crlf", "dated", "sofia", "xml")
    typed = layout not in ("dated", "sofia")
    permanent, estimated = fields["EndValidity"] == "PERM", "Estimation" in fields and layout != "dated"
    end_kind = EndKind.PERMANENT if permanent else EndKind.ESTIMATED if estimated else EndKind.FIXED
    radius = float(fields["Radius"])
    expected = {
        "number": number(fields),
        "series": fields["Series"],
        "serial": int(fields["Number"]),
        "year": 2000 + int(fields["Year"]),
        "nof": "" if layout in ("bracketed", "bare", "crlf", "flat", "lower", "wrapped") else fields["NOF"],
        "type": fields["Type"] if typed else None,
        "reference": reference(fields) if typed else "",
        "fir": fields["FIR"],
        "qcode": f"Q{fields['Code23']}{fields['Code45']}",
        "traffic": fields["Traffic"],
        "purpose": fields["Purpose"],
        "scope": fields["Scope"],
        "lower_fl": int(fields["Lower"]),
        "upper_fl": int(fields["Upper"]),
        "center": center(fields["Coordinates"]),
        "radius_nm": None if radius == 999 else radius,
        "locations": tuple(fields["ItemA"].split()),
        "start": time(fields["StartValidity"]),
        "end": None if permanent else time(fields["EndValidity"]),
        "end_kind": end_kind,
        "lower": level(fields["ItemF"]) if "ItemF" in fields else None,
        "upper": level(fields["ItemG"]) if "ItemG" in fields else None,
    }
    wrong = [name for name, value in expected.items() if getattr(notam, name) != value]
    if squeezed(notam.schedule, exact=exact) != squeezed(fields.get("ItemD", "").strip(), exact=exact):
        wrong.append("schedule")
    if squeezed(notam.text, exact=exact) != squeezed(fields["ItemE"].strip(), exact=exact):
        wrong.append("text")
    return wrong


def test_every_field_is_equal_in_every_layout(material: Path) -> None:
    """Every field of every UK NOTAM is read as its publisher wrote it, whatever the layout it is composed in."""
    full = bool(os.environ.get("ADVISORIES_FULL"))
    count, wrong = 0, []
    for row, (fields, _) in enumerate(records(material)):
        count += 1
        for layout in LAYOUTS if full else (LAYOUTS[row % len(LAYOUTS)],):
            differing = faults(parse(layout(fields)), fields, layout.__name__)
            if differing:
                wrong.append((number(fields), layout.__name__, differing))
    assert count == ROWS
    assert wrong == []


def test_every_field_of_the_publishers_xml_is_equal(material: Path) -> None:
    """Every field of the UK's own XML record is carried over, from one row in eight (all with ADVISORIES_FULL)."""
    step = 1 if os.environ.get("ADVISORIES_FULL") else 8
    wrong = []
    for row, (fields, xml) in enumerate(records(material)):
        if row % step == 0:
            differing = faults(parse(xml), fields, "xml")
            if differing:
                wrong.append((number(fields), differing))
    assert wrong == []


@pytest.mark.parametrize("layout", [bracketed, bare, crlf, dated, sofia])
def test_a_long_text_is_cut_at_every_notam(material: Path, layout: Callable[[Fields], str]) -> None:
    """A bulletin of 500 NOTAMs is cut into exactly these 500, in order."""
    chosen = [fields for fields, _ in records(material)][:500]
    pieces = split("\n\n".join(layout(fields) for fields in chosen))
    assert [parse(piece).number for piece in pieces] == [number(fields) for fields in chosen]
