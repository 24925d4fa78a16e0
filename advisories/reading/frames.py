"""Frames: words that take the force out of what stands in them.

What is quoted, recalled, reported of somebody else, conditional, or said of emergencies and authorised flights is not an
instruction of this text (gold rule: reminders, planning boilerplate, emergency and authorised-flight clauses are no
provisions; KICZ A0009/18 and A0016/20 quote prohibitions without being one).
"""

from __future__ import annotations

from typing import Final

from advisories.reading.cues import bits, compiled, cue
from advisories.reading.duties import operative
from advisories.reading.history import over
from advisories.reading.places import within
from advisories.reading.words import Words, once_in_text

# From these words to the end of the sentence.
_FROM_HERE: Final = cue(
    r"\b(?:REMINDED|RECALL(?:S|ED)? THAT|REMINDS?|(?:RESULTING IN|LEADING TO|TAK(?:E|ING)|MAK(?:E|ING)) (?:A|THE|ANY) DECISIONS?"
    r"|DECI(?:DE|SION|SIONS) (?:WHETHER|TO|NOT TO|ON WHETHER)|(?:DOES|DO) NOT (?:PROHIBIT|APPLY|AFFECT|PRECLUDE)"
    r"|(?:HAS|HAVE) (?:ALSO )?(?:ISSUED|PUBLISHED|PROHIBITED|RECOMMENDED|ADVISED|REQUESTED|IMPLEMENTED|FORBIDDEN|BANNED)"
    r"|FOR (?:EACH|A) DEVIATION|(?:USING|USE) THE (?:FOLLOWING )?(?:PHRASE|PHRASEOLOGY|WORDS)|FOR EXAMPLE(?= ?:)"
    r"|(?:MAY|MIGHT|COULD) (?:ALSO |THEN |LATER )?(?:RECOMMEND|ADVISE|PROHIBIT|DECIDE|BAN|RESTRICT))\b",
    starts="MAY MIGHT COULD USING_THE USE_THE FOR_EXAMPLE REMIND RECALL RESULTING_IN LEADING_TO TAKE_A TAKE_THE TAKE_ANY TAKING_A TAKING_THE TAKING_ANY MAKE_A MAKE_THE MAKE_ANY MAKING_A MAKING_THE MAKING_ANY DECIDE_WHETHER DECIDE_TO DECIDE_NOT DECIDE_ON DECISION_WHETHER DECISION_TO DECISION_NOT DECISION_ON DECISIONS_WHETHER DECISIONS_TO DECISIONS_NOT DECISIONS_ON DOES_NOT DO_NOT HAS HAVE FOR_EACH_DEVIATION FOR_A_DEVIATION",
)
# The whole sentence.
_SENTENCE: Final = cue(
    r"\bREMAINS? (?:IN (?:EFFECT|FORCE)|VALID|APPLICABLE|UNCHANGED)\b|\bCONTINUES? (?:TO APPLY|TO BE IN|IN (?:EFFECT|FORCE))\b|\bSTILL (?:IN (?:EFFECT|FORCE)|APPL(?:Y|IES))\b"
    r"|\bEMERGENC(?:Y|IES)\b[^.;]{0,200}\b(?:MAY|CAN|IS AUTHORI[SZ]ED TO|ARE AUTHORI[SZ]ED TO) DEVIATE\b|\bPERMITTED OPERATIONS\b"
    r"|\bIN CASE (?:A|ANY|THE) (?:STATE|AUTHORITY)\b|\bIF (?:A|ANY|THE) (?:STATE|AUTHORITY)\b"
    r"|\bWAS PUBLISHED IN THE FEDERAL REGISTER\b",
    starts="REMAIN CONTINUE STILL EMERGENC PERMITTED_OPERATIONS IN_CASE IF_A IF_ANY IF_THE WAS_PUBLISHED",
)
_REMAINS: Final = compiled(r"\b(?:REMAINS?|CONTINUES?|STILL)\b")
_OWN: Final = compiled(r"\bTH(?:IS|ESE|E ABOVE)\b[^.]{0,60}$")
_RESPONSE: Final = cue(
    r"\b(?:AS (?:A )?RESPONSE(?: MEASURE)?|IN RESPONSE) TO (?:THE )?(?:[A-Z]{2,14} ){0,3}?(?:PROHIBITION|DECISION|RESTRICTION|BAN|MEASURE)S?\b"
    r"|\bAS (?:A )?(?:RETALIATORY|RETALIATION|RECIPROCAL|COUNTER) MEASURES?\b",
    starts="AS_RESPONSE AS_A_RESPONSE IN_RESPONSE AS_RETALIATORY AS_A_RETALIATORY AS_RETALIATION AS_A_RETALIATION AS_RECIPROCAL AS_A_RECIPROCAL AS_COUNTER AS_A_COUNTER",
)
_HEREBY: Final = cue(
    r"\bHEREBY\b",
    starts="HEREBY",
)
_REPORTED: Final = cue(
    r"\b(?:NOTAM|SFAR|AIC|CZIB|REGULATION|RULE|ORDER)\b[^.;]{0,60}?,? (?:WHICH|THAT) (?:PROHIBIT|RECOMMEND|ADVISE|REQUEST|FORBID|BAN)S?\b",
    holds="WHICH_PROHIBIT WHICH_RECOMMEND WHICH_ADVISE WHICH_REQUEST WHICH_FORBID WHICH_BAN WHICH_BANS THAT_PROHIBIT THAT_RECOMMEND THAT_ADVISE THAT_REQUEST THAT_FORBID THAT_BAN THAT_BANS",
)
# A measure that now stands in another document.
_MOVED: Final = cue(
    r"\b(?:RECOMMENDATIONS?|PROHIBITIONS?|RESTRICTIONS?|ADVICE|WARNINGS?|MEASURES?|REQUESTS?)\b[^.;]{0,160}? (?:HAS|HAVE) (?:NOW |SINCE |ALSO )?BEEN (?:INCORPORATED|INCLUDED|TRANSFERRED|MOVED) (?:IN|INTO|TO) "
    r"(?:[A-Z.]{2,12} ){0,2}?(?:AICS?|AIP|ENR|SFAR|CZIBS?|NOTAMS?)\b",
    holds="INCORPORATED INCLUDED_IN INCLUDED_INTO INCLUDED_TO TRANSFERRED MOVED",
)
_OWN_RULE: Final = cue(
    r"\bTHIS (?:ACTION|RULE|FINAL RULE|AMENDMENT|SECTION)\b|\bTHE FAA (?:IS |HEREBY )?(?:AMEND|EXTEND|CONTINU)",
    starts="THIS THE_FAA",
)


