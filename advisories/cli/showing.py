"""Commands that show: show, changes, sources, export."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from advisories import export
from advisories.cli.decoding import lines_of
from advisories.cli.documents import PlaceShown
from advisories.cli.tables import table
from advisories.cli.workspace import Workspace, print_json, with_workspace
from advisories.digest import marks
from advisories.digest.document import file_of
from advisories.digest.inert import block, line
from advisories.errors import InputError
from advisories.known import History, SourceHealth, Standing
from advisories.model import Advisory, Change, NotRead, NotStated
from advisories.stance import places
from advisories.times import iso, spoken, spoken_end, stamp

FIELD_LIMIT = 80
STANCE_LIMIT = 400
SPANS = {"h": "hours", "d": "days", "w": "weeks"}


def _when(at: datetime | None) -> str:
    return spoken(at) if at else "-"


SHOW_HELP = """Show what is known of an advisory, an FIR or a country, with the publisher's words and the proof.

\b
advisories show "KICZ A0012/25"     the advisory, its revisions and evidence
advisories show czib-2026-07        any spelling of a reference
advisories show SVZM                everything listed for an FIR or aerodrome
advisories show Venezuela           everything listed for a country or area
"""


@click.command(help=SHOW_HELP)
@click.argument("what", metavar="REFERENCE|FIR|COUNTRY")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_workspace
def show(work: Workspace, what: str, *, as_json: bool) -> None:
    """Show an advisory, or all that is listed for a place."""
    with work.open_store() as store:
        moment = work.moment(store)
        found = store.find_names(what)
        if found:
            histories = [history for name in found for history in store.histories(moment, name=name)]
            if as_json:
                print_json(histories)
            else:
                click.echo("\n\n".join(_history(history, moment.as_of) for history in histories))
            return
        standings = [standing for standing in store.standings(moment) if _concerns(standing, what)]
        health = store.health(work.sources, moment)
    if as_json:
        print_json(
            PlaceShown(
                asked=what, as_of=moment.as_of.replace(microsecond=0), standings=tuple(standings), sources=health
            )
        )
        return
    _show_place(what, standings, health, moment.as_of)


def _concerns(standing: Standing, what: str) -> bool:
    word = what.strip().casefold()
    advisory = standing.advisory
    codes = {code.casefold() for code in (*advisory.firs, *advisory.locations)}
    areas = {area.casefold() for area in advisory.areas}
    return word in codes or word in areas


def _show_place(what: str, standings: list[Standing], health: tuple[SourceHealth, ...], as_of: datetime) -> None:
    read = [source for source in health if source.good_at]
    oldest = min((source.good_at for source in read if source.good_at), default=None)
    coverage = f"{len(read)} of {len(health)} sources read" + (f", the oldest at {spoken(oldest)}" if oldest else "")
    if not standings:
        click.echo(f"{line(what)}: {_nothing(health, as_of)}; {coverage}. Not a clearance.")
        sys.exit(0 if read else 3)
    click.echo(f"{line(what)}: {len(standings)} listed as of {spoken(as_of)}; {coverage}.\n")
    rows = [
        (
            item.state.value,
            item.advisory.authority,
            item.advisory.reference,
            item.advisory.kind.value,
            until(item),
            item.advisory.title,
        )
        for item in standings
    ]
    click.echo(table(("STATE", "AUTHORITY", "REFERENCE", "KIND", "UNTIL", "TITLE"), rows))


def _nothing(health: tuple[SourceHealth, ...], as_of: datetime) -> str:
    """Return "none known" only where every source that was read well is proven; else who cannot support it."""
    when = spoken(as_of)
    weak = [source.source for source in health if not source.supports_none]
    if not weak:
        return f"none known as of {when}"
    return f"nothing listed as of {when}, but a “none known” cannot be supported: {', '.join(weak)} not read well or unproven"


def until(standing: Standing) -> str:
    """Return an end in words."""
    validity = standing.advisory.validity
    if isinstance(validity.end, datetime):
        return f"{spoken_end(validity.end)} ({validity.end_kind.value})"
    return validity.end_kind.value


def _said(value: object) -> str:
    if isinstance(value, NotRead):
        return f"not read{f' ({value.why})' if value.why else ''}"
    if isinstance(value, NotStated):
        return "not stated"
    return spoken(value) if isinstance(value, datetime) else str(value)


def _history(history: History, at: datetime) -> str:
    standing = history.standing
    advisory = standing.advisory
    facts: list[tuple[str, str]] = [
        ("title", advisory.title),
        ("kind", advisory.kind.value),
        (
            "state",
            standing.state.value
            + ("" if standing.listed else f" since {_when(standing.unlisted_at)}, {standing.unlisted_reason}"),
        ),
        ("areas", ", ".join(advisory.areas) or "none named"),
        ("FIRs", ", ".join(advisory.firs) or "none printed"),
        ("revision", _said(advisory.revision)),
        ("issued", _said(advisory.issued)),
        ("from", _said(advisory.validity.start)),
        ("until", until(standing)),
        ("levels", f"{_said(advisory.lower)} – {_said(advisory.upper)}"),
        ("schedule", _said(advisory.schedule)),
        ("first seen", spoken(standing.first_seen)),
        ("last seen", spoken(standing.last_seen)),
        ("official page", advisory.url),
    ]
    lines = [f"{advisory.authority}  {line(advisory.reference)}"]
    lines += [f"  {name:<13} {line(value, 400)}" for name, value in facts if value]
    lines += _told(advisory)
    if isinstance(advisory.text, str):
        older = f" (of {_said(advisory.text_revision)}, an older revision)" if advisory.text_is_older else ""
        lines += [f"\n  official text{older}:", *(f"    {each}" for each in block(advisory.text).splitlines())]
    else:
        lines.append(f"\n  official text: {_said(advisory.text)}; see the official page")
    lines += lines_of(history, at)
    lines.append("\n  changes:")
    lines += [f"    {change_line(change)}" for change in history.changes] or ["    none since first read"]
    lines.append("\n  evidence:")
    for revision in history.revisions:
        for proof in revision.evidence:
            where = f"{proof.archive_file} at {proof.archive_offset}" if proof.archive_file else "not archived"
            file = file_of(proof.url)
            source = f"imported by a person from {file}" if file else line(proof.url)
            lines.append(f"    {spoken(proof.read_at)}  sha256 {proof.sha256[:12]}  {source}  ({where})")
    return "\n".join(lines)


def _told(advisory: Advisory) -> list[str]:
    """Return what an advisory tells whom, a sentence each with the issuer's words beneath, and what was not read."""
    said = ["\n  tells:"]
    for one in marks.lines(advisory, quote=True):
        said.append(f"    {one.mark.sign} {one.plain}")
        said += [f"      {detail}" for detail in one.details]
        said += [f"      “{one.sentence}”"] if one.sentence else []
    if isinstance(advisory.provisions, NotRead) and advisory.kind.warns:
        said.append("    ? what it tells whom was not read")
    said += [f"    ? not fully read, see the text: “{line(clause, 400)}”" for clause in advisory.unread]
    return said if len(said) > 1 else []


