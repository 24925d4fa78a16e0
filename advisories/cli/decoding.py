"""A NOTAM decoded, as lines for a person at a terminal."""

from __future__ import annotations

import textwrap
from datetime import datetime

from advisories.digest import decoded
from advisories.known import History
from advisories.model import State

_TELLING = (State.IN_FORCE, State.OVERDUE, State.UPCOMING)


def lines_of(history: History, at: datetime) -> list[str]:
    """Return what the NOTAM of a history says, decoded, as seen at a time; nothing where it is none."""
    standing = history.standing
    record = next((one.record for one in history.revisions if one.revision_id == standing.revision_id), None)
    notam = decoded.notam(record) if record else None
    if notam is None:
        return []
    one = decoded.decode(notam, at, shows_text=True)
    schedule = "" if one.understood else "not understood: treat it as active throughout"
    rows = [
        ("message", one.message),
        ("about", ": ".join(filter(None, (one.subject, one.condition))) + (f" ({one.code})" if one.code else "")),
        ("concerns", one.concerns),
        ("Q-line levels", one.band),
        *(("area", area) for area in one.areas),
        ("area from", one.area_from),
        ("schedule", schedule),
        *(("", doubt) for doubt in one.doubts),
        ("active", decoded.now_and_next(notam, at) if standing.state in _TELLING else ""),
        *(
            ("period", f"{period.start.words} – {'and on' if period.cut else period.end.words}")
            for period in one.periods
        ),
        ("", f"and {one.more} more periods from {one.ahead}" if one.more else ""),
        *(("not read", fault) for fault in one.faults),
    ]
    said = ["\n  decoded:", *(f"    {name:<13} {words}" for name, words in rows if words.strip())]
    if one.plain:
        said.append("\n  in plain words:")
        for line in one.plain.splitlines():
            said += textwrap.wrap(line, 100, initial_indent="    ", subsequent_indent="    ") or [""]
    return said
