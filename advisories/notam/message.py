"""What a NOTAM is once it has been read."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import msgspec

from advisories.geo.shapes import AnyShape, Circle, Length, Place, first_place
from advisories.model import EndKind, Level, Value
from advisories.notam import form, qcodes
from advisories.notam.diagnostics import Diagnostic
from advisories.notam.geometry import Shapes, geojson, read_shapes
from advisories.notam.lazily import lazily
from advisories.notam.schedule import Schedule, read_schedule

Period = tuple[datetime, datetime]
_EFFECTIVE: Final = re.compile(r"(\d{10})[^\d(]{0,12}(?:\([^()]{0,60}\)[\s,.]{0,9})?UNTIL\s{1,9}(\d{10})")


class Layout(StrEnum):
    """How the text was laid out when it reached us."""

    ICAO = "ICAO"
    ISO = "ISO-dated"
    SOFIA = "SOFIA"
    FIELDS = "fields"
    US_DOMESTIC = "US domestic"
    NOTICE = "notice"
    UNKNOWN = "unknown"


class MessageKind(StrEnum):
    """What sort of message it is (ICAO Doc 10066, appendices 3 to 6; checklists and triggers: OPADD)."""

    NOTAM = "NOTAM"
    CHECKLIST = "checklist"
    TRIGGER = "trigger"
    SNOWTAM = "SNOWTAM"
    ASHTAM = "ASHTAM"
    BIRDTAM = "BIRDTAM"
    UNKNOWN = "unknown"


class NotamType(StrEnum):
    """New, replacing or cancelling (ICAO Annex 15)."""

    NEW = "N"
    REPLACE = "R"
    CANCEL = "C"


class Notam(Value, frozen=True, dict=True):
    """One NOTAM as typed fields beside the text that they were read from.

    `raw` is the text as given; `text` item E (US domestic: the words after the location, without the times) and
    `schedule` item D, both as published but for line ends and HTML entities. `number` is `A0012/25`, `05/142`
    (US domestic, number within the month) or `2/1003` (FDC), and empty where it could not be read. `series`, `serial`,
    `year` and `month` are its parts; a US domestic NOTAM's identity is `nof` (its accountability), number, year and
    month. `reference` is the NOTAM that this one replaces or cancels.

    `fir`, `qcode` (five letters with the Q), `traffic`, `purpose`, `scope`, `lower_fl`, `upper_fl` (flight levels) and
    `center` ((longitude, latitude) in decimal degrees, WGS-84) come from the qualifier line; `radius_nm` is in nautical
    miles, None where none is printed or where 999 says "no circle". `start` and `end` (items B and C) are aware UTC,
    `start_words` and `end_words` what was printed; `immediate` is WIE, with immediate effect. `lower` and `upper` are
    items F and G (US domestic: the one band named in the text).

    `text_at` and `schedule_at` are where `text` and `schedule` begin in the text as read, for the spans of diagnostics.
    """

    raw: str
    layout: Layout = Layout.UNKNOWN
    kind: MessageKind = MessageKind.UNKNOWN
    number: str = ""
    series: str = ""
    serial: int | None = None
    year: int | None = None
    month: int | None = None
    nof: str = ""
    type: NotamType | None = None
    reference: str = ""
    fir: str = ""
    qcode: str = ""
    traffic: str = ""
    purpose: str = ""
    scope: str = ""
    lower_fl: int | None = None
    upper_fl: int | None = None
    center: tuple[float, float] | None = None
    radius_nm: float | None = None
    locations: tuple[str, ...] = ()
    keyword: str = ""
    start: datetime | None = None
    start_words: str = ""
    immediate: bool = False
    end: datetime | None = None
    end_words: str = ""
    end_kind: EndKind = EndKind.NOT_STATED
    schedule: str = ""
    schedule_at: int = 0
    text: str = ""
    text_at: int = 0
    lower: Level | None = None
    upper: Level | None = None
    part: int | None = None
    parts: int | None = None
    created: datetime | None = None
    source: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def subject(self) -> str:
        """Return what the Q-code is about in words (ICAO Doc 8126), empty where the code is unknown or plain language."""
        return qcodes.subject(self.qcode)

    @property
    def condition(self) -> str:
        """Return the state of the subject by Q-code in words (ICAO Doc 8126), empty where unknown or plain language."""
        return qcodes.condition(self.qcode)

    @lazily
    def schedule_read(self) -> Schedule | None:
        """Return item D as intervals between B and C, read when first asked for; None where the NOTAM has none."""
        return read_schedule(self._schedule_words, start=self.start, end=self.end) if self.schedule else None

    @lazily
    def _overdue(self) -> Schedule | None:
        """Return item D as intervals without an end, for the time after an estimated end."""
        return read_schedule(self._schedule_words, start=self.start, end=None) if self.schedule else None

    @property
    def _schedule_words(self) -> str:
        """Return item D in capitals; the times of a US restriction, `EFFECTIVE … UTC (…) UNTIL …`, in item D's form."""
        words = self.schedule.upper()
        if self.layout is Layout.US_DOMESTIC and words.startswith("EFFECTIVE"):
            return ", ".join(f"{begin} TO {end}" for begin, end in _EFFECTIVE.findall(words))
        return words

    @lazily
    def shapes_read(self) -> Shapes:
        """Return the shapes that item E describes, read when first asked for."""
        return read_shapes(self.text.upper())

    @property
    def last(self) -> datetime | None:
        """Return the end that the clock may pass; an estimated end never ends anything by itself."""
        return self.end if self.end_kind is EndKind.FIXED else None

    def periods(self, start: datetime, end: datetime) -> tuple[Period, ...]:
        """Return when the NOTAM applies between two aware times: half-open intervals in UTC, in order.

        They lie within items B and C; an estimated, permanent or open end does not cut them off. Where item D cannot be
        understood, or there is none, the whole time of validity counts, so that nothing in force is left out; so it
        does where sunrise or sunset has no `place`. A NOTAMC applies at no time: it ends another.
        """
        if self.type is NotamType.CANCEL:
            return ()
        first = start if self.start is None else max(start, self.start)
        last = end if self.last is None else min(end, self.last)
        if first >= last:
            return ()
        schedule = self.schedule_read
        if schedule is None or not self.scheduled:
            return ((first, last),)
        if self.end is None or last <= self.end:
            return schedule.periods(first, last, position=self.place)
        periods = schedule.periods(first, self.end, position=self.place) if first < self.end else ()
        later = self._overdue
        if later is None or not later.understood:
            return (*periods, (max(first, self.end), last))
        return (*periods, *later.periods(max(first, self.end), last, position=self.place))

    def active_at(self, time: datetime) -> bool | None:
        """Return whether the NOTAM applies at an aware time, None where item D leaves that open.

        A time outside items B and C is False (an estimated end is not passed by the clock). A NOTAMC is never active.
        """
        if self.type is NotamType.CANCEL or (self.start is not None and time < self.start):
            return False
        if self.last is not None and time >= self.last:
            return False
        schedule = self._overdue if self.end is not None and time >= self.end else self.schedule_read
        return True if schedule is None else schedule.active_at(time, position=self.place)

    @lazily
    def place(self) -> tuple[float, float] | None:
        """Return where the sun rises and sets for item D, (longitude, latitude).

        It is the Q line's centre, else item E's first position; None where neither prints one, or item D needs none.
        """
        if self.center is not None:
            return self.center
        if self.schedule_read is None or not self.schedule_read.needs_position:
            return None
        first = first_place(self.shapes_read.shapes)
        return None if first is None else (first.lon, first.lat)

    @property
    def scheduled(self) -> bool:
        """Return whether item D gives the periods: it is there, understood, and has the place that it needs."""
        schedule = self.schedule_read
        if schedule is None or not schedule.understood:
            return False
        return not schedule.needs_position or self.place is not None

    def geometry(self) -> dict[str, Any] | None:
        """Return the area as GeoJSON (RFC 7946), from item E if it describes one, else from the Q line's circle.

        None where neither does: the text names no shape, and the Q line prints no centre, or a radius of 999.
        """
        return self._geometry[0]

    @property
    def geometry_from(self) -> str:
        """Return where the geometry comes from: `text`, `qline` or `none`."""
        return self._geometry[1]

    @lazily
    def _geometry(self) -> tuple[dict[str, Any] | None, str]:
        drawn = geojson(self.shapes_read.shapes)
        if drawn is not None:
            return drawn, "text"
        circle = self.qline_circle
        return (None, "none") if circle is None else (geojson((circle,)), "qline")

    @property
    def qline_circle(self) -> Circle | None:
        """Return the circle that the Q line prints around the area concerned, in NM; None without centre or radius."""
        if self.center is None or not self.radius_nm:
            return None
        longitude, latitude = self.center
        return Circle(centre=Place(lat=latitude, lon=longitude), radius=Length(value=self.radius_nm, unit="NM"))

    @property
    def shapes(self) -> tuple[AnyShape, ...]:
        """Return the parametric shapes of the text, or the Q line's circle where the text describes none."""
        if self.shapes_read.shapes:
            return self.shapes_read.shapes
        circle = self.qline_circle
        return () if circle is None else (circle,)

    @property
    def shapes_from(self) -> str:
        """Return where `shapes` come from: `text`, `qline` or `none`."""
        return "text" if self.shapes_read.shapes else "none" if self.qline_circle is None else "qline"

    @lazily
    def all_diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what could not be read, in items D and E too, with spans in `raw`."""
        schedule = self.schedule_read
        return (
            *self.diagnostics,
            *(self._placed(fault, self.schedule_at) for fault in (schedule.diagnostics if schedule else ())),
            *(self._placed(fault, self.schedule_at) for fault in self._sunless()),
            *(self._placed(fault, self.text_at) for fault in self.shapes_read.diagnostics),
        )

    def _sunless(self) -> tuple[Diagnostic, ...]:
        """Return that sunrise or sunset has no place, where it has none."""
        schedule = self.schedule_read
        if schedule is None or not schedule.understood or self.scheduled:
            return ()
        message = "sunrise or sunset without a place: the whole validity counts"
        return (Diagnostic(code="d-no-place", item="D", message=message, end=len(self.schedule)),)

    def _placed(self, fault: Diagnostic, offset: int) -> Diagnostic:
        """Return a diagnostic of one item with its span in the text given; fields have no place in a record."""
        read = form.plain(self.raw)
        begin, end = (
            (0, 0)
            if self.layout is Layout.FIELDS
            else (form.located(self.raw, read, at + offset) for at in (fault.start, fault.end))
        )
        return msgspec.structs.replace(fault, start=begin, end=end)
