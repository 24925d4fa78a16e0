"""The stance on an airspace, as tables of cases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from advisories.digest.stances import everywhere
from advisories.geo.places import Place, place
from advisories.known import SourceHealth, Standing
from advisories.model import Kind, Link, LinkKind, Provision, State, Validity, Verdict
from advisories.reading.operators import OperatorProfile
from advisories.stance import OwnStatus, Stance, stance

from .made import CARE, DE, DO_NOT, EU, EVERYONE, FL260, NOW, UNL, provision, source, standing

READ = (source("EASA"), source("FAA"))


def of(name: str, *standings: Standing, sources: tuple[SourceHealth, ...] = READ, **more: Any) -> Stance:
    """Return the stance on a place."""
    found = place(name)
    assert found is not None
    return stance(found, standings, sources, NOW, NOW, **more)


def word(found: Stance, authority: str) -> str:
    """Return the headline of one authority."""
    return next(one.word for one in found.authorities if one.authority == authority)


def test_authorities_stand_side_by_side() -> None:
    """Each authority's own instruction stands beside the others', none hides another."""
    found = of(
        "SVZM", standing("FAA", "KICZ A9001/26", provision(DO_NOT)), standing("EASA", "CZIB 2026-91", provision(CARE))
    )
    assert [(one.authority, one.word) for one in found.authorities] == [("EASA", "caution"), ("FAA", "prohibited")]


NONE_KNOWN: list[tuple[str, SourceHealth, str]] = [
    ("read and proven", source("EASA"), "none known"),
    ("never read", source("EASA", verdict=None, good_at=None), "not read"),
    ("failed", source("EASA", verdict=Verdict.FAILED), "not read"),
    ("read in part", source("EASA", verdict=Verdict.DEGRADED), "not read"),
    ("unproven", source("EASA", proof="rebuilt"), "not read"),
    ("read three days ago", source("EASA", good_at=NOW - timedelta(days=3)), "not read"),
]


@pytest.mark.parametrize(("_why", "health", "expected"), NONE_KNOWN, ids=[case[0] for case in NONE_KNOWN])
def test_none_known_needs_a_reading(_why: str, health: SourceHealth, expected: str) -> None:
    """None known is said only of an authority whose sources were read whole and lately, by a proven reader."""
    assert word(of("SVZM", sources=(health,)), "EASA") == expected


def test_none_known_comes_with_coverage() -> None:
    """A stance always says how many authorities are covered and read, how long ago, and which are not."""
    found = of("SVZM", sources=(source("EASA"), source("FAA", verdict=Verdict.FAILED)))
    assert found.coverage == (
        "of 2 authorities covered, 1 read, the oldest at 1 Mar 2026 11:30Z; not read lately or in whole: FAA"
    )


OWN: list[tuple[str, tuple[Provision, ...], OwnStatus]] = [
    ("all of it closed", (provision(DO_NOT, addressees=EVERYONE),), OwnStatus.CLOSED),
    ("closed to FL 260", (provision(DO_NOT, addressees=EVERYONE, upper=FL260),), OwnStatus.RESTRICTED),
    ("a part closed", (provision(DO_NOT, addressees=EVERYONE, partial=True),), OwnStatus.RESTRICTED),
    ("closed but for some", (provision(DO_NOT, addressees=EVERYONE, exceptions=("SAR",)),), OwnStatus.RESTRICTED),
]


@pytest.mark.parametrize(("_why", "told", "expected"), OWN, ids=[case[0] for case in OWN])
def test_the_states_own_word_stands_apart(_why: str, told: tuple[Provision, ...], expected: OwnStatus) -> None:
    """A State's closure of its own airspace is its own column, and closed means whole, at all levels, for everyone."""
    found = of("SVZM", standing("Venezuela", "SVZM A0001/26", *told, kind=Kind.NOTAM))
    assert found.own is expected
    assert "prohibited" not in [one.word for one in found.authorities]


def test_advice_to_everyone_restricts_nothing() -> None:
    """A State that advises everyone about its own airspace closes nothing: its advice stands with what it tells."""
    found = of("SVZM", standing("Venezuela", "SVZM A0003/26", provision(CARE, addressees=EVERYONE), kind=Kind.NOTAM))
    assert (found.own, found.own_entries, word(found, "Venezuela")) == (OwnStatus.NOT_READ, (), "caution")


