"""What the digest says, and what it never says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from advisories import digest
from advisories.digest import edition, marks
from advisories.digest.shapes import AdvisoryLine, ChangeLine, DigestView, Mark
from advisories.known import Knowledge
from advisories.model import (
    NOT_READ,
    NOT_STATED,
    Addressees,
    Change,
    ChangeKind,
    Datum,
    EndKind,
    FieldChange,
    Instruction,
    Kind,
    LegalForm,
    Level,
    Limit,
    Validity,
    Verdict,
)
from advisories.stance import wording
from tests.digest import invented as made


def seen(known: Knowledge) -> DigestView:
    """Return the digest of what is known."""
    return digest.view(known, title=made.TITLE, base_url=made.BASE)


def of(view: DigestView, reference: str) -> ChangeLine:
    """Return the change of one reference."""
    return next(one for one in view.changes if one.reference == reference)


def listed(view: DigestView, reference: str) -> AdvisoryLine:
    """Return the line of one reference among the areas."""
    return next(line for area in view.areas for line in area.lines if line.reference == reference)


def test_a_replacement_is_one_line() -> None:
    """New A that replaces B, and B replaced by A, are one line under A that names B."""
    view = seen(made.knowledge())
    assert [one.reference for one in view.changes] == ["KICZ A0031/26", "CZIB 2026-21", "KICZ A0009/26"]
    assert [old.name for old in of(view, "KICZ A0031/26").replaced] == ["KICZ A0017/26"]


def test_a_chain_of_replacements_is_one_line() -> None:
    """Where B replaced A and C replaced B in one edition, the line of C names both."""
    first, second, third = (made.faa(f"A004{at}/26", "Isle of Examples", "ZZEX") for at in range(3))
    changes = (
        made.change(ChangeKind.REPLACED, first, other=second.reference),
        made.change(ChangeKind.NEW, second),
        made.change(ChangeKind.REPLACED, second, other=third.reference),
        made.change(ChangeKind.NEW, third),
    )
    view = seen(made.knowledge(changes=tuple(enumerate(changes)), standings=(made.standing(third),)))
    (only,) = view.changes
    assert (only.reference, [old.name for old in only.replaced]) == (
        third.reference,
        [second.reference, first.reference],
    )


def test_a_reissue_stands_under_its_new_number() -> None:
    """A reissue is one line under the new number that names the old one."""
    old, new = made.faa("A0044/26", "Isle of Examples", "ZZEX"), made.faa("A0055/26", "Isle of Examples", "ZZEX")
    change = made.change(ChangeKind.REISSUED, old, other=new.reference, note="reissued as KICZ A0055/26")
    view = seen(
        made.knowledge(changes=((1, change),), standings=(made.standing(new), made.standing(old, listed=False)))
    )
    (only,) = view.changes
    assert (only.words, only.reference, only.replaced[0].name) == ("reissued", new.reference, old.reference)


def test_replacements_in_a_circle_lose_nothing() -> None:
    """Two documents that claim to replace each other are both named."""
    one, two = made.faa("A0071/26", "Isle of Examples", "ZZEX"), made.faa("A0072/26", "Isle of Examples", "ZZEX")
    changes = (
        (1, made.change(ChangeKind.REPLACED, one, other=two.reference)),
        (2, made.change(ChangeKind.REPLACED, two, other=one.reference)),
    )
    view = seen(made.knowledge(changes=changes, standings=(made.standing(one), made.standing(two))))
    named = {change.reference for change in view.changes} | {old.name for line in view.changes for old in line.replaced}
    assert named == {one.reference, two.reference}


def test_several_changes_of_one_advisory_are_one_line() -> None:
    """Changes of one advisory are folded: the first before, the last after, in the order in which they came."""
    changes = (
        (
            1,
            made.change(
                ChangeKind.EXTENDED,
                made.GULF,
                5,
                fields=(FieldChange(field="end", before="1 Nov", after="9 Nov"),),
            ),
        ),
        (
            2,
            made.change(
                ChangeKind.AMENDED,
                made.GULF,
                4,
                fields=(FieldChange(field="end", before="9 Nov", after="12 Nov"),),
            ),
        ),
    )
    line = of(seen(made.knowledge(changes=changes)), "CZIB 2026-21")
    assert line.words == "extended, then amended"
    assert [(one.field, one.before, one.after) for one in line.fields] == [("end", "1 Nov", "12 Nov")]


def test_no_longer_listed_never_reads_as_clearance() -> None:
    """What left the list says: reason unknown, not a clearance, and who still warns."""
    line = of(seen(made.knowledge()), "KICZ A0009/26")
    assert "Reason unknown; not a clearance." in line.notes
    assert [one.reference for one in line.still] == ["CZIB 2026-20", "KICZ A0031/26"]


@pytest.mark.parametrize("kind", [ChangeKind.EASED, ChangeKind.CANCELLED, ChangeKind.NO_LONGER_LISTED])
def test_a_relaxation_without_other_warnings_says_what_that_rests_on(kind: ChangeKind) -> None:
    """Where nobody else warns, a relaxation says so with the coverage, and that this is no clearance either."""
    alone = made.faa("A0066/26", "Lonely Land", "ZZLL")
    known = made.knowledge(
        changes=((1, made.change(kind, alone)),), standings=(made.standing(alone, listed=kind is ChangeKind.EASED),)
    )
    notes = " ".join(of(seen(known), alone.reference).notes)
    assert "ot a clearance" in notes
    assert "3 of 3 sources read, oldest at 04:38Z" in notes
    assert "not a clearance either" in notes


def test_a_quiet_morning_is_a_proper_digest() -> None:
    """No changes is said together with what was read and how long ago."""
    assert seen(made.quiet()).quiet == "No changes since 21 Nov 05:00Z; 3 of 3 sources read, oldest at 04:38Z."


def test_none_known_needs_coverage() -> None:
    """None known is said only where every source was read and proven; otherwise the reader is warned off it."""
    whole = seen(made.knowledge(standings=(), changes=()))
    gaps = seen(made.knowledge(standings=(), changes=(), sources=(made.BLOCKED, made.EASA)))
    nothing = seen(made.knowledge(standings=(), changes=(), sources=()))
    assert whole.none_known == "None known: 3 of 3 sources read, oldest at 04:38Z."
    assert "None known" not in gaps.none_known
    assert "Do not read this as none" in gaps.none_known
    assert "None known" not in nothing.none_known


@pytest.mark.parametrize(
    ("fields", "word", "says"),
    [
        ({"verdict": Verdict.FAILED, "blocked": True, "reason": "status 403"}, "blocked", "status 403"),
        ({"verdict": Verdict.FAILED, "reason": "no answer"}, "failed", "the last good state stands"),
        ({"verdict": Verdict.SUSPECT, "reason": "rows fell from 50 to 9"}, "suspect", "not believed until"),
        ({"verdict": Verdict.DEGRADED, "reason": "2 of 33 rows"}, "read in part", "2 of 33 rows"),
        ({"verdict": None, "good_at": None, "run_at": None, "since": None}, "never read", "nothing is known"),
        ({"good_at": made.NOW - timedelta(hours=4)}, "not read lately", "three of its intervals"),
        (
            {"verdict": Verdict.DEGRADED, "reason": "2 of 33 rows", "good_at": made.NOW - timedelta(days=60)},
            "not read lately",
            "2 of 33 rows",
        ),
        ({"verdict": Verdict.SUSPECT, "good_at": made.NOW - timedelta(days=60)}, "not read lately", "three of its"),
        ({"proof": "documented"}, "read", ""),
    ],
)
def test_every_gap_is_named_with_its_reason(fields: dict[str, object], word: str, says: str) -> None:
    """A source that is not read whole, lately and proven stands first, in plain words."""
    known = seen(made.knowledge(sources=(made.REPLACE(made.UK, **fields), made.EASA)))
    (gap,) = known.coverage.gaps
    assert gap.word == word
    assert says in gap.reason
    assert not known.coverage.complete


def test_a_text_of_an_older_revision_says_so() -> None:
    """Where the list names R3 and R2 was read, the line says exactly that."""
    line = listed(seen(made.knowledge()), "CZIB 2026-19")
    assert line.cautions[0] == "The list names revision R3; the text shown is of revision R2, an older one."
    assert line.text_of == "text of R2, list names R3"


@pytest.mark.parametrize(
    ("kind", "fields", "quoted"),
    [
        (ChangeKind.NEW, (), True),
        (ChangeKind.AMENDED, (FieldChange(field="text", before="a", after="b"),), True),
        (ChangeKind.EXTENDED, (FieldChange(field="end", before="1 Nov 2026", after="1 Dec 2026"),), False),
    ],
)
def test_a_change_says_each_fact_once(kind: ChangeKind, fields: tuple[FieldChange, ...], quoted: bool) -> None:
    """What an advisory tells is said beneath its line without end and reference; words are quoted once, and as news."""
    bulletin = made.czib(
        "2026-40",
        "Isle of Examples",
        "ZZEX",
        made.NOW + timedelta(days=9),
        provisions=tuple(
            made.provision(Instruction.DO_NOT_ENTER, LegalForm.RECOMMENDATION, fir, sentence="Do not operate there.")
            for fir in ("ZZEX", "ZZSG")
        ),
    )
    known = made.knowledge(
        standings=(made.standing(bulletin),), changes=((1, made.change(kind, bulletin, fields=fields)),)
    )
    told = of(seen(known), "CZIB 2026-40").told
    assert [one.sentence for one in told] == ["", "Do not operate there." if quoted else ""]
    assert all(one.plain.endswith("(recommended)") for one in told)


def test_a_begin_is_not_lost() -> None:
    """Where an advisory says when it begins, what it tells is said with its begin, which no line above it shows."""
    bulletin = made.czib("2026-42", "Isle of Examples", "ZZEX", made.NOW + timedelta(days=9))
    begins = made.REPLACE(
        bulletin,
        validity=made.REPLACE(bulletin.validity, start=made.NOW - timedelta(days=1)),
        provisions=(made.provision(Instruction.CAUTION, LegalForm.RECOMMENDATION, "ZZEX"),),
    )
    known = made.knowledge(standings=(made.standing(begins),), changes=((1, made.change(ChangeKind.NEW, begins)),))
    assert "from 21 Nov 2026" in of(seen(known), "CZIB 2026-42").told[0].plain


def test_an_end_of_its_own_stays_with_what_ends_so() -> None:
    """Where a provision ends before its advisory does, its own end is said."""
    own = Validity(start=NOT_STATED, end=made.NOW + timedelta(days=2), end_kind=EndKind.FIXED)
    bulletin = made.czib(
        "2026-41",
        "Isle of Examples",
        "ZZEX",
        made.NOW + timedelta(days=9),
        provisions=(made.provision(Instruction.CAUTION, LegalForm.RECOMMENDATION, "ZZEX", validity=own),),
    )
    known = made.knowledge(standings=(made.standing(bulletin),), changes=((1, made.change(ChangeKind.NEW, bulletin)),))
    assert "until 24 Nov 2026" in of(seen(known), "CZIB 2026-41").told[0].plain


def test_an_estimated_end_does_not_end_by_the_clock() -> None:
    """Past its estimate an advisory is in force, overdue; before it, the estimate is named as one."""
    over = made.czib("2026-30", "Isle of Examples", "ZZEX", made.NOW - timedelta(days=2))
    over = made.REPLACE(over, validity=made.REPLACE(over.validity, end_kind=EndKind.ESTIMATED))
    soon = made.REPLACE(
        over, reference="CZIB 2026-31", validity=made.REPLACE(over.validity, end=made.NOW + timedelta(hours=5))
    )
    view = seen(made.knowledge(standings=(made.standing(over), made.standing(soon)), changes=()))
    assert listed(view, "CZIB 2026-30").state == "in force, overdue"
    assert [line.reference for line in view.ends_day] == ["CZIB 2026-31"]
    assert "does not end by the clock" in view.ends_day[0].until


def test_a_passed_end_is_not_an_end() -> None:
    """What is listed beyond its printed end is kept, counted and called not confirmed ended."""
    view = seen(made.knowledge())
    assert [line.reference for line in view.passed] == ["CZIB 2026-11"]
    line = listed(view, "CZIB 2026-11")
    assert line.state == "end passed, not confirmed ended"
    assert "still listed" in line.state_means
    assert line.cautions == ()
    assert view.tally.end_passed == 1


def test_ends_are_sorted_into_a_day_and_a_week() -> None:
    """An end stands under 24 hours or under 7 days, never under both, never under none."""
    view = seen(made.knowledge())
    assert [line.reference for line in view.ends_day] == ["CZIB 2026-19"]
    assert [line.reference for line in view.ends_week] == ["CZIB 2026-20"]


def test_what_came_into_force_is_said_once() -> None:
    """A warning that came into force stands under that heading, not among the changes as well."""
    begun = made.REPLACE(
        made.GULF, validity=Validity(start=made.NOW - timedelta(hours=1), end=NOT_STATED, end_kind=EndKind.PERMANENT)
    )
    known = made.knowledge(
        changes=((1, made.change(ChangeKind.EFFECTIVE, begun, 1)),), standings=(made.standing(begun),)
    )
    view = seen(known)
    assert [line.reference for line in view.begun] == ["CZIB 2026-21"]
    assert view.changes == ()
    silent = seen(made.REPLACE(known, changes=()))
    assert [line.reference for line in silent.begun] == ["CZIB 2026-21"]


def test_levels_not_read_are_all_levels() -> None:
    """Not read is never shown as not said: unread levels read `treat as all`, unstated ones `not stated`."""
    assert listed(seen(made.knowledge()), "CZIB 2026-21").levels == "levels not read: treat as all"
    assert wording.band(NOT_STATED, NOT_STATED) == "levels not stated"
    assert wording.band(NOT_READ, made.FL260) == "lower limit not read: treat as SFC – FL 260 excluded"
    assert wording.band(made.SFC, NOT_READ) == "SFC – upper limit not read: treat as UNL"
    assert wording.band(made.SFC, made.UNL) == "all levels"


def test_a_mark_never_claims_what_was_not_read() -> None:
    """A title's prohibition is marked as the title's; an instruction that nobody read ranks with the strictest."""
    view = seen(made.knowledge())
    titled, unread, read = (listed(view, one) for one in ("KICZ A0031/26", "CZIB 2026-21", "SFAR 901"))
    assert (titled.mark.sign, titled.headline) == ("■", "prohibition by its title")
    assert "text not read" in titled.mark.word
    assert (unread.mark.sign, unread.headline) == ("?", "instruction not read")
    assert unread.mark.rank < marks.AVOID.rank
    assert (read.mark.sign, read.headline) == ("■", "do not enter, binding, and 1 more")
    assert read.levels == "SFC – FL 260 excluded; FL 260 excluded – UNL"


@pytest.mark.parametrize(
    ("instruction", "form", "states", "mark"),
    [
        (Instruction.DO_NOT_ENTER, LegalForm.BINDING, ("US",), marks.BINDING),
        (Instruction.DO_NOT_ENTER, LegalForm.AS_SERVED, ("FR",), marks.BINDING),
        (Instruction.DO_NOT_ENTER, LegalForm.BINDING, ("ALL",), marks.CLOSED),
        (Instruction.DO_NOT_ENTER, LegalForm.RECOMMENDATION, ("EU",), marks.AVOID),
        (Instruction.DO_NOT_ENTER, LegalForm.UNSTATED, ("GB",), marks.AVOID),
        (Instruction.CAUTION, LegalForm.RECOMMENDATION, ("EU",), marks.CAUTION),
        (Instruction.INFORMATION, LegalForm.UNSTATED, (), marks.INFORMATION),
    ],
)
def test_a_provision_has_its_mark(
    instruction: Instruction, form: LegalForm, states: tuple[str, ...], mark: Mark
) -> None:
    """The mark of a provision follows from what it says, how it binds and whom."""
    one = made.provision(instruction, form, "ZZEX", addressees=Addressees(certificate_states=states))
    assert marks.of_provision(one) == mark


@pytest.mark.parametrize(
    ("lower", "upper", "column"),
    [
        (made.SFC, made.UNL, (0, 28)),
        (made.SFC, Level(datum=Datum.FL, value=300), (14, 14)),
        (Level(datum=Datum.FL, value=300), made.UNL, (0, 14)),
        (made.SFC, Level(datum=Datum.AGL, value=400, unit="FT"), (26, 2)),
        (made.SFC, Level(datum=Datum.AMSL, value=9144, unit="M"), (14, 14)),
        (NOT_READ, NOT_READ, (0, 28)),
    ],
)
def test_a_band_is_drawn_to_scale(lower: Limit, upper: Limit, column: tuple[int, int]) -> None:
    """The column from the surface to FL 600 is filled where the band is; what was not read fills it."""
    assert marks.glyph(lower, upper) == column


def test_ordinary_notam_are_counted_and_nothing_is_hidden() -> None:
    """NOTAM are counted by FIR and by what happened, with the day pages that list every one."""
    view = seen(made.knowledge())
    (row,) = view.notam_changes
    assert view.notam_changed == row.total == 2
    assert [(one.word, one.number) for one in row.kinds] == [("new", 1), ("replacing another", 1)]
    assert [day.path for day in view.days] == ["changes/2026-11-22/", "changes/2026-11-21/"]
    (state,) = view.notams
    assert (state.total, state.in_force, state.overdue, state.upcoming) == (3, 2, 1, 1)


def test_a_security_notam_is_a_warning_of_its_own() -> None:
    """A State's security NOTAM is never counted away, and its own FIR is not taken for the one it speaks of."""
    view = seen(made.knowledge())
    line = listed(view, "EGGN V0007/26")
    assert line.places == "airspace named in its text, not read"
    assert line.firs == ()


