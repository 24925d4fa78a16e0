"""NOTAMs that come as fields: records in XML and JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from advisories.model import Datum, EndKind, Level
from advisories.notam import Layout, NotamType, from_fields, parse

RECORD: dict[str, Any] = {
    "NOF": "LXNF",
    "Series": "B",
    "Number": "17",
    "Year": "27",
    "Type": "R",
    "ReferredSeries": "B",
    "ReferredNumber": "9",
    "ReferredYear": "27",
    "QLine": {
        "FIR": "LXXX",
        "Code23": "WU",
        "Code45": "LW",
        "Traffic": "IV",
        "Purpose": "BO",
        "Scope": "W",
        "Lower": "0",
        "Upper": "15",
    },
    "Coordinates": "4512N00730W",
    "Radius": "5",
    "ItemA": ["LXAA", "LXBB"],
    "StartValidity": "2703010600",
    "EndValidity": "2703052100",
    "Estimation": "EST",
    "ItemD": "0600-2100",
    "ItemE": "UAS OPR\nWI AREA",
    "ItemF": "SFC",
    "ItemG": "1500FT AMSL",
    "NotamStoreDate": "270220271112",
}


def test_every_field_of_a_record_is_carried_over() -> None:
    """Numbers are padded, the qualifier line is flattened, times are UTC."""
    notam = from_fields(RECORD)
    assert (notam.layout, notam.nof, notam.number, notam.type) == (Layout.FIELDS, "LXNF", "B0017/27", NotamType.REPLACE)
    assert (notam.reference, notam.locations) == ("B0009/27", ("LXAA", "LXBB"))
    assert (notam.qcode, notam.lower_fl, notam.upper_fl) == ("QWULW", 0, 15)
    assert (notam.center, notam.radius_nm) == ((-7.5, 45.2), 5.0)
    assert (notam.end, notam.end_kind) == (datetime(2027, 3, 5, 21, tzinfo=UTC), EndKind.ESTIMATED)
    assert (notam.schedule, notam.text) == ("0600-2100", "UAS OPR\nWI AREA")
    assert (notam.lower, notam.upper) == (Level(datum=Datum.SFC), Level(datum=Datum.AMSL, value=1500, unit="FT"))
    assert notam.created == datetime(2027, 2, 27, 11, 12, tzinfo=UTC)
    assert notam.diagnostics == ()


@pytest.mark.parametrize("seconds", [2**31 - 1, 2**32 - 1, str(2**32 - 1)])
def test_the_last_seconds_of_31_and_32_bits_mean_permanent(seconds: object) -> None:
    """Times in seconds are read as UTC, their sentinels as PERM; lat and lon stand for coordinates."""
    record = {name.lower(): value for name, value in RECORD.items() if name not in ("Coordinates", "Estimation")}
    notam = from_fields(
        {**record, "startvalidity": 1_803_880_800, "endvalidity": seconds, "lat": 45.2, "lon": -7.5, "radius": 999}
    )
    assert notam.start == datetime(2027, 3, 1, 6, tzinfo=UTC)
    assert (notam.end, notam.end_kind) == (None, EndKind.PERMANENT)
    assert (notam.center, notam.radius_nm) == ((-7.5, 45.2), None)


def test_what_cannot_be_read_is_a_diagnostic() -> None:
    """Bad and missing fields leave their values empty, each with a diagnostic."""
    notam = from_fields(
        {"Series": "B", "StartValidity": "2713010600", "EndValidity": "SOON", "ItemE": "X", "ItemF": "HIGH"}
    )
    assert {fault.code for fault in notam.diagnostics} == {
        *("number-missing", "q-code-unknown", "b-unreadable", "c-unreadable", "f-unreadable")
    }
    assert (notam.start, notam.end, notam.end_kind, notam.lower) == (None, None, EndKind.NOT_READ, None)


def test_xml_is_read_with_comments_and_several_items_and_without_entities() -> None:
    """A record inside other XML is found; a comment is skipped, an external entity is not followed."""
    text = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE Pib [<!ENTITY host SYSTEM "file:///etc/hostname">]>'
        "<Pib><NotamList><Notam><!-- one --><NOF>LXNF</NOF><Series>B</Series><Number>17</Number><Year>27</Year><Type>N</Type>"
        "<QLine><FIR>LXXX</FIR><Code23>WU</Code23><Code45>LW</Code45></QLine><ItemA>LXAA</ItemA><ItemA>LXBB</ItemA>"
        "<StartValidity>2703010600</StartValidity><EndValidity>PERM</EndValidity><ItemE>A &amp; B &host;</ItemE></Notam></NotamList></Pib>"
    )
    notam = parse(text)
    assert (notam.number, notam.locations, notam.end_kind) == ("B0017/27", ("LXAA", "LXBB"), EndKind.PERMANENT)
    assert notam.text.startswith("A & B")
    assert "localhost" not in notam.text


def test_broken_xml_is_no_notam() -> None:
    """XML that ends too early is text without a NOTAM, with a diagnostic."""
    assert [fault.code for fault in parse("<Notam><NOF>LXNF").diagnostics] == ["not-a-notam"]
