"""In what legal form words tell something, if they tell it at all.

A verb of instruction may be denied, reported, wished or addressed to nobody: each judge takes a match of its rule in its
sentence and returns the form, or None where nobody is told anything.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from advisories.model import LegalForm
from advisories.reading.closures import closes, is_soft_place
from advisories.reading.cues import compiled, cue
from advisories.reading.places import places
from advisories.reading.words import Words, once

_NOT_NEVER = compiled(r"\b(?:DOES|DO|DID|IS|ARE|WAS|WERE|WILL|COULD|WOULD|MIGHT|CAN|HAS|HAVE|IF|OR) NOT (?:TO )?$")
# What is told with "do": "recommends that operators do not operate", "Do not operate ..." at the head of a sentence.
_THAT = compiled(
    r"\b(?:RECOMMEND|ADVIS|REQUEST|URG|ASK|SUGGEST|REQUIR|DIRECT|ORDER)[A-Z]{0,4} (?:[A-Z]{2,14} ){0,4}?THAT [^.;]{0,120}\bDO $|(?:(?:^|[.:;-]|\b[A-H1-9][.)]) ?|\b(?:PLEASE|AND) )DO $"
)
_THAT_BACK: Final = 180
_OWN_RULE = compiled(
    r"\bTHIS (?:ACTION|RULE|FINAL RULE|AMENDMENT|SFAR|NOTAM|DIRECTION|SECTION|SPECIAL FEDERAL)\b|\bTHE FAA (?:IS |HEREBY )?(?:AMEND|EXTEND|CONTINU|PROHIBIT|ISSU)"
    r"|\bHEREBY (?:INFORM|NOTIFY|ANNOUNCE|PROHIBIT)"
)
_OWN_TEXT = cue(r"\bTHIS (?:ACTION|RULE|FINAL RULE|AMENDMENT|SPECIAL FEDERAL)\b", starts="THIS")
_AVOID_NOT = compiled(r"\b(?:WHENEVER|WHERE(?:VER)?|IF|AS FAR AS|WHEN) (?:POSSIBLE|PRACTICABLE|FEASIBLE|PRACTICAL)\b")
_SOFTENED: Final = 160
# Where the words "whenever possible" stand: behind what is to be avoided, or between it and the verb.
_AT_ONCE: Final = 3
# What is only beside an airspace, or a way through it.
_BESIDE: Final = compiled(
    r"\b(?:ROUTES?|RTES?|AIRWAYS?|AWYS?|TRACKS?|BOUNDAR|BORDER|NEAR|ADJACENT|VICINITY|CLOSE|PROXIMITY|ALONG|POINTS?|AERODROMES?|AIRPORTS?)"
)
_NO_REQUEST: Final = compiled(
    r"\b(?:READY|PREPARED|UNABLE|ABLE|PLANS?|WISH(?:ING)?|INTEND(?:ING)?|CHOOS(?:E|ING)|ORDER|PLANNING|FREE|HOW|REROUT(?:E|ED|ING)|DEVIAT(?:E|ING)) TO $"
)
_DOING: Final = compiled(r"\b(?:AIRCRAFT|ACFT|FLIGHTS?|TRAFFIC|OPERATORS|CARRIERS|THEREBY|WHILE) $")
_NO_AIRSPACE: Final = compiled(
    r" (?:UNNECESSARY|PROLONGED|DIVERSIONS?|DIVERTING|CONGESTION|CONFUSION|DELAYS?|MISUNDERSTANDINGS?|CONFLICTS?|HOLDING|CIRCLING|CLOSED|BIRDS?|OBSTACLES?|COLLISIONS?|LOW[- ]LEVEL)\b"
)
_NEAR: Final = 24
# An instruction that goes on: "not to enter and not to land in FIR A".
_MOVING: Final = compiled(
    r"\b(?:ENTER|OPERATE|FLY|PENETRATE|TRANSIT|CROSS|TRAVERSE|PROCEED)(?: (?:IN|INTO|WITHIN|TO|OVER))?,? (?:AND|OR|NOR) (?:ALSO )?$"
)
_ONE_AERODROME: Final = compiled(r"\b(?<!ANY )(?<!ANY CIVIL )(?:AERODROME|AIRPORT|AIRFIELD)\b")
_OPENING: Final = 32
# What may stand between "remain clear of" and the FIR or country that is meant: no other thing within it.
_ITSELF: Final = compiled(
    r",?(?:(?!\b(?:WHEN|WHILE|AT|BY|AND|OR|(?<!AIRSPACE )(?<!AIR SPACE )(?:IN|WITHIN|INSIDE|OVER))\b)[^.;:,]){1,80}"
)
_UPWARD = compiled(r"\b(?:ABOVE|OR HIGHER|NOT BELOW|NOT LOWER|NO LOWER|AT LEAST|MINIMUM|NOT LESS|GREATER)\b")
_INTENDING = compiled(
    r"\b(?:INTEND(?:ING|S)?|PLAN(?:NING|S)?|WISH(?:ING)?|LIKELY|EXPECTED|ALLOWED|PERMITTED|ABLE|CLEARED|AUTHORI[SZ]ED|UNABLE)(?: TO)? ?$"
)
_GOVERNING: Final = (
    "PROHIBIT FORBIDDEN. MUST. SHALL. MAY REQUIRED. OBLIGED. ORDERED. DIRECTED. INSTRUCTED. MANDATORY. RECOMMEND ADVIS "
    "REQUEST ASKED. URGE. URGED. SHOULD. INVITED. ENCOURAGED. SUGGESTED."
)
_GOVERNOR = cue(
    r"\b(?:(?P<binding>PROHIBIT[A-Z]{0,4}|FORBIDDEN|MUST|SHALL|MAY|REQUIRED|OBLIGED|ORDERED|DIRECTED|INSTRUCTED|MANDATORY)"
    r"|(?P<soft>RECOMMEND[A-Z]{0,8}|ADVIS[A-Z]{1,5}|REQUEST[A-Z]{0,3}|ASKED|URGED?|SHOULD|INVITED|ENCOURAGED|SUGGESTED))\b",
    starts=_GOVERNING,
)
_FINITE: Final = compiled(
    r"\b(?:IS|ARE|WAS|WERE|WILL|HAS|HAVE|HAD|MAY|CAN|SHOULD|SHALL|MUST|EXPECTED|AFFECTED|PLANNED|REPORTED|OPERATED|KNOWN|SCHEDULED|OBSERVED|WITHOUT)\b"
)
_REPORTING: Final = compiled(
    r"\b(?:IF|ANY|EXPERIENC(?:E|ES|ED|ING)|SUSPECT(?:S|ED|ING)?|IN CASE OF|IN THE EVENT OF|REPORT|REPORTING|REPORTS OF)(?: [A-Z]{1,12}){0,3} $"
)
_REPORTING_BACK: Final = 48
# Adverbs between a denial and what it denies; what is "not only" so is so.
_ADVERBS = r"(?: (?:BE|BEEN|BEING|YET|OTHERWISE|(?!ONLY\b|MERELY\b|SIMPLY\b|SOLELY\b)[A-Z]{2,12}LY)){0,2}"
# "Not prohibited", "neither banned nor closed", "no flights are currently forbidden" ban nothing.
_UNBANNED: Final = compiled(
    r"\b(?:NOT|NEVER|NEITHER|NOR|NO (?:(?!AND\b|OR\b|BUT\b|WITH\b)[A-Z.]{2,16} ){0,2}(?:PERSONS?|OPERATORS?|CARRIERS?|AIRCRAFT|ACFT|FLIGHTS?|FLTS?|OVERFLIGHTS?|OPERATIONS?) (?:IS|ARE))"
    + _ADVERBS
    + " $"
)
_UNBANNED_BACK: Final = 80
# "Not required to", "do not recommend that operators", "no advice", "need not", "prepared": nobody is asked what follows.
_WHOM = r"(?: (?:THAT|THE|ALL|ANY|ITS|THEIR|THEM|UK|US|EU|CIVIL|AIR|AIRCRAFT|OPERATORS?|CARRIERS?|AIRLINES?|PILOTS?|AIRMEN|CREWS?|FLIGHTS?)){0,5}"
_UNASKED: Final = cue(
    r"\b(?:NOT|NEITHER|NOR|NEVER)"
    + _ADVERBS
    + r" (?:REQUIRE[DS]?|ADVISE[DS]?|RECOMMEND(?:S|ED)?|REQUEST(?:S|ED)?|OBLIGED?|ASK(?:S|ED)?|URGE[DS]?|ORDER(?:S|ED)?|DIRECT(?:S|ED)?|INSTRUCT(?:S|ED)?|INVITED?|ENCOURAGED?|SUGGEST(?:S|ED)?|NEED(?:ED)?|HAVE|BOUND|COMPELLED|NECESSARY|MANDATORY)"
    + _WHOM
    + r"(?: TO| DO)? $|\bNO (?:(?:CURRENT|SPECIFIC|GENERAL|FORMAL|OFFICIAL|LEGAL) )?(?:RECOMMENDATIONS?|ADVICE|REQUIREMENTS?|OBLIGATIONS?|NEED|REQUESTS?|REASONS?|INSTRUCTIONS?|ORDERS?)(?: (?:IN FORCE|EXISTS?|FOR))?"
    + _WHOM
    + r"(?: TO)? $|\b(?:NEED|SHOULD|MUST|SHALL|DO|DOES) NOT $|\b(?:READY|PREPARED|FREE|CHOOS(?:E|ING)|WISH(?:ING)?|INTEND(?:ING)?)(?: TO)? $",
    holds="NOT NEITHER NOR NEVER NO READY PREPARED FREE CHOOS WISH INTEND",
)
_UNASKED_BACK: Final = 160
_USE: Final = compiled(
    r"\bUSE OF (?:THE )?(?:[A-Z]{2,12} ){0,3}?(?:ROUTES?|AIRWAYS?|CODES?|MODE|FREQUENCY|ADDRESS|EQUIPMENT|TRANSPONDERS?|LIGHTS?|LASERS?|FIREWORKS?|PYROTECHNICS?|LANTERNS?|KITES?|RUNWAYS?|RWY|APPROACH|PROCEDURES?)\b[^.;]{0,60}$"
)
_USE_BACK: Final = 120
_SERVED = cue(
    r"\bSO SERVED\b|\bSERVED WITH\b|\bSUBJECT TO (?:A )?DIRECTION\b",
    starts="SO_SERVED SERVED_WITH SUBJECT_TO_DIRECTION SUBJECT_TO_A",
)
_LIST = compiled(_GOVERNOR.pattern.pattern + r"(?: (?:TO|THAT|THEY|NOT))?(?= ?:)")
_BACK: Final = 400
_LIST_BACK: Final = 1500
_ITEM: Final = 8


class Sentence(NamedTuple):
    """A sentence of a text, at `start` to `end` of its plain form."""

    words: Words
    start: int
    end: int


def _form(found: re.Match[str], sentence: Sentence) -> LegalForm:
    """Return the legal form that the last governing verb before a match gives; nothing said is unstated.

    An item of a list is governed by the verb before the colon: "Air operators should: ... Not operate ...".
    """
    words, start, at = sentence.words, sentence.start, found.start()
    last = _GOVERNOR.last(words, max(start, at - _BACK), at + 8)
    if last is None and at - start < _ITEM:
        last = _GOVERNOR.last(words, max(0, at - _LIST_BACK), at, _LIST)
    if last is None:
        return LegalForm.UNSTATED
    return LegalForm.BINDING if last["binding"] else LegalForm.RECOMMENDATION


def _soft(found: re.Match[str], sentence: Sentence) -> LegalForm:
    """Return the legal form of what is no ban by itself: a recommendation where the text calls it one."""
    form = _form(found, sentence)
    return form if form is LegalForm.RECOMMENDATION else LegalForm.UNSTATED


def served(found: re.Match[str], sentence: Sentence) -> LegalForm | None:
    """Return the form of a ban; what is told of the use of a route or a code alone, or denied, is none of an airspace."""
    plain = sentence.words.plain
    if _USE.search(plain[max(sentence.start, found.start() - _USE_BACK) : found.start()]):
        return None
    if _UNBANNED.search(plain, max(sentence.start, found.start() - _UNBANNED_BACK), found.start()):
        return None
    by_direction = _SERVED.opened(sentence.words) and _is_served(*sentence)
    return LegalForm.AS_SERVED if by_direction else LegalForm.BINDING


@once
def _is_served(words: Words, start: int, end: int) -> bool:
    return _SERVED.search(words, start, end) is not None


def own(_found: re.Match[str], sentence: Sentence) -> LegalForm | None:
    """Return the form of a prohibition that is the text's own: it is a rule of law that speaks about itself."""
    return LegalForm.BINDING if _is_own(*sentence) else None


