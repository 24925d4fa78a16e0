"""What the titles on the FAA's page of prohibitions say: the kind of document, its reference, the FIRs it names.

The page prints no more than titles. Rules: the KICZ series of FAA Order 7930.2, SFARs of 14 CFR part 91 subpart M;
the spellings are those seen on the page. A title is judged by its first clause, because advisories quote prohibitions.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from advisories.model import Kind, Value
from advisories.sources.words import one_line

_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_PDF: Final = re.compile(r"\s{0,2}\(\s{0,2}PDF\s{0,2}\)\s{0,2}$", re.ASCII | re.IGNORECASE)

_NUMBER: Final = r"([A-Z])\s?(\d{4})\s?[/_-]\s?(\d{2})(?!\d)"
_NOTAM: Final = re.compile(
    r"(?:FAA\s)?(?:(KICZ|KFDC)[\s_-]{0,3})?(?:(?:ADVISORY|PROHIBITORY|POINTER)[\s_-]{1,3})?(?:NOTAM[\s_-]{0,3})?"
    + _NUMBER,
    re.ASCII | re.IGNORECASE,
)
_FDC: Final = re.compile(r"(?:K?FDC)\s{1,2}(?:NOTAM\s{1,2})?(\d)/(\d{4})(?!\d)", re.ASCII | re.IGNORECASE)
_FILE_NUMBER: Final = re.compile(r"KICZ[A-Z_ -]{0,40}?[_ -]" + _NUMBER, re.ASCII | re.IGNORECASE)
_SFAR_NUMBER: Final = r"\(?\s?SFAR\s?\)?\s?(?:No\.?\s?)?-?\s?(\d{1,3}(?:-\d(?!\d))?)(?!\d)"
_SFAR: Final = re.compile(r"(?:Special Federal Aviation Regulations?\s?)?" + _SFAR_NUMBER, re.ASCII | re.IGNORECASE)
_SFAR_ANYWHERE: Final = re.compile(r"\b" + _SFAR_NUMBER, re.ASCII | re.IGNORECASE)
_CFR: Final = re.compile(
    r"\b(\d{1,2})\s?C\.?F\.?R\.?\s?(?:Parts?\s|§\s?)?(\d{1,4}(?:\.\d{1,5})?)", re.ASCII | re.IGNORECASE
)
_BACKGROUND: Final = re.compile(r"\bbackground\s(?:information|notice)\b", re.IGNORECASE)
_REFERENCE: Final = re.compile(
    r"\brouting\b|\bcommunication procedures\b|\bOFAC\b|\bDepartment of (?:the )?(?:Transportation|Treasury)\b|\bDOT\b"
    r"|\bICAO (?:State )?Letter\b|\bairspace reorganization\b",
    re.IGNORECASE,
)
_MEASURE: Final = re.compile(r"\b(prohibit|advisory\b|pointer\b)", re.IGNORECASE)
_WORD: Final = re.compile(r"[a-z0-9]{1,40}", re.ASCII)
_ACRONYM: Final = re.compile(r"\(\s{0,2}[A-Z0-9]{2,6}\s{0,2}\)", re.ASCII)

_CODE: Final = r"[ABCDEFGHKLMNOPRSTUVWYZ][A-Z]{3}|XX\d{2}"
_CODE_LIST: Final = re.compile(
    rf"\(\s?((?:(?:{_CODE}|FIR|UIR)(?:\s?[,/&-]\s?|\s(?:and\s)?|\s?,\s?and\s)?){{1,12}})\s?\)", re.ASCII
)
_BARE_CODE: Final = re.compile(rf"\b({_CODE})\s(?:FIR|UIR)\b|\b(?:FIR|UIR)\s({_CODE})\b(?!\s?\()", re.ASCII)
_CODE_WORD: Final = re.compile(rf"\b(?:{_CODE})\b", re.ASCII)
_NOT_CODES: Final = frozenset(
    {"SFAR", "OFAC", "KICZ", "KFDC", "NOTE", "ONLY", "UNSC", "PART", "WITH", "FROM", "OVER", "AREA"}
)

SUBJECT_WORDS: Final = 12

_FURNITURE_WORDS: Final = """
a above adjacent administration advisory against airspace all america an and any as at aviation background between by
certain civil concerning faa federal fir firs flight flights for from hazardous immediately in information international
into its letter notam notams notice notices of on operating operations or over pdf pointer potentially prohibition
prohibitions regarding region regions s safety security situation specified states territory the to u uir united us
within
"""
_FURNITURE: Final = frozenset(_FURNITURE_WORDS.split())

_LABELS: Final = {
    Kind.BACKGROUND: "Background",
    Kind.POINTER: "Pointer",
    Kind.PROHIBITORY_NOTAM: "Prohibition",
    Kind.ADVISORY_NOTAM: "Advisory",
    Kind.REFERENCE: "Notice",
}


class Reading(Value, frozen=True):
    """What a title says. `numbered` tells whether the reference is the document's own number."""

    kind: Kind
    reference: str
    numbered: bool
    firs: tuple[str, ...]


