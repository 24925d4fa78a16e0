from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence

import pytest

from advisories.fetch import Fetcher
from advisories.fetch.gate import is_public
from advisories.model import Failure, Request, Response
from tests.conftest import OutwardTrafficError
from tests.fetch.loopback import Host, finds, page

Make = Callable[..., Fetcher]


def refused(fetcher: Fetcher, url: str) -> str:
    """Return why an address is refused."""
    answer = fetcher.fetch(Request(part="list", url=url), None)
    assert isinstance(answer, Failure), answer
    return answer.reason


@pytest.mark.parametrize(
    "url", ["http://notices.test/", "ftp://notices.test/", "file:///etc/passwd", "notices.test", ""]
)
def test_only_https(fetcher: Make, url: str) -> None:
    """Nothing but https is asked, unless the settings allow http."""
    assert "https" in refused(fetcher(allow_http=False), url)


@pytest.mark.parametrize(
    "url", ["https://", "https://[::1", "https://a b/", "https://x.test:99999/", "https://\x00/", "https:///p"]
)
def test_unusable_address(fetcher: Make, url: str) -> None:
    """An address that is none is a failure in plain words."""
    assert "address" in refused(fetcher(), url)


INSIDE = [
    "127.0.0.1",
    "127.255.255.254",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "0.1.2.3",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.88.99.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "192.0.0.8",
    "::127.0.0.1",
    "::a00:1",
    "::ffff:0:127.0.0.1",
    "::2",
    "3fff::1",
    "4000::1",
    "5f00::1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_address_inside_is_refused(fetcher: Make, address: str) -> None:
    """No private, loopback, link-local, multicast or reserved address is asked, as a name's or written out."""
    asking = fetcher(allow_private=False, resolve=finds(address), robots=False)
    assert "not on the public internet" in refused(asking, "https://notices.test/page")
    literal = f"[{address}]" if ":" in address else address
    assert isinstance(asking.fetch(Request(part="a", url=f"https://{literal}/page"), None), Failure)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_public_address_is_public(address: str) -> None:
    """An address of the public internet, also one that stands for such an IPv4 address, may be asked."""
    kept = ipaddress.ip_address(address)
    mapped = getattr(kept, "ipv4_mapped", None)
    assert is_public(mapped or kept)


@pytest.mark.parametrize(
    "name", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "127.0.0.1.", "017700000001"]
)
def test_number_as_a_host_is_refused(fetcher: Make, name: str) -> None:
    """An IP address written as one number, in octal, in hexadecimal or short is not asked, whatever it means."""
    asked: list[str] = []

    def resolve(name: str, port: int) -> Sequence[str]:
        asked.append(f"{name}:{port}")
        return ["8.8.8.8"]

    refused(fetcher(allow_private=False, resolve=resolve), f"https://{name}/page")
    assert asked == []


def test_one_address_inside_refuses_the_name(fetcher: Make) -> None:
    """A name with a public and a private address is not asked at all."""
    asking = fetcher(allow_private=False, resolve=finds("8.8.8.8", "10.0.0.1"), robots=False)
    assert "10.0.0.1" in refused(asking, "https://notices.test/page")


def test_name_cannot_change_its_mind(fetcher: Make) -> None:
    """The connection goes to the address that was checked; a name is not looked up again in between."""
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    asking = fetcher(allow_private=False, resolve=lambda *_: next(answers), robots=False)
    with pytest.raises(OutwardTrafficError, match=r"8\.8\.8\.8"):
        asking.fetch(Request(part="a", url="https://rebinding.test/page"), None)
    assert "127.0.0.1" in refused(asking, "https://rebinding.test/page")


def test_loopback_is_refused_by_default(host: Host, fetcher: Make) -> None:
    """Without the setting not even a host that answers on loopback is asked."""
    host.says["/page"] = page()
    assert "allow_private" in refused(fetcher(allow_private=False), host.url())
    assert "allow_private" in refused(fetcher(allow_private=False), host.url(name="localhost"))
    assert host.asked == []


def test_second_address_is_tried(host: Host, fetcher: Make) -> None:
    """Where a name's first address does not answer, the next is tried."""
    host.says["/page"] = page()
    asking = fetcher(resolve=finds("127.0.0.2", "127.0.0.1"))
    assert isinstance(asking.fetch(Request(part="a", url=host.url(name="two.test")), None), Response)


@pytest.mark.parametrize("found", [[], OSError(-2, "Name or service not known"), UnicodeError("label too long")])
def test_name_that_cannot_be_looked_up(fetcher: Make, found: list[str] | Exception) -> None:
    """A name without an address is a failure that names it."""

    def resolve(name: str, port: int) -> Sequence[str]:
        del name, port
        if isinstance(found, Exception):
            raise found
        return found

    assert "nowhere.test" in refused(fetcher(resolve=resolve, robots=False), "https://nowhere.test/page")
