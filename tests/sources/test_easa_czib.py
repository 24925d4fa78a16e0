from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from advisories.model import NOT_STATED, Advisory, EndKind, NotRead, Verdict
from advisories.sources.answer import read_part
from advisories.sources.base import PartRecords, Record
from advisories.sources.easa_czib import HOME, EasaCzib
from tests.sources.made import AT, FIXTURES, as_answers, fresh, read

SOURCE = EasaCzib()
STORY = FIXTURES / "easa_czib" / "joined"
EARLIER = AT - timedelta(days=30)
LATER = AT + timedelta(hours=1)


def in_json(nid: str = "900102", **about: Any) -> Record:
    """Return a row of the JSON export as a record."""
    return {
        "Nid": nid,
        "issued_date": "2031-01-09T00:00:00+0200",
        "valid_until_date": "30/06/2031",
        "field_easa_valid_until_descr": "<p>30/06/2031, unless reviewed earlier.&nbsp;</p>\n",
        "name": "Airspace of Sylvania",
        "status": "Active",
        "country": "Sylvania",
        **about,
    }


def in_csv(printed: str = "2031-01-R1", **about: str) -> Record:
    """Return a row of the CSV export as a record."""
    return {
        "Subject": "Airspace of Sylvania",
        "CZIB number": printed,
        "Issue date": "09/01/2031",
        "Valid until": "31/05/2031",
        "Status": "Active",
        "Affected Airspace": "FIR Northern (DDLO)",
        "Affected Country": "Sylvania",
        "Recommendation(s)": "Do not operate.",
        **about,
    }


def in_rss(slug: str = "2031-01-r2", nid: str = "900102") -> Record:
    """Return an entry of the feed as a record."""
    return {
        "guid": f"{nid} on Wed, 08 Jan 2031 00:00:00 +0200",
        "title": "Airspace of Sylvania",
        "link": f"https://www.easa.europa.eu/domains/air-operations/czibs/{slug}",
        "description": "",
        "published": "",
    }


def part(*records: Record, at: datetime = AT, new: bool = True) -> PartRecords:
    """Return what a part holds, read now or carried over."""
    return PartRecords(records=records, read_at=at, fresh=new)


def told(known: Mapping[str, str] | None = None, /, **parts: PartRecords) -> list[Advisory]:
    """Return the advisories that parts make."""
    return [SOURCE.advisory(item.record) for item in SOURCE.join(parts, known or {})]


def one(known: Mapping[str, str] | None = None, /, **parts: PartRecords) -> Advisory:
    """Return the one advisory that parts make."""
    (found,) = told(known, **parts)
    return found


END_OF_JUNE = datetime(2031, 7, 1, tzinfo=UTC)
END_OF_MAY = datetime(2031, 6, 1, tzinfo=UTC)


def test_the_feed_bridges_number_and_node() -> None:
    """With all three parts a bulletin has its number, its Nid as alias, and the newest revision."""
    found = one(json=part(in_json()), csv=part(in_csv()), rss=part(in_rss()))
    assert (found.reference, found.aliases) == ("CZIB 2031-01", ("Nid 900102", "CZIB 2031-01 R2"))
    assert (found.revision, found.text_revision, found.text_is_older) == ("R2", "R1", True)
    assert found.url.endswith("/2031-01-r2")
    assert found.text == "Affected Airspace:\nFIR Northern (DDLO)\n\nRecommendation(s):\nDo not operate."


@pytest.mark.parametrize(
    ("slug", "printed", "revision", "text_revision", "older"),
    [
        ("2031-01", "CZIB-2031-01", "original", "original", False),
        ("czib-2031-01r1", "CZIB-2031-01", "R1", "original", True),
        ("czib-2031-01-r10", "2031-01-R9", "R10", "R9", True),
        ("2031-01-r3", "CZIB-2031-01R3", "R3", "R3", False),
        ("2031-01-r3", "CZIB-2031-01R4", "R4", "R4", False),
    ],
)
def test_text_is_shown_as_of_its_own_revision(
    slug: str, printed: str, revision: str, text_revision: str, older: bool
) -> None:
    """The newest revision that any part lists is the bulletin's; the text keeps the one that it was read from."""
    found = one(json=part(in_json()), csv=part(in_csv(printed)), rss=part(in_rss(slug)))
    assert (found.revision, found.text_revision, found.text_is_older) == (revision, text_revision, older)


def test_without_the_feed_the_store_bridges() -> None:
    """Where the feed is missing, what the store knows of a Nid finds the number."""
    found = one({"Nid 900102": "CZIB 2031-01"}, json=part(in_json(name="Renamed")), csv=part(in_csv()))
    assert found.reference == "CZIB 2031-01"


