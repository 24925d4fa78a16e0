"""How far an instruction reaches: the words that hold its airspace and levels, and the exceptions from it.

The airspace stands behind the verb up to the next instruction, to a reason ("due to ..."), or to the end of the clause;
before the verb where the verb closes the sentence ("flights in ... are prohibited"). Exceptions begin at "except",
"excluding", "unless" and the like; those for emergencies and authorised flights are none (gold rule).
"""

from __future__ import annotations

from typing import Final

import msgspec

from advisories.reading.areas import Airspace, airspaces, from_preposition, is_area, limited, named_airspaces
from advisories.reading.bands import Band, bands
from advisories.reading.cues import bits, compiled, cue
from advisories.reading.exemptions import ROUTE, listed
from advisories.reading.instructions import TITLES, Rule, Told
from advisories.reading.lands import lands
from advisories.reading.lists import COMPASS
from advisories.reading.places import Place, places
from advisories.reading.words import Found, Words

_ITEM_END: Final = compiled(
    r";(?! ?(?:AND |OR |NOR )?(?:- ?|\(?(?:[A-H]|[IVX]{1,4}|[0-9]{1,2})[.)] ?)?(?:(?:(?:AT|BELOW|ABOVE|UNDER|BETWEEN|UP TO|FROM) [^.;:]{1,60}? )?(?:IN|WITHIN|INTO|INSIDE|OVER) "
    r"(?![^.;]{0,200}\b(?:SHOULD|SHALL|MUST|IS|ARE|EXERCI[SZ]E|TAKE|NOT|AVOID|MAINTAIN)\b))?(?:(?:THE|THAT|THOSE|A) )?"
    r"(?:(?:AIR ?SPACES?|TERRITORY|FIRS?|UIRS?|PORTIONS?|PARTS?)\b|(?:(?!(?:IN|THE|TO|OF|FOR|AND|WITHIN|OVER|CAUTION)\b)[A-Z'.-]{2,20} ){1,3}(?:\([A-Z]{4}\)|FIRS?\b|UIRS?\b)))"
)
_CUTS: Final = cue(
    r"\b(?:DUE|BECAUSE(?: OF)?|OWING TO|AS (?:A|THE) RESULT|AS A CONSEQUENCE|IN VIEW OF|GIVEN|FOLLOWING THE|FROM DEDICATED|IN RESPONSE TO|BY ALL\b|BY THE PERSONS|BY PERSONS)\b"
    r"|(?<!IN )(?<!INTO )\b(?:POTENTIAL|POSSIBLE|INCREASED) (?:RISKS?|THREATS?|HAZARDS?)\b(?= (?:FROM|TO|POSED|ASSOCIATED|OF|EXIST))|\bRISKS? (?:FROM|POSED|ASSOCIATED)\b"
    r"|\b(?:FURTHER|ADDITIONAL|MORE) INFO|\b(?:CLOSELY|CONTINUOUSLY) MONITOR|\bTH(?:IS|ESE) (?:NOTAM|RECOMMENDATION|ADVICE|SUPERSEDES|OVERRULES)"
    r"|\b(?:CONTACT|CTC) (?:UK |THE )?[A-Z]|\bFOLLOWING CONDITIONS\b|\bISSUED (?:BY|IN|ON)\b|\bAND NOT TO (?:IDENTIFY|USE|PLAN|SELECT)\b",
    starts="DUE BECAUSE. OWING_TO AS_A_RESULT AS_THE_RESULT AS_A_CONSEQUENCE IN_VIEW_OF GIVEN. FOLLOWING_THE FROM_DEDICATED IN_RESPONSE_TO BY_ALL BY_THE_PERSONS BY_PERSONS POTENTIAL_RISK POTENTIAL_THREAT POTENTIAL_HAZARD POSSIBLE_RISK POSSIBLE_THREAT POSSIBLE_HAZARD INCREASED_RISK INCREASED_THREAT INCREASED_HAZARD RISK_FROM RISK_POSED RISK_ASSOCIATED RISKS_FROM RISKS_POSED RISKS_ASSOCIATED FURTHER_INFO ADDITIONAL_INFO MORE_INFO CLOSELY_MONITOR CONTINUOUSLY_MONITOR THIS_NOTAM THIS_RECOMMENDATION THIS_ADVICE THIS_SUPERSEDES THIS_OVERRULES THESE_NOTAM THESE_RECOMMENDATION THESE_ADVICE THESE_SUPERSEDES THESE_OVERRULES CONTACT. CTC FOLLOWING_CONDITIONS ISSUED_BY ISSUED_IN ISSUED_ON AND_NOT_TO",
)
# What tells why, and how the airspace follows behind it: "due to ..., in the airspace of A".
_WHY: Final = ("DUE", "BECAUSE", "OWING", "AS A", "AS THE", "IN VIEW", "IN RESPONSE", "GIVEN", "FOLLOWING THE")
_BEHIND_REASON: Final = compiled(r", ?(?:IN|INTO|WITHIN|INSIDE|OVER)\b")
_EXCEPT: Final = cue(
    r"\b(?:WITH THE EXCEPTION(?:S)? OF|EXCEPT(?:ION(?:S)? (?:OF|FOR|IS|ARE)|ING|ED(?! (?:ATS )?(?:AIR|ROUTE|AREA|PART|PORTION)))?|EXC|EXECPT|EXCLUD(?:ING|ES|ED(?! (?:ATS )?(?:AIR|ROUTE|AREA|PART|PORTION)))|OTHER THAN|UNLESS|SAVE FOR|NOT INCLUDING|APART FROM|BUT NOT|OUTSIDE (?:OF )?(?:THE )?(?:PUBLISHED )?(?:ARRIVALS?|DEPARTURES?|APPROACH(?:ES)?|TAKE-?OFF|LANDING)"
    r"|(?:(?<!PROHIBITED )(?<!FORBIDDEN )(?<!NOT )TO (?:PERMIT|ALLOW)|PERMITTING|ALLOWING) (?:(?!MIL)[A-Z.]{1,14} ){0,4}?(?:OVERFLIGHTS?|OVERFLY|OVERFLYING|TRANSITS?|(?<!MILITARY )(?:OPERATIONS?|FLIGHTS?)(?! (?:TEST|TRIAL|INSPECTION|CALIBRATION))))\b",
    starts="TO_PERMIT TO_ALLOW PERMITTING ALLOWING OUTSIDE WITH_THE_EXCEPTION EXCEPT EXC EXECPT EXCLUD OTHER_THAN UNLESS SAVE_FOR NOT_INCLUDING APART_FROM BUT_NOT",
)
_OTHER_FLIGHTS: Final = (
    r"(?![^.;]{0,100}\b(?:HUM\b|HUMANIT|MEDIC|MEDEVAC|HEMS\b|HOSP|AMBUL|SAN\b|SANIT|STATE\b|MIL\b|MILITARY|POLICE|GOVERNMENT|SAR\b|RESCUE|SEARCH"
    r"|EVACUAT|SKED|SCHEDULED|COMMERCIAL|IFR\b|VFR\b|(?:TO|FROM|AT|ON|VIA) (?:THE )?(?:AIRPORT|AERODROME|AIRWAY|ROUTE|[A-Z]{1,2}[0-9]{1,3}\b|[A-Z]{4}\b)))"
)
_NO_EXCEPTION: Final = compiled(
    r"^[A-Z]+(?: (?:FOR|IN|OF|WHEN|WHERE|AS|BY|THE|AN|CASES?|EVENT|OTHERWISE|EXCEPTIONS?|THAN|FROM))* "
    r"(?:PROVIDED IN|SPECIFICALLY|AUTHORI[SZ]ED|SUCH (?:PERSONS|OPERATOR|AIRCRAFT)|(?:ANY |ALL )?OPERATORS? OF SUCH|APPROVED BY|REVIEWED|EXTENDED|OTHERWISE|IT HAS BEEN VERIFIED"
    r"|(?:(?:AIRCRAFT|ACFT|FLIGHTS?|FLT) )?(?:IN )?(?:AN )?(?:EMERG\b|EMERGENC|DISTRESS\b|UNFORES+EEN\b|FORCE MAJEURE\b)"
    + _OTHER_FLIGHTS
    + r"|(?:(?:IT|USE|THE USE OF (?:[A-Z]{2,9} ){1,4}?)(?: ?(?:IS|BECOMES))? ?)?(?:(?:DEEMED|STRICTLY|ABSOLUTELY|CONSIDERED) ){0,2}(?:NECESSARY|REQUIRED|ESSENTIAL)\b[^.;]{0,60}\b(?:SAFETY|SAFE|UNFORES+EEN|EMERGENC)"
    r"|(?:(?:THOSE|ANY|ALL) )?(?:(?:AIRCRAFT|ACFT|FLIGHTS?|FLT) )?(?:(?:HOLDING|HLDG|WITH|UNDER|OPERATED UNDER|OPERATING UNDER) )?(?:(?:A|THE|ANY|PRIOR|SPECIAL|SPECIFIC|WRITTEN|EXPRESS) ){0,4}(?:PERMISSIONS?|AUTHORI[SZ]ATIONS?|APPROVALS?|PPR)\b"
    + _OTHER_FLIGHTS
    + r")"
)
# "..., routes A and B excluded": the word stands behind what is excepted, with nothing but marks behind it.
_EXCLUDED: Final = cue(
    r"\b(?:EXCLUDED|EXCEPTED|EXEMPTED|NOT (?:INCLUDED|AFFECTED))\b(?= ?[).,;]| ?$)",
    starts="EXCLUDED EXCEPTED EXEMPTED NOT_INCLUDED NOT_AFFECTED",
)
_EXCEPTING: Final = bits(_EXCEPT, _EXCLUDED)
_PART_WORD: Final = rf"(?:(?:{COMPASS} )?(?:PORTIONS?|PARTS?|SECTORS?|SECTIONS?)|ROUTES?|RTES?|AIRWAYS?|AWYS?|CORRIDORS?|OVERFLIGHTS?|FLIGHTS?|FLTS?)\b"
_ITEM_EXCLUDED: Final = compiled(
    r"[,(;-] ?(?:(?:AND|BUT|THE|ALL|ATS|AIR|JET|RNAV|PUBLISHED) ){0,4}" + _PART_WORD + r"(?![^)]{0,240}\([A-Z]{4}\))"
)
_PART_EXCLUDED: Final = compiled(r"\b" + _PART_WORD + r"(?=[^,;()]{0,240}$)")
_LAST_JOINT: Final = compiled(r"[,;(](?=[^()]{0,240}$)")
_ANY_JOINT: Final = compiled(r"[,;]")
_ARTICLE: Final = 5
_VERB: Final = compiled(r"\b(?:TO|FROM|AGAINST|MAY|SHALL|PROHIBITS|PROHIBITIONS?)\b")
_WHERE: Final = compiled(r"\b(?:WHERE|WHEREIN|IN WHICH|ON WHICH|FOR WHICH)\b")
_STATE: Final = r"(?:IS|ARE|REMAINS?|REMAINING|STAYS?|CONTINUES?|STILL|WILL|SHALL|TO|BE|CURRENTLY|TEMPORARILY|TEMPO)"
# What is excepted from an opening and is itself closed: "... which remains", "... where all flights are", "... still".
_STAYS: Final = compiled(
    rf"\b(?:WHICH|THAT|REMAINING|STILL|(?:WHERE|WHEREIN|IN WHICH|ON WHICH)(?: (?!{_STATE}\b)[A-Z'-]{{1,20}}){{1,10}})(?: {_STATE}){{0,5}} ?$"
)
_OPENING: Final = compiled(
    r"(?<!NOT )(?<!NOT BE )\b(?:(?:RE-?)?OPEN(?:ED|S|ING)?|AVBL|AVAILABLE|USABLE|RESUMED?|LIFTED|PERMITTED|ALLOWED)\b"
)
_HEADING: Final = compiled(
    r"\b(?:HAZARDOUS SITA?U?A?TION|SECURITY SITUATION|CONFLICT|CRISIS|LEVEL [1-4]) ?[^.;]{0,80}$"
)
_REASON: Final = compiled(r"\b(?:DUE(?: TO)?|(?:POTENTIAL|POSSIBLE) RISK|CLOSELY MONITOR|FURTHER INFO|BECAUSE)\b")
_EXCEPTION_END: Final = compiled(
    _REASON.pattern + r"|;(?! ?- ?(?:FOR|ON|TO AND)\b)|,? AND (?=TO (?:EXERCISE|TAKE|MAINTAIN|AVOID)\b)"
)
_THESE_ROUTES: Final = compiled(
    r"\b(?:ON|ALONG|VIA|USING|WITHIN|IN|OVER|FOR) (?:THESE|THOSE|SUCH|SAID|THE SAID|THE ABOVE|THE EXCEPTED|THE EXCLUDED|THE EXEMPTED) (?:ATS )?"
    r"(?:AIRWAYS?|ROUTES?|AREAS?|PARTS?|PORTIONS?|CORRIDORS?|(?<=EXCEPTED )AIR ?SPACES?|(?<=EXCLUDED )AIR ?SPACES?|(?<=EXEMPTED )AIR ?SPACES?)\b"
)
_SAME_LEVEL: Final = cue(
    r"\b(?P<side>ABOVE|BELOW) (?:THIS|THAT|THE SAID|THE SAME|SUCH) (?:FLIGHT )?(?:LEVEL|ALTITUDE|HEIGHT)\b",
    starts="ABOVE BELOW",
    holds="THIS THAT SAID SAME SUCH",
)
_BARE_LEVEL: Final = compiled(r" ?(?:AT )?(?:LEVELS? )?(?P<side>ABOVE|BELOW)[ .;,]*")
_CLOSING: Final = (Rule.BAN, Rule.CLOSED)
# "For operations within the airspace of ..., operators should ..." begins with the place.
_PLACE_FIRST: Final = compiled(
    r" ?(?:- )?(?:(?:AND|ALSO|FURTHERMORE|MOREOVER|HOWEVER),? )?(?:FOR|WHEN|WITHIN|IN|OVER|CONCERNING|REGARDING|AS REGARDS) (?!VIEW\b|ACCORDANCE\b|RESPONSE\b|LIGHT\b|THE INTEREST\b|CASE\b)[^.;]{0,60}?\b(?:AIR ?SPACE|TERRITORY|FIR)\b"
)


