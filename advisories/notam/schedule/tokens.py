"""Words and numbers of item D) as tokens: one pass, one table, repairs for numbers broken over lines.

The words are those of ICAO Annex 15, Doc 8126 and the EUROCONTROL OPADD (item D), with the spellings and languages
that issuers use in their place.
"""

from __future__ import annotations

import re
from enum import IntEnum, auto
from typing import Final, NamedTuple

DAY_MINUTES: Final = 1440


class Kind(IntEnum):
    """What a token is."""

    TIME = auto()
    DAY = auto()
    NUMBER = auto()
    STAMP = auto()
    MONTH = auto()
    WEEKDAY = auto()
    SPAN = auto()
    SUN = auto()
    PLUS = auto()
    MINUS = auto()
    DASH = auto()
    SLASH = auto()
    TO = auto()
    COMMA = auto()
    AND = auto()
    EXCEPT = auto()
    HOLIDAY = auto()
    DAILY = auto()
    EVERY = auto()
    ON = auto()
    BETWEEN = auto()
    NEXT = auto()
    DAYWORD = auto()
    MINUTES = auto()
    HOURS = auto()
    QUIET = auto()
    OPEN = auto()
    WRONG = auto()
    UNKNOWN = auto()
    END = auto()


class Token(NamedTuple):
    """A token.

    `value` is minutes of the day, a number, a bit mask of weekdays (Monday is 1), a place in a list, or nothing.
    """

    kind: Kind
    value: int = 0


SUNRISE: Final = 0
SUNSET: Final = 1
WEEKLY: Final = 1
END: Final = Token(Kind.END)
_UNKNOWN: Final = Token(Kind.UNKNOWN)
_WRONG: Final = Token(Kind.WRONG)

_MONTHS: Final = (
    "JAN JANUARY ENE ENERO JANV JANVIER",
    "FEB FEBRUARY FEV FEVRIER FEBRERO",
    "MAR MARCH MARS MARZO",
    "APR APRIL ABR ABRIL AVR AVRIL",
    "MAY MAI MAYO",
    "JUN JUNE JUIN JUNIO",
    "JUL JULY JUIL JUILLET JULIO",
    "AUG AUGUST AGO AGOSTO AOU AOUT",
    "SEP SEPT SEPTEMBER SEPTEMBRE SEPTIEMBRE",
    "OCT OCTOBER OKT OCTOBRE OCTUBRE",
    "NOV NOVEMBER NOVEMBRE NOVIEMBRE N0V",
    "DEC DECEMBER DIC DICIEMBRE DEZ DECEMBRE",
)
_WEEKDAYS: Final = (
    "MON MONS MONDAY MONDAYS LUN LUNES LUNDI",
    "TUE TUES TUESDAY TUESDAYS MARTES MARDI",
    "WED WEDS WEDNESDAY WEDNESDAYS MIE MIERCOLES MER MERCREDI",
    "THU THUR THURS THURSDAY THURSDAYS JUE JUEVES JEU JEUDI",
    "FRI FRIDAY FRIDAYS VIE VIERNES VEN VENDREDI",
    "SAT SATURDAY SATURDAYS SAB SABADO SAM SAMEDI",
    "SUN SUNDAY SUNDAYS DOM DOMINGO DIM DIMANCHE",
)
_WORDS: Final = {
    Kind.DAILY: "DAILY DLY DIARIO DIARIAMENTE QUOTIDIEN QUOTIDIENNEMENT EVERYDAY",
    Kind.EVERY: "EVERY EV EACH ALL TOUS LES TODOS LOS",
    Kind.ON: "ON 0N",
    Kind.BETWEEN: "BTN BETWEEN BTWN FROM FM ENTRE",
    Kind.TO: "TO TIL TILL UNTIL THRU THROUGH",
    Kind.AND: "AND ET Y",
    Kind.EXCEPT: "EXC EXCEPT EXCP EXCPT EXCL EXCLUDING SAUF EXCEPTO",
    Kind.HOLIDAY: "HOL HOLS HOLIDAY HOLIDAYS HOLI FERIES FESTIVOS FERIADOS",
    Kind.PLUS: "PLUS AFTER AFT +",
    Kind.MINUS: "MINUS BEFORE BFR PRIOR",
    Kind.NEXT: "NEXT NEXTDAY FOLLOWING",
    Kind.DAYWORD: "DAY DAYS JOURS DIAS",
    Kind.MINUTES: "MIN MINS MINUTES",
    Kind.HOURS: "HR HRS HOUR HOURS H",
    Kind.QUIET: "UTC Z GMT PUBLIC LEGAL NATIONAL BANK ONLY ) : . THE",
    Kind.OPEN: "(",
    Kind.DASH: "-",
    Kind.SLASH: "/",
    Kind.COMMA: ", ; &",
}
_SPANS: Final = ("H24 H-24 24H 24HR 24HRS 24HOUR 24HOURS", "HJ", "HN")
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"
_SPACES: Final = "\u00a0\u2002\u2003\u2009\u202f\u3000\ufeff"
_ASCII: Final = {ord(c): "-" for c in _DASHES} | {ord(c): " " for c in _SPACES}


