"""What settings about mail are accepted, and how wrong ones are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisories.config import Settings, read_settings
from advisories.errors import ConfigError
from advisories.mailboxes import bare, mailbox


def read(folder: Path, text: str) -> Settings:
    """Read settings."""
    path = folder / "advisories.toml"
    path.write_text(text, "utf-8")
    return read_settings(path)


def test_recipients_are_addresses_each_once(tmp_path: Path) -> None:
    """Two spellings of one address are one recipient, so that nobody gets an edition twice."""
    found = read(tmp_path, '[delivery]\nrecipients = ["a@EXAMPLE.org", "b@example.org", "A@example.org"]')
    assert found.delivery.addresses == ("A@example.org", "b@example.org")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "reader",
        "@example.org",
        "reader@",
        "reader@example.org\\r\\nBcc: other@example.org",
        "reader@example.org\\n",
        "a@b,c@d",
        "Reader <reader@example.org>",
        "-oQ/tmp@example.org",
        "a..b@example.org",
        "r\\u00e4der@example.org",
        "a@-example.org",
        "a@exam ple.org",
        "a\\u0000@example.org",
        '\\"a b\\"@example.org',
        "a@[127.0.0.1]",
    ],
)
def test_what_is_no_address_is_refused_when_the_settings_are_read(tmp_path: Path, address: str) -> None:
    """No recipient can open a header, an option or a second recipient; the error names the setting."""
    with pytest.raises(ConfigError, match=r"recipients: expected a mail address"):
        read(tmp_path, f'[delivery]\nrecipients = ["{address}"]')


@pytest.mark.parametrize("length", [64, 65, 200_000])
def test_an_address_of_any_length_is_judged_at_once(length: int) -> None:
    """Sixty-four characters before the @ are the most (RFC 5321, 4.5.3.1.1), and more do no harm."""
    address = f"{'a' * length}@example.org"
    if length > 64:
        with pytest.raises(ValueError, match="expected a mail address"):
            mailbox(address)
    else:
        assert mailbox(address) == address
    with pytest.raises(ValueError, match="expected a mail address"):
        mailbox(f"{'a.' * length}@{'b-' * length}")


@pytest.mark.parametrize("sender", ["Desk <desk@example.org>", "desk@example.org", '"Desk, the" <desk@example.org>'])
def test_a_sender_may_have_a_name(sender: str) -> None:
    """The envelope carries the address alone."""
    assert bare(sender) == "desk@example.org"


@pytest.mark.parametrize(
    "sender", ["", "Desk", "a@b, c@d", "Desk <desk@example.org>\\r\\nBcc: a@b", "Desk <a@b> <c@d>"]
)
def test_a_sender_that_is_none_is_refused_where_there_is_mail_to_send(tmp_path: Path, sender: str) -> None:
    """With recipients, a sender that is no one address is an error that names the setting."""
    with pytest.raises(ConfigError, match=r"digest\.sender: expected"):
        read(tmp_path, f'[digest]\nsender = "{sender}"\n[delivery]\nrecipients = ["a@example.org"]')


@pytest.mark.parametrize("unsubscribe", ["http://example.org", "leave@example.org", "https://a>, <b", "mailto:a\\nb"])
def test_an_unsubscribe_address_is_mailto_or_https(tmp_path: Path, unsubscribe: str) -> None:
    """Anything else, or what would open a second address or header, is refused."""
    with pytest.raises(ConfigError, match="unsubscribe: expected a mailto: or https:// address"):
        read(tmp_path, f'[delivery]\nunsubscribe = "{unsubscribe}"')


def test_an_open_connection_to_another_machine_needs_to_be_asked_for(tmp_path: Path) -> None:
    """Without TLS only this machine is reached, unless a setting says otherwise."""
    for host in ("localhost", "127.0.0.1", "::1"):
        assert read(tmp_path, f'[delivery.smtp]\nsecurity = "none"\nhost = "{host}"').delivery.smtp.host == host
    with pytest.raises(ConfigError, match="allow_insecure"):
        read(tmp_path, '[delivery.smtp]\nsecurity = "none"\nhost = "mail.example.org"')
    assert read(tmp_path, '[delivery.smtp]\nsecurity = "none"\nhost = "mail.example.org"\nallow_insecure = true')


def test_a_misspelt_setting_is_answered_with_the_nearest(tmp_path: Path) -> None:
    """An unknown key in a table within a table names its place and what may have been meant."""
    with pytest.raises(ConfigError, match=r"\[delivery\] \[smtp\]: unknown setting 'pasword_file'; did you mean"):
        read(tmp_path, '[delivery.smtp]\npasword_file = "x"')


def test_a_password_in_the_settings_is_not_a_setting(tmp_path: Path) -> None:
    """The secret itself has no place in the file, and the error does not repeat it."""
    with pytest.raises(ConfigError, match="unknown setting 'password'") as raised:
        read(tmp_path, '[delivery.smtp]\npassword = "correct horse"')
    assert "correct horse" not in str(raised.value)
