"""Invented advisories, sources and days for tests of what a reader sees: our own words and numbers throughout."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from advisories.known import History, Knowledge, Listing, PartHealth, Revision, SourceHealth, Standing
from advisories.model import (
    NOT_STATED,
    Addressees,
    Advisory,
    Change,
    ChangeKind,
    Datum,
    EndKind,
    Evidence,
    FieldChange,
    Instruction,
    Kind,
    LegalForm,
    Level,
    Link,
    LinkKind,
    Provision,
    Validity,
    Verdict,
    to_json,
)
from advisories.standing import state_at

NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=1)
DAY_START = NOW.replace(hour=0)
BASE = "https://advisories.example"
TITLE = "Airspace advisories"
SFC, UNL = Level(datum=Datum.SFC), Level(datum=Datum.UNL)
FL260 = Level(datum=Datum.FL, value=260, inclusive=False)
REPLACE = msgspec.structs.replace


def faa(number: str, area: str, fir: str, kind: Kind = Kind.PROHIBITORY_NOTAM, **more: Any) -> Advisory:
    """Return an invented FAA document of which only the title was read."""
    verb = "Prohibition Against Certain Flights" if kind is Kind.PROHIBITORY_NOTAM else "Advisory for Certain Flights"
    made = Advisory(
        authority="FAA",
        source="faa_prohibitions",
        reference=f"KICZ {number}",
        kind=kind,
        title=f"KICZ NOTAM {number} - Security - {verb} in the {area} Airspace ({fir})",
        areas=(area,),
        firs=(fir,),
        url=f"https://www.faa.example/media/{number[1:5]}.pdf",
    )
    return REPLACE(made, **more)


def czib(number: str, area: str, fir: str, end: datetime, **more: Any) -> Advisory:
    """Return an invented bulletin whose recommendation was published as text and not yet read as provisions."""
    made = Advisory(
        authority="EASA",
        source="easa_czib",
        reference=f"CZIB {number}",
        kind=Kind.CZIB,
        title=f"Airspace of {area}",
        revision="R2",
        text=f"Operators should keep out of FIR {fir} below the level stated here,\nand should watch for changes.",
        text_revision="R2",
        areas=(area,),
        firs=(fir,),
        issued=NOW - timedelta(days=40),
        validity=Validity(start=NOT_STATED, end=end, end_kind=EndKind.UNLESS_REVIEWED, words="as invented"),
        active=True,
        url=f"https://www.easa.example/czib-{number}",
    )
    return REPLACE(made, **more)


def notam(number: str, location: str, text: str, fir: str = "EGTT", **more: Any) -> Advisory:
    """Return an invented UK NOTAM."""
    made = Advisory(
        authority="UK",
        source="uk_pib",
        reference=f"EGGN {number}",
        kind=Kind.NOTAM,
        title=text.split("\n", maxsplit=1)[0][:80],
        text=text,
        firs=(fir,),
        locations=(location,),
        validity=Validity(start=NOW - timedelta(days=3), end=NOW + timedelta(days=9), end_kind=EndKind.FIXED),
        lower=SFC,
        upper=Level(datum=Datum.AMSL, value=1500, unit="FT"),
        schedule=NOT_STATED,
    )
    return REPLACE(made, **more)


def provision(instruction: Instruction, form: LegalForm, fir: str, upper: Level = UNL, **more: Any) -> Provision:
    """Return an invented provision from the surface to `upper`, for US operators and US registered aircraft."""
    made = Provision(
        instruction=instruction,
        legal_form=form,
        lower=SFC,
        upper=upper,
        firs=(fir,),
        addressees=Addressees(certificate_states=("US",), registry_states=("US",)),
        sentence=f"No flight shall be made in {fir} below the level stated here.",
    )
    return REPLACE(made, **more)


def standing(advisory: Advisory, *, at: datetime = NOW, listed: bool = True, days: int = 30, **more: Any) -> Standing:
    """Return an advisory as known at `at`, first read `days` before."""
    made = Standing(
        advisory=advisory,
        revision_id=1,
        since=at - timedelta(days=days),
        first_seen=at - timedelta(days=days),
        last_seen=at - timedelta(minutes=22),
        listed=listed,
        state=state_at(advisory, at, listed=listed),
    )
    return REPLACE(made, **more)


def change(kind: ChangeKind, of: Advisory, hours: float = 3, **more: Any) -> Change:
    """Return a change of an advisory, read `hours` before NOW."""
    made = Change(
        kind=kind,
        authority=of.authority,
        source=of.source,
        reference=of.reference,
        at=NOW - timedelta(hours=hours),
        title=of.title,
    )
    return REPLACE(made, **more)


def move(kind: ChangeKind, of: Advisory, place: str, before: str, after: str, **more: Any) -> Change:
    """Return a change of stance on a place because of an advisory, read three hours before NOW."""
    field = FieldChange(field="stance", before=before, after=after)
    return change(kind, of, **{"place": place, "fields": (field,), **more})


def source(name: str, title: str, authority: str, **more: Any) -> SourceHealth:
    """Return a source that was read well 22 minutes before NOW."""
    made = SourceHealth(
        source=name,
        title=title,
        authority=authority,
        home=f"https://www.{authority.lower()}.example/notices",
        proof="wire",
        accepted=False,
        verdict=Verdict.OK,
        since=NOW - timedelta(days=20),
        run_at=NOW - timedelta(minutes=22),
        good_at=NOW - timedelta(minutes=22),
        cadence_minutes=60,
        listed=10,
        terms="Reuse is free, so the invented terms say.",
        republish="text",
        parts=(
            PartHealth(
                part="list",
                url=f"https://www.{authority.lower()}.example/list",
                verdict=Verdict.OK,
                read_at=NOW - timedelta(minutes=22),
                good_at=NOW - timedelta(minutes=22),
            ),
        ),
    )
    return REPLACE(made, **more)


FAA = source("faa_prohibitions", "FAA prohibitions page", "FAA", republish="bytes", updated=NOW - timedelta(days=8))
EASA = source(
    "easa_czib", "EASA conflict zone bulletins", "EASA", acknowledgement="Source: EASA, so the invented terms ask."
)
UK = source("uk_pib", "UK NOTAM bulletin", "UK", listed=6)
SOURCES = (FAA, EASA, UK)
BLOCKED = REPLACE(
    FAA,
    verdict=Verdict.FAILED,
    blocked=True,
    reason="status 403 at https://www.faa.example/notices",
    since=NOW - timedelta(hours=27),
    good_at=NOW - timedelta(hours=28),
)

ISLE = faa("A0031/26", "Isle of Examples", "ZZEX")
ISLE_BEFORE = faa("A0017/26", "Isle of Examples", "ZZEX")
GULF = czib("2026-21", "Sample Gulf", "ZZSG", NOW + timedelta(days=24))
PENINSULA = czib(
    "2026-19", "Made-up Peninsula", "ZZMP", NOW + timedelta(hours=19), revision="R3", title="Airspace of the Peninsula"
)
ISLE_TOO = czib("2026-20", "Isle of Examples", "ZZEX", NOW + timedelta(days=4))
GONE = faa("A0009/26", "Isle of Examples", "ZZEX", Kind.ADVISORY_NOTAM)
LAW = faa(
    "A0000/26",
    "Sample Gulf",
    "ZZSG",
    Kind.SFAR,
    reference="SFAR 901",
    title="Special Rule 901 - Prohibition Against Certain Flights in the Sample Gulf (ZZSG)",
    provisions=(
        provision(Instruction.DO_NOT_ENTER, LegalForm.BINDING, "ZZSG", FL260),
        provision(Instruction.CAUTION, LegalForm.RECOMMENDATION, "ZZSG", lower=FL260, upper=UNL),
    ),
    text="All flights in ZZSG below FL 260 are prohibited.\nAbove, caution.",
    validity=Validity(start=NOW - timedelta(days=400), end_kind=EndKind.UNTIL_FURTHER_NOTICE, end=NOT_STATED),
)
PASSED = czib("2026-11", "Old Coast", "ZZOC", NOW - timedelta(hours=5))
POINTER = faa("A0002/26", "Sample Gulf", "ZZSG", Kind.POINTER, title="KICZ NOTAM A0002/26 - Sample Gulf Pointer")
ROUTE = faa(
    "A0003/26", "Canada", "CZZZ", Kind.REFERENCE, reference="Routes north", title="Routes north of the line", firs=()
)
SECURITY = notam(
    "V0007/26",
    "EGTT",
    "SECURITY - HAZARDOUS SITUATION IN THE SAMPLE GULF\nUK OPERATORS ARE RECOMMENDED NOT TO ENTER FIR SAMPLE (ZZSG).",
    upper=UNL,
    validity=Validity(start=NOW - timedelta(days=90), end_kind=EndKind.PERMANENT, end=NOT_STATED),
)
CRANE = notam(
    "L0101/26",
    "EGZA",
    "CRANE 1NM NORTH OF THE FIELD, LIT AT NIGHT",
    links=(Link(kind=LinkKind.REPLACES, reference="EGGN L0090/26"),),
)
CRANE_BEFORE = notam("L0090/26", "EGZA", "CRANE 1NM NORTH OF THE FIELD")
TOWER = notam(
    "C0102/26",
    "EGZB",
    "TOWER HOURS CHANGED",
    validity=Validity(start=NOW + timedelta(days=2), end=NOW + timedelta(days=3), end_kind=EndKind.FIXED),
)
BALLOON = notam(
    "H0103/26",
    "EGTT",
    "CAPTIVE BALLOON",
    validity=Validity(start=NOW - timedelta(days=60), end=NOW - timedelta(days=1), end_kind=EndKind.ESTIMATED),
)

STANDINGS = (
    standing(ISLE, days=0, since=NOW - timedelta(hours=3), first_seen=NOW - timedelta(hours=3)),
    standing(
        ISLE_BEFORE,
        listed=False,
        unlisted_at=NOW - timedelta(hours=3),
        unlisted_reason="replaced by KICZ A0031/26",
        successor="KICZ A0031/26",
    ),
    standing(GULF, since=NOW - timedelta(hours=6)),
    standing(PENINSULA),
    standing(ISLE_TOO),
    standing(GONE, listed=False, unlisted_at=NOW - timedelta(hours=2), unlisted_reason="reason unknown"),
    standing(LAW, days=400),
    standing(PASSED, days=90),
    standing(POINTER),
    standing(ROUTE),
    standing(SECURITY, days=90),
    standing(CRANE, days=0, since=NOW - timedelta(hours=4), first_seen=NOW - timedelta(hours=4)),
    standing(
        CRANE_BEFORE, listed=False, unlisted_at=NOW - timedelta(hours=4), unlisted_reason="replaced by EGGN L0101/26"
    ),
    standing(TOWER, days=1),
    standing(BALLOON, days=60),
)
MOVE = move(
    ChangeKind.TIGHTENED,
    ISLE,
    "ZZEX",
    "caution, levels not read: treat as all (KICZ A0009/26)",
    "do not enter, binding, levels not read: treat as all (KICZ A0031/26)",
)
CHANGES = (
    (
        11,
        change(
            ChangeKind.EXTENDED,
            GULF,
            6,
            fields=(
                FieldChange(field="revision", before="R1", after="R2"),
                FieldChange(
                    field="end",
                    before="16 Nov 2026 24:00Z (unless reviewed earlier)",
                    after="16 Dec 2026 05:00Z (unless reviewed earlier)",
                ),
            ),
        ),
    ),
    (12, change(ChangeKind.NEW, CRANE, 4, other=CRANE_BEFORE.reference)),
    (13, change(ChangeKind.REPLACED, CRANE_BEFORE, 4, other=CRANE.reference, note="replaced by EGGN L0101/26")),
    (14, change(ChangeKind.NEW, ISLE, 3)),
    (15, change(ChangeKind.REPLACED, ISLE_BEFORE, 3, other=ISLE.reference)),
    (16, change(ChangeKind.NO_LONGER_LISTED, GONE, 2, note="reason unknown")),
    (17, change(ChangeKind.NEW, TOWER, 1)),
    (
        18,
        Change(
            kind=ChangeKind.SOURCE_BACK,
            authority="EASA",
            source="easa_czib",
            reference="",
            at=NOW - timedelta(hours=7),
            note="not read since 21 Nov 2026 06:10Z",
        ),
    ),
    (19, MOVE),
)


def knowledge(**more: Any) -> Knowledge:
    """Return a morning with news: replaced, extended, gone without a word, NOTAM, a source that is back."""
    made = Knowledge(
        as_of=NOW,
        known_at=NOW,
        sources=SOURCES,
        standings=STANDINGS,
        changes=CHANGES,
        moves=(MOVE,),
        since=SINCE,
        since_change=10,
        last_change=19,
        edition=327,
    )
    return REPLACE(made, **more)


def quiet(**more: Any) -> Knowledge:
    """Return a morning on which nothing changed."""
    return knowledge(
        changes=(), standings=tuple(one for one in STANDINGS if one.listed and one.advisory != PASSED), **more
    )


def today(**more: Any) -> Knowledge:
    """Return the knowledge of the present UTC day."""
    return knowledge(since=DAY_START, **more)


def evidence(body: bytes, when: datetime, name: str = "faa_prohibitions") -> Evidence:
    """Return evidence whose bytes are `body`."""
    return Evidence(
        source=name,
        part="list",
        url="https://www.faa.example/notices",
        read_at=when,
        sha256=hashlib.sha256(body).hexdigest(),
        status=200,
        archive_file="2026-11-22.warc.gz",
        archive_offset=4096,
        archive_length=len(body),
    )


def revision(advisory: Advisory, number: int, when: datetime, body: bytes = b"<html>invented</html>") -> Revision:
    """Return a revision read at `when`."""
    return Revision(
        revision_id=number,
        advisory=advisory,
        read_at=when,
        record=to_json(advisory),
        reader_version=1,
        evidence=(evidence(body, when, advisory.source),),
    )


def history(one: Standing, changes: Iterable[Change] = ()) -> History:
    """Return the history of an advisory: an earlier wording where it has a text, then the present one."""
    advisory = one.advisory
    revisions = [revision(advisory, 2, one.since)]
    if isinstance(advisory.text, str) and advisory.kind is not Kind.NOTAM:
        before = REPLACE(
            advisory, text=advisory.text.replace("below", "at or below"), revision="R1", text_revision="R1"
        )
        revisions.insert(0, revision(before, 1, one.since - timedelta(days=9)))
    ended = one.unlisted_at if not one.listed else None
    listing = Listing(listed_at=one.first_seen, unlisted_at=ended, reason=one.unlisted_reason, successor=one.successor)
    return History(standing=one, revisions=tuple(revisions), listings=(listing,), changes=tuple(changes))


def histories(known: Knowledge) -> tuple[History, ...]:
    """Return the history of every standing of a knowledge."""
    found: dict[str, list[Change]] = {}
    for _, one in known.changes:
        found.setdefault(one.reference, []).append(one)
    return tuple(history(one, found.get(one.advisory.reference, ())) for one in known.standings)


def bulk(count: int) -> Knowledge:
    """Return a morning with `count` new warnings and as many new NOTAM."""
    warnings = [
        faa(f"A{1000 + at:04d}/26", f"Invented Land {at % 60}", f"ZZ{chr(65 + at % 26)}{chr(65 + at // 26 % 26)}")
        for at in range(count)
    ]
    notams = [
        notam(f"L{at:04d}/26", f"EG{chr(65 + at % 20)}A", f"OBSTACLE {at} ERECTED NEAR THE FIELD")
        for at in range(count)
    ]
    changes = [change(ChangeKind.NEW, one, 2) for one in (*warnings, *notams)]
    return knowledge(
        standings=tuple(standing(one, days=1) for one in (*warnings, *notams)),
        changes=tuple(enumerate(changes, start=1)),
    )
