"""Shapes of 200 real texts against answers that were checked by hand, and no polygon from a list of points."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisories.geo.coordinates import find_positions
from advisories.geo.shapes import Arc, Circle, Corridor, Line, Place, Point, PointList, Polygon, Sector, Shape
from advisories.notam.geometry import read_shapes

ANSWERS = json.loads((Path(__file__).parent / "geometry_sample.json").read_text(encoding="utf-8"))
FILES = ("notam-world.jsonl.gz", "notam-uk-2025.jsonl.gz", "notam-us-2022-06-01.jsonl.gz")
BAR = 0.95

_AREA = re.compile(
    r"AREA|BOUND|ZONE|LATERAL|LIMIT|ENCLOS|CONTAIN|DEFINED|POLYGON|ORIGIN|BEGINNING|BACK TO|START|SECTOR|\bWI\b|WITHIN|BDRY"
    r"|AIRSPACE|EXER|FRNG|FIRING|SAHA|MIL\b|MILITARY|EXTENT|CLOCK|\bARC\b|\bTRA\b|\bTSA\b"
    # A danger, restricted or prohibited area's designator is the name of an area.
    r"|\b[A-Z]{2}[DRP]-?\d{1,4}\b"
)


def item_e(row: dict[str, Any]) -> str:
    """Return the text of item E of a corpus row, cut out by the simplest means."""
    if "xml" in row:
        match = re.search(r"<ItemE>(.*?)</ItemE>", row["xml"], re.DOTALL)
        return html.unescape(match.group(1)) if match else ""
    text = html.unescape(row["raw"] if "raw" in row else row["all"].replace("\\n", "\n"))
    if text.startswith("!"):
        return text.split("\nCREATED:")[0]
    match = re.search(r"(?:^|[\s(])E\)\s*", text)
    if not match:
        return ""
    return re.split(r"\s+F\)\s*(?=\S)|\s+G\)\s*(?=\S)|\nCREATED:|\nSOURCE:", text[match.end() :])[0].rstrip(" )\n")


def rows(material: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a corpus."""
    with gzip.open(material / "corpora" / name, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _near(places: tuple[Place, ...], expected: list[list[float]]) -> bool:
    return len(places) == len(expected) and all(
        abs(place.lat - lat) < 2e-5 and abs(place.lon - lon) < 2e-5
        for place, (lat, lon) in zip(places, expected, strict=True)
    )


def _arcs(arcs: tuple[Arc, ...], expected: list[list[Any]]) -> bool:
    return len(arcs) == len(expected) and all(
        (arc.index, arc.clockwise) == (index, clockwise)
        and isinstance(arc.centre, Place)
        and _near((arc.centre,), [[lat, lon]])
        for arc, (index, lat, lon, clockwise) in zip(arcs, expected, strict=True)
    )


def fits(shape: Shape, fact: dict[str, Any]) -> bool:
    """Return whether a shape is of the kind, place, size and standing that the answer states."""
    if type(shape).__name__.lower() != fact["kind"] or shape.resolved != fact.get("resolved", True):
        return False
    match shape:
        case Circle(centre=Place() as centre):
            return _near((centre,), [fact["centre"]]) and [shape.radius.value, shape.radius.unit] == fact["radius"]
        case Polygon():
            return (
                _near(shape.vertices, fact["vertices"])
                and _arcs(shape.arcs, fact.get("arcs", []))
                and [border.index for border in shape.borders] == fact.get("borders", [])
            )
        case Corridor():
            return (
                _near(shape.line, fact["line"])
                and [shape.half_width.value, shape.half_width.unit] == fact["half_width"]
            )
        case Sector(centre=Place() as centre):
            return (
                _near((centre,), [fact["centre"]])
                and [shape.radius.value, shape.radius.unit] == fact["radius"]
                and [shape.bearing_from, shape.bearing_to] == fact["bearings"]
            )
        case Point():
            return _near((shape.place,), fact["places"])
        case PointList() | Line():
            return _near(shape.places, fact["places"])
    return False


def test_real_texts_give_the_shapes_that_were_read_by_hand(material: Path) -> None:
    """At least 95 % of 200 texts with circle or polygon wording give exactly the shapes of the answer file."""
    answers = ANSWERS["answers"]
    assert len(answers) == 200
    wanted: dict[str, dict[int, dict[str, Any]]] = {name: {} for name in FILES}
    for answer in answers:
        wanted[answer["file"]][answer["line"]] = answer
    missed: list[str] = []
    for name in FILES:
        for line, row in enumerate(rows(material, name)):
            answer = wanted[name].get(line)
            if answer is None:
                continue
            assert row["id"] == answer["id"]
            shapes = read_shapes(item_e(row)).shapes
            facts = answer["shapes"]
            if len(shapes) != len(facts) or not all(map(fits, shapes, facts)):
                missed.append(f"{name} {line} {answer['id']}")
    assert 1 - len(missed) / len(answers) >= BAR, missed


@pytest.mark.parametrize("name", FILES)
def test_no_polygon_comes_from_a_list_of_points(material: Path, name: str) -> None:
    """Every polygon of the corpora closes on itself, or stands in a text that words an area."""
    texts = 0
    for row in rows(material, name):
        text = item_e(row)
        texts += 1
        for shape in read_shapes(text).shapes:
            if not isinstance(shape, Polygon) or _AREA.search(" ".join(text[: shape.end + 60].upper().split())):
                continue
            places, _ = find_positions(shape.words.upper())
            assert (places[0].lat, places[0].lon) == pytest.approx((places[-1].lat, places[-1].lon)), (
                f"{row['id']}: {text}"
            )
    assert texts
