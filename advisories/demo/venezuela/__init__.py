"""Venezuela, 2019 to 2026, told through the real program: what the FAA and EASA said about the Maiquetía FIR, and when.

Texts of the FAA stand as published where they were found (works of the United States Government, in the public domain).
What was not found is written in our own words and says so in its reference, its title and every sentence. The days are
those on which the documents appeared, as far as public reports tell; the hours of the readings are ours.
"""

from advisories.demo.venezuela.papers import ASKED, EVENTS, MARK, PAPERS, Paper
from advisories.demo.venezuela.recording import READINGS, record
from advisories.demo.venezuela.sources import VenezuelaEasa, VenezuelaFaa
from advisories.demo.venezuela.tour import run

__all__ = ["ASKED", "EVENTS", "MARK", "PAPERS", "READINGS", "Paper", "VenezuelaEasa", "VenezuelaFaa", "record", "run"]