def test_references_stand_apart_from_warnings() -> None:
    """Pointers, background notices and routing references are not warnings and are not among them."""
    view = seen(made.knowledge())
    assert [line.reference for line in view.references] == ["KICZ A0002/26", "Routes north"]
    assert "Routes north" not in {line.reference for area in view.areas for line in area.lines}


def test_news_of_what_was_withdrawn_before_is_no_news() -> None:
    """A document that was withdrawn already changes in the small list; one withdrawn now is a change."""
    gone = made.REPLACE(made.GULF, active=False)
    amended = seen(
        made.knowledge(changes=((1, made.change(ChangeKind.AMENDED, gone)),), standings=(made.standing(gone),))
    )
    cancelled = seen(
        made.knowledge(changes=((1, made.change(ChangeKind.CANCELLED, gone)),), standings=(made.standing(gone),))
    )
    assert (len(amended.changes), len(amended.other_changes)) == (0, 1)
    assert (len(cancelled.changes), len(cancelled.other_changes)) == (1, 0)


def test_a_document_under_several_areas_stands_under_each() -> None:
    """A reader who looks for one of a bulletin's countries finds it there."""
    wide = made.REPLACE(made.GULF, areas=("Sample Gulf", "Other Shore"))
    view = seen(made.knowledge(standings=(made.standing(wide),), changes=()))
    assert [area.name for area in view.areas] == ["Other Shore", "Sample Gulf"]
    assert view.tally.warnings == 1


