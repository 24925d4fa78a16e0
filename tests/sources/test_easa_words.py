from __future__ import annotations

from datetime import UTC, datetime

import pytest

from advisories.errors import InputError
from advisories.model import NOT_STATED, EndKind, NotRead
from advisories.sources.easa_words import countries, day, firs, number, printed_day, slug_number, validity


@pytest.mark.parametrize(
    ("printed", "reference", "label"),
    [
        ("czib-2026-08-r1", "CZIB 2026-08", "R1"),
        ("czib-2026-07r2", "CZIB 2026-07", "R2"),
        ("2026-03-r14", "CZIB 2026-03", "R14"),
        ("2022-02r2", "CZIB 2022-02", "R2"),
        ("2025-03", "CZIB 2025-03", "original"),
        ("sib-2014-21r1", "SIB 2014-21", "R1"),
        ("CZIB-2026-04", "CZIB 2026-04", "original"),
        ("2025-02 R2", "CZIB 2025-02", "R2"),
        ("CZIB-2018-02R21", "CZIB 2018-02", "R21"),
        ("CZIB 2026-7", "CZIB 2026-07", "original"),
        ("2024-01-R7", "CZIB 2024-01", "R7"),
        (" SIB-2014-21R1 ", "SIB 2014-21", "R1"),
        ("czib-2026-08-0", "CZIB 2026-08", "original"),
    ],
)
def test_every_style_of_a_number_is_one_reference(printed: str, reference: str, label: str) -> None:
    """A bulletin's number and revision are read in every style of address and export."""
    found = number(printed)
    assert found is not None
    assert (found.reference, found.label) == (reference, label)
    assert slug_number(f"https://www.easa.europa.eu/czibs/{printed.strip().replace(' ', '-')}/?x#y") is not None


@pytest.mark.parametrize("printed", ["", "czib", "welcome", "2026", "CZIB-2026-07R", "2026-07 and 2026-08", "x" * 5000])
def test_other_words_are_no_number(printed: str) -> None:
    """What is no number is none, rather than a wrong one."""
    assert number(printed) is None


@pytest.mark.parametrize(
    ("words", "date", "end", "kind"),
    [
        (
            "31/01/2027, unless reviewed earlier.",
            "31/01/2027",
            datetime(2027, 2, 1, tzinfo=UTC),
            EndKind.UNLESS_REVIEWED,
        ),
        ("Until 31/01/2027, unless reviewed earlier.", "", datetime(2027, 2, 1, tzinfo=UTC), EndKind.UNLESS_REVIEWED),
        ("31/01/2027 - unless reviewed earlier.", "", datetime(2027, 2, 1, tzinfo=UTC), EndKind.UNLESS_REVIEWED),
        ("30/09/2026, unless reviewed earlier.\u00a0", "", datetime(2026, 10, 1, tzinfo=UTC), EndKind.UNLESS_REVIEWED),
        ("", "31/12/2023", datetime(2024, 1, 1, tzinfo=UTC), EndKind.FIXED),
        ("", "", NOT_STATED, EndKind.NOT_STATED),
        ("Until further notice", "", NOT_STATED, EndKind.UNTIL_FURTHER_NOTICE),
    ],
)
def test_validity_is_read_as_printed(words: str, date: str, end: object, kind: EndKind) -> None:
    """An end runs through 24:00Z of the day printed, and keeps the kind that its words give it."""
    found = validity(words, date)
    assert (found.end, found.end_kind) == (end, kind)
    assert found.start == NOT_STATED


@pytest.mark.parametrize("words", ["31/02/2027", "31/12/9999", "soon", "2027-01-31", "31/01/20271"])
def test_a_validity_that_cannot_be_read_is_not_read(words: str) -> None:
    """Words that are no date never become one."""
    found = validity(words, "31/01/2027")
    assert isinstance(found.end, NotRead)
    assert found.end_kind is EndKind.NOT_READ
    assert found.words == words


def test_an_issue_date_is_the_day_printed() -> None:
    """An offset beside an issue date does not move it to the day before."""
    assert printed_day("2017-03-31T00:00:00+0300") == datetime(2017, 3, 31, tzinfo=UTC)
    assert day("31/03/2017", first=True) == datetime(2017, 3, 31, tzinfo=UTC)
    assert day("", first=True) == NOT_STATED
    assert isinstance(day("2017-13-31", first=False), NotRead)
    with pytest.raises(InputError):
        printed_day("31 March 2017")


@pytest.mark.parametrize(
    ("affected", "codes"),
    [
        ("FIR Amman (OJAC), all altitudes.", ("OJAC",)),
        (
            "- Bahrain (Bahrain FIR – OBBB), - Kuwait (Kuwait FIR – OKAC), and FIR Muscat (OOMM) west of 58°E.",
            ("OBBB", "OKAC", "OOMM"),
        ),
        ("Kabul Flight Information Region (FIR OAKX).", ("OAKX",)),
        ("FIR Kabul - OAKX, below FL 320", ("OAKX",)),
        ("(FIR Tripoli - HLLL)", ("HLLL",)),
        ("FIR LVIV (UKLV), FIR KYIV (UKBV), UIR KYIV (UKBU)", ("UKLV", "UKBV", "UKBU")),
        ("Pyongyang FIR (ZKKP), any altitude", ("ZKKP",)),
        ("FIR OIIX and FIR ORBB", ("OIIX", "ORBB")),
        ("Saudi Arabia (FIR Jeddah - OEJD).", ("OEJD",)),
        ("Flight Information Regions (FIR). Below Flight Level (FL) 250.", ()),
        ("FIR KYIV (north)", ()),
        ("", ()),
    ],
)
def test_fir_codes_are_told_from_names_in_capitals(affected: str, codes: tuple[str, ...]) -> None:
    """Codes are taken in every spelling of the Affected Airspace field, and names of four capitals are not."""
    assert firs(affected) == codes


@pytest.mark.parametrize(
    ("listed", "subject", "areas"),
    [
        ("Bahrain, Kuwait , Bahrain", "x", ("Bahrain", "Kuwait")),
        ("", "Venezuela and neighbouring airspace", ("Venezuela",)),
        ("", "Airspace of the Russian Federation", ("Russia",)),
        ("", "Airspace of Egypt, North Sinai Governorate", ("Egypt",)),
        ("", "Airspace of Yemen – Sana’a Flight Information Region", ("Yemen",)),
        ("", "Airspace of the Middle East (Iran and Iraq)", ("Middle East",)),
        (" ", "", ()),
    ],
)
def test_areas_come_from_the_list_or_else_from_the_subject(listed: str, subject: str, areas: tuple[str, ...]) -> None:
    """Where no country is listed, the place in the subject stands in for it."""
    assert countries(listed, subject) == areas
