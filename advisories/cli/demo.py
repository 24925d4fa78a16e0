"""The command that tells an invented story: demo."""

from __future__ import annotations

import logging
import shlex
import shutil
import sys
import textwrap
from pathlib import Path
from typing import Final

import click
import structlog

from advisories.cli.workspace import Workspace, with_workspace
from advisories.demo import DAYS, MARK, Day, Tour, free_folder, run, venezuela
from advisories.times import spoken

BROKEN: Final = DAYS[3]
_WIDTH: Final = 100
COMMANDS: Final = (
    (f"status --known-at {BROKEN.edition_at:%Y-%m-%dT%H:%MZ}", "what was not read when pages broke, and since when"),
    ('show "KICZ A9001/26"', "the warning that was tightened: its history, and the bytes behind it"),
    ("show czib-2026-91", "a bulletin with its revisions, and which of them its text is of"),
    (f"show ZZLR --known-at {DAYS[2].edition_at:%Y-%m-%dT%H:%MZ}", "an airspace, as it could be known then"),
    ("show Larovia --as-of 2026-07-01", "a country, by what is known now, on a later day"),
    (f"changes --since {DAYS[0].start:%Y-%m-%d}", "everything that changed, oldest first"),
    ("replay recordings", "nothing changes by being told twice"),
)


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--story",
    type=click.Choice(["larovia", "venezuela"]),
    default="larovia",
    show_default=True,
    help="An invented country; or Venezuela 2019 to 2026, reconstructed where it says so.",
)
@with_workspace
@click.pass_context
def demo(context: click.Context, work: Workspace, folder: Path | None, story: str) -> None:
    """Tell an invented story offline: eight days, a warning that comes, is tightened and goes, pages that break.

    It is told through the program itself: recorded pages in their publishers' structure are read, stored, compared
    and published. DIR is a new or empty folder [advisories-demo, below the current one].
    """
    watched = sys.stderr.isatty()
    place = folder or free_folder(Path())
    store, site, archive = work.asked
    if not context.find_root().params.get("verbose"):
        # The broken pages of the story are no faults to warn of.
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    if story == "venezuela":
        if any(work.asked):
            raise click.UsageError("--story venezuela keeps store, site and archive in its own folder")
        _tell_venezuela(place, watched=watched)
        return
    with click.progressbar(length=len(DAYS), label="demo", file=sys.stderr, hidden=not watched) as bar:

        def seen(day: Day) -> None:
            bar.update(day.number - bar.pos)

        tour = run(place, store=store or "", site=site, archive=archive, seen=seen)
    _tell(tour)


def _tell_venezuela(place: Path, *, watched: bool) -> None:
    """Tell the story of Venezuela and print what to ask of it."""
    with click.progressbar(length=len(venezuela.EVENTS), label="story", file=sys.stderr, hidden=not watched) as bar:

        def seen(number: int) -> None:
            bar.update(number - bar.pos)

        tour = venezuela.run(place, seen=seen)
    click.echo(f"{venezuela.MARK}. What was not found is in our own words and says so wherever it shows.\n")
    for (when, words), digest in zip(venezuela.EVENTS, tour.digests, strict=True):
        click.echo(f"  {when:%Y-%m-%d}  {words}\n{' ' * 14}{digest}")
    click.echo(f"\nThe site:        {tour.site}\nThe recordings:  {tour.recording}")
    click.echo(f"\nGo on asking:\n  cd {shlex.quote(str(tour.folder))}")
    for asked in venezuela.ASKED:
        click.echo(f"  advisories stance SVZM --as-of {asked:%Y-%m-%d}")
    click.echo("  advisories stance SVZM")
    click.echo(
        "  advisories stance SVZM --as-of 2026-01-03 --known-at 2026-01-02   # what could be known the day before"
    )


def _tell(tour: Tour) -> None:
    """Print where everything is, and what to look at."""
    click.echo(f"{MARK}. No State, airspace or number in it exists.\n")
    for day, digest in zip(DAYS, tour.digests, strict=True):
        date = f"  {spoken(day.start)[:5]}  "
        click.echo(textwrap.fill(day.words, _WIDTH, initial_indent=date, subsequent_indent=" " * len(date)))
        click.echo(f"{' ' * len(date)}{digest}")
    page = tour.site.parent / "changes" / f"{BROKEN.start:%Y-%m-%d}" / "index.html"
    click.echo(f"\nThe site:        {tour.site}")
    click.echo(f"The broken day:  {page}")
    click.echo(f"The digests:     {tour.digests[0].parent} (as mail .eml, as text, as HTML)")
    click.echo(f"The recordings:  {tour.recording}")
    click.echo(f"\nGo on asking:\n  cd {shlex.quote(str(tour.folder))}")
    scripts = Path(sys.executable).parent
    if shutil.which("advisories") is None and (scripts / "advisories").is_file():
        click.echo(f"  export PATH={shlex.quote(str(scripts))}:$PATH")
    width = max(len(command) for command, _ in COMMANDS)
    for command, words in COMMANDS:
        click.echo(f"  advisories {command.ljust(width)}  # {words}")