class Clause(Found, frozen=True):
    """One instruction in its sentence, between its neighbours; `exception` spans the last one stated before.

    `issuer` is the State that speaks (alpha-2). `levels` spans the levels that stand ahead of the verb and are its own,
    `cut` is where those begin that are the next one's.
    """

    told: Told
    sentence: tuple[int, int]
    before: Told | None = None
    after: Told | None = None
    exception: tuple[int, int] | None = None
    issuer: str = ""
    levels: tuple[int, int] | None = None
    cut: int | None = None

    @property
    def left(self) -> int:
        """Return where the words before the verb begin."""
        start, before = self.sentence[0], self.before
        if self.levels is not None:
            return self.levels[0]
        return start if before is None or before.end < start else before.end

    @property
    def stop(self) -> int:
        """Return where the words behind the verb end at the latest."""
        end, after = self.sentence[1], self.after
        if self.cut is not None:
            return min(end, self.cut)
        return end if after is None or after.start > end else after.start


class Scope(Found, frozen=True):
    """The reach of one instruction: its airspaces, its bands, and its exceptions as spans of the plain text.

    `excepted` says that the instruction speaks of what another one excepts ("except ..., where operators ...");
    `same_level` that its limit is the one named before ("above this level"): `above` or `below`.
    """

    airspaces: tuple[Airspace, ...] = ()
    bands: tuple[Band, ...] = ()
    exceptions: tuple[tuple[int, int], ...] = ()
    excepted: tuple[int, int] | None = None
    same_level: str = ""
    start: int = 0
    end: int = 0

    @property
    def named(self) -> bool:
        """Return whether a FIR, a country or other airspace is named."""
        return any(space.firs or space.countries or space.apart for space in self.airspaces)


