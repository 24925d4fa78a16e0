"""A folder that another program sends from, or a person reads: one .eml file per message, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import Final

from advisories.mail.transport import HandOver, Outcome, Sent

_IDENTITY: Final = re.compile(rb"^Message-ID: <([A-Za-z0-9][A-Za-z0-9._-]{0,120})@", re.MULTILINE | re.IGNORECASE)


class FolderTransport:
    """Writes messages into a folder. A message written twice is one file: it is named by its Message-ID."""

    def __init__(self, folder: Path) -> None:
        """Write below `folder`, which is made when it is needed."""
        self._folder = folder

    def send(self, message: bytes, sender: str, recipient: str, hand_over: HandOver) -> Sent:
        """Write one message; see `Transport`. The file is on the disk when this returns; the envelope is not kept."""
        del sender, recipient
        path = self._folder / f"{_name(message)}.eml"
        partial = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as file:
                file.write(message)
                file.flush()
                os.fsync(file.fileno())
            hand_over()
            partial.replace(path)
            _sync(self._folder)
        except OSError as error:
            reason = f"{path}: cannot be written: {error.strerror}"
            return Sent(outcome=Outcome.DEFERRED, reason=reason, unusable=True)
        return Sent(outcome=Outcome.SENT, reason=str(path))

    def close(self) -> None:
        """Nothing stays open."""


def _name(message: bytes) -> str:
    """Return the local part of the Message-ID where that is a plain word, else a hash of the message."""
    found = _IDENTITY.search(message.partition(b"\r\n\r\n")[0])
    return found[1].decode() if found else hashlib.sha256(message).hexdigest()


def _sync(folder: Path) -> None:
    """Make sure that a folder's entries are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
