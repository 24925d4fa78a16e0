from __future__ import annotations

import re
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from advisories.model import (
    NOT_STATED,
    Advisory,
    Datum,
    EndKind,
    Kind,
    Level,
    Limit,
    Link,
    LinkKind,
    NotRead,
    Response,
    Verdict,
)
from advisories.sources.answer import read_part
from advisories.sources.uk_pib import UkPib
from tests.sources.made import FIXTURES, advisories, as_answers, fresh, read

SOURCE = UkPib()
STORY = FIXTURES / "uk_pib" / "hour" / "pib.xml"


def bulletin(*notams: str) -> str:
    """Return a bulletin of these NOTAM."""
    return (
        "<Pib><AreaPIBHeader><Issued>2031-05-04T05:00:29+00:00</Issued></AreaPIBHeader>"
        f"<FIRSection><Warnings><NotamList>{''.join(notams)}</NotamList></Warnings></FIRSection></Pib>"
    )


def notam(number: str = "24", items: str = "", levels: tuple[str, str] = ("0", "999"), fir: str = "EGTT") -> str:
    """Return a NOTAM with these items."""
    return (
        f"<Notam PIBSection='AD'><NOF>EGGN</NOF><Series>L</Series><Number>{number}</Number><Year>31</Year>"
        f"<QLine><FIR>{fir}</FIR><Lower>{levels[0]}</Lower><Upper>{levels[1]}</Upper></QLine>{items}</Notam>"
    )


def one(number: str = "24", items: str = "", levels: tuple[str, str] = ("0", "999"), fir: str = "EGTT") -> Advisory:
    """Return the advisory of one NOTAM."""
    (found,) = advisories(SOURCE, "pib", bulletin(notam(number, items, levels, fir))).values()
    return found


@pytest.mark.parametrize(
    ("number", "reference"), [("7", "EGGN L0007/31"), ("2624", "EGGN L2624/31"), ("024", "EGGN L0024/31")]
)
def test_a_number_has_four_digits(number: str, reference: str) -> None:
    """The reference is NOTAM office, series, four digits and two-digit year."""
    assert one(number).reference == reference


FL = Datum.FL


@pytest.mark.parametrize(
    ("items", "levels", "lower", "upper"),
    [
        ("", ("0", "999"), Level(datum=Datum.SFC), Level(datum=Datum.UNL)),
        ("", ("100", "245"), Level(datum=FL, value=100), Level(datum=FL, value=245)),
        ("", ("055", "0"), Level(datum=FL, value=55), Level(datum=FL, value=0)),
        ("<ItemF>SFC</ItemF><ItemG>UNL</ItemG>", ("0", "55"), Level(datum=Datum.SFC), Level(datum=Datum.UNL)),
        ("<ItemF>GND</ItemF><ItemG>FL050</ItemG>", ("0", "55"), Level(datum=Datum.SFC), Level(datum=FL, value=50)),
        (
            "<ItemF>200FT AGL</ItemF><ItemG>5000FT AMSL</ItemG>",
            ("0", "50"),
            Level(datum=Datum.AGL, value=200, unit="FT"),
            Level(datum=Datum.AMSL, value=5000, unit="FT"),
        ),
        (
            "<ItemF>300 M AMSL</ItemF><ItemG>9000FT</ItemG>",
            ("0", "50"),
            Level(datum=Datum.AMSL, value=300, unit="M"),
            Level(datum=Datum.UNSTATED, value=9000, unit="FT"),
        ),
        (
            "<ItemF>MSL</ItemF><ItemG>5000 FEET</ItemG>",
            ("0", "50"),
            Level(datum=Datum.AMSL, unit="FT"),
            Level(datum=Datum.UNSTATED, value=5000, unit="FT"),
        ),
        ("<ItemG>FL 95</ItemG>", ("10", "95"), Level(datum=FL, value=10), Level(datum=FL, value=95)),
    ],
)
def test_limits_keep_their_datum(items: str, levels: tuple[str, str], lower: Limit, upper: Limit) -> None:
    """Limits come from items F and G, else from the Q-line, each with the datum that is printed."""
    found = one(items=items, levels=levels)
    assert (found.lower, found.upper) == (lower, upper)


@pytest.mark.parametrize("printed", ["TREE TOPS", "FL", "9999999FT AMSL", "FL1000", "-5FT AGL", "٣FT AGL"])
def test_a_limit_that_cannot_be_read_is_not_read(printed: str) -> None:
    """A limit in other words is not read, with the words; the Q-line does not stand in for it."""
    found = one(items=f"<ItemF>SFC</ItemF><ItemG>{printed}</ItemG>").upper
    assert isinstance(found, NotRead)
    assert printed[:7] in found.why


