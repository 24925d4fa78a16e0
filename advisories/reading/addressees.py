"""Who is told: the State of the operator's certificate, of registry, of the airmen's licences, and on what conditions.

Sources: KICZ NOTAM and 14 CFR 91 subpart M, paragraph (a) Applicability; EASA CZIB Applicability (Regulation (EU)
965/2012, third-country operators); UK AIP ENR 1.1 section 1.4.5 (operators "so served"); Transport Canada AIC (owners of
aircraft registered in Canada); French AIC and Italian E-series NOTAM (licence, wet lease, codeshare, registry).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from advisories.geo import countries
from advisories.model import Addressees
from advisories.reading.cues import bits, compiled, cue
from advisories.reading.lands import lands
from advisories.reading.places import within
from advisories.reading.words import Words, once_in_text

ALL: Final = "ALL"
EU: Final = "EU"
_ISSUERS: Final = {
    "EASA": EU,
    "EU": EU,
    "EUROPEAN UNION AVIATION SAFETY AGENCY": EU,
    "USA": "US",
    "US": "US",
    "U.S.": "US",
    "FAA": "US",
    "FEDERAL AVIATION ADMINISTRATION": "US",
    "KICZ": "US",
    "UK": "GB",
    "DFT": "GB",
    "UK DFT": "GB",
    "CAA": "GB",
    "TRANSPORT CANADA": "CA",
    "TC": "CA",
    "DGAC": "FR",
    "BMV": "DE",
    "BMDV": "DE",
    "LBA": "DE",
    "ENAC": "IT",
    "UAE": "AE",
    "TURKEY": "TR",
    "RUSSIA": "RU",
}
_SOMEBODY = (
    r"(?:(?:CIVIL|COMMERCIAL|PRIVATE|REGISTERED|AIR|AVIATION|AIRCRAFT|ACFT|CERTIFICATED|STATE) ){0,3}"
    r"(?:AIR OPERATORS?|OPERATORS?|AIR CARRIERS?|CARRIERS?|AIRLINES?|AIRCRAFT|ACFT|AIRMEN|PERSONS?|CITIZENS)"
)
_WHO: Final = cue(
    rf"\b{_SOMEBODY}\b",
    starts="CIVIL. COMMERCIAL. PRIVATE. REGISTERED. AIR AVIATION. AIRCRAFT. ACFT. CERTIFICATED. STATE. OPERATOR. OPERATORS. CARRIER. CARRIERS. AIRLINE. AIRLINES. AIRMEN. PERSON. PERSONS. CITIZENS.",
)
_OF_STATE: Final = compiled(
    r"\b(?:ISSUED BY|REGISTERED IN|REGISTERED BY|ESTABLISHED (?:IN|UNDER)|CITIZENS OF|CONNECTED WITH|PERSONS FROM|OWNED BY|CERTIFIED (?:BY|IN)|LICEN[CS]ED (?:BY|IN))(?: THE)?(?: (?:AUTHORITIES|REPUBLIC|KINGDOM|LEGISLATION) OF(?: THE)?)? $"
)
# Who is excepted, up to the verb of what is told or the end of the sentence.
_EXCEPTED: Final = cue(
    r"\b(?:EXCEPT|EXCEPTING|EXC|EXCLUDING|OTHER THAN|WITH THE EXCEPTION|EXCEPTIONS?|SAVE|APART FROM|BUT NOT|UNLESS|NOT INCLUDING|NOT AFFECTED)\b"
    r"[^;]{0,300}?(?=;|(?<![ .][A-Z])\.(?: |$)| (?:IS|ARE|SHALL|WILL|MAY|MUST|SHOULD)\b|$)",
    starts="EXCEPT EXC EXCLUDING OTHER_THAN WITH_THE_EXCEPTION SAVE APART_FROM BUT_NOT UNLESS NOT_INCLUDING NOT_AFFECTED",
)
_NOT_OF: Final = ("NON-", "NON ", "NOT REGISTERED IN ", "NOT REGISTERED IN THE ")
_LEASE = cue(
    r"\bWET[- ]?LEASE\b",
    starts="WET_LEASE WETLEASE",
)
_SHARE = cue(
    r"\bCODE[- ]?SHAR(?:E|ING)\b",
    starts="CODE_SHAR CODESHARE CODESHARING",
)
_TCO = cue(
    r"\bTHIRD[- ]COUNTRY OPERATORS?\b|\bTCO\b",
    starts="THIRD_COUNTRY TCO",
)
_SERVED = cue(
    r"\bSO SERVED\b|\bSERVED WITH\b",
    starts="SO_SERVED SERVED_WITH",
)
_FOREIGN = cue(
    r"\bEXCEPT (?:SUCH|WHEN|WHERE)\b[^;.]{0,120}?\bFOREIGN AIR CARRIER\b",
    starts="EXCEPT_SUCH EXCEPT_WHEN EXCEPT_WHERE",
)
_OWNERS = cue(
    r"\bOWNERS OF (?:AIRCRAFT|ACFT)\b|\bANY FLIGHT\b|\bALL FLIGHTS?\b|\bALL OPERATORS OF\b",
    starts="OWNERS_OF ANY_FLIGHT ALL_FLIGHT ALL_OPERATORS",
)
_AIRMEN = cue(
    r"\bAIRM[AE]N\b|\bAIRMAN CERTIFICATE\b",
    starts="AIRMAN AIRMEN",
)
_PARAGRAPH = cue(
    r"\bAIR SERVICES MENTIONED IN PARAGRAPH (?P<number>[0-9.]{1,6}[0-9])",
    starts="AIR_SERVICES_MENTIONED",
)

# KICZ NOTAM name those whom they bind in a paragraph of their own, over airspace that the FAA itself serves too.
_DESCRIBED: Final = cue(
    r"\bPERSONS DESCRIBED IN PARAGRAPH\b",
    starts="PERSONS_DESCRIBED",
)


# Advice of an authority to its own operators, by its references, its titles or the words for whom it is.
_ADVICE: Final = cue(
    r"\bHAZARDOUS SITA?U?A?TION\b|\bSECURITY WARNING\b|\bPERSONS DESCRIBED IN PARAGRAPH\b|\bAIR SERVICES MENTIONED IN PARAGRAPH\b|\bSO SERVED\b|\bKICZ\b|\bSFAR\b|\bSPECIAL FEDERAL AVIATION",
    starts="HAZARDOUS SECURITY_WARNING PERSONS_DESCRIBED AIR_SERVICES_MENTIONED SO_SERVED KICZ SFAR SPECIAL_FEDERAL",
)
_ADVICE_REFERENCE: Final = compiled(r"\b(?:KICZ|SFAR|AIC|ENR|CZIB|14 CFR|INFORMATION NOT(?:E|ICE))\b")
_FOREIGNERS: Final = cue(
    r"\bFOREIGN (?:CIVIL |STATE |MILITARY |AND |REGISTERED )*(?:AIRCRAFTS?|ACFT)\b|\bAND FOREIGN (?:AIR )?(?:OPERATORS|CARRIERS|AIRLINES)\b",
    starts="FOREIGN AND_FOREIGN",
)
# Carriers of other States that fly to the issuer's, told beside its own; "EU" those that fly to the Union.
_FOREIGN_CARRIERS: Final = cue(
    r"\bFOREIGN (?:CIVIL |COMMERCIAL |AIR )*(?:CARRIERS|OPERATORS|AIRLINES) (?:(?P<to>(?:INBOUND|BOUND|FLYING|OPERATING)\b[^.;]{0,60}?) )?(?:ARE|SHALL|SHOULD|MUST)\b",
    starts="FOREIGN",
)
_UNION: Final = compiled(r"\b(?:EU|EUROPEAN UNION)\b")
# Flights of anybody that leave from a State.
_DEPARTING: Final = cue(
    r"\b(?:FLIGHTS?|FLT|AIRCRAFTS?|ACFT|TRAFFIC) (?:DEPARTING(?: FROM)?|TAKING OFF FROM|ORIGINATING (?:IN|FROM))(?: THE)? ",
    holds="DEPARTING TAKING_OFF ORIGINATING",
)
_OTHERS: Final = bits(_FOREIGN_CARRIERS, _DEPARTING)
_CONDITIONS: Final = bits(_SERVED, _LEASE, _SHARE, _FOREIGN, _PARAGRAPH)


@lru_cache(maxsize=256)
def authority_state(issuer: str) -> str:
    """Return the alpha-2 code of the issuer's State, `EU` for EASA, or an empty string where it is not known."""
    name = " ".join(issuer.upper().split())
    if name in _ISSUERS:
        return _ISSUERS[name]
    if "EASA" in name:
        return EU
    found = countries.by_name(issuer)
    if found:
        return found
    inside = countries.find(name)
    return inside[0][2] if inside else ""


