"""Whom we trust to vouch for hosts."""

from __future__ import annotations

import ssl

import httpx

from advisories.errors import FetchError


def trusted_roots() -> int:
    """Return how many certificate authorities are trusted. Raises `FetchError` where their file cannot be read."""
    try:
        return len(httpx.create_ssl_context().get_ca_certs())
    except (ssl.SSLError, OSError) as error:
        raise FetchError(f"the trusted certificates cannot be read: {error.strerror or error}") from None
