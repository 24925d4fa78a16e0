"""Country names: every publisher's spelling, and names in running text."""

from __future__ import annotations

import json
import time
from pathlib import Path

import iso3166
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.errors import InputError
from advisories.geo import countries

CODES = sorted(iso3166.countries_by_alpha2)
NAMES = [
    ("Iranian", "IR"),
    ("Venezuelan", "VE"),
    ("North Korea", "KP"),
    ("Korea, North", "KP"),
    ("Korea (North)", "KP"),
    ("KOREA&NORTH", None),
    ("Democratic People's Republic of Korea", "KP"),
    ("DEMOCRATIC PEOPLE’S REPUBLIC OF KOREA (DPRK)", None),
    ("DPRK", "KP"),
    ("North Korean", "KP"),
    ("Republic of Korea", "KR"),
    ("Korea", None),
    ("Burma", "MM"),
    ("Ivory Coast", "CI"),
    ("Côte d’Ivoire", "CI"),
    ("COTE D'IVOIRE", "CI"),
    ("Iran, Islamic Republic of", "IR"),
    ("Iran (Islamic Republic of)", "IR"),
    ("Islamic Republic of Iran", "IR"),
    ("Syrian Arab Republic", "SY"),
    ("Syria", "SY"),
    ("Russian Federation", "RU"),
    ("russia", "RU"),
    ("Libyan Arab Jamahiriya", "LY"),
    ("Democratic Republic of the Congo", "CD"),
    ("Congo (Kinshasa)", "CD"),
    ("Congo", "CG"),
    ("Congolese", None),
    ("Türkiye", "TR"),
    ("TURKIYE", "TR"),
    ("Turkey", "TR"),
    ("Viet Nam", "VN"),
    ("The Gambia", "GM"),
    ("the Netherlands", "NL"),
    ("Swaziland", "SZ"),
    ("Czech Republic", "CZ"),
    ("Macedonia", "MK"),
    ("Cape Verde", "CV"),
    ("East Timor", "TL"),
    ("UAE", "AE"),
    ("U.A.E.", "AE"),
    ("UK", "GB"),
    ("U.S.", "US"),
    ("USA", "US"),
    ("South Sudan", "SS"),
    ("South Sudanese", "SS"),
    ("Sudan", "SD"),
    ("Guinea Bissau", "GW"),
    ("Trinidad & Tobago", "TT"),
    ("St. Kitts & Nevis", "KN"),
    ("Kosovo", "XK"),
    ("Taiwan", "TW"),
    ("Palestine", "PS"),
    ("Bosnia-Herzegovina", "BA"),
    ("Zaire", "CD"),
    ("Gulf of Oman", None),
    ("Persian Gulf and Gulf of Oman", None),
    ("Central America", None),
    ("Pacific Ocean", None),
    ("Atlantis", None),
    ("", None),
    ("the", None),
    ("Iran" * 60, None),
]
MENTIONS = [
    ("Niger is not Nigeria", [("Niger", "NE"), ("Nigeria", "NG")]),
    ("Guinea, Equatorial Guinea and Papua New Guinea", "GN GQ PG"),
    ("the Gulf of Guinea off Guinea-Bissau", [("Guinea-Bissau", "GW")]),
    ("GUINEA, BISSAU", [("GUINEA", "GN")]),
    ("SUDAN AND SOUTH SUDAN", [("SUDAN", "SD"), ("SOUTH SUDAN", "SS")]),
    ("the part of FIR Muscat over the Gulf of Oman", []),
    ("Oman, the Sea of Oman", [("Oman", "OM")]),
    ("airspace of Iran, Islamic Republic of, and Iraq", [("Iran, Islamic Republic of", "IR"), ("Iraq", "IQ")]),
    ("Iran, Iraq, and Islamic Republic of\n   Afghanistan", "IR IQ AF"),
    ("Georgia, Jordan, Chad, Mali", "GE JO TD ML"),
    ("Lake Chad, the Niger Delta, the Jordan River, New Mexico, New Jersey, Atlanta, Georgia", ""),
    ("Democratic People’s Republic of Korea (DPRK)", [("Democratic People’s Republic of Korea", "KP"), ("DPRK", "KP")]),
    ("DEMOCRATIC PEOPLES REPUBLIC OF KOREA", "KP"),
    ("Korea (North)", [("Korea (North)", "KP")]),
    ("Korea", ""),
    ("the Republic of the Congo and the Democratic Republic of the Congo", "CG CD"),
    ("Sea of Japan and Japan", "JP"),
    ("Iran's and Iraq’s airspace", [("Iran", "IR"), ("Iraq", "IQ")]),
    ("Cote\ndʼIvoire", "CI"),
    ("Co\u0302te d'Ivoire", "CI"),
    ("Iranian, Russian and Syrian forces", ""),
    ("Malicious, Omani, Irang, Somaliland, Peruse", ""),
    ("tell us, contact us, CONTACT US", ""),
    ("the U.S., the US and the USA", "US US US"),
    ("lebanon LEBANON Lebanon", "LB LB LB"),
    ("St. Lucia, Trinidad & Tobago", "LC TT"),
    ("Venezuela and neighbouring airspace", "VE"),
    ("REPUBLIC-OF-YEMEN", [("REPUBLIC-OF-YEMEN", "YE")]),
    ("New South Wales, Port of Spain, South Georgia", "GS"),
]


