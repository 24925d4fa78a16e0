"""The guard that keeps the tests from talking to anything but this machine."""

import socket

import pytest

from .conftest import OutwardTrafficError


@pytest.mark.parametrize("address", ["192.0.2.1", "10.1.2.3", "2001:db8::1", "notices.example"])
def test_outward_sockets_fail(address: str) -> None:
    """A socket or a name look-up that is not loopback fails at once."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as outward, pytest.raises(OutwardTrafficError):
        outward.connect((address, 443))
    with pytest.raises(OutwardTrafficError):
        socket.getaddrinfo(address, 443)


def test_loopback_is_open() -> None:
    """A server on this machine can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername()[0] == "127.0.0.1"
