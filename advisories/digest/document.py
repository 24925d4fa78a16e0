"""One advisory's page: what it says, who else warns, every revision with its proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import unquote

import msgspec

from advisories.changes import difference
from advisories.digest import changed, coverage, decoded, inert, lines, marks, moments, moved, paths
from advisories.digest import difference as wording
from advisories.digest.changed import QUOTABLE, Context
from advisories.digest.folding import Key
from advisories.digest.pages import AdvisoryPage, EvidenceLine, Fact, Frame, ListingView, RevisionView
from advisories.digest.shapes import ChangeLine, PlaceLink, SourceLine
from advisories.known import History, Listing, Revision, SourceHealth, Standing
from advisories.model import Advisory, Evidence, LinkKind, NotRead, NotStated

REVISIONS_SHOWN = 200
OTHERS_SHOWN = 20
EARLIER_TEXT_LIMIT = 20_000

_LINKED = {
    LinkKind.REPLACES: "Replaces",
    LinkKind.CANCELS: "Cancels",
    LinkKind.POINTS_TO: "Points to",
    LinkKind.CONTINUES: "Continues",
    LinkKind.OVERRULES: "Overrules",
}

Copies = Callable[[Evidence], str]
"""Returns the path of the published copy of the bytes behind an evidence, or an empty string."""


class Shelf:
    """What the page of one advisory needs to know of all the others and of the sources; `moment` is the time of view."""

    def __init__(
        self, standings: Mapping[Key, Standing], sources: Mapping[str, SourceHealth], at: datetime, base_url: str
    ) -> None:
        self.standings = standings
        self.sources = sources
        self.at = at
        self.base_url = base_url
        self.context = Context(standings, sources.values(), "", base_url)

    def others(self, standing: Standing) -> list[Standing]:
        """Return who else warns for the same area or FIR. Ordinary NOTAM are not set beside others."""
        if not lines.speaks_in_full(standing.advisory):
            return []
        return self.context.warners.others(standing)[:OTHERS_SHOWN]

    def source(self, standing: Standing) -> SourceLine | None:
        """Return how the source stands, without what changes at every reading: ages, times of good readings, parts.

        An ordinary NOTAM that is listed no more says what was: its page is not made anew when its source breaks later.
        """
        health = self.sources.get(standing.advisory.source)
        if health is None:
            return None
        full = coverage.source(health, self.at)
        if full.word == "read" or not (standing.listed or lines.speaks_in_full(standing.advisory)):
            full = msgspec.structs.replace(full, read=True, word="read", since=None)
        return msgspec.structs.replace(
            full, good=None, run=None, updated=None, lasting="", listed=0, parts=(), bad_rows=(), reason=_steady(full)
        )


def _steady(source: SourceLine) -> str:
    """Return a source's reason where it stands for a state; the sources page has it in any case."""
    return source.reason if source.word in ("blocked", "failed", "never read") else ""


def _shows_text(health: SourceHealth | None) -> bool:
    return health is not None and health.republish in QUOTABLE


def _facts(standing: Standing) -> tuple[Fact, ...]:
    advisory = standing.advisory
    headline = marks.of_advisory(advisory)[1]
    end_unread = isinstance(advisory.validity.end, NotRead)
    facts = [
        ("State", f"{standing.state.value}; listed" if standing.listed else standing.state.value, False),
        ("Instruction", headline, isinstance(advisory.provisions, NotRead)),
        ("Kind", advisory.kind.value, False),
        ("Locations", ", ".join(inert.line(one, 60) for one in advisory.locations[:40]), False),
        ("Levels", *_levels_fact(advisory)),
        ("From", moments.starting(advisory.validity), isinstance(advisory.validity.start, NotRead)),
        ("Until", moments.until(advisory.validity), end_unread),
        ("Validity as printed", inert.line(advisory.validity.words), False),
        ("Schedule", _words(advisory.schedule, 400), isinstance(advisory.schedule, NotRead)),
        ("Issued", _issued(advisory), isinstance(advisory.issued, NotRead)),
        ("Revision listed", _words(advisory.revision, 40), isinstance(advisory.revision, NotRead)),
        ("First read", moments.moment(standing.first_seen).words, False),
        ("This revision read", moments.moment(standing.since).words, False),
    ]
    return tuple(Fact(label=label, words=words, unread=unread) for label, words, unread in facts if words)


