"""One source from request to store; one that fails never stops the others.

Order of writes: the responses go into the archive and are synced; then one transaction writes the run, what it read
and decided, and how far the archive is committed. A crash before the transaction leaves archive bytes that the next
opening cuts off; a crash after it loses nothing.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby

import msgspec
import structlog

from advisories.addresses import carries_secret
from advisories.archive import Archive, Place
from advisories.decide import decide, repeats
from advisories.doubts import doubted
from advisories.errors import AdvisoriesError, StoreError, snippet
from advisories.fetch import Fetcher
from advisories.intake import Taken, Took, completed, further, gather, left_out, received, settled, take_one
from advisories.model import Answer, Change, Failure, Request, Validators, Value, Verdict
from advisories.pauses import jitter, wait
from advisories.ruling import Memory, Outcome
from advisories.sources.base import Source, State
from advisories.store import OpenRun, Store

REQUESTS = 500
"""The most answers that one run of a source asks for; what pages lead to beyond them is named as not read."""
STOP_SECONDS = 0.2
log = structlog.get_logger("advisories")


class Report(Value, frozen=True):
    """How one run went: its verdict and why, how many advisories it listed, and what changed.

    `turned` says whether the verdict is another than the last run's.
    """

    source: str
    at: datetime
    verdict: Verdict
    reason: str = ""
    turned: bool = False
    rows: int = 0
    baseline: bool = False
    new: int = 0
    revised: int = 0
    unlisted: int = 0
    changes: tuple[Change, ...] = ()

    @property
    def shows(self) -> bool:
        """Return whether the site says something else after this run."""
        return bool(self.changes or self.baseline or self.turned or self.new or self.revised or self.unlisted)


class _Came(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one source, and where each answer lies in the archive, by position."""

    source: Source
    took: Sequence[Took]
    places: Mapping[int, Place]


def refresh(
    store: Store,
    archive: Archive,
    fetcher: Fetcher,
    sources: Sequence[Source],
    clock: Callable[[], datetime],
    *,
    seen: Callable[[Report], None] | None = None,
    stopping: threading.Event | None = None,
    alone: bool = False,
) -> tuple[Report, ...]:
    """Read these sources now, fetching several at a time and storing one by one. Raises `StoreError`, `ArchiveError`.

    `alone` keeps nothing of a source that another process has read meanwhile, and raises `StoreError` then. Once
    `stopping` is set, what has not been fetched is left, with nothing of it kept: a thread may then still wait for a
    host.
    """
    store.register(source.name for source in sources)
    reports: list[Report] = []
    memories = store.remember_all(sources)
    stopping = stopping or threading.Event()
    pool = ThreadPoolExecutor(max_workers=max(1, len(sources)))
    try:
        waiting = deque(
            (source, pool.submit(ask, source, memories[source.name], fetcher, clock())) for source in sources
        )
        while waiting and _came(waiting[0][1], stopping):
            batch = [waiting.popleft()]
            while waiting and waiting[0][1].done():
                batch.append(waiting.popleft())
            for report in _settled(store, archive, batch, memories, clock, alone=alone):
                reports.append(report)
                if seen:
                    seen(report)
    finally:
        pool.shutdown(wait=not stopping.is_set(), cancel_futures=True)
    return tuple(reports)


def _came(future: Future[tuple[Took, ...]], stopping: threading.Event) -> bool:
    """Wait until something is fetched; return false where all is to stop before that."""
    while not stopping.is_set():
        if wait_for((future,), timeout=STOP_SECONDS).done:
            return True
    return False


def _settled(
    store: Store,
    archive: Archive,
    batch: Sequence[tuple[Source, Future[tuple[Took, ...]]]],
    memories: Mapping[str, Memory],
    clock: Callable[[], datetime],
    *,
    alone: bool,
) -> Iterator[Report]:
    """Store what came of several sources: all of it archived and made safe at once, then a transaction for each.

    Runs that can only say what the last one said share a transaction, and are told once it is committed.
    """
    came = []
    with store.known_places() as known:
        for source, future in batch:
            took = _result(source, future, clock)
            came.append(_Came(source=source, took=took, places=_appended(archive, took, known)))
    archive.sync()
    for quiet, group in groupby(came, lambda one: _is_quiet(one, memories[one.source.name])):
        if quiet:
            with store.runs() as opens:
                told = [_settled_one(store, opens, one, memories[one.source.name], clock, alone=alone) for one in group]
            yield from (tell() for tell in told)
        else:
            for one in group:
                yield _settled_one(store, store.run, one, memories[one.source.name], clock, alone=alone)()


