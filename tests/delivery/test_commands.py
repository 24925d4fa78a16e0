"""From settings to mailbox by the real commands, with a real mail server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisories import publish
from advisories.cli import commands
from advisories.config import DeliverySettings, read_settings
from advisories.errors import RenderError
from advisories.mail import carrier
from advisories.mail.folder import FolderTransport
from advisories.publish import Publication
from advisories.store import Store
from advisories.store.outbox import DeliveryState
from tests.core.wired import TEN, Desk, page
from tests.delivery.made import OTHER, READER, SENDER, Clock
from tests.delivery.office import Office, read

SETTINGS = """
[digest]
sender = "{sender}"
[site]
url = "https://advisories.example"
[delivery]
transport = "{transport}"
recipients = ["{reader}", "{other}"]
[delivery.smtp]
host = "127.0.0.1"
port = {port}
security = "none"
"""


def advisories(*words: str) -> Result:
    """Run a command."""
    return CliRunner().invoke(commands, words)


@pytest.fixture
def place(tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with settings and a store with something read, as the current folder."""
    monkeypatch.chdir(tmp_path)
    text = SETTINGS.format(sender=SENDER, transport="smtp", reader=READER, other=OTHER, port=office.port)
    (tmp_path / "advisories.toml").write_text(text, "utf-8")
    desk = Desk(tmp_path)
    desk.read(page(*TEN))
    desk.close()
    (tmp_path / "store.sqlite3").rename(tmp_path / "advisories.sqlite3")
    return tmp_path


def test_a_digest_goes_from_the_store_to_the_mailbox(place: Path, office: Office) -> None:
    """An edition issued is queued for every recipient, sent by `send`, listed as sent, and not sent again."""
    assert advisories("digest", "issue").exit_code == 0
    listed = json.loads(advisories("deliveries", "list", "--json").output)
    assert [(one["recipient"], one["state"]) for one in listed] == [(READER, "queued"), (OTHER, "queued")]
    result = advisories("deliveries", "send")
    assert result.exit_code == 0, result.output
    assert f"edition 1 to {READER}: sent" in result.output
    assert advisories("deliveries", "send").output == "Nothing is due.\n"
    assert [to for _, to, _ in office.letters] == [READER, OTHER]
    assert "queued as 4711" in advisories("deliveries", "list", "--state", "sent").output
    assert advisories("deliveries", "list", "--state", "failed").output.startswith("No delivery; the settings name 2")


def test_the_mail_has_every_header_and_both_parts(place: Path, office: Office) -> None:
    """What arrives says what it is, how to leave, and keeps its lines within RFC 5322's 998 characters."""
    advisories("digest", "issue")
    advisories("deliveries", "send", "--json")
    _, to, raw = office.letters[0]
    message = read(raw)
    assert (message["From"], message["To"], to) == (SENDER, READER, READER)
    assert message["List-Id"] == "<digest.advisories.example>"
    assert message["List-Unsubscribe"] == "<mailto:desk@advisories.example?subject=unsubscribe>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].startswith("<digest.1.")
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_messages_to_send_are_frozen_with_the_edition(place: Path, office: Office) -> None:
    """What is sent later is what was issued, whatever the settings and the store say by then."""
    advisories("digest", "issue")
    with Store(f"sqlite:///{place}/advisories.sqlite3") as store:
        edition = store.last_edition()
    assert edition is not None
    settings = place / "advisories.toml"
    settings.write_text(settings.read_text("utf-8").replace("advisories.example", "elsewhere.example"), "utf-8")
    advisories("deliveries", "send")
    for _, _, raw in office.letters:
        assert raw.partition(b"\r\n\r\n")[2] == edition.message.partition(b"\r\n\r\n")[2]
        assert b"elsewhere" not in raw


def test_what_was_not_sent_is_said_with_its_reason(place: Path, office: Office) -> None:
    """Bounced, deferred and suppressed deliveries are listed with the server's words, and can be put right."""
    advisories("digest", "issue")
    office.says |= {READER: "550 5.1.1 User unknown", OTHER: "450 4.2.0 Greylisted"}
    result = advisories("deliveries", "send")
    assert result.exit_code == 3
    assert f"edition 1 to {READER}: bounced" in result.output
    assert f"edition 1 to {OTHER}: deferred, next " in result.output
    listed = advisories("deliveries", "list").output
    assert "User unknown" in listed
    assert "Greylisted" in listed
    assert READER in advisories("deliveries", "suppressed").output
    assert json.loads(advisories("deliveries", "suppressed", "--json").output)[0]["recipient"] == READER
    assert advisories("deliveries", "unsuppress", READER).exit_code == 0
    assert advisories("deliveries", "unsuppress", READER).exception is not None
    assert advisories("deliveries", "suppressed").output == "No address is suppressed.\n"
    office.says.clear()
    assert advisories("deliveries", "resend-failed", "--edition", "1").output.startswith("1 queued again")
    assert advisories("deliveries", "send").exit_code == 0


