from __future__ import annotations

import pytest

from advisories.model import Kind
from advisories.sources.faa_titles import firs_of, read_title, shown_title

NUMBERED = [
    ("KICZ NOTAM A0054/26 - United States Advisory for Somewhere (MHCC)", "KICZ A0054/26", Kind.ADVISORY_NOTAM),
    ("KICZ NOTAM A0050/26 Security - Advisory for Somewhere", "KICZ A0050/26", Kind.ADVISORY_NOTAM),
    ("A0011/24-Security - Tehran Pointer", "KICZ A0011/24", Kind.POINTER),
    ("KICZ NOTAM A0011/24-Security - Tehran Pointer", "KICZ A0011/24", Kind.POINTER),
    ("KICZ NOTAM A0003/24\u00a0— Security — Pyongyang Pointer", "KICZ A0003/24", Kind.POINTER),
    ("KICZ NOTAM A0020/22 – Security – Somalia Pointer", "KICZ A0020/22", Kind.POINTER),
    ("kicz notam a0020/22 – security – somalia pointer", "KICZ A0020/22", Kind.POINTER),
    ("KICZ_A0012-25 Advisory", "KICZ A0012/25", Kind.ADVISORY_NOTAM),
    ("KICZ\u00a0NOTAM\u00a0A0046/26 - Prohibition Against Certain Flights", "KICZ A0046/26", Kind.PROHIBITORY_NOTAM),
    ("KICZ NOTAM A0099/26 - Something New", "KICZ A0099/26", Kind.NOTAM),
    ("KFDC NOTAM A0007/26 - Prohibition for Some", "KFDC A0007/26", Kind.PROHIBITORY_NOTAM),
    ("FDC 6/4280 Advisory", "FDC 6/4280", Kind.ADVISORY_NOTAM),
    ("Special Federal Aviation Regulation (SFAR) 117 - Prohibition Against Certain Flights", "SFAR 117", Kind.SFAR),
    ("Special Federal Aviation Regulation (SFAR)77 - Prohibition", "SFAR 77", Kind.SFAR),
    ("Special Federal Aviation Regulation ( SFAR ) 117 — Prohibition", "SFAR 117", Kind.SFAR),
    ("Special Federal Aviation Regulation (SFAR) 115 –\u00a0 Prohibition", "SFAR 115", Kind.SFAR),
    ("SFAR No. 112", "SFAR 112", Kind.SFAR),
    ("SFAR 119 -Prohibitions", "SFAR 119", Kind.SFAR),
    ("Extension of the Prohibition Against Certain Flights, SFAR 79", "SFAR 79", Kind.SFAR),
    ("14 CFR 91.707 Flights between here and there", "14 CFR 91.707", Kind.REFERENCE),
    ("Treasury OFAC Rules 31 CFR 515", "31 CFR 515", Kind.REFERENCE),
]


@pytest.mark.parametrize(("title", "reference", "kind"), NUMBERED)
def test_every_spelling_of_a_number_is_one_reference(title: str, reference: str, kind: Kind) -> None:
    """A document's number is read in every spelling seen, and its kind from the first clause."""
    reading = read_title(title)
    assert (reading.reference, reading.kind, reading.numbered) == (reference, kind, True)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        (
            "KICZ NOTAM A0009/18 - Advisory; the Prohibition Against Certain Flights Remains in Effect",
            Kind.ADVISORY_NOTAM,
        ),
        ("KICZ NOTAM A0001/27 - Prohibition Against Certain Flights; Advisory A0012/26 Ends", Kind.PROHIBITORY_NOTAM),
        ("FAA Background Information Regarding KICZ NOTAM A0012/25 and its Prohibition", Kind.BACKGROUND),
        ("FAA Background Information Notice Regarding Mali", Kind.BACKGROUND),
        ("ICAO Letter on the Safety of Civil Aircraft", Kind.REFERENCE),
        ("Department of Transportation Notice — Suspension of flights", Kind.REFERENCE),
        ("Communication Procedures for Aircraft Operations", Kind.REFERENCE),
        ("FAA Flight Routing Authorization Requirements for Somewhere", Kind.REFERENCE),
        ("Prohibition Against Certain Flights in Somewhere", Kind.PROHIBITORY_NOTAM),
    ],
)
def test_a_title_is_judged_by_its_first_clause(title: str, kind: Kind) -> None:
    """A document that only quotes a prohibition is none, and a measure without a number is still a measure."""
    assert read_title(title).kind is kind


def test_a_file_name_lends_a_number_only_where_the_title_has_none() -> None:
    """File names lie: their number is used only for a KICZ title that prints none."""
    assert read_title("KICZ NOTAM - Advisory", "KICZ_A0012-25.pdf").reference == "KICZ A0012/25"
    assert read_title("KICZ NOTAM A0013/25 - Advisory", "KICZ_A0012-25.pdf").reference == "KICZ A0013/25"
    assert read_title("SFAR 119 - Prohibition", "KICZ-NOTAM-A0007-25.pdf").reference == "SFAR 119"
    assert not read_title("Some Letter", "KICZ_A0012-25.pdf").numbered


@pytest.mark.parametrize(
    "slip",
    [
        "FAA Background Information Regarding Airspace Risks Within the Sargon Region",
        "FAA BACKGROUND INFORMATION REGARDING AIRSPACE RISKS WITHIN THE SARGON REGION",
        "FAA Background Information Notice regarding Airspace Risks in the Sargon Region (PDF)",
        "FAA Background Information - Airspace Risks within Sargon Region",
        "FAA\u00a0Background Notice Regarding Airspace\u200b Risks — Sargon",
        "FAA Background Information Regarding Airspace Risks Within the Sàrgon Region",
    ],
)
def test_small_slips_leave_a_reference_as_it_is(slip: str) -> None:
    """The reference of a document without a number survives case, dashes, accents, furniture words and "(PDF)"."""
    assert read_title(slip).reference == "Background: risks sargon"


@pytest.mark.parametrize(
    ("title", "firs"),
    [
        (
            "in the Lviv (UKLV), Kyiv (UKBV), and Odesa (UKOV) FIRs, and the Kyiv UIR (UKBU)",
            ("UKLV", "UKBV", "UKOV", "UKBU"),
        ),
        ("adjacent to Damascus Flight Information Region (OSTT FIR)", ("OSTT",)),
        ("in the Tehran Flight Information Region (FIR) (OIIX)", ("OIIX",)),
        ("No FIR Flight Information Region (XX01)", ("XX01",)),
        ("in the FIRs (UKLV, UKBV and UKDV)", ("UKLV", "UKBV", "UKDV")),
        ("in the OIIX FIR and FIR ORBB", ("OIIX", "ORBB")),
        ("Special Federal Aviation Regulation (SFAR) 1 (OFAC) (ICAO) (KICZ) (NOTE) (HAV) IRAN LIBYA", ()),
        ("PROHIBITION AGAINST CERTAIN FLIGHTS OVER MALI", ()),
    ],
)
def test_fir_codes_are_taken_and_words_are_not(title: str, firs: tuple[str, ...]) -> None:
    """Codes in brackets or beside the word FIR are FIRs; acronyms and words of four capitals are not."""
    assert firs_of(title) == firs


def test_a_title_is_shown_as_published() -> None:
    """The title keeps its own dashes and letters and loses only white space and a closing "(PDF)"."""
    assert shown_title(" A0016/20 —\u00a0José  ( PDF ) ") == "A0016/20 — José"