@pytest.mark.parametrize(
    ("items", "end", "kind"),
    [
        ("<EndValidity>3106302359</EndValidity>", datetime(2031, 6, 30, 23, 59, tzinfo=UTC), EndKind.FIXED),
        ("<EndValidity>3106302400</EndValidity>", datetime(2031, 7, 1, tzinfo=UTC), EndKind.FIXED),
        (
            "<EndValidity>3106302359</EndValidity><Estimation>EST</Estimation>",
            datetime(2031, 6, 30, 23, 59, tzinfo=UTC),
            EndKind.ESTIMATED,
        ),
        ("<EndValidity>3106302359 EST</EndValidity>", datetime(2031, 6, 30, 23, 59, tzinfo=UTC), EndKind.ESTIMATED),
        ("<EndValidity>PERM</EndValidity>", NOT_STATED, EndKind.PERMANENT),
        ("<EndValidity>UFN</EndValidity>", NOT_STATED, EndKind.UNTIL_FURTHER_NOTICE),
        ("", NOT_STATED, EndKind.NOT_STATED),
        ("<EndValidity>3106312359</EndValidity>", None, EndKind.NOT_READ),
        ("<EndValidity>3106302359</EndValidity><Estimation>MAYBE</Estimation>", None, EndKind.NOT_READ),
    ],
)
def test_an_end_keeps_its_kind(items: str, end: object, kind: EndKind) -> None:
    """An estimate stays an estimate, an open end never becomes a date, and what cannot be read is not read."""
    validity = one(items=f"<StartValidity>3105010000</StartValidity>{items}").validity
    assert validity.start == datetime(2031, 5, 1, tzinfo=UTC)
    assert validity.end_kind is kind
    assert isinstance(validity.end, NotRead) if end is None else validity.end == end


@pytest.mark.parametrize(
    ("kind", "links"),
    [
        ("N", ()),
        ("R", (Link(kind=LinkKind.REPLACES, reference="EGGN H0099/30"),)),
        ("C", (Link(kind=LinkKind.CANCELS, reference="EGGN H0099/30"),)),
    ],
)
def test_a_replacement_names_what_it_replaces(kind: str, links: tuple[Link, ...]) -> None:
    """A NOTAMR links to the NOTAM of the same office that it replaces."""
    referred = "<ReferredSeries>H</ReferredSeries><ReferredNumber>99</ReferredNumber><ReferredYear>30</ReferredYear>"
    assert one(items=f"<Type>{kind}</Type>{referred}").links == links


def test_several_firs_are_those_of_item_a() -> None:
    """A Q-line FIR that ends in XX stands for the FIRs listed in item A."""
    found = one(fir="EGXX", items="<ItemA>EGTT</ItemA><ItemA>EGPX</ItemA>")
    assert found.firs == found.locations == ("EGTT", "EGPX")


def test_a_title_is_place_and_first_line() -> None:
    """The title is short: the place and the first line of item E, cut at a word."""
    assert one(items="<ItemA>EGZZ</ItemA><ItemE>FIRST LINE\nSECOND</ItemE>").title == "EGZZ: FIRST LINE"
    long = one(items=f"<ItemA>EGZZ</ItemA><ItemE>{'WORDS ' * 100}</ItemE>").title
    assert len(long) <= 120
    assert long.endswith("WORDS…")


def test_sections_do_not_make_another_notam() -> None:
    """A NOTAM in two sections is one record, which knows nothing of either section."""
    reading = read(SOURCE, "pib", STORY.read_bytes())
    assert len(reading.records) == 3
    assert all(not {"PIBSection", "Marker", "OriginalMessage"} & set(record) for record in reading.records)


def test_what_the_publisher_adds_is_kept() -> None:
    """An item that is new in the file is kept in the record, nested, repeated or plain."""
    added = "<New>a</New><Twice>1</Twice><Twice>2</Twice><Deep><In>b</In></Deep><Mixed>x<i>y</i>z</Mixed><None/>"
    (record,) = read(SOURCE, "pib", bulletin(notam(items=added))).records
    assert (record["New"], record["Twice"], record["Deep"], record["Mixed"], record["None"]) == (
        "a",
        ["1", "2"],
        {"In": "b"},
        "xyz",
        "",
    )


