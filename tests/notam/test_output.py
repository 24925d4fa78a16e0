"""The documented JSON form, and the lines in and out."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from advisories.notam import as_json, parse
from advisories.notam.lines import read_lines

KEYS = (
    *("id", "number", "nof", "type", "replaces", "fir", "qcode", "subject", "condition", "traffic", "purpose", "scope"),
    *("lower_fl", "upper_fl", "center", "radius_nm", "locations", "start", "end", "end_kind", "schedule"),
    *("schedule_understood", "periods", "text", "lower", "upper", "geometry", "geometry_from", "shapes", "diagnostics"),
)
TEXT = (
    "LXNF-A0123/27 NOTAMR A0099/27\nQ) LXAA/QRTCA/IV/BO/W/000/100/4512N00730W012\nA) LXAA B) 2703010600 C) 2703032100EST\n"
    "D) 0800-1600\nE) TEMPO RESTRICTED AREA ACT, 3NM RADIUS OF 451200N0073000W.\nF) SFC G) 2500FT AMSL"
)


def test_the_form_has_exactly_the_documented_keys() -> None:
    """Every key is there, in order, for a full NOTAM and for a text that is none."""
    assert tuple(as_json(parse(TEXT))) == KEYS
    assert tuple(as_json(parse("nothing"))) == KEYS


def test_the_values_are_plain_and_in_the_documented_form() -> None:
    """Times are ISO 8601 UTC with Z, the number is without its office, limits keep unit and datum."""
    form = as_json(parse(TEXT), identity="x-1")
    assert json.loads(json.dumps(form)) == form
    assert (form["id"], form["number"], form["nof"], form["type"], form["replaces"]) == (
        "x-1",
        "A0123/27",
        "LXNF",
        "R",
        "A0099/27",
    )
    assert (form["subject"], form["condition"]) == ("temporary restricted area", "activated")
    assert (form["center"], form["radius_nm"]) == ([-7.5, 45.2], 12.0)
    assert (form["start"], form["end"], form["end_kind"]) == (
        "2027-03-01T06:00:00Z",
        "2027-03-03T21:00:00Z",
        "estimated",
    )
    assert form["schedule_understood"] is True
    assert form["periods"] == [[f"2027-03-0{day}T08:00:00Z", f"2027-03-0{day}T16:00:00Z"] for day in (1, 2, 3)]
    assert form["lower"] == {"value": None, "unit": None, "datum": "SFC"}
    assert form["upper"] == {"value": 2500, "unit": "FT", "datum": "AMSL"}
    assert (form["geometry"]["type"], form["geometry_from"], form["shapes"][0]["from"]) == ("Polygon", "text", "text")


def test_kinds_of_end_have_their_documented_names() -> None:
    """fixed, estimated, permanent, ufn and none are the only kinds."""
    form = "A0123/27 NOTAM{}\nQ) LXAA/QRTCA/IV/BO/W/000/100/4512N00730W012\nA) LXAA B) 2703010600{}\nE) X"
    kinds = [
        as_json(parse(form.format(kind, end)))["end_kind"]
        for kind, end in (
            ("N", " C) 2703032100"),
            ("N", " C) 2703032100 EST"),
            ("N", " C) PERM"),
            ("N", " C) UFN"),
            ("C A0001/27", ""),
        )
    ]
    assert kinds == ["fixed", "estimated", "permanent", "ufn", "none"]


def test_the_circle_of_the_q_line_stands_in_where_the_text_draws_nothing() -> None:
    """Without a shape in the text, geometry and shapes are the Q line's circle and say so."""
    form = as_json(parse(TEXT.replace(", 3NM RADIUS OF 451200N0073000W", "")))
    assert (form["geometry"]["type"], form["geometry_from"], form["shapes"][0]["from"]) == ("Polygon", "qline", "qline")


def test_periods_of_a_permanent_notam_stop_at_four_hundred() -> None:
    """A daily schedule without an end gives its first 400 periods; without a schedule the one period stays open."""
    form = as_json(parse(TEXT.replace("2703032100EST", "PERM")))
    assert len(form["periods"]) == 400
    assert form["periods"][399] == ["2028-04-03T08:00:00Z", "2028-04-03T16:00:00Z"]
    assert as_json(parse(TEXT.replace("2703032100EST", "PERM").replace("D) 0800-1600\n", "")))["periods"] == [
        ["2027-03-01T06:00:00Z", None]
    ]


def test_a_window_limits_the_periods() -> None:
    """With a window only the periods within it are given, cut at its sides."""
    window = (datetime(2027, 3, 2, 12, tzinfo=UTC), datetime(2027, 3, 3, tzinfo=UTC))
    assert as_json(parse(TEXT), window=window)["periods"] == [["2027-03-02T12:00:00Z", "2027-03-02T16:00:00Z"]]


def test_spans_of_the_schedule_and_the_text_point_into_the_input() -> None:
    """A diagnostic of item D points at its words in the text given."""
    text = TEXT.replace("0800-1600", "0800-1600 IF DRY").replace("\n", "\r\n")
    faults = [fault for fault in as_json(parse(text))["diagnostics"] if fault["item"] == "D"]
    assert faults
    assert any("IF" in text[fault["start"] : fault["end"]] for fault in faults)


def test_json_lines_give_one_object_for_each_input_in_order() -> None:
    """Ids are kept, numbers as ids become text, a text with two NOTAMs gives two, one without any gives one."""
    lines = [
        json.dumps({"id": "a", "text": TEXT}),
        json.dumps({"id": 7, "text": f"{TEXT}\n\n{TEXT.replace('A0123', 'A0124')}"}),
        json.dumps({"id": "c", "text": "nothing"}),
    ]
    found = list(read_lines(lines))
    assert [(form["id"], form["number"]) for form in found] == [
        ("a", "A0123/27"),
        ("7", "A0123/27"),
        ("7#2", "A0124/27"),
        ("c", None),
    ]


def test_plain_text_is_cut_into_its_notams() -> None:
    """Lines that are no JSON are one text, and its NOTAMs are named by number; blank lines alone give nothing."""
    found = list(read_lines(f"BULLETIN\n\n{TEXT}\n\n{TEXT.replace('A0123', 'A0124')}\n".splitlines(keepends=True)))
    assert [form["id"] for form in found] == ["A0123/27", "A0124/27"]
    assert list(read_lines(["\n", " \n"])) == []
    assert [form["number"] for form in read_lines(["{not json", "at all"])] == [None]


def test_every_shape_says_whether_it_is_resolved() -> None:
    """A shape that is drawn and one that is only named both say so."""
    drawn = as_json(parse(TEXT))["shapes"]
    named = as_json(parse(TEXT.replace("TEMPO RESTRICTED AREA ACT, 3NM RADIUS OF 451200N0073000W.", "LXD12 ACT")))[
        "shapes"
    ]
    assert [shape["resolved"] for shape in (*drawn, *named)] == [True, False]
