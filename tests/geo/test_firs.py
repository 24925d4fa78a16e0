"""The table of FIRs against real NOTAMs, labels and boundaries."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import iso3166
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.geo import firs
from advisories.geo.firs import Fir, FirKind, RelationKind

ALL = firs.all_firs()
NAMESAKES = {  # code: the region that its name means
    "CZQO": "CZQX",
    "EBUR": "EBBU",
    "FYWH": "FYWF",
    "FZAZ": "FZZA",
    "HSSX": "HJJJ",
    "MHTG": "MHCC",
    "MMEX": "MMFR",
    "UACC": "UACN",
    "UKBU": "UKBV",
    "URFV": "UKFV",
    "USSS": "USSV",
    "USTR": "USTV",
    "UTSD": "UZSD",
    "UTTR": "UZTR",
    "VDPP": "VDPF",
    "VVTS": "VVHM",
}
PRINTED = [
    ("KARTHOUM", "HSSS"),
    ("CHISHINAU", "LUUU"),
    ("ADDIS ABEBA", "HAAA"),
    ("Addis\nAbaba FIR", "HAAA"),
    ("Sana'a", "OYSC"),
    ("Sana’a FIR", "OYSC"),
    ("SANAA", "OYSC"),
    ("Rostov-na Donu", "URRV"),
    ("FIR ROSTOV-NA DONU (URRV)", "URRV"),
    ("FIR SANKT-PETERSBURG", "ULLL"),
    ("Sankt-Peterburg", "ULLL"),
    ("FIR YEKATARINBURG", "USSV"),
    ("FIR SAMARA", "UWWW"),
    ("FIR MOSCOW", "UUWV"),
    ("FIR MINSK", "UMMV"),
    ("Tehran FIR – OIIX", "OIIX"),
    ("TEHRAN FLIGHT INFORMATION REGION", "OIIX"),
    ("FIR Amman", "OJAC"),
    ("Bahrain FIR", "OBBB"),
    ("Kuwait FIR", "OKAC"),
    ("Emirates FIR", "OMAE"),
    ("Doha FIR", "OTDF"),
    ("FIR Muscat", "OOMM"),
    ("Tel Aviv", "LLLL"),
    ("FIR Kabul", "OAKX"),
    ("FIR LVIV", "UKLV"),
    ("FIR KYIV", "UKBV"),
    ("UIR KYIV", "UKBU"),
    ("KIEV UIR", "UKBU"),
    ("Dnipropetrovsk", "UKDV"),
    ("Odessa", "UKOV"),
    ("Simferopol", "UKFV"),
    ("Maiquetía", "SVZM"),
    ("MAIQUETIA", "SVZM"),
    ("FIR Curacao", "TNCF"),
    ("Curaçao", "TNCF"),
    ("San Juan", "TJZS"),
    ("Piarco", "TTZP"),
    ("Port-au-Prince", "MTEG"),
    ("PYONGYANG", "ZKKP"),
    ("MOGADISHU", "HCSM"),
    ("N’Djamena", "FTTT"),
    ("DAKAR OCÉANIQUE", "GOOC"),
    ("Bodø Oceanic", "ENOB"),
    ("NEW YORK OCEANIC", "KZWY"),
    ("OAKLAND OCNL", "KZAK"),
    ("København", "EKDK"),
    ("Brussels UIR", "EBUR"),
    ("France UIR", "LFFF"),
    ("Ujung Pandang", "WAAF"),
    ("JERUSALEM", None),
    ("FIR", None),
    ("", None),
]


def _corpus(material: Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(material / "corpora" / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _known(code: str) -> bool:
    return firs.by_code(code) is not None or firs.wildcard(code) is not None


@pytest.mark.parametrize("fir", ALL, ids=lambda fir: fir.code)
def test_entry_is_whole(fir: Fir) -> None:
    """Every entry has a unique code, a name, a source, valid ISO countries and relations to codes of the table."""
    assert firs.by_code(fir.code) is fir
    assert firs.by_code(f" {fir.code.lower()} ") is fir
    assert re.fullmatch(r"[A-Z]{4}", fir.code) or (fir.kind is FirKind.PSEUDO and fir.code == "XX01")
    assert fir.name
    assert fir.source
    assert {fir.state, *fir.countries} - {""} <= set(iso3166.countries_by_alpha2)
    assert fir.certain or fir.note or fir.relations
    for relation in fir.relations:
        assert firs.by_code(relation.to) or relation.to in iso3166.countries_by_alpha2
    if fir.upper:
        above = firs.by_code(fir.upper)
        assert above is not None
        assert above.kind in (FirKind.UIR, FirKind.FIR_UIR)
    if fir.kind is FirKind.PSEUDO:
        assert (fir.lon, fir.lat) == (None, None)
    else:
        assert fir.state
        assert fir.lon is not None
        assert fir.lat is not None
        assert -180 <= fir.lon <= 180
        assert -90 <= fir.lat <= 90


def test_table_holds_the_world() -> None:
    """The table has the size of the world, each code once, sorted, and covers every country with an aerodrome."""
    codes = [fir.code for fir in ALL if fir.kind is not FirKind.PSEUDO]
    assert len(codes) >= 280
    assert codes == sorted(set(codes))
    covered = {country for fir in ALL if fir.kind.current for country in fir.countries}
    assert set(iso3166.countries_by_alpha2) - covered == {"AQ", "BV", "TF", "HM"}


@pytest.mark.parametrize("fir", [fir for fir in ALL if fir.kind is not FirKind.PSEUDO], ids=lambda fir: fir.code)
def test_name_leads_back_to_the_code(fir: Fir) -> None:
    """Each region's name and spellings lead to its code, or to the served region that shares the name."""
    for spelling in (fir.name, fir.name.upper(), f"FIR {fir.name}", f"{fir.name} ({fir.code})"):
        found = firs.by_name(spelling)
        assert found is not None
        assert found.code == NAMESAKES.get(fir.code, fir.code)
    assert all(firs.by_name(spelling) for spelling in fir.spellings)
    if fir.kind is FirKind.UIR:
        assert firs.by_name(f"{fir.name} UIR") is fir


