"""What a view rests on: which sources were read, which were not, since when, and what that allows to be said."""

from __future__ import annotations

from datetime import datetime, timedelta

from advisories.digest import inert, moments, paths
from advisories.digest.shapes import Coverage, PartLine, SourceLine
from advisories.known import Knowledge, PartHealth, SourceHealth
from advisories.model import Verdict

STALE_CADENCES = 3
"""A source whose last good reading is older than this many of its cadences is not read lately."""

_WORDS = {
    Verdict.OK: "read",
    Verdict.DEGRADED: "read in part",
    Verdict.SUSPECT: "suspect",
    Verdict.FAILED: "failed",
    None: "never read",
}
_PLAIN = {
    Verdict.DEGRADED: "some of it could not be read; the rest counts",
    Verdict.SUSPECT: "what is missing from it is not believed until later readings agree",
    Verdict.FAILED: "it could not be read; the last good state stands",
    None: "nothing is known from it",
}
_READ_SOMEHOW = ("read", "read in part", "suspect")
_WORST = ("never read", "blocked", "failed", "not read lately", "suspect", "read in part", "silent", "read")
_SILENT = "it is read, but has not changed for longer than its publisher was ever expected to be silent"
_SHOWS = {
    "bytes": "the official text, and a copy of the page as received",
    "text": "the official text, with acknowledgement",
    "link": "no official text: a link to the publisher's page",
}


def part(health: PartHealth) -> PartLine:
    """Return one part of a source as a template shows it."""
    return PartLine(
        part=inert.line(health.part, 60),
        word=_WORDS[health.verdict],
        reason=inert.line(health.reason),
        read_at=moments.maybe(health.read_at),
        good=moments.maybe(health.good_at),
        home=inert.address(health.url),
    )


def _stale(health: SourceHealth, at: datetime) -> bool:
    if health.good_at is None:
        return True
    return at - health.good_at > timedelta(minutes=STALE_CADENCES * health.cadence_minutes)


def _never_read_parts(health: SourceHealth) -> str:
    never = [inert.line(one.part, 40) for one in health.parts if one.good_at is None and one.verdict is not Verdict.OK]
    if not never or len(never) == len(health.parts):
        return ""
    return f"never read: {', '.join(never)}"


def _reason(health: SourceHealth, word: str) -> str:
    said = [inert.line(health.reason) or _PLAIN.get(health.verdict, "")]
    if word == "not read lately":
        said = ["its last good reading is older than three of its intervals", inert.line(health.reason)]
    elif word == "silent":
        said = [_SILENT]
    elif health.verdict in (Verdict.SUSPECT, Verdict.FAILED) and health.reason:
        said.append(_PLAIN[health.verdict])
    said.append(_never_read_parts(health))
    return "; ".join(one for one in said if one)


def source(health: SourceHealth, at: datetime) -> SourceLine:
    """Return how one source stands at `at` (aware UTC), in plain words."""
    word = "blocked" if health.blocked and health.verdict is Verdict.FAILED else _WORDS[health.verdict]
    if word in _READ_SOMEHOW and _stale(health, at):
        word = "not read lately"
    elif word == "read" and health.silent:
        word = "silent"
    since = {"not read lately": health.good_at, "silent": health.changed_at}.get(word, health.since)
    return SourceLine(
        source=inert.line(health.source, 60),
        title=inert.line(health.title, 100),
        authority=inert.line(health.authority, 40),
        home=inert.address(health.home),
        read=word == "read",
        known=health.good_at is not None,
        word=word,
        reason="" if word == "read" else _reason(health, word),
        since=moments.maybe(since),
        lasting="" if since is None else moments.lasting(at - since),
        good=moments.maybe(health.good_at),
        run=moments.maybe(health.run_at),
        updated=moments.maybe(health.updated),
        unproven=health.proof != "wire" and not health.accepted,
        listed=health.listed,
        parts=tuple(part(one) for one in health.parts),
        bad_rows=tuple(inert.line(one) for one in health.bad_rows[:50]),
        acknowledgement=inert.line(health.acknowledgement, 400),
        terms=inert.line(health.terms, 400),
        shows=_SHOWS.get(health.republish, _SHOWS["link"]),
        anchor=paths.anchor(health.source),
    )


def _oldest(lines: tuple[SourceLine, ...]) -> datetime | None:
    return min((line.good.when for line in lines if line.good), default=None)


def _words(lines: tuple[SourceLine, ...], oldest: datetime | None, at: datetime) -> str:
    if not lines:
        return "no source is configured: nothing was read"
    counts = [f"{sum(line.read for line in lines)} of {len(lines)} sources read"]
    for word in _WORST[:-1]:
        number = sum(line.word == word for line in lines)
        if number:
            counts.append(f"{number} {word}")
    if oldest is not None:
        clock = moments.moment(oldest)
        counts.append(f"oldest at {clock.short[-6:] if oldest.date() == at.date() else clock.short}")
    return ", ".join(counts)


def view(knowledge: Knowledge) -> Coverage:
    """Return what a view rests on at `knowledge.known_at`; what a person brought is shown, and no reading is owed."""
    lines = tuple(source(health, knowledge.known_at) for health in knowledge.sources if not health.by_hand)
    brought = (one for one in knowledge.sources if one.by_hand and one.run_at is not None)
    gaps = sorted(
        (line for line in lines if not line.read or line.unproven), key=lambda one: (_WORST.index(one.word), one.title)
    )
    oldest = _oldest(lines)
    return Coverage(
        words=_words(lines, oldest, knowledge.known_at),
        read=sum(line.read for line in lines),
        total=len(lines),
        oldest=moments.maybe(oldest),
        complete=bool(lines) and not gaps,
        gaps=tuple(gaps),
        sources=(*lines, *(source(one, knowledge.known_at) for one in brought)),
    )