def _is_quiet(came: _Came, memory: Memory) -> bool:
    return memory.good_verdict is Verdict.OK and all(item.same for item in came.took)


def _settled_one(
    store: Store, opens: OpenRun, came: _Came, memory: Memory, clock: Callable[[], datetime], *, alone: bool
) -> Callable[[], Report]:
    """Store one source's run; a fault in its hooks becomes a failed run with the traceback in the log."""
    try:
        return _stored(store, opens, came, clock(), memory, alone=alone)
    except AdvisoriesError:
        raise
    except Exception as error:
        log.exception("source fault", source=came.source.name)
        faulty = _Came(source=came.source, took=_faulty(came.source, error, clock()), places={})
        return _stored(store, opens, faulty, clock(), memory, alone=alone)


def _result(source: Source, future: Future[tuple[Took, ...]], clock: Callable[[], datetime]) -> tuple[Took, ...]:
    """Return what a source's hooks made of its answers; a fault in them is a failed run with the traceback in the log."""
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, AdvisoriesError) or not isinstance(error, Exception):
        raise error
    log.error("source fault", source=source.name, exc_info=error)
    return _faulty(source, error, clock())


def _faulty(source: Source, error: Exception, now: datetime) -> tuple[Took, ...]:
    """Return a failed reading that names a fault of a source's own."""
    reason = f"{source.name}: internal fault, see the log: {type(error).__name__}: {snippet(str(error))}"
    failure = Failure(part=source.parts[0].name, url=source.parts[0].url, read_at=now, reason=reason)
    return (take_one(source, failure, {}, trust_same=False),)


def ask(source: Source, memory: Memory, fetcher: Fetcher, now: datetime) -> tuple[Took, ...]:
    """Fetch a source's parts and what they lead to, conditionally where the last reading can be relied on."""
    usable = {address: part.validators for address, part in memory.parts.items() if _trusted(source, memory)}
    took: list[Took] = []
    asked: set[Request] = set()
    waiting = source.requests(now, state_of(memory))
    while batch := tuple(one for one in waiting if one not in asked and not settled(one, memory.parts)):
        room = REQUESTS - len(asked)
        for name, left in groupby(sorted(batch[room:], key=_part), key=_part):
            took.append(left_out(source, name, tuple(left), now))
        batch = batch[:room]
        asked.update(batch)
        answers = fetcher.fetch_all((request, _usable(usable.get((request.part, request.url)))) for request in batch)
        fresh = [took_of(source, memory, answer, request) for request, answer in zip(batch, answers, strict=True)]
        took += fresh
        waiting = further(fresh) if len(asked) < REQUESTS else ()
    return tuple(took)


def _part(request: Request) -> str:
    return request.part


def state_of(memory: Memory) -> State:
    """Return what a source may know of its past when it says what to ask for."""
    read_at: dict[str, datetime] = {}
    for (name, _), part in memory.parts.items():
        read_at[name] = max(part.read_at, read_at.get(name, part.read_at))
    return State(good_at=memory.good_at, read_at=read_at)


def _trusted(source: Source, memory: Memory) -> bool:
    """Return whether an unchanged answer may be taken for what it last said."""
    return not source.follows and memory.reader_version in (None, source.reader_version)


def took_of(source: Source, memory: Memory, answer: Answer, request: Request | None = None) -> Took:
    """Return what one answer is worth to a source, given what is remembered of it."""
    trust = _trusted(source, memory) and (source.scattered or memory.good_verdict is Verdict.OK)
    return take_one(source, answer, memory.parts, trust_same=trust, request=request)


def _usable(validators: Validators | None) -> Validators | None:
    return validators if validators and (validators.etag or validators.last_modified) else None