def nationalities(words: Words, start: int, end: int) -> tuple[str, ...]:
    """Return the States whose operators or aircraft are named between `start` and `end` of the plain text.

    Those of an exception are not told, they are let go.
    """
    plain = words.plain
    apart = [found.span() for found in _EXCEPTED.matches(words, start, end)]
    result: list[str] = []
    for low, top, alpha2 in lands(words, start, end, demonyms=True):
        if within(apart, low) or plain.endswith(_NOT_OF, 0, low):
            continue
        before, after = plain[max(start, low - 90) : low], plain[top : min(end, top + 60)]
        demonym = _WHO.pattern.match(after.lstrip(" -"))
        if demonym or _OF_STATE.search(before):
            result.append(alpha2)
    return tuple(dict.fromkeys(result))


def to_own_operators(words: Words, issuer: str, reference: str) -> bool:
    """Return whether a text speaks to the issuer's own operators: it names them, or is advice in a well-known form."""
    if issuer == EU or _ADVICE_REFERENCE.search(reference.upper()) or _ADVICE.search(words):
        return True
    return issuer in nationalities(words, 0, len(words.plain)) and not _FOREIGNERS.search(words)


def addressees(
    words: Words, issuer: str, sentence: tuple[int, int], applicability: tuple[int, int], *, own: bool
) -> Addressees:
    """Return whom one sentence addresses, on the words of the whole text.

    `issuer` is the issuer's State (alpha-2 or `EU`), `applicability` the span of a bulletin's part of that name; `own`
    says that the issuer speaks about its own airspace, which binds everyone unless it names somebody: foreigners, or its
    own operators.
    """
    named = nationalities(words, *sentence) if own or not issuer else ()
    foreign = tuple(state for state in named if state != issuer) if named else ()
    anybody = words.present & _FOREIGNERS.bit > 0 and _FOREIGNERS.search(words, *sentence) is not None
    nationals = issuer in named and not foreign and not anybody
    nationals = nationals or _DESCRIBED.search(words, *sentence) is not None
    if own and not nationals:
        states = (ALL,) if anybody else foreign or (ALL,)
        return Addressees(
            certificate_states=states,
            registry_states=states,
            private_flights=True if ALL in states else None,
            words=_words(words, sentence),
        )
    if issuer == EU:
        return Addressees(
            certificate_states=(EU,),
            third_country_operators=_TCO.search(words) is not None,
            private_flights=False,
            words=words.quote(*applicability) if applicability[1] > applicability[0] + 2 else _words(words, sentence),
        )
    others = _others(words, issuer, sentence)
    if others:
        return Addressees(
            certificate_states=others, third_country_operators=EU in others, words=_words(words, sentence)
        )
    state = issuer or (named[0] if named else "")
    states = (state,) if state else ()
    conditions = _conditions(words, sentence) if words.present & _CONDITIONS else ()
    paragraph = _PARAGRAPH.search(words)
    registered = state == "US" or _speaks_of_registers(words)
    return Addressees(
        certificate_states=states,
        registry_states=states if registered or paragraph else (),
        licence_states=states if _AIRMEN.search(words) or state == "US" else (),
        private_flights=True if _OWNERS.search(words) or state == "US" else None,
        conditions=conditions,
        words=_words(words, sentence),
    )


