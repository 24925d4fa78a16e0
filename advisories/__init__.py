"""What each aviation authority tells operators about each airspace, what changed, and the proof."""

__version__ = "0.1.0"