def _table() -> dict[str, Token]:
    table = {f"{number:02}": Token(Kind.DAY, number) for number in range(1, 32)}
    table |= {f"{number}": Token(Kind.DAY, number) for number in range(1, 10)}
    table |= {f"{n // 60:02}{n % 60:02}": Token(Kind.TIME, n) for n in range(DAY_MINUTES + 1)}
    for values, kind in ((_MONTHS, Kind.MONTH), (_WEEKDAYS, Kind.WEEKDAY)):
        for place, words in enumerate(values):
            value = place + 1 if kind is Kind.MONTH else 1 << place
            table |= {word: Token(kind, value) for word in words.split()}
    for kind, words in _WORDS.items():
        table |= {word: Token(kind) for word in words.split()}
    table |= {word: Token(Kind.WEEKDAY, 0b0011111) for word in ("WEEKDAYS", "WKDAYS", "WKDAY")}
    table |= {word: Token(Kind.WEEKDAY, 0b1100000) for word in ("WEEKENDS", "WEEKEND", "WKEND", "WKENDS")}
    table["WEEKLY"] = Token(Kind.EVERY, WEEKLY)
    for place, words in enumerate(_SPANS):
        table |= {word: Token(Kind.SPAN, place) for word in words.split()}
    table |= {word: Token(Kind.SUN, SUNRISE) for word in ("SR", "SUNRISE")}
    table |= {word: Token(Kind.SUN, SUNSET) for word in ("SS", "SUNSET")}
    return table


_TABLE: Final = _table()
_LEXEME: Final = re.compile(
    r"H[-\s]?24(?!\d)|24\s?H(?:(?:OU)?RS?)?(?![A-Z\d]|[-\s]24)|N0V|0N|\d{1,2}:\d{2}(?!\d)|\d{1,2}\.\d{1,2}|\d+|[A-Z]+|[^\s\dA-Z]"
)
_MONTH_NAME: Final = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
# The number of a paragraph, not `1. MAR 0800-1000`: a day before its month.
_NUMBER: Final = re.compile(
    rf"(?<![^\s,;.])[1-9][.)](?=\s{{0,3}}(?!{_MONTH_NAME}[A-Z]{{0,6}}\s\d{{4}})(?:[A-Z]{{2}}|\d\d))"
)
_FIRST_NUMBER: Final = re.compile(rf"\s{{0,3}}(?=1)(?:{_NUMBER.pattern})")
_DAY_POINT: Final = re.compile(
    rf"(?<=\d)\.(?=\s{{0,2}}{_MONTH_NAME}|\s{{0,2}}-\s{{0,2}}\d{{1,2}}\.\s{{0,2}}{_MONTH_NAME})"
)
# It begins with a month's last letter, so that the search can skip to one.
_DATE_AND_YEAR: Final = re.compile(rf"[BCGLNPRTVY](?=\d\d(?!\d))(?<=\d\d{_MONTH_NAME})(?<!\d\d\d[A-Z][A-Z][A-Z])(\d\d)")
_SHORT: Final = 2
_CLOCK: Final = 4
_SIGNS: Final = ("PLUS", "MINUS", "+")
_DAY_AND_TIME: Final = 6
_STAMP: Final = 10


class Lexeme(NamedTuple):
    """A piece of the text as written (in capitals) with its span."""

    text: str
    start: int
    end: int


def plain(text: str) -> str:
    """Return `text` in ASCII capitals, character for character, with typographic dashes and spaces made plain."""
    if not text.isascii():
        text = "".join(c if c.isascii() else "?" for c in text.translate(_ASCII))
    return text.upper()


