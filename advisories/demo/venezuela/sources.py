"""The two lists that the story is told from: what each authority had published, as JSON in a form of our own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from advisories.errors import RowError
from advisories.model import (
    NOT_STATED,
    Advisory,
    EndKind,
    Kind,
    Validity,
)
from advisories.sources.base import Coverage, Page, Part, Proof, Record, Republish
from advisories.sources.from_json import JsonSource, listing
from advisories.times import iso


class _Story(JsonSource):
    """A list of the story: every document with its text, its times and its status."""

    cadence = timedelta(days=30)
    republish = Republish.TEXT

    def rows(self, page: Page) -> Sequence[Any]:
        """Return the documents listed. Raises `WrongPageError`."""
        return listing(page, "documents")

    def record(self, page: Page, row: Any) -> Record:
        """Return a document as listed. Raises `RowError`."""
        if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in ("reference", "text")):
            raise RowError(page.where, "a document with reference and text", row)
        return row

    def advisory(self, record: Record) -> Advisory:
        """Read a document. Raises `RowError` for times that are none."""
        start, end = iso(record["start"]), record.get("end")
        fixed = EndKind.UNLESS_REVIEWED if record["kind"] == Kind.CZIB.value else EndKind.FIXED
        return Advisory(
            authority=self.authority,
            source=self.name,
            reference=record["reference"],
            kind=Kind(record["kind"]),
            title=record["title"],
            revision=record.get("revision") or NOT_STATED,
            text=record["text"],
            areas=tuple(record["areas"]),
            firs=tuple(record["firs"]),
            issued=start,
            validity=Validity(
                start=start,
                end=iso(end) if end else NOT_STATED,
                end_kind=fixed if end else EndKind.UNTIL_FURTHER_NOTICE,
                words=record["words"],
            ),
            schedule=NOT_STATED,
            active=record["active"],
            url=self.home,
        )


def _part(name: str) -> Part:
    return Part(
        name="list",
        url=f"https://story.invalid/venezuela/{name}.json",
        coverage=Coverage.SNAPSHOT,
        marker='"documents"',
        nothing=('"documents": []',),
        media=("application/json",),
        proof=Proof.DOCUMENTED,
    )


class VenezuelaFaa(_Story):
    """What the FAA had published about the Maiquetía FIR and its neighbours."""

    name = "venezuela_faa"
    title = "FAA, as told in the story of Venezuela"
    authority = "FAA"
    home = "https://www.faa.gov/air_traffic/publications/us_restrictions/"
    parts: ClassVar[tuple[Part, ...]] = (_part("faa"),)
    terms = "FAA texts are works of the United States Government; what is reconstructed is ours."
    acknowledgement = "Source: Federal Aviation Administration; what is marked as reconstructed is in our own words."


class VenezuelaEasa(_Story):
    """What EASA had published about the Maiquetía FIR and its neighbours."""

    name = "venezuela_easa"
    title = "EASA, as told in the story of Venezuela"
    authority = "EASA"
    home = "https://www.easa.europa.eu/en/domains/air-operations/czibs"
    parts: ClassVar[tuple[Part, ...]] = (_part("easa"),)
    terms = "Reconstructed in our own words after EASA's bulletins."
    acknowledgement = (
        "After European Union Aviation Safety Agency, www.easa.europa.eu; reconstructed in our own words, not its text."
    )
