"""What an instruction's sentence prints and no provision of the text took up: a FIR, an item of a list with its level.

A list may be written in a way that no rule foresaw. A code in the sentence of a do-not-enter that is neither told, nor
excepted, nor clearly a reference point is shown as unread, so that a FIR is never lost silently.
"""

from __future__ import annotations

import re
from typing import Final

from advisories.model import Instruction
from advisories.reading.bands import bands
from advisories.reading.frames import frames
from advisories.reading.places import coded, items, places, references, within
from advisories.reading.provisions import Draft
from advisories.reading.scopes import reasoned
from advisories.reading.words import Words

# Reference points that may be several: "the boundaries of FIR A and FIR B", "between FIR A and FIR B".
_SEVERAL: Final = re.compile(r"\b(?:BOUNDARIES|BORDERS|BETWEEN|FIRS|UIRS|REGIONS)\b")

_ITEM: Final = re.compile(
    r"; ?(?:(?:AND|OR) )?(?:- ?|\(?[A-H1-9][.)] ?)?(?:NOT )?(?:AT|BELOW|ABOVE|UNDER|BETWEEN|FROM|UP TO|EAST|WEST|NORTH|SOUTH|IN|WITHIN|OVER)\b"
)


def untaken(words: Words, drafts: list[Draft]) -> list[tuple[int, int]]:
    """Return the sentences that instruct and in which a FIR, or an item with its level, may be lost."""
    told = {code for draft in drafts for code in draft.space.firs}
    result: list[tuple[int, int]] = []
    for draft in drafts:
        strict = draft.told.instruction is Instruction.DO_NOT_ENTER
        if draft.sentence in result:
            continue
        if strict and (_goes_on(words, draft, drafts) or _unclear(words, draft)):
            result.append(draft.sentence)
            continue
        left = [place for place in coded(words, *draft.sentence) if place.code not in told]
        if not left:
            continue
        apart = [*frames(words, draft.sentence), *(span for other in drafts for span in other.exceptions)]
        apart += _clear(words, draft.sentence) if strict else references(words, *draft.sentence)
        if any(not (within(apart, at) or reasoned(words, draft.sentence[0], at)) for at in (one.start for one in left)):
            result.append(draft.sentence)
    return result


def _unclear(words: Words, draft: Draft) -> bool:
    """Return whether a FIR follows a distance that limits nothing before it: an item, or a further reference point."""
    low, top = draft.scope
    return any(not places(words, low, at) for at in items(words, low, top))


def _goes_on(words: Words, draft: Draft, drafts: list[Draft]) -> bool:
    """Return whether an item with a level of its own stands behind the semicolon at which an instruction ends."""
    end, stop = draft.scope[1], draft.sentence[1]
    if not _ITEM.match(words.plain, end, stop):
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