def unnumbered(text: str, years: tuple[int, ...]) -> str:
    """Return `text`, which is `plain`, with commas for the numbers of its paragraphs and its dates plain.

    `1. MON-FRI 0800-1000 2. SAT 0900-1000` names no first and second day, and `02MAR26` no 26th where 26 is one of
    `years`; `02. MAR` is one date. Places in the text stay the same.
    """
    if _FIRST_NUMBER.match(text) is not None:
        text = _NUMBER.sub(lambda found: "," + found[0][1:].replace(".", " ").replace(")", " "), text)
    if "." in text:
        text = _DAY_POINT.sub(" ", text)
    return _DATE_AND_YEAR.sub(lambda found: found[0][0] + ("  " if int(found[1]) in years else found[1]), text)


def tokenize(text: str) -> list[Token]:
    """Return the tokens of `text`, which is `plain`, closed by `END`. Never raises; time linear in length."""
    pieces = _LEXEME.findall(text)
    table = _TABLE.get
    tokens = [table(piece, END) for piece in pieces]
    if END in tokens or "\n" in text:
        tokens = [token for lexeme in lexemes(text) for token in _tokens(lexeme.text)]
    tokens.append(END)
    return tokens


def positions(text: str) -> list[tuple[int, int]]:
    """Return the span of each token of `tokenize(text)`; the last, of `END`, is empty."""
    spans = [(lexeme.start, lexeme.end) for lexeme in lexemes(text) for _ in _tokens(lexeme.text)]
    return [*spans, (len(text), len(text))]


def _tokens(piece: str) -> tuple[Token, ...]:
    known = _TABLE.get(piece) or _TABLE.get("".join(piece.split()))
    if known is not None:
        return (known,)
    if ":" in piece:
        hour, minute = piece.split(":")
        return (_TABLE.get(hour.zfill(_SHORT) + minute, _WRONG),)
    if not piece.isdigit():
        glued = piece[:_SHORT] in ("SR", "SS") and piece[_SHORT:] in _SIGNS
        return (_TABLE[piece[:_SHORT]], _TABLE[piece[_SHORT:]]) if glued else (_UNKNOWN,)
    if len(piece) == _DAY_AND_TIME and piece[:2] in _TABLE and piece[2:] in _TABLE:
        return (_TABLE[piece[:2]], _TABLE[piece[2:]])
    if len(piece) == _STAMP:
        return (Token(Kind.STAMP, int(piece)),)
    if len(piece) == _CLOCK:
        return (_WRONG,)
    return (Token(Kind.NUMBER, int(piece)),) if len(piece) < _CLOCK else (_UNKNOWN,)


def lexemes(text: str) -> list[Lexeme]:
    """Return the pieces of `text` with numbers and words that a line break (or a stray space) cut in two made whole."""
    found = [Lexeme(match[0], match.start(), match.end()) for match in _LEXEME.finditer(text)]
    whole: list[Lexeme] = []
    for place, piece in enumerate(found):
        if whole and _broken(text, whole, found, place):
            last = whole.pop()
            whole.append(Lexeme(last.text + piece.text, last.start, piece.end))
        else:
            whole.append(piece)
    return whole


def _broken(text: str, whole: list[Lexeme], found: list[Lexeme], place: int) -> bool:
    left, right = whole[-1], found[place]
    if left.end == right.start:
        return False
    if left.text.isdigit() and right.text.isdigit():
        at_line_end = "\n" in text[left.end : right.start]
        return _broken_number(whole, found, place, at_line_end=at_line_end)
    joined = left.text + right.text
    both_known = left.text in _TABLE and right.text in _TABLE
    return joined in _TABLE and not both_known and left.text.isalpha() and right.text.isalpha()


def _broken_number(whole: list[Lexeme], found: list[Lexeme], place: int, *, at_line_end: bool) -> bool:
    left, right = whole[-1].text, found[place].text
    lengths = len(left), len(right)
    if lengths in ((1, 3), (3, 1)):
        return True
    if lengths == (1, 1):
        return at_line_end and (left + right in _TABLE or (len(whole) > 1 and whole[-2].text in _SIGNS))
    if lengths == (_SHORT, _SHORT):
        if right not in _TABLE or left not in _TABLE:
            return True
        ends_a_time = len(whole) > _SHORT and whole[-2].text in ("-", "/") and len(whole[-3].text) == _CLOCK
        opens_a_time = len(found) > place + 2 and found[place + 1].text in ("-", "/")
        opens_a_time = opens_a_time and _ends_a_period(found[place + 2].text)
        return at_line_end and (ends_a_time or opens_a_time)
    return at_line_end and sum(lengths) == _STAMP and lengths not in ((_CLOCK, _DAY_AND_TIME), (_DAY_AND_TIME, _CLOCK))


def _ends_a_period(piece: str) -> bool:
    return (piece.isdigit() and len(piece) == _CLOCK) or piece in ("SR", "SS")
