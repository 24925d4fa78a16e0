"""Commands that keep what was read: backup, restore, verify, prune, reread."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from advisories.cli.tables import table
from advisories.cli.workspace import Workspace, print_json, with_workspace
from advisories.digest.inert import line
from advisories.upkeep.backup import backup, restore
from advisories.upkeep.bundle import Manifest
from advisories.upkeep.prune import Pruned, prune
from advisories.upkeep.reread import Difference, reread
from advisories.upkeep.verify import Verified, verify

SHOWN = 50


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_workspace
def backup_command(work: Workspace, file: Path) -> None:
    """Write store, archive and settings into one file (.tar.gz or .tar), read it back, and only then give it its name.

    Other processes may go on meanwhile. Exit status 1: written, but archive files were lacking. A PostgreSQL store is
    no file: let pg_dump back it up, just before this, which then holds archive and settings.
    """
    with work.open_store() as store:
        manifest = backup(store, work.archive_folder, work.config, file, work.now)
    click.echo(f"{file}: {_holds(manifest)}, {file.stat().st_size:,} bytes, read back and compared")
    if not manifest.has_store:
        click.echo(f"The store {manifest.store} is no file and not in it: back it up with pg_dump.")
    sys.exit(_lacking(manifest))


def _holds(manifest: Manifest) -> str:
    files = sum(name.startswith("archive/") for name in manifest.members)
    size = sum(member.size for member in manifest.members.values())
    return f"{'store, ' if manifest.has_store else ''}{files} archive files, {size:,} bytes unpacked"


def _lacking(manifest: Manifest) -> int:
    for words in manifest.lacking:
        click.echo(f"LACKING {words}", err=True)
    return 1 if manifest.lacking else 0


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def restore_command(file: Path, folder: Path) -> None:
    """Make the folder DIR from a backup: every hash is checked, then store and archive against each other.

    DIR must be empty or new. Exit status 1: restored as it was backed up, but something in it is wrong.
    """
    restored = restore(file, folder)
    manifest = restored.manifest
    click.echo(f"{folder}: restored the backup of {manifest.made} ({_holds(manifest)})")
    if "advisories.toml" in manifest.members:
        click.echo("Folders that its advisories.toml names are as they were: check `store` and [archive] `folder`.")
    if restored.verified is None:
        click.echo(f"The store was {manifest.store}: restore it with pg_restore, then run `advisories verify`.")
        sys.exit(_lacking(manifest))
    sys.exit(max(_tell(restored.verified), _lacking(manifest)))


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_workspace
def verify_command(work: Workspace, *, as_json: bool) -> None:
    """Check that everything the store says can be proved: every archive record is there, whole, and its own.

    Exit status 1 if anything is wrong.
    """
    watched = sys.stderr.isatty() and not as_json
    with work.open_store() as store:
        found = verify(
            store, work.archive_folder, seen=lambda name: click.echo(f"{name}", err=True) if watched else None
        )
    if as_json:
        print_json(found)
        sys.exit(1 if found.fault_count else 0)
    sys.exit(_tell(found))


def _tell(found: Verified) -> int:
    """Print what a verification found and return the exit status."""
    for fault in found.faults[:SHOWN]:
        click.echo(f"WRONG {line(fault.about)}: {line(fault.words, 400)}")
    if found.fault_count > SHOWN:
        click.echo(f"WRONG and {found.fault_count - SHOWN:,} more; --json lists them")
    for note in found.notes[:SHOWN]:
        click.echo(f"note  {line(note.about)}: {line(note.words, 400)}")
    counts = f"{found.revisions:,} revisions, {found.readings:,} readings, {found.records:,} archived answers in "
    counts += f"{found.files:,} files of {found.archive_bytes:,} bytes"
    click.echo(f"{f'{found.fault_count:,} faults' if found.fault_count else 'whole'}: {counts}")
    return 1 if found.fault_count else 0


@click.command("prune")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_workspace
def prune_command(work: Workspace, *, dry_run: bool, as_json: bool) -> None:
    """Let go of runs and archived answers that prove nothing any more, after the days in [retention].

    Revisions, changes, editions and the bytes they rest on always stay. By default everything does.
    """
    retention = work.settings.retention
    with work.open_store() as store:
        gone = prune(store, work.archive_folder, retention, work.now, dry=dry_run)
    if as_json:
        print_json(gone)
        return
    if not (retention.runs_days or retention.archive_days):
        click.echo("[retention] keeps everything: nothing goes.")
        return
    _tell_pruned(gone, "would go" if dry_run else "gone")


def _tell_pruned(gone: Pruned, verb: str) -> None:
    rows = [
        (
            loss.file,
            "removed" if not loss.staying else "written anew",
            f"{loss.going:,}",
            f"{loss.staying:,}",
            f"{loss.bytes:,}",
        )
        for loss in gone.files
    ]
    if rows:
        click.echo(table(("ARCHIVE FILE", "IS", "ANSWERS GOING", "STAYING", "BYTES FREED"), rows))
    for words in gone.hindered:
        click.echo(f"not now: {words}")
    click.echo(
        f"{verb}: {gone.runs:,} runs with {gone.readings:,} readings (about {gone.row_bytes:,} bytes, which the store "
        f"uses again), {gone.archive_bytes:,} bytes of archive"
    )


@click.command("reread")
@click.argument("source", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every revision ever stored, not only the current ones.")
@click.option("--apply", "apply", is_flag=True, help="Write what today's reader reads.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_workspace
def reread_command(work: Workspace, source: tuple[str, ...], *, every: bool, apply: bool, as_json: bool) -> None:
    """Read the archived bytes again with today's reader, and say what reads differently. Never news.

    For all sources or those named. Without --apply nothing is changed. Exit status 1 if something cannot be read.
    """
    with work.open_store() as store:
        found = reread(store, work.archive_folder, work.named(source), every=every, apply=apply)
    faults = [one for one in found.differences if one.fault]
    if as_json:
        print_json(found)
        sys.exit(1 if faults else 0)
    for one in found.differences:
        click.echo(_difference(one))
    differing = len(found.differences) - len(faults)
    written = f"; {found.applied:,} written" if apply else ""
    click.echo(
        f"{found.revisions:,} revisions read again: {differing:,} read differently, {len(faults):,} cannot be read{written}"
    )
    sys.exit(1 if faults else 0)


def _difference(one: Difference) -> str:
    head = f"{one.source}  {line(one.reference)}  revision {one.revision_id}, reader {one.reader_version}"
    if one.fault:
        return f"{head}\n    CANNOT BE READ: {line(one.fault)}"
    lines = [f"    {field.field}: {line(field.before)} → {line(field.after)}" for field in one.fields]
    if one.strings:
        lines.append("    the publisher's strings are taken from the bytes in another way; those stored stay")
    return "\n".join([head, *lines])
