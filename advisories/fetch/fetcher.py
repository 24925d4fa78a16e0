"""The fetcher: conditional requests, redirects checked hop by hop, retries, robots, courtesy to hosts."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from types import TracebackType
from typing import Final, Self

import httpx
import stamina
import stamina.instrumentation

from advisories import __version__, times
from advisories.addresses import redact, redact_text
from advisories.config import FetchSettings
from advisories.errors import snippet
from advisories.fetch.exchange import Ask, Exchange, Reply
from advisories.fetch.gate import Gate, Resolve, system_resolve
from advisories.fetch.hosts import Hosts
from advisories.fetch.judgement import NOT_MODIFIED, REDIRECTS
from advisories.fetch.line import Line
from advisories.fetch.network import Network
from advisories.fetch.robots import SIZE as ROBOTS_SIZE
from advisories.fetch.robots import Robots
from advisories.fetch.trouble import TroubleError
from advisories.model import Answer, Failure, Request, Response, Unchanged, Validators

AGENT: Final = "airspace-advisories"
_FIRST_WAIT: Final = 1.0
_BODY_STAYS: Final = frozenset({307, 308})

# Its default hooks print to standard output, where data is expected.
stamina.instrumentation.set_on_retry_hooks([])


class Fetcher:
    """Fetches parts of sources. Use as a context manager; `fetch` may be called from several threads.

    `clock` returns the aware UTC time, `sleep` waits for seconds, `resolve` looks host names up, `tls` replaces the
    usual certificate checks (a private authority). Proxies and credentials of the environment are not used.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None] = time.sleep,
        resolve: Resolve = system_resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._sleep = sleep
        self._gate = Gate(allow_http=settings.allow_http, allow_private=settings.allow_private, resolve=resolve)
        self._hosts = Hosts(concurrency=settings.per_host, pause=settings.pause, sleep=sleep)
        self._exchange = Exchange(settings, Network(self._gate), user_agent(settings.contact), tls)
        self._robots = Robots(read=self._read_robots, clock=clock, agent=AGENT)

    def fetch(self, request: Request, validators: Validators | None) -> Answer:
        """Return the answer to one request; what a host does wrong is a `Failure` in plain words, never an exception.

        Only a 2xx is a `Response`; its address is the one asked for, also after redirects. With validators the request
        is conditional (RFC 9110 section 13), and a 304 is `Unchanged`. Addresses in answers are redacted.
        """
        shown = redact(request.url)
        conditions = _conditions(validators)
        try:
            reply = self._follow(request, conditions)
        except TroubleError as trouble:
            came = trouble.body is not None and trouble.status
            return Failure(
                part=request.part,
                url=shown,
                read_at=self._clock(),
                reason=redact_text(str(trouble)),
                blocked=trouble.blocked,
                status=trouble.status,
                wait=trouble.wait or 0,
                response=self._response(request, trouble.status, trouble.headers, trouble.body or b"")
                if came
                else None,
            )
        response = self._response(request, reply.status, reply.headers, reply.body)
        if reply.status == NOT_MODIFIED:
            return Unchanged(part=request.part, url=shown, read_at=response.read_at, response=response)
        return response

    def _response(self, request: Request, status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> Response:
        return Response(
            part=request.part,
            url=redact(request.url),
            status=status,
            headers=headers,
            body=body,
            read_at=self._clock(),
            method=request.method,
            sent=b"" if request.secret else request.body,
            secret=request.secret,
        )

    def fetch_all(self, requests: Iterable[tuple[Request, Validators | None]]) -> list[Answer]:
        """Return the answers to several requests, in their order; hosts are asked side by side.

        At most `threads` requests are under way, at most `per_host` at one host; a host that is slow or wants long
        pauses holds up no other.
        """
        asked = list(requests)
        answers: dict[int, Answer] = {}
        numbered = ((_host_of(request.url), number) for number, (request, _) in enumerate(asked))
        line = Line(numbered, per_host=self._settings.per_host, hosts=self._hosts)

        def work() -> None:
            while (taken := line.take()) is not None:
                host, number = taken
                try:
                    answers[number] = self.fetch(*asked[number])
                except BaseException:
                    line.drop()
                    raise
                finally:
                    line.done(host)

        workers = min(self._settings.threads, len(asked))
        if workers:
            with ThreadPoolExecutor(workers, thread_name_prefix="fetch") as pool:
                for future in [pool.submit(work) for _ in range(workers)]:
                    future.result()
        return [answers[number] for number in range(len(asked))]

    def close(self) -> None:
        """Close all connections."""
        self._exchange.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read_robots(self, url: str) -> bytes:
        return self._follow(Request(part="robots.txt", url=url), (), robots=True).body

    def _follow(self, request: Request, conditions: tuple[tuple[str, str], ...], *, robots: bool = False) -> Reply:
        """Return the answer at the end of all redirects. Raises `TroubleError` that names the host."""
        url = self._gate.url(request.url)
        ask = Ask(
            method=request.method,
            url=str(url),
            headers=(*request.headers, *conditions),
            body=request.body,
            limit=ROBOTS_SIZE if robots else self._settings.max_bytes,
            cut=robots,
        )
        seen: list[tuple[str, str]] = []
        while True:
            seen.append((ask.method, ask.url))
            try:
                if self._settings.robots and not robots:
                    delay = min(self._robots.permit(url), self._settings.max_wait)
                    self._hosts.slow_down(_site(url), delay)
                reply = self._persist(ask, url)
                if reply.status not in REDIRECTS:
                    return _asked_for(reply, conditions)
                landing, ask = self._hop(ask, url, reply, conditions)
                self._goes_on(ask, seen)
            except TroubleError as trouble:
                trouble.name(url.host)
                raise
            url = landing

    def _goes_on(self, ask: Ask, seen: list[tuple[str, str]]) -> None:
        """Accept one more redirect. Raises `TroubleError` for a loop or one too many."""
        if (ask.method, ask.url) in seen:
            raise TroubleError(f"a redirect loop: sent back to {snippet(redact(ask.url))}")
        if len(seen) > self._settings.max_redirects:
            raise TroubleError(f"more than {self._settings.max_redirects} redirects")

    def _hop(
        self, ask: Ask, url: httpx.URL, reply: Reply, conditions: tuple[tuple[str, str], ...]
    ) -> tuple[httpx.URL, Ask]:
        """Return the next address and request of a redirect, checked. Raises `TroubleError`."""
        place = reply.header("location")
        words = snippet(redact(place))
        try:
            landing = url.join(place)
            usable = bool(place) and not httpx.URL(place).userinfo
        except (httpx.InvalidURL, ValueError):
            usable = False
        if not usable:
            raise TroubleError(
                f"a redirect (status {reply.status}) to no usable address: {words!r}", status=reply.status
            )
        if url.scheme == "https" and landing.scheme != "https":
            raise TroubleError(f"a redirect away from https, to {words}, is not followed", status=reply.status)
        landing = self._gate.url(str(landing.copy_with(fragment=None)))
        same = _site(url) == _site(landing)
        stays = reply.status in _BODY_STAYS or ask.method in ("GET", "HEAD")
        if stays and ask.body and not same:
            raise TroubleError(f"a redirect that would send our request's body to {landing.host} is not followed")
        return landing, Ask(
            method=ask.method if stays else "GET",
            url=str(landing),
            headers=ask.headers if same else conditions,
            body=ask.body if stays else b"",
            limit=ask.limit,
            cut=ask.cut,
        )

    def _persist(self, ask: Ask, url: httpx.URL) -> Reply:
        """Ask, and ask again where that may help. Raises the last `TroubleError`."""
        host, longest = _site(url), self._settings.max_wait

        def worth_another(error: Exception) -> bool | float:
            # The wait itself is ours, at the start of the next attempt, so that it goes through `sleep`.
            again = isinstance(error, TroubleError) and error.again and (error.wait or 0.0) <= longest
            return 0.0 if again else False

        delay = 0.0
        tries = stamina.retry_context(
            on=worth_another,
            attempts=self._settings.attempts,
            timeout=None,
            wait_initial=_FIRST_WAIT,
            wait_max=longest,
            wait_jitter=0,
        )
        for attempt in tries:
            with attempt:
                if delay:
                    self._sleep(delay)
                until = self._hosts.resting(host, self._clock())
                if until:
                    raise TroubleError(
                        f"blocked: the host has asked us to stay away until {times.spoken(until)}", blocked=True
                    )
                try:
                    with self._hosts.turn(host):
                        return self._exchange.once(ask, self._clock())
                except TroubleError as trouble:
                    delay = max(trouble.wait or 0.0, attempt.next_wait)
                    if trouble.wait and trouble.wait > longest:
                        self._hosts.rest(host, self._clock(), trouble.wait)
                    raise
        raise AssertionError("a retry context ends with an answer or an exception")


def user_agent(contact: str) -> str:
    """Return how we name ourselves: program, version, and the contact from the settings."""
    words = "".join(c for c in contact if c.isascii() and c.isprintable() and c not in "()\\").strip()
    return f"{AGENT}/{__version__} (+{words})" if words else f"{AGENT}/{__version__}"


def _asked_for(reply: Reply, conditions: tuple[tuple[str, str], ...]) -> Reply:
    """Return an answer that fits the question. Raises `TroubleError` for a 304 to an unconditional request."""
    if reply.status == NOT_MODIFIED and not conditions:
        raise TroubleError(
            "status 304 (not modified), though nothing was asked about an earlier answer", status=reply.status
        )
    return reply


def _conditions(validators: Validators | None) -> tuple[tuple[str, str], ...]:
    if validators is None:
        return ()
    lines = (("If-None-Match", validators.etag), ("If-Modified-Since", validators.last_modified))
    return tuple((name, value) for name, value in lines if value)


def _site(url: httpx.URL) -> str:
    """Return what courtesy counts as one host, and headers may stay within: scheme, host and port."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _host_of(text: str) -> str:
    try:
        return _site(httpx.URL(text))
    except (httpx.InvalidURL, ValueError):
        return text
