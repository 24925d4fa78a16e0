"""Words that close an airspace: it is closed or not available, flights in it are suspended, entry is denied, a ban exists.

Only an airspace or the flights in it can be closed so; runways, routes, aerodromes, services and equipment that are
closed, suspended or not available are something else. Sources: States' NOTAM about their own airspace under ICAO Annex 15
("airspace closed", "not available for all traffic", "permission to overfly shall be denied"), EASA CZIB ("operations
should be suspended").
"""

from __future__ import annotations

import re
from typing import Final

from advisories.reading.cues import compiled, cue
from advisories.reading.words import Words

_FLIGHTS = (
    r"(?:(?:ALL|ANY|CIVIL|COMMERCIAL|FLIGHT|AIR|THEIR|OF|TRANSIT|OVERFLYING|VFR|IFR) )*"
    r"(?:TRAFFIC|TFC|FLIGHTS?|FLTS?|OVERFLIGHTS?|OVERFLYING|OPERATIONS?|OPS|AIR NAVIGATION)"
)
_DONE = (
    r"(?:ENTERED|OVERFLOWN|PENETRATED|TRANSITED|TRAVERSED|CROSSED|FLOWN|USED|OPERATED|CONDUCTED|PERFORMED|UNDERTAKEN|"
    r"PLANNED|FILED|CARRIED OUT|AUTHORI[SZ]ED|ALLOWED|PERMITTED|ACCEPTED)"
)
CLOSED: Final = cue(
    r"\b(?:CLOSED|CLSD|SUSPENDED|HALTED|STOPPED|CEASED|DISCONTINUED|SHUT DOWN|DENIED|REFUSED)\b(?! TO (?:THE PUBLIC))"
    r"|\bCLOSURE OF(?: THE)?(?= [A-Z' ()-]{0,60}?(?:AIR ?SPACE|FIR|UIR)\b)"
    r"|\bSUSPENSION OF(?: THE)?(?= " + _FLIGHTS + r"\b)"
    r"|\b(?:NOT (?:BE )?(?:MADE )?(?:[A-Z]{3,10}LY )?(?:AVBL|AVAILABLE|USABLE|OPEN)|UNAVAILABLE|UNAVBL) (?:FOR|TO)\b(?= [^.;]{0,60}?\b(?:"
    + _FLIGHTS
    + r"|AIRCRAFTS?|ACFT|OPERATORS?|AIRLINES?|(?:AIR )?CARRIERS?|USE|USERS)\b)"
    r"|\b(?:NOT (?:BE )?(?:AVBL|AVAILABLE|POSSIBLE|APPROVED)|UNAVAILABLE|UNAVBL)\b"
    r"|\bNOT (?:TO )?BE " + _DONE + r"\b|\bNOT TAKE PLACE\b"
    r"|\bBE AVOIDED\b|\b(?:IS|ARE) NOT (?:[A-Z]{3,10}LY )?(?:RECOMMENDED|ADVISED|ADVISABLE)\b(?! NOT\b| AGAINST\b| TO (?:AVOID|REMAIN|STAY|SUSPEND|MAINTAIN)\b)(?: TO (?:ENTER|OPERATE|FLY|OVERFLY|USE|CONDUCT FLIGHTS))?\b"
    r"|\b(?:WILL|SHALL|DOES|DO|CAN) NOT (?:BE )?ACCEPT(?:ED)?(?= " + _FLIGHTS + r"\b)"
    r"|\bBANS? (?:ON|FOR|OF|AGAINST) (?:(?:THE|ALL|ANY|CIVIL) )*(?="
    + _FLIGHTS
    + r"\b|ENTRY\b|LANDINGS?\b|AIRCRAFT\b|ACFT\b)"
    r"|\b(?:FLIGHT|OVERFLIGHT|FLYING) BANS?\b|\bNO(?:[- ]?FLY|-?FLIGHT) ZONES?\b",
    starts="CLOSED. CLSD. SUSPENDED. HALTED. STOPPED. CEASED. DISCONTINUED. SHUT_DOWN DENIED. REFUSED. CLOSURE_OF SUSPENSION_OF NOT UNAVAILABLE. UNAVBL. "
    "BE_AVOIDED IS_NOT ARE_NOT WILL_NOT SHALL_NOT DOES_NOT DO_NOT CAN_NOT BAN BANS FLIGHT_BAN FLIGHT_BANS OVERFLIGHT_BAN OVERFLIGHT_BANS FLYING_BAN FLYING_BANS NO_FLY NO_FLIGHT NOFL",
)
# What stands before the verb where it is no airspace that is closed.
_GROUND: Final = compiled(
    r"\b(?:AIRPORTS?|AERODROMES?|AD|AIRFIELDS?|AIRSTRIPS?|HELIPORTS?|HELIPADS?|RWYS?|RUNWAYS?|TWYS?|TAXIWAYS?|TAXILANES?|APRONS?|STANDS?"
    r"|PARKING|GATES?|ROADS?|(?:MOVEMENT|MANOEUVRING|MANEUVERING|LANDING|HOLDING|RUN-?UP|DEICING|DE-ICING) AREAS?"
    r"|(?<!\bALL )(?<!\bALL (?:ATS|AIR|JET) )(?<!\bALL RNAV )(?:ROUTES?|RTES?|AIRWAYS?|AWYS?)|SIDS?|STARS?|APPROACH(?:ES)?|APCH|PROC(?:EDURES?)?|IAP|ILS|VOR|NDB|DME|GPS|GNSS|RNAV|RNP"
    r"|FREQ(?:UENCY|UENCIES)?|SERVICES?|ATS(?! (?:ROUTES?|RTES?)\b)|ATIS|FUEL|FIRE FIGHTING|RFFS|PERMISSIONS?|TOS|SCHEMES?|SECTORS? [0-9]|HOSPITALS?"
    r"|SPACING|SEPARATION|MIL ACT|MILITARY ACTIVIT(?:Y|IES)|FIRINGS?|EXERCISES?)\b[^.;]{0,120}$"
)
_CLOSABLE: Final = compiled(
    r"\b(?:AIR ?SPACES?|FIRS?|UIRS?|FLIGHT INFORMATION REGIONS?|UPPER INFORMATION REGIONS?|ALL (?:[A-Z]{2,12} ){0,2}?(?:FLT|FLIGHTS?|FLIGHT OPERATIONS)"
    r"|OVERFLIGHTS?|OVERFLYING|CIVIL (?:AVIATION|FLIGHTS?)|ALL (?:(?:ATS|AIR|JET|RNAV) )?(?:ROUTES|RTES|AIRWAYS) (?:WITHIN|WI|IN|INSIDE|OVER|THROUGH|CROSSING))\b"
)
_AREA: Final = compiled(
    r"\b(?:AREAS?|ZONES?|SECTORS?|REGIONS?|TERRITOR(?:Y|IES)|CTA|TMA|UTA|CTR|CORRIDORS?)\b[^.;]{0,160}$"
)
_TO_FLIGHTS: Final = compiled(r" ?(?:FOR|TO)? ?(?:ANY |ALL )" + _FLIGHTS + r"\b| ?(?:FOR|TO) " + _FLIGHTS + r"\b")
_FLYING: Final = compiled(
    r"\b(?:FLIGHTS?|FLTS?|OVERFLIGHTS?|OVERFLYING|OVERFLY|(?:FLIGHT|AIR|ALL|CIVIL) (?:OPERATIONS?|OPS)|(?:OPERATIONS?|OPS) (?:TO|IN|WITHIN|WI|OVER|FROM|BY|INTO)"
    r"|(?:AIR|ALL|OVERFLYING|TRANSIT) (?:TRAFFIC|TFC)|ENTRY|TRANSITS?|AIR ?SPACES?|FIRS?|UIRS?|INFORMATION REGIONS?)\b[^.;]{0,240}$"
)
# "Not available" alone closes only what is named as an airspace: of what else in a FIR it may be said is endless.
_A_NAME = r"(?:(?!(?:WITHIN|WI|IN|INSIDE|OF|AT|OVER|FOR|AND|OR)\b)[A-Z'.-]{2,20} ){1,3}"
_ONE_AIRSPACE = (
    rf"(?:THE )?(?:(?:ENTIRE )?AIR ?SPACES? (?:OF|OVER|WITHIN|WI|IN) (?:THE )?)?(?:{_A_NAME}(?:FIRS?|UIRS?|AIR ?SPACE)(?: ?\([A-Z]{{4}}\))?"
    rf"|(?:FIR|UIR|FIR/UIR) {_A_NAME}\([A-Z]{{4}}\)|(?<=OF )[A-Z]{{3,20}})"
)
_AIRSPACE_IS: Final = compiled(
    rf"^ ?{_ONE_AIRSPACE}(?:(?:,| AND|, AND) {_ONE_AIRSPACE}){{0,6}}(?: (?:IS|ARE|WILL|SHALL|REMAINS?|CURRENTLY|TEMPORARILY|BE|AIR ?SPACE))* $"
)
_ENTRY_IS: Final = compiled(
    r"^ ?(?:ALL )?(?:ENTRY|OVERFLIGHTS?|OVERFLYING|TRANSITS?)(?: [^.;]{2,100}?)?(?: (?:IS|ARE|WILL))? $"
)
# A reason that stands before the airspace: "due to military activity Lima FIR is closed" closes no activity.
_REASON_FIRST: Final = compiled(
    r"\b(?:DUE(?: TO)?|BECAUSE OF|OWING TO|IN VIEW OF|AS A (?:RESULT|CONSEQUENCE) OF|FOLLOWING|ON ACCOUNT OF|FOR|REASON)\b[^.;]{0,120}?"
    r"\b(?:MIL ACT|MIL(?:ITARY)? (?:ACTIVIT(?:Y|IES)|EXERCISES?|EXER)|ACTIVIT(?:Y|IES)|FIRINGS?|EXERCISES?|SERVICES?|ATS|SEPARATION)\b"
    r"(?=(?: (?:IN|OVER|AT|NEAR|OFF|WITHIN|BY) [^,.;]{2,60},)?[ ,:]+(?:(?:THE|ALL|ENTIRE|WHOLE|CIVIL) ){0,3}(?:FIRS?|UIRS?|AIR ?SPACES?|FLIGHTS?|FLTS?|OVERFLIGHTS?|"
    r"(?:(?!(?:AT|ON|OF|WITHIN|WI|IN|OVER|FOR|TO)\b)[A-Z'.-]{2,20} ){1,3}(?:FIRS?|UIRS?|AIR ?SPACE|\([A-Z]{4}\)))(?![A-Z]))"
)
_LEAVE: Final = compiled(
    r"\b(?:PERMISSIONS?|PERMITS?|AUTHORI[SZ]ATIONS?|CLEARANCES?|ENTRY|ACCESS|OVERFLIGHTS?|OVERFLYING|TRANSITS?|RIGHTS?|ADMISSION|LANDINGS?)\b[^.;]{0,160}$"
)
# Somebody else's ban, or one that is over, is a reason or a story, no closure.
_STORY: Final = compiled(
    r"\b(?:DUE TO|BECAUSE OF|FOLLOWING|AFTER|AS A RESULT OF|AS A CONSEQUENCE OF|IN RESPONSE TO|RESPONSE MEASURE TO|DESPITE|REF(?:ER)?|SEE|LIFTS?|REMOVES?|ENDS?|WITHDRAWS?|IF|UNLESS"
    r"|POSSIBLE|POTENTIAL|RISK OF)(?: [A-Z]{1,14}){0,4} $"
)
_POSSIBLE: Final = compiled(
    r"\b(?:MAY|MIGHT|CAN|COULD|NOT)(?: [A-Z]{2,12}){0,3} $|\b(?:IF|WHETHER) (?:THE )?(?:[A-Z]{2,12} ){1,4}(?:IS|ARE) $"
)
# A route or aerodrome that is only excepted or included is not what is closed: "FIR A, except route B, is closed".
_ASIDE: Final = compiled(
    r"[, (]{1,3}(?:EXC(?:EPT(?:ING)?|LUDING)?|EXECPT|INCL(?:UDING)?|WITH THE EXCEPTION OF|OTHER THAN)\b"
)
# "In the closed airspace" speaks of what is closed already.
_KNOWN: Final = compiled(r"\b(?:IN|WITHIN|WI|INTO|OVER|OF|THIS|SAID)(?: THE)? $")
_NOUN: Final = compiled(r" (?:AIR ?SPACES?|AREAS?|PARTS?|PORTIONS?|SECTORS?|FIRS?)\b")
_SPAN: Final = 240
_NEAR: Final = 40
_SOFT_BEFORE: Final = compiled(r"\b(?:BE|NOT|NOT TO)(?: [A-Z]{3,12}LY)? $")


