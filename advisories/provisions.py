"""From an advisory to the same advisory with what it tells whom, read from its own words.

The words come from the source as they were published; what a rule read from them stands in `provisions`, what no rule
understood in `unread`. Where only a title can be read, it gives the instruction and never the levels. Nothing here
enters the hash of a record, so reading better is never news.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from advisories.errors import RowError
from advisories.model import Advisory, Link, LinkKind, NotRead, Provision
from advisories.reading import Reading, read
from advisories.sources.base import Prose, Record, Source

_NUMBERED: Final = re.compile(
    r"(?P<czib>\b(?:CZIB|SIB)[- ]?(?:No\. ?)?(?P<year>[0-9]{4})-(?P<number>[0-9]{1,2}))(?:[- ]?R[0-9]{1,2})?\b"
    r"|(?P<aic>\bAIC\b(?: (?:NR|NO)\.?)?(?: [A-Z]\b)?(?: ?(?P<issue>[0-9]{1,3}/[0-9]{2,4}))?)"
    r"|(?P<aip>\bAIP\b)"
    r"|(?P<notam>\b[A-Z][0-9]{4}/[0-9]{2}\b)",
    re.IGNORECASE,
)
_NOTAM: Final = re.compile(r"[A-Z]{4} [A-Z][0-9]{4}/[0-9]{2}")
_PART: Final = re.compile(r"\b(?:PART|PORTION|RECOMMENDATIONS?|ADVICE|PARAGRAPH|CONCERNING|REGARDING)\b", re.IGNORECASE)
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
    links = tuple(dict.fromkeys((*advisory.links, *superseded(reading.links.supersedes, advisory.reference))))
    return msgspec.structs.replace(advisory, provisions=provisions, unread=_unread(reading, prose), links=links)


def superseded(words: tuple[str, ...], reference: str) -> tuple[Link, ...]:
    """Return what a document says, in words, that it puts itself in the place of.

    A whole document of the same kind is replaced; a recommendation, a paragraph or a part of one is overruled, and stands
    again when the document that overrules it has ended. An AIC or AIP named without a number is the one that applies.
    """
    links: list[Link] = []
    for phrase in words:
        part = _PART.search(phrase) is not None
        for found in _NUMBERED.finditer(phrase):
            other, alike = _named(found, reference)
            if other != reference:
                kind = LinkKind.REPLACES if alike and not part else LinkKind.OVERRULES
                links.append(Link(kind=kind, reference=other))
    return tuple(links)


def _named(found: re.Match[str], reference: str) -> tuple[str, bool]:
    """Return the reference of the document named, and whether it is of the same kind as the one that names it."""
    if found["czib"]:
        name = "SIB" if found["czib"][:3].upper() == "SIB" else "CZIB"
        return f"{name} {found['year']}-{int(found['number']):02d}", reference.startswith(("CZIB ", "SIB "))
    if found["notam"]:
        return f"{reference.partition(' ')[0]} {found['notam'].upper()}", _NOTAM.fullmatch(reference) is not None
    if found["aic"]:
        return f"AIC {found['issue']}" if found["issue"] else "AIC", False
    return "AIP ENR 1.1", False


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
