"""Whether a provision addresses an operator: applies, does not, or depends, and why.

Rules: 14 CFR 91.1603 to 91.1619 paragraph (a) and the same words in KICZ NOTAM (US); EASA CZIB Applicability (operators
under Regulation (EU) 965/2012; third-country operators to, from and within the EU); UK AIP ENR 1.1 section 1.4.5
(operators served with a direction); French AIC and Italian E-series (licence, registry, wet lease, codeshare); Transport
Canada AIC (air operators and owners of aircraft registered in Canada). Where the profile does not say what a rule asks,
the answer is "depends", never "does not".
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from advisories.geo import countries
from advisories.model import Addressees, Provision, Value
from advisories.reading.addressees import ALL, EU

# Regulation (EU) 2018/1139: the member States, and Iceland, Liechtenstein, Norway and Switzerland by agreement.
EASA_STATES: Final = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
        "IS",
        "LI",
        "NO",
        "CH",
    ]
)
_SERVED: Final = "served"


class Answer(StrEnum):
    """Whether a provision addresses an operator."""

    APPLIES = "applies"
    DOES_NOT = "does not apply"
    DEPENDS = "depends"


class OperatorProfile(Value, frozen=True):
    """An operator as far as authorities ask: alpha-2 codes of States, None for what the profile does not say.

    `certificate_state` issued the operator's certificate or licence (empty for a private owner), `registry_states` are
    those of its aircraft, `licence_states` those of its pilots' licences, `partner_states` those of carriers that it flies
    for under wet lease or codeshare. `third_country_authorisation` is EASA's for foreign operators. `served` says that a
    direction under the UK Aviation Security Act has been served on it.
    """

    name: str = ""
    certificate_state: str = ""
    registry_states: tuple[str, ...] = ()
    licence_states: tuple[str, ...] = ()
    partner_states: tuple[str, ...] = ()
    third_country_authorisation: bool | None = None
    private: bool = False
    served: bool | None = None


class Applicability(Value, frozen=True):
    """The answer for one provision and one operator, with a reason for a person."""

    answer: Answer
    why: str


def _yes(why: str) -> Applicability:
    return Applicability(answer=Answer.APPLIES, why=why)


def _no(why: str) -> Applicability:
    return Applicability(answer=Answer.DOES_NOT, why=why)


def _depends(why: str) -> Applicability:
    return Applicability(answer=Answer.DEPENDS, why=why)


def applicability(provision: Provision, operator: OperatorProfile) -> Applicability:
    """Return whether `provision` addresses `operator`, and why."""
    people = provision.addressees
    states = dict.fromkeys((*people.certificate_states, *people.registry_states, *people.licence_states))
    if not states:
        return _depends("the text does not say whom it addresses")
    if ALL in states:
        return _yes("it addresses everyone in this airspace")
    answers = [_state(state, people, operator) for state in states]
    for wanted in (Answer.APPLIES, Answer.DEPENDS):
        for one in answers:
            if one.answer is wanted:
                return one
    return answers[0]


def _state(state: str, people: Addressees, operator: OperatorProfile) -> Applicability:
    if state == EU:
        return _easa(people, operator)
    if state == "US":
        return _united_states(operator)
    name = countries.name(state)
    if any(_SERVED in condition for condition in people.conditions):
        return _direction(state, name, operator)
    if operator.certificate_state == state:
        return _yes(f"its certificate is issued by {name}")
    if state in people.registry_states and state in operator.registry_states:
        return _yes(f"it flies aircraft registered in {name}")
    shared = any("wet lease" in one or "codeshare" in one for one in people.conditions)
    if shared and state in operator.partner_states:
        return _depends(f"only on flights for a carrier licensed in {name} under wet lease or codeshare")
    if state in people.licence_states and state in operator.licence_states:
        return _yes(f"its pilots fly on licences of {name}")
    return _no(f"it addresses operators of {name}")


def _direction(state: str, name: str, operator: OperatorProfile) -> Applicability:
    if operator.certificate_state != state and state not in operator.registry_states:
        return _no(f"it addresses operators of {name}")
    if operator.served is None:
        return _depends(f"only operators of {name} on whom a direction has been served")
    if operator.served:
        return _yes("a direction has been served on it")
    return _depends(
        "no direction has been served on it; the authority asks such operators to call before operating there"
    )


def _easa(people: Addressees, operator: OperatorProfile) -> Applicability:
    if operator.certificate_state in EASA_STATES:
        return _yes("its certificate is issued by a State of EASA")
    if operator.private and EASA_STATES.intersection(operator.registry_states):
        return _depends("only operators subject to Regulation (EU) 965/2012 are addressed; a private flight may be one")
    if operator.private or not operator.certificate_state:
        return _no("it addresses air operators of EASA's States and third-country operators")
    if not people.third_country_operators:
        return _no("it addresses air operators of EASA's States")
    if operator.third_country_authorisation is None:
        return _depends("only with an EASA third-country authorisation, on flights to, from and within the EU")
    if operator.third_country_authorisation:
        return _depends("as a third-country operator: only on flights to, from and within the EU")
    return _no("it has no EASA third-country authorisation")


def _united_states(operator: OperatorProfile) -> Applicability:
    if operator.certificate_state == "US":
        return _yes("it is a US air carrier or commercial operator")
    foreign = bool(operator.certificate_state) and not operator.private
    if foreign and "US" in operator.licence_states:
        return _depends("FAA airmen are addressed, except on US-registered aircraft flown for a foreign air carrier")
    if foreign:
        return _no("it is a foreign air carrier, which is excepted also on US-registered aircraft")
    if "US" in operator.registry_states:
        return _yes("it flies US-registered aircraft and is no foreign air carrier")
    if "US" in operator.licence_states:
        return _yes("its pilots exercise FAA airman certificates")
    return _no("it addresses US operators, FAA airmen and US-registered aircraft")
