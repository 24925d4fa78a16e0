"""Commands that set up and check: init, doctor, schema."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from advisories import model
from advisories.cli.workspace import SETTINGS_FILE, Workspace, print_json, with_workspace
from advisories.config import example
from advisories.errors import AdvisoriesError, InputError

LEAST_FREE = 500_000_000
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)


@click.command()
@click.option("--force", is_flag=True, help="Replace a settings file that is there.")
@with_workspace
def init(work: Workspace, *, force: bool) -> None:
    """Write a settings file that explains every setting."""
    path = work.config or Path(SETTINGS_FILE)
    if path.exists() and not force:
        raise InputError(f"{path} is there already; --force replaces it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example(), "utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from None
    click.echo(f"wrote {path}; next: put your contact address in it, then `advisories once`")


@click.command()
@with_workspace
def schema(work: Workspace) -> None:
    """Print the JSON Schema of everything this program hands out."""
    del work
    print_json(model.schema())


@click.command()
@click.option("--online", is_flag=True, help="Also ask every source's host (robots.txt and one page each).")
@with_workspace
def doctor(work: Workspace, *, online: bool) -> None:
    """Check settings, store, archive, site, disk and clock, and say what to mend. Exit status 1 if anything is wrong."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("settings", lambda: _settings(work)),
        ("clock", lambda: _clock(work)),
        ("store", lambda: _store(work)),
        ("archive", lambda: _folder(work.archive_folder)),
        ("site", lambda: _folder(work.site_folder)),
        ("disk", lambda: _disk(work.archive_folder)),
    ]
    if online:
        checks += [(source.name, partial(_host, work, source.name)) for source in work.sources]
    wrong = 0
    for name, check in checks:
        try:
            click.echo(f"ok    {name}: {check()}")
        except AdvisoriesError as error:
            wrong += 1
            click.echo(f"WRONG {name}: {error}")
    sys.exit(1 if wrong else 0)


def _settings(work: Workspace) -> str:
    settings = work.settings
    names = ", ".join(source.name for source in work.sources)
    where = str(work.config) if work.config else "defaults (no settings file)"
    contact = "" if settings.fetch.contact else "; no contact is set: publishers cannot reach you"
    return f"{where}; sources: {names}{contact}"


def _clock(work: Workspace) -> str:
    if work.now < EARLIEST:
        raise InputError(
            f"the clock shows {work.now:%Y-%m-%d %H:%MZ}: set it right, every time in the store depends on it"
        )
    return f"{work.now:%Y-%m-%d %H:%MZ}"


def _store(work: Workspace) -> str:
    with work.open_store() as store:
        store.check()
        last = store.last_run()
    if last and last > work.now:
        raise InputError(f"the last run is dated {last:%Y-%m-%d %H:%MZ}, in the future: was the clock set back?")
    return f"whole; last run {last:%Y-%m-%d %H:%MZ}" if last else "whole; nothing read yet"


def _folder(folder: Path) -> str:
    probe = folder / ".probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror}") from None
    return f"{folder} can be written"


def _disk(folder: Path) -> str:
    free = shutil.disk_usage(folder if folder.exists() else Path()).free
    if free < LEAST_FREE:
        raise InputError(f"{free / 1e6:.0f} MB free: expected at least {LEAST_FREE / 1e6:.0f} MB")
    return f"{free / 1e9:.1f} GB free"


def _host(work: Workspace, name: str) -> str:
    source = work.named((name,))[0]
    request = source.requests(work.now)[0]
    with work.open_fetcher() as fetcher:
        answer = fetcher.fetch(request, None)
    if isinstance(answer, model.Failure):
        raise InputError(answer.reason)
    if isinstance(answer, model.Response) and answer.status != 200:
        raise InputError(f"{request.url}: status {answer.status}")
    return "reached"
