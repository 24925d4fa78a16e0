"""From an advisory to the same advisory with what it tells whom, read from its own words.

The words come from the source as they were published; what a rule read from them stands in `provisions`, what no rule
understood in `unread`. Where only a title can be read, it gives the instruction and never the levels. Nothing here
enters the hash of a record, so reading better is never news.
"""

from __future__ import annotations

import msgspec

from advisories.errors import RowError
from advisories.model import Advisory, NotRead, Provision
from advisories.reading import Reading, read
from advisories.sources.base import Prose, Record, Source

TITLE_ONLY = NotRead(why="only the title was read")
NAME_LIMIT = 500
"""Letters of a reference; the index of a database takes no key of any length."""


def told(source: Source, record: Record) -> Advisory:
    """Return the advisory that a record holds, with its provisions. Raises `RowError`."""
    advisory = source.advisory(record)
    names = (advisory.reference, *advisory.aliases, *(link.reference for link in advisory.links))
    if any(len(name) > NAME_LIMIT for name in names):
        raise RowError(source.name, f"references of at most {NAME_LIMIT} letters", max(names, key=len))
    prose = source.prose(record, advisory)
    return advisory if prose is None else with_provisions(advisory, prose)


def with_provisions(advisory: Advisory, prose: Prose) -> Advisory:
    """Return the advisory with what its words tell.

    A title that gives no instruction leaves the provisions not read; a text that gives none has none.
    """
    reading = read(prose.before + prose.words, issuer=prose.issuer, reference=advisory.reference)
    provisions = tuple(_placed(one, prose) for one in reading.provisions)
    if prose.title_only:
        if not provisions:
            return advisory
        return msgspec.structs.replace(advisory, provisions=tuple(map(_of_title, provisions)))
    return msgspec.structs.replace(advisory, provisions=provisions, unread=_unread(reading, prose))


def _placed(one: Provision, prose: Prose) -> Provision:
    """Return the provision with the span counted in the words as published, and only published words quoted."""
    start, end = (edge - len(prose.before) for edge in one.span)
    published = start >= 0
    people = one.addressees
    if prose.before and people.words and people.words not in " ".join(prose.words.split()):
        people = msgspec.structs.replace(people, words="")
    return msgspec.structs.replace(
        one,
        span=(start, end) if published else (0, 0),
        sentence=one.sentence if published else "",
        addressees=people,
    )


def _of_title(one: Provision) -> Provision:
    return msgspec.structs.replace(one, lower=TITLE_ONLY, upper=TITLE_ONLY, span=(0, 0))


def _unread(reading: Reading, prose: Prose) -> tuple[str, ...]:
    return tuple(clause.words or clause.why for clause in reading.unread if clause.span[0] >= len(prose.before))