def reasoned(words: Words, start: int, end: int) -> bool:
    """Return whether a phrase gives a reason, or whom to contact."""
    return _CUTS.search(words, start, end) is not None


def _right(words: Words, clause: Clause, end: int) -> int:
    """Return where the words behind a verb stop to say where: at a reason or contact that follows an airspace.

    A reason may come first ("due to ... within FIR A"); a country in it is no place where the words before the verb name
    FIRs, nor that of a ban: "all flights are prohibited due to ... in B".
    """
    ahead, start = clause.left, clause.told.end
    stop = _semicolon(words.plain, start, end)
    first = end
    at_once = None
    for found in _CUTS.matches(words, start, end):
        if found.start() > stop:
            break
        if found.start() - start <= 2:
            at_once = found.start()
            continue
        if places(words, start, found.start()):
            return found.start()
        first = min(first, found.start())
    if stop < end:
        return min(first, stop)
    reason = first if at_once is None else at_once
    behind = places(words, reason, end) if reason < end else []
    named_ahead = any(place.code for place in places(words, ahead, start)) if behind else False
    if named_ahead and not any(place.code for place in behind):
        return reason
    if behind and _is_cause(words.plain, clause, reason, behind):
        return reason
    return end if behind else first


def _is_cause(plain: str, clause: Clause, reason: int, behind: list[Place]) -> bool:
    """Return whether a reason tells why all is closed or prohibited, so that a country in it is no airspace.

    Where it stands right behind a verb ("prohibited from operating due to ... in A") there is no other airspace; a State
    that closes for what happens at home closes its own.
    """
    told = clause.told
    if any(place.country == clause.issuer for place in behind):
        return False
    if told.rule not in _CLOSING or not plain.startswith(_WHY, reason):
        return False
    if reason - told.end <= _ARTICLE and _VERB.search(plain, told.start, told.end):
        return False
    return not any(place.code for place in behind) and not _BEHIND_REASON.search(plain, reason, behind[0].start)


