"""The most valuable test: a warning appears, is tightened, its page breaks, returns, and lists it no longer."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from advisories.archive import Archive, index
from advisories.demo import DAYS, Tour
from advisories.demo.notices import NOTICES
from advisories.demo.story import BULLETINS, DOCUMENTS, FIRST_DAY
from advisories.known import Standing
from advisories.model import ChangeKind, EndKind, NotRead, State, Verdict
from advisories.replay import replay
from advisories.sources import registry
from advisories.store import Store

from .conftest import digest

TOLD = {
    2: {
        ("new", "CZIB 2026-91"),
        ("new", "KICZ A9001/26"),
        ("new", "Background: air defence activity near larov escarpment"),
        ("new", "EGXX V9120/26"),
        ("new", "EGXX L9121/26"),
        ("new", "EGXX L9122/26"),
        ("new", "EGXX H9123/26"),
        ("stance tightened", "CZIB 2026-91"),
        ("stance tightened", "KICZ A9001/26"),
        ("stance tightened", "EGXX V9120/26"),
    },
    3: {
        ("effective", "EGXX H9107/26"),
        ("new", "KICZ A9003/26"),
        ("no longer listed", "KICZ A9001/26"),
        ("extended", "CZIB 2026-91"),
        ("new", "EGXX V9124/26"),
        ("replaced", "EGXX V9120/26"),
        ("stance tightened", "KICZ A9003/26"),
        ("stance changed", "EGXX V9124/26"),
    },
    4: {("source lost", "faa_prohibitions"), ("source lost", "uk_pib")},
    5: {
        ("source back", "uk_pib"),
        ("new", "EGXX L9125/26"),
        ("tightened", "CZIB 2026-91"),
        ("stance tightened", "CZIB 2026-91"),
    },
    6: {("source back", "faa_prohibitions"), ("reissued", "KICZ A9013/25")},
    7: {
        ("no longer listed", "KICZ A9003/26"),
        ("cancelled", "CZIB 2026-88"),
        ("stance eased", "KICZ A9003/26"),
        ("stance eased", "CZIB 2026-88"),
    },
}
"""Every change that the story holds, by the day whose digest tells it; the first and the last day have none."""

LATER = DAYS[-1].edition_at + timedelta(days=90)

UNREAD = {4: {"faa_prohibitions", "uk_pib"}, 5: {"faa_prohibitions"}}
DEGRADED = {3: {"easa_czib"}, 4: {"easa_czib"}}

SAYS: dict[int, tuple[str, ...]] = {
    1: ("No changes; 3 of 3 sources read, oldest at 04:30Z",),
    2: (
        "△ NEW Larovia · ZZLR · all levels · caution",
        "EU operators and third-country operators: take care in FIR ZZLR at all levels (recommended)",
        "until 31 Mar 2026 24:00Z",
        "△ NEW Larovia · ZZLR · levels not read: treat as all · advisory by its title",
        "FAA KICZ A9001/26",
        "EASA CZIB 2026-91",
        "UK EGXX V9120/26",
        "until 31 Mar 2026 24:00Z (unless reviewed earlier)",
        "ZZAB 2 new",
        "ZZSK 1 new",
    ),
    3: (
        "■ NEW Larovia · ZZLR · levels not read: treat as all · prohibition by its title",
        "FAA on FIR ZZLR: TIGHTENED; before: △ caution, levels not read: treat as all (KICZ A9001/26)",
        "UK on FIR ZZLR: CHANGED; before: △ caution, all levels (EGXX V9120/26)",
        "FAA KICZ A9003/26",
        "EXTENDED Larovia",
        "revision: original → R1",
        "31 Mar 2026 24:00Z (unless reviewed earlier) → 30 Jun 2026 24:00Z",
        "text read is of an older revision than the one listed: CZIB 2026-91",
        "UK EGXX V9124/26 instead of EGXX V9120/26",
        "NO LONGER LISTED Larovia",
        "Reason unknown; not a clearance. Still warning: EASA CZIB 2026-91",
    ),
    4: (
        "FAA Prohibitions, Restrictions and Notices: blocked since 5 Mar 04:30Z",
        "UK NOTAM (pre-flight information bulletin): failed since 5 Mar 04:30Z",
        "EASA Conflict Zone Information Bulletins: read in part since 4 Mar 04:30Z",
        "csv: status 500 (Internal Server Error)",
        "the last good state stands",
        "Last good reading 4 Mar 22:30Z.",
        "Since 5 Mar 04:30Z not read: FAA Prohibitions, Restrictions and Notices",
        "Since 5 Mar 04:30Z not read: UK NOTAM (pre-flight information bulletin)",
        "No warning changed.",
        "■ FAA KICZ A9003/26",
        "UK EGXX V9124/26",
        "0 of 3 sources read",
        "oldest at 4 Mar 22:30Z",
    ),
    5: (
        "FAA Prohibitions, Restrictions and Notices: blocked since 5 Mar 04:30Z",
        "Last good reading 4 Mar 22:30Z.",
        "Read again since 6 Mar 04:30Z: UK NOTAM (pre-flight information bulletin): not read since 4 Mar 2026 22:30Z",
        "TIGHTENED Larovia",
        "EASA on FIR ZZLR: TIGHTENED; before: △ caution, all levels (CZIB 2026-91)",
        "do not fly in FIR ZZLR below FL 320 (recommended)",
        "take care in FIR ZZLR above FL 320",
        "■ FAA KICZ A9003/26",
        "END PASSED, STILL LISTED: NOT CONFIRMED ENDED △ Brennmark",
        "2 of 3 sources read",
    ),
    6: (
        "Read again since 7 Mar 04:30Z: FAA Prohibitions, Restrictions and Notices: not read since 4 Mar 2026 22:30Z",
        "REISSUED Tamarand",
        "FAA KICZ A9016/26 instead of KICZ A9013/25",
        "(1 overdue)",
        "3 of 3 sources read",
    ),
    7: (
        "■ NO LONGER LISTED Larovia",
        "FAA on FIR ZZLR: EASED; before: ■ do not enter, binding, levels not read: treat as all (KICZ A9003/26)",
        "now: – no instruction known",
        "FAA KICZ A9003/26 Reason unknown; not a clearance. Still warning: EASA CZIB 2026-91",
        "CANCELLED Suvaria",
        "active → withdrawn Not a clearance. Still warning: FAA KICZ A9009/25",
    ),
    8: ("No changes since 8 Mar 05:00Z; 3 of 3 sources read, oldest at 04:30Z.",),
}
"""What each day's digest must say; white space does not count."""

