from __future__ import annotations

import pytest

from advisories.reading import read
from advisories.reading.operators import Answer, OperatorProfile, applicability

US_BAN = "Those persons are prohibited from operating in the LIMA FIR (SPIM). This NOTAM applies to: all U.S. air carriers; all persons exercising the privileges of an airman certificate issued by the FAA; and all operators of aircraft registered in the United States, except where the operator of such aircraft is a foreign air carrier."
EASA = "APPLICABILITY: Air operators subject to Regulation (EU) 965/2012; third country operators authorised by EASA (TCO operators). RECOMMENDATIONS: Air operators should: Not operate within FIR Lima (SPIM). AFFECTED AIRSPACE: FIR Lima (SPIM)."
SERVED = "UK civil operators so served are prohibited to enter FIR LIMA (SPIM)."
UK = "UK civil air operators are recommended not to enter FIR LIMA (SPIM)."
FRANCE = "French air carriers holding an operating license issued by France, or performing air services through a wet lease or a codeshare agreement as well as for any flight made with an aircraft registered in France are requested not to penetrate into the airspace of Peru."
CANADA = (
    "Canadian air operators and owners of aircraft registered in Canada are recommended not to enter FIR Lima (SPIM)."
)
CLOSED = "FIR LIMA (SPIM) closed to all flights."

APPLIES, DEPENDS, DOES_NOT = Answer.APPLIES, Answer.DEPENDS, Answer.DOES_NOT


@pytest.mark.parametrize(
    ("issuer", "text", "operator", "expected"),
    [
        ("FAA", US_BAN, OperatorProfile(certificate_state="US"), APPLIES),
        ("FAA", US_BAN, OperatorProfile(certificate_state="DE", registry_states=("US",)), DOES_NOT),
        ("FAA", US_BAN, OperatorProfile(private=True, registry_states=("US",)), APPLIES),
        ("FAA", US_BAN, OperatorProfile(private=True, registry_states=("GB",), licence_states=("US",)), APPLIES),
        ("FAA", US_BAN, OperatorProfile(certificate_state="DE", licence_states=("US",)), DEPENDS),
        ("FAA", US_BAN, OperatorProfile(certificate_state="DE"), DOES_NOT),
        ("EASA", EASA, OperatorProfile(certificate_state="IE"), APPLIES),
        ("EASA", EASA, OperatorProfile(certificate_state="CH"), APPLIES),
        ("EASA", EASA, OperatorProfile(certificate_state="QA", third_country_authorisation=True), DEPENDS),
        ("EASA", EASA, OperatorProfile(certificate_state="QA"), DEPENDS),
        ("EASA", EASA, OperatorProfile(certificate_state="QA", third_country_authorisation=False), DOES_NOT),
        ("EASA", EASA, OperatorProfile(private=True, registry_states=("FR",)), DEPENDS),
        ("UK", SERVED, OperatorProfile(certificate_state="GB", served=True), APPLIES),
        ("UK", SERVED, OperatorProfile(certificate_state="GB", served=False), DEPENDS),
        ("UK", SERVED, OperatorProfile(certificate_state="GB"), DEPENDS),
        ("UK", SERVED, OperatorProfile(certificate_state="FR"), DOES_NOT),
        ("UK", UK, OperatorProfile(certificate_state="GB"), APPLIES),
        ("France", FRANCE, OperatorProfile(certificate_state="FR"), APPLIES),
        ("France", FRANCE, OperatorProfile(certificate_state="PT", registry_states=("FR",)), APPLIES),
        ("France", FRANCE, OperatorProfile(certificate_state="PT", partner_states=("FR",)), DEPENDS),
        ("France", FRANCE, OperatorProfile(certificate_state="PT"), DOES_NOT),
        ("Canada", CANADA, OperatorProfile(private=True, registry_states=("CA",)), APPLIES),
        ("Peru", CLOSED, OperatorProfile(certificate_state="NZ"), APPLIES),
        ("nobody", "Operators are recommended not to enter FIR LIMA (SPIM).", OperatorProfile(), DEPENDS),
    ],
)
def test_operator(issuer: str, text: str, operator: OperatorProfile, expected: Answer) -> None:
    """Each authority's rule of whom it addresses answers for the operator, and says why."""
    provision = read(text, issuer=issuer).provisions[0]
    found = applicability(provision, operator)
    assert found.answer is expected, found
    assert found.why


def test_addressees_in_their_words() -> None:
    """The words that name the addressees stand beside what was read from them."""
    people = read(SERVED, issuer="UK").provisions[0].addressees
    assert people.words == "UK civil operators"
    assert people.conditions == ("only operators served with a direction",)
