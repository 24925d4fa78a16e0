"""The page of an invented NOTAM that a person imported, with a schedule, an area and what could not be read."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from advisories import render
from advisories.digest import document
from advisories.digest.pages import Frame
from advisories.known import History, Listing, Revision, SourceHealth, Standing
from advisories.model import Evidence, State, to_json
from advisories.sources.notam_text import NotamText
from advisories.sources.notams import as_record
from tests.digest import invented as made

SOURCE = NotamText()
TEXT = (
    "(LXNF-A0123/26 NOTAMR A0119/26\nQ) LXAA/QRTCA/IV/BO/W/000/195/4512N00730W012\n"
    "A) LXAA B) 2611010600 C) 2612312100EST\nD) MON-FRI 0800-1600 EXC HOL\n"
    "E) TEMPO RESTRICTED AREA ACT WI 3NM RADIUS OF 451200N 0073000W, EXP DLA. RMK/TFC INFO AVBL ON FREQ 118.500MHZ.\n"
    "F) SFC G) TREE TOPS)"
)


def page(style: str, *, text: str = TEXT) -> str:
    """Return the page as HTML, with that style sheet."""
    record = as_record([text])
    read = made.NOW - timedelta(hours=5)
    advisory = SOURCE.advisory(record)
    evidence = Evidence(
        source=SOURCE.name,
        part="text",
        url="file:morning%20bulletin.txt",
        read_at=read,
        sha256="ab" * 32,
        status=200,
        archive_file="2026-11-22.warc.gz",
        archive_offset=4096,
        archive_length=900,
    )
    revision = Revision(
        revision_id=7, advisory=advisory, read_at=read, record=to_json(record), reader_version=1, evidence=(evidence,)
    )
    standing = Standing(
        advisory=advisory,
        revision_id=7,
        since=read,
        first_seen=read,
        last_seen=read,
        listed=True,
        state=State.IN_FORCE,
    )
    history = History(standing=standing, revisions=(revision,), listings=(Listing(listed_at=read),), changes=())
    health = msgspec.structs.replace(made.UK, source=SOURCE.name, title=SOURCE.title, by_hand=True)
    shelf = document.Shelf({}, _by_name(health), made.NOW, "")
    frame = Frame(title=made.TITLE, root="", style=style, base_url="", here="")
    return render.render("advisory.html", document.page(history, shelf, frame, lambda _: ""))


def _by_name(health: SourceHealth) -> dict[str, SourceHealth]:
    return {health.source: health}
