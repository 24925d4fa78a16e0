"""From official prose to provisions, by rules that can be read and cited. Pure."""

from typing import Final

from advisories.reading.reader import Reading, read
from advisories.reading.telling import Unread

VERSION: Final = 6
"""Raised when the same words are to be read anew, because rules read them better."""

__all__ = ["VERSION", "Reading", "Unread", "read"]