ENDINGS = ("NO LONGER LISTED", "CANCELLED", "REPLACED", "REISSUED", "EASED", "SHORTENED", "withdrawn")
NEVER: dict[int, tuple[str, ...]] = {
    1: ("NEW ", "blocked", "failed", *ENDINGS),
    2: ("blocked", "failed", *ENDINGS),
    3: ("blocked", "failed", "SOURCE", "REPLACED"),
    4: ("NEW ", "AMENDED", "EXTENDED", *ENDINGS),
    5: ("NEW ", "EXTENDED", *ENDINGS),
    6: ("NEW ", "blocked", "AMENDED", "NO LONGER LISTED", "CANCELLED", "L9104", "L9103", "withdrawn"),
    7: ("NEW ", "blocked", "REPLACED", "L9104", "L9103"),
    8: ("NEW ", "blocked", "failed", *ENDINGS),
}
"""What the part of each day's digest that tells of gaps and changes must not say."""


def news(text: str) -> str:
    """Return a digest from its head to the warnings as they stand."""
    return text[: text.index("WARNINGS ")]


def last_read(source: str, day: int) -> int:
    """Return the last day, up to this one, on which a source was read."""
    while source in UNREAD.get(day, ()):
        day -= 1
    return day


def listed(store: Store, day: int) -> dict[str, Standing]:
    """Return what is listed at a day's edition, by reference, as it was known then."""
    at = DAYS[day - 1].edition_at
    return {one.advisory.reference: one for one in store.standings(store.moment(LATER, as_of=at, known_at=at))}


