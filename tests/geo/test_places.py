"""What a user means by one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.geo.places import Place, place


@pytest.mark.parametrize("text", ["Venezuela", "ve", "VEN", "VENEZUELA", "Bolivarian Republic of Venezuela"])
def test_country_gives_its_regions(text: str) -> None:
    """A country's code or name gives the country with all regions over its territory."""
    assert place(text) == Place(name="Venezuela", firs=("SVZM",), country="VE", is_country=True)


@pytest.mark.parametrize("text", ["SVZM", "svzm", "Maiquetia", "FIR Maiquetía", "maiquetia fir (SVZM)"])
def test_region_gives_its_state(text: str) -> None:
    """A region's code or name gives the region with the State that provides it."""
    assert place(text) == Place(name="Maiquetia FIR/UIR", firs=("SVZM",), country="VE")


@pytest.mark.parametrize(
    ("text", "name", "codes", "country"),
    [
        ("Kuwait", "Kuwait", "OKAC", "KW"),
        ("Kuwait FIR", "Kuwait FIR", "OKAC", "KW"),
        ("UTTR", "Tashkent FIR", "UTTR UZTR", "UZ"),
        ("MHTG", "Central America FIR/UIR", "MHTG MHCC", "HN"),
        ("KZNY", "New York centre", "KZNY", "US"),
        ("EGGX", "Shanwick Oceanic FIR", "EGGX", "GB"),
        ("UIR Kyiv", "Kyiv UIR", "UKBU", "UA"),
        ("Mali", "Mali", "DRRR GOOO", "ML"),
    ],
)
def test_word_gives_the_place_meant(text: str, name: str, codes: str, country: str) -> None:
    """A country goes before a FIR of its name, and a region brings the other codes for its airspace."""
    found = place(text)
    assert found is not None
    assert (found.name, found.firs, found.country) == (name, tuple(codes.split()), country)


@pytest.mark.parametrize("text", ["KICZ", "XX01", "EGXX", "OLBA", "Gulf of Oman", "nowhere", "", "FIR", "x" * 5000])
def test_other_text_is_no_place(text: str) -> None:
    """A pseudo code, a wildcard, an aerodrome, a sea and nonsense are no place."""
    assert place(text) is None


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    """Hostile text never raises."""
    found = place(text)
    assert found is None or len(found.country) == 2
