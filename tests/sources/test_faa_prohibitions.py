from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup

from advisories.model import Advisory, EndKind, Kind, NotRead, Verdict
from advisories.sources.answer import read_part
from advisories.sources.faa_prohibitions import FaaProhibitions
from tests.sources.made import advisories, as_answers, fresh, read

SOURCE = FaaProhibitions()


def page(sections: str, *, index: str = "", updated: str = "Friday, May 2, 2031") -> str:
    """Return a page with these sections."""
    listed = f"<h2>Alphabetical List</h2><ul>{index}</ul>" if index else ""
    return (
        f"<html><body><article><h1>Prohibitions, Restrictions and Notices</h1>{listed}{sections}"
        f"<div>Last updated: {updated}</div></article><h2>Menu</h2><ul><li><a href='/x'>X</a></li></ul></body></html>"
    )


def section(name: str, *items: str) -> str:
    """Return a section of list items."""
    return f"<h2>{name}</h2><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def only(sections: str) -> Advisory:
    """Return the one advisory of a page."""
    (found,) = advisories(SOURCE, "page", page(sections)).values()
    return found


def test_levels_ends_and_text_are_not_read() -> None:
    """What the page does not print is not read, which is not the same as not stated."""
    found = only(section("Freedonia", '<a href="a.pdf">KICZ NOTAM A0901/31 - Advisory for Freedonia (ZZFA)</a>'))
    for value in (found.text, found.lower, found.upper, found.issued, found.validity.start, found.validity.end):
        assert isinstance(value, NotRead)
    assert found.validity.end_kind is EndKind.NOT_READ
    assert found.firs == ("ZZFA",)


def test_one_number_under_two_sections_is_one_advisory() -> None:
    """A number spelt in two ways under two sections is one advisory with both areas, in the page's order."""
    found = only(
        section("Freedonia&nbsp;", '<a href="a.pdf">KICZ NOTAM A0901/31 - Advisory</a>')
        + section("Sylvania", '<a href="b.pdf">KICZ&nbsp;NOTAM A0901/31—Security — Advisory</a>')
    )
    assert found.reference == "KICZ A0901/31"
    assert found.areas == ("Freedonia", "Sylvania")


def test_documents_that_read_alike_are_told_apart() -> None:
    """Two documents without a number that read alike but lead elsewhere are two advisories."""
    found = advisories(
        SOURCE,
        "page",
        page(section("Freedonia", '<a href="a.pdf">A Letter on Gliders</a>', '<a href="b.pdf">Letter on gliders</a>')),
    )
    assert sorted(found) == ["Notice: gliders", "Notice: gliders (2)"]
    assert len({advisory.url for advisory in found.values()}) == 2


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("media/x y_(z).pdf", "https://www.faa.gov/air_traffic/publications/us_restrictions/media/x%20y_(z).pdf"),
        ("/media/82381", "https://www.faa.gov/media/82381"),
        ("//example.org/a", "https://example.org/a"),
        ("https://example.org/a?b=c&amp;d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        ("../a.pdf", "https://www.faa.gov/air_traffic/publications/a.pdf"),
    ],
)
def test_links_are_absolute(href: str, url: str) -> None:
    """A link resolves against the page's address with a trailing slash, and is percent-encoded."""
    assert only(section("Freedonia", f'<a href="{href}">KICZ NOTAM A0901/31 - Advisory</a>')).url == url


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "java\nscript:x", "data:text/html,x", "vbscript:x", "ftp://h/x", "http://[x"]
)
def test_links_that_a_browser_should_not_open_are_bad_rows(href: str) -> None:
    """A link of another scheme is refused, and only its row suffers."""
    reading = read(
        SOURCE,
        "page",
        page(section("Freedonia", f'<a href="{href}">KICZ NOTAM A0901/31</a>', '<a href="b">SFAR 901</a>')),
    )
    assert reading.verdict is Verdict.DEGRADED
    assert len(reading.records) == 1
    assert "Freedonia" in reading.bad[0].reason
    assert "http" in reading.bad[0].reason


def test_a_section_of_words_alone_is_read_by_what_it_holds() -> None:
    """A section without any link is not lost: what a person could read there is an item."""
    found = only("<h2>Freedonia</h2><p>KICZ NOTAM A0901/31 - Prohibition Against Certain Flights</p>")
    assert (found.reference, found.kind, found.url) == ("KICZ A0901/31", Kind.PROHIBITORY_NOTAM, SOURCE.home)


@pytest.mark.parametrize("words", ["There are currently no notices.", "None", "No current NOTAMs for this country"])
def test_a_section_may_say_that_it_is_empty(words: str) -> None:
    """A section that says itself that there is none is no fault."""
    reading = read(
        SOURCE, "page", page(section("Freedonia", '<a href="a">SFAR 901</a>') + f"<h2>Sylvania</h2><p>{words}</p>")
    )
    assert reading.verdict is Verdict.OK
    assert len(reading.records) == 1


def test_a_section_without_an_item_is_a_bad_row() -> None:
    """A heading under which nothing can be read is a fault, not an empty country."""
    reading = read(SOURCE, "page", page(section("Freedonia", '<a href="a">SFAR 901</a>') + "<h2>Sylvania</h2>"))
    assert reading.verdict is Verdict.DEGRADED
    assert "Sylvania" in reading.reason