def change_line(change: Change) -> str:
    """Return a change in one line for a person."""
    other = f" ({line(change.other)})" if change.other else ""
    limit = STANCE_LIMIT if change.place else FIELD_LIMIT
    fields = "; ".join(
        f"{field.field}: {line(field.before, limit)} → {line(field.after, limit)}" for field in change.fields
    )
    about = line(change.reference) if change.reference else change.source
    where = line(places.spoken(places.of_key(change.place)), 80) if change.place else ""
    words = f"stance {change.kind.value} on {where}" if where else ""
    parts = [
        spoken(change.at),
        words or change.kind.value + other,
        f"{change.authority} {about}",
        line(change.title, 100),
        fields,
        line(change.note),
    ]
    return "  ".join(part for part in parts if part)


@click.command("changes")
@click.option("--since", help="A time (ISO 8601, UTC) or a span such as 24h, 7d [the last edition].")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: each with kind, authority, reference, at, place.")
@with_workspace
def changes_command(work: Workspace, since: str | None, *, as_json: bool) -> None:
    """List what changed, oldest first; `stance` before a change says that what an authority tells about a place moved."""
    with work.open_store() as store:
        moment = work.moment(store)
        start = _since(since, moment.known_at)
        edition = store.last_edition(moment.known_at)
        if start is None and edition is not None:
            start = edition.at
        found = store.changes(moment, since=start)
    if as_json:
        print_json([change_object(change) for change in found])
        return
    for change in found:
        click.echo(change_line(change))
    if not found:
        click.echo(f"no changes{f' since {spoken(start)}' if start else ''}")


def change_object(change: Change) -> dict[str, Any]:
    """Return a change as the documented JSON object; times ISO 8601 in Z."""
    return {
        "kind": change.kind.value,
        "authority": change.authority,
        "source": change.source,
        "reference": change.reference,
        "at": stamp(change.at),
        "title": change.title,
        "other": change.other,
        "fields": [{"field": field.field, "before": field.before, "after": field.after} for field in change.fields],
        "note": change.note,
        "place": change.place,
    }


def _since(text: str | None, now: datetime) -> datetime | None:
    if text is None:
        return None
    number, unit = text[:-1], text[-1:].lower()
    if unit in SPANS and number.isdigit() and len(number) < 6:
        return now - timedelta(**{SPANS[unit]: int(number)})
    return iso(text)


@click.command("export")
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Everything ever seen, with its state; else what is listed.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    default="-",
    help="File [standard output].",
)
@with_workspace
def export_command(work: Workspace, form: str, output: Path, *, everything: bool) -> None:
    """Write advisories for other programs."""
    with work.open_store() as store:
        found = store.standings(work.moment(store), everything=everything)
    text = export.as_json(found) if form == "json" else export.as_csv(found)
    if str(output) == "-":
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise InputError(f"{output}: cannot be written: {error.strerror}") from None
