"""How fast NOTAMs are read, as ratios within one run: `python tests/benchmarks/bench_notam.py`.

Measured are (1) typed reading without items D and E against one whole-message regular expression on the texts that it
matches, (2) reading with D and E against the Python peers on the texts that each accepts, (3) rates by layout, (4) peak
memory. Every figure of a pair comes from the same process kind, best of five passes; peers run in processes of their own.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
MATERIAL = Path(os.environ.get("ADVISORIES_MATERIAL", ROOT.parent / "shared"))
PASSES = 5
LIMIT_MB = 60
FASTER_THAN_REGEX, FASTER_THAN_PEER = 1.1, 2.0

# One pattern for a whole message, 22 named groups: what a reader without types would do.
WHOLE = re.compile(
    r"\(?(?P<series>[A-Z])(?P<number>\d{4})/(?P<year>\d{2})\s+NOTAM(?P<type>[NRC])(?:\s+(?P<reference>[A-Z]\d{4}/\d{2}))?\s+"
    r"Q\)\s*(?P<fir>[A-Z]{3,4})\s*/\s*(?P<code>Q[A-Z]{4})\s*/\s*(?P<traffic>[IVK]*)\s*/\s*(?P<purpose>[NBOMK]*)\s*/"
    r"\s*(?P<scope>[AEWK]*)\s*/\s*(?P<lower>\d{3})\s*/\s*(?P<upper>\d{3})\s*/\s*"
    r"(?:(?P<lat>\d{4}[NS])(?P<lon>\d{5}[EW])(?P<radius>\d{3})?)?\s*"
    r"A\)\s*(?P<a>.+?)\s*B\)\s*(?P<b>\d{10})\s*(?:C\)\s*(?P<c>\d{10}\s*(?:EST)?|PERM)\s*)?"
    r"(?:D\)\s*(?P<d>.+?)\s*)?E\)\s*(?P<e>.+?)\s*(?:F\)\s*(?P<f>.+?)\s*G\)\s*(?P<g>.+?))?\s*\)?\s*",
    re.DOTALL,
)


def corpus(name: str) -> list[dict[str, Any]]:
    """Return the rows of a corpus."""
    with gzip.open(MATERIAL / "corpora" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def limit(level: Any) -> str:
    """Return a limit as item F or G prints it."""
    if level.datum in ("SFC", "UNL"):
        return str(level.datum)
    if level.datum == "FL":
        return f"FL{level.value:03.0f}"
    datum = "" if level.datum == "unstated" else f" {level.datum}"
    return f"{level.value:.0f}{level.unit}{datum}"


def canonical(notam: Any) -> str:
    """Return a NOTAM in the one form that every peer knows: no brackets, an item a line, EST glued."""
    reference = f" {notam.reference}" if notam.reference else ""
    latitude, longitude = abs(notam.center[1]) * 60, abs(notam.center[0]) * 60
    place = (
        f"{round(latitude) // 60:02d}{round(latitude) % 60:02d}{'N' if notam.center[1] >= 0 else 'S'}"
        f"{round(longitude) // 60:03d}{round(longitude) % 60:02d}{'E' if notam.center[0] >= 0 else 'W'}"
    )
    end = "PERM" if notam.end is None else f"{notam.end:%y%m%d%H%M}{'EST' if notam.end_kind == 'estimated' else ''}"
    limits = f"\nF) {limit(notam.lower)} G) {limit(notam.upper)}" if notam.lower and notam.upper else ""
    schedule = f"\nD) {' '.join(notam.schedule.split())}" if notam.schedule else ""
    return (
        f"{notam.number} NOTAM{notam.type}{reference}\n"
        f"Q) {notam.fir}/{notam.qcode}/{notam.traffic}/{notam.purpose}/{notam.scope}/"
        f"{notam.lower_fl:03d}/{notam.upper_fl:03d}/{place}{int(notam.radius_nm or 999):03d}\n"
        f"A) {' '.join(notam.locations)}\nB) {notam.start:%y%m%d%H%M}\nC) {end}{schedule}\nE) {notam.text}{limits}"
    )


def readers() -> dict[str, Callable[[], Callable[[str], Any]]]:
    """Return what can be measured, by name; each is imported only in the process that measures it."""
    return {
        "regex": lambda: WHOLE.fullmatch,
        "ours": _ours,
        "ours with D and E": _ours_whole,
        "aviconv-notam": _aviconv,
        "avwx-engine": _avwx,
    }


def _ours() -> Callable[[str], Any]:
    read: Callable[[str], Any] = importlib.import_module("advisories.notam").parse
    return read


def _ours_whole() -> Callable[[str], Any]:
    parse = _ours()

    def read(text: str) -> Any:
        notam = parse(text)
        return notam.schedule_read, notam.shapes_read

    return read


def _aviconv() -> Callable[[str], Any]:
    read: Callable[[str], Any] = importlib.import_module("aviconv_notam.parser").parse
    return read


def _avwx() -> Callable[[str], Any]:
    kind = importlib.import_module("avwx").Notams
    return lambda text: kind.from_report(text).data[0]


def accepted(read: Callable[[str], Any], texts: Iterable[str]) -> list[int]:
    """Return the places of the texts that a reader takes without an exception and with a result."""
    places = []
    for place, text in enumerate(texts):
        try:
            if read(text) is not None:
                places.append(place)
        except Exception:  # noqa: BLE001 (a peer may raise anything; that is what is counted)
            continue
    return places


def rate(read: Callable[[str], Any], texts: list[str]) -> float:
    """Return texts per second, best of five passes."""
    best = float("inf")
    for _ in range(PASSES):
        start = time.perf_counter()
        for text in texts:
            read(text)
        best = min(best, time.perf_counter() - start)
    return len(texts) / best


def peak_memory() -> float:
    """Return this process's peak resident size in MB; where the system tells, without what a parent left behind."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def work(name: str, texts: list[str], *, choose: bool) -> dict[str, Any]:
    """Measure one reader in this process; with `choose` also say which texts it accepts."""
    read = readers()[name]()
    places = accepted(read, texts) if choose else list(range(len(texts)))
    chosen = [texts[place] for place in places]
    measured = rate(read, chosen) if chosen else 0.0
    return {"rate": measured, "places": places, "rss": peak_memory()}