def test_a_section_that_the_index_names_must_be_there() -> None:
    """A country that the page's own index lists and that has no section is a bad row, whatever the anchor's case."""
    index = '<li><a href="#FREE">Freedonia</a></li><li><a href="#s">Sylvania</a></li>'
    sections = '<h2>The Republic<a id="free"></a></h2><ul><li><a href="a">SFAR 901</a></li></ul>'
    reading = read(SOURCE, "page", page(sections, index=index))
    assert reading.verdict is Verdict.DEGRADED
    assert [row.reason.split("'")[1] for row in reading.bad] == ["Sylvania"]


def test_an_index_without_any_section_is_a_failure() -> None:
    """A page of index only, with every section gone, is not read as a page without restrictions."""
    reading = read(SOURCE, "page", page("", index='<li><a href="#s">Sylvania</a></li>'))
    assert reading.verdict is Verdict.FAILED


def test_menus_after_the_closing_line_are_no_sections() -> None:
    """What follows "Last updated" is the site's own."""
    assert only(section("Freedonia", '<a href="a">SFAR 901</a>')).areas == ("Freedonia",)


def test_a_page_that_breaks_off_is_a_failure() -> None:
    """A page without its closing line was cut, and what it lacks is not known to be gone."""
    whole = page(section("Freedonia", '<a href="a">SFAR 901</a>'))
    reading = read(SOURCE, "page", whole[: whole.index("<div>Last")])
    assert reading.verdict is Verdict.FAILED
    assert "Last updated" in reading.reason


def test_bytes_that_cannot_be_decoded_cost_one_row() -> None:
    """A byte that is not of the page's charset makes its own row bad and no other."""
    body = page(section("Freedonia", '<a href="a">SFAR 901 caf@</a>', '<a href="b">SFAR 902</a>')).encode()
    reading = read(SOURCE, "page", body.replace(b"@", b"\xe9"))
    assert reading.verdict is Verdict.DEGRADED
    assert len(reading.records) == 1


def test_numbers_are_found_in_bytes_in_any_spelling() -> None:
    """A reference is known to be on a page in any of its spellings, and a title by its telling words."""
    assert SOURCE.mentions("KICZ A0012/25", b"<a href='KICZ_A0012-25.pdf'>")
    assert SOURCE.mentions("Background: risks sargon", "RISKS within the SÀRGON".encode())
    assert not SOURCE.mentions("KICZ A0012/25", b"A0013/25")


@pytest.fixture(scope="module")
def recorded_page(material: Path) -> bytes:
    """Return the recorded page."""
    (found,) = as_answers(SOURCE, material / "captures" / "conflict-2026-09-25.warc.gz")
    return found.body


def test_every_document_of_the_recorded_page_is_read(recorded_page: bytes) -> None:
    """All 24 sections of the recorded page and each of their links are read, and nothing else."""
    found = advisories(SOURCE, "page", recorded_page)
    tree = BeautifulSoup(recorded_page, "lxml")
    expected: dict[str, set[str]] = {}
    for section in tree.find_all("h2")[4:]:
        items = section.find_next_sibling("ul")
        assert items is not None
        expected[section.get_text().strip()] = {str(link["href"]) for link in items.find_all("a", href=True)}
    assert len(expected) == 24
    spelled = {"Korea, North": "North Korea", "Russian Federation": "Russia"}
    for heading, links in expected.items():
        area = spelled.get(heading, heading)
        ours = {advisory.url for advisory in found.values() if area in advisory.areas}
        assert ours == {urljoin(SOURCE.home, link).replace(" ", "%20") for link in links}
    assert len(found) == len({link for links in expected.values() for link in links})


def test_the_recorded_page_reads_as_counted_by_hand(recorded_page: bytes) -> None:
    """Kinds, areas and date of the recorded page are those that a person counts."""
    found = advisories(SOURCE, "page", recorded_page)
    kinds = [advisory.kind for advisory in found.values()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        Kind.SFAR: 8,
        Kind.PROHIBITORY_NOTAM: 4,
        Kind.ADVISORY_NOTAM: 10,
        Kind.POINTER: 8,
        Kind.BACKGROUND: 5,
        Kind.REFERENCE: 15,
    }
    assert found["14 CFR 91.707"].areas == ("Canada", "Mexico")
    assert len(found["Background: risks eastern pacific ocean"].areas) == 6
    assert found["KICZ A0005/22"].firs == ("UUWV", "UWWW", "URRV")
    assert found["KICZ A0052/26"].firs == ("XX01",)
    warned = {area for advisory in found.values() if advisory.kind.warns for area in advisory.areas}
    assert warned.isdisjoint({"United States", "Bahamas", "Canada", "Cuba"})


def test_the_recorded_page_prints_its_own_date(material: Path) -> None:
    """The page's "Last updated" is read as a day in UTC."""
    (found,) = as_answers(SOURCE, material / "captures" / "conflict-2026-09-25.warc.gz")
    reading = read_part(SOURCE, found)
    assert reading.updated is not None
    assert reading.updated.isoformat() == "2026-09-14T00:00:00+00:00"
    assert len(SOURCE.join(fresh({"page": reading}), {})) == 50
