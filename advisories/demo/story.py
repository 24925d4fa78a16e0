"""The story as data: eight days in March, what each publisher lists on which of them, and which answers break.

No place in it exists. FIR and aerodrome codes begin with `ZZ`, which ICAO has given to no State (Doc 7910); numbers are
from 9001 on, and the NOTAM office is `EGXX`. What is listed carries the days on which it is, the first and the last.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from advisories.model import Value

MARK: Final = "Demonstration: invented content"
FIRST_DAY: Final = datetime(2026, 3, 2, tzinfo=UTC)
READINGS: Final = (timedelta(hours=4, minutes=30), timedelta(hours=22, minutes=30))
EDITION: Final = timedelta(hours=5)
LAST: Final = 8


class Day(Value, frozen=True):
    """A day of the story: its number from 1, and what happens."""

    number: int
    words: str

    @property
    def start(self) -> datetime:
        """Return 00:00Z of the day."""
        return FIRST_DAY + timedelta(days=self.number - 1)

    @property
    def edition_at(self) -> datetime:
        """Return when the day's edition of the digest is issued."""
        return self.start + EDITION

    @property
    def read_at(self) -> tuple[datetime, ...]:
        """Return when the sources are read; the last day ends with its edition."""
        return tuple(at for past in READINGS if (at := self.start + past) <= LAST_EDITION)


LAST_EDITION: Final = FIRST_DAY + timedelta(days=LAST - 1) + EDITION

DAYS: Final = (
    Day(number=1, words="Three sources are read for the first time: a baseline, which is not news."),
    Day(
        number=2,
        words="A warning appears: on Larovia, an FAA advisory with a background notice, an EASA bulletin and a UK NOTAM.",
    ),
    Day(
        number=3,
        words="It is tightened: the FAA lists a prohibition and no longer the advisory; EASA lists a longer revision,"
        " whose text is not out yet; the UK replaces its NOTAM.",
    ),
    Day(
        number=4,
        words="Pages break: the FAA's host wants a person, EASA's texts answer with an error, the UK's file is cut off."
        " Nothing is lost, and nothing counts as ended.",
    ),
    Day(number=5, words="EASA and the UK are back, with what they changed meanwhile. The FAA is still not read."),
    Day(
        number=6,
        words="The FAA is read again. A UK NOTAM went at its printed end, which is no news; one past its estimated end"
        " is still in force.",
    ),
    Day(
        number=7,
        words="The FAA no longer lists its prohibition and does not say why; EASA still warns. EASA withdraws another"
        " bulletin.",
    ),
    Day(number=8, words="A quiet day: no changes, with what was read and when."),
)


class Document(Value, frozen=True):
    """A line of the FAA's page: its section, its title, the file that it leads to."""

    area: str
    title: str
    file: str
    first: int = 1
    last: int = LAST


class Bulletin(Value, frozen=True):
    """A state of one EASA bulletin: listed in JSON and feed from `first` to `last`, its text in the CSV in `text`."""

    nid: int
    number: str
    country: str
    airspace: str
    advice: str
    issued: str
    until: str
    revision: int = 0
    active: bool = True
    first: int = 1
    last: int = LAST
    text: tuple[int, int] | None = None

    @property
    def text_days(self) -> tuple[int, int]:
        """Return the first and last day on which the CSV holds this text."""
        return self.text or (self.first, self.last)


class Notice(Value, frozen=True):
    """A NOTAM of the UK's bulletin, item by item; `begins` and `ends` as in items B and C."""

    name: str
    fir: str
    places: str
    begins: str
    ends: str
    text: str
    code: str = "XXXX"
    replaces: str = ""
    estimated: bool = False
    schedule: str = ""
    levels: tuple[str, str] = ("", "")
    first: int = 1
    last: int = LAST


class Fault(StrEnum):
    """How an answer breaks."""

    CHALLENGE = "challenge"
    ERROR = "error"
    CUT_OFF = "cut off"


FAULTS: Final = {
    (4, "faa_prohibitions", "page"): Fault.CHALLENGE,
    (5, "faa_prohibitions", "page"): Fault.CHALLENGE,
    (4, "easa_czib", "csv"): Fault.ERROR,
    (4, "uk_pib", "pib"): Fault.CUT_OFF,
}

FAA_UPDATED: Final = (
    "2026-02-19",
    "2026-03-02",
    "2026-03-03",
    "2026-03-04",
    "2026-03-04",
    "2026-03-04",
    "2026-03-07",
    "2026-03-07",
)
"""What the FAA's page says of its own age, day by day."""

_US_ADVISORY: Final = "Security - United States of America Advisory for the"
_US_PROHIBITION: Final = "Security - United States of America Prohibition Against Certain Flights in the"
_REGION: Final = "Flight Information Region (FIR)"

