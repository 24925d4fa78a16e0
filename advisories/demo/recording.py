"""The story as one WARC file: every answer at its publisher's address, with the date on which it was read."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path

from advisories import __version__
from advisories.archive.form import pack, pack_info, sha256_of
from advisories.demo.pages import PAGES, Sheet, challenge, cut_off, error
from advisories.demo.story import DAYS, FAULTS, FIRST_DAY, Day, Fault
from advisories.errors import InputError
from advisories.model import Response
from advisories.sources import registry


def answers() -> Iterator[Response]:
    """Yield every answer of the story, oldest first."""
    for day in DAYS:
        for at in day.read_at:
            for (name, part), build in PAGES.items():
                sheet = _broken(day, name, part, build(day.number, at))
                headers = (("Date", format_datetime(at, usegmt=True)), ("Content-Type", sheet.media))
                yield Response(
                    part=part,
                    url=registry.by_name(name).part(part).url,
                    status=sheet.status,
                    headers=headers,
                    body=sheet.body,
                    read_at=at,
                )


def _broken(day: Day, name: str, part: str, whole: Sheet) -> Sheet:
    """Return the answer as it came on that day."""
    fault = FAULTS.get((day.number, name, part))
    if fault is Fault.CHALLENGE:
        return challenge()
    if fault is Fault.ERROR:
        return error()
    return cut_off(whole) if fault is Fault.CUT_OFF else whole


def record(path: Path) -> Path:
    """Write the story as a WARC file, the same bytes each time. Raises `InputError` where it cannot be written."""
    records = [pack_info(path.name, FIRST_DAY, f"airspace-advisories/{__version__}")]
    records += [pack(answer, sha256_of(answer.body), None).response for answer in answers()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(records))
    except OSError as fault:
        raise InputError(f"{path}: cannot be written: {fault.strerror}") from None
    return path
