from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from advisories.errors import InputError, RowError, WrongPageError
from advisories.model import Advisory, Kind, Request, Verdict
from advisories.sources.base import Coverage, Page, Part, PartRecords, Record, State, same_address
from advisories.sources.from_html import HtmlSource, plain
from advisories.sources.from_json import listing
from advisories.sources.words import one_line, paragraphs, shorten, web_address
from tests.sources.made import AT, answer, read


class Lines(HtmlSource):
    """A page of list items, some of which cannot be read."""

    name = "lines"
    title = "Lines"
    authority = "XX"
    home = "https://example.org/lines"
    parts = (
        Part(
            name="page",
            url="https://example.org/lines?a=b",
            coverage=Coverage.SNAPSHOT,
            marker="Lines",
            nothing=("No lines today",),
        ),
    )

    def rows(self, page: Page) -> Sequence[Any]:
        """Return the list items."""
        return list(page.document.find_all("li"))

    def record(self, page: Page, row: Any) -> Record | Sequence[Record]:
        """Return the item; "two" is two records, "bad" raises in our way and "worse" in Python's."""
        word = row.get_text()
        if word == "bad":
            raise RowError(page.where, "a good word", word)
        if word == "worse":
            return {"word": {}[word]}
        return [{"word": word}, {"word": word}] if word == "two" else {"word": word}

    def advisory(self, record: Record) -> Advisory:
        """Return an advisory of that word."""
        return Advisory(
            authority=self.authority, source=self.name, reference=record["word"], kind=Kind.AIC, title=record["word"]
        )

    def follow(self, page: Page) -> tuple[Request, ...]:
        """Return the page itself, asked for anew."""
        return (Request(part="page", url=f"{page.url}&more"),)


SOURCE = Lines()


@pytest.mark.parametrize(
    ("items", "verdict", "records", "bad"),
    [
        ("<li>one</li><li>two</li>", Verdict.OK, 3, 0),
        ("<li>one</li><li>bad</li><li>worse</li>", Verdict.DEGRADED, 1, 2),
        ("<li>bad</li>", Verdict.FAILED, 0, 1),
        ("No lines today", Verdict.OK, 0, 0),
        ("", Verdict.FAILED, 0, 0),
    ],
)
def test_a_verdict_follows_from_the_rows(items: str, verdict: Verdict, records: int, bad: int) -> None:
    """Rows are isolated from each other, and emptiness counts only where the page explains it."""
    reading = read(SOURCE, "page", f"<h1>Lines</h1>{items}")
    assert (reading.verdict, len(reading.records), len(reading.bad)) == (verdict, records, bad)
    assert bool(reading.reason) == (verdict is not Verdict.OK)


def test_a_page_may_lead_to_further_parts() -> None:
    """What a page leads to is handed over with its reading."""
    (further,) = read(SOURCE, "page", "<h1>Lines</h1><li>one</li>").follow
    assert further.url == "https://example.org/lines?a=b&more"


def test_facts_make_the_requests() -> None:
    """By default every part's address is asked for, and recorded answers are known again by it."""
    assert [request.url for request in SOURCE.requests(AT, State())] == ["https://example.org/lines?a=b"]
    assert SOURCE.part_of("GET", "http://example.org/lines/?a=b#c", b"") == "page"
    assert SOURCE.part_of("POST", "https://example.org/lines?a=b", b"") is None
    assert not same_address("https://example.org/lines?a=b", "https://example.org/lines?a=c")


def test_records_stand_alone_unless_a_source_joins_them() -> None:
    """By default each record is an advisory, listed by the part that was freshly read."""
    read_now = PartRecords(records=({"word": "a"}, {"word": "b"}), read_at=AT)
    carried = PartRecords(records=({"word": "c"},), read_at=AT - timedelta(days=1), fresh=False)
    joined = SOURCE.join({"page": read_now, "old": carried}, {})
    assert [(item.record["word"], item.parts) for item in joined] == [("a", ("page",)), ("b", ("page",)), ("c", ())]
    assert SOURCE.mentions("XX A1/31", b"... A1/31 ...")


def test_a_declared_charset_counts_before_the_page_s_own() -> None:
    """HTML is decoded by the charset of its header, then by its own, and a wrong byte becomes visible."""
    page = "<meta charset='utf-8'><h1>Lines</h1><li>caf\u00e9</li>"
    latin = read(SOURCE, "page", page.encode("latin-1"), media="text/html; charset=ISO-8859-1")
    assert latin.records[0]["word"] == "caf\u00e9"
    own = read(SOURCE, "page", page.encode(), media="text/html")
    assert own.records[0]["word"] == "caf\u00e9"
    wrong = read(SOURCE, "page", page.encode("latin-1"), media='text/html; charset="UTF-8"')
    assert wrong.records[0]["word"] == "caf\ufffd"


def test_an_error_is_cut_but_names_the_page() -> None:
    """However long what was found, a reason stays short enough to read."""
    reading = read(SOURCE, "page", "x" * 100_000)
    assert reading.reason.startswith("lines/page: expected")
    assert len(reading.reason) < 500


def test_a_list_is_found_by_its_path() -> None:
    """A JSON list is found by its path; a missing key is named together with those that are there."""

    def page(document: Any) -> Page:
        return Page(part="p", url="u", body=b"", charset="", read_at=AT, source="s", document=document)

    assert listing(page({"a": {"b": [1]}}), "a", "b") == [1]
    assert listing(page([2])) == [2]
    with pytest.raises(WrongPageError, match=r"an object with 'b'.*'c'"):
        listing(page({"a": {"c": 1}}), "a", "b")
    with pytest.raises(WrongPageError, match="a list at a, found dict"):
        listing(page({"a": {}}), "a")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\u00a0 b\r\nc", "a b c"),
        ("\u202eevil\u202c\u200b\x00\x07", "evil"),
        ("  ", ""),
        ("Sana’a – Ñandú", "Sana’a – Ñandú"),
    ],
)
def test_one_line_is_one_line(given: str, kept: str) -> None:
    """White space becomes single spaces; control and direction marks go, letters of any script stay."""
    assert one_line(given) == kept


def test_paragraphs_keep_their_lines() -> None:
    """Text keeps its line breaks and loses what cannot be seen."""
    assert paragraphs("A  \r\nB\u202e\x00\tC\n\n") == "A\nB\tC"


def test_a_line_is_cut_at_a_word() -> None:
    """A cut is marked, falls between words where there are any, and never lengthens."""
    assert shorten("short", 10) == "short"
    assert shorten("one two three", 9) == "one two…"
    assert shorten("x" * 20, 10) == "x" * 9 + "…"


def test_markup_becomes_words() -> None:
    """Tags go, entities are resolved, and plain words are left alone."""
    assert plain("<p>31/10/2026, unless&nbsp;reviewed.</p>\n") == "31/10/2026, unless reviewed."
    assert plain("Democratic People&#039;s Republic ") == "Democratic People's Republic"
    assert plain("https://example.org") == "https://example.org"


@pytest.mark.parametrize("href", ["javascript:x", "", "mailto:a@b.c", "https://[", "http:///x", "file:///etc/passwd"])
def test_an_address_that_a_browser_should_not_open_is_refused(href: str) -> None:
    """Only http and https addresses with a host are addresses."""
    with pytest.raises(InputError, match=r"http|address"):
        web_address(href, "")


def test_answers_are_made_at_the_part_s_address() -> None:
    """The helper of these tests answers at the part's own address."""
    assert answer(SOURCE, "page", b"").url == SOURCE.parts[0].url
