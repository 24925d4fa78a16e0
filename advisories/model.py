"""The vocabulary as types: advisory, provision, level, validity, change, evidence.

All are msgspec Structs: frozen, keyword-only; JSON in (`from_json`) and out (`to_json`), JSON Schema by
`advisories schema`. Three things are three types everywhere: a value, `NotStated` (the publisher does not say) and
`NotRead` (we did not read it, which counts as the strictest). All times are aware UTC.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar

import msgspec

from advisories.errors import InputError

T = TypeVar("T")


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of every type here: frozen, keyword-only, defaults left out of JSON."""


class NotStated(Value, frozen=True, tag_field="state", tag="not stated"):
    """The publisher's text was read and does not say."""


class NotRead(Value, frozen=True, tag_field="state", tag="not read"):
    """We have not read it; treat it as the strictest. `why` is for a person."""

    why: str = ""


NOT_STATED: Final = NotStated()
NOT_READ: Final = NotRead()


class Datum(StrEnum):
    """What a level is measured from (ICAO Annex 15, items F and G). Never merged with one another."""

    SFC = "SFC"
    UNL = "UNL"
    FL = "FL"
    AMSL = "AMSL"
    AGL = "AGL"
    UNSTATED = "unstated"


class Level(Value, frozen=True, tag_field="state", tag="level"):
    """One limit of a band.

    `value` is in hundreds of feet for FL, in `unit` for AMSL and AGL, and 0 for SFC and UNL, where it has no meaning.
    `unit` is `FT` or `M` (empty for FL, SFC, UNL). `inclusive` says whether the limit itself belongs to the band.
    """

    datum: Datum
    value: float = 0
    unit: str = ""
    inclusive: bool = True

    def __str__(self) -> str:
        """Return `SFC`, `UNL`, `FL 260` or `10,000 ft AMSL`."""
        if self.datum in (Datum.SFC, Datum.UNL):
            return self.datum.value
        if self.datum is Datum.FL:
            return f"FL {self.value:03.0f}"
        number = f"{self.value:,.0f}" if self.value == int(self.value) else f"{self.value:,}"
        datum = "" if self.datum is Datum.UNSTATED else f" {self.datum.value}"
        return f"{number} {self.unit.lower()}{datum}"


class EndKind(StrEnum):
    """How an end was published. Only `fixed` and `unless reviewed earlier` have a date that the clock may pass."""

    FIXED = "fixed"
    ESTIMATED = "estimated"
    PERMANENT = "permanent"
    UNTIL_FURTHER_NOTICE = "until further notice"
    UNLESS_REVIEWED = "unless reviewed earlier"
    NOT_STATED = "not stated"
    NOT_READ = "not read"


When = datetime | NotStated | NotRead
Limit = Level | NotStated | NotRead
Words = str | NotStated | NotRead


class Validity(Value, frozen=True):
    """When an advisory or provision applies. Open ends never become dates: `end` is a time only where one is printed."""

    start: When = NOT_READ
    end: When = NOT_READ
    end_kind: EndKind = EndKind.NOT_READ
    words: str = ""


class Instruction(StrEnum):
    """What a provision tells its addressees."""

    DO_NOT_ENTER = "do not enter"
    CAUTION = "caution"
    INFORMATION = "information"


class LegalForm(StrEnum):
    """How binding the instruction is, in the issuer's own legal order."""

    BINDING = "binding"
    AS_SERVED = "as served"
    RECOMMENDATION = "recommendation"
    UNSTATED = "unstated"


class Force(StrEnum):
    """Label derived from instruction and legal form, strongest first."""

    PROHIBITED = "prohibited"
    AVOID = "avoid"
    CAUTION = "caution"
    INFORMATION = "information"


class Addressees(Value, frozen=True):
    """Whom a provision addresses. States are ISO 3166 alpha-2, `EU` for EASA's member States, `ALL` for everyone."""

    certificate_states: tuple[str, ...] = ()
    registry_states: tuple[str, ...] = ()
    licence_states: tuple[str, ...] = ()
    third_country_operators: bool = False
    private_flights: bool | None = None
    conditions: tuple[str, ...] = ()
    words: str = ""


