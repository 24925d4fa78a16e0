"""The subject line: what was not read and what changed, in numbers and places, on one line."""

from __future__ import annotations

from collections import Counter

from advisories.digest import inert, notams
from advisories.digest.shapes import DigestView

LIMIT = 160
PLACES = 4


def _changes(view: DigestView) -> str:
    kinds = Counter(one.words.partition(",")[0] for one in view.changes)
    if view.begun:
        kinds["now in force"] += len(view.begun)
    said = [f"{number} {word}" for word, number in kinds.items()]
    lines = [one.advisory for one in view.changes if one.advisory] + list(view.begun)
    named = list(
        dict.fromkeys(one.firs[0].name if one.firs else one.areas[0].name for one in lines if one.firs or one.areas)
    )
    places = f" ({', '.join(named[:PLACES])}{' …' if len(named) > PLACES else ''})" if named else ""
    return f"{', '.join(said)}{places}" if said else ""


def line(view: DigestView) -> str:
    """Return the subject: sources not read first, then changes with FIRs or areas, then the time; one safe line."""
    unread = sum(not source.read for source in view.coverage.gaps)
    said = [f"{unread} of {view.coverage.total} sources not read whole"] if unread else []
    said.append(_changes(view) or ("no changes" if view.quiet else "no warning changed"))
    if view.notam_changed:
        said.append(notams.told(view.notam_changed))
    return inert.line(f"{'; '.join(said)} | {view.title} {view.as_of.short}", LIMIT)
