"""Which addresses may be asked: https, and hosts on the public internet, unless the settings allow more.

A name is resolved once for a connection, every address it resolves to is checked, and the connection goes to a checked
address, so that a name cannot change its mind in between (IANA special-purpose address registries, RFC 6890).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from typing import Final

import httpx

from advisories.addresses import redact
from advisories.errors import snippet
from advisories.fetch.trouble import TroubleError

Resolve = Callable[[str, int], Sequence[str]]
"""Returns the IP addresses of a host name and port. Raises `OSError`."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

ALLOWS: Final = "`allow_private` in [fetch]"
"""The setting that opens the gate to addresses inside."""

_HOST: Final = re.compile(r"[A-Za-z0-9._\-]{1,253}|[0-9A-Fa-f:.]{2,45}(?:%25[A-Za-z0-9._\-]{1,40})?", re.ASCII)
_NUMBER: Final = re.compile(r"(?:0[xX][0-9A-Fa-f]*|[0-9]+)", re.ASCII)
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
"""All global unicast addresses that are allocated (RFC 4291, IANA); old forms that carry an IPv4 address lie outside."""
_NEVER: Final = tuple(ipaddress.ip_network(net) for net in ("3fff::/20", "192.0.0.0/24", "192.88.99.0/24"))


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses that the system's resolver gives, in its order, each once. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Gate:
    """Decides on addresses under the settings `allow_http` and `allow_private`."""

    def __init__(self, *, allow_http: bool, allow_private: bool, resolve: Resolve) -> None:
        self._allow_http = allow_http
        self._allow_private = allow_private
        self._resolve = resolve

    def url(self, text: str) -> httpx.URL:
        """Return an address that may be asked, as far as its text says. Raises `TroubleError`."""
        try:
            url = httpx.URL(text)
            host = url.raw_host.decode("ascii")
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise TroubleError(f"not an address: {snippet(redact(text))} ({snippet(str(error))})") from None
        if url.scheme != "https" and not (url.scheme == "http" and self._allow_http):
            raise TroubleError(f"expected an https address, found {snippet(redact(text))}")
        if any(c.isspace() or not c.isprintable() for c in text) or not (url.port is None or 0 < url.port < 65536):
            raise TroubleError(f"not an address: {snippet(redact(text))}")
        if not _HOST.fullmatch(host):
            raise TroubleError(f"expected a host in the address, found {snippet(redact(text))}")
        self._literal(host)
        return url

    def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """Return the checked addresses of a host to connect to. Raises `TroubleError`."""
        literal = self._literal(host)
        if literal is not None:
            return (str(literal),)
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            words = getattr(error, "strerror", None) or error
            raise TroubleError(f"{host}: no such host, or its name cannot be looked up ({words})", again=True) from None
        if not found:
            raise TroubleError(f"{host}: the name has no address", again=True)
        for text in found:
            self._check(host, ipaddress.ip_address(text.partition("%")[0]))
        return tuple(found)

    def _literal(self, host: str) -> Address | None:
        """Return the IP address that a host is written as, checked; None for a name. Raises `TroubleError`."""
        try:
            address = ipaddress.ip_address(host.strip("[]").partition("%")[0])
        except ValueError:
            if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
                raise TroubleError(f"{snippet(host)}: an IP address in an unusual notation is not asked") from None
            return None
        self._check(host, address)
        return address

    def _check(self, host: str, address: Address) -> None:
        if not self._allow_private and not is_public(address):
            shown = host if host == str(address) else f"{host} ({address})"
            raise TroubleError(f"{shown}: not on the public internet; {ALLOWS} would let it be asked")


def is_public(address: Address) -> bool:
    """Return whether an address, and every IPv4 address that it stands for, belongs to the public internet."""
    if address.is_multicast or address.is_unspecified or address.is_link_local or not address.is_global:
        return False
    if any(address in net for net in _NEVER):
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return not address.is_reserved
    if not (address in _UNICAST or address in _NAT64 or address.ipv4_mapped):
        return False
    carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return all(is_public(inner) for inner in carried if inner is not None)
