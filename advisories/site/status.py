"""`status.json`: for machines that watch whether this site is fed."""

from __future__ import annotations

from advisories.digest.shapes import DigestView, Moment, SourceLine
from advisories.model import Value


class SourceStatus(Value, frozen=True):
    """How one source stands; times are ISO 8601 in UTC, empty where there is none."""

    source: str
    title: str
    authority: str
    state: str
    proven: bool
    since: str
    last_good: str
    last_attempt: str
    listed: int
    reason: str


class Status(Value, frozen=True):
    """When the site was made from what; times are ISO 8601 in UTC."""

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


def _source(line: SourceLine) -> SourceStatus:
    return SourceStatus(
        source=line.source,
        title=line.title,
        authority=line.authority,
        state=line.word,
        proven=not line.unproven,
        since=_iso(line.since),
        last_good=_iso(line.good),
        last_attempt=_iso(line.run),
        listed=line.listed,
        reason=line.reason,
    )


def status(digest: DigestView) -> Status:
    """Return the state of the site and its sources."""
    return Status(
        generated=digest.as_of.iso,
        known_at=digest.known_at.iso,
        edition=digest.edition,
        coverage=digest.coverage.words,
        complete=digest.coverage.complete,
        warnings_in_force=digest.tally.warnings,
        notams_listed=digest.tally.notams,
        sources=tuple(_source(line) for line in digest.coverage.sources),
    )
