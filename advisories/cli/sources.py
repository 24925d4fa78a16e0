"""Commands about sources: what is read, and checking a reader against the live page."""

from __future__ import annotations

import sys

import click

from advisories.addresses import redact
from advisories.cli.documents import SourceFacts
from advisories.cli.tables import table
from advisories.cli.workspace import Workspace, print_json, with_workspace
from advisories.digest.inert import line
from advisories.errors import InputError
from advisories.intake import Took, gather
from advisories.model import Verdict
from advisories.refresh import ask
from advisories.sources.base import Source


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_workspace
@click.pass_context
def sources(context: click.Context, work: Workspace, *, as_json: bool) -> None:
    """List the sources this program reads: what, how often, how its reader was proved, what its terms allow."""
    if context.invoked_subcommand:
        return
    rows = [
        SourceFacts(
            source=source.name,
            authority=source.authority,
            title=source.title,
            cadence_minutes=int(source.cadence.total_seconds() // 60),
            proof=source.proof.value,
            republish=source.republish.value,
            terms=source.terms,
            acknowledgement=source.acknowledgement,
            home=source.home,
            addresses=tuple(redact(part.url) for part in source.parts),
        )
        for source in work.sources
    ]
    if as_json:
        print_json(rows)
        return
    cells = [(row.source, row.authority, str(row.cadence_minutes), row.proof, row.republish, row.title) for row in rows]
    click.echo(table(("SOURCE", "AUTHORITY", "EVERY MIN", "PROOF", "REPUBLISH", "TITLE"), cells))


@sources.command()
@click.argument("name")
@click.option("--live", is_flag=True, required=True, help="Ask the source's host now.")
@click.option("--accept", is_flag=True, help="Accept the reading: the source may then support a “none known”.")
@with_workspace
def check(work: Workspace, name: str, *, live: bool, accept: bool) -> None:
    """Read a source once, live, show what was read, and store nothing. With --accept, vouch for its reader.

    A source whose reader was not proved on pages as served is unproven: it is shown, but its silence means nothing
    until a person has looked at a live reading and accepted it.
    """
    del live
    source = work.named((name,))[0]
    with work.open_store(create=True) as store:
        store.register([source.name])
        with work.open_fetcher() as fetcher:
            took = ask(source, type(store.remember(source))(), fetcher, work.clock())
        well = _show(source, took)
        if not accept:
            return
        if not well:
            raise InputError(f"{name}: not accepted, since it was not read whole")
        store.accept(source.name)
    click.echo(f"accepted: {name}")


def _show(source: Source, took: tuple[Took, ...]) -> bool:
    """Print what a reading held, with the first advisories; return whether all of it was read."""
    for item in took:
        reading = item.reading
        click.echo(
            f"{reading.part}: {reading.verdict.value}, {len(reading.records)} rows {line(reading.reason)}".rstrip()
        )
        for row in reading.bad[:5]:
            click.echo(f"  not read: {line(row.reason)} (found: {line(row.found)})")
    taken = gather(source, took, {})
    joined = [item for item in source.join(taken.records, {}) if item.parts]
    read = [source.advisory(item.record) for item in joined[:10]]
    click.echo(
        table(
            ("REFERENCE", "KIND", "FIRS", "TITLE"),
            [(a.reference, a.kind.value, " ".join(a.firs), a.title) for a in read],
        )
    )
    if len(joined) > len(read):
        click.echo(f"… and {len(joined) - len(read)} more")
    if not joined:
        sys.exit(4)
    return all(item.reading.verdict is Verdict.OK for item in took)
