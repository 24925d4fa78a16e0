"""Several processes on one store: what one writes while another looks or waits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from advisories.archive import Archive
from advisories.errors import StoreError
from advisories.model import Change, Response
from advisories.refresh import settle, took_of
from advisories.sources.base import Source

from .wired import START, TEN, URL, Desk, MadeNotices, notice, page

SECOND = timedelta(seconds=1)


class OtherNotices(MadeNotices):
    """Notices of another invented authority."""

    name = "other_notices"


@pytest.fixture
def desk(tmp_path: Path, store_url: str) -> Iterator[Desk]:
    """Return a desk with two sources, each read once."""
    made = Desk(tmp_path, store_url)
    made.store.register([OtherNotices.name])
    made.read(page(*TEN))
    read(made, OtherNotices(), page(*TEN), made.now)
    yield made
    made.close()


def answered(body: bytes, now: datetime) -> Response:
    """Return an answer to be settled."""
    headers = (("Content-Type", "application/json"),)
    return Response(part="list", url=URL, status=200, headers=headers, body=body, read_at=now)


def read(desk: Desk, source: Source, body: bytes, now: datetime) -> tuple[Change, ...]:
    """Settle a page of a source at a time."""
    memory = desk.store.remember(source)
    took = (took_of(source, memory, answered(body, now)),)
    return settle(desk.store, desk.archive, source, took, now, memory).changes


def test_no_change_falls_between_two_editions(desk: Desk) -> None:
    """Where the process that looked at the clock first writes last, the edition between covers neither, the next both."""
    later = read(desk, desk.source, page(*TEN, notice("L10/26")), desk.now + SECOND)
    earlier = read(desk, OtherNotices(), page(*TEN, notice("L11/26")), desk.now)
    sources = (desk.source, OtherNotices())
    between = desk.store.knowledge(sources, desk.store.moment(desk.now, known_at=desk.now))
    assert between.changes == ()
    at = desk.now + 2 * SECOND
    told = desk.store.knowledge(sources, desk.store.moment(at, known_at=at), after_change=between.last_change)
    assert tuple(change for _, change in told.changes) == later + earlier


def test_what_another_process_has_read_meanwhile_is_not_written_twice(desk: Desk) -> None:
    """A process that was held up between asking and writing writes nothing once another has read the source."""
    memory = desk.store.remember(desk.source)
    now = desk.now
    read(desk, desk.source, page(*TEN, notice("L10/26")), now)
    last = desk.store.last_run()
    took = (took_of(desk.source, memory, answered(page(*TEN), now)),)
    with pytest.raises(StoreError, match="another process has read it meanwhile"):
        settle(desk.store, desk.archive, desk.source, took, now + SECOND, memory, alone=True)
    assert desk.store.last_run() == last
    listed = {item.advisory.reference for item in desk.store.standings(desk.store.moment(now)) if item.listed}
    assert "L10/26" in listed


def test_archive_files_of_machines_that_share_no_folder_have_names_of_their_own(tmp_path: Path) -> None:
    """Two machines that begin a file in the same second name it differently, because the store knows it by its name."""
    names = set()
    for label in ("5bce98f7", "0a1b2c3d"):
        with Archive(tmp_path / label, rotate_bytes=10**9, committed={}, now=START, label=label) as archive:
            names.add(archive.append(answered(page(*TEN), START)).file)
    assert len(names) == 2
    assert all(re.fullmatch(r"advisories-20260301T040000Z-[0-9a-f]{8}-0001\.warc\.gz", name) for name in names)
