"""How far an instruction reaches: the words that hold its airspace and levels, and the exceptions from it.

The airspace stands behind the verb up to the next instruction, to a reason ("due to ..."), or to the end of the clause;
before the verb where the verb closes the sentence ("flights in ... are prohibited"). Exceptions begin at "except",
"excluding", "unless" and the like; those for emergencies and authorised flights are none (gold rule).
"""

from __future__ import annotations

import re
from typing import Final

from advisories.model import Value
from advisories.reading.areas import Airspace, airspaces
from advisories.reading.bands import Band, bands
from advisories.reading.places import regions, states
from advisories.reading.instructions import Rule, Told

_CUTS: Final = re.compile(
    r";(?! ?(?:AND |OR )?(?:- ?|[A-H][.)] )?(?:THE )?(?:FIRS?|UIRS?|PORTIONS?|PARTS?|[A-Z' -]{2,24} \([A-Z]{4}\)|[A-Z'-]{2,20} (?:FIR|UIR))\b)"
    r"|\b(?:DUE|BECAUSE(?: OF)?|OWING TO|AS (?:A|THE) RESULT|AS A CONSEQUENCE|IN VIEW OF|GIVEN|FOLLOWING THE|FROM DEDICATED|IN RESPONSE TO|BY ALL\b|BY THE PERSONS|BY PERSONS)\b"
    r"|(?<!IN )(?<!INTO )\b(?:POTENTIAL|POSSIBLE|INCREASED) (?:RISKS?|THREATS?|HAZARDS?)\b(?= (?:FROM|TO|POSED|ASSOCIATED|OF|EXIST))|\bRISKS? (?:FROM|POSED|ASSOCIATED)\b"
    r"|\b(?:FURTHER|ADDITIONAL|MORE) INFO|\b(?:CLOSELY|CONTINUOUSLY) MONITOR|\bTH(?:IS|ESE) (?:NOTAM|RECOMMENDATION|ADVICE|SUPERSEDES|OVERRULES)"
    r"|\b(?:CONTACT|CTC) (?:UK |THE )?[A-Z]|\bFOLLOWING CONDITIONS\b|\bISSUED (?:BY|IN|ON)\b|\bAND NOT TO (?:IDENTIFY|USE|PLAN|SELECT)\b"
)
_EXCEPT: Final = re.compile(
    r"\b(?:EXCEPT(?:ION(?:S)? (?:OF|FOR|IS|ARE)|ING|ED)?|EXC|EXECPT|EXCLUD(?:ING|ED|ES)|OTHER THAN|UNLESS|SAVE FOR|NOT INCLUDING|APART FROM|BUT NOT)\b"
)
_NO_EXCEPTION: Final = re.compile(
    r"^[A-Z]+(?: (?:FOR|IN|OF|WHEN|WHERE|AS|BY|THE|AN|CASE|EVENT|OTHERWISE))* (?:EMERGENC|PROVIDED IN|SPECIFICALLY|AUTHORI[SZ]ED|SUCH (?:PERSONS|OPERATOR|AIRCRAFT)|OPERATOR OF SUCH|APPROVED BY|REVIEWED|EXTENDED|OTHERWISE|IT HAS BEEN VERIFIED)"
)
_EXCEPTED: Final = re.compile(
    r"\b(?:(?:IS|ARE|WILL BE) (?:EXCLUDED|EXEMPT(?:ED)?|NOT AFFECTED|EXCEPTED)|NOT AFFECTED|DOES NOT APPLY TO|DO NOT APPLY TO|TO (?:PERMIT|ALLOW) (?:U\.S\. )?[A-Z ]{0,60}?(?:OPERATIONS?|FLIGHTS?|OVERFLIGHTS?)"
    r"|MAY BE (?:CONDUCTED|OPERATED|PERFORMED)|(?:IS|ARE|REMAINS?) (?:PERMITTED|ALLOWED|OPEN) (?:TO|ON|VIA|FOR|ABOVE|AT|WHEN|IF))\b"
)
_NOT_EXCEPTED: Final = re.compile(
    r"\bEMERGENC|\bAUTHORI[SZ]ED (?:EITHER )?BY|\bAPPROVAL OF THE FAA|\bCONTRACT, GRANT|\bTHIS NOTAM DOES NOT PROHIBIT|\bFOREIGN AIR CARRIER(?! AND)"
)
_VERB: Final = re.compile(r"\b(?:TO|FROM|AGAINST|MAY|SHALL|PROHIBITS|PROHIBITIONS?)\b")
_WHERE: Final = re.compile(r"\b(?:WHERE|WHEREIN|IN WHICH|ON WHICH|FOR WHICH)\b")


class Scope(Value, frozen=True):
    """The reach of one instruction: its airspaces, its bands, and its exceptions as spans of the plain text.

    `excepted` says that the instruction speaks of what another one excepts ("except ..., where operators ...").
    """

    airspaces: tuple[Airspace, ...] = ()
    bands: tuple[Band, ...] = ()
    exceptions: tuple[tuple[int, int], ...] = ()
    excepted: tuple[int, int] | None = None
    start: int = 0
    end: int = 0


