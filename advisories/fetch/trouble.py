"""What can go wrong between a request and its answer, with what it means for trying again."""

from __future__ import annotations

from advisories.errors import FetchError


class TroubleError(FetchError):
    """No usable answer came. The text is for a person, and holds no secret.

    `again` says whether another attempt may help, `blocked` that the host refuses us, `status` the HTTP status (0:
    none came), `wait` the seconds that the host asks us to wait (Retry-After), where it does. `headers` and `body` are
    of the answer that came all the same; the body may be cut.
    """

    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None

    def __init__(
        self, reason: str, *, again: bool = False, blocked: bool = False, status: int = 0, wait: float | None = None
    ) -> None:
        super().__init__(reason)
        self._reason = reason
        self.again = again
        self.blocked = blocked
        self.status = status
        self.wait = wait

    def name(self, host: str) -> None:
        """Let the text begin with the host it is about."""
        if not self._reason.startswith(host):
            self._reason = f"{host}: {self._reason}"

    def __str__(self) -> str:
        return self._reason
