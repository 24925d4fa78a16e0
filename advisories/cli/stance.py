"""The command that puts all authorities side by side: stance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import click
import msgspec

from advisories.cli.showing import change_object
from advisories.cli.tables import table
from advisories.cli.workspace import Workspace, print_json, with_workspace
from advisories.config import OperatorSettings
from advisories.digest import marks, moved
from advisories.digest.inert import line
from advisories.digest.shapes import MoveLine
from advisories.digest.stances import band, cell, conflict, everywhere, notes, plain, rests, sign
from advisories.errors import InputError
from advisories.geo import countries, firs
from advisories.geo.places import Place, place
from advisories.known import Standing
from advisories.model import Change, to_json
from advisories.reading.operators import OperatorProfile
from advisories.stance import NOTHING, Entry, Stance, stance
from advisories.stance.places import area, concerned, region
from advisories.times import spoken, stamp

HELP = """Say what each authority tells whom about an airspace, side by side, and the State's own status first.

\b
advisories stance SVZM                                 one FIR
advisories stance Venezuela Iran                       countries: all FIRs that cover them
advisories stance                                      every place that a warning is in force for
advisories stance SVZM --operator mine                 [operators.mine] of the settings
advisories stance SVZM --operator certificate=US,registry=US+CA
advisories stance SVZM --as-of 2019-06-01              what was valid then, by what is known now
advisories stance SVZM --as-of 2026-01-03 --known-at 2026-01-02     what could be known of it the day before

