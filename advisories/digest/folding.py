"""Changes gathered by the advisory that stands now, so that a replacement is one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisories.model import Change, ChangeKind

Key = tuple[str, str]
"""Authority and reference."""


class Fold(dict[Key, list[Change]]):
    """The changes of each advisory, oldest first; `old replaced by new` and `new` are one, kept under the new one.

    `replaced` names, by the advisory that stands now, the references that it replaces, the last one first. Changes of
    stance are no changes of an advisory: `moves` holds them by the advisory that made the difference and stands now.
    """

    def __init__(self, changes: Iterable[Change]) -> None:
        super().__init__()
        moved: list[Change] = []
        for change in changes:
            if change.place:
                moved.append(change)
            elif change.reference:
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
        self.moves: dict[Key, list[Change]] = {}
        for change in moved:
            key = (change.authority, change.reference)
            self.moves.setdefault(self._last_heir(key, heirs), []).append(change)

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
