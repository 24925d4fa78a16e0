"""The world's flight information regions as facts: code, name, spellings, State, countries, relations, label point.

The table (`firs.csv` beside this module) was written by hand from public knowledge: ICAO Doc 7910 (location
indicators), the regional air navigation plans, FAA Order JO 7350.9 and codes as States print them in NOTAMs. It is not
a copy of any data set and gives no boundaries. An entry we are not certain of says so (`certain` is false, `note` says
why). Countries covered are those whose land lies in the region, as far as we know; a region of the high seas has none.
A code in another authority's text is shown as printed whatever this table says about it.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from advisories.model import Value

NAME_LIMIT: Final = 200
_SOURCES: Final = {
    "7910": "ICAO Doc 7910 and the regional air navigation plan",
    "faa": "FAA Order JO 7350.9",
    "notam": "as printed in NOTAMs of the State",
}
_WILDCARD: Final = re.compile(r"([A-WYZ]?[A-WYZ]?)X{2,4}")
_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d"})
_APOSTROPHES: Final = str.maketrans("", "", "'’‘ʼʻʽ`´′")
_FRAME: Final = frozenset(
    [
        "acc",
        "and",
        "area",
        "artcc",
        "center",
        "centre",
        "control",
        "fic",
        "fir",
        "firs",
        "flight",
        "in",
        "information",
        "of",
        "region",
        "the",
        "uir",
        "uirs",
        "upper",
    ]
)
_UPPER: Final = frozenset({"uir", "uirs", "upper"})
_OCEANIC: Final = frozenset({"ocnl", "oca", "oceanica", "oceanico", "oceanique"})


class FirKind(StrEnum):
    """What a code stands for. Only `disused` and `pseudo` are not airspace that is served today."""

    FIR = "FIR"
    UIR = "UIR"
    FIR_UIR = "FIR/UIR"
    OCEANIC = "oceanic"
    CENTRE = "centre"
    ADVISORY = "advisory"
    DISUSED = "disused"
    PSEUDO = "pseudo"

    @property
    def current(self) -> bool:
        """Return whether the code names airspace that is served today."""
        return self not in (FirKind.DISUSED, FirKind.PSEUDO)


class RelationKind(StrEnum):
    """How one region stands to another, read "this region is ... the other"."""

    CONTESTED = "contested"
    SUCCESSOR = "successor"
    REPLACES = "replaces"
    SAME = "same as"
    PART = "part of"
    DELEGATED = "delegated"
    UPPER = "upper"


class Relation(Value, frozen=True):
    """A relation to another region's code, or (contested only) to a State's alpha-2; `words` are for a person."""

    kind: RelationKind
    to: str
    words: str = ""


class Fir(Value, frozen=True):
    """One code that stands in the place of a FIR.

    `state` is the ISO alpha-2 of the State that provides the service, `countries` those whose territory it covers,
    `upper` the code of the UIR above it where that has its own. `lon` and `lat` are decimal degrees (WGS 84) of a point
    for a map label, to about a degree; None for a pseudo code. `aerodrome` says that the code names an aerodrome too,
    so that the code alone does not tell which is meant. `source` names where the fact comes from.
    """

    code: str
    name: str
    kind: FirKind
    source: str
    state: str = ""
    countries: tuple[str, ...] = ()
    upper: str = ""
    spellings: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    lon: float | None = None
    lat: float | None = None
    aerodrome: bool = False
    certain: bool = True
    note: str = ""

    def related(self, kind: RelationKind) -> tuple[str, ...]:
        """Return the codes (or, for a contested region, codes and States) that stand in this relation to it."""
        return tuple(relation.to for relation in self.relations if relation.kind is kind)


def fold(text: str) -> str:
    """Return `text` in lower case without accents and apostrophes, other letters spelled in ASCII where they can be."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS).translate(_APOSTROPHES))
    return "".join(c for c in plain if not unicodedata.combining(c))


def by_code(code: str) -> Fir | None:
    """Return the entry of a code, in any case, or None: an aerodrome, a wildcard such as `EGXX`, or a typing error."""
    found = _codes().get(code)
    if found is not None or len(code) > NAME_LIMIT:
        return found
    return _codes().get(code.strip().upper())


