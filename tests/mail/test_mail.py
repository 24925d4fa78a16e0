"""The digest as a mail."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest

from advisories import digest, mail
from advisories.digest import notams
from advisories.digest.shapes import DigestView
from advisories.errors import DeliveryError
from advisories.known import Knowledge
from advisories.mail.message import HTML_BUDGET
from advisories.model import ChangeKind, FieldChange
from tests.digest import invented as made
from tests.render.golden import compare

HOSTILE = 'Bad\r\nBcc: two@example.org <script>alert(1)</script> {{ 7*7 }} \u202eABC \x00 =cmd|x "onload="'
REFERENCE = re.compile(r"(?:KICZ [A-Z]\d{4}/\d{2}|CZIB \d{4}-\d{2}|SFAR \d+|EGGN [A-Z]\d{4}/\d{2})")


def view(known: Knowledge) -> DigestView:
    """Return the digest of what is known."""
    return digest.view(known, title=made.TITLE, base_url=made.BASE)


def composed(known: Knowledge, **more: Any) -> EmailMessage:
    """Return the mail of what is known."""
    fields: dict[str, Any] = {
        "sender": "Airspace desk <digest@advisories.example>",
        "recipient": "reader@example.org",
        "base_url": made.BASE,
        "edition": 327,
    }
    return mail.compose(view(known), **{**fields, **more})


def part(message: EmailMessage, kind: str) -> str:
    """Return the text or HTML part."""
    found = message.get_body((kind,))
    assert found is not None
    content = found.get_content()
    assert isinstance(content, str)
    return content


def test_the_text_mail_is_the_golden_one() -> None:
    """The text part, whole, is what was reviewed."""
    compare("digest.txt", part(composed(made.knowledge(sources=(made.BLOCKED, made.EASA, made.UK))), "plain").encode())


def test_the_whole_message_is_the_golden_one() -> None:
    """The message's bytes, headers and boundary included, are what was reviewed."""
    compare("digest.eml", composed(made.knowledge()).as_bytes())


def test_a_quiet_mail_is_the_golden_one() -> None:
    """A morning without changes is a short mail that says what was read."""
    compare("quiet.txt", part(composed(made.quiet()), "plain").encode())


def test_the_same_edition_makes_the_same_bytes() -> None:
    """Composing twice makes the same bytes, and another recipient another Message-ID."""
    one, two = composed(made.knowledge()), composed(made.knowledge())
    assert one.as_bytes() == two.as_bytes()
    assert composed(made.knowledge(), recipient="other@example.org")["Message-ID"] != one["Message-ID"]


def test_every_header_stays_on_one_line() -> None:
    """No header is folded, whatever its length, and an unsubscribe address is never encoded."""
    long = "https://advisories.example/leave/" + "x" * 300
    message = composed(made.bulk(50), unsubscribe=long)
    head = message.as_bytes().split(b"\r\n\r\n", maxsplit=1)[0].split(b"\r\n")
    assert all(re.match(rb"[A-Za-z-]+: ", line) for line in head)
    assert f"List-Unsubscribe: <{long}>".encode() in head
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head


def test_the_headers_say_what_the_mail_is() -> None:
    """Date is the edition's time; the list, its archive and its automatic origin are named; nothing to leave by default."""
    message = composed(made.knowledge())
    assert message["Date"].datetime == made.NOW == datetime(2026, 11, 22, 5, tzinfo=UTC)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<digest.advisories.example>"
    assert message["List-Archive"] == "<https://advisories.example/changes/2026-11-22/>"
    assert message["List-Unsubscribe"] is None
    assert composed(made.knowledge(), unsubscribe="mailto:leave@example.org")["List-Unsubscribe-Post"] is None


def test_the_subject_says_what_changed() -> None:
    """Sources not read come first, then the changes with their FIRs, then the time."""
    subject = composed(made.knowledge(sources=(made.BLOCKED, made.EASA, made.UK)))["Subject"]
    assert subject == (
        "1 of 3 sources not read whole; 1 new, 1 extended, 1 no longer listed (ZZEX, ZZSG); "
        "2 NOTAM changes | Airspace advisories 22 Nov 05:00Z"
    )
    assert composed(made.quiet())["Subject"].startswith("no changes | ")


def test_one_change_is_one() -> None:
    """A subject does not say "1 NOTAM changes"."""
    assert (notams.told(1), notams.told(2)) == ("1 NOTAM change", "2 NOTAM changes")


