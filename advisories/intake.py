"""What the attempted parts of a source held: each answer read under the source's hooks, or known to be what it was.

A 304, or bytes that are those of the last good reading, are not read again: the part says what it last said. Parts
that were not attempted, or that failed, lend the records of their last good reading, marked as not fresh: they may
complete what fresh parts list, but they list nothing themselves. Of a part that is no list (a detail for each row) every
address lends for itself, as long as a page leads to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from advisories.addresses import redact
from advisories.model import Answer, Failure, Request, Response, Unchanged, Validators, Value, Verdict
from advisories.sources.answer import read_part
from advisories.sources.base import Coverage, PartReading, PartRecords, Record, Source

Address = tuple[str, str]
"""A part and the address it was asked at."""

MARGIN: Final = timedelta(minutes=15)
"""How far a publisher's clock may be wrong."""


class PartMemory(Value, frozen=True):
    """What the last good reading of an address left. `records` are kept only where a source is `scattered`."""

    sha256: str
    read_at: datetime
    reading_id: int
    validators: Validators = Validators()
    records: tuple[Record, ...] | None = None


class Took(Value, frozen=True):
    """One answer and what it was worth. `same` means that it is what was last read well."""

    answer: Answer
    reading: PartReading
    sha256: str = ""
    same: bool = False


def received(answer: Answer) -> Response | None:
    """Return what came for a part, also where it was a refusal, an error or a 304; None where nothing did."""
    return answer if isinstance(answer, Response) else answer.response


class Taken(Value, frozen=True):
    """What the attempted parts held, before anything is decided; `lent` are the addresses whose earlier records are used."""

    took: tuple[Took, ...]
    records: Mapping[str, PartRecords]
    lent: tuple[Address, ...] = ()

    @property
    def readings(self) -> tuple[PartReading, ...]:
        """Return the readings of the attempted parts, in order."""
        return tuple(item.reading for item in self.took)

    @property
    def all_same(self) -> bool:
        """Return whether every attempted part is byte for byte what was last read well."""
        return bool(self.took) and all(item.same for item in self.took)

    @property
    def blocked(self) -> bool:
        """Return whether a host refused us."""
        return any(isinstance(item.answer, Failure) and item.answer.blocked for item in self.took)

    @property
    def bodies(self) -> tuple[bytes, ...]:
        """Return the bytes read in this run."""
        return tuple(item.answer.body for item in self.took if isinstance(item.answer, Response))


def take_one(
    source: Source,
    answer: Answer,
    memory: Mapping[Address, PartMemory],
    *,
    trust_same: bool,
    request: Request | None = None,
) -> Took:
    """Return what one answer is worth. `trust_same` is false where the earlier reading is not to be relied on."""
    earlier = memory.get((answer.part, answer.url))
    if isinstance(answer, Failure):
        reading = PartReading(part=answer.part, verdict=Verdict.FAILED, reason=f"{answer.part}: {answer.reason}")
        came = sha256(answer.response.body).hexdigest() if answer.response else ""
        return Took(answer=answer, reading=reading, sha256=came)
    if isinstance(answer, Unchanged):
        if earlier is None:
            reason = f"{answer.part}: the host answers 304 (not modified), but nothing was read before"
            return Took(answer=answer, reading=PartReading(part=answer.part, verdict=Verdict.FAILED, reason=reason))
        return Took(answer=answer, reading=_as_before(answer.part, earlier), sha256=earlier.sha256, same=True)
    digest = sha256(answer.body).hexdigest()
    if trust_same and earlier is not None and earlier.sha256 == digest and answer.status == 200:
        return Took(answer=answer, reading=_as_before(answer.part, earlier), sha256=digest, same=True)
    return Took(answer=answer, reading=read_part(source, answer, request), sha256=digest)


def _as_before(part: str, earlier: PartMemory) -> PartReading:
    return PartReading(part=part, verdict=Verdict.OK, records=earlier.records or ())


def gather(source: Source, took: Sequence[Took], memory: Mapping[Address, PartMemory]) -> Taken:
    """Return what all answers of a run hold together, completed from memory where a part has no good answer."""
    records: dict[str, PartRecords] = {}
    lent: list[Address] = []
    led = {address_of(request) for request in further(took)}
    for part in source.parts:
        good = [item for item in took if item.reading.part == part.name and item.reading.verdict is not Verdict.FAILED]
        read = {(item.answer.part, item.answer.url) for item in good}
        lenders = {
            address: earlier
            for address, earlier in memory.items()
            if address[0] == part.name
            and address not in read
            and earlier.records
            and (not good or (part.coverage is not Coverage.SNAPSHOT and address in led))
        }
        found = [record for item in good for record in item.reading.records]
        found += [record for earlier in lenders.values() for record in earlier.records or ()]
        times = [item.answer.read_at for item in good] or [earlier.read_at for earlier in lenders.values()]
        if times:
            records[part.name] = PartRecords(records=tuple(found), read_at=max(times), fresh=bool(good))
            lent += lenders
    return Taken(took=tuple(took), records=records, lent=tuple(lent))


def further(taken: Iterable[Took]) -> tuple[Request, ...]:
    """Return the further parts that what was read leads to, each once."""
    return tuple(dict.fromkeys(request for item in taken for request in item.reading.follow))


def address_of(request: Request) -> Address:
    """Return under what a request's answer is remembered: its part, and its address without keys."""
    return request.part, redact(request.url)


def settled(request: Request, memory: Mapping[Address, PartMemory]) -> bool:
    """Return whether an answer is remembered that is newer than what it is about; clocks may differ by `MARGIN`."""
    earlier = memory.get(address_of(request))
    return request.changed is not None and earlier is not None and earlier.read_at - request.changed >= MARGIN


def completed(source: Source, took: Sequence[Took]) -> tuple[Took, ...]:
    """Return a run's answers, with a failed one for each list that has pages which were not read.

    A list is whole only with all the pages that it leads to; recorded answers and limits may leave some out.
    """
    read = {(item.answer.part, item.answer.url) for item in took}
    failed = {item.answer.part for item in took if item.reading.verdict is Verdict.FAILED}
    missing: dict[str, list[Request]] = {}
    for request in further(took):
        whole = request.part in failed or source.part(request.part).coverage is not Coverage.SNAPSHOT
        if not whole and address_of(request) not in read:
            missing.setdefault(request.part, []).append(request)
    return (*took, *(left_out(source, part, requests, took[-1].answer.read_at) for part, requests in missing.items()))


def left_out(source: Source, part: str, requests: Sequence[Request], at: datetime) -> Took:
    """Return the failed reading that stands for pages which were led to and not asked for."""
    reason = f"{source.name}/{part}: expected every page that is led to, found {len(requests)} that were not read"
    answer = Failure(part=part, url=redact(requests[0].url), read_at=at, reason=reason)
    return Took(answer=answer, reading=PartReading(part=part, verdict=Verdict.FAILED, reason=reason))
