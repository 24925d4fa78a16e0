"""From official prose to provisions, by rules that can be read and cited. Pure."""

from advisories.reading.reader import Reading, Unread, read

__all__ = ["Reading", "Unread", "read"]
