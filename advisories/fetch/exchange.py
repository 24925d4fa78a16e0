"""One request and its answer: the body whole, decoded and within limits, or a `TroubleError` that says what was wrong."""

from __future__ import annotations

import ssl
from contextlib import closing
from datetime import datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final

import httpcore
import httpx

from advisories.codings import ACCEPTED, Decoder
from advisories.config import FetchSettings
from advisories.errors import FetchError, snippet
from advisories.fetch.challenge import SCAN
from advisories.fetch.judgement import NOT_MODIFIED, REDIRECTS, is_good, refuse
from advisories.fetch.network import Network, Transport
from advisories.fetch.trouble import TroubleError
from advisories.model import Value

_OURS: Final = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "host",
        "proxy-authorization",
        "range",
        "te",
        "transfer-encoding",
        "upgrade",
        "user-agent",
    }
)


class Ask(Value, frozen=True):
    """One request to one address. With `cut` a body beyond `limit` is cut there instead of refused."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    limit: int
    cut: bool = False


class Reply(Value, frozen=True):
    """One answer: 2xx with its body, 304, or a redirect; everything else is a `TroubleError`."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first header of that name (any case), or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name), "")


class Exchange:
    """A client that keeps no cookies, follows no redirects, asks no proxy, and names itself honestly."""

    def __init__(self, settings: FetchSettings, network: Network, agent: str, tls: ssl.SSLContext | None) -> None:
        self._settings = settings
        self._network = network
        self._client = httpx.Client(
            transport=Transport(network, tls or httpx.create_ssl_context()),
            headers={"User-Agent": agent, "Accept-Encoding": ACCEPTED},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=settings.timeout,
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def once(self, ask: Ask, now: datetime) -> Reply:
        """Ask once. Raises `TroubleError`; `now` is what a date in Retry-After is counted from."""
        settings = self._settings
        try:
            with self._network.within(settings.total_timeout):
                return self._once(ask, now)
        except httpcore.ConnectTimeout:
            raise TroubleError(f"no connection within {settings.timeout:g} seconds", again=True) from None
        except httpcore.TimeoutException:
            raise TroubleError(f"no answer within {settings.timeout:g} seconds", again=True) from None
        except httpcore.ConnectError as error:
            again = not (error.args and isinstance(error.args[0], ssl.SSLCertVerificationError))
            raise TroubleError(f"cannot be reached: {snippet(str(error))}", again=again) from None
        except httpcore.NetworkError as error:
            raise TroubleError(f"the connection broke off: {snippet(str(error))}", again=True) from None
        except httpcore.RemoteProtocolError as error:
            raise TroubleError(f"the answer is broken off or not HTTP: {snippet(str(error))}", again=True) from None
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise TroubleError(f"the request cannot be sent: {snippet(str(error))}") from None

    def _once(self, ask: Ask, now: datetime) -> Reply:
        headers = [(name, value) for name, value in ask.headers if name.lower() not in _OURS]
        try:
            request = self._client.build_request(ask.method, ask.url, headers=headers, content=ask.body or None)
        except (httpx.InvalidURL, ValueError) as error:
            raise TroubleError(f"the request cannot be sent: {snippet(str(error))}") from None
        with closing(self._client.send(request, stream=True)) as answer:
            status = answer.status_code
            lines = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers.raw)
            reply = Reply(status=status, headers=lines, body=b"")
            if status in REDIRECTS or status == NOT_MODIFIED:
                return reply
            body = self._body(answer, ask.limit, cut=ask.cut) if is_good(status) else _beginning(answer)
            try:
                refuse(status, lines, body, now)
            except TroubleError as trouble:
                trouble.headers, trouble.body = lines, body
                raise
            return Reply(status=status, headers=lines, body=body)

    def _body(self, answer: httpx.Response, limit: int, *, cut: bool) -> bytes:
        """Return the whole body, decoded. Raises `TroubleError` beyond the limits; with `cut` the body ends at the limit."""
        declared = answer.headers.get("content-length", "")
        if not cut and declared.isascii() and declared.isdigit() and len(declared) < 20 and int(declared) > limit:
            raise TroubleError(f"expected a body of at most {limit:,} bytes, found {int(declared):,}", status=200)
        pieces: list[bytes] = []
        size = 0
        try:
            ceiling = self._settings.max_bytes if cut else limit
            coding = ", ".join(answer.headers.get_list("content-encoding"))
            decoder = Decoder(coding, limit=ceiling, ratio=self._settings.max_ratio)
            for piece in answer.iter_raw():
                pieces.append(decoder.feed(piece))
                size += len(pieces[-1])
                if cut and size >= limit:
                    return b"".join(pieces)[:limit]
            pieces.append(decoder.finish())
            return b"".join(pieces)
        except TroubleError:
            raise
        except FetchError as error:
            trouble = TroubleError(str(error), status=answer.status_code)
        # Raised out here, the trouble does not carry along what had been unfolded when it came.
        pieces.clear()
        raise trouble


def _beginning(answer: httpx.Response) -> bytes:
    """Return the beginning of an error page, as far as it can be read; only its words are of use."""
    pieces: list[bytes] = []
    try:
        decoder = Decoder(", ".join(answer.headers.get_list("content-encoding")), limit=SCAN * 16)
        for piece in answer.iter_raw():
            pieces.append(decoder.feed(piece))
            if sum(map(len, pieces)) >= SCAN:
                break
    except (FetchError, httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
        return b"".join(pieces)
    return b"".join(pieces)[:SCAN]