@once
def _is_own(words: Words, start: int, end: int) -> bool:
    return bool(_OWN_TEXT.search(words) or _OWN_RULE.search(words.plain, start, end))


def _unasked(found: re.Match[str], sentence: Sentence) -> bool:
    """Return whether the words before a match deny that anybody is asked or told to do what it says."""
    start = max(sentence.start, found.start() - _UNASKED_BACK)
    return _UNASKED.search(sentence.words, start, found.start()) is not None


def entry(found: re.Match[str], sentence: Sentence) -> LegalForm | None:
    """Return the form of words of not entering: a statement of what does not happen tells nobody anything."""
    if _unasked(found, sentence):
        return None
    plain = sentence.words.plain
    word = found.start() + (3 if plain.startswith("TO NOT", found.start()) else 0)
    if found[0].startswith("NOT TO ") and plain.endswith((" ARE ", " IS "), sentence.start, found.start()):
        return LegalForm.BINDING
    if _NOT_NEVER.search(plain[max(sentence.start, found.start() - 12) : word + 4]):
        # The stop before the sentence tells that it begins with "do".
        told = _THAT.search(plain, max(sentence.start - 2, found.start() - _THAT_BACK, 0), found.start())
        return _form(found, sentence) if told else None
    return _form(found, sentence)


