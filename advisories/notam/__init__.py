"""The NOTAM language: text in, typed NOTAM out. Pure."""

from advisories.notam.checklist import listed
from advisories.notam.diagnostics import Diagnostic
from advisories.notam.fields import from_fields
from advisories.notam.message import Layout, MessageKind, Notam, NotamType
from advisories.notam.output import as_json
from advisories.notam.reader import parse, split

__all__ = [
    "Diagnostic",
    "Layout",
    "MessageKind",
    "Notam",
    "NotamType",
    "as_json",
    "from_fields",
    "listed",
    "parse",
    "split",
]
