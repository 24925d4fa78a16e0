"""Changes folded for a reader: one line per advisory, pairs merged, relaxations never read as clearance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import msgspec

from advisories.digest import inert, lines, marks, moments, moved, paths
from advisories.digest.folding import Key
from advisories.digest.shapes import AdvisoryLine, ChangeLine, FieldLine, MoveLine, ProvisionLine
from advisories.digest.warners import Warners
from advisories.known import SourceHealth, Standing
from advisories.model import Change, ChangeKind, FieldChange

FIELD_LIMIT = 160
TEXT = "text"
UNQUOTED = "changed; the official page has it"
QUOTABLE = ("bytes", "text")
"""Terms of a source under which its official text may be shown."""
STILL_SHOWN = 6
TOLD_SHOWN = 4
QUOTE_LIMIT = 280
_STRICTER = frozenset(
    {ChangeKind.NEW, ChangeKind.EXTENDED, ChangeKind.TIGHTENED, ChangeKind.LISTED_AGAIN, ChangeKind.EFFECTIVE}
)
_CERTAINLY_STRICTER = frozenset({ChangeKind.EXTENDED, ChangeKind.TIGHTENED})
_MILDER = frozenset({ChangeKind.NO_LONGER_LISTED, ChangeKind.CANCELLED, ChangeKind.EASED, ChangeKind.SHORTENED})
CLEARANCE_SHAPED = frozenset({ChangeKind.NO_LONGER_LISTED, ChangeKind.CANCELLED, ChangeKind.EASED})
_NOTED = frozenset({ChangeKind.NO_LONGER_LISTED, ChangeKind.REPLACED, ChangeKind.REISSUED, ChangeKind.EFFECTIVE})
_OF_TIMES = frozenset({ChangeKind.EXTENDED, ChangeKind.SHORTENED, ChangeKind.EFFECTIVE})
"""Kinds of changes that leave the words as they were: only when they apply is news."""
_ORDER = {"stricter": 0, "changed": 1, "milder": 2}


def _words(found: Sequence[Change], moves: Sequence[Change]) -> str:
    if not found:
        return f"stance {', then '.join(dict.fromkeys(one.kind.value for one in moves))}"
    kinds = list(dict.fromkeys(one.kind for one in found))
    if len(kinds) > 1 and ChangeKind.EFFECTIVE in kinds:
        kinds.remove(ChangeKind.EFFECTIVE)
    words = ["now in force" if one is ChangeKind.EFFECTIVE else one.value for one in kinds]
    return ", then ".join(words)


def fields(changes: Iterable[FieldChange], *, quote: bool) -> tuple[FieldLine, ...]:
    """Return each field that changed once: the first before, the last after; one that came back is left out.

    Unless `quote`, the official text is not quoted: that it changed is all that is said.
    """
    seen: dict[str, tuple[str, str]] = {}
    for change in changes:
        before, _ = seen.get(change.field, (change.before, ""))
        seen[change.field] = (before, change.after)
    return tuple(
        FieldLine(field=TEXT, before="", after=UNQUOTED)
        if name == TEXT and not quote
        else FieldLine(field=inert.line(name, 40), before=_around(before, after), after=_around(after, before))
        for name, (before, after) in seen.items()
        if before != after
    )


def _around(words: str, other: str) -> str:
    """Return `words` on one line, begun shortly before where it first differs from `other` if it is long."""
    if len(words) <= FIELD_LIMIT:
        return inert.line(words, FIELD_LIMIT)
    same = next(
        (at for at, (one, two) in enumerate(zip(words, other, strict=False)) if one != two), min(len(words), len(other))
    )
    start = max(0, words.rfind(" ", 0, max(0, same - 30)) + 1) if same > FIELD_LIMIT // 2 else 0
    return ("… " if start else "") + inert.line(words[start:], FIELD_LIMIT)


class Context:
    """What a change is told with: the standings, who else warns, what was read, and whose text may be shown."""

    def __init__(
        self, standings: Mapping[Key, Standing], sources: Iterable[SourceHealth], coverage: str, base_url: str
    ) -> None:
        self.standings = standings
        self.warners = Warners(standings.values())
        self.coverage = coverage
        self.base_url = base_url
        self._quotable = {one.source for one in sources if one.republish in QUOTABLE}

    def shows_text(self, source: str) -> bool:
        """Return whether the terms of a source let its official text be shown."""
        return source in self._quotable


def _notes(
    found: Sequence[Change],
    standing: Standing | None,
    still: tuple[AdvisoryLine, ...],
    coverage: str,
    *,
    eased: bool,
) -> tuple[str, ...]:
    last = found[-1].kind if found else None
    older = standing is not None and standing.advisory.text_is_older
    noted = [one for one in found if one.note and one.kind not in _NOTED and not (older and one.fields)]
    said = [inert.line(one.note) for one in noted]
    if eased or last in CLEARANCE_SHAPED:
        if last is ChangeKind.NO_LONGER_LISTED:
            said.append("Reason unknown; not a clearance.")
        else:
            said.append("Not a clearance.")
        if not still:
            said.append(
                f"No other warning for the same area or FIR is known ({coverage}); that is not a clearance either."
            )
    if standing is not None and last not in (ChangeKind.NO_LONGER_LISTED, ChangeKind.REPLACED):
        said.extend(lines.cautions(standing))
    return tuple(dict.fromkeys(said))


def line(
    key: Key,
    found: Sequence[Change],
    context: Context,
    replaced: tuple[str, ...] = (),
    moves: Sequence[Change] = (),
) -> ChangeLine:
    """Return what happened to one advisory as one line; `replaced` are the references whose lines it took over.

    `moves` are the changes of stance that it made; where nothing else happened to it they are the line.
    """
    authority, reference = key
    base_url = context.base_url
    standing = context.standings.get(key)
    last = (*moves, *found)[-1]
    eased = any(one.kind is ChangeKind.EASED for one in moves)
    relaxed = eased or last.kind in CLEARANCE_SHAPED
    others = context.warners.others(standing) if standing is not None and relaxed else []
    still = tuple(lines.line(one, base_url) for one in others[:STILL_SHOWN])
    told = _told(standing, found, quote=context.shows_text(last.source))
    successor = last.other if last.kind is ChangeKind.REPLACED else ""
    return ChangeLine(
        words=_words(found, moves),
        css=_css(found, moves),
        advisory=None if standing is None else lines.line(standing, base_url),
        authority=inert.line(authority, 40),
        reference=inert.line(reference, 80),
        title=inert.line(last.title or (standing.advisory.title if standing else "")),
        at=moments.moment(last.at),
        replaced=tuple(lines.place(one, paths.advisory(authority, one), base_url) for one in replaced),
        successor=lines.place(successor, paths.advisory(authority, successor), base_url) if successor else None,
        fields=fields((one for change in found for one in change.fields), quote=context.shows_text(last.source)),
        notes=_notes(found, standing, still, context.coverage, eased=eased),
        told=told[:TOLD_SHOWN],
        told_more=max(0, len(told) - TOLD_SHOWN),
        still=still,
        moves=_moves(moves, base_url, told=bool(told)),
    )


def _css(found: Sequence[Change], moves: Sequence[Change]) -> str:
    """Return whether a line is stricter, milder or other news: how the stance moved goes before what became of a paper."""
    kinds = {one.kind for one in found}
    if any(one.kind is not ChangeKind.EASED for one in moves):
        return "stricter"
    if (found and found[-1].kind in _MILDER) or (moves and not kinds & _CERTAINLY_STRICTER):
        return "milder"
    return "stricter" if kinds & _STRICTER else "milder" if kinds & _MILDER else "changed"


def _moves(moves: Sequence[Change], base_url: str, *, told: bool) -> tuple[MoveLine, ...]:
    """Return changes of stance as they stand on an advisory's line, which says itself that nothing is a clearance."""
    found = moved.made(moves, base_url, told=told)
    return tuple(
        msgspec.structs.replace(one, notes=tuple(note for note in one.notes if note != moved.NO_CLEARANCE))
        for one in found
    )


