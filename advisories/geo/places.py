"""What a user means by one word: a FIR code, a FIR's name, a country's code or name. Pure."""

from __future__ import annotations

from advisories.geo import countries, firs
from advisories.geo.firs import Fir, FirKind, RelationKind
from advisories.model import Value


class Place(Value, frozen=True):
    """A region or a country, by a name for a person.

    `firs` holds the codes to look for, the one meant first: of a region also its successor and the other code in use
    for the same airspace; of a country all served regions that cover its territory. `country` is the country's ISO
    alpha-2, of a region that of the State that provides it. `is_country` says
    that the country is meant and not a region.
    """

    name: str
    firs: tuple[str, ...]
    country: str
    is_country: bool = False


def place(text: str) -> Place | None:
    """Return the place a user means by `SVZM`, `Maiquetia FIR`, `Venezuela`, `VEN` or `ve`, or None if it is none.

    A FIR code goes before a country and a country before a FIR's name, unless the text says FIR. A code that names no
    airspace (`KICZ`, `XX01`, `EGXX`, an aerodrome's) is no place. Other codes for the same airspace come with it.
    """
    coded = firs.by_code(text)
    if coded is not None:
        return _region(coded)
    country = countries.lookup(text) if len(text) <= countries.NAME_LIMIT else None
    if country is not None:
        codes = tuple(fir.code for fir in firs.of_country(country))
        return Place(name=countries.name(country), firs=codes, country=country, is_country=True)
    named = firs.by_name(text)
    return _region(named) if named is not None else None


def _region(fir: Fir) -> Place | None:
    if fir.kind is FirKind.PSEUDO:
        return None
    codes = (fir.code, *fir.related(RelationKind.SUCCESSOR), *fir.related(RelationKind.SAME))
    return Place(name=f"{fir.name} {_LABELS.get(fir.kind, 'FIR')}".strip(), firs=codes, country=fir.state)


_LABELS = {FirKind.UIR: "UIR", FirKind.FIR_UIR: "FIR/UIR", FirKind.CENTRE: "centre", FirKind.ADVISORY: "advisory area"}