DOCUMENTS: Final = (
    Document(
        area="Brennmark", title=f"KICZ NOTAM A9011/25 - {_US_ADVISORY} Brenn {_REGION} (ZZBK)", file="a9011-25.pdf"
    ),
    Document(
        area="Halvena Islands",
        title="Communication Procedures for Aircraft Operations Within the Halvena Terminal Control Area",
        file="halvena.pdf",
    ),
    Document(
        area="Kestrania",
        title=f"Special Federal Aviation Regulation (SFAR) 901 - Prohibition Against Certain Flights in the Kestra {_REGION} (ZZKS)",
        file="sfar-901.pdf",
    ),
    Document(
        area="Kestrania", title="KICZ NOTAM A9004/25 - Security - Kestra Pointer to SFAR 901", file="a9004-25.pdf"
    ),
    Document(
        area="Larovia",
        title=f"KICZ NOTAM A9001/26 - {_US_ADVISORY} Larov {_REGION} (ZZLR)",
        file="a9001-26.pdf",
        first=2,
        last=2,
    ),
    Document(
        area="Larovia",
        title=f"KICZ NOTAM A9003/26 - {_US_PROHIBITION} Larov {_REGION} (ZZLR)",
        file="a9003-26.pdf",
        first=3,
        last=6,
    ),
    Document(
        area="Larovia",
        title="Background Information Regarding Air Defence Activity Near the Larov Escarpment",
        file="larov-background.pdf",
        first=2,
    ),
    Document(
        area="Norvasia", title=f"KICZ NOTAM A9015/25 - {_US_ADVISORY} Norvas {_REGION} (ZZNV)", file="a9015-25.pdf"
    ),
    Document(
        area="Norvasia",
        title="Background Information Regarding Signal Interference Over Northern Norvasia",
        file="norvasia-background.pdf",
    ),
    Document(
        area="Pellucia", title=f"KICZ NOTAM A9007/25 - {_US_PROHIBITION} Pellan {_REGION} (ZZPL)", file="a9007-25.pdf"
    ),
    Document(area="Suvaria", title=f"KICZ NOTAM A9009/25 - {_US_ADVISORY} Suvar {_REGION} (ZZSV)", file="a9009-25.pdf"),
    Document(
        area="Tamarand",
        title=f"KICZ NOTAM A9013/25 - {_US_ADVISORY} Tamar {_REGION} (ZZTM)",
        file="a9013-25.pdf",
        last=3,
    ),
    Document(
        area="Tamarand",
        title=f"KICZ NOTAM A9016/26 - {_US_ADVISORY} Tamar {_REGION} (ZZTM)",
        file="a9016-26.pdf",
        first=4,
    ),
    Document(area="Velmora", title="Flight Routing Requirements for the Velmora Corridor", file="velmora.pdf"),
)

_AVOID: Final = "Air operators should not operate within the airspace described above."
_CAUTION: Final = (
    "Air operators should exercise caution within the airspace described above, and follow all aeronautical"
    " publications concerning it."
)

BULLETINS: Final = (
    Bulletin(
        nid=990081,
        number="2025-81",
        revision=2,
        country="Kestrania",
        airspace="FIR Kestra (ZZKS), all altitudes and flight levels.",
        advice=_AVOID,
        issued="2025-04-14",
        until="31/07/2026",
    ),
    Bulletin(
        nid=990082,
        number="2025-82",
        country="Pellucia",
        airspace="FIR Pellan (ZZPL), below FL 260.",
        advice=_AVOID,
        issued="2025-06-02",
        until="30/06/2026",
    ),
    Bulletin(
        nid=990083,
        number="2025-83",
        revision=1,
        country="Brennmark",
        airspace="FIR Brenn (ZZBK), below FL 320.",
        advice=_CAUTION,
        issued="2025-09-05",
        until="05/03/2026",
    ),
    Bulletin(
        nid=990084,
        number="2025-84",
        country="Norvasia",
        airspace="FIR Norvas (ZZNV), all altitudes and flight levels.",
        advice=_CAUTION,
        issued="2025-10-20",
        until="12/03/2026",
    ),
    Bulletin(
        nid=990085,
        number="2025-85",
        country="Tamarand",
        airspace="FIR Tamar (ZZTM), below FL 240.",
        advice=_CAUTION,
        issued="2025-11-24",
        until="31/05/2026",
    ),
    Bulletin(
        nid=990088,
        number="2026-88",
        country="Suvaria",
        airspace="FIR Suvar (ZZSV), below FL 150.",
        advice=_CAUTION,
        issued="2026-01-12",
        until="30/04/2026",
        last=6,
    ),
    Bulletin(
        nid=990088,
        number="2026-88",
        country="Suvaria",
        airspace="FIR Suvar (ZZSV), below FL 150.",
        advice=_CAUTION,
        issued="2026-01-12",
        until="30/04/2026",
        active=False,
        first=7,
    ),
    Bulletin(
        nid=990091,
        number="2026-91",
        country="Larovia",
        airspace="FIR Larov (ZZLR), all altitudes and flight levels.",
        advice="Air operators should exercise caution within the airspace of Larovia, FIR Larov (ZZLR), at all altitudes"
        " and flight levels.",
        issued="2026-03-02",
        until="31/03/2026",
        first=2,
        last=2,
        text=(2, 4),
    ),
    Bulletin(
        nid=990091,
        number="2026-91",
        revision=1,
        country="Larovia",
        airspace="FIR Larov (ZZLR), all altitudes and flight levels.",
        advice="Air operators should not operate within the airspace of Larovia, FIR Larov (ZZLR), below FL 320, and"
        " should exercise caution above.",
        issued="2026-03-02",
        until="30/06/2026",
        first=3,
        text=(5, LAST),
    ),
    Bulletin(
        nid=990071,
        number="2024-71",
        country="Velmora",
        airspace="FIR Velmor (ZZVM), below FL 260.",
        advice=_AVOID,
        issued="2024-05-06",
        until="31/12/2025",
        active=False,
    ),
    Bulletin(
        nid=990072,
        number="2024-72",
        country="Halvena Islands",
        airspace="FIR Halven (ZZHV), all altitudes and flight levels.",
        advice=_CAUTION,
        issued="2024-08-19",
        until="30/09/2025",
        active=False,
    ),
)
