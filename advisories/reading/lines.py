"""Readings as JSON lines: one text a line in, one reading a line out, in the label vocabulary of the project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from advisories.errors import InputError
from advisories.model import Datum, Level, Limit, Provision
from advisories.reading.reader import Reading, read
from advisories.reading.words import Words


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One text to read. Fields beside these are ignored."""

    text: str
    issuer: str
    id: str = ""
    reference: str | None = None


def level(limit: Limit, otherwise: str) -> str:
    """Return `SFC`, `UNL`, `FL260` or `25000FT AGL`; what is not stated or not read is `otherwise`, the strictest."""
    if not isinstance(limit, Level):
        return otherwise
    if limit.datum in (Datum.SFC, Datum.UNL):
        return limit.datum.value
    if limit.datum is Datum.FL:
        return f"FL{limit.value:03.0f}"
    number = f"{limit.value:g}" if limit.value != int(limit.value) else f"{int(limit.value)}"
    return f"{number}{limit.unit}" + ("" if limit.datum is Datum.UNSTATED else f" {limit.datum.value}")


def _provision(one: Provision, plain: str) -> dict[str, Any]:
    return {
        "force": one.force.value,
        "firs": [code for code in one.firs if code in plain],
        "countries": list(one.countries),
        "area": one.area,
        "lower": level(one.lower, "SFC"),
        "upper": level(one.upper, "UNL"),
        "partial": one.partial,
        "exceptions": bool(one.exceptions),
        "exception_words": list(one.exceptions),
        "instruction": one.instruction.value,
        "legal_form": one.legal_form.value,
        "resolved": list(one.firs),
        "phases": list(one.phases),
        "sentence": one.sentence,
        "span": list(one.span),
    }


def labels(reading: Reading, text: str, identity: str = "") -> dict[str, Any]:
    """Return a reading as the labels are written: FIR codes only as printed in `text`, levels without blanks."""
    plain = Words(text).plain
    return {
        "id": identity,
        "kind": reading.kind.value,
        "applies_to": list(reading.applies_to),
        "provisions": [_provision(one, plain) for one in reading.provisions],
        "threats": list(reading.threats),
        "supersedes": list(reading.links.supersedes),
        "validity": msgspec.to_builtins(reading.validity),
        "unread": [one.words or one.why for one in reading.unread],
    }


def read_lines(lines: Iterable[str]) -> Iterator[str]:
    """Read JSON lines and yield JSON lines. Raises `InputError` naming the line that is not one of a text."""
    decoder = msgspec.json.Decoder(Line)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            one = decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeError) as error:
            raise InputError(
                f"line {number}: expected JSON with issuer and text, found something else: {error}"
            ) from None
        reading = read(one.text, issuer=one.issuer, reference=one.reference)
        yield msgspec.json.encode(labels(reading, one.text, one.id)).decode()
