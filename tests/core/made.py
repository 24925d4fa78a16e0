"""Made-up advisories for tests of pure decisions."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from advisories.model import Advisory, EndKind, Kind, Validity

START = datetime(2026, 3, 1, tzinfo=UTC)
END = datetime(2026, 6, 1, tzinfo=UTC)

PLAIN = Advisory(
    authority="EASA",
    source="made",
    reference="CZIB 2026-91",
    kind=Kind.CZIB,
    title="Airspace of Larovia",
    areas=("Larovia",),
    firs=("XQLR",),
    text="Exercise caution below FL 260.",
    validity=Validity(start=START, end=END, end_kind=EndKind.UNLESS_REVIEWED),
)


def advisory(**fields: Any) -> Advisory:
    """Return the plain advisory with some fields replaced."""
    return msgspec.structs.replace(PLAIN, **fields)
