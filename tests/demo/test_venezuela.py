"""Venezuela, 2019 to 2026: the stance differs rightly at each time, and by what was known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from advisories.cli import commands
from advisories.demo import venezuela
from advisories.demo.tour import Tour
from advisories.demo.venezuela.papers import at
from advisories.demo.venezuela.recording import LAST
from advisories.geo.places import place
from advisories.model import NotRead
from advisories.stance import OwnStatus, Stance, stance
from advisories.store import Store


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Tour:
    """Return the story as told into a new folder."""
    return venezuela.run(tmp_path_factory.mktemp("venezuela") / "told")


@pytest.fixture
def store(tour: Tour) -> Iterator[Store]:
    """Return the store that the story filled."""
    with Store(f"sqlite:///{tour.folder / 'advisories.sqlite3'}") as opened:
        yield opened


def asked(store: Store, as_of: datetime, known_at: datetime = LAST, where: str = "SVZM") -> Stance:
    """Return the stance on a place at two times."""
    moment = store.moment(LAST, as_of=as_of, known_at=known_at)
    health = store.health((venezuela.VenezuelaEasa(), venezuela.VenezuelaFaa()), moment)
    found = place(where)
    assert found is not None
    return stance(found, store.standings(moment), health, as_of, known_at)


TOLD: list[tuple[datetime, str, str, str]] = [
    (at(2019, 3, 1), "caution", "none known", "SFC-UNL"),
    (at(2019, 6, 1), "prohibited", "none known", "SFC-FL 260"),
    (at(2025, 12, 1), "caution", "none known", "SFC-UNL"),
    (at(2026, 1, 3), "prohibited", "avoid", "SFC-UNL"),
    (at(2026, 2, 1), "none known", "avoid", ""),
    (LAST, "none known", "none known", ""),
]


@pytest.mark.parametrize(("when", "faa", "easa", "band"), TOLD, ids=[f"{case[0]:%Y-%m-%d}" for case in TOLD])
def test_the_stance_differs_rightly(store: Store, when: datetime, faa: str, easa: str, band: str) -> None:
    """At each of six times each authority says what it said then, with its band; nobody's word stands for another's."""
    found = asked(store, when)
    assert {one.authority: one.word for one in found.authorities} == {"EASA": easa, "FAA": faa}
    assert found.own is OwnStatus.NOT_READ
    if band:
        first = found.authorities[1].standing[0].provision
        assert first is not None
        assert f"{first.lower}-{first.upper}" == band


KNOWN: list[tuple[datetime, datetime, str, str]] = [
    (at(2026, 1, 3), at(2026, 1, 2), "caution", "none known"),
    (at(2026, 1, 3), at(2026, 1, 4), "prohibited", "avoid"),
    (at(2019, 6, 1), at(2019, 5, 1), "caution", "none known"),
    (at(2026, 2, 1), at(2026, 1, 29), "caution", "avoid"),
]


@pytest.mark.parametrize(("when", "known", "faa", "easa"), KNOWN)
def test_what_could_be_known(store: Store, when: datetime, known: datetime, faa: str, easa: str) -> None:
    """Asked for what was known before, the story tells what had been read by then and nothing later."""
    found = asked(store, when, known)
    assert {one.authority: one.word for one in found.authorities} == {"EASA": easa, "FAA": faa}


REGIONS = ("SVZM", "TJZS", "TNCF", "TTZP")
MOVES: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("2019-02-21", "FAA", "tightened", ("VE",)),
    ("2019-05-01", "FAA", "changed", ("VE",)),
    ("2023-06-15", "FAA", "eased", ("VE",)),
    ("2025-11-21", "FAA", "tightened", ("SVZM",)),
    ("2026-01-03", "EASA", "tightened", REGIONS),
    ("2026-01-03", "FAA", "tightened", REGIONS),
    ("2026-01-04", "FAA", "eased", REGIONS),
    ("2026-01-30", "FAA", "eased", REGIONS),
    ("2026-02-16", "EASA", "eased", REGIONS),
    ("2026-04-02", "EASA", "eased", ("SVZM",)),
]
"""Every change of stance of the story. That of May 2019 is neither: nothing is told any more above FL 260."""


def test_the_story_has_these_moves_and_no_others(store: Store) -> None:
    """Each change of stance is told once, on the day of the reading that shows it; a reissue and a new end are none."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in reversed(store.moves(store.moment(LAST), each=99)):
        found.setdefault((f"{one.at:%Y-%m-%d}", one.authority, one.kind.value), []).append(one.place)
    assert [(*key, tuple(sorted(places))) for key, places in found.items()] == MOVES


def test_a_move_says_what_was_told_before_and_after(store: Store) -> None:
    """The prohibition of January 2026 tightened a caution; what came after it eased it, and is no clearance."""
    moves = store.moves(store.moment(LAST, as_of=at(2026, 1, 5)), ["SVZM"], each=2)
    assert [(one.fields[0].before, one.fields[0].after, one.note) for one in moves if one.authority == "FAA"] == [
        (
            "do not enter, binding, all levels (KICZ prohibition of 3 January 2026, SVZM (reconstructed))",
            "caution, all levels (KICZ advisory of 4 January 2026, SVZM (reconstructed))",
            "not a clearance",
        ),
        (
            "caution, all levels (KICZ A0015/25 (reconstructed))",
            "do not enter, binding, all levels (KICZ prohibition of 3 January 2026, SVZM (reconstructed))",
            "",
        ),
    ]


