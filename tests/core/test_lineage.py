"""How listings end, as a table of cases."""

from datetime import UTC, datetime

from advisories.lineage import endings, same_measure
from advisories.model import ChangeKind, EndKind, Kind, Validity

from .made import END, START, advisory

NOW = datetime(2026, 4, 1, tzinfo=UTC)
OLD = advisory(
    reference="KICZ A9001/26",
    authority="FAA",
    kind=Kind.ADVISORY_NOTAM,
    title="KICZ NOTAM A9001/26 - Security - Advisory for the Larov FIR (XQLR)",
)
HEIR = advisory(
    reference="KICZ A9007/26",
    authority="FAA",
    kind=Kind.ADVISORY_NOTAM,
    title="KICZ NOTAM A9007/26 — Security — Advisory for the Larov FIR (XQLR)",
)


def test_a_named_replacement_outranks_all() -> None:
    """What another advisory says it replaces is replaced by it."""
    found = endings([OLD], [HEIR], {OLD.reference: "KICZ A9009/26"}, {}, NOW)[OLD.reference]
    assert (found.change, found.other) == (ChangeKind.REPLACED, "KICZ A9009/26")


def test_the_same_measure_under_a_new_number_is_reissued() -> None:
    """Same kind, airspace and title but for the number: reissued, with the new number."""
    found = endings([OLD], [HEIR], {}, {}, NOW)[OLD.reference]
    assert (found.change, found.other) == (ChangeKind.REISSUED, HEIR.reference)


def test_two_candidates_are_no_proof() -> None:
    """Where two new advisories could be the heir, nothing is guessed."""
    twin = advisory(**{name: getattr(HEIR, name) for name in ("authority", "kind", "title")}, reference="KICZ A9008/26")
    found = endings([OLD], [HEIR, twin], {}, {}, NOW)[OLD.reference]
    assert found.change is ChangeKind.NO_LONGER_LISTED


def test_an_advisory_is_not_the_heir_of_another_kind() -> None:
    """A prohibition is not the reissue of an advisory."""
    ban = advisory(reference="KICZ A9007/26", authority="FAA", kind=Kind.PROHIBITORY_NOTAM, title=HEIR.title)
    assert not same_measure(OLD, ban)


def test_a_plain_notam_names_what_it_replaces_itself() -> None:
    """A NOTAM with the same words under another number is not taken for a reissue."""
    one = advisory(reference="EGXX A1/26", kind=Kind.NOTAM, title="XQLA: RWY 01 CLOSED")
    two = advisory(reference="EGXX A2/26", kind=Kind.NOTAM, title="XQLA: RWY 01 CLOSED")
    assert not same_measure(one, two)


def test_a_printed_end_that_has_passed_is_no_news() -> None:
    """What leaves its list after its printed end ends quietly; an estimated end does not."""
    passed = Validity(start=START, end=NOW, end_kind=EndKind.FIXED)
    estimated = Validity(start=START, end=NOW, end_kind=EndKind.ESTIMATED)
    assert endings([advisory(validity=passed)], [], {}, {}, NOW)["CZIB 2026-91"].change is None
    found = endings([advisory(validity=estimated)], [], {}, {}, NOW)["CZIB 2026-91"]
    assert found.change is ChangeKind.NO_LONGER_LISTED


def test_gone_without_a_word_says_that_the_reason_is_unknown() -> None:
    """What vanishes before its end is no longer listed, reason unknown."""
    found = endings([advisory(validity=Validity(start=START, end=END, end_kind=EndKind.FIXED))], [], {}, {}, NOW)
    assert (found["CZIB 2026-91"].change, found["CZIB 2026-91"].reason) == (
        ChangeKind.NO_LONGER_LISTED,
        "reason unknown",
    )


def test_a_named_cancellation_is_cancelled() -> None:
    """What another advisory cancels by name is cancelled."""
    found = endings([OLD], [], {}, {OLD.reference: "KICZ A9010/26"}, NOW)[OLD.reference]
    assert (found.change, found.other) == (ChangeKind.CANCELLED, "KICZ A9010/26")
