"""How long 10,000 advisories take to be read, against parsing the same texts as NOTAM, in one run.

`python -m tests.benchmarks.bench_reading` reads the labelled texts, or texts in our own words where those are not there;
it prints the ratio with its bar and fails where that is not met. A NOTAM is parsed when all of it has been read: its item
E and schedule are read when they are asked for, so the time of the first step alone is printed beside it.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable

from advisories.notam import Notam, as_json, parse
from advisories.reading import read
from tests.conftest import MATERIAL

COUNT = 10_000
BAR = 3.0
ROUNDS = 3
GOLD = MATERIAL / "gold" / "provisions-dev.jsonl"
OWN = [
    (
        "UK",
        "Security - Hazardous Situation in Peru UK civil air operators are recommended not to enter FIR LIMA (SPIM) below FL 250, except on airway UL1. Potential risk from anti-aircraft weaponry.",
    ),
    (
        "Germany",
        "Civil German air operators are advised to take potential risk into account in their risk assessment and routing decisions within FIR LIMA (SPIM) at and above FL260. This NOTAM overrules the recommendation provided in the currently applicable AIC.",
    ),
    (
        "EASA",
        "SUBJECT: Airspace of Peru AFFECTED AIRSPACE: FIR Lima (SPIM), all altitudes. AFFECTED COUNTRIES: Peru RECOMMENDATIONS: Air operators should: Not operate within the airspace of Peru at or below FL 260. Closely monitor airspace developments in the region and follow all available aeronautical publications.",
    ),
]


def texts() -> list[tuple[str, str]]:
    """Return issuer and text of the labelled texts, or our own."""
    if not GOLD.exists():
        return OWN
    lines = map(json.loads, GOLD.read_text(encoding="utf-8").splitlines())
    return [(line["issuer"], line["text"]) for line in lines]


def spent(work: Callable[[str, str], object], given: list[tuple[str, str]]) -> float:
    """Return the seconds that `COUNT` texts take, each with a number of its own so that nothing is remembered."""
    start = time.perf_counter()
    for index in range(COUNT):
        issuer, text = given[index % len(given)]
        work(issuer, f"{text} REFERENCE {index}.")
    return time.perf_counter() - start


def as_notam(_issuer: str, text: str) -> object:
    """Read a text as the item E of a NOTAM, all of it."""
    return as_json(_parsed(text))


def first_step(_issuer: str, text: str) -> object:
    """Take a NOTAM apart without reading its item E."""
    return _parsed(text)


def _parsed(text: str) -> Notam:
    return parse(f"A0001/26 NOTAMN\nQ) SPIM/QROXX/IV/NBO/W/000/999/\nA) SPIM B) 2601010000 C) 2612310000\nE) {text}")


def as_prose(issuer: str, text: str) -> object:
    """Read a text as official prose."""
    return read(text, issuer=issuer)


def main() -> int:
    """Print the ratio; return 1 where it is over the bar."""
    given = texts()
    rounds = [(spent(as_notam, given), spent(as_prose, given), spent(first_step, given)) for _ in range(ROUNDS)]
    ratio = statistics.median(prose / notam for notam, prose, _ in rounds)
    notam, prose, first = (statistics.median(one[at] for one in rounds) for at in range(3))
    print(f"{COUNT} texts as NOTAM {notam:.2f} s, as prose {prose:.2f} s: ratio {ratio:.2f}, bar {BAR:.1f}")
    print(f"taking the NOTAM apart alone: {first:.2f} s")
    return int(ratio > BAR)


if __name__ == "__main__":
    sys.exit(main())