@pytest.mark.parametrize("day", range(1, 9))
def test_each_digest_says_what_happened(tour: Tour, day: int) -> None:
    """Each day's digest says what appeared, changed and went, what was not read and since when."""
    text = digest(tour, day)
    assert [words for words in SAYS[day] if words not in text] == []


@pytest.mark.parametrize("day", range(1, 9))
def test_no_digest_says_what_did_not_happen(tour: Tour, day: int) -> None:
    """No digest tells of an ending on a day when pages broke, nor of news on a quiet day."""
    text = news(digest(tour, day))
    assert [words for words in NEVER[day] if words in text] == []


@pytest.mark.parametrize("day", range(1, 9))
def test_no_digest_clears(tour: Tour, day: int) -> None:
    """A digest speaks of clearance only to say that something is none."""
    text = digest(tour, day).lower()
    assert "clear" not in text.replace("not a clearance", "")
    assert "none known" not in text.replace("cannot support a “none known”", "")


@pytest.mark.parametrize("day", range(1, 9))
def test_the_changes_of_a_day_are_these_and_no_others(store: Store, day: int) -> None:
    """Between two editions exactly the story's changes are stored, each once: nothing flaps."""
    until = DAYS[day - 1].edition_at
    since = DAYS[day - 2].edition_at if day > 1 else FIRST_DAY
    found = store.changes(store.moment(LATER, known_at=until), since=since)
    told = [
        (f"{'stance ' if change.place else ''}{change.kind.value}", change.reference or change.source)
        for change in found
    ]
    assert sorted(told) == sorted(TOLD.get(day, ()))


@pytest.mark.parametrize("day", range(1, 9))
def test_what_is_listed_is_what_was_last_read(store: Store, day: int) -> None:
    """Each day everything that its publisher last listed is listed, and nothing else; a broken page takes nothing."""
    shown = listed(store, day)
    bulletins = {f"CZIB {one.number}" for one in BULLETINS if one.first <= day <= one.last}
    assert {name for name in shown if name.startswith("CZIB")} == bulletins
    read = last_read("uk_pib", day)
    at = f"{DAYS[read - 1].edition_at:%y%m%d%H%M}"
    notices = {
        f"EGXX {one.name}"
        for one in NOTICES
        if one.first <= read <= one.last and (one.estimated or one.ends == "PERM" or one.ends > at)
    }
    assert {name for name in shown if name.startswith("EGXX")} == notices
    read = last_read("faa_prohibitions", day)
    titles = {one.title for one in DOCUMENTS if one.first <= read <= one.last}
    assert {one.advisory.title for one in shown.values() if one.advisory.source == "faa_prohibitions"} == titles


@pytest.mark.parametrize("day", range(1, 9))
def test_each_source_stands_as_its_page_came(store: Store, day: int) -> None:
    """A refusal and a cut-off file fail, a missing export and an older text degrade, everything else is whole."""
    at = DAYS[day - 1].edition_at
    found = {
        one.source: one for one in store.health(registry.all_sources(), store.moment(LATER, as_of=at, known_at=at))
    }
    for name, health in found.items():
        expected = Verdict.OK
        if name in UNREAD.get(day, ()):
            expected = Verdict.FAILED
        elif name in DEGRADED.get(day, ()):
            expected = Verdict.DEGRADED
        assert (name, health.verdict) == (name, expected)
        assert health.blocked is (name == "faa_prohibitions" and expected is Verdict.FAILED)


def test_a_repeated_page_keeps_its_verdict(store: Store) -> None:
    """A text of an older revision keeps its source degraded while the same pages come again, from the first of them."""
    at = DAYS[3].edition_at
    health = store.health(registry.all_sources(), store.moment(LATER, as_of=at, known_at=at))
    assert {one.source: one.since for one in health}["easa_czib"] == DAYS[2].read_at[0]


