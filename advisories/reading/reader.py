"""From the official text of an advisory to what it tells whom about which airspace.

Rules only: every provision names the sentence it was read from. A clause that looks operative and that no rule
understood is in `unread`, so that a reading is never silently milder than the text.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

import msgspec

from advisories.model import Addressees, Datum, Level, Provision, Validity, Value
from advisories.notam.diagnostics import Diagnostic
from advisories.reading.addressees import addressees, applies_to, authority_state
from advisories.reading.areas import airspaces, is_area
from advisories.reading.bands import bands
from advisories.reading.doubts import doubts
from advisories.reading.duties import Duty, duty, is_heading, keeps_out, operative
from advisories.reading.exemptions import EXCEPTING, excepted, listed
from advisories.reading.frames import frames, quoted
from advisories.reading.head import names_land, without_head
from advisories.reading.history import in_part
from advisories.reading.instructions import MOST, TITLES, WEAK, Rule, Told, instructions
from advisories.reading.kinds import ReadingKind, about_itself, is_background, is_pointer, kind_of
from advisories.reading.landings import landings
from advisories.reading.language import not_english
from advisories.reading.links import Links, links
from advisories.reading.places import within
from advisories.reading.provisions import (
    Draft,
    pairs,
    provision,
    same,
)
from advisories.reading.scopes import Clause, scope
from advisories.reading.sections import Sections, sections
from advisories.reading.telling import State, Unread, not_understood, tell
from advisories.reading.threats import threats
from advisories.reading.untaken import levels_left, untaken
from advisories.reading.validity import validity
from advisories.reading.words import Words

# Rules that speak only where no other does.
_WEAKER: Final = frozenset({*WEAK, *TITLES})
# What an instruction's sentence may print that no draft took up, by what looks for it.
_LOST: Final = {"a region": untaken, "a level": levels_left, "a ban on landing": landings}
# How what holds no words begins.
_NO_WORDS: Final = frozenset({"", " ", ".", ";"})


class Reading(Value, frozen=True):
    """What one text tells.

    `applies_to` are ISO alpha-2 codes, `EU` (EASA's operators and third-country operators) or `ALL`. `threats` are those
    of the whole text. `duties` are clauses that ask for something else than keeping out or care (reports, monitoring,
    notice of flights). `doubts` say what looks wrong about printed codes; `unread` is what no rule understood.
    """

    kind: ReadingKind
    applies_to: tuple[str, ...] = ()
    provisions: tuple[Provision, ...] = ()
    threats: tuple[str, ...] = ()
    validity: Validity = Validity()
    links: Links = Links()
    duties: tuple[Duty, ...] = ()
    doubts: tuple[Diagnostic, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def fully_read(self) -> bool:
        """Return whether every operative clause was understood."""
        return not self.unread


def read(text: str, *, issuer: str, reference: str | None = None) -> Reading:
    """Return what `text` tells, whom and about which airspace. Pure; never raises on any text.

    `issuer` is the authority or its State in any usual spelling (EASA, USA, FAA, UK, Germany ...), `reference` its
    number, whose words may say what sort of document it is.
    """
    whole = words = Words(text)
    place: tuple[str, ...] = ()
    if "Q)" in whole.plain:
        body, place = without_head(text)
        words = whole if body == text else Words(body)
        place = () if names_land(words) else place
    state = authority_state(issuer)
    background = is_background(words, reference or "", state)
    page = sections(words)
    found = State() if background else _scan(words, page, state, place)
    named: list[str] = []
    lands: list[str] = []
    for draft in found.drafts:
        named += draft.space.firs
        lands += draft.space.countries
    own = not background and about_itself(words, state, reference or "", named, lands, told=bool(found.drafts))
    stated = threats(words)
    applicability = page.spans.get("APPLICABILITY", (0, 0))
    addressed = [addressees(words, state, draft.sentence, applicability, own=own) for draft in found.drafts]
    provisions = _provisions(words, found, page, addressed, stated)
    gnss = {draft.told.rule for draft in found.drafts} == {Rule.GNSS}
    kind = ReadingKind.BACKGROUND if background else kind_of(words, provisions, gnss=gnss, own=own)
    foreign = None if provisions or found.unread else not_english(words)
    if foreign:
        found.unread.append(not_understood(words, foreign, "not in English"))
    unread = (*found.unread, _too_long(words)) if words.unread else tuple(found.unread)
    return Reading(
        kind=kind,
        applies_to=applies_to([one.addressees for one in provisions], state, own=own),
        provisions=provisions,
        threats=stated,
        validity=validity(whole),
        links=links(whole),
        duties=tuple(found.duties),
        doubts=tuple(doubts(words)),
        unread=unread,
    )


def _too_long(words: Words) -> Unread:
    size = len(words.printed)
    return Unread(words="", span=(size, size + len(words.unread)), why=f"text longer than {size:,} characters")


def _provisions(
    words: Words, state: State, page: Sections, people: list[Addressees], stated: tuple[str, ...]
) -> tuple[Provision, ...]:
    paired = pairs(state.drafts, page)
    result: list[Provision] = []
    for index, draft in enumerate(state.drafts):
        one = provision(words, draft, paired, state.exceptions.get(index, ()), people[index], stated)
        match = _among(result, one)
        if match is None:
            result.append(one)
            continue
        old = result[match]
        phases = tuple(dict.fromkeys((*old.phases, *one.phases))) if old.phases and one.phases else ()
        result[match] = msgspec.structs.replace(old, exceptions=old.exceptions or one.exceptions, phases=phases)
    return tuple(result)


def _among(found: list[Provision], one: Provision) -> int | None:
    """Return which of some provisions says the same to the same."""
    for index, old in enumerate(found):
        if same(old, one) and old.addressees.certificate_states == one.addressees.certificate_states:
            return index
    return None


def _scan(words: Words, page: Sections, issuer: str, place: tuple[str, ...]) -> State:
    state = State(issuer, place)
    sentences = _sentences(words, page)
    told = instructions(words, sentences)
    urges = operative(words, sentences)
    for index, sentence in enumerate(sentences):
        if index in told or index in urges:
            _sentence(words, page, sentence, state, told=told.get(index, []), urges=urges.get(index, []))
        elif (
            state.drafts
            and _excepts(words, sentence, state, told=False)
            and not _whole(frames(words, sentence), sentence)
        ):
            state.except_last(words, sentence)
    if state.late:
        _late(words, page, state)
    for what, look in _LOST.items():
        for one in look(words, state.drafts):
            state.unread.append(not_understood(words, one, f"{what} of which nothing was read"))
    if len(place) == 1:
        state.drafts = _placed(state.drafts, place)
    return state


def _placed(found: list[Draft], place: tuple[str, ...]) -> list[Draft]:
    """Give an area that no FIR or country is named for the FIR of the head; several might be taken for one in it."""
    loose = [one for one in found if one.space.area[1] and not (one.space.named or one.space.apart)]
    if len(loose) != 1:
        return found
    part = msgspec.structs.replace(loose[0].space, firs=place, partial=True)
    return [msgspec.structs.replace(one, space=part) if one is loose[0] else one for one in found]


def _late(words: Words, page: Sections, state: State) -> None:
    """Add what is told by rules that speak only where no other does, titles first."""
    if state.drafts or is_pointer(words):
        _assessed(words, page, state)
        return
    for rules in (TITLES, (Rule.ASSESS,), (Rule.HAZARD, Rule.GNSS)):
        for sentence, weak in state.late:
            tell(words, page, sentence, [one for one in weak if one.rule in rules], state)
        if state.drafts:
            state.drafts = _hazard_levels(words, state)
            return


def _assessed(words: Words, page: Sections, state: State) -> None:
    """Add the risk assessments that are asked for about airspace of which nothing else is told."""
    known = {place for draft in state.drafts for place in (*draft.space.firs, *draft.space.countries)}
    for sentence, weak in state.late:
        for one in weak:
            if one.rule is not Rule.ASSESS or not scope(words, Clause(told=one, sentence=sentence)).named:
                continue
            count = len(state.drafts)
            tell(words, page, sentence, [one], state)
            added = state.drafts[count:]
            if any(known & {*draft.space.firs, *draft.space.countries} or not draft.space.named for draft in added):
                del state.drafts[count:]


def _sentence(
    words: Words,
    page: Sections,
    sentence: tuple[int, int],
    state: State,
    *,
    told: list[Told],
    urges: list[int],
) -> None:
    """Read a sentence that tells something (`told`), or that looks operative where `urges` says."""
    apart = frames(words, sentence)
    whole = _whole(apart, sentence)
    if apart and _quotes(words, told, urges):
        state.unread.append(not_understood(words, sentence, "an instruction is quoted"))
    told = [one for one in told if not _framed(apart, one.start)] if apart else told
    strong, weak = _parted(told)
    if len(told) >= MOST:
        state.unread.append(_lost(words, sentence))
    if apart and in_part(words, sentence):
        state.unread.append(not_understood(words, sentence, "a measure is lifted only in part"))
    count, duties = len(state.drafts), len(state.duties)
    lost = tell(words, page, sentence, strong, state) if strong else []
    if lost:
        state.unread.append(_lost(words, sentence))
    if weak:
        state.late.append((sentence, weak))
    if count and not whole and _excepts(words, sentence, state, told=bool(strong)):
        state.except_last(words, sentence)
        return
    if len(state.drafts) > count or whole or not urges:
        return
    if len(state.duties) > duties and not any(is_area(words, space) for space in airspaces(words, *sentence)):
        return
    asked = _asked(words, sentence, state)
    if not (lost or _is_shown(words, sentence, state)):
        why = _why_unread(words, sentence, apart, urges, other=asked or bool(weak))
        state.unread += [not_understood(words, sentence, why)] if why else []


def _asked(words: Words, sentence: tuple[int, int], state: State) -> bool:
    """Add the duty that a sentence states, and return whether it states one."""
    found = duty(words, sentence)
    state.duties += [found] if found else []
    return found is not None


def _parted(told: list[Told]) -> tuple[list[Told], list[Told]]:
    """Return the instructions of a sentence apart from those that speak only where no others do."""
    parts: tuple[list[Told], list[Told]] = ([], [])
    for one in told:
        parts[one.rule in _WEAKER].append(one)
    return parts


def _why_unread(
    words: Words, sentence: tuple[int, int], apart: list[tuple[int, int]], urges: list[int], *, other: bool
) -> str:
    """Return why an operative sentence without an instruction is shown, if it is; `other` is a duty or weak advice."""
    if other:
        out = any(not _framed(apart, at) for at in keeps_out(words, sentence))
        return "it may keep operators out" if out else ""
    known = is_heading(words.plain, sentence) or all(_framed(apart, at) for at in urges)
    return "" if known else "no rule understands it"


def _quotes(words: Words, told: list[Told], urges: list[int]) -> bool:
    """Return whether a sentence quotes an instruction, or anything operative of a notice between QUOTE and UNQUOTE."""
    spans, wrapped = quoted(words), words.wrapped
    if not spans:
        return False
    starts = [one.start for one in told if one.rule not in _WEAKER]
    return any(within(spans, at) for at in starts) or any(within(wrapped, at) for at in urges if within(spans, at))


def _whole(apart: list[tuple[int, int]], sentence: tuple[int, int]) -> bool:
    return bool(apart) and any(low <= sentence[0] + 1 and top >= sentence[1] - 1 for low, top in apart)


def _excepts(words: Words, sentence: tuple[int, int], state: State, *, told: bool) -> bool:
    """Return whether a sentence adds an exception to the last instruction, by its verb or as an item of its list."""
    if words.present & EXCEPTING and excepted(words, *sentence):
        return True
    return not told and bool(state.drafts[-1].exceptions) and listed(words.plain, sentence[0])


def _hazard_levels(words: Words, state: State) -> list[Draft]:
    """Give weak advice without levels those of the risk that the text states: "a risk to operations below FL 250"."""
    for sentence, weak in state.late:
        levels = bands(words, *sentence) if any(one.rule is Rule.HAZARD for one in weak) else []
        if levels and all(isinstance(d.upper, Level) and d.upper.datum is Datum.UNL for d in state.drafts):
            return [
                msgspec.structs.replace(draft, lower=lower, upper=upper)
                for draft in state.drafts
                for lower, upper in levels[0].limits
            ]
    return state.drafts


def _sentences(words: Words, page: Sections) -> list[tuple[int, int]]:
    """Return the sentences of the parts that instruct, cut where a part begins or ends."""
    plain, stops = words.plain, words.stops
    result: list[tuple[int, int]] = []
    for low, top in page.telling:
        index = bisect_right(stops, low)
        start = stops[index - 1] if index else 0
        while index < len(stops) and start < top:
            stop = stops[index]
            begin = start + 1 if plain[start : start + 1] == " " else start
            begin, end = max(begin, low), min(stop, top)
            if plain[begin : begin + 1] not in _NO_WORDS or plain[begin:end].strip(" .;"):
                result.append((begin, end))
            start = stop
            index += 1
    return result


def _lost(words: Words, sentence: tuple[int, int]) -> Unread:
    return not_understood(words, sentence, "an instruction without an airspace")


def _is_shown(words: Words, sentence: tuple[int, int], state: State) -> bool:
    return bool(state.unread) and state.unread[-1].span == words.span(*sentence)


def _framed(apart: list[tuple[int, int]], at: int) -> bool:
    return any(low <= at < top for low, top in apart)
