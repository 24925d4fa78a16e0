"""Places: FIRs, countries, coordinates and shapes. Pure."""
