"""Changes of stance through the real store: what each reading moves, told once, and never as a clearance."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisories.model import Addressees, Validity

from .desk import CARE, DO_NOT, HOUR, START, Desk, paper, source, tells, told, words

CAUTION = paper("L1/26", tells(CARE, "SVZM"))
BAN = paper("L2/26", tells(DO_NOT, "SVZM", upto=260))
EVERYONE = Addressees(certificate_states=("ALL",), registry_states=("ALL",))
AIC, NOTAM = source("larovia_aic"), source("larovia_notam")
NORVASIA = source("norvasia_papers", "Norvasia")


@pytest.fixture
def desk(tmp_path: Path, store_url: str) -> Iterator[Desk]:
    """Return a desk whose source was read once and listed nothing: the baseline."""
    made = Desk(tmp_path, store_url)
    made.read()
    yield made
    made.close()


@pytest.fixture
def pair(tmp_path: Path, store_url: str) -> Iterator[Desk]:
    """Return a desk with two sources of one authority and one of another, each read once."""
    made = Desk(tmp_path, store_url, AIC, NOTAM, NORVASIA)
    for one in made.sources:
        made.read(source=one)
    yield made
    made.close()


def test_a_stance_is_followed_through_its_whole_life(desk: Desk) -> None:
    """Caution, a prohibition beside it, its reissue, its end, the end of all: each move is told once, in both words."""
    first = desk.read(CAUTION)
    assert told(first) == [("tightened", "Larovia", "SVZM", "L1/26")]
    assert words(first[0]) == "stance: no instruction known -> caution, all levels (L1/26)"
    second = desk.read(CAUTION, BAN)
    assert told(second) == [("tightened", "Larovia", "SVZM", "L2/26")]
    assert words(second[0]) == (
        "stance: caution, all levels (L1/26)"
        " -> do not enter, binding, SFC – FL 260 excluded (L2/26); caution, all levels (L1/26)"
    )
    assert desk.read(CAUTION, {**BAN, "number": "L3/26"}) == []
    fourth = desk.read(CAUTION)
    assert told(fourth) == [("eased", "Larovia", "SVZM", "L3/26")]
    assert words(fourth[0]).endswith("-> caution, all levels (L1/26)")
    last = desk.read()
    assert told(last) == [("eased", "Larovia", "SVZM", "L1/26")]
    assert words(last[0]).endswith("-> no instruction known")
    assert [one.note for one in (*fourth, *last)] == ["not a clearance", "not a clearance"]
    assert desk.read() == []


def test_only_the_measures_count(desk: Desk) -> None:
    """Another title, other words, a moved end and another reason are no change of stance."""
    desk.read(CAUTION)
    assert desk.read({**CAUTION, "title": "Another", "text": "In other words.", "end": "2026-12-01"}) == []
    assert desk.read({**CAUTION, "end": "2026-06-01"}) == []
    told_otherwise = tells(CARE, "SVZM", threats=("drones",), sentence="Take care.")
    assert desk.read(paper("L1/26", told_otherwise, text="Take care.")) == []


def test_a_band_that_neither_contains_is_changed(desk: Desk) -> None:
    """A caution at all levels that becomes a prohibition below a level alone is changed, and says to read both."""
    desk.read(CAUTION)
    (move,) = desk.read(BAN)
    assert told([move]) == [("changed", "Larovia", "SVZM", "L2/26")]
    assert move.note == "neither contains the other: read both"


def test_a_milder_paper_in_its_place_is_the_one_that_eases(desk: Desk) -> None:
    """Where a caution comes as a prohibition goes, the new paper is named as what made the difference."""
    desk.read(paper("L2/26", tells(DO_NOT, "SVZM")))
    assert told(desk.read(CAUTION)) == [("eased", "Larovia", "SVZM", "L1/26")]


def test_each_authority_moves_alone(pair: Desk) -> None:
    """What one authority tells never moves the stance of another."""
    assert told(pair.read(CAUTION, source=AIC)) == [("tightened", "Larovia", "SVZM", "L1/26")]
    assert told(pair.read({**BAN, "number": "N1"}, source=NORVASIA)) == [("tightened", "Norvasia", "SVZM", "N1")]
    assert told(pair.read(source=AIC)) == [("eased", "Larovia", "SVZM", "L1/26")]


def test_sources_of_one_authority_are_one_stance(pair: Desk) -> None:
    """A NOTAM that says what the AIC says already moves nothing, and neither does its end."""
    pair.read(CAUTION, source=AIC)
    again = paper("N1/26", tells(CARE, "SVZM"), kind="NOTAM")
    assert pair.read(again, source=NOTAM) == []
    assert pair.read(source=NOTAM) == []


def test_a_notam_that_overrules_an_aic_and_lapses_is_told_both_times(pair: Desk) -> None:
    """A stricter NOTAM tightens; when it is gone the paragraph that it set aside stands again, which eases."""
    pair.read(CAUTION, source=AIC)
    ban = paper("N1/26", tells(DO_NOT, "SVZM"), kind="NOTAM", links=[["overrules", "L1/26"]])
    (first,) = pair.read(ban, source=NOTAM)
    assert told([first]) == [("tightened", "Larovia", "SVZM", "N1/26")]
    assert words(first) == "stance: caution, all levels (L1/26) -> do not enter, binding, all levels (N1/26)"
    assert first.note == "L1/26, which N1/26 names, is set aside"
    (last,) = pair.read(source=NOTAM)
    assert told([last]) == [("eased", "Larovia", "SVZM", "N1/26")]
    assert words(last).endswith("-> caution, all levels (L1/26)")
    assert last.note == "L1/26, which N1/26 names, stands again; not a clearance"


def test_a_milder_notam_that_ends_by_the_clock_lets_the_aic_stand_again(pair: Desk) -> None:
    """When a NOTAM's end passes while it is listed, the stricter paragraph that it set aside is told, once, unasked."""
    pair.read(paper("L1/26", tells(DO_NOT, "SVZM")), source=AIC)
    end = "2026-03-01T12:00:00Z"
    notam = paper("N1/26", tells(CARE, "SVZM"), kind="NOTAM", links=[["overrules", "L1/26"]], end=end)
    assert told(pair.read(notam, source=NOTAM)) == [("eased", "Larovia", "SVZM", "N1/26")]
    pair.at(START.replace(hour=13))
    (move,) = pair.read(notam, source=NOTAM)
    assert told([move]) == [("tightened", "Larovia", "SVZM", "L1/26")]
    assert move.note == "L1/26, which N1/26 names, stands again"
    assert pair.read(notam, source=NOTAM) == []
    assert pair.read(source=NOTAM) == []


