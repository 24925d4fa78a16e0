"""The stance on an airspace: everything that each authority tells its operators about it at one time, side by side.

A stance is the whole set of provisions by authority and band; a headline is only a label on it. The State's own status
of its airspace stands first and apart, for it binds everyone; interference with satellite navigation is a hazard, not a
stance. One measure overrules another of its authority only where its words name it; otherwise both stand, and where
they disagree over the same levels the conflict is shown. "None known" is never said without what was read.
"""

from advisories.stance.shapes import NOTHING, AuthorityStance, Conflict, Entry, OwnStatus, Stance
from advisories.stance.table import stance
from advisories.stance.weighing import conflicts, overruled

__all__ = ["NOTHING", "AuthorityStance", "Conflict", "Entry", "OwnStatus", "Stance", "conflicts", "overruled", "stance"]