def _told(standing: Standing | None, found: Sequence[Change], *, quote: bool) -> tuple[ProvisionLine, ...]:
    """Return what an advisory tells, unless it is news that it is gone, or no news of its own.

    Its issuer's words stand where they may be news.
    """
    gone = (ChangeKind.NO_LONGER_LISTED, ChangeKind.CANCELLED, ChangeKind.REPLACED)
    if standing is None or not found or found[-1].kind in gone:
        return ()
    worded = {one.kind for one in found} - _OF_TIMES
    told = marks.lines(standing.advisory, quote=quote and bool(worded), brief=True)
    shown = [msgspec.structs.replace(one, sentence=inert.line(one.sentence, QUOTE_LIMIT)) for one in told]
    for at, (one, after) in enumerate(pairwise(shown)):
        if one.sentence == after.sentence:
            shown[at] = msgspec.structs.replace(one, sentence="")
    return tuple(shown)


def order(change: ChangeLine) -> tuple[int, int, str, str]:
    """Return the reading order: stricter first, then changed, then milder; within each the strictest mark first."""
    rank = change.advisory.mark.rank if change.advisory else 0
    return (_ORDER[change.css], rank, change.authority, change.reference)


def source_sentence(change: Change, title: str) -> str:
    """Return what happened to a source as a sentence."""
    when = moments.moment(change.at).short
    why = f": {inert.line(change.note)}" if change.note else ""
    if change.kind is ChangeKind.SOURCE_LOST:
        return f"Since {when} not read: {title}{why}"
    if change.kind is ChangeKind.SOURCE_BACK:
        return f"Read again since {when}: {title}{why}"
    return f"{when} {title}: {change.kind.value}{why}"
