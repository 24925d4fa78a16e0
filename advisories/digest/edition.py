"""The digest: from what is known to what a reader should see, in the order in which to read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from advisories.digest import changed, coverage, inert, lines, marks, moments, notams, paths
from advisories.digest.folding import Fold
from advisories.digest.shapes import (
    AdvisoryLine,
    AreaGroup,
    ChangeLine,
    Counted,
    Coverage,
    DigestView,
    NotamState,
    PlaceLink,
    Tally,
)
from advisories.known import Knowledge, SourceHealth, Standing
from advisories.model import Change, ChangeKind, State

UNREAD_AREA = "Airspace named in the text, not read"
DAYS_LINKED = 3
_STATE_ORDER = (State.IN_FORCE, State.OVERDUE, State.UPCOMING, State.END_PASSED, State.WITHDRAWN, State.NOT_LISTED)
_IN_FORCE = (State.IN_FORCE.value, State.OVERDUE.value)
SHOWN = (State.IN_FORCE, State.OVERDUE, State.UPCOMING, State.END_PASSED)


class _Sorted:
    """The standings of a knowledge, parted as the digest shows them."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.all = {(one.advisory.authority, one.advisory.reference): one for one in knowledge.standings}
        shown = [one for one in knowledge.standings if one.listed and one.state in SHOWN]
        in_full = [one for one in shown if lines.speaks_in_full(one.advisory)]
        self.warnings = [one for one in in_full if one.advisory.kind.warns]
        self.references = [one for one in in_full if not one.advisory.kind.warns]
        self.notams = [one for one in shown if not lines.speaks_in_full(one.advisory)]


def strictest(line: AdvisoryLine) -> tuple[int, int, str, str]:
    """Return the order of lines in a list: in force before upcoming before end passed, then the strictest first."""
    states = [state.value for state in _STATE_ORDER]
    return (states.index(line.state), line.mark.rank, line.authority, line.reference)


def area_groups(warnings: Sequence[Standing], base_url: str) -> tuple[AreaGroup, ...]:
    """Return warnings by area (a document under several areas stands under each), else by FIR; strictest first."""
    groups: dict[str, list[AdvisoryLine]] = {}
    names: dict[str, PlaceLink | None] = {}
    for standing in warnings:
        shown = lines.line(standing, base_url)
        places = shown.areas or shown.firs
        if not places:
            groups.setdefault("", []).append(shown)
            names[""] = None
        for place in dict.fromkeys(places):
            groups.setdefault(place.path, []).append(shown)
            names.setdefault(place.path, place)
    made = [area(names[key], found) for key, found in groups.items()]
    return tuple(
        sorted(made, key=lambda one: (one.in_force == 0, one.mark.rank, one.place is None, one.name.casefold()))
    )


def area(place: PlaceLink | None, found: list[AdvisoryLine]) -> AreaGroup:
    """Return the warnings of one place (None: the airspace that only a text names), each once, strictest first."""
    ordered = sorted({one.path: one for one in found}.values(), key=strictest)
    in_force = [one for one in ordered if one.state in _IN_FORCE]
    codes = dict.fromkeys(fir.name for one in ordered for fir in one.firs if len(one.areas) < 2)
    return AreaGroup(
        name=place.name if place else UNREAD_AREA,
        place=place,
        firs=", ".join(sorted(codes)),
        mark=min((one.mark for one in in_force or ordered), key=lambda mark: mark.rank),
        lines=tuple(ordered),
        in_force=len(in_force),
        upcoming=sum(one.state == State.UPCOMING.value for one in ordered),
        end_passed=sum(one.state == State.END_PASSED.value for one in ordered),
    )


def _within(warnings: Sequence[Standing], after: datetime, until: datetime, base_url: str) -> tuple[AdvisoryLine, ...]:
    found = []
    for one in warnings:
        end = lines.dated_end(one.advisory)
        if end is not None and after < end <= until and one.state in (State.IN_FORCE, State.OVERDUE):
            found.append(lines.line(one, base_url))
    return tuple(sorted(found, key=lambda line: (line.end.when if line.end else after, strictest(line))))


def _starting(warnings: Sequence[Standing], as_of: datetime, base_url: str) -> tuple[AdvisoryLine, ...]:
    found = [
        lines.line(one, base_url)
        for one in warnings
        if one.state is State.UPCOMING
        and isinstance(one.advisory.validity.start, datetime)
        and one.advisory.validity.start <= as_of + timedelta(days=7)
    ]
    return tuple(sorted(found, key=lambda line: (line.start.when if line.start else as_of, strictest(line))))


