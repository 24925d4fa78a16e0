"""Refusals that look like pages: challenges and walls of content delivery networks and firewalls, told by their words.

Only what such a page itself says counts, not the scripts that the same products put into pages they let through. A
refusal is reported as one and never evaded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

SCAN: Final = 65_536
_TITLE: Final = re.compile(rb"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_FLAGS: Final = (
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-amzn-waf-action", "", "AWS WAF"),
)
_TITLES: Final = (
    ("just a moment...", "Cloudflare"),
    ("attention required! | cloudflare", "Cloudflare"),
    ("pardon our interruption", "Imperva"),
    ("sucuri website firewall", "Sucuri"),
    ("ddos-guard", "DDoS-Guard"),
    ("are you a robot", "a bot check"),
    ("verify you are human", "a bot check"),
    ("human verification", "a bot check"),
    ("captcha", "a captcha"),
)
_MARKS: Final[Sequence[tuple[tuple[bytes, ...], str]]] = (
    ((b"_cf_chl_opt",), "Cloudflare"),
    ((b"<title>access denied", b"reference #"), "Akamai"),
    ((b"errors.edgesuite.net",), "Akamai"),
    ((b"sec-if-cpt-container",), "Akamai"),
    ((b"incapsula incident id",), "Imperva"),
    ((b'id="main-iframe"', b"_incapsula_resource"), "Imperva"),
    ((b"geo.captcha-delivery.com",), "DataDome"),
    ((b"px-captcha", b"_pxappid"), "HUMAN"),
    ((b"gokuprops", b"awswaf"), "AWS WAF"),
    ((b"<title>request rejected", b"support id"), "F5"),
    ((b"the requested url was rejected", b"support id"), "F5"),
)
_FORMS: Final = (b"g-recaptcha", b"h-captcha", b"cf-turnstile", b"friendlycaptcha", b'name="captcha"', b"captcha-form")
_DEMANDS: Final = (
    b"are a human",
    b"are human",
    b"not a robot",
    b"not a bot",
    b"unusual traffic",
    b"automated requests",
    b"enable javascript and cookies to continue",
    b"complete the security check",
)


def challenger(headers: Sequence[tuple[str, str]], body: bytes) -> str:
    """Return whose challenge or wall an answer is, an empty string for any other answer.

    `body` is the decoded body or its beginning; 64 KiB of it are looked at.
    """
    for name, value in headers:
        for flag, wanted, vendor in _FLAGS:
            if name.lower() == flag and wanted in value.lower():
                return vendor
    head = body[:SCAN].lower()
    if b"<" not in head[:1024] or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<rss", b"<feed")):
        return ""
    found = _TITLE.search(head)
    title = " ".join(found[1].decode("utf-8", "replace").split()) if found else ""
    for words, vendor in _TITLES:
        if title.startswith(words):
            return vendor
    for marks, vendor in _MARKS:
        if all(mark in head for mark in marks):
            return vendor
    if len(body) < SCAN and any(form in head for form in _FORMS) and any(words in head for words in _DEMANDS):
        return "a captcha"
    return ""