def _levels_fact(advisory: Advisory) -> tuple[str, bool]:
    words, read = marks.levels(advisory)
    return words, not read


def _issued(advisory: Advisory) -> str:
    return (
        moments.moment(advisory.issued).words if isinstance(advisory.issued, datetime) else _words(advisory.issued, 40)
    )


def _words(value: object, limit: int) -> str:
    if isinstance(value, NotRead):
        return "not read"
    if isinstance(value, NotStated):
        return "not stated"
    return inert.line(str(value), limit)


def _text_note(advisory: Advisory, health: SourceHealth | None) -> str:
    if isinstance(advisory.text, NotRead):
        return "The official text was not read. The publisher's page has it."
    if isinstance(advisory.text, NotStated):
        return "The publisher states no text."
    if not _shows_text(health):
        return "The terms of the source let this site link to the official text, not show it."
    said = []
    if isinstance(advisory.text_revision, str):
        said.append(f"Text of revision {inert.line(advisory.text_revision, 40)}.")
    if advisory.text_is_older:
        said.append(f"The list names revision {inert.line(str(advisory.revision), 40)}, whose text was not read.")
    if len(advisory.text) > inert.TEXT_LIMIT:
        said.append(
            f"Cut at {inert.TEXT_LIMIT:,} of {len(advisory.text):,} characters; the archived bytes hold the whole."
        )
    return " ".join(said)


def _evidence(evidence: Evidence, copies: Copies) -> EvidenceLine:
    place = f"{inert.line(evidence.archive_file, 200)} at byte {evidence.archive_offset:,}"
    return EvidenceLine(
        source=inert.line(evidence.source, 60),
        part=inert.line(evidence.part, 60),
        read_at=moments.moment(evidence.read_at),
        home=inert.address(evidence.url),
        file=file_of(evidence.url),
        digest=inert.line(evidence.sha256, 64),
        short=inert.line(evidence.sha256[:12], 12),
        status=evidence.status,
        archived=place if evidence.archive_file else "",
        copy=copies(evidence),
    )


def file_of(url: str) -> str:
    """Return the name of the file that a person imported, as `file:NAME` tells it; empty for any other address."""
    scheme, _, name = url.partition(":")
    return inert.line(unquote(name), 120) if scheme == "file" else ""


def day_of(standing: Standing, at: datetime) -> datetime:
    """Return the beginning of the UTC day from which on a page tells periods: that of the view, or of the listing's end."""
    when = standing.unlisted_at or at
    return when.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _decoded(history: History, shelf: Shelf, *, shows_text: bool) -> decoded.DecodedNotam | None:
    current = history.standing.revision_id
    record = next((one.record for one in reversed(history.revisions) if one.revision_id == current), None)
    found = decoded.notam(record) if record else None
    return None if found is None else decoded.decode(found, day_of(history.standing, shelf.at), shows_text=shows_text)


def _revision(
    number: int, revision: Revision, before: Revision | None, copies: Copies, *, shows_text: bool
) -> RevisionView:
    advisory = revision.advisory
    text = inert.block(advisory.text, EARLIER_TEXT_LIMIT) if isinstance(advisory.text, str) and shows_text else ""
    differs = difference(before.advisory, advisory) if before else None
    fields = changed.fields((one for one in differs.fields if one.field != changed.TEXT), quote=True) if differs else ()
    pieces, note = None, ""
    if before is not None and text and isinstance(before.advisory.text, str):
        earlier = inert.block(before.advisory.text, EARLIER_TEXT_LIMIT)
        if earlier.split() == text.split():
            note = "The text is the same, word for word."
        else:
            pieces = wording.words(earlier, text)
            note = "" if pieces else "Too long to compare word by word."
    if advisory.text_is_older:
        note = f"{note} The text is of revision {inert.line(str(advisory.text_revision), 40)}.".strip()
    return RevisionView(
        number=number,
        label=_label(advisory),
        read_at=moments.moment(revision.read_at),
        title=inert.line(advisory.title),
        text=text,
        fields=fields,
        pieces=pieces or (),
        note=note,
        evidence=tuple(_evidence(one, copies) for one in revision.evidence),
    )


