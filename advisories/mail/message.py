"""A digest as one mail: a text written for text, the same lines as HTML, headers that stay on one line."""

from __future__ import annotations

import hashlib
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit

import css_inline

from advisories import render
from advisories.digest.edition import shorten
from advisories.digest.shapes import DigestView
from advisories.errors import DeliveryError, RenderError
from advisories.mail import subject

HTML_BUDGET = 80_000
"""Bytes of the HTML part; mail programs cut near 102,400."""
_POLICY = SMTP.clone(max_line_length=998)
_SHORTENED = ((50, 60), (25, 30), (12, 15), (6, 8), (3, 4), (1, 2), (0, 0))
"""How many changes and how many entries of each other list remain, tried in order until the budget is met."""


def _inline(page: str) -> str:
    inliner = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)
    try:
        return inliner.inline(page)
    except css_inline.InlineError as error:
        raise RenderError(f"mail: the style sheet cannot be inlined: {error}") from None


def parts(view: DigestView, templates: render.Templates | None = None) -> tuple[str, str]:
    """Return the text part and the HTML part, both shortened alike until the HTML is below 80 KB.

    What is left out is said at the end of both. Raises `RenderError` where even the shortest is above the budget.
    """
    for changes, lists in (None, None), *_SHORTENED:
        shown = view if changes is None or lists is None else shorten(view, changes=changes, lists=lists)
        page = _inline(render.render("digest.html", shown, templates))
        if len(page.encode("utf-8", "replace")) < HTML_BUDGET:
            return render.render("digest.txt", shown, templates), page
    raise RenderError(f"mail: the shortest digest is above {HTML_BUDGET:,} bytes of HTML")


def _host(base_url: str, sender: str) -> str:
    return urlsplit(base_url).hostname or sender.rpartition("@")[2].strip(" >") or "localhost"


def _headers(message: EmailMessage, headers: dict[str, str]) -> None:
    for name, value in headers.items():
        try:
            message[name] = value
        except (ValueError, MessageError, IndexError) as error:
            raise DeliveryError(f"mail: expected a {name} on one line, found {value!r}: {error}") from None


def compose(
    view: DigestView,
    *,
    sender: str,
    recipient: str,
    base_url: str,
    edition: int,
    list_id: str = "",
    unsubscribe: str = "",
    templates: render.Templates | None = None,
) -> EmailMessage:
    """Return the mail of one edition to one recipient; the same input makes the same bytes.

    `sender` and `recipient` are addresses, with or without a name. `unsubscribe` is an https or mailto address; with
    https one POST to it must suffice (RFC 8058). Date is the edition's time. Raises `RenderError` where a template
    fails, `DeliveryError` where an address cannot stand in a header.
    """
    host = _host(base_url, sender)
    who = hashlib.sha256(recipient.strip().lower().encode("utf-8", "surrogatepass")).hexdigest()[:16]
    number = str(edition) if edition else view.as_of.when.strftime("%Y%m%dT%H%M%SZ")
    identity = f"digest.{number}.{who}@{host}"
    text, page = parts(view, templates)
    message = EmailMessage(policy=_POLICY)
    headers = {
        "From": sender,
        "To": recipient,
        "Subject": subject.line(view),
        "Message-ID": f"<{identity}>",
        "List-Id": list_id or f"<digest.{host}>",
        "Auto-Submitted": "auto-generated",
    }
    if base_url and view.days:
        headers["List-Archive"] = f"<{view.days[0].url or base_url}>"
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        if unsubscribe.startswith("https://"):
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _headers(message, headers)
    message["Date"] = view.as_of.when
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{hashlib.sha256(identity.encode()).hexdigest()[:32]}")
    return message