def test_neighbours_have_their_own_stance(store: Store) -> None:
    """The bulletin's caution for the neighbouring FIRs is no do-not-enter, and Piarco is meant only in part."""
    found = asked(store, at(2026, 1, 20), where="TTZP")
    assert [(one.authority, one.word) for one in found.authorities] == [("EASA", "caution"), ("FAA", "caution")]
    assert all(entry.provision and entry.provision.partial for one in found.authorities for entry in one.entries)


def test_no_ban_of_operators_closes_airspace(store: Store) -> None:
    """San Juan is served by the United States, but a ban for their own operators is no closure for everyone."""
    found = asked(store, at(2026, 1, 3), where="TJZS")
    assert (found.own, found.authorities[1].word) == (OwnStatus.NOT_READ, "prohibited")


def test_every_clause_is_read(store: Store) -> None:
    """Every document of the story is read whole."""
    for one in store.standings(store.moment(LAST), everything=True):
        assert not isinstance(one.advisory.provisions, NotRead)
        assert (one.advisory.provisions != (), one.advisory.unread) == (True, ()), one.advisory.reference


def test_what_is_reconstructed_says_so(store: Store, tour: Tour) -> None:
    """Every document but the two that were found is marked in reference, title and every sentence that is quoted."""
    for one in store.standings(store.moment(LAST), everything=True):
        advisory = one.advisory
        if advisory.reference in ("KICZ A0013/19", "KICZ A0012/25"):
            continue
        assert advisory.reference.endswith("(reconstructed)")
        assert "Reconstructed" in advisory.title
        assert not isinstance(advisory.provisions, NotRead)
        assert all("Reconstructed" in told.sentence for told in advisory.provisions)
    pages = [path.read_text("utf-8") for path in tour.site.parent.rglob("advisory/**/index.html")]
    assert len(pages) == 14
    assert sum("econstructed" in page.split("<main", 1)[1].split("</h1>", 1)[0] for page in pages) == 12


def test_the_page_of_the_region_is_made(tour: Tour) -> None:
    """The story's site has a page for the FIR with its stance, and one for the table."""
    page = (tour.site.parent / "fir" / "SVZM" / "index.html").read_text("utf-8")
    assert "Stance" in page
    assert '<h1>FIR <bdi>SVZM</bdi> <span class="quiet">Maiquetia FIR/UIR</span></h1>' in page
    assert (tour.site.parent / "stance" / "index.html").is_file()


def test_pages_tell_how_a_stance_changed(tour: Tour) -> None:
    """The region's page has its whole story, newest first, the country's too, and the table's page what is latest."""
    words = {}
    for name in ("fir/SVZM", "area/venezuela", "fir/TJZS", "stance"):
        page = BeautifulSoup((tour.site.parent / name / "index.html").read_bytes(), "lxml")
        words[name] = [one.text for one in page.select(".move .kind")]
    first = ["eased"] * 4 + ["tightened"] * 3
    assert words["fir/SVZM"] == words["area/venezuela"] == [*first, "eased", "changed", "tightened"]
    assert words["fir/TJZS"] == ["eased", "eased", "eased", "tightened", "tightened"]
    assert words["stance"] == ["eased"] * 8
    assert (tour.site.parent / "fir" / "SVZM" / "index.html").read_text("utf-8").count("Not a clearance.") == 6


def test_the_commands_go_on_asking(tour: Tour, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the story's folder the command line answers from its store and its own sources."""
    monkeypatch.chdir(tour.folder)
    result = CliRunner().invoke(commands, ["stance", "SVZM", "--as-of", "2019-06-01"])
    assert result.exit_code == 0
    assert "do not fly in Venezuela below FL 260 (binding), from 1 May 2019 until further notice" in result.output
    told = result.output.partition("CHANGES OF STANCE, newest first")[2]
    assert [line.split("Z  ")[1] for line in told.splitlines() if "Z  " in line] == [
        "FAA on Venezuela: changed",
        "FAA on Venezuela: tightened",
    ]


def test_the_commands_tell_changes_of_stance(tour: Tour, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes are printed with the place, and as JSON have it under a key of its own; both times are respected."""
    monkeypatch.chdir(tour.folder)
    text = CliRunner().invoke(commands, ["changes", "--since", "2026-01-30", "--known-at", "2026-02-01"]).output
    assert "stance eased on Maiquetia FIR/UIR (SVZM)  FAA KICZ advisory of 4 January 2026, SVZM" in text
    assert "→ no instruction known  not a clearance" in text
    asked = ["changes", "--since", "2026-01-30", "--known-at", "2026-02-01", "--json"]
    found = json.loads(CliRunner().invoke(commands, asked).output)
    assert [one["place"] for one in found] == ["", "", "", "", *REGIONS]
    asked = ["stance", "Venezuela", "SVZM", "--as-of", "2026-01-10", "--known-at", "2026-01-03T20:00", "--json"]
    country, region = json.loads(CliRunner().invoke(commands, asked).output)
    assert [one["kind"] for one in region["changes"]][:2] == ["tightened", "tightened"]
    assert country["changes"] == region["changes"]
    everywhere = json.loads(CliRunner().invoke(commands, ["stance", "--json"]).output)
    assert all("changes" not in one for one in everywhere)


def test_the_story_is_a_command(tmp_path: Path) -> None:
    """The story is told by a command, with what happened and what to ask."""
    result = CliRunner().invoke(commands, ["demo", "--story", "venezuela", str(tmp_path / "here")])
    assert result.exit_code == 0, result.output
    assert "advisories stance SVZM --as-of 2026-01-03" in result.output
