"""The log: one line per event on standard error, as key=value or as JSON; foreign text in it is quoted and escaped."""

from __future__ import annotations

import sys
from typing import Any, Final

import structlog

FORMS: Final = ("logfmt", "json")


def log_to_stderr(level: int, form: str = "logfmt") -> None:
    """Write log lines of a level (as in `logging`) and above to standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _renderer(form),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_to_standard_error,
        cache_logger_on_first_use=False,
    )


def _to_standard_error(*_: object) -> structlog.PrintLogger:
    """Return a logger to what standard error is now, not to what it was when logging was set up."""
    return structlog.PrintLogger(sys.stderr)


def _renderer(form: str) -> Any:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], drop_missing=True)
