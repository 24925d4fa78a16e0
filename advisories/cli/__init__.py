"""The command line: thin commands over the rest. No traceback for a user's error."""

from __future__ import annotations

import gc
import logging
import sys
from io import TextIOWrapper

import click

from advisories import __version__
from advisories.cli.deliveries import deliveries
from advisories.cli.demo import demo
from advisories.cli.doctor import doctor
from advisories.cli.logs import log_to_stderr
from advisories.cli.notam import notam_command
from advisories.cli.publishing import digest, site
from advisories.cli.read import read_command
from advisories.cli.reading import import_command, refresh_command, replay_command
from advisories.cli.running import once, run_command
from advisories.cli.setup import init, schema
from advisories.cli.showing import changes_command, export_command, show
from advisories.cli.sources import sources
from advisories.cli.stance import stance_command
from advisories.cli.status import status
from advisories.cli.upkeep import backup_command, prune_command, reread_command, restore_command, verify_command
from advisories.cli.working import worker_command
from advisories.cli.workspace import shared_options
from advisories.errors import AdvisoriesError

HELP = """What each aviation authority tells operators about each airspace, what changed, and the proof.

\b
Start here:
  advisories demo            an offline story, as site and mail, in a new folder
  advisories init            a settings file that explains itself
  advisories once            read what is due, publish the site and the digest
  advisories run             the same, for as long as it is let
  advisories stance SVZM     what each authority tells whom about an airspace
  advisories show SVZM       what is known about an airspace
  advisories changes         what changed since the last edition

Works without a settings file: store, archive and site are then in the current folder.
Not for navigation. Always check the official source.
"""


@click.group(help=HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-v", "--verbose", is_flag=True, help="Log one line per source and run to standard error.")
@shared_options
@click.version_option(__version__, prog_name="advisories")
def commands(*, verbose: bool) -> None:
    """Set up logging for the command that follows."""
    log_to_stderr(logging.INFO if verbose else logging.WARNING)


for command in (
    demo,
    init,
    once,
    run_command,
    worker_command,
    refresh_command,
    replay_command,
    digest,
    deliveries,
    site,
    status,
    show,
    changes_command,
    sources,
    export_command,
    import_command,
    notam_command,
    read_command,
    stance_command,
    doctor,
    backup_command,
    restore_command,
    verify_command,
    prune_command,
    reread_command,
    schema,
):
    commands.add_command(command)


def main() -> None:
    """Run the command line; an error of ours, or of a disk or terminal, is one line on standard error and exit status 2.

    What the terminal's encoding does not have is written as an escape.
    """
    # What has been imported stays: no collection of garbage needs to walk through its 100,000 objects again.
    gc.freeze()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        commands(prog_name="advisories")
    except AdvisoriesError as error:
        click.echo(f"advisories: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"advisories: {where}{error.strerror or error}", err=True)
        sys.exit(2)