def _semicolon(plain: str, start: int, end: int) -> int:
    """Return where a semicolon ends what stands before it, or `end`; one within a list of airspaces does not."""
    if plain.find(";", start, end) < 0:
        return end
    stops = (found.start() for found in _ITEM_END.finditer(plain, start, end))
    return next((at for at in stops if at - start > 2), end)


def _exceptions(words: Words, start: int, end: int) -> tuple[int, tuple[tuple[int, int], ...]]:
    """Return where the words before the first exception end, and the exceptions that are not for emergencies."""
    if not words.present & _EXCEPTING:
        return end, ()
    excluded = _EXCLUDED.search(words, start, end)
    first = end if excluded is None else _excluded_from(words.plain, start, excluded.start())
    stop = first
    for found in _EXCEPT.matches(words, start, stop):
        first = min(first, found.start())
        if not _NO_EXCEPTION.match(words.plain[found.start() : min(end, found.start() + 120)]):
            reason = _EXCEPTION_END.search(words.plain, found.end(), end)
            return first, ((found.start(), reason.start() if reason else end),)
    if excluded is None:
        return first, ()
    begin = stop + words.plain.startswith((",", ";"), stop)
    return first, ((begin + words.plain.startswith(" ", begin), excluded.end()),)


def _excluded_from(plain: str, start: int, end: int) -> int:
    """Return where the item begins behind which "excluded" stands: at a mark before a route or part, else at the last mark."""
    for pattern in (_ITEM_EXCLUDED, _LAST_JOINT, _PART_EXCLUDED, _ANY_JOINT):
        found = [hit.start() for hit in pattern.finditer(plain, start, end)]
        if found:
            return found[-1]
    return end


