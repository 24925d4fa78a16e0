"""Other documents that a text names: what it supersedes or overrules, points to, or recalls as still in effect.

Sources: German B-series NOTAM ("overrules the recommendation provided in the currently applicable AIC"), French F-series
and UK V-series ("supersedes ..."), EASA CZIB notes, KICZ pointer NOTAM (an SFAR "was published in the Federal Register").
"""

from __future__ import annotations

from typing import Final

from advisories.reading.cues import Cue, bits, compiled, cue
from advisories.reading.words import Found, Words

_SUPERSEDES: Final = cue(
    r"\b(?:SUPERSED(?:E|ES|ED|ING)|OVERRUL(?:E|ES|ED|ING)|OVERRID(?:E|ES|DEN|ING)|REPLAC(?:E|ES|ED|ING)|CANCEL(?:S|LED|ED|LING)?|REVOK(?:E|ES|ED|ING)|RESCIND(?:S|ED)?)\b",
    starts="SUPERSED OVERRULE. OVERRULES. OVERRULED. OVERRULING. OVERRIDE. OVERRIDES. OVERRIDDEN. OVERRIDING. REPLAC CANCEL REVOK RESCIND",
)
_DOCUMENT: Final = compiled(
    r"\b(?:AIC|AIP|ENR|NOTAM|NOTAMS|SFAR|CZIBS?|SIB|INFORMATION NOTES?|BULLETINS?|RECOMMENDATIONS?|RESTRICTIONS?|ADVICE|ADVISOR(?:Y|IES)|PROHIBITIONS?|ENTRY|WARNINGS?|PUBLICATION|CIRCULARS?|(?:AIP )?SUPP? [0-9]{1,3}/[0-9]{2,4}|FDC [0-9]/[0-9]{4}|[A-Z][0-9]{4}/[0-9]{2})\b"
)
_LONGEST: Final = 900
# "NOTAM X is cancelled": the reference stands before the verb, and nobody replaces it.
_CEASED: Final = cue(
    r"\b(?:NOTAMS?|KICZ|CZIBS?|SFAR|AIC|WARNINGS?)\b(?P<what>[ -][A-Z0-9 ()/.-]{3,60}?)(?:(?:,[^,.;]{3,160},)? (?:IS|ARE|HAS BEEN|HAVE BEEN) (?:HEREBY |THEREFORE |ALSO |NOW )?"
    r"(?:CANCELLED|CANCELED|CNL|REPLACED|SUPERSEDED|WITHDRAWN|RESCINDED|REVOKED|LIFTED)\b"
    r"|(?<=[A-Z][0-9]{4}/[0-9]{2})(?: (?:REF|CONCERNING|REGARDING) [A-Z0-9 ()/-]{3,60}?)? (?:CNL|CANCELLED|CANCELED)\b(?! (?:FLT|FLIGHTS?|DUE)))(?! BY)",
    starts="NOTAM KICZ CZIB SFAR AIC WARNING",
    holds="CANCELLED CANCELED CNL REPLACED SUPERSEDED WITHDRAWN RESCINDED REVOKED LIFTED",
)
# The head of a NOTAM that cancels another one (ICAO Annex 15, Appendix 6).
_HEAD: Final = cue(r"\bNOTAMC (?P<other>[A-Z][0-9]{4}/[0-9]{2})\b", starts="NOTAMC")
# A measure that is lifted only in part still stands.
_IN_PART: Final = compiled(
    r",? ?(?:AT (?:AND|OR) )?(?:ABOVE|BELOW|EXCEPT|EXC|EXCLUDING|ONLY|IN PART|PARTLY|PARTIALLY|BETWEEN|BTN|OUTSIDE|FOR (?!ALL\b|THE TIME)|WITHIN|NORTH|SOUTH|EAST|WEST)\b"
)
_UNTIL: Final = compiled(r"\b(?:UNTIL|UNLESS|IF|WHEN|ONCE)\b[^.;]{0,30}$")
_SEMICOLON: Final = compiled(";")
_NOT_SUPERSEDES: Final = compiled(r"\b(?:DOES|DO|IS|ARE|WILL|MAY|CAN|MIGHT|UNTIL|UNLESS|IF|COULD)\b[^.;]{0,30}$")
_BY: Final = compiled(r"\b(?:SUPERSEDED|OVERRULED|REPLACED|CANCELLED|REVOKED) BY\b")
_REFERENCE: Final = compiled(
    r"\bKICZ (?:NOTAM )?[A-Z][0-9]{4}/[0-9]{2}\b|\b[A-Z][0-9]{4}/[0-9]{2}\b|\bFDC (?:NOTAM )?[0-9]/[0-9]{4}\b"
    r"|\bSFAR\)? ?(?:NO\. ?)?[0-9]{2,3}\b|\bSPECIAL FEDERAL AVIATION REGULATION(?: \(SFAR\))?(?: NO\.)? ?[0-9]{2,3}\b|\b14 CFR (?:§ ?)?91\.[0-9]{3,4}\b"
    r"|\bCZIB[- ](?:NO\. ?)?[0-9]{4}-[0-9]{2}(?:[- ]?R[0-9]{1,2})?\b|(?<=\()[0-9]{4}-[0-9]{2} ?-?R[0-9]{1,2}(?=\))|\bSD-[0-9]{4}-[0-9]{2}\b|\bSIB(?: NO\.)?[- ][0-9]{4}-[0-9]{2}(?:[- ]?R[0-9]{1,2})?\b"
    r"|\bAIC(?: NR\.?| NO\.?)?(?: [A-Z])? ?[0-9]{1,3}/[0-9]{2,4}\b|\b(?:UK )?AIP(?: ENR)? ?1\.1\b(?:,? PARA(?:GRAPH)? 1\.4\.5)?|\bAIP SUPP? [0-9]{1,3}/[0-9]{2,4}\b"
)
_DIGIT: Final = compiled("[0-9]")
_POINTS: Final = cue(
    r"\b(?:WAS PUBLISHED IN THE FEDERAL REGISTER|DIRECTED TO READ|REFER TO|SEE (?:ALSO )?(?:[A-Z.]{2,12} ){0,2}?(?:AIC|AIP|NOTAM|SFAR|CZIB|ENR)"
    r"|(?:AIC|AIP|NOTAM|SFAR|CZIB|ENR)\b[^.;]{0,40}? REFERS|(?:AIC|SFAR|CZIB)\b(?: [A-Z0-9./-]{1,12}){0,3}? APPL(?:Y|IES)(?: AGAIN)?(?=[.,;]|$)|(?:PUBLISHED|CONTAINED|FOUND|DETAILED|PROMULGATED|SET OUT) IN (?:[A-Z.]{2,12} ){0,2}?(?:AIC|SFAR|CZIB|(?:AIP )?ENR)"
    r"|(?<!WILL BE )(?<!SHALL BE )(?<!TO BE )(?<!MAY BE )(?:INCORPORATED|INCLUDED|TRANSFERRED) (?:IN|INTO|TO) (?:[A-Z.]{2,12} ){0,2}?(?:AIC|SFAR|CZIB|(?:AIP )?ENR)"
    r"|CONSULT|POINTER|REQUIRED TO CONSIDER THE [A-Z ]{0,60}BULLETIN)\b",
    starts="WAS_PUBLISHED DIRECTED_TO REFER_TO SEE AIC AIP NOTAM SFAR CZIB ENR PUBLISHED_IN CONTAINED_IN FOUND_IN DETAILED_IN PROMULGATED_IN INCORPORATED INCLUDED_IN INCLUDED_INTO INCLUDED_TO TRANSFERRED SET_OUT CONSULT POINTER REQUIRED_TO",
)
_RECALLS: Final = cue(
    r"\b(?:REMAINS? IN (?:EFFECT|FORCE)|REMINDED|CONTINUES? (?:TO APPLY|IN EFFECT)|STILL APPL(?:Y|IES))\b",
    starts="REMAIN REMINDED CONTINUE STILL",
)


