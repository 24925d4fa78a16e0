"""What changed between two readings of one advisory, in the publisher's terms.

Both sides are read by today's reader, so a better reader is never news. A field that was not read on either side is
silent: reading more, or less, is not a change by the publisher.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import inf

from msgspec.structs import replace

from advisories.model import (
    Advisory,
    ChangeKind,
    Datum,
    EndKind,
    FieldChange,
    Force,
    Level,
    Limit,
    LinkKind,
    NotRead,
    NotStated,
    Provision,
    Value,
)
from advisories.times import spoken, spoken_end

_RANK = {Force.INFORMATION: 1, Force.CAUTION: 2, Force.AVOID: 3, Force.PROHIBITED: 4}
_WORDED = ("title", "text")
_ENDS = (Datum.SFC, Datum.UNL)
_Band = tuple[tuple[float, bool], tuple[float, bool], str]


class Difference(Value, frozen=True):
    """The kind of change and the fields that differ, before and after, in words for a person."""

    kind: ChangeKind
    fields: tuple[FieldChange, ...]


def words(value: object) -> str:
    """Return a field's value in words for a person; times in Z."""
    if isinstance(value, NotStated):
        return "not stated"
    if isinstance(value, NotRead):
        return "not read"
    if isinstance(value, datetime):
        return spoken(value)
    if isinstance(value, bool):
        return "active" if value else "withdrawn"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def _same_words(before: object, after: object) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        return before.split() == after.split()
    return before == after


def _end_words(advisory: Advisory) -> str:
    end, kind = advisory.validity.end, advisory.validity.end_kind
    if isinstance(end, datetime):
        extra = {EndKind.ESTIMATED: " (estimated)", EndKind.UNLESS_REVIEWED: " (unless reviewed earlier)"}.get(kind, "")
        return spoken_end(end) + extra
    return kind.value


def _ends_differ(before: Advisory, after: Advisory) -> bool:
    one, two = before.validity, after.validity
    if isinstance(one.end, NotRead) or isinstance(two.end, NotRead):
        return False
    if one.end == two.end and EndKind.NOT_READ in (one.end_kind, two.end_kind):
        return False
    return (one.end, one.end_kind) != (two.end, two.end_kind)


def difference(before: Advisory, after: Advisory) -> Difference | None:
    """Return how `after` differs from `before` for a reader, or None where it does not.

    Extended and shortened are said where nothing but the end (and the revision's label) moved; tightened and eased
    only where one set of provisions contains the other; withdrawn by the publisher is cancelled; all else is amended.
    """
    fields: list[FieldChange] = []
    simple = (
        "revision",
        "title",
        "kind",
        "areas",
        "firs",
        "locations",
        "text",
        "schedule",
        "lower",
        "upper",
        "active",
        "issued",
    )
    for name in simple:
        one, two = getattr(before, name), getattr(after, name)
        if isinstance(one, NotRead) or isinstance(two, NotRead):
            continue
        if one == two or (name in _WORDED and _same_words(one, two)):
            continue
        fields.append(FieldChange(field=name, before=words(one), after=words(two)))
    one, two = before.validity.start, after.validity.start
    if one != two and not isinstance(one, NotRead) and not isinstance(two, NotRead):
        fields.append(FieldChange(field="start", before=words(one), after=words(two)))
    if _ends_differ(before, after):
        fields.append(FieldChange(field="end", before=_end_words(before), after=_end_words(after)))
    if not fields:
        return None
    return Difference(kind=_kind(before, after, {field.field for field in fields}), fields=tuple(fields))


def _kind(before: Advisory, after: Advisory, changed: set[str]) -> ChangeKind:
    if before.active is True and after.active is False:
        return ChangeKind.CANCELLED
    moved = _containment(before, after)
    if moved:
        return moved
    if changed <= {"end", "revision"} and "end" in changed:
        return _end_moved(before, after)
    return ChangeKind.AMENDED


def _end_moved(before: Advisory, after: Advisory) -> ChangeKind:
    one, two = before.validity, after.validity
    if isinstance(one.end, datetime) and isinstance(two.end, datetime):
        if two.end == one.end:
            return ChangeKind.AMENDED
        return ChangeKind.EXTENDED if two.end > one.end else ChangeKind.SHORTENED
    if isinstance(one.end, datetime):
        return ChangeKind.EXTENDED
    return ChangeKind.SHORTENED if isinstance(two.end, datetime) else ChangeKind.AMENDED


def _containment(before: Advisory, after: Advisory) -> ChangeKind | None:
    if isinstance(before.provisions, NotRead) or isinstance(after.provisions, NotRead):
        return None
    if before.provisions == after.provisions or before.unread or after.unread:
        return None
    grew = contains(after.provisions, before.provisions)
    shrank = contains(before.provisions, after.provisions)
    if grew == shrank:
        return None
    return ChangeKind.TIGHTENED if grew else ChangeKind.EASED


