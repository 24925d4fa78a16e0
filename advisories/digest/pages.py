"""What the templates of whole pages receive."""

from __future__ import annotations

from typing import Annotated

from advisories.digest.decoded import DecodedNotam
from advisories.digest.shapes import (
    AdvisoryLine,
    AreaGroup,
    ChangeLine,
    Coverage,
    DigestView,
    FieldLine,
    Moment,
    MoveLine,
    PlaceLink,
    ProvisionLine,
    SourceLine,
    doc,
)
from advisories.digest.stance_shapes import StanceView, Table
from advisories.model import Value


class Frame(Value, frozen=True):
    """What every page has around it."""

    title: Annotated[str, doc("The site's title.")]
    root: Annotated[str, doc("How to reach the site's root from this page: empty, or `../` as often as needed.")]
    style: Annotated[str, doc("The style sheet's path from the root.")]
    base_url: Annotated[str, doc("The public address of the site, or empty.")]
    here: Annotated[str, doc("Which entry of the navigation this is: today, changes, sources, or empty.")]


class FrontPage(Value, frozen=True):
    """`index.html`."""

    frame: Annotated[Frame, doc("What is around the page.")]
    digest: Annotated[DigestView, doc("The digest of now.")]
    days: Annotated[tuple[PlaceLink, ...], doc("The latest day pages, newest first.")]


class SourcesPage(Value, frozen=True):
    """`sources/index.html`."""

    frame: Annotated[Frame, doc("What is around the page.")]
    as_of: Annotated[Moment, doc("The time at which ages are counted.")]
    coverage: Annotated[Coverage, doc("All sources and what was read.")]


class LocationChanges(Value, frozen=True):
    """The changes of ordinary NOTAM at one location."""

    location: Annotated[str, doc("The location indicator, or the FIR.")]
    changes: Annotated[tuple[ChangeLine, ...], doc("A line each, by reference.")]


class FirChanges(Value, frozen=True):
    """Every change of an ordinary NOTAM in one FIR, listed."""

    fir: Annotated[PlaceLink, doc("The FIR.")]
    anchor: Annotated[str, doc("The id of the section.")]
    total: Annotated[int, doc("How many NOTAM changed.")]
    locations: Annotated[tuple[LocationChanges, ...], doc("By location.")]


class DayPage(Value, frozen=True):
    """`changes/2026-11-22/index.html`: everything that changed on one UTC day."""

    frame: Annotated[Frame, doc("What is around the page.")]
    date: Annotated[str, doc("The day, `2026-11-22`.")]
    words: Annotated[str, doc("The day in words, `Sun 22 Nov 2026`.")]
    digest: Annotated[DigestView, doc("The digest as it stood at the end of the day (or now, on the current day).")]
    notams: Annotated[tuple[FirChanges, ...], doc("Every change of an ordinary NOTAM, listed.")]
    earlier: Annotated[PlaceLink | None, doc("The day page before this one.")]
    later: Annotated[PlaceLink | None, doc("The day page after this one.")]


class DaySummary(Value, frozen=True):
    """One day in the list of days."""

    place: Annotated[PlaceLink, doc("Its page.")]
    words: Annotated[str, doc("The day in words.")]
    warnings: Annotated[int, doc("How many warnings changed.")]
    notams: Annotated[int, doc("How many ordinary NOTAM changed.")]
    coverage: Annotated[str, doc("What was read by the end of the day.")]


class ChangesPage(Value, frozen=True):
    """`changes/index.html`: the days."""

    frame: Annotated[Frame, doc("What is around the page.")]
    days: Annotated[tuple[DaySummary, ...], doc("Newest first.")]


class LocationGroup(Value, frozen=True):
    """The ordinary NOTAM of one location."""

    location: Annotated[str, doc("The location indicator, or the FIR.")]
    anchor: Annotated[str, doc("The id of the section.")]
    lines: Annotated[tuple[AdvisoryLine, ...], doc("In force first.")]


class PlacePage(Value, frozen=True):
    """`fir/SVZM/index.html`, `area/jordan/index.html`: everything listed for one place."""

    frame: Annotated[Frame, doc("What is around the page.")]
    name: Annotated[str, doc("The FIR code, or the name of the area.")]
    noun: Annotated[str, doc("`FIR` or `Area`.")]
    called: Annotated[
        str, doc("What the region of a FIR's code is called, `Maiquetia FIR/UIR`; empty where not known.")
    ]
    group: Annotated[AreaGroup | None, doc("Its warnings, or None where none is listed.")]
    locations: Annotated[tuple[LocationGroup, ...], doc("Its ordinary NOTAM by location.")]
    notams: Annotated[int, doc("How many ordinary NOTAM.")]
    references: Annotated[tuple[AdvisoryLine, ...], doc("Pointers, background notices and references.")]
    stance: Annotated[StanceView | None, doc("What each authority tells about it; None where it is no place we know.")]
    moves: Annotated[tuple[MoveLine, ...], doc("How the stance on it changed, newest first, at most 20.")]


