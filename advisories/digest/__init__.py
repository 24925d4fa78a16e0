"""What a reader should see, as values for templates. Pure: no I/O, no clock, no markup."""

from __future__ import annotations

from advisories.digest.edition import shorten, view
from advisories.digest.shapes import DigestView

__all__ = ["DigestView", "shorten", "view"]