def _right(plain: str, start: int, end: int) -> int:
    """Return where the words behind a verb stop to say where: at a reason or contact that follows an airspace."""
    first = end
    for found in _CUTS.finditer(plain, start, end):
        if found[0] == ";" and found.start() - start > 2:
            return min(first, found.start())
        if found.start() - start <= 2:
            continue
        if regions(plain, start, found.start()) or states(plain, start, found.start()):
            return found.start()
        first = min(first, found.start())
    if first < end and (regions(plain, first, end) or states(plain, first, end)):
        return end
    return first


def _exceptions(plain: str, start: int, end: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Return where the words before the first exception end, and the exceptions that are not for emergencies."""
    found = _EXCEPT.search(plain, start, end)
    if not found:
        return end, ()
    if _NO_EXCEPTION.match(plain[found.start() : min(end, found.start() + 120)]):
        return found.start(), ()
    return found.start(), ((found.start(), end),)


def scope(plain: str, told: Told, sentence: tuple[int, int], before: Told | None, after: Told | None) -> Scope:
    """Return the reach of one instruction between its neighbours in the sentence."""
    stop = min(sentence[1], after.start if after else sentence[1])
    left = max(sentence[0], before.end if before else sentence[0])
    if told.rule is Rule.CLOSED and not plain.startswith("CLOSURE", told.start):
        return _before(plain, told, left, stop)
    limit = _right(plain, told.end, stop)
    head, exceptions = _exceptions(plain, told.end, limit if limit > told.end else stop)
    if exceptions:
        exceptions = ((exceptions[0][0], _exception_end(plain, exceptions[0][0], stop)),)
    spaces = airspaces(plain, told.end, head)
    levels = bands(plain, told.end, head)
    opened = _EXCEPT.search(plain, left, told.start)
    if opened and _WHERE.search(plain, opened.end(), told.start) and not any(space.named for space in spaces):
        return Scope(bands=tuple(levels), excepted=(opened.start(), told.start), start=told.end, end=head)
    if told.rule is Rule.BAN and (not any(space.named for space in spaces) or _closes(plain, told, left)):
        return _before(plain, told, left, stop, exceptions, levels)
    if told.rule is Rule.GNSS and not any(space.named for space in spaces):
        spaces = airspaces(plain, told.start, head)
    if not any(space.named or space.apart for space in spaces) and before is None:
        ahead = [space for space in _ahead(plain, sentence[0], told.start) if space.firs]
        spaces = ahead or spaces
        levels = levels or (bands(plain, sentence[0], told.start) if ahead else [])
    elif not levels and before is None and told.floor is None:
        levels = bands(plain, sentence[0], told.start)
    return Scope(airspaces=tuple(spaces), bands=tuple(levels), exceptions=exceptions, start=told.end, end=head)


def _closes(plain: str, told: Told, left: int) -> bool:
    """Return whether a ban closes its clause: "flights in the airspace of ... are prohibited"."""
    if _VERB.search(plain, told.start, told.end):
        return False
    return bool(regions(plain, left, told.start) or states(plain, left, told.start))


def _exception_end(plain: str, start: int, stop: int) -> int:
    found = re.compile(r"\b(?:DUE TO|(?:POTENTIAL|POSSIBLE) RISK|CLOSELY MONITOR|FURTHER INFO)").search(
        plain, start, stop
    )
    return found.start() if found else stop


_HEADING = re.compile(r"\b(?:HAZARDOUS SITA?U?A?TION|SECURITY SITUATION|CONFLICT|CRISIS|LEVEL [1-4]) ?[^.;]{0,80}$")


def _ahead(plain: str, start: int, end: int) -> list[Airspace]:
    """Return the airspace put before the verb: "Within FIR A, operators should not ...". Headings are none."""
    heading = _HEADING.search(plain, start, end)
    return [] if heading else airspaces(plain, start, end)


def _before(
    plain: str,
    told: Told,
    left: int,
    stop: int,
    exceptions: tuple[tuple[int, int], ...] = (),
    levels: list[Band] | None = None,
) -> Scope:
    if not exceptions:
        _, exceptions = _exceptions(plain, told.end, stop)
    head, early = _exceptions(plain, left, told.start)
    spaces = airspaces(plain, left, head)
    found = [*(levels or []), *bands(plain, left, head)] or bands(plain, told.end, stop)
    return Scope(
        airspaces=tuple(spaces), bands=tuple(found), exceptions=exceptions or early, start=left, end=told.start
    )


def excepted(plain: str, start: int, end: int) -> bool:
    """Return whether a sentence excepts something from an instruction given elsewhere in the text."""
    return _EXCEPTED.search(plain, start, end) is not None and _NOT_EXCEPTED.search(plain, start, end) is None
