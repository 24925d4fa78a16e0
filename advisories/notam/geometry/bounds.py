"""Whether positions bound an area, lie on a line, or only stand there: what the words before them say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from advisories.geo.positions import Position
from advisories.notam.geometry import words
from advisories.notam.geometry.rings import Run

_REACH: Final = 110
_LONGEST_NAME: Final = 60
# Names joined by dashes behind a position: "-RUSDI-MOVBI-BIKNO".
_CORNERS: Final = re.compile(r"(?:\s?-\s?[A-Z]{3,5}(?:\s(?:VOR/DME|VOR|NDB)(?:\s?'[A-Z]{2,3}')?)?(?![A-Z/])){1,12}")
_CORNER_BEFORE: Final = re.compile(r"[A-Z]{5}\s?-\s?$")
_SENTENCE: Final = re.compile(r"(?<!\.)\.\s")


def is_line(lead: str, count: int) -> bool:
    """Return whether the words before positions join them by a line that bounds nothing."""
    return words.LINE.search(lead) is not None and not (count > 2 and _encloses(lead))


def _encloses(lead: str) -> bool:
    """Return whether a straight line is all around an area ("RESTRICTED AREA ACTIVATED STRAIGHT LINE DEFINED BY")."""
    return words.ENCLOSING.search(lead[-_REACH:]) is not None


def named_ring(text: str, position: Position, lead: str) -> tuple[int, int] | None:
    """Return the span of a ring with one position and otherwise named corners ("BOUNDED BY ABC VOR - N… - KARIB - LUKOT")."""
    after = _CORNERS.match(text, position.end)
    if after is None or not words.named(after.group()):
        return None
    worded = last(words.AREA.finditer(lead))
    if worded is None:
        return None
    before = lead[worded.end() :]
    if len(before) > _LONGEST_NAME or ". " in before:
        return None
    if after.group().count("-") < 2 and not _CORNER_BEFORE.search(before):
        return None
    return position.start - len(lead) + worded.start(), after.end()


def is_ring(run: Run, lead: str, *, inherits: bool) -> bool:
    """Return whether a run of positions bounds an area."""
    count = len(run.vertices) + run.missed
    if count + len(run.arcs) + len(run.borders) < 3:
        return False
    if run.closed or run.arcs or any(words.FRONTIER.search(border.words) for border in run.borders):
        return True
    if _encloses(lead):
        return True
    worded = last(words.AREA.finditer(lead))
    if worded is not None and not words.OBJECT.search(lead, worded.end()):
        return True
    # Otherwise the sentence must speak of an area, or follow on one, and not of things that stand at points.
    sentence = _SENTENCE.split(lead)[-1]
    if run.dct or words.OBJECT.search(sentence) or words.ROUTE.search(sentence):
        return False
    return inherits or words.WEAK_AREA.search(sentence) is not None


def last(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    """Return the last of some matches."""
    found = None
    for match in matches:
        found = match
    return found


def central(said: str) -> bool:
    """Return whether words speak of a centre."""
    return words.CENTRE.search(said) is not None
