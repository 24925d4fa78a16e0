"""Which parts of a run cannot be what their source says now: lists that lost many rows, and older copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from advisories.health import fell
from advisories.intake import Took
from advisories.model import Verdict
from advisories.ruling import Memory
from advisories.sources.base import Coverage, PartReading, Record, Source

DOUBTED: Final = 2
"""How many readings in a row of one part that lost many rows are not believed."""
FELL: Final = "rows fell from"
OLD_COPIES: Final = 72
OLD: Final = "revisions go forward"
"""An older copy is believed after so many readings: three days of them, where a source is read every hour."""


def doubted(
    source: Source, took: Sequence[Took], memory: Memory, reasons: Callable[[str, int], Sequence[str]]
) -> tuple[Took, ...]:
    """Return a run's answers, those of them not read that cannot be what their part says now; what it last said stands.

    These are parts that lost many of their rows while another lists as before: believed at the third reading in a row
    that finds it so. Where all are shorter, it is the source that is, and the verdict of the run says so. And those that
    are an older copy of what was read before, by what they print: believed only once they have been it for days. `reasons`
    returns why a part was not read in each of so many runs before this one.
    """
    names = list(dict.fromkeys(one.answer.part for one in took))
    lists = [name for name in names if source.part(name).coverage is Coverage.SNAPSHOT]
    falls = {name: words for name in lists if (words := _fall(source, name, took, memory))}
    failed = {one.answer.part for one in took if one.reading.verdict is Verdict.FAILED}
    if all(name in falls or name in failed for name in lists):
        falls = {}
    older = {name: words for name in names if (words := _older(source, name, took, memory))}
    wrong = {name: words for name, words in falls.items() if not _lasts(FELL, reasons(name, DOUBTED), DOUBTED)}
    wrong |= {name: words for name, words in older.items() if not _lasts(OLD, reasons(name, OLD_COPIES), OLD_COPIES)}
    return tuple(_not_read(one, wrong[one.answer.part]) if one.answer.part in wrong else one for one in took)


def _lasts(words: str, reasons: Sequence[str], count: int) -> bool:
    return len(reasons) == count and all(words in reason for reason in reasons)


def _not_read(took: Took, reason: str) -> Took:
    return msgspec.structs.replace(
        took, reading=PartReading(part=took.answer.part, verdict=Verdict.FAILED, reason=reason)
    )


def _fall(source: Source, name: str, took: Sequence[Took], memory: Memory) -> str:
    """Return in words how many rows a part lost that was read whole, all its pages together."""
    rows, earlier = _read_anew(name, took), _earlier(name, memory)
    if rows is None or earlier is None or not fell(len(rows), len(earlier)):
        return ""
    return f"{source.name}/{name}: {FELL} {len(earlier)} to {len(rows)}"


def _older(source: Source, name: str, took: Sequence[Took], memory: Memory) -> str:
    """Return in words how a part that was read whole shows that it is an older copy of itself."""
    rows, earlier = _read_anew(name, took), _earlier(name, memory)
    if rows is None or earlier is None:
        return ""
    words = source.went_back(name, rows, earlier)
    return f"{source.name}/{name}: {words} ({OLD})" if words else ""


def _read_anew(name: str, took: Sequence[Took]) -> tuple[Record, ...] | None:
    """Return what all pages of a part hold, None where one was not read or all are what they were."""
    mine = [one for one in took if one.answer.part == name]
    if all(one.same for one in mine) or any(one.reading.verdict is Verdict.FAILED for one in mine):
        return None
    return tuple(record for one in mine for record in one.reading.records)


def _earlier(name: str, memory: Memory) -> tuple[Record, ...] | None:
    """Return what all pages of a part held when they were last read well, None where that is not remembered."""
    earlier = [part.records for (known, _), part in memory.parts.items() if known == name]
    if not earlier:
        return None
    found: list[Record] = []
    for records in earlier:
        if records is None:
            return None
        found += records
    return tuple(found)
