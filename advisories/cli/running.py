"""Commands that do the work: run, for as long as it is let, and once."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import click

from advisories.cli.deliveries import tell
from advisories.cli.logs import FORMS, log_to_stderr
from advisories.cli.reading import exit_status, line_of
from advisories.cli.workspace import Workspace, with_workspace
from advisories.errors import AdvisoriesError
from advisories.faults import Faults
from advisories.lease import Lease, own_name
from advisories.refresh import Report
from advisories.rounds import Outfit, Passed, Rounds
from advisories.schedule import Desk, serve
from advisories.store import Store


def outfit_of(work: Workspace) -> Outfit:
    """Return what a pass works with, by the settings as they read now. Raises `ConfigError`."""
    return Outfit(
        settings=work.settings,
        sources=work.sources,
        publication=work.publication(None),
        bring=work.archived,
        folder=work.folder,
        archive_folder=work.archive_folder,
    )


def lease_of(work: Workspace, store: Store) -> Lease:
    """Return the lease as this process sees it."""
    return Lease(store, own_name(), length=timedelta(seconds=work.settings.run.lease))


RUN_HELP = """Keep watch: read what is due, publish, deliver, until it is told to end.

Of several processes that share a store one works and the others idle, until it shows no sign of life any more.
SIGTERM and SIGINT end it: the run in progress is finished or rolled back, and the exit status is 0. SIGHUP reads the
settings anew; broken ones change nothing. One log line per source and run goes to standard error.
"""


@click.command("run", help=RUN_HELP)
@click.option("--log", "form", type=click.Choice(FORMS), help="Form of the log lines [as in the settings].")
@with_workspace
def run_command(work: Workspace, form: str | None) -> None:
    """Run until told to end."""
    log_to_stderr(logging.INFO, form or work.settings.run.log)
    with (
        work.open_store(create=True) as store,
        Desk(
            store,
            lease_of(work, store),
            load=lambda: outfit_of(work.anew()),
            open_archive=work.open_archive,
            clock=work.clock,
        ) as desk,
    ):
        serve(desk)
    leave()


def leave() -> None:
    """End the process at once where a thread still waits for a slow host; all is put away by then."""
    if any(thread is not threading.main_thread() and not thread.daemon for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


@click.command()
@with_workspace
def once(work: Workspace) -> None:
    """Read every source that is due, then publish the site, and the digest where it is due.

    For cron or a systemd timer. Exit status 0: all sources read, or another process is at work; 3: some failed; 4: all
    failed.
    """
    with work.open_store(create=True) as store:
        lease = lease_of(work, store)
        if not wait_for_turn(lease, work, time.sleep):
            holder = lease.holder
            click.echo(f"Another process is at work ({holder.owner if holder else 'unknown'}): nothing was done.")
            return
        try:
            with lease.kept(work.clock):
                passed, faults = _one_pass(work, store)
        finally:
            lease.drop()
    if passed.published:
        click.echo(f"site: {passed.published.release}")
        for path in passed.published.messages:
            click.echo(f"digest: {path}")
    if passed.delivered:
        tell(passed.delivered)
    if faults:
        raise AdvisoriesError("; ".join(faults))
    sys.exit(exit_status(passed.reports))


def wait_for_turn(lease: Lease, work: Workspace, sleep: Callable[[float], None]) -> bool:
    """Take the lease if it is free; return whether it is ours.

    Where its last sign of life lies in the future the clock was set back: then it is watched for its whole length.
    """
    if lease.take(work.clock()):
        return True
    if lease.holder is None or lease.holder.beat_at <= work.clock():
        return False
    sleep(lease.length.total_seconds())
    return lease.take(work.clock())


def _one_pass(work: Workspace, store: Store) -> tuple[Passed, list[str]]:
    """Make one pass, and return what went wrong in it besides the sources."""

    def seen(report: Report) -> None:
        click.echo(line_of(report))

    outfit = outfit_of(work)
    faults = Faults(store.operation.faults(), logged=False)
    before = {fault.kind: fault.times for fault in faults.open}
    with work.open_archive(store) as archive, work.open_fetcher() as fetcher:
        rounds = Rounds(store, archive, faults, work.clock, seen=seen)
        passed = rounds.one(outfit, fetcher, always_publish=True)
    new = [fault.words for fault in faults.open if fault.times > before.get(fault.kind, 0)]
    if not passed.reports and not new:
        click.echo("No source is due.", err=True)
    return passed, new
