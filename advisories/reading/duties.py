"""Clauses that ask for something else than keeping out or taking care, and clauses that look operative at all."""

from __future__ import annotations

import re
from typing import Final

from advisories.reading.closures import of_flights
from advisories.reading.cues import Rules, compiled, cue
from advisories.reading.lands import lands
from advisories.reading.places import coded, places
from advisories.reading.words import Found, Words

_HEADING: Final = 4
_TITLE: Final = compiled(
    r" ?(?:LEVEL [1-4]\b|SECURITY ?[-.]|AIRSPACE SECURITY WARNING|CURRENT AIRSPACE WARNING)[^.;]{0,120}HAZARDOUS SITUATION"
)
_OPERATIVE: Final = cue(
    r"\b(?:PROHIBIT[A-Z]{0,4}|FORBID[A-Z]{0,4}|BANNED|RECOMMEND[A-Z]{0,3}|ADVISED|ADVISES|REQUESTED|ASKED|INVITED|INSTRUCTED|ORDERED|URGED|SHALL|MUST|SHOULD|AVOID|MAY NOT|CLOSED|CLSD|CLOSURE"
    r"|SUSPENDED|LIMIT|(?:LIMITED|RESTRICTED) TO (?:FL|FLIGHT LEVEL|LEVELS?)|HALTED|CEASE|REFRAIN|DISCONTINUE|BANS?|BARRED|PRECLUDED|INTERDICTION|DENIED|REFUSED|RESTRICTED|REQUIRED|NOT (?:BE )?(?:ALLOWED|PERMITTED|AUTHORI[SZ]ED|AVAILABLE|AVBL|POSSIBLE)|DO NOT|NOT TO|CAUTION|EXPECT)\b"
    r"|\bNO (?:(?!(?:LATER|LONGER|MORE|LESS|FURTHER)\b)[A-Z.-]{1,16} ){0,5}?(?:PERSON|OPERATOR|CARRIER|AIRLINE|PILOT|AIRCRAFT|ACFT|FLIGHT)S?\b"
    r"(?=(?:[^.;]|(?<=PARAGRAPH [A-Z])\.){0,120}? (?:MAY|SHALL|MUST|SHOULD|CAN|WILL|IS TO|ARE TO)\b)"
    r"|\bCLOSING (?:OF )?(?:THE )?(?:[A-Z'-]{2,20} ){0,3}?(?:FIRS?|UIRS?|AIR ?SPACES?)\b"
    r"|\bVALIDITY OF (?:THE )?(?:NOTAM|AIC|RECOMMENDATION|PROHIBITION|RESTRICTION|CLOSURE|MEASURE)S?\b[^.;]{0,120}? (?:EXTENDED|PROLONGED)\b",
    starts="CLOSING. VALIDITY_OF PROHIBIT FORBID BANNED. BAN BANS. BARRED. PRECLUDED. INTERDICTION. DENIED. REFUSED. HALTED. CEASE. REFRAIN. DISCONTINUE. RECOMMEND ADVISED. ADVISES. REQUESTED. ASKED. INVITED. INSTRUCTED. ORDERED. URGED. SHALL. MUST. SHOULD. AVOID. MAY_NOT CLOSED. CLSD. CLOSURE. SUSPENDED. LIMIT. LIMITED_TO RESTRICTED. REQUIRED. NOT_ALLOWED NOT_PERMITTED NOT_AUTHORISED NOT_AUTHORIZED NOT_AVAILABLE NOT_AVBL NOT_POSSIBLE NOT_BE DO_NOT NOT_TO CAUTION. EXPECT. NO",
)
_DUTIES: Final = (
    (
        "monitoring",
        cue(
            r"\bMONITOR\b|\bFOLLOW (?:ALL|THE|AVAILABLE)\b|\bKEEP (?:THEMSELVES )?INFORMED\b",
            starts="MONITOR. FOLLOW_ALL FOLLOW_THE FOLLOW_AVAILABLE KEEP_THEMSELVES KEEP_INFORMED",
        ),
    ),
    ("contact", cue(r"\b(?:CONTACT|CTC|CALL|CONSULT)\b", starts="CONTACT CTC CALL CONSULT")),
    (
        "reporting",
        cue(
            r"\bREPORT(?:ED|S)?\b|\bINFORM(?:ED)?\b|\bNOTIFY\b|\bNOTIFICATION\b",
            starts="REPORT. REPORTS. REPORTED. INFORM. INFORMED. NOTIFY. NOTIFICATION.",
        ),
    ),
    (
        "notice of flights",
        cue(
            r"\bADVANCE NOTICE\b|\bPRIOR (?:NOTICE|PERMISSION|NOTIFICATION)\b|\bPPR\b",
            starts="ADVANCE_NOTICE PRIOR PPR",
        ),
    ),
    (
        "planning",
        cue(
            r"\b(?:RISK ASSESSMENTS?|CONTINGENCY|REVIEW CURRENT|COMPLY WITH|FLIGHT PLANNING|UPDATING|ALTERNATES?|FUEL)\b",
            starts="RISK_ASSESSMENT CONTINGENCY REVIEW COMPLY FLIGHT_PLANNING UPDATING ALTERNATE FUEL",
        ),
    ),
    (
        "documents",
        cue(
            r"\bCHECK [^.;]{0,60}?\b(?:NOTAMS?|AICS?|AIP|ENR|SFARS?|CZIBS?)\b|\b(?:DIRECTED TO READ|REFER(?:S|RED)? TO|AWARE OF THE ABOVE|PUBLICATIONS?|BULLETINS?|WEBSITE|INFORMATION)\b",
            starts="CHECK. DIRECTED_TO REFER_TO REFERS_TO REFERRED_TO AWARE_OF_THE PUBLICATION. PUBLICATIONS. BULLETIN. BULLETINS. WEBSITE. INFORMATION.",
        ),
    ),
    (
        "routing",
        cue(
            r"\bAVOID\b[^.;]{0,160}\b(?:POSSIBLE|PRACTICABLE|FEASIBLE)\b",
            starts="AVOID",
            holds="POSSIBLE PRACTICABLE FEASIBLE",
        ),
    ),
    (
        "network management",
        cue(
            r"\bNETWORK MANAGER\b|\bREJECT THE FPLS?\b|\bWILL CONTINUE TO\b",
            starts="NETWORK REJECT WILL_CONTINUE",
        ),
    ),
    (
        "conditions",
        cue(
            r"\bSUBJECT TO\b|\bCONDITIONS\b|\bIN ACCORDANCE WITH\b|\bREMAIN OVERWATER\b|\bMUST BE\b|\bDOES NOT (?:COMMENCE|CONTINUE)\b|\bOUTCOME OF\b",
            starts="SUBJECT_TO CONDITIONS IN_ACCORDANCE_WITH REMAIN MUST_BE DOES_NOT OUTCOME",
        ),
    ),
    (
        "navigation",
        cue(
            r"\b(?:CONVENTIONAL|ALTERNATIVE MEANS|RADAR VECTOR|SURVEILLANCE|NAVAIDS?|VIGILANT)\b",
            starts="CONVENTIONAL ALTERNATIVE RADAR SURVEILLANCE NAVAID VIGILANT",
        ),
    ),
    (
        "aerodromes and routes",
        cue(
            r"\b(?:AIRPORTS?|AERODROMES?|AD|RWY|RUNWAYS?|TWY|ROUTES?|RTE)\b[^.;]{0,200}\b(?:CLOSED|CLSD|NOT (?:BE )?(?:AVBL|AVAILABLE))\b"
            r"|\bUSE OF [^.;]{0,80}\b(?:ROUTES?|AIRWAYS?)\b[^.;]{0,80}\bNOT (?:AUTHORI[SZ]ED|PERMITTED|ALLOWED)\b",
            starts="AIRPORT AERODROME AD RWY RUNWAY TWY ROUTE RTE USE_OF",
            holds="CLOSED CLSD AVBL AVAILABLE NOT_AUTHORISED NOT_AUTHORIZED NOT_PERMITTED NOT_ALLOWED",
        ),
    ),
    (
        "equipment",
        cue(
            r"\b(?:CPDLC|ADS-C|DATA ?LINK|VHF|UHF|HF|FREQ(?:UENCY|UENCIES)?|RADAR|SSR|VOR|DME|NDB|ILS|ATIS|VOLMET)\b[^.;]{0,120}? NOT (?:BE )?(?:AVBL|AVAILABLE)\b",
            starts="CPDLC ADS_C DATALINK DATA_LINK VHF UHF HF FREQ RADAR SSR VOR DME NDB ILS ATIS VOLMET",
            holds="AVBL AVAILABLE",
        ),
    ),
    ("alternates", cue(r"\bNOT TO IDENTIFY\b|\bALTERNATES?\b", starts="NOT_TO ALTERNATE")),
)

