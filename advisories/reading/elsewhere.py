"""The airspace of an instruction that names none: in the heading, the sentence before, or the report that it follows.

"Hazardous situation over the high seas within ... All operators have to exercise extreme caution." "Concerns the western
part of FIR ... GPS interference should be expected."
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

import msgspec

from advisories.model import Instruction
from advisories.reading.areas import Airspace, airspaces, from_preposition, is_area, limited, sentence_before
from advisories.reading.bands import bands
from advisories.reading.cautions import HAZARD
from advisories.reading.cues import compiled
from advisories.reading.instructions import TITLES, Rule, Told
from advisories.reading.places import regions
from advisories.reading.provisions import refers_back, speaks_of_flying
from advisories.reading.scopes import Clause, scope
from advisories.reading.words import Words, once_in_text

_HEADING: Final = compiled(
    r"\b(?:HAZARDOUS SITA?U?A?TION|SECURITY SITUATION|ADVISORY|WARNING)\b[^.;]{0,40}? (?:IN|FOR|OVER|OF) (?P<where>[^.;:]{2,160})"
)
_VERB: Final = compiled(r"\b(?:IS|ARE|WAS|WERE|BE|HAS|HAVE|SHALL|SHOULD|MUST|MAY|WILL|DO|DOES)\b")
# A sentence of so few words before an instruction is a heading of it.
_FEW: Final = 14
_BEHIND: Final = 3
_FAR: Final = 400
_REPORTS: Final = 5


def elsewhere(
    words: Words, told: Told, sentence: tuple[int, int], late: list[tuple[tuple[int, int], list[Told]]]
) -> tuple[Airspace, ...]:
    """Return the airspace that an instruction without one means, or nothing.

    `sentence` is that of the instruction, `late` are the reports and risks before it, each with its sentence.
    """
    if told.rule is Rule.HAZARD:
        return ()
    before = sentence_before(words, sentence[0])
    if told.instruction is Instruction.CAUTION and _is_heading(words, before) and regions(words, *before):
        return tuple(airspaces(words, *before))
    headed = _risked(words, told, sentence) or _headed(words, told)
    if headed:
        return headed
    if told.instruction is Instruction.DO_NOT_ENTER and not late:
        described = _described(words, told, before)
        if described:
            return described
    for reported, weak in reversed(late[-_REPORTS:]):
        for one in weak:
            reach = scope(words, Clause(told=one, sentence=reported))
            if reach.named and one.rule not in TITLES:
                return reach.airspaces
    return () if told.instruction is Instruction.DO_NOT_ENTER else _around(words, told, sentence, before)


def _is_heading(words: Words, span: tuple[int, int]) -> bool:
    """Return whether a sentence is a heading: of a few words, none of them a verb."""
    short = span[1] > span[0] and words.plain.count(" ", *span) < _FEW
    return short and not _VERB.search(words.plain, *span)


def _risked(words: Words, told: Told, sentence: tuple[int, int]) -> tuple[Airspace, ...]:
    """Return the airspace of the risk that is stated behind advice: "... Potential risk to aviation overflying ..."."""
    if told.instruction is not Instruction.CAUTION:
        return ()
    found = HAZARD.search(words, sentence[1], sentence[1] + _FAR)
    spaces = airspaces(words, found.start(), words.sentence(found.start())[1]) if found else []
    return tuple(space for space in spaces if space.named)


@once_in_text
def _first_heading(words: Words) -> int:
    """Return where the first heading of a text begins, or -1."""
    found = _HEADING.search(words.plain)
    return found.start() if found else -1


def _headed(words: Words, told: Told) -> tuple[Airspace, ...]:
    """Return the airspace that a heading names, with the band of its sentence where that is one."""
    first = _first_heading(words)
    found = _HEADING.search(words.plain, first, told.start) if 0 <= first < told.start else None
    if not found:
        return ()
    spaces = airspaces(words, found.start("where") - 3, min(told.start, found.end("where")))
    if not any(space.named or is_area(words, space) for space in spaces):
        return ()
    levels = bands(words, found.start(), min(told.start, words.sentence(found.start())[1]))
    if len(levels) == 1:
        return tuple(msgspec.structs.replace(space, band=space.band or levels[0]) for space in spaces)
    return tuple(spaces)


def _described(words: Words, told: Told, before: tuple[int, int]) -> tuple[Airspace, ...]:
    """Return the airspace of the sentence before a ban that speaks of flights, or of "this area"."""
    start, end = before
    if end <= start:
        return ()
    if regions(words, start, end) and speaks_of_flying(words, end, told.end):
        return tuple(airspaces(words, start, end))
    described = tuple(airspaces(words, start, end)) if refers_back(words, end, told.end) else ()
    return described if any(space.partial or space.named for space in described) else ()


def _around(words: Words, told: Told, sentence: tuple[int, int], before: tuple[int, int]) -> tuple[Airspace, ...]:
    """Return the area ahead of advice or in a report about satellite navigation, or that of the sentences around it."""
    spans = [(sentence[0], told.start)]
    if told.rule is Rule.GNSS:
        spans.append((told.start, sentence[1]))
    for low, top in spans:
        spaces = [space for space in airspaces(words, low, top) if space.named or is_area(words, space)]
        if spaces:
            return tuple(from_preposition(words, space) for space in spaces)
    if regions(words, *before):
        return tuple(airspaces(words, *before))
    if told.rule is Rule.GNSS:
        at = bisect_right(words.stops, sentence[1])
        for low, top in zip(words.stops[at - 1 : at + _BEHIND], words.stops[at : at + _BEHIND], strict=False):
            if limited(words, low, top):
                return tuple(airspaces(words, low, top))
    return ()
