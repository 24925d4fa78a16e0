"""Changes of stance in the digest, the feed and on an advisory's page: told once, on the line of what made them."""

from __future__ import annotations

from typing import Any

import pytest

from advisories import digest, render, syndication
from advisories.cli.showing import change_line
from advisories.digest import moved
from advisories.digest.shapes import DigestView
from advisories.known import Knowledge
from advisories.model import Advisory, Change, ChangeKind, FieldChange, NotStated, Validity
from advisories.shifts import OWN_STATE
from tests.digest import invented as made

CAUTION = "caution, all levels (KICZ A0009/26)"
BAN = "do not enter, binding, all levels (KICZ A0031/26)"
NONE = "no instruction known"
ENDED = made.REPLACE(
    made.ISLE_TOO, reference="CZIB 2026-31", areas=("Land of Ends",), firs=("ZZLE",), title="Airspace of the Land"
)


def seen(*changes: Change, standings: tuple[Any, ...] = made.STANDINGS) -> DigestView:
    """Return the digest of these changes."""
    known = made.knowledge(changes=tuple(enumerate(changes, 1)), standings=standings)
    return digest.view(known, title=made.TITLE, base_url=made.BASE)


def eased(of: Advisory, place: str = "ZZEX", after: str = NONE) -> Change:
    """Return that a stance was eased."""
    return made.move(ChangeKind.EASED, of, place, CAUTION, after, note="not a clearance")


def printed(view: DigestView) -> str:
    """Return the text mail with its white space evened out."""
    return " ".join(render.render("digest.txt", view).split())


def test_a_move_stands_on_the_line_of_the_advisory_that_made_it() -> None:
    """The line of a new prohibition says whose stance it tightened where and what was told before, in mail and page."""
    view = seen(made.change(ChangeKind.NEW, made.LAW), made.move(ChangeKind.TIGHTENED, made.LAW, "ZZSG", CAUTION, BAN))
    (line,) = view.changes
    assert [(one.subject, one.words, one.before) for one in line.moves] == [
        ("FAA on FIR ZZSG", "tightened", CAUTION),
    ]
    said = "FAA on FIR ZZSG: TIGHTENED; before: △ caution, all levels (KICZ A0009/26)"
    assert printed(view).count(said) == 1
    assert "FAA on FIR ZZSG" in render.render("digest.html", view)


def test_what_the_line_tells_itself_is_not_said_again() -> None:
    """What is told now is left out where the line's own provisions are all of it, and said where others stand beside."""
    alone = "do not enter, binding, SFC – FL 260 (SFAR 901); caution, FL 260 – UNL (SFAR 901)"
    beside = f"{alone}; information, all levels (KICZ A0009/26)"
    new = made.change(ChangeKind.NEW, made.LAW)
    (line,) = seen(new, made.move(ChangeKind.TIGHTENED, made.LAW, "ZZSG", NONE, alone)).changes
    assert [one.after for one in line.moves] == [""]
    (line,) = seen(new, made.move(ChangeKind.TIGHTENED, made.LAW, "ZZSG", NONE, beside)).changes
    assert [one.after for one in line.moves] == [beside]


def test_an_eased_stance_says_who_still_warns_and_is_no_clearance() -> None:
    """Whatever became of the advisory, an eased stance carries who still warns, and says once that it clears nothing."""
    view = seen(made.change(ChangeKind.NEW, made.ISLE), eased(made.ISLE, after=BAN))
    (line,) = view.changes
    assert line.css == "milder"
    assert [one.reference for one in line.still] == ["CZIB 2026-20"]
    assert [note for note in (*line.notes, *line.moves[0].notes) if "clearance" in note] == ["Not a clearance."]


def test_a_move_without_a_line_of_its_advisory_is_a_line() -> None:
    """Where nothing else is told of an advisory, because its printed end had passed, the move is a line of its own."""
    gone = made.standing(ENDED, listed=False, unlisted_reason="its printed end has passed")
    view = seen(eased(ENDED, "ZZLE"), standings=(gone,))
    (line,) = view.changes
    assert (line.words, line.css, line.moves[0].after) == ("stance eased", "milder", NONE)
    assert "No other warning for the same area or FIR is known" in " ".join(line.notes)
    assert "STANCE EASED" in printed(view)


def test_a_move_by_an_ordinary_notam_is_a_line() -> None:
    """A State's closure by a NOTAM that is only counted stands as a line, as its own status."""
    field = FieldChange(field=OWN_STATE, before="no closure or restriction known", after="closed: do not enter (X)")
    change = made.change(ChangeKind.TIGHTENED, made.CRANE, place="EGTT", fields=(field,))
    view = seen(made.change(ChangeKind.NEW, made.CRANE), change)
    (line,) = view.changes
    assert line.moves[0].subject == "UK on its own airspace, London FIR/UIR (EGTT)"
    assert (line.moves[0].before_mark.sign, line.moves[0].after_mark.sign) == ("–", "✕")
    assert view.notam_changed == 1