def read_title(title: str, file_name: str = "") -> Reading:
    """Return what a title says.

    The number counts where it opens the title; the file's name lends a number only to a title that speaks of a KICZ
    NOTAM without one, because file names lie. A document without a number gets a reference of its kind and the
    first telling words of its title, which small slips of wording, punctuation and case leave as it is.
    """
    plain = shown_title(title).translate(_DASHES)
    firs = firs_of(plain)
    if found := _NOTAM.match(plain):
        reference = f"{(found[1] or 'KICZ').upper()} {found[2].upper()}{found[3]}/{found[4]}"
        return Reading(kind=_notam_kind(plain[found.end() :]), reference=reference, numbered=True, firs=firs)
    if found := _FDC.match(plain):
        kind = _notam_kind(plain[found.end() :])
        return Reading(kind=kind, reference=f"FDC {found[1]}/{found[2]}", numbered=True, firs=firs)
    if found := _SFAR.match(plain):
        return Reading(kind=Kind.SFAR, reference=f"SFAR {found[1]}", numbered=True, firs=firs)
    if re.match(r"KICZ\b", plain, re.IGNORECASE) and (found := _FILE_NUMBER.search(file_name)):
        reference = f"KICZ {found[1].upper()}{found[2]}/{found[3]}"
        return Reading(kind=_notam_kind(plain), reference=reference, numbered=True, firs=firs)
    return _unnumbered(plain, firs)


def _unnumbered(plain: str, firs: tuple[str, ...]) -> Reading:
    measure = _MEASURE.search(plain)
    kind = Kind.REFERENCE
    if _BACKGROUND.search(plain):
        kind = Kind.BACKGROUND
    elif _REFERENCE.search(plain):
        kind = Kind.REFERENCE
    elif measure and measure[1].lower() == "prohibit" and (found := _SFAR_ANYWHERE.search(plain)):
        return Reading(kind=Kind.SFAR, reference=f"SFAR {found[1]}", numbered=True, firs=firs)
    elif measure:
        kind = _notam_kind(plain)
    if kind is Kind.REFERENCE and (found := _CFR.search(plain)):
        return Reading(kind=kind, reference=f"{found[1]} CFR {found[2]}", numbered=True, firs=firs)
    return Reading(kind=kind, reference=f"{_LABELS[kind]}: {subject(plain)}", numbered=False, firs=firs)


def _notam_kind(words: str) -> Kind:
    """Return the kind by whichever of prohibition, advisory and pointer the title says first."""
    found = _MEASURE.search(words)
    if found is None:
        return Kind.NOTAM
    return {"prohibit": Kind.PROHIBITORY_NOTAM, "advisory": Kind.ADVISORY_NOTAM, "pointer": Kind.POINTER}[
        found[1].lower()
    ]


def shown_title(title: str) -> str:
    """Return the title on one line as published, without a closing "(PDF)"."""
    return _PDF.sub("", one_line(title)).strip()


def fold(text: str) -> str:
    """Return the text in lower case without accents, for comparing."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def subject(plain: str) -> str:
    """Return the telling words of a title in their order, each once, for the reference of a document without number."""
    bare = _ACRONYM.sub(" ", plain)
    letters = fold(bare.replace("U.S.", "US"))
    words = dict.fromkeys(word for word in _WORD.findall(letters) if word not in _FURNITURE)
    return " ".join([*words][:SUBJECT_WORDS]) or " ".join(_WORD.findall(letters)[:SUBJECT_WORDS]) or "untitled"


def firs_of(plain: str) -> tuple[str, ...]:
    """Return the FIR and UIR codes of a title, each once: those in brackets, and those beside the word FIR or UIR.

    `XX01` is the FAA's own code for airspace of no FIR. Words and acronyms of four capitals are no codes.
    """
    spans = [(found.start(), found[1]) for found in _CODE_LIST.finditer(plain)]
    spans += [(found.start(), found[1] or found[2]) for found in _BARE_CODE.finditer(plain)]
    codes = (code for _, words in sorted(spans) for code in _CODE_WORD.findall(words))
    return tuple(dict.fromkeys(code for code in codes if code not in _NOT_CODES))
