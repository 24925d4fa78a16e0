from __future__ import annotations

import pytest

from advisories.reading import read

BAN = "UK OPERATORS ARE PROHIBITED TO ENTER FIR LIMA (SPIM) BELOW FL260"


@pytest.mark.parametrize(
    "clause",
    [
        "EXCEPT FOR AIRCRAFT IN EMERGENCY",
        "EXC EMERG",
        "EXC IN CASE OF EMERG LDG OR EMERG OVERFLIGHT",
        "WITH THE EXCEPTION OF EMERGENCIES",
        "OTHER THAN IN AN EMERGENCY",
        "EXCEPT ACFT IN DISTRESS",
        "UNLESS IT IS ABSOLUTELY NECESSARY FOR REASONS OF SAFETY",
        "UNLESS USE IS DEEMED NECESSARY TO ENSURE THE SAFE CONDUCT OF THE FLIGHT IN UNFORESEEN CIRCUMSTANCES",
        "UNLESS PRIOR PERMISSION OF THE MINISTRY HAS BEEN OBTAINED",
        "EXCEPT FLIGHTS OPERATED UNDER A SPECIAL AUTHORISATION OF THE CAA",
        "EXC FOR FLT HLDG A PERMISSION",
    ],
)
def test_no_exception(clause: str) -> None:
    """What is let go in an emergency or with a permission is no exception from a ban."""
    (one,) = read(f"{BAN} {clause}.", issuer="UK").provisions
    assert (one.firs, one.exceptions) == (("SPIM",), ())


@pytest.mark.parametrize(
    "clause",
    [
        "EXCEPT FOR AIRCRAFT IN EMERGENCY, HUMANITARIAN AND MEDICAL FLIGHTS",
        "EXC EMERG AND MEDEVAC",
        "EXC EMERG, STATE AND SAR FLT",
        "EXCEPT HUMANITARIAN FLIGHTS WITH PERMISSION OF THE MINISTRY",
        "EXCEPT ON AIRWAY UL1 OR IN AN EMERGENCY",
        "EXCEPT IN AN EMERGENCY OR ON AIRWAY UL1",
        "EXCEPT FLIGHTS TO SPZO WITH PRIOR PERMISSION",
        "UNLESS NECESSARY TO LAND AT CUSCO AIRPORT (SPZO)",
        "UNLESS LANDING IN PERU",
    ],
)
def test_exception_beside(clause: str) -> None:
    """An exception of routes, aerodromes or sorts of flights stays one, also beside emergencies and permissions."""
    (one,) = read(f"{BAN} {clause}.", issuer="UK").provisions
    assert [words.rstrip(".") for words in one.exceptions] == [clause]