class Links(Found, frozen=True):
    """What a text says of other documents, in its words or by reference."""

    supersedes: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()
    points_to: tuple[str, ...] = ()
    recalls: tuple[str, ...] = ()


_NONE: Final = Links()
_OVERRULING: Final = bits(_SUPERSEDES, _CEASED, _HEAD)
_ANY: Final = _OVERRULING | bits(_POINTS, _RECALLS)


def references(plain: str, start: int, end: int) -> tuple[str, ...]:
    """Return the references of NOTAM, SFAR, CZIB, AIC, directives and AIP entries as printed (capitals)."""
    if not _DIGIT.search(plain, start, end):
        return ()
    return tuple(dict.fromkeys(found[0].strip() for found in _REFERENCE.finditer(plain, start, end)))


def links(words: Words) -> Links:
    """Return what the text supersedes, is superseded by, points to and recalls."""
    if not words.present & _ANY:
        return _NONE
    plain = words.plain
    supersedes, by = _superseded(words) if words.present & _OVERRULING else ((), ())
    recalling = _sentences(words, _RECALLS)
    recalled = _referred(plain, recalling)
    pointed = _referred(plain, [sentence for sentence in _sentences(words, _POINTS) if sentence not in recalling])
    if not (supersedes or by or pointed or recalled):
        return _NONE
    return Links(
        supersedes=tuple(dict.fromkeys(one.strip(" .,;") for one in supersedes)),
        superseded_by=tuple(dict.fromkeys(by)),
        points_to=tuple(dict.fromkeys(pointed)),
        recalls=tuple(dict.fromkeys(recalled)),
    )