_ELSEWHERE: Final = bits(_RESPONSE, _REPORTED, _MOVED)
_ANY: Final = _ELSEWHERE | bits(_FROM_HERE, _SENTENCE)


def frame_behind(words: Words, start: int, end: int) -> int:
    """Return where words begin that take the force out of the rest of a sentence ("... and are reminded that"), or `end`."""
    found = _FROM_HERE.search(words, start, end)
    return found.start() if found else end


def frames(words: Words, sentence: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the spans of one sentence whose words are not this text's own instruction."""
    plain = words.plain
    start, end = sentence
    others = quoted(words)
    spans = [(low, top) for low, top in others if low < end and start < top] if others else []
    spans += over(words, sentence)
    if not words.present & _ANY:
        return spans
    here = _FROM_HERE.search(words, start, end)
    if here:
        spans.append((here.start(), end))
    whole = _SENTENCE.search(words, start, end)
    if whole and not (_REMAINS.match(plain, whole.start()) and _OWN.search(plain[start : whole.start()])):
        spans.append((start, end))
    return spans + _told_elsewhere(words, start, end) if words.present & _ELSEWHERE else spans


def _told_elsewhere(words: Words, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans that tell of a measure in another document, or of what others did."""
    spans: list[tuple[int, int]] = []
    moved = _MOVED.search(words, start, end)
    if moved:
        spans.append(moved.span())
    response = _RESPONSE.search(words, start, end)
    if response:
        hereby = _HEREBY.search(words, response.end(), end)
        spans.append((response.start(), hereby.start() if hereby else end))
    reported = _REPORTED.search(words, start, end)
    if reported and not _OWN_RULE.search(words, start, end):
        spans.append((reported.start(), end))
    return spans


def quoted(words: Words) -> list[tuple[int, int]]:
    """Return the spans that quote somebody else.

    A State may wrap its whole notice in QUOTE and UNQUOTE, behind a remark on who publishes it: where nothing operative
    stands outside, what is wrapped is the notice itself.
    """
    return _told_by_others(words) if words.wrapped else words.quoted


@once_in_text
def _told_by_others(words: Words) -> list[tuple[int, int]]:
    spans, wrapped = words.quoted, words.wrapped
    if not wrapped or any(not within(spans, at) for at in operative(words, [(0, len(words.plain))]).get(0, ())):
        return spans
    return [span for span in spans if span not in wrapped]
