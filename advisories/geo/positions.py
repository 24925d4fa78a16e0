"""Positions, and how most texts print all of theirs: in one plain notation, which is found without patterns.

A text's *shape* says of each character only what it is: a figure, N or S, E or W, another letter, a blank, a sign. The
plain notations are words of that alphabet, so that one search over the shape finds them. It decides nothing that the
patterns of `coordinates` decide otherwise: what is not plain through and through is left to them.
"""

from __future__ import annotations

from itertools import product
from typing import Final, NamedTuple

import msgspec


class Position(msgspec.Struct, frozen=True, gc=False):
    """A position found in a text: `lat` and `lon` in decimal degrees, `start` and `end` the span of its characters."""

    lat: float
    lon: float
    start: int
    end: int


# Degrees, minutes and minutes with seconds by their digits: looking up takes a third of the time of reckoning.
DEGREES: Final = {f"{n:02}": n for n in range(90)} | {f"{n:03}": n for n in range(180)}
MINUTES: Final = {f"{m:02}": m / 60 for m in range(60)} | {
    f"{m:02}{s:02}": (m + s / 60) / 60 for m, s in product(range(60), repeat=2)
}


def _classes() -> bytes:
    """Return the table that turns a character into its class."""
    kinds = {"0123456789": "d", "NS": "n", "EW": "w", "ABCDFGHIJKLMOPQRTUVXYZ": "L", " ": " ", ",/-": "/"}
    found = {letter: kind for letters, kind in kinds.items() for letter in letters}
    return "".join(found.get(chr(code), ".") for code in range(256)).encode("ascii")


_CLASSES: Final = _classes()


class _Notation(NamedTuple):
    """A plain notation: its shape, and where in it degrees, minutes with seconds and sides stand."""

    shape: bytes
    size: int
    side: int
    degrees: slice
    minutes: slice
    east: int
    degrees_east: slice
    minutes_east: slice
    letters_first: bool


def _notation(shape: str) -> _Notation:
    letters_first = shape[0] == "n"
    side, east = shape.index("n"), shape.index("w")
    first, second = shape.index("d"), shape.index("d", side if not letters_first else east)
    ends = (east if letters_first else side), (len(shape) if letters_first else east)
    return _Notation(
        shape.encode("ascii"),
        len(shape),
        side,
        slice(first, first + 2),
        slice(first + 2, ends[0]),
        east,
        slice(second, second + 3),
        slice(second + 3, ends[1]),
        letters_first,
    )


# 513206N0000059W, 513206N 0000059W, 513206N/0000059W, N513206W0000059, and the same in whole minutes.
_NOTATIONS: Final = tuple(
    map(
        _notation,
        (
            "ddddddndddddddw",
            "ddddddn dddddddw",
            "ddddddn/dddddddw",
            "nddddddwddddddd",
            "ddddndddddw",
            "nddddwddddd",
            "ddddn dddddw",
            "ddddn/dddddw",
        ),
    )
)


# So little between two positions holds no other one.
NOTHING_BETWEEN: Final = 3


def uniform_positions(text: str) -> tuple[list[Position], str]:
    """Return the positions in a text in capitals that are in one plain notation, and what is left beside them.

    What is left may hold more of them in other notations. No positions where none is in a plain notation, or where one
    of them is misprinted.
    """
    shape = text.encode("ascii", "replace").translate(_CLASSES)
    for notation in _NOTATIONS:
        if notation.shape in shape:
            break
    else:
        return [], text
    if b"d" + notation.shape in shape:
        # A figure before the first half would belong to it.
        return [], text
    size, side, degrees, minutes, east, degrees_east, minutes_east, letters_first = notation[1:]
    found: list[Position] = []
    rest: list[str] = []
    end = 0
    try:
        for gap in shape.split(notation.shape)[:-1]:
            start = end + len(gap)
            if len(gap) > NOTHING_BETWEEN:
                rest.append(text[end:start])
            end = start + size
            printed = text[start:end]
            lat = DEGREES[printed[degrees]] + MINUTES[printed[minutes]]
            lon = DEGREES[printed[degrees_east]] + MINUTES[printed[minutes_east]]
            if printed[side] == "S":
                lat = -lat
            if printed[east] == "W":
                lon = -lon
            found.append(Position(lat, lon, start, end))
            if letters_first and _runs_on(gap, shape[end : end + 2]):
                return [], text
    except KeyError:
        return [], text
    rest.append(text[end:])
    return found, "\n".join(rest)


def _runs_on(before: bytes, behind: bytes) -> bool:
    """Return whether what stands beside a position with the letters first may belong to it, or to one that begins sooner."""
    return (
        before.endswith((b"L", b"n", b"w"))
        or before.rstrip(b" ./").endswith(b"d")
        or behind.startswith(b"d")
        or behind in (b".d", b"/d")
    )
