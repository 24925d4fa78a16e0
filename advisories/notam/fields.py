"""NOTAMs that come as fields: the UK's briefing record (`<Notam>`), and JSON records with the same field names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from lxml import etree

from advisories.model import EndKind
from advisories.notam import qcodes
from advisories.notam.draft import Draft, kind_of, number_of, part_of
from advisories.notam.items import NOWHERE, Span
from advisories.notam.message import Layout, Notam, NotamType
from advisories.notam.qline import NO_CIRCLE, read_place
from advisories.notam.validity import from_seconds, read_end, read_time

_TYPES: Final = {"N": NotamType.NEW, "R": NotamType.REPLACE, "C": NotamType.CANCEL}
_CENTURY: Final = 2000
_SENTINELS: Final = frozenset({str(2**31 - 1), str(2**32 - 1)})


def from_fields(fields: Mapping[str, Any], *, raw: str = "") -> Notam:
    """Return the NOTAM that a publisher's own fields describe, whatever the case of their names.

    The names are those of the UK briefing (`NOF`, `Series`, `Number`, `Year`, `Type`, `QLine` with `FIR`, `Code23`, …,
    `Coordinates`, `Radius`, `ItemA`, `StartValidity`, `EndValidity`, `Estimation`, `ItemD` to `ItemG`); JSON records
    write `lat` and `lon` instead of coordinates and whole seconds since 1970 for times. Times become aware UTC; the
    last second of 31 or 32 bits, and PERM, mean permanent. Nothing is raised: what cannot be read is a diagnostic.
    """
    record = _flat(fields)
    text = _text(record, "iteme")
    draft = Draft(raw or text, text, text.upper())
    series, serial, year = _text(record, "series"), _text(record, "number"), _text(record, "year")[-2:]
    numbered = series.isalpha() and serial.isdecimal() and year.isdecimal() and serial.isascii() and year.isascii()
    if not numbered:
        draft.fault("number-missing", "header", "no series, number and year")
    qcode = f"Q{_text(record, 'code23')}{_text(record, 'code45')}".upper()
    if not qcodes.known(qcode):
        draft.fault("q-code-unknown", "Q", f"{qcode} is not in ICAO's table of codes")
    start_words, end_words = _text(record, "startvalidity"), _text(record, "endvalidity")
    start = _time(record.get("startvalidity"))
    if start is None:
        draft.fault("b-unreadable" if start_words else "b-missing", "B", f"no start time in {start_words[:40]!r}")
    kind = _TYPES.get(_text(record, "type").upper())
    estimation = _text(record, "estimation").upper()
    end, end_kind = _end(record.get("endvalidity"), estimation)
    if end_kind is EndKind.NOT_READ:
        draft.fault("c-unreadable", "C", f"no end time in {f'{end_words} {estimation}'.strip()[:40]!r}")
    elif end_kind is EndKind.NOT_STATED and kind is not NotamType.CANCEL:
        draft.fault("c-missing", "C", "it is not said when this ends")
    center, radius = _place(record)
    lower_fl, upper_fl = _level(record, "lower", draft), _level(record, "upper", draft)
    part, parts = part_of(draft.capitals, NOWHERE, Span(0, len(text)))
    lower, upper = _text(record, "itemf"), _text(record, "itemg")
    limits = Draft(f"{lower}\n{upper}", f"{lower}\n{upper}", f"{lower}\n{upper}".upper())
    # By position, in the order of the type: with names it takes ten times as long.
    values = (
        raw or text,
        Layout.FIELDS,
        kind_of(qcode, draft.capitals, 0),
        number_of(series.upper(), serial, year) if numbered else "",
        series.upper() if numbered else "",
        int(serial) if numbered else None,
        _CENTURY + int(year) if numbered else None,
        None,
        _text(record, "nof").upper(),
        kind,
        _reference(record),
        _text(record, "fir").upper(),
        qcode if len(qcode) > 1 else "",
        _text(record, "traffic").upper(),
        _text(record, "purpose").upper(),
        _text(record, "scope").upper(),
        lower_fl,
        upper_fl,
        center,
        radius,
        _locations(record),
        "",
        start,
        start_words,
        False,
        end,
        end_words,
        end_kind,
        _text(record, "itemd"),
        0,
        text,
        0,
        limits.limit("F", Span(0, len(lower))),
        limits.limit("G", Span(len(lower) + 1, len(lower) + 1 + len(upper))),
        part,
        parts,
        _stored(_text(record, "notamstoredate")),
        "",
        (*draft.faults, *limits.faults),
    )
    return Notam(*values)


def read_xml(text: str) -> Notam | None:
    """Read the first `<Notam>` record of an XML text; None where there is none or the XML cannot be read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    element = root if root.tag == "Notam" else root.find(".//Notam")
    return None if element is None else from_fields(_mapping(element), raw=text)


