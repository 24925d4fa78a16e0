"""The labelled parts of a bulletin, and the airspace that it says is affected.

EASA bulletins and Information Notes print labels (Subject, Affected Airspace, Affected Countries, Applicability,
Recommendations, Valid until). Instructions are read from what is left when the descriptive parts are set apart; the
affected airspace answers for instructions that name no airspace, or only a country.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import msgspec

from advisories.geo import firs
from advisories.reading.areas import Airspace, airspaces
from advisories.reading.cues import compiled, cue
from advisories.reading.duties import operative
from advisories.reading.lands import lands, territories
from advisories.reading.words import Found, Words

_LABEL: Final = cue(
    r"\b(?P<label>SUBJECT|AFFECTED AIR ?SPACES?|AIR ?SPACES? AFFECTED|AFFECTED COUNTR(?:Y|IES)|APPLICABILITY(?: DESCRIPTION)?|"
    r"RECOMMENDATIONS?(?: ?\(S\))?|VALID UNTIL|VALIDITY|STATUS|CZIB NUMBER|ISSUE DATE|REVISION DATE|REVISION DESCRIPTION|DESCRIPTION|"
    r"REFERENCED PUBLICATIONS?(?: ?\(S\))?|REQUIRED ACTIONS?(?: ?\(S\))?(?: AND COMPLIANCE TIMES?(?: ?\(S\))?)?) ?:",
    starts="REQUIRED_ACTION SUBJECT. AFFECTED_AIR AFFECTED_AIRSPACE AFFECTED_COUNTR AIR_SPACE AIRSPACE_AFFECTED AIRSPACES_AFFECTED APPLICABILITY. RECOMMENDATION. RECOMMENDATIONS. VALID_UNTIL VALIDITY. STATUS. CZIB_NUMBER ISSUE_DATE REVISION_DATE REVISION_DESCRIPTION DESCRIPTION. REFERENCED_PUBLICATION",
)
_APART: Final = (
    "SUBJECT",
    "AFFECTED AIRSPACE",
    "AFFECTED COUNTRIES",
    "APPLICABILITY",
    "VALID UNTIL",
    "STATUS",
    "CZIB NUMBER",
    "ISSUE DATE",
    "REVISION",
    "REFERENCED",
)
# Parts of a few words, behind which a text may go on to instruct without a label.
_STATED: Final = ("SUBJECT", "AFFECTED AIRSPACE", "AFFECTED COUNTRIES", "APPLICABILITY", "VALID UNTIL", "STATUS")
# Who is told something, and the up to three words before: "EU air operators should".
_SUBJECT: Final = cue(
    r"\b(?:AIR OPERATORS|AIR CARRIERS|OPERATORS|AIRMEN|PILOTS|FLIGHTS|AIRCRAFT) (?:[A-Z]{2,12} ){0,3}?(?:ARE|SHOULD|SHALL|MUST|MAY)\b",
    starts="AIR_OPERATORS AIR_CARRIERS OPERATORS. AIRMEN. PILOTS. FLIGHTS. AIRCRAFT.",
)
_ADDRESSED: Final = compiled(
    r"\b(?:(?!(?:FT|FEET|A?MSL|AGL|UNL|SFC|FIR|UIR|LEVELS?|ALTITUDES?|AIRSPACE)\b)[A-Z.]{2,12} ){0,3}"
    + _SUBJECT.pattern.pattern
)
_LONGEST_BEFORE: Final = 3 * 13
_BRACKET: Final = compiled(r" ?\([^()]{0,60}?\b(?P<code>[A-Z]{4})\)")
_EXCEPT: Final = cue(r",? ?\b(?:EXCEPT|EXCLUDING|WITH THE EXCEPTION)\b", holds="EXCEPT EXCLUDING")


_SEA: Final = compiled(r"\b(?:GULF|SEA|STRAITS?|BAY) OF (?:THE )?$")


class Sections(Found, frozen=True):
    """Spans of the plain text by label, the spans that instruct, and the airspace stated as affected.

    `pairs` tells which FIR codes the text itself puts beside a country (alpha-2).
    """

    spans: dict[str, tuple[int, int]] = msgspec.field(default_factory=dict)
    telling: tuple[tuple[int, int], ...] = ()
    affected: tuple[Airspace, ...] = ()
    countries: tuple[str, ...] = ()
    pairs: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)

    def of(self, code: str) -> tuple[str, ...]:
        """Return the countries that the text puts beside a FIR code; else those it names that the FIR covers."""
        paired = tuple([country for country, codes in self.pairs.items() if code in codes]) if self.pairs else ()
        if paired or not self.countries:
            return paired
        fir = firs.by_code(code)
        if fir is None and len(self.countries) == 1:
            return self.countries
        covered = fir.countries if fir else ()
        return tuple([country for country in self.countries if country in covered])


@lru_cache(maxsize=256)
def _key(label: str) -> str:
    label = label.replace(" (S)", "S").replace("(S)", "S").replace("AIR SPACE", "AIRSPACE")
    if "AIRSPACE" in label:
        return "AFFECTED AIRSPACE"
    return "AFFECTED COUNTRIES" if "COUNTR" in label else label


def sections(words: Words) -> Sections:
    """Return the labelled parts of the plain text; a text without labels is one part that instructs."""
    plain = words.plain
    labels = _LABEL.matches(words) if ":" in plain else []
    if not labels:
        return Sections(telling=((0, len(plain)),))
    spans: dict[str, tuple[int, int]] = {}
    telling: list[tuple[int, int]] = [(0, labels[0].start())]
    for index, found in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else len(plain)
        key = _key(found["label"])
        apart = key.startswith(_APART)
        tells = _tells(words, found.end(), end) if key.startswith(_STATED) else None
        if tells is not None:
            telling.append((tells, end))
            end = tells
        if apart:
            spans.setdefault(key, (found.end(), end))
        else:
            telling.append((found.end(), end))
    title = (0, min(labels[0].start(), words.sentence(0)[1]))
    return _with_airspace(words, spans, title, tuple([span for span in telling if span[1] - span[0] > 2]))


def _tells(words: Words, start: int, end: int) -> int | None:
    """Return where a part that describes ends and instructions begin that no label announces, or None."""
    subject = _SUBJECT.search(words, start, end)
    addressed = _ADDRESSED.search(words.plain, max(start, subject.start() - _LONGEST_BEFORE), end) if subject else None
    if addressed:
        return addressed.start()
    stop = words.sentence(start)[1]
    return stop if stop < end and operative(words, [(stop, end)]) else None


def _with_airspace(
    words: Words, spans: dict[str, tuple[int, int]], title: tuple[int, int], telling: tuple[tuple[int, int], ...]
) -> Sections:
    named: list[str] = []
    for key in ("AFFECTED COUNTRIES", "SUBJECT"):
        if not named:
            start, end = spans.get(key, (0, 0))
            named = [alpha2 for low, _, alpha2 in lands(words, start, end) if not _sea(words.plain[start:low])]
    start, end = spans.get("AFFECTED AIRSPACE", (0, 0))
    exception = _EXCEPT.search(words, start, end)
    affected = airspaces(words, start, exception.start() if exception else end) if end > start else []
    if not named:
        named = [country for space in affected for country in space.countries]
    if not named and affected:
        named = [alpha2 for _, _, alpha2 in territories(words, *title, [])]
    return Sections(
        spans=spans,
        telling=telling,
        affected=tuple(affected),
        countries=tuple(dict.fromkeys(named)),
        pairs=_pairs(words, start, end),
    )


def _sea(before: str) -> bool:
    return before.endswith(("OF ", "OF THE ")) and _SEA.search(before) is not None


def _pairs(words: Words, start: int, end: int) -> dict[str, tuple[str, ...]]:
    """Return the codes that stand behind a country in the same brackets: "Bahrain (Bahrain FIR - OBBB)"."""
    plain = words.plain
    pairs: dict[str, tuple[str, ...]] = {}
    for low, top, alpha2 in lands(words, start, end):
        if _sea(plain[start:low]) or plain[:low].endswith(("FIR ", "UIR ")):
            continue
        bracket = _BRACKET.match(plain, top)
        if bracket and firs.by_code(bracket["code"]):
            pairs[alpha2] = (*pairs.get(alpha2, ()), bracket["code"])
    return pairs
