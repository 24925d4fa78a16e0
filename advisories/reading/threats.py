"""Threats that a text states, in the vocabulary of the project.

A threat is named by what could harm (missiles, jamming, gangs), never inferred from a place or a person's name. Words
that belong to a more exact threat are taken out before the broader one is looked for: "man-portable air-defence
systems" are not air defence in general, "surface-to-air missile" is not a missile launch.
"""

from __future__ import annotations

from typing import Final

from advisories.reading.cues import Cue, Rules, bits, cue
from advisories.reading.words import Words

_MANPADS: Final = cue(
    r"\bMAN[- ]?PORTABLE(?: AIR[- ]?DEFEN[CS]E)?(?: SYSTEMS?| MISSILES?| WEAPONS?)*|\bMANPADS?\b|\bSHOULDER[- ](?:FIRED|LAUNCHED)(?: MISSILES?| SYSTEMS?)?",
    starts="MAN_PORTABLE MANPORTABLE MANPAD SHOULDER_FIRED SHOULDER_LAUNCHED",
)
_AIR_DEFENCE: Final = cue(
    r"\bAIR[- ]?DEFEN[CS]E|\bANTI ?-? ?(?:AIR ?CRAFT|AVIATION|AIR)\b|\bSURFACE[- ]TO[- ]AIR(?: MISSILES?| FIRE)?|\bGROUND[- ]TO[- ]AIR(?: MISSILES?)?|\bSAMS?\b",
    starts="AIR_DEFENCE AIR_DEFENSE AIRDEFEN ANTI SURFACE_TO_AIR* GROUND_TO_AIR* SAM SAMS",
)
_RULES: Final = (
    (
        "military-activity",
        cue(
            r"\bMILITARY (?:ACTIVIT|OPERATION|ACTION|EXERCISE|CONFLICT|POSTUR|TENSION|ASSETS?|AIRCRAFT|FORCES|ATTACK|STRIKE|CAPABILITIES AND ACTIV|BUILD|DEPLOYMENT|RESPONSE|INVASION|HOSTILIT|AGGRESSION|CONFRONTATION|ESCALATION|INTERCEPT|SITUATION|UAS|TRIAL|FLIGHTS?|AVIATION|DRONES?|WEAPON)|\bMIL (?:ACT|OPS|OPR|EXER)\b"
            r"|\b(?:ONGOING|ARMED|MILITARY|ESCALATING|EXPANDING|ACTIVE|REGIONAL) (?:CONFLICT|COMBAT)|\bHOSTILITIES\b|(?<!FIRE )(?<!FIRE-)\bFIGHTER (?:JETS|AIRCRAFT)|\bAIR ?STRIKES?\b|\bWARFARE SYSTEMS\b|\bINVASION\b"
            r"|\bWEAPONS? EMPLOYMENT\b|\bTACTICAL AIRCRAFT\b|(?<!FIRE )(?<!FIRE-)\bFIGHTING\b|\bARMED CONFLICT|\bCOMBAT OPERATIONS\b|\bPOSTURING\b"
            r"|\bNAVAL (?:AND AIR )?(?:ACTIVIT|OPERATION|EXERCISE|FORCES)|\bCONFLICT (?:IN|BETWEEN) [A-Z]|\bAREA OF CONFLICT\b|\bCONFLICT ZONE\b(?! INFO)|\bWAR IN [A-Z]",
            starts="NAVAL CONFLICT_IN CONFLICT_BETWEEN CONFLICT_ZONE. AREA_OF_CONFLICT WAR_IN MILITARY MIL ONGOING_CONFLICT ONGOING_COMBAT ARMED_CONFLICT ARMED_COMBAT ESCALATING_CONFLICT ESCALATING_COMBAT EXPANDING_CONFLICT EXPANDING_COMBAT ACTIVE_CONFLICT ACTIVE_COMBAT REGIONAL_CONFLICT REGIONAL_COMBAT HOSTILITIES FIGHTER AIR_STRIKE AIRSTRIKE WARFARE_SYSTEMS INVASION WEAPON_EMPLOYMENT WEAPONS_EMPLOYMENT TACTICAL_AIRCRAFT FIGHTING COMBAT_OPERATIONS POSTURING",
        ),
    ),
    (
        "missile-launch",
        cue(
            r"\b(?:BALLISTIC|CRUISE|LONG-RANGE|MID-RANGE|MEDIUM-RANGE|ERRANT|UNANNOUNCED|TEST) (?:ROCKETS?|MISSILES?)|\b(?:MISSILE|ROCKET)S? (?:TEST|LAUNCH|FIRING|OVERFLIGHT)|\b(?:LAUNCH|FIRING|TEST|OVERFLIGHT)[A-Z]{0,4} OF (?:[A-Z-]{1,14} ){0,3}(?:MISSILES?|ROCKETS?)|\bMISSILES? (?:AND|OR) (?:DRONE|ROCKET)|(?<!ANTI-TANK )(?<!ANTI TANK )\bMISSILES?(?=[ ,.;]|$)",
            starts="BALLISTIC CRUISE LONG_RANGE MID_RANGE MEDIUM_RANGE ERRANT UNANNOUNCED TEST MISSILE ROCKET LAUNCH FIRING OVERFLIGHT",
            holds="MISSILE ROCKET",
        ),
    ),
    (
        "drones",
        cue(
            r"\bDRONES?\b|\bUAS\b|\bUAVS?\b|\bUNMANNED (?:AIRCRAFT|AERIAL|AIR|ACFT)",
            starts="DRONE UAS UAV UAVS UNMANNED",
        ),
    ),
    (
        "gnss",
        cue(
            r"\b(?:GPS|GNSS)\b(?! (?:COORD|RAIM))[^.;]{0,60}?\b(?:JAM|SPOOF|INTERFER|INTERRUPT|DISTURB|UNRELIAB|UNREL\b|UNAVAIL|OUTAGE|DISRUPT|DEGRAD|LOSS|ANOMAL)|\b(?:JAMMING|SPOOFING)\b|\b(?:LOSS(?:ES)?|INTERFERENCE|JAMMING|SPOOFING|DISRUPTIONS?|DEGRADATION|OUTAGES?|INTERRUPTIONS?|UNAVAILABILITY) (?:OF|WITH|TO) (?:THE )?(?:GPS|GNSS)\b|\bNAVIGATION INTERFERENCE ?\(?(?:GPS|GNSS)\b",
            starts="GPS GNSS JAMMING SPOOFING LOSS INTERFERENCE INTERRUPTION DISRUPTION DEGRADATION OUTAGE UNAVAILABILITY NAVIGATION",
            holds="JAM* SPOOF INTER DISTURB UNREL UNAVAIL OUTAGE DISRUPT DEGRAD LOSS ANOMAL",
        ),
    ),
    (
        "misidentification",
        cue(
            r"\bMIS-?IDENTIF|\bMISTAKEN IDENTITY",
            starts="MIS MISIDENTIF MISTAKEN",
        ),
    ),
    (
        "small-arms",
        cue(
            r"\bSMALL[- ]ARMS?\b|\bRPGS?\b|\bROCKET[- ]PROPELLED|\bMORTARS?\b|\bINDIRECT FIRE|\bROCKETS? (?:ATTACK|FIRE\b|STRIKE)|\bROCKETS AND MORTARS|\bARTILLERY\b|\bGROUND FIRE|\bMACHINE GUN|\bGUNFIRE\b|\bHEAVY WEAPON|\bSMALL CALIBER",
            starts="SMALL_ARM SMALL_ARMS SMALL_CALIBER RPG RPGS ROCKET MORTAR INDIRECT_FIRE ARTILLERY GROUND_FIRE MACHINE_GUN* GUNFIRE HEAVY_WEAPON",
        ),
    ),
    (
        "terrorism",
        cue(
            r"\bTERROR(?:ISM|IST|\b)|\bEXTREMIST|\bMILITANTS?\b|\bINSURGEN|\bJIHADI",
            starts="TERROR EXTREMIST MILITANT INSURGEN JIHADI",
        ),
    ),
    (
        "no-atc",
        cue(
            r"\b(?:NO|LACK OF|ABSENCE OF|LIMITED|WITHOUT|LOSS OF|UNAVAILABILITY OF|REDUCED|DEGRADED|SUSPENSION OF) (?:[A-Z]{2,12} ){0,2}?(?:ATC|ATS|AIR TRAFFIC (?:CONTROL|SERVICES?)|AIR NAVIGATION SERVICES?)\b|\b(?:ATC|ATS|AIR TRAFFIC (?:CONTROL|SERVICES?)|AIR NAVIGATION SERVICES?)(?: SERVICES?)?(?: (?:FOR|TO|WITHIN|WI|IN) [^.;:]{1,60}?)? (?:(?:IS|ARE|MAY BE|CANNOT BE)(?: CURRENTLY| PRESENTLY)?)? ?(?:NOT|UN)(?: BE)? ?(?:AVAILABLE|AVBL|PROVIDED)|\bUNCONTROLLED AIR ?SPACE",
            starts="NO LACK_OF ABSENCE_OF LIMITED WITHOUT LOSS UNAVAILABILITY REDUCED DEGRADED SUSPENSION ATC ATS AIR_TRAFFIC AIR_NAVIGATION UNCONTROLLED",
            holds="ATC ATS TRAFFIC NAVIGATION UNCONTROLLED",
        ),
    ),
    (
        "crime",
        cue(
            r"\bGANGS?\b|\bCRIM(?:E|INAL)|\bKIDNAP|\bHIJACK|\bDRUG TRAFFICK|\bNARCO|\bCARTEL",
            starts="GANG CRIM KIDNAP HIJACK DRUG NARCO CARTEL",
        ),
    ),
    (
        "space-debris",
        cue(
            r"\bSPACE DEBRIS|\bRE-?ENTRY\b|\bROCKET (?:BODY|STAGE|DEBRIS)|\bSPACE LAUNCH(?! AREA)|\bDEBRIS\b",
            starts="SPACE_DEBRIS SPACE_LAUNCH RE_ENTRY REENTRY ROCKET DEBRIS",
        ),
    ),
    (
        "weather",
        cue(
            r"\bTHUNDERSTORM|\bVOLCANIC|\bTURBULENCE|\bHURRICANE|\bTYPHOON|\bTROPICAL STORM|\bADVERSE WEATHER|\bSEVERE WEATHER",
            starts="THUNDERSTORM VOLCANIC TURBULENCE HURRICANE TYPHOON TROPICAL_STORM ADVERSE_WEATHER SEVERE_WEATHER",
        ),
    ),
    (
        "political",
        cue(
            r"\bPOLITICAL(?:LY)? (?:TENSION|INSTABILIT|TURMOIL|UNREST|SITUATION|VIOLENCE|CRISIS|UNCERTAIN|STABILITY|UNSTABLE|CHANGE)|\bCIVIL UNREST|\bCOUP\b|\bDIPLOMATIC",
            starts="POLITICAL CIVIL_UNREST COUP DIPLOMATIC",
        ),
    ),
)
# Words beside which a threat word is only part of a name or a title.
_NAMES: Final = cue(
    r"\bAIR DEFEN[CS]E (?:IDENTIFICATION ZONE|PURPOSES)|\bSELF[- ]DEFEN[CS]E|\b(?:MODEL|MINI|AMATEUR|TOY|ANTI-?HAIL) ROCKETS?(?: (?:LAUNCH|FIRING)[A-Z]{0,3})?"
    r"|\bCIVIL(?:IAN)? (?:AND|OR|AND/OR) MILITARY (?:AIRCRAFTS?|ACFT|FLIGHTS?)|\bINCLUDING MILITARY (?:AIRCRAFTS?|ACFT|FLIGHTS?)|\b(?:UAS|UAVS?|DRONES?)(?: SYSTEMS?)? (?:CONTROL|CTL|C2|MAY (?:ALSO )?SUFFER)\b|\bRAIM\b[^.;]{0,40}"
    r"|\bCEASE JAMMING\b|(?<!SIGNAL AND )(?<!SIGNALS AND )(?<!GNSS AND )(?<!GPS AND )(?<!GNSS/)(?<!GPS/)\bRADIO(?: FREQUENCY)? JAMMING|\bJAMMING (?:[A-Z]{2,10} ){0,2}?(?:VHF|UHF|HF|RADIO|FREQ)|\bVOLCANIC EXER|\bEXER(?:CISE)? VOLC[A-Z]{2,6}|"
    r"\bMILITARY BASES?\b|\bMINISTRY OF [A-Z ]{1,40}|\b(?:EUROPEAN )?INFORMATION SHARING AND COOPERATION PLATFORM ON CONFLICT ZONES|"
    r"\bSTATE,? (?:AND |OR )?MILITARY\b|\bHOSP,[^.]{0,60}\bMILITARY|\bAIR TRAFFIC CONTROL INSTRUCTIONS|\bELECTRONIC WARFARE",
    starts="AIR_DEFENCE AIR_DEFENSE SELF_DEFENCE SELF_DEFENSE MODEL_ROCKET MINI_ROCKET AMATEUR_ROCKET TOY_ROCKET ANTI ANTIHAIL CIVIL_AND CIVIL_OR CIVILIAN_AND CIVILIAN_OR INCLUDING_MILITARY UAS UAV UAVS DRONE RAIM CEASE_JAMMING "
    "RADIO_JAMMING RADIO_FREQUENCY JAMMING VOLCANIC_EXER EXER_VOLC EXERCISE_VOLC MILITARY_BASE MINISTRY_OF EUROPEAN_INFORMATION INFORMATION_SHARING STATE HOSP AIR_TRAFFIC_CONTROL_INSTRUCTIONS ELECTRONIC_WARFARE",
    holds="IDENTIFICATION PURPOSES DEFENCE DEFENSE ROCKET UAS UAV UAVS DRONE RAIM JAMMING VOLCANIC VOLC* MILITARY MINISTRY SHARING INSTRUCTIONS ELECTRONIC",
)