def test_a_restriction_by_its_own_state_counts_for_the_order() -> None:
    """A place that its own State restricts in part ranks with the prohibitions, and one that it closes above all."""
    closed, part = provision(DO_NOT, addressees=EVERYONE), provision(DO_NOT, addressees=EVERYONE, upper=FL260)
    own = [of("SVZM", standing("Venezuela", "SVZM A0001/26", one, kind=Kind.NOTAM)) for one in (closed, part)]
    banned = of("SVZM", standing("FAA", "KICZ A9001/26", provision(DO_NOT)))
    assert own[0].rank < own[1].rank == banned.rank < of("SVZM").rank


def test_a_listed_area_has_a_stance() -> None:
    """A warning that names neither FIR nor country stands under the area that it is listed with, and nowhere else."""
    told = provision(CARE, firs=(), area="above the Gulf of Examples")
    listed = standing("FAA", "KICZ A9001/26", told, firs=(), areas=("Gulf of Examples",))
    gulf = Place(name="Gulf of Examples", firs=(), country="")
    assert word(stance(gulf, [listed], READ, NOW, NOW), "FAA") == "caution"
    assert word(of("SVZM", listed), "FAA") == "none known"
    assert everywhere([listed]) == [gulf]


def test_the_states_own_status_is_open_only_where_it_is_read() -> None:
    """Open is said only where the State's own NOTAM of that airspace are read; else its status is not read."""
    assert of("SVZM").own is OwnStatus.NOT_READ
    own = (*READ, source("Venezuela"))
    assert of("SVZM", sources=own).own is OwnStatus.NOT_READ
    crane = standing("Venezuela", "SVZM A0002/26", kind=Kind.NOTAM, title="CRANE ERECTED", text="CRANE ERECTED")
    assert of("SVZM", crane, sources=own).own is OwnStatus.OPEN
    assert of("SVZM", crane, sources=(*READ, source("Venezuela", verdict=Verdict.FAILED))).own is OwnStatus.NOT_READ


def test_interference_is_a_hazard() -> None:
    """Advice about satellite navigation alone is in the hazard layer and no stance."""
    found = of("SVZM", standing("FAA", "KICZ A9001/26", provision(CARE, threats=("gnss",))))
    assert (len(found.hazards), word(found, "FAA")) == (1, "none known")


def test_what_was_not_read_counts_as_the_strictest() -> None:
    """A warning whose provisions were not read, or a clause that no rule understood, ranks above advice."""
    assert word(of("SVZM", standing()), "FAA") == "not read"
    partly = standing("FAA", "KICZ A9001/26", provision(CARE), unread=("DO NOT LINGER.",))
    assert word(of("SVZM", partly), "FAA") == "not read"


TIMES: list[tuple[str, int, int, int, int]] = [
    ("in force", -1, 1, 1, 0),
    ("upcoming", 1, 2, 0, 1),
    ("end passed and still listed", -2, -1, 1, 0),
]


@pytest.mark.parametrize(("_why", "start", "end", "now", "later"), TIMES, ids=[case[0] for case in TIMES])
def test_a_provisions_own_validity_counts(_why: str, start: int, end: int, now: int, later: int) -> None:
    """A provision stands by its own times; what has not begun is apart, what ended and is listed still stands."""
    own = Validity(start=NOW + timedelta(days=start), end=NOW + timedelta(days=end))
    found = of("SVZM", standing("FAA", "KICZ A9001/26", provision(CARE, validity=own)))
    assert (sum(len(one.entries) for one in found.authorities), len(found.upcoming)) == (now, later)


WHERE: list[tuple[str, str, dict[str, Any], bool]] = [
    ("a FIR by its code", "SVZM", {}, True),
    ("another FIR", "SKED", {}, False),
    ("a country by its FIR", "Venezuela", {}, True),
    ("a FIR by its country", "SVZM", {"firs": (), "countries": ("VE",)}, True),
    ("a country named within a shared FIR", "Mali", {"firs": ("DRRR",), "countries": ("ML",)}, True),
    ("the other country of a shared FIR", "Niger", {"firs": ("DRRR",), "countries": ("ML",)}, False),
    ("an area whose place only the document names", "SVZM", {"firs": (), "area": "the coast"}, True),
]


@pytest.mark.parametrize(("_why", "name", "fields", "expected"), WHERE, ids=[case[0] for case in WHERE])
def test_where_a_provision_speaks(_why: str, name: str, fields: dict[str, Any], expected: bool) -> None:
    """A provision concerns the FIRs and countries that it names, and of a shared FIR only the countries named."""
    found = of(name, standing("FAA", "KICZ A9001/26", provision(CARE, **fields)))
    assert any(one.entries for one in found.authorities) is expected


