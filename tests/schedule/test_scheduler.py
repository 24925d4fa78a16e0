"""What the scheduler itself meets becomes visible: missed, overrunning and failing passes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobExecutionEvent,
    JobSubmissionEvent,
)

from advisories import schedule
from advisories.faults import Faults
from advisories.schedule import TICK, heard
from tests.schedule.made import Watch

MINUTE = timedelta(minutes=1)


def events(watch: Watch) -> dict[str, JobExecutionEvent | JobSubmissionEvent]:
    """Return each event of the scheduler that means trouble, by the fault it should become."""
    due = [watch.now]
    return {
        "missed": JobExecutionEvent(EVENT_JOB_MISSED, TICK, "default", watch.now),
        "overrun": JobSubmissionEvent(EVENT_JOB_MAX_INSTANCES, TICK, "default", due),
        "tick": JobExecutionEvent(
            EVENT_JOB_ERROR, TICK, "default", watch.now, exception=KeyError("gone"), traceback="Traceback"
        ),
    }


@pytest.mark.parametrize(
    ("kind", "words"),
    [("missed", "was not made"), ("overrun", "still under way"), ("tick", "internal fault, see the log: KeyError")],
)
def test_trouble_of_the_scheduler_is_a_fault_on_record(
    watch: Watch, kind: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is told once in the log, counted after that, and kept for status."""
    for _ in range(3):
        heard(watch.desk, events(watch)[kind])
    watch.tick()
    assert words in watch.faults()[kind]
    (fault,) = (one for one in watch.store.operation.faults() if one.kind == kind)
    assert fault.times == 3
    assert capsys.readouterr().err.count(f"level=error event=fault kind={kind} ") == 1


def test_an_internal_fault_makes_a_pass_unhealthy_until_one_goes_well(watch: Watch) -> None:
    """A pass that raised what nobody expected is no sign of life."""
    heard(watch.desk, events(watch)["tick"])
    passed = watch.tick()
    assert passed
    assert not passed.healthy


def test_a_fault_that_was_open_at_the_end_stays_open_at_the_next_start(watch: Watch) -> None:
    """Its beginning is remembered, and its end is told once."""
    watch.tick()
    began = watch.now
    watch.desk.faults.note("publishing", "no room", began)
    watch.desk.faults.keep(watch.store)
    again = Faults(watch.store.operation.faults())
    again.note("publishing", "no room", began + MINUTE)
    (fault,) = again.open
    assert (fault.since, fault.times) == (began, 2)
    again.over("publishing", began + 2 * MINUTE)
    assert again.open == ()


def test_the_scheduler_is_set_to_run_late_rather_than_never(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Due passes are merged, made however late, and never two at once; times are UTC, jobs in memory."""
    made: dict[str, Any] = {}

    class Scheduler:
        """Remembers what it is set to, and ends at once."""

        def __init__(self, **options: Any) -> None:
            made.update(options)

        def add_job(self, *_: Any, **options: Any) -> None:
            """Remember the job."""
            made["job"] = options

        def add_listener(self, _: Any, mask: int) -> None:
            """Remember what is listened to."""
            made["mask"] = mask

        def start(self) -> None:
            """End at once."""

    monkeypatch.setattr(schedule, "BlockingScheduler", Scheduler)
    schedule.serve(watch.desk)
    assert made["job_defaults"] == {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    assert str(made["timezone"]) == "UTC"
    assert "jobstores" not in made
    assert made["job"]["seconds"] == 30
    assert made["mask"] == EVENT_JOB_MISSED | EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES
