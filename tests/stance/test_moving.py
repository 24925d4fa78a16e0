"""How one stance is compared with another, as tables of cases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from advisories.model import (
    NOT_READ,
    Addressees,
    Advisory,
    Datum,
    Kind,
    LegalForm,
    Level,
    Link,
    LinkKind,
    Provision,
    Validity,
)
from advisories.stance.moving import Held, Move, moves
from advisories.stance.places import area, concerned, keys, of_key, spoken

from .made import CARE, DO_NOT, EVERYONE, FL260, NOW, provision, standing

FL320 = Level(datum=Datum.FL, value=320)
CARE_BELOW, BAN_BELOW = provision(CARE, upper=FL260), provision(DO_NOT, upper=FL260)
CARE_ALL, BAN_ALL = provision(CARE), provision(DO_NOT)
CARE_ABOVE = provision(CARE, lower=FL260)
ADVISED = provision(DO_NOT, legal_form=LegalForm.RECOMMENDATION)
UNREAD = ()
Told = tuple[Provision, ...]


def held(*papers: Told, **fields: Any) -> list[Held]:
    """Return advisories by what each tells; one that tells nothing was not read."""
    found = [standing("FAA", f"KICZ A900{number}/26", *told, **fields) for number, told in enumerate(papers, 1)]
    return [Held(advisory=one.advisory, at=NOW) for one in found]


def moved(before: list[Held], after: list[Held], place: str = "SVZM") -> Move | None:
    """Return how the stance on a place moved, or None."""
    found = moves(before, after, (place,), ())
    assert len(found) < 2
    return found[0] if found else None


CASES: list[tuple[str, list[Told], list[Told], str]] = [
    ("the same", [(CARE_ALL,)], [(CARE_ALL,)], ""),
    ("nothing and nothing", [], [], ""),
    ("one more of the same", [(CARE_ALL,)], [(CARE_ALL,), (CARE_ALL,)], ""),
    ("a weaker one beside a stronger", [(BAN_ALL,)], [(BAN_ALL,), (CARE_BELOW,)], ""),
    ("a weaker one goes", [(BAN_ALL,), (CARE_ALL,)], [(BAN_ALL,)], ""),
    ("one paper becomes two", [(BAN_BELOW, CARE_ABOVE)], [(BAN_BELOW,), (CARE_ABOVE,)], ""),
    ("the first", [], [(CARE_ALL,)], "tightened"),
    ("the last goes", [(CARE_ALL,)], [], "eased"),
    ("stronger", [(CARE_ALL,)], [(BAN_ALL,)], "tightened"),
    ("binding after advice", [(ADVISED,)], [(BAN_ALL,)], "tightened"),
    ("weaker", [(BAN_ALL,)], [(CARE_ALL,)], "eased"),
    ("higher", [(CARE_BELOW,)], [(provision(CARE, upper=FL320),)], "tightened"),
    ("lower", [(BAN_ALL,)], [(BAN_BELOW,)], "eased"),
    ("stronger below, the same above", [(CARE_ALL,)], [(BAN_BELOW, CARE_ABOVE)], "tightened"),
    ("weaker above, the same below", [(BAN_ALL,)], [(BAN_BELOW, CARE_ABOVE)], "eased"),
    ("stronger below, nothing above", [(CARE_ALL,)], [(BAN_BELOW,)], "changed"),
    ("with exceptions", [(BAN_ALL,)], [(provision(DO_NOT, exceptions=("to Maiquetia",)),)], "eased"),
    ("in part", [(BAN_ALL,)], [(provision(DO_NOT, partial=True, area="the coast"),)], "eased"),
    (
        "another part",
        [(provision(CARE, partial=True, area="the coast"),)],
        [(provision(CARE, partial=True),)],
        "changed",
    ),
    ("not read beside nothing", [], [UNREAD], "tightened"),
    ("not read beside a caution", [(CARE_ALL,)], [(CARE_ALL,), UNREAD], "tightened"),
    ("not read instead of a caution", [(CARE_ALL,)], [UNREAD], "tightened"),
    ("not read instead of a prohibition", [(BAN_ALL,)], [UNREAD], "changed"),
    ("a caution instead of not read", [UNREAD], [(CARE_ALL,)], "changed"),
    ("not read and still not read", [UNREAD], [UNREAD, UNREAD], ""),
    ("a prohibition beside not read", [UNREAD], [UNREAD, (BAN_ALL,)], "tightened"),
    ("a prohibition goes beside not read", [UNREAD, (BAN_ALL,)], [UNREAD], "changed"),
    ("not read goes", [(CARE_ALL,), UNREAD], [(CARE_ALL,)], "eased"),
    ("levels not read count as all", [(CARE_ALL,)], [(provision(CARE, lower=NOT_READ, upper=NOT_READ),)], ""),
]


@pytest.mark.parametrize(("name", "before", "after", "kind"), CASES, ids=[case[0] for case in CASES])
def test_what_moves(name: str, before: list[Told], after: list[Told], kind: str) -> None:
    """Tightened and eased are said only where one set contains the other, and never eased over what was not read."""
    found = moved(held(*before), held(*after))
    assert (found.kind.value if found else "") == kind, name


def over(*countries: str, **fields: Any) -> Provision:
    """Return a caution over whole countries."""
    return provision(CARE, firs=(), countries=countries, **fields)


def within(*firs: str, **fields: Any) -> Provision:
    """Return a caution over FIRs."""
    return provision(CARE, firs=firs, **fields)


WHERE: list[tuple[str, str, Provision, Provision, str]] = [
    ("a FIR, then its whole country", "UA", within("UKLV"), over("UA"), "tightened"),
    ("a country, then one of its FIRs", "UA", over("UA"), within("UKLV"), "eased"),
    ("a country, then its only FIR", "VE", over("VE"), within("SVZM"), ""),
    ("the same, asked by the FIR", "SVZM", over("VE"), within("SVZM"), ""),
    ("one country of a shared FIR, then all of it", "DRRR", over("ML"), within("DRRR"), "tightened"),
    ("one country of a shared FIR, then another", "DRRR", over("ML"), over("NE"), "changed"),
    ("an area, then the same", "SVZM", within(area="the coast"), within(area="the coast"), ""),
    ("an area, then another", "SVZM", within(area="the coast"), within(area="the sea"), "changed"),
]


@pytest.mark.parametrize(("name", "place", "one", "two", "kind"), WHERE, ids=[case[0] for case in WHERE])
def test_where_it_moves(name: str, place: str, one: Provision, two: Provision, kind: str) -> None:
    """Provisions are compared as they bear on the place: region by region, of a shared one only the countries named."""
    found = moved(held((one,)), held((two,)), place)
    assert (found.kind.value if found else "") == kind, name


def test_words_name_the_strictest_first_and_leave_nothing_out_silently() -> None:
    """What is told is said strictest first with all references, and what is too much is counted."""
    bands = [provision(CARE, lower=Level(datum=Datum.FL, value=100 * at)) for at in range(6)]
    found = moved([], held((CARE_ALL,), (BAN_BELOW,), (CARE_ALL,)))
    assert found
    assert found.after == (
        "do not enter, binding, SFC – FL 260 (KICZ A9002/26); caution, all levels (KICZ A9001/26, KICZ A9003/26)"
    )
    many = moved([], held(tuple(bands)))
    assert many
    assert many.after.endswith("; and 2 more")


def test_what_the_words_do_not_show_is_pointed_out() -> None:
    """Where both sides read alike, the move says in what they differ."""
    found = moved(held((CARE_ALL,)), held((provision(CARE, addressees=Addressees(certificate_states=("DE",))),)))
    assert found
    assert found.before == found.after
    assert found.note == (
        "neither contains the other: read both; they differ in whom they address, in exceptions or in the exact area"
    )


def test_details_stand_in_the_words() -> None:
    """Part, exceptions, phases and times of day are said."""
    fields: dict[str, Any] = {
        "partial": True,
        "exceptions": ("SAR",),
        "phases": ("landing",),
        "schedule": "DAILY 0600-0800",
    }
    found = moved([], held((provision(CARE, **fields),)))
    assert found
    assert found.after == "caution, all levels, in part, with exceptions, landing, at times (KICZ A9001/26)"


def test_a_states_own_status_moves_apart() -> None:
    """What binds everyone moves the State's own status; what is advised to everyone stays with what is told."""
    closed, advice = provision(DO_NOT, addressees=EVERYONE), provision(CARE, addressees=EVERYONE)
    found = moves([], held((closed, advice)), ("SVZM",), ())
    assert [(one.own, one.after) for one in found] == [
        (True, "closed: do not enter, binding, all levels (KICZ A9001/26)"),
        (False, "caution, all levels (KICZ A9001/26)"),
    ]


