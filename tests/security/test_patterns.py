"""Every regular expression of the package on long hostile strings: its time grows as the text does, and no faster."""

from __future__ import annotations

import math
import re
import signal
import time
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.security.patterns import Pattern, imported, made, sites

PROBE: Final = 1_000
HARDEST: Final = 2
SMALLEST: Final = 4_000
LARGEST: Final = 64_000
WORTH_MEASURING: Final = 0.004
"""Seconds of the processor from which a time says something; a pattern below it at the largest size is quick."""
GROWTH: Final = 1.5
"""The exponent of growth that is taken for linear: four times the text takes less than eight times as long."""
AGAIN: Final = 3
"""How often what looks too fast is measured: a machine that does much else is fair only now and then."""
SLOW: Final = 1.0
PATIENCE: Final = 8.0
UNITS: Final = (
    " ", "\n", "\xa0", "0", "A", "a", "é", "-", ".", ",", "/", "(", "<", "&", '"', "–", "A ", "0 ", "A,", "1.",
    "AND ", "A1", "1A", "Aa ", "(A", "() ", "<a ", "a=", "A/", "a@", "://", "MON ", "510830N0001630W ",
)  # fmt: skip
"""What hostile strings repeat: what patterns here like to repeat, alone and in pairs."""


class TookTooLongError(Exception):
    """A pattern was stopped."""


@pytest.fixture(scope="module")
def patterns() -> dict[str, Pattern]:
    """Return every pattern once, by where it is compiled and what it is."""
    found = [(f"{seen.file}:{seen.line}", made(seen)) for seen in imported()]
    found += [(f"{site.file}:{site.first}", site.pattern) for site in sites() if site.pattern is not None]
    each = {(pattern.pattern, pattern.flags): (where, pattern) for where, pattern in reversed(found)}
    return {f"{where} {pattern.pattern!r:.60}": pattern for where, pattern in each.values()}


def own_words(pattern: Pattern) -> list[str]:
    """Return words that a pattern names, so that hostile strings are near misses of it."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return list(dict.fromkeys(re.findall(r"(?<![\\A-Za-z])[A-Za-z]{2,20}", text)))[:12]


def hostile(pattern: Pattern, size: int) -> Iterator[tuple[str, str]]:
    """Return hostile strings, each with a name: units repeated, to the end or not, the pattern's own words, words before units."""
    words = own_words(pattern)
    for unit in (*UNITS, *words):
        run = (unit * (size // len(unit) + 1))[:size]
        yield unit, run
        yield f"{unit}…\x01", f"{run}\x01"
    for word in words[:3]:
        for unit in (" ", "0", "A "):
            yield f"{word}…{unit}", word + unit * (size // len(unit)) + "!"
            one = f"{word} {unit}"
            yield one, one * (size // len(one))


def timed(pattern: Pattern, text: str, most: float = PATIENCE) -> float:
    """Return the processor's seconds for all that a pattern finds and one whole match; `most` where it is stopped.

    What else the machine does does not count.
    """
    subject: Any = text if isinstance(pattern.pattern, str) else text.encode("utf-8")
    anyhow: re.Pattern[Any] = pattern
    began = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, most)
        deque(anyhow.finditer(subject), maxlen=0)
        anyhow.fullmatch(subject)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except TookTooLongError:
        return most
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - began


def growth(pattern: Pattern, name: str) -> float:
    """Return the exponent with which the time on a hostile string grows with its length; 0 for a pattern that is quick.

    A pattern that takes a second for a text of a few thousand characters is past measuring.

    Where it seems to be more than linear at one size, a larger one decides: repeats are bounded, and a bound of some
    thousands looks quadratic below it.
    """

    def made_of(size: int) -> str:
        return next(text for told, text in hostile(pattern, size) if told == name)

    size, exponent, longer = SMALLEST, 0.0, 0.0
    while size <= LARGEST:
        took = timed(pattern, made_of(size), SLOW)
        if took >= SLOW:
            return math.inf
        if took >= WORTH_MEASURING:
            for _ in range(AGAIN):
                took = timed(pattern, made_of(size), SLOW)
                longer = timed(pattern, made_of(4 * size), PATIENCE)
                exponent = math.log(max(longer, WORTH_MEASURING) / max(took, WORTH_MEASURING / 2), 4)
                if exponent <= GROWTH:
                    return exponent
            if longer >= SLOW:
                return exponent
        size *= 2
    return exponent


@pytest.fixture
def _stopwatch() -> Iterator[None]:
    def stop(number: int, frame: object) -> None:
        raise TookTooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    yield
    signal.signal(signal.SIGVTALRM, before)


def test_no_pattern_is_left_out(patterns: dict[str, Pattern]) -> None:
    """Each place in the source that hands a pattern to `re` is known: by what importing compiles there, or as a literal."""
    seen = imported()
    missing = [
        f"{site.file}:{site.first}"
        for site in sites()
        if site.pattern is None
        and not any(one.file == site.file and site.first <= one.line <= site.last for one in seen)
    ]
    assert missing == []
    assert len(patterns) > 300
    for place in (
        "fetch/gate",
        "sources/uk_pib",
        "notam/",
        "geo/",
        "reading/",
        "digest/inert",
        "addresses",
        "mail/smtp",
    ):
        assert any(name.startswith(f"advisories/{place}") for name in patterns), place


@pytest.mark.slow
@pytest.mark.usefixtures("_stopwatch")
def test_the_time_of_no_pattern_grows_faster_than_the_text(patterns: dict[str, Pattern]) -> None:
    """On what it likes least, every pattern takes about four times as long for four times the text, up to a quarter of a megabyte."""
    fast_growing = []
    for name, pattern in patterns.items():
        probes = sorted(hostile(pattern, PROBE), key=lambda probe: timed(pattern, probe[1], SLOW), reverse=True)
        for words, _ in probes[:HARDEST]:
            exponent = growth(pattern, words)
            if exponent > GROWTH:
                fast_growing.append((name, words, round(exponent, 2)))
    assert fast_growing == []


@pytest.mark.usefixtures("_stopwatch")
@pytest.mark.parametrize(
    ("text", "hard"),
    [(r"\s+$", " …\x01"), (r"A*A*B", "A"), (r"(?:A|A A|AA)+B", "A"), (r"(\d+,?)+;", "0"), (r"(?:\w+\s?)*!", "A")],
)
def test_a_pattern_that_backtracks_is_found(text: str, hard: str) -> None:
    """The test itself finds patterns that take quadratic, and those that take exponential time."""
    assert growth(re.compile(text), hard) > GROWTH


@pytest.mark.usefixtures("_stopwatch")
@pytest.mark.parametrize(("text", "hard"), [(r"[A-Z]{3}\d", "A"), (r"A{1,3000}B", "A"), (r"^.*$", "A")])
def test_a_pattern_that_is_bounded_passes(text: str, hard: str) -> None:
    """A bound of some thousands costs much and still grows as the text does."""
    assert growth(re.compile(text), hard) <= GROWTH
