"""Fetching: honest, slow, and never more than is needed; nothing of httpx in any signature.

This package is the only importer of httpx, httpcore, protego and stamina.
"""

from advisories.fetch.fetcher import AGENT, Fetcher, user_agent
from advisories.fetch.gate import ALLOWS, Gate, Resolve, system_resolve
from advisories.fetch.judgement import judged
from advisories.fetch.trouble import TroubleError

__all__ = [
    "AGENT",
    "ALLOWS",
    "Fetcher",
    "Gate",
    "Resolve",
    "TroubleError",
    "judged",
    "system_resolve",
    "user_agent",
]
