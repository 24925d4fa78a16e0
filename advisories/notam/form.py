"""The text as it reached us, brought to plain form before it is read, and the way back for spans.

Only the carrier's marks are undone (line ends, HTML entities, a page's hard line breaks, the quotes of a listing in
which every line is a string); the publisher's words are never changed.
"""

from __future__ import annotations

import html
import re
from typing import Final

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_BREAK: Final = re.compile(r"<\s?(?:br|/?p|/?pre|/?div)\s?/?>", re.IGNORECASE)
_QUOTED: Final = re.compile(r"""NOTAM[NRC]?(?:[ ]{1,3}[A-Z]\d{1,4}/\d\d)?[ ]{0,3}\n?['"],?\s{1,40}['"]""")
_QUOTES: Final = re.compile(r"""\n?['"],?[ ]{0,3}\n?[ ]{0,40}['"]""")
_HEAD: Final = 100
_CONTROL: Final = {
    0: " ",
    0xA0: " ",
    0x2007: " ",
    0x202F: " ",
    0xFEFF: " ",
    0x2028: "\n",
    0x2029: "\n",
    0x0B: "\n",
    0x0C: "\n",
}
_STRAY: Final = re.compile("[\x00\xa0\u2007\u202f\ufeff\u2028\u2029\x0b\x0c]")


def plain(text: str) -> str:
    r"""Return the text with `\n` line ends, entities resolved, and hard line breaks inside words closed up."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if not text.isascii() or "\x00" in text or "\x0b" in text or "\x0c" in text:
        text = _STRAY.sub(lambda found: _CONTROL[ord(found[0])], text)
    if "\\n" in text and "\n" not in text:
        text = text.replace("\\r\\n", "\n").replace("\\n", "\n")
    if "<" in text:
        text = _BREAK.sub("\n", text)
    head = text[:_HEAD]
    if ("'" in head or '"' in head) and _QUOTED.search(head):
        text = _QUOTES.sub("\n", text)
    return unwrapped(text) if "\n" in text else text


# Lines of a page that breaks after so many characters wherever that falls, even inside a word.
_NARROWEST, _WIDEST, _USUAL = 50, 90, 60


def unwrapped(text: str) -> str:
    """Return a text whose every line but the last is equally long joined into one line; any other text as it is.

    That all lines are equally long is the mark of a page that breaks after a fixed number of characters; two lines
    alone are joined at the usual 60 only.
    """
    width = text.find("\n")
    if not _NARROWEST <= width <= _WIDEST:
        return text
    last = text.rfind("\n")
    lines = text[:last].split("\n")
    if (len(lines) == 1 and width != _USUAL) or any(len(line) != width for line in lines):
        return text
    return "".join(lines) + text[last + 1 :]


def upper(text: str) -> str:
    """Return the text in capitals, character for character, so that positions stay the same."""
    capitals = text.upper()
    if len(capitals) == len(text):
        return capitals
    return "".join(capital if len(capital := letter.upper()) == 1 else letter for letter in text)


def located(original: str, read: str, position: int) -> int:
    """Return where the character at `position` of the text as read stands in the original text."""
    if original == read:
        return position
    here = 0
    for letter in read[:position]:
        if here >= len(original):
            break
        here += _step(original, here, letter)
    return min(here, len(original))


def _step(original: str, here: int, letter: str) -> int:
    """Return how many characters of the original the next character as read stands for, with those dropped before it."""
    found = original[here]
    if found == letter:
        return 1
    if found == "&" and (entity := _ENTITY.match(original, here)):
        return entity.end() - here
    if found == "\r":
        return 2 if original.startswith("\r\n", here) else 1
    if found == "\\":
        return 4 if original.startswith("\\r\\n", here) else 2
    if found == "\n":
        return 2
    if found == "<" and (tag := _BREAK.match(original, here)):
        return tag.end() - here
    if found in "'\"" and (quotes := _QUOTES.match(original, here)):
        return quotes.end() - here
    return 1
