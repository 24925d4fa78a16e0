"""Item D) in its common form, read at once: it says what the whole grammar says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisories.notam.schedule.common import common_groups
from advisories.notam.schedule.dates import Calendar
from advisories.notam.schedule.grammar import read_groups
from advisories.notam.schedule.terms import Group
from advisories.notam.schedule.tokens import Kind, tokenize

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY = st.integers(1, 31).map("{:02}".format)
CLOCK = st.sampled_from(["0000", "0001", "0600", "0730", "1259", "1800", "2200", "2359", "2400"])
MONTH = st.sampled_from(["FEB", "MAR", "APR", "MAY", "DEC"])
WORD = st.one_of(
    DAY,
    st.tuples(DAY, DAY).map("-".join),
    MONTH,
    st.tuples(CLOCK, CLOCK).map("-".join),
    st.sampled_from(["DAILY", "DLY", "MON", "EXC", "2026", "SR-SS", "-", "0600-", "/"]),
)
WORDS = st.lists(st.tuples(WORD, st.sampled_from([" ", " ", " ", ", ", ",", "\n", " - "])), max_size=12)


def whole(text: str, start: datetime | None, end: datetime | None) -> tuple[Group, ...]:
    """Return the groups that the whole grammar reads."""
    tokens = tokenize(text)
    months = frozenset(token.value for token in tokens if token.kind is Kind.MONTH)
    groups, holiday = read_groups(tokens, Calendar(start, end, months))
    assert not holiday
    return groups


@settings(max_examples=400)
@given(WORDS, st.sampled_from([None, timedelta(hours=9), timedelta(days=5), timedelta(days=60), timedelta(days=500)]))
def test_what_is_read_at_once_is_what_the_grammar_reads(words: list[tuple[str, str]], length: timedelta | None) -> None:
    """Whatever the words, the common form is either not recognised or means the same as the whole grammar says."""
    text = "".join(word + sign for word, sign in words)
    end = None if length is None else START + length
    groups = common_groups(text, START, end)
    assert groups is None or groups == whole(text, START, end)


COMMON = [
    "0600-1800",
    "DAILY 0600-1200 1300-1800",
    "DLY 2200-0400",
    "02 0600-1800",
    "02-06 09 0600-1200, 1300-1800",
    "MAR 02 03, 05 0600-1800, 30 0700-0800 APR 02-05 0600-0700",
    "MAR 28-03 0600-1800",
]


@pytest.mark.parametrize("text", COMMON)
def test_the_common_form_is_recognised(text: str) -> None:
    """Dates or DAILY with clock times need no grammar, and mean what it says."""
    end = START + timedelta(days=60)
    assert common_groups(text, START, end) == whole(text, START, end)


@pytest.mark.parametrize(
    "text",
    ["", "DAILY", "0600", "MON 0600-1800", "0600-1800,", "02, 0600-1800", "02 MAR 0600-1800", "FEB 30 0600-1800"],
)
def test_other_forms_are_left_to_the_grammar(text: str) -> None:
    """What only resembles the common form is not read by it."""
    assert common_groups(text, START, START + timedelta(days=60)) is None
