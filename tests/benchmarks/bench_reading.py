"""How many advisories a second are read: `python tests/benchmarks/bench_reading.py [LINES.jsonl]`.

The file holds JSON lines with issuer, reference and text; without one, texts in our own words are read.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from advisories.reading import read

COUNT = 10_000
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


def texts(path: Path | None) -> list[tuple[str, str]]:
    """Return issuer and text of every line of a file, or our own."""
    if path is None:
        return OWN
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [(line["issuer"], line["text"]) for line in lines]


def main() -> None:
    """Read `COUNT` texts and print how long it took."""
    given = texts(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    start = time.perf_counter()
    for index in range(COUNT):
        issuer, text = given[index % len(given)]
        read(text, issuer=issuer)
    seconds = time.perf_counter() - start
    size = sum(len(given[index % len(given)][1]) for index in range(COUNT))
    print(f"{COUNT} texts, {size / 1e6:.1f} MB: {COUNT / seconds:.0f} texts/s, {seconds / COUNT * 1e6:.0f} µs a text")


if __name__ == "__main__":
    main()
