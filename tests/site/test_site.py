"""The static site: whole, linked, atomic, cheap and the same for the same input."""

from __future__ import annotations

import json
import posixpath
import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from advisories.config import SiteSettings
from advisories.errors import RenderError
from advisories.known import Knowledge
from advisories.model import ChangeKind, FieldChange
from advisories.site import Extent, links
from tests.digest import invented as made
from tests.render.golden import compare
from tests.site.pages import Page, body, built

HOSTILE = '<script>alert(1)</script> {{ 7*7 }} \u202eABC \x00 =cmd|x " onload=x \r\n <img src=x>'


def all_pages(folder: Path) -> dict[str, str]:
    """Return every HTML page of the release that readers see, by path."""
    root = folder / "current"
    return {str(path.relative_to(root)): path.read_text() for path in sorted(root.rglob("*.html"))}


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of the release that readers see, by path."""
    root = folder / "current"
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_the_front_page_is_the_golden_one(tmp_path: Path) -> None:
    """The front page, whole, is what was reviewed."""
    built(tmp_path, made.knowledge(sources=(made.BLOCKED, made.EASA, made.UK)))
    compare("front.html", (tmp_path / "current/index.html").read_bytes())


@pytest.mark.parametrize(("path", "name"), [("easa/czib-2026-19", "bulletin.html"), ("faa/sfar-901", "rule.html")])
def test_an_advisory_page_is_the_golden_one(tmp_path: Path, path: str, name: str) -> None:
    """An advisory's page, whole, is what was reviewed: revisions compared, provisions drawn, evidence named."""
    built(tmp_path)
    compare(name, (tmp_path / f"current/advisory/{path}/index.html").read_bytes())


def test_the_sources_page_is_the_golden_one(tmp_path: Path) -> None:
    """The sources page, whole, is what was reviewed."""
    built(tmp_path, made.knowledge(sources=(made.BLOCKED, made.EASA, made.UK)))
    compare("sources.html", (tmp_path / "current/sources/index.html").read_bytes())


@pytest.mark.parametrize(
    "known",
    [
        made.knowledge(),
        made.quiet(),
        made.bulk(40),
        made.knowledge(standings=(), changes=()),
        made.knowledge(sources=()),
    ],
    ids=["news", "quiet", "many", "empty", "no sources"],
)
def test_every_link_of_every_page_leads_somewhere(tmp_path: Path, known: Knowledge) -> None:
    """Every local link of every page leads to a file of the site, and every fragment to an id of it."""
    built(tmp_path, known)
    found = {path: Page(text) for path, text in all_pages(tmp_path).items()}
    everything = files(tmp_path)
    assert found
    for path, page in found.items():
        assert len(page.ids) == len(set(page.ids)), f"{path}: an id stands twice"
        for link in page.links:
            target, _, fragment = link.partition("#")
            if target.startswith(("https://", "/")):
                continue
            whole = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else path
            assert whole in everything, f"{path} → {link}"
            if fragment:
                assert fragment in found[whole].ids, f"{path} → {link}"


def test_the_same_input_makes_the_same_bytes(tmp_path: Path) -> None:
    """Two sites built apart from the same knowledge are equal in every byte, and so is their release's id."""
    assert built(tmp_path / "one").id == built(tmp_path / "two").id
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_unchanged_pages_are_the_same_file(tmp_path: Path) -> None:
    """A second build links what did not change to the file of the first, and writes only what did."""
    built(tmp_path)
    before = {path: (tmp_path / "current" / path).stat().st_ino for path in files(tmp_path)}
    later = made.knowledge(as_of=made.NOW + timedelta(hours=1), known_at=made.NOW + timedelta(hours=1))
    later = made.REPLACE(
        later,
        standings=tuple(
            made.REPLACE(one, last_seen=made.NOW + timedelta(minutes=30)) for one in later.standings if one.listed
        )
        + tuple(one for one in later.standings if not one.listed),
    )
    release = built(tmp_path, later)
    after = {path: (tmp_path / "current" / path).stat().st_ino for path in files(tmp_path)}
    assert {path for path in after if after[path] != before[path]} <= {
        "index.html",
        "sources/index.html",
        "stance/index.html",
        "status.json",
        "changes/2026-11-22/index.html",
        "changes/index.html",
    }
    assert release.reused > release.written