def test_a_region_that_a_bulletin_drops_is_told_for_itself(desk: Desk) -> None:
    """A bulletin over several regions tells each of them once, and only the one that it drops when it drops it."""
    desk.read(paper("L1/26", tells(CARE, "SVZM", "TTZP", "TNCF")))
    dropped = desk.read(paper("L1/26", tells(CARE, "SVZM", "TTZP"), text="In two regions."))
    assert told(dropped) == [("eased", "Larovia", "TNCF", "L1/26")]
    assert told(desk.read()) == [
        ("eased", "Larovia", "SVZM", "L1/26"),
        ("eased", "Larovia", "TTZP", "L1/26"),
    ]


def test_a_page_that_breaks_moves_nothing(desk: Desk) -> None:
    """Neither a page that cannot be read nor its return changes a stance."""
    desk.read(CAUTION, BAN)
    assert [desk.fail(), desk.fail(), desk.read(CAUTION, BAN)] == [[], [], []]


def test_the_first_reading_of_a_source_moves_nothing(tmp_path: Path, store_url: str) -> None:
    """What stands on a source's first page is no news, even where another source of its authority was read before."""
    desk = Desk(tmp_path, store_url, AIC, NOTAM)
    assert desk.read(CAUTION, source=AIC) == []
    assert desk.read(BAN, source=NOTAM) == []
    assert told(desk.read(source=NOTAM)) == [("eased", "Larovia", "SVZM", "L2/26")]
    desk.close()


def test_what_begins_by_the_clock_is_told_when_it_is_found_begun(desk: Desk) -> None:
    """A paper and a provision that begin later move the stance when a run finds them begun, once, on an unchanged page."""
    own = Validity(start=START + 8 * HOUR)
    later = paper("L1/26", tells(CARE, "SVZM"), tells(DO_NOT, "SVZM", validity=own), start="2026-03-01T08:00:00Z")
    assert desk.read(later) == []
    desk.at(START + 5 * HOUR)
    assert told(desk.read(later)) == [("tightened", "Larovia", "SVZM", "L1/26")]
    assert desk.read(later) == []
    desk.at(START + 9 * HOUR)
    (move,) = desk.read(later)
    assert words(move).startswith("stance: caution, all levels (L1/26) -> do not enter, binding, all levels (L1/26)")
    assert [desk.read(later), desk.read(later, again=True)] == [[], []]


def test_an_end_that_passes_is_no_event(desk: Desk) -> None:
    """The clock eases nothing: a paper whose end has passed stands while it is listed, and its leaving is told."""
    ended = {**BAN, "end": "2026-03-01T06:30:00Z"}
    desk.read(ended)
    desk.at(START + 9 * HOUR)
    assert [desk.read(ended), desk.read(ended, again=True)] == [[], []]
    assert told(desk.read()) == [("eased", "Larovia", "SVZM", "L2/26")]


def test_a_paper_that_its_publisher_withdraws_tells_nothing(desk: Desk) -> None:
    """A paper that is still listed as withdrawn no longer stands."""
    desk.read({**BAN, "active": True})
    assert told(desk.read({**BAN, "active": False})) == [("eased", "Larovia", "SVZM", "L2/26")]