_SORTS: Final = Rules((pattern, sort) for sort, pattern in _DUTIES)

# What is permitted only to some, or open but for some, may be closed to the others.
_PERMITTED = r"(?:PERMITTED|ALLOWED|AUTHORI[SZ]ED|APPROVED|AVBL|AVAILABLE|OPEN|OPENED|ACCEPTED|POSSIBLE)"
_LIMITED: Final = cue(
    rf"\b{_PERMITTED}\b[^.;]{{0,100}}? ONLY\b|\bONLY (?:[A-Z,-]{{2,16}} ){{0,8}}?{_PERMITTED}\b|\b(?:LIMITED|RESTRICTED) TO\b(?! THAT\b)|\bNOT (?:APPROVED|PERMISSIBLE)\b|\bNEITHER\b[^.;]{{0,120}}? {_PERMITTED}\b"
    r"|\bOPEN(?:ED)?\b[^.;]{0,120}? (?:EXC|EXCEPT|EXECPT|EXCLUDING|OTHER THAN|SAVE|APART FROM)\b|\bNO (?:FLIGHTS?|FLTS?|OVERFLIGHTS?|ENTRY)\b[^.;]{0,120}? WITHOUT\b",
    starts="PERMITTED ALLOWED AUTHORISED AUTHORIZED APPROVED AVBL AVAILABLE OPEN ACCEPTED POSSIBLE ONLY LIMITED_TO RESTRICTED_TO NOT_APPROVED NOT_PERMISSIBLE NEITHER NO",
    holds="ONLY LIMITED_TO RESTRICTED_TO NOT_APPROVED NOT_PERMISSIBLE NEITHER EXC EXCEPT EXECPT EXCLUDING OTHER_THAN SAVE APART_FROM WITHOUT",
)
_AIRSPACE: Final = compiled(r"\b(?:FIRS?|UIRS?|INFORMATION REGIONS?|AIR ?SPACES?)\b")
_AROUND: Final = 120
# Words of keeping out: what they say of a FIR, a country or an area is more than a duty. Who is able to is told nothing.
_OUT: Final = cue(
    r"\b(?:(?:KEEP|STAY|REMAIN|STEER)(?: WELL)? (?:CLEAR OF|OUT OF|OUTSIDE(?: OF)?|AWAY FROM)(?P<area> (?:(?:THE|THIS|THESE|ALL|ANY|DANGER) ){1,3}(?:AREAS?|ZONES?|AIR ?SPACES?)\b)?"
    r"|(?:RE-?ROUTE|ROUTE|FLY|DIVERT) (?:AROUND|AWAY FROM|OUTSIDE)|BYPASS|CIRCUMNAVIGATE|AVOID|EXCLUDE(?= [^.;]{1,80}? FROM)"
    r"|NOT (?:TO )?(?:ENTER|OPERATE|FLY|OVERFLY|TRANSIT|CROSS|LAND|DEPART|TAKE[- ]?OFF|PLAN|FILE|PROCEED))\b",
    starts="KEEP STAY REMAIN STEER REROUTE RE_ROUTE ROUTE FLY DIVERT BYPASS CIRCUMNAVIGATE AVOID EXCLUDE. NOT",
)
_REGION: Final = compiled(r"\b(?:FIRS?|UIRS?|INFORMATION REGIONS?)\b")
_ABLE: Final = compiled(r"\b(?:UN)?ABLE TO $")


