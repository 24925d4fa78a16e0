"""Runs of one source through the real store: what each reading does to what is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import create_engine

from advisories.errors import StoreError
from advisories.model import Advisory, ChangeKind, Request, Response, Verdict
from advisories.model import State as Standing
from advisories.refresh import Report, settle, state_of, took_of
from advisories.sources.base import Record, State

from .wired import HOUR, START, TEN, URL, Desk, MadeNotices, notice, page

ALL = {row["number"] for row in TEN}
REFUSING = {
    "sqlite": ("CREATE TRIGGER refuse BEFORE INSERT ON changes BEGIN SELECT RAISE(ABORT, 'refused'); END",),
    "postgresql": (
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$",
        "CREATE TRIGGER refuse BEFORE INSERT ON changes FOR EACH ROW EXECUTE FUNCTION refuse()",
    ),
}
"""What makes a database refuse every change to come."""


@pytest.fixture
def desk(tmp_path: Path, store_url: str) -> Iterator[Desk]:
    """Return a desk whose source was read once: ten notices, the baseline."""
    made = Desk(tmp_path, store_url)
    made.read(page(*TEN))
    yield made
    made.close()


def kinds(report: Report) -> list[tuple[ChangeKind, str]]:
    """Return the changes of a run in short."""
    return [(change.kind, change.reference) for change in report.changes]


def test_the_first_healthy_run_is_a_baseline(tmp_path: Path, store_url: str) -> None:
    """What stands on a source's first page is not news."""
    desk = Desk(tmp_path, store_url)
    report = desk.read(page(*TEN))
    assert (report.baseline, report.rows, report.changes) == (True, 10, ())
    assert desk.listed() == ALL
    desk.close()


def test_a_new_notice_is_told_once(desk: Desk) -> None:
    """A notice that appears is new, once."""
    assert kinds(desk.read(page(*TEN, notice("L10/26")))) == [(ChangeKind.NEW, "L10/26")]
    assert kinds(desk.read(page(*TEN, notice("L10/26")))) == []


def test_an_amended_text_is_told_with_its_words(desk: Desk) -> None:
    """A notice whose words change is amended, and its revision is kept beside the first."""
    report = desk.read(page(notice("L0/26", text="Other words."), *TEN[1:]))
    assert kinds(report) == [(ChangeKind.AMENDED, "L0/26")]
    assert [field.field for field in report.changes[0].fields] == ["text"]
    history = next(desk.store.histories(desk.store.moment(desk.now), name="L0/26"))
    assert [revision.advisory.text for revision in history.revisions] == ["", "Other words."]


def test_an_absence_on_a_whole_page_counts_at_once(desk: Desk) -> None:
    """What a healthy snapshot lists no more is no longer listed, reason unknown."""
    report = desk.read(page(*TEN[1:]))
    assert kinds(report) == [(ChangeKind.NO_LONGER_LISTED, "L0/26")]
    assert report.changes[0].note == "reason unknown"
    assert desk.listed() == ALL - {"L0/26"}


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty body", b""),
        ("another page", b"<html><title>Just a moment...</title></html>"),
        ("truncated", page(*TEN)[:-40]),
        ("no rows and no word about it", page()),
        ("rows of another shape", page({"id": 1}, {"id": 2})),
    ],
)
def test_a_broken_page_withdraws_nothing(desk: Desk, name: str, body: bytes) -> None:
    """Whatever a broken page looks like, it is a failure with words and everything known stands."""
    report = desk.read(body)
    assert report.verdict is Verdict.FAILED, name
    assert report.reason
    assert kinds(report) == [(ChangeKind.SOURCE_LOST, "")]
    assert desk.listed() == ALL


def test_a_lost_source_is_told_once_and_so_is_its_return(desk: Desk) -> None:
    """One notice when a source is lost, one when it is back, none between."""
    told = [kinds(desk.fail()), kinds(desk.fail()), kinds(desk.fail()), kinds(desk.read(page(*TEN)))]
    assert told == [[(ChangeKind.SOURCE_LOST, "")], [], [], [(ChangeKind.SOURCE_BACK, "")]]


def test_a_page_that_says_there_are_none_is_doubted_then_believed(desk: Desk) -> None:
    """Ten notices gone at once are believed only when the next reading agrees."""
    nothing = page(none=True)
    first = desk.read(nothing)
    assert (first.verdict, desk.listed()) == (Verdict.SUSPECT, ALL)
    second = desk.read(nothing)
    assert second.verdict is Verdict.OK
    assert desk.listed() == set()
    assert len(second.changes) == 10


def test_half_the_rows_for_one_reading_withdraw_nothing(desk: Desk) -> None:
    """Half a page is SUSPECT; when the other half is back, nothing was withdrawn and nothing is new."""
    assert desk.read(page(*TEN[:5])).verdict is Verdict.SUSPECT
    report = desk.read(page(*TEN))
    assert (report.verdict, report.changes, desk.listed()) == (Verdict.OK, (), ALL)


