from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest

from advisories import __version__
from advisories.fetch import Fetcher, judged, user_agent
from advisories.model import Failure, Request, Response, Unchanged, Validators
from tests.fetch.conftest import NOW, Clock
from tests.fetch.loopback import Host, hang_up, page, say_and_hang_up, say_slowly

Make = Callable[..., Fetcher]


def failure(fetcher: Fetcher, url: str, validators: Validators | None = None) -> Failure:
    """Return the failure that asking for an address gives."""
    answer = fetcher.fetch(Request(part="list", url=url), validators)
    assert isinstance(answer, Failure), answer
    return answer


def test_page_arrives_as_served(host: Host, fetcher: Make) -> None:
    """A page arrives with its status, its header lines as they came, its body, and the clock's time."""
    host.says["/page"] = page(b"body", X_Served_By="a")
    answer = fetcher().fetch(Request(part="list", url=host.url()), None)
    assert isinstance(answer, Response)
    assert (answer.part, answer.url, answer.status, answer.body) == ("list", host.url(), 200, b"body")
    assert ("X-Served-By", "a") in answer.headers
    assert answer.read_at == NOW


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw deflate", "x-gzip", "two members"])
def test_content_coding_is_undone(host: Host, fetcher: Make, coding: str) -> None:
    """A compressed body arrives decoded, also as the bare deflate that some servers send."""
    body = b"NOTAM " * 1000
    bare = zlib.compressobj(9, zlib.DEFLATED, -15)
    coded = {
        "gzip": gzip.compress(body),
        "x-gzip": gzip.compress(body),
        "two members": gzip.compress(body[:3000]) + gzip.compress(body[3000:]),
        "deflate": zlib.compress(body),
        "raw deflate": bare.compress(body) + bare.flush(),
    }[coding]
    named = {"raw deflate": "deflate", "two members": "gzip"}.get(coding, coding)
    host.says["/page"] = page(coded, Content_Encoding=named)
    answer = fetcher().fetch(Request(part="list", url=host.url()), None)
    assert isinstance(answer, Response)
    assert answer.body == body
    assert answer.header("content-encoding") == named