For a place, what follows is how each authority's stance on it changed, newest first, as far as it had been read by then.
"none known" is only said of sources that were read, and is no clearance. What was not read counts as do not enter.
An inline operator has the keys of the settings: certificate, registry, licence, partners (several joined by +), and
tco, private, served (yes or no).
"""
MOVES_SHOWN: Final = 20
_LISTS: Final = ("registry", "licence", "partners")
_FLAGS: Final = ("tco", "private", "served")
_YES_NO: Final = {"yes": True, "no": False}


@click.command("stance", help=HELP)
@click.argument("where", metavar="[FIR|COUNTRY]...", nargs=-1)
@click.option("--operator", metavar="PROFILE", help="A name from the settings, or key=value,…")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_workspace
def stance_command(work: Workspace, where: tuple[str, ...], operator: str | None, *, as_json: bool) -> None:
    """Print the stance on each place asked for."""
    profile = _profile(operator, work.settings.operators) if operator else None
    with work.open_store() as store:
        moment = work.moment(store)
        standings = [one for one in store.standings(moment) if one.advisory.kind.warns]
        health = store.health(work.sources, moment)
        asked = tuple(_place(name, standings) for name in where)
        moves = {one: store.moves(moment, concerned(one), each=MOVES_SHOWN)[:MOVES_SHOWN] for one in asked}
    found = [
        stance(one, standings, health, moment.as_of, moment.known_at, profile) for one in asked or everywhere(standings)
    ]
    if as_json:
        print_json([as_object(one, moves.get(one.place)) for one in found])
    elif not asked:
        click.echo(_overview(found))
    else:
        click.echo("\n\n".join(_said(one, moves[one.place]) for one in found))


def _place(name: str, standings: Sequence[Standing]) -> Place:
    """Return the place of a name, or the regions listed under an area of that name. Raises `InputError`."""
    found = place(name) or region(name) or area(name, (one.advisory for one in standings))
    if found is None:
        raise InputError(f"stance: expected a FIR's code or name, a country or a listed area, found {line(name, 60)!r}")
    return found


def _profile(asked: str, known: dict[str, OperatorSettings]) -> OperatorProfile:
    """Return the operator of that name, or the one written out. Raises `InputError`."""
    if asked in known:
        settings = known[asked]
        name = asked
    elif "=" in asked:
        settings, name = _inline(asked), "this operator"
    else:
        names = ", ".join(sorted(known)) or "none in the settings"
        raise InputError(f"operator: expected a name ({names}) or key=value,…, found {asked!r}")
    states = (settings.certificate, *settings.registry, *settings.licence, *settings.partners)
    for state in filter(None, states):
        if countries.lookup(state) != state:
            raise InputError(f"operator: expected ISO 3166 alpha-2 codes such as US, found {state!r}")
    return OperatorProfile(
        name=name,
        certificate_state=settings.certificate,
        registry_states=settings.registry,
        licence_states=settings.licence,
        partner_states=settings.partners,
        third_country_authorisation=settings.tco,
        private=settings.private,
        served=settings.served,
    )


def _inline(text: str) -> OperatorSettings:
    values: dict[str, object] = {}
    for pair in text.split(","):
        key, _, value = (part.strip() for part in pair.partition("="))
        if key in _FLAGS and value.lower() in _YES_NO:
            values[key] = _YES_NO[value.lower()]
        elif key in _LISTS:
            values[key] = tuple(state.strip().upper() for state in value.split("+") if state.strip())
        elif key == "certificate":
            values[key] = value.upper()
        else:
            keys = ", ".join(("certificate", *_LISTS, *(f"{flag} (yes or no)" for flag in _FLAGS)))
            raise InputError(f"operator: expected {keys}, found {pair.strip()!r}")
    return msgspec.convert(values, OperatorSettings)


def _overview(found: list[Stance]) -> str:
    """Return the table of places × authorities, strictest first."""
    ordered = sorted(found, key=lambda one: (one.rank, one.place.name.casefold()))
    names = sorted({of.authority for one in ordered for of in one.authorities})
    rows = [
        (
            "" if one.place.is_country else "".join(one.place.firs[:1]),
            one.place.name,
            one.own.value,
            *(cell(one, name) for name in names),
        )
        for one in ordered
        if one.rank < NOTHING
    ]
    head = ("FIR", "NAME", "ITS STATE", *names)
    coverage = found[0].coverage if found else "no warning is listed"
    return f"{table(head, rows)}\n\n{coverage}. Not a clearance."


def _said(found: Stance, moves: Sequence[Change]) -> str:
    title = f"{found.place.name} ({', '.join(found.place.firs)})" if found.place.firs else found.place.name
    known = "" if found.known_at == found.as_of else f", known at {spoken(found.known_at)}"
    said = [f"{line(title)} as of {spoken(found.as_of)}{known}", f"  {found.coverage}. Not a clearance.", ""]
    if _mistyped(found):
        said.insert(1, f"  {found.place.firs[0]} is no FIR that this program knows, and nothing names it: is it right?")
    said.append(f"  ITS STATE{_of(found.own_state)}: {found.own.value}")
    said += [text for one in found.own_entries for text in _entry(one)]
    for of in found.authorities:
        note = f" ({rests(of)})" if rests(of) else ""
        said.append(f"  {line(of.authority)}: {of.word}{note}")
        said += [text for one in of.entries for text in _entry(one)]
        said += [f"    ! {line(conflict(one), 300)}" for one in of.conflicts]
    for heading, entries in (("HAZARDS, apart from the stance", found.hazards), ("NOT YET IN FORCE", found.upcoming)):
        if entries:
            said += [f"  {heading}", *(text for one in entries for text in _entry(one))]
    if moves:
        said += ["  CHANGES OF STANCE, newest first", *(text for one in moved.made(moves, "") for text in _move(one))]
    return "\n".join(said)


def _mistyped(found: Stance) -> bool:
    """Return whether a code looks like a typing error: no table has it and no advisory names it."""
    told = (found.own_entries, found.hazards, found.upcoming, *(of.entries for of in found.authorities))
    return bool(found.place.firs) and not any(told) and not any(map(firs.by_code, found.place.firs))


def _move(one: MoveLine) -> list[str]:
    said = [f"    {one.at.words}  {line(one.subject, 300)}: {one.words}"]
    said.append(f"      before: {one.before_mark.sign} {one.before}")
    said.append(f"      after:  {one.after_mark.sign} {one.after}")
    return [*said, *(f"      {note}" for note in one.notes)]


def _of(state: str) -> str:
    return f" ({countries.name(state)})" if state else ""


def _entry(entry: Entry) -> list[str]:
    said = [f"    {sign(entry)} {line(plain(entry), 600)}"]
    said += [f"      {note}" for note in notes(entry)]
    if entry.answer:
        said.append(f"      {entry.answer.answer.value}: {line(entry.answer.why)}")
    return said


def as_object(found: Stance, moves: Sequence[Change] | None = None) -> dict[str, Any]:
    """Return a stance as the documented JSON object; `changes` stands in it where a place was asked for."""
    told = {} if moves is None else {"changes": [change_object(one) for one in moves]}
    return {
        "place": found.place,
        "as_of": stamp(found.as_of),
        "known_at": stamp(found.known_at),
        "coverage": found.coverage,
        "own": {"state": found.own_state, "status": found.own.value, "entries": _objects(found.own_entries)},
        "authorities": [
            {
                "authority": of.authority,
                "says": of.word,
                "sources": of.sources,
                "not_read": of.unread,
                "entries": _objects(of.entries),
                "conflicts": [[one.one.advisory.reference, one.other.advisory.reference] for one in of.conflicts],
            }
            for of in found.authorities
        ],
        "hazards": _objects(found.hazards),
        "upcoming": _objects(found.upcoming),
        **told,
    }


def _objects(entries: tuple[Entry, ...]) -> list[dict[str, Any]]:
    return [
        {
            "authority": one.advisory.authority,
            "reference": one.advisory.reference,
            "state": one.state.value,
            "force": one.provision.force.value if one.provision else "not read",
            "band": band(one),
            "sentence": plain(one),
            "by_title": marks.by_title(one.advisory),
            "provision": msgspec.Raw(to_json(one.provision)) if one.provision else None,
            "overruled_by": one.overruled_by,
            "operator": one.answer,
        }
        for one in entries
    ]
