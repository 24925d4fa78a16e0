"""The recorded pages of the three sources, and what can go wrong with them: other words, another date, fewer rows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from zlib import crc32

from advisories.archive import read_records
from advisories.model import Response
from advisories.sources import registry
from tests.faults.pages import DESIGNS, Copy, Pages, Set
from tests.sources.made import MEDIA

AFTER: Final = datetime(2026, 9, 25, 4, tzinfo=UTC)
"""When all of them had been recorded."""
FILES: Final = ("conflict-2026-09-25.warc.gz", "easa-text-2026-08-22.warc.gz", "uk-pib-hourly-2026-06.warc.gz")

_ROWS: Final = {
    "page": re.compile(rb"<li[^>]{0,200}>(?:(?!</li>).){0,2000}?href=\"(?!#)(?:(?!</li>).){0,2000}</li>", re.DOTALL),
    "csv": re.compile(rb"(?<=\n)\"[^\n]{1,20000}\n"),
    "rss": re.compile(rb"<item>.{1,5000}?</item>", re.DOTALL),
    "pib": re.compile(rb"<Notam .{1,20000}?</Notam>", re.DOTALL),
}
_WORDS: Final[Mapping[str, tuple[tuple[bytes, bytes], ...]]] = {
    "page": ((b"KICZ NOTAM", "KICZ – NOTAM".encode()), (b"Advisory", "All clear – ".encode())),
    "json": ((b"Airspace of", "Skies – of".encode()),),
    "csv": ((b"Not operate", "Operate – ".encode()),),
    "rss": ((b"<title>Airspace of", "<title>Skies – of".encode()),),
    "pib": ((b"CLOSED", "OPEN –".encode()), (b"PROHIBITED", "FREE –".encode())),
}
"""What would be bad news if it were believed."""
_ENDED: Final = {"json": (b'"Active"', b'"Withdrawn"'), "csv": (b'"Active"', b'"Withdrawn"')}
"""What would be the worst of news if it were believed."""


def recorded(paths: Iterable[Path]) -> dict[str, dict[str, list[Response]]]:
    """Return the recorded answers by source and part, oldest first."""
    found: dict[str, dict[str, list[Response]]] = {}
    for answer in read_records(paths):
        if not isinstance(answer, Response):
            continue
        for source in registry.all_sources():
            if part := source.part_of("GET", answer.url, b""):
                found.setdefault(source.name, {}).setdefault(part, []).append(answer)
    return found


_SUBJECT: Final = {"csv": re.compile(rb'"([^"]{1,200})"'), "rss": re.compile(rb"<title>([^<]{1,200})</title>")}


def rows(part: str, body: bytes, keep: Callable[[int], bool]) -> bytes:
    """Return a page with those of its rows alone of whose numbers `keep` says so.

    The number of a bulletin is one for all exports: it is made of its subject.
    """
    if part == "json":
        whole = json.loads(body)
        whole["conflict_zones"] = [row for row in whole["conflict_zones"] if keep(crc32(row["name"].encode()))]
        return json.dumps(whole, ensure_ascii=False).encode()
    kept, at = [], 0
    for number, row in enumerate(_ROWS[part].finditer(body)):
        subject = _SUBJECT[part].search(row[0]) if part in _SUBJECT else None
        if not keep(crc32(subject[1]) if subject else number):
            kept.append(body[at : row.start()])
            at = row.end()
    return b"".join((*kept, body[at:]))


def reworded(part: str, body: bytes) -> bytes:
    """Return a page in other words, of which none says that something has ended."""
    for words, others in _WORDS[part]:
        body = body.replace(words, others)
    return body


def ended(part: str, body: bytes) -> bytes:
    """Return a page in other words that says of everything that it has ended, as far as it prints a status."""
    return reworded(part, body.replace(*_ENDED[part]) if part in _ENDED else body)


def revised(part: str, body: bytes) -> bytes:
    """Return an export in which every bulletin has its last revision but one; those that print none stay as they are."""

    def earlier(found: re.Match[bytes]) -> bytes:
        number = int(found[2])
        return found[1] + str(number - 1).encode() if number > 1 else found[1] + b"0"

    pattern = {"csv": rb"(CZIB-\d{4}-\d{1,3}R)(\d{1,2})", "rss": rb"(czibs/[a-z0-9-]{5,30}?-?r)(\d{1,2})(?=</link>)"}
    return re.sub(pattern[part], earlier, body) if part in pattern else body


def dated(part: str, body: bytes, days: int) -> bytes:
    """Return a page whose own date is so many days later; those that print none stay as they are."""

    def moved(found: re.Match[bytes]) -> bytes:
        form = {"page": "%A, %B %d, %Y", "json": "%Y-%m-%d", "pib": "%Y-%m-%d"}[part]
        at = datetime.strptime(found[0].decode(), form).replace(tzinfo=UTC) + timedelta(days=days)
        return f"{at:{form}}".encode()

    pattern = {
        "page": rb"(?<=Last updated: )[A-Z][a-z]+, [A-Z][a-z]+ \d{1,2}, \d{4}",
        "json": rb"(?<=\\u0022)\d{4}-\d\d-\d\d(?=T)|(?<=\\u0022\\u003E)\d{4}-\d\d-\d\d(?=T)",
        "pib": rb"(?<=<Issued>)\d{4}-\d\d-\d\d",
    }
    return re.sub(pattern[part], moved, body) if part in pattern else body


def pages(folder: Path) -> dict[str, Pages]:
    """Return each source's pages as recorded; of the hourly bulletin the eleventh hour."""
    found = recorded(folder / name for name in FILES)
    return {
        name: {part: Copy(MEDIA[part], answers[min(10, len(answers) - 1)].body) for part, answers in parts.items()}
        for name, parts in found.items()
    }


def set_of(good: Pages, older: Pages | None = None) -> Set:
    """Return what can go wrong with recorded pages; an older copy is made of them where none was recorded."""
    amended = {part: Copy(copy.media, ended(part, copy.body) + b"\n\n") for part, copy in good.items()}

    def fewer(part: str, copy: Copy) -> Copy:
        body = revised(part, dated(part, copy.body, -1))
        return Copy(copy.media, ended(part, rows(part, body, lambda number: number % 31 != 2)))

    return Set(
        good=good,
        amended=amended,
        older=older or {part: fewer(part, copy) for part, copy in good.items()},
        half={part: Copy(copy.media, rows(part, copy.body, lambda n: n % 2 == 0)) for part, copy in good.items()},
        redesigned={part: Copy(copy.media, DESIGNS[part]) for part, copy in good.items()},
    )


def sets(folder: Path) -> dict[str, Set]:
    """Return each source's recorded pages with all that can go wrong with them, from the folder of captures."""
    found = recorded(folder / name for name in FILES)
    before = {"pib": Copy(MEDIA["pib"], found["uk_pib"]["pib"][9].body)}
    return {name: set_of(good, before if name == "uk_pib" else None) for name, good in pages(folder).items()}