def scope(words: Words, clause: Clause) -> Scope:
    """Return the reach of one instruction."""
    told = clause.told
    head, exceptions = _exceptions(words, told.end, clause.stop)
    head = min(head, _right(words, clause, head))
    spaces = airspaces(words, told.end, head)
    reach = Scope(
        airspaces=tuple(spaces),
        bands=tuple(bands(words, told.end, head)),
        exceptions=exceptions,
        same_level=_same_level(words, told.end, head),
        start=told.end,
        end=head,
    )
    if told.rule in TITLES and not reach.named:
        reach = msgspec.structs.replace(reach, airspaces=_titled(words, told.end, head) or reach.airspaces)
    if told.rule in _CLOSING and not reach.named:
        shut = _shut(words, clause, reach)
        if shut is not None:
            return shut
    if told.rule is Rule.CLOSED and not words.plain.startswith(("CLOSURE", "SUSPENSION"), told.start):
        return _both(words, _before(words, clause), reach)
    if clause.exception and _means_exception(words, clause, head):
        return msgspec.structs.replace(reach, airspaces=(), excepted=clause.exception)
    opened = _opened(words, clause)
    if opened is not None and not any(space.named for space in spaces):
        return msgspec.structs.replace(reach, airspaces=(), excepted=(opened, told.start))
    if told.rule is Rule.BAN and (not reach.named or _closes(words, told, clause.left)):
        return _both(words, _before(words, clause), reach)
    if told.rule is Rule.GNSS and not reach.named:
        spaces = [from_preposition(words, space) for space in airspaces(words, told.start, head)]
        return msgspec.structs.replace(reach, airspaces=tuple(spaces))
    return _with_ahead(words, clause, reach)