class Provision(Value, frozen=True):
    """One instruction for one band of one airspace, with the sentence it was read from.

    `span` is where that sentence stands in the text as published (0-based characters, end exclusive).
    """

    instruction: Instruction
    legal_form: LegalForm
    lower: Limit
    upper: Limit
    firs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    area: str = ""
    partial: bool = False
    resolved: bool = False
    exceptions: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    validity: Validity | None = None
    schedule: str = ""
    addressees: Addressees = Addressees()
    threats: tuple[str, ...] = ()
    sentence: str = ""
    span: tuple[int, int] = (0, 0)

    @property
    def force(self) -> Force:
        """Return the label: prohibited only where the instruction binds."""
        if self.instruction is Instruction.DO_NOT_ENTER:
            binding = self.legal_form in (LegalForm.BINDING, LegalForm.AS_SERVED)
            return Force.PROHIBITED if binding else Force.AVOID
        return Force.CAUTION if self.instruction is Instruction.CAUTION else Force.INFORMATION


class Kind(StrEnum):
    """What sort of document an advisory is."""

    PROHIBITORY_NOTAM = "prohibitory NOTAM"
    ADVISORY_NOTAM = "advisory NOTAM"
    POINTER = "pointer"
    SFAR = "SFAR"
    BACKGROUND = "background notice"
    CZIB = "CZIB"
    NOTAM = "NOTAM"
    AIC = "AIC"
    REFERENCE = "reference"

    @property
    def warns(self) -> bool:
        """Return whether the document itself is a measure or a warning, rather than a pointer to or a note about one."""
        return self not in (Kind.POINTER, Kind.BACKGROUND, Kind.REFERENCE)


class LinkKind(StrEnum):
    """How one advisory refers to another."""

    REPLACES = "replaces"
    CANCELS = "cancels"
    POINTS_TO = "points to"
    CONTINUES = "continues"
    OVERRULES = "overrules"


class Link(Value, frozen=True):
    """A reference from one advisory to another, by the other's normalised reference."""

    kind: LinkKind
    reference: str


class Advisory(Value, frozen=True):
    """One document of one authority, as read today from the publisher's own strings.

    `reference` is normalised (`KICZ A0012/25`, `CZIB 2026-07`, `SFAR 77`, `EGGN L2624/26`); `aliases` are further
    names under which the same document is found again (`Nid 143899`). `revision` labels the revision that the
    publisher lists, `text_revision` the one that `text` was read from; where they differ the text is of an older one.
    `active` is the publisher's own status where it prints one. `unread` are clauses of the text that look operative and
    that no rule understood: the advisory is then not fully read.
    """

    authority: str
    source: str
    reference: str
    kind: Kind
    title: str
    aliases: tuple[str, ...] = ()
    revision: str | NotStated | NotRead = NOT_STATED
    text: Words = NOT_READ
    text_revision: str | NotStated | NotRead = NOT_STATED
    areas: tuple[str, ...] = ()
    firs: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    issued: When = NOT_READ
    validity: Validity = Validity()
    schedule: Words = NOT_READ
    lower: Limit = NOT_READ
    upper: Limit = NOT_READ
    active: bool | NotStated | NotRead = NOT_STATED
    provisions: tuple[Provision, ...] | NotRead = NOT_READ
    unread: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    url: str = ""

    @property
    def text_is_older(self) -> bool:
        """Return whether the text read belongs to another revision than the one listed."""
        return (
            isinstance(self.text_revision, str)
            and isinstance(self.revision, str)
            and self.text_revision != self.revision
        )


class Request(Value, frozen=True):
    """One part of a source to fetch.

    The answer to a `secret` request, one that carries or brings a token or key, is never archived; headers that are sent
    are kept nowhere, so a token in them alone makes no request secret. `changed` is when the page that leads here says
    that this one last changed: it is not asked for again where it was read well after that.
    """

    part: str
    url: str
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    secret: bool = False
    changed: datetime | None = None


