"""NOTAM text in, one JSON object for each NOTAM out: the work of `advisories notam`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from advisories.notam.message import Period
from advisories.notam.output import as_json
from advisories.notam.reader import parse, split


class _Record(msgspec.Struct):
    """One line of input: the text of a NOTAM, and the name that the caller has for it."""

    text: str
    id: str | int | float | None = None


_DECODER: Final = msgspec.json.Decoder(_Record)


def read_lines(lines: Iterable[str], *, window: Period | None = None) -> Iterator[dict[str, Any]]:
    """Yield the documented form (`output.as_json`) of every NOTAM in the lines.

    A line that is a JSON object with `text` (and `id`) is one input; all other lines between two such are plain text,
    in which the NOTAMs are found. Every input yields at least one object, in order; where it holds several NOTAMs, the
    second has `#2` behind its id, and so on. `window` (two aware times) limits the periods. Nothing is raised.
    """
    plain: list[str] = []
    for line in lines:
        record = _record(line)
        if record is None:
            plain.append(line if line.endswith("\n") else f"{line}\n")
            continue
        yield from _read("".join(plain), None, window)
        plain.clear()
        yield from _read(record.text, None if record.id is None else str(record.id), window, required=True)
    yield from _read("".join(plain), None, window)


def _record(line: str) -> _Record | None:
    if not line.lstrip().startswith("{"):
        return None
    try:
        return _DECODER.decode(line)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def _read(
    text: str, identity: str | None, window: Period | None, *, required: bool = False
) -> Iterator[dict[str, Any]]:
    if not required and not text.strip():
        return
    found = split(text)
    texts = found if len(found) > 1 else [text]
    for place, each in enumerate(texts, 1):
        name = identity if identity is None or place == 1 else f"{identity}#{place}"
        yield as_json(parse(each), identity=name, window=window)