def test_sources_lost_and_back_are_said() -> None:
    """A source lost or back is a sentence among the changes."""
    lost = Change(
        kind=ChangeKind.SOURCE_LOST, authority="FAA", source="faa_prohibitions", reference="", at=made.NOW, note="403"
    )
    assert seen(made.knowledge(changes=((1, lost),))).source_changes == (
        "Since 22 Nov 05:00Z not read: FAA prohibitions page: 403",
    )
    assert seen(made.knowledge()).source_changes[0].startswith("Read again since 21 Nov 22:00Z: EASA")


def test_a_shortened_view_says_what_it_leaves_out() -> None:
    """Nothing is left out in silence."""
    short = digest.shorten(seen(made.bulk(40)), changes=10, lists=5)
    assert len(short.changes) == 10
    assert "30 further changes of warnings" in short.omitted
    assert edition.shorten(short, changes=10, lists=5).omitted == ()


def test_a_change_of_an_unknown_advisory_is_shown_as_unread() -> None:
    """A change whose advisory cannot be looked up is listed all the same."""
    view = seen(made.knowledge(changes=((1, made.change(ChangeKind.NEW, made.GULF)),), standings=()))
    (line,) = view.changes
    assert (line.advisory, line.reference) == (None, "CZIB 2026-21")


def test_a_kind_that_does_not_warn_is_information() -> None:
    """A pointer carries the mark of information and its own kind in words."""
    assert marks.of_advisory(made.POINTER) == (marks.INFORMATION, Kind.POINTER.value)