def landed(found: re.Match[str], sentence: Sentence) -> LegalForm | None:
    """Return the form of a ban on landing or departure in a whole FIR or country: of one aerodrome it is none."""
    words, start, end = sentence
    named = places(words, found.end(), end)
    # "Not to enter and not to land in FIR A" is one instruction.
    if _MOVING.search(words.plain, max(start, found.start() - _NEAR), found.start()):
        return None
    itself = bool(named) and _ITSELF.fullmatch(words.plain, found.end(), named[0].start)
    if (
        not itself
        or found[0].endswith(("LAND", "OFF", "DEPART", "ARRIVE"))
        or _ONE_AERODROME.search(words.plain, found.start(), named[0].start)
    ):
        return None
    return entry(found, sentence)


def avoided(found: re.Match[str], sentence: Sentence) -> LegalForm | None:
    """Return the form of a request to avoid an airspace; who is able to, does, or avoids something else is told nothing."""
    plain = sentence.words.plain
    near = max(sentence.start, found.start() - _NEAR)
    if _NO_REQUEST.search(plain, near, found.start()) or _unasked(found, sentence):
        return None
    if found[0].startswith("AVOIDING") and _DOING.search(plain, near, found.start()):
        return None
    if _NO_AIRSPACE.match(plain, found.end(), sentence.end):
        return None
    return None if _is_routing(found, sentence) else _soft(found, sentence)


