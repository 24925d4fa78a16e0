"""Where a text tells somebody something: the verbs of instruction, and how binding they are.

Each rule is a construct of the language of the authorities (reference: FAA KICZ NOTAM and SFAR, EASA CZIB and
Information Notes, UK AIP ENR 1.1 section 1.4.5, Transport Canada AIC, French and German AIC, Italian E-series NOTAM,
States' NOTAM under ICAO Annex 15), not of one text. "Shall avoid" is kept apart from a ban: the issuers that use it print
"prohibited" where they mean one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from itertools import zip_longest
from typing import Final, TypeAlias

import msgspec

from advisories.model import Instruction, LegalForm, Level
from advisories.reading import forms
from advisories.reading.bands import level
from advisories.reading.cautions import ASSESS, CAUTION, GNSS, HAZARD, TAKEN
from advisories.reading.closures import CLOSED
from advisories.reading.cues import Rules
from advisories.reading.places import places
from advisories.reading.verbs import (
    AGAIN,
    AGAINST,
    AVOID,
    BAN,
    BAN_TITLE,
    CAUTION_TITLE,
    CLEAR,
    FLOOR,
    FURTHER,
    LOWEST,
    NO_FLIGHTS,
    NO_PERSON,
    NOT,
    NOT_ALLOWED,
    NOT_LAND,
    ONLY,
    PASSIVE,
    PROHIBITS,
    SUSPEND,
)
from advisories.reading.words import Found, Words


class Rule(StrEnum):
    """The construct by which an instruction was recognised."""

    BAN = "prohibited"
    NOT_ENTER = "not enter"
    AVOID = "avoid"
    FLOOR = "maintain a level or above"
    CLOSED = "closed"
    CAUTION = "caution"
    ASSESS = "risk assessment"
    HAZARD = "hazard"
    GNSS = "GNSS"
    BAN_TITLE = "title of a prohibition"
    CAUTION_TITLE = "title of an advisory"


# Weak rules speak only where no other rule found an instruction in the text.
WEAK: Final = (Rule.ASSESS, Rule.HAZARD, Rule.GNSS)
TITLES: Final = (Rule.BAN_TITLE, Rule.CAUTION_TITLE)


# A sentence that tells more than this is no prose of an authority; the reader says that it was not read to the end.
MOST: Final = 60


class Told(Found, frozen=True):
    """One instruction at `start` to `end` of the plain text; `floor` is the level to be kept or exceeded."""

    rule: Rule
    start: int
    end: int
    instruction: Instruction
    form: LegalForm
    floor: Level | None = None


# Each construct, its words, and what gives its legal form, or None where the words are no instruction after all.
_Decide: TypeAlias = Callable[[re.Match[str], forms.Sentence], LegalForm | None]
_RULES: Final[Rules[tuple[Rule, _Decide]]] = Rules(
    [
        (BAN, (Rule.BAN, forms.served)),
        (NOT_ALLOWED, (Rule.BAN, forms.served)),
        (NO_PERSON, (Rule.BAN, forms.nobody)),
        (NO_FLIGHTS, (Rule.BAN, forms.no_flights)),
        (PROHIBITS, (Rule.BAN, forms.own)),
        (NOT, (Rule.NOT_ENTER, forms.entry)),
        (NOT_LAND, (Rule.NOT_ENTER, forms.landed)),
        (SUSPEND, (Rule.NOT_ENTER, forms.suspended)),
        (AGAINST, (Rule.NOT_ENTER, forms.against)),
        (AVOID, (Rule.AVOID, forms.avoided)),
        (CLEAR, (Rule.AVOID, forms.cleared)),
        (FLOOR, (Rule.FLOOR, forms.kept)),
        (PASSIVE, (Rule.FLOOR, forms.kept)),
        (ONLY, (Rule.FLOOR, forms.kept)),
        (LOWEST, (Rule.FLOOR, forms.lowest)),
        (CAUTION, (Rule.CAUTION, forms.recommended)),
        (TAKEN, (Rule.CAUTION, forms.recommended)),
        (ASSESS, (Rule.ASSESS, forms.recommended)),
        (HAZARD, (Rule.HAZARD, forms.unstated)),
        (GNSS, (Rule.GNSS, forms.disturbed)),
        (BAN_TITLE, (Rule.BAN_TITLE, forms.binding)),
        (CAUTION_TITLE, (Rule.CAUTION_TITLE, forms.recommended)),
        (CLOSED, (Rule.CLOSED, forms.closed)),
    ]
)
_ORDER: Final = {rule: index for index, rule in enumerate(Rule)}
_INSTRUCTIONS: Final = (
    dict.fromkeys(Rule, Instruction.DO_NOT_ENTER)
    | dict.fromkeys((Rule.CAUTION, Rule.ASSESS, Rule.HAZARD, Rule.CAUTION_TITLE), Instruction.CAUTION)
    | {Rule.GNSS: Instruction.INFORMATION}
)


def instructions(words: Words, sentences: list[tuple[int, int]]) -> dict[int, list[Told]]:
    """Return what sentences tell by their index, each in order, weak rules and titles included."""
    result: dict[int, list[Told]] = {}
    for pattern, (rule, decide) in _RULES.opened(words):
        for index, found in pattern.apart(words, sentences):
            form = decide(found, forms.Sentence(words, *sentences[index]))
            if form is not None:
                told = Told(
                    rule=rule,
                    start=found.start(),
                    end=found.end(),
                    instruction=_INSTRUCTIONS[rule],
                    form=form,
                    floor=level(found, inclusive=False) if rule is Rule.FLOOR else None,
                )
                result.setdefault(index, []).append(told)
    for index, several in result.items():
        ordered = _sorted(several) if len(several) > 1 else several
        result[index] = _with_further(words, sentences[index], ordered)
    return result


def _with_further(words: Words, sentence: tuple[int, int], told: list[Told]) -> list[Told]:
    """Add what is told again without its verb, each an instruction of its own: a further level to be kept, a further "not"."""
    plain = words.plain
    result: list[Told] = []
    for one, after in zip_longest(told, told[1:]):
        result.append(one)
        stop = after.start if after else sentence[1]
        if (
            one.rule is Rule.NOT_ENTER
            and max(plain.find(" NOT ", one.end, stop), plain.find(" NOR ", one.end, stop)) > 0
        ):
            result += _again(words, one, stop)
        if one.floor is None:
            continue
        result += [
            msgspec.structs.replace(one, start=found.start(), end=found.end(), floor=level(found, inclusive=False))
            for found in FURTHER.finditer(plain, one.end, stop)
        ]
    return result


def _again(words: Words, told: Told, stop: int) -> list[Told]:
    """Return the instructions that say "not" again behind an airspace of their own: "... and not below FL320 in FIR B"."""
    result: list[Told] = []
    behind = told.end
    for found in AGAIN.finditer(words.plain, told.end, stop):
        if len(result) == MOST:
            break
        if result or places(words, behind, found.start()):
            result.append(msgspec.structs.replace(told, start=found.start("again"), end=found.end("again")))
        behind = found.end()
    return result


def _sorted(found: list[Told]) -> list[Told]:
    """Put in order; of two rules that share words the one named first in `Rule` stands."""
    kept: list[Told] = []
    first = sorted(found, key=lambda one: one.start)[:MOST]
    for told in sorted(first, key=lambda one: (_ORDER[one.rule], one.start)):
        if not any(told.start < other.end and other.start < told.end for other in kept):
            kept.append(told)
    return sorted(kept, key=lambda one: one.start)
