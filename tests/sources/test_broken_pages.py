from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisories.model import Verdict
from advisories.sources.base import ROW_FAULTS, Source
from advisories.sources.registry import all_sources
from tests.sources.made import FIXTURES, fresh, read

CHALLENGE = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
PARTS = [(source, part.name) for source in all_sources() for part in source.parts]
GOOD = {
    "page": FIXTURES / "faa_prohibitions" / "ordinary" / "page.html",
    "json": FIXTURES / "easa_czib" / "joined" / "json.json",
    "csv": FIXTURES / "easa_czib" / "joined" / "csv.csv",
    "rss": FIXTURES / "easa_czib" / "joined" / "rss.xml",
    "pib": FIXTURES / "uk_pib" / "hour" / "pib.xml",
}
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/hostname">]>'
)


def parts_named(*ids: str) -> pytest.MarkDecorator:
    """Parametrise over the parts of all sources, or those named."""
    chosen = [(source, part) for source, part in PARTS if not ids or part in ids]
    assert chosen
    return pytest.mark.parametrize(("source", "part"), chosen, ids=[f"{s.name}-{p}" for s, p in chosen])


def refused(source: Source, part: str, body: bytes, *, media: str = "", status: int = 200) -> str:
    """Return the reason for which a body was not read well; it names source, expectation and finding."""
    reading = read(source, part, body, media=media, status=status)
    assert reading.verdict in (Verdict.FAILED, Verdict.DEGRADED)
    assert source.name in reading.reason
    assert "expected" in reading.reason
    assert "found" in reading.reason
    assert "\n" not in reading.reason
    return reading.reason


@parts_named()
@pytest.mark.parametrize(
    "body", [b"", b"\0\0\0\0", b"\xff\xfe\xfd", b" \n ", CHALLENGE.encode(), b"null", b"[]", b"{}", b"<x/>"]
)
def test_what_is_not_the_page_fails(source: Source, part: str, body: bytes) -> None:
    """An empty answer, a challenge page, or another document with status 200 is a failure that says so."""
    refused(source, part, body)
    assert not read(source, part, body).records


@parts_named()
def test_another_status_or_type_fails(source: Source, part: str) -> None:
    """The right page under a wrong status or content type is not believed."""
    body = GOOD[part].read_bytes()
    assert "503" in refused(source, part, body, status=503)
    assert "image/png" in refused(source, part, body, media="image/png")


@parts_named("page", "json", "rss", "pib")
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_page_that_was_cut_is_never_read_as_whole(source: Source, part: str, share: float) -> None:
    """A body that breaks off is a failure, not a shorter list."""
    body = GOOD[part].read_bytes().rstrip()
    cut = body.index(b"Last updated") if part == "page" else len(body)
    assert read(source, part, body[: int(cut * share)]).verdict is Verdict.FAILED


@parts_named("csv")
def test_a_csv_cut_within_a_cell_fails(source: Source, part: str) -> None:
    """A CSV that breaks off within quotes is a failure."""
    body = GOOD[part].read_bytes()
    assert "CSV" in refused(source, part, body[: body.index(b"Do not operate") + 4])


@parts_named()
@pytest.mark.parametrize("charset", ["utf-16", "no-such-charset", "utf-32"])
def test_a_wrong_charset_is_not_guessed_around(source: Source, part: str, charset: str) -> None:
    """A declared charset that does not fit the bytes is a failure, or costs the rows that it spoils."""
    media = {"page": "text/html", "json": "application/json", "csv": "text/csv"}.get(part, "text/xml")
    body = GOOD[part].read_bytes().removeprefix(b"\xef\xbb\xbf")
    refused(source, part, body, media=f"{media}; charset={charset}")


@parts_named("page", "json", "csv", "rss", "pib")
def test_null_bytes_are_refused(source: Source, part: str) -> None:
    """Null bytes within a page make it unreadable, rather than its rows shorter."""
    body = GOOD[part].read_bytes()
    middle = len(body) // 2
    refused(source, part, body[:middle] + b"\0" + body[middle:])