def test_spelling_belongs_to_one_served_region() -> None:
    """No spelling stands for two certain regions, except the codes that the table itself relates."""
    for key, found in firs._names().items():
        served = [fir for fir in found if fir.kind.current and fir.certain]
        for fir in served[1:]:
            related = {relation.to for relation in fir.relations} | {relation.to for relation in served[0].relations}
            assert related & {served[0].code, fir.code} or fir.kind is FirKind.UIR, key


@pytest.mark.parametrize(("text", "code"), PRINTED)
def test_printed_spelling_is_known(text: str, code: str | None) -> None:
    """What authorities print for a FIR's name finds its code whatever the case, accents, dashes and line breaks."""
    found = firs.by_name(text)
    assert (found.code if found else None) == code


def test_every_code_of_real_notams_is_known(material: Path) -> None:
    """Every FIR code in item Q of the recorded NOTAMs is in the table or is a wildcard."""
    unknown: set[str] = set()
    seen = 0
    for notam in _corpus(material, "notam-world.jsonl.gz"):
        codes = {str(notam["fir"]), *re.findall(r"Q\)\s*([A-Z]{4})\s*/\s*Q[A-Z]{4}\s*/", notam["raw"])}
        seen += 1
        unknown |= {code for code in codes if not _known(code)}
    for notam in _corpus(material, "notam-uk-2025.jsonl.gz"):
        codes = set(re.findall(r"<FIR>(.{4})</FIR>", notam["xml"]))
        seen += 1
        unknown |= {code for code in codes if not _known(code)}
    for notam in _corpus(material, "notam-us-2022-06-01.jsonl.gz"):
        codes = set(re.findall(r"Q\)\s*([A-Z]{4})/Q[A-Z]{4}/", notam["all"]))
        unknown |= {code for code in codes if not _known(code)}
    assert seen > 60_000
    assert unknown == set()


def test_every_region_in_item_a_is_known(material: Path) -> None:
    """Item A of the recorded en-route notices names known regions, but for aerodromes and one code's typing error."""
    words = "LLIB MYNN RKJJ SBBE SBCG SBPL SKBO SPEO SPID SPJC SPJL SPQU SPRU SPSO SPTN SPUR SPZA VIAG VMMC VOPB WABB"
    aerodromes = {*words.split(), "WIPP", "YPXM", "YSNF"}
    misprinted = {"VEBF"}
    unknown: set[str] = set()
    seen = 0
    for notam in _corpus(material, "notam-world.jsonl.gz"):
        scope = re.search(r"Q\)\s*[A-Z]{4}\s*/\s*Q[A-Z]{4}\s*/[^/]*/[^/]*/\s*([EW]+)\s*/", notam["raw"])
        areas = re.search(r"\bA\)\s*((?:[A-Z]{4}[\s,/]+)*[A-Z]{4})\b(?! \d+ OF \d+)", notam["raw"])
        if scope and areas:
            seen += 1
            unknown |= {code for code in re.findall(r"[A-Z]{4}", areas[1]) if not _known(code)}
    assert seen > 2_000
    assert unknown - aerodromes - misprinted - {"PART"} == set()  # KICZ PART 1 OF 2


