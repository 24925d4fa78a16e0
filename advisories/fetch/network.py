"""Connections that go to checked addresses only and end by a total time, whatever the other side does."""

from __future__ import annotations

import logging
import ssl
import threading
import time
import typing
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import httpcore
import httpx

from advisories.fetch.gate import Gate
from advisories.fetch.trouble import TroubleError

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

# Both log whole addresses, keys included, at levels that a person may well turn on.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class Network(httpcore.NetworkBackend):
    """Connects by IP address after the gate has checked all addresses of a name; TLS and Host keep the name."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._sockets = httpcore.SyncBackend()
        self._local = threading.local()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Let everything that this thread does on the network inside end after so many seconds. Raises `TroubleError`."""
        self._local.total = seconds
        self._local.end = time.monotonic() + seconds
        try:
            yield
        except httpcore.TimeoutException:
            self.left(None)
            raise
        finally:
            self._local.end = None

    def left(self, timeout: float | None) -> float | None:
        """Return the time that one step may take. Raises `TroubleError` where the total is used up."""
        end: float | None = getattr(self._local, "end", None)
        if end is None:
            return timeout
        left = end - time.monotonic()
        if left <= 0:
            raise TroubleError(f"the answer was not complete after {self._local.total:g} seconds in all")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first checked address that answers. Raises httpcore's connection errors and `TroubleError`."""
        addresses = self._gate.addresses(host, port)
        for number, address in enumerate(addresses, 1):
            try:
                stream = self._sockets.connect_tcp(address, port, self.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                return _Stream(stream, self)
        raise httpcore.ConnectError(f"{host}: no address")


class _Stream(httpcore.NetworkStream):
    """A connection whose every step is held to the total time of the thread that uses it."""

    def __init__(self, stream: httpcore.NetworkStream, network: Network) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._network.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._network.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._network.left(timeout)), self._network)

    def get_extra_info(self, info: str) -> typing.Any:
        return self._stream.get_extra_info(info)


class Transport(httpx.BaseTransport):
    """httpx over a pool of such connections. No proxy is asked: behind one, no address could be checked."""

    def __init__(self, network: Network, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=tls, keepalive_expiry=30, network_backend=network)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer with its body not yet read. Raises httpcore's errors and `TroubleError`."""
        url = request.url
        assert isinstance(request.stream, httpx.SyncByteStream)
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