def contains(outers: Sequence[Provision], inners: Iterable[Provision]) -> bool:
    """Return whether one set of provisions is at least as strict as another wherever that applies."""
    return all(any(covers(outer, inner) for outer in outers) or _filled(inner, outers) for inner in inners)


def covers(outer: Provision, inner: Provision) -> bool:
    """Return whether `outer` is at least as strict as `inner` wherever `inner` applies: force, airspace and band.

    Of a stronger instruction than the inner one it is enough that the same States' operators are addressed: an advisory
    says "operators" where the prohibition in its place spells out registers, licences and leases.
    """
    stronger = _RANK[outer.force] - _RANK[inner.force]
    if stronger < 0 or (outer.exceptions and outer.exceptions != inner.exceptions):
        return False
    if outer.partial and (not inner.partial or outer.area != inner.area):
        return False
    if not _addresses(outer, inner, loosely=stronger > 0) or (outer.phases and outer.phases != inner.phases):
        return False
    if outer.schedule and outer.schedule != inner.schedule:
        return False
    where = set(inner.firs) <= set(outer.firs) if inner.firs else set(inner.countries) <= set(outer.countries)
    if not where or (not inner.firs and not inner.countries and inner.area != outer.area):
        return False
    return _reaches(outer.lower, inner.lower, down=True) and _reaches(outer.upper, inner.upper, down=False)


def _addresses(outer: Provision, inner: Provision, *, loosely: bool) -> bool:
    """Return whether everyone whom `inner` addresses is addressed by `outer`, as far as their words can be compared."""
    one, two = outer.addressees, inner.addressees
    if one == two or "ALL" in one.certificate_states:
        return True
    if one.third_country_operators < two.third_country_operators:
        return False
    if loosely:
        return set(two.certificate_states) <= set(one.certificate_states)
    states = all(
        set(getattr(two, name)) <= set(getattr(one, name))
        for name in ("certificate_states", "registry_states", "licence_states")
    )
    return states and one.conditions == two.conditions


def _reaches(outer: object, inner: object, *, down: bool) -> bool:
    if isinstance(outer, NotRead | NotStated) or outer == inner:
        return True
    if isinstance(outer, Level) and outer.datum.value == ("SFC" if down else "UNL"):
        return True
    if not isinstance(outer, Level) or not isinstance(inner, Level):
        return False
    if outer.datum is not inner.datum or outer.unit != inner.unit:
        return False
    if outer.value == inner.value:
        return outer.inclusive or not inner.inclusive
    return outer.value < inner.value if down else outer.value > inner.value


def _filled(inner: Provision, outers: Iterable[Provision]) -> bool:
    """Return whether the bands of several provisions, each as strict as `inner`, fill its band together.

    Bands of different datum are never merged. Bands that touch leave no gap: "below FL 320" and "above FL 320" are how
    one says where an instruction turns into another.
    """
    wanted = _band(inner)
    alike = (one for one in outers if covers(replace(one, lower=inner.lower, upper=inner.upper), inner))
    bands = sorted(band for one in alike if (band := _band(one)) is not None)
    if wanted is None:
        return False
    scales = {wanted[2]} if wanted[2] else {scale for _, _, scale in bands if scale}
    return any(_joined([one for one in bands if one[2] in ("", scale)], wanted) for scale in scales)


def _joined(bands: Sequence[_Band], wanted: _Band) -> bool:
    if not bands or bands[0][0] > wanted[0]:
        return False
    reach = bands[0][1]
    for low, high, _ in bands[1:]:
        if low[0] <= reach[0]:
            reach = max(reach, high)
    return reach >= wanted[1]


def _band(provision: Provision) -> _Band | None:
    """Return a band as edges that sort, and what they are measured in; None where its two limits differ in that."""
    limits = (provision.lower, provision.upper)
    scales = {f"{one.datum} {one.unit}" for one in limits if isinstance(one, Level) and one.datum not in _ENDS}
    if len(scales) > 1:
        return None
    return _edge(provision.lower, down=True), _edge(provision.upper, down=False), "".join(scales)


def _edge(limit: Limit, *, down: bool) -> tuple[float, bool]:
    """Return where a limit lies, and whether the band begins above it or ends with it; unknown ones lie at the ends."""
    if not isinstance(limit, Level):
        return (-inf, False) if down else (inf, True)
    if limit.datum in _ENDS:
        return (-inf, False) if limit.datum is Datum.SFC else (inf, True)
    return limit.value, limit.inclusive is not down


def replaces(advisory: Advisory) -> str:
    """Return the reference that an advisory says it replaces, or an empty string."""
    return next((link.reference for link in advisory.links if link.kind is LinkKind.REPLACES), "")
