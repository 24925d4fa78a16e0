"""Fetching: honest, slow, and never more than is needed; nothing of httpx in any signature.

This package is the only importer of httpx, httpcore, protego and stamina.
"""

from advisories.fetch.fetcher import AGENT, Fetcher, user_agent
from advisories.fetch.judgement import judged

__all__ = ["AGENT", "Fetcher", "judged", "user_agent"]
