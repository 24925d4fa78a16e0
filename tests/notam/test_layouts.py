"""One invented NOTAM in every layout, and the layouts' own traps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from advisories.model import Datum, EndKind, Level
from advisories.notam import Layout, MessageKind, NotamType, parse, split

HEAD = "A0123/27 NOTAMR A0099/27"
QLINE = "Q) LXAA/QRTCA/IV/BO/W/000/100/4512N00730W012"
TIMES = "B) 2703010600 C) 2703052100EST"

LAYOUTS = {
    "in brackets": f"({HEAD}\n{QLINE}\nA) LXAA {TIMES}\nD) 0600-2100\nE) TEMPO RESTRICTED AREA ACT.\nF) SFC G) FL100)",
    "bare": f"{HEAD}\n{QLINE}\nA) LXAA\n{TIMES}\nD) 0600-2100\nE) TEMPO RESTRICTED AREA ACT.\nF) SFC\nG) FL100",
    "no spaces": f"{HEAD}\n{QLINE.replace(') ', ')')}\nA)LXAA B)2703010600 C)2703052100EST\nD)0600-2100\nE)TEMPO RESTRICTED AREA ACT.\nF)SFC G)FL100",
    "spaced qualifiers": f"{HEAD}\nQ) LXAA / QRTCA / IV  / BO / W / 000/100 / 4512N00730W012\nA) LXAA\n{TIMES}\nD) 0600-2100\nE) TEMPO RESTRICTED AREA ACT.\nF) SFC\nG) FL100",
    "padded qualifiers": f"{HEAD}\nQ) LXAA/QRTCA/IV/BO /W /000/100/4512N00730W012\nA) LXAA {TIMES.replace('EST', ' EST')}\nD) 0600-2100\nE) TEMPO RESTRICTED AREA ACT.\nF) SFC G) FL100",
    "slash before EST": f"{HEAD}\n{QLINE}\nA) LXAA {TIMES.replace('EST', '/EST')}\nD) 0600-2100\nE) TEMPO RESTRICTED AREA ACT.\nF) SFC G) FL100",
    "one line": f"{HEAD} {QLINE} A) LXAA {TIMES} D) 0600-2100 E) TEMPO RESTRICTED AREA ACT. F) SFC G) FL100",
    "nothing between items": f"{HEAD}{QLINE}A) LXAA{TIMES}D) 0600-2100E) TEMPO RESTRICTED AREA ACT.F) SFCG) FL100",
    "footers": f"{HEAD}\n{QLINE}\nA) LXAA {TIMES}\nD) 0600-2100\nE) TEMPO RESTRICTED AREA ACT.\nF) SFC G) FL100\nCREATED: 28 Feb 2027 11:12:00 \nSOURCE: LXAAYNYX",
    "telegraph header": f"GG EXAAZPZX\n281112 LXAAYNYX\n({HEAD}\n{QLINE}\nA) LXAA {TIMES}\nD) 0600-2100\nE) TEMPO RESTRICTED AREA ACT.\nF) SFC G) FL100)",
    "listing": f"{HEAD}', '{QLINE}', 'A) LXAA {TIMES}', 'D) 0600-2100', 'E) TEMPO RESTRICTED AREA ACT.', 'F) SFC G) FL100']",
    "written line ends": f"{HEAD}\\n{QLINE}\\nA) LXAA {TIMES}\\nD) 0600-2100\\nE) TEMPO RESTRICTED AREA ACT.\\nF) SFC G) FL100",
    "page markup": f"<pre>{HEAD}<br>{QLINE}<br/>A) LXAA {TIMES}<br>D) 0600-2100<br>E) TEMPO RESTRICTED AREA&nbsp;ACT.<br>F) SFC G) FL100</pre>",
}
LAYOUTS["CRLF"] = LAYOUTS["bare"].replace("\n", "\r\n")
LAYOUTS["small letters"] = LAYOUTS["bare"].lower()
LAYOUTS["broken every 60 characters"] = "\n".join(
    LAYOUTS["one line"][at : at + 60] for at in range(0, len(LAYOUTS["one line"]), 60)
)


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_same_notam_is_read_from_every_icao_layout(name: str) -> None:
    """Brackets, spaces, line ends, case, markup and footers change nothing of what is read."""
    notam = parse(LAYOUTS[name])
    assert notam.number == "A0123/27"
    assert (notam.series, notam.serial, notam.year) == ("A", 123, 2027)
    assert (notam.type, notam.reference) == (NotamType.REPLACE, "A0099/27")
    assert (notam.fir, notam.qcode, notam.traffic, notam.purpose, notam.scope) == ("LXAA", "QRTCA", "IV", "BO", "W")
    assert (notam.lower_fl, notam.upper_fl, notam.center, notam.radius_nm) == (0, 100, (-7.5, 45.2), 12.0)
    assert notam.locations == ("LXAA",)
    assert notam.start == datetime(2027, 3, 1, 6, tzinfo=UTC)
    assert notam.end == datetime(2027, 3, 5, 21, tzinfo=UTC)
    assert notam.end_kind is EndKind.ESTIMATED
    assert notam.schedule == "0600-2100"
    assert notam.text.upper().replace("\n", "") == "TEMPO RESTRICTED AREA ACT."
    assert notam.lower == Level(datum=Datum.SFC)
    assert notam.upper == Level(datum=Datum.FL, value=100)
    assert notam.diagnostics == ()


def test_the_iso_dated_layout_is_read() -> None:
    """Dates in ISO form are UTC, and 2038-01-19 03:14 means permanent."""
    notam = parse(
        "LXAA-W0042/27 NOTAM\nQ) LXAA / QRDCA / I  / BO / W / 000/999 / 4512N00730E005\nA) LXAA\n"
        "B) 2027-03-01 06:00 C) 2038-01-19 03:14\nE) DANGER AREA ACT"
    )
    assert (notam.layout, notam.nof, notam.number, notam.type) == (Layout.ISO, "LXAA", "W0042/27", None)
    assert notam.start == datetime(2027, 3, 1, 6, tzinfo=UTC)
    assert (notam.end, notam.end_kind) == (None, EndKind.PERMANENT)


@pytest.mark.parametrize(
    ("words", "end", "kind"),
    [
        ("05 03 2027 21:00 EST", datetime(2027, 3, 5, 21, tzinfo=UTC), EndKind.ESTIMATED),
        ("05 03 2027 21:00", datetime(2027, 3, 5, 21, tzinfo=UTC), EndKind.FIXED),
        ("PERM", None, EndKind.PERMANENT),
        ("UFN", None, EndKind.UNTIL_FURTHER_NOTICE),
    ],
)
def test_the_sofia_layout_is_read(words: str, end: datetime | None, kind: EndKind) -> None:
    """DU and AU are start and end, days first, with item A before item Q."""
    notam = parse(
        f"LXFA-P0042/27\nDU: 01 03 2027 06:00 AU: {words}\nA) LXPG LXPO\n"
        "Q) LXFF / QOBCE / IV / M / A / 000/012 / 4512N00730E005\nD) HJ\nE) GRUE B) NORD\nF)  GND\nG)  1200FT AMSL"
    )
    assert (notam.layout, notam.nof, notam.number) == (Layout.SOFIA, "LXFA", "P0042/27")
    assert notam.start == datetime(2027, 3, 1, 6, tzinfo=UTC)
    assert (notam.end, notam.end_kind) == (end, kind)
    assert notam.locations == ("LXPG", "LXPO")
    assert (notam.schedule, notam.text) == ("HJ", "GRUE B) NORD")
    assert notam.upper == Level(datum=Datum.AMSL, value=1200, unit="FT")


def test_a_notamc_needs_no_end_and_is_never_active() -> None:
    """A cancellation has no item C, which is no fault, and applies at no time."""
    notam = parse(
        "A0124/27 NOTAMC A0123/27\nQ) LXAA/QRTCN/IV/BO/W/000/100/4512N00730W012\nA) LXAA B) 2703020600\nE) CNL"
    )
    assert (notam.type, notam.reference) == (NotamType.CANCEL, "A0123/27")
    assert (notam.end, notam.end_kind, notam.diagnostics) == (None, EndKind.NOT_STATED, ())
    at = datetime(2027, 3, 2, 7, tzinfo=UTC)
    assert notam.active_at(at) is False
    assert notam.periods(at, datetime(2027, 3, 3, tzinfo=UTC)) == ()


def test_part_n_of_m_is_read_from_item_a_and_from_the_text() -> None:
    """PART n OF m is kept as two numbers and is no location."""
    first = parse(
        "A0009/27 NOTAMN\nQ) KXAA/QPICH/I/NBO/A/000/999/4512N00730W005\nA) KXAA PART 1 OF 3 B) 2703010600 C) PERM\nE) NEW"
    )
    second = parse(
        "A0009/27 NOTAMN\nQ) KXAA/QPICH/I/NBO/A/000/999/4512N00730W005\nA) KXAA B) 2703010600 C) PERM\nE) MORE\nEND PART 2 OF 3"
    )
    assert (first.part, first.parts, first.locations) == (1, 3, ("KXAA",))
    assert (second.part, second.parts) == (2, 3)


def test_footers_give_time_and_source_and_are_not_text() -> None:
    """CREATED and SOURCE become a UTC time and an address, and leave the limits before them readable."""
    notam = parse(LAYOUTS["footers"])
    assert (notam.created, notam.source) == (datetime(2027, 2, 28, 11, 12, tzinfo=UTC), "LXAAYNYX")
    assert "CREATED" not in notam.text


def test_with_immediate_effect_and_until_further_notice_are_kept() -> None:
    """WIE is an immediate start without a time, UFN an end without one; neither is a fault."""
    notam = parse("A0009/27 NOTAMN\nQ) KXAA/QXXXX//////\nA) KXAA\nB) WIE\nC) UFN\nE) DATA LINK TRIAL")
    assert (notam.start, notam.immediate) == (None, True)
    assert (notam.end, notam.end_kind) == (None, EndKind.UNTIL_FURTHER_NOTICE)
    assert notam.diagnostics == ()


@pytest.mark.parametrize(
    ("line", "fir", "scope", "limits"),
    [
        ("KXAA/QXXXX////000/600/", "KXAA", "", (0, 600)),
        ("KXAA/QANXX//////", "KXAA", "", (None, None)),
        ("OXAA/QAFXX/E/////000/999/", "OXAA", "E", (0, 999)),
        ("OXAA/QAFXX/E/000/999///", "OXAA", "E", (0, 999)),
        ("OXAA/QAFXX/IV/NBO/E/000/999", "OXAA", "E", (0, 999)),
        ("ZMX/QXXXX/IV/NBO/A/000/999/2750N08231W005", "ZMX", "A", (0, 999)),
        ("ZMX/QWULW/IV/BO/W/000//2750N08231W005", "ZMX", "W", (0, None)),
        ("/QPFXX////180/999/", "", "", (180, 999)),
    ],
)
def test_short_and_empty_qualifier_lines_keep_what_they_print(
    line: str, fir: str, scope: str, limits: tuple[int | None, int | None]
) -> None:
    """A Q line with empty, missing or displaced fields is read for what it has, and B is not lost with it."""
    notam = parse(f"A0009/27 NOTAMN\nQ) {line}\nA) LXAA\nB) 2703010600 C) 2703020600\nE) TEXT")
    assert (notam.center is not None) is ("2750N" in line)
    assert (notam.fir, notam.scope, (notam.lower_fl, notam.upper_fl)) == (fir, scope, limits)
    assert notam.start == datetime(2027, 3, 1, 6, tzinfo=UTC)
    assert notam.diagnostics == ()


@pytest.mark.parametrize("radius", ["999", ""])
def test_no_radius_and_999_mean_no_circle(radius: str) -> None:
    """A radius of 999, like a missing one, draws no circle around the centre."""
    notam = parse(
        f"A0009/27 NOTAMN\nQ) LXAA/QAFXX/IV/NBO/E/000/999/4512N00730W{radius}\nA) LXAA B) 2703010600 C) PERM\nE) TEXT"
    )
    assert (notam.center, notam.radius_nm) == ((-7.5, 45.2), None)
    assert (notam.geometry(), notam.geometry_from) == (None, "none")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("(SNOWTAM 0042\nLXAA\n02170345 09L 5/5/3 NR/NR/50 NR/NR/03 WET/WET/SLUSH)", MessageKind.SNOWTAM),
        ("SWLX0042 LXAA 02170345\n(SNOWTAM 0042\nLXAA\nA) 1 B) 2 C) 3 E) 4)", MessageKind.SNOWTAM),
        ("SWLX0042 LXAA 02170345\nLXAA 02170345 09L 5/5/3", MessageKind.SNOWTAM),
        ("(ASHTAM 0003\nA) LXAA B) 02170345 C) VOLCANO D) 0 E) RED)", MessageKind.ASHTAM),
        ("VALX0003 LXAA 02170345\nA) LXAA FIR B) 02170345", MessageKind.ASHTAM),
        ("BIRDTAM 0042\nA) LXAA B) 2703010600 C) 2703010800 E) INTENSITY 6", MessageKind.BIRDTAM),
    ],
)
def test_other_messages_are_named_and_not_misread(text: str, kind: MessageKind) -> None:
    """SNOWTAM, ASHTAM and BIRDTAM get their name, no times and no limits, and a diagnostic says why."""
    notam = parse(text)
    assert notam.kind is kind
    assert (notam.start, notam.end, notam.lower, notam.schedule) == (None, None, None, "")
    assert [fault.code for fault in notam.diagnostics] == ["not-a-notam"]


def test_checklists_and_triggers_are_told_apart() -> None:
    """QKKKK is a checklist, a condition TT or the words TRIGGER NOTAM a trigger."""
    form = "A0009/27 NOTAMN\nQ) LXAA/{}/IV/BO/A/000/999/4512N00730W005\nA) LXAA B) 2703010600 C) 2703020600\nE) {}"
    assert parse(form.format("QKKKK", "CHECKLIST YEAR=2027 0001")).kind is MessageKind.CHECKLIST
    assert parse(form.format("QARTT", "TRIGGER NOTAM")).kind is MessageKind.TRIGGER
    assert parse(form.format("QARCH", "TRIGGER NOTAM - AIRAC AIP AMDT")).kind is MessageKind.TRIGGER
    assert parse(form.format("QMRLC", "RWY CLSD")).kind is MessageKind.NOTAM


def test_a_text_with_several_notams_is_cut_at_each() -> None:
    """`split` finds NOTAMs of different layouts in one text, and `parse` reads the first without the others' limits."""
    first = f"{HEAD}\n{QLINE}\nA) LXAA {TIMES}\nE) FIRST, SEE NOTAM A0077/27 AND TRIGGER NOTAM A0078/27."
    sofia = "LXFA-P0042/27\nDU: 01 03 2027 06:00 AU: PERM\nA) LXPG\nQ) LXFF / QOBCE / IV / M / A / 000/012 / 4512N00730E005\nE) GRUE"
    domestic = "!ABC 03/012 ABC RWY 09/27 CLSD 2703010600-2703022100"
    bulletin = "\n\n".join((f"BRIEFING\n{LAYOUTS['in brackets']}", first, LAYOUTS["bare"], sofia, domestic))
    pieces = split(bulletin)
    assert [parse(piece).number for piece in pieces] == ["A0123/27", "A0123/27", "A0123/27", "P0042/27", "03/012"]
    assert parse("\n".join(pieces[1:3])).upper is None
    assert split("no such thing here") == []


