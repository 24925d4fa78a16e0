from __future__ import annotations

import pytest

from advisories.reading import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # those who suffer from jamming are no threat, and jamming of GNSS among other radio is one
        (
            "GNSS(GPS)SIGNAL AND RADIO FREQUENCY JAMMING WI 5NM OF 120000S0770000W. UAS MAY SUFFER TOTAL FAILURE.",
            ("gnss",),
        ),
        ("GPS SIGNAL JAMMING TRIAL AFFECTING DEVICES AND UAV C2 LINKS.", ("gnss",)),
        ("GNSS JAMMING. ACTIVITY MAY ALSO AFFECT UAS CTL AND UAV CONTROL. DRONES MAY ALSO SUFFER.", ("gnss",)),
        ("GNSS JAMMING AND UAS ATTACKS. UAS MAY SUFFER FAILURE.", ("drones", "gnss")),
        ("DRONES MAY OPERATE WITHOUT NOTICE.", ("drones",)),
        ("RADIO FREQUENCY JAMMING WI 5NM OF 120000S0770000W. UAS CONTROL MAY BE LOST.", ()),
        ("TACTICAL RADIO JAMMING ON VHF.", ()),
        # no air traffic services
        ("ATS FOR CIVIL AIRSPACE USERS NOT PROVIDED.", ("no-atc",)),
        ("AIR TRAFFIC SERVICES WITHIN LIMA FIR (SPIM) ARE NOT AVBL.", ("no-atc",)),
        ("ATS PROVIDED BY LIMA ACC. FUEL NOT AVBL.", ()),
        # fires are fought without arms
        ("AIRSPACE CLSD EXC POLICE AND FIRE FIGHTING FLT.", ()),
        ("FIRE-FIGHTING IN PROGRESS, FIRE FIGHTER AIRCRAFT OPERATING.", ()),
        ("RISK FROM FIGHTING AND FIGHTER AIRCRAFT.", ("military-activity",)),
        # a launch area is no debris
        ("DANGER AREA SPACE LAUNCH AREA NORTH ACTIVATED.", ()),
        ("DANGER AREA SPACE LAUNCH AREA NORTH ACTIVATED DUE TO FALLING DEBRIS.", ("space-debris",)),
        ("SPACE LAUNCH ACTIVITY, ROCKET STAGES MAY FALL.", ("space-debris",)),
    ],
)
def test_threats(text: str, expected: tuple[str, ...]) -> None:
    """A threat is what the text states as one, not who suffers from it or whose name has its words."""
    assert read(text, issuer="Peru").threats == expected