def test_a_changed_advisory_changes_its_own_page_only(tmp_path: Path) -> None:
    """Where one advisory changes, the pages of others that do not show it stay the same file."""
    built(tmp_path)
    before = {path: (tmp_path / "current" / path).stat().st_ino for path in files(tmp_path)}
    known = made.knowledge()
    moved = made.REPLACE(made.TOWER, title="TOWER CLOSED")
    known = made.REPLACE(
        known,
        standings=tuple(
            made.REPLACE(one, advisory=moved) if one.advisory == made.TOWER else one for one in known.standings
        ),
    )
    built(tmp_path, known)
    changed = {path for path in files(tmp_path) if (tmp_path / "current" / path).stat().st_ino != before[path]}
    assert {path for path in changed if path.startswith("advisory/")} == {"advisory/uk/eggn-c0102-26/index.html"}


def test_a_source_that_is_lost_is_said_on_its_advisories(tmp_path: Path) -> None:
    """When a source is blocked, the page of each of its advisories says so, although the advisory did not change."""
    built(tmp_path)
    built(tmp_path, made.knowledge(sources=(made.BLOCKED, made.EASA, made.UK)))
    page = all_pages(tmp_path)["advisory/faa/kicz-a0031-26/index.html"]
    assert "is not read as it should be: blocked since" in page
    assert "is not read as it should be" not in all_pages(tmp_path)["advisory/easa/czib-2026-21/index.html"]


def test_readers_never_see_half_a_release(tmp_path: Path) -> None:
    """While sites are built one after the other, `current` is always a whole release."""
    built(tmp_path)
    stop = threading.Event()
    faults: list[str] = []

    def read() -> None:
        while not stop.is_set():
            root = (tmp_path / "current").resolve()
            text = (root / "index.html").read_text()
            style = text.partition('rel="stylesheet" href="')[2].partition('"')[0]
            if not text.rstrip().endswith("</html>") or not (root / style).is_file():
                faults.append(str(root))

    reader = threading.Thread(target=read)
    reader.start()
    for hour in range(2):
        at = made.NOW + timedelta(hours=hour + 1)
        built(tmp_path, made.knowledge(as_of=at, known_at=at))
    stop.set()
    reader.join()
    assert faults == []


def test_a_failed_build_publishes_nothing(tmp_path: Path) -> None:
    """Where a page cannot be made, readers keep the release they had, and the next build succeeds."""
    release = built(tmp_path)
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "advisory.html").write_text("{{ view.nothing_of_the_kind }}")
    with pytest.raises(RenderError, match="nothing_of_the_kind"):
        built(tmp_path, settings=SiteSettings(url=made.BASE, templates=str(folder)))
    assert (tmp_path / "current").resolve().name == release.id
    assert built(tmp_path).id == release.id


def test_a_dead_link_publishes_nothing(tmp_path: Path) -> None:
    """A link to a page that is not built stops the release, and the message names page and link."""
    known = made.knowledge()
    with pytest.raises(RenderError, match=r"links lead nowhere.*index\.html → advisory/"):
        built(tmp_path, histories=made.histories(known)[1:])
    assert not (tmp_path / "current").exists()


def test_losing_pages_publishes_nothing(tmp_path: Path) -> None:
    """A site that would lose more than 30 % of its files is refused unless that is meant."""
    release = built(tmp_path)
    few = made.knowledge(standings=made.STANDINGS[:3], changes=())
    with pytest.raises(RenderError, match="nothing was published"):
        built(tmp_path, few)
    assert (tmp_path / "current").resolve().name == release.id
    assert built(tmp_path, few, extent=Extent(allow_fewer=True)).id != release.id


