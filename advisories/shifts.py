"""What a run changes in the stance of authorities: all that they list before it against all that they list after it.

Asked only where a run touched something that tells operators anything, or may: an ordinary run asks the store nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec

from advisories import news
from advisories.changes import difference
from advisories.model import Advisory, Change, FieldChange, NotRead, Value
from advisories.provisions import told
from advisories.ruling import Listed, Memory, Recall
from advisories.sources.base import ROW_FAULTS, Source
from advisories.stance.moving import Held, Move, moves
from advisories.stance.places import keys
from advisories.stance.table import may_tell

STANCE: Final = "stance"
OWN_STATE: Final = "its own State"
"""The names of the one field that a change of stance has."""


class Touched(Value, frozen=True):
    """What a run found otherwise than it was, as today's reader reads it; ids are the store's.

    `revised` holds each before and after, `begun` that of which something began by the clock.
    """

    new: tuple[Advisory, ...] = ()
    revised: Mapping[int, tuple[Advisory, Advisory]] = {}
    relisted: Mapping[int, Advisory] = {}
    unlisted: Mapping[int, Advisory] = {}
    begun: Mapping[int, Advisory] = {}

    @property
    def all(self) -> Iterator[Advisory]:
        """Yield every advisory touched that may tell operators something."""
        pairs = (one for pair in self.revised.values() for one in pair)
        found = (*self.new, *pairs, *self.relisted.values(), *self.unlisted.values(), *self.begun.values())
        return (one for one in found if may_tell(one))


def shifts(
    source: Source, memory: Memory, recall: Recall, touched: Touched, now: datetime, *, note: str = ""
) -> tuple[Change, ...]:
    """Return the changes of stance that a run at `now` (aware UTC) makes, for each authority and place one.

    What another source of the authority lists is judged at the time up to which its beginnings were told, so that each
    source tells what begins in it, and once. `note` is added where a new advisory made the difference.
    """
    concerned = list(touched.all)
    if not concerned:
        return ()
    authorities = sorted({one.authority for one in concerned})
    listed = recall.standing(authorities)
    before, after = _sides(source, memory, recall, listed, touched, now)
    appeared = {one.reference for one in touched.new}
    fresh = appeared.union(one.reference for one in touched.relisted.values())
    found = []
    for authority in authorities:
        places = {key for one in concerned if one.authority == authority for key in keys(one)}
        was, is_now = ([one for one in side if one.advisory.authority == authority] for side in (before, after))
        found += [
            _change(source, move, now, note if move.advisory.reference in appeared else "")
            for move in moves(was, is_now, places, fresh)
        ]
    return tuple(found)


def _sides(
    source: Source,
    memory: Memory,
    recall: Recall,
    listed: Mapping[int, Listed],
    touched: Touched,
    now: datetime,
) -> tuple[list[Held], list[Held]]:
    """Return what the authorities listed before the run and what they list after it."""
    through = memory.effective_through or now
    others = [
        Held(advisory=one.advisory, at=one.through or now) for one in listed.values() if one.source != source.name
    ]
    own = {key: one.advisory for key, one in listed.items() if one.source == source.name}
    before = _reread(source, memory, recall, own)
    after = dict(before)
    for key, (was, now_told) in touched.revised.items():
        if key in before:
            before[key] = now_told if _read_better(was, now_told) else was
        after[key] = now_told
    after |= touched.relisted
    after = {key: one for key, one in after.items() if key not in touched.unlisted}
    return (
        [*others, *_held(before.values(), through)],
        [*others, *_held(after.values(), now), *_held(touched.new, now)],
    )


def _held(advisories: Iterable[Advisory], at: datetime) -> list[Held]:
    return [Held(advisory=one, at=at) for one in advisories if may_tell(one)]


def _reread(source: Source, memory: Memory, recall: Recall, listed: dict[int, Advisory]) -> dict[int, Advisory]:
    """Return a source's own advisories as today's reader reads them: reading better is never news."""
    if memory.reader_version in (None, source.reader_version):
        return listed
    again = dict(listed)
    for key, record in recall.records(listed).items():
        try:
            again[key] = told(source, msgspec.json.decode(record))
        except ROW_FAULTS:
            continue
    return again


def _read_better(was: Advisory, now: Advisory) -> bool:
    """Return whether only our reading differs: the publisher changed nothing, or its text was not read before."""
    return difference(was, now) is None or (isinstance(was.text, NotRead) and not isinstance(now.text, NotRead))


def _change(source: Source, move: Move, now: datetime, note: str) -> Change:
    field = FieldChange(field=OWN_STATE if move.own else STANCE, before=move.before, after=move.after)
    return news.of_advisory(
        source,
        move.kind,
        move.advisory,
        now,
        fields=(field,),
        note="; ".join(filter(None, (move.note, note))),
        place=move.place,
    )
