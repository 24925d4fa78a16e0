"""What an answer is worth: a page, a refusal, or an error, by its status, its headers and its words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from advisories.addresses import redact
from advisories.errors import snippet
from advisories.fetch.challenge import challenger
from advisories.fetch.trouble import TroubleError
from advisories.model import Failure, Response

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED: Final = 304
_WORTH_ANOTHER: Final = frozenset({429, 502, 503, 504})
_REFUSALS: Final = frozenset({403, 429, 451})
_LONGEST_WAIT: Final = 86_400.0


def judged(response: Response) -> Response | Failure:
    """Return a recorded response, or the failure that it would have been if it had come just now."""
    try:
        refuse(response.status, response.headers, response.body, response.read_at)
    except TroubleError as trouble:
        return Failure(
            part=response.part,
            url=redact(response.url),
            read_at=response.read_at,
            reason=str(trouble),
            blocked=trouble.blocked,
            status=trouble.status,
            wait=trouble.wait or 0,
            response=response,
        )
    return response


def is_good(status: int) -> bool:
    """Return whether a status is one of success."""
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def refuse(status: int, headers: Sequence[tuple[str, str]], body: bytes, now: datetime) -> None:
    """Accept a good answer. Raises `TroubleError` for a challenge, a refusal, an error."""
    named = {name.lower(): value for name, value in reversed(headers)}
    good = is_good(status)
    media = named.get("content-type", "").partition(";")[0].strip().lower()
    vendor = "" if good and media and "html" not in media else challenger(headers, body)
    if vendor:
        raise TroubleError(
            f"blocked: a challenge or wall of {vendor} came instead of the page (status {status})",
            blocked=True,
            status=status,
        )
    if good:
        return
    if status in REDIRECTS:
        place = snippet(redact(named.get("location", "")))
        raise TroubleError(f"a redirect to {place} instead of the page", status=status)
    try:
        words = f"status {status} ({HTTPStatus(status).phrase})"
    except ValueError:
        words = f"status {status}"
    again = status in _WORTH_ANOTHER
    wait = retry_after(named.get("retry-after", ""), now) if again else None
    if wait is not None:
        words += f", and asks us to wait {wait:,.0f} seconds"
    blocked = status in _REFUSALS
    raise TroubleError(
        f"blocked: {words}" if blocked else words, again=again, blocked=blocked, status=status, wait=wait
    )


def retry_after(text: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks to wait, at most a day (RFC 9110 section 10.2.3).

    None where the header is absent or cannot be read; a date that has passed is 0.
    """
    text = text.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST_WAIT)
    try:
        when = parsedate_to_datetime(text[:100])
    except (ValueError, OverflowError, IndexError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(max((when - now).total_seconds(), 0.0), _LONGEST_WAIT)
