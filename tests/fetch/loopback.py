"""A host on loopback that says exactly the bytes it is told to say, and remembers what it was asked."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

Said = bytes | Callable[["Asked", socket.socket], None]


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    started: float
    ended: float = 0.0


def page(
    body: bytes = b"<html><title>Notices</title>Notices</html>",
    status: str = "200 OK",
    length: int | None = None,
    **headers: str,
) -> bytes:
    """Return a whole answer; header names are given with underscores for hyphens."""
    fields = {"Content-Type": "text/html"} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    shown = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\n{lines}Content-Length: {shown}\r\n\r\n".encode() + body


NOT_FOUND = page(b"no", "404 Not Found")


@dataclass
class Host:
    """A listening host. `says` maps a path to an answer, to several in turn (the last stays), or to a function."""

    tls: ssl.SSLContext | None = None
    says: dict[str, Said | list[Said]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    busy: int = 0
    most_busy: int = 0

    def __post_init__(self) -> None:
        """Listen."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self.port = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def url(self, path: str = "/page", name: str = "127.0.0.1") -> str:
        """Return the address of a path at this host, under a name."""
        return f"{'https' if self.tls else 'http'}://{name}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """Return the paths asked for, robots.txt left out."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    @property
    def last(self) -> Asked:
        """Return the last request."""
        return self.asked[-1]

    def close(self) -> None:
        """Stop: wake the thread that accepts, wait for it, and only then give the descriptor's number back.

        A thread left in `accept` would, once its call is restarted, take connections of whatever has the number by then.
        """
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._acceptor.join()
        self._listener.close()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with suppress(OSError):
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = self.tls.wrap_socket(plain, server_side=True) if self.tls else plain
            with self._lock:
                self._open.add(connection)
            with connection:
                for asked in _requests(connection):
                    self._answer(asked, connection)
            with self._lock:
                self._open.discard(connection)
        plain.close()

    def _answer(self, asked: Asked, connection: socket.socket) -> None:
        with self._lock:
            self.asked.append(asked)
            self.busy += 1
            self.most_busy = max(self.most_busy, self.busy)
            said = self.says.get(asked.path, NOT_FOUND)
            if isinstance(said, list):
                said = said.pop(0) if len(said) > 1 else said[0]
        try:
            if isinstance(said, bytes):
                connection.sendall(said)
            else:
                said(asked, connection)
        finally:
            with self._lock:
                self.busy -= 1
                asked.ended = time.monotonic()


def _requests(connection: socket.socket) -> Iterator[Asked]:
    data = b""
    while True:
        while b"\r\n\r\n" not in data:
            more = connection.recv(65536)
            if not more:
                return
            data += more
        head, _, data = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", "0"))
        while len(data) < length:
            data += connection.recv(65536)
        body, data = data[:length], data[length:]
        yield Asked(method=method, path=path, headers=headers, body=body, started=time.monotonic())


def hang_up(asked: Asked, connection: socket.socket) -> None:
    """Close the connection without a word."""
    del asked
    connection.shutdown(socket.SHUT_RDWR)


def say_and_hang_up(data: bytes) -> Said:
    """Return an answer that ends with the connection."""

    def said(asked: Asked, connection: socket.socket) -> None:
        connection.sendall(data)
        hang_up(asked, connection)

    return said


def say_slowly(data: bytes, pause: float, at_once: int = 0) -> Said:
    """Return an answer that drips byte by byte after its first `at_once` bytes."""

    def said(asked: Asked, connection: socket.socket) -> None:
        del asked
        connection.sendall(data[:at_once])
        for at in range(at_once, len(data)):
            time.sleep(pause)
            connection.sendall(data[at : at + 1])

    return said


def finds(*addresses: str) -> Callable[[str, int], Sequence[str]]:
    """Return a resolver that finds the same addresses for every name."""
    return lambda *_: addresses
