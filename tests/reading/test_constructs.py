from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Told = Callable[[str, str], list[tuple[Any, ...]]]

# (issuer, text, [(force, places, lower, upper, partial, exceptions)]). Own words; numbers and pairings are invented.
CASES: list[tuple[str, str, list[tuple[Any, ...]]]] = [
    # bans
    (
        "UK",
        "UK operators so served are prohibited to enter FIR BAKU (UBBA).",
        [("prohibited", "UBBA", "SFC", "UNL", False, False)],
    ),
    (
        "Canada",
        "Operators are forbidden from overflying the airspace of Chad below FL 180.",
        [("prohibited", "TD", "SFC", "FL180", False, False)],
    ),
    (
        "Germany",
        "German operators are not permitted to conduct flights in FIR LIMA (SPIM).",
        [("prohibited", "SPIM", "SFC", "UNL", False, False)],
    ),
    (
        "Greece",
        "Greek air operators shall not enter FIR ACCRA (DGAC).",
        [("prohibited", "DGAC", "SFC", "UNL", False, False)],
    ),
    (
        "USA",
        "No person described in paragraph (a) may conduct flight operations in the Lima FIR (SPIM) at altitudes below FL 240.",
        [("prohibited", "SPIM", "SFC", "FL240", False, False)],
    ),
    (
        "USA",
        "All flight operations in the territory and airspace of Peru at altitudes below FL 210 are prohibited until further advised due to tensions in Chile.",
        [("prohibited", "PE", "SFC", "FL210", False, False)],
    ),
    (
        "USA",
        "This action extends SFAR No. 199, which prohibits certain flight operations in the Lima FIR (SPIM) at altitudes below FL180 by all: U.S. air carriers; and others.",
        [("prohibited", "SPIM", "SFC", "FL180", False, False)],
    ),
    (
        "USA",
        "Those persons are prohibited from operating at altitudes from the SFC-11999FT MSL in the territory and airspace of Peru.",
        [("prohibited", "PE", "SFC", "11999FT AMSL", False, False)],
    ),
    # recommended not to enter
    (
        "Canada",
        "Air operators are recommended not to enter FIR Lima (SPIM).",
        [("avoid", "SPIM", "SFC", "UNL", False, False)],
    ),
    (
        "Spain",
        "Spanish civil air operators are strongly advised not to conduct any flight in the airspace within the Lima FIR (SPIM).",
        [("avoid", "SPIM", "SFC", "UNL", False, False)],
    ),
    (
        "Portugal",
        "Operators are strongly advised to avoid all flight operations within the LIMA FIR (SPIM).",
        [("avoid", "SPIM", "SFC", "UNL", False, False)],
    ),
    (
        "France",
        "Carriers are requested not to penetrate into the entire airspace of Peru (FIR LIMA (SPIM)).",
        [("avoid", "SPIM", "SFC", "UNL", False, False)],
    ),
    (
        "Bulgaria",
        "Carriers are requested to: - not enter FIR LIMA (SPIM) and FIR LA PAZ (SLLF).",
        [("avoid", "SLLF SPIM", "SFC", "UNL", False, False)],
    ),
    (
        "EASA",
        "EASA recommends air operators not to conduct flights over Peru at or below FL 250.",
        [("avoid", "PE", "SFC", "FL250", False, False)],
    ),
    ("EASA", "EASA recommends not to fly within the airspace of Peru.", [("avoid", "PE", "SFC", "UNL", False, False)]),
    (
        "Italy",
        "Carriers shall avoid LIMA FIR (SPIM) at all altitudes.",
        [("avoid", "SPIM", "SFC", "UNL", False, False)],
    ),
    (
        "Italy",
        "Carriers are recommended to avoid height below 15000FT AGL in LIMA FIR (SPIM).",
        [("avoid", "SPIM", "SFC", "15000FT AGL", False, False)],
    ),
    # floors
    (
        "Canada",
        "Operators are recommended to maintain a flight level equal to, or above, FL200 in FIR Lima (SPIM).",
        [("avoid", "SPIM", "SFC", "FL200", False, False)],
    ),
    (
        "Canada",
        "Operators are recommended to maintain FL 280 or above within FIR Lima (SPIM).",
        [("avoid", "SPIM", "SFC", "FL280", False, False)],
    ),
    (
        "France",
        "Pilots are requested to maintain at all times a flight level above or equal to FL300 in the airspace of Peru (SPIM FIR (LIMA)).",
        [("avoid", "SPIM", "SFC", "FL300", False, False)],
    ),
    (
        "Germany",
        "Operators should remain at or above FL 310 within FIR LIMA (SPIM).",
        [("avoid", "SPIM", "SFC", "FL310", False, False)],
    ),
    # caution
    (
        "UK",
        "Operators are advised to take potential risk into account within FIR LIMA (SPIM) below 25,000 ft above ground level (AGL).",
        [("caution", "SPIM", "SFC", "25000FT AGL", False, False)],
    ),
    (
        "Italy",
        "Carriers shall take into serious consideration the hazardous situation posed within LIMA FIR (SPIM) from weaponry.",
        [("caution", "SPIM", "SFC", "UNL", False, False)],
    ),
    (
        "France",
        "Pilots are requested to exercise great caution when overflying LIMA FIR (SPIM) below FL320.",
        [("caution", "SPIM", "SFC", "FL320", False, False)],
    ),
    (
        "Greece",
        "Additional risk assessment and flight planning decisions shall be taken before operating in the following airspace: LIMA (SPIM).",
        [("caution", "SPIM", "SFC", "UNL", False, False)],
    ),
    (
        "EASA",
        "Air operators should: Exercise caution and take potential risks into account when operating within the airspace of Peru and Chile.",
        [("caution", "CL PE", "SFC", "UNL", False, False)],
    ),
    # several instructions, several bands
    (
        "Germany",
        "Civil German air operators are prohibited to enter FIR LIMA (SPIM) below FL260. Civil German air operators are advised to take potential risk into account at and above FL260.",
        [("prohibited", "SPIM", "SFC", "FL260", False, False), ("caution", "SPIM", "FL260", "UNL", False, False)],
    ),
    (
        "Canada",
        "Operators are recommended not to enter FIR Lima (SPIM) below FL320 and are advised to take all potential risk information into account when operating at or above FL320.",
        [("avoid", "SPIM", "SFC", "FL320", False, False), ("caution", "SPIM", "FL320", "UNL", False, False)],
    ),
    (
        "France",
        "Pilots are requested not to penetrate into the airspace of Peru (LIMA FIR (SPIM)) below FL320 and to exercise great caution above this level.",
        [("avoid", "SPIM", "SFC", "FL320", False, False), ("caution", "SPIM", "FL320", "UNL", False, False)],
    ),
    (
        "Italy",
        "Carriers are recommended to avoid LIMA FIR (SPIM) and to exercise caution in LA PAZ FIR (SLLF) above FL320.",
        [("avoid", "SPIM", "SFC", "UNL", False, False), ("caution", "SLLF", "FL320", "UNL", False, False)],
    ),
    (
        "UK",
        "Operators are recommended not to enter FIR LIMA (SPIM) below FL250 and FIR LA PAZ (SLLF) below FL320.",
        [("avoid", "SPIM", "SFC", "FL250", False, False), ("avoid", "SLLF", "SFC", "FL320", False, False)],
    ),
    # whole and part
    (
        "Germany",
        "Operators are recommended not to enter FIR LIMA (SPIM), LA PAZ (SLLF) and FIR BRASILIA (SBBS) west of longitude 60° WEST.",
        [("avoid", "SBBS SLLF SPIM", "SFC", "UNL", True, False)],
    ),
    (
        "EASA",
        "Exercise caution within: a. FIR Lima (SPIM), b. FIR La Paz (SLLF), and c. FIR Brasilia (SBBS) west of 60° 00′ 00″ W.",
        [("caution", "SLLF SPIM", "SFC", "UNL", False, False), ("caution", "SBBS", "SFC", "UNL", True, False)],
    ),
    (
        "UK",
        "Operators are recommended not to enter FIR LIMA (SPIM) and portions of FIR LA PAZ (SLLF).",
        [("avoid", "SPIM", "SFC", "UNL", False, False), ("avoid", "SLLF", "SFC", "UNL", True, False)],
    ),
    (
        "UK",
        "Operators are recommended not to enter FIR NIAMEY (DRRR) and FIR DAKAR (GOOO) within the territory and airspace of Mali.",
        [("avoid", "DRRR GOOO", "SFC", "UNL", True, False)],
    ),
    (
        "UK",
        "Operators are recommended not to enter FIR LIMA (SPIM) / territory and airspace of the Republic of Peru.",
        [("avoid", "SPIM", "SFC", "UNL", False, False)],
    ),
    (
        "Italy",
        "Carriers shall avoid LIMA FIR (SPIM), LA PAZ FIR (SLLF) and BRASILIA FIR (SBBS) within 100NM from the border with Peru, BOGOTA FIR (SKED).",
        [("avoid", "SKED SPIM", "SFC", "UNL", False, False), ("avoid", "SBBS SLLF", "SFC", "UNL", True, False)],
    ),
    (
        "UK",
        "Operators are recommended not to enter FIR LIMA (SPIM) within 150 NM of the eastern boundary, between the 2nd parallel north and the 5th parallel south, below 20,000FT AGL.",
        [("avoid", "SPIM", "SFC", "20000FT AGL", True, False)],
    ),
    # exceptions
    (
        "UK",
        "Operators are recommended not to enter FIR BEIRUT (OLBB), except for operations to and from OLBA over the sea.",
        [("avoid", "OLBB", "SFC", "UNL", False, True)],
    ),
    (
        "Canada",
        "Operators are recommended not to enter FIR Lima (SPIM), with the exception of airways UL1, UM2 and UN3.",
        [("avoid", "SPIM", "SFC", "UNL", False, True)],
    ),
    (
        "USA",
        "Persons are prohibited from operating in the territory and airspace of Peru due to instability, except operations to or from Cusco airport (SPZO).",
        [("prohibited", "PE", "SFC", "UNL", False, True)],
    ),
    (
        "USA",
        "No person may conduct flight operations in the Lima FIR (SPIM), except such persons operating for a foreign air carrier.",
        [("prohibited", "SPIM", "SFC", "UNL", False, False)],
    ),
    (
        "France",
        "Carriers are requested not to penetrate into the airspace of Peru (FIR LIMA (SPIM)), except - for the use of Cusco aerodrome (SPZO). - For routes on which a flight level above or equal to FL320 is requested to be maintained at all times.",
        [("avoid", "SPIM", "SFC", "UNL", False, True), ("avoid", "SPIM", "SFC", "FL320", True, False)],
    ),
    (
        "EASA",
        "Not operate in the airspace of Peru, except for routes in the maritime part of FIR LIMA (SPIM), where operators are recommended to exercise caution.",
        [("avoid", "PE", "SFC", "UNL", False, True), ("caution", "SPIM", "SFC", "UNL", True, False)],
    ),
    # a State about its own airspace
    (
        "Moldova",
        "FIR CHISINAU (LUUU) closed for all flights except arrivals and departures from/to LUKK.",
        [("prohibited", "LUUU", "SFC", "UNL", False, True)],
    ),
    (
        "Mali",
        "The airspace of Mali is closed to all flights north of 15th parallel below FL260.",
        [("prohibited", "ML", "SFC", "FL260", True, False)],
    ),
    (
        "Ukraine",
        "The use of the airspace of Ukraine by civil aircraft is prohibited within FIR LVIV (UKLV) and FIR KYIV (UKBV).",
        [("prohibited", "UKBV UKLV", "SFC", "UNL", False, False)],
    ),
    (
        "Cyprus",
        "GPS jamming may be encountered in Nicosia FIR (LCCC). Crews are advised to remain vigilant.",
        [("caution", "LCCC", "SFC", "UNL", False, False)],
    ),
    (
        "Finland",
        "GNSS signal interference can be expected in Helsinki FIR (EFIN).",
        [("information", "EFIN", "SFC", "UNL", False, False)],
    ),
    (
        "Ukraine",
        "Airspace closed for civil aircraft within UIR KYIV (UKBU) and FIR LVIV (UKLV).",
        [("prohibited", "UKBU UKLV", "SFC", "UNL", False, False)],
    ),
    ("Iran", "All airports in west part of TEHRAN FIR (OIIX) are closed.", []),
    (
        "Iraq",
        "GPS jamming or spoofing interference within the northern part of Iraq.",
        [("information", "IQ", "SFC", "UNL", True, False)],
    ),
    (
        "Russia",
        "Note on ROSTOV FIR (URRV). Flights of civil aircraft are prohibited.",
        [("prohibited", "URRV", "SFC", "UNL", False, False)],
    ),
    (
        "Mali",
        "All overflights below FL240 prohibited within BAMAKO UTA.",
        [("prohibited", "AREA", "SFC", "FL240", False, False)],
    ),
    (
        "Canada",
        "Operators are recommended not to enter Mali airspace within FIR NIAMEY (DRRR) and FIR DAKAR (GOOO).",
        [("avoid", "DRRR GOOO", "SFC", "UNL", True, False)],
    ),
    (
        "France",
        "Pilots are requested not to penetrate into the airspace of Peru (LIMA FIR (SPIM)), except on the airways UL1 and UM2, and to exercise great caution on these airways.",
        [("avoid", "SPIM", "SFC", "UNL", False, True), ("caution", "SPIM", "SFC", "UNL", True, False)],
    ),
    (
        "Germany",
        "Operators are recommended not to enter FIR LIMA (SPIM) below FL320 and advised to take potential risk into account above.",
        [("avoid", "SPIM", "SFC", "FL320", False, False), ("caution", "SPIM", "FL320", "UNL", False, False)],
    ),
    # weak advice, alone
    (
        "EASA",
        "Operators should take this information and any other relevant information into account in their own risk assessments. AFFECTED AIRSPACE: Peru airspace below Flight Level (FL) 250.",
        [("caution", "PE", "SFC", "FL250", False, False)],
    ),
    (
        "UK",
        "Potential risk to aviation overflying Kenyan airspace at less than 25,000 FT above ground level from weaponry.",
        [("caution", "KE", "SFC", "25000FT AGL", False, False)],
    ),
]


@pytest.mark.parametrize(("issuer", "text", "expected"), CASES)
def test_construct(issuer: str, text: str, expected: list[tuple[Any, ...]], told: Told) -> None:
    """Each construct of the authorities' English gives its provisions, with band, part and exceptions."""
    assert told(text, issuer) == expected
