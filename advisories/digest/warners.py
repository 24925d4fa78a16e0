"""Who else warns, to be named beside every relaxation."""

from __future__ import annotations

from collections.abc import Iterable

from advisories.digest import lines, paths
from advisories.known import Standing
from advisories.model import State

_LASTING = (State.IN_FORCE, State.OVERDUE, State.END_PASSED, State.UPCOMING)


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
