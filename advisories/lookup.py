"""From what a person types to the reference that is meant: any spelling of a number finds its advisory."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"\d")
_REVISION = re.compile(r"[-_ ]?R\d{1,3}$")
_PLAIN = re.compile(r"[\W_]+")


def backwards(name: str) -> str:
    """Return a name's letters and digits in capitals, last first: the key under which its end is found."""
    return _plain(name)[::-1]


def endings(what: str) -> tuple[str, ...]:
    """Return, backwards, the ends that a name may have for `what` to mean it; none where `what` is no reference.

    A revision suffix (`czib-2026-07-r2`) is passed over. Words without a digit are no reference: they are a place.
    """
    if not _NUMBER.search(what) or len(what) > 200:
        return ()
    shorter = _REVISION.sub("", what.strip().upper())
    return tuple(dict.fromkeys(key for key in (backwards(what), backwards(shorter)) if key))


def matching(what: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of the names that `what` means: the same letters and digits, or the end of a name.

    `kicz_a0012-25`, `A0012/25` and `KICZ A0012/25` find `KICZ A0012/25`.
    """
    ends = endings(what)
    if not ends:
        return ()
    shorter = ends[-1][::-1]
    known = {name: _plain(name) for name in names}
    exact = tuple(name for name, plain in known.items() if plain[::-1] in ends)
    if exact or len(shorter) < 4:
        return exact
    return tuple(name for name, plain in known.items() if plain.endswith(shorter) and _at_boundary(name, shorter))


def _plain(text: str) -> str:
    return _PLAIN.sub("", text).upper()


def _at_boundary(name: str, tail: str) -> bool:
    """Return whether `tail` is made of whole words of the name."""
    words = [_plain(word) for word in name.split()]
    return any("".join(words[at:]) == tail for at in range(len(words)))
