from __future__ import annotations

from datetime import UTC, datetime

import pytest

from advisories.model import NOT_STATED, EndKind, NotRead
from advisories.reading import read
from advisories.reading.bands import bands
from advisories.reading.links import links
from advisories.reading.threats import threats
from advisories.reading.validity import validity
from advisories.reading.words import Words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("BELOW FL260", "SFC FL 260 out"),
        ("AT OR BELOW FL 260", "SFC FL 260 in"),
        ("FL260 AND BELOW", "SFC FL 260 in"),
        ("UP TO FL 260", "SFC FL 260 in"),
        ("AT AND ABOVE FL260", "FL 260 UNL in"),
        ("ABOVE FL 260", "FL 260 UNL out"),
        ("EQUAL TO, OR ABOVE, FL320", "FL 320 UNL in"),
        ("AT ALTITUDES BELOW FLIGHT LEVEL (FL) 250", "SFC FL 250 out"),
        ("BELOW 25,000 FT ABOVE GROUND LEVEL (AGL)", "SFC 25,000 ft AGL out"),
        ("BELOW HEIGHT 25000FT AGL", "SFC 25,000 ft AGL out"),
        ("AT LESS THAN 12 500 FEET AGL", "SFC 12,500 ft AGL out"),
        ("BELOW 3000 M AMSL", "SFC 3,000 m AMSL out"),
        ("SFC-9999FT MSL", "SFC 9,999 ft AMSL in"),
        ("BETWEEN FL100 AND FL240", "FL 100 FL 240 in"),
        ("BETWEEN 5,000 AND 10,000 FT AGL", "5,000 ft AGL 10,000 ft AGL in"),
        ("FROM THE SURFACE TO FL 150", "SFC FL 150 in"),
        ("SFC-FL999", "SFC UNL in"),
        ("SFC-UNL", "SFC UNL in"),
        ("AT ALL ALTITUDES AND FLIGHT LEVELS", "SFC UNL in"),
        ("ANY ALTITUDE", "SFC UNL in"),
    ],
)
def test_band(words: str, expected: str) -> None:
    """Each way of naming levels gives its band, and says whether the limit is inside."""
    (found,) = bands(Words(words), 0, len(words))
    inclusive = found.lower.inclusive and found.upper.inclusive
    assert f"{found.lower} {found.upper} {'in' if inclusive else 'out'}" == expected


