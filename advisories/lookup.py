"""From what a person types to the reference that is meant: any spelling of a number finds its advisory."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"\d")
_REVISION = re.compile(r"[-_ ]?R\d{1,3}$")
_PLAIN = re.compile(r"[\W_]+")


def matching(what: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the known names that `what` means: the same letters and digits, or the end of a name.

    `kicz_a0012-25`, `A0012/25` and `KICZ A0012/25` find `KICZ A0012/25`; a revision suffix (`czib-2026-07-r2`) is
    passed over. Words without a digit are no reference: they are a place.
    """
    if not _NUMBER.search(what) or len(what) > 200:
        return ()
    wanted = _plain(what)
    shorter = _plain(_REVISION.sub("", what.strip().upper()))
    known = {name: _plain(name) for name in names}
    exact = tuple(name for name, plain in known.items() if plain in (wanted, shorter))
    if exact or len(shorter) < 4:
        return exact
    return tuple(name for name, plain in known.items() if plain.endswith(shorter) and _at_boundary(name, shorter))


def _plain(text: str) -> str:
    return _PLAIN.sub("", text).upper()


def _at_boundary(name: str, tail: str) -> bool:
    """Return whether `tail` is made of whole words of the name."""
    words = [_plain(word) for word in name.split()]
    return any("".join(words[at:]) == tail for at in range(len(words)))