def test_without_feed_and_store_a_unique_pair_bridges() -> None:
    """Subject and issue date bridge where the pair occurs once in each list."""
    assert one(json=part(in_json()), csv=part(in_csv())).reference == "CZIB 2031-01"


def test_a_pair_that_occurs_twice_bridges_nothing() -> None:
    """Two bulletins of one name and day are not guessed at: each stands under what identifies it."""
    found = told(json=part(in_json(), in_json("900103")), csv=part(in_csv()))
    assert {advisory.reference for advisory in found} == {"CZIB Nid 900102", "CZIB Nid 900103", "CZIB 2031-01"}


def test_a_stand_in_reference_never_holds_back_the_number() -> None:
    """A bulletin once known by its Nid alone gets its number as soon as a part bridges it."""
    known = {"Nid 900102": "CZIB Nid 900102"}
    assert one(known, json=part(in_json()), csv=part(in_csv())).reference == "CZIB 2031-01"
    alone = one(known, json=part(in_json()))
    assert (alone.reference, alone.aliases) == ("CZIB Nid 900102", ("Nid 900102",))
    assert isinstance(alone.revision, NotRead)
    assert isinstance(alone.text, NotRead)


def test_names_never_bridge() -> None:
    """Four bulletins of one name and different days stay four."""
    days = ("2031-01-09", "2030-01-09", "2029-01-09", "2028-01-09")
    rows = [in_json(f"90010{n}", issued_date=f"{day}T00:00:00+0200") for n, day in enumerate(days)]
    texts = [in_csv(f"{day[:4]}-0{n + 1}", **{"Issue date": f"09/01/{day[:4]}"}) for n, day in enumerate(days)]
    found = told(json=part(*rows), csv=part(*texts))
    assert sorted(advisory.reference for advisory in found) == sorted(
        ["CZIB 2031-01", "CZIB 2030-02", "CZIB 2029-03", "CZIB 2028-04"]
    )


def test_two_nodes_never_share_a_number() -> None:
    """A second node that claims a number already taken stands under its Nid."""
    found = told(json=part(in_json(), in_json("900103")), rss=part(in_rss(), in_rss(nid="900103")))
    assert {advisory.reference for advisory in found} == {"CZIB 2031-01", "CZIB Nid 900103"}


@pytest.mark.parametrize(
    ("parts", "end", "kind"),
    [
        ({"json": part(in_json()), "csv": part(in_csv()), "rss": part(in_rss())}, END_OF_JUNE, EndKind.UNLESS_REVIEWED),
        ({"json": part(in_json())}, END_OF_JUNE, EndKind.UNLESS_REVIEWED),
        ({"csv": part(in_csv())}, END_OF_MAY, EndKind.NOT_READ),
        ({"csv": part(in_csv()), "rss": part(in_rss("2031-01-r1"))}, END_OF_MAY, EndKind.NOT_READ),
        ({"csv": part(in_csv()), "rss": part(in_rss("2031-01-r2"))}, None, EndKind.NOT_READ),
        ({"rss": part(in_rss())}, None, EndKind.NOT_READ),
        (
            {"json": part(in_json(), new=False), "csv": part(in_csv("2031-01-R2"), at=LATER), "rss": part(in_rss())},
            END_OF_MAY,
            EndKind.NOT_READ,
        ),
        (
            {"json": part(in_json(), new=False), "csv": part(in_csv(), new=False), "rss": part(in_rss(), at=LATER)},
            None,
            EndKind.NOT_READ,
        ),
        (
            {"json": part(in_json(), new=False), "csv": part(in_csv(), new=False), "rss": part(in_rss(), new=False)},
            END_OF_JUNE,
            EndKind.UNLESS_REVIEWED,
        ),
    ],
)
def test_an_end_belongs_to_the_revision_listed(
    parts: dict[str, PartRecords], end: datetime | None, kind: EndKind
) -> None:
    """The end is the JSON export's while nothing read later contradicts it, the CSV's where its revision is listed."""
    found = one(**parts)
    if end is None:
        assert isinstance(found.validity.end, NotRead)
        assert "R2" in found.validity.end.why
    else:
        assert found.validity.end == end
    assert found.validity.end_kind is kind


def test_what_the_csv_leaves_out_is_not_read() -> None:
    """An end that the CSV does not print may stand in the JSON export, so it is not read rather than not stated."""
    alone = one(csv=part(in_csv(**{"Valid until": ""})))
    assert isinstance(alone.validity.end, NotRead)
    worded = one(csv=part(in_csv(**{"Valid until": "31/05/2031, unless reviewed earlier."})))
    assert (worded.validity.end, worded.validity.end_kind) == (END_OF_MAY, EndKind.UNLESS_REVIEWED)