@pytest.mark.parametrize(
    ("line", "start", "end", "kind", "upper"),
    [
        (
            "SFC-UNL: 21 MAR 17:43 UTC 2027 UNTIL 19 JUN 23:59 UTC 2027. CREATED: 21 MAR 18:08 UTC 2027",
            datetime(2027, 3, 21, 17, 43, tzinfo=UTC),
            datetime(2027, 6, 19, 23, 59, tzinfo=UTC),
            EndKind.FIXED,
            Level(datum=Datum.UNL),
        ),
        (
            "SFC-FL260, 24 FEB 19:30 2027 UNTIL PERM",
            datetime(2027, 2, 24, 19, 30, tzinfo=UTC),
            None,
            EndKind.PERMANENT,
            Level(datum=Datum.FL, value=260),
        ),
    ],
)
def test_a_kicz_notice_in_prose_is_read(
    line: str, start: datetime, end: datetime | None, kind: EndKind, upper: Level
) -> None:
    """A notice without items gives number, office, text, and the levels and times that end it."""
    text = f"KICZ A0077/27 NOTAM...SECURITY...UNITED STATES OF AMERICA ADVISORY FOR\nSOMEWHERE (LXAA)\nUSE CAUTION.\n{line}"
    notam = parse(text)
    assert (notam.layout, notam.nof, notam.number, notam.locations) == (Layout.NOTICE, "KICZ", "A0077/27", ("KICZ",))
    assert (notam.start, notam.end, notam.end_kind) == (start, end, kind)
    assert (notam.lower, notam.upper) == (Level(datum=Datum.SFC), upper)
    assert notam.text.startswith("SECURITY...UNITED STATES")
    assert notam.text.endswith("USE CAUTION.")
    assert notam.diagnostics == ()
    assert [parse(piece).number for piece in split(f"{text}\n\n{text.replace('A0077', 'A0078')}")] == [
        "A0077/27",
        "A0078/27",
    ]


