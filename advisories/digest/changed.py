"""Changes folded for a reader: one line per advisory, pairs merged, relaxations never read as clearance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisories.digest import inert, lines, moments, paths
from advisories.digest.shapes import AdvisoryLine, ChangeLine, FieldLine
from advisories.known import Standing
from advisories.model import Change, ChangeKind, FieldChange, State

Key = tuple[str, str]
"""Authority and reference."""

FIELD_LIMIT = 160
STILL_SHOWN = 6
_STRICTER = frozenset(
    {ChangeKind.NEW, ChangeKind.EXTENDED, ChangeKind.TIGHTENED, ChangeKind.LISTED_AGAIN, ChangeKind.EFFECTIVE}
)
_MILDER = frozenset({ChangeKind.NO_LONGER_LISTED, ChangeKind.CANCELLED, ChangeKind.EASED, ChangeKind.SHORTENED})
_CLEARANCE_SHAPED = frozenset({ChangeKind.NO_LONGER_LISTED, ChangeKind.CANCELLED, ChangeKind.EASED})
_NOTED = frozenset({ChangeKind.NO_LONGER_LISTED, ChangeKind.REPLACED, ChangeKind.REISSUED, ChangeKind.EFFECTIVE})
_LASTING = (State.IN_FORCE, State.OVERDUE, State.END_PASSED, State.UPCOMING)
_ORDER = {"stricter": 0, "changed": 1, "milder": 2}


class Fold(dict[Key, list[Change]]):
    """The changes of each advisory, oldest first; `old replaced by new` and `new` are one, kept under the new one.

    `replaced` names, by the advisory that stands now, the references that it replaces, the last one first.
    """

    def __init__(self, changes: Iterable[Change]) -> None:
        super().__init__()
        for change in changes:
            if change.reference:
                self.setdefault((change.authority, change.reference), []).append(change)
        heirs = self._heirs()
        self.replaced: dict[Key, tuple[str, ...]] = {}
        for old in reversed(list(heirs)):
            heir = self._last_heir(old, heirs)
            if self[old][-1].kind is ChangeKind.REISSUED and heir == heirs[old] and heir not in self:
                self[heir] = [self[old][-1]]
            self.replaced[heir] = (*self.replaced.get(heir, ()), old[1])
        for old in heirs:
            del self[old]

    def _heirs(self) -> dict[Key, Key]:
        """Return which advisory takes over the line of which: the one that replaces it in the same changes."""
        found: dict[Key, Key] = {}
        for key, changes in self.items():
            last = changes[-1]
            heir = (key[0], last.other)
            merged = last.kind is ChangeKind.REISSUED or (last.kind is ChangeKind.REPLACED and heir in self)
            if merged and last.other and heir != key:
                found[key] = heir
        for key in list(found):
            if self._last_heir(key, found) in found:
                del found[key]
        return found

    @staticmethod
    def _last_heir(key: Key, heirs: Mapping[Key, Key]) -> Key:
        seen = {key}
        while key in heirs and heirs[key] not in seen:
            key = heirs[key]
            seen.add(key)
        return key


def _words(found: list[Change]) -> str:
    kinds = list(dict.fromkeys(one.kind for one in found))
    if len(kinds) > 1 and ChangeKind.EFFECTIVE in kinds:
        kinds.remove(ChangeKind.EFFECTIVE)
    words = ["now in force" if one is ChangeKind.EFFECTIVE else one.value for one in kinds]
    return ", then ".join(words)


def fields(changes: Iterable[FieldChange]) -> tuple[FieldLine, ...]:
    """Return each field that changed once: the first before, the last after; one that came back is left out."""
    seen: dict[str, tuple[str, str]] = {}
    for change in changes:
        before, _ = seen.get(change.field, (change.before, ""))
        seen[change.field] = (before, change.after)
    return tuple(
        FieldLine(field=inert.line(name, 40), before=_around(before, after), after=_around(after, before))
        for name, (before, after) in seen.items()
        if before != after
    )


def _around(words: str, other: str) -> str:
    """Return `words` on one line, begun shortly before where it first differs from `other` if it is long."""
    if len(words) <= FIELD_LIMIT:
        return inert.line(words, FIELD_LIMIT)
    same = next(
        (at for at, (one, two) in enumerate(zip(words, other, strict=False)) if one != two), min(len(words), len(other))
    )
    start = max(0, words.rfind(" ", 0, max(0, same - 30)) + 1) if same > FIELD_LIMIT // 2 else 0
    return ("… " if start else "") + inert.line(words[start:], FIELD_LIMIT)


class Warners:
    """Who warns about which area or FIR, to be named beside every relaxation."""

    def __init__(self, standings: Iterable[Standing]) -> None:
        self._by_place: dict[str, list[Standing]] = {}
        for standing in standings:
            if standing.advisory.kind.warns and standing.state in _LASTING and lines.speaks_in_full(standing.advisory):
                for name in self._places(standing):
                    self._by_place.setdefault(name, []).append(standing)

    @staticmethod
    def _places(standing: Standing) -> set[str]:
        advisory = standing.advisory
        return {paths.area(one) for one in lines.areas(advisory)} | {paths.fir(one) for one in lines.firs(advisory)}

    def others(self, standing: Standing) -> list[Standing]:
        """Return the other advisories that warn about any area or FIR of this one, each once, by reference."""
        found = {
            (one.advisory.authority, one.advisory.reference): one
            for name in sorted(self._places(standing))
            for one in self._by_place.get(name, ())
            if one.advisory.reference != standing.advisory.reference
            or one.advisory.authority != standing.advisory.authority
        }
        return [found[key] for key in sorted(found)]


def _notes(
    found: list[Change], standing: Standing | None, still: tuple[AdvisoryLine, ...], coverage: str
) -> tuple[str, ...]:
    last = found[-1].kind
    older = standing is not None and standing.advisory.text_is_older
    noted = [one for one in found if one.note and one.kind not in _NOTED and not (older and one.fields)]
    said = [inert.line(one.note) for one in noted]
    if last in _CLEARANCE_SHAPED:
        if last is ChangeKind.NO_LONGER_LISTED:
            said.append("Reason unknown; not a clearance.")
        else:
            said.append("Not a clearance.")
        if not still:
            said.append(
                f"No other warning for the same area or FIR is known ({coverage}); that is not a clearance either."
            )
    if standing is not None and last not in (ChangeKind.NO_LONGER_LISTED, ChangeKind.REPLACED):
        said.extend(lines.cautions(standing))
    return tuple(dict.fromkeys(said))


def line(
    key: Key,
    found: list[Change],
    standings: Mapping[Key, Standing],
    warners: Warners,
    *,
    replaced: tuple[str, ...],
    coverage: str,
    base_url: str,
) -> ChangeLine:
    """Return the changes of one advisory as one line."""
    authority, reference = key
    standing = standings.get(key)
    last = found[-1]
    kinds = {one.kind for one in found}
    others = warners.others(standing) if standing is not None and last.kind in _CLEARANCE_SHAPED else []
    still = tuple(lines.line(one, base_url) for one in others[:STILL_SHOWN])
    css = "stricter" if kinds & _STRICTER else "milder" if kinds & _MILDER else "changed"
    if last.kind in _MILDER:
        css = "milder"
    successor = last.other if last.kind is ChangeKind.REPLACED else ""
    return ChangeLine(
        words=_words(found),
        css=css,
        advisory=None if standing is None else lines.line(standing, base_url),
        authority=inert.line(authority, 40),
        reference=inert.line(reference, 80),
        title=inert.line(last.title or (standing.advisory.title if standing else "")),
        at=moments.moment(last.at),
        replaced=tuple(lines.place(one, paths.advisory(authority, one), base_url) for one in replaced),
        successor=lines.place(successor, paths.advisory(authority, successor), base_url) if successor else None,
        fields=fields(one for change in found for one in change.fields),
        notes=_notes(found, standing, still, coverage),
        still=still,
    )


def order(change: ChangeLine) -> tuple[int, int, str, str]:
    """Return the reading order: stricter first, then changed, then milder; within each the strictest mark first."""
    rank = change.advisory.mark.rank if change.advisory else 0
    return (_ORDER[change.css], rank, change.authority, change.reference)


def source_sentence(change: Change, title: str) -> str:
    """Return what happened to a source as a sentence."""
    when = moments.moment(change.at).short
    why = f": {inert.line(change.note)}" if change.note else ""
    if change.kind is ChangeKind.SOURCE_LOST:
        return f"Since {when} not read: {title}{why}"
    if change.kind is ChangeKind.SOURCE_BACK:
        return f"Read again since {when}: {title}{why}"
    return f"{when} {title}: {change.kind.value}{why}"
