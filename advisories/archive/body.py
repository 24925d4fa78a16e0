"""The body of a recorded answer: transfer and content coding undone where a recorder left them, digests checked."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from typing import Final

from advisories.codings import decode
from advisories.errors import ArchiveError, FetchError, snippet
from advisories.model import Value

_CHUNK_HEADER: Final = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]{0,8}(?:;[^\r\n]{0,200})?\r\n")
_ALGORITHMS: Final = ("sha1", "sha256", "sha512", "md5")


class Forms(Value, frozen=True):
    """A body with transfer coding undone (`coded`), and with content coding undone as well (`decoded`)."""

    coded: bytes
    decoded: bytes


def payload_of(raw: bytes, headers: Sequence[tuple[str, str]], limit: int) -> Forms:
    """Undo the codings that the headers name and the bytes show. Raises `ArchiveError`.

    Many recorders undo a coding and leave its header; bytes that do not look coded are taken as they are.
    """
    named = {name.lower(): value.strip() for name, value in headers}
    coded = raw
    if named.get("transfer-encoding", "").lower().endswith("chunked") and _CHUNK_HEADER.match(raw):
        coded = _joined(raw)
    coding = named.get("content-encoding", "")
    if coding.lower() in ("gzip", "x-gzip") and not coded.startswith(b"\x1f\x8b"):
        coding = ""
    try:
        return Forms(coded=coded, decoded=decode(coded, coding, limit=limit))
    except FetchError as error:
        raise ArchiveError(str(error)) from None


def matches_digest(label: str, body: bytes) -> bool:
    """Return whether a digest label (`sha1:BASE32`, `sha256:hex`) is that of the body; true for unknown algorithms."""
    algorithm, _, value = label.strip().partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if algorithm not in _ALGORITHMS:
        return True
    digest = hashlib.new(algorithm, body, usedforsecurity=False).digest()
    if value.lower() == digest.hex():
        return True
    try:
        return base64.b32decode(value.upper() + "=" * (-len(value) % 8)) == digest
    except binascii.Error:
        return False


def _joined(raw: bytes) -> bytes:
    """Return the chunks of a chunked body joined (RFC 9112 section 7.1). Raises `ArchiveError`."""
    pieces: list[bytes] = []
    position = 0
    while True:
        header = _CHUNK_HEADER.match(raw, position)
        if not header:
            found = snippet(raw[position : position + 40])
            raise ArchiveError(f"expected a chunk at byte {position:,} of the body, found {found}")
        size = int(header[1], 16)
        if size == 0:
            return b"".join(pieces)
        start = header.end()
        if raw[start + size : start + size + 2] != b"\r\n":
            raise ArchiveError(f"the chunked body is cut off at byte {len(raw):,}")
        pieces.append(raw[start : start + size])
        position = start + size + 2
