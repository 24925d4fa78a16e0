"""The verbs of instruction: to stay out, to avoid, to keep a level, and the titles that say so.

Each pattern is a construct of the language of the authorities (reference: FAA KICZ NOTAM and SFAR, EASA CZIB and
Information Notes, UK AIP ENR 1.1 section 1.4.5, Transport Canada AIC, French and German AIC, Italian E-series NOTAM,
States' NOTAM under ICAO Annex 15), not of one text. How binding they are is decided where they are read.
"""

from __future__ import annotations

import re
from typing import Final

from advisories.reading.bands import LEVEL, LEVEL_WORDS
from advisories.reading.cues import cue

_MOVE: Final = (
    r"(?:ENTER(?:ING)?|OPERAT(?:E|ING|IONS?)|FLY(?:ING)?|FLIGHTS?|PENETRAT(?:E|ING|ION)|OVERFL(?:Y|YING|IGHT)|TRANSIT(?:ING)?|"
    r"CROSS(?:ING)?|TRAVERS(?:E|ING)|PROCEED(?:ING)?|CONDUCT(?:ING)?(?: ANY| ALL)?(?: CIVIL)? (?:AIR |FLIGHT )?(?:FLIGHTS?|FLTS?|OPERATIONS?|OPS)|"
    r"(?:PERFORM|UNDERTAK|EXECUT|CARRY(?:ING)? OUT|PLAN)(?:E|ING|NING)?(?: ANY| ALL)?(?: FLIGHT)? (?:FLIGHTS?|FLTS?|OPERATIONS?|OPS)|"
    r"(?:PLAN|FILE)(?: ANY)?(?: TO)? (?:ENTER|OPERATE|FLY|FLIGHTS?|OVERFLY)|(?:LAND|TAKE[- ]?OFF)\b(?=[^.;]{0,60}\bOVERFL)|"
    r"US(?:E|ING) (?:OF )?(?:THE )?(?=(?:[A-Z]{3,12} ){0,3}(?:AIR ?SPACE|FIR)))"
)
NOT: Final = cue(
    r"\b(?:NOT(?: TO)?|TO NOT|NEVER(?: TO)?)(?: (?:EVER|ALSO|TO|PLAN TO|CURRENTLY|INTENTIONALLY)){0,2} " + _MOVE + r"\b"
    r"(?: (?:INTO|IN|WITHIN))?",
    starts="NOT NEVER TO_NOT",
)
SUSPEND: Final = cue(
    r"\b(?:SUSPEND|CEASE|HALT|STOP|DISCONTINUE|TERMINATE|(?:REFRAIN|ABSTAIN|DESIST) FROM)(?:ING)?(?: (?:ALL|ANY|THEIR|CIVIL|COMMERCIAL|PASSENGER|SCHEDULED|PLANNED|CONDUCTING|MAKING|PERFORMING)){0,4} "
    r"(?:"
    + _MOVE
    + r"|OPS|FLTS?|OVERFLIGHTS?|(?:FLIGHT|AIR) (?:OPERATIONS?|OPS|TRAFFIC|SERVICES?))\b(?: (?:INTO|IN|WITHIN))?",
    starts="SUSPEND CEASE HALT STOP DISCONTINUE TERMINATE REFRAIN_FROM ABSTAIN_FROM DESIST_FROM",
)
AGAINST: Final = cue(
    r"\b(?:ADVISE[SD]?|ADVISING|RECOMMEND(?:S|ED|ING)?|WARN(?:S|ED)?|CAUTION(?:S|ED)?|URGE[SD]?|COUNSEL+ED) (?:STRONGLY |EXPRESSLY )?AGAINST (?:(?:ALL|ANY|THE|CIVIL|COMMERCIAL|CONDUCTING) ){0,3}(?:"
    + _MOVE
    + r"|OPS|FLTS?|OVERFLIGHTS?|ENTRY|TRANSITS?)\b(?: (?:INTO|IN|WITHIN))?",
    starts="ADVISE ADVISING RECOMMEND WARN CAUTION URGE COUNSEL",
    holds="AGAINST",
)
BAN: Final = cue(
    r"\b(?:PROHIBITED(?! AIR ?SPACE)|FORBIDDEN|BANNED|BARRED|PRECLUDED|(?:NOT|NO LONGER) (?:ALLOWED|PERMITTED|AUTHORI[SZ]ED))\b"
    r"(?P<verb>,?(?: [^.;:]{0,80}?)? ?\b(?:TO|FROM|AGAINST) (?:THE )?" + _MOVE + r"\b)?",
    starts="PROHIBITED FORBIDDEN BANNED BARRED PRECLUDED NOT_ALLOWED NOT_PERMITTED NOT_AUTHORISED NO_LONGER",
)
NO_PERSON: Final = cue(
    r"\bNO (?:(?:CIVIL|TRANSIT|COMMERCIAL|FOREIGN|AIR) )?(?:(?:PERSONS?|OPERATORS?|PILOTS?|AIRCRAFT|ACFT|FLIGHTS?)\b[^.;]{0,160}? (?:MAY|SHALL|IS|ARE) (?:PERMITTED TO |ALLOWED TO |TO )?(?:"
    + _MOVE
    + r"|PERMITTED|ALLOWED)"
    r"|(?:OVERFLIGHTS?|OVERFLYING|FLIGHTS?|FLTS?|ENTRY|TRAFFIC|TFC|TRANSITS?|ACFT|AIRCRAFT)(?: (?:IN|INTO|WITHIN|WI|OVER|OF)\b[^.;]{0,120}?)? (?:(?:IS|ARE|WILL BE|SHALL BE) )?(?:PERMITTED|ALLOWED|AUTHORI[SZ]ED|ACCEPTED))\b",
    starts="NO",
    holds="MAY SHALL IS ARE PERMITTED ALLOWED AUTHORISED AUTHORIZED ACCEPTED",
)
PROHIBITS: Final = cue(
    r"\b(?:PROHIBITS|PROHIBITING|WILL PROHIBIT|TO PROHIBIT)(?: (?:CERTAIN|ALL|ANY|U\.S\.|US|CIVIL|AVIATION|FLIGHT)){0,5} (?:FLIGHTS?|OPERATIONS?|OVERFLIGHTS?)\b"
    r"|\b(?:THE|THIS|ITS|A|OF) (?:EXISTING |CURRENT |SFAR )?(?:FLIGHT )?PROHIBITIONS? (?:AGAINST|OF|ON|FOR|CONCERNING|TO)(?: (?:CERTAIN|ALL|ANY|U\.S\.|US|CIVIL|THE))* (?:FLIGHTS?|FLIGHT OPERATIONS?|OPERATIONS?|ACFT|AIRCRAFT|OPERATORS)\b",
    holds="PROHIBIT",
)
BAN_TITLE: Final = cue(
    r"\bPROHIBITIONS? (?:AGAINST|FOR|OF|ON) (?:CERTAIN )?(?:FLIGHTS? )?(?:OPERATIONS )?(?:(?:IN|OVER|WITHIN) )?(?=[A-Z(])",
    starts="PROHIBITION",
)
CAUTION_TITLE: Final = cue(
    r"\bADVISORY (?:FOR|ON|REGARDING|OF) (?:A )?(?:POTENTIALLY )?(?:HAZARDOUS SITUATION )?",
    starts="ADVISORY_FOR ADVISORY_ON ADVISORY_REGARDING ADVISORY_OF",
)
AVOID: Final = cue(
    r"\bAVOID(?:ING)?(?: (?:ALL|ANY|THE|PLANNING|ENTERING|ENTRY|USE|USING|OF|FLIGHT|FLYING|OPERATING|OVERFLIGHTS?|OVERFLYING|FLIGHTS?|OPERATIONS?|INTO|TO|IN|WITHIN|OVER))*\b",
    starts="AVOID",
)
FLOOR: Final = cue(
    r"\b(?:MAINTAIN(?:ED|ING)?|REMAIN|STAY|KEEP|(?:TO|SHOULD|SHALL|MUST|ONLY)(?: ONLY)? (?:FLY|OPERATE|OVERFLY|CRUISE))\b(?P<gap>[^.;0-9]{0,90}?)(?P<level>"
    + LEVEL.pattern
    + r")(?P<after> ?,? (?:OR|AND) (?:ABOVE|HIGHER|MORE|UPWARDS))?",
    starts="MAINTAIN REMAIN STAY KEEP TO_FLY TO_OPERATE TO_OVERFLY TO_CRUISE TO_ONLY SHOULD SHALL MUST ONLY",
    holds=LEVEL_WORDS,
)
PASSIVE: Final = cue(
    r"\b(?:FLIGHT LEVEL|LEVEL|ALTITUDE|HEIGHT)(?P<gap>[^.;0-9]{0,40}?)(?P<level>"
    + LEVEL.pattern
    + r")(?P<after> ?,? (?:OR|AND) (?:ABOVE|HIGHER))?[^.;]{0,30}? (?:TO BE|BE|IS|SHALL BE|MUST BE) MAINTAIN(?:ED)?\b",
    holds="MAINTAIN",
)
# A further level to be kept, the verb left out: "... FL320 in FIR A and FL260 in FIR B".
FURTHER: Final = re.compile(
    r"(?:,? (?:AND|OR)|[,;])(?: ?-)? (?:(?:TO|AT|OF|A|AN|ALSO|MAINTAIN) )*(?:(?:MINIMUM )?(?:FLIGHT LEVEL|LEVEL|ALTITUDE|HEIGHT) )?"
    r"(?:(?:ABOVE,? OR EQUAL TO|EQUAL TO,? OR ABOVE|AT,? OR ABOVE|AT,? AND ABOVE|AT LEAST|NOT BELOW|OF),? )?"
    r"(?P<level>"
    + LEVEL.pattern
    + r")(?: (?:OR|AND) (?:ABOVE|HIGHER))? (?=(?:IN|WITHIN|INSIDE|OVER|WHEN|FOR|ON|ALONG)\b)"
)
ONLY: Final = cue(
    r"\bONLY (?:BE )?(?:[A-Z]{3,12} ){0,2}?(?P<gap>(?:TO BE )?(?:AT|AND|OR|ABOVE|EQUAL|TO|,| )*\bABOVE(?: OR EQUAL TO)? )(?P<level>"
    + LEVEL.pattern
    + r")(?P<after>)",
    starts="ONLY",
    holds="ABOVE",
)
