"""The story of Venezuela told: recorded, replayed event by event, each with its digest, at last the site."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from advisories import publish
from advisories.archive import Archive
from advisories.config import Settings, read_settings
from advisories.demo.tour import SETTINGS_FILE, STORE_FILE, Tour, archived, unfold
from advisories.demo.venezuela.papers import EVENTS, MARK
from advisories.demo.venezuela.recording import FIRST, LAST, record
from advisories.demo.venezuela.sources import VenezuelaEasa, VenezuelaFaa
from advisories.errors import InputError
from advisories.publish import Publication
from advisories.replay import replay
from advisories.store import Store

PLUGIN: Final = "story.py"
_PLUGIN: Final = '''"""The two lists of the story, as sources of this folder."""

from advisories.demo.venezuela import VenezuelaEasa, VenezuelaFaa


class Easa(VenezuelaEasa):
    """EASA, as told in the story."""


class Faa(VenezuelaFaa):
    """The FAA, as told in the story."""
'''
_SETTINGS: Final = """# Settings of a story: what is marked as reconstructed in it is in our own words.
store = "sqlite:///{store}"
plugins = ["{plugin}"]
sources = ["{faa}", "{easa}"]

[digest]
title = {title}
"""


def run(folder: Path, *, seen: Callable[[int], None] | None = None) -> Tour:
    """Tell the story in a new or empty folder; `seen` is called with the number of events told. Raises `InputError`."""
    settings = _furnish(folder)
    recording = record(folder / "recordings" / "venezuela.warc.gz")
    sources = (VenezuelaEasa(), VenezuelaFaa())
    digests = []
    with (
        Store(f"sqlite:///{folder / STORE_FILE}") as store,
        Archive(
            folder / settings.archive.folder,
            rotate_bytes=settings.archive.rotate_bytes,
            committed=store.archived,
            now=FIRST,
        ) as archive,
    ):
        store.register(source.name for source in sources)
        for source in sources:
            store.accept(source.name)
        publication = Publication(
            sources=sources,
            settings=settings,
            site_folder=folder / settings.site.folder,
            digest_folder=folder / settings.digest.folder,
            archived=partial(archived, archive),
        )
        for number, (when, _) in enumerate(EVENTS, 1):
            replay(store, archive, sources, [recording], until=when)
            edition = publish.issue(store, publication, when)
            digests.append(unfold(publish.write_message(publication.digest_folder, edition)))
            if seen:
                seen(number)
        replay(store, archive, sources, [recording])
        publish.build_site(store, publication, LAST)
    front = publication.site_folder / "current" / "index.html"
    return Tour(folder=folder, site=front, recording=recording, digests=tuple(digests))


def _furnish(folder: Path) -> Settings:
    """Make the folder with its settings and its sources. Raises `InputError`."""
    names = {"store": STORE_FILE, "plugin": PLUGIN, "faa": VenezuelaFaa.name, "easa": VenezuelaEasa.name}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InputError(f"{folder}: expected a new or empty folder for the story, found files in it")
        (folder / SETTINGS_FILE).write_text(_SETTINGS.format(**names, title=json.dumps(MARK)), "utf-8")
        (folder / PLUGIN).write_text(_PLUGIN, "utf-8")
    except OSError as fault:
        raise InputError(f"{folder}: the story cannot be written there: {fault.strerror}") from None
    return read_settings(folder / SETTINGS_FILE)
