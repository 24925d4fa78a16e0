"""Metrics as a file in Prometheus's text form, for the textfile collector of its node exporter.

This module is the only importer of prometheus_client. Names follow Prometheus's own rules: base units, the unit in the
name, `_total` for what only grows. Times are seconds since 1970-01-01T00:00Z; counters begin anew with the process.
Where several workers write one file in turn, it holds no counters: all that it says then comes from the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, write_to_textfile

from advisories import __version__
from advisories.errors import ConfigError
from advisories.known import Fault, SourceHealth
from advisories.model import Value, Verdict

VERDICTS: Final = tuple(verdict.value for verdict in Verdict)


class State(Value, frozen=True):
    """What is told beside the sources: the pass, the edition, deliveries by state, free bytes by folder, faults.

    `seconds` is how long the pass took, None where there are no passes but jobs.
    """

    now: datetime
    healthy_at: datetime | None
    seconds: float | None
    edition: int
    edition_at: datetime | None
    deliveries: Mapping[str, int]
    free: Mapping[str, int]
    faults: tuple[Fault, ...]


class Metrics:
    """The metrics of this process, or with `shared` those that it has in common with others."""

    def __init__(self, *, shared: bool = False) -> None:
        """Begin with every counter at zero."""
        self.registry = CollectorRegistry()
        self._version = self._gauge("build_info", "Which version is at work; always 1.", "version")
        self._version.labels(__version__).set(1)
        if not shared:
            self._passes = self._counter("passes", "Passes that were begun.")
            self._runs = self._counter("runs", "Runs of sources, by verdict.", "source", "verdict")
            self._seconds = self._gauge("last_pass_duration_seconds", "How long the last pass took.")
        self._last_pass = self._gauge("last_pass_timestamp_seconds", "When the last pass ended.")
        self._healthy = self._gauge("last_healthy_pass_timestamp_seconds", "When the last healthy pass ended.")
        self._edition = self._gauge("edition", "The number of the last edition, 0 before the first.")
        self._edition_at = self._gauge("edition_timestamp_seconds", "When the last edition was issued.")
        self._deliveries = self._gauge("deliveries", "Deliveries by state.", "state")
        self._free = self._gauge("free_bytes", "Free space where this is kept.", "folder")
        self._fault = self._gauge("fault", "1 where something is wrong with the program or its surroundings.", "kind")
        self._verdict = self._gauge("source_verdict", "1 for the verdict of the last run.", "source", "verdict")
        self._listed = self._gauge("source_listed", "Advisories that the source lists.", "source")
        self._failures = self._gauge("source_failures", "Failed runs in a row.", "source")
        self._silent = self._gauge("source_silent", "1 where no change came for longer than expected.", "source")
        self._run_at = self._gauge("source_last_run_timestamp_seconds", "The last attempt.", "source")
        self._good_at = self._gauge("source_last_good_timestamp_seconds", "The last run whose news counted.", "source")
        self._changed_at = self._gauge(
            "source_changed_timestamp_seconds", "The last run that found a change.", "source"
        )
        self._next_at = self._gauge("source_next_run_timestamp_seconds", "When it is due again.", "source")

    def begun(self) -> None:
        """Count a pass."""
        self._passes.inc()

    def ran(self, source: str, verdict: Verdict) -> None:
        """Count a run."""
        self._runs.labels(source, verdict.value).inc()

    def write(self, path: Path, state: State, sources: Iterable[SourceHealth]) -> None:
        """Write the file, whole or not at all. Raises `ConfigError` where it cannot be written."""
        self._told(state)
        for gauge in (
            self._verdict, self._listed, self._failures, self._silent,
            self._run_at, self._good_at, self._changed_at, self._next_at,
        ):  # fmt: skip
            gauge.clear()
        for source in sources:
            self._source(source)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_to_textfile(str(path), self.registry)
        except OSError as error:
            raise ConfigError(f"settings: run.metrics: {path}: cannot be written: {error.strerror or error}") from None

    def _told(self, state: State) -> None:
        self._last_pass.set(state.now.timestamp())
        self._healthy.set(state.healthy_at.timestamp() if state.healthy_at else 0)
        if state.seconds is not None:
            self._seconds.set(state.seconds)
        self._edition.set(state.edition)
        self._edition_at.set(state.edition_at.timestamp() if state.edition_at else 0)
        _fill(self._deliveries, state.deliveries)
        _fill(self._free, state.free)
        _fill(self._fault, {fault.kind: 1 for fault in state.faults})

    def _source(self, health: SourceHealth) -> None:
        name = health.source
        for verdict in VERDICTS:
            self._verdict.labels(name, verdict).set(health.verdict is not None and health.verdict.value == verdict)
        self._listed.labels(name).set(health.listed)
        self._failures.labels(name).set(health.failures)
        self._silent.labels(name).set(health.silent)
        moments = (
            (self._run_at, health.run_at),
            (self._good_at, health.good_at),
            (self._changed_at, health.changed_at),
            (self._next_at, health.next_at),
        )
        for gauge, at in moments:
            if at is not None:
                gauge.labels(name).set(at.timestamp())

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(name, words, labels, namespace="advisories", registry=self.registry)

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(name, words, labels, namespace="advisories", registry=self.registry)


def _fill(gauge: Gauge, values: Mapping[str, int]) -> None:
    gauge.clear()
    for label, value in values.items():
        gauge.labels(label).set(value)
