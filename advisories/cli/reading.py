"""Commands that read: refresh, replay, import."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from advisories import inbox
from advisories.archive import Archive
from advisories.cli.workspace import TIME, Workspace, with_workspace
from advisories.errors import InputError
from advisories.intake import Took
from advisories.model import Response, Verdict
from advisories.refresh import Report, refresh, settle, took_of
from advisories.replay import files, replay
from advisories.sources.base import Source
from advisories.store import Store
from advisories.times import spoken, stamp

SOME_FAILED = 3
ALL_FAILED = 4


@click.command("refresh")
@click.argument("source", nargs=-1)
@with_workspace
def refresh_command(work: Workspace, source: tuple[str, ...]) -> None:
    """Read sources now, whether due or not (all, or those named). Publishes nothing.

    Exit status 0: all read; 3: some failed; 4: all failed.
    """
    with work.open_store(create=True) as store, work.open_archive(store) as archive:
        reports = _refresh(work, store, archive, work.named(source))
    sys.exit(exit_status(reports))


def _refresh(work: Workspace, store: Store, archive: Archive, sources: tuple[Source, ...]) -> tuple[Report, ...]:
    if not sources:
        return ()
    with work.open_fetcher() as fetcher:
        return refresh(store, archive, fetcher, sources, work.clock, seen=_echo)


def _echo(report: Report) -> None:
    click.echo(line_of(report))


def line_of(report: Report) -> str:
    """Return one run in one line for a person."""
    if report.verdict is Verdict.FAILED:
        return f"{spoken(report.at)}  {report.source}: FAILED: {report.reason}"
    counts = (
        "baseline" if report.baseline else f"{report.new} new, {report.revised} revised, {report.unlisted} off the list"
    )
    reason = f" ({report.reason})" if report.reason else ""
    return f"{spoken(report.at)}  {report.source}: {report.verdict.value}, {report.rows} listed, {counts}{reason}"


def exit_status(reports: tuple[Report, ...]) -> int:
    """Return 0 where no source failed, 3 where some did, 4 where all did."""
    failed = sum(report.verdict is Verdict.FAILED for report in reports)
    if not failed:
        return 0
    return ALL_FAILED if failed == len(reports) else SOME_FAILED


@click.command("replay")
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@with_workspace
def replay_command(work: Workspace, file: tuple[Path, ...]) -> None:
    """Run the program on recorded responses (WARC files, or folders of them), with their own dates.

    Nothing is fetched and nothing is delivered. Records older than a source's last run are skipped, so replaying twice
    changes nothing. Exit status 3 where some records could not be used, 4 where none could.
    """
    watched = sys.stderr.isatty()
    with (
        work.open_store(create=True) as store,
        work.open_archive(store) as archive,
        click.progressbar(length=1, label="replay", file=sys.stderr, hidden=not watched) as bar,
    ):

        def seen(done: int, total: int, report: Report | None) -> None:
            bar.length = total
            bar.update(done - bar.pos)
            if report and not watched:
                _echo(report)

        result = replay(store, archive, (*work.sources, *work.by_hand), files(file), seen=seen)
    for bad in result.bad:
        click.echo(f"not used: {bad}", err=True)
    failed = sum(report.verdict is Verdict.FAILED for report in result.reports)
    changes = sum(len(report.changes) for report in result.reports)
    click.echo(
        f"{len(result.reports)} runs, {failed} of them failed, {changes} changes; {result.skipped} records already known, "
        f"{result.foreign} of other addresses, {len(result.bad)} not usable"
    )
    if result.bad:
        sys.exit(SOME_FAILED if result.reports or result.skipped else ALL_FAILED)


@click.command("import")
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--source", "name", help="The source it is a page of; found by its marker where not given.")
@click.option("--at", type=TIME, help="When a page was saved (UTC) [the file's own time]; NOTAM text is read now.")
@with_workspace
def import_command(work: Workspace, file: tuple[Path, ...], name: str | None, at: datetime | None) -> None:
    """Read pages that a person saved, as if they had been fetched, and NOTAM text in any layout.

    For a source whose host refuses this program: save the official page in a browser and import the file. Which page
    it is, is told by its marker. A file of NOTAM text adds to what is known: a NOTAMR replaces, a NOTAMC cancels, a
    checklist ends what it lists no more, and what the file does not hold means nothing.

    Exit status 0: all read; 3: some failed; 4: all failed.
    """
    reports: list[Report] = []
    with work.open_store(create=True) as store, work.open_archive(store) as archive:
        store.register(source.name for source in work.sources)
        for path in file:
            saved = at or datetime.fromtimestamp(path.stat().st_mtime, tz=work.now.tzinfo)
            chosen = work.named((name,) if name else ())
            if _is_notam_text(path, chosen, named=name is not None):
                reports.append(inbox.hand_in(store, archive, path, at or work.clock()))
                _echo(reports[-1])
                continue
            source, response = recognise(path, chosen, saved)
            memory = store.remember(source)
            if memory.last_at is not None and saved <= memory.last_at:
                when, last = stamp(saved), stamp(memory.last_at)
                raise InputError(f"{path}: saved at {when}, but {source.name} was read later, at {last}; see --at")
            took: Took = took_of(source, memory, response)
            reports.append(settle(store, archive, source, (took,), saved, memory))
            _echo(reports[-1])
    sys.exit(exit_status(tuple(reports)))


def _is_notam_text(path: Path, sources: tuple[Source, ...], *, named: bool) -> bool:
    """Return whether a file is NOTAM text: said to be, or no page that we know and holding a NOTAM."""
    if named:
        return sources[0].by_hand
    body = path.read_bytes()
    return not any(part.marker.encode() in body for source in sources for part in source.parts) and inbox.holds_notams(
        body
    )


def recognise(path: Path, sources: tuple[Source, ...], saved: datetime) -> tuple[Source, Response]:
    """Return the source whose marker a saved page carries, and the page as its answer. Raises `InputError`."""
    body = path.read_bytes()
    found = [(source, part) for source in sources for part in source.parts if part.marker.encode() in body]
    if not found and len(sources) == 1:
        marks = " or ".join(repr(part.marker) for part in sources[0].parts)
        raise InputError(
            f"{path}: expected a page of {sources[0].name}, which holds {marks}; found {len(body):,} bytes without"
        )
    if len(found) != 1:
        what = " and ".join(f"{source.name} ({part.name})" for source, part in found) or "none of them, and no NOTAM"
        raise InputError(f"{path}: expected one known page, found {what}; name it with --source")
    source, part = found[0]
    response = Response(part=part.name, url=part.url, status=200, headers=(), body=body, read_at=saved)
    return source, response
