"""Bans on landing that stand beside an instruction and that no provision says.

Who is told to keep out of an airspace down to the surface is thereby told not to land there; who is told to take care, to
keep above a level, or to keep out of another country, is not.
"""

from __future__ import annotations

from typing import Final

from advisories.geo import firs
from advisories.model import Datum, Instruction, Level
from advisories.reading.cues import cue
from advisories.reading.frames import frames
from advisories.reading.places import places, within
from advisories.reading.provisions import Draft
from advisories.reading.words import Words

_NO_LANDING: Final = cue(
    r"\b(?:NOT|NOR|NEVER|NO|PROHIBITED|BANNED|FORBIDDEN|AVOID|REFRAIN|FROM)\b"
    r"(?:(?! (?:EXCEPT|EXCEPTING|EXCLUDING|UNLESS|OTHER)\b) [A-Z-]{1,16}){0,6}? LAND(?:INGS?)?\b(?! (?:TERRITORY|MASS|AREAS?|BORDERS?)\b)",
    holds="LAND",
)


def landings(words: Words, drafts: list[Draft]) -> list[tuple[int, int]]:
    """Return the sentences of instructions that also ban landing, where none of their provisions says as much."""
    if not _NO_LANDING.opened(words):
        return []
    sentences = dict.fromkeys(draft.sentence for draft in drafts)
    return [span for span in sentences if _bans(words, span, [draft for draft in drafts if draft.sentence == span])]


def _bans(words: Words, sentence: tuple[int, int], drafts: list[Draft]) -> bool:
    """Return whether a sentence, whose drafts are given, bans landing somewhere that they do not say."""
    found = _NO_LANDING.matches(words, *sentence)
    if not found:
        return False
    apart = [*frames(words, sentence), *(span for draft in drafts for span in draft.exceptions)]
    return any(
        not within(apart, ban.end() - 1) and not _implied(words, drafts, ban.end(), sentence[1]) for ban in found
    )


def _implied(words: Words, drafts: list[Draft], start: int, end: int) -> bool:
    """Return whether what is told of an airspace down to the surface holds all places that a ban on landing names."""
    grounded = [draft for draft in drafts if _to_the_ground(draft)]
    codes = {code for draft in grounded for code in draft.space.firs}
    lands = {country for draft in grounded for country in draft.space.countries}
    covered = {country for code in codes if (fir := firs.by_code(code)) is not None for country in fir.countries}
    named = [(place.code, place.country) for place in places(words, start, end)]
    return bool(grounded) and all(code in codes or country in lands | covered for code, country in named)


def _to_the_ground(draft: Draft) -> bool:
    lower = draft.lower
    return draft.told.instruction is Instruction.DO_NOT_ENTER and isinstance(lower, Level) and lower.datum is Datum.SFC
