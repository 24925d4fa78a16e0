"""What a host lets programs ask for: robots.txt (RFC 9309), read once a day for each origin.

4xx means that there are no rules. Where the file cannot be reached (network, 5xx, 429) the last copy stands, and
without one nothing is asked for in this round.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

import httpx
from protego import Protego

from advisories.fetch.trouble import TroubleError

SIZE: Final = 512_000
_KEPT: Final = timedelta(days=1)
_FAILURE_KEPT: Final = timedelta(minutes=5)


class _Origin:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.rules: Protego | None = None
        self.read_at: datetime | None = None
        self.failure: TroubleError | None = None
        self.failed_at: datetime | None = None


class Robots:
    """The rules of all origins met so far. `read` returns a robots.txt or raises `TroubleError`."""

    def __init__(self, *, read: Callable[[str], bytes], clock: Callable[[], datetime], agent: str) -> None:
        self._read = read
        self._clock = clock
        self._agent = agent
        self._lock = threading.Lock()
        self._origins: dict[str, _Origin] = {}

    def permit(self, url: httpx.URL) -> float:
        """Return the pause in seconds that the host asks for (0: none). Raises `TroubleError` where we may not ask."""
        root = str(url.copy_with(username="", password="", raw_path=b"/robots.txt", fragment=None))
        with self._lock:
            origin = self._origins.setdefault(root, _Origin())
        with origin.lock:
            rules = self._rules(origin, root)
            if not rules.can_fetch(str(url), self._agent):
                raise TroubleError("blocked: robots.txt asks programs not to read this address", blocked=True)
            return rules.crawl_delay(self._agent) or 0.0

    def _rules(self, origin: _Origin, root: str) -> Protego:
        now = self._clock()
        if origin.rules is not None and _within(origin.read_at, now, _KEPT):
            return origin.rules
        if origin.failure is not None and _within(origin.failed_at, now, _FAILURE_KEPT):
            return _last_copy(origin, origin.failure)
        try:
            text = self._read(root)
        except TroubleError as trouble:
            if not _means_no_rules(trouble):
                origin.failure, origin.failed_at = trouble, now
                return _last_copy(origin, trouble)
            text = b""
        origin.rules, origin.read_at, origin.failure = Protego.parse(text.decode("utf-8", "replace")), now, None
        return origin.rules


def _within(then: datetime | None, now: datetime, span: timedelta) -> bool:
    """Return whether `then` lies at most `span` back; a clock set back does not make it last."""
    return then is not None and timedelta() <= now - then < span


def _means_no_rules(trouble: TroubleError) -> bool:
    """Return whether an answer says that there is no robots.txt; "too many requests" does not."""
    client_error = HTTPStatus.BAD_REQUEST <= trouble.status < HTTPStatus.INTERNAL_SERVER_ERROR
    return client_error and trouble.status != HTTPStatus.TOO_MANY_REQUESTS


def _last_copy(origin: _Origin, failure: TroubleError) -> Protego:
    if origin.rules is not None:
        return origin.rules
    raise TroubleError(
        f"robots.txt cannot be read ({failure}), so the page is not asked for (RFC 9309)", blocked=failure.blocked
    )
