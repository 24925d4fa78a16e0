"""Foreign text is inert before any template sees it."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.digest import inert

ILLEGAL_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("safe \u202etxt.exe", "safe ⟨U+202E⟩txt.exe"),
        ("null\x00byte", "null⟨U+0000⟩byte"),
        ("one\r\nBcc: two@example.org", "one Bcc: two@example.org"),
        ("\x1b[31mred", "⟨U+001B⟩[31mred"),
        ("zero\u200bwidth\ufeff", "zero⟨U+200B⟩width⟨U+FEFF⟩"),
        ("lone \ud800 surrogate", "lone ⟨U+D800⟩ surrogate"),
        ("not a character \ufffe", "not a character ⟨U+FFFE⟩"),
        ("tag \U000e0041", "tag ⟨U+E0041⟩"),
        ("{{ 7*7 }} {% x %}", "{{ 7*7 }} {% x %}"),
        ("Sana’a – 58°E œ", "Sana’a – 58°E œ"),
        ("line\u2028separator", "line separator"),
    ],
)
def test_a_line_shows_what_would_steer_the_reader(hostile: str, shown: str) -> None:
    """What would reorder, hide or end a line is shown as its code point; ordinary text stays."""
    assert inert.line(hostile) == shown


@given(st.text())
def test_no_text_leaves_anything_active(text: str) -> None:
    """No text whatever comes out with control or format characters, or with what XML 1.0 forbids."""
    for made in (inert.line(text), inert.block(text)):
        assert not ILLEGAL_IN_XML.search(made)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\x00-\x08\x0b-\x1f\x7f-\x9f]", made)
    assert "\n" not in inert.line(text)


def test_long_text_is_cut_where_the_reader_sees_it() -> None:
    """A line is cut to its limit with an ellipsis, a block to its own limit, and five megabytes take no time."""
    long = "WORD " * 1_000_000
    began = time.process_time()
    assert len(inert.line(long)) == inert.TITLE_LIMIT
    assert inert.line(long).endswith("…")
    assert len(inert.block(long)) <= inert.TEXT_LIMIT
    assert time.process_time() - began < 1


def test_combining_marks_do_not_climb() -> None:
    """At most four combining marks follow one another, so that none paints over other lines."""
    assert inert.line("a" + "\u0301" * 500) == "a" + "\u0301" * 4


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//host.example/x",
        "https://",
        "https://user:pass@host.example/",
        "https://host.example/\r\nSet-Cookie: x",
        "https://host.example/\u202ex",
        "https://h\u00f6st.example/",
        "http://[broken",
        "https://host.example/" + "x" * 3000,
        "",
    ],
)
def test_only_plain_web_addresses_are_linked(url: str) -> None:
    """Anything but an http or https address with a plain host is no link."""
    assert inert.address(url) == ""


def test_an_address_with_spaces_is_mended() -> None:
    """Spaces and quotes of a publisher's address are encoded, so that the link works and ends nowhere early."""
    assert inert.address('https://host.example/a file "(1).pdf') == "https://host.example/a%20file%20%22(1).pdf"