@lru_cache(maxsize=2048)
def by_name(text: str) -> Fir | None:
    """Return the region of that name, or None.

    Case, accents, dashes, spaces, apostrophes, a code in the text and words such as `FIR` do not matter; `UIR` prefers
    an upper region of the name. Where several regions share a name the served and certain one is meant
    (Simferopol is UKFV). Text of more than 200 characters is no name.
    """
    if len(text) > NAME_LIMIT:
        return None
    key, upper = _key(text)
    found = _names().get(key, ())
    if upper:
        found = tuple(fir for fir in found if fir.kind in (FirKind.UIR, FirKind.FIR_UIR)) or found
    return found[0] if found else None


def all_firs() -> tuple[Fir, ...]:
    """Return the whole table in order of code, pseudo codes last; disused and pseudo codes are marked by their kind."""
    return tuple(_codes().values())


def of_country(alpha2: str) -> tuple[Fir, ...]:
    """Return the served regions that cover territory of a country (ISO alpha-2, any case), its own first."""
    country = alpha2.strip().upper()
    covering = (fir for fir in all_firs() if country in fir.countries and fir.kind.current)
    return tuple(sorted(covering, key=lambda fir: fir.state != country))


@lru_cache(maxsize=512)
def provided_by(alpha2: str) -> tuple[Fir, ...]:
    """Return the served regions that a State provides (ISO alpha-2, any case), over the high seas and abroad too."""
    state = alpha2.strip().upper()
    return tuple(fir for fir in all_firs() if fir.state == state and fir.kind.current)


def wildcard(code: str) -> str | None:
    """Return the letters before the X's of a Q-line wildcard, or None if it is not one.

    `EGXX` gives `EG`, `ZXXX` gives `Z`, `XXXX` gives the empty string (ICAO Doc 8126: a notice that concerns several
    FIRs carries the nationality letters and XX). The letters need not begin the codes that item A lists.
    """
    match = _WILDCARD.fullmatch(code.strip().upper()) if len(code) <= NAME_LIMIT else None
    if match is None or len(match.group()) != 4:
        return None
    return match.group(1)


def _key(text: str) -> tuple[str, bool]:
    words = _WORD.findall(fold(text))
    ignored = _ignored()
    named = [word for word in words if word not in ignored] or [word for word in words if word not in _FRAME] or words
    if not _OCEANIC.isdisjoint(named):
        named = ["oceanic" if word in _OCEANIC else word for word in named]
    return "".join(named), not _UPPER.isdisjoint(words)


@cache
def _ignored() -> frozenset[str]:
    return _FRAME.union(map(str.lower, _codes()))


@cache
def _codes() -> dict[str, Fir]:
    table = resources.files("advisories.geo").joinpath("firs.csv").read_text(encoding="utf-8")
    return {fir.code: fir for fir in map(_fir, csv.DictReader(table.splitlines()))}


def _fir(row: dict[str, str]) -> Fir:
    return Fir(
        code=row["code"],
        name=row["name"],
        kind=FirKind(row["kind"]),
        source=_SOURCES[row["source"]],
        state=row["state"],
        countries=tuple(row["countries"].split()),
        upper=row["upper"],
        spellings=tuple(filter(None, row["spellings"].split("|"))),
        relations=tuple(map(_relation, filter(None, row["relations"].split("|")))),
        lon=float(row["lon"]) if row["lon"] else None,
        lat=float(row["lat"]) if row["lat"] else None,
        aerodrome=bool(row["aerodrome"]),
        certain=row["certain"] == "1",
        note=row["note"],
    )


def _relation(cell: str) -> Relation:
    kind, to, words = cell.split(":", maxsplit=2)
    return Relation(kind=RelationKind(kind), to=to, words=words)


@cache
def _names() -> dict[str, tuple[Fir, ...]]:
    found: dict[str, dict[Fir, bool]] = {}
    for fir in all_firs():
        for spelling in (fir.name, *fir.spellings):
            found.setdefault(_key(spelling)[0], {}).setdefault(fir, spelling != fir.name)
    return {
        key: tuple(
            sorted(firs, key=lambda fir: (not fir.kind.current, not fir.certain, fir.kind is FirKind.UIR, firs[fir]))
        )
        for key, firs in found.items()
    }
