"""Where a text tells somebody something: the verbs of instruction, and how binding they are.

Each rule is a construct of the language of the authorities (reference: FAA KICZ NOTAM and SFAR, EASA CZIB and
Information Notes, UK AIP ENR 1.1 section 1.4.5, Transport Canada AIC, French and German AIC, Italian E-series NOTAM,
States' NOTAM under ICAO Annex 15), not of one text. "Shall avoid" is kept apart from a ban: the issuers that use it print
"prohibited" where they mean one.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from advisories.model import Instruction, LegalForm, Level, Value
from advisories.reading.bands import LEVEL, level


class Rule(StrEnum):
    """The construct by which an instruction was recognised."""

    BAN = "prohibited"
    NOT_ENTER = "not enter"
    AVOID = "avoid"
    FLOOR = "maintain a level or above"
    CLOSED = "closed"
    CAUTION = "caution"
    ASSESS = "risk assessment"
    HAZARD = "hazard"
    GNSS = "GNSS"
    BAN_TITLE = "title of a prohibition"
    CAUTION_TITLE = "title of an advisory"


# Weak rules speak only where no other rule found an instruction in the text.
WEAK: Final = (Rule.ASSESS, Rule.HAZARD, Rule.GNSS)
TITLES: Final = (Rule.BAN_TITLE, Rule.CAUTION_TITLE)


# A sentence that tells more than this is no prose of an authority; the reader says that it was not read to the end.
MOST: Final = 60


class Told(Value, frozen=True):
    """One instruction at `start` to `end` of the plain text; `floor` is the level to be kept or exceeded."""

    rule: Rule
    start: int
    end: int
    instruction: Instruction
    form: LegalForm
    floor: Level | None = None


_MOVE = (
    r"(?:ENTER(?:ING)?|OPERAT(?:E|ING|IONS?)|FLY(?:ING)?|FLIGHTS?|PENETRAT(?:E|ING|ION)|OVERFL(?:Y|YING|IGHT)|TRANSIT(?:ING)?|"
    r"CROSS(?:ING)?|TRAVERS(?:E|ING)|PROCEED(?:ING)?|CONDUCT(?:ING)?(?: ANY| ALL)?(?: CIVIL)? (?:AIR |FLIGHT )?(?:FLIGHTS?|OPERATIONS?)|"
    r"(?:PERFORM|UNDERTAK|EXECUT|CARRY(?:ING)? OUT|PLAN)(?:E|ING|NING)?(?: ANY| ALL)?(?: FLIGHT)? (?:FLIGHTS?|OPERATIONS?)|"
    r"(?:PLAN|FILE)(?: ANY)?(?: TO)? (?:ENTER|OPERATE|FLY|FLIGHTS?|OVERFLY)|US(?:E|ING) (?:OF )?(?:THE )?(?:[A-Z]{3,12} )?(?:AIR ?SPACE|FIR))"
)
_NOT = re.compile(
    r"\b(?:NOT(?: TO)?|TO NOT|NEVER(?: TO)?)(?: (?:EVER|ALSO|TO|PLAN TO|CURRENTLY|INTENTIONALLY)){0,2} " + _MOVE + r"\b"
    r"(?: (?:INTO|IN|WITHIN))?"
)
_NOT_NEVER = re.compile(r"\b(?:DOES|DO|DID|IS|ARE|WAS|WERE|WILL|COULD|WOULD|MIGHT|CAN|HAS|HAVE|IF|OR) NOT (?:TO )?$")
_BAN = re.compile(
    r"\b(?:PROHIBITED|FORBIDDEN|BANNED|BARRED|PRECLUDED|(?:NOT|NO LONGER) (?:ALLOWED|PERMITTED|AUTHORI[SZ]ED))\b"
    r"(?P<verb>,?(?: [^.;:]{0,80}?)? ?\b(?:TO|FROM|AGAINST) (?:THE )?" + _MOVE + r"\b)?"
)
_NO_PERSON = re.compile(
    r"\bNO (?:PERSONS?|OPERATORS?|PILOTS?|AIRCRAFT|ACFT|FLIGHTS?)\b[^.;]{0,160}? (?:MAY|SHALL|IS|ARE) (?:PERMITTED TO |ALLOWED TO |TO )?(?:"
    + _MOVE
    + r"|PERMITTED|ALLOWED)\b"
)
_PROHIBITS = re.compile(
    r"\b(?:PROHIBITS|PROHIBITING|WILL PROHIBIT|TO PROHIBIT)(?: (?:CERTAIN|ALL|ANY|U\.S\.|US|CIVIL|AVIATION|FLIGHT)){0,5} (?:FLIGHTS?|OPERATIONS?|OVERFLIGHTS?)\b"
    r"|\b(?:THE|THIS|ITS|A|OF) (?:EXISTING |CURRENT |SFAR )?(?:FLIGHT )?PROHIBITIONS? (?:AGAINST|OF|ON|FOR|CONCERNING|TO)(?: (?:CERTAIN|ALL|ANY|U\.S\.|US|CIVIL|THE))* (?:FLIGHTS?|FLIGHT OPERATIONS?|OPERATIONS?|ACFT|AIRCRAFT|OPERATORS)\b"
)
_OWN_RULE = re.compile(
    r"\bTHIS (?:ACTION|RULE|FINAL RULE|AMENDMENT|SFAR|SECTION|SPECIAL FEDERAL)\b|\bTHE FAA (?:IS |HEREBY )?(?:AMEND|EXTEND|CONTINU|PROHIBIT|ISSU)"
    r"|\bHEREBY (?:INFORM|NOTIFY|ANNOUNCE|PROHIBIT)"
)
_BAN_TITLE = re.compile(
    r"\bPROHIBITIONS? (?:AGAINST|FOR|OF|ON) (?:CERTAIN )?(?:FLIGHTS? )?(?:OPERATIONS )?(?:(?:IN|OVER|WITHIN) )?(?=[A-Z(])"
)
_CAUTION_TITLE = re.compile(r"\bADVISORY (?:FOR|ON|REGARDING|OF) (?:A )?(?:POTENTIALLY )?(?:HAZARDOUS SITUATION )?")
_AVOID = re.compile(
    r"\bAVOID(?:ING)?(?: (?:ALL|ANY|THE|PLANNING|ENTERING|ENTRY|USE|USING|OF|FLIGHT|FLYING|OPERATING|OVERFLIGHTS?|OVERFLYING|FLIGHTS?|OPERATIONS?|INTO|TO|IN|WITHIN|OVER))*\b"
)
_AVOID_NOT = re.compile(r"\b(?:WHENEVER|WHERE(?:VER)?|IF|AS FAR AS|WHEN) (?:POSSIBLE|PRACTICABLE|FEASIBLE|PRACTICAL)\b")
_FLOOR = re.compile(
    r"\b(?:MAINTAIN(?:ED|ING)?|REMAIN|STAY|KEEP|(?:TO|SHOULD|SHALL|MUST|ONLY)(?: ONLY)? (?:FLY|OPERATE|OVERFLY|CRUISE))\b(?P<gap>[^.;0-9]{0,90}?)(?P<level>"
    + LEVEL.pattern
    + r")(?P<after> ?,? (?:OR|AND) (?:ABOVE|HIGHER|MORE|UPWARDS))?"
)
_PASSIVE = re.compile(
    r"\b(?:FLIGHT LEVEL|LEVEL|ALTITUDE|HEIGHT)(?P<gap>[^.;0-9]{0,40}?)(?P<level>"
    + LEVEL.pattern
    + r")(?P<after> ?,? (?:OR|AND) (?:ABOVE|HIGHER))?[^.;]{0,30}? (?:TO BE|BE|IS|SHALL BE|MUST BE) MAINTAIN(?:ED)?\b"
)
_UPWARD = re.compile(r"\b(?:ABOVE|OR HIGHER|NOT BELOW|NOT LOWER|NO LOWER|AT LEAST|MINIMUM|NOT LESS|GREATER)\b")
_INTENDING = re.compile(
    r"\b(?:INTEND(?:ING|S)?|PLAN(?:NING|S)?|WISH(?:ING)?|LIKELY|EXPECTED|ALLOWED|PERMITTED|ABLE|CLEARED|AUTHORI[SZ]ED|UNABLE)(?: TO)? ?$"
)
_CAUTION = re.compile(
    r"(?:\b(?:EXERCI[SZ]E|EXER|USE|APPLY|TAKE)(?: (?:AN|A|THE))?(?: [A-Z]{3,12}){0,3}? (?:CAUTION|CTN|VIGILANCE|CARE)\b"
    r"|\bTAKE (?:ALL |ANY |THE |THIS |THESE )?(?:[A-Z]{3,12} ){0,2}?(?:RISKS?|HAZARDS?|THREATS?)(?: INFORMATION)? INTO (?:SERIOUS |FULL |DUE )?(?:ACCOUNT|CONSIDERATION)\b"
    r"|\bTAKE INTO (?:SERIOUS |FULL |DUE |CAREFUL )?(?:CONSIDERATION|ACCOUNT)\b"
    r"|\b(?:CONSIDER|ACCOUNT FOR|BE AWARE OF|AWARE OF|ADVISED OF)(?: (?:ALL|ANY|THE|A|OF))*(?: [A-Z]{3,12}){0,2}? (?:RISKS?|HAZARDS?|THREATS?|HAZARDOUS SITUATION)\b"
    r"|\b(?:REMAIN|BE|STAY)(?: [A-Z]{3,12})? (?:VIGILANT|CAUTIOUS|ALERT)\b|\bCAUTION (?:TO|IS|SHOULD BE|ADVISED|MUST BE|SHALL BE)\b"
    r"|\b(?:RISK ASSESSMENTS?|FLIGHT PLANNING DECISIONS) (?:SHALL|SHOULD|MUST) BE (?:TAKEN|MADE|CARRIED OUT|CONDUCTED|PERFORMED)\b)"
    r"(?:,? (?:IN|DURING|FOR|AS PART OF|WITHIN) (?:THEIR |THE |ANY |ALL )?(?:OWN )?(?:RISK ASSESSMENTS?|FLIGHT PLANNING|ROUTING|PLANNING)"
    r"(?:,? (?:AND|OR) (?:THEIR )?(?:ROUTING|FLIGHT PLANNING|PLANNING|ROUTE|OPERATIONAL)(?: DECISIONS?)?| DECISIONS?)?)?"
)
_ASSESS = re.compile(
    r"\bTAKE (?:THIS|THE ABOVE|THESE)(?: [A-Z]{3,12}){0,8}? INTO (?:ACCOUNT|CONSIDERATION)\b"
    r"|\b(?:IMPLEMENT|CARRY OUT|CONDUCT|PERFORM|UNDERTAKE)(?: AN?)?(?: [A-Z-]{3,14}){0,6}? RISK ASSESSMENTS?\b"
    r"|\bENSURE (?:THAT )?(?:[A-Z-]{1,12} ){0,8}?RISK ASSESSMENTS?\b"
)
_HAZARD = re.compile(
    r"\b(?:RISKS?|HAZARDS?|THREATS?)(?: [A-Z]{2,12}){0,2}? TO (?:CIVIL |U\.S\. CIVIL )?(?:AVIATION|AIRCRAFT|AIRLINERS|FLIGHTS?|OPERATIONS|OPERATORS)"
    r"(?: OPERATIONS)?(?: (?:OVERFLYING|OPERATING|FLYING))?(?= (?:OVER|IN|WITHIN|OVERFLYING|INTO|AT|BELOW|[A-Z]))"
)
_GNSS = re.compile(
    r"\b(?:GPS|GNSS|RNAV|ADS-B)\b[^.;]{0,120}?\b(?:JAM|JAMMING|SPOOFING|INTERFERENCE|UNRELIABLE|UNREL|UNAVAILABLE|OUTAGE|DISRUPTIONS?|DEGRAD[A-Z]{0,6}|LOSS|ANOMALIES)\b"
)
_CLOSED = re.compile(
    r"\b(?:CLOSED|CLSD|SUSPENDED)\b(?! TO (?:THE PUBLIC))|\bCLOSURE OF(?: THE)?(?= [A-Z' ()-]{0,60}?(?:AIR ?SPACE|FIR|UIR)\b)"
)
_GROUND = re.compile(
    r"\b(?:AIRPORTS?|AERODROMES?|AD|AIRFIELDS?|RWY|RUNWAYS?|TWY|TAXIWAYS?|APRONS?|(?:ATS |RNAV )?(?:ROUTES?|RTE)|AIRWAYS?)\b[^.;]{0,120}$"
)
_CLOSABLE = re.compile(
    r"\b(?:AIR ?SPACE|FIRS?|UIRS?|FLIGHT INFORMATION REGIONS?|UPPER INFORMATION REGIONS?|ALL (?:FLT|FLIGHTS?|FLIGHT OPERATIONS))\b"
)
_GOVERNOR = re.compile(
    r"\b(?:(?P<binding>PROHIBIT[A-Z]{0,4}|FORBIDDEN|MUST|SHALL|MAY|REQUIRED|OBLIGED|ORDERED|DIRECTED|INSTRUCTED|MANDATORY)"
    r"|(?P<soft>RECOMMEND[A-Z]{0,8}|ADVIS[A-Z]{1,5}|REQUEST[A-Z]{0,3}|ASKED|URGED?|SHOULD|INVITED|ENCOURAGED|SUGGESTED))\b"
)
_SERVED = re.compile(r"\bSO SERVED\b|\bSERVED WITH\b|\bSUBJECT TO (?:A )?DIRECTION\b")
_LIST = re.compile(_GOVERNOR.pattern + r"(?: (?:TO|THAT|THEY|NOT))?(?= ?:)")
_BACK: Final = 400
_LIST_BACK: Final = 1500
_ITEM: Final = 8


def _form(plain: str, sentence: tuple[int, int], at: int) -> LegalForm:
    """Return the legal form that the last governing verb before `at` gives; nothing said is unstated.

    An item of a list is governed by the verb before the colon: "Air operators should: ... Not operate ...".
    """
    last = None
    for found in _GOVERNOR.finditer(plain, max(sentence[0], at - _BACK), at + 8):
        last = found
    if last is None and at - sentence[0] < _ITEM:
        for found in _LIST.finditer(plain, max(0, at - _LIST_BACK), at):
            last = found
    if last is None:
        return LegalForm.UNSTATED
    return LegalForm.BINDING if last["binding"] else LegalForm.RECOMMENDATION


def _served(plain: str, sentence: tuple[int, int]) -> LegalForm:
    return LegalForm.AS_SERVED if _SERVED.search(plain, *sentence) else LegalForm.BINDING


def _bans(plain: str, sentence: tuple[int, int], *, own: bool) -> list[Told]:
    found = list(_BAN.finditer(plain, *sentence))
    form = _served(plain, sentence) if found else LegalForm.BINDING
    result = [_told(Rule.BAN, *one.span(), form) for one in found]
    result.extend(
        _told(Rule.BAN, found.start(), found.end(), LegalForm.BINDING)
        for found in _NO_PERSON.finditer(plain, *sentence)
    )
    if own or _OWN_RULE.search(plain, *sentence):
        result.extend(
            _told(Rule.BAN, found.start(), found.end(), LegalForm.BINDING)
            for found in _PROHIBITS.finditer(plain, *sentence)
        )
    return result


def _told(rule: Rule, start: int, end: int, form: LegalForm, floor: Level | None = None) -> Told:
    stays = rule in (Rule.CAUTION, Rule.ASSESS, Rule.HAZARD, Rule.CAUTION_TITLE)
    instruction = Instruction.CAUTION if stays else Instruction.DO_NOT_ENTER
    return Told(
        rule=rule,
        start=start,
        end=end,
        instruction=Instruction.INFORMATION if rule is Rule.GNSS else instruction,
        form=form,
        floor=floor,
    )


def _entries(plain: str, sentence: tuple[int, int]) -> list[Told]:
    result: list[Told] = []
    for found in _NOT.finditer(plain, *sentence):
        word = found.start() + (3 if plain.startswith("TO NOT", found.start()) else 0)
        if _NOT_NEVER.search(plain[max(sentence[0], found.start() - 12) : word + 4]):
            continue
        result.append(_told(Rule.NOT_ENTER, found.start(), found.end(), _form(plain, sentence, found.start())))
    for found in _AVOID.finditer(plain, *sentence):
        if _AVOID_NOT.search(plain, found.end(), min(sentence[1], found.end() + 160)):
            continue
        soft = _form(plain, sentence, found.start())
        form = LegalForm.RECOMMENDATION if soft is LegalForm.RECOMMENDATION else LegalForm.UNSTATED
        result.append(_told(Rule.AVOID, found.start(), found.end(), form))
    return result


def _floors(plain: str, sentence: tuple[int, int]) -> list[Told]:
    result: list[Told] = []
    for pattern in (_FLOOR, _PASSIVE):
        for found in pattern.finditer(plain, *sentence):
            before = plain[max(sentence[0], found.start() - 30) : found.start() + 3]
            if not (found["after"] or _UPWARD.search(found["gap"])) or _INTENDING.search(
                before.removesuffix("TO ").removesuffix("TO")
            ):
                continue
            soft = _form(plain, sentence, found.start())
            form = LegalForm.RECOMMENDATION if soft is LegalForm.RECOMMENDATION else LegalForm.UNSTATED
            result.append(_told(Rule.FLOOR, found.start(), found.end(), form, level(found, inclusive=False)))
    return result


def instructions(plain: str, sentence: tuple[int, int], *, own: bool) -> list[Told]:
    """Return what one sentence tells, in order, weak rules and titles included.

    `own` says that the text is a rule of law that speaks about itself ("This action extends SFAR No. ..."), so that
    "prohibits" is its own prohibition and not somebody else's.
    """
    result = _bans(plain, sentence, own=own)
    result += _entries(plain, sentence)
    result += _floors(plain, sentence)
    result += [
        _told(Rule.CAUTION, *found.span(), LegalForm.RECOMMENDATION) for found in _CAUTION.finditer(plain, *sentence)
    ]
    result += [
        _told(Rule.ASSESS, *found.span(), LegalForm.RECOMMENDATION) for found in _ASSESS.finditer(plain, *sentence)
    ]
    result += [_told(Rule.HAZARD, *found.span(), LegalForm.UNSTATED) for found in _HAZARD.finditer(plain, *sentence)]
    result += [_told(Rule.GNSS, *found.span(), LegalForm.UNSTATED) for found in _GNSS.finditer(plain, *sentence)]
    result += [
        _told(Rule.BAN_TITLE, *found.span(), LegalForm.BINDING) for found in _BAN_TITLE.finditer(plain, *sentence)
    ]
    result += [
        _told(Rule.CAUTION_TITLE, *found.span(), LegalForm.RECOMMENDATION)
        for found in _CAUTION_TITLE.finditer(plain, *sentence)
    ]
    result += [
        _told(Rule.CLOSED, *found.span(), LegalForm.BINDING)
        for found in _CLOSED.finditer(plain, *sentence)
        if _CLOSABLE.search(plain, max(sentence[0], found.start() - 200), found.end() + 80)
        and not _GROUND.search(plain, max(sentence[0], found.start() - 200), found.start())
    ]
    return _sorted(result)


def _sorted(found: list[Told]) -> list[Told]:
    """Put in order; of two rules that share words the one named first in `Rule` stands."""
    order = list(Rule)
    kept: list[Told] = []
    first = sorted(found, key=lambda one: one.start)[:MOST]
    for told in sorted(first, key=lambda one: (order.index(one.rule), one.start)):
        if not any(told.start < other.end and other.start < told.end for other in kept):
            kept.append(told)
    return sorted(kept, key=lambda one: one.start)
