from __future__ import annotations

import pytest

from advisories.reading import read
from advisories.reading.sentences import sentence


@pytest.mark.parametrize(
    ("issuer", "text", "expected"),
    [
        (
            "FAA",
            "Those persons are prohibited from operating at altitudes from the SFC-9999FT MSL in the territory and airspace of Peru due to gang activity. SFC-9999FT: 8 MAR 17:00 UTC 2031 UNTIL 3 SEP 23:59 UTC 2031.",
            "US operators and FAA airmen: do not fly in Peru below 10,000 ft AMSL (binding), from 8 Mar 2031 17:00Z until 3 September 2031, because of crime — REF 1",
        ),
        (
            "EASA",
            "AFFECTED AIRSPACE: FIR Lima (SPIM) AFFECTED COUNTRIES: Peru RECOMMENDATIONS: Not operate within the airspace of Peru at or below FL 260. VALID UNTIL: 31/10/2031, unless reviewed earlier.",
            "EU operators: do not fly in Peru (Lima FIR SPIM) at or below FL 260 (recommended), until 31 October 2031, unless reviewed earlier — REF 1",
        ),
        (
            "UK",
            "UK operators so served are prohibited to enter FIR LIMA (SPIM), except airway UL1. Potential risk from anti-aircraft weaponry.",
            "UK operators: do not fly in Lima FIR SPIM at all levels (binding on operators served with a direction), with exceptions, end not stated, because of air-defence weapons — REF 1",
        ),
        (
            "France",
            "From 09/04/2031 and until further notice, pilots in command are requested to exercise great caution in the part of the LIMA FIR (SPIM) west of the 74th meridian.",
            "French operators: take care in a part of Lima FIR SPIM: part of the LIMA FIR (SPIM) west of the 74th meridian at all levels (recommended), from 9 April 2031 until further notice — REF 1",
        ),
        (
            "Peru",
            "FIR LIMA (SPIM) CLOSED",
            "Everyone: do not fly in Lima FIR SPIM at all levels (binding), end not stated — REF 1",
        ),
        (
            "FAA",
            "United States of America Prohibition Against Certain Flights in the Lima Flight Information Region (SPIM)",
            "US operators and FAA airmen: do not fly in Lima FIR SPIM, levels not read: treat as all (binding), end not stated — REF 1",
        ),
    ],
)
def test_sentence(issuer: str, text: str, expected: str) -> None:
    """A provision is one sentence: who, what, where, band, from and until, why, reference."""
    reading = read(text, issuer=issuer)
    assert [sentence(one, reference="REF 1", validity=reading.validity) for one in reading.provisions] == [expected]