def test_unlinked_measures_both_stand_and_conflict() -> None:
    """Two measures of one authority that say different things over shared levels both stand, and that is shown."""
    found = of(
        "SVZM",
        standing("FAA", "KICZ A9001/26", provision(DO_NOT)),
        standing("FAA", "KICZ A9002/26", provision(CARE)),
    )
    (faa,) = (one for one in found.authorities if one.authority == "FAA")
    assert (len(faa.standing), len(faa.conflicts)) == (2, 1)
    apart = of(
        "SVZM",
        standing("FAA", "KICZ A9001/26", provision(DO_NOT, upper=FL260)),
        standing("FAA", "KICZ A9002/26", provision(CARE, lower=FL260, upper=UNL)),
    )
    assert [one.conflicts for one in apart.authorities] == [(), ()]


OVERRULED: list[tuple[str, str, dict[str, Any], bool]] = [
    ("the AIC that applies", "AIC", {}, True),
    ("the AIC by its number", "AIC 08/25", {}, True),
    ("the AIC by a former number", "AIC 03/25", {"aliases": ("AIC 03/25",)}, True),
    ("another AIC", "AIC 99/25", {}, False),
]


@pytest.mark.parametrize(("_why", "named", "fields", "aside"), OVERRULED, ids=[case[0] for case in OVERRULED])
def test_a_notam_overrules_what_it_names(_why: str, named: str, fields: dict[str, Any], aside: bool) -> None:
    """A NOTAM sets aside the AIC paragraph that its words name, and nothing else."""
    link = (Link(kind=LinkKind.OVERRULES, reference=named),)
    care, ban = provision(CARE, addressees=DE), provision(DO_NOT, addressees=DE)
    aic = standing("Germany", "AIC 08/25", care, kind=Kind.AIC, **fields)
    notam = standing("Germany", "EDWW B0294/26", ban, kind=Kind.NOTAM, links=link)
    (of_germany,) = (one for one in of("SVZM", aic, notam).authorities if one.authority == "Germany")
    assert [one.overruled_by for one in of_germany.entries] == (["", "EDWW B0294/26"] if aside else ["", ""])


def test_what_was_overruled_lapses_back() -> None:
    """When the NOTAM has ended, the AIC paragraph that it set aside stands again."""
    link = (Link(kind=LinkKind.OVERRULES, reference="AIC"),)
    ended = Validity(start=NOW - timedelta(days=2), end=NOW - timedelta(days=1))
    aic = standing("Germany", "AIC 08/25", provision(CARE, addressees=DE), kind=Kind.AIC)
    notam = standing(
        "Germany", "EDWW B0294/26", provision(DO_NOT, addressees=DE), kind=Kind.NOTAM, links=link, validity=ended
    )
    assert notam.state is State.END_PASSED
    (of_germany,) = (one for one in of("SVZM", aic, notam).authorities if one.authority == "Germany")
    assert [one.overruled_by for one in of_germany.entries] == ["", ""]


def test_pointers_are_no_measures() -> None:
    """An SFAR and the NOTAM that points to it are one measure."""
    rule = standing("FAA", "SFAR 901", provision(DO_NOT), kind=Kind.SFAR)
    pointer = standing("FAA", "KICZ A9004/25", kind=Kind.POINTER)
    (faa,) = (one for one in of("SVZM", rule, pointer).authorities if one.authority == "FAA")
    assert [one.advisory.reference for one in faa.entries] == ["SFAR 901"]


def test_an_operator_gets_an_answer() -> None:
    """For an operator each entry says applies, does not or depends, and what does not address it makes no headline."""
    found = of(
        "SVZM",
        standing("FAA", "KICZ A9001/26", provision(DO_NOT)),
        standing("EASA", "CZIB 2026-91", provision(CARE, addressees=EU)),
        operator=OperatorProfile(certificate_state="FR", registry_states=("FR",)),
    )
    assert [(one.authority, one.word) for one in found.authorities] == [("EASA", "caution"), ("FAA", "none known")]
    answers = [entry.answer.answer.value for one in found.authorities for entry in one.entries if entry.answer]
    assert answers == ["applies", "does not apply"]


def test_an_unknown_region_is_a_place_too() -> None:
    """A code that our table does not know is looked up as printed."""
    here = Place(name="FIR ZZLR", firs=("ZZLR",), country="")
    found = stance(here, [standing("FAA", "X", provision(CARE, firs=("ZZLR",)))], READ, NOW, NOW)
    assert word(found, "FAA") == "caution"