def test_what_begins_and_moves_a_stance_is_told_once() -> None:
    """An advisory that came into force and so tightened a stance is news, and not once more below."""
    begun = made.REPLACE(made.GULF, validity=Validity(start=made.NOW - (made.NOW - made.SINCE) / 2, end=NotStated()))
    effective = made.change(ChangeKind.EFFECTIVE, begun)
    standings = (made.standing(begun),)
    assert [line.reference for line in seen(effective, standings=standings).begun] == ["CZIB 2026-21"]
    view = seen(effective, made.move(ChangeKind.TIGHTENED, begun, "ZZSG", NONE, BAN), standings=standings)
    assert view.begun == ()
    assert [(one.words, one.css) for one in view.changes] == [("now in force", "stricter")]


def test_stricter_moves_come_first() -> None:
    """What tightened or only changed stands before other news, and what eased after it, whatever the papers are."""
    view = seen(
        made.change(ChangeKind.NEW, made.ISLE),
        eased(made.ISLE),
        made.change(ChangeKind.AMENDED, made.GULF),
        made.change(ChangeKind.AMENDED, made.LAW),
        made.move(ChangeKind.CHANGED, made.LAW, "ZZSG", CAUTION, BAN),
    )
    assert [(one.reference, one.css) for one in view.changes] == [
        ("SFAR 901", "stricter"),
        ("CZIB 2026-21", "changed"),
        ("KICZ A0031/26", "milder"),
    ]


def test_a_move_over_several_places_is_one() -> None:
    """The same move over several places is one line that names the first of them; another move stands apart."""
    places = ("SVZM", "TJZS", "TNCF", "TTZP", "SKED")
    moves = [made.move(ChangeKind.TIGHTENED, made.LAW, place, NONE, CAUTION) for place in places]
    (line,) = seen(*moves, made.move(ChangeKind.TIGHTENED, made.LAW, "ZZSG", NONE, BAN)).changes
    assert [one.subject for one in line.moves] == [
        "FAA on Maiquetia FIR/UIR (SVZM), San Juan FIR (TJZS), Curacao FIR (TNCF), Piarco FIR (TTZP) and 1 more",
        "FAA on FIR ZZSG",
    ]


def test_a_move_of_what_was_replaced_stands_with_its_heir() -> None:
    """Where the advisory that made a move was replaced in the same edition, the line of the new one carries it."""
    view = seen(
        made.move(ChangeKind.TIGHTENED, made.ISLE_BEFORE, "ZZEX", NONE, CAUTION),
        made.change(ChangeKind.NEW, made.ISLE),
        made.change(ChangeKind.REPLACED, made.ISLE_BEFORE, other=made.ISLE.reference),
    )
    (line,) = view.changes
    assert (line.reference, len(line.moves)) == (made.ISLE.reference, 1)


MARKS = [
    ("closed: do not enter, binding, all levels (X)", "✕"),
    ("restricted: do not enter, binding, SFC – FL 100 (X)", "✕"),
    ("do not enter, binding as served, all levels (X)", "■"),
    ("do not enter, recommended, all levels (X)", "◩"),
    ("not read: treat as do not enter (X)", "?"),
    ("caution, all levels (X)", "△"),
    ("information, all levels (X)", "○"),
    (NONE, "–"),
    ("no closure or restriction known", "–"),
]


@pytest.mark.parametrize(("words", "sign"), MARKS, ids=[words[:20] for words, _ in MARKS])
def test_what_was_told_has_its_mark(words: str, sign: str) -> None:
    """The strongest of what was told is seen at once by its mark, and nothing known has one of its own."""
    (line,) = moved.made([made.move(ChangeKind.CHANGED, made.LAW, "ZZSG", words, NONE)], "")
    assert line.before_mark.sign == sign


def test_notes_are_sentences() -> None:
    """Each note is a sentence of its own; the name of an export before what it answered is no word to begin one."""
    change = made.move(ChangeKind.CHANGED, made.LAW, "ZZSG", NONE, NONE, note="the list was short; csv: status 500")
    (line,) = moved.made([change], "")
    assert line.notes == ("The list was short.", "csv: status 500.")


def test_the_feed_tells_a_move_once() -> None:
    """A move has an entry of its own with an id of its own, over all its places, and says what it is not."""
    moves = [eased(made.GONE, place) for place in ("SVZM", "TTZP")]
    known: Knowledge = made.today(changes=tuple(enumerate((*moves, made.change(ChangeKind.EASED, made.GONE)), 1)))
    entries = syndication.view([known, known], title="", base_url=made.BASE).entries
    assert len({one.id for one in entries}) == len(entries) == 2
    (entry,) = (one for one in entries if one.title.startswith("Stance"))
    assert entry.title == "Stance eased: FAA on Maiquetia FIR/UIR (SVZM) and Piarco FIR (TTZP)"
    assert entry.content.endswith(f"before: {CAUTION}; now: {NONE} · Not a clearance.")
    assert entry.url == "https://advisories.example/fir/SVZM/"


def test_a_line_of_hostile_words_stays_a_line() -> None:
    """Whatever stands in a reference or a place, the line holds no control characters, and nothing in it is markup."""
    hostile = "Bad\r\n<script>\x00\u202e"
    (line,) = moved.made([made.move(ChangeKind.CHANGED, made.LAW, hostile, hostile, hostile, note=hostile)], "")
    said = change_line(made.move(ChangeKind.CHANGED, made.LAW, hostile, hostile, hostile, note=hostile))
    for words in (line.subject, line.before, line.after, *line.notes, said):
        assert "\n" not in words
        assert "\u202e" not in words
