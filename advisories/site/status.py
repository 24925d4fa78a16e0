"""`status.json`: for machines that watch whether this site is fed.

An object; keys are never removed while `format` is 1, only added. Times are ISO 8601 in UTC, empty where there is none.

`format`             1
`version`            the program that made the site
`generated`          when the site was made; a watcher should raise the alarm once it is older than it likes
`known_at`           the time up to which the readings count
`edition`            the number of the edition that the front page shows, 0 for what came after the last one
`coverage`           what the site rests on, in words
`complete`           whether every source was read lately, whole, and is proven
`warnings_in_force`  and `notams_listed`: how many
`sources`            one object for each source:
    `source` `title` `authority`   its name, its title, whose it is
    `state`                        read, blocked, failed, suspect, read in part, never read, not read lately, silent
    `reason`                       why, in words; empty where it is read
    `proven`                       whether it can support a "none known"
    `since`                        since when it stands so
    `last_good` `last_attempt`     the last reading whose news counted, and the last of all
    `next_attempt`                 when it is due again, as of the making of the site
    `cadence_minutes` `failures`   how often it is read, and how many runs in a row failed
    `last_change` `overdue`        the last reading that found a change, and when the next one is overdue
    `listed` `bad_rows`            how many advisories it lists, how many rows could not be read
    `parts`                        one object for each part: `part` `state` `reason` `last_good` `last_attempt`
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from advisories import __version__
from advisories.digest.shapes import DigestView, Moment, PartLine, SourceLine
from advisories.known import Knowledge, SourceHealth
from advisories.model import Value
from advisories.times import stamp

FORMAT: Final = 1


class PartStatus(Value, frozen=True):
    """How one part of a source stands."""

    part: str
    state: str
    reason: str
    last_good: str
    last_attempt: str


class SourceStatus(Value, frozen=True):
    """How one source stands; times are ISO 8601 in UTC, empty where there is none."""

    source: str
    title: str
    authority: str
    state: str
    reason: str
    proven: bool
    since: str
    last_good: str
    last_attempt: str
    next_attempt: str
    cadence_minutes: int
    failures: int
    last_change: str
    overdue: str
    listed: int
    bad_rows: int
    parts: tuple[PartStatus, ...]


class Status(Value, frozen=True):
    """When the site was made from what; times are ISO 8601 in UTC."""

    format: int
    version: str
    generated: str
    known_at: str
    edition: int
    coverage: str
    complete: bool
    warnings_in_force: int
    notams_listed: int
    sources: tuple[SourceStatus, ...]


def _iso(moment: Moment | None) -> str:
    return moment.iso if moment else ""


def _stamp(at: datetime | None) -> str:
    return stamp(at) if at else ""


def _part(line: PartLine) -> PartStatus:
    return PartStatus(
        part=line.part,
        state=line.word,
        reason=line.reason,
        last_good=_iso(line.good),
        last_attempt=_iso(line.read_at),
    )


def _source(line: SourceLine, health: SourceHealth) -> SourceStatus:
    return SourceStatus(
        source=line.source,
        title=line.title,
        authority=line.authority,
        state=line.word,
        reason=line.reason,
        proven=not line.unproven,
        since=_iso(line.since),
        last_good=_iso(line.good),
        last_attempt=_iso(line.run),
        next_attempt=_stamp(health.next_at),
        cadence_minutes=health.cadence_minutes,
        failures=health.failures,
        last_change=_stamp(health.changed_at),
        overdue=_stamp(health.overdue_at),
        listed=line.listed,
        bad_rows=len(health.bad_rows),
        parts=tuple(_part(part) for part in line.parts),
    )


def status(digest: DigestView, knowledge: Knowledge) -> Status:
    """Return the state of the site and of the sources that it was made from."""
    health = {one.source: one for one in knowledge.sources}
    known = ((line, health[line.source]) for line in digest.coverage.sources)
    return Status(
        format=FORMAT,
        version=__version__,
        generated=digest.as_of.iso,
        known_at=digest.known_at.iso,
        edition=digest.edition,
        coverage=digest.coverage.words,
        complete=digest.coverage.complete,
        warnings_in_force=digest.tally.warnings,
        notams_listed=digest.tally.notams,
        sources=tuple(_source(line, found) for line, found in known),
    )