def test_a_part_that_fails_leaves_the_strings_of_the_others() -> None:
    """While nothing changes, a failing part leaves the record as it was, so that it is no news."""
    whole = {"json": in_json(valid_until_date="31/05/2031"), "csv": in_csv("2031-01-R2"), "rss": in_rss()}
    (before,) = SOURCE.join({name: part(record) for name, record in whole.items()}, {})
    for name, record in whole.items():
        parts = {other: part(same, at=LATER) for other, same in whole.items()}
        parts[name] = part(record, new=False)
        (after,) = SOURCE.join(parts, {})
        assert after.record == before.record
        assert after.parts == tuple(other for other in before.parts if other != name)


def test_a_bulletin_that_only_old_readings_hold_is_returned_as_unlisted() -> None:
    """What no freshly read part lists is handed over with no part, for the caller to count as absent."""
    (found,) = SOURCE.join({"json": part(new=True), "csv": part(in_csv(), new=False)}, {})
    assert found.parts == ()


@pytest.mark.parametrize(
    ("parts", "active"),
    [
        ({"json": part(in_json(status="Withdrawn")), "csv": part(in_csv(), new=False, at=EARLIER)}, False),
        ({"json": part(in_json(), new=False), "csv": part(in_csv(Status="Withdrawn"), at=LATER)}, False),
        ({"csv": part(in_csv(Status="Withdrawn"))}, False),
        ({"json": part(in_json(status="ACTIVE "))}, True),
    ],
)
def test_status_is_the_one_read_last(parts: dict[str, PartRecords], active: bool) -> None:
    """Active or withdrawn is taken from the export that was read last."""
    assert one(**parts).active is active


def test_a_status_of_other_words_is_not_read() -> None:
    """A status that is neither word is not read, and so counts as active."""
    assert isinstance(one(json=part(in_json(status="Suspended"))).active, NotRead)
    assert isinstance(one(rss=part(in_rss())).active, NotRead)


def test_coordinates_and_editing_stamps_are_never_kept() -> None:
    """The geocode of a country's name and the site's editing stamp are not part of a record."""
    reading = read(SOURCE, "json", (STORY / "json.json").read_bytes())
    assert all(not {"coordinates", "updated"} & set(record) for record in reading.records)
    assert "-7.9" not in json.dumps(reading.records)


def test_what_the_publisher_adds_is_kept() -> None:
    """A field that is new in an export costs nothing and is kept."""
    row = {**in_json(), "tags": ["a", {"b": 1}], "field_easa_valid_until_descr": None, "Nid": 900102}
    reading = read(SOURCE, "json", json.dumps({"conflict_zones": [row]}))
    assert reading.verdict is Verdict.OK
    assert reading.records[0]["tags"] == ["a", {"b": 1}]
    assert one(**fresh({"json": reading})).validity.end == END_OF_JUNE


def test_the_columns_may_stand_in_any_order() -> None:
    """The CSV is read by the names of its columns; a missing one is named."""
    lines = (STORY / "csv.csv").read_text(encoding="utf-8-sig").split("\n")
    names = lines[0].split(",")
    lone = dict(zip(names, ['"S"', '"2031-01"', '""', '""', '"Active"', '""', '""', '"R"'], strict=True))
    turned = ",".join(reversed(names)) + "\r\n" + ",".join(lone[name] for name in reversed(names)) + "\r\n"
    assert read(SOURCE, "csv", turned).records[0]["Recommendation(s)"] == "R"
    reading = read(SOURCE, "csv", "\n".join([lines[0].replace("Status", "State"), *lines[1:]]))
    assert reading.verdict is Verdict.FAILED
    assert "Status" in reading.reason


def test_a_row_of_too_many_cells_is_bad_alone() -> None:
    """A CSV row whose cells do not match the header is a bad row, not a shifted one."""
    header = (STORY / "csv.csv").read_text(encoding="utf-8-sig").split("\n")[0]
    good = '"S","2031-01","","","Active","","","R"'
    reading = read(SOURCE, "csv", f'{header}\n{good}\n"S","2031-02","","","","Active","","","R"\n')
    assert reading.verdict is Verdict.DEGRADED
    assert "8 cells" in reading.reason


def test_a_link_of_another_scheme_is_refused() -> None:
    """A feed entry whose link a browser should not open is a bad row."""
    feed = (
        (STORY / "rss.xml").read_text(encoding="utf-8").replace("https://www.easa.europa.eu/domains", "javascript:x//")
    )
    assert read(SOURCE, "rss", feed).verdict is Verdict.FAILED