def _passed(
    warnings: Sequence[Standing], since: datetime | None, as_of: datetime, base_url: str
) -> tuple[AdvisoryLine, ...]:
    found = []
    for one in warnings:
        end = lines.dated_end(one.advisory)
        if (
            since is not None
            and end is not None
            and since < end <= as_of
            and one.state in (State.END_PASSED, State.OVERDUE)
        ):
            found.append(lines.line(one, base_url))
    return tuple(sorted(found, key=strictest))


def tally(areas: Sequence[AreaGroup], warnings: Sequence[AdvisoryLine], notam: int, references: int) -> Tally:
    """Return the numbers of how things stand."""
    in_force = [one for one in warnings if one.state in _IN_FORCE]
    by_mark = Counter(one.mark for one in in_force)
    return Tally(
        areas=sum(1 for one in areas if one.in_force and one.place),
        warnings=len(in_force),
        upcoming=sum(one.state == State.UPCOMING.value for one in warnings),
        end_passed=sum(one.state == State.END_PASSED.value for one in warnings),
        notams=notam,
        references=references,
        by_mark=tuple(
            Counted(word=f"{mark.sign} {mark.word}", number=by_mark[mark]) for mark in marks.ALL_MARKS if by_mark[mark]
        ),
    )


def _begun(
    folded: Fold, warnings: Sequence[Standing], since: datetime | None, as_of: datetime, base_url: str
) -> tuple[AdvisoryLine, ...]:
    """Return the warnings that came into force, said so by a change or by their start.

    New ones are news already, and so are those that moved a stance by it.
    """
    found = []
    for one in warnings:
        changes = folded.get((one.advisory.authority, one.advisory.reference), [])
        kinds = {change.kind for change in changes}
        if (one.advisory.authority, one.advisory.reference) in folded.moves:
            continue
        if kinds == {ChangeKind.EFFECTIVE} or (not kinds and notams.began(one, since, as_of)):
            found.append(lines.line(one, base_url))
    return tuple(sorted(found, key=strictest))


def _quiet(known: Coverage, since: datetime | None, *, anything: bool) -> str:
    if anything:
        return ""
    when = f" since {moments.moment(since).short}" if since else ""
    return f"No changes{when}; {known.words}."


def days_between(since: datetime | None, as_of: datetime, base_url: str) -> tuple[PlaceLink, ...]:
    """Return the day pages from `since` to `as_of`, newest first; the list of all days where they are many."""
    first = (since or as_of).date()
    count = (as_of.date() - first).days + 1
    if not 1 <= count <= DAYS_LINKED:
        return (PlaceLink(name="all days", path="changes/", url=paths.public(base_url, "changes/")),)
    days = (as_of - timedelta(days=back) for back in range(count))
    return tuple(lines.place(f"{day:%Y-%m-%d}", paths.day(day), base_url) for day in days)


def _changes(
    folded: Fold, parted: _Sorted, known: Coverage, sources: Sequence[SourceHealth], base_url: str
) -> tuple[list[ChangeLine], list[ChangeLine], list[tuple[Standing, list[Change], tuple[str, ...]]]]:
    """Return the changes of warnings, those of references, and those of ordinary NOTAM with their standing.

    A change of stance stands on the line of the advisory that made it; where that has none, it is a line of its own.
    """
    context = changed.Context(parted.all, sources, known.words, base_url)
    warnings: list[ChangeLine] = []
    others: list[ChangeLine] = []
    counted = []
    moves = dict(folded.moves)
    for key, found in folded.items():
        standing = parted.all.get(key)
        replaced = folded.replaced.get(key, ())
        if standing is not None and not lines.speaks_in_full(standing.advisory):
            counted.append((standing, found, replaced))
            continue
        moved = moves.pop(key, [])
        begun = {one.kind for one in found} == {ChangeKind.EFFECTIVE} and standing is not None
        if begun and standing and standing.advisory.kind.warns and not moved:
            continue
        made = changed.line(key, found, context, replaced, moved)
        (warnings if standing is None or moved or _is_news(standing, found) else others).append(made)
    warnings += [changed.line(key, [], context, moves=moved) for key, moved in moves.items()]
    return sorted(warnings, key=changed.order), sorted(others, key=changed.order), counted


