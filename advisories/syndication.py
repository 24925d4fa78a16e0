"""The Atom feed (RFC 4287) of what changed: an entry per change of a warning or a stance, one per FIR and day of NOTAM.

Ids are `tag:` URIs (RFC 4151) made from what changed and when it was read, so that they are the same in every build;
`updated` is the time of the change, never of the build.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlsplit

from advisories import render
from advisories.digest import changed, inert, lines, marks, moments, moved, notams, paths
from advisories.digest.shapes import doc
from advisories.known import Knowledge, Standing
from advisories.model import Change, ChangeKind, Value
from advisories.times import stamp

ENTRIES = 200
_MINTED = 2026
_SOURCES = {ChangeKind.SOURCE_LOST: "Not read", ChangeKind.SOURCE_BACK: "Read again"}


class Entry(Value, frozen=True):
    """One entry of the feed."""

    id: Annotated[str, doc("A `tag:` URI that never changes.")]
    title: Annotated[str, doc("What happened to what, one line.")]
    updated: Annotated[str, doc("When the change was read, RFC 3339 in UTC.")]
    url: Annotated[str, doc("The public page, or empty where the site has no address.")]
    authority: Annotated[str, doc("Who issued it, or empty.")]
    categories: Annotated[tuple[str, ...], doc("The kind of change, areas and FIRs.")]
    content: Annotated[str, doc("The plain sentences; plain text.")]


class FeedView(Value, frozen=True):
    """The feed."""

    id: Annotated[str, doc("A `tag:` URI that never changes.")]
    title: Annotated[str, doc("The site's title.")]
    updated: Annotated[str, doc("The time of the newest change, RFC 3339 in UTC.")]
    self_url: Annotated[str, doc("The feed's own public address, or empty.")]
    home_url: Annotated[str, doc("The site's public address, or empty.")]
    entries: Annotated[tuple[Entry, ...], doc("Newest first, at most 200.")]


def _tag(base_url: str, *names: str) -> str:
    host = urlsplit(base_url).hostname or "localhost"
    return f"tag:{host},{_MINTED}:{'/'.join(names)}"


def _at(when: datetime) -> str:
    return stamp(when).replace(":", "")


def _advisory_entry(change: Change, standing: Standing | None, base_url: str) -> Entry:
    path = paths.advisory(change.authority, change.reference)
    reference, authority = inert.line(change.reference, 80), inert.line(change.authority, 40)
    said = [inert.line(change.title)]
    categories = [change.kind.value]
    where = ""
    if standing is not None:
        mark, headline = marks.of_advisory(standing.advisory)
        where = lines.places(standing.advisory)
        categories += [inert.line(one, 60) for one in (*lines.areas(standing.advisory), *lines.firs(standing.advisory))]
        until = moments.until(standing.advisory.validity)
        said += [
            f"{mark.sign} {headline}",
            marks.levels(standing.advisory)[0],
            f"until {until}" if until[0].isdigit() else until,
        ]
        said += filter(None, (*lines.cautions(standing), lines.state_means(standing)))
    if change.kind in changed.CLEARANCE_SHAPED and not any("not a clearance" in one for one in said):
        said.append("Not a clearance.")
    if change.other:
        said.append(f"Other document: {inert.line(change.other, 80)}.")
    said += [
        f"{inert.line(one.field, 40)}: {inert.line(one.before, 200)} → {inert.line(one.after, 200)}"
        for one in change.fields
        if one.field != changed.TEXT
    ]
    if any(one.field == changed.TEXT for one in change.fields):
        said.append("The text changed.")
    if change.note and not any(inert.line(change.note) in one for one in said):
        said.append(inert.line(change.note))
    return Entry(
        id=_tag(
            base_url,
            "change",
            path.removeprefix("advisory/").rstrip("/"),
            paths.slug(change.kind.value),
            _at(change.at),
        ),
        title=inert.line(
            f"{change.kind.value.capitalize()}: {authority} {reference}" + (f", {where}" if where else "")
        ),
        updated=stamp(change.at),
        url=paths.public(base_url, path if standing is not None else paths.day(change.at)),
        authority=authority,
        categories=tuple(dict.fromkeys(categories)),
        content="\n".join(dict.fromkeys(one for one in said if one)),
    )


def _stance_entry(found: Sequence[Change], base_url: str) -> Entry:
    """Return the entry of one move of a stance over one or more places."""
    one = moved.line(found, base_url)
    path = one.path.removeprefix("advisory/").rstrip("/")
    return Entry(
        id=_tag(
            base_url,
            "stance",
            path,
            paths.slug(f"{'own ' if one.own else ''}{one.words}"),
            paths.anchor(found[0].place),
            _at(found[0].at),
        ),
        title=inert.line(f"Stance {one.words}: {one.subject}"),
        updated=stamp(found[0].at),
        url=paths.public(base_url, one.places[0].path),
        authority=one.authority,
        categories=("stance", one.words, *(place.name for place in one.places)),
        content=" · ".join((moved.sentence(one), *one.notes)),
    )


def _source_entry(change: Change, title: str, base_url: str) -> Entry:
    words = f"{_SOURCES.get(change.kind, change.kind.value.capitalize())}: {title}"
    return Entry(
        id=_tag(base_url, "source", paths.anchor(change.source), paths.slug(change.kind.value), _at(change.at)),
        title=inert.line(words),
        updated=stamp(change.at),
        url=paths.public(base_url, "sources/"),
        authority=inert.line(change.authority, 40),
        categories=(change.kind.value,),
        content=inert.line(change.note) or words,
    )


def _notam_entries(found: Sequence[tuple[Change, Standing]], base_url: str) -> list[Entry]:
    groups: dict[tuple[str, str], list[Change]] = {}
    for change, standing in found:
        day = change.at.astimezone(UTC).strftime("%Y-%m-%d")
        groups.setdefault((day, notams.fir(standing)), []).append(change)
    entries = []
    for (day, fir), changes in groups.items():
        newest = max(change.at for change in changes)
        tally: dict[str, int] = {}
        for change in changes:
            tally[change.kind.value] = tally.get(change.kind.value, 0) + 1
        name = inert.line(fir, 20)
        entries.append(
            Entry(
                id=_tag(base_url, "notam", day, paths.anchor(fir)),
                title=f"{notams.told(len(changes))} in {name} on {day}",
                updated=stamp(newest),
                url=paths.public(base_url, f"{paths.day(newest)}#{paths.anchor(fir)}"),
                authority="",
                categories=(name,),
                content=", ".join(f"{tally[word]} {word}" for word in sorted(tally)),
            )
        )
    return entries


def view(days: Sequence[Knowledge], *, title: str, base_url: str, earlier: Sequence[Entry] = ()) -> FeedView:
    """Return the feed over the changes of some days (each change once), newest first; times in UTC.

    `earlier` are entries of a feed made before; those of the days given are made anew.
    """
    made = {f"{day.since or day.as_of:%Y-%m-%d}" for day in days}
    seen: set[int] = set()
    entries: list[Entry] = []
    counted: list[tuple[Change, Standing]] = []
    shifted: list[Change] = []
    for day in sorted(days, key=lambda one: one.known_at):
        standings = {(one.advisory.authority, one.advisory.reference): one for one in day.standings}
        titles = {one.source: inert.line(one.title, 100) for one in day.sources}
        for number, change in day.changes:
            if number in seen:
                continue
            seen.add(number)
            standing = standings.get((change.authority, change.reference))
            if change.place:
                shifted.append(change)
            elif not change.reference:
                entries.append(
                    _source_entry(change, titles.get(change.source, inert.line(change.source, 60)), base_url)
                )
            elif standing is not None and not lines.speaks_in_full(standing.advisory):
                counted.append((change, standing))
            else:
                entries.append(_advisory_entry(change, standing, base_url))
    entries += _notam_entries(counted, base_url)
    entries += [_stance_entry(found, base_url) for found in moved.fold(shifted)]
    entries += [entry for entry in earlier if entry.updated[:10] not in made]
    unique = {entry.id: entry for entry in entries}
    ordered = sorted(unique.values(), key=lambda entry: (entry.updated, entry.id), reverse=True)[:ENTRIES]
    started = min((one.first_seen for day in days for one in day.standings), default=datetime(1970, 1, 1, tzinfo=UTC))
    return FeedView(
        id=_tag(base_url, "feed"),
        title=inert.line(title, 100),
        updated=ordered[0].updated if ordered else stamp(started),
        self_url=paths.public(base_url, "feed.xml"),
        home_url=paths.public(base_url, ""),
        entries=tuple(ordered),
    )


def feed(
    days: Sequence[Knowledge],
    *,
    title: str,
    base_url: str,
    templates: render.Templates | None = None,
    earlier: Sequence[Entry] = (),
) -> bytes:
    """Return the Atom feed (UTF-8) over the changes of some days and earlier entries. Raises `RenderError`."""
    return written(view(days, title=title, base_url=base_url, earlier=earlier), templates)


def written(feed_view: FeedView, templates: render.Templates | None = None) -> bytes:
    """Return a feed as Atom (UTF-8). Raises `RenderError`."""
    return render.render("atom.xml", feed_view, templates).encode()