# Weapons whose words are no other threat's.
_WEAPONS: Final = Rules([(_MANPADS, "manpads"), (_AIR_DEFENCE, "air-defence")])
_OTHERS: Final = Rules((pattern, name) for name, pattern in _RULES)
_ANY: Final = bits(_MANPADS, _AIR_DEFENCE, *(pattern for _, pattern in _RULES))


def threats(words: Words) -> tuple[str, ...]:
    """Return the threats that the text states, in alphabetical order."""
    if not words.present & _ANY:
        return ()
    text = _without(_NAMES, words, words.plain) if _NAMES.opened(words) else words.plain
    found: list[str] = []
    for pattern, name in _WEAPONS.opened(words):
        rest = _without(pattern, words, text)
        if rest is not text:
            found.append(name)
            text = rest
    for pattern, name in _OTHERS.opened(words):
        if pattern.search(words) if text is words.plain else pattern.stands_in(text, words):
            found.append(name)
    return tuple(sorted(found))


def _without(pattern: Cue, words: Words, text: str) -> str:
    """Return a text without the matches of a pattern, the text itself where it has none; it is what is left of `words`."""
    if text is not words.plain:
        rest, count = pattern.pattern.subn(" ", text)
        return rest if count else text
    matches = pattern.matches(words)
    if not matches:
        return text
    pieces = []
    at = 0
    for found in matches:
        pieces.append(text[at : found.start()])
        at = found.end()
    pieces.append(text[at:])
    return " ".join(pieces)
