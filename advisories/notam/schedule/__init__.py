"""Item D) of a NOTAM: text in, intervals out (ICAO Annex 15, Doc 8126; EUROCONTROL OPADD, item D)."""

from advisories.notam.schedule.reader import Schedule, read_schedule

__all__ = ["Schedule", "read_schedule"]