def _label(advisory: Advisory) -> str:
    return inert.line(advisory.revision, 40) if isinstance(advisory.revision, str) else ""


def _listing(listing: Listing) -> ListingView:
    words = inert.line(listing.reason) if listing.unlisted_at else ""
    if listing.successor and listing.successor not in listing.reason:
        words = f"{words}; {inert.line(listing.successor, 80)}".strip("; ")
    return ListingView(
        listed=moments.moment(listing.listed_at), unlisted=moments.maybe(listing.unlisted_at), words=words
    )


def _changes(history: History, shelf: Shelf) -> tuple[ChangeLine, ...]:
    """Return the changes of one advisory, newest first, each on its own line."""
    advisory = history.standing.advisory
    key = (advisory.authority, advisory.reference)
    made = []
    for change in reversed(history.changes[-REVISIONS_SHOWN:]):
        told, moves = ([], [change]) if change.place else ([change], [])
        one = changed.line(key, told, shelf.context, moves=moves)
        made.append(
            msgspec.structs.replace(
                one,
                advisory=None,
                told=(),
                told_more=0,
                still=(),
                notes=tuple(_notes("" if moves else change.note)),
                moves=moved.made(moves, shelf.base_url),
            )
        )
    return tuple(made)


def _notes(note: str) -> list[str]:
    return [inert.line(note)] if note else []


def _links(advisory: Advisory, shelf: Shelf) -> tuple[tuple[str, PlaceLink | None, str], ...]:
    found = []
    for link in advisory.links[:40]:
        known = (advisory.authority, link.reference) in shelf.standings
        path = paths.advisory(advisory.authority, link.reference)
        place = lines.place(link.reference, path, shelf.base_url) if known else None
        found.append((_LINKED[link.kind], place, inert.line(link.reference, 80)))
    return tuple(found)


def page(history: History, shelf: Shelf, frame: Frame, copies: Copies) -> AdvisoryPage:
    """Return what the page of one advisory shows; revisions, listings and changes newest first."""
    standing = history.standing
    advisory = standing.advisory
    health = shelf.sources.get(advisory.source)
    shows_text = _shows_text(health)
    revisions = history.revisions[-REVISIONS_SHOWN:]
    first = len(history.revisions) - len(revisions) + 1
    shown = [
        _revision(first + at, one, revisions[at - 1] if at else None, copies, shows_text=shows_text)
        for at, one in enumerate(revisions)
    ]
    return AdvisoryPage(
        frame=frame,
        line=lines.line(standing, shelf.base_url),
        facts=_facts(standing),
        notam=_decoded(history, shelf, shows_text=shows_text),
        provisions=marks.lines(advisory, quote=shows_text),
        unread=tuple(inert.line(one, 2_000) for one in advisory.unread) if shows_text else (),
        provisions_note=_provisions_note(advisory),
        text=inert.block(advisory.text) if isinstance(advisory.text, str) and shows_text else "",
        text_note=_text_note(advisory, health),
        revisions=tuple(reversed(shown)),
        listings=tuple(_listing(one) for one in reversed(history.listings)),
        changes=_changes(history, shelf),
        others=tuple(lines.line(one, shelf.base_url) for one in shelf.others(standing)),
        source=shelf.source(standing),
        aliases=tuple(inert.line(one, 80) for one in advisory.aliases),
        links=_links(advisory, shelf),
    )


def _provisions_note(advisory: Advisory) -> str:
    if advisory.unread:
        return (
            f"Not fully read: see the text. {len(advisory.unread)} of its clauses may instruct operators and were not"
            " understood; what is below may be too mild."
        )
    if not isinstance(advisory.provisions, NotRead):
        return "" if advisory.provisions else "Its text was read and holds no instruction to operators."
    if not advisory.kind.warns:
        return ""
    return "What it tells whom, and at which levels, was not read. Treat it as the strictest: all levels, do not enter."
