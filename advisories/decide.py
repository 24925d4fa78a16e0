"""From what a source's parts held to what becomes of every advisory: the one decision per run.

The store hands in what it remembers (`Memory`) and answers questions about what is concerned (`Recall`); the
`Outcome` tells the store what to write. Nothing here touches network, archive or clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

import msgspec

from advisories import news
from advisories.changes import difference, replaces
from advisories.health import Before, Judgement, PartOutcome, judge
from advisories.intake import Taken
from advisories.lineage import Ending, endings, named, told_endings
from advisories.model import Advisory, Change, ChangeKind, FieldChange, LinkKind, Verdict, to_json
from advisories.provisions import told
from advisories.ruling import Fresh, Memory, Outcome, Recall
from advisories.shifts import Touched, shifts
from advisories.sources.base import ROW_FAULTS, BadRow, Coverage, Joined, Source, bad_row
from advisories.standing import turns_at


def repeats(source: Source, taken: Taken, memory: Memory) -> bool:
    """Return whether a run can only say what the last good one said: its bytes, which were whole, and its reader."""
    return taken.all_same and memory.good_verdict is Verdict.OK and memory.reader_version == source.reader_version


def decide(source: Source, taken: Taken, memory: Memory, recall: Recall, now: datetime) -> Outcome:
    """Return what a run at `now` means for the source. Never raises for what the pages hold."""
    if repeats(source, taken, memory):
        begun = news.begun(memory, recall, now)
        return Outcome(
            verdict=Verdict.OK,
            rows=memory.before.healthy_rows or 0,
            updated=memory.before.healthy_updated,
            healthy=True,
            turned=_turned(begun, now),
            changes=_by_the_clock(source, memory, recall, begun, now),
        )
    return _Run(source, taken, memory, recall, now).outcome()


class _Run:
    """One decision in the making: sorts what was read into known, changed and new, then settles what is missing."""

    def __init__(self, source: Source, taken: Taken, memory: Memory, recall: Recall, now: datetime) -> None:
        self.source, self.taken, self.memory, self.recall, self.now = source, taken, memory, recall, now
        self.bad: list[BadRow] = [row for reading in taken.readings for row in reading.bad]
        self.present: dict[int, Joined] = {}
        self.new: dict[str, Fresh] = {}
        self.changed: dict[int, Fresh] = {}
        self.relisted: list[int] = []
        self.past: dict[str, Ending] = {}
        self.begun: Mapping[int, Advisory] = {}
        self.delta = all(part.coverage is Coverage.DELTA for part in source.parts)

    def outcome(self) -> Outcome:
        self._match(self._unknown())
        judgement = self._judge()
        if judgement.verdict is Verdict.FAILED:
            lost = news.of_source(self.source, ChangeKind.SOURCE_LOST, self.now, judgement.reason)
            return Outcome(
                verdict=Verdict.FAILED,
                reason=judgement.reason,
                blocked=self.taken.blocked,
                bad=tuple(self.bad),
                changes=(lost,) if self._was_well() else (),
            )
        self.begun = news.begun(self.memory, self.recall, self.now)
        if judgement.held:
            return self._held(judgement)
        shrinking = self._held_back(judgement)
        unlisted, missing = (self._told(), {}) if self.delta else self._absent(judgement)
        return Outcome(
            verdict=judgement.verdict,
            reason=judgement.reason,
            blocked=self.taken.blocked,
            rows=len(self.present) + len(self.new),
            updated=self._updated(),
            baseline=self.memory.baseline_at is None and not self.delta,
            healthy=judgement.verdict is not Verdict.SUSPECT,
            bad=tuple(self.bad),
            new=tuple(self.new.values()),
            revised=tuple(self.changed.items()),
            relisted=tuple(self.relisted),
            reread=self._reread(),
            unlisted=tuple(unlisted.items()),
            past=self.past,
            missing=missing | shrinking,
            turned=_turned({key: one for key, one in self.begun.items() if key not in self.changed}, self.now),
            changes=self._changes(unlisted) if self.delta or self.memory.baseline_at else (),
        )

    def _held(self, judgement: Judgement) -> Outcome:
        """Return what an old copy means: nothing in it is news, and what was known comes into force all the same."""
        return Outcome(
            verdict=judgement.verdict,
            reason=judgement.reason,
            blocked=self.taken.blocked,
            rows=len(self.present) + len(self.new),
            updated=self._updated(),
            held=True,
            bad=tuple(self.bad),
            turned=_turned(self.begun, self.now),
            changes=_by_the_clock(self.source, self.memory, self.recall, self.begun, self.now),
        )

    def _updated(self) -> datetime | None:
        return max((reading.updated for reading in self.taken.readings if reading.updated), default=None)

    def _unknown(self) -> list[Fresh]:
        """Return what no stored hash explains, read; unchanged rows are noted as present on the way."""
        unknown: list[Fresh] = []
        seen: set[bytes] = set()
        by_hash = self.memory.by_hash
        for joined in self._joined():
            if not joined.parts:
                continue
            item = joined
            if item.unless is not None and sha256(to_json(item.unless)).digest() in by_hash:
                item = msgspec.structs.replace(item, record=item.unless)
            record = to_json(item.record)
            digest = sha256(record).digest()
            if digest in seen:
                continue
            seen.add(digest)
            if (known := by_hash.get(digest)) is not None:
                self.present[known] = item
                continue
            try:
                advisory = told(self.source, item.record)
            except ROW_FAULTS as error:
                self.bad.append(bad_row(item.parts[0], error, item.record))
                continue
            unknown.append(Fresh(advisory=advisory, record=record, hash=digest, parts=_sources_of(item, self.taken)))
        return unknown

    def _joined(self) -> tuple[Joined, ...]:
        if not self.taken.records:
            return ()
        return self.source.join(self.taken.records, self.memory.known)

    def _match(self, unknown: list[Fresh]) -> None:
        """Find each changed row's advisory by its names; what has none is new. Two rows of one name are a bad row."""
        found = self.recall.find(name for fresh in unknown for name in fresh.names)
        for fresh in unknown:
            tracked = next((found[name] for name in fresh.names if name in found), None)
            reference = fresh.advisory.reference
            if (tracked and (tracked.id in self.present or tracked.id in self.changed)) or reference in self.new:
                reason = f"two different rows are named {reference}; the first stands"
                self.bad.append(BadRow(part=fresh.parts[0], reason=reason, found=fresh.advisory.title[:200]))
            elif tracked is None:
                self.new[reference] = fresh
            elif tracked.listed or not self.delta:
                self.present[tracked.id] = Joined(record={}, parts=fresh.parts)
                if not tracked.listed:
                    self.relisted.append(tracked.id)
                if tracked.hash != fresh.hash:
                    self.changed[tracked.id] = fresh

    def _judge(self) -> Judgement:
        outcomes = []
        for reading in self.taken.readings:
            late = [row for row in self.bad if row.part == reading.part and row not in reading.bad]
            verdict, reason = reading.verdict, reading.reason
            if late and verdict is Verdict.OK:
                verdict, reason = (
                    Verdict.DEGRADED,
                    f"{reading.part}: {len(late)} rows could not be read; first: {late[0].reason}",
                )
            part = self.source.part(reading.part)
            outcomes.append(
                PartOutcome(
                    part=reading.part,
                    verdict=verdict,
                    reason=reason,
                    snapshot=part.coverage is Coverage.SNAPSHOT,
                    updated=reading.updated,
                )
            )
        rows = len(self.present) + len(self.new)
        if self.bad and not rows:
            reason = f"none of {len(self.bad)} rows could be read; first: {self.bad[0].reason}"
            return Judgement(verdict=Verdict.FAILED, reason=reason, readings=0)
        older = [
            fresh.advisory.reference
            for fresh in (*self.new.values(), *self.changed.values())
            if fresh.advisory.text_is_older
        ]
        older += [name for key, name in self.memory.older.items() if key in self.present and key not in self.changed]
        anew = sum(key not in self.present and key not in self.memory.missing for key in self.memory.by_hash.values())
        texts = tuple(sorted(older))
        before = Before() if self.delta else self.memory.before
        return judge(tuple(outcomes), rows, before, self.now, anew=anew, older_texts=texts)

    def _absent(self, judgement: Judgement) -> tuple[dict[int, Ending], dict[int, int]]:
        """Return who is listed no more, and the streaks of missing readings that changed."""
        missing = {key: 0 for key in self.memory.missing if key in self.present}
        absent = sorted(key for key in self.memory.by_hash.values() if key not in self.present)
        if not absent or judgement.readings == 0:
            return {}, missing
        advisories = self.recall.advisories(absent)
        gone: list[int] = []
        for key in absent:
            streak = self.memory.missing.get(key, 0) + 1
            if self.bad and self._named_in_bytes(advisories[key].reference):
                missing[key] = 0
            elif streak >= judgement.readings:
                gone.append(key)
            else:
                missing[key] = streak
        if not gone:
            return {}, missing
        links = self.recall.links()
        links += [(fresh.advisory.reference, link) for fresh in self.new.values() for link in fresh.advisory.links]
        found = endings(
            [advisories[key] for key in gone],
            [fresh.advisory for fresh in self.new.values()],
            named(links, LinkKind.REPLACES),
            named(links, LinkKind.CANCELS),
            self.now,
        )
        return {key: found[advisories[key].reference] for key in gone}, missing

    def _held_back(self, judgement: Judgement) -> dict[int, int]:
        """Leave aside what takes an area away from an advisory, and return how often in a row each was read like that.

        A row can be one of several that list an advisory, each under another area. Where rows are missing, as far as
        absence is doubted so is that; where nothing is missing, a smaller area is news like any other.
        """
        if not (self.bad or judgement.verdict is Verdict.SUSPECT):
            return {}
        known = self.recall.advisories(self.changed)
        streaks: dict[int, int] = {}
        for key, fresh in self.changed.items():
            before, after = known[key], fresh.advisory
            if not (set(before.areas) - set(after.areas) or set(before.firs) - set(after.firs)):
                continue
            streak = self.memory.missing.get(key, 0) + 1
            if streak < judgement.readings:
                streaks[key] = streak
        for key in streaks:
            del self.changed[key]
        return streaks

    def _told(self) -> dict[int, Ending]:
        """Return which listed advisories have ended where absence means nothing; new ones that had are noted as past."""
        fresh = (*self.new.values(), *self.changed.values())
        listed = self.recall.advisories(self.memory.by_hash.values())
        known = (*listed.values(), *(one.advisory for one in self.new.values()))
        links = [(one.advisory.reference, link) for one in fresh for link in one.advisory.links]
        links += self.recall.naming(self.new)
        lapsed: dict[str, str] = {}
        for one in fresh:
            lapsed |= self.source.lapsed(msgspec.json.decode(one.record), known)
        ended = told_endings(known, named(links, LinkKind.REPLACES), named(links, LinkKind.CANCELS), lapsed, self.now)
        self.past = {reference: ending for reference, ending in ended.items() if reference in self.new}
        return {key: ended[one.reference] for key, one in sorted(listed.items()) if one.reference in ended}

    def _named_in_bytes(self, reference: str) -> bool:
        return any(self.source.mentions(reference, body) for body in self.taken.bodies)

    def _reread(self) -> tuple[tuple[int, Advisory], ...]:
        """Return unchanged advisories read anew where today's reader is another one than the store's last."""
        if self.memory.reader_version in (None, self.source.reader_version):
            return ()
        again = []
        for key, item in self.present.items():
            if key not in self.changed and item.record:
                try:
                    again.append((key, told(self.source, item.record)))
                except ROW_FAULTS as error:
                    self.bad.append(bad_row(item.parts[0], error, item.record))
        return tuple(again)

    def _changes(self, unlisted: Mapping[int, Ending]) -> tuple[Change, ...]:
        changes = list(news.back(self.source, self.memory, self.now))
        heirs = {ending.other for ending in unlisted.values() if ending.change is ChangeKind.REISSUED}
        incomplete = self.memory.good_verdict is not Verdict.OK and not self.delta
        note = "first read now; earlier readings were incomplete" if incomplete else ""
        new = tuple(fresh.advisory for fresh in self.new.values() if fresh.advisory.reference not in self.past)
        changes += [
            self._change(ChangeKind.NEW, advisory, other=replaces(advisory), note=note)
            for advisory in new
            if advisory.reference not in heirs
        ]
        revised = self._before()
        again = self.recall.advisories(key for key in self.relisted if key not in self.changed)
        changes += self._revisions(revised)
        changes += [self._change(ChangeKind.LISTED_AGAIN, again[key]) for key in self.relisted if key in again]
        gone = self.recall.advisories(unlisted)
        for key, ending in unlisted.items():
            if ending.change:
                changes.append(self._change(ending.change, gone[key], other=ending.other, note=ending.reason))
        begun = {key: one for key, one in self.begun.items() if key not in unlisted and key not in self.changed}
        for advisory in (*begun.values(), *(fresh.advisory for fresh in self.changed.values())):
            changes += news.effective(self.source, self.memory, advisory, self.now)
        relisted = {key: again[key] if key in again else self.changed[key].advisory for key in self.relisted}
        touched = Touched(new=new, revised=revised, relisted=relisted, unlisted=gone, begun=begun)
        return (*changes, *shifts(self.source, self.memory, self.recall, touched, self.now, note=note))

    def _before(self) -> dict[int, tuple[Advisory, Advisory]]:
        """Return what changed before and after, both as today's reader reads them."""
        records = self.recall.records(self.changed)
        return {
            key: (told(self.source, msgspec.json.decode(records[key])), fresh.advisory)
            for key, fresh in self.changed.items()
        }

    def _revisions(self, revised: Mapping[int, tuple[Advisory, Advisory]]) -> list[Change]:
        changes = []
        listed = set(self.relisted)
        for key, (before, after) in revised.items():
            moved = difference(before, after)
            if key in listed:
                fields = moved.fields if moved else ()
                changes.append(self._change(ChangeKind.LISTED_AGAIN, after, fields=fields))
            elif moved:
                note = f"the text read is of {after.text_revision}" if after.text_is_older else ""
                changes.append(self._change(moved.kind, after, fields=moved.fields, note=note))
        return changes

    def _change(
        self,
        kind: ChangeKind,
        advisory: Advisory,
        *,
        other: str = "",
        fields: tuple[FieldChange, ...] = (),
        note: str = "",
    ) -> Change:
        return news.of_advisory(self.source, kind, advisory, self.now, other=other, fields=fields, note=note)

    def _was_well(self) -> bool:
        return self.memory.verdict not in (None, Verdict.FAILED)


def _by_the_clock(
    source: Source, memory: Memory, recall: Recall, begun: Mapping[int, Advisory], now: datetime
) -> tuple[Change, ...]:
    """Return what is news in a run that brings nothing new itself: the source is back, something has begun."""
    came = (change for one in begun.values() for change in news.effective(source, memory, one, now))
    moved = shifts(source, memory, recall, Touched(begun=begun), now)
    return (*news.back(source, memory, now), *came, *moved)


def _turned(begun: Mapping[int, Advisory], now: datetime) -> dict[int, datetime | None]:
    return {key: turns_at(advisory, now) for key, advisory in begun.items()}


def _sources_of(item: Joined, taken: Taken) -> tuple[str, ...]:
    """Return the parts that a joined record holds strings of, the freshly read ones first."""
    return tuple(dict.fromkeys((*item.parts, *(name for name in taken.records if name in item.record))))