def test_a_notice_until_further_advised_has_no_time_to_end() -> None:
    """Words instead of times are kept: the start is missing, with a diagnostic, the end is until further notice."""
    notam = parse(
        "KICZ A0077/27\nSECURITY..UNITED STATES OF AMERICA PROHIBITION. ALL FLIGHTS ARE PROHIBITED UNTIL FURTHER ADVISED."
    )
    assert (notam.start, notam.end, notam.end_kind) == (None, None, EndKind.UNTIL_FURTHER_NOTICE)
    assert [fault.code for fault in notam.diagnostics] == ["b-missing"]


def test_limits_before_the_text_are_limits_beside_a_schedule_too() -> None:
    """Items F and G printed between D and E belong neither to the schedule nor to the text."""
    notam = parse(f"{HEAD}\n{QLINE}\nA) LXAA\n{TIMES}\nD) 0600-2100\nF) GND\nG) FL150\nE) AREA ACT")
    assert (notam.schedule, notam.text) == ("0600-2100", "AREA ACT")
    assert (notam.lower, notam.upper) == (Level(datum=Datum.SFC), Level(datum=Datum.FL, value=150))


def test_a_height_in_both_units_keeps_the_first() -> None:
    """A limit in metres with feet in brackets is read as printed first, with the datum behind both."""
    notam = parse(f"{HEAD} {QLINE} A) LXAA {TIMES} E) FRNG F) 100M AGL G) 12 200 m (40 000 ft) MSL.")
    assert notam.text == "FRNG"
    assert notam.lower == Level(datum=Datum.AGL, value=100, unit="M")
    assert notam.upper == Level(datum=Datum.AMSL, value=12200, unit="M")
