"""What is over: measures that a text lifts, removes or replaces, and those that it tells in the past.

"The recommendation not to operate in ... is lifted", "removes SFAR No. ..., which prohibited ...", "until 2023 the FAA
prohibited ..." tell of an instruction without being one. A measure that is lifted only in part may hold for the rest.
"""

from __future__ import annotations

import re
from typing import Final

from advisories.reading.bands import bands
from advisories.reading.cues import Rules, bits, compiled, cue
from advisories.reading.words import Words, once

_MEASURE = (
    r"(?:(?:(?:FLIGHT|OVERFLIGHT|FLYING) )?BANS?|NO(?:[- ]?FLY|-?FLIGHT) ZONES?|PROHIBITIONS?|RESTRICTIONS?|RECOMMENDATIONS?|ADVICE|ADVISOR(?:Y|IES)|WARNINGS?|CLOSURES?|SUSPENSIONS?|REQUESTS?|DIRECTIONS?"
    r"|INSTRUCTIONS?|MEASURES?|SFARS?|SPECIAL FEDERAL AVIATION REGULATIONS?|NOTAMS?|KICZ|CZIBS?|AICS?|RULES?)"
)
_ADVERB = r"(?:[A-Z]{2,12}LY |HEREBY |NOW |ALSO |THEREFORE |NO LONGER )?"
_OVER = (
    r"(?:LIFTED|WITHDRAWN|CANCELLED|CANCELED|CNL|REMOVED|RESCINDED|REVOKED|REPEALED|TERMINATED|DISCONTINUED|ABOLISHED|EXPIRED|ENDED|SUPERSEDED|REPLACED"
    r"|CEASED TO (?:APPLY|BE (?:IN (?:EFFECT|FORCE)|VALID))|NO LONGER (?:IN (?:EFFECT|FORCE)|VALID|APPLICABLE|APPL(?:Y|IES)|NECESSARY|REQUIRED|MAINTAINED|CURRENT))"
)
# The measure is named first; no other verb stands between it and its end.
_LIFTED: Final = cue(
    rf"\b{_MEASURE}\b(?:(?!\b(?:UNTIL|UNLESS|IF|WHEN|ONCE|REMAINS?|SHOULD|SHALL|MUST|EXTENDED|(?<!WHICH )(?<!THAT )(?:IS|ARE|WAS|WERE|HAS|HAVE))\b)[^.;]){{0,260}}?"
    rf" (?:(?:IS|ARE|WAS|WERE|WILL BE|SHALL BE|HAS BEEN|HAVE BEEN|HAS|HAVE) {_ADVERB})?{_OVER}\b",
    holds="LIFTED. WITHDRAWN. CANCELLED. CANCELED. CNL REMOVED. RESCINDED. REVOKED. REPEALED. TERMINATED. DISCONTINUED. ABOLISHED. EXPIRED. ENDED. SUPERSEDED. REPLACED. CEASED_TO NO_LONGER",
)
_IN_PART: Final = compiled(
    r",? ?(?:AT (?:AND|OR) )?(?:ABOVE|BELOW|EXCEPT|EXCLUDING|ONLY|IN PART|PARTLY|PARTIALLY|BETWEEN|OUTSIDE|FOR (?!ALL\b|THE TIME)|WITHIN|NORTH|SOUTH|EAST|WEST)\b"
)
_LIFTS: Final = cue(
    r"\b(?:REMOV|RESCIND|REPEAL|REVOK|WITHDR[AE]W|LIFT|CANCEL|TERMINAT|SUPERSED|OVERRUL|REPLAC)(?:E|S|ES|ED|N|LS|LED|ING|LING)?\b(?! BY\b)[^.;]{0,60}?\b"
    + _MEASURE
    + r"\b|\b(?:REMOV|RESCIND|REPEAL|REVOK|WITHDR[AE]W|CANCEL|SUPERSED|REPLAC)(?:E|S|ES|ED|N|LS|LED|ING|LING)?\b(?! BY\b) [A-Z][0-9]{4}/[0-9]{2}\b",
    starts="REMOV RESCIND REPEAL REVOK WITHDRAW WITHDREW LIFT CANCEL TERMINAT SUPERSED REPLAC OVERRUL. OVERRULE. OVERRULES. OVERRULED. OVERRULING. OVERRULS. OVERRULN. OVERRULLS. OVERRULLED. OVERRULLING.",
)
_PAST: Final = cue(
    r"\b(?:WHICH|THAT) (?:HAD |HAVE |HAS )?(?:[A-Z]{2,12}LY )?(?:PROHIBITED|RECOMMENDED|ADVISED|REQUESTED|BANNED|FORBADE|WARNED|RESTRICTED|CLOSED|SUSPENDED)\b(?! (?:TO|FROM|BY)\b)"
    r"|\b(?:WAS|WERE|HAD BEEN) (?:[A-Z]{2,12}LY )?(?:PROHIBITED|RECOMMENDED|ADVISED|REQUESTED|BANNED|FORBIDDEN|CLOSED|CLSD|SUSPENDED|NOT (?:PERMITTED|ALLOWED))\b"
    r"|\b(?:FAA|EASA|AGENCY|SFAR\)?(?: ?(?:NO\. ?)?[0-9]{1,3})?|CZIB[ -][0-9]{4}-[0-9]{2}(?:[- ]?R[0-9]{1,2})?|(?:NOTAM|KICZ)(?: KICZ)? [A-Z][0-9]{4}/[0-9]{2}|FINAL RULE),? "
    r"(?:HAD |THEN |ALSO |FIRST |[A-Z]{2,12}LY ){0,2}(?:PROHIBITED|RECOMMENDED|ADVISED|REQUESTED|BANNED|WARNED|CLOSED)"
    r"(?= (?:U\.S(?=\.)|US|UK|EU|CERTAIN|ALL|ANY|THOSE|THESE|CIVIL|ITS|THEIR|THE|FLIGHTS?|OPERATORS|OPERATIONS|AIR|NOT TO|AGAINST|TO AVOID|AVOIDING|THAT)\b)"
    r"|\b(?:PREVIOUSLY|FORMERLY|ORIGINALLY|INITIALLY)\b(?:, [^.;]{0,80}?)? (?:PROHIBITED|RECOMMENDED|ADVISED|REQUESTED|BANNED|CLOSED)\b",
    starts="WHICH THAT WAS WERE HAD FAA EASA AGENCY SFAR CZIB NOTAM KICZ FINAL_RULE PREVIOUSLY FORMERLY ORIGINALLY INITIALLY",
    holds="PROHIBITED. RECOMMENDED. ADVISED. REQUESTED. BANNED. FORBADE. FORBIDDEN. WARNED. RESTRICTED. CLOSED. CLSD. SUSPENDED. NOT_PERMITTED NOT_ALLOWED",
)
_TOLD: Final = r"(?:PROHIBIT|RECOMMEND|ADVIS|REQUEST|BANN|FORB[AI]D|WARN|RESTRICT|CLOS|SUSPEND)(?:ED|D?EN|E)?"
# The rule of before, whatever it did, and what anybody had done.
_BEFORE: Final = cue(
    r"\b(?:PREVIOUS|PRIOR|EARLIER|FORMER|ORIGINAL|INITIAL) (?:[A-Z0-9.-]{1,12} ){0,3}?"
    + _MEASURE
    + r"\b(?:(?!\b(?:IS|ARE|BE|BEEN|WILL|SHALL|SHOULD|MUST|THIS)\b)[^.;]){0,80}? "
    + _TOLD
    + r"(?:ING)?\b|\bHAD (?:[A-Z]{2,12}LY |ALSO |FIRST )?(?:[A-Z]{3,12}ED\b[^.;]{0,160}? AND (?:[A-Z]{2,12}LY |ALSO |FIRST )?)?"
    + _TOLD
    + r"\b|\b(?:WAS|WERE) (?:[A-Z]{2,12}LY )?(?:REDUCED|EXTENDED|EXPANDED|NARROWED|AMENDED|MODIFIED|LIMITED|ADOPTED|INTRODUCED|IMPOSED)\b",
    starts="PREVIOUS. PRIOR. EARLIER. FORMER. ORIGINAL. INITIAL. HAD WAS WERE.",
    holds="PROHIBIT RECOMMEND ADVIS* REQUEST BANN FORB WARN RESTRICT CLOSE CLOS* SUSPEND REDUCED EXTENDED EXPANDED NARROWED AMENDED MODIFIED LIMITED ADOPTED INTRODUCED IMPOSED",
)
# What an authority did to a measure of its own.
_CHANGED: Final = cue(
    r"\b(?:FAA|EASA|AGENCY|DFT|DGAC|THEY|IT) (?:ALSO |THEN |[A-Z]{2,12}LY )?(?:REDUCED|EXTENDED|EXPANDED|NARROWED|AMENDED|MODIFIED|LIMITED|RELAXED) (?:[A-Z]{1,12} ){0,3}?"
    + _MEASURE
    + r"\b",
    starts="FAA EASA. AGENCY. DFT DGAC. THEY. IT",
    holds="REDUCED. EXTENDED. EXPANDED. NARROWED. AMENDED. MODIFIED. LIMITED. RELAXED.",
)
_ISSUED: Final = cue(
    r"\b(?:ISSUED|PUBLISHED|ADOPTED) [^.;]{0,60}?"
    + _MEASURE
    + r"\b[^;]{0,30}? (?:PROHIBITING|RECOMMENDING|ADVISING|REQUESTING|BANNING|CLOSING|WARNING)\b",
    starts="ISSUED. PUBLISHED. ADOPTED.",
    holds="PROHIBITING RECOMMENDING ADVISING REQUESTING BANNING CLOSING WARNING",
)
# What stands before "issued" and "was extended": a year, and the measure.
_DATED: Final = compiled(
    r"\b(?:IN|SINCE|ON) (?:[A-Z]{3,9} )?(?:[0-9]{1,2}, )?(?:19|20)[0-9]{2},? (?:[A-Z]{2,12} ){1,4}$"
)
_A_MEASURE: Final = compiled(_MEASURE + r" $")
_BACK: Final = 64
# "The airspace prohibited by NOTAM ..." names an airspace by another measure and tells nothing.
_PARTICIPLE: Final = cue(
    r"\b(?:AIR ?SPACES?|AREAS?|REGIONS?|FIRS?|LEVELS|ALTITUDES|ROUTES?|FLIGHTS?|OPERATIONS) (?:ALREADY |CURRENTLY |OTHERWISE )?(?:PROHIBITED|CLOSED|RESTRICTED|BANNED) (?:BY|UNDER|IN ACCORDANCE WITH|PURSUANT TO|IN|THROUGH) "
    r"(?:[A-Z.]{2,12} ){0,3}?(?:KICZ|NOTAMS?|SFAR|AICS?|CZIBS?|14 CFR|[A-Z][0-9]{4}/[0-9]{2})",
    holds="PROHIBITED. CLOSED. RESTRICTED. BANNED.",
)
_NO_LONGER: Final = cue(
    r"\bNO LONGER (?:BE )?(?:PROHIBIT|RECOMMEND|ADVISE|REQUEST|FORBID|FORBIDDEN|BAN|REQUIRE|CLOSED|CLSD|SUSPENDED|RESTRICT|NEED|OBLIGED|ASKED|WARNED|SUBJECT TO)[A-Z]{0,6}",
    starts="NO_LONGER",
)
# Where what is over ends and the text's own words begin again: at once, or at a subject with its verb.
_CUT: Final = compiled(
    r";|\bNOW\b|,? (?:AND|BUT|WHILE|INSTEAD)(?:,| ALSO| INSTEAD| HEREBY| THEREFORE| CONTINUES? TO| CONTINUING TO)* (?:PROHIBIT|RECOMMEND|ADVISE|REQUEST|IMPOSE|ESTABLISH|CLOSE|BAN)[A-Z]{0,3}\b(?! BY)|,? BUT (?:ARE|IS|SHOULD|SHALL|MUST|REMAINS?)\b"
)
_OWN: Final = compiled(
    r"\b(?:OPERATORS|CARRIERS|PERSONS|PILOTS|AIRMEN|AIRCRAFT|ACFT|AIRLINES|FLIGHTS?|OPERATIONS|TRAFFIC|AIR ?SPACE|FIR)\b[^.;]{0,120}? (?:ARE|IS|SHALL|SHOULD|MUST|MAY NOT|TO AVOID|NOT TO)\b"
)
_JOINT: Final = compiled(r"[,:]| (?:AND|BUT|WHILE|ARE|IS) ")
_RELATIVE: Final = compiled(r"\b(?:WHICH|THAT|TO|AGAINST|ON|FOR|PROHIBITING|RECOMMENDING|ADVISING|REQUESTING)\b")
_ANY: Final = bits(_LIFTED, _LIFTS, _PAST, _NO_LONGER, _BEFORE, _CHANGED, _ISSUED, _PARTICIPLE)
_EARLIER: Final = (_BEFORE, _CHANGED, _ISSUED)
_FIRST_ONLY: Final = Rules((pattern, pattern in _EARLIER) for pattern in (_LIFTS, _PAST, _NO_LONGER, *_EARLIER))


