"""Threats that a text states, in the vocabulary of the project.

A threat is named by what could harm (missiles, jamming, gangs), never inferred from a place or a person's name. Words
that belong to a more exact threat are taken out before the broader one is looked for: "man-portable air-defence
systems" are not air defence in general, "surface-to-air missile" is not a missile launch.
"""

from __future__ import annotations

import re
from typing import Final

_MANPADS: Final = re.compile(
    r"\bMAN[- ]?PORTABLE(?: AIR[- ]?DEFEN[CS]E)?(?: SYSTEMS?| MISSILES?| WEAPONS?)*|\bMANPADS?\b|\bSHOULDER[- ](?:FIRED|LAUNCHED)(?: MISSILES?| SYSTEMS?)?"
)
_AIR_DEFENCE: Final = re.compile(
    r"\bAIR[- ]?DEFEN[CS]E|\bANTI ?-? ?(?:AIR ?CRAFT|AVIATION|AIR)\b|\bSURFACE[- ]TO[- ]AIR(?: MISSILES?| FIRE)?|\bGROUND[- ]TO[- ]AIR(?: MISSILES?)?|\bSAMS?\b"
)
_RULES: Final = (
    (
        "military-activity",
        (
            r"\bMILITARY (?:ACTIVIT|OPERATION|ACTION|EXERCISE|CONFLICT|POSTUR|TENSION|ASSETS?|AIRCRAFT|FORCES|ATTACK|STRIKE|CAPABILITIES AND ACTIV|BUILD|DEPLOYMENT|RESPONSE|INVASION|HOSTILIT|AGGRESSION|CONFRONTATION|ESCALATION|SITUATION|UAS|TRIAL|FLIGHTS?|AVIATION|DRONES?|WEAPON)|\bMIL (?:ACT|OPS|OPR|EXER)\b"
            r"|\b(?:ONGOING|ARMED|MILITARY|ESCALATING|EXPANDING|ACTIVE|REGIONAL) (?:HOSTILITIES|CONFLICTS?|COMBAT|FIGHTING)|\bHOSTILITIES\b|\bFIGHTER (?:JETS|AIRCRAFT)|\bAIR ?STRIKES?\b|\bWARFARE SYSTEMS\b|\bINVASION\b"
            r"|\bWEAPONS? EMPLOYMENT\b|\bTACTICAL AIRCRAFT\b|\bFIGHTING\b|\bARMED CONFLICT|\bCOMBAT OPERATIONS\b|\bPOSTURING\b"
        ),
    ),
    (
        "missile-launch",
        r"\b(?:BALLISTIC|CRUISE|LONG-RANGE|MID-RANGE|MEDIUM-RANGE|ERRANT|UNANNOUNCED|TEST) (?:ROCKETS?|MISSILES?)|\b(?:MISSILE|ROCKET)S? (?:TEST|LAUNCH|FIRING|OVERFLIGHT)|\b(?:LAUNCH|FIRING|TEST|OVERFLIGHT)[A-Z]{0,4} OF (?:[A-Z-]{1,14} ){0,3}(?:MISSILES?|ROCKETS?)|\bMISSILES? (?:AND|OR) (?:DRONE|ROCKET)|\bMISSILES?(?=[ ,.;]|$)",
    ),
    ("drones", r"\bDRONES?\b|\bUAS\b|\bUAVS?\b|\bUNMANNED (?:AIRCRAFT|AERIAL|AIR|ACFT)"),
    (
        "gnss",
        r"\b(?:GPS|GNSS)\b(?! COORD)[^.;]{0,60}?\b(?:JAM|SPOOF|INTERFER|UNRELIAB|UNREL\b|UNAVAIL|OUTAGE|DISRUPT|DEGRAD|LOSS|ANOMAL)|\b(?:JAMMING|SPOOFING)\b|\b(?:INTERFERENCE|JAMMING|SPOOFING|DISRUPTION) (?:OF|WITH|TO) (?:THE )?(?:GPS|GNSS)\b",
    ),
    ("misidentification", r"\bMIS-?IDENTIF|\bMISTAKEN IDENTITY|\bMISCALCULATION"),
    (
        "small-arms",
        r"\bSMALL[- ]ARMS?\b|\bRPGS?\b|\bROCKET[- ]PROPELLED|\bMORTARS?\b|\bINDIRECT FIRE|\bROCKETS? (?:ATTACK|FIRE\b|STRIKE)|\bROCKETS AND MORTARS|\bARTILLERY\b|\bGROUND FIRE|\bMACHINE GUN|\bGUNFIRE\b|\bHEAVY WEAPON|\bSMALL CALIBER",
    ),
    ("terrorism", r"\bTERROR(?:ISM|IST|\b)|\bEXTREMIST|\bMILITANTS?\b|\bINSURGEN|\bJIHADI"),
    (
        "no-atc",
        r"\b(?:NO|LACK OF|ABSENCE OF|LIMITED|WITHOUT|LOSS OF|UNAVAILABILITY OF|REDUCED|DEGRADED|SUSPENSION OF) (?:[A-Z]{2,12} ){0,2}?(?:ATC|ATS|AIR TRAFFIC (?:CONTROL|SERVICES?)|AIR NAVIGATION SERVICES?)\b|\b(?:ATC|ATS|AIR TRAFFIC (?:CONTROL|SERVICES?)|AIR NAVIGATION SERVICES?)(?: SERVICES?)? (?:IS|ARE|MAY BE|CANNOT BE)? ?(?:NOT|UN)(?: BE)? ?(?:AVAILABLE|AVBL|PROVIDED)|\bUNCONTROLLED AIR ?SPACE",
    ),
    ("crime", r"\bGANGS?\b|\bCRIM(?:E|INAL)|\bKIDNAP|\bHIJACK|\bDRUG TRAFFICK|\bNARCO|\bCARTEL"),
    ("space-debris", r"\bSPACE DEBRIS|\bRE-?ENTRY\b|\bROCKET (?:BODY|STAGE|DEBRIS)|\bSPACE LAUNCH|\bDEBRIS\b"),
    (
        "weather",
        r"\bTHUNDERSTORM|\bVOLCANIC|\bTURBULENCE|\bHURRICANE|\bTYPHOON|\bTROPICAL STORM|\bADVERSE WEATHER|\bSEVERE WEATHER",
    ),
    (
        "political",
        r"\bPOLITICAL(?:LY)? (?:TENSION|INSTABILIT|TURMOIL|UNREST|SITUATION|VIOLENCE|CRISIS|UNCERTAIN|STABILITY|UNSTABLE|CHANGE)|\bCIVIL UNREST|\bCOUP\b|\bDIPLOMATIC",
    ),
)
_COMPILED: Final = tuple((name, re.compile(pattern)) for name, pattern in _RULES)
# Words beside which a threat word is only part of a name or a title.
_NAMES: Final = re.compile(
    r"\bMILITARY BASES?\b|\bMINISTRY OF [A-Z ]{1,40}|\b(?:EUROPEAN )?INFORMATION SHARING AND COOPERATION PLATFORM ON CONFLICT ZONES|"
    r"\bSTATE,? (?:AND |OR )?MILITARY\b|\bHOSP,[^.]{0,60}MILITARY|\bAIR TRAFFIC CONTROL INSTRUCTIONS|\bELECTRONIC WARFARE"
)


def threats(plain: str) -> tuple[str, ...]:
    """Return the threats that the plain text states, in alphabetical order."""
    text = _NAMES.sub(" ", plain)
    found: set[str] = set()
    text, count = _MANPADS.subn(" ", text)
    if count:
        found.add("manpads")
    text, count = _AIR_DEFENCE.subn(" ", text)
    if count:
        found.add("air-defence")
    found.update(name for name, pattern in _COMPILED if pattern.search(text))
    return tuple(sorted(found))
