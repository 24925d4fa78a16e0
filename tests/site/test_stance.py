"""The table of places × authorities, and the stance on the page of a place."""

from __future__ import annotations

import re
from pathlib import Path

from tests.digest import invented as made
from tests.site.pages import built


def words(page: Path) -> str:
    """Return a page's words, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.read_text("utf-8")).split())


def test_the_table_puts_authorities_side_by_side(tmp_path: Path) -> None:
    """Every place with a warning in force has a row, with a cell for each authority and what the table rests on."""
    built(tmp_path, made.knowledge(sources=(made.BLOCKED, made.EASA, made.UK)))
    text = words(tmp_path / "current/stance/index.html")
    assert "Airspace Its own State EASA FAA UK" in text
    assert "FIR ZZSG ZZSG ? not read" in text
    assert "of 3 authorities covered" in text
    assert "Not a clearance." in text


def test_a_place_has_its_stance(tmp_path: Path) -> None:
    """The page of a FIR says what each authority tells whom, with the issuer's words, and what was not read."""
    built(tmp_path, made.knowledge(sources=(made.BLOCKED, made.EASA, made.UK)))
    text = words(tmp_path / "current/fir/ZZSG/index.html")
    assert "Its own State: ? not read" in text
    assert "US operators and FAA airmen: do not fly in FIR ZZSG below FL 260 (binding)" in text
    assert "FAA: prohibited faa_prohibitions not read well, not lately or unproven" in text
