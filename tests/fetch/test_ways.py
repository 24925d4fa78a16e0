from __future__ import annotations

import re
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from advisories.fetch import Fetcher, gate
from advisories.fetch.gate import is_public
from advisories.model import Answer, Failure, Request, Response
from tests.fetch.conftest import NOW, Clock
from tests.fetch.loopback import NOT_FOUND, Host, finds, hang_up, page, say_and_hang_up, say_slowly

Make = Callable[..., Fetcher]
CERTIFICATE = Path(__file__).parent / "tls" / "notices.pem"


def ask(fetcher: Fetcher, url: str) -> Answer:
    """Return the answer to a plain request."""
    return fetcher.fetch(Request(part="list", url=url), None)


def reason(answer: Answer) -> str:
    """Return why an answer is a failure."""
    assert isinstance(answer, Failure), answer
    return answer.reason


def moved(place: str, status: str = "302 Found") -> bytes:
    """Return a redirect."""
    return page(b"", status, Location=place)


# Redirects


def test_redirects_are_followed(host: Host, fetcher: Make) -> None:
    """A chain of redirects leads to the page, which keeps the address that was asked for."""
    host.says |= {"/page": moved("/b", "301 Moved"), "/b": moved(host.url("/c")), "/c": page(b"here")}
    answer = ask(fetcher(), host.url())
    assert isinstance(answer, Response)
    assert (answer.body, answer.url) == (b"here", host.url())
    assert host.paths == ["/page", "/b", "/c"]


def test_redirect_loop(host: Host, fetcher: Make) -> None:
    """A redirect loop is a failure that says so and names where it leads back to."""
    host.says |= {"/page": moved("/b"), "/b": moved("/page")}
    assert f"a redirect loop: sent back to {host.url()}" in reason(ask(fetcher(), host.url()))
    assert host.paths == ["/page", "/b"]


def test_redirect_limit(host: Host, fetcher: Make) -> None:
    """More redirects than the limit are a failure; as many as the limit are not."""
    host.says |= {f"/{n}": moved(f"/{n + 1}") for n in range(4)} | {"/4": page()}
    assert "more than 3 redirects" in reason(ask(fetcher(max_redirects=3), host.url("/0")))
    assert isinstance(ask(fetcher(max_redirects=4), host.url("/0")), Response)


@pytest.mark.parametrize(
    "place", ["", "ftp://127.0.0.1/x", "file:///etc/passwd", "http://u:p@127.0.0.1/x", "http://[bad", "//"]
)
def test_redirect_to_no_usable_address(host: Host, fetcher: Make, place: str) -> None:
    """A redirect to nowhere, to another scheme, or to an address with a password is not followed."""
    host.says["/page"] = moved(place)
    answer = ask(fetcher(), host.url())
    assert isinstance(answer, Failure)
    assert host.paths == ["/page"]


def test_redirect_away_from_https(secure_host: Host, host: Host, secure: Callable[..., Fetcher]) -> None:
    """A hop never leaves https, also where the settings allow http."""
    secure_host.says["/page"] = moved(host.url())
    assert "away from https" in reason(ask(secure(), secure_host.url(name="notices.test")))
    assert host.asked == []


