"""The items of a NOTAM found in its text: where each begins and ends (ICAO Annex 15, NOTAM format).

Item letters stand in order: Q, A, B, C, D, E, F, G. The first E) opens the free text; a letter with a bracket inside it
is text, and only a pair of limits at its end is F) and G).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from advisories.model import Level
from advisories.notam import limits

_PAIR: Final = re.compile(rf"F\s?\)\s{{0,10}}({limits.PATTERN})[\s,.;]{{0,80}}G\s?\)\s{{0,10}}({limits.PATTERN})")
_LOWER: Final = re.compile(rf"F\s?\)\s{{0,10}}({limits.PATTERN})")
_UPPER: Final = re.compile(rf"G\s?\)\s{{0,10}}({limits.PATTERN})")
# The limits as nearly all print them, with nothing behind them.
_USUAL_LEVEL: Final = r"(SFC|GND|UNL|FL\d{3}|\d{3,5}FT (?:AMSL|AGL))"
_USUAL: Final = re.compile(rf"F\)[ ]?{_USUAL_LEVEL}\s{{1,9}}G\)[ ]?{_USUAL_LEVEL}\s{{0,9}}\)?\s{{0,9}}")
_WORDS: Final = re.compile(
    r"F\s?\)[ ]{0,4}([^\n()]{1,30}?)[\s,.;]{1,10}G\s?\)[ ]{0,4}([^\n()]{1,30}?)\s{0,20}\)?\s{0,20}"
)
# Behind a pair of limits may stand nothing, the bracket that closes the message, or the next record of a listing.
_END: Final = re.compile(r"""[ .;]{0,40}[\n,'"\])]|[^A-Z0-9]{0,200}(?:$|END PART)""")
_LAST: Final = re.compile(r"""[\s)'".,;\]]{0,40}(?:$|END PART)""")
FOOTER: Final = re.compile(
    r"(?:CREATED\s?:\s{0,4}(\d{1,2})\s([A-Z]{3})\s(\d{4})\s(\d\d):(\d\d)(?::\d\d)?\s{0,10})?"
    r"(?:SOURCE\s?:\s{0,4}([A-Z0-9]{3,8}))?"
)
_TRIES: Final = 8


class Span(NamedTuple):
    """A stretch of the text: begin, end exclusive. Empty where there is none."""

    begin: int
    end: int


NOWHERE: Final = Span(0, 0)


class Tail(NamedTuple):
    """What follows E): the end of the free text, the limits, and the footer's match."""

    text_end: int
    lower: Span
    upper: Span
    footer: re.Match[str] | None


def _is_key(capitals: str, at: int) -> bool:
    """Return whether the letter there can be an item's: nothing of a word stands directly before it."""
    return at == 0 or not capitals[at - 1].isalnum()


def footer(capitals: str, begin: int, end: int) -> re.Match[str] | None:
    """Find `CREATED: … SOURCE: …`, the marks that services add below a NOTAM."""
    at = capitals.find("CREATED", begin, end)
    while at >= 0:
        found = FOOTER.match(capitals, at, end)
        if found and found.end() > at:
            return found
        at = capitals.find("CREATED", at + 1, end)
    at = capitals.rfind("SOURCE", begin, end)
    if at >= 0 and capitals.rfind("\n", begin, at) >= 0 and not capitals[capitals.rfind("\n", begin, at) : at].strip():
        found = FOOTER.match(capitals, at, end)
        if found and found.end() > at and not capitals[found.end() : end].strip(" \n)'\""):
            return found
    return None


def usual_ending(capitals: str, begin: int, end: int) -> tuple[int, Level | None, Level | None]:
    """Return where the free text ends, and the limits, where it ends in a usual way: with the usual limits or none.

    The place is -1 where it ends otherwise; `tail` finds all ways.
    """
    rest = capitals[begin:end]
    if "CREATED" in rest or "SOURCE" in rest:
        return -1, None, None
    at = rest.rfind("F)")
    if at < 0:
        return (-1 if "G)" in rest or "F )" in rest else end), None, None
    usual = _USUAL.fullmatch(rest, at) if _is_key(rest, at) else None
    if usual is None:
        return -1, None, None
    return begin + at, limits.read_level(usual[1]), limits.read_level(usual[2])


def tail(capitals: str, begin: int, end: int) -> Tail:
    """Find where the free text that begins at `begin` ends, and the limits behind it.

    Limits are taken only where both look like limits (or one alone ends the message): a list that happens to have
    points F) and G) is text.
    """
    mark = None
    if capitals.find("CREATED", begin) >= 0 or capitals.find("SOURCE", begin) >= 0:
        mark = footer(capitals, begin, end)
        end = mark.start() if mark else end
    if capitals.find("F)", begin, end) < 0 and capitals.find("G)", begin, end) < 0 and capitals.find("F )", begin) < 0:
        return Tail(end, NOWHERE, NOWHERE, mark)
    return _limits(capitals, begin, end, mark)


def _limits(capitals: str, begin: int, end: int, mark: re.Match[str] | None) -> Tail:
    """Return the limits behind the free text: the last F) that opens a pair of them, or one of them alone."""
    for spelling in ("F)", "F )"):
        at = capitals.rfind(spelling, begin, end)
        for _ in range(_TRIES):
            if at < 0:
                break
            found = _limits_at(capitals, begin, at, end) if _is_key(capitals, at) else _glued(capitals, at, end)
            if found:
                return Tail(at, *found, mark)
            at = capitals.rfind(spelling, begin, at)
    at = capitals.rfind("G)", begin, end)
    if at >= 0 and _is_key(capitals, at):
        alone = _UPPER.match(capitals, at, end)
        if alone and not alone[1].strip().isdigit() and _LAST.match(capitals, alone.end(), end):
            return Tail(at, NOWHERE, Span(*alone.span(1)), mark)
    return Tail(end, NOWHERE, NOWHERE, mark)


def _limits_at(capitals: str, begin: int, at: int, end: int) -> tuple[Span, Span] | None:
    """Return the spans of the limits that open at an F), None where it is a point of a list."""
    listed = capitals.find("A)", begin, at) >= 0
    pair = _PAIR.match(capitals, at, end)
    if pair:
        bare = pair[1].strip().isdigit() and pair[2].strip().isdigit()
        ends = _END.match(capitals, pair.end(), end)
        return (Span(*pair.span(1)), Span(*pair.span(2))) if ends and not (bare and listed) else None
    words = None if listed else _WORDS.fullmatch(capitals, at, end)
    if words and (capitals[at - 1 : at] == "\n" or limits.read_level(words[1]) or limits.read_level(words[2])):
        return Span(*words.span(1)), Span(*words.span(2))
    alone = _LOWER.match(capitals, at, end)
    if alone and not alone[1].strip().isdigit() and _LAST.match(capitals, alone.end(), end):
        return Span(*alone.span(1)), NOWHERE
    return None


def _glued(capitals: str, at: int, end: int) -> tuple[Span, Span] | None:
    """Return limits whose F) follows the text without a space: only a whole pair of them that ends the message."""
    pair = _PAIR.match(capitals, at, end)
    if (
        pair is None
        or pair[1].strip().isdigit()
        or pair[2].strip().isdigit()
        or not _LAST.match(capitals, pair.end(), end)
    ):
        return None
    return Span(*pair.span(1)), Span(*pair.span(2))


# Item letters before E). A digit may stand directly before them where the carrier dropped the space.
_KEYS: Final = {letter: re.compile(rf"(?<![A-Z]){letter}\s?\)") for letter in "ABC"}
_KEYS["Q"] = re.compile(r"(?<![A-Z])Q\s?\)|Q\)(?=\s{0,10}[A-Z]{3,4}\s?/)")
_KEYS["D"] = re.compile(r"(?:(?<![A-Z])|(?<=EST)|(?<=PERM)|(?<=UFN))D\s?\)")
_START: Final = re.compile(r"B\s?\)(?=\s{0,10}\d{6})")
_UNTIL: Final = re.compile(r"C\s?\)(?=[\s)]{0,10}(?:\d{6}|PERM|UFN))")
_TEXT_GLUED: Final = re.compile(r"(?<=[A-Z])E\)")
_TEXT: Final = re.compile(r"(?:(?<![A-Z(])|(?<=EST)|(?<=PERM)|(?<=UFN))E\s?\)")


def find_items(capitals: str, begin: int, end: int) -> dict[str, Span]:
    """Return the spans of the values of the items that are there, by letter, E to the end of the text.

    Items before E) are read in any order and on any line, each up to the next; F) and G) before E) count too.
    """
    text = _TEXT.search(capitals, begin, end) or _TEXT_GLUED.search(capitals, begin, end)
    head_end = text.start() if text else end
    marks: list[tuple[int, int, str]] = []
    for letter, pattern in _KEYS.items():
        found = pattern.search(capitals, begin, head_end)
        if found is None and letter in "BC":
            found = (_START if letter == "B" else _UNTIL).search(capitals, begin, head_end)
        if found:
            marks.append((found.start(), found.end(), letter))
    marks.sort()
    after = marks[-1][1] if marks else begin
    pair = _PAIR.search(capitals, after, head_end) if text else None
    if pair:
        marks += [(pair.start(), pair.start(1), "F"), (pair.end(1), pair.start(2), "G")]
    items = {}
    for place, (_, value, letter) in enumerate(marks):
        last = marks[place + 1][0] if place + 1 < len(marks) else head_end
        items[letter] = Span(value, last)
    if text:
        items["E"] = Span(text.end(), end)
    return items