def _referred(plain: str, sentences: list[tuple[int, int]]) -> list[str]:
    """Return the references that stand in some sentences."""
    found: list[str] = []
    for sentence in sentences:
        found += references(plain, *sentence)
    return found


def _superseded(words: Words) -> tuple[list[str], list[str]]:
    """Return what a text supersedes, in its words, and the references of what supersedes it."""
    plain = words.plain
    supersedes: list[str] = []
    by: list[str] = []
    for found in _SUPERSEDES.matches(words):
        if _NOT_SUPERSEDES.search(plain[max(0, found.start() - 40) : found.start()]):
            continue
        stop = min(words.sentence(found.end())[1], found.end() + _LONGEST)
        items = _items(plain, found.end(), stop)
        if _BY.match(plain, found.start()):
            by += list(references(plain, found.end(), stop)) or [words.quote(*_trim(plain, *span)) for span in items]
        elif _DOCUMENT.search(plain, found.end(), stop):
            supersedes += [words.quote(*_trim(plain, *span)) for span in items]
    for found in _CEASED.matches(words):
        before = plain[max(0, found.start() - 40) : found.start()]
        if not _IN_PART.match(plain, found.end()) and not _UNTIL.search(before):
            supersedes += references(plain, *found.span())
    supersedes += [found["other"] for found in _HEAD.matches(words)]
    return supersedes, by


def _items(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the items of "the following: - A; - B", or the whole."""
    colon = plain.find(":", start, end)
    semicolon = plain.find(";", start, end)
    if colon < 0 or 0 <= semicolon < colon:
        return [(start, semicolon if semicolon >= 0 else end)]
    if plain.endswith("THE FOLLOWING", start, colon):
        return [(start, colon)]
    spans: list[tuple[int, int]] = []
    at = colon + 1
    for mark in (*(found.start() for found in _SEMICOLON.finditer(plain, colon, end)), end):
        if plain[at:mark].strip(" -"):
            spans.append((at, mark))
        at = mark + 1
    return spans


def _trim(plain: str, start: int, end: int) -> tuple[int, int]:
    while start < end and plain[start] in " :-,":
        start += 1
    while end > start and plain[end - 1] in " .,:-":
        end -= 1
    return start, end


def _sentences(words: Words, pattern: Cue) -> list[tuple[int, int]]:
    """Return the spans of the sentences in which a pattern is found, in order."""
    result: list[tuple[int, int]] = []
    for found in pattern.matches(words):
        sentence = words.sentence(found.start())
        if sentence not in result:
            result.append(sentence)
    return result


def points(words: Words) -> bool:
    """Return whether a text sends the reader to another document."""
    return _POINTS.search(words) is not None
