"""Messages: a digest composed as a mail, and what carries it."""

from __future__ import annotations

from advisories.mail.message import compose
from advisories.mail.named import carrier

__all__ = ["carrier", "compose"]