def _is_routing(found: re.Match[str], sentence: Sentence) -> bool:
    """Return whether it is only wished "whenever possible" to avoid something else than a FIR or a country itself."""
    words, start, end = sentence
    softened = _AVOID_NOT.search(words.plain, found.end(), min(end, found.end() + _SOFTENED))
    if softened is None:
        return False
    low, top = found.end(), softened.start()
    if top - low <= _AT_ONCE:
        low, top = (start, found.start()) if found[0] == "BE AVOIDED" else (softened.end(), end)
    named = places(words, low, top)
    if not named or _BESIDE.search(words.plain, low, named[-1].end + _NEAR):
        return True
    return found[0] != "BE AVOIDED" and not _ITSELF.fullmatch(words.plain, low, named[0].start)


def cleared(found: re.Match[str], sentence: Sentence) -> LegalForm | None:
    """Return the form of advice to remain clear of a FIR or country: of what is within one is something else."""
    words, start, end = sentence
    if _NO_REQUEST.search(words.plain, max(start, found.start() - _NEAR), found.start()) or _unasked(found, sentence):
        return None
    governed = _GOVERNOR.last(words, max(start, found.start() - _BACK), found.start())
    if governed is None and found.start() - start >= _OPENING:
        return None
    named = places(words, found.end(), end)
    return _soft(found, sentence) if named and _ITSELF.fullmatch(words.plain, found.end(), named[0].start) else None