def settle(
    store: Store,
    archive: Archive,
    source: Source,
    took: Sequence[Took],
    now: datetime,
    memory: Memory,
    *,
    alone: bool = False,
) -> Report:
    """Archive, decide and store one run of a source at `now`. Raises `StoreError` or `ArchiveError`; then nothing is kept.

    `alone` refuses to, where another run came after what is remembered.
    """
    with store.known_places() as known:
        came = _Came(source=source, took=took, places=_appended(archive, took, known))
    archive.sync()
    return _stored(store, store.run, came, now, memory, alone=alone)()


def _stored(
    store: Store, opens: OpenRun, came: _Came, now: datetime, memory: Memory, *, alone: bool
) -> Callable[[], Report]:
    """Decide and store one run whose answers lie safe in the archive; return what tells of it once it is committed.

    Raises `StoreError`; then nothing is kept.
    """
    source = came.source
    took = doubted(source, completed(source, came.took), memory, partial(store.reasons, source.name))
    taken = gather(source, took, memory.parts)
    with opens(source, now, memory, lambda now_known: not repeats(source, taken, now_known)) as work:
        if alone and work.memory.run_id != memory.run_id:
            raise StoreError(f"{source.name}: another process has read it meanwhile: nothing was written")
        outcome = decide(source, taken, work.memory, work.recall, now)
        pause = wait(source.cadence, work.memory.failures, outcome.verdict, blocked=outcome.blocked)
        next_at = now + max(pause, asked_wait(took)) + jitter(source.name, now, pause)
        work.write(taken, outcome, places=came.places, next_at=next_at, archived=_lengths(came.places))
    return partial(_told, source, taken, outcome, work.memory, now)


def _told(source: Source, taken: Taken, outcome: Outcome, memory: Memory, now: datetime) -> Report:
    """Write the log line of a committed run, and return its report."""
    _tell(source, taken, outcome, memory)
    return Report(
        source=source.name,
        at=now,
        verdict=outcome.verdict,
        reason=outcome.reason,
        turned=outcome.verdict is not memory.verdict,
        rows=outcome.rows,
        baseline=outcome.baseline,
        new=len(outcome.new),
        revised=len(outcome.revised),
        unlisted=len(outcome.unlisted),
        changes=outcome.changes,
    )


def asked_wait(took: Iterable[Took]) -> timedelta:
    """Return how long the hosts of a run asked us to stay away (Retry-After), the longest of them."""
    waits = (item.answer.wait for item in took if isinstance(item.answer, Failure))
    return timedelta(seconds=max(waits, default=0.0))


def _appended(archive: Archive, took: Iterable[Took], known: Callable[[str, str], Place | None]) -> dict[int, Place]:
    """Append everything received that may be kept, errors and refusals too; return where each lies, by position."""
    places: dict[int, Place] = {}
    for at, item in enumerate(took):
        came = received(item.answer)
        if came is not None and not came.secret and not carries_secret(came.url):
            places[at] = archive.append(came, known=partial(_at_address, known, came.url))
    return places


def _at_address(known: Callable[[str, str], Place | None], url: str, sha256: str) -> Place | None:
    return known(sha256, url)


def _lengths(places: Mapping[int, Place]) -> dict[str, int]:
    """Return how far each archive file reaches with these places."""
    lengths: dict[str, int] = {}
    for place in places.values():
        lengths[place.file] = max(lengths.get(place.file, 0), place.offset + place.length)
    return lengths


def _tell(source: Source, taken: Taken, outcome: Outcome, memory: Memory) -> None:
    """Write the one log line of a run; WARNING where the verdict changed for the worse."""
    worse = outcome.verdict is not Verdict.OK and outcome.verdict is not memory.verdict
    level = log.warning if worse else log.info
    level(
        "run",
        source=source.name,
        verdict=outcome.verdict.value,
        rows=outcome.rows,
        new=len(outcome.new),
        revised=len(outcome.revised),
        unlisted=len(outcome.unlisted),
        changes=len(outcome.changes),
        parts=len(taken.took),
        reason=snippet(outcome.reason),
    )
