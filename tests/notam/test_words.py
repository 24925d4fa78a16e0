"""Codes, limits, checklists and abbreviations."""

from __future__ import annotations

import pytest

from advisories.model import Datum, Level
from advisories.notam import listed, parse, qcodes
from advisories.notam.abbreviations import expanded, meaning
from advisories.notam.limits import read_level
from advisories.notam.validity import read_end, read_time


def test_every_code_stands_in_the_group_of_its_first_letter() -> None:
    """Subjects and conditions are two letters, of which the first names the group."""
    for groups in (qcodes.SUBJECT_GROUPS, qcodes.CONDITION_GROUPS):
        for letter, (_, codes) in groups.items():
            assert all(len(code) == 2 and code[0] == letter for code in codes)
    assert len(qcodes.SUBJECTS) > 170
    assert len(qcodes.CONDITIONS) > 75


@pytest.mark.parametrize(
    ("code", "subject", "condition", "group"),
    [
        ("QMRLC", "runway", "closed", "movement and landing area"),
        ("QRTCA", "temporary restricted area", "activated", "airspace restrictions"),
        ("QWULW", "unmanned aircraft", "will take place", "warnings"),
        ("QOBCE", "obstacle", "erected", "other information"),
        ("QGWAU", "GNSS operations over an area", "not available", "GNSS services"),
        ("QXXXX", "", "", "other"),
        ("QKKKK", "checklist", "", "checklist"),
        ("QZZZZ", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_codes_have_their_meanings(code: str, subject: str, condition: str, group: str) -> None:
    """Subject, condition and group are ICAO's; XX is plain language, what is unknown stays empty."""
    assert (qcodes.subject(code), qcodes.condition(code), qcodes.group(code)) == (subject, condition, group)
    assert qcodes.known(code) is (code not in ("QZZZZ", ""))


def test_an_unknown_code_is_kept_with_a_diagnostic() -> None:
    """A code outside the table is stored as printed and remarked."""
    notam = parse("A0123/27 NOTAMN\nQ) LXAA/QZZCA/IV/BO/W/000/100/4512N00730W012\nA) LXAA B) 2703010600 C) PERM\nE) X")
    assert (notam.qcode, notam.subject, notam.condition) == ("QZZCA", "", "activated")
    assert [fault.code for fault in notam.diagnostics] == ["q-code-unknown"]


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("SFC", Level(datum=Datum.SFC)),
        ("gnd", Level(datum=Datum.SFC)),
        ("UNLTD", Level(datum=Datum.UNL)),
        ("FL 95", Level(datum=Datum.FL, value=95)),
        ("MSL", Level(datum=Datum.AMSL, unit="FT")),
        ("2500FTAMSL", Level(datum=Datum.AMSL, value=2500, unit="FT")),
        ("00120M AGL", Level(datum=Datum.AGL, value=120, unit="M")),
        ("6000M(AGL) .", Level(datum=Datum.AGL, value=6000, unit="M")),
        ("12 200 M MSL", Level(datum=Datum.AMSL, value=12200, unit="M")),
        ("300FT SFC", Level(datum=Datum.AGL, value=300, unit="FT")),
        ("3500 FT", Level(datum=Datum.UNSTATED, value=3500, unit="FT")),
        ("5000", Level(datum=Datum.UNSTATED, value=5000)),
        ("HIGH", None),
        ("FL3212", None),
        ("", None),
    ],
)
def test_limits_keep_unit_and_datum(words: str, level: Level | None) -> None:
    """A limit has the unit and datum that are printed, none where none is, and is None where it is no limit."""
    assert read_level(words) == level


def test_a_checklist_lists_numbers_of_its_series_by_year() -> None:
    """The numbers after each YEAR= are listed with series and year; publications and NIL years give none."""
    form = "A0900/27 NOTAMR A0800/27\nQ) LXAA/QKKKK/K/K/K/000/999/4512N00730W999\nA) LXAA B) 2703010600 C) 2704010600 EST\nE) {}"
    notam = parse(
        form.format(
            "CHECKLIST\nYEAR=2025 NIL\nYEAR=2026 0012 0345\n     0678\nYEAR=2027 0001\nLATEST PUBLICATIONS\nAIP SUP 001/2027 0002"
        )
    )
    assert listed(notam) == ("A0012/26", "A0345/26", "A0678/26", "A0001/27")
    assert listed(parse(form.format("CHECKLIST YEAR=2027 NIL"))) == ()
    assert listed(parse(form.format("CHECKLIST WILL FOLLOW"))) is None
    assert listed(parse(form.replace("QKKKK", "QMRLC").format("YEAR=2026 0012"))) is None


def test_abbreviations_are_spelt_out_for_display_only() -> None:
    """Words of Doc 8400 are expanded, designators, numbers and unknown words stay, and the NOTAM's text is untouched."""
    assert (
        expanded("RWY 09L/27R CLSD WIP, TWR U/S")
        == "runway 09L/27R closed work in progress, aerodrome control tower unserviceable"
    )
    assert expanded("PSN 451200N0073000E LXAA/APP, U74 FM DCT") == "position 451200N0073000E LXAA/APP, U74 from direct"
    assert (meaning("avbl"), meaning("XYZZY")) == ("available", "")
    notam = parse(
        "A0123/27 NOTAMN\nQ) LXAA/QMRLC/IV/NBO/A/000/999/4512N00730W005\nA) LXAA B) 2703010600 C) PERM\nE) RWY CLSD"
    )
    assert notam.text == "RWY CLSD"


def test_times_are_read_in_both_forms() -> None:
    """Ten digits and ISO dates are the same instant; hour 24 is the next midnight; nonsense is None."""
    assert read_time("2703010600") == read_time("2027-03-01 06:00")
    assert read_time("2703012400") == read_time("2703020000")
    assert [read_time(words) for words in ("2713010600", "2703012460", "270301", "", "27030106:0", "٢703010600")] == [
        None
    ] * 6
    assert read_end("2703010600 /EST") == read_end("2703010600EST")