class StancePage(Value, frozen=True):
    """`stance/index.html`."""

    frame: Annotated[Frame, doc("What is around the page.")]
    as_of: Annotated[Moment, doc("The time at which validity is judged.")]
    table: Annotated[Table, doc("The table.")]
    moves: Annotated[tuple[MoveLine, ...], doc("The latest changes of stance anywhere, newest first, at most 8.")]


class Piece(Value, frozen=True):
    """A run of words in a comparison."""

    text: Annotated[str, doc("The words, safe to show.")]
    how: Annotated[str, doc("`same`, `gone` or `added`.")]


class EvidenceLine(Value, frozen=True):
    """The bytes behind a statement."""

    source: Annotated[str, doc("The source's name.")]
    part: Annotated[str, doc("The part of the source.")]
    read_at: Annotated[Moment, doc("When they were read.")]
    home: Annotated[str, doc("From where, http or https, or empty.")]
    file: Annotated[str, doc("The name of the file that a person imported, or empty.")]
    digest: Annotated[str, doc("SHA-256 of the body, 64 hex digits, or empty.")]
    short: Annotated[str, doc("Its first twelve digits.")]
    status: Annotated[int, doc("The HTTP status.")]
    archived: Annotated[str, doc("Archive file and offset, or empty.")]
    copy: Annotated[str, doc("The path of a copy of the body on this site, or empty where terms or size forbid one.")]


class RevisionView(Value, frozen=True):
    """One content state of an advisory."""

    number: Annotated[int, doc("Counted from 1, the oldest.")]
    label: Annotated[str, doc("The publisher's label, or empty.")]
    read_at: Annotated[Moment, doc("When it was first read.")]
    title: Annotated[str, doc("Its title then.")]
    text: Annotated[str, doc("The official text as published; empty where terms forbid it or it was not read.")]
    fields: Annotated[tuple[FieldLine, ...], doc("Fields that changed against the revision before.")]
    pieces: Annotated[
        tuple[Piece, ...], doc("The text against the revision before, word by word; empty where not compared.")
    ]
    note: Annotated[str, doc("Why no text or no comparison is shown, or empty.")]
    evidence: Annotated[tuple[EvidenceLine, ...], doc("The bytes it was read from.")]


class ListingView(Value, frozen=True):
    """One unbroken time of being listed."""

    listed: Annotated[Moment, doc("When the list first showed it.")]
    unlisted: Annotated[Moment | None, doc("When the list no longer showed it.")]
    words: Annotated[str, doc("How it ended, or empty.")]


class Fact(Value, frozen=True):
    """A labelled fact."""

    label: Annotated[str, doc("What it is about.")]
    words: Annotated[str, doc("The fact.")]
    unread: Annotated[bool, doc("Whether it was not read, and so counts as the strictest.")]


class AdvisoryPage(Value, frozen=True):
    """`advisory/faa/kicz-a0012-25/index.html`."""

    frame: Annotated[Frame, doc("What is around the page.")]
    line: Annotated[AdvisoryLine, doc("The advisory as it stands.")]
    facts: Annotated[tuple[Fact, ...], doc("What is known of it, in a fixed order.")]
    notam: Annotated[DecodedNotam | None, doc("A NOTAM decoded; None for all else.")]
    provisions: Annotated[tuple[ProvisionLine, ...], doc("What it tells whom, strictest first.")]
    unread: Annotated[
        tuple[str, ...], doc("Clauses that may instruct operators and that no rule understood, as published.")
    ]
    provisions_note: Annotated[str, doc("What to assume where provisions were not read, or empty.")]
    text: Annotated[str, doc("The official text, as published; empty where not shown.")]
    text_note: Annotated[str, doc("Of which revision the text is, what was cut, or why none is shown; or empty.")]
    revisions: Annotated[tuple[RevisionView, ...], doc("Newest first.")]
    listings: Annotated[tuple[ListingView, ...], doc("Newest first.")]
    changes: Annotated[tuple[ChangeLine, ...], doc("Newest first.")]
    others: Annotated[tuple[AdvisoryLine, ...], doc("Who else warns for the same area or FIR.")]
    source: Annotated[SourceLine | None, doc("The source it comes from; without ages, which would change by the hour.")]
    aliases: Annotated[tuple[str, ...], doc("Other names under which it is found.")]
    links: Annotated[
        tuple[tuple[str, PlaceLink | None, str], ...],
        doc("How it refers to others: words, their page if known, reference."),
    ]