def test_hostile_text_is_inert_in_every_part() -> None:
    """No scraped text opens a header, an element or a template, or turns the reading direction."""
    bad = made.faa(
        "A0099/26", HOSTILE, "ZZEX", title=HOSTILE, reference=HOSTILE, url="javascript:alert(1)", text=HOSTILE
    )
    gone = made.REPLACE(
        made.FAA, title=HOSTILE, reason=HOSTILE, home="javascript:x", verdict=None, acknowledgement=HOSTILE
    )
    fields = (FieldChange(field=HOSTILE, before=HOSTILE, after=HOSTILE * 9000),)
    known = made.knowledge(
        changes=((1, made.change(ChangeKind.AMENDED, bad, fields=fields, note=HOSTILE)),),
        standings=(made.standing(bad),),
        sources=(gone,),
    )
    message = composed(known)
    raw = message.as_bytes()
    head = raw.split(b"\r\n\r\n", maxsplit=1)[0]
    assert b"\r\nBcc" not in head
    parsed = message_from_bytes(raw, policy=policy.SMTP)
    assert parsed["Bcc"] is None
    for kind in ("plain", "html"):
        body = part(message, kind)
        assert "\u202e" not in body
        assert "\x00" not in body
        assert "{{ 7*7 }}" in body
    page = part(message, "html")
    found = _Loads()
    found.feed(page)
    assert found.loads == []
    assert found.handlers == []
    assert "javascript:" not in page


def test_an_address_with_a_line_break_is_refused() -> None:
    """A recipient or sender that would open a second header is an error in plain words."""
    with pytest.raises(DeliveryError, match="To on one line"):
        composed(made.knowledge(), recipient="a@example.org\r\nBcc: b@example.org")


@pytest.mark.parametrize("count", [0, 1, 50, 500])
def test_the_html_part_keeps_its_budget(count: int) -> None:
    """The HTML part stays below 80 KB with any number of changes, and what is left out is said in both parts."""
    message = composed(made.bulk(count))
    page, text = part(message, "html"), part(message, "plain")
    assert len(page.encode()) < HTML_BUDGET
    for one in re.findall(r"\d+ further [a-z]+ of warnings", page):
        assert one in text
    assert ("further" in page) == (count == 500)


def test_both_parts_say_the_same() -> None:
    """Text and HTML name the same references and the same pages."""
    message = composed(made.knowledge(sources=(made.BLOCKED, made.EASA, made.UK)))
    page, text = part(message, "html"), " ".join(part(message, "plain").split())
    assert set(REFERENCE.findall(page)) == set(REFERENCE.findall(text))
    assert set(re.findall(r"https://advisories\.example/changes/[^\s\"<]+", page)) == set(
        re.findall(r"https://advisories\.example/changes/\S+", text)
    )


def test_the_text_part_has_72_columns() -> None:
    """No line of the text part is longer than 72 columns, but for an address that cannot be broken."""
    lines = part(composed(made.bulk(30)), "plain").split("\n")
    assert [line for line in lines if len(line) > 72 and "https://" not in line] == []


class _Loads(HTMLParser):
    """Collects what a mail program would load, and every link."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note addresses of one element."""
        for name, value in attrs:
            if name in ("src", "background", "srcset", "poster") or tag in ("img", "link", "script", "iframe"):
                self.loads.append(f"{tag} {name}")
            elif name.startswith("on"):
                self.handlers.append(name)
            elif name == "href":
                self.links.append(value or "")


def test_the_html_part_loads_nothing() -> None:
    """No image, script, style sheet or font is loaded; every link is absolute https; dark colours survive inlining."""
    page = part(composed(made.knowledge()), "html")
    found = _Loads()
    found.feed(page)
    assert found.loads == []
    assert all(link.startswith("https://") for link in found.links)
    assert "url(" not in page
    assert "prefers-color-scheme: dark" in page
    assert "!important" in page
    assert page.startswith("<!DOCTYPE html>")


def test_without_a_public_address_no_link_is_made() -> None:
    """Where the site has no address the mail carries none that leads nowhere."""
    plain = digest.view(made.knowledge(), title=made.TITLE, base_url="")
    message = mail.compose(plain, sender="a@example.org", recipient="b@example.org", base_url="", edition=0)
    found = _Loads()
    found.feed(part(message, "html"))
    assert found.links == []
    assert message["Message-ID"].endswith("@example.org>")
    assert "20261122T050000Z" in message["Message-ID"]
