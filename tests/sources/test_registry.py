from __future__ import annotations

from types import ModuleType

import pytest

from advisories.errors import InputError
from advisories.model import Advisory
from advisories.sources.base import Coverage, Page, Part, Proof, Record, Republish, Source
from advisories.sources.from_html import HtmlSource
from advisories.sources.registry import all_sources, by_name, checked, sources_from
from advisories.sources.uk_pib import UkPib


class Mine(HtmlSource):
    """A source that a person wrote."""

    name = "mine"
    title = "Mine"
    authority = "ME"
    home = "https://example.org/"
    parts = (Part(name="page", url="https://example.org/", coverage=Coverage.SNAPSHOT, marker="mine"),)

    def rows(self, page: Page) -> list[str]:
        """Return the page's lines."""
        return page.text.splitlines()

    def record(self, page: Page, row: str) -> Record:
        """Return a line."""
        return {"line": row, "of": page.part}

    def advisory(self, record: Record) -> Advisory:
        """Return nothing."""
        raise NotImplementedError


def test_every_source_states_its_facts() -> None:
    """Each source says who publishes, where, under which terms, how often, and how true its examples are."""
    for source in all_sources():
        assert source.name == type(source).__module__.rpartition(".")[2]
        for fact in (source.title, source.authority, source.home, source.terms, source.acknowledgement):
            assert fact
        assert source.home.startswith("https://")
        assert all(part.url.startswith("https://") and part.marker and part.media for part in source.parts)
        assert source.cadence.total_seconds() >= 600
        assert source.expected is not None
        assert source.reader_version >= 1
        assert type(source).__doc__


def test_proof_is_that_of_the_weakest_part() -> None:
    """A source is as proven as the least true of its recorded parts."""
    proofs = {source.name: source.proof for source in all_sources()}
    assert proofs == {"easa_czib": Proof.REBUILT, "faa_prohibitions": Proof.REBUILT, "uk_pib": Proof.WIRE}
    assert by_name("easa_czib").part("json").proof is Proof.WIRE
    assert by_name("easa_czib").republish is Republish.TEXT


def test_a_source_is_found_by_name() -> None:
    """A name finds its source, and a wrong one suggests the nearest."""
    assert by_name("uk_pib").authority == "UK"
    with pytest.raises(InputError, match=r"did you mean 'uk_pib'\?"):
        by_name("uk_pibs")
    with pytest.raises(InputError, match="expected one of"):
        by_name("zzzz")


def test_a_person_brings_sources_of_their_own() -> None:
    """The sources that a module defines itself are found; bases and imported sources are not."""
    module = ModuleType("theirs")
    theirs = type("Theirs", (Mine,), {"__module__": "theirs", "name": "theirs"})
    half = type("Half", (Source,), {"__module__": "theirs"})
    for kind in (theirs, half, UkPib, HtmlSource):
        setattr(module, kind.__name__, kind)
    assert sources_from(module) == (theirs,)
    found = all_sources(sources_from(module))
    assert [source.name for source in found] == ["easa_czib", "faa_prohibitions", "uk_pib", "theirs"]
    assert by_name("theirs", found).title == "Mine"


def test_a_source_that_lacks_something_is_refused() -> None:
    """A missing fact or hook, a name used twice, or two parts of one name are told before anything runs."""
    with pytest.raises(InputError, match="title"):
        checked(type("Bad", (Mine,), {"title": ""}))
    with pytest.raises(InputError, match="hook"):
        checked(type("Half", (HtmlSource,), {}))
    with pytest.raises(InputError, match="one source of that name"):
        all_sources((type("Twin", (Mine,), {"name": "uk_pib"}),))
    with pytest.raises(InputError, match="different names"):
        checked(type("Twins", (Mine,), {"parts": Mine.parts * 2}))
