"""The archive of responses as WARC files: append with recovery, read by place, and index any files for replay.

This package is the only importer of warcio.
"""

from advisories.archive.form import Place
from advisories.archive.index import Index, IndexEntry, index, load, read_records
from advisories.archive.place import Known, inside, read_place
from advisories.archive.proof import Proof, Walked, walk
from advisories.archive.span import BadRecord
from advisories.archive.thinning import Closed, Moved, dropped
from advisories.archive.writer import PATTERN, Archive

__all__ = [
    "PATTERN",
    "Archive",
    "BadRecord",
    "Closed",
    "Index",
    "IndexEntry",
    "Known",
    "Moved",
    "Place",
    "Proof",
    "Walked",
    "dropped",
    "index",
    "inside",
    "load",
    "read_place",
    "read_records",
    "walk",
]
