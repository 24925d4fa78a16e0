"""What the instructions of one sentence tell of which airspace, and what has been found so far in a text."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import msgspec

from advisories.geo import firs
from advisories.reading.addressees import nationalities
from advisories.reading.areas import Airspace, airspaces
from advisories.reading.bands import bands
from advisories.reading.cues import compiled
from advisories.reading.duties import Duty
from advisories.reading.elsewhere import elsewhere
from advisories.reading.frames import frame_behind
from advisories.reading.head import names_area
from advisories.reading.instructions import Rule, Told
from advisories.reading.places import regions, within
from advisories.reading.provisions import (
    Context,
    Draft,
    drafts,
    floors,
)
from advisories.reading.scopes import Clause, scope
from advisories.reading.sections import Sections
from advisories.reading.words import Found, Words

_REST: Final = compiled(r"\b(?:(?:OTHER|REMAINING) (?:PARTS?|PORTIONS?|AIR ?SPACES?|AREAS?)|REST|REMAINDER)\b")

# What is told of all that flies in the FIR of a head, and what is less than that.
_ALL_FLYING: Final = compiled(
    r"\b(?:FLIGHTS?|FLTS?|OVERFLIGHTS?|OVERFLYING|FLYING|ENTRY|TRAFFIC|OPERATIONS?|AIR ?SPACE|FIR)\b"
)
_JOINTS: Final = frozenset({"", "AND", "OR", ",", "AND TO", "TO"})
_SMALLER: Final = compiled(
    r"\b(?:DRONES?|UAS|UAVS?|UA|RPAS?|MODELS?|FIREWORKS?|LASERS?|KITES?|BALLOONS?|LANTERNS?|PARACHUT[A-Z]{1,4}|PJE|GLIDERS?|TWYS?|RWYS?|TAXIWAYS?|RUNWAYS?|APRONS?|STANDS?)\b"
)

# "... below FL 320 and, at or above FL 320, shall exercise caution": the second level is that of the verb behind it.
_LEVELS_AHEAD: Final = compiled(
    r",? (?:AND|BUT|WHILE|WHEREAS),? (?=(?:AT|ABOVE|BELOW|UNDER|FROM|BETWEEN|ON)\b)(?:(?!\b(?:IN|WITHIN|OVER|FIR|UIR)\b)[^;:]){4,80}?,? "
    r"(?:SHALL|SHOULD|MUST|ARE|IS|TO)(?: (?:ALSO|STRONGLY|ADVISED|RECOMMENDED|REQUESTED|URGED|ASKED|REQUIRED|PROHIBITED|TO|BE)){0,5} $"
)
_AHEAD_AT_MOST: Final = 160
# The authorities that advise their operators about the airspace of others, by State.
_ADVISING: Final = frozenset({"EU", "US", "GB", "CA", "DE", "FR", "IT"})


class Unread(Found, frozen=True):
    """A clause that looks operative and was not understood, with its span in the text as published."""

    words: str
    span: tuple[int, int] = (0, 0)
    why: str = ""


class State:
    """What has been found so far in one text, sentence by sentence."""

    def __init__(self, issuer: str = "", place: tuple[str, ...] = ()) -> None:
        self.issuer = issuer
        self.place = place
        self.drafts: list[Draft] = []
        self.late: list[tuple[tuple[int, int], list[Told]]] = []
        self.duties: list[Duty] = []
        self.unread: list[Unread] = []
        self.exceptions: dict[int, tuple[str, ...]] = {}

    def except_last(self, words: Words, sentence: tuple[int, int]) -> None:
        """Add an exception, a whole sentence, to the last draft, and the level that it asks to keep on its routes.

        One that names FIRs is added to the last draft with one of them; that the rest of a FIR is not affected excepts
        nothing from a ban on a part of it.
        """
        codes = {place.code for place in regions(words, *sentence)}
        own = [index for index, draft in enumerate(self.drafts) if codes & {*draft.space.firs}] if codes else []
        index = own[-1] if own else len(self.drafts) - 1
        if own and self.drafts[index].space.partial and _REST.search(words.plain, *sentence):
            return
        self.exceptions[index] = (*self.exceptions.get(index, ()), words.quote(*sentence))
        self.drafts[index + 1 :] = floors(words, self.drafts[index], sentence)


def not_understood(words: Words, sentence: tuple[int, int], why: str) -> Unread:
    """Return a sentence as not read, in the words as published, and why."""
    quoted, span = words.cited(*sentence)
    return Unread(words=quoted, span=span, why=why)


def tell(words: Words, page: Sections, sentence: tuple[int, int], told: list[Told], state: State) -> list[Told]:
    """Add the drafts of one sentence and return the instructions for which no airspace was found.

    Instructions of one kind that share their airspace are one.
    """
    lost: list[Told] = []
    # Those between each instruction and the next one; none behind the last.
    levels = [*(_levels_ahead(words, one, after) for one, after in pairwise(told)), None]
    for index, one in enumerate(told):
        after = told[index + 1] if index + 1 < len(told) else None
        if after is not None and _joined(words, one, after):
            continue
        before = told[index - 1] if index and not _joined(words, told[index - 1], one) else None
        exception = _last_exception(state.drafts) if state.drafts else None
        behind = levels[index]
        own = (sentence[0], frame_behind(words, one.end, sentence[1]))
        reach = scope(
            words,
            Clause(
                told=one,
                sentence=own,
                before=before,
                after=after,
                exception=exception,
                issuer=state.issuer,
                levels=levels[index - 1] if index else None,
                cut=behind[0] if behind else None,
            ),
        )
        added = drafts(Context(words=words, page=page, previous=tuple(state.drafts)), one, reach, sentence)
        if not added and not (state.drafts and one.rule is Rule.CAUTION):
            reach = msgspec.structs.replace(reach, airspaces=elsewhere(words, one, sentence, state.late))
            added = drafts(Context(words=words, page=page), one, reach, sentence)
        if not added and state.place and (one.rule is Rule.GNSS or _begins_with_flights(words, sentence)):
            reach = msgspec.structs.replace(reach, airspaces=(Airspace(firs=state.place),))
            added = drafts(Context(words=words, page=page), one, reach, sentence)
        if one.rule is Rule.CLOSED and _reports(words, one, added, state.issuer):
            state.unread.append(not_understood(words, sentence, "a closure by another State is reported"))
            continue
        if _relays(words, one, added, state.issuer, sentence):
            state.unread.append(not_understood(words, sentence, "a notice of another State is quoted"))
            continue
        if not added and one.rule is Rule.CAUTION and state.drafts:
            state.duties.append(Duty(sort="care", words=words.quote(*sentence)))
        elif not added:
            lost.append(one)
        state.drafts += added
        if one.floor is None:
            _keep_levels(words, added, state)
    return lost


def _levels_ahead(words: Words, one: Told, after: Told) -> tuple[int, int] | None:
    """Return the words between two instructions in which the levels of the second stand ahead of its verb, or None."""
    found = _LEVELS_AHEAD.search(words.plain, max(one.end, after.start - _AHEAD_AT_MOST), after.start)
    return found.span() if found and bands(words, *found.span()) else None


def _keep_levels(words: Words, added: list[Draft], state: State) -> None:
    """Add the levels that the exceptions of some drafts ask to keep on their routes."""
    for base in added:
        for span in base.exceptions:
            state.drafts += floors(words, base, span)


def _last_exception(found: list[Draft]) -> tuple[int, int] | None:
    """Return the last exception of the last two drafts."""
    return next((draft.exceptions[-1] for draft in reversed(found[-2:]) if draft.exceptions), None)


def _begins_with_flights(words: Words, sentence: tuple[int, int]) -> bool:
    """Return whether the first sentence of a text without areas speaks of flights or the airspace, and of nothing smaller."""
    if words.plain[: sentence[0]].strip() or names_area(words):
        return False
    return _ALL_FLYING.search(words.plain, *sentence) is not None and not _SMALLER.search(words.plain, *sentence)


def _reports(words: Words, told: Told, added: list[Draft], issuer: str) -> bool:
    """Return whether an authority that advises its operators reports that another State has closed its airspace."""
    if issuer not in _ADVISING or not words.plain.startswith(("CLOSED", "CLSD"), told.start):
        return False
    states = _states(added)
    return bool(states) and issuer not in states


def _relays(words: Words, told: Told, added: list[Draft], issuer: str, sentence: tuple[int, int]) -> bool:
    """Return whether an authority that advises its operators relays the notice of another State to others than them."""
    if issuer not in _ADVISING or not within(words.wrapped, told.start) or words.plain.startswith("QUOTE "):
        return False
    return _states(added) != {issuer} and issuer not in nationalities(words, *sentence)


def _states(added: list[Draft]) -> set[str]:
    """Return the States of which drafts name FIRs or the airspace."""
    codes = [firs.by_code(code) for draft in added for code in draft.space.firs]
    return {fir.state for fir in codes if fir is not None} | {land for draft in added for land in draft.space.countries}


def _joined(words: Words, one: Told, after: Told) -> bool:
    """Return whether two instructions of one kind share what follows: "exercise caution and take risks into account"."""
    if one.instruction is not after.instruction or one.floor is not None or after.floor is not None:
        return False
    between = words.plain[one.end : after.start]
    return between.strip() in _JOINTS or (len(between) < 60 and not airspaces(words, one.end, after.start))