def test_country_of_an_aerodrome_lies_under_its_fir(material: Path) -> None:
    """A FIR code printed with an aerodrome of a State covers that State, in the recorded NOTAMs of the world."""
    pairs = (
        "OI:IR OA:AF OR:IQ OS:SY OL:LB OY:YE LL:IL HS:SD UK:UA FK:CM FE:CF FH:SH GB:GM GQ:MR GA:ML HD:DJ VM:MO VQ:BT "
        "SF:FK PT:FM FO:GA FC:CG FG:GQ LX:GI EL:LU TX:BM NW:NC SV:VE SK:CO MB:TC MK:JM OO:OM OT:QA OK:KW VR:MV NS:WS "
        "DR:NE TN:BQ TU:VG TF:GP"
    )
    letters = dict(pair.split(":") for pair in pairs.split())
    seen, wrong = set(), set()
    for notam in _corpus(material, "notam-world.jsonl.gz"):
        area = re.search(r"\bA\)\s*([A-Z]{4})\b", notam["raw"])
        fir = firs.by_code(notam["fir"])
        if area is None or fir is None or not fir.kind.current or area[1][:2] not in letters:
            continue
        seen.add(area[1][:2])
        if letters[area[1][:2]] not in fir.countries:
            wrong.add((area[1], fir.code))
    assert seen == set(letters)
    # Before 2022 Qatar lay in the Bahrain FIR; these notices are of 2018.
    assert {(aerodrome, code) for aerodrome, code in wrong if code != "OBBB"} == set()


def test_label_point_lies_in_its_region(material: Path) -> None:
    """Each label point lies inside the box around the indicative boundary of its code."""
    with gzip.open(material / "geo" / "fir-boundaries.geojson.gz", "rt", encoding="utf-8") as text:
        features = json.load(text)["features"]
    points: dict[str, list[tuple[float, float]]] = {}
    for feature in features:
        geometry = feature["geometry"]
        shapes = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        code = re.split(r"[-_]", feature["properties"]["id"])[0]
        points.setdefault(code, []).extend((x, y) for shape in shapes for x, y, *_ in shape[0])
    checked = 0
    for fir in ALL:
        if fir.lon is None or fir.lat is None or fir.code not in points:
            continue
        longitudes, latitudes = zip(*points[fir.code], strict=True)
        assert min(longitudes) <= fir.lon <= max(longitudes), fir.code
        assert min(latitudes) <= fir.lat <= max(latitudes), fir.code
        checked += 1
    assert checked >= 220


def test_every_code_of_the_labels_and_notes_is_known(material: Path) -> None:
    """Every FIR code in the hand-made labels is known, and so is every one named in the notes on sources."""
    labels = (material / "gold" / "provisions-dev.jsonl").read_text(encoding="utf-8").splitlines()
    codes = {code for line in labels for provision in json.loads(line)["provisions"] for code in provision["firs"]}
    notes = "OAKX OBBB OIIX OJAC UKBU UKBV UKLV UMMV SVZM TJZS TNCF TTZP VYYF EGTT EDWW LFFF LIRR CZUL UUUU KICZ KFDC"
    assert len(codes) >= 30
    assert {code for code in codes | set(notes.split()) if firs.by_code(code) is None} == set()


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        *(("EGXX", "EG"), ("lixx", "LI"), ("ZXXX", "Z"), ("YUXX", "YU"), ("XXXX", ""), ("OIIX", None), ("OAKX", None)),
        *(("HSSX", None), ("XX01", None), ("EGTT", None), ("XX", None), ("EGXXX", None), ("", None)),
    ],
)
def test_wildcard_is_not_a_fir(code: str, prefix: str | None) -> None:
    """A Q-line wildcard gives its letters and is in no table; a FIR that ends in X is not a wildcard."""
    assert firs.wildcard(code) == prefix
    if prefix is not None:
        assert firs.by_code(code) is None


@pytest.mark.parametrize("code", ["OLBA", "EGLL", "KJFK", "OIIE", "UKBB", "JFK", "ZZZZ", "UKBW", ""])
def test_other_code_is_not_a_fir(code: str) -> None:
    """An aerodrome's code, a typing error and other letters are not FIRs."""
    assert firs.by_code(code) is None


@pytest.mark.parametrize("code", ["KICZ", "KFDC", "XX01", "UUUU", "VVVV", "ZBBB"])
def test_pseudo_code_is_marked(code: str) -> None:
    """A code that stands in the place of a FIR without being one is known and marked."""
    fir = firs.by_code(code)
    assert fir is not None
    assert fir.kind is FirKind.PSEUDO
    assert not fir.kind.current
    assert fir.countries == ()
    assert fir not in firs.of_country(fir.state or "US")


