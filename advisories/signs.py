"""Signs of life for others: the call to a dead man's address, the metrics, and what makes a pass healthy."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from msgspec import structs

from advisories.config import FetchSettings, RunSettings
from advisories.errors import InputError
from advisories.faults import matter
from advisories.fetch import ALLOWS, Fetcher, Gate, Resolve, TroubleError, system_resolve
from advisories.known import Fault
from advisories.metrics import State
from advisories.model import Failure, Request
from advisories.sources.base import Source
from advisories.store import Store

HARMLESS: Final = frozenset({"ping", "metrics", "missed", "overrun", "settings", "import", "mail"})
"""Faults that leave a pass healthy: what they concern is told elsewhere."""

CLOCK_SLACK: Final = timedelta(minutes=1)
"""A clock that is set back by less is waited for without a word."""

PING_SECONDS: Final = 15.0
PING_BYTES: Final = 65_536


def is_healthy(store: Store, sources: Sequence[Source], faults: Iterable[Fault]) -> bool:
    """Return whether nothing is wrong with the program, and not every source fails. Raises `StoreError`."""
    if any(matter(fault.kind) not in HARMLESS for fault in faults if fault.over_at is None):
        return False
    names = [source.name for source in sources]
    return not names or len(store.operation.failing(names)) < len(names)


def set_back(last: datetime | None, now: datetime) -> str:
    """Return what is wrong with a clock that shows `now`, well before the last run; an empty string where nothing is."""
    if last is None or last - now <= CLOCK_SLACK:
        return ""
    return (
        f"the last run is dated {last:%Y-%m-%d %H:%MZ}, and the clock shows {now:%Y-%m-%d %H:%MZ}: was it set back? "
        "Nothing is read or published until it shows a later time"
    )


def ping(run: RunSettings, fetch: FetchSettings, clock: Callable[[], datetime]) -> None:
    """Call the dead man's address once. Raises `InputError`, which names the host alone: the address may be a secret.

    The rules for fetching hold but for robots.txt, which is not meant for it. It goes inside only where `ping_private`
    lets it, whatever pages may be fetched from, and is sent nowhere else by a redirect.
    """
    plain = structs.replace(
        fetch, robots=False, attempts=1, pause=0.0, max_redirects=0, timeout=PING_SECONDS, total_timeout=PING_SECONDS,
        max_bytes=PING_BYTES, allow_http=run.ping_private, allow_private=run.ping_private,
    )  # fmt: skip
    with Fetcher(plain, clock=clock) as fetcher:
        answer = fetcher.fetch(Request(part="ping", url=run.ping, secret=True), None)
    if isinstance(answer, Failure):
        raise _refused(answer.reason)


def may_ping(run: RunSettings, resolve: Resolve = system_resolve) -> str:
    """Return the host that a ping would go to, once its name is looked up and found to be allowed; nothing is called.

    Raises `InputError`.
    """
    gate = Gate(allow_http=run.ping_private, allow_private=run.ping_private, resolve=resolve)
    try:
        url = gate.url(run.ping)
        gate.addresses(url.host, url.port or 443)
    except TroubleError as trouble:
        raise _refused(str(trouble)) from None
    return url.host


def _refused(reason: str) -> InputError:
    """Return the error that says why the address is not called; the setting that would open the way is its own."""
    return InputError(f"run.ping: {reason.replace(ALLOWS, '`ping_private` in [run]')}")


def state_of(
    store: Store,
    now: datetime,
    *,
    healthy_at: datetime | None,
    seconds: float | None,
    folders: dict[str, Path],
    faults: Iterable[Fault],
) -> State:
    """Return what the metrics tell beside the sources, with the free space of these folders. Raises our errors."""
    edition = store.last_edition()
    return State(
        now=now,
        healthy_at=healthy_at,
        seconds=seconds,
        edition=edition.number if edition else 0,
        edition_at=edition.at if edition else None,
        deliveries={state.value: count for state, count in store.outbox.counts().items()},
        free={name: free_bytes(folder) for name, folder in folders.items()},
        faults=tuple(fault for fault in faults if fault.over_at is None),
    )


def free_bytes(folder: Path) -> int:
    """Return the free space where a folder is, or will be. Raises `InputError`."""
    there = folder.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        return shutil.disk_usage(there).free
    except OSError as error:
        raise InputError(f"{folder}: its free space cannot be told: {error.strerror}") from None
