"""The command that shares the work among machines: worker."""

from __future__ import annotations

import importlib
import logging

import click

from advisories.cli.logs import FORMS, log_to_stderr
from advisories.cli.running import leave, outfit_of
from advisories.cli.workspace import Workspace, with_workspace
from advisories.errors import ConfigError

WORKER_HELP = """Share the work: one of any number of workers, on any machine, around one store on PostgreSQL.

Reads what is due, publishes and delivers, as `advisories run` does, but as jobs that the workers take from a queue in
the same database. A worker that dies loses its jobs to the others. All workers need the same settings, and the same
folders for archive, site and mail. SIGTERM and SIGINT end it: jobs under way are finished or left undone.
"""


@click.command("worker", help=WORKER_HELP)
@click.option("--jobs", type=click.IntRange(1, 64), default=4, show_default=True, help="Jobs worked off at a time.")
@click.option("--log", "form", type=click.Choice(FORMS), help="Form of the log lines [as in the settings].")
@with_workspace
def worker_command(work: Workspace, jobs: int, form: str | None) -> None:
    """Work until told to end."""
    log_to_stderr(logging.INFO, form or work.settings.run.log)
    try:
        module = importlib.import_module("advisories.work")
    except ModuleNotFoundError as error:
        raise ConfigError(f"worker: {error} (pip install 'airspace-advisories[postgresql]')") from None
    with work.open_store(create=True) as store:
        module.Worker(store, outfit_of(work), open_archive=work.open_archive, clock=work.clock, jobs=jobs).serve()
    leave()