def _means_exception(words: Words, clause: Clause, head: int) -> bool:
    """Return whether an instruction speaks of what was excepted before: of "these routes", or of the same routes."""
    if _THESE_ROUTES.search(words.plain, clause.left, head):
        return True
    routes = set(ROUTE.findall(words.plain, clause.told.end, head))
    return (
        bool(routes) and clause.exception is not None and routes <= set(ROUTE.findall(words.plain, *clause.exception))
    )


def _opened(words: Words, clause: Clause) -> int | None:
    """Return where the exception begins that the instruction speaks of, or None."""
    opened = _EXCEPT.search(words, clause.left, clause.told.start)
    if opened and _WHERE.search(words.plain, opened.end(), clause.told.start):
        return opened.start()
    if clause.exception and listed(words.plain, clause.sentence[0]):
        return clause.sentence[0] if _WHERE.search(words.plain, clause.sentence[0], clause.told.start) else None
    return None


def _shut(words: Words, clause: Clause, reach: Scope) -> Scope | None:
    """Return the reach of a ban on what an opening excepts: "FIR A is open except the part ... which remains closed"."""
    left, verb = clause.left, clause.told.start
    opened = _EXCEPT.search(words, left, verb)
    if opened is None or words.plain.find(";", opened.end(), verb) >= 0:
        return None
    stays = _STAYS.search(words.plain, opened.end(), verb)
    if stays is None and not _OPENING.search(words.plain, left, opened.start()):
        return None
    part = (opened.end(), stays.start() if stays else verb)
    inside = airspaces(words, *part)
    spaces = [space for space in inside if space.named]
    if not spaces:
        area = next((space.area for space in inside if space.partial or is_area(words, space)), (0, 0))
        spaces = [
            msgspec.structs.replace(space, area=area, partial=area != (0, 0), band=None)
            for space in named_airspaces(words, left, opened.start())
        ]
    return msgspec.structs.replace(
        reach,
        airspaces=tuple(spaces),
        bands=tuple(bands(words, opened.start(), verb)) or reach.bands,
        excepted=None if spaces else (opened.start(), part[1]),
    )


def _same_level(words: Words, start: int, end: int) -> str:
    if not words.present & _SAME_LEVEL.bit:
        return ""
    found = _SAME_LEVEL.search(words, start, end) or _BARE_LEVEL.fullmatch(words.plain, start, end)
    return found["side"].lower() if found else ""


def _both(words: Words, left: Scope, right: Scope) -> Scope:
    """Join what stands before and behind a ban that closes its clause: a country before, its FIRs behind."""
    before = [space for space in left.airspaces if space.named]
    behind = [space for space in right.airspaces if space.firs]
    if not (before and behind) or any(space.firs for space in before):
        if before or not right.named:
            return left if before else _loose(words, left, right)
        return msgspec.structs.replace(
            right, bands=right.bands or left.bands, exceptions=right.exceptions or left.exceptions
        )
    headed = _HEADING.search(words.plain, left.start, left.end)
    lands = () if headed else tuple(country for space in before for country in space.countries)
    spaces = tuple(msgspec.structs.replace(space, countries=space.countries or lands) for space in behind)
    return msgspec.structs.replace(right, airspaces=spaces, bands=right.bands or left.bands)


def _loose(words: Words, left: Scope, right: Scope) -> Scope:
    """Return the reach of a ban that names no FIR or country: the area behind it, limited also by the words before it."""
    if not any(is_area(words, space) for space in right.airspaces):
        return left
    partial = any(space.partial for space in left.airspaces)
    spaces = tuple(msgspec.structs.replace(space, partial=space.partial or partial) for space in right.airspaces)
    return msgspec.structs.replace(left, airspaces=spaces, exceptions=left.exceptions or right.exceptions)