def test_what_is_set_aside_does_not_count() -> None:
    """A measure that another names moves nothing when it goes."""
    link = (Link(kind=LinkKind.REPLACES, reference="KICZ A9001/26"),)
    old, new = standing("FAA", "KICZ A9001/26", BAN_ALL), standing("FAA", "KICZ A9002/26", CARE_ALL, links=link)
    both = [Held(advisory=one.advisory, at=NOW) for one in (old, new)]
    assert moved(both, both[1:]) is None


TIMES = [
    ("not begun", Validity(start=NOW + timedelta(hours=1)), ""),
    ("begun", Validity(start=NOW - timedelta(hours=1)), "tightened"),
    ("its end has passed", Validity(start=NOW - timedelta(hours=2), end=NOW - timedelta(hours=1)), "tightened"),
]


@pytest.mark.parametrize(("name", "own", "kind"), TIMES, ids=[case[0] for case in TIMES])
def test_what_has_not_begun_does_not_count(name: str, own: Validity, kind: str) -> None:
    """A provision counts from its own beginning on, and an end that has passed ends nothing that is listed."""
    found = moved([], held((provision(CARE, validity=own),)))
    assert (found.kind.value if found else "") == kind, name


def paper(**fields: Any) -> Advisory:
    """Return an advisory of which nothing was read."""
    return standing("FAA", "KICZ A9001/26", **fields).advisory