@pytest.mark.parametrize(("text", "code"), NAMES)
def test_name_gives_the_code(text: str, code: str | None) -> None:
    """Official, common, former and publishers' names and demonyms give the ISO code; an ambiguous name gives none."""
    assert countries.by_name(text) == code


@pytest.mark.parametrize("code", CODES)
def test_code_and_name_lead_to_each_other(code: str) -> None:
    """Every ISO code has a common name that leads back to it, as does the ISO name, and both are found in a text."""
    name = countries.name(code)
    iso = iso3166.countries_by_alpha2[code]
    assert countries.name(code.lower()) == name
    assert countries.by_name(name) == countries.by_name(iso.name) == code
    assert countries.lookup(code.lower()) == countries.lookup(iso.alpha3) == countries.lookup(name) == code
    for text in (f"in {name};", f"in {iso.name.upper()};", f"IN {name.upper()}\nAND"):
        assert [found for _, _, found in countries.find(text)] == [code]


def test_no_spelling_means_two_countries() -> None:
    """No name or demonym of the table stands for two countries, and each row is of an ISO code."""
    owners: dict[str, str] = {}
    for alpha2, _, spellings, whole, demonyms in countries._rows():
        for spelling in (*spellings, *whole, *demonyms):
            assert owners.setdefault(countries._exact_key(spelling), alpha2) == alpha2, spelling


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_mentions_in_running_text(text: str, expected: list[tuple[str, str]] | str) -> None:
    """Country names are found whole, longest first, with their place in the text; seas and rivers are not mentions."""
    found = [(text[start:end], code) for start, end, code in countries.find(text)]
    if isinstance(expected, str):
        assert [code for _, code in found] == expected.split()
    else:
        assert found == expected


def test_demonyms_are_found_when_asked_for() -> None:
    """Adjectives are mentions only on request, and oceans that carry one are not."""
    text = "Iranian missiles over Iraq, the Indian Ocean, South Sudanese and Saudi Arabian airspace"
    assert [code for _, _, code in countries.find(text)] == ["IQ"]
    assert [code for _, _, code in countries.find(text, demonyms=True)] == ["IR", "IQ", "SS", "SA"]


@pytest.mark.parametrize("code", ["XX", "EU", "Iran", "", "Z" * 500])
def test_unknown_code_is_refused(code: str) -> None:
    """Asking for the name of what is no ISO code is an error that shows what was found."""
    with pytest.raises(InputError, match="ISO 3166 alpha-2"):
        countries.name(code)


def test_every_country_of_the_labels_is_known(material: Path) -> None:
    """Every country in the hand-made labels has a name that is found again in a text."""
    labels = (material / "gold" / "provisions-dev.jsonl").read_text(encoding="utf-8").splitlines()
    codes = {code for line in labels for provision in json.loads(line)["provisions"] for code in provision["countries"]}
    assert len(codes) >= 20
    for code in codes:
        assert [found for _, _, found in countries.find(f"AIRSPACE OF {countries.name(code).upper()}.")] == [code]


def test_labelled_countries_are_mentioned(material: Path) -> None:
    """Each country that a person labelled in a text is mentioned there, by name or adjective."""
    labels = (material / "gold" / "provisions-dev.jsonl").read_text(encoding="utf-8").splitlines()
    for document in map(json.loads, labels):
        labelled = {code for provision in document["provisions"] for code in provision["countries"]}
        mentioned = {code for _, _, code in countries.find(document["text"], demonyms=True)}
        assert labelled <= mentioned, document["id"]


def test_finding_takes_time_in_proportion() -> None:
    """Ten times a text of almost-names takes about ten times as long."""
    piece = "democratic people's republic of the united republic of "

    def seconds(count: int) -> float:
        started = time.process_time()
        assert countries.find(piece * count) == []
        return time.process_time() - started

    seconds(10)
    short = min(seconds(200) for _ in range(5))
    assert min(seconds(2000) for _ in range(3)) < 40 * short


@given(st.text(max_size=400))
def test_any_text_is_answered(text: str) -> None:
    """Hostile text never raises, and every mention lies in order inside the text."""
    assert countries.by_name(text) in {None, *CODES}
    assert countries.lookup(text) in {None, *CODES}
    end = 0
    for start, stop, code in countries.find(text, demonyms=True):
        assert end <= start < stop <= len(text)
        assert code in CODES
        end = stop


@given(st.lists(st.sampled_from(CODES), max_size=8), st.sampled_from(["; ", ". ", "/", " + "]))
def test_list_of_names_is_read_whole(codes: list[str], gap: str) -> None:
    """A list of country names gives the same countries in the same order, in upper and lower case alike."""
    text = gap.join(countries.name(code) for code in codes)
    assert [code for _, _, code in countries.find(text)] == codes
    assert [code for _, _, code in countries.find(text.upper())] == codes
