"""Changes of stance, found by their place."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import ColumnElement, Connection, func, literal, select

from advisories.model import Change
from advisories.store.query import Moment
from advisories.store.recall import chunks
from advisories.store.schema import changes

_CHANGE = msgspec.json.Decoder(Change)


def moves(connection: Connection, moment: Moment, places: Iterable[str] | None, each: int) -> list[Change]:
    """Return the last changes of stance that had been read at a moment, newest first, at most `each` for a place.

    `places` are the keys of those asked for, None for all. Asked for a time in the past, what was read later is left out.
    """
    if places is None:
        found = _last(connection, moment, changes.c.place.is_not(None), each)
    else:
        found = {}
        for some in chunks(dict.fromkeys(places)):
            found |= _last(connection, moment, changes.c.place.in_(some), each)
    return [_CHANGE.decode(found[key]) for key in sorted(found, reverse=True)]


def _last(connection: Connection, moment: Moment, wanted: ColumnElement[bool], each: int) -> dict[int, bytes]:
    number = func.row_number().over(partition_by=changes.c.place, order_by=changes.c.id.desc()).label("number")
    until = literal(min(moment.as_of, moment.known_at), changes.c.at.type)
    counted = select(changes.c.id, changes.c.body, number).where(wanted, changes.c.at <= until).subquery()
    return dict(connection.execute(select(counted.c.id, counted.c.body).where(counted.c.number <= each)).all())
