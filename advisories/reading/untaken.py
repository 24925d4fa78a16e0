"""What an instruction's sentence prints and no provision of the text took up: a FIR, an item of a list with its level.

A list may be written in a way that no rule foresaw. A code in the sentence of a do-not-enter that is neither told, nor
excepted, nor clearly a reference point is shown as unread, so that a FIR is never lost silently.
"""

from __future__ import annotations

from typing import Final

from advisories.model import Datum, Instruction, Level
from advisories.reading.bands import bands, figures, printed
from advisories.reading.cues import compiled
from advisories.reading.frames import frames
from advisories.reading.instructions import TITLES, WEAK
from advisories.reading.places import all_coded, coded, items, places, references, within
from advisories.reading.provisions import Draft
from advisories.reading.scopes import reasoned
from advisories.reading.words import Words

# Reference points that may be several: "the boundaries of FIR A and FIR B", "between FIR A and FIR B".
_SEVERAL: Final = compiled(r"\b(?:BOUNDARIES|BORDERS|BETWEEN|FIRS|UIRS|REGIONS)\b")

_ITEM: Final = compiled(
    r"; ?(?:(?:AND|OR) )?(?:- ?|\(?[A-H1-9][.)] ?)?(?:NOT )?(?:AT|BELOW|ABOVE|UNDER|BETWEEN|FROM|UP TO|EAST|WEST|NORTH|SOUTH|IN|WITHIN|OVER)\b"
)

_FEET_OF_METRE: Final = 3.28084
# Two figures in two units that differ by fewer feet are one level.
_ABOUT: Final = 200
_GOES_ON: Final = compiled(r",? (?:AND|OR|ALSO|AS WELL AS)\b")
_ON: Final = 32
# A level that limits no airspace: how far a weapon reaches, how far one sees.
_REACH: Final = compiled(
    r"\b(?:REACH(?:ES|ING)?|CAPABLE|ENGAG(?:E|ING)|RANGES?|CEILINGS?|RVR|VISIBILITY|RADIUS|ELEVATION)\b[^.,;0-9]{0,40}$"
)
_REACH_BACK: Final = 60
# Rules of whose sentence not every word is about the airspace that is meant.
_LOOSE: Final = (*WEAK, *TITLES)


def untaken(words: Words, drafts: list[Draft]) -> list[tuple[int, int]]:
    """Return the sentences that instruct and in which a FIR, or an item with its level, may be lost."""
    told = {code for draft in drafts for code in draft.space.firs}
    lost = any(place.code not in told for place in all_coded(words))
    result: list[tuple[int, int]] = []
    for draft in drafts:
        strict = draft.told.instruction is Instruction.DO_NOT_ENTER
        if draft.sentence in result:
            continue
        if strict and (_goes_on(words, draft, drafts) or _unclear(words, draft)):
            result.append(draft.sentence)
            continue
        left = [place for place in coded(words, *draft.sentence) if place.code not in told] if lost else []
        if not left:
            continue
        apart = [*frames(words, draft.sentence), *(span for other in drafts for span in other.exceptions)]
        apart += _clear(words, draft.sentence) if strict else references(words, *draft.sentence)
        if any(not (within(apart, at) or reasoned(words, draft.sentence[0], at)) for at in (one.start for one in left)):
            result.append(draft.sentence)
    return result


def levels_left(words: Words, drafts: list[Draft]) -> list[tuple[int, int]]:
    """Return the sentences that instruct and in whose reach a level stands that limits nothing that was read.

    Where an instruction is read at all levels one left out makes it no milder; a misprinted one is shown even so.
    """
    if not figures(words):
        return []
    told: dict[tuple[int, int], list[Draft]] = {}
    for draft in drafts:
        if draft.told.rule not in _LOOSE:
            told.setdefault(draft.sentence, []).append(draft)
    return [sentence for sentence, several in told.items() if _loses_a_level(words, sentence, several)]


def _loses_a_level(words: Words, sentence: tuple[int, int], drafts: list[Draft]) -> bool:
    """Return whether a level between the beginning of a sentence and the end of what it tells is none of its drafts'."""
    left = printed(words, sentence[0], max(_reach(words, draft) for draft in drafts))
    if not left:
        return False
    limits = [limit for draft in drafts for limit in (draft.lower, draft.upper) if isinstance(limit, Level)]
    taken = [limit for limit in limits if limit.datum not in (Datum.SFC, Datum.UNL)]
    left = [(at, one) for at, one in left if one is None or (taken and not any(_same(one, limit) for limit in taken))]
    if not left:
        return False
    apart = [*frames(words, sentence), *(span for draft in drafts for span in draft.exceptions)]
    first, last = min(draft.told.start for draft in drafts), max(draft.told.end for draft in drafts)
    return any(not (within(apart, at) or _aside(words, (sentence[0], first, last), at)) for at, _ in left)


def _aside(words: Words, told: tuple[int, int, int], at: int) -> bool:
    """Return whether a level is told of a weapon, or of a reason before the first or behind the last instruction.

    `told` is where the sentence and its first instruction begin, and where its last one ends.
    """
    start, first, last = told
    if _REACH.search(words.plain, max(start, at - _REACH_BACK), at):
        return True
    return (at < first and reasoned(words, start, at)) or (at > last and reasoned(words, last, at))


def _reach(words: Words, draft: Draft) -> int:
    """Return where the words of an instruction end; one that closes its clause may go on: "... and above FL 460"."""
    end = draft.told.end
    goes_on = draft.scope[1] <= draft.told.start and _GOES_ON.match(words.plain, end, draft.sentence[1])
    return min(draft.sentence[1], goes_on.end() + _ON) if goes_on else draft.scope[1]


def _same(one: Level, other: Level) -> bool:
    """Return whether two levels are one, whatever is said of their datum: "FL 260 (26,000 ft)"."""
    if one.unit == other.unit:
        return one.value == other.value
    return abs(_feet(one) - _feet(other)) < _ABOUT


def _feet(one: Level) -> float:
    return one.value * {"": 100, "M": _FEET_OF_METRE}.get(one.unit, 1)


def _unclear(words: Words, draft: Draft) -> bool:
    """Return whether a FIR follows a distance that limits nothing before it: an item, or a further reference point."""
    low, top = draft.scope
    return any(not places(words, low, at) for at in items(words, low, top))


def _goes_on(words: Words, draft: Draft, drafts: list[Draft]) -> bool:
    """Return whether an item with a level of its own stands behind the semicolon at which an instruction ends."""
    end, stop = draft.scope[1], draft.sentence[1]
    if not (words.plain.startswith(";", end) and _ITEM.match(words.plain, end, stop)):
        return False
    later = [other.told.start for other in drafts if other.sentence == draft.sentence and other.told.start > end]
    return not later and bool(bands(words, end, stop)) and not within(frames(words, draft.sentence), end + 2)


def _clear(words: Words, sentence: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the reference points of a sentence, of a single boundary only up to the first FIR that it names."""
    result: list[tuple[int, int]] = []
    for low, top in references(words, *sentence):
        first = next(iter(coded(words, low, top)), None)
        several = first is None or _SEVERAL.search(words.plain, low, top) is not None
        result.append((low, top if several or first is None else first.end))
    return result
