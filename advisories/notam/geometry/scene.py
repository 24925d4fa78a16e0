"""The state of one reading of item E: the text and its positions, how far it is used up, and the shapes so far."""

from __future__ import annotations

from typing import Any, Final

from advisories.geo.positions import Position
from advisories.geo.shapes import AnyShape, Named
from advisories.notam.diagnostics import Diagnostic
from advisories.notam.geometry import labels, lengths, words
from advisories.notam.geometry.plain import Plain
from advisories.notam.geometry.rings import Run

_NAME_LEAD: Final = 160
_LEVELS_TAIL: Final = 120
_EXCEPT_LEAD: Final = 60
TAIL: Final = 170
# So much of the words behind a size may stand beyond the stretch in which it is looked for.
_OVER: Final = 4


def diagnostic(plain: Plain, code: str, message: str, start: int, end: int) -> Diagnostic:
    """Return what could not be read of item E, at a span of the plain text."""
    first, last = plain.span(start, end)
    return Diagnostic(code=code, item="E", message=message, start=first, end=last)


class Scene:
    """What is known of a text while its positions are gone through."""

    __slots__ = ("_bearings", "carried", "diagnostics", "plain", "positions", "shapes", "text", "used")

    def __init__(self, plain: Plain, positions: list[Position]) -> None:
        """Begin before the first of `positions`, which are all of the plain text."""
        self.plain = plain
        self.text = plain.text
        self.positions = positions
        self.used = 0
        self.carried: lengths.Measured | None = None
        self._bearings: bool | None = None
        self.shapes: list[AnyShape] = []
        self.diagnostics: list[Diagnostic] = []

    def doubt(self, code: str, message: str, start: int, end: int) -> None:
        """Note what could not be read."""
        self.diagnostics.append(diagnostic(self.plain, code, message, start, end))

    def until(self, index: int) -> int:
        """Return where the next position begins, or the text ends."""
        return self.positions[index].start if index < len(self.positions) else len(self.text)

    def speaks_of_bearings(self) -> bool:
        """Return whether the text can hold a sector; looked for once, as a text may hold many positions."""
        if self._bearings is None:
            self._bearings = words.BEARING_HINT.search(self.text) is not None
        return self._bearings

    def speaks_of_sides(self, start: int, end: int) -> bool:
        """Return whether a stretch can word the width of a corridor."""
        return words.SIDES.among(self.text, start, end + _OVER)

    def measures(self, start: int, end: int, *, sides: bool) -> list[lengths.Measured]:
        """Return the sizes worded in a stretch of the text; where only widths count (`sides`), none if none is worded."""
        return [] if sides and not self.speaks_of_sides(start, end) else lengths.measures(self.text, start, end)

    def behind(self, run: Run, *, sides: bool = False) -> list[lengths.Measured]:
        """Return the sizes worded between a run and the next position, as `measures` does."""
        return self.measures(run.end, min(self.until(run.next), run.end + TAIL), sides=sides)

    def about(self, start: int, end: int, until: int, **more: Any) -> dict[str, Any]:
        """Return what every shape carries: span, words, name and limits; `until` bounds the limits' own words."""
        lead = self.text[max(self.used, start - _NAME_LEAD) : start]
        first, last = self.plain.span(start, end)
        about = {
            "name": labels.name(lead),
            "start": first,
            "end": last,
            "words": self.plain.original[first:last],
            **more,
        }
        levels = labels.levels(self.text, end, min(until, end + _LEVELS_TAIL))
        if levels is not None:
            about["lower"], about["upper"] = levels
        if words.EXCEPT.search(lead[-_EXCEPT_LEAD:]):
            about["excluded"] = True
        return about

    def named(self, start: int, end: int, name: str = "") -> Named:
        """Return an area of which a stretch of the text only gives words, or a name."""
        first, last = self.plain.span(start, end)
        said = self.text[start:end]
        return Named(
            name=name,
            words=self.plain.original[first:last],
            start=first,
            end=last,
            resolved=False,
            unresolved=(said,),
        )
