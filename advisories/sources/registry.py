"""Which sources there are: those of this package, and those that a person brings in a module of their own."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Iterable
from types import ModuleType
from typing import Final

from advisories.errors import InputError
from advisories.sources.base import Source
from advisories.sources.easa_czib import EasaCzib
from advisories.sources.faa_prohibitions import FaaProhibitions
from advisories.sources.notam_text import NotamText
from advisories.sources.uk_pib import UkPib

OURS: Final[tuple[type[Source], ...]] = (EasaCzib, FaaProhibitions, UkPib)
BY_HAND: Final[tuple[Source, ...]] = (NotamText(),)
"""Sources that a person feeds with files: never asked for, and not counted among what is read."""
_FACTS: Final = ("name", "title", "authority", "home", "parts")


def all_sources(brought: Iterable[type[Source]] = ()) -> tuple[Source, ...]:
    """Return every source, ours first, then those brought along.

    Raises `InputError` where one lacks a fact or two have one name.
    """
    sources: dict[str, Source] = {}
    for kind in (*OURS, *brought):
        source = checked(kind)
        if source.name in sources:
            raise InputError(f"source {source.name!r}: expected one source of that name, found {kind.__qualname__} too")
        sources[source.name] = source
    return tuple(sources.values())


def by_name(name: str, sources: Iterable[Source] | None = None) -> Source:
    """Return the source of that name. Raises `InputError` with the nearest name there is."""
    there = {source.name: source for source in (all_sources() if sources is None else sources)}
    if name in there:
        return there[name]
    near = difflib.get_close_matches(name, there, n=1, cutoff=0.4)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise InputError(f"source: expected one of {', '.join(there)}, found {name!r}{hint}")


def sources_from(module: ModuleType) -> tuple[type[Source], ...]:
    """Return the sources that a module itself defines, in the order of their names; bases are no sources."""
    found = (
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Source) and kind.__module__ == module.__name__ and not inspect.isabstract(kind)
    )
    return tuple(sorted(found, key=lambda kind: kind.__name__))


def checked(kind: type[Source]) -> Source:
    """Return the source, made. Raises `InputError` naming the fact or hook that it lacks, or parts of one name."""
    if inspect.isabstract(kind):
        raise InputError(
            f"source {kind.__qualname__}: expected every hook, found no {', '.join(kind.__abstractmethods__)}"
        )
    if missing := [fact for fact in _FACTS if not getattr(kind, fact, None)]:
        raise InputError(f"source {kind.__qualname__}: expected the facts {', '.join(_FACTS)}, found no {missing[0]}")
    source = kind()
    names = [part.name for part in source.parts]
    if len(set(names)) != len(names):
        raise InputError(f"source {source.name!r}: expected parts of different names, found {', '.join(names)}")
    return source
