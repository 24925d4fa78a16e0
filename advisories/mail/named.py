"""The transport that the settings name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import msgspec

from advisories.config import DeliverySettings, SmtpSettings
from advisories.errors import ConfigError
from advisories.mail.folder import FolderTransport
from advisories.mail.sendmail import SendmailTransport
from advisories.mail.smtp import SmtpTransport
from advisories.mail.transport import Transport

VARIABLE = "ADVISORIES_SMTP_PASSWORD"


def carrier(settings: DeliverySettings, folder: Path) -> Transport:
    """Return the transport of the settings; relative paths in them start at `folder`.

    Nothing is opened or read yet, so this fails for nothing: a missing password is a reason why a delivery waits.
    """
    if settings.transport == "smtp":
        smtp = settings.smtp
        if smtp.ca_file:
            smtp = msgspec.structs.replace(smtp, ca_file=str(folder / smtp.ca_file))
        return SmtpTransport(smtp, partial(password, smtp, folder, os.environ))
    if settings.transport == "sendmail":
        return SendmailTransport(settings.sendmail)
    return FolderTransport(folder / settings.folder)


def password(settings: SmtpSettings, folder: Path, environment: Mapping[str, str]) -> str:
    """Return the password from the environment, else the first line of its file. Raises `ConfigError` without it."""
    given = environment.get(VARIABLE, "")
    if given:
        return given
    if not settings.password_file:
        raise ConfigError(f"delivery.smtp: username needs a password: set password_file, or {VARIABLE}")
    path = folder / settings.password_file
    try:
        found = path.read_text("utf-8").partition("\n")[0].rstrip("\r")
    except OSError as error:
        raise ConfigError(f"delivery.smtp: password_file {path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"delivery.smtp: password_file {path}: expected UTF-8 text") from None
    if not found:
        raise ConfigError(f"delivery.smtp: password_file {path}: expected the password, found an empty line")
    return found
