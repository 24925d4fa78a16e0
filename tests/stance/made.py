"""Made-up warnings over real airspace, for tables of cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from advisories.known import SourceHealth, Standing
from advisories.model import (
    NOT_READ,
    Addressees,
    Advisory,
    Datum,
    EndKind,
    Instruction,
    Kind,
    LegalForm,
    Level,
    Provision,
    Validity,
    Verdict,
)
from advisories.standing import state_at

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SFC, UNL, FL260 = Level(datum=Datum.SFC), Level(datum=Datum.UNL), Level(datum=Datum.FL, value=260)
US = Addressees(certificate_states=("US",), registry_states=("US",), licence_states=("US",))
EU = Addressees(certificate_states=("EU",), third_country_operators=True)
EVERYONE = Addressees(certificate_states=("ALL",), registry_states=("ALL",))
DE = Addressees(certificate_states=("DE",))
DO_NOT, CARE = Instruction.DO_NOT_ENTER, Instruction.CAUTION


def provision(instruction: Instruction = CARE, **fields: Any) -> Provision:
    """Return a provision for the FIR SVZM at all levels, binding where it forbids."""
    form = LegalForm.BINDING if instruction is DO_NOT else LegalForm.RECOMMENDATION
    given = {"legal_form": form, "lower": SFC, "upper": UNL, "firs": ("SVZM",), "addressees": US, **fields}
    return Provision(instruction=instruction, **given)


def standing(authority: str = "FAA", reference: str = "KICZ A9001/26", *told: Provision, **fields: Any) -> Standing:
    """Return a listed advisory in the state that it has at `NOW`."""
    given: dict[str, Any] = {
        "authority": authority,
        "source": authority.lower(),
        "reference": reference,
        "kind": Kind.CZIB if authority == "EASA" else Kind.ADVISORY_NOTAM,
        "title": "Airspace of Venezuela",
        "text": "As published.",
        "firs": ("SVZM",),
        "validity": Validity(start=NOW - timedelta(days=9), end=NOW + timedelta(days=9), end_kind=EndKind.FIXED),
        "provisions": told or NOT_READ,
    }
    advisory = Advisory(**{**given, **fields})
    return Standing(
        advisory=advisory,
        revision_id=1,
        since=NOW - timedelta(days=1),
        first_seen=NOW - timedelta(days=1),
        last_seen=NOW,
        listed=True,
        state=state_at(advisory, NOW, listed=True),
    )


def source(authority: str, **fields: Any) -> SourceHealth:
    """Return a source read half an hour ago, proved on the wire."""
    health = SourceHealth(
        source=authority.lower(),
        title=authority,
        authority=authority,
        home="https://example.org/",
        proof="wire",
        accepted=False,
        verdict=Verdict.OK,
        good_at=NOW - timedelta(minutes=30),
    )
    return msgspec.structs.replace(health, **fields)
