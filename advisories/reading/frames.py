"""Frames: words that take the force out of what stands in them.

What is quoted, recalled, reported of somebody else, conditional, or said of emergencies and authorised flights is not an
instruction of this text (gold rule: reminders, planning boilerplate, emergency and authorised-flight clauses are no
provisions; KICZ A0009/18 and A0016/20 quote prohibitions without being one).
"""

from __future__ import annotations

import re
from typing import Final

from advisories.reading.words import Words

# From these words to the end of the sentence.
_FROM_HERE: Final = re.compile(
    r"\b(?:REMINDED|RECALL(?:S|ED)? THAT|REMINDS?|(?:RESULTING IN|LEADING TO|TAK(?:E|ING)|MAK(?:E|ING)) (?:A|THE|ANY) DECISIONS?"
    r"|DECI(?:DE|SION|SIONS) (?:WHETHER|TO|NOT TO|ON WHETHER)|(?:DOES|DO) NOT (?:PROHIBIT|APPLY|AFFECT|PRECLUDE)"
    r"|(?:HAS|HAVE) (?:ALSO )?(?:ISSUED|PUBLISHED|PROHIBITED|RECOMMENDED|ADVISED|REQUESTED|IMPLEMENTED|FORBIDDEN|BANNED)"
    r"|FOR (?:EACH|A) DEVIATION|NO LONGER (?:PROHIBIT|RECOMMEND|ADVISE|REQUEST)[A-Z]{0,6}|(?:ARE|IS) NO LONGER (?:PROHIBITED|RECOMMENDED|ADVISED|CLOSED)"
    r"|(?:PROHIBITION|RESTRICTION|RECOMMENDATION|ADVISORY|WARNING)S? (?:IS|ARE|WAS|WERE|HAS BEEN|HAVE BEEN) (?:LIFTED|WITHDRAWN|CANCELLED|REMOVED|RESCINDED|REVOKED))\b"
)
# The whole sentence.
_SENTENCE: Final = re.compile(
    r"\bREMAINS? (?:IN (?:EFFECT|FORCE)|VALID|APPLICABLE|UNCHANGED)\b|\bCONTINUES? (?:TO APPLY|TO BE IN|IN (?:EFFECT|FORCE))\b|\bSTILL (?:IN (?:EFFECT|FORCE)|APPL(?:Y|IES))\b"
    r"|\bEMERGENC(?:Y|IES)\b[^.;]{0,200}\b(?:MAY|CAN|IS AUTHORI[SZ]ED TO|ARE AUTHORI[SZ]ED TO) DEVIATE\b|\bPERMITTED OPERATIONS\b"
    r"|\bIN CASE (?:A|ANY|THE) (?:STATE|AUTHORITY)\b|\bIF (?:A|ANY|THE) (?:STATE|AUTHORITY)\b"
    r"|\bWAS PUBLISHED IN THE FEDERAL REGISTER\b"
)
_REMAINS: Final = re.compile(r"\b(?:REMAINS?|CONTINUES?|STILL)\b")
_OWN: Final = re.compile(r"\bTH(?:IS|ESE|E ABOVE)\b[^.]{0,60}$")
_RESPONSE: Final = re.compile(
    r"\b(?:AS (?:A )?RESPONSE(?: MEASURE)?|IN RESPONSE) TO (?:THE )?(?:PROHIBITION|DECISION|RESTRICTION|BAN|MEASURE)"
)
_HEREBY: Final = re.compile(r"\bHEREBY\b")
_REPORTED: Final = re.compile(
    r"\b(?:NOTAM|SFAR|AIC|CZIB|REGULATION|RULE|ORDER)\b[^.;]{0,60}?,? (?:WHICH|THAT) (?:PROHIBIT|RECOMMEND|ADVISE|REQUEST|FORBID|BAN)S?\b"
)
_OWN_RULE: Final = re.compile(
    r"\bTHIS (?:ACTION|RULE|FINAL RULE|AMENDMENT|SECTION)\b|\bTHE FAA (?:IS |HEREBY )?(?:AMEND|EXTEND|CONTINU)"
)


def frames(words: Words, sentence: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the spans of one sentence whose words are not this text's own instruction."""
    plain = words.plain
    start, end = sentence
    spans = [(low, top) for low, top in words.quoted if low < end and start < top]
    here = _FROM_HERE.search(plain, start, end)
    if here:
        spans.append((here.start(), end))
    whole = _SENTENCE.search(plain, start, end)
    if whole and not (_REMAINS.match(plain, whole.start()) and _OWN.search(plain[start : whole.start()])):
        spans.append((start, end))
    response = _RESPONSE.search(plain, start, end)
    if response:
        hereby = _HEREBY.search(plain, response.end(), end)
        spans.append((response.start(), hereby.start() if hereby else end))
    reported = _REPORTED.search(plain, start, end)
    if reported and not _OWN_RULE.search(plain, start, end):
        spans.append((reported.start(), end))
    return spans