@pytest.mark.parametrize("place", ["http://10.0.0.7/admin", "http://inside.test/admin", "http://167772167/admin"])
def test_redirect_to_a_private_address(host: Host, fetcher: Make, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Each hop of a redirect is checked as the first address was: one that leads inside is not followed."""
    monkeypatch.setattr(gate, "is_public", lambda address: str(address) == "127.0.0.1" or is_public(address))
    host.says["/page"] = moved(place)
    answer = ask(fetcher(allow_private=False, resolve=finds("10.0.0.7")), host.url())
    assert re.search("not on the public internet|unusual notation", reason(answer))
    assert host.paths == ["/page"]


def test_headers_do_not_follow_to_another_host(host: Host, other_host: Host, fetcher: Make) -> None:
    """A request's own headers, its credentials among them, go to its own host only."""
    host.says["/page"] = moved(other_host.url("/landing"))
    other_host.says["/landing"] = page()
    headers = (("Authorization", "Bearer 7"), ("X-Key", "7"))
    url = host.url().replace("http://", "http://user:word@")
    answer = fetcher().fetch(Request(part="list", url=url, headers=headers), None)
    assert isinstance(answer, Response)
    assert host.last.headers["x-key"] == "7"
    assert "authorization" in host.last.headers
    assert not {"authorization", "x-key"} & set(other_host.last.headers)


@pytest.mark.parametrize(
    ("status", "method", "body"), [("302 Found", "GET", b""), ("303 See", "GET", b""), ("307 T", "POST", b"q=1")]
)
def test_redirected_post(host: Host, fetcher: Make, status: str, method: str, body: bytes) -> None:
    """A redirected POST becomes a GET, or stays a POST where the status says so (RFC 9110 section 15.4)."""
    host.says |= {"/page": moved("/b", status), "/b": page()}
    fetcher().fetch(Request(part="list", url=host.url(), method="POST", body=b"q=1"), None)
    assert (host.last.path, host.last.method, host.last.body) == ("/b", method, body)


def test_body_does_not_follow_to_another_host(host: Host, other_host: Host, fetcher: Make) -> None:
    """A redirect that would carry our body to another host is not followed."""
    host.says["/page"] = moved(other_host.url("/b"), "307 T")
    answer = fetcher().fetch(Request(part="list", url=host.url(), method="POST", body=b"q=1"), None)
    assert "body" in reason(answer)
    assert other_host.paths == []


# Trying again


@pytest.mark.parametrize("status", ["429 Slow", "502 Bad", "503 Away", "504 Late"])
def test_passing_trouble_is_tried_again(host: Host, fetcher: Make, clock: Clock, status: str) -> None:
    """After 429, 502, 503 and 504 the page is asked for again, later each time."""
    host.says["/page"] = [page(b"", status), page(b"", status), page(b"fine")]
    assert isinstance(ask(fetcher(attempts=3), host.url()), Response)
    assert clock.slept == [1.0, 2.0]


@pytest.mark.parametrize("said", [hang_up, say_and_hang_up(page(b"half", length=99))])
def test_broken_connection_is_tried_again(host: Host, fetcher: Make, said: bytes) -> None:
    """A connection that breaks off before or in an answer is tried again."""
    host.says["/page"] = [said, page(b"fine")]
    assert isinstance(ask(fetcher(attempts=2), host.url()), Response)


def test_timeout_is_tried_again(host: Host, fetcher: Make) -> None:
    """A time limit that passed is tried again."""
    host.says["/page"] = [say_slowly(page(), 0.3), page(b"fine")]
    assert isinstance(ask(fetcher(attempts=2, timeout=0.1, robots=False), host.url()), Response)


@pytest.mark.parametrize("status", ["403 No", "404 No", "500 Oops", "301 Where"])
def test_lasting_trouble_is_not_tried_again(host: Host, fetcher: Make, clock: Clock, status: str) -> None:
    """What another attempt would not change is not tried again."""
    host.says["/page"] = page(b"", status)
    assert isinstance(ask(fetcher(attempts=3), host.url()), Failure)
    assert host.paths == ["/page"]
    assert clock.slept == []


@pytest.mark.parametrize("value", ["7", "Mon, 14 Sep 2026 06:00:07 GMT"])
def test_retry_after_is_honoured(host: Host, fetcher: Make, clock: Clock, value: str) -> None:
    """Retry-After, in seconds or as a date by our clock, is how long we wait."""
    host.says["/page"] = [page(b"", "429 Slow", Retry_After=value), page(b"fine")]
    assert isinstance(ask(fetcher(attempts=2), host.url()), Response)
    assert clock.slept == [7.0]


@pytest.mark.parametrize("value", ["soon", "-1", "Mon, 14 Sep 2020 06:00:07 GMT", "Mon, 99 Foo", "0"])
def test_odd_retry_after_does_no_harm(host: Host, fetcher: Make, clock: Clock, value: str) -> None:
    """A Retry-After that cannot be read, or has passed, leaves our own wait."""
    host.says["/page"] = [page(b"", "503 Away", Retry_After=value), page(b"fine")]
    assert isinstance(ask(fetcher(attempts=2), host.url()), Response)
    assert clock.slept == [1.0]


def test_429_to_the_end_is_blocked(host: Host, fetcher: Make) -> None:
    """A host that says 429 to every attempt blocks us."""
    host.says["/page"] = page(b"", "429 Slow", Retry_After="2")
    answer = ask(fetcher(attempts=2), host.url())
    assert isinstance(answer, Failure)
    assert (answer.blocked, answer.status) == (True, 429)
    assert "asks us to wait 2 seconds" in answer.reason


def test_long_retry_after_leaves_the_host_alone(host: Host, fetcher: Make, clock: Clock) -> None:
    """A host that wants to be left alone for longer than we wait at once is not asked before that time."""
    host.says["/page"] = [page(b"", "429 Slow", Retry_After="3600"), page(b"fine")]
    asking = fetcher(attempts=3)
    ask(asking, host.url())
    assert clock.slept == []
    clock.now += timedelta(minutes=59)
    assert "asked us to stay away until 14 Sep 2026 07:00Z" in reason(ask(asking, host.url()))
    assert host.paths == ["/page"]
    clock.now += timedelta(minutes=1)
    assert isinstance(ask(asking, host.url()), Response)


def test_endless_retry_after_ends(host: Host, fetcher: Make, clock: Clock) -> None:
    """No host is left alone for longer than a day, also where the clock was set back."""
    host.says["/page"] = [page(b"", "429 Slow", Retry_After="99999999999999999999"), page(b"fine")]
    asking = fetcher()
    ask(asking, host.url())
    clock.now = NOW - timedelta(days=400)
    assert isinstance(ask(asking, host.url()), Response)


# robots.txt


def test_robots_is_read_once_a_day(host: Host, fetcher: Make, clock: Clock) -> None:
    """robots.txt is read before the first page, and again a day later."""
    host.says |= {"/page": page(), "/robots.txt": page(b"User-agent: *\nDisallow: /private\n")}
    asking = fetcher()
    ask(asking, host.url())
    clock.now += timedelta(hours=23)
    ask(asking, host.url())
    assert [asked.path for asked in host.asked] == ["/robots.txt", "/page", "/page"]
    clock.now += timedelta(hours=2)
    ask(asking, host.url())
    assert [asked.path for asked in host.asked][3:] == ["/robots.txt", "/page"]


RULES = [
    (b"User-agent: *\nDisallow: /\n", False),
    (b"User-agent: *\nDisallow: /\nAllow: /page\n", True),
    (b"User-agent: airspace-advisories\nAllow: /\n\nUser-agent: *\nDisallow: /\n", True),
    (b"User-agent: airspace-advisories\nDisallow: /pag*\n", False),
    (b"\xff\xfe\x00 nonsense \x00\n" * 50, True),
    (b"<html>Not a robots.txt</html>", True),
    (b"", True),
    (b"User-agent: *\n" + b"Disallow: /x\n" * 200_000, True),
]


@pytest.mark.parametrize(("rules", "allowed"), RULES)
def test_robots_rules_are_followed(host: Host, fetcher: Make, rules: bytes, allowed: bool) -> None:
    """What robots.txt asks for holds, for us by name before all; nonsense, or too much of it, forbids nothing."""
    host.says |= {"/page": page(), "/robots.txt": page(rules, Content_Type="text/plain")}
    answer = ask(fetcher(), host.url())
    assert isinstance(answer, Response) is allowed
    if isinstance(answer, Failure):
        assert answer.blocked
        assert "robots.txt asks programs not to read" in answer.reason
        assert host.paths == []


@pytest.mark.parametrize("status", ["404 No", "410 Gone", "403 No", "401 No"])
def test_no_robots_means_no_rules(host: Host, fetcher: Make, status: str) -> None:
    """A robots.txt that is not there (4xx) forbids nothing (RFC 9309 section 2.3.1.3)."""
    host.says |= {"/page": page(), "/robots.txt": page(b"", status)}
    assert isinstance(ask(fetcher(), host.url()), Response)


@pytest.mark.parametrize("said", [page(b"", "500 Oops"), page(b"", "429 Slow"), hang_up, moved("/robots.txt")])
def test_unreachable_robots_forbids_all(host: Host, fetcher: Make, clock: Clock, said: bytes) -> None:
    """Where robots.txt cannot be reached nothing is asked for (RFC 9309 section 2.3.1.4), until it can be read again."""
    host.says |= {"/page": page(), "/robots.txt": [said, NOT_FOUND]}
    asking = fetcher()
    for _ in range(2):
        assert "robots.txt cannot be read" in reason(ask(asking, host.url()))
    assert len(host.asked) == 1
    clock.now += timedelta(minutes=6)
    assert isinstance(ask(asking, host.url()), Response)


def test_last_copy_of_robots_stands(host: Host, fetcher: Make, clock: Clock) -> None:
    """Where robots.txt cannot be reached any more, its last copy stands."""
    rules = page(b"User-agent: *\nDisallow: /closed\n", Content_Type="text/plain")
    host.says |= {"/page": page(), "/closed": page(), "/robots.txt": [rules, page(b"", "500 Oops")]}
    asking = fetcher()
    ask(asking, host.url())
    clock.now += timedelta(days=2)
    assert isinstance(ask(asking, host.url()), Response)
    assert "robots.txt asks" in reason(ask(asking, host.url("/closed")))


def test_redirected_page_asks_robots_of_its_host(host: Host, other_host: Host, fetcher: Make) -> None:
    """A redirect to another host is held to that host's robots.txt."""
    host.says["/page"] = moved(other_host.url("/closed"))
    other_host.says |= {"/closed": page(), "/robots.txt": page(b"User-agent: *\nDisallow: /closed\n")}
    assert "robots.txt asks" in reason(ask(fetcher(), host.url()))
    assert other_host.paths == []


def test_robots_off(host: Host, fetcher: Make) -> None:
    """With robots off in the settings it is not read."""
    host.says["/page"] = page()
    ask(fetcher(robots=False), host.url())
    assert [asked.path for asked in host.asked] == ["/page"]


@pytest.mark.parametrize(("asked", "waited"), [("3", 3.0), ("86400", 60.0), ("0.1", 0.5)])
def test_crawl_delay_is_the_pause(host: Host, fetcher: Make, clock: Clock, asked: str, waited: float) -> None:
    """Crawl-delay lengthens the pause up to the longest wait, and never shortens it."""
    robots = page(f"User-agent: *\nCrawl-delay: {asked}\n".encode(), Content_Type="text/plain")
    host.says |= {"/page": page(), "/robots.txt": robots}
    asking = fetcher(pause=0.5)
    ask(asking, host.url())
    ask(asking, host.url())
    assert clock.slept[-1] - clock.slept[-2] == pytest.approx(waited, abs=0.1)


# Courtesy


def test_pause_between_requests(host: Host, fetcher: Make) -> None:
    """Between the end of one request and the start of the next at a host lies the pause."""
    host.says["/page"] = page()
    asking = fetcher(pause=0.05, robots=False, sleep=time.sleep, threads=4)
    answers = asking.fetch_all([(Request(part=str(n), url=host.url()), None) for n in range(4)])
    assert [answer.part for answer in answers] == ["0", "1", "2", "3"]
    gaps = [b.started - a.started for a, b in zip(host.asked, host.asked[1:], strict=False)]
    assert min(gaps) >= 0.045
    assert host.most_busy == 1


def test_concurrency_at_a_host(host: Host, fetcher: Make) -> None:
    """No more requests than allowed are under way at a host at once, and as many as allowed are."""
    host.says["/page"] = say_slowly(page(b"xy"), 0.06, len(page(b"xy")) - 1)
    asking = fetcher(per_host=2, threads=6, robots=False)
    asking.fetch_all([(Request(part=str(n), url=host.url()), None) for n in range(6)])
    assert host.most_busy == 2


def test_slow_host_holds_up_no_other(host: Host, other_host: Host, fetcher: Make) -> None:
    """While one host is slow and has a long line, another is read."""
    host.says["/page"] = say_slowly(page(b"xy"), 0.1, len(page(b"xy")) - 1)
    other_host.says["/page"] = page()
    slow = [(Request(part="slow", url=host.url()), None) for _ in range(4)]
    quick = [(Request(part="quick", url=other_host.url()), None) for _ in range(4)]
    answers = fetcher(threads=2, robots=False).fetch_all(slow + quick)
    assert all(isinstance(answer, Response) for answer in answers)
    assert max(asked.ended for asked in other_host.asked) < host.asked[1].ended


def test_nothing_to_fetch(fetcher: Make) -> None:
    """No requests give no answers."""
    assert fetcher().fetch_all([]) == []


def test_our_own_fault_is_not_swallowed(host: Host, fetcher: Make) -> None:
    """A fault of our own in one request stops the round and is raised, not taken for a fault of the host."""

    def resolve(name: str, port: int) -> Sequence[str]:
        raise ZeroDivisionError(f"{name}:{port}")

    requests = [(Request(part="a", url=host.url(name="fault.test")), None) for _ in range(3)]
    with pytest.raises(ZeroDivisionError):
        fetcher(resolve=resolve, robots=False).fetch_all(requests)


# TLS


@pytest.fixture
def secure_host() -> Iterator[Host]:
    """Return a host on loopback that speaks TLS as notices.test."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    listening = Host(tls=tls)
    yield listening
    listening.close()


@pytest.fixture
def secure(fetcher: Make) -> Callable[..., Fetcher]:
    """Return a maker of fetchers that trust notices.test and find every name on loopback."""

    def make(**changes: object) -> Fetcher:
        tls = ssl.create_default_context(cafile=str(CERTIFICATE))
        return fetcher(**({"resolve": finds("127.0.0.1"), "tls": tls} | changes))

    return make


def test_name_is_kept_though_the_connection_goes_to_an_address(secure_host: Host, secure: Make) -> None:
    """Certificate, server name and Host are those of the name, though the connection goes to a checked address."""
    secure_host.says["/page"] = page(b"safe")
    answer = ask(secure(), secure_host.url(name="notices.test"))
    assert isinstance(answer, Response)
    assert secure_host.last.headers["host"] == f"notices.test:{secure_host.port}"


@pytest.mark.parametrize("name", ["other.test", "127.0.0.1"])
def test_wrong_certificate(secure_host: Host, secure: Make, clock: Clock, name: str) -> None:
    """A certificate of another name is a failure, and not tried again."""
    answer = ask(secure(attempts=3, robots=False), secure_host.url(name=name))
    assert "certificate" in reason(answer)
    assert clock.slept == []
