"""Texts in another language than English, which the rules do not read: nothing found in one is not nothing told.

A State may publish in its own language alone. The test is cheap: it counts the small words and the words for airspace and
closing that English has not. Words that NOTAM also use as abbreviations (EST, PAR, NE) or that stand in names (DE, LA)
never tell a language alone, and a text with an English part is read by that part. What prints no FIR code and does not
speak of an airspace or of overflights (a runway, a procedure) is left alone.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from advisories.reading.places import coded
from advisories.reading.words import Words


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ENGLISH: Final = _set(
    "THE OF AND TO IS ARE BE WITHIN NOT BY FOR FROM WITH ALL ANY THIS THAT SHALL SHOULD WILL MAY DUE BELOW ABOVE"
)
_TELLING: Final = _set(
    "DANS POUR AVEC SONT QUI AERIEN AERIENNE VOLS INTERDIT INTERDITE INTERDITS FERME FERMEE PENETRER TODOS TODAS "
    "AEREO AEREA VUELOS SOBREVUELO PROHIBIDO PROHIBIDA CERRADO CERRADA PELO PELA VOOS FECHADO FECHADA PROIBIDO "
    "PROIBIDA DEGLI NELLA NELLO SONO SPAZIO VOLI SORVOLO CHIUSO CHIUSA VIETATO VIETATI NICHT WIRD EINE DURCH "
    "LUFTRAUM FLUEGE FLUGE GESPERRT UNTERSAGT VERBOTEN EINFLUG PRZEZ DLA ORAZ JEST PRZESTRZEN LOTOW ZAMKNIETA "
    "ZABRONIONE ICIN UCUS UCUSLAR UCUSLARI SAHASI KAPALI YASAK"
)
_OTHER: Final = _set(
    "LE LES DES DU UNE UN ET EN EST AUX AU PAR PAS NE SUR IL QUE LOS LAS EL LA DE DEL POR PARA CON UNA SE SU NO "
    "UM UMA DA DO NA EM COM DOS DAS AOS DELLA DELLO DEI NEL CHE NON GLI DI PER DALLA ALLA DER DIE DEM DEN IM IN "
    "MIT ZU UND IST SIND VON FUER FUR AUF NIE LUB OD SIE VE ILE BU BIR"
)
# A telling word counts twice.
_FEWEST: Final = 3
# So many small words of another language stand against one of English.
_AGAINST: Final = 4
# Words for an airspace or for flying over it.
_AIRSPACE: Final = re.compile(
    r"\b(?:ESPACES? AERIENS?|SURVOL(?:S|ER)?|ESPACIOS? AEREOS?|SOBREVUELOS?|SOBREVOLAR|ESPACOS? AEREOS?|SOBREVOOS?|SPAZI?O? AERE[OI]|SORVOL[OI]"
    r"|LUFTRAUM(?:S|ES)?|LUFTRAEUMEN?|FLUGVERBOT|UEBERFLUG|PRZESTRZEN[A-Z]{0,2} POWIETRZN[A-Z]{1,3}|HAVA SAHAS[A-Z]{1,4}|UCUS[A-Z]{0,4} YASA[A-Z]{1,2}"
    r"|ВОЗДУШН\w{2,4} ПРОСТРАНСТВ\w|ПОЛ[ЕЁ]Т\w{0,3}|ПОВ[ІI]ТРЯН\w{2,3} ПРОСТ[ОІI]Р\w?|ПОЛЬОТ\w{0,3})\b"
)
# The first letter behind those of the Latin alphabet, with all their marks.
_NOT_LATIN: Final = 0x370
_MARKS: Final = re.compile(r"[\u0300-\u036f]")
_WORD: Final = re.compile(r"\b[^\W\d_]{2,10}\b")


def not_english(words: Words) -> tuple[int, int] | None:
    """Return the span of the sentence of a text not in English that prints a FIR code or speaks of an airspace, or None."""
    codes = coded(words, 0, len(words.plain))
    if codes:
        foreign = _is_foreign(words.plain) or _is_other_script(words.printed)
        return words.sentence(codes[0].start) if foreign else None
    # The rules see letters of other alphabets that look alike as Latin ones.
    if _is_other_script(words.printed):
        return words.sentence(0) if _AIRSPACE.search(words.printed.upper()) else None
    found = _AIRSPACE.search(_unmarked(words.plain)) if _is_foreign(words.plain) else None
    return words.sentence(min(found.start(), len(words.plain) - 1)) if found else None


def _is_foreign(plain: str) -> bool:
    small = _WORD.findall(_unmarked(plain))
    telling = _TELLING.intersection(small)
    if not telling or 2 * len(telling) + len(_OTHER.intersection(small)) < _FEWEST:
        return False
    english = sum(word in _ENGLISH for word in small)
    return english * _AGAINST <= sum(word in _TELLING or word in _OTHER for word in small)


def _unmarked(plain: str) -> str:
    """Return a text without the marks on its letters."""
    return plain if plain.isascii() else _MARKS.sub("", unicodedata.normalize("NFD", plain))


def _is_other_script(printed: str) -> bool:
    """Return whether most letters are none of the Latin alphabet."""
    if printed.isascii():
        return False
    letters = sum(map(str.isalpha, printed))
    return sum(one.isalpha() and ord(one) >= _NOT_LATIN for one in printed) * 2 > letters
