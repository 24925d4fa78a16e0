"""The ICAO layout, bare or in brackets, its ISO-dated variant, and the French SOFIA layout (ICAO Annex 15; Doc 8126)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from advisories.model import EndKind, Level
from advisories.notam import qcodes
from advisories.notam.diagnostics import Diagnostic
from advisories.notam.draft import Draft, created_at, kind_of, number_of, part_of, reference_of
from advisories.notam.headers import HEADER, next_start
from advisories.notam.items import NOWHERE, Span, Tail, find_items, tail, usual_ending
from advisories.notam.message import Layout, Notam, NotamType
from advisories.notam.qline import Qualifiers, read_qualifiers
from advisories.notam.validity import TIME, is_sentinel, read_end, read_time

TYPES: Final = {"N": NotamType.NEW, "R": NotamType.REPLACE, "C": NotamType.CANCEL}
_CENTURY: Final = 2000

# The form that most NOTAMs have, in one bounded pattern; everything else is read item by item.
_TYPICAL: Final = re.compile(
    r"([\s(]{0,20})(?:([A-Z]{4})-)?([A-Z]\d{4}/\d\d)\s{1,20}NOTAM([NRC]?)(?:\s{1,20}([A-Z]\d{4}/\d\d))?"
    r"\s{1,20}Q\)\s{0,4}([A-Z]{3,4})\s?/\s?(Q[A-Z]{4})\s?/\s?([IVK]{1,2})\s{0,2}/\s?([NBOMK]{1,3})\s{0,2}/\s?([AEWK]{1,2})"
    r"\s{0,2}/\s?(\d{3})/(\d{3})\s?/\s?(?:([0-8]\d)([0-5]\d)([NS])([01]\d\d)([0-5]\d)([EW])(\d{3}))?"
    r"\s{1,20}A\)\s{0,4}([A-Z]{4}(?:\s[A-Z]{4}){0,9})"
    r"\s{1,20}B\)\s{0,4}(\d{10}|\d{4}-\d\d-\d\d \d\d:\d\d)"
    r"\s{1,20}C\)\s{0,4}(?:(\d{10}|\d{4}-\d\d-\d\d \d\d:\d\d)(?:\s{0,4}(EST))?|PERM)"
    r"\s{1,20}(?:E|(D))\)"
)
_TEXT_KEY: Final = re.compile(r"(?<![A-Z(])E\s?\)")
_SOFIA: Final = re.compile(
    r"\s{0,20}DU\s?:\s{0,4}(\d\d)[ /](\d\d)[ /](\d{4})\s{1,3}(\d\d):?(\d\d)\s{1,10}"
    r"AU\s?:\s{0,4}(?:(\d\d)[ /](\d\d)[ /](\d{4})\s{1,3}(\d\d):?(\d\d)|(PERM|UFN))\s{0,4}(EST)?"
)
_START: Final = re.compile(rf"[\s)]{{0,10}}({TIME}|WIE)")
_FINISH: Final = re.compile(
    rf"[\s)]{{0,10}}((?:{TIME})Z?(?:[\s/.,-]{{0,6}}EST(?:IMATED)?)?|PERM(?:ANENT)?|UFN|UNTIL FURTHER NOTICE)"
)


def read_icao(raw: str, text: str, capitals: str) -> Notam | None:
    """Read one NOTAM in an ICAO-like layout, the first where the text holds several; None where it is none.

    `text` is `raw` in plain form and `capitals` the same text in capitals, of the same length.
    """
    return read_typical(raw, text, capitals) or _read_items(Draft(raw, text, capitals))


def read_typical(raw: str, text: str, capitals: str) -> Notam | None:
    """Read the form that most NOTAMs have; None where any of it needs a closer look."""
    typical = _TYPICAL.match(capitals)
    if typical is None:
        return None
    (
        before, nof, number, kind, reference, fir, qcode, traffic, purpose, scope, lower_fl, upper_fl,
        lat, lat_minutes, north, lon, lon_minutes, east, radius, places, begins, ends, estimated, scheduled,
    ) = typical.groups()  # fmt: skip
    start = read_time(begins)
    end = read_time(ends) if ends else None
    if start is None or (ends and (end is None or end < start)) or not qcodes.known(qcode):
        return None
    end_kind = EndKind.PERMANENT
    if end is not None:
        if end.year > 2037 and is_sentinel(end):
            end = None
        else:
            end_kind = EndKind.ESTIMATED if estimated else EndKind.FIXED
    position = typical.end()
    stop = next_start(capitals, position)
    schedule, schedule_at = "", 0
    if scheduled:
        key = _TEXT_KEY.search(capitals, position, stop)
        if key is None or capitals.find("F)", position, key.start()) >= 0:
            return None
        schedule = text[position : key.start()].strip()
        schedule_at = text.index(schedule, position) if schedule else 0
        position = key.end()
    center = None
    if lat:
        longitude, latitude = int(lon) + int(lon_minutes) / 60, int(lat) + int(lat_minutes) / 60
        center = (longitude if east == "E" else -longitude, latitude if north == "N" else -latitude)
    words, begin, lower, upper, footer, faults = _rest(raw, text, capitals, (position, stop), bracketed="(" in before)
    part, parts = part_of(capitals, NOWHERE, Span(begin, begin + len(words))) if "PART " in capitals else (None, None)
    created, source = created_at(footer) if footer else (None, "")
    # By position, in the order of the class: looking up forty names takes longer than matching the pattern.
    values = (
        raw,
        Layout.ISO if len(begins) > 10 else Layout.ICAO,
        kind_of(qcode, capitals, begin),
        number,
        number[0],
        int(number[1:5]),
        _CENTURY + int(number[6:]),
        None,  # month
        nof or "",
        TYPES.get(kind),
        reference or "",
        fir,
        qcode,
        traffic,
        purpose,
        scope,
        int(lower_fl),
        int(upper_fl),
        center,
        None if radius is None or radius == "999" else float(radius),
        tuple(places.split()),
        "",  # keyword
        start,
        begins,
        False,  # immediate
        end,
        ends or "PERM",
        end_kind,
        schedule,
        schedule_at,
        words,
        begin,
        lower,
        upper,
        part,
        parts,
        created,
        source,
        faults,
    )
    return Notam(*values)


_Rest = tuple[str, int, Level | None, Level | None, re.Match[str] | None, tuple[Diagnostic, ...]]


def _rest(raw: str, text: str, capitals: str, span: tuple[int, int], *, bracketed: bool) -> _Rest:
    """Return the words of item E and where they begin, the limits, the footer, and the faults found."""
    position, stop = span
    end, lower, upper = usual_ending(capitals, position, stop)
    if end >= 0:
        words = text[position:end]
        left = words.lstrip()
        begin = position + len(words) - len(left)
        words = left.rstrip()
        if bracketed and lower is None and words.endswith(")"):
            words = words[:-1].rstrip()
        return words, begin, lower, upper, None, ()
    draft = Draft(raw, text, capitals)
    rest = tail(capitals, position, stop)
    body = _body(draft, position, rest, bracketed=bracketed)
    lower, upper = draft.limit("F", rest.lower), draft.limit("G", rest.upper)
    return text[body.begin : body.end], body.begin, lower, upper, rest.footer, tuple(draft.faults)


def _body(draft: Draft, begin: int, rest: Tail, *, bracketed: bool) -> Span:
    """Return where the words of item E stand; a bracket around the whole message is not part of them."""
    body = draft.trimmed(Span(begin, rest.text_end))
    if bracketed and rest.lower is NOWHERE and rest.upper is NOWHERE and draft.text.endswith(")", body.begin, body.end):
        body = draft.trimmed(Span(body.begin, body.end - 1))
    return body


def _read_items(draft: Draft) -> Notam | None:
    """Read a NOTAM item by item, in any order, noting what is missing or cannot be read."""
    capitals = draft.capitals
    header = HEADER.search(capitals)
    begin = header.end() if header else 0
    stop = next_start(capitals, begin)
    items = find_items(capitals, begin, stop)
    if header is None and len(items.keys() & {"Q", "A", "B", "E"}) < 3:
        return None
    sofia = _SOFIA.match(capitals, begin) if header else None
    if header is not None and not items and sofia is None and header[5] is None:
        return None
    nof, series, serial, year, kind, reference = header.groups() if header else ("", "", "", "", "", "")
    if header is None:
        draft.fault("number-missing", "header", "no NOTAM number such as A0012/25 before the items")
    qualifiers = _qualifiers(draft, items)
    start, start_words, end, end_words, end_kind = (
        _sofia_validity(draft, sofia) if sofia else _validity(draft, items, cancels=kind == "C")
    )
    if start is not None and end is not None and end < start:
        draft.fault(
            "c-before-b", "C", f"item C: the end {end_words} is before the start {start_words}", _of(items, "C")
        )
    locations = _locations(draft, items)
    rest = _tail(draft, items, stop)
    bracketed = header is not None and "(" in capitals[max(0, header.start() - 20) : header.start()]
    body = _body(draft, items["E"].begin, rest, bracketed=bracketed) if "E" in items else NOWHERE
    if "E" not in items:
        draft.fault("e-missing", "E", "no item E: the text of the NOTAM is not there")
    words = draft.text[body.begin : body.end]
    schedule = draft.trimmed(_of(items, "D"))
    part, parts = part_of(capitals, _of(items, "A"), body) if "PART " in capitals else (None, None)
    created, source = created_at(rest.footer)
    return Notam(
        raw=draft.raw,
        layout=Layout.SOFIA if sofia else Layout.ISO if "-" in start_words[:5] else Layout.ICAO,
        kind=kind_of(qualifiers.qcode, capitals, body.begin),
        number=number_of(series, serial, year) if header else "",
        series=series,
        serial=int(serial) if serial else None,
        year=_CENTURY + int(year) if year else None,
        nof=nof or "",
        type=TYPES.get(kind or ""),
        reference=reference_of(reference or ""),
        fir=qualifiers.fir,
        qcode=qualifiers.qcode,
        traffic=qualifiers.traffic,
        purpose=qualifiers.purpose,
        scope=qualifiers.scope,
        lower_fl=qualifiers.lower_fl,
        upper_fl=qualifiers.upper_fl,
        center=qualifiers.center,
        radius_nm=qualifiers.radius_nm,
        locations=locations,
        start=start,
        start_words=start_words,
        immediate=start_words == "WIE",
        end=end,
        end_words=end_words,
        end_kind=end_kind,
        schedule=draft.text[schedule.begin : schedule.end],
        schedule_at=schedule.begin,
        text=words,
        text_at=body.begin,
        lower=draft.limit("F", _of(items, "F") if "F" in items else rest.lower),
        upper=draft.limit("G", _of(items, "G") if "G" in items else rest.upper),
        part=part,
        parts=parts,
        created=created,
        source=source,
        diagnostics=tuple(draft.faults),
    )


def _of(items: dict[str, Span], letter: str) -> Span:
    return items.get(letter, NOWHERE)


def _tail(draft: Draft, items: dict[str, Span], stop: int) -> Tail:
    """Return what follows E); where limits stood before it, its end holds none."""
    if "E" not in items:
        return Tail(stop, NOWHERE, NOWHERE, None)
    rest = tail(draft.capitals, items["E"].begin, stop)
    if "F" in items and rest.lower is not NOWHERE:
        return Tail(stop, NOWHERE, NOWHERE, rest.footer)
    return rest


def _qualifiers(draft: Draft, items: dict[str, Span]) -> Qualifiers:
    """Return item Q as read, noting what in it could not be."""
    span = draft.trimmed(_of(items, "Q"))
    if span.end <= span.begin:
        draft.fault("q-missing", "Q", "no item Q: neither code nor centre are there")
        return Qualifiers()
    qualifiers = read_qualifiers(draft.capitals[span.begin : span.end])
    if qualifiers.fault:
        draft.fault("q-unreadable", "Q", f"item Q: {qualifiers.fault}", span)
    elif qualifiers.qcode and not qcodes.known(qualifiers.qcode):
        draft.fault("q-code-unknown", "Q", f"item Q: {qualifiers.qcode} is not in ICAO's table of codes", span)
    return qualifiers


def _locations(draft: Draft, items: dict[str, Span]) -> tuple[str, ...]:
    """Return the locations of item A, as many as are printed."""
    span = draft.trimmed(_of(items, "A"))
    found = []
    for word in draft.capitals[span.begin : span.end].replace("/", " ").replace(",", " ").split():
        if word == "PART" or not (3 <= len(word) <= 5 and word.isalnum()):
            break
        found.append(word)
    if not found:
        draft.fault("a-unreadable" if span.end > span.begin else "a-missing", "A", "item A: no location", span)
    return tuple(found)


_Validity = tuple[datetime | None, str, datetime | None, str, EndKind]


def _validity(draft: Draft, items: dict[str, Span], *, cancels: bool) -> _Validity:
    """Return start and end from items B and C, each beside its words."""
    span = draft.trimmed(_of(items, "B"))
    found = _START.match(draft.capitals, span.begin, span.end)
    start = read_time(found[1]) if found else None
    start_words = found[1] if found else draft.text[span.begin : span.end][:80]
    if start is None and start_words != "WIE":
        code = "b-unreadable" if span.end > span.begin else "b-missing"
        draft.fault(code, "B", f"item B: no start time in {start_words[:40]!r}", span)
    span = draft.trimmed(_of(items, "C"))
    found = _FINISH.match(draft.capitals, span.begin, span.end)
    end_words = found[1] if found else draft.text[span.begin : span.end][:80]
    end, end_kind = read_end(end_words)
    if end_kind is EndKind.NOT_READ:
        draft.fault("c-unreadable", "C", f"item C: no end time in {end_words[:40]!r}", span)
    elif end_kind is EndKind.NOT_STATED and not cancels:
        draft.fault("c-missing", "C", "no item C: it is not said when this ends", span)
    return start, start_words, end, end_words, end_kind


def _sofia_validity(draft: Draft, found: re.Match[str]) -> _Validity:
    """Return start and end as DU: and AU: say them, `dd mm yyyy hh:mm`."""
    start = _day_first(found, 1)
    start_words = " ".join(found[0].partition("AU")[0].split())[3:].strip(": ")
    if start is None:
        draft.fault("b-unreadable", "B", f"DU: no start time in {start_words!r}", Span(*found.span()))
    end_words = " ".join(found[0].partition("AU")[2].split()).strip(": ")
    if found[11]:
        return start, start_words, None, end_words, read_end(found[11])[1]
    end = _day_first(found, 6)
    if end is None:
        draft.fault("c-unreadable", "C", f"AU: no end time in {end_words!r}", Span(*found.span()))
        return start, start_words, None, end_words, EndKind.NOT_READ
    if is_sentinel(end):
        return start, start_words, None, end_words, EndKind.PERMANENT
    return start, start_words, end, end_words, EndKind.ESTIMATED if found[12] else EndKind.FIXED


def _day_first(found: re.Match[str], group: int) -> datetime | None:
    day, month, year, hour, minute = (int(found[at]) for at in range(group, group + 5))
    try:
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return read_time(f"{year % 100:02d}{month:02d}{day:02d}{hour:02d}{minute:02d}")
