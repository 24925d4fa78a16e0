"""What the attempted parts of a source held: each answer read under the source's hooks, or known to be what it was.

A 304, or bytes that are those of the last good reading, are not read again: the part says what it last said. Parts
that were not attempted, or that failed, lend the records of their last good reading, marked as not fresh: they may
complete what fresh parts list, but they list nothing themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from advisories.model import Answer, Failure, Request, Response, Unchanged, Validators, Value, Verdict
from advisories.sources.base import PartReading, PartRecords, Record, Source, read_part

Address = tuple[str, str]
"""A part and the address it was asked at."""


class PartMemory(Value, frozen=True):
    """What the last good reading of a part left. `records` are kept only where a source has several parts."""

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
    """What the attempted parts held, before anything is decided."""

    took: tuple[Took, ...]
    records: Mapping[str, PartRecords]

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


def take_one(source: Source, answer: Answer, memory: Mapping[Address, PartMemory], *, trust_same: bool) -> Took:
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
    return Took(answer=answer, reading=read_part(source, answer), sha256=digest)


def _as_before(part: str, earlier: PartMemory) -> PartReading:
    return PartReading(part=part, verdict=Verdict.OK, records=earlier.records or ())


def gather(source: Source, took: Sequence[Took], memory: Mapping[Address, PartMemory]) -> Taken:
    """Return what all answers of a run hold together, completed from memory where a part has no good answer."""
    records: dict[str, PartRecords] = {}
    for part in source.parts:
        good = [item for item in took if item.reading.part == part.name and item.reading.verdict is not Verdict.FAILED]
        if good:
            merged = tuple(record for item in good for record in item.reading.records)
            records[part.name] = PartRecords(records=merged, read_at=max(item.answer.read_at for item in good))
        else:
            carried = [earlier for (name, _), earlier in memory.items() if name == part.name and earlier.records]
            if carried:
                merged = tuple(record for earlier in carried for record in earlier.records or ())
                read_at = max(earlier.read_at for earlier in carried)
                records[part.name] = PartRecords(records=merged, read_at=read_at, fresh=False)
    return Taken(took=tuple(took), records=records)


def further(taken: Iterable[Took]) -> tuple[Request, ...]:
    """Return the further parts that what was read leads to, each once."""
    return tuple(dict.fromkeys(request for item in taken for request in item.reading.follow))