def test_a_text_stays_with_its_revision(store: Store) -> None:
    """While the list names R1 and only the first text is out, the text shown is the first and says so."""
    for day in (3, 4):
        bulletin = listed(store, day)["CZIB 2026-91"].advisory
        assert (bulletin.revision, bulletin.text_revision) == ("R1", "original")
        assert "exercise caution" in str(bulletin.text)
        assert "not operate" not in str(bulletin.text)
    bulletin = listed(store, 5)["CZIB 2026-91"].advisory
    assert (bulletin.revision, bulletin.text_revision) == ("R1", "R1")
    assert "not operate" in str(bulletin.text)


def test_ends_pass_as_they_were_printed(store: Store) -> None:
    """A fixed end ends without news, an estimated one ends nothing, a permanent NOTAM has none, a start is awaited."""
    assert listed(store, 5)["EGXX L9104/26"].state is State.IN_FORCE
    shown = listed(store, 6)
    assert "EGXX L9104/26" not in shown
    assert shown["EGXX L9103/26"].state is State.OVERDUE
    permanent = shown["EGXX L9122/26"]
    assert (permanent.state, permanent.advisory.validity.end_kind) == (State.IN_FORCE, EndKind.PERMANENT)
    assert shown["EGXX H9123/26"].state is State.UPCOMING
    assert shown["CZIB 2025-83"].state is State.END_PASSED
    (history,) = store.histories(store.moment(DAYS[-1].edition_at), name="EGXX L9104/26")
    assert history.standing.unlisted_reason == "its printed end has passed"
    assert history.changes == ()


def test_endings_are_told_apart(store: Store) -> None:
    """Replaced, reissued, withdrawn and gone without a word are four things, each with what is known of it."""
    moment = store.moment(DAYS[-1].edition_at)

    def last(reference: str) -> tuple[ChangeKind, str, State]:
        (history,) = store.histories(moment, name=reference)
        change = next(one for one in reversed(history.changes) if not one.place)
        return change.kind, change.other, history.standing.state

    assert last("EGXX V9120/26") == (ChangeKind.REPLACED, "EGXX V9124/26", State.NOT_LISTED)
    assert last("KICZ A9013/25") == (ChangeKind.REISSUED, "KICZ A9016/26", State.NOT_LISTED)
    assert last("KICZ A9003/26") == (ChangeKind.NO_LONGER_LISTED, "", State.NOT_LISTED)
    assert last("CZIB 2026-88") == (ChangeKind.CANCELLED, "", State.WITHDRAWN)


def test_what_was_not_read_is_not_said(store: Store) -> None:
    """The FAA's page prints titles only, so levels, ends and texts of its documents are not read, and never a value."""
    for one in listed(store, 8).values():
        if one.advisory.source == "faa_prohibitions":
            assert isinstance(one.advisory.lower, NotRead)
            assert isinstance(one.advisory.validity.end, NotRead)
            assert isinstance(one.advisory.text, NotRead)


def test_telling_it_twice_changes_nothing(tour: Tour, store: Store, tmp_path: Path) -> None:
    """Replaying the recording into the store it filled makes no run, and every record of it is usable."""
    found = index([tour.recording])
    assert not found.bad
    with Archive(tmp_path, rotate_bytes=10**9, committed=store.archived, now=FIRST_DAY) as archive:
        again = replay(store, archive, registry.all_sources(), [tour.recording])
    assert (again.reports, again.bad, again.foreign) == ((), (), 0)
    assert again.skipped == len(found.entries)


def test_every_digest_is_dated_by_its_edition(tour: Tour) -> None:
    """Each day's digest carries its time and the number of its edition."""
    for day in DAYS:
        assert re.search(rf"{day.start.day} Mar 2026 05:00Z edition {day.number}\b", digest(tour, day.number))