def test_old_releases_go_and_the_newest_stay(tmp_path: Path) -> None:
    """As many releases are kept as the settings say, and each has its manifest."""
    made_ids = [
        built(tmp_path, made.knowledge(as_of=at, known_at=at)).id
        for at in (made.NOW + timedelta(hours=hour) for hour in range(5))
    ]
    kept = sorted(path.name for path in (tmp_path / "releases").iterdir())
    assert kept == sorted([*made_ids[-3:], *(f"{one}.json" for one in made_ids[-3:])])


def test_a_release_that_was_half_removed_is_never_shown_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash while an old release is removed leaves nothing that a later build, of the same content, could switch to."""
    earlier, later = (made.knowledge(as_of=at, known_at=at) for at in (made.NOW, made.NOW + timedelta(hours=1)))
    once = SiteSettings(url=made.BASE, keep_releases=1)
    built(tmp_path, earlier, settings=once)
    first = (tmp_path / "current").resolve()

    def break_off(folder: Path) -> None:
        next(folder.rglob("*.html")).unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(shutil, "rmtree", break_off)
        with pytest.raises(KeyboardInterrupt):
            built(tmp_path, later, settings=once)
    built(tmp_path, earlier, settings=once)
    assert (tmp_path / "current").resolve() == first
    manifest = json.loads(first.with_name(f"{first.name}.json").read_bytes())
    assert all((first / path).stat().st_size == facts["size"] for path, facts in manifest["pages"].items())


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    """While one build runs, another fails at once in plain words."""
    with pytest.raises(RenderError, match="another build is running"):
        built(tmp_path, histories=(built(tmp_path) for _ in range(1)))


def test_an_earlier_day_keeps_its_page(tmp_path: Path) -> None:
    """The page of a day that is not given again is carried over, byte for byte, and stays in the list of days."""
    built(tmp_path)
    page = files(tmp_path)["changes/2026-11-22/index.html"]
    tomorrow = made.NOW + timedelta(days=1)
    known = made.knowledge(as_of=tomorrow, known_at=tomorrow, since=made.NOW, changes=())
    built(tmp_path, known, days=(made.REPLACE(known, since=made.DAY_START + timedelta(days=1)),))
    now = files(tmp_path)
    assert now["changes/2026-11-22/index.html"] == page
    assert b"2026-11-22/index.html" in now["changes/index.html"]
    assert b"2026-11-22/index.html" in now["changes/2026-11-23/index.html"]


def test_hostile_text_is_inert_on_every_page(tmp_path: Path) -> None:
    """No scraped text becomes an element, a handler, a script address, a path or a reading direction."""
    bad = made.faa(
        "A0099/26",
        HOSTILE,
        HOSTILE,
        title=HOSTILE,
        reference=f"../../{HOSTILE}",
        url="javascript:alert(1)",
        text=HOSTILE * 9000,
        aliases=(HOSTILE,),
        locations=(HOSTILE,),
        revision=HOSTILE,
    )
    crane = made.notam("L0999/26", HOSTILE, HOSTILE, fir=HOSTILE)
    fields = (FieldChange(field=HOSTILE, before=HOSTILE, after=HOSTILE * 900),)
    known = made.knowledge(
        changes=(
            (1, made.change(ChangeKind.AMENDED, bad, fields=fields, note=HOSTILE)),
            (2, made.change(ChangeKind.NEW, crane)),
        ),
        standings=(made.standing(bad), made.standing(crane)),
        sources=(
            made.REPLACE(
                made.FAA, title=HOSTILE, reason=HOSTILE, home="javascript:x", terms=HOSTILE, bad_rows=(HOSTILE,)
            ),
            made.UK,
        ),
    )
    built(tmp_path, known)
    assert all(path.resolve().is_relative_to(tmp_path.resolve()) for path in tmp_path.rglob("*"))
    pages = all_pages(tmp_path)
    assert any("{{ 7*7 }}" in text for text in pages.values())
    for path, text in pages.items():
        page = Page(text)
        assert not page.tags & {"script", "img", "iframe", "object", "form", "style"}, path
        assert page.handlers == [], path
        assert not any(link.startswith("javascript") for link in page.links), path
        assert "\u202e" not in text
        assert "\x00" not in text
        assert len(text) < 300_000, path


def test_pages_load_nothing_from_elsewhere(tmp_path: Path) -> None:
    """Every page forbids scripts and foreign loads, and names only its own style sheet and feed."""
    built(tmp_path)
    for path, text in all_pages(tmp_path).items():
        page = Page(text)
        assert "default-src 'none'; style-src 'self'" in text, path
        assert "script" not in page.tags
        assert all("assets/style." in one or one.endswith("feed.xml") for one in page.loads), path


def test_official_text_is_shown_only_where_terms_allow(tmp_path: Path) -> None:
    """Where a source may only be linked to, its text is on no page and its bytes are in no copy."""
    text = "below the level stated here"
    built(tmp_path / "text")
    assert text in all_pages(tmp_path / "text")["advisory/easa/czib-2026-21/index.html"]
    amended = made.change(ChangeKind.AMENDED, made.GULF, fields=(FieldChange(field="text", before="old", after=text),))
    linked = (made.REPLACE(made.FAA, republish="link"), made.REPLACE(made.EASA, republish="link"), made.UK)
    built(tmp_path / "link", made.knowledge(sources=linked, changes=((1, amended),)))
    assert not any(text.encode() in data for data in files(tmp_path / "link").values())
    assert "changed; the official page has it" in all_pages(tmp_path / "link")["index.html"]
    assert not (tmp_path / "link/current/evidence").exists()
    assert (tmp_path / "text/current/evidence").is_dir()


def test_copies_are_kept_with_the_pages_that_name_them(tmp_path: Path) -> None:
    """A copy of bytes as received stays where its page is reused, and none is made of what is too large or gone."""
    built(tmp_path)
    copies = sorted((tmp_path / "current/evidence").iterdir())
    assert copies
    built(tmp_path, archived=lambda _: None)
    assert [one.name for one in sorted((tmp_path / "current/evidence").iterdir())] == [one.name for one in copies]
    built(tmp_path / "large", archived=lambda _: b"x" * 1_000_001)
    assert not (tmp_path / "large/current/evidence").exists()
    built(tmp_path / "none", archived=None)
    assert not (tmp_path / "none/current/evidence").exists()
    assert body(made.evidence(b"", made.NOW)) == copies[0].read_bytes()


def test_revisions_are_compared_word_by_word(tmp_path: Path) -> None:
    """The words that changed between two revisions are struck and underlined, not only coloured."""
    built(tmp_path)
    page = all_pages(tmp_path)["advisory/easa/czib-2026-21/index.html"]
    assert "<del> at or</del>" in page
    assert page.index("<h3>2 ·") < page.index("<h3>1 ·")


def test_status_json_says_how_every_source_stands(tmp_path: Path) -> None:
    """Machines can read when the site was made and which source is not read since when."""
    built(tmp_path, made.knowledge(sources=(made.BLOCKED, made.EASA)))
    status = json.loads((tmp_path / "current/status.json").read_bytes())
    assert status["generated"] == "2026-11-22T05:00:00Z"
    assert status["complete"] is False
    assert [(one["source"], one["state"]) for one in status["sources"]] == [
        ("faa_prohibitions", "blocked"),
        ("easa_czib", "read"),
    ]


def test_the_first_page_is_small(tmp_path: Path) -> None:
    """With 1,200 NOTAM and 100 changes the front page counts them and stays below 120 KB."""
    known = made.bulk(40)
    many = tuple(made.standing(made.notam(f"H{at:04d}/26", "EGTT", "OBSTACLE")) for at in range(1200))
    known = made.REPLACE(known, standings=known.standings + many)
    built(tmp_path, known)
    assert (tmp_path / "current/index.html").stat().st_size < 120_000


def test_a_page_elsewhere_in_the_tree_finds_its_links() -> None:
    """Links are read relative to the page; addresses elsewhere and fragments of the page itself are none."""
    text = '<a href="../x/index.html#a"> <a href="#b"> <a href="https://a.example/"> <a href="/y.html?z"> <a href="z&amp;.html">'
    assert links.local("a/b/index.html", text) == ("a/b/z&.html", "a/x/index.html", "y.html")