def test_another_half_does_not_agree_with_the_first(desk: Desk) -> None:
    """Of two short readings in a row only what both miss is gone; what the first still listed stands."""
    desk.read(page(*TEN[:6]))
    report = desk.read(page(*TEN[4:9]))
    assert {reference for _, reference in kinds(report)} == {TEN[9]["number"]}
    assert desk.listed() == ALL - {TEN[9]["number"]}


def test_a_bad_row_delays_absence_for_three_readings(desk: Desk) -> None:
    """While a row cannot be read, another's absence counts only at the third reading in a row."""
    broken = page({"title": "without a number"}, *TEN[1:])
    told = [kinds(desk.read(broken + b" " * step)) for step in range(3)]
    assert told == [[], [], [(ChangeKind.NO_LONGER_LISTED, "L0/26")]]


def test_a_reference_in_the_bytes_is_not_absent(desk: Desk) -> None:
    """A notice whose row is broken but whose number still stands in the page is never taken for gone."""
    broken = page({"title": "number L0/26 in words"}, *TEN[1:])
    for step in range(6):
        report = desk.read(broken + b" " * step)
        assert (report.verdict, report.changes) == (Verdict.DEGRADED, ())
    assert desk.listed() == ALL


def test_a_notice_that_comes_back_is_listed_again(desk: Desk) -> None:
    """What returns to its list is the same advisory, listed again."""
    desk.read(page(*TEN[1:]))
    assert kinds(desk.read(page(*TEN))) == [(ChangeKind.LISTED_AGAIN, "L0/26")]
    history = next(desk.store.histories(desk.store.moment(desk.now), name="L0/26"))
    assert [listing.unlisted_at is None for listing in history.listings] == [False, True]


def test_a_replacement_is_one_story(desk: Desk) -> None:
    """A notice that names what it replaces is new, and the other is replaced by it."""
    report = desk.read(page(*TEN[1:], notice("L11/26", replaces="L0/26")))
    assert kinds(report) == [(ChangeKind.NEW, "L11/26"), (ChangeKind.REPLACED, "L0/26")]
    assert [change.other for change in report.changes] == ["L0/26", "L11/26"]


def test_a_reissue_under_a_new_number_is_not_two_changes(desk: Desk) -> None:
    """The same measure under a new number is reissued; the new number is not news of its own."""
    desk.read(page(*TEN, notice("L20/26", title="Advisory L20/26 for Norvasia", areas=["Norvasia"])))
    report = desk.read(page(*TEN, notice("L21/26", title="Advisory L21/26 for Norvasia", areas=["Norvasia"])))
    assert [(change.kind, change.reference, change.other) for change in report.changes] == [
        (ChangeKind.REISSUED, "L20/26", "L21/26")
    ]


def test_coming_into_force_is_told_once(desk: Desk) -> None:
    """An upcoming notice becomes effective at the first reading after its start, even if the page is unchanged."""
    start = (desk.now + HOUR + HOUR / 2).isoformat()
    body = page(*TEN, notice("L12/26", start=start))
    told = [kinds(desk.read(body)) for _ in range(4)]
    assert told == [[(ChangeKind.NEW, "L12/26")], [], [(ChangeKind.EFFECTIVE, "L12/26")], []]


def test_a_printed_end_passes_quietly(desk: Desk) -> None:
    """What leaves the list after its printed end is no change; before that it is end passed, not confirmed ended."""
    body = page(*TEN, notice("L13/26", end=(desk.now + HOUR / 2).isoformat()))
    desk.read(body)
    states = {item.advisory.reference: item.state for item in desk.store.standings(desk.store.moment(desk.now))}
    assert states["L13/26"] is Standing.END_PASSED
    assert kinds(desk.read(page(*TEN))) == []
    assert desk.listed() == ALL


def test_a_304_keeps_what_was_read(desk: Desk) -> None:
    """A 304 keeps the verdict and everything known; after a failure it brings the source back."""
    desk.fail()
    report = desk.unchanged()
    assert (report.verdict, kinds(report)) == (Verdict.OK, [(ChangeKind.SOURCE_BACK, "")])
    assert desk.listed() == ALL


def test_validators_are_kept_only_of_answers_read_well(desk: Desk) -> None:
    """An answer that was not read well lends no validators to the next request."""
    desk.read(page(*TEN, notice("L30/26")), etag='"good"')
    assert next(iter(desk.store.remember(desk.source).parts.values())).validators.etag == '"good"'
    desk.read(page({"title": "bad"}, *TEN), etag='"bad"')
    assert next(iter(desk.store.remember(desk.source).parts.values())).validators.etag == ""


