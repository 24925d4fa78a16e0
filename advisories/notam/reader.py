"""Text in, typed NOTAM out, whatever its layout."""

from __future__ import annotations

from itertools import pairwise

from advisories.errors import NotamError, snippet
from advisories.notam import form
from advisories.notam.diagnostics import Diagnostic
from advisories.notam.domestic import read_domestic
from advisories.notam.fields import read_xml
from advisories.notam.headers import NOTICE, starts
from advisories.notam.icao import read_icao, read_typical
from advisories.notam.message import Notam
from advisories.notam.notices import read_notice
from advisories.notam.special import read_special

_OPENING = 400


def parse(text: str, *, strict: bool = False) -> Notam:
    """Read one NOTAM in any layout; where the text holds several, the first (`split` finds them all).

    Lenient reading never raises on text: what could not be read is a diagnostic beside the original. Strict reading
    raises `NotamError` with the first fault, of item D too. Items D and E are turned into intervals and shapes only
    when asked for. The format is that of ICAO Annex 15 and Doc 8126, and of FAA Order JO 7930.2 for US domestic ones.
    """
    notam = _read(text)
    if strict:
        _refuse_faults(notam)
    return notam


def split(text: str) -> list[str]:
    """Return the NOTAMs in a longer text, each as its own stretch of it, in order; nothing where there is none."""
    read = form.plain(text)
    capitals = form.upper(read)
    begins = starts(capitals)
    return [read[begin:end].strip() for begin, end in pairwise([*begins, len(read)])]


def _read(raw: str) -> Notam:
    text = form.plain(raw)
    capitals = text.upper()
    if len(capitals) != len(text):
        capitals = form.upper(text)
    notam = read_typical(raw, text, capitals) or _read_any(raw, text, capitals)
    if notam is not None:
        return notam
    fault = Diagnostic(code="not-a-notam", item="header", message="no NOTAM is recognised in this text", end=len(raw))
    return Notam(raw=raw, text=text.strip(), text_at=len(text) - len(text.lstrip()), diagnostics=(fault,))


def _read_any(raw: str, text: str, capitals: str) -> Notam | None:
    """Read a NOTAM that does not have the common form; each layout is known by how it opens."""
    opening = capitals[:_OPENING].lstrip(" \n\t(")
    notam = None
    if opening.startswith("<"):
        notam = read_xml(raw)
    elif opening.startswith(("!", "FDC ")):
        notam = read_domestic(raw, text, capitals)
    if notam is None and (opening.startswith(("SW", "VA")) or "TAM" in opening.replace("NOTAM", "")):
        notam = read_special(raw, text, capitals)
    if notam is None and NOTICE.match(opening):
        notam = read_notice(raw, text, capitals)
    if notam is None:
        notam = read_icao(raw, text, capitals)
    if notam is None and "!" in capitals:
        notam = read_domestic(raw, text, capitals)
    return notam


# What is said for a person's sake about a NOTAM that keeps to the format.
_REMARKS = frozenset({"limits-several"})


def _refuse_faults(notam: Notam) -> None:
    schedule = notam.schedule_read
    for fault in (*notam.diagnostics, *(schedule.diagnostics if schedule else ())):
        if fault.code not in _REMARKS:
            name = notam.number or "NOTAM"
            found = notam.raw[fault.start : fault.end] if fault.end > fault.start else notam.raw
            raise NotamError(f"{name}, {fault.item}: {fault.message} ({fault.code}), found {snippet(found)}")
