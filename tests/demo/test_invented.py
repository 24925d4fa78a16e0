"""Nothing in the demonstration can be taken for a claim about a real State or its airspace."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from advisories.demo import DAYS, MARK, Tour
from advisories.demo.notices import AERODROMES, FIRS, NOTICES
from advisories.demo.recording import answers
from advisories.demo.story import BULLETINS, DOCUMENTS
from advisories.geo import countries, firs
from advisories.model import Response
from advisories.sources import registry
from advisories.store import Store

ANSWERS = tuple(answers())
WORDS = [
    *(f"{one.area}: {one.title}" for one in DOCUMENTS if "United States" not in one.title),
    *(f"{one.country}: {one.airspace} {one.advice}" for one in BULLETINS),
    *(one.text for one in NOTICES),
    *FIRS.values(),
    *(name for name, _ in AERODROMES.values()),
]


def test_there_is_something_to_check() -> None:
    """The story has answers, words and codes."""
    assert len(ANSWERS) == 75
    assert len(WORDS) > 40


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda one: f"{one.read_at:%d-%Hh}-{one.part}")
def test_every_recorded_page_says_that_it_is_invented(answer: Response) -> None:
    """Every recorded answer, broken ones too, carries the words that its content is invented."""
    assert MARK.lower().encode() in answer.body.lower()


def test_every_address_is_the_publishers_own() -> None:
    """Recorded answers stand at the addresses of the shipped sources, so that their readers find them."""
    assert {one.url for one in ANSWERS} == {part.url for source in registry.all_sources() for part in source.parts}


def test_every_page_and_digest_says_that_it_is_invented(tour: Tour) -> None:
    """Every page of the site, its feed, and every form of every digest carries the words."""
    pages = [*tour.site.parent.rglob("*.html"), tour.site.parent / "feed.xml"]
    digests = [file for file in tour.digests[0].parent.iterdir() if file.suffix in (".html", ".txt")]
    assert len(pages) > 60
    assert len(digests) == 16
    unmarked = [file for file in (*pages, *digests) if MARK.lower() not in file.read_text("utf-8").lower()]
    assert unmarked == []


def test_every_subject_says_that_it_is_invented(tour: Tour) -> None:
    """The subject line of every message carries the words."""
    for file in tour.digests:
        message = message_from_bytes(file.with_suffix(".eml").read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert MARK in str(message["Subject"])


def test_no_code_is_one_of_a_state(store: Store) -> None:
    """Every FIR and aerodrome code begins with ZZ, under which ICAO has given none, and numbers are from 9001 on."""
    assert not [fir.code for fir in firs.all_firs() if fir.code.startswith("ZZ")]
    for history in store.histories(store.moment(DAYS[-1].edition_at)):
        advisory = history.standing.advisory
        assert all(code.startswith("ZZ") for code in (*advisory.firs, *advisory.locations)), advisory.reference
        assert all(firs.by_code(code) is None for code in (*advisory.firs, *advisory.locations))
        if re.search(r"[A-Z]\d{4}/", advisory.reference):
            assert re.search(r"[A-Z]9\d{3}/", advisory.reference)


@pytest.mark.parametrize("words", WORDS)
def test_no_word_names_a_real_state(words: str) -> None:
    """No country, area or text of the story names a State that exists."""
    assert countries.find(words, demonyms=True) == []
