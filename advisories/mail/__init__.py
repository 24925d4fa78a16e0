"""Messages: a digest composed as a mail."""

from __future__ import annotations

from advisories.mail.message import compose

__all__ = ["compose"]