def run(name: str, texts: list[str], *, choose: bool = False) -> dict[str, Any]:
    """Measure one reader in a process of its own."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(texts, file)
        file.flush()
        command = [sys.executable, __file__, "--worker", name, "--texts", file.name, *(["--choose"] if choose else [])]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
        )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def report() -> bool:
    """Print all figures; return whether every bar is met."""
    sys.path.insert(0, str(ROOT))
    parse = _ours()
    world = corpus("notam-world")
    met = []
    layouts = {fmt: [row["raw"] for row in world if row["fmt"] == fmt] for fmt in sorted({row["fmt"] for row in world})}
    layouts["US domestic and military"] = [row["all"].replace("\\n", "\n") for row in corpus("notam-us-2022-06-01")]
    layouts["UK XML"] = [row["xml"] for row in corpus("notam-uk-2025")[:4000]]
    icao = [text for fmt, texts in layouts.items() if fmt.startswith("icao") for text in texts]

    matched = [text for text in icao if WHOLE.fullmatch(text)]
    pairs = [(run("regex", matched)["rate"], run("ours", matched)["rate"]) for _ in range(3)]
    ratio = sorted(ours / floor for floor, ours in pairs)[1]
    met.append(ratio >= FASTER_THAN_REGEX)
    print(
        f"without D and E: {pairs[-1][1]:,.0f}/s, one regular expression {pairs[-1][0]:,.0f}/s on {len(matched)} texts: {ratio:.2f} (bar {FASTER_THAN_REGEX})"
    )

    read = [parse(text) for text in icao]
    forms = [
        canonical(notam)
        for notam in read
        if notam.type and notam.center and notam.start and notam.type != "C" and notam.upper_fl is not None
    ]
    for peer in ("aviconv-notam", "avwx-engine"):
        theirs = run(peer, forms, choose=True)
        same = [forms[place] for place in theirs["places"]]
        ours = run("ours with D and E", same)
        ratio = ours["rate"] / theirs["rate"]
        met.append(ratio >= FASTER_THAN_PEER)
        print(
            f"with D and E: {ours['rate']:,.0f}/s, {peer} {theirs['rate']:,.0f}/s on the {len(same)} of {len(forms)} it accepts: {ratio:.2f} (bar {FASTER_THAN_PEER})"
        )

    print("by layout, NOTAM/s without and with D and E:")
    for name, texts in layouts.items():
        print(f"  {name:34} {run('ours', texts)['rate']:10,.0f} {run('ours with D and E', texts)['rate']:10,.0f}")
    rss = run("ours with D and E", icao)["rss"]
    met.append(rss <= LIMIT_MB)
    print(f"peak memory with D and E on {len(icao)} texts, the texts included: {rss:.0f} MB (bar {LIMIT_MB})")
    return all(met)


def main() -> None:
    """Run the benchmark, or one worker of it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--worker")
    arguments.add_argument("--texts", type=Path)
    arguments.add_argument("--choose", action="store_true")
    chosen = arguments.parse_args()
    if chosen.worker:
        texts = json.loads(chosen.texts.read_text(encoding="utf-8"))
        print(json.dumps(work(chosen.worker, texts, choose=chosen.choose)))
    else:
        sys.exit(0 if report() else 1)


if __name__ == "__main__":
    main()
