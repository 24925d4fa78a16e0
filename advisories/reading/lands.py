"""Countries that a phrase names, and those whose airspace or territory it means.

A country counts where its airspace or territory is named, not where a FIR, a sea or an authority has its name, nor where it
is only said where danger comes from.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from advisories.geo import countries
from advisories.reading.cues import DIGITS, compiled, cue, mark
from advisories.reading.words import Words, once_in_text

# The words at which names of countries begin.
_NAMES: Final = mark(lambda: [f"{word}." for word in countries.first_words()])
_ADJECTIVES: Final = mark(lambda: [f"{word}." for word in countries.adjectives()], placed=False)
_OF_AIRSPACE = cue(
    r"\b(?:AIR ?SPACES?|OVERFLIGHTS?|TERRITOR(?:Y|IES)|SKIES|TERRITORIAL (?:WATERS|SEAS?)|PARTS?|PORTIONS?|PROVINCES?)(?: (?:AND|OR) (?:THE )?(?:AIR ?SPACES?|TERRITOR(?:Y|IES)))?"
    r" (?:OF|OVER|ABOVE|WITHIN)(?: THE)?(?: (?:[A-Z]{4,12} )?(?:REPUBLIC|KINGDOM|STATE|TERRITORY) OF(?: THE)?)? $",
    starts="AIRSPACE. AIRSPACES. AIR_SPACE OVERFLIGHT. OVERFLIGHTS. TERRITORY. TERRITORIES. SKIES. TERRITORIAL. PART. PARTS. PORTION. PORTIONS. PROVINCE. PROVINCES.",
)
_INTO = compiled(
    r"\b(?:IN|INTO|WITHIN|OVER|ABOVE|ENTER|ENTERING|OVERFLY|OVERFLYING|PENETRATE|PENETRATING)(?: THE)?"
    r"(?: (?:NORTH|SOUTH|EAST|WEST|CENTRAL)-?(?:EAST|WEST)?(?:ERN)?)?(?: (?:REPUBLIC|KINGDOM|STATE) OF(?: THE)?)? $"
)
# The words that can stand last before a country in the patterns above and below; blank is what a dash ends.
_LAST_OF_AIRSPACE: Final = frozenset({"OF", "OVER", "ABOVE", "WITHIN", "THE"})
_LAST_INTO: Final = frozenset(
    {
        "OF",
        "THE",
        "IN",
        "INTO",
        "WITHIN",
        "OVER",
        "ABOVE",
        "ENTER",
        "ENTERING",
        "OVERFLY",
        "OVERFLYING",
        "PENETRATE",
        "",
    }
    | {"PENETRATING", "ERN", "EAST", "WEST", "EASTERN", "WESTERN"}
    | {
        f"{side}{other}{end}"
        for side in ("NORTH", "SOUTH", "EAST", "WEST", "CENTRAL")
        for other in ("", "EAST", "WEST")
        for end in ("", "ERN")
    }
)
_LAST_OF_CAUSE: Final = frozenset({"IN", "BETWEEN", "WITH", "ON", "AGAINST", "FROM", "OVER", "WITHIN", "OF", "THE"})
_LAST_AND_OF: Final = frozenset({"OF", "THE"})
_LAST_NOT_BEFORE: Final = frozenset(
    {"OF", "WITH", "BETWEEN", "IN", "BY", "THE", "GULF", "SEA", "STRAIT", "STRAITS", "BAY", "COAST", "COASTS", "BORDER"}
    | {"BORDERS", "BOUNDARY", "BOUNDARIES", "FIR", "UIR", "BEHALF", "GOVERNMENT", "AUTHORITIES", "CITIZENS"}
    | {"REGISTERED", "ESTABLISHED", "BASED", "ISSUED", "CERTIFICATE"}
)
_OWNED = compiled(
    r"(?:'S?)? ?(?:\([A-Z .]{2,40}\) )?(?:REPUBLIC(?:'S)? )?(?:AIR ?SPACES?(?! AFFECTED\b)|TERRITOR(?:Y|IES|IAL))\b"
)
# Its FIR behind a country: "the airspace of Lebanon FIR Beirut (OLBB)".
_ITS_FIR = r"(?:FIR|UIR) (?:(?!(?:AND|OR|IN|WITHIN|FIR|UIR)\b)[A-Z'.-]{2,20} ){1,3}\([A-Z]{4}\)"
_WITH_FIR = compiled(" " + _ITS_FIR)
_ANOTHER = compiled(
    r"(?: ?\([^()]{0,60}(?:\([^()]{0,30}\)[^()]{0,30})?\)|,? " + _ITS_FIR + r")?,? ?(?:AND|OR|/|&)? ?(?:THE )?"
)
# "Airspace Peru (FIR Lima ...)", a word left out.
_LEFT_OUT = compiled(r"\bAIR ?SPACE $")
_AND_OF = compiled(r"\b(?:AND|OR) OF(?: THE)? $")
_NOT_AFTER = compiled(
    r" ?(?:OCEANIC )?(?:FIRS?|UIRS?|FLIGHT INFO|UPPER (?:FLIGHT )?INFO|TMA|CTA|CTR|INTERNATIONAL|AIRPORT|AERODROME|REGISTERED|AIP|-REGISTERED"
    r"|(?:CIVIL |COMMERCIAL |AIR )*(?:OPERATORS?|CARRIERS?|AIRLINES?|CITIZENS|AIRMEN)\b)"
)
# Who is told what stands behind an airspace: "within the airspace of A operators should ..."; those of A are meant elsewhere.
_PEOPLE: Final = compiled(r" (?:CIVIL |COMMERCIAL |AIR )*(?:OPERATORS?|CARRIERS?|AIRLINES?|CITIZENS|AIRMEN)\b")
# How what stands behind a country in the patterns above begins.
_FIRST_NOT_AFTER: Final = frozenset(
    {"OC", "FI", "UI", "FL", "UP", "TM", "CT", "IN", "AI", "AE", "RE", "-R", "CI", "CO", "OP", "CA"}
)
_FIRST_OF_OWNED: Final = ("'", "(", "RE", "AI", "TE")
# The longest that may stand between two countries of a list.
_LONGEST_JOINT: Final = 135
_NOT_BEFORE = cue(
    r"\b(?:GULF|SEA|STRAITS?|BAY|COASTS?|BORDERS?|BOUNDAR(?:Y|IES)|BY|FIR|UIR|BEHALF|GOVERNMENT|AUTHORITIES|CITIZENS|REGISTERED|ESTABLISHED|BASED|ISSUED|CERTIFICATE)"
    r"(?: (?:OF|WITH|BETWEEN|IN|BY))?(?: THE)? $",
    starts="GULF. SEA STRAIT. STRAITS. BAY COAST. COASTS. BORDER. BORDERS. BOUNDARY. BOUNDARIES. BY FIR UIR BEHALF. GOVERNMENT. AUTHORITIES. CITIZENS. REGISTERED. ESTABLISHED. BASED. ISSUED. CERTIFICATE.",
)
# A country that danger or a flight comes from, or where a war is fought, is not thereby the airspace.
_CAUSE = cue(
    r"\b(?:CONFLICTS?|WARS?|HOSTILITIES|FIGHTING|COMBAT|INVASION|CRISIS|ATTACKS?|STRIKES?) (?:IN|BETWEEN|WITH|ON|AGAINST|FROM|OVER|WITHIN|OF)(?: THE)? $"
    r"|\b(?:LAUNCHED|FIRED|ORIGINAT(?:ING|ED)|EMANAT(?:ING|ED)|COMING|STEMMING|ARISING|ATTACKS?|MISSILES?|DRONES?|ROCKETS?|SPILL-?OVER) (?:FROM|OUT OF|IN)(?: THE)?"
    r"(?: (?:TERRITORY|AIR ?SPACE) OF(?: THE)?)? $"
    r"|\b(?:INCLUD(?:ES?|ING) (?:AN|ANY|ONE)|(?:COMING|ARRIVING|ORIGINATING|DEPARTED|INBOUND) (?:FROM|AT)(?: (?:AN|ANY|THE))?|DEPARTED(?: (?:AN|ANY))?|(?:BOUND|DESTINED) FOR(?: (?:AN|ANY))?)"
    r" (?:AERODROMES?|AIRPORTS?|AIRFIELDS?) (?:IN|WITHIN|OF)(?: THE)? $",
    starts="CONFLICT. CONFLICTS. WAR WARS. HOSTILITIES. FIGHTING. COMBAT. INVASION. CRISIS. ATTACK. ATTACKS. STRIKE. STRIKES. LAUNCHED. FIRED. ORIGINATING. ORIGINATED. EMANATING. EMANATED. COMING. STEMMING. ARISING. MISSILE. MISSILES. DRONE. DRONES. ROCKET. ROCKETS. SPILLOVER. SPILL_OVER INCLUDE_AN INCLUDE_ANY INCLUDE_ONE INCLUDES_AN INCLUDES_ANY INCLUDES_ONE INCLUDING_AN INCLUDING_ANY INCLUDING_ONE ARRIVING. DEPARTED. INBOUND. BOUND. DESTINED.",
)


def may_name(words: Words) -> bool:
    """Return whether a country may be named in the whole text; letters outside ASCII may stand in any name."""
    return words.present & _NAMES.bit > 0 or not words.spelled


def territories(words: Words, start: int, end: int, apart: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Return the countries whose airspace or territory a phrase names, as `lands` does; none within the spans `apart`."""
    result: list[tuple[int, int, str]] = []
    plain, letters = words.plain, words.letters
    for at, stop, alpha2 in lands(words, start, end, demonyms=True):
        if apart and any(low <= at < top for low, top in apart):
            continue
        before = letters[letters.rfind(" ", 0, at) + 1 : at] if plain[at - 1 : at] == " " else None
        behind = plain[stop : stop + 3].lstrip()
        if (
            behind[:2] in _FIRST_NOT_AFTER
            and _NOT_AFTER.match(plain, stop)
            and not (
                before in _LAST_OF_AIRSPACE
                and (_WITH_FIR.match(plain, stop) or _PEOPLE.match(plain, stop))
                and _OF_AIRSPACE.search(words, max(start, at - 80), at)
            )
        ):
            continue
        if before in _LAST_NOT_BEFORE and _NOT_BEFORE.search(words, max(start, at - 27), at):
            continue
        if before in _LAST_OF_CAUSE and _CAUSE.search(words, max(start, at - 48), at):
            continue
        if (
            (result and at - result[-1][1] <= _LONGEST_JOINT and _ANOTHER.fullmatch(plain, result[-1][1], at))
            or (result and before in _LAST_AND_OF and _AND_OF.search(plain, max(start, at - 16), at))
            or (behind.startswith(_FIRST_OF_OWNED) and _OWNED.match(plain, stop))
            or (before in _LAST_OF_AIRSPACE and _OF_AIRSPACE.search(words, max(start, at - 80), at))
            or (
                before == "AIRSPACE"
                and plain.startswith(" (", stop)
                and _LEFT_OUT.search(plain, max(start, at - 12), at)
            )
            or (before in _LAST_INTO and _INTO.search(plain, max(start, at - 48), at))
        ):
            result.append((at, stop, alpha2))
    return result


