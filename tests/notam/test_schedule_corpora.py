"""Item D) on real NOTAMs: how many are understood, and the plain ones minute by minute against a separate reading."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from advisories.errors import InputError
from advisories.notam.schedule import read_schedule
from advisories.times import ten_digits

NAMES = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
TIMES = r"\d{4}-\d{4}(?: \d{4}-\d{4})*"
WEEKDAY = "(?:" + "|".join(NAMES) + ")"
WEEKDAYS = f"{WEEKDAY}(?:-{WEEKDAY})?(?: {WEEKDAY}(?:-{WEEKDAY})?)*"
NUMBERS = r"\d\d(?:-\d\d)?(?: \d\d(?:-\d\d)?)*"
GROUP = f"(?:(?P<daily>DAILY|DLY) |(?P<weekdays>{WEEKDAYS}) |(?P<numbers>{NUMBERS}) )?(?P<times>{TIMES})"
PLAIN = re.compile(GROUP)
ANY_PLAIN = re.compile(
    "(?:" + re.sub(r"\?P<\w+>", "?:", GROUP) + r")(?:,\s*(?!\d{4}-)" + re.sub(r"\?P<\w+>", "?:", GROUP) + ")*"
)
WORLD_D = re.compile(r"(?:^|\s)D\)\s*(.*?)\s*(?=(?:^|\s)E\s?\))", re.DOTALL)
WORLD_B = re.compile(r"\bB\)\s*(\d{10})\b")
WORLD_C = re.compile(r"\bC\)\s*(\d{10})\b")


class Item(NamedTuple):
    """An item D) with B and C where these are ten digits."""

    text: str
    start: datetime | None
    end: datetime | None


def _moment(text: str | None) -> datetime | None:
    try:
        return ten_digits(text or "")
    except InputError:
        return None


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.fixture(scope="module")
def uk_items(material: Path) -> list[Item]:
    """Return the items D) of the UK corpus, from the publisher's own field."""
    items = []
    for row in _lines(material / "corpora" / "notam-uk-2025.jsonl.gz"):
        fields = dict(re.findall(r"<(ItemD|StartValidity|EndValidity)>(.*?)</", row["xml"], re.DOTALL))
        if fields.get("ItemD"):
            start, end = _moment(fields.get("StartValidity")), _moment(fields.get("EndValidity"))
            items.append(Item(html.unescape(fields["ItemD"]), start, end))
    return items


@pytest.fixture(scope="module")
def world_items(material: Path) -> list[Item]:
    """Return the items D) of the world corpus, as cut from the texts."""
    items = []
    for row in _lines(material / "corpora" / "notam-world.jsonl.gz"):
        raw = html.unescape(row["raw"])
        found = WORLD_D.search(raw)
        if found and found[1]:
            start, end = WORLD_B.search(raw), WORLD_C.search(raw)
            begin = _moment(start[1]) if start else datetime(2026, 1, 5, tzinfo=UTC)
            items.append(Item(found[1], begin, _moment(end[1]) if end else None))
    return items


def _share(items: list[Item]) -> float:
    understood = sum(read_schedule(item.text, start=item.start, end=item.end).understood for item in items)
    return understood / len(items)


def test_the_uk_schedules_are_understood(uk_items: list[Item]) -> None:
    """At least 99.9 % of the items D) of the UK corpus are understood."""
    assert len(uk_items) > 7000
    assert _share(uk_items) >= 0.999


def test_the_world_schedules_are_understood(world_items: list[Item]) -> None:
    """At least 99 % of the items D) of the world corpus are understood, however their lines are broken."""
    assert len(world_items) > 3500
    assert _share(world_items) >= 0.99


def _listed(text: str, size: int) -> set[int]:
    """Return the numbers of a list such as `02 04-06`; `size` is where a range goes around (7 for weekdays)."""
    found: set[int] = set()
    for piece in text.split():
        first, _, last = piece.partition("-")
        low = NAMES.index(first) if first in NAMES else int(first)
        high = low if not last else NAMES.index(last) if last in NAMES else int(last)
        found.update({(low + step) % size for step in range((high - low) % size + 1)})
    return found


def _clock(text: str) -> int:
    return int(text[:2]) * 60 + int(text[2:])


class _Rule(NamedTuple):
    weekdays: set[int]
    numbers: set[int]
    spans: list[tuple[int, int]]

    def on(self, day: datetime) -> bool:
        if self.numbers:
            return day.day in self.numbers
        return day.weekday() in self.weekdays

    def holds(self, moment: datetime) -> bool:
        minute = moment.hour * 60 + moment.minute
        today, yesterday = self.on(moment), self.on(moment - timedelta(days=1))
        for first, last in self.spans:
            if first < last:
                if today and first <= minute < last:
                    return True
            elif (today and minute >= first) or (yesterday and minute < last):
                return True
        return False


def _rules(text: str) -> list[_Rule]:
    rules = []
    for group in text.split(","):
        found = PLAIN.fullmatch(group.strip())
        assert found
        weekdays = _listed(found["weekdays"], 7) if found["weekdays"] else set(range(7))
        numbers = _listed(found["numbers"], 32) if found["numbers"] else set()
        spans = [(_clock(times[:4]), _clock(times[5:])) for times in found["times"].split()]
        rules.append(_Rule(weekdays, numbers, spans))
    return rules


def _plain(items: list[Item]) -> list[Item]:
    """Return different items of plain shape under a validity in which no number of a day comes twice."""
    found = {}
    for item in items:
        text = " ".join(item.text.split())
        short = item.start and item.end and timedelta(0) < item.end - item.start < timedelta(days=27)
        if short and ANY_PLAIN.fullmatch(text):
            found[text] = Item(text, item.start, item.end)
    return list(found.values())


def _minute_by_minute(item: Item, until: datetime) -> tuple[tuple[datetime, datetime], ...]:
    assert item.start
    rules = _rules(item.text)
    minute = timedelta(minutes=1)
    periods: list[tuple[datetime, datetime]] = []
    moment = item.start
    while moment < until:
        if any(rule.holds(moment) for rule in rules):
            if periods and periods[-1][1] == moment:
                periods[-1] = (periods[-1][0], moment + minute)
            else:
                periods.append((moment, moment + minute))
        moment += minute
    return tuple(periods)


@pytest.mark.parametrize("corpus", ["uk_items", "world_items"])
def test_plain_schedules_agree_minute_by_minute(corpus: str, request: pytest.FixtureRequest) -> None:
    """Plain schedules give the periods that a separate reading gives by asking every minute."""
    plain = _plain(request.getfixturevalue(corpus))
    assert len(plain) > 500
    for item in plain[:: max(1, len(plain) // 350)]:
        assert item.start
        assert item.end
        until = min(item.end, item.start + timedelta(days=5))
        schedule = read_schedule(item.text, start=item.start, end=item.end)
        assert schedule.periods(item.start, until) == _minute_by_minute(item, until), item


@pytest.mark.parametrize("corpus", ["uk_items", "world_items"])
def test_case_and_spacing_change_nothing(corpus: str, request: pytest.FixtureRequest) -> None:
    """Lower case, doubled spaces and line breaks in place of spaces leave what is read unchanged."""
    for item in request.getfixturevalue(corpus)[::7]:
        schedule = read_schedule(item.text, start=item.start, end=item.end)
        for other in (item.text.lower(), item.text.replace(" ", "  "), item.text.replace(" ", "\r\n")):
            again = read_schedule(other, start=item.start, end=item.end)
            assert again.understood == schedule.understood
            assert again.groups == schedule.groups
