"""NOTAM text from files: identity, parts, checklists, and what is read of each."""

from __future__ import annotations

import msgspec
import pytest

from advisories.errors import RowError
from advisories.model import Advisory, Datum, EndKind, Level, Link, LinkKind, NotRead, NotStated, Verdict
from advisories.sources.base import PartReading
from advisories.sources.notam_text import NotamText
from tests.sources.made import advisories, fresh, read

SOURCE = NotamText()
QLINE = "Q) LXAA/QRTCA/IV/BO/W/000/100/4512N00730W012"


def notam(
    number: str = "A0012/31", kind: str = "N", *, before: str = "", text: str = "TRA ACT", items: str = ""
) -> str:
    """Return a NOTAM in ICAO form, in brackets."""
    return f"({before}{number} NOTAM{kind}\n{QLINE}\nA) LXAA B) 3103010600 C) 3103032100\n{items}E) {text})"


def reading(*texts: str) -> PartReading:
    """Return what a file of these texts reads as."""
    return read(SOURCE, "text", "\n\n".join(texts))


def found(*texts: str) -> dict[str, Advisory]:
    """Return the advisories of a file of these texts by reference."""
    return dict(advisories(SOURCE, "text", "\n\n".join(texts)))


@pytest.mark.parametrize(
    ("text", "reference", "authority"),
    [
        (notam(before="LXNF-"), "LXNF A0012/31", "LXNF"),
        (notam(), "LXAA A0012/31", "LXAA"),
        (notam().replace("LXAA/Q", "LXXX/Q"), "LXAA A0012/31", "LXAA"),
        (notam().replace("LXAA", "EGTT"), "EGTT A0012/31", "United Kingdom"),
        (
            "!JFK 05/142 JFK RWY 04L/22R CLSD 3105010600-3105012200",
            "JFK 05/142 2031",
            "United States",
        ),
        ("KICZ A0016/31 NOTAM SECURITY..UNITED STATES OF AMERICA PROHIBITS FLIGHT", "KICZ A0016/31", "United States"),
        ("SWLX0123 LXAB 01190630\n(SNOWTAM 0123\nLXAB\n01190630 09L 5/5/5)", "LXAB SNOWTAM 0123", "LXAB"),
    ],
)
def test_a_notam_is_named_by_what_it_prints(text: str, reference: str, authority: str) -> None:
    """The reference is office and number as printed; without an office its FIR or place; US ones carry the year."""
    ((name, advisory),) = found(text).items()
    assert (name, advisory.reference, advisory.authority) == (reference, reference, authority)


def test_a_notam_that_cannot_be_told_from_others_is_a_bad_row() -> None:
    """A text without number, or without office and place, is a bad row; the rest stands."""
    with pytest.raises(RowError, match="a NOTAM number"):
        SOURCE.advisory({"notam": "A) LXAA B) 3103010600 C) 3103032100 E) X"})
    nameless = notam("A0013/31").replace(QLINE, "Q) ").replace("A) LXAA ", "A) ")
    got = reading(notam(), nameless)
    assert (got.verdict, len(got.records), len(got.bad)) == (Verdict.DEGRADED, 1, 1)


def test_a_file_without_a_notam_is_refused() -> None:
    """A file in which no NOTAM begins is no reading at all."""
    assert reading("Dear all,\nnothing today.").verdict is Verdict.FAILED


def test_what_is_read_of_a_notam() -> None:
    """Limits, times, schedule, links and airspace are those of the text; what is unreadable is not read."""
    (one,) = found(notam(kind="R A0011/31", items="D) 0800-1600\n")).values()
    assert (one.firs, one.locations, one.schedule) == (("LXAA",), ("LXAA",), "0800-1600")
    assert one.links == (Link(kind=LinkKind.REPLACES, reference="LXAA A0011/31"),)
    assert (one.lower, one.upper) == (Level(datum=Datum.SFC), Level(datum=Datum.FL, value=100))
    assert one.validity.end_kind is EndKind.FIXED
    (bad,) = found(notam().replace("C) 3103032100", "C) SOON")).values()
    assert isinstance(bad.validity.end, NotRead)