KEYS: list[tuple[str, Advisory, tuple[str, ...]]] = [
    ("FIRs before countries", standing("FAA", "X", within("HLLL", countries=("LY",)), firs=()).advisory, ("HLLL",)),
    ("a country", standing("FAA", "X", over("LY"), firs=()).advisory, ("LY",)),
    ("where it is listed", standing("FAA", "X", within(area="the coast"), firs=("OSTT",)).advisory, ("OSTT",)),
    ("not read", paper(firs=("OSTT",)), ("OSTT",)),
    ("a listed country", paper(firs=(), areas=("Syria",)), ("SY",)),
    ("a listed area", paper(firs=(), areas=("Gulf of Examples",)), ("Gulf of Examples",)),
    ("a NOTAM is filed under its own State", paper(kind=Kind.NOTAM, firs=("EGTT",)), ()),
]


@pytest.mark.parametrize(("name", "advisory", "expected"), KEYS, ids=[case[0] for case in KEYS])
def test_places_of_an_advisory(name: str, advisory: Advisory, expected: tuple[str, ...]) -> None:
    """An advisory speaks about its provisions' FIRs, else countries, else where it is listed."""
    assert keys(advisory) == expected, name


NAMED: list[tuple[str, str, tuple[str, ...]]] = [
    ("SVZM", "Maiquetia FIR/UIR (SVZM)", ("SVZM", "VE")),
    ("LY", "Libya", ("LY", "HLLL")),
    ("ZZLR", "FIR ZZLR", ("ZZLR", "FIR ZZLR")),
    ("Central America", "Central America", ("Central America",)),
]


@pytest.mark.parametrize(("key", "words", "others"), NAMED, ids=[case[0] for case in NAMED])
def test_places_by_their_keys(key: str, words: str, others: tuple[str, ...]) -> None:
    """A key names a FIR, a country or an area, never one for another, and what shares airspace with it is found."""
    assert (spoken(of_key(key)), concerned(of_key(key))) == (words, others)


def test_an_area_is_what_advisories_are_listed_under() -> None:
    """An area has the FIRs of the advisories listed under it, but not those that a NOTAM is filed under."""
    listed = [paper(areas=("Gulf of Examples",), firs=("OBBB",)), paper(areas=("Gulf of Examples",), kind=Kind.NOTAM)]
    found = area("gulf of examples", listed)
    assert found
    assert (found.name, found.firs) == ("Gulf of Examples", ("OBBB",))
    assert area("nowhere", listed) is None
