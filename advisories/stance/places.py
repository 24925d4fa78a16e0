"""The places that advisories speak about, each by a short key: a FIR's code, a country's ISO alpha-2, an area's name."""

from __future__ import annotations

from collections.abc import Iterable

from advisories.geo import countries, firs
from advisories.geo.places import Place, place
from advisories.model import Advisory, Kind, NotRead

_CODE, _ALPHA2 = 4, 2


def keys(advisory: Advisory) -> tuple[str, ...]:
    """Return the keys of all places that an advisory tells something about.

    A provision speaks about its FIRs, else its countries, else where the advisory is listed; so does what was not read.
    """
    if isinstance(advisory.provisions, NotRead) or not advisory.provisions:
        return listed_under(advisory)
    named = (one.firs or one.countries or listed_under(advisory) for one in advisory.provisions)
    return tuple(dict.fromkeys(key for found in named for key in found))


def listed_under(advisory: Advisory) -> tuple[str, ...]:
    """Return the keys of the places that an advisory is listed with. Those of a NOTAM are its own State's: none."""
    if advisory.kind is Kind.NOTAM:
        return ()
    return advisory.firs or tuple(dict.fromkeys(countries.by_name(area) or area for area in advisory.areas))


def of_key(key: str) -> Place:
    """Return the place of a key."""
    coded = firs.by_code(key) is not None or (len(key) == _ALPHA2 and key.isupper())
    return (place(key) if coded else region(key)) or Place(name=key, firs=(), country="")


def region(code: str) -> Place | None:
    """Return the place of a FIR's code that our table does not know, or None where it is no such code."""
    known = len(code) == _CODE and code.isascii() and code.isalnum() and code.isupper()
    return Place(name=f"FIR {code}", firs=(code,), country="") if known else None


def area(name: str, advisories: Iterable[Advisory]) -> Place | None:
    """Return the place of an area under which advisories are listed, with the FIRs that these name; None for any other."""
    wanted = name.strip().casefold()
    found = [one for one in advisories if wanted in {each.casefold() for each in one.areas}]
    if not found:
        return None
    codes = dict.fromkeys(code for one in found for code in one.firs if one.kind is not Kind.NOTAM)
    written = next(each for each in found[0].areas if each.casefold() == wanted)
    return Place(name=written, firs=tuple(codes), country="")


def concerned(where: Place) -> tuple[str, ...]:
    """Return the keys of all places that a place shares airspace with: its regions, its country or those over it."""
    if where.is_country:
        return (where.country, *where.firs)
    lands = (country for code in where.firs[:1] if (fir := firs.by_code(code)) for country in fir.countries)
    return tuple(dict.fromkeys((*where.firs, *lands, *(() if where.country else (where.name,)))))


def spoken(where: Place) -> str:
    """Return a place as it is spoken of: `Maiquetia FIR/UIR (SVZM)`, `FIR ZZLR`, `Libya`."""
    code = where.firs[0] if where.firs and not where.is_country and where.country else ""
    return f"{where.name} ({code})" if code and code not in where.name else where.name