def test_a_cancelling_notam_is_never_in_force() -> None:
    """A NOTAMC names what it cancels, in its link and title, and is not active itself."""
    (one,) = found("(A0013/31 NOTAMC A0012/31\n" + QLINE + "\nA) LXAA B) 3103010600\nE) CNL)").values()
    assert one.active is False
    assert one.links == (Link(kind=LinkKind.CANCELS, reference="LXAA A0012/31"),)
    assert one.title == "LXAA: cancels A0012/31: CNL"
    assert isinstance(one.validity.end, NotStated)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("SWLX0123 LXAB 01190630\n(SNOWTAM 0123\nLXAB)", "LXAB: SNOWTAM, named but not read as a NOTAM"),
        (notam().replace("QRTCA", "QARTT"), "LXAA: trigger NOTAM: TRA ACT"),
        (notam(text="TRIGGER NOTAM - AIP SUP 1").replace("QRTCA", "QARTT"), "LXAA: TRIGGER NOTAM - AIP SUP 1"),
        (notam(text="YEAR=2031 0001").replace("QRTCA", "QKKKK"), "LXAA: checklist: YEAR=2031 0001"),
    ],
)
def test_special_messages_are_shown_as_such(text: str, title: str) -> None:
    """SNOWTAM, trigger NOTAM and checklists say so in their titles."""
    assert [one.title for one in found(text).values()] == [title]


def test_parts_that_are_all_there_are_one() -> None:
    """The parts of a NOTAM in one file are one advisory with all of its text; a part alone is named as a part."""
    one, two = notam(text="PART 1 OF 2 FIRST"), notam(text="PART 2 OF 2 SECOND")
    ((name, whole),) = found(two, one).items()
    assert name == "LXAA A0012/31"
    assert str(whole.text).split() == ["PART", "1", "OF", "2", "FIRST", "PART", "2", "OF", "2", "SECOND"]
    assert list(found(two)) == ["LXAA A0012/31 part 2 of 2"]


def test_a_notam_that_is_repeated_is_one() -> None:
    """The same words in another spacing are the same NOTAM; other words under its number reach the caller."""
    joined = SOURCE.join(fresh({"text": reading(notam(), notam().replace(" B)", "\nB)"), notam(text="OTHER"))}), {})
    assert len(joined) == 2


def checklist(numbers: str, number: str = "A0100/31", before: str = "") -> dict[str, str]:
    """Return the record of a checklist."""
    text = notam(number, "R A0050/31", before=before, text=f"CHECKLIST\nYEAR=2030 0900\nYEAR=2031 {numbers}\n")
    return {"notam": text.replace("QRTCA", "QKKKK")}


def listed(*references: str) -> list[Advisory]:
    """Return advisories of these references."""
    (one,) = found(notam()).values()
    return [msgspec.structs.replace(one, reference=name) for name in references]


@pytest.mark.parametrize(
    ("reference", "ended"),
    [
        ("LXNF A0012/31", False),
        ("LXNF A0013/31", True),
        ("LXNF A0899/30", True),
        ("LXNF A0900/30", False),
        ("LXNF A0899/29", False),
        ("LXNF A0101/31", False),
        ("LXNF B0013/31", False),
        ("LXMM A0013/31", False),
        ("LXNF A0100/31", False),
        ("LXAB SNOWTAM 0123", False),
        ("JFK 05/142 2031", False),
    ],
)
def test_a_checklist_ends_what_it_lists_no_more(reference: str, ended: bool) -> None:
    """Only NOTAM of its office, series and named years, issued before it and not in it, are ended, with the reason."""
    gone = SOURCE.lapsed(checklist("0012", before="LXNF-"), listed(reference))
    assert gone == ({reference: "not in checklist LXNF A0100/31"} if ended else {})


def test_only_a_whole_readable_checklist_ends_anything() -> None:
    """An ordinary NOTAM, a list that cannot be read, and one part of several end nothing; NIL ends all."""
    known = listed("LXAA A0013/31")
    assert SOURCE.lapsed({"notam": notam()}, known) == {}
    assert SOURCE.lapsed({"notam": notam(text="CHECKLIST: SEE WEB").replace("QRTCA", "QKKKK")}, known) == {}
    part = checklist("0012")["notam"].replace("E) ", "E) PART 1 OF 2 ")
    assert SOURCE.lapsed({"notam": part}, known) == {}
    assert SOURCE.lapsed(checklist("NIL"), known) == {"LXAA A0013/31": "not in checklist LXAA A0100/31"}


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_in_any_usual_coding_is_read(coding: str) -> None:
    """UTF-8, UTF-16 by its mark, and Windows-1252 give the same words."""
    (one,) = advisories(SOURCE, "text", notam(text="ZONE RÉGLEMENTÉE").encode(coding)).values()
    assert one.text == "ZONE RÉGLEMENTÉE"
