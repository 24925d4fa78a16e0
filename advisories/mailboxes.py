"""Mail addresses as they may stand in settings, in an envelope and in a header: plain, bounded, on one line.

What is accepted is a part of RFC 5321, 4.1.2: a dot-atom, `@`, and a host name in ASCII. Quoted names, address literals
and names outside ASCII are refused, because not every transport can carry them.
"""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import Final

from advisories.errors import snippet

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_NAME: Final = re.compile(rf"(?!-){_ATOM}(?:\.{_ATOM}){{0,31}}", re.ASCII)
_HOST: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL}){{0,31}}", re.ASCII)
_EXPECTED: Final = "expected a mail address such as name@example.org"


def mailbox(text: str) -> str:
    """Return a bare mail address with its host in lower case. Raises `ValueError` saying what is wrong with it."""
    if not text.isascii():
        raise ValueError(f"{_EXPECTED} in ASCII (a host name as xn--…), found {snippet(text)!r}")
    name, at, host = text.rpartition("@")
    if not at or len(name) > 64 or len(host) > 253 or not _NAME.fullmatch(name) or not _HOST.fullmatch(host):
        raise ValueError(f"{_EXPECTED}, found {snippet(text)!r}")
    return f"{name}@{host.lower()}"


def bare(sender: str) -> str:
    """Return the address of `Name <name@example.org>` or of a bare address. Raises `ValueError`."""
    if not sender.isprintable():
        raise ValueError(f"expected a sender on one line, found {snippet(sender)!r}")
    _, address = parseaddr(sender)
    if address not in (sender.strip(), sender.strip().removesuffix(">").rpartition("<")[2]):
        raise ValueError(f"expected one sender such as Name <name@example.org>, found {snippet(sender)!r}")
    return mailbox(address)


def key(address: str) -> str:
    """Return what two spellings of one address have in common: mail hosts do not tell capitals apart."""
    return address.casefold()