@parts_named("rss", "pib")
def test_hostile_xml_is_refused(source: Source, part: str) -> None:
    """XML with a document type is refused before any entity could grow or reach out."""
    body = GOOD[part].read_text(encoding="utf-8").partition("?>")[2]
    hostile = f"{BOMB}{body}".replace("Airspace of Freedonia", "&c;&d;").replace("ROUTE CLOSED", "&c;&d;")
    assert "document type" in refused(source, part, hostile.encode())


@parts_named("rss", "pib")
def test_deep_and_huge_xml_is_survived(source: Source, part: str) -> None:
    """XML nested or long beyond reason is refused without harm."""
    body = GOOD[part].read_text(encoding="utf-8")
    deep = f"{'<a>' * 5000}{'</a>' * 5000}"
    refused(source, part, body.replace("ROUTE CLOSED", deep).replace("Airspace of Freedonia", deep).encode())


def test_deep_json_is_survived() -> None:
    """JSON nested beyond reason is refused without harm."""
    source = next(source for source, part in PARTS if part == "json")
    refused(source, "json", b'{"conflict_zones":' + b"[" * 100_000)


@pytest.mark.parametrize(("source", "part"), PARTS, ids=[f"{s.name}-{p}" for s, p in PARTS])
@settings(max_examples=150)
@given(data=st.data())
def test_reading_never_raises(source: Source, part: str, data: st.DataObject) -> None:
    """Whatever bytes come as an answer, reading and joining give a verdict and never an error."""
    good = GOOD[part].read_bytes()
    marker = source.part(part).marker.encode()
    noise = data.draw(st.binary(max_size=200))
    at = data.draw(st.integers(0, len(good)))
    upto = data.draw(st.integers(at, len(good)))
    body = data.draw(st.sampled_from([noise, marker + noise, good[:at] + noise + good[upto:], good[:at] + good[upto:]]))
    reading = read(source, part, body)
    assert (reading.verdict is Verdict.OK) == (not reading.reason)
    assert bool(reading.records) or reading.verdict is not Verdict.DEGRADED
    for item in source.join(fresh({part: reading}), {}):
        with suppress(*ROW_FAULTS):
            assert source.advisory(item.record).reference


@settings(max_examples=100)
@given(words=st.text(max_size=200))
def test_hostile_words_stay_words(words: str) -> None:
    """Words of any kind in a cell come out as one line without control or direction marks, or not at all."""
    source = next(source for source, part in PARTS if part == "csv")
    cell = words.replace('"', '""')
    header = GOOD["csv"].read_text(encoding="utf-8-sig").partition("\n")[0]
    body = f"{header}\n"
    body += f'"{cell}","2031-01","","","Active","{cell}","{cell}","{cell}"\n'
    reading = read(source, "csv", body.encode("utf-8", "surrogatepass"))
    for record in reading.records:
        title = source.advisory({"reference": "CZIB 2031-01", "csv": record}).title
        assert title.isprintable()
    assert len(reading.records) <= 1


@pytest.mark.parametrize("wrap", ["<div>", "<ul><li>", "<b><i>", "<table><tr><td>"])
def test_markup_nested_beyond_any_page_is_refused_at_once(wrap: str) -> None:
    """Ten thousand elements in each other are no page: the answer fails, and does not hold the program up."""
    source = next(one for one, part in PARTS if part == "page")
    body = GOOD["page"].read_text("utf-8").replace("<h2", wrap * 10_000 + "<h2", 1)
    assert "deep in each other" in refused(source, "page", body.encode())


def test_markup_nested_as_deep_as_browsers_go_is_read() -> None:
    """A page as deep as a browser shows it is read as before."""
    source = next(one for one, part in PARTS if part == "page")
    body = GOOD["page"].read_text("utf-8").replace("<body>", "<body>" + "<div>" * 500, 1)
    assert read(source, "page", body).records == read(source, "page", GOOD["page"].read_bytes()).records