def _mapping(element: etree._Element) -> dict[str, Any]:
    """Return a record's fields by name; what comes several times as a list, what has fields of its own as a mapping."""
    fields: dict[str, Any] = {}
    for child in element.iterchildren("*"):
        value: Any = child.text or ""
        if len(child):  # of its own fields, or of references that are not followed
            value = "".join(map(str, child.itertext())) if child.find("*") is None else _mapping(child)
        if child.tag in fields:
            earlier = fields[child.tag]
            value = [*earlier, value] if isinstance(earlier, list) else [earlier, value]
        fields[child.tag] = value
    return fields


def _flat(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields by their names in small letters, those of mappings among them; words without outer blanks."""
    record: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, str):
            record[name.lower()] = _clean(value)
        elif isinstance(value, dict):
            record |= _flat(value)
        else:
            record[str(name).lower()] = value
    return record


def _clean(words: str) -> str:
    return (words.replace("\r\n", "\n").replace("\r", "\n") if "\r" in words else words).strip()


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name, "")
    return value if isinstance(value, str) else "" if value is None else _clean(str(value))


def _whole(record: Mapping[str, Any], name: str) -> int | None:
    words = _text(record, name)
    return int(words) if words.isdecimal() and words.isascii() and len(words) <= 3 else None


def _level(record: Mapping[str, Any], name: str, draft: Draft) -> int | None:
    level = _whole(record, name)
    if level is None and (words := _text(record, name)):
        draft.fault("q-unreadable", "Q", f"no flight level in {words[:40]!r}")
    return level


def _locations(record: Mapping[str, Any]) -> tuple[str, ...]:
    value = record.get("itema")
    several = value if isinstance(value, Iterable) and not isinstance(value, str) else (value or "",)
    return tuple(word for item in several for word in str(item).upper().replace("/", " ").split())


def _reference(record: Mapping[str, Any]) -> str:
    series, serial, year = (_text(record, f"referred{name}") for name in ("series", "number", "year"))
    return number_of(series.upper(), serial, year[-2:]) if series and serial and year else ""


def _place(record: Mapping[str, Any]) -> tuple[tuple[float, float] | None, float | None]:
    """Return the centre as (longitude, latitude) and the radius in NM; 999 and none mean no circle."""
    center, _ = read_place(_text(record, "coordinates").upper().replace(" ", ""))
    if center is None and _text(record, "lat") and _text(record, "lon"):
        try:
            longitude, latitude = float(_text(record, "lon")), float(_text(record, "lat"))
        except ValueError:
            longitude = latitude = float("nan")
        if abs(longitude) <= 180 and abs(latitude) <= 90:
            center = (longitude, latitude)
    radius = _whole(record, "radius")
    return center, None if radius is None or radius == NO_CIRCLE else float(radius)


def _time(value: object) -> datetime | None:
    """Read a start: a whole number as seconds since 1970, words as YYMMDDhhmm or ISO 8601."""
    return from_seconds(value) if isinstance(value, int) else read_time(str(value or "").strip())


def _end(value: object, estimation: str) -> tuple[datetime | None, EndKind]:
    """Read an end like a start; the last second of 31 or 32 bits, as a number or in words, is permanent.

    An estimation is EST or nothing: with any other word it is not known what kind of end it is.
    """
    words = "" if value is None else str(value).strip()
    if words in _SENTINELS:
        return None, EndKind.PERMANENT
    if not isinstance(value, int):
        return read_end(f"{words} {estimation}" if words else "")
    when = from_seconds(value)
    if when is None or estimation not in ("", "EST"):
        return None, EndKind.NOT_READ
    kind = EndKind.ESTIMATED if estimation else EndKind.FIXED
    return when, kind


def _stored(words: str) -> datetime | None:
    """Read `DDMMYYYYhhmm`, when the record was stored, as aware UTC."""
    if len(words) != 12 or not words.isdecimal() or not words.isascii():
        return None
    try:
        return datetime(int(words[4:8]), int(words[2:4]), int(words[:2]), int(words[8:10]), int(words[10:]), tzinfo=UTC)
    except ValueError:
        return None