def _inside(words: Words, told: Told, reach: Scope) -> Scope:
    """Return the airspace that stands within the words of an instruction: "take the risk in FIR A into account"."""
    spaces = tuple(named_airspaces(words, told.start, told.end))
    if not spaces:
        return reach
    levels = reach.bands or (tuple(bands(words, told.start, told.end)) if told.floor is None else ())
    return msgspec.structs.replace(reach, airspaces=spaces, bands=levels)


def _clause_ahead(words: Words, clause: Clause, reach: Scope) -> Scope | None:
    """Return the reach of a clause behind a semicolon that begins with its airspace: "...; in FIR B operators should ..."."""
    plain, end = words.plain, clause.told.start
    start = plain.rfind(";", clause.left, end) + 1
    ends = plain[clause.told.end : clause.told.end + 2].strip()[:1] in ("", ";", ".")
    if not start or (reach.named and not ends):
        return None
    ahead = tuple([space for space in named_airspaces(words, start, end) if space.firs])
    return msgspec.structs.replace(reach, airspaces=ahead, bands=tuple(bands(words, start, end))) if ahead else None


def _with_ahead(words: Words, clause: Clause, reach: Scope) -> Scope:
    """Add what stands ahead of the first instruction: "Within FIR A, below FL 250, operators should not ..."."""
    own = _clause_ahead(words, clause, reach) if clause.before is not None else None
    if own is not None:
        return own
    told = reach.named
    if not told:
        reach = _inside(words, clause.told, reach)
        told = reach.named
    start, end = clause.sentence[0], clause.told.start
    if clause.before is not None:
        own_levels = bands(words, *clause.levels) if clause.levels and not reach.bands else []
        return msgspec.structs.replace(reach, bands=tuple(own_levels)) if own_levels else reach
    named = [] if told else named_airspaces(words, start, end)
    if named and not _HEADING.search(words.plain, start, end):
        opened = _PLACE_FIRST.match(words.plain, start, end) is not None
        ahead = tuple([space for space in named if space.firs or opened])
        if ahead:
            return msgspec.structs.replace(reach, airspaces=ahead, bands=reach.bands or tuple(bands(words, start, end)))
    levels = bands(words, start, end) if not (reach.bands or clause.told.floor or reach.same_level) else []
    return msgspec.structs.replace(reach, bands=tuple(levels)) if levels else reach


def _closes(words: Words, told: Told, left: int) -> bool:
    """Return whether a ban closes its clause: "flights in the airspace of ... are prohibited"."""
    return not _VERB.search(words.plain, told.start, told.end) and bool(places(words, left, told.start))


def _titled(words: Words, start: int, end: int) -> tuple[Airspace, ...]:
    """Return the country that a title names right behind its verb: "Advisory for Mali"."""
    found = lands(words, start, end)
    return (Airspace(countries=(found[0][2],)),) if found and found[0][0] - start <= _ARTICLE else ()


def _before(words: Words, clause: Clause) -> Scope:
    """Return the reach of a verb that closes its clause; what limits it may stand behind the verb."""
    told, left = clause.told, clause.left
    own = words.plain.rfind(";", left, told.start) + 1
    if own and places(words, own, told.start):
        left = own
    head, early = _exceptions(words, left, told.start)
    behind, late = _exceptions(words, told.end, clause.stop)
    spaces = tuple(airspaces(words, left, head))
    if limited(words, told.end, behind) and not _REASON.search(words.plain, told.end, behind):
        spaces = tuple(_limited(space, told.end, behind) for space in spaces)
    if words.plain.endswith(("PARTIALLY ", "PARTLY "), left, told.start):
        spaces = tuple(msgspec.structs.replace(space, partial=True) for space in spaces)
    return Scope(
        airspaces=spaces,
        bands=tuple(bands(words, left, head) or bands(words, told.end, behind)),
        exceptions=late or early,
        start=left,
        end=told.start,
    )


def _limited(space: Airspace, start: int, end: int) -> Airspace:
    return msgspec.structs.replace(space, partial=True, area=space.area if space.area[1] else (start + 1, end))