class Response(Value, frozen=True):
    """One answer as received: the body with transfer and content coding undone, the header lines as they came.

    `secret` answers belong to requests that carry a token or key; they are never archived.
    """

    part: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    read_at: datetime
    method: str = "GET"
    sent: bytes = b""
    secret: bool = False

    def header(self, name: str) -> str:
        """Return the first header of that name (any case), or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


class Unchanged(Value, frozen=True):
    """The host says that nothing changed since our validators (304); `response` is that answer, for the archive."""

    part: str
    url: str
    read_at: datetime
    response: Response | None = None


class Failure(Value, frozen=True):
    """No usable answer came for a part. `blocked` means that the host refuses us.

    `wait` is how many seconds the host asks us to stay away (Retry-After), 0 where it does not say. `response` is what
    came all the same (an error page, a challenge, at most its first 64 KiB), for the archive.
    """

    part: str
    url: str
    read_at: datetime
    reason: str
    blocked: bool = False
    status: int = 0
    wait: float = 0
    response: Response | None = None


Answer = Response | Unchanged | Failure


class Validators(Value, frozen=True):
    """What a conditional request sends: the ETag and Last-Modified of the last answer that was read well."""

    etag: str = ""
    last_modified: str = ""


class Evidence(Value, frozen=True):
    """The bytes behind a statement: where from, read when, and where they lie in the archive."""

    source: str
    part: str
    url: str
    read_at: datetime
    sha256: str
    status: int
    archive_file: str = ""
    archive_offset: int = 0
    archive_length: int = 0


class Verdict(StrEnum):
    """What a run, or a part of it, is worth (README, how it decides)."""

    OK = "OK"
    DEGRADED = "DEGRADED"
    SUSPECT = "SUSPECT"
    FAILED = "FAILED"


class ChangeKind(StrEnum):
    """What changed, as seen by reading. Ends that pass by the clock are not changes.

    `changed` is said of a stance alone, where neither what was told before nor what is told now contains the other.
    """

    NEW = "new"
    EFFECTIVE = "effective"
    AMENDED = "amended"
    EXTENDED = "extended"
    SHORTENED = "shortened"
    TIGHTENED = "tightened"
    EASED = "eased"
    CHANGED = "changed"
    REPLACED = "replaced"
    NO_LONGER_LISTED = "no longer listed"
    LISTED_AGAIN = "listed again"
    CANCELLED = "cancelled"
    REISSUED = "reissued"
    SOURCE_LOST = "source lost"
    SOURCE_BACK = "source back"


class FieldChange(Value, frozen=True):
    """One field before and after, in words for a person."""

    field: str
    before: str
    after: str


class Change(Value, frozen=True):
    """One change: of an advisory (`reference` set), of a source's health (`reference` empty), or of a stance.

    `place` is set for a change of stance alone: the FIR's code, else the country's ISO 3166 alpha-2, else the name of the
    area. `reference` is then the advisory that made the difference, and the one field holds what the authority told
    before and after: `stance`, or `its own State` where a State closes, restricts or opens its own airspace.
    """

    kind: ChangeKind
    authority: str
    source: str
    reference: str
    at: datetime
    title: str = ""
    other: str = ""
    fields: tuple[FieldChange, ...] = ()
    note: str = ""
    place: str = ""


class State(StrEnum):
    """Where an advisory stands at a time, derived from validity; never stored."""

    IN_FORCE = "in force"
    OVERDUE = "in force, overdue"
    UPCOMING = "upcoming"
    END_PASSED = "end passed, not confirmed ended"
    WITHDRAWN = "withdrawn"
    NOT_LISTED = "no longer listed"


_ENCODER: Final = msgspec.json.Encoder(order="deterministic")


def to_json(value: object) -> bytes:
    """Return deterministic JSON (UTF-8) of any value of this module."""
    return _ENCODER.encode(value)


def from_json(data: bytes | str, kind: type[T]) -> T:
    """Read JSON as `kind`. Raises `InputError` naming the field where it does not fit."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise InputError(f"JSON: expected {kind.__name__}, found something else: {error}") from None
