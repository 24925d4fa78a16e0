"""What is excepted in a sentence of its own, and the level that an excepted route asks to keep.

"Flights to ... are excluded", "this rule does not prohibit departures from ...": an exception from what another sentence
tells. Those for emergencies and authorised flights are none (gold rule).
"""

from __future__ import annotations

from typing import Final

import msgspec

from advisories.model import Datum, Level
from advisories.reading.bands import bands
from advisories.reading.cues import bits, compiled, cue
from advisories.reading.words import Words

_EXCEPTED: Final = cue(
    r"\b(?:(?:IS|ARE|WILL BE) (?:EXCLUDED|EXEMPT(?:ED)?|NOT AFFECTED|EXCEPTED)|NOT AFFECTED|DOES NOT APPLY TO|DO NOT APPLY TO|(?:EXCEPT|EXCEPTED|EXEMPT|EXEMPTED) FROM (?:THIS|THE) (?:[A-Z]{3,12} )?(?:PROHIBITION|BAN|RECOMMENDATION|RESTRICTION|CLOSURE)|TO (?:PERMIT|ALLOW) (?:U\.S\. )?[A-Z ]{0,60}?(?:OPERATIONS?|FLIGHTS?|OVERFLIGHTS?)"
    r"|ONLY (?:PERMITTED|ALLOWED|AVAILABLE|AVBL) (?:TO|FOR)|MAY BE (?:CONDUCTED|OPERATED|PERFORMED)|(?:IS|ARE|REMAINS?) (?:PERMITTED|ALLOWED|OPEN) (?:TO|ON|VIA|FOR|ABOVE|AT|WHEN|IF))\b",
    starts="ONLY_PERMITTED ONLY_ALLOWED ONLY_AVAILABLE ONLY_AVBL EXCEPT_FROM EXCEPTED_FROM EXEMPT_FROM EXEMPTED_FROM IS_EXCLUDED ARE_EXCLUDED WILL_BE IS_EXEMPT ARE_EXEMPT IS_NOT_AFFECTED ARE_NOT_AFFECTED IS_EXCEPTED ARE_EXCEPTED NOT_AFFECTED DOES_NOT_APPLY DO_NOT_APPLY TO_PERMIT TO_ALLOW MAY_BE IS_PERMITTED ARE_PERMITTED REMAIN IS_ALLOWED ARE_ALLOWED IS_OPEN ARE_OPEN",
)
# What a rule does not prohibit on routes, at aerodromes or over water is excepted from it.
_PERMITTED: Final = cue(
    r"\b(?:DOES|DO) NOT (?:PROHIBIT|PRECLUDE)\b[^.;]{0,260}?\b(?:AIRWAYS?|(?:JET |ATS )?ROUTES?|AIRPORTS?|AERODROMES?|CLIMB-?OUTS?|DESCENTS?|APPROACH(?:ES)?|DEPARTURES?|OVER ?WATER|OVERFLIGHTS?)\b",
    starts="DOES_NOT DO_NOT",
)
_ACTIVITY: Final = compiled(r"\b(?:ACTIVIT(?:Y|IES)|EXERCISES?|FIRINGS?|TRAINING)\b[^.;]{0,40}$")
_NOT_EXCEPTED: Final = cue(
    r"\bEMERGENC|\bAUTHORI[SZ]ED (?:EITHER )?BY|\bAPPROVAL OF THE FAA|\bCONTRACT, GRANT|\bTHIS NOTAM DOES NOT PROHIBIT|\bFOREIGN AIR CARRIER(?! AND)",
    starts="EMERGENC AUTHORISED. AUTHORIZED. APPROVAL_OF CONTRACT. THIS_NOTAM_DOES FOREIGN_AIR_CARRIER",
)
_LISTED: Final = compiled(r" ?(?:-|[0-9A-H][.)]) ?(?=[A-Z])")
# The name of a route: "M688", "UL602"; "FL260" and "F260" look like one and are levels.
ROUTE: Final = compiled(r"\b(?!FL?[0-9])[A-Z]{1,2}[0-9]{1,3}\b")
_ON_ROUTES: Final = compiled(rf"\b(?:ROUTES?|AIRWAYS?|CORRIDORS?|RTES?|AWYS?)\b|{ROUTE.pattern}")


# The bits of the words of which one stands in every text that excepts something in a sentence of its own.
EXCEPTING: Final = bits(_PERMITTED, _EXCEPTED)


def floor_of(words: Words, start: int, end: int) -> Level | None:
    """Return the level that an exception for routes asks to keep or exceed: "except on ... at and above FL 300"."""
    if not _ON_ROUTES.search(words.plain, start, end):
        return None
    for band in bands(words, start, end):
        if band.lower.datum not in (Datum.SFC, Datum.UNL) and band.upper.datum is Datum.UNL:
            return msgspec.structs.replace(band.lower, inclusive=False)
    return None


def excepted(words: Words, start: int, end: int) -> bool:
    """Return whether a sentence excepts something from an instruction given elsewhere in the text."""
    if _PERMITTED.search(words, start, end):
        return True
    found = _EXCEPTED.search(words, start, end)
    if found is None or _NOT_EXCEPTED.search(words, start, end) is not None:
        return False
    return not _ACTIVITY.search(words.plain, max(start, found.start() - 60), found.start())


def listed(plain: str, start: int) -> bool:
    """Return whether a sentence is an item of a list that an earlier sentence opened: "- for the use of ..."."""
    return _LISTED.match(plain, start) is not None