_ROUTES_CLOSED: Final = cue(
    r"\b(?:ROUTES?|RTES?|AIRWAYS?|AWYS?)\b[^.;]{0,200}\b(?:CLOSED|CLSD)\b",
    starts="ROUTE RTE RTES AIRWAY AWY AWYS",
    holds="CLOSED CLSD",
)


class Duty(Found, frozen=True):
    """A clause that asks for something else, by its sort, in the words of the issuer."""

    sort: str
    words: str


def operative(words: Words, sentences: list[tuple[int, int]]) -> dict[int, list[int]]:
    """Return where sentences look operative, by their index."""
    result: dict[int, list[int]] = {}
    for index, found in _OPERATIVE.apart(words, sentences) if words.present & _OPERATIVE.bit else ():
        result.setdefault(index, []).append(found.start())
    for index, found in _LIMITED.apart(words, sentences) if _LIMITED.opened(words) else ():
        if _limits_flights(words, found, *sentences[index]):
            result.setdefault(index, []).append(found.start())
    return result


def _limits_flights(words: Words, found: re.Match[str], start: int, end: int) -> bool:
    """Return whether what a match of `_LIMITED` limits are the flights in an airspace."""
    low, top = max(start, found.start() - _AROUND), min(end, found.end() + _AROUND)
    return _AIRSPACE.search(words.plain, low, top) is not None and of_flights(words, start, found.end())


def duty(words: Words, sentence: tuple[int, int]) -> Duty | None:
    """Return the duty that an operative sentence without an instruction states, or None."""
    for pattern, sort in _SORTS.opened(words):
        if pattern.search(words, *sentence):
            return Duty(sort=sort, words=words.quote(*sentence))
    return None


def keeps_out(words: Words, sentence: tuple[int, int]) -> list[int]:
    """Return where a sentence has words of keeping out of a FIR or a country that stands behind them, or of an area.

    What permits flights to some only keeps the others out, and so do the closed routes of a FIR whose code is printed.
    """
    start, end = sentence
    limited = [one.start() for one in _LIMITED.matches(words, start, end) if _limits_flights(words, one, start, end)]
    routes = _ROUTES_CLOSED.search(words, start, end)
    if routes and coded(words, start, end):
        limited.append(routes.start())
    found = [one for one in _OUT.matches(words, start, end) if not _ABLE.search(words.plain, start, one.start())]
    if not found:
        return limited
    # A FIR or a country to fly around is a reference point, and none of the airspaces that `places` returns.
    behind = found[0].end()
    named = [place.start for place in (*places(words, behind, end), *coded(words, behind, end))]
    named += [at for at, _, _ in lands(words, behind, end)]
    named += [region.start() for region in _REGION.finditer(words.plain, behind, end)]
    last = max(named, default=start)
    return limited + [one.start() for one in found if one["area"] or one.end() <= last]


def is_heading(plain: str, sentence: tuple[int, int]) -> bool:
    """Return whether a sentence is a heading: one of a few words, or a title in its usual words."""
    return plain.count(" ", *sentence) < _HEADING or _TITLE.match(plain, *sentence) is not None