def _others(words: Words, issuer: str, sentence: tuple[int, int]) -> tuple[str, ...]:
    """Return whom one sentence tells that are not the issuer's own: foreign carriers, or all that depart from its State."""
    if not words.present & _OTHERS:
        return ()
    carriers = _FOREIGN_CARRIERS.search(words, *sentence)
    departing = _DEPARTING.search(words, *sentence)
    if not (carriers or departing) or issuer in nationalities(words, *sentence):
        return ()
    if carriers:
        return (EU,) if _UNION.search(carriers["to"] or "") else (ALL,)
    left = lands(words, departing.end(), sentence[1])[:1] if departing else []
    return (ALL,) if left and departing and left[0][0] == departing.end() and left[0][2] == issuer else ()


_REGISTER: Final = "REGIST"
_REGISTERS: Final = ("REGISTERED", "REGISTRATION", "REGISTRY")


@once_in_text
def _speaks_of_registers(words: Words) -> bool:
    return any(word in words.plain for word in _REGISTERS) if _REGISTER in words.plain else False


def _conditions(words: Words, sentence: tuple[int, int]) -> tuple[str, ...]:
    conditions: list[str] = []
    if _SERVED.search(words, *sentence):
        conditions.append("only operators served with a direction")
    if _LEASE.search(words):
        conditions.append("includes wet lease")
    if _SHARE.search(words):
        conditions.append("includes codeshare")
    if _FOREIGN.search(words):
        conditions.append("except for a foreign air carrier")
    paragraph = _PARAGRAPH.search(words)
    if paragraph:
        conditions.append(f"air services mentioned in paragraph {paragraph['number']}")
    return tuple(conditions)


def _words(words: Words, sentence: tuple[int, int]) -> str:
    found = _WHO.search(words, *sentence)
    if not found:
        return ""
    start = max(sentence[0], words.plain.rfind(" ", 0, max(0, found.start() - 1)) + 1)
    return words.quote(start, found.end())


def applies_to(people: list[Addressees], issuer: str, *, own: bool) -> tuple[str, ...]:
    """Return the label: `EU`, the issuer's State, the States addressed, or `ALL`."""
    states: dict[str, None] = {}
    for one in people:
        states |= dict.fromkeys(one.certificate_states)
    if states:
        return tuple(states)
    if own or not issuer:
        return (ALL,)
    return (issuer,)