def test_chunked_body_is_joined(host: Host, fetcher: Make) -> None:
    """A chunked body arrives whole."""
    host.says["/page"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    answer = fetcher().fetch(Request(part="list", url=host.url()), None)
    assert isinstance(answer, Response)
    assert answer.body == b"abcde"


def test_conditional_request_and_304(host: Host, fetcher: Make) -> None:
    """Validators are sent as they came, and a 304 to them is `Unchanged`."""
    host.says["/page"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    validators = Validators(etag='W/"7"', last_modified="Mon, 14 Sep 2026 05:00:00 GMT")
    answer = fetcher().fetch(Request(part="list", url=host.url()), validators)
    assert isinstance(answer, Unchanged)
    assert (answer.part, answer.url, answer.read_at) == ("list", host.url(), NOW)
    assert answer.response is not None
    assert answer.response.status == 304
    assert host.last.headers["if-none-match"] == 'W/"7"'
    assert host.last.headers["if-modified-since"] == "Mon, 14 Sep 2026 05:00:00 GMT"


@pytest.mark.parametrize("validators", [None, Validators()])
def test_304_without_validators_fails(host: Host, fetcher: Make, validators: Validators | None) -> None:
    """A 304 that nobody asked for is a failure, not "unchanged"."""
    host.says["/page"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    failed = failure(fetcher(), host.url(), validators)
    assert failed.status == 304
    assert "304" in failed.reason


def test_we_name_ourselves_and_keep_no_cookies(host: Host, fetcher: Make) -> None:
    """Each request names program, version and contact, accepts what we can decode, and carries no cookie."""
    host.says["/page"] = page(Set_Cookie="id=7; Path=/")
    asking = fetcher()
    for _ in range(2):
        asking.fetch(Request(part="list", url=host.url()), None)
    assert host.last.headers["user-agent"] == f"airspace-advisories/{__version__} (+ops@example.org)"
    assert host.last.headers["accept-encoding"] == "gzip, deflate"
    assert "cookie" not in host.last.headers


def test_source_cannot_disguise_us(host: Host, fetcher: Make) -> None:
    """A source's own headers are sent, except those that would change who we say we are or what we accept."""
    host.says["/page"] = page()
    headers = (("User-Agent", "Mozilla/5.0"), ("Accept", "text/html"), ("Range", "bytes=0-1"))
    fetcher().fetch(Request(part="list", url=host.url(), headers=headers), None)
    assert host.last.headers["user-agent"].startswith("airspace-advisories/")
    assert host.last.headers["accept"] == "text/html"
    assert "range" not in host.last.headers


@pytest.mark.parametrize(("contact", "ending"), [("", __version__), ("a\r\nX: b", "(+aX: b)"), ("a)(b", "(+ab)")])
def test_user_agent_is_one_clean_line(contact: str, ending: str) -> None:
    """A contact cannot break the User-Agent line or its parentheses."""
    assert user_agent(contact).endswith(ending)
    assert user_agent(contact).isprintable()


def test_post_carries_its_body(host: Host, fetcher: Make) -> None:
    """A POST sends its body, and the response remembers method and body for replay."""
    host.says["/page"] = page()
    answer = fetcher().fetch(Request(part="list", url=host.url(), method="POST", body=b"q=OIIX"), None)
    assert isinstance(answer, Response)
    assert (host.last.method, host.last.body) == ("POST", b"q=OIIX")
    assert (answer.method, answer.sent) == ("POST", b"q=OIIX")


@pytest.mark.parametrize(
    ("status", "blocked"),
    [
        ("500 Oops", False),
        ("404 Not Found", False),
        ("401 No", False),
        ("300 Many", False),
        ("999 Odd", False),
        ("403 Forbidden", True),
        ("429 Slow", True),
        ("451 Legal", True),
    ],
)
def test_error_status_is_a_failure(host: Host, fetcher: Make, status: str, blocked: bool) -> None:
    """An error status is a failure that names host and status; 403, 429 and 451 say that the host refuses us."""
    host.says["/page"] = page(b"<html>error</html>", status)
    failed = failure(fetcher(), host.url())
    assert failed.status == int(status[:3])
    assert failed.blocked is blocked
    assert failed.reason.startswith("127.0.0.1: ")
    assert f"status {status[:3]}" in failed.reason
    assert ("blocked" in failed.reason) is blocked


WALLS = {
    "Cloudflare": b"<html><head><title>Just a moment...</title></head><body></body></html>",
    "Akamai": b"<HTML><HEAD>\n<TITLE>Access Denied</TITLE></HEAD>You don't have permission. Reference #18.4f</HTML>",
    "Imperva": b'<html><iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=2"></iframe></html>',
    "DataDome": b'<html><title>x.gov</title><script src="https://geo.captcha-delivery.com/c.js"></script></html>',
    "F5": b"<html><title>Request Rejected</title>The requested URL was rejected. Your support ID is: 1</html>",
    "a captcha": b'<html><form><div class="g-recaptcha"></div>Please show that you are not a robot</form></html>',
}


@pytest.mark.parametrize("status", ["200 OK", "403 Forbidden", "503 Service Unavailable"])
@pytest.mark.parametrize("vendor", WALLS)
def test_challenge_page_is_blocked(host: Host, fetcher: Make, vendor: str, status: str) -> None:
    """A challenge page is told by its words whatever its status, and is not asked for again."""
    host.says["/page"] = page(WALLS[vendor], status)
    failed = failure(fetcher(attempts=3), host.url())
    assert failed.blocked
    assert vendor in failed.reason
    assert host.paths == ["/page"]


def test_challenge_in_a_header_is_blocked(host: Host, fetcher: Make) -> None:
    """A challenge that is only flagged in a header is seen."""
    host.says["/page"] = page(b"<html>wait</html>", Cf_Mitigated="challenge")
    assert failure(fetcher(), host.url()).blocked


@pytest.mark.parametrize(
    "body",
    [
        b'<html><title>Notices</title><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script></html>',
        b'<html><title>Notices</title><script src="/_Incapsula_Resource?SWJIYLWA=7"></script>Notices</html>',
        b'<html><title>Contact</title><form><div class="g-recaptcha"></div></form></html>',
        b"<html><title>Notices</title>Access Denied to the airspace; see Reference #1 of the AIC.</html>",
    ],
)
def test_page_behind_the_same_products_is_a_page(host: Host, fetcher: Make, body: bytes) -> None:
    """Scripts that such products add to real pages, and words in official text, do not make a page a challenge."""
    host.says["/page"] = page(body)
    assert isinstance(fetcher().fetch(Request(part="list", url=host.url()), None), Response)


def test_data_that_mentions_a_challenge_is_data(host: Host, fetcher: Make) -> None:
    """JSON or XML whose text quotes such words is not taken for a challenge page."""
    body = b'{"text": "<title>Just a moment...</title>"}'
    host.says["/page"] = page(body, Content_Type="application/json")
    assert isinstance(fetcher().fetch(Request(part="list", url=host.url()), None), Response)


BROKEN = {
    "closed without an answer": (hang_up, "broken off"),
    "body shorter than announced": (say_and_hang_up(page(b"half", length=1000)), "broken off"),
    "chunk cut": (say_and_hang_up(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nab"), "broken off"),
    "not HTTP": (say_and_hang_up(b"SSH-2.0-OpenSSH\r\n\r\n"), "not HTTP"),
    "gzip cut": (page(gzip.compress(b"x" * 999)[:-9], Content_Encoding="gzip"), "cut off"),
    "not gzip": (page(b"plain text here", Content_Encoding="gzip"), "not gzip"),
    "unknown coding": (page(b"?", Content_Encoding="br"), "'br'"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_answer_is_a_failure(host: Host, fetcher: Make, case: str) -> None:
    """An answer that is cut off or not what it says is a failure in plain words, never half a page."""
    host.says["/page"], words = BROKEN[case]
    failed = failure(fetcher(), host.url())
    assert words in failed.reason
    assert not failed.blocked


@pytest.mark.parametrize(
    ("name", "value"), [("X-A", "1\r\nInjected: 2"), ("X A", "1"), ("X-A", "Ü\u202e"), ("X-\u202e", "1"), ("", "")]
)
def test_hostile_request_header(host: Host, fetcher: Make, name: str, value: str) -> None:
    """A header of a source that would break the request is a failure in words, or arrives as one line."""
    host.says["/page"] = page()
    answer = fetcher(robots=False).fetch(Request(part="a", url=host.url(), headers=((name, value),)), None)
    assert isinstance(answer, Response | Failure)
    assert isinstance(answer, Response) or "cannot be sent" in answer.reason
    assert all("injected" not in asked.headers for asked in host.asked)


def test_nobody_listening(fetcher: Make) -> None:
    """A refused connection is a failure."""
    assert "cannot be reached" in failure(fetcher(robots=False), "http://127.0.0.1:1/page").reason


def test_silence_ends(host: Host, fetcher: Make) -> None:
    """A host that says nothing is given up after the time limit."""
    host.says["/page"] = say_slowly(page(), 0.6)
    assert "no answer within 0.1 seconds" in failure(fetcher(robots=False, timeout=0.1), host.url()).reason


@pytest.mark.parametrize("at_once", [0, 60])
def test_slow_drip_ends(host: Host, fetcher: Make, at_once: int) -> None:
    """An answer that drips, in its head or in its body, ends at the total time, though each byte comes in time."""
    host.says["/page"] = say_slowly(page(b"x" * 400), 0.02, at_once)
    failed = failure(fetcher(robots=False, total_timeout=0.3, attempts=3), host.url())
    assert "not complete after 0.3 seconds" in failed.reason
    assert host.paths == ["/page"]


LARGE = {
    "announced": page(b"", length=2_000_000),
    "sent": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 1_200_000,
    "unfolded": page(gzip.compress(bytes(range(256)) * 8000), Content_Encoding="gzip"),
}


@pytest.mark.parametrize("case", LARGE)
def test_size_limit(host: Host, fetcher: Make, case: str) -> None:
    """A body beyond the limit is refused, whether announced, sent, or unfolded."""
    host.says["/page"] = say_and_hang_up(LARGE[case])
    assert "at most 1,000,000 bytes" in failure(fetcher(), host.url()).reason


def test_decompression_bomb(host: Host, fetcher: Make) -> None:
    """A few kilobytes that unfold into far more are refused by their ratio, before the size limit."""
    host.says["/page"] = page(gzip.compress(b"0" * 30_000_000), Content_Encoding="gzip")
    assert "decompression bomb" in failure(fetcher(max_bytes=64_000_000), host.url()).reason


def test_connection_is_used_again_after_an_error(host: Host, fetcher: Make) -> None:
    """An answer given up half way does not spoil the next."""
    host.says["/page"] = [page(b"x" * 1_200_000), page(b"fine")]
    asking = fetcher()
    failure(asking, host.url())
    answer = asking.fetch(Request(part="list", url=host.url()), None)
    assert isinstance(answer, Response)
    assert answer.body == b"fine"


@pytest.mark.parametrize(
    ("status", "body", "blocked"),
    [(500, b"", False), (403, b"", True), (200, WALLS["Cloudflare"], True), (301, b"", False)],
)
def test_recorded_answer_is_judged_as_a_live_one(status: int, body: bytes, blocked: bool) -> None:
    """A recorded error, refusal, challenge or redirect is the failure that it would have been live."""
    headers = (("Content-Type", "text/html"),)
    recorded = Response(part="a", url="https://x.example/", status=status, headers=headers, body=body, read_at=NOW)
    failed = judged(recorded)
    assert isinstance(failed, Failure)
    assert (failed.status, failed.blocked, failed.read_at) == (status, blocked, NOW)


def test_recorded_page_is_a_page() -> None:
    """A recorded page stays as it is."""
    recorded = Response(part="a", url="https://x.example/", status=200, headers=(), body=b"<html>", read_at=NOW)
    assert judged(recorded) is recorded


def test_secret_is_told_to_nobody(host: Host, fetcher: Make, clock: Clock) -> None:
    """Key and password of an address appear in no answer and no reason."""
    host.says["/page?api_key=S3CRET"] = page(b"", "302 Found", Location="https://u:S3CRET@[bad")
    url = host.url("/page?api_key=S3CRET").replace("http://", "http://user:S3CRET@")
    asked = Request(part="list", url=url, secret=True, headers=(("Authorization", "Bearer S3CRET"),))
    failed = fetcher().fetch(asked, None)
    assert isinstance(failed, Failure)
    assert "S3CRET" not in repr(failed)
    host.says["/page?api_key=S3CRET"] = page()
    answer = fetcher().fetch(asked, None)
    assert isinstance(answer, Response)
    assert answer.secret
    assert "S3CRET" not in repr(answer)
    assert not clock.slept
