"""Addresses of pages are stable, safe and never shared."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.digest import paths

SAFE = re.compile(r"advisory/[a-z0-9-]+/[a-z0-9-]+/")


@pytest.mark.parametrize(
    ("authority", "reference", "path"),
    [
        ("FAA", "KICZ A0012/25", "advisory/faa/kicz-a0012-25/"),
        ("EASA", "CZIB 2026-07", "advisory/easa/czib-2026-07/"),
        ("FAA", "SFAR 117", "advisory/faa/sfar-117/"),
        ("UK", "EGGN L2624/26", "advisory/uk/eggn-l2624-26/"),
        ("FAA", "../../etc/passwd", "advisory/faa/etc-passwd-411cdaafce/"),
    ],
)
def test_usual_references_keep_their_names(authority: str, reference: str, path: str) -> None:
    """A reference of a usual form is legible in its address; any other carries a digest of itself."""
    assert paths.advisory(authority, reference) == path


@given(st.text(), st.text())
def test_any_text_makes_a_safe_address(authority: str, reference: str) -> None:
    """No text climbs out of its folder, and no address is longer than a file name may be."""
    path = paths.advisory(authority, reference)
    assert SAFE.fullmatch(path)
    assert all(0 < len(part) <= 80 for part in path.rstrip("/").split("/"))


@pytest.mark.parametrize(
    "others",
    [
        ("KICZ A0012/25", "kicz a0012/25", "KICZ A0012-25", "KICZ A0012 25", "KICZ  A0012/25", "KICZ-A0012/25"),
        ("СЗИБ 1", "ГЗИБ 1"),
        ("x" * 300, "x" * 301),
        ("", " ", "\x00"),
    ],
)
def test_two_references_never_share_an_address(others: tuple[str, ...]) -> None:
    """Case, punctuation, spaces, other scripts and length never make two references meet."""
    assert len({paths.advisory("FAA", one) for one in others}) == len(others)


def test_areas_meet_where_only_case_or_punctuation_differs() -> None:
    """`Korea, North` and `KOREA NORTH` are one place; other names are others."""
    assert paths.area("Korea, North") == paths.area("KOREA  NORTH") == "area/korea-north/"
    assert paths.area("Côte") != paths.area("Cote")
    assert paths.fir("SVZM") == "fir/SVZM/"
    assert paths.fir("../x").startswith("fir/x-")