def test_two_notam_of_one_number_both_reach_the_caller() -> None:
    """Two NOTAM of one number with different words are not silently made one."""
    reading = read(SOURCE, "pib", bulletin(notam(items="<ItemE>A</ItemE>"), notam(items="<ItemE>B</ItemE>")))
    assert [record["ItemE"] for record in reading.records] == ["A", "B"]


@pytest.mark.parametrize("field", ["NOF", "Series", "Number", "Year"])
def test_a_notam_without_number_is_a_bad_row(field: str) -> None:
    """A NOTAM that cannot be told from others is a bad row; the rest stands."""
    bad = re.sub(f"<{field}>.*?</{field}>", "", notam("25"))
    reading = read(SOURCE, "pib", bulletin(notam(), bad))
    assert reading.verdict is Verdict.DEGRADED
    assert len(reading.records) == 1
    assert field in reading.reason


def test_an_empty_bulletin_is_a_failure() -> None:
    """A bulletin without a single NOTAM is not believed."""
    reading = read(SOURCE, "pib", bulletin())
    assert reading.verdict is Verdict.FAILED


def test_a_number_is_found_in_the_bytes() -> None:
    """The file is known to name a NOTAM still where its number stands, apart from series and year."""
    assert SOURCE.mentions("EGGN L0024/31", STORY.read_bytes())
    assert not SOURCE.mentions("EGGN L0240/31", STORY.read_bytes())


@pytest.fixture(scope="module")
def hours(material: Path) -> list[Response]:
    """Return the 36 recorded hours."""
    found = list(as_answers(SOURCE, material / "captures" / "uk-pib-hourly-2026-06.warc.gz"))
    assert len(found) == 36
    return found


@pytest.fixture(scope="module")
def quarters(material: Path) -> list[Response]:
    """Return the nine recorded quarters."""
    found = list(as_answers(SOURCE, material / "captures" / "uk-pib-quarterly.warc.gz"))
    assert len(found) == 9
    return found


def independent(body: bytes) -> dict[str, dict[str, list[str]]]:
    """Return the items of each NOTAM of a file by reference, read as plain text without any parser."""
    found = {}
    for chunk in re.findall(r"<Notam .*?</Notam>", body.decode(), re.DOTALL):
        items: dict[str, list[str]] = {}
        for name, words in re.findall(r"<(\w+)>([^<]*)</", chunk):
            items.setdefault(name, []).append(words)
        number = f"{items['Series'][0]}{int(items['Number'][0]):04d}/{items['Year'][0]}"
        found[f"{items['NOF'][0]} {number}"] = items
    return found


def test_every_recorded_notam_is_read_once(hours: list[Response], quarters: list[Response]) -> None:
    """Each recorded file holds exactly the NOTAM that an independent reading finds, each read without a gap."""
    for answer in (*hours, *quarters):
        reading = read_part(SOURCE, answer)
        assert reading.verdict is Verdict.OK, reading.reason
        assert reading.updated is not None
        assert reading.updated <= answer.read_at
        expected = independent(answer.body)
        found = [SOURCE.advisory(item.record) for item in SOURCE.join(fresh({"pib": reading}), {})]
        assert [advisory.reference for advisory in found] == list(expected)
        for advisory in found:
            items = expected[advisory.reference]
            estimated = EndKind.ESTIMATED if "Estimation" in items else EndKind.FIXED
            kind = EndKind.PERMANENT if items["EndValidity"] == ["PERM"] else estimated
            assert (advisory.kind, advisory.validity.end_kind) == (Kind.NOTAM, kind)
            assert advisory.locations == tuple(items["ItemA"])
            assert isinstance(advisory.validity.start, datetime)
            assert isinstance(advisory.issued, datetime)
            assert isinstance(advisory.lower, Level)
            assert isinstance(advisory.upper, Level)
            assert advisory.firs
            assert bool(advisory.links) == (items["Type"] == ["R"])


def test_reading_keeps_near_the_floor(hours: list[Response]) -> None:
    """Reading a file costs little more than the plainest loop over the same XML."""
    answer = max(hours, key=lambda found: len(found.body))

    def floor() -> None:
        root = etree.fromstring(answer.body)
        assert [{item.tag: item.text for item in row} for row in root.iter("Notam")]

    def ours() -> None:
        assert read_part(SOURCE, answer).records

    ratios = []
    for _ in range(7):
        began = time.process_time()
        floor()
        between = time.process_time()
        ours()
        ratios.append((time.process_time() - between) / (between - began))
    assert statistics.median(ratios) < 2
