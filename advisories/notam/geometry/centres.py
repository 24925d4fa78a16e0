"""Circles about places that are only named, and texts that hold no area at all."""

from __future__ import annotations

import re
from typing import Final

from advisories.geo.coordinates import hinted
from advisories.geo.shapes import Circle, Fix
from advisories.notam.geometry import rings, words
from advisories.notam.geometry.plain import Plain

_SIZED: Final = re.compile(r"\d\s?(?:NM|KM|M|FT)\s{0,2}(?:-?RADI|OF\s|FM\s|FROM\s|AROUND)")


def says_nothing(text: str) -> bool:
    """Return whether a plain text on one line holds neither a position nor a size about a named place, for certain."""
    if "\n" in text or "  " in text or not text.isascii() or not text.isprintable() or not text.isupper():
        return False
    return not hinted(text) and "RADI" not in text and not _SIZED.search(text)


def named_centres(plain: Plain) -> tuple[Circle, ...]:
    """Return the circles about places that are only named."""
    if "RADI" not in plain.text and not _SIZED.search(plain.text):
        return ()
    shapes: list[Circle] = []
    for size in words.measures(plain.text, 0, len(plain.text)):
        if size.kind != "radius":
            continue
        match = words.NAMED_CENTRE.match(plain.text, size.end)
        if match is None:
            continue
        centre = rings.fix(match[1]) or Fix(words=" ".join(match[1].split()).strip(" -,:"))
        first, last = plain.span(size.start, match.end())
        shapes.append(
            Circle(
                centre=centre,
                radius=size.length,
                words=plain.original[first:last],
                start=first,
                end=last,
                resolved=False,
                unresolved=(centre.words,),
            )
        )
    return tuple(shapes)
