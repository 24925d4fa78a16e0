"""The three sources' pages as bytes: the fixtures' own markup with rows enough to lose half of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from advisories.sources import registry
from advisories.sources.base import Source
from tests.sources.made import FIXTURES, MEDIA

ROWS: Final = 12
PIB: Final = (FIXTURES / "uk_pib" / "hour" / "pib.xml").read_text("utf-8")
FAA: Final = (FIXTURES / "faa_prohibitions" / "ordinary" / "page.html").read_text("utf-8")
EASA: Final = FIXTURES / "easa_czib" / "joined"


@dataclass(frozen=True)
class Copy:
    """What a part said at one time: its media type and its bytes."""

    media: str
    body: bytes


Pages = Mapping[str, Copy]
"""The copies of a source's parts, by part."""


@dataclass(frozen=True)
class Set:
    """A source's pages as they are, with new words, as they were a day before, with half their rows, and redesigned."""

    good: Pages
    amended: Pages
    older: Pages
    half: Pages
    redesigned: Pages


def uk_pib(rows: Iterable[int], *, day: int, words: str = "ROUTE CLOSED – SEE AIP") -> Pages:
    """Return the bulletin of a day in May 2031 with these NOTAM beside the fixture's own."""
    start = PIB.index("<Notam ", PIB.index("EHAM") - 200)
    end = PIB.index("</Notam>", start) + len("</Notam>")
    notam = PIB[start:end].replace("ROUTE CLOSED", words)
    made = "".join(
        notam.replace("<Number>24<", f"<Number>{row}<").replace("EHAM", "EGGN").replace(">L<", ">B<") for row in rows
    )
    page = PIB[:start] + made + PIB[start:]
    return {"pib": Copy(MEDIA["pib"], page.replace("<Issued>2031-05-04", f"<Issued>2031-05-{day:02d}").encode())}


def faa_prohibitions(rows: Iterable[int], *, day: int, words: str = "Prohibition – Lower Freedonia (ZZFA)") -> Pages:
    """Return the page as last updated on a day in May 2031 with these notices beside the fixture's own."""
    item = '<li><a href="media/KICZ_A{0}-31.pdf"><abbr>KICZ</abbr> NOTAM A{0}/31 - Security - {1}</a></li>\n'
    made = "".join(item.format(1000 + row, words) for row in rows)
    at = FAA.index("<li>", FAA.index('id="freedonia"'))
    page = FAA[:at] + made + FAA[at:]
    return {"page": Copy(MEDIA["page"], page.replace("Friday, May 2, 2031", f"Friday, May {day}, 2031").encode())}


def easa_czib(
    rows: Iterable[int], *, day: int, words: str = "Stay above FL 260 – and watch the news.", revision: int = 7
) -> Pages:
    """Return the three exports as touched on a day in May 2031, with these bulletins alone."""
    rows = tuple(rows)
    first = json.loads((EASA / "json.json").read_text("utf-8"))["conflict_zones"][0]
    touched = first["updated"].replace("2031-04-30", f"2031-05-{day:02d}")
    listed = [
        first | {"Nid": f"9002{row:02d}", "name": f"Airspace of Freedonia – part {row}", "updated": touched}
        for row in rows
    ]
    head = (EASA / "csv.csv").read_text("utf-8").partition("\n")[0]
    lines = [
        f'"Airspace of Freedonia – part {row}","CZIB-2029-{row}R{revision}","31/03/2029","31/10/2031","Active",'
        f'"FIR FREE (ZZFA), below FL 260.","Freedonia","{words}"'
        for row in rows
    ]
    feed = (EASA / "rss.xml").read_text("utf-8")
    start, end = feed.index("<item>"), feed.index("</item>") + len("</item>")
    item = feed[start:end]
    entries = "".join(
        item.replace("Freedonia", f"Freedonia – part {row}").replace("2029-02r7", f"2029-{row}r{revision}")
        .replace(">900101 ", f">9002{row:02d} ")
        for row in rows
    )  # fmt: skip
    return {
        "json": Copy(MEDIA["json"], json.dumps({"conflict_zones": listed}, ensure_ascii=False).encode()),
        "csv": Copy(MEDIA["csv"], "\n".join((head, *lines, "")).encode()),
        "rss": Copy(MEDIA["rss"], (feed[:start] + entries + "</channel></rss>").encode()),
    }


Make = Callable[..., Pages]
MAKERS: Final[Mapping[str, Make]] = {
    "easa_czib": easa_czib,
    "faa_prohibitions": faa_prohibitions,
    "uk_pib": uk_pib,
}
DESIGNS: Final[Mapping[str, bytes]] = {
    "page": b"<html><h1>Prohibitions, Restrictions and Notices</h1><div class=card>All our notices, in a new place</div>",
    "json": b'{"version": 2, "items": {"conflict_zones": {"a": 1}}}',
    "csv": b"CZIB number;Title;Issued\r\n2029-1;Airspace of Freedonia;31/03/2029\r\n",
    "rss": b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Conflict Zones Advisories</title></feed>',
    "pib": b"<Bulletin><AreaPIBHeader><Issued>2031-05-05</Issued></AreaPIBHeader><Notice id='1'/></Bulletin>",
}


def invented(name: str) -> Set:
    """Return a source's invented pages."""
    make = MAKERS[name]
    before = {"revision": 6} if name == "easa_czib" else {}
    good = make(range(50, 50 + ROWS), day=6)
    return Set(
        good=good,
        amended={
            part: Copy(copy.media, copy.body + b"\n\n")
            for part, copy in make(range(50, 50 + ROWS), day=6, words="New words – not to be believed (ZZFA).").items()
        },
        older=make(range(50, 50 + ROWS - 1), day=5, words="Older words – to be forgotten (ZZFA).", **before),
        half=make(range(50, 50 + ROWS // 2), day=6),
        redesigned={part: Copy(copy.media, DESIGNS[part]) for part, copy in good.items()},
    )


def source_of(name: str) -> Source:
    """Return a shipped source."""
    return registry.by_name(name)