def lands(words: Words, start: int, end: int, *, demonyms: bool = False) -> list[tuple[int, int, str]]:
    """Return the countries named between two offsets as (start, end, alpha-2), with `demonyms` also by adjectives."""
    if words.spelled:
        named: list[tuple[int, int, str]] = []
        if not words.present & _NAMES.bit:
            return named
        adjectives = demonyms and words.present & _ADJECTIVES.bit
        names = _names_and_adjectives(words) if adjectives else _names_alone(words)
        # The name before `start` may reach over it; one that reaches over an end is another one up to there.
        first = bisect_left(names, (start,))
        for name in names[first - 1 if first else 0 : bisect_left(names, (end,), first)]:
            low, top, alpha2 = name
            if low < start < top or top > end:
                break
            if low >= start and alpha2:
                named.append(name)
        else:
            return named
    found = countries.find(words.plain[start:end], demonyms=demonyms)
    return [(start + low, start + top, alpha2) for low, top, alpha2 in found]


@once_in_text
def _names_alone(words: Words) -> list[tuple[int, int, str]]:
    return countries.find_at(_heads(words), words.plain)


@once_in_text
def _names_and_adjectives(words: Words) -> list[tuple[int, int, str]]:
    return countries.find_at(_heads(words), words.plain, demonyms=True)


@once_in_text
def _heads(words: Words) -> list[tuple[int, int, str]]:
    """Return the words at which names of countries may begin: where they begin and end, in small letters."""
    plain, letters = words.plain, words.letters
    result: list[tuple[int, int, str]] = []
    for at in _NAMES.everywhere(words):
        end = letters.find(" ", at + 1) - 1
        if plain[at - 1 : at] not in DIGITS and plain[end : end + 1] not in DIGITS:
            result.append((at, end, plain[at:end].lower()))
    return result
