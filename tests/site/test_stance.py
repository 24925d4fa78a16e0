"""The table of places × authorities, and the stance on the page of a place."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from bs4 import BeautifulSoup

from advisories.model import Advisory, Instruction, LegalForm
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
    assert "FIR ZZSG Its own State ? not read" in text
    assert "of 3 authorities covered" in text
    assert "Not a clearance." in text


def test_the_strongest_instruction_stands_first(tmp_path: Path) -> None:
    """Rows are sorted by the strongest instruction, then by name, whoever gave it."""
    standings = (
        made.standing(made.LAW),
        made.standing(told("FAA", "A0041/26", "ZZCA", Instruction.CAUTION)),
        made.standing(told("FAA", "A0042/26", "ZZBB", Instruction.DO_NOT_ENTER)),
        made.standing(told("UK", "A0043/26", "ZZAA", Instruction.DO_NOT_ENTER, LegalForm.RECOMMENDATION)),
        made.standing(told("UK", "A0044/26", "ZZAB", Instruction.CAUTION)),
    )
    built(tmp_path, made.knowledge(standings=standings, changes=()))
    page = BeautifulSoup((tmp_path / "current/stance/index.html").read_bytes(), "lxml")
    names = [row.text.strip() for row in page.select(".stances th[scope=row]")]
    assert names == ["FIR ZZBB", "FIR ZZSG", "FIR ZZAA", "FIR ZZAB", "FIR ZZCA"]


def told(authority: str, number: str, fir: str, what: Instruction, form: LegalForm = LegalForm.BINDING) -> Advisory:
    """Return an invented document of some authority that was read."""
    return made.faa(
        number, "Land", fir, authority=authority, text="Read.", provisions=(made.provision(what, form, fir),)
    )


def test_a_listed_area_has_a_row_and_a_page(tmp_path: Path) -> None:
    """A warning that names neither FIR nor country stands in the table and on the page of the area it is listed under."""
    where = made.provision(Instruction.CAUTION, LegalForm.RECOMMENDATION, "ZZSG", firs=(), area="the gulf")
    gulf = made.faa("A0045/26", "Gulf of Examples", "", firs=(), text="Read.", provisions=(where,))
    built(tmp_path, made.knowledge(standings=(made.standing(gulf),), changes=()))
    assert "Gulf of Examples Its own State ? not read" in words(tmp_path / "current/stance/index.html")
    assert "FAA: caution △ US operators" in words(tmp_path / "current/area/gulf-of-examples/index.html")


def test_changes_of_stance_stand_on_their_pages(tmp_path: Path) -> None:
    """The page of a place and the table's page tell how it moved, and lead to the advisory that made it."""
    built(tmp_path)
    for name in ("stance", "fir/ZZEX"):
        text = words(tmp_path / "current" / name / "index.html")
        assert "tightened 22 Nov 2026 02:00Z FAA on FIR ZZEX before △ caution, levels not read: treat as all" in text
        page = (tmp_path / "current" / name / "index.html").read_text("utf-8")
        assert "advisory/faa/kicz-a0031-26/index.html" in page
    assert "tightened" not in words(tmp_path / "current/fir/ZZSG/index.html")


def test_a_place_keeps_its_page_when_nothing_is_listed_for_it_any_more(tmp_path: Path) -> None:
    """What was told of a place once can be looked up, and nothing leads where nothing is."""
    built(tmp_path, made.knowledge(standings=(), changes=()))
    page = (tmp_path / "current/fir/ZZEX/index.html").read_text("utf-8")
    assert "KICZ A0031/26" in page
    assert "advisory/" not in page


def test_many_changes_of_stance_are_folded(tmp_path: Path) -> None:
    """The same move over many places is one line of the latest, and the latest are few and open at a touch."""
    firs = [f"ZZ{one}{two}" for one in "ABCDE" for two in "ABCDE"]
    wide = [made.REPLACE(made.MOVE, place=fir) for fir in firs]
    older = [made.REPLACE(made.MOVE, at=made.NOW - timedelta(days=at)) for at in range(1, 12)]
    built(tmp_path, made.knowledge(moves=(*wide, *older)))
    page = BeautifulSoup((tmp_path / "current/stance/index.html").read_bytes(), "lxml")
    assert len(page.select(".move")) == 8
    assert len(page.select("details .move")) == 4
    assert len(page.select(".move")[0].select("a[href*='fir/']")) == 25


def test_a_place_has_its_stance(tmp_path: Path) -> None:
    """The page of a FIR says what each authority tells whom, with the issuer's words, and what was not read."""
    built(tmp_path, made.knowledge(sources=(made.BLOCKED, made.EASA, made.UK)))
    text = words(tmp_path / "current/fir/ZZSG/index.html")
    assert "Its own State: ? not read" in text
    assert "US operators and FAA airmen: do not fly in FIR ZZSG below FL 260 (binding)" in text
    assert "FAA: prohibited faa_prohibitions not read well, not lately or unproven" in text
