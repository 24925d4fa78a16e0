"""Content codings undone piece by piece, within limits (RFC 9110 section 8.4.1: gzip and deflate).

A few kilobytes can unfold into gigabytes; here nothing unfolds beyond the limit, whatever the input says about itself.
"""

from __future__ import annotations

import zlib
from typing import Final

from advisories.errors import FetchError

ACCEPTED: Final = "gzip, deflate"
_GZIP_MAGIC: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = 31
_STEP: Final = 1 << 18
_RATIO_FLOOR: Final = 1 << 20


class Decoder:
    """Undoes the content coding of one body.

    `coding` is the value of the Content-Encoding header (empty or `identity`: none). `limit` is the most bytes that
    may come out; `ratio` the most bytes out per byte in, looked at from one megabyte on. All methods raise
    `FetchError`.
    """

    def __init__(self, coding: str, *, limit: int, ratio: int = 0) -> None:
        self._coding = coding.strip().lower().removeprefix("x-")
        if self._coding not in ("", "identity", "gzip", "deflate"):
            raise FetchError(f"expected content coding {ACCEPTED} or none, found {coding.strip()[:40]!r}")
        self._limit = limit
        self._ratio = ratio
        self._inflate: zlib._Decompress | None = None
        self._held = b""
        self._taken = 0
        self._given = 0

    def feed(self, data: bytes) -> bytes:
        """Return what a piece of the coded body unfolds into."""
        self._taken += len(data)
        if self._coding in ("", "identity"):
            return self._count(data)
        data, self._held = self._held + data, b""
        pieces = []
        while data:
            if self._inflate is None:
                if len(data) < len(_GZIP_MAGIC):
                    self._held = data
                    break
                self._inflate = zlib.decompressobj(self._window(data))
            try:
                piece = self._inflate.decompress(data, _STEP)
            except zlib.error as error:
                raise FetchError(f"the body is not {self._coding}, as its header says: {error}") from None
            pieces.append(self._count(piece))
            data = self._inflate.unconsumed_tail
            if self._inflate.eof:
                data = self._inflate.unused_data
                if not (self._coding == "gzip" and data.startswith(_GZIP_MAGIC)):
                    break
                self._inflate = None
        return b"".join(pieces)

    def finish(self) -> bytes:
        """Return what is left at the end of the body; a coded body that does not end there is cut off."""
        if self._coding in ("", "identity") or (self._taken == 0 and not self._held):
            return b""
        if self._inflate is None:
            raise FetchError(f"the {self._coding} body is cut off after {self._taken:,} bytes")
        rest = self._count(self._inflate.flush())
        if not self._inflate.eof:
            raise FetchError(f"the {self._coding} body is cut off after {self._taken:,} bytes")
        return rest

    def _window(self, data: bytes) -> int:
        """Return zlib's window bits; `deflate` is zlib by the RFC and bare deflate by some servers."""
        if self._coding == "gzip":
            return _GZIP_WINDOW
        zlib_header = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0
        return zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS

    def _count(self, piece: bytes) -> bytes:
        self._given += len(piece)
        if self._given > self._limit:
            raise FetchError(f"expected a body of at most {self._limit:,} bytes, found more")
        if self._ratio and self._given > _RATIO_FLOOR and self._given > self._ratio * self._taken:
            raise FetchError(
                f"a decompression bomb: {self._taken:,} bytes unfolded into {self._given:,} and more "
                f"(at most {self._ratio} to 1 is believed)"
            )
        return piece


def decode(body: bytes, coding: str, *, limit: int, ratio: int = 0) -> bytes:
    """Return a whole body with its content coding undone. Raises `FetchError`."""
    decoder = Decoder(coding, limit=limit, ratio=ratio)
    return decoder.feed(body) + decoder.finish()