@pytest.fixture(scope="module")
def recorded(material: Path) -> dict[str, PartRecords]:
    """Return the recorded parts as at the later date, the CSV being a month older."""
    captures = material / "captures"
    answers = [
        *as_answers(SOURCE, captures / "easa-text-2026-08-22.warc.gz"),
        *as_answers(SOURCE, captures / "conflict-2026-09-25.warc.gz"),
    ]
    readings = {answer.part: (read_part(SOURCE, answer), answer.read_at) for answer in answers}
    assert all(reading.verdict is Verdict.OK for reading, _ in readings.values())
    return {
        name: PartRecords(records=reading.records, read_at=at, fresh=name != "csv")
        for name, (reading, at) in readings.items()
    }


NEWER = {f"CZIB 2026-0{number}" for number in range(4, 9)}


def test_the_recorded_bulletins_are_counted(recorded: dict[str, PartRecords]) -> None:
    """33 bulletins, 15 active, five of them a newer revision than the text read, none without its number."""
    found = {advisory.reference: advisory for advisory in told(**recorded)}
    assert len(found) == 33
    assert sum(advisory.active is True for advisory in found.values()) == 15
    assert {reference for reference, advisory in found.items() if advisory.text_is_older} == NEWER
    assert not [reference for reference in found if "Nid" in reference]
    assert [advisory.title for advisory in found.values()].count("Airspace of Iran") == 4
    assert found["CZIB 2017-01"].issued == datetime(2017, 3, 31, tzinfo=UTC)
    assert found["CZIB 2022-01"].firs == ("UKLV", "UKBV", "UKBU", "UKDV", "UKFV", "UKOV")
    assert found["CZIB 2017-06"].areas == ("North Korea",)
    assert found["SIB 2014-21"].validity.end == NOT_STATED
    for reference in NEWER:
        assert found[reference].validity.end == datetime(2026, 10, 1, tzinfo=UTC)


@pytest.mark.parametrize("missing", [("rss",), ("csv",), ("json",), ("rss", "csv"), ("json", "csv"), ("json", "rss")])
def test_each_recorded_part_can_fail_alone(recorded: dict[str, PartRecords], missing: tuple[str, ...]) -> None:
    """Whatever part is missing, every bulletin stays under the same reference, once the store knows it."""
    whole = told(**recorded)
    known = {alias: advisory.reference for advisory in whole for alias in advisory.aliases}
    parts = {name: records for name, records in recorded.items() if name not in missing}
    found = told(known, **parts)
    assert {advisory.reference for advisory in found} == {advisory.reference for advisory in whole}
    if "json" in missing and "rss" not in missing:
        for advisory in found:
            if advisory.reference in NEWER:
                assert isinstance(advisory.validity.end, NotRead)


def test_the_recorded_links_lead_to_the_bulletins(recorded: dict[str, PartRecords]) -> None:
    """With the feed every bulletin has an address of its own, without it the list's."""
    assert len({advisory.url for advisory in told(**recorded)}) == 33
    assert {advisory.url for advisory in told(json=recorded["json"])} == {HOME}


def test_a_bulletin_that_leaves_the_feed_keeps_its_newest_revision() -> None:
    """The feed is a window: a bulletin it lists no more does not fall back to the older revision of the CSV."""
    json_row = {
        "Nid": "990091",
        "issued_date": "2026-03-03T00:00:00+0200",
        "valid_until_date": "30/06/2026",
        "field_easa_valid_until_descr": "<p>30/06/2026, unless reviewed earlier.</p>",
        "name": "Airspace of Larovia",
        "status": "Active",
        "country": "Larovia",
    }
    csv_row = dict.fromkeys(("Subject", "Issue date", "Valid until", "Status", "Affected Country"), "")
    csv_row |= {
        "Subject": "Airspace of Larovia",
        "CZIB number": "CZIB-2026-91",
        "Affected Airspace": "All levels.",
        "Recommendation(s)": "Caution.",
    }
    link = "https://www.easa.europa.eu/domains/air-operations/czibs/czib-2026-91-r1"
    rss_row = {"title": "Airspace of Larovia", "link": link, "guid": "990091 on Tue, 03 Mar 2026 00:00:00 +0200"}
    at = datetime(2026, 3, 4, tzinfo=UTC)

    def read(feed: tuple[dict[str, str], ...], known: dict[str, str]) -> Advisory:
        parts = {"json": (json_row,), "csv": (csv_row,), "rss": feed}
        (joined,) = SOURCE.join({name: PartRecords(records=rows, read_at=at) for name, rows in parts.items()}, known)
        return SOURCE.advisory(joined.record)

    first = read((rss_row,), {})
    later = read((), dict.fromkeys((first.reference, *first.aliases), first.reference))
    assert (first.revision, first.text_is_older) == ("R1", True)
    assert (later.revision, later.text_is_older) == ("R1", True)