def test_identical_bytes_cost_one_run_and_a_revisit(desk: Desk) -> None:
    """Identical bytes are a run of their own without a change, archived as a short record."""
    before = sum(path.stat().st_size for path in (desk.folder / "archive").iterdir())
    report = desk.read(page(*TEN))
    assert (report.verdict, report.rows, report.changes) == (Verdict.OK, 10, ())
    assert sum(path.stat().st_size for path in (desk.folder / "archive").iterdir()) - before < 900


def test_a_better_reader_is_not_news(desk: Desk) -> None:
    """When the reader's version rises, unchanged records are read anew in place: no change, no new revision."""

    class Better(MadeNotices):
        reader = 2

        def advisory(self, record: Record) -> Advisory:
            """Read a notice, better."""
            return msgspec.structs.replace(super().advisory(record), title="Read better")

    desk.source = Better()
    report = desk.read(page(*TEN))
    assert report.changes == ()
    history = next(desk.store.histories(desk.store.moment(desk.now), name="L0/26"))
    assert [(revision.advisory.title, revision.reader_version) for revision in history.revisions] == [
        ("Read better", Better().reader_version)
    ]


def test_two_rows_of_one_name_are_a_bad_row(desk: Desk) -> None:
    """Two different rows that claim one reference degrade the run; the first stands."""
    report = desk.read(page(*TEN, notice("L40/26", text="one"), notice("L40/26", text="two")))
    assert report.verdict is Verdict.DEGRADED
    assert "L40/26" in report.reason


def test_a_run_is_written_whole_or_not_at_all(desk: Desk) -> None:
    """Where the transaction fails, nothing of the run is in the store."""
    before = desk.store.last_run()
    engine = create_engine(desk.store.url)
    with engine.begin() as connection:
        for statement in REFUSING[connection.dialect.name]:
            connection.exec_driver_sql(statement)
    engine.dispose()
    with pytest.raises(StoreError, match="refused"):
        desk.read(page(*TEN, notice("L50/26")))
    assert desk.store.last_run() == before
    assert desk.listed() == ALL


def test_both_times_are_answered(desk: Desk) -> None:
    """As of a time and as known at a time are two questions: a notice read late was valid before it was known."""
    read_at = desk.now
    desk.read(page(*TEN, notice("L60/26", start="2026-02-01T00:00Z")))
    early = START - 24 * HOUR
    by_now = {
        item.advisory.reference: item.state for item in desk.store.standings(desk.store.moment(desk.now, as_of=early))
    }
    assert by_now["L60/26"] is Standing.IN_FORCE
    assert by_now["L0/26"] is Standing.UPCOMING
    known = read_at - HOUR / 2
    by_then = desk.store.standings(desk.store.moment(desk.now, as_of=known, known_at=known))
    assert {item.advisory.reference for item in by_then} == ALL


def test_what_was_no_longer_listed_then_is_not_shown_as_of_then(desk: Desk) -> None:
    """Asked as of a past time, an advisory counts while it was listed and not after."""
    desk.read(page(*TEN[1:]))
    gone = desk.now - HOUR
    before = {
        item.advisory.reference for item in desk.store.standings(desk.store.moment(desk.now, as_of=gone - HOUR / 2))
    }
    after = {
        item.advisory.reference for item in desk.store.standings(desk.store.moment(desk.now, as_of=gone + HOUR / 2))
    }
    assert before - after == {"L0/26"}


class TwoPages(MadeNotices):
    """The same notices on two pages, whose addresses are known beforehand."""

    def requests(self, now: datetime, state: State) -> tuple[Request, ...]:
        """Ask for both pages."""
        del now, state
        return tuple(Request(part="list", url=f"{URL}?page={number}") for number in (1, 2))


def test_a_page_that_did_not_change_keeps_its_rows_while_another_does(tmp_path: Path, store_url: str) -> None:
    """Of a list on several pages, the pages that are byte for byte the same still list what they listed."""
    desk = Desk(tmp_path, store_url)
    desk.source = source = TwoPages()

    def read(*pages: bytes) -> Report:
        memory = desk.store.remember(source)
        took = [
            took_of(
                source,
                memory,
                Response(part="list", url=request.url, status=200, headers=(), body=body, read_at=desk.now),
            )
            for request, body in zip(source.requests(desk.now, state_of(memory)), pages, strict=True)
        ]
        desk.now += HOUR
        return settle(desk.store, desk.archive, source, took, desk.now, memory)

    read(page(*TEN[:5]), page(*TEN[5:]))
    assert kinds(read(page(*TEN[:5]), page(*TEN[5:], notice("L10/26")))) == [(ChangeKind.NEW, "L10/26")]
    assert desk.listed() == {*ALL, "L10/26"}
    assert kinds(read(page(*TEN[:5]), page(*TEN[6:], notice("L10/26")))) == [(ChangeKind.NO_LONGER_LISTED, "L5/26")]
    assert state_of(desk.store.remember(source)).read_at == {"list": desk.now - HOUR}
    desk.close()
