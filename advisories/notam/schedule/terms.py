"""What a schedule is made of once read: points of the day, spans, days, groups. All days are UTC days."""

from __future__ import annotations

from functools import lru_cache

from advisories.model import Value
from advisories.notam.schedule.tokens import DAY_MINUTES


class Point(Value, frozen=True):
    """A time of day in UTC: `minute` after 00:00, or minutes after sunrise (`SR`) or sunset (`SS`) where `sun` is set."""

    minute: int = 0
    sun: str = ""


class Span(Value, frozen=True):
    """From one point to another.

    `over` counts the days between the two where both dates are printed; without it the end is the first one after the
    start, so that a period over midnight belongs to its start day (OPADD, item D).
    """

    start: Point
    end: Point
    over: int | None = None

    @property
    def overnight(self) -> bool:
        """Return whether the period passes midnight by its printed times."""
        return not self.start.sun and not self.end.sun and self.end.minute <= self.start.minute


class Days(Value, frozen=True):
    """Days of a group: `ranges` of day ordinals (first and last), cut down to the weekdays of `weekdays` (Monday is 1).

    No range means every day. `annual` ranges return each year: a month and day under a validity of more than a year.
    """

    ranges: tuple[tuple[int, int], ...] = ()
    weekdays: int = 127
    annual: bool = False


class Group(Value, frozen=True):
    """Spans on days, without the cuts that follow EXC.

    No `days` means daily. `holiday` marks days that only a national calendar knows: its periods are possible, never
    certain. A cut without spans removes whole days, by the day on which a period starts.
    """

    days: tuple[Days, ...] = ()
    spans: tuple[Span, ...] = ()
    cuts: tuple[Group, ...] = ()
    holiday: bool = False


@lru_cache(maxsize=4096)
def clock_span(start: int, end: int) -> Span:
    """Return the span between two minutes of the day."""
    return Span(start=Point(minute=start), end=Point(minute=end))


SUN_EVENTS = ("SR", "SS")
WHOLE_DAY = Span(start=Point(), end=Point(minute=DAY_MINUTES))
NAMED_SPANS = (
    WHOLE_DAY,
    Span(start=Point(sun="SR"), end=Point(sun="SS")),
    Span(start=Point(sun="SS"), end=Point(sun="SR")),
)