def _is_news(standing: Standing, found: Sequence[Change]) -> bool:
    """Return whether changes are of a warning that stands, or that these changes ended."""
    ended = any(change.kind is ChangeKind.CANCELLED for change in found)
    return standing.advisory.kind.warns and (standing.state is not State.WITHDRAWN or ended)


def view(knowledge: Knowledge, *, title: str, base_url: str) -> DigestView:
    """Return the digest of what is known: states judged at `as_of`, ages of sources at `known_at` (both aware UTC).

    `base_url` is the site's public address, or empty where it has none; then no line carries a public address.
    """
    as_of, since = knowledge.as_of, knowledge.since
    known = coverage.view(knowledge)
    parted = _Sorted(knowledge)
    folded = Fold(change for _, change in knowledge.changes)
    titles = {one.source: inert.line(one.title, 100) for one in knowledge.sources}
    changes, others, counted = _changes(folded, parted, known, knowledge.sources, base_url)
    notam_changes = notams.changes(counted, base_url)
    areas = area_groups(parted.warnings, base_url)
    shown = [lines.line(one, base_url) for one in parted.warnings]
    states: tuple[NotamState, ...] = notams.states(parted.notams, since, as_of, base_url)
    begun = _begun(folded, parted.warnings, since, as_of, base_url)
    passed = _passed(parted.warnings, since, as_of, base_url)
    sources = tuple(
        changed.source_sentence(change, titles.get(change.source, inert.line(change.source, 60)))
        for _, change in knowledge.changes
        if not change.reference
    )
    day = as_of + timedelta(hours=24)
    return DigestView(
        title=inert.line(title, 100),
        base_url=base_url.rstrip("/"),
        edition=knowledge.edition,
        as_of=moments.moment(as_of),
        since_words=f"since {moments.moment(since).short}" if since else "since the first reading",
        weekday=moments.WEEKDAYS[as_of.weekday()],
        known_at=moments.moment(knowledge.known_at),
        since=moments.maybe(since),
        coverage=known,
        changes=tuple(changes),
        notam_changes=notam_changes,
        notam_changed=len(counted),
        other_changes=tuple(others),
        source_changes=sources,
        quiet=_quiet(known, since, anything=bool(changes or others or counted or sources or begun or passed)),
        begun=begun,
        passed=passed,
        ends_day=_within(parted.warnings, as_of, day, base_url),
        ends_week=_within(parted.warnings, day, as_of + timedelta(days=7), base_url),
        starts_week=_starting(parted.warnings, as_of, base_url),
        areas=areas,
        none_known="" if shown else _none_known(known),
        notams=states,
        references=tuple(sorted((lines.line(one, base_url) for one in parted.references), key=strictest)),
        tally=tally(areas, shown, len(parted.notams), len(parted.references)),
        days=days_between(since, as_of, base_url),
        omitted=(),
    )


def _none_known(known: Coverage) -> str:
    if known.complete:
        return f"None known: {known.words}."
    return f"No warning is listed in what was read, which is not all of it: {known.words}. Do not read this as none."


def shorten(full: DigestView, *, changes: int, lists: int) -> DigestView:
    """Return the view with at most `changes` changes and `lists` entries in each other list, and what is left out."""
    omitted: list[str] = []

    def cut(name: str, limit: int, noun: str) -> tuple[object, ...]:
        found: tuple[object, ...] = getattr(full, name)
        if len(found) > limit:
            omitted.append(f"{len(found) - limit} further {noun}")
        return found[:limit]

    parts = {
        "changes": cut("changes", changes, "changes of warnings"),
        "other_changes": cut("other_changes", changes, "changes of references"),
        "notam_changes": cut("notam_changes", lists, "FIRs with NOTAM changes"),
        "begun": cut("begun", lists, "warnings that came into force"),
        "passed": cut("passed", lists, "warnings whose end passed"),
        "ends_day": cut("ends_day", lists, "ends within 24 h"),
        "ends_week": cut("ends_week", lists, "ends within 7 days"),
        "starts_week": cut("starts_week", lists, "beginnings within 7 days"),
        "areas": cut("areas", lists, "areas"),
        "notams": cut("notams", lists, "FIRs with NOTAM"),
    }
    return msgspec.structs.replace(full, **parts, omitted=tuple(omitted))
