"""How long until a source is read again: never more often than it says, never given up."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from advisories.model import Verdict

FIRST_WAIT: Final = timedelta(minutes=5)
LONGEST_WAIT: Final = timedelta(days=1)
MOST_CADENCES: Final = 8
JITTER: Final = 0.1
LONGEST_JITTER: Final = timedelta(minutes=2)


def wait(cadence: timedelta, failures: int, verdict: Verdict, *, blocked: bool = False) -> timedelta:
    """Return how long until the next reading: the cadence, unless the run failed.

    After a failure it is five minutes, so that a passing fault costs little, doubled with each failure in a row; a
    host that refuses us is asked no sooner than after two cadences. It grows to eight cadences or a day, whichever is
    less, and never gives up. `failures` are those in a row before this run.
    """
    if verdict is not Verdict.FAILED:
        return cadence
    first = cadence * 2 if blocked else min(cadence, FIRST_WAIT)
    longest = max(cadence, min(cadence * MOST_CADENCES, LONGEST_WAIT))
    return min(first * (1 << min(failures, 20)), longest)


def jitter(source: str, now: datetime, pause: timedelta) -> timedelta:
    """Return what is added to a pause so that sources drift apart: up to a tenth of it and two minutes.

    It depends on source and time alone, so that the same run told again gives the same.
    """
    drawn = int.from_bytes(hashlib.sha256(f"{source} {now.timestamp()}".encode()).digest()[:4]) / (1 << 32)
    return min(pause * JITTER, LONGEST_JITTER) * drawn
