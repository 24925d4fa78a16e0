"""What can go wrong with one part's answer, as things for a host on loopback to say."""

from __future__ import annotations

import gzip
import socket
import struct
import time
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tests.faults.pages import Copy, Set
from tests.fetch.loopback import Asked, Said, page, say_and_hang_up, say_slowly

LATE: Final = 0.3
"""Seconds after which a host answers that is too late for the tests' fetchers."""
CHALLENGE: Final = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script>"
    b"Checking your browser</body></html>"
)
BOMB: Final = gzip.compress(bytes(30_000_000), 9)


@dataclass(frozen=True)
class Fault:
    """A fault by name: what the host says for a part, given the pages, and words that the reason must hold."""

    name: str
    said: Callable[[Set, str], Said]
    words: tuple[str, ...]
    partial: bool = False
    slow: bool = False


def _whole(copy: Copy) -> bytes:
    return page(copy.body, Content_Type=copy.media)


def _late(asked: Asked, connection: socket.socket) -> None:
    del asked, connection
    time.sleep(LATE)


def _reset(pages: Set, part: str) -> Said:
    begun = _whole(pages.good[part])[:300]

    def said(asked: Asked, connection: socket.socket) -> None:
        del asked
        connection.sendall(begun)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return said


def _cut(pages: Set, part: str) -> Said:
    whole = _whole(pages.good[part])
    return say_and_hang_up(whole[: len(whole) - len(pages.good[part].body) // 2])


def _cut_without_length(pages: Set, part: str) -> Said:
    copy = pages.good[part]
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {copy.media}\r\nConnection: close\r\n\r\n".encode()
    return say_and_hang_up(head + copy.body[: len(copy.body) // 2])


def _encoded(pages: Set, part: str, charset: str) -> Said:
    copy = pages.amended[part]
    return page(copy.body.removeprefix(BOM_UTF8), Content_Type=f"{copy.media.partition(';')[0]}; charset={charset}")


def _confirms_itself(pages: Set, part: str) -> Said:
    """Return a host that serves a broken page under a tag, and a 304 to whoever comes back with that tag."""
    copy = pages.redesigned[part]
    broken = page(copy.body, Content_Type=copy.media, ETag='"broken"')

    def said(asked: Asked, connection: socket.socket) -> None:
        known = asked.headers.get("if-none-match", "")
        connection.sendall(b'HTTP/1.1 304 Not Modified\r\nETag: "broken"\r\n\r\n' if known == '"broken"' else broken)

    return said


def _send_back(asked: Asked, connection: socket.socket) -> None:
    connection.sendall(f"HTTP/1.1 302 Found\r\nLocation: {asked.path}\r\nContent-Length: 0\r\n\r\n".encode())


FAULTS: Final = (
    Fault("500", lambda *_: page(b"<html>oops</html>", "500 Internal Server Error"), ("500",)),
    Fault("timeout", lambda *_: _late, ("no answer within", "not complete after"), slow=True),
    Fault(
        "slow drip",
        lambda pages, part: say_slowly(_whole(pages.good[part]), 0.02, at_once=120),
        ("not complete after",),
        slow=True,
    ),
    Fault("reset", _reset, ("broke off", "broken off")),
    Fault("truncated body", _cut, ("broken off",)),
    Fault("truncated body, no length", _cut_without_length, ("expected",)),
    Fault("empty 200", lambda pages, part: _whole(Copy(pages.good[part].media, b"")), ("expected",)),
    Fault("challenge page with 200", lambda *_: page(CHALLENGE, Content_Type="text/html"), ("blocked", "content type")),
    Fault("redesigned page", lambda pages, part: _whole(pages.redesigned[part]), ("expected",)),
    Fault(
        "gzip bomb",
        lambda pages, part: page(BOMB, Content_Type=pages.good[part].media, Content_Encoding="gzip"),
        ("bytes",),
    ),
    Fault("redirect loop", lambda *_: _send_back, ("redirect loop",)),
    Fault("wrong charset", lambda pages, part: _encoded(pages, part, "utf-16"), ("expected",)),
    Fault("UTF-8 called Latin-1", lambda pages, part: _encoded(pages, part, "iso-8859-1"), ("expected", "iso-8859-1")),
    Fault(
        "wrong content type",
        lambda pages, part: _whole(Copy("application/octet-stream", pages.amended[part].body)),
        ("content type",),
    ),
    Fault("304 after a failed parse", _confirms_itself, ("expected",)),
    Fault("an old cached copy", lambda pages, part: _whole(pages.older[part]), ("went back", "old copy"), partial=True),
    Fault("half the rows", lambda pages, part: _whole(pages.half[part]), ("fell from",), partial=True),
)
BY_NAME: Final[Mapping[str, Fault]] = {fault.name: fault for fault in FAULTS}
