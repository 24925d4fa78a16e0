"""The command that says how everything stands: status."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
import msgspec

from advisories import __version__
from advisories.cli.tables import table
from advisories.cli.workspace import Workspace, print_json, with_workspace
from advisories.digest.inert import line
from advisories.errors import AdvisoriesError
from advisories.known import Fault, Holder, SourceHealth
from advisories.lease import WORK
from advisories.model import Value
from advisories.signs import free_bytes
from advisories.store import Edition, Store, sqlite_file
from advisories.times import spoken, stamp

LATELY = timedelta(days=1)
"""For how long a fault that is over is still shown."""


class Operation(Value, frozen=True):
    """How the program itself stands: who is at work, what waits to be delivered, what is wrong, and free bytes."""

    holder: Holder | None
    deliveries: dict[str, int]
    faults: tuple[Fault, ...]
    free: dict[str, int | None]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON; its keys are always all there.")
@with_workspace
def status(work: Workspace, *, as_json: bool) -> None:
    """Say how every source and the program itself stand: what was read when, what waits, and what is wrong.

    Sources are shown as known at --known-at; who is at work, deliveries, disk and faults are always those of now.
    """
    with work.open_store() as store:
        moment = work.moment(store)
        found = store.health(work.sources, moment)
        edition = store.last_edition(moment.known_at)
        operation = _operation(work, store)
    if as_json:
        print_json(_object(moment.known_at, work.now, found, edition, operation))
        return
    rows = [_row(source, moment.known_at) for source in found]
    click.echo(table(("SOURCE", "VERDICT", "SINCE", "LISTED", "LAST READ", "AGE", "NEXT", "WHY"), rows))
    click.echo("")
    if edition:
        click.echo(f"last edition: {edition.number}, {spoken(edition.at)}: {line(edition.subject)}")
    for words in _operation_lines(operation, work.now):
        click.echo(words)


def _operation(work: Workspace, store: Store) -> Operation:
    folders: dict[str, Path] = {"archive": work.archive_folder, "site": work.site_folder}
    file = sqlite_file(work.store_url)
    if file is not None:
        folders["store"] = file.parent
    return Operation(
        holder=store.operation.holder(WORK),
        deliveries={state.value: count for state, count in sorted(store.outbox.counts().items())},
        faults=store.operation.faults(),
        free={name: _free(folder) for name, folder in folders.items()},
    )


def _free(folder: Path) -> int | None:
    try:
        return free_bytes(folder)
    except AdvisoriesError:
        return None


def _row(source: SourceHealth, now: datetime) -> tuple[str, ...]:
    verdict = source.verdict.value if source.verdict else "never read"
    reason = source.reason
    if source.silent and source.changed_at and source.overdue_at:
        told = f"silent: no change since {spoken(source.changed_at)}, one was expected by {spoken(source.overdue_at)}"
        reason = f"{told}; {reason}" if reason else told
    return (
        source.source,
        "blocked" if source.blocked else verdict,
        _when(source.since),
        str(source.listed),
        _when(source.good_at),
        age(now - source.good_at) if source.good_at else "-",
        _when(source.next_at),
        reason or "-",
    )


def _when(at: datetime | None) -> str:
    return spoken(at) if at else "-"


def age(passed: timedelta) -> str:
    """Return how long ago something was, for a person."""
    minutes = int(passed.total_seconds() // 60)
    if minutes < 0:
        return "in the future"
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 72 * 60 else f"{minutes // 1440} d"


def _operation_lines(operation: Operation, now: datetime) -> list[str]:
    holder = operation.holder
    if holder is None:
        lines = ["at work: no process"]
    elif is_alive(holder, now):
        lines = [f"at work: {line(holder.owner)}, since {spoken(holder.since)}"]
    else:
        lines = [f"at work: no process; {line(holder.owner)} showed its last sign of life {spoken(holder.beat_at)}"]
    counts = [f"{count} {state}" for state, count in operation.deliveries.items()]
    lines.append(f"deliveries: {', '.join(counts) or 'none'}")
    free = [f"{name} {_gigabytes(count)}" for name, count in operation.free.items()]
    lines.append(f"free: {', '.join(free)}")
    wrong = [fault for fault in operation.faults if fault.over_at is None]
    over = [fault for fault in operation.faults if fault.over_at is not None and now - fault.over_at <= LATELY]
    for fault in wrong:
        times = f", met {fault.times} times" if fault.times > 1 else ""
        lines.append(f"WRONG {fault.kind}, since {spoken(fault.since)}{times}: {line(fault.words)}")
    lines += [
        f"over  {fault.kind}, {spoken(fault.since)} to {_when(fault.over_at)}: {line(fault.words)}" for fault in over
    ]
    return lines


def is_alive(holder: Holder, now: datetime) -> bool:
    """Return whether a process that holds the lease has shown a sign of life within its length."""
    return holder.beat_at <= now < holder.until


def _gigabytes(count: int | None) -> str:
    return "unknown" if count is None else f"{count / 1e9:.1f} GB"


def _object(
    at: datetime, now: datetime, found: tuple[SourceHealth, ...], edition: Edition | None, operation: Operation
) -> dict[str, Any]:
    """Return the documented JSON object: every key always there, times ISO 8601 in Z or null, sizes in bytes."""
    holder = operation.holder
    return {
        "at": stamp(at),
        "version": __version__,
        "edition": edition.number if edition else None,
        "edition_at": stamp(edition.at) if edition else None,
        "sources": [{**_whole(one), "silent": one.silent} for one in found],
        "lease": {**_whole(holder), "alive": is_alive(holder, now)} if holder else None,
        "deliveries": operation.deliveries,
        "faults": [_whole(fault) for fault in operation.faults],
        "free_bytes": operation.free,
    }


def _whole(value: Any) -> Any:
    """Return a value for JSON with all its fields, also those at their defaults."""
    if isinstance(value, msgspec.Struct):
        return {name: _whole(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple):
        return [_whole(one) for one in value]
    return stamp(value) if isinstance(value, datetime) else value