def closes(words: Words, start: int, found: re.Match[str], end: int) -> bool:
    """Return whether a match of `CLOSED` closes an airspace or the flights in it.

    `start` and `end` are those of its sentence in the plain text.
    """
    plain = words.plain
    low = max(start, found.start() - _SPAN)
    before = plain[low : found.start()]
    verb = found[0]
    if verb.startswith(
        ("SUSPENSION", "BAN", "FLIGHT BAN", "OVERFLIGHT BAN", "FLYING BAN", "NO")
    ) and not verb.startswith("NOT "):
        return not _STORY.search(before)
    if " TO " in verb and verb.startswith(("IS NOT", "ARE NOT")):
        return True
    if _POSSIBLE.search(before) or (_KNOWN.search(before) and _NOUN.match(plain, found.end())):
        return False
    if verb.startswith(("DENIED", "REFUSED")):
        return _LEAVE.search(before) is not None
    if _GROUND.search(_REASON_FIRST.sub(" ", before)) and not _is_aside(before):
        return False
    if verb.endswith(("AVBL", "AVAILABLE", "POSSIBLE", "APPROVED")):
        return _AIRSPACE_IS.search(before) is not None or _ENTRY_IS.search(before) is not None
    if verb.startswith(("CLOS", "CLSD", "SUSP")) and _CLOSABLE.search(plain, low, found.end() + 80):
        return True
    if _AREA.search(before):
        return _TO_FLIGHTS.match(plain, found.end(), min(end, found.end() + 120)) is not None
    if verb.startswith(("CLOS", "CLSD")):
        return False
    return _FLYING.search(before) is not None


def _is_aside(before: str) -> bool:
    """Return whether an airspace is closed and what is on the ground or a route only excepted from it, or included."""
    aside = _ASIDE.search(before)
    return aside is not None and _AIRSPACE_IS.search(f"{before[: aside.start()]} ") is not None


def is_soft_place(words: Words, start: int, at: int) -> bool:
    """Return whether a verb before `at` governs the closing: "should be suspended", "recommended ... not be used"."""
    return _SOFT_BEFORE.search(words.plain, max(start, at - _NEAR), at) is not None


def of_flights(words: Words, start: int, end: int) -> bool:
    """Return whether the words from `start` to `end` speak of flights or an airspace, and not of ground or services."""
    before = words.plain[max(start, end - _SPAN) : end] + " "
    return _FLYING.search(before) is not None and not _GROUND.search(before)
