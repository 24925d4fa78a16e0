"""An offline story of invented warnings, told through the real program: recordings, store, digests and site.

Every State, FIR, aerodrome and number in it is invented, and every page says so. Only the addresses and the structure
of the pages are the publishers' own, so that the real readers read them unchanged.
"""

from advisories.demo.recording import record
from advisories.demo.story import DAYS, MARK, Day
from advisories.demo.tour import Tour, free_folder, run

__all__ = ["DAYS", "MARK", "Day", "Tour", "free_folder", "record", "run"]
