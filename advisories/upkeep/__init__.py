"""Upkeep: backup and restore, verification, retention, and reading again what was read."""