@pytest.mark.parametrize(
    "words", ["WITHIN 200NM OF", "ALL FLIGHTS", "FL 320", "THE FLIGHT", "PARAGRAPH 25000", "UNDER 14 CFR"]
)
def test_no_band(words: str) -> None:
    """Distances, paragraphs and a level in no relation are no bands."""
    assert bands(Words(words), 0, len(words)) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ANTI-AIRCRAFT WEAPONRY", ["air-defence"]),
        ("DEDICATED ANTI AVIATION WEAPONS", ["air-defence"]),
        ("SURFACE-TO-AIR MISSILES", ["air-defence"]),
        ("MAN-PORTABLE AIR-DEFENCE SYSTEMS", ["manpads"]),
        ("HEIGHTENED MILITARY ACTIVITY", ["military-activity"]),
        ("ONGOING HOSTILITIES", ["military-activity"]),
        ("WHERE MILITARY BASES ARE LOCATED", []),
        ("UNANNOUNCED MISSILE TESTS", ["missile-launch"]),
        ("ARMED DRONES AND ARTILLERY", ["drones", "small-arms"]),
        ("GPS INTERFERENCE", ["gnss"]),
        ("ELECTRONIC WARFARE CAPABILITIES", []),
        ("RISK OF MISIDENTIFICATION", ["misidentification"]),
        ("SMALL ARMS FIRE AND RPGS", ["small-arms"]),
        ("EXTREMIST AND MILITANT GROUPS", ["terrorism"]),
        ("NO AIR TRAFFIC CONTROL SERVICE", ["no-atc"]),
        ("GANG ACTIVITY", ["crime"]),
        ("POLITICAL TENSIONS", ["political"]),
        ("INTERNAL INSTABILITY", []),
        ("FALLING SPACE DEBRIS", ["space-debris"]),
        ("INFORMATION SHARING AND COOPERATION PLATFORM ON CONFLICT ZONES", []),
        ("STRAY MISSILES FROM THE CONFLICT IN PERU", ["military-activity", "missile-launch"]),
        ("NAVAL ACTIVITIES AND MILITARY INTERCEPTIONS", ["military-activity"]),
        ("ALL CIVIL AND MILITARY AIRCRAFTS REGISTERED IN PERU", []),
        ("INCLUDING MILITARY FLIGHTS", []),
        ("AIR DEFENSE IDENTIFICATION ZONE", []),
        ("MODEL ROCKET FIRING", []),
        ("MINI ROCKETS LAUNCH", []),
        ("GPS RAIM OUTAGES PREDICTED", []),
        ("JAMMING REPORTED ON VHF RADIO", []),
        ("RADIO FREQUENCY JAMMING ACTIVITY", []),
        ("GNSS SIGNAL JAMMING. CEASE JAMMING VIA TELEPHONE", ["gnss"]),
        ("MAY AFFECT UAS CONTROL", []),
        ("RISK OF MISCALCULATION", []),
        ("VOLCANIC EXERCISE", []),
    ],
)
def test_threat(words: str, expected: list[str]) -> None:
    """A threat is what the text says could harm, and nothing that only sounds like it."""
    assert list(threats(Words(words))) == expected


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        (
            "VALID UNTIL: 31/01/2031, unless reviewed earlier.",
            NOT_STATED,
            datetime(2031, 2, 1, tzinfo=UTC),
            EndKind.UNLESS_REVIEWED,
        ),
        (
            "From 14/12/2031 and until further notice",
            datetime(2031, 12, 14, tzinfo=UTC),
            NOT_STATED,
            EndKind.UNTIL_FURTHER_NOTICE,
        ),
        (
            "SFC-UNL: 21 NOV 17:43 UTC 2031 UNTIL 19 FEB 23:59 UTC 2032.",
            datetime(2031, 11, 21, 17, 43, tzinfo=UTC),
            datetime(2032, 2, 19, 23, 59, tzinfo=UTC),
            EndKind.FIXED,
        ),
        (
            "SFC-FL999: 24 FEB 19:30 2031 UNTIL PERM",
            datetime(2031, 2, 24, 19, 30, tzinfo=UTC),
            NOT_STATED,
            EndKind.PERMANENT,
        ),
        (
            "extends the expiration date until January 7, 2031.",
            NOT_STATED,
            datetime(2031, 1, 8, tzinfo=UTC),
            EndKind.FIXED,
        ),
        ("until 16 FEB 2031 2359 UTC EST", NOT_STATED, datetime(2031, 2, 16, 23, 59, tzinfo=UTC), EndKind.ESTIMATED),
        ("until 32/13/2031", NOT_STATED, NotRead(why="no such date or time: UNTIL 32/13/2031"), EndKind.NOT_READ),
        ("until 31/12/9999", NOT_STATED, NotRead(why="no such date or time: UNTIL 31/12/9999"), EndKind.NOT_READ),
        ("until 32/13/2031, later until further notice", NOT_STATED, NOT_STATED, EndKind.UNTIL_FURTHER_NOTICE),
        (
            "from 31 FEB 2031 until 1 MAR 24:00 UTC 2031",
            NotRead(why="no such date or time: FROM 31 FEB 2031"),
            datetime(2031, 3, 2, tzinfo=UTC),
            EndKind.FIXED,
        ),
        ("nothing", NOT_STATED, NOT_STATED, EndKind.NOT_STATED),
    ],
)
def test_validity(text: str, start: object, end: object, kind: EndKind) -> None:
    """The period is read as printed: days run to 24:00 Z, open ends give no date."""
    found = validity(Words(text))
    assert (found.start, found.end, found.end_kind) == (start, end, kind)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "THIS NOTAM OVERRULES THE RECOMMENDATION PROVIDED IN THE CURRENTLY APPLICABLE AIC.",
            ("THE RECOMMENDATION PROVIDED IN THE CURRENTLY APPLICABLE AIC",),
        ),
        ("This supersedes the advice in the current UK AIP ENR 1.1.", ("the advice in the current UK AIP ENR 1.1",)),
        (
            "The present CZIB supersedes the following CZIBs: - CZIB on Peru (2031-01 R4); - CZIB on Chile.",
            ("CZIB on Peru (2031-01 R4)", "CZIB on Chile"),
        ),
        ("NOTAM KICZ A0777/31 IS CANCELLED.", ("KICZ A0777/31",)),
        ("This supplement replaces SUP 107/2031.", ("SUP 107/2031",)),
        ("The FAA may amend, rescind, or extend this SFAR.", ()),
        ("It does not supersede the AIC.", ()),
        ("Fuel was replaced by the crew.", ()),
    ],
)
def test_supersedes(text: str, expected: tuple[str, ...]) -> None:
    """What a text supersedes is given in its words, and only where it does."""
    assert links(Words(text)).supersedes == expected


def test_superseded_by() -> None:
    """A text that says it was replaced names its successor."""
    assert links(Words("This NOTAM is superseded by NOTAM A0123/31.")).superseded_by == ()
    assert links(Words("AIC 12/2031 has been replaced by AIC 21/2031.")).superseded_by == ("AIC 21/2031",)


def test_the_rest_of_firs_named_before() -> None:
    """What is told of "the remaining parts of these FIRs" is told of parts of those named before, in its own words."""
    text = (
        "Operators should not operate in FIR LIMA (SPIM) within 20 NM of the border below FL320, and should exercise caution"
        " in the remaining parts of this FIR."
    )
    assert [(one.firs, one.partial, one.area) for one in read(text, issuer="EASA").provisions] == [
        (("SPIM",), True, "20 NM of the border"),
        (("SPIM",), True, "remaining parts of this FIR"),
    ]


def test_a_lettered_paragraph_ends_no_clause() -> None:
    """The stop behind "paragraph A." parts no person from what they may not do."""
    text = "NO PERSON DESCRIBED IN PARAGRAPH A. MAY CONDUCT FLIGHT OPERATIONS IN THE PORTION OF THE LIMA (SPIM) FIR SOUTH OF 12S."
    reading = read(text, issuer="USA")
    assert [(one.force, one.firs, one.partial) for one in reading.provisions] == [("prohibited", ("SPIM",), True)]
    assert reading.fully_read
