"""What sort of text it is: a measure, a pointer to one, background, or a State's notice about its own airspace.

A measure instructs or advises; a pointer only says that another rule applies (KICZ pointer NOTAM; German "for flights
over conflict zones refer to the AIC"); background is intelligence without a measure (FAA Information Notes and Background
Information notices); other is a State about its own airspace, GNSS interference and the like.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from advisories.geo import firs
from advisories.model import Provision
from advisories.reading.addressees import to_own_operators
from advisories.reading.cues import compiled, cue
from advisories.reading.links import points
from advisories.reading.words import Words


class ReadingKind(StrEnum):
    """The four sorts of text."""

    MEASURE = "measure"
    POINTER = "pointer"
    BACKGROUND = "background"
    OTHER = "other"


_BACKGROUND: Final = compiled(r"\b(?:BACKGROUND INFORMATION|INFORMATION NOTE|INFORMATION NOTICE)\b")
_NOT_TITLE: Final = compiled(r"\b(?:REFER TO|SEE|ADDITIONAL|KICZ|NOTAM)\b")
_FULL_TEXT: Final = cue(
    r"\bCLICK (?:THE |ON THE |HERE )?(?:LINK )?(?:FOR|TO)\b[^.]{0,40}FULL TEXT\b",
    starts="CLICK",
)
_POINTER: Final = cue(
    r"\bAWARE OF THE (?:ABOVE[- ]?)?(?:REFERENCED |MENTIONED )?PUBLICATIONS?\b|\bPOINTER\b|\bWAS PUBLISHED IN THE FEDERAL REGISTER\b|\bDIRECTED TO READ THE FULL\b",
    starts="AWARE_OF_THE POINTER WAS_PUBLISHED DIRECTED_TO",
)
_HEAD: Final = 160


def is_background(words: Words, reference: str, issuer: str) -> bool:
    """Return whether the title, or the reference, calls the text a background or information note of the FAA."""
    if issuer != "US":
        return False
    if _BACKGROUND.search(reference.upper()):
        return True
    plain = words.plain
    found = _BACKGROUND.search(plain[:_HEAD])
    titled = found is not None and not _NOT_TITLE.search(plain[: found.start()])
    return titled or (len(plain) < 2 * _HEAD and _FULL_TEXT.search(words) is not None)


def is_pointer(words: Words) -> bool:
    """Return whether the text sends the reader to a rule published elsewhere."""
    return _POINTER.search(words) is not None


def about_itself(words: Words, issuer: str, reference: str, codes: list[str], lands: list[str], *, told: bool) -> bool:
    """Return whether the airspace is the issuer's own: its FIRs by the State that provides them, or its territory.

    The airspace of a neighbour in a FIR that the issuer provides is its own too where it does not speak to its operators.
    Where no FIR and no country is named, a State speaks of its own airspace unless it speaks to its own operators, or
    tells nothing (`told`) but where to read on.
    """
    if not issuer:
        return False
    if not (codes or lands):
        pointing = not told and (is_pointer(words) or points(words))
        return not (pointing or to_own_operators(words, issuer, reference))
    states = {fir.state for fir in map(firs.by_code, codes) if fir is not None} if codes else set(lands)
    if states == {issuer} or codes:
        return states == {issuer}
    served = {country for fir in firs.provided_by(issuer) for country in fir.countries}
    return states <= served and not to_own_operators(words, issuer, reference)


def kind_of(words: Words, provisions: tuple[Provision, ...], *, gnss: bool, own: bool) -> ReadingKind:
    """Return the sort of a text that is not background. `gnss` says that all it tells is about satellite navigation."""
    if provisions:
        return ReadingKind.OTHER if gnss or own else ReadingKind.MEASURE
    return ReadingKind.POINTER if is_pointer(words) or points(words) else ReadingKind.OTHER