def kept(found: re.Match[str], sentence: Sentence) -> LegalForm | None:
    """Return the form of a lowest level to be kept: a level that is only named or intended is none."""
    if not (found["after"] or _UPWARD.search(sentence.words.plain, *found.span("gap"))) or _unasked(found, sentence):
        return None
    before = sentence.words.plain[max(sentence.start, found.start() - 30) : found.start() + 3]
    if _INTENDING.search(before.removesuffix("TO ").removesuffix("TO")):
        return None
    return _soft(found, sentence)


def closed(found: re.Match[str], sentence: Sentence) -> LegalForm | None:
    """Return the form of a closure: binding, but where it only "should be" closed."""
    words, start, end = sentence
    if not closes(words, start, found, end):
        return None
    if found[0] == "BE AVOIDED":
        return None if _is_routing(found, sentence) else _soft(found, sentence)
    if found[0].startswith(("IS NOT", "ARE NOT")):
        return LegalForm.RECOMMENDATION
    negated = found[0].startswith("NOT ")
    if negated or is_soft_place(words, start, found.start()):
        last = _GOVERNOR.last(words, max(start, found.start() - _BACK), found.start())
        if last is not None and not last["binding"]:
            return LegalForm.RECOMMENDATION
    return LegalForm.BINDING


def suspended(found: re.Match[str], sentence: Sentence) -> LegalForm | None:
    """Return the form of an order or advice to suspend flights; a report that somebody does is none."""
    last = _GOVERNOR.last(sentence.words, max(sentence.start, found.start() - _BACK), found.start())
    listed = found.start() - sentence.start < _ITEM
    denied = sentence.words.plain.endswith(("NOT TO ", "NOT "), 0, found.start()) or _unasked(found, sentence)
    if (last is None and not listed) or denied:
        return None
    return _form(found, sentence)


def against(found: re.Match[str], sentence: Sentence) -> LegalForm | None:
    """Return the form of advice against an airspace, if it is not denied."""
    start = max(sentence.start, found.start() - _UNBANNED_BACK)
    denied = _UNBANNED.search(sentence.words.plain, start, found.start())
    return None if denied else LegalForm.RECOMMENDATION


def binding(_found: re.Match[str], _sentence: Sentence) -> LegalForm:
    """Return that these words bind wherever they stand."""
    return LegalForm.BINDING


def nobody(found: re.Match[str], _sentence: Sentence) -> LegalForm:
    """Return the form of what no person may or should do."""
    return LegalForm.RECOMMENDATION if " SHOULD " in found[0] else LegalForm.BINDING


def no_flights(found: re.Match[str], sentence: Sentence) -> LegalForm | None:
    """Return the form of "no flights in FIR A", where it is all that its clause says."""
    words, start, end = sentence
    opens = found.start() - start < _ITEM or words.plain.endswith((": ", "; ", ") "), start, found.start())
    whole = opens and places(words, found.end(), end) and not _FINITE.search(words.plain, found.end(), end)
    return LegalForm.BINDING if whole else None


def lowest(found: re.Match[str], sentence: Sentence) -> LegalForm | None:
    """Return the form of a lowest level that is given for a FIR or a country, and not for routes in it."""
    low, top = found.span("gap")
    named = places(sentence.words, low, top) and not _BESIDE.search(sentence.words.plain, low, top)
    return _soft(found, sentence) if named else None


def recommended(_found: re.Match[str], _sentence: Sentence) -> LegalForm:
    """Return that these words are advice wherever they stand."""
    return LegalForm.RECOMMENDATION


def unstated(_found: re.Match[str], _sentence: Sentence) -> LegalForm:
    """Return that these words tell of a danger and ask nobody for anything."""
    return LegalForm.UNSTATED


def disturbed(found: re.Match[str], sentence: Sentence) -> LegalForm | None:
    """Return the form of a report that satellite navigation is disturbed; what to do if it is reports nothing."""
    before = sentence.words.plain[max(sentence.start, found.start() - _REPORTING_BACK) : found.start()]
    return None if _REPORTING.search(before) else LegalForm.UNSTATED