@pytest.mark.parametrize("fir", [fir for fir in ALL if fir.kind is FirKind.DISUSED], ids=lambda fir: fir.code)
def test_disused_code_names_its_successor(fir: Fir) -> None:
    """A disused code leads to a served region and is left out of a country's regions."""
    (code,) = fir.related(RelationKind.SUCCESSOR)
    successor = firs.by_code(code)
    assert successor is not None
    assert successor.kind.current
    assert all(fir not in firs.of_country(country) for country in fir.countries)


@pytest.mark.parametrize(
    ("code", "country", "other"),
    [
        *(("UKFV", "UA", "URFV"), ("URFV", "UA", "UKFV"), ("BKPR", "XK", "LYBA"), ("LYBA", "XK", "BKPR")),
        *(("LCCC", "CY", "LCEN"), ("GCCC", "EH", "GMMM"), ("OPLR", "PK", "VIDF"), ("SAVF", "FK", "GB")),
    ],
)
def test_contested_airspace_names_the_other_side(code: str, country: str, other: str) -> None:
    """A region under dispute names the other claim, and covers the country whose territory it is."""
    fir = firs.by_code(code)
    assert fir is not None
    assert country in fir.countries
    assert other in fir.related(RelationKind.CONTESTED)


@pytest.mark.parametrize(
    ("country", "codes"),
    [
        ("VE", "SVZM"),
        ("ve", "SVZM"),
        ("UA", "UKBU UKBV UKDV UKFV UKLV UKOV URFV"),
        ("SS", "HJJJ HSSS"),
        ("ML", "DRRR GOOO"),
        ("PK", "OPKR OPLR"),
        ("BY", "UMMV"),
        ("KP", "ZKKP"),
        ("HT", "MTEG"),
        ("CN", "ZBPE ZGZU ZHWH ZJSA ZLHW ZPKM ZSHA ZWUQ ZYSH"),
        ("RU", "UEEE UHHH UHMM UIII ULLL UMKK UNKL UNNT URRV USSV USTV UUWV UWWW"),
        ("AQ", ""),
        ("nowhere", ""),
    ],
)
def test_regions_of_a_country(country: str, codes: str) -> None:
    """A country's regions are all served ones over its territory, its own first."""
    assert {fir.code for fir in firs.of_country(country)} == set(codes.split())
    states = [fir.state == country for fir in firs.of_country(country)]
    assert states == sorted(states, reverse=True)


def test_regions_that_a_state_provides() -> None:
    """A State's regions over the high seas are found by the State that provides them."""
    provided = {fir.code for fir in firs.provided_by("us")}
    assert {"KZNY", "KZWY", "KZAK", "PAZA", "PHZH", "TJZS"} <= provided
    assert "EGGX" in {fir.code for fir in firs.provided_by("GB")}
    assert "KICZ" not in provided


def test_upper_regions() -> None:
    """The five Ukrainian FIRs lie under the Kyiv UIR and the other French FIRs under the France UIR."""
    assert {fir.code for fir in ALL if fir.upper == "UKBU"} == {"UKBV", "UKDV", "UKFV", "UKLV", "UKOV"}
    assert {fir.code for fir in ALL if fir.upper == "LFFF"} == {"LFBB", "LFEE", "LFMM", "LFRR"}


def test_import_reads_no_table() -> None:
    """Importing the modules of places reads no table, so that the command line starts at once."""
    program = (
        "from advisories.geo import countries, firs, places\n"
        "assert firs._codes.cache_info().currsize == 0\n"
        "assert firs._names.cache_info().currsize == 0\n"
        "assert countries._names.cache_info().currsize == 0\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])


@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    """Hostile text never raises: it is a known region or it is none."""
    assert firs.by_name(text) is None or isinstance(firs.by_name(text), Fir)
    assert firs.by_code(text) is None or isinstance(firs.by_code(text), Fir)
    assert firs.wildcard(text) is None or isinstance(firs.wildcard(text), str)
    assert firs.of_country(text) == () or text.strip().upper() in iso3166.countries_by_alpha2


@given(st.sampled_from(ALL), st.sampled_from([" ", "-", "–", "\n", "  "]), st.booleans())
def test_layout_does_not_change_the_region(fir: Fir, gap: str, shout: bool) -> None:
    """Case, dashes and white space never change which region a name means."""
    name = re.sub(r"[ -]", gap, fir.name)
    assert firs.by_name(name.upper() if shout else name.lower()) is firs.by_name(fir.name)