def test_what_may_have_arrived_is_sent_again_only_when_told(place: Path, office: Office) -> None:
    """The next pass sends what stayed queued, and not that; `resend-unknown` queues it, and says how to send it now."""
    advisories("digest", "issue")
    office.hangs_up = "answer"
    assert "may have arrived" in advisories("deliveries", "send").output
    office.hangs_up = ""
    assert "edition 1 to" in advisories("deliveries", "send").output
    assert [to for _, to, _ in office.letters] == [READER, OTHER]
    assert advisories("deliveries", "send").output == "Nothing is due.\n"
    assert "`advisories deliveries send`" in advisories("deliveries", "resend-unknown").output
    assert advisories("deliveries", "send").exit_code == 0
    assert advisories("deliveries", "resend-unknown").output == "0 queued again\n"


def test_a_server_that_is_away_keeps_everything_queued(place: Path, office: Office) -> None:
    """The pass stops and says so, and nothing is lost."""
    advisories("digest", "issue")
    office.hangs_up = "EHLO"
    assert "stopped, the rest stays queued" in advisories("deliveries", "send").output
    listed = json.loads(advisories("deliveries", "list", "--json").output)
    assert [one["state"] for one in listed] == ["deferred", "queued"]


def test_a_test_message_is_marked_and_leaves_no_trace(place: Path, office: Office) -> None:
    """`test` sends one message that says what it is; no edition or delivery comes of it."""
    assert advisories("deliveries", "test", "desk@example.org").exit_code == 0
    ((_, to, raw),) = office.letters
    assert to == "desk@example.org"
    assert read(raw)["Subject"].startswith("[test] ")
    assert "holds no advisory" in read(raw).get_content()
    office.says["RCPT"] = "550 5.1.1 User unknown"
    result = advisories("deliveries", "test", "nobody@example.org")
    assert result.exit_code == 3
    assert "bounced" in result.output
    assert json.loads(advisories("deliveries", "list", "--json").output) == []
    assert advisories("deliveries", "suppressed").output == "No address is suppressed.\n"


def test_an_address_on_the_command_line_is_checked(place: Path) -> None:
    """What is no address is refused in plain words."""
    assert "expected a mail address" in str(advisories("deliveries", "test", "a@b\r\nBcc: c@d").exception)


def test_nothing_to_deliver_is_said_plainly(place: Path) -> None:
    """Without recipients the list says which setting would name them."""
    (place / "advisories.toml").write_text("", "utf-8")
    assert advisories("deliveries", "list").output == "No delivery; the settings name no recipients ([delivery]).\n"


def publication(folder: Path) -> Publication:
    """Return where the place publishes."""
    settings = read_settings(folder / "advisories.toml")
    return Publication(sources=(), settings=settings, site_folder=folder / "site", digest_folder=folder / "digests")


def test_publishing_issues_builds_and_sends(place: Path, office: Office) -> None:
    """One pass queues the edition and sends it; the next pass of the day sends nothing."""
    clock = Clock()
    with Store(f"sqlite:///{place}/advisories.sqlite3") as store:
        made = publication(place)
        for expected in (2, 0):
            transport = carrier(made.settings.delivery, place)
            done = publish.publish(store, made, clock.now, transport=transport, clock=clock)
            assert done.delivered is not None
            assert len(done.delivered.attempts) == expected
            clock.pass_(minutes=5)
    assert len(office.letters) == 2


def test_mail_goes_out_even_if_the_site_cannot_be_built(
    place: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A template that fails stops the site, not the mail that is queued."""

    def broken(*_: object) -> Path:
        raise RenderError("front.html: no such field")

    monkeypatch.setattr(publish, "build_site", broken)
    clock = Clock()
    with Store(f"sqlite:///{place}/advisories.sqlite3") as store:
        made = publication(place)
        with pytest.raises(RenderError):
            publish.publish(store, made, clock.now, transport=carrier(made.settings.delivery, place), clock=clock)
        assert store.outbox.counts() == {DeliveryState.SENT: 2}
    assert len(office.letters) == 2


def test_without_mail_settings_a_digest_goes_nowhere(tmp_path: Path) -> None:
    """By default nobody is mailed, and the way out is a folder."""
    assert DeliverySettings().addresses == ()
    assert isinstance(carrier(DeliverySettings(), tmp_path), FolderTransport)
