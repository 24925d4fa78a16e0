"""How the stance of one authority on a place moved: what it told before against what it tells after.

What counts is what stands: provisions in force, those whose end has passed while they are still listed, and what was
not read. Hazards are no stance, and what another measure sets aside does not stand. A reissue under another number, new
words for the same and a moved end leave the measures as they were: that is no move.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from advisories.changes import contains
from advisories.geo import firs
from advisories.geo.places import Place
from advisories.known import Standing
from advisories.model import Advisory, ChangeKind, Instruction, Provision, Value
from advisories.stance import wording
from advisories.stance.places import of_key
from advisories.stance.shapes import Entry
from advisories.stance.table import STANDING, entries, is_hazard, is_own, own_status
from advisories.stance.weighing import overruled
from advisories.standing import state_at

NOTHING_TOLD: Final = "no instruction known"
NOT_CLOSED: Final = "no closure or restriction known"
NO_CLEARANCE: Final = "not a clearance"
NEITHER: Final = "neither contains the other: read both"
ALIKE: Final = "they differ in whom they address, in exceptions or in the exact area"
PIECES = 4


class Held(Value, frozen=True):
    """One advisory that is listed, and the time (aware UTC) at which its validity is judged."""

    advisory: Advisory
    at: datetime


class Move(Value, frozen=True):
    """One move: tightened, eased, or changed where neither set of provisions contains the other.

    `place` is the key of the place, `own` says that a State's status of its own airspace moved. `advisory` made the
    difference: the strictest new one, or the one that went. `before` and `after` are in words for a person.
    """

    kind: ChangeKind
    place: str
    own: bool
    advisory: Advisory
    before: str
    after: str
    note: str = ""


class _Side:
    """What stands on one side of the comparison, and what of it can be compared."""

    def __init__(self, where: Place, found: Iterable[Entry]) -> None:
        self.all = tuple(found)
        self.standing = tuple(sorted((one for one in self.all if not one.overruled_by), key=_order))
        self.unread = any(one.provision is None for one in self.standing)
        self.told = [each for one in self.standing for each in _projected(one, where)]

    def beyond(self, other: _Side, where: Place) -> list[Entry]:
        """Return what stands here and is not contained in what stands on the other side; unread things are alike."""
        return [
            one
            for one in self.standing
            if (not other.unread if one.provision is None else not contains(other.told, _projected(one, where)))
        ]


def moves(
    before: Sequence[Held], after: Sequence[Held], places: Iterable[str], fresh: Collection[str]
) -> tuple[Move, ...]:
    """Return how the stance of one authority moved at each of these places, by key, its own airspace first.

    `before` and `after` are all its advisories that were and are listed, `fresh` the references of those that a run found
    new. What was not read counts as do not enter: where it stands after, nothing is eased, and a
    thing of which only our reading got better is not eased either.
    """
    listed = {one.advisory.reference for one in after}
    found = []
    for key in sorted(places):
        where = of_key(key)
        was, now = _counted(before, where), _counted(after, where)
        for own in (True, False):
            sides = [_Side(where, overruled(one for one in side if is_own(one) is own)) for side in (was, now)]
            made = _move(key, where, sides[0], sides[1], listed, fresh, own=own)
            if made is not None:
                found.append(made)
    return tuple(found)


def _counted(held: Iterable[Held], where: Place) -> list[Entry]:
    found = (each for one in held for each in entries(_listed(one), where, one.at))
    return [one for one in found if one.state in STANDING and not is_hazard(one)]


def _listed(one: Held) -> Standing:
    return Standing(
        advisory=one.advisory,
        revision_id=0,
        since=one.at,
        first_seen=one.at,
        last_seen=one.at,
        listed=True,
        state=state_at(one.advisory, one.at, listed=True),
    )


def _order(entry: Entry) -> tuple[int, str]:
    return entry.rank, entry.advisory.reference


def _projected(entry: Entry, where: Place) -> tuple[Provision, ...]:
    """Return a provision as it bears on a place, region by region; what has neither region nor country stays as it is."""
    one = entry.provision
    if one is None:
        return ()
    if not where.firs or not (one.firs or one.countries):
        return (one,)
    if where.is_country:
        codes = [code for code in where.firs if not one.firs or code in one.firs]
        return tuple(replace(one, firs=(code,), countries=()) for code in codes)
    code = where.firs[0]
    over = firs.by_code(code)
    if one.firs or over is None or set(over.countries) <= set(one.countries):
        return (replace(one, firs=(code,), countries=()),)
    return (replace(one, firs=(code,), countries=(), partial=True, area=one.area or f"over {' '.join(one.countries)}"),)


def _move(
    key: str, where: Place, was: _Side, now: _Side, listed: Collection[str], fresh: Collection[str], *, own: bool
) -> Move | None:
    added, gone = now.beyond(was, where), was.beyond(now, where)
    if not added and not gone:
        return None
    kind = _kind(added, gone, listed, unread=now.unread)
    milder = [one for one in now.standing if one.advisory.reference in fresh]
    before, after = _words(was, own=own), _words(now, own=own)
    notes = [f"{one} stands again" for one in _set_aside(was, now)]
    notes += [f"{one} is set aside" for one in _set_aside(now, was)]
    if kind is ChangeKind.CHANGED:
        notes.append(NEITHER)
    if {_piece(one) for one in was.standing} == {_piece(one) for one in now.standing}:
        notes.append(ALIKE)
    if kind is ChangeKind.EASED:
        notes.append(NO_CLEARANCE)
    return Move(
        kind=kind,
        place=key,
        own=own,
        advisory=min(added or milder or gone, key=_order).advisory,
        before=before,
        after=after,
        note="; ".join(notes),
    )


def _kind(added: Sequence[Entry], gone: Sequence[Entry], listed: Collection[str], *, unread: bool) -> ChangeKind:
    """Return the kind of move. `unread` says that something that stands after was not read: it counts as do not enter."""
    if added:
        milder = all(one.provision and one.provision.instruction is not Instruction.DO_NOT_ENTER for one in gone)
        return ChangeKind.TIGHTENED if not gone or (unread and milder) else ChangeKind.CHANGED
    only_read = any(one.provision is None and one.advisory.reference in listed for one in gone)
    return ChangeKind.CHANGED if unread or only_read else ChangeKind.EASED


def _set_aside(here: _Side, there: _Side) -> list[str]:
    """Return what is set aside here and stands there, with who sets it aside, in words."""
    standing = {one.advisory.reference for one in there.standing}
    found = {
        one.advisory.reference: f"{one.advisory.reference}, which {one.overruled_by} names,"
        for one in here.all
        if one.overruled_by and one.advisory.reference in standing
    }
    return list(found.values())


def _words(side: _Side, *, own: bool) -> str:
    """Return what stands in plain words, strictest first, each with its references."""
    if not side.standing:
        return NOT_CLOSED if own else NOTHING_TOLD
    pieces: dict[str, list[str]] = {}
    for one in side.standing:
        named = pieces.setdefault(_piece(one), [])
        if one.advisory.reference not in named:
            named.append(one.advisory.reference)
    said = [f"{words} ({', '.join(named)})" for words, named in pieces.items()]
    more = f"; and {len(said) - PIECES} more" if len(said) > PIECES else ""
    status = f"{own_status(side.standing, read=False).value}: " if own else ""
    return f"{status}{'; '.join(said[:PIECES])}{more}"


def _piece(entry: Entry) -> str:
    one = entry.provision
    if one is None:
        return wording.UNREAD
    said = [wording.instruction(one), wording.band(one.lower, one.upper)]
    said += ["in part"] if one.partial else []
    said += ["with exceptions"] if one.exceptions else []
    said += [" and ".join(one.phases)] if one.phases else []
    said += ["at times"] if one.schedule else []
    return ", ".join(said)
