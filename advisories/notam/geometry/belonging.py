"""Which of the sizes worded beside positions is theirs: the width of a line, the radius about a centre."""

from __future__ import annotations

import re
from typing import Final

from advisories.notam.geometry import bounds, lengths, words
from advisories.notam.geometry.rings import Run

REACH: Final = 110
_BEHIND: Final = 150
# A statement of its own between a radius and a position keeps them apart.
_APART: Final = re.compile(
    r"BOUND|ENCLOS|JOINING|(?<![A-Z])(?:HGT|HEIGHT|ELEV|AGL|AMSL|MSL|TEL|FREQ|MHZ|VERTICAL|TLF|REF)(?![A-Z])|\.\s{1,20}(?:[A-Z]{3,}\s){3}"
)
_OF: Final = re.compile(r"^[\s\-:,]{0,6}(?:OF|FROM|FM|AROUND|ABOUT)(?![A-Z])")
_EMPTY: Final = re.compile(r"^[\s\-:,;./()]*$")


def side(run: Run, sizes: list[lengths.Measured], used: int) -> lengths.Measured | None:
    """Return the width that is worded before a line's positions; the text is used up to `used`."""
    sides = [size for size in sizes if size.kind != "radius"]
    if not sides:
        return None
    if len(run.vertices) == 1 and (sizes[-1].kind not in ("side", "half") or sizes[-1].start <= used):
        return None
    # "A CORRIDOR 1KM WIDE IN AREA:" and four corners: the ring is the corridor's own outline.
    outline = run.closed and len(run.vertices) > 3 and sides[-1].kind == "width"
    return None if outline else sides[-1]


def on_route(text: str, start: int, end: int) -> bool:
    """Return whether the words before positions make them a route, which may come back to where it began."""
    return words.ROUTE.search(text, start, end) is not None and not words.AREA.search(text, start, end)


def leads(between: str) -> bool:
    """Return whether a radius is about the position from which `between` parts it."""
    if bounds.central(between) or _OF.search(between):
        return len(between) <= 2 * REACH
    return len(between) <= REACH and not _APART.search(between)


def follows(between: str, ahead: str | None, *, central: bool) -> bool:
    """Return whether a radius is about the position before it, from which `between` parts it.

    `ahead` is what stands between the radius and the next position, None where there is none; `central` says that the
    words before the position speak of a centre.
    """
    if central:
        return True
    if ahead is not None and (
        _OF.search(ahead) or bounds.central(ahead) or (_EMPTY.match(ahead) and not _EMPTY.match(between))
    ):
        return False
    return len(between) <= _BEHIND
