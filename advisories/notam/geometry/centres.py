"""Circles and corridors about places that are only named."""

from __future__ import annotations

import re
from typing import Final

from advisories.geo.shapes import Circle, Corridor, Fix, Named
from advisories.notam.geometry import lengths, rings, words
from advisories.notam.geometry.plain import Plain

_SIZED: Final = words.Signed(
    r"[0-9]\s?(?:NM|KM|M|FT)\s{0,2}(?:-?RADI|OF\s|FM\s|FROM\s|AROUND)", *("RADI", "OF ", "FM ", "FROM ", "AROUND")
)
_LINE: Final = re.compile(
    r"[\s,]{0,3}(?:OF\s)?(?:(?:THE|AN?)\s)?(?:STRAIGHT\s)?LINE\s(?:FM|FROM|BTN|BETWEEN|JOINING)\s"
)
_NAVAID: Final = re.compile(r"(?<![A-Z0-9])([A-Z]{2,3})\s(?:VORTAC|VOR/DME|VOR|NDB|TACAN)(?![A-Z])")
_LINE_REACH: Final = 160
# "A CIRCLE CENTERED AT DUNHUANG VOR'DNH' WITH RADIUS OF 40KM"
_CENTRED: Final = re.compile(
    r"CENT(?:RE|ER)E?D?\s(?:AT|ON)\s([A-Z][A-Z0-9'/\" \-]{1,40}?),?\s(?:(?:WITH|AND|OF)\s)?(?:A\s)?$"
)
_CENTRE_REACH: Final = 80
# "WI 200FT OF TWY B CENTRELINE" is no circle, and no level is a centre.
_NO_CENTRE: Final = re.compile(
    r"RWY|RUNWAY|TWY|TAXI|APRON|STAND|(?<![A-Z])(?:THR|RCL|APN|SFC|GND|ROAD|PATH)(?![A-Z])|THRESHOLD|CENT(?:RE|ER)\s?LINE"
    r"|BEARING|CABLE|CROSSING|OVERRUN|MOVEMENT|SIDE\sOF|^(?:FL\s?\d|[\d,.]{1,7}\s?(?:FT|M)(?![A-Z]))"
)
# "WITHIN 200NM OF THE EASTERN BOUNDARY": a strip along something that is only named.
_EDGE: Final = re.compile(r"BOUNDAR|BORDER|COAST|(?<![A-Z])FIR(?![A-Z])")
_BEARING: Final = re.compile(
    r"\s(?:OF|FM|FROM)\s(BRG\s\d{1,3}(?:\sDEG)?(?:\s(?:MAG|TRUE|T|M))?\s[\d.]{1,6}\s?(?:NM|KM|M)\s(?:FM|FROM|OF)\s[A-Z]{2,5})(?![A-Z])"
)


def named_centres(plain: Plain) -> tuple[Circle | Corridor | Named, ...]:
    """Return what is measured from places that are only named: circles, corridors, strips along borders."""
    text = plain.text
    if "RADI" not in text and "SIDE OF" not in text and not _SIZED.search(text):
        return ()
    shapes: list[Circle | Corridor | Named] = []
    for size in lengths.measures(text, 0, len(text)):
        shape = _circle(plain, size) if size.kind == "radius" else _corridor(plain, size)
        if shape is not None:
            shapes.append(shape)
    return tuple(shapes)


def _circle(plain: Plain, size: lengths.Measured) -> Circle | Named | None:
    match = (
        _BEARING.match(plain.text, size.end)
        or words.NAMED_CENTRE.match(plain.text, size.end)
        or _CENTRED.search(plain.text, max(0, size.start - _CENTRE_REACH), size.start)
    )
    if match is None or _NO_CENTRE.search(match[1]) or plain.text[size.start - 1 : size.start] == "/":
        return None
    centre = rings.fix(match[1]) or Fix(words=" ".join(match[1].split()).strip(" -,:"))
    begin, end = min(size.start, match.start()), max(size.end, match.end())
    first, last = plain.span(begin, end)
    if _EDGE.search(centre.words):
        said = " ".join(plain.text[begin:end].split())
        return Named(words=plain.original[first:last], start=first, end=last, resolved=False, unresolved=(said,))
    return Circle(
        centre=centre,
        radius=size.length,
        words=plain.original[first:last],
        start=first,
        end=last,
        resolved=False,
        unresolved=(centre.words,),
    )


def _corridor(plain: Plain, size: lengths.Measured) -> Corridor | None:
    text = plain.text
    match = _LINE.match(text, size.end)
    if match is None:
        return None
    until = match.end() + _LINE_REACH
    named = list(words.FIX.finditer(text, match.end(), until)) or list(_NAVAID.finditer(text, match.end(), until))
    if not named:
        return None
    first, last = plain.span(size.start, named[-1].end())
    return Corridor(
        line=(),
        half_width=size.length,
        words=plain.original[first:last],
        start=first,
        end=last,
        resolved=False,
        unresolved=tuple(point.group() for point in named),
    )
