"""Changes of stance as lines: which authority moved where, from what to what; the same move over several places is one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from advisories.digest import inert, lines, marks, moments, paths
from advisories.digest.shapes import Mark, MoveLine, PlaceLink
from advisories.geo.places import Place
from advisories.model import Change, ChangeKind, Instruction
from advisories.shifts import OWN_STATE
from advisories.stance import OwnStatus, wording
from advisories.stance.places import concerned, of_key, spoken

NOTHING = Mark(sign="–", word="nothing known", css="nothing", rank=9)
_MARKS = (
    (f"{OwnStatus.CLOSED}:", marks.CLOSED),
    (f"{OwnStatus.RESTRICTED}:", marks.CLOSED),
    (f"{Instruction.DO_NOT_ENTER}, binding", marks.BINDING),
    (Instruction.DO_NOT_ENTER, marks.AVOID),
    (wording.UNREAD, marks.UNREAD),
    (Instruction.CAUTION, marks.CAUTION),
    (Instruction.INFORMATION, marks.INFORMATION),
)
PLACES_NAMED = 4
NO_CLEARANCE = "Not a clearance."
WORDS_LIMIT = 400


def fold(changes: Iterable[Change]) -> list[list[Change]]:
    """Return changes of stance in their order, those together that say the same of several places."""
    groups: dict[tuple[object, ...], list[Change]] = {}
    for one in changes:
        key = (one.authority, one.kind, one.reference, one.at, one.fields, one.note)
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def made(changes: Iterable[Change], base_url: str, *, told: bool = False) -> tuple[MoveLine, ...]:
    """Return changes of stance as lines, in their order. `told` leaves out what the advisory's own line says beside it."""
    return tuple(line(found, base_url, told=told) for found in fold(changes))


def line(found: Sequence[Change], base_url: str, *, told: bool = False) -> MoveLine:
    """Return one move over one or more places as a line."""
    first = found[0]
    before, after = (first.fields[0].before, first.fields[0].after) if first.fields else ("", "")
    own = bool(first.fields) and first.fields[0].field == OWN_STATE
    links = tuple(link(one, base_url) for one in found)
    return MoveLine(
        words=first.kind.value,
        css="milder" if first.kind is ChangeKind.EASED else "stricter",
        authority=inert.line(first.authority, 40),
        subject=f"{inert.line(first.authority, 40)} on {'its own airspace, ' if own else ''}{_listed([one.name for one in links])}",
        own=own,
        places=links,
        before=inert.line(before, WORDS_LIMIT),
        before_mark=_mark(before),
        after_mark=_mark(after),
        after="" if told and _says(after, first.reference) else inert.line(after, WORDS_LIMIT),
        notes=tuple(_sentence(one) for one in inert.line(first.note).split("; ") if one),
        at=moments.moment(first.at),
        reference=inert.line(first.reference, 80),
        path=paths.advisory(first.authority, first.reference),
    )


def _sentence(note: str) -> str:
    """Return a note as a sentence; the name of an export before a colon stays as it is: "csv: status 500"."""
    named = note.partition(" ")[0].endswith(":")
    return f"{note}." if named else f"{note[:1].upper()}{note[1:]}."


class Moves:
    """Changes of stance by the places that they are kept under."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._by_place: dict[str, list[tuple[int, Change]]] = {}
        for at, one in enumerate(changes):
            self._by_place.setdefault(one.place, []).append((at, one))

    def concerning(self, where: Place) -> list[Change]:
        """Return those that concern a place, in their order."""
        found = {at: one for key in concerned(where) for at, one in self._by_place.get(key, ())}
        return [found[at] for at in sorted(found)]


def sentence(one: MoveLine) -> str:
    """Return a move as a sentence: who moved where and how, what was told before, what is told now."""
    now = f"; now: {one.after}" if one.after else ""
    return f"{one.subject}: {one.words}; before: {one.before}{now}"


def link(change: Change, base_url: str) -> PlaceLink:
    """Return the place of a change of stance with its page."""
    where = of_key(change.place)
    region = where.firs and not where.is_country
    return lines.place(spoken(where), paths.fir(where.firs[0]) if region else paths.area(where.name), base_url)


def _mark(words: str) -> Mark:
    """Return the mark of what an authority told, which begins with the strongest of it."""
    return next((mark for start, mark in _MARKS if words.startswith(start)), NOTHING)


def _listed(names: Sequence[str]) -> str:
    if len(names) > PLACES_NAMED:
        return f"{', '.join(names[:PLACES_NAMED])} and {len(names) - PLACES_NAMED} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _says(after: str, reference: str) -> bool:
    """Return whether all that is told now is told by that one advisory."""
    return all(piece.endswith(f"({reference})") for piece in after.split("; "))
