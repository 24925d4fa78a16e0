"""The exception tree.

    AdvisoriesError
    ├── ConfigError          a setting is unknown, missing or wrong
    ├── InputError           a user's file, reference or time cannot be used
    ├── SourceError          a source's answer cannot be read
    │   ├── WrongPageError   the answer is not the page we know
    │   ├── EmptyPageError   the page is right but holds no row and does not say why
    │   └── RowError         one row cannot be read
    ├── FetchError           no usable answer came
    │   └── BlockedError     the host refuses us; never evaded
    ├── ArchiveError         the archive of responses cannot be written or read
    ├── StoreError           the store cannot be opened, written or migrated
    ├── RenderError          a template failed
    ├── DeliveryError        a message could not be handed over
    └── NotamError           a NOTAM breaks the format (strict reading only)

Every message names the source or file, what was expected and what was found; what was found is cut to 200 characters.
"""

from __future__ import annotations

FOUND_LIMIT = 200


def snippet(found: object) -> str:
    """Return what was found, on one line, without control characters, at most 200 characters."""
    text = found if isinstance(found, str) else repr(found)
    text = text[: FOUND_LIMIT * 4]
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= FOUND_LIMIT else text[: FOUND_LIMIT - 1] + "…"


class AdvisoriesError(Exception):
    """Base of every error this program raises on purpose; its text is for a person."""


class ConfigError(AdvisoriesError):
    """A setting is unknown, missing or wrong."""


class InputError(AdvisoriesError):
    """Something the user gave (file, reference, time, address) cannot be used."""


class SourceError(AdvisoriesError):
    """A source's answer cannot be read."""

    def __init__(self, where: str, expected: str, found: object) -> None:
        self.where = where
        self.expected = expected
        self.found = snippet(found)
        super().__init__(f"{where}: expected {expected}, found {self.found}")


class WrongPageError(SourceError):
    """The answer is not the page we know: its marker is absent."""


class EmptyPageError(SourceError):
    """The page is the right one but holds no row, and does not itself say that there are none."""


class RowError(SourceError):
    """One row of a page cannot be read; the others are not affected."""


class FetchError(AdvisoriesError):
    """No usable answer came: connection, time, size, redirect or status."""


class BlockedError(FetchError):
    """The host refuses us (403, 429, a challenge page, robots.txt); never evaded."""


class ArchiveError(AdvisoriesError):
    """The archive of responses cannot be written or read."""


class StoreError(AdvisoriesError):
    """The store cannot be opened, written or migrated."""


class RenderError(AdvisoriesError):
    """A template failed."""


class DeliveryError(AdvisoriesError):
    """A message could not be handed over."""


class NotamError(AdvisoriesError):
    """A NOTAM breaks the format; raised by strict reading only, with the first fault."""
