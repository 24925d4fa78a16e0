"""What templates receive: frozen values whose every field is documented, and everything computed beforehand.

All text in them is plain and safe to show (`digest.inert`); none of it is markup. Paths are relative to the site's
root and end in a slash; `url` is the same under the site's public address, empty where it has none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from advisories.model import Value


def doc(text: str) -> Meta:
    """Return the description of a field, as the documentation of templates shows it."""
    return Meta(description=text)


class Moment(Value, frozen=True):
    """A time, aware UTC, and how it is written."""

    when: Annotated[datetime, doc("The time itself, aware UTC.")]
    iso: Annotated[str, doc("For machines: `2026-11-22T05:00:00Z`.")]
    words: Annotated[str, doc("For people: `22 Nov 2026 05:00Z`; an end at midnight reads `24:00Z` of the day before.")]
    short: Annotated[str, doc("The same without the year.")]


class Mark(Value, frozen=True):
    """How strong something is, as a sign that survives mail and print, and as a word."""

    sign: Annotated[str, doc("One of ✕ ■ ◩ △ ○ ?, each with its own meaning.")]
    word: Annotated[str, doc("The meaning of the sign.")]
    css: Annotated[str, doc("The class that colours it: closed, binding, avoid, caution, information, unread.")]
    rank: Annotated[int, doc("0 is the strictest; what was not read ranks with the strictest.")]


class Counted(Value, frozen=True):
    """A word with a number."""

    word: Annotated[str, doc("What is counted.")]
    number: Annotated[int, doc("How many.")]


class PlaceLink(Value, frozen=True):
    """A place, period or document with the page about it."""

    name: Annotated[str, doc("Its name, safe to show.")]
    path: Annotated[str, doc("The folder of its page.")]
    url: Annotated[str, doc("Its public address, or empty.")]


class ProvisionLine(Value, frozen=True):
    """One thing an advisory tells its addressees about one band of one airspace."""

    plain: Annotated[
        str, doc("The whole in one sentence for a person, made by rule; the issuer's words are in `sentence`.")
    ]
    mark: Annotated[Mark, doc("How strong it is.")]
    words: Annotated[str, doc("Instruction and legal form: `do not enter, binding`.")]
    where: Annotated[str, doc("FIR codes, countries or the named area; whether only part of it.")]
    band: Annotated[str, doc("`SFC – FL 260`; `levels not read: treat as all` where they were not read.")]
    top: Annotated[int, doc("The band's upper edge on a column of 28 px, in px from the top.")]
    height: Annotated[int, doc("The band's height on that column, in px, at least 2.")]
    whom: Annotated[str, doc("The addressees.")]
    validity: Annotated[str, doc("Its own validity, or empty where it is the advisory's.")]
    details: Annotated[tuple[str, ...], doc("Exceptions, phases, schedule and threats, a sentence each.")]
    sentence: Annotated[str, doc("The issuer's sentence that it was read from.")]


class AdvisoryLine(Value, frozen=True):
    """One advisory in one line."""

    mark: Annotated[Mark, doc("The strongest of its provisions, or what its title says, or `?`.")]
    headline: Annotated[
        str, doc("What it tells, and where that was read: `do not enter, binding`, `prohibition by its title`.")
    ]
    kind: Annotated[str, doc("What sort of document it is.")]
    warns: Annotated[
        bool, doc("False for pointers, background notices and references: they are kept apart from warnings.")
    ]
    authority: Annotated[str, doc("Who issued it.")]
    reference: Annotated[str, doc("Its normalised reference.")]
    revision: Annotated[str, doc("The label of the listed revision, or empty.")]
    title: Annotated[str, doc("Its title, one line.")]
    title_adds: Annotated[bool, doc("Whether the title says more than the places do.")]
    places: Annotated[str, doc("Areas and FIRs, or locations: `Jordan · OJAC`.")]
    areas: Annotated[tuple[PlaceLink, ...], doc("The areas it is listed under, each with its page.")]
    firs: Annotated[tuple[PlaceLink, ...], doc("The FIRs it names, each with its page.")]
    levels: Annotated[str, doc("The band, or `levels not read: treat as all`, or `levels not stated`.")]
    levels_read: Annotated[bool, doc("Whether levels were read (also where the publisher does not state them).")]
    whom: Annotated[str, doc("The addressees, or empty where they were not read.")]
    start: Annotated[Moment | None, doc("The printed start, if any.")]
    end: Annotated[Moment | None, doc("The printed end, if any; estimated ends too.")]
    end_note: Annotated[str, doc("What kind of end it is where it is not fixed: `unless reviewed earlier`; or empty.")]
    until: Annotated[
        str, doc("The end in words with its kind: `16 Nov 2026 24:00Z (unless reviewed earlier)`, `not read`.")
    ]
    state: Annotated[str, doc("In force, upcoming, overdue, end passed, withdrawn or no longer listed.")]
    text_of: Annotated[str, doc("`text of R1, list names R2` where the text read is of an older revision; or empty.")]
    cautions: Annotated[
        tuple[str, ...], doc("What a reader must know before believing the line besides its state, a sentence each.")
    ]
    state_means: Annotated[str, doc("What its state means, where an end has passed; else empty. For pages, not lists.")]
    seen: Annotated[Moment, doc("When it was first read.")]
    since: Annotated[Moment, doc("When this revision was first read.")]
    path: Annotated[str, doc("The folder of its page.")]
    url: Annotated[str, doc("The public address of its page, or empty.")]
    home: Annotated[str, doc("The publisher's own page, http or https, or empty.")]


class FieldLine(Value, frozen=True):
    """One field before and after."""

    field: Annotated[str, doc("The name of the field.")]
    before: Annotated[str, doc("What it was, one line.")]
    after: Annotated[str, doc("What it is, one line.")]


class MoveLine(Value, frozen=True):
    """One change of stance: what an authority told about a place before, and what it tells now."""

    words: Annotated[str, doc("How it moved: `tightened`, `eased`, or `changed` where neither contains the other.")]
    css: Annotated[str, doc("stricter or milder; what only changed counts as stricter.")]
    authority: Annotated[str, doc("Whose stance it is.")]
    subject: Annotated[str, doc("Who moved where: `FAA on Maiquetia FIR (SVZM)`; whether over its own airspace.")]
    own: Annotated[bool, doc("Whether it is a State's status of its own airspace, which binds everyone.")]
    places: Annotated[tuple[PlaceLink, ...], doc("The places, each with its page.")]
    before: Annotated[str, doc("What was told before, with the references; `no instruction known` is no clearance.")]
    before_mark: Annotated[Mark, doc("How strong the strongest of that was; `–` for nothing known.")]
    after: Annotated[str, doc("What is told now; empty where the line that it stands on says it.")]
    after_mark: Annotated[Mark, doc("How strong the strongest of what is told now is.")]
    notes: Annotated[tuple[str, ...], doc("Sentences that belong to it: not a clearance; what stands again.")]
    at: Annotated[Moment, doc("When it was read.")]
    reference: Annotated[str, doc("The advisory that made the difference.")]
    path: Annotated[str, doc("The folder of that advisory's page; empty where there may be none.")]


class ChangeLine(Value, frozen=True):
    """What happened to one advisory since the last edition, folded to one line."""

    words: Annotated[
        str, doc("What happened: `new`, `extended`, `new, then amended`; `stance eased` where nothing else did.")
    ]
    css: Annotated[str, doc("stricter, milder or changed.")]
    advisory: Annotated[
        AdvisoryLine | None, doc("The advisory as it stands now; None where nothing more is known of it.")
    ]
    authority: Annotated[str, doc("Who issued it.")]
    reference: Annotated[str, doc("Its reference.")]
    title: Annotated[str, doc("Its title, one line.")]
    at: Annotated[Moment, doc("When the (last) change was read.")]
    replaced: Annotated[tuple[PlaceLink, ...], doc("The documents that it replaces or continues, the last one first.")]
    successor: Annotated[PlaceLink | None, doc("The document that replaces it, if any.")]
    fields: Annotated[tuple[FieldLine, ...], doc("The fields that changed, first before, last after.")]
    notes: Annotated[tuple[str, ...], doc("Sentences that belong to the change: reason unknown, not a clearance.")]
    told: Annotated[tuple[ProvisionLine, ...], doc("What it tells whom, strictest first, at most 4.")]
    told_more: Annotated[int, doc("How many further provisions stand on its page.")]
    still: Annotated[tuple[AdvisoryLine, ...], doc("Who still warns for the same area or FIR; only for relaxations.")]
    moves: Annotated[tuple[MoveLine, ...], doc("The changes of stance that the advisory made, oldest first.")] = ()


class NotamChanges(Value, frozen=True):
    """The changes of ordinary NOTAM in one FIR, counted."""

    fir: Annotated[PlaceLink, doc("The FIR, and its page.")]
    total: Annotated[int, doc("How many NOTAM changed.")]
    kinds: Annotated[tuple[Counted, ...], doc("How many by what happened, most first.")]
    locations: Annotated[tuple[Counted, ...], doc("The locations with most changes, most first.")]
    more: Annotated[int, doc("How many further locations are not named here.")]
    anchor: Annotated[str, doc("The id of the FIR's section on the day page.")]


class NotamState(Value, frozen=True):
    """The ordinary NOTAM of one FIR, counted by where they stand."""

    fir: Annotated[PlaceLink, doc("The FIR, and its page.")]
    total: Annotated[int, doc("How many are listed.")]
    in_force: Annotated[int, doc("How many are in force, overdue ones included.")]
    overdue: Annotated[int, doc("How many of those have passed their estimated end.")]
    upcoming: Annotated[int, doc("How many have not begun.")]
    end_passed: Annotated[int, doc("How many are listed beyond their end.")]
    begun: Annotated[int, doc("How many came into force since the last edition.")]
    day: Annotated[int, doc("How many end within 24 hours.")]
    week: Annotated[int, doc("How many end within 7 days, those within 24 hours included.")]


class SourceLine(Value, frozen=True):
    """How one source stands, in plain words."""

    source: Annotated[str, doc("Its name.")]
    title: Annotated[str, doc("Its title.")]
    authority: Annotated[str, doc("Whose it is.")]
    home: Annotated[str, doc("The publisher's page, or empty.")]
    read: Annotated[bool, doc("Whether its last reading can be relied on whole.")]
    known: Annotated[bool, doc("Whether it was ever read well.")]
    word: Annotated[str, doc("read, blocked, failed, suspect, read in part, never read, not read lately, silent.")]
    reason: Annotated[str, doc("Why, one line, or empty.")]
    since: Annotated[Moment | None, doc("Since when it stands so.")]
    lasting: Annotated[str, doc("How long that is at the time of the view: `27 h`; or empty.")]
    good: Annotated[Moment | None, doc("The last reading whose news counted.")]
    run: Annotated[Moment | None, doc("The last attempt.")]
    updated: Annotated[Moment | None, doc("The page's own last updated, if it prints one.")]
    unproven: Annotated[bool, doc("Whether it cannot support a `none known` until its live reading was accepted.")]
    listed: Annotated[int, doc("How many advisories it lists.")]
    parts: Annotated[tuple[PartLine, ...], doc("Its parts, each with its own verdict.")]
    bad_rows: Annotated[tuple[str, ...], doc("Rows that could not be read, one line each.")]
    acknowledgement: Annotated[str, doc("What its publisher asks to have printed.")]
    terms: Annotated[str, doc("The terms of reuse, in words or as an address.")]
    shows: Annotated[str, doc("What those terms let this site show.")]
    anchor: Annotated[str, doc("The id of its section on the sources page.")]


class PartLine(Value, frozen=True):
    """How the last reading of one part went."""

    part: Annotated[str, doc("Its name.")]
    word: Annotated[str, doc("read, failed, suspect, read in part, never read.")]
    reason: Annotated[str, doc("Why, one line, or empty.")]
    read_at: Annotated[Moment | None, doc("The last reading.")]
    good: Annotated[Moment | None, doc("The last good reading.")]
    home: Annotated[str, doc("Its address, http or https, or empty.")]


class Coverage(Value, frozen=True):
    """What the whole view rests on."""

    words: Annotated[str, doc("`3 of 3 sources read, oldest at 22 Nov 04:38Z`.")]
    read: Annotated[int, doc("How many sources were read whole and lately.")]
    total: Annotated[int, doc("How many there are.")]
    oldest: Annotated[Moment | None, doc("The oldest of the last good readings.")]
    complete: Annotated[bool, doc("Whether all were read; only then may `none known` be said without a warning.")]
    gaps: Annotated[tuple[SourceLine, ...], doc("Sources not read, stale, read in part or unproven, worst first.")]
    sources: Annotated[tuple[SourceLine, ...], doc("All sources.")]


class AreaGroup(Value, frozen=True):
    """A country, named area or FIR with the warnings listed under it, strictest first."""

    name: Annotated[str, doc("The country or named area, else the FIR code.")]
    place: Annotated[PlaceLink | None, doc("Its page; None where the document names no area that was read.")]
    firs: Annotated[str, doc("The FIR codes that its warnings name.")]
    mark: Annotated[Mark, doc("The strictest mark in it.")]
    lines: Annotated[tuple[AdvisoryLine, ...], doc("Its warnings, in force first, strictest first.")]
    in_force: Annotated[int, doc("How many are in force.")]
    upcoming: Annotated[int, doc("How many have not begun.")]
    end_passed: Annotated[int, doc("How many are listed beyond their end.")]


class Tally(Value, frozen=True):
    """Numbers for the one line that says how things stand."""

    areas: Annotated[int, doc("Areas with a warning in force.")]
    warnings: Annotated[int, doc("Warnings in force.")]
    upcoming: Annotated[int, doc("Warnings that have not begun.")]
    end_passed: Annotated[int, doc("Warnings listed beyond their end.")]
    notams: Annotated[int, doc("Ordinary NOTAM listed.")]
    references: Annotated[int, doc("References listed.")]
    by_mark: Annotated[
        tuple[Counted, ...], doc("Warnings in force by mark, strictest first, `■ do not enter, binding`.")
    ]


class DigestView(Value, frozen=True):
    """One digest: what a reader should see at a time, in the order in which to read it."""

    title: Annotated[str, doc("What the digest is called.")]
    base_url: Annotated[str, doc("The public address of the site, or empty.")]
    edition: Annotated[int, doc("Its number; 0 for a preview.")]
    as_of: Annotated[Moment, doc("The time of the view: states and ages are judged at it.")]
    since_words: Annotated[str, doc("`since 21 Nov 05:00Z`, or `since the first reading`.")]
    weekday: Annotated[str, doc("The day of the week of `as_of`: `Sun`.")]
    known_at: Annotated[Moment, doc("What had been read by then is in the view.")]
    since: Annotated[Moment | None, doc("The edition (or start of day) from which changes are counted.")]
    coverage: Annotated[Coverage, doc("What was read and what was not.")]
    changes: Annotated[tuple[ChangeLine, ...], doc("Changes of warnings, strictest news first, relaxations last.")]
    notam_changes: Annotated[tuple[NotamChanges, ...], doc("Changes of ordinary NOTAM, counted by FIR.")]
    notam_changed: Annotated[int, doc("How many ordinary NOTAM changed.")]
    other_changes: Annotated[
        tuple[ChangeLine, ...], doc("Changes of references, background and documents already withdrawn.")
    ]
    source_changes: Annotated[tuple[str, ...], doc("Sources lost and back, a sentence each.")]
    quiet: Annotated[str, doc("`No changes` with what was read, where nothing changed; else empty.")]
    begun: Annotated[tuple[AdvisoryLine, ...], doc("Warnings that came into force since the last edition.")]
    passed: Annotated[
        tuple[AdvisoryLine, ...], doc("Warnings whose end passed since the last edition and that are still listed.")
    ]
    ends_day: Annotated[tuple[AdvisoryLine, ...], doc("Warnings whose printed end lies within 24 hours.")]
    ends_week: Annotated[
        tuple[AdvisoryLine, ...], doc("Warnings whose printed end lies after those 24 hours, within 7 days.")
    ]
    starts_week: Annotated[tuple[AdvisoryLine, ...], doc("Warnings that begin within 7 days.")]
    areas: Annotated[tuple[AreaGroup, ...], doc("Warnings by area, strictest area first, then by name.")]
    none_known: Annotated[
        str, doc("Where no warning is listed: `none known`, with the coverage it rests on; else empty.")
    ]
    notams: Annotated[tuple[NotamState, ...], doc("Ordinary NOTAM by FIR.")]
    references: Annotated[tuple[AdvisoryLine, ...], doc("Pointers, background notices and references.")]
    tally: Annotated[Tally, doc("The numbers.")]
    days: Annotated[tuple[PlaceLink, ...], doc("The day pages that hold every change of this view.")]
    omitted: Annotated[tuple[str, ...], doc("What a shortened view leaves out, a sentence each; never silent.")]
