"""Addresses as they may be shown: user names, passwords, keys and tokens taken out.

Every reason, log line, page and error that prints an address prints `redact(address)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote_plus, urlsplit, urlunsplit

HIDDEN: Final = "REDACTED"
_SECRET_WORDS: Final = frozenset(
    {
        "accesskey",
        "accesstoken",
        "apikey",
        "appid",
        "appkey",
        "auth",
        "authorization",
        "authtoken",
        "bearer",
        "clientsecret",
        "code",
        "credential",
        "credentials",
        "jwt",
        "key",
        "passwd",
        "password",
        "pwd",
        "secret",
        "secretkey",
        "sessionid",
        "sig",
        "signature",
        "subscriptionkey",
        "token",
    }
)
_SECRET_ENDINGS: Final = ("apikey", "token", "secret", "password", "signature", "credential", "subscriptionkey")
_HOST: Final = re.compile(r"[A-Za-z0-9._\-]{1,253}|[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9._\-]{1,40})?", re.ASCII)
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{1,20}://[^\s\"'<>]{1,8000}", re.ASCII)


def _is_secret(name: str) -> bool:
    word = "".join(c for c in unquote_plus(name).lower() if c.isalnum())
    return word in _SECRET_WORDS or word.endswith(_SECRET_ENDINGS)


def _redact_query(query: str) -> str:
    pairs = []
    for pair in query.split("&"):
        name, equals, value = pair.partition("=")
        pairs.append(f"{name}={HIDDEN}" if equals and value and _is_secret(name) else pair)
    return "&".join(pairs)


def redact(url: str) -> str:
    """Return an address without user name and password, and without the values of key-like query parameters.

    The same holds for parameters in a fragment. An address that cannot be taken apart is hidden whole.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return HIDDEN
    _, at, host = parts.netloc.rpartition("@")
    netloc = f"{HIDDEN}@{host}" if at else parts.netloc
    if netloc == parts.netloc and "=" not in parts.query and "=" not in parts.fragment:
        return url
    redacted = (parts.scheme, netloc, parts.path, _redact_query(parts.query), _redact_query(parts.fragment))
    return url if redacted == tuple(parts) else urlunsplit(redacted)


def carries_secret(url: str) -> bool:
    """Return whether an address holds a user name, a password, or a key-like query parameter with a value."""
    return redact(url) != url


def redact_text(text: str) -> str:
    """Return text for a person or a log in which every address is redacted."""
    return _ADDRESS.sub(lambda found: redact(found[0]), text)


def is_host(text: str) -> bool:
    """Return whether text is a host name or an IP address and nothing more: no scheme, port, space or control."""
    return _HOST.fullmatch(text) is not None


def is_web(text: str, *, schemes: Iterable[str] = ("https",)) -> bool:
    """Return whether text is an address of one of these schemes with a host, in characters that need no quoting."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    plain = text.isascii() and text.isprintable() and not set(text) & set(" \"'<>\\`{}|^")
    return plain and parts.scheme in schemes and is_host(parts.hostname or "") and port != 0
