"""Ordinary NOTAM in numbers: by FIR, by what happened, by location. Nothing is hidden: every number leads to a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from advisories.digest import inert, lines, paths
from advisories.digest.shapes import Counted, NotamChanges, NotamState
from advisories.known import Standing
from advisories.model import Change, ChangeKind, EndKind, State

LOCATIONS_SHOWN = 5
NO_FIR = "no FIR"


def fir(standing: Standing) -> str:
    """Return the FIR that a NOTAM is counted under: its first, or `no FIR`."""
    return standing.advisory.firs[0] if standing.advisory.firs else NO_FIR


def told(number: int) -> str:
    """Return so many changes of ordinary NOTAM in words."""
    return f"{number} NOTAM change{'' if number == 1 else 's'}"


def _kind(found: list[Change]) -> str:
    kinds = {one.kind for one in found}
    last = found[-1].kind
    if ChangeKind.NEW in kinds and last in (ChangeKind.EFFECTIVE, ChangeKind.AMENDED):
        return ChangeKind.NEW.value
    return "now in force" if last is ChangeKind.EFFECTIVE else last.value


def changes(found: Iterable[tuple[Standing, list[Change], tuple[str, ...]]], base_url: str) -> tuple[NotamChanges, ...]:
    """Return the changes of ordinary NOTAM by FIR; each comes with its standing, its changes, and what it replaces."""
    kinds: dict[str, Counter[str]] = {}
    places: dict[str, Counter[str]] = {}
    for standing, one, replaced in found:
        name = fir(standing)
        word = "replacing another" if replaced else _kind(one)
        kinds.setdefault(name, Counter())[word] += 1
        locations = standing.advisory.locations[:1] or (name,)
        places.setdefault(name, Counter()).update(inert.line(where, 20) for where in locations)
    rows: list[NotamChanges] = []
    for name in sorted(kinds):
        top = sorted(places[name].items(), key=lambda item: (-item[1], item[0]))
        rows.append(
            NotamChanges(
                fir=lines.place(name, paths.fir(name), base_url),
                total=kinds[name].total(),
                kinds=tuple(
                    Counted(word=word, number=number)
                    for word, number in sorted(kinds[name].items(), key=lambda item: (-item[1], item[0]))
                ),
                locations=tuple(Counted(word=word, number=number) for word, number in top[:LOCATIONS_SHOWN]),
                more=max(0, len(top) - LOCATIONS_SHOWN),
                anchor=paths.anchor(name),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.total, row.fir.name)))


def states(
    standings: Iterable[Standing], since: datetime | None, as_of: datetime, base_url: str
) -> tuple[NotamState, ...]:
    """Return the listed ordinary NOTAM by FIR, with how many begin and end soon. Estimated ends never count as ends."""
    groups: dict[str, list[Standing]] = {}
    for standing in standings:
        groups.setdefault(fir(standing), []).append(standing)
    return tuple(
        _state(name, groups[name], since, as_of, base_url)
        for name in sorted(groups, key=lambda one: (-len(groups[one]), one))
    )


def _state(name: str, group: list[Standing], since: datetime | None, as_of: datetime, base_url: str) -> NotamState:
    tally = Counter(one.state for one in group)

    def ending(span: timedelta) -> int:
        return sum(1 for one in group if one.state is State.IN_FORCE and _ends(one, as_of, as_of + span))

    return NotamState(
        fir=lines.place(name, paths.fir(name), base_url),
        total=len(group),
        in_force=tally[State.IN_FORCE] + tally[State.OVERDUE],
        overdue=tally[State.OVERDUE],
        upcoming=tally[State.UPCOMING],
        end_passed=tally[State.END_PASSED],
        begun=sum(1 for one in group if began(one, since, as_of)),
        day=ending(timedelta(hours=24)),
        week=ending(timedelta(days=7)),
    )


def _ends(standing: Standing, after: datetime, until: datetime) -> bool:
    if standing.advisory.validity.end_kind is EndKind.ESTIMATED:
        return False
    end = lines.dated_end(standing.advisory)
    return end is not None and after < end <= until


def began(standing: Standing, since: datetime | None, as_of: datetime) -> bool:
    """Return whether a listed advisory's printed start lies after `since` and not after `as_of`."""
    start = standing.advisory.validity.start
    if since is None or not isinstance(start, datetime):
        return False
    return since < start <= as_of and standing.state in (State.IN_FORCE, State.OVERDUE)