def _ends(words: Words, start: int, behind: int, end: int) -> int:
    """Return where the words about what is over end that begin at `start`: at the text's own next clause."""
    cut = _CUT.search(words.plain, behind, end)
    own = _OWN.search(words.plain, behind, end)
    # "Had recommended operators not to enter": those whom it told are no subject of the text's own.
    told = (
        own is not None
        and own[0].endswith((" NOT TO", " TO AVOID"))
        and not _JOINT.search(words.plain, behind, own.start())
    )
    if own and not told and not _RELATIVE.search(words.plain, start, own.start()):
        end = own.start()
    return min(end, cut.start()) if cut else end


def over(words: Words, sentence: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the spans of one sentence that tell of measures which no longer hold."""
    if not words.present & _ANY:
        return []
    start, end = sentence
    spans: list[tuple[int, int]] = []
    if words.present & _LIFTED.bit:
        spans += [found.span() for found in _lifted(words, start, end)]
    if words.present & _PARTICIPLE.bit:
        spans += [found.span() for found in _PARTICIPLE.matches(words, start, end)]
    earlier: list[re.Match[str]] = []
    for pattern, is_earlier in _FIRST_ONLY.opened(words):
        found = pattern.search(words, start, end)
        if found and is_earlier:
            earlier.append(found)
        elif found:
            spans.append((found.start(), _ends(words, *found.span(), end)))
    if earlier:
        first = min(earlier, key=re.Match.start)
        low = _past(words, start, first)
        if low is not None:
            spans.append((low, _ends(words, *first.span(), end)))
    return spans


def _past(words: Words, start: int, found: re.Match[str]) -> int | None:
    """Return where a match of one of `_EARLIER` begins to tell of a measure of before, or None: what is issued now is none."""
    low = max(start, found.start() - _BACK)
    before = words.plain[low : found.start()]
    if found[0].startswith(("ISSUED", "PUBLISHED", "ADOPTED")):
        return found.start() if _DATED.search(before) else None
    if found[0].startswith(("WAS ", "WERE ")):
        measure = _A_MEASURE.search(before)
        return low + measure.start() if measure else None
    return found.start()


def in_part(words: Words, sentence: tuple[int, int]) -> bool:
    """Return whether a sentence lifts a measure only in part: above a level, for some flights.

    What is "no longer prohibited" at some levels may still be at the others.
    """
    found = _lifted(words, *sentence)[:1]
    if found and _IN_PART.match(words.plain, found[0].end(), sentence[1]):
        return True
    start, end = sentence
    return any(
        not band.everything
        for ended in _NO_LONGER.matches(words, start, end)
        for band in bands(words, start, _ends(words, *ended.span(), end))
    )


@once
def _lifted(words: Words, start: int, end: int) -> list[re.Match[str]]:
    return _LIFTED.matches(words, start, end)
