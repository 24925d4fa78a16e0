"""The story told: recorded, replayed day by day, each day with its edition of the digest, at last the site."""

from __future__ import annotations

import json
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

from advisories import publish
from advisories.addresses import redact
from advisories.archive import Archive
from advisories.config import Settings, read_settings
from advisories.demo.recording import record
from advisories.demo.story import DAYS, FIRST_DAY, MARK, Day
from advisories.errors import DeliveryError, InputError
from advisories.model import Evidence, Value
from advisories.publish import Publication
from advisories.replay import replay
from advisories.sources import registry
from advisories.store import Store, sqlite_file

FOLDER: Final = "advisories-demo"
STORE_FILE: Final = "advisories.sqlite3"
SETTINGS_FILE: Final = "advisories.toml"
_SETTINGS: Final = """# Settings of a demonstration: everything in this folder is invented.
# `advisories init`, in another folder, writes a settings file for the real sources that explains every setting.

store = {store}

[digest]
title = {title}

[archive]
folder = {archive}

[site]
folder = {site}
"""


class Tour(Value, frozen=True):
    """What there is to look at: the folder, the site's front page, the recording, and each day's digest (HTML)."""

    folder: Path
    site: Path
    recording: Path
    digests: tuple[Path, ...]


def free_folder(below: Path) -> Path:
    """Return the first of `advisories-demo`, `advisories-demo-2` … below a folder that is not there yet."""
    names = (FOLDER if number == 1 else f"{FOLDER}-{number}" for number in count(1))
    return next(path for name in names if not (path := below / name).exists())


def run(
    folder: Path,
    *,
    store: str = "",
    site: Path | None = None,
    archive: Path | None = None,
    seen: Callable[[Day], None] | None = None,
) -> Tour:
    """Tell the story in a new or empty folder; `seen` is called after each day.

    `store` (the URL of an SQLite file), `site` and `archive` (folders) stand for those inside the folder. Raises
    `InputError` where the folder or the store holds anything, and what the program itself raises.
    """
    settings = _furnish(folder, _store_url(store), site, archive)
    recording = record(folder / "recordings" / "demo.warc.gz")
    digests = []
    with Store(store or f"sqlite:///{folder / STORE_FILE}") as open_store:
        if open_store.last_run() is not None:
            raise InputError(f"store {store}: expected an empty one for the demonstration, found readings in it")
        with Archive(
            folder / settings.archive.folder,
            rotate_bytes=settings.archive.rotate_bytes,
            committed=open_store.archived,
            begun=open_store.begin_archive_file,
            now=FIRST_DAY,
        ) as open_archive:
            publication = Publication(
                sources=registry.all_sources(),
                settings=settings,
                site_folder=folder / settings.site.folder,
                digest_folder=folder / settings.digest.folder,
                archived=partial(archived, open_archive),
            )
            for day in DAYS:
                replay(open_store, open_archive, publication.sources, [recording], until=day.edition_at)
                edition = publish.issue(open_store, publication, day.edition_at)
                digests.append(unfold(publish.write_message(publication.digest_folder, edition)))
                if seen:
                    seen(day)
            publish.build_site(open_store, publication, DAYS[-1].edition_at)
    front = publication.site_folder / "current" / "index.html"
    return Tour(folder=folder, site=front, recording=recording, digests=tuple(digests))


def _store_url(asked: str) -> str:
    """Return the store's URL as the settings name it: relative to their folder, or absolute. Raises `InputError`."""
    if not asked:
        return f"sqlite:///{STORE_FILE}"
    file = sqlite_file(asked)
    if file is None:
        raise InputError(f"store: expected an SQLite file for the demonstration, found {redact(asked)}")
    return f"sqlite:///{file.absolute()}"


def _furnish(folder: Path, store: str, site: Path | None, archive: Path | None) -> Settings:
    """Make the folder with its settings file, and return the settings. Raises `InputError`."""
    path = folder / SETTINGS_FILE
    named = {
        "store": store,
        "title": MARK,
        "archive": str(archive.absolute()) if archive else "archive",
        "site": str(site.absolute()) if site else "site",
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InputError(f"{folder}: expected a new or empty folder for the demonstration, found files in it")
        path.write_text(_SETTINGS.format_map({key: json.dumps(words) for key, words in named.items()}), "utf-8")
    except OSError as fault:
        raise InputError(f"{folder}: the demonstration cannot be written there: {fault.strerror}") from None
    return read_settings(path)


def archived(archive: Archive, evidence: Evidence) -> bytes | None:
    """Return the bytes behind an evidence, or None where they were not archived."""
    if not evidence.archive_file:
        return None
    return archive.read(evidence.archive_file, evidence.archive_offset, evidence.archive_length).body


def unfold(path: Path) -> Path:
    """Write a message's text and HTML beside it, and return the HTML's path. Raises `DeliveryError`."""
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    for kind, suffix in (("plain", ".txt"), ("html", ".html")):
        body = message.get_body((kind,))
        if body is not None:
            beside = path.with_suffix(suffix)
            try:
                beside.write_text(str(body.get_content()), "utf-8")
            except OSError as fault:
                raise DeliveryError(f"{beside}: the digest cannot be written: {fault.strerror}") from None
    return path.with_suffix(".html")
