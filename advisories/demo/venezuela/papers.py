"""The documents of the story, and what happened when.

Evidence: KICZ A0012/25 and A0013/19 stand as quoted in public (the second breaks off in its paragraph C). Numbers and
texts of February 2019, 16 December 2025 and 3 and 4 January 2026 were not found, nor is EASA's own text repeated.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from advisories.model import Kind, Value

MARK: Final = "Story of Venezuela: reconstructed where it says so"
_OURS: Final = "[Reconstructed in our own words]"
_VENEZUELA: Final = ("Venezuela",)
_SVZM: Final = ("SVZM",)


class Paper(Value, frozen=True):
    """A document: listed from `first` to before `last` (None: never taken off), in force from `start` to `end`."""

    source: str
    reference: str
    kind: Kind
    title: str
    text: str
    first: datetime
    start: datetime
    last: datetime | None = None
    end: datetime | None = None
    revision: str = ""
    active: bool = True
    areas: tuple[str, ...] = _VENEZUELA
    firs: tuple[str, ...] = _SVZM
    words: str = ""

    @property
    def reconstructed(self) -> bool:
        """Return whether the words are ours."""
        return self.reference.endswith("(reconstructed)")


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return a time in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


EVENTS: Final = (
    (at(2019, 2, 21, 12), "The FAA advises caution over Venezuela (day and number not found: reconstructed)."),
    (at(2019, 5, 1, 23), "The FAA prohibits flights below FL 260: KICZ A0013/19."),
    (at(2023, 6, 15, 12), "The prohibition of 2019 is listed no more; it was not renewed (the day is ours)."),
    (at(2025, 11, 21, 19), "The FAA advises caution at all levels: KICZ A0012/25."),
    (at(2025, 12, 16, 20), "The advisory is issued again as KICZ A0015/25 (text reconstructed)."),
    (at(2026, 1, 3, 18), "For about a day the FAA prohibits four FIRs; EASA issues CZIB 2026-01 (reconstructed)."),
    (at(2026, 1, 4, 12), "The FAA returns to advisories for the four FIRs (reconstructed)."),
    (at(2026, 1, 28, 18), "EASA revises CZIB 2026-01: R2, valid until 16 February (reconstructed)."),
    (at(2026, 1, 29, 20), "The FAA lists none of the four advisories any more."),
    (
        at(2026, 2, 16, 18),
        "EASA withdraws the bulletin; an Information Note takes its place until 31 March (reconstructed).",
    ),
    (at(2026, 4, 2, 12), "The Information Note has ended and is listed no more."),
)
"""What happened, each with the reading that shows it."""

ASKED: Final = (at(2019, 3, 1), at(2019, 6, 1), at(2025, 12, 1), at(2026, 1, 3), at(2026, 2, 1))
"""The times at which the story's stances differ, before today's."""

(_FEB19, _MAY19, _JUN23, _NOV25, _DEC25, _JAN3, _JAN4, _JAN28, _JAN29, _FEB16, _APR) = (when for when, _ in EVENTS)

_A0013_19: Final = """KICZ A0013/19
SECURITY..UNITED STATES OF AMERICA PROHIBITION FOR VENEZUELA
ALL FLIGHT OPERATIONS IN THE TERRITORY AND AIRSPACE OF VENEZUELA AT ALTITUDES BELOW FL 260 BY THE PERSONS DESCRIBED IN PARAGRAPH A BELOW ARE PROHIBITED UNTIL FURTHER ADVISED DUE TO INCREASING POLITICAL INSTABILITY AND TENSIONS IN VENEZUELA AND THE ASSOCIATED INADVERTENT RISK TO FLIGHT OPERATIONS.
A. APPLICABILITY. THIS NOTAM APPLIES TO: ALL U.S. AIR CARRIERS AND COMMERCIAL OPERATORS; ALL PERSONS EXERCISING THE PRIVILEGES OF AN AIRMAN CERTIFICATE ISSUED BY THE FAA, EXCEPT SUCH PERSONS OPERATING U.S.-REGISTERED AIRCRAFT FOR A FOREIGN AIR CARRIER; AND ALL OPERATORS OF AIRCRAFT REGISTERED IN THE UNITED STATES, EXCEPT WHERE THE OPERATOR OF SUCH AIRCRAFT IS A FOREIGN AIR CARRIER.
B. PERMITTED OPERATIONS. THIS NOTAM DOES NOT PROHIBIT PERSONS DESCRIBED IN PARAGRAPH A (APPLICABILITY) FROM CONDUCTING FLIGHT OPERATIONS IN THE ABOVE-NAMED AREA WHEN SUCH OPERATIONS ARE AUTHORIZED EITHER BY ANOTHER AGENCY OF THE UNITED STATES GOVERNMENT WITH THE APPROVAL OF THE FAA OR BY A DEVIATION, EXEMPTION, OR OTHER AUTHORIZATION ISSUED BY THE FAA ADMINISTRATOR. OPERATORS MUST CALL THE FAA WASHINGTON OPERATIONS CENTER AT 202-267-3333 TO INITIATE COORDINATION FOR FAA AUTHORIZATION TO CONDUCT OPERATIONS.
[The text that was found breaks off here, within paragraph C.]"""

_A0012_25: Final = """KICZ A0012/25 NOTAM...SECURITY...UNITED STATES OF AMERICA ADVISORY FOR POTENTIALLY HAZARDOUS SITUATION IN THE MAIQUETIA FLIGHT INFORMATION REGION (SVZM)
OPERATORS ARE ADVISED TO EXERCISE CAUTION WHEN OPERATING IN THE MAIQUETIA FLIGHT INFORMATION REGION (SVZM FIR) AT ALL ALTITUDES DUE TO THE WORSENING SECURITY SITUATION AND HEIGHTENED MILITARY ACTIVITY IN OR AROUND VENEZUELA. THREATS COULD POSE A POTENTIAL RISK TO AIRCRAFT AT ALL ALTITUDES, INCLUDING DURING OVERFLIGHT, THE ARRIVAL AND DEPARTURE PHASES OF FLIGHT, AND/OR AIRPORTS AND AIRCRAFT ON THE GROUND.
REFER TO THE BACKGROUND INFORMATION NOTICE FOR ADDITIONAL INFORMATION ON THREAT CONCERNS FOR U.S. CIVIL AVIATION OPERATIONS IN THE AFFECTED AIRSPACE AT HTTPS://WWW.FAA.GOV/AIR_TRAFFIC/PUBLICATIONS/US_RESTRICTIONS.
PROVIDE AT LEAST 72-HOUR ADVANCE NOTICE OF PLANNED FLIGHTS TO THE FAA AT FAAWATCH@FAA.GOV WITH SPECIFIC FLIGHT DETAILS.
REPORT ANY SAFETY/SECURITY INCIDENTS OBSERVED/EXPERIENCED WHILE OPERATING IN THE AFFECTED AIRSPACE TO THE FAA'S WASHINGTON OPERATIONS CENTER AT +1 (202) 267-3333
SFC-UNL: 21 NOV 17:43 UTC 2025 UNTIL 19 FEB 23:59 UTC 2026. CREATED: 21 NOV 18:08 UTC 2025"""

_NEIGHBOURS: Final = (
    ("SVZM", "Venezuela", "the Maiquetia Flight Information Region (SVZM)"),
    ("TJZS", "Puerto Rico", "the San Juan Flight Information Region (TJZS)"),
    ("TNCF", "Curaçao", "the Curacao Flight Information Region (TNCF)"),
    ("TTZP", "Trinidad and Tobago", "the part of the Piarco Flight Information Region (TTZP) west of 57 degrees west"),
)


def _ban(code: str, area: str, region: str) -> Paper:
    return Paper(
        source="venezuela_faa",
        reference=f"KICZ prohibition of 3 January 2026, {code} (reconstructed)",
        kind=Kind.PROHIBITORY_NOTAM,
        title=f"{_OURS} Prohibition for {code}; number not found",
        text=f"{_OURS} US operators and FAA airmen are prohibited from operating at all altitudes in {region} due to"
        " military activity in and around Venezuela.",
        first=_JAN3,
        last=_JAN4,
        start=at(2026, 1, 3),
        end=at(2026, 1, 4),
        areas=(area,),
        firs=(code,),
        words="about 24 hours on 3 January 2026; the hours were not found",
    )


def _advice(code: str, area: str, region: str) -> Paper:
    number = "KICZ A0008/26" if code == "TJZS" else f"KICZ advisory of 4 January 2026, {code}"
    return Paper(
        source="venezuela_faa",
        reference=f"{number} (reconstructed)",
        kind=Kind.ADVISORY_NOTAM,
        title=f"{_OURS} Advisory for {code}",
        text=f"{_OURS} US operators and FAA airmen are advised to exercise caution at all altitudes in {region} due to"
        " military activity in or around Venezuela.",
        first=_JAN4,
        last=_JAN29,
        start=at(2026, 1, 4),
        end=at(2026, 2, 3),
        areas=(area,),
        firs=(code,),
        words="until 2 February 2026",
    )


def _bulletin(revision: str, first: datetime, last: datetime | None, *, until: datetime, active: bool = True) -> Paper:
    regions = "FIR San Juan (TJZS), FIR Curacao (TNCF) and FIR Piarco (TTZP) west of longitude 57°W"
    return Paper(
        source="venezuela_easa",
        reference="CZIB 2026-01 (reconstructed)",
        kind=Kind.CZIB,
        title=f"{_OURS} Venezuela and neighbouring airspace",
        text=f"{_OURS} Air operators should not operate within FIR Maiquetia (SVZM) at any altitude or flight level.\n"
        f"{_OURS} Air operators should exercise caution at all altitudes and flight levels within {regions}.\n"
        "Third-country operators are addressed too, when they fly to, from and within the EU.",
        first=first,
        last=last,
        start=at(2026, 1, 3),
        end=until,
        revision=revision,
        active=active,
        areas=tuple(area for _, area, _ in _NEIGHBOURS),
        firs=tuple(code for code, _, _ in _NEIGHBOURS),
        words="the ends of earlier revisions were not found" if not revision else "until 16 February 2026",
    )


PAPERS: Final = (
    Paper(
        source="venezuela_faa",
        reference="KICZ advisory of February 2019 (reconstructed)",
        kind=Kind.ADVISORY_NOTAM,
        title=f"{_OURS} Advisory for Venezuela; number not found",
        text=f"{_OURS} Operators are advised to exercise caution when flying into, out of, within or over the territory"
        " and airspace of Venezuela at all altitudes, because of an increasing risk from man-portable air-defence systems"
        " over which the State might lose control to armed groups.",
        first=_FEB19,
        last=_MAY19,
        start=at(2019, 2, 21),
        words="February 2019; the day is ours",
    ),
    Paper(
        source="venezuela_faa",
        reference="KICZ A0013/19",
        kind=Kind.PROHIBITORY_NOTAM,
        title="SECURITY..UNITED STATES OF AMERICA PROHIBITION FOR VENEZUELA",
        text=_A0013_19,
        first=_MAY19,
        last=_JUN23,
        start=at(2019, 5, 1),
        words="UNTIL FURTHER ADVISED",
    ),
    Paper(
        source="venezuela_faa",
        reference="KICZ A0012/25",
        kind=Kind.ADVISORY_NOTAM,
        title="SECURITY...UNITED STATES OF AMERICA ADVISORY FOR POTENTIALLY HAZARDOUS SITUATION IN THE MAIQUETIA FIR (SVZM)",
        text=_A0012_25,
        first=_NOV25,
        last=_DEC25,
        start=at(2025, 11, 21, 17, 43),
        end=at(2026, 2, 19, 23, 59),
        words="21 NOV 17:43 UTC 2025 UNTIL 19 FEB 23:59 UTC 2026",
    ),
    Paper(
        source="venezuela_faa",
        reference="KICZ A0015/25 (reconstructed)",
        kind=Kind.ADVISORY_NOTAM,
        title=f"{_OURS} Advisory for the Maiquetia FIR (SVZM)",
        text=f"{_OURS} Operators are advised to exercise caution when operating in the Maiquetia Flight Information Region"
        " (SVZM) at all altitudes due to the worsening security situation and military activity in or around Venezuela.",
        first=_DEC25,
        last=_JAN3,
        start=at(2025, 12, 16),
        end=at(2026, 3, 17),
        words="from 16 December 2025; the end is ours",
    ),
    *(_ban(*one) for one in _NEIGHBOURS),
    *(_advice(*one) for one in _NEIGHBOURS),
    _bulletin("", _JAN3, _JAN28, until=at(2026, 2, 1)),
    _bulletin("R2", _JAN28, _FEB16, until=at(2026, 2, 17)),
    _bulletin("R2", _FEB16, None, until=at(2026, 2, 17), active=False),
    Paper(
        source="venezuela_easa",
        reference="Information Note of 16 February 2026 (reconstructed)",
        kind=Kind.CZIB,
        title=f"{_OURS} Information Note on Venezuela",
        text=f"{_OURS} Air operators are advised to take potential risk into account in their risk assessment and routing"
        " decisions within FIR Maiquetia (SVZM) at all altitudes and flight levels.",
        first=_FEB16,
        last=_APR,
        start=at(2026, 2, 16),
        end=at(2026, 4, 1),
        words="until 31 March 2026",
    ),
)
