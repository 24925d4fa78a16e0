"""Country names: from what a publisher writes to ISO 3166 alpha-2, and back to a common English name.

The codes and their ISO names come from the `iso3166` package, which this module alone imports (it adds the user-assigned
`XK` for Kosovo). What else publishers write (common, former and foreign names, demonyms) stands in `countries.csv`
beside this module and was written by hand. A name that means two countries (Korea, Congolese) is not guessed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

import iso3166

from advisories.errors import InputError, snippet
from advisories.geo.firs import fold

NAME_LIMIT: Final = 200
_TOKEN: Final = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+|[^\w\s'’‘ʼ`´\-‐‑‒–—]|_")
# Marks that are tokens by themselves.
_MARKS: Final = frozenset('.,;:()/"')
_WORD: Final = re.compile(r"[^\W_]+")
_FILLERS: Final = frozenset({"the"})
_CAPITALS_ONLY: Final = frozenset({"us"})
_NOT_COUNTRIES: Final = (
    *("Gulf of Guinea", "Gulf of Oman", "Sea of Oman", "Oman Sea", "Gulf of Mexico", "New Mexico", "Gulf of Thailand"),
    *("Gulf of Panama", "Gulf of Honduras", "Gulf of Venezuela", "Mozambique Channel", "Taiwan Strait", "Sea of Japan"),
    *("Strait of Taiwan", "South China Sea", "East China Sea", "Japan Sea", "China Sea", "China Lake", "Port of Spain"),
    *("Lake Chad", "Lake Malawi", "Chad Basin", "Niger Delta", "Niger River", "Niger State", "River Niger"),
    *("Congo River", "River Congo", "Congo Basin", "Jordan River", "River Jordan", "Jordan Valley", "Senegal River"),
    *("New Jersey", "Jersey City", "Atlanta, Georgia", "Georgia, USA", "Georgia, U.S.A.", "State of Georgia"),
    *("Contact us", "Cape Verde Basin", "Brunei Bay", "Iceland Sea", "Greenland Sea", "Malta Channel"),
    *(
        "Indian Ocean",
        "Norwegian Sea",
        "Irish Sea",
        "Philippine Sea",
        "Libyan Sea",
        "Libyan Desert",
        "Central American",
    ),
    *("Latin American", "South American", "North American", "Swiss cheese", "French Antilles", "British Columbia"),
)


class _Names(NamedTuple):
    common: dict[str, str]
    exact: dict[str, str]
    mentions: dict[str, Any]
    either: dict[str, Any]
    capitals: frozenset[str]
    adjectives: frozenset[str]


def by_name(text: str) -> str | None:
    """Return the ISO 3166 alpha-2 of a country's name or demonym, or None if it is neither or means several.

    The whole text must be the name; case, accents, dashes, commas, brackets and "the" do not matter. HTML entities must
    have been resolved. `XK` is Kosovo. Text of more than 200 characters is no name.
    """
    return _names().exact.get(_exact_key(text)) if len(text) <= NAME_LIMIT else None


def lookup(code_or_name: str) -> str | None:
    """Return the alpha-2 of an ISO 3166 alpha-2 or alpha-3 code, in any case, or of a name; None if it is none."""
    code = code_or_name.strip().upper()
    if code in iso3166.countries_by_alpha2:
        return code
    found = iso3166.countries_by_alpha3.get(code)
    return str(found.alpha2) if found else by_name(code_or_name)


def name(alpha2: str) -> str:
    """Return the common English name for an alpha-2 code, in any case. Raises `InputError` for any other text."""
    try:
        return _names().common[alpha2.strip().upper()]
    except KeyError:
        raise InputError(f"country: expected an ISO 3166 alpha-2 code, found {snippet(alpha2)}") from None


def find(text: str, *, demonyms: bool = False) -> list[tuple[int, int, str]]:
    """Return the country names in running text as (start, end, alpha-2), in order, not overlapping, longest first.

    Whole words only, in any case (`US` in capitals only); line breaks and dashes may part the words of a name.
    Seas, rivers and towns that carry a country's name (Gulf of Oman, Niger Delta) are not mentions. With `demonyms`
    also adjectives (Iranian). Takes time in proportion to the text.
    """
    heads = ((token.start(), token.end(), fold(token.group())) for token in _TOKEN.finditer(text))
    return [found for found in find_at(heads, text, demonyms=demonyms) if found[2]]


def find_at(heads: Iterable[tuple[int, int, str]], text: str, *, demonyms: bool = False) -> list[tuple[int, int, str]]:
    """Return the country names that begin at some words of a text, as `find` does.

    `heads` are the start and end of those words, in order, with the word in ASCII small letters. Seas, rivers and towns
    that carry a country's name are among what is found, with an empty code.
    """
    root = _names().either if demonyms else _names().mentions
    found = []
    behind = 0
    for start, end, word in heads:
        node = root.get(word) if start >= behind else None
        if node is None:
            continue
        stop, country = (end, node[""]) if len(node) == 1 and "" in node else _longest(node, text, end)
        if stop and not (country and word in _CAPITALS_ONLY and not _is_spelled(text[start:stop])):
            found.append((start, stop, country))
            behind = stop
    return found


def _is_spelled(name: str) -> bool:
    return name.isupper() or fold(name) not in _CAPITALS_ONLY


def adjectives() -> frozenset[str]:
    """Return the words, in ASCII capitals, at which only adjectives begin, or adjectives beside names."""
    return _names().adjectives


def first_words() -> frozenset[str]:
    """Return the words, in ASCII capitals, at which country names and adjectives begin."""
    return _names().capitals


def _longest(node: dict[str, Any], text: str, end: int) -> tuple[int, str]:
    """Return where the longest entry ends whose first word ends at `end`, and its country, empty for a non-country.

    `node` is what may follow that word; where no entry ends it is 0.
    """
    best = (end, node[""]) if "" in node else (0, "")
    # Plain words behind a blank are their own tokens.
    while text[end : end + 1] == " ":
        stop = text.find(" ", end + 1)
        word = text[end + 1 : stop if stop >= 0 else len(text)]
        if not (word.isascii() and word.isalpha()):
            break
        following = node.get(word.lower())
        if following is None:
            return best
        node, end = following, end + 1 + len(word)
        if "" in node:
            best = (end, node[""])
    mark = text[end : end + 2].lstrip(" ")[:1]
    if mark in _MARKS and mark not in node:
        return best
    for token in _TOKEN.finditer(text, end):
        word = token.group()
        following = node.get("and" if word == "&" else word.lower() if word.isascii() else fold(word))
        if following is None:
            break
        node = following
        if "" in node:
            best = (token.end(), node[""])
    return best


def _exact_key(text: str) -> str:
    words = _WORD.findall(fold(text.replace("&", " and ")))
    return "".join([word for word in words if word not in _FILLERS] or words)


def _insert(root: dict[str, Any], spelling: str, country: str) -> None:
    for variant in {spelling, spelling.replace("'s", "s")}:
        words = ["and" if piece == "&" else fold(piece) for piece in _TOKEN.findall(variant)]
        node = root
        for word in words[1:] if words[0] in _FILLERS else words:
            node = node.setdefault(word, {})
        node[""] = country


def _rows() -> Iterator[tuple[str, str, list[str], list[str], list[str]]]:
    table = resources.files("advisories.geo").joinpath("countries.csv").read_text(encoding="utf-8")
    rows = {row["alpha2"]: row for row in csv.DictReader(table.splitlines())}
    for country in iso3166.countries:
        row = rows.get(country.alpha2, {})
        spellings, whole, demonyms = (
            [cell for cell in row.get(column, "").split("|") if cell] for column in ("spellings", "whole", "demonyms")
        )
        common = row.get("name") or country.name
        yield country.alpha2, common, [country.name, common, *spellings], whole, demonyms


def _merged(root: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return both trees as one."""
    merged = dict(root)
    for word, node in other.items():
        known = merged.get(word)
        merged[word] = _merged(known, node) if isinstance(known, dict) else node
    return merged


@cache
def _names() -> _Names:
    common: dict[str, str] = {}
    exact: dict[str, str] = {}
    mentions: dict[str, Any] = {}
    adjectives: dict[str, Any] = {}
    for phrase in _NOT_COUNTRIES:
        _insert(mentions, phrase, "")
    for alpha2, name_, spellings, whole, demonyms in _rows():
        common[alpha2] = name_
        for spelling in (*spellings, *whole, *demonyms):
            exact[_exact_key(spelling)] = alpha2
        for spelling in spellings:
            _insert(mentions, spelling, alpha2)
        for spelling in demonyms:
            _insert(adjectives, spelling, alpha2)
    return _Names(
        common=common,
        exact=exact,
        mentions=mentions,
        either=_merged(mentions, adjectives),
        capitals=frozenset(map(str.upper, (*mentions, *adjectives))),
        adjectives=frozenset(map(str.upper, adjectives)),
    )