def test_what_was_not_read_is_never_eased_but_by_going(desk: Desk) -> None:
    """A paper that was not read counts as do not enter: it tightens, stands beside what goes, and eases when it is gone."""
    unread = paper("L9/26", firs=["SVZM"])
    desk.read(CAUTION)
    (first,) = desk.read(CAUTION, unread)
    assert words(first).endswith("-> not read: treat as do not enter (L9/26); caution, all levels (L1/26)")
    assert told([first]) == [("tightened", "Larovia", "SVZM", "L9/26")]
    assert [one.kind.value for one in desk.read(unread)] == ["changed"]
    assert told(desk.read()) == [("eased", "Larovia", "SVZM", "L9/26")]


def test_reading_more_is_never_news(desk: Desk) -> None:
    """A text that is read for the first time, and the same strings read by a better reader, move nothing."""
    desk.read(paper("L1/26", firs=["SVZM"]))
    read = paper("L1/26", tells(CARE, "SVZM"), firs=["SVZM"])
    assert desk.read(read) == []
    better = source(reader=2)
    assert desk.read(read, source=better) == []


def test_a_clause_that_is_understood_after_an_amendment_eases_nothing(desk: Desk) -> None:
    """Where an amended text is read whole that was not before, nobody knows whether it got milder: it is changed."""
    desk.read(paper("L1/26", tells(CARE, "SVZM"), unread=["DO NOT LINGER."]))
    (move,) = desk.read(paper("L1/26", tells(CARE, "SVZM"), text="Take care."))
    assert move.kind.value == "changed"


def test_a_state_that_closes_its_airspace_moves_its_own_status(desk: Desk) -> None:
    """A State's closure is told as its own status, apart from what authorities tell, and its end is no clearance."""
    closed = paper("L5/26", tells(DO_NOT, "SVZM", addressees=EVERYONE), kind="NOTAM")
    part = paper("L6/26", tells(DO_NOT, "SVZM", upto=100, addressees=EVERYONE), kind="NOTAM")
    (first,) = desk.read(part)
    assert words(first) == (
        "its own State: no closure or restriction known -> restricted: do not enter, binding, SFC – FL 100 excluded (L6/26)"
    )
    (second,) = desk.read(closed)
    assert told([second]) == [("tightened", "Larovia", "SVZM", "L5/26")]
    (third,) = desk.read()
    assert words(third) == (
        "its own State: closed: do not enter, binding, all levels (L5/26) -> no closure or restriction known"
    )
    assert (third.kind.value, third.note) == ("eased", "not a clearance")


def test_hazards_and_ordinary_notam_move_no_stance(desk: Desk) -> None:
    """Interference with satellite navigation is no stance, and a NOTAM that was not read is not taken for a warning."""
    crane = paper("L7/26", kind="NOTAM", firs=["SVZM"])
    assert desk.read(paper("L8/26", tells(CARE, "SVZM", threats=("gnss",))), crane) == []


def test_a_country_and_an_area_are_places_too(desk: Desk) -> None:
    """A warning without a FIR moves the country that it names, or else the area that it is listed under."""
    country = paper("L1/26", tells(CARE, countries=("LY",)))
    gulf = paper("L2/26", tells(CARE, area="the coast"), areas=["Gulf of Examples"])
    assert told(desk.read(country, gulf)) == [
        ("tightened", "Larovia", "Gulf of Examples", "L2/26"),
        ("tightened", "Larovia", "LY", "L1/26"),
    ]


def test_what_comes_after_incomplete_readings_says_so(desk: Desk) -> None:
    """A move because of a paper that earlier readings may have missed says that it is read for the first time now."""
    desk.read(CAUTION, {"title": "without a number"})
    (move,) = desk.read(CAUTION, BAN)
    assert move.note == "first read now; earlier readings were incomplete"


def test_moves_are_found_by_place_and_time(desk: Desk) -> None:
    """The store tells the last moves of a place, newest first, as far as they had been read at a time."""
    desk.read(CAUTION)
    desk.read(CAUTION, BAN, paper("L4/26", tells(CARE, "TTZP")))
    desk.read(CAUTION)
    now = desk.store.moment(desk.now)
    assert [one.kind.value for one in desk.store.moves(now, ["SVZM"], each=9)] == ["eased", "tightened", "tightened"]
    assert [one.place for one in desk.store.moves(now, each=1)] == ["TTZP", "SVZM"]
    assert desk.store.moves(now, ["HLLL"], each=9) == ()
    early = desk.store.moment(desk.now, as_of=START + HOUR + HOUR / 2)
    assert [one.kind.value for one in desk.store.moves(early, each=9)] == ["tightened"]
    known = desk.store.moment(desk.now, known_at=START)
    assert desk.store.moves(known, each=9) == ()
