"""Kill the sending process at any step, start it again, and count what the mail server got.

`python -m tests.delivery.crashes 200` kills it at 200 steps spread evenly over the whole of a pass (it has some
five hundred) and prints what came of it; the exit status is 1 if any message came twice, was lost, or was left waiting. The
check does the same at the named steps around DATA and the commits.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from advisories.model import Value
from advisories.store import Store
from advisories.store.outbox import Delivery, DeliveryState
from tests.conftest import ROOT
from tests.delivery import made
from tests.delivery.office import Office

READERS = (made.READER, made.OTHER, made.THIRD)
EDITIONS = 2
AT_ONCE = 6
PASSES = 4


class Verdict(Value, frozen=True):
    """What came of one killing: whether the process was killed, and how the messages stand at the end.

    `twice`: came more than once. `lost`: did not come and is not reported as unknown. `waiting`: neither sent nor
    unknown after every retry. `unknown`: reported as such, `arrived` of them having come.
    """

    killed: bool
    twice: int
    lost: int
    waiting: int
    unknown: int
    arrived: int


def sender(url: str, office: Office, now: datetime, told: str = "") -> subprocess.Popen[str]:
    """Start a process that sends what is due, and dies where it is told."""
    command = (sys.executable, "-m", "tests.delivery.sender", url, str(office.port), now.isoformat(), told)
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def steps(folder: Path) -> int:
    """Return how many steps an undisturbed pass has."""
    url = prepared(folder / "whole.sqlite3")
    with closing(Office()) as office, sender(url, office, made.START) as process:
        said, wrong = process.communicate()
    assert process.returncode == 0, wrong
    return int(said.splitlines()[-1].split()[0])


def prepared(path: Path) -> str:
    """Return the URL of a store with editions to send."""
    url = f"sqlite:///{path}"
    with Store(url) as store:
        for _ in range(EDITIONS):
            made.issue(store, *READERS)
    return url


def crash(path: Path, told: str) -> Verdict:
    """Kill a sender on this store where it is told, let others send later what is due then, and judge."""
    url = f"sqlite:///{path}"
    with closing(Office()) as office:
        with sender(url, office, made.START, told) as process:
            _, wrong = process.communicate()
        assert process.returncode in (0, -9), wrong
        with Store(url) as store:
            for again in range(PASSES):
                made.send(store, office, made.Clock(made.START + timedelta(hours=1 + 5 * again)))
            found = store.outbox.entries()
        return _judge(process.returncode == -9, _states(found), office.counts())


def crashes(folder: Path, told: Sequence[str]) -> list[Verdict]:
    """Kill a sender of its own at each of these places, several at once."""
    paths = [folder / f"store-{number}.sqlite3" for number in range(len(told))]
    prepared(folder / "first.sqlite3")
    for path in paths:
        shutil.copy(folder / "first.sqlite3", path)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(crash, paths, told))


def _states(found: tuple[Delivery, ...]) -> dict[tuple[str, int], DeliveryState]:
    """Return states by recipient and edition."""
    return {(one.recipient, one.edition): one.state for one in found}


def _judge(killed: bool, states: dict[tuple[str, int], DeliveryState], counts: Counter[tuple[str, str]]) -> Verdict:
    came = Counter({(to, int(identity.split(".")[1])): count for (to, identity), count in counts.items()})
    unknown = {key for key, state in states.items() if state is DeliveryState.UNKNOWN}
    settled = unknown | {key for key, state in states.items() if state is DeliveryState.SENT}
    assert len(states) == len(READERS) * EDITIONS
    return Verdict(
        killed=killed,
        twice=sum(count > 1 for count in came.values()),
        lost=sum(not came[key] and key not in unknown for key in states),
        waiting=len(states.keys() - settled),
        unknown=len(unknown),
        arrived=sum(bool(came[key]) for key in unknown),
    )


def main(count: int) -> int:
    """Kill at `count` steps, print the figures, and return the exit status."""
    with tempfile.TemporaryDirectory() as name:
        total = steps(Path(name))
        found = crashes(Path(name), [str(round(1 + at * (total - 1) / max(count - 1, 1))) for at in range(count)])
    bad = sum(one.twice + one.lost + one.waiting for one in found)
    print(
        f"{total} steps; killed {sum(one.killed for one in found)} of {count}; messages {count * EDITIONS * len(READERS)}; "
        f"twice {sum(one.twice for one in found)}, lost {sum(one.lost for one in found)}, "
        f"waiting {sum(one.waiting for one in found)}, unknown {sum(one.unknown for one in found)} "
        f"(of which arrived {sum(one.arrived for one in found)})"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
