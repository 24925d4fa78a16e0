"""Every regular expression of the package on long hostile strings: none may take longer than its text deserves."""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, Final

import pytest

import advisories

SIZE: Final = 200_000
PROBE: Final = 1_500
HARDEST: Final = 1
SECONDS: Final = 4.0
"""For one pattern and one string: several times what the most laborious of the linear ones takes on a busy machine."""
UNITS: Final = (
    " ", "\n", "\xa0", "0", "A", "a", "é", "-", ".", ",", "/", "(", "<", "&", '"', "–", "A ", "0 ", "A,", "1.",
    "AND ", "A1", "1A", "Aa ", "(A", "() ", "<a ", "a=", "A/", "a@", "://", "MON ", "510830N0001630W ",
)  # fmt: skip
"""What hostile strings repeat: what patterns here like to repeat, alone and in pairs."""


class TookTooLongError(Exception):
    """A pattern was stopped."""


def modules() -> Iterator[Any]:
    """Return every module of the package that can be imported without side effects."""
    yield advisories
    for found in pkgutil.walk_packages(advisories.__path__, "advisories."):
        if ".migrations" not in found.name and not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def patterns() -> dict[str, re.Pattern[Any]]:
    """Return every compiled pattern that a module, or a class or container in it, holds, by where it stands."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in modules():
        for name, value in vars(module).items():
            inner = vars(value).items() if isinstance(value, type) and value.__module__ == module.__name__ else ()
            for key, one in chain([(name, value)], ((f"{name}.{key}", one) for key, one in inner)):
                for pattern in _within(one):
                    found.setdefault(f"{module.__name__}.{key}: {pattern.pattern!r:.60}", pattern)
    return found


def _within(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4:
        if isinstance(value, Mapping):
            for one in chain(value.keys(), value.values()):
                yield from _within(one, depth + 1)
        elif isinstance(value, list | tuple | set | frozenset):
            for one in value:
                yield from _within(one, depth + 1)
        elif hasattr(value, "__struct_fields__"):
            for field in value.__struct_fields__:
                yield from _within(getattr(value, field, None), depth + 1)


PATTERNS: Final = patterns()


def own_words(pattern: re.Pattern[Any]) -> list[str]:
    """Return words that a pattern names, so that hostile strings are near misses of it."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return list(dict.fromkeys(re.findall(r"(?<![\\A-Za-z])[A-Za-z]{2,20}", text)))[:12]


def hostile(pattern: re.Pattern[Any], size: int) -> Iterator[tuple[str, str]]:
    """Return hostile strings, each with a name: units repeated, the pattern's own words, and words before units."""
    words = own_words(pattern)
    for unit in (*UNITS, *words):
        yield unit, (unit * (size // len(unit) + 1))[:size]
    for word in words[:3]:
        for unit in (" ", "0", "A "):
            yield f"{word}…{unit}", word + unit * (size // len(unit)) + "!"
            one = f"{word} {unit}"
            yield one, one * (size // len(one))


def timed(pattern: re.Pattern[Any], text: str) -> float:
    """Return the seconds that a pattern takes for up to a thousand finds and one whole match; `SECONDS` where it is stopped."""
    subject: Any = text if isinstance(pattern.pattern, str) else text.encode("utf-8")
    began = time.perf_counter()
    try:
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        for _ in zip(pattern.finditer(subject), range(1000), strict=False):
            pass
        pattern.fullmatch(subject)
    except TookTooLongError:
        return SECONDS
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.perf_counter() - began


@pytest.fixture
def _stopwatch() -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise TookTooLongError

    before = signal.signal(signal.SIGALRM, stop)
    yield
    signal.signal(signal.SIGALRM, before)


def test_the_collection_finds_the_patterns() -> None:
    """The patterns of every part of the package are collected, those in classes, tuples and mappings too."""
    assert len(PATTERNS) > 200
    for place in ("fetch.gate", "sources.uk_pib", "notam.", "geo.", "reading.", "digest.inert", "addresses"):
        assert any(name.startswith(f"advisories.{place}") for name in PATTERNS), place


@pytest.mark.usefixtures("_stopwatch")
def test_no_pattern_takes_long_on_hostile_text() -> None:
    """On 200 kB of what it likes least, every pattern of the package ends within four seconds."""
    slow = []
    for name, pattern in PATTERNS.items():
        probes = sorted(hostile(pattern, PROBE), key=lambda made: timed(pattern, made[1]), reverse=True)
        for words, _ in probes[:HARDEST]:
            whole = next(text for told, text in hostile(pattern, SIZE) if told == words)
            if timed(pattern, whole) >= SECONDS:
                slow.append((name, words))
    assert slow == []


@pytest.mark.usefixtures("_stopwatch")
def test_a_pattern_that_backtracks_is_found() -> None:
    """The test itself finds a pattern that takes quadratic time."""
    pattern = re.compile(r"\s+$")
    assert timed(pattern, " " * SIZE + "x") >= SECONDS
