"""SNOWTAM, ASHTAM and BIRDTAM: recognised and named, not read as NOTAMs (ICAO Doc 10066, appendices 4 and 5)."""

from __future__ import annotations

import re
from typing import Final

from advisories.notam.diagnostics import Diagnostic
from advisories.notam.message import MessageKind, Notam

# `(SNOWTAM 0123`, or the abbreviated heading `SWEG0123 EGLL 01190630` (SW snow, VA ash, then State, serial, place, time).
_NAMED: Final = re.compile(r"[\s(]{0,20}(SNOWTAM|ASHTAM|BIRDTAM)(?![A-Z])[ ]{0,4}(\d{1,4})?")
_HEADING: Final = re.compile(r"(?<![A-Z0-9])(SW|VA)([A-Z]{2})(\d{4})\s{1,5}([A-Z]{4})\s{1,5}\d{6,10}(?!\d)")
_REACH: Final = 400
_KINDS: Final = {"SW": MessageKind.SNOWTAM, "VA": MessageKind.ASHTAM}


def read_special(raw: str, text: str, capitals: str) -> Notam | None:
    """Return a message of another kind by name, with its place and serial if it prints them; None where it is none.

    Its items have other meanings than a NOTAM's, so the whole text stands as text, and a diagnostic says so.
    """
    heading = _HEADING.search(capitals, 0, _REACH)
    named = _NAMED.match(capitals, heading.end() if heading else 0)
    if named is None and heading is None:
        return None
    kind = MessageKind(named[1]) if named else _KINDS[heading[1]] if heading else MessageKind.UNKNOWN
    serial = heading[3] if heading else named[2] if named else None
    return Notam(
        raw=raw,
        kind=kind,
        serial=int(serial) if serial else None,
        locations=(heading[4],) if heading else (),
        text=text.strip(),
        text_at=len(text) - len(text.lstrip()),
        diagnostics=(
            Diagnostic(code="not-a-notam", item="header", message=f"{kind}: named, not read as a NOTAM", end=len(raw)),
        ),
    )
