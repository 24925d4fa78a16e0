"""The words that turn positions into shapes. Patterns only, all of them bounded; each says which wording it takes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from advisories.geo.shapes import Length


class Signs:
    """A few plain words, of which one must stand where something is worded; they are looked for first, being cheap."""

    __slots__ = ("signs",)

    def __init__(self, *signs: str) -> None:
        self.signs = signs

    def among(self, text: str, start: int, end: int) -> bool:
        """Return whether one of the words stands within a stretch of a text."""
        stretch = text[start:end]
        for sign in self.signs:  # noqa: SIM110 (a generator for `any` takes longer than the search)
            if sign in stretch:
                return True
        return False


class Signed(Signs):
    """A pattern that can match only where one of a few plain words stands."""

    __slots__ = ("pattern",)

    def __init__(self, pattern: str, *signs: str) -> None:
        super().__init__(*signs)
        self.pattern = re.compile(pattern)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in a text."""
        for sign in self.signs:
            if sign in text:
                return self.pattern.search(text)
        return None

    def search_between(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Return the first match within a stretch of a text."""
        return self.pattern.search(text, start, end) if self.among(text, start, end) else None


_UNIT: Final = r"(?:NMI?|N\.M\.|NAUTICAL\s?MILES?|MILES?|MN|KMS?|KILOMET(?:RE|ER|RO)S?|MTRS?|MTS?|MET(?:RE|ER|RO)S?|M|FT|FEET|SM|STATUTE\s?MILES?)"
NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})(?=\s?(?:M|FT)\b)|\d{1,5}(?:[.,]\d{1,4})?|[.,]\d{1,3})"
LENGTH: Final = rf"(?:{NUMBER}\s{{0,2}}-?{_UNIT}(?![A-Z])|{NUMBER}\s?(?:NM|KM|M)(?=CENT|FROM|OF\s|RADIUS))"
_RADIUS_WORD: Final = r"(?:RADIUS|RADII|RADIJ|PROMIEN\w{0,2}|YARI\s?CAP\w{0,4}|POLUMJER\w{0,2}|RAIDUS|RADUIS|RADIU|RAYON|RADIO|RAGGIO|RAIO|RDO|RAD)"
_FILL: Final = r"(?:\s|[:=,(\-]|OF|IS|DE|UP\s?TO|WITH|MAX(?:IMUM)?|ABOUT|APP?ROX(?:IMATELY)?|NOT\sEXCEEDING|A|THE){0,6}"

# How large: a length, and beside it the words that make it a radius, a half width ("side"), a width, a diameter.
# The number is looser than NUMBER here: a search for plain signs skips from one to the next.
_SIZE: Final = re.compile(
    rf"[0-9.,](?<![0-9.,]{{2}})[0-9.,]*+\s{{0,2}}-?(?:{_UNIT}(?![A-Z])|(?:NM|KM|M)(?=CENT|FROM|OF\s|RADIUS))"
)
_BEHIND: Final = re.compile(
    r"[\s\-]{0,3}(?:\([^)]{1,20}\)\s?)?(?:"
    r"(?P<side>OF\s(?:(?:THE|AN?|FLW|FOLLOWING)\s)?(?:STRAIGHT\s)?(?:ROUTE|TRACK|LINE|COURSE|CENT(?:RE|ER)\s?LINE)(?![A-Z])"
    r"|(?:(?:ON|TO)\s)?(?:EITHER|EACH|BOTH)\s{0,2}SIDES?|(?:TO\s)?(?:THE\s)?(?:LEFT|RIGHT)\s(?:AND|/)\s?(?:LEFT|RIGHT)(?![A-Z]))"
    r"|(?P<half>(?:(?:ON|TO)\s)?(?:THE\s)?(?:NORTH|SOUTH|EAST|WEST|LEFT|RIGHT|[NS][EW]|[NSEW])[A-Z]{0,7}\sSIDE\sOF\s(?:(?:THE|AN?|FLW)\s)?(?:STRAIGHT\s)?(?:LINE|TRACK|ROUTE)(?![A-Z]))"
    r"|(?P<width>WIDE|(?:IN\s)?WIDTH)|(?P<across>(?:IN\s)?DIAMETER)"
    rf"|(?P<radius>(?:(?:OF|IN|DE|A)\s)?(?:{_RADIUS_WORD}|CIRCLE)(?![A-Z])|\.\sRADIUS(?=\s(?:CENT|OF\s|AROUND))|(?:AROUND|ARND|AUTOUR|ALREDEDOR))"
    r"|(?P<about>(?:OF|ON\sPSN|PSN|FM|FROM|AROUND|ARND|ABOUT|CENT|CERCA|AUTOUR|[NS]?\d{4})))"
)
_BEFORE: Final = re.compile(
    rf"(?:(?P<side>(?:EITHER|EACH|BOTH)\s{{1,2}}SIDES?\s{{0,2}}(?:OF|BY|WITH|AT)?)|(?P<width>WIDTH{_FILL})|(?P<across>DIAMETER{_FILL})"
    rf"|(?P<radius>(?<![A-Z])(?:{_RADIUS_WORD}(?![A-Z])|R\s?[=:]|R){_FILL})"
    r"|(?P<about>(?<![A-Z])(?:WI|WITHIN|CIRCLE(?:\sOF)?|CERCLE\sDE|CIRCULO\sDE)(?:\sA)?))\s{0,3}$"
)
# What is measured beside a line: to both sides, to one side ("half"), from edge to edge.
_BESIDE: Final = ("side", "half", "width")
# A diameter that small is a balloon's or a tank's, not that of an area.
_BALLOON_M: Final = 30.0
_FIGURE: Final = re.compile(r"\d{1,5}(?:[.,]\d{1,4})?|[.,]\d{1,4}")
_LENGTH_PARTS: Final = re.compile(rf"({NUMBER})\s{{0,2}}-?({_UNIT})")
ANY_LENGTH: Final = re.compile(rf"(?<![\d.]){LENGTH}")

# What measures a corridor's side or width.
SIDES: Final = Signs("SIDE", "WID", "ROUTE", "TRACK", "LINE", "COURSE", "LEFT", "RIGHT")
CENTRE: Final = re.compile(
    r"SREDISCE|MERKEZ|CENT(?:ER|RE|RO|RAD)[A-Z]{0,3}(?![A-Z])|CNTR(?:E?D)?(?![A-Z])|CENTRD|CETNRE|CENTRTED"
)
ARC: Final = Signed(
    r"(?<![A-Z])(?:ARCO?|CW|CCW|ACW)(?![A-Z])|CLOCK-?\s?WISE|CIRCUMFERENCE|SEMI-?CIRCLE|RETROGRADE|SENS HORAIRE|SENTIDO",
    *("ARC", "CW", "CLOCK", "CIRC", "RETRO", "SEN"),
)
COUNTER: Final = re.compile(
    r"(?:ANTI|COUNTER|CONTRA)[\s\-]{0,2}CLOCK-?\s?WISE|(?<![A-Z])(?:CCW|ACW)(?![A-Z])|ANTI-?HORA|INVERSE|SENS TRIGO"
)
CLOCKWISE: Final = re.compile(r"CLOCK-?\s?WISE|(?<![A-Z])CW(?![A-Z])|RETROGRADE|HORAIRE|HORARIO")
CLOSE: Final = Signed(
    r"(?:POINT|PLACE|PSN)\s?(?:OF\s?)?(?:THE\s?)?(?:ORIGIN|BEGINNING|START|COMMENCEMENT|DEPARTURE)"
    r"|(?:TO|BACK|RETURN\w{0,3}|UNTIL|TILL)[\s\-]{1,3}(?:TO\s)?(?:THE\s)?(?:ITS\s)?(?:ORIGIN|BEGINNING|START|ORIGEN|INITIAL|FIRST|STARTING)"
    r"|PUNTO\s(?:DE\s)?(?:ORIGEN|PARTIDA|INICIAL)|POINT\s(?:DE\s)?(?:DEPART|INITIAL)|PONTO\s(?:DE\s)?ORIGEM",
    *("ORIG", "BEGIN", "START", "COMMENC", "DEPART", "INITIAL", "FIRST", "PARTIDA", "INICIAL"),
)
BORDER: Final = re.compile(
    r"(?<![A-Z])(?:ALONG|FOLLOWING|FOLLOWS?)\s(?!THE\sARC|AN?\sARC|ARC\sOF|(?:THE\s)?(?:POINT|COORD|POSITION|PSN|AREA|ROUTE))[A-Z]"
    r"|BORDER|FRONTIER|FRONTERA|COAST|SHORE|BDRY|TERRITORIAL\s(?:SEAS?|WATERS?)(?![A-Z])|(?:STATE|TERRITOR\w{1,3}|FIR|UIR|TMA|CTR|CTA|NATIONAL|COUNTRY)\s{0,2}(?:BOUNDAR|LIMIT)"
    r"|(?<![A-Z])BOUNDARY(?![A-Z])|MEDIAN\sLINE"
)
# A border is the edge of an area, whatever else is said; a river or an airway may be followed by a route.
FRONTIER: Final = re.compile(r"BORDER|FRONTIER|FRONTERA|COAST|SHORE|BDRY|BOUNDAR")
# Between two positions of one list: signs, counters, small words, remarks in parentheses.
_SMALL: Final = frozenset(
    re.findall(
        r"\w+",
        "TO AND THEN THENCE THAN NEXT UNTIL TILL UP Y ET AU AL FM FROM BTN BETWEEN DIRECT DIRECTLY STRAIGHT LINE LINES BY THE IN OF"
        " ON AT POINT POINTS PT PTS PSN POS POSITION COORD COORDS COORDINATE COORDINATES VERTEX CORNER NORTH SOUTH EAST WEST NE NW SE"
        " SW BACK RETURN NORTHWARD SOUTHWARD EASTWARD WESTWARD NORTHWARDS SOUTHWARDS EASTWARDS WESTWARDS DUE LAT LATITUDE WPT GEO WGS WGS84"
        " NR NO RUN RUNNING CONTINUE CONTINUING JOINING SUCCESSIVELY SUCCESSIVE SUCESSIVELY FOLLOWED THEREAFTER GREAT CIRCLE ARCS",
    )
)
_WORD: Final = re.compile(r"[^\W_]+")
_COUNTER: Final = re.compile(r"(?:AND)?[A-Z]{0,2}\d{1,3}(?:ST|ND|RD|TH)?|[A-Z]|[IVX]{1,5}")
_POINT_NAME: Final = re.compile(r"[A-Z]{5}|VOR|DME|NDB|VORTAC|TACAN|[A-Z]{3}")
_LABEL: Final = re.compile(r"\s{0,3}[,;]\s{0,3}[A-Z][A-Z'\s]{2,40}(?:\s?\([A-Z' ]{2,30}\))?\s{1,3}")
# Words that lead on to the next corner are not its name.
_LEADING: Final = re.compile(
    r"(?<![A-Z])(?:THEN|ALONG|FOLLOW|LINE|ARC|CW|CCW|ACW|CLOCK|ANTI|COUNTER|BY|VIA|UNTIL|TILL|TO|FROM|FM|CENT|RADI|BORDER|LIMIT|COAST|SHORE)"
)
_NO_NAME: Final = frozenset(
    re.findall(r"\w+", "ALPHA BRAVO DELTA HOTEL INDIA OSCAR ROMEO TANGO THREE SEVEN EIGHT RADAR AREAS LIMIT POINT ALSO")
)
_REMARK: Final = re.compile(r"\([^()]{0,120}\)")
_COORDINATE_LIKE: Final = re.compile(r"(?<![A-Z])[NSEW]?[\dO]{4,9}[NSEWI]{0,2}(?:[.,]\d{1,4}[NSEW]?)?(?![A-Z0-9])")
_FIGURES: Final = re.compile(r"[0-9O]{4}")
SIGNS: Final = " \n\r\t-,;:./"

# The first two letters of what follows, so that the search passes over most others at once.
_AREA_OPENS: Final = r"(?=A[IRS]|B[DO]|C[LO]|DE|E[NX]|F[LO]|GE|HO|IN|JO|L[AI]|PO|QU|RE|S[AEQ]|TR|WI|ZO)"
# The wording that makes positions a ring, whatever else is said.
AREA: Final = re.compile(
    rf"{_AREA_OPENS}(?:"
    r"(?<![A-Z])BOUND(?:ED|ARY|ARIES|ING|)(?![A-Z])|BDRY|ENCLOSED|CONTAINED|(?:LATERAL|HORIZONTAL|GEOGRAPHICAL?)\s(?:LIM|BOUND|EXTEN)|LIMITED\sBY|DELIMIT|(?:LIMITS?|EXTENT)\s?:"
    r"|(?<!LINE\s)(?<!LINES\s)(?<!SEGMENTS\s)DEFINED\s(?:AS|BY|WI)|POLYGON|QUADRI|TRIANGLE|RECTANG|TRAPEZ|SQUARE|LINES?\s{1,3}(?:JOINING|CONNECTING|LINKING)|JOINING|POLIGON|LIMITE"
    r"|(?<![A-Z])(?:AREAS?|ZONES?|ZONAS?|REGION|AIRSPACE|SECTOR)(?:\s?(?:NR|NO)?\.?\s?['\"(]?[A-Z0-9\-]{1,6}['\")]?)?\s{0,3}(?:[:=\-]|AS\s(?:FLW|FOLLOW)|WI(?:THIN)?(?![A-Z])|BTN|BETWEEN|OF\s(?:FLW|FOLLOW|COORD))"
    r"|(?<![A-Z])(?:WI|WITHIN|INTO|IN)\s{1,2}(?:THE\s|AN\s|A\s|FLW\s|FOLLOWING\s|SAID\s){0,3}(?:DANGER\s|PROHIBITED\s|RESTRICTED\s)?(?:AREAS?|ZONES?|AIRSPACE|REGION|LIMITS|BOUNDAR)(?![A-Z])"
    r"|(?:FLW|FOLLOWING)\s{1,2}(?:DANGER\s|PROHIBITED\s|RESTRICTED\s)?(?:AREAS?|ZONES?|AIRSPACE)(?![A-Z])"
    r"|(?<![A-Z])SAHA(?:SI|LAR)?(?![A-Z])|(?<![A-Z])(?:WI|WITHIN)\s{0,3}(?:THE\s|FLW\s|NXT\s|FOLLOWING\s|GEO\s|GEOGRAPHICAL\s){0,3}(?:COORD|POINTS|POSITIONS|PSN|$)|(?:CLD|ASH)\s[A-Z0-9/\s]{0,30}WI(?![A-Z]))"
)
WEAK_AREA: Final = re.compile(
    r"(?<![A-Z])(?:AREAS?|ZONES?|ZONA|REGION|AIRSPACE|WI|WITHIN|TSA|TRA|TDA|D-?AREA|SECTOR)(?![A-Z])"
    r"|(?<![A-Z0-9])(?!END|THR|RNP|OTR)[A-Z]{2}[DRP]-?\d{1,4}[A-Z]?(?![A-Z0-9/])|LIMIT|EXER|FRNG|FIRING|MIL(?:ITARY)?\s(?:ACT|FLT|OPS|FLYING)"
)
# What stands at single points, and what joins them without enclosing anything.
OBJECT: Final = re.compile(
    r"OBST|CRANE|GRUE|GRUA|TURBINE|EOLIENNE|WIND\s?(?:FARM|PARK|MILL)|MAST|TOWER|ANTENNA|PYLON|BUILDING|TREE|CHIMNEY|STACK|POLE(?![A-Z])|LGT|LIGHT|WPT|WAY\s?POINT"
    r"|HOLDING|NAVAID|VOR|DME|NDB|THR(?![A-Z])|THRESHOLD|STANDS?(?![A-Z])|HELIPORT|HELIPAD|ARP|CABLE|BEACON|DRILL|RIG(?![A-Z])|PLATFORM|ELEV"
)
ROUTE: Final = re.compile(
    r"(?<![A-Z])(?:ROUTES?|RTES?|DCT|VIA|TRACKS?|TRKS?|AWYS?|SEGMENTS?|ATS|FPL|REROUT\w{0,3}|ROUTING|FLYPAST|TRANSIT|LINE|CABLE|ROAD|RIVER|SID|STAR)(?![A-Z])"
)
# "NORTH OF FOLLOWING LINE:", "STRAIGHT LINE DEFINED BY": positions on a line that bounds nothing by itself.
LINE: Final = Signed(
    r"(?:(?:FLW|FOLLOWING|STRAIGHT|DIVIDING)\s{1,2}LINE"
    r"|(?:NORTH|SOUTH|EAST|WEST)\w{0,4}\s(?:PART\s|SECTOR\s|SEGMENT\s)?OF\s(?:THE\s|A\s)?(?:FLW\s|FOLLOWING\s|STRAIGHT\s)?LINE)(?![A-Z])"
    r"[^.]{0,60}$",
    "LINE",
)
# "PART OF AREA LI-TSA78B NORTH OF THE LINE": the part is not drawn, and the area is only named.
PART_OF_AREA: Final = re.compile(
    r"(?<![A-Z])PART\sOF\s(?:THE\s)?(?:(?:DANGER|RESTRICTED|PROHIBITED)\s)?(?:AREA\s)?([A-Z]{2}-?[A-Z]{1,3}-?\d{1,4}[A-Z]{0,2})(?![A-Z0-9])"
)
# "RESTRICTED AREA ACTIVATED STRAIGHT LINE DEFINED BY": a straight line all around the area.
ENCLOSING: Final = Signed(
    r"(?<![A-Z])(?:AREAS?|ZONES?|AIRSPACE)\s[A-Z\s]{0,40}(?<!OF\s)(?<!OF\sA\s)(?<!OF\sTHE\s)STRAIGHT\s{1,2}LINE(?![A-Z])[^.]{0,60}$",
    "STRAIGHT",
)
# "265NM RADIUS CENTERED AT … FL400-UNL, 218NM RADIUS AT FL250": further circles about the same centre.
RADIUS_AT: Final = "RADIUS AT "
AT_LEVEL: Final = re.compile(
    rf"({LENGTH})\s?RADIUS\sAT\s(FL\s?\d{{2,3}}|[\d,]{{2,6}}\s?(?:FT|M)(?:\s(?:AGL|AMSL|MSL))?)"
)
# "0.3NM RADIUS CLSD AS FLW: PSN … PSN …": one radius for all positions of the list.
LIST: Final = re.compile(r"(?<![A-Z])(?:FLW|FOLLOWING|PSNS|POSITIONS|POINTS|SITES)(?![A-Z])")
# Levels "FM CENTER TO 0.3NM" behind a lone arc: the area reaches from the arc to its centre.
FROM_CENTRE: Final = re.compile(r"(?<![A-Z])(?:FM|FROM)\s(?:THE\s)?CENT(?:ER|RE)(?![A-Z])")
EXCEPT: Final = Signed(
    r"(?<![A-Z])(?:EXC(?:EPT|L|LUDING|LUDES?|EPTING)?|OUTSIDE|EXCLUD\w{0,4})(?![A-Z])[^.;:]{0,30}$",
    *("EXC", "OUTSIDE"),
)
# "THENCE THE ARC … BETWEEN A - B", "ARC … FROM A TO B": the next position is where the arc begins.
BEGINS: Final = re.compile(r"(?<![A-Z])(?:BTN|BETWEEN|FM|FROM|STARTING|BEGINNING)(?![A-Z])")
JOINS: Final = re.compile(r"(?<![A-Z])(?:AND|TO)\s{1,3}(?:PSN\s{0,3}|POINT\s{0,3})?$")
AROUND: Final = re.compile(
    rf"(?:(?<![A-Z])(?:AROUND|ABOUT|RADIUS\s(?:OF|FM|FROM)|CIRCLE\sOF)|(?<![\d.]){LENGTH}\s(?:OF|FM|FROM))"
    r"\s{1,3}(?:PSN|POINT|POSITION|COORD)?\s{0,3}$"
)
BEARING_HINT: Final = Signed(
    r"AZM|AZIMUTH|BRG|BEARING|HDG|HEADING|TRACKS|SECTOR",
    *("AZM", "AZIMUTH", "BRG", "BEARING", "HDG", "HEADING", "TRACKS", "SECTOR"),
)
BEARINGS: Final = re.compile(
    r"(?:AZM|AZIMUTHS?(?:\sANGLES?)?|BRGS?|BEARINGS?|HDG|HEADINGS?|TRUE\sTRACKS?|SECTOR(?:\sBTN)?(?:\s(?:RADIALS?|RDLS?|QDR))?)\s{0,2}[:=]?\s{0,2}(?:FM\s|FROM\s|BTN\s|BETWEEN\s|OF\s)?R?-?"
    r"(\d{1,3}(?:[.,]\d{1,2})?)\s?(?:DEG(?:REES)?|°|T)?\s{0,2}(?:-|TO|AND|UP\sTO|THRU|CLOCKWISE\sTO|CW\sTO)\s{0,2}(?:AZM\s|BRG\s|R-?|RDL\s?)?(\d{1,3}(?:[.,]\d{1,2})?)\s?(?:DEG|°|(?![\d.,]))"
)
RING_RANGE: Final = re.compile(
    rf"(?:BTN|BETWEEN|FM|FROM)\s{{1,2}}({NUMBER}\s?{_UNIT}?)\s{{0,2}}(?:AND|TO|-|UP\sTO)\s{{0,2}}({LENGTH})"
)
# A sector's reach where no radius is worded: "DISTANCE 15KM", "OUT TO 10NM".
REACH: Final = re.compile(rf"(?<![A-Z])(?:DISTANCE|DIST|RANGE|(?:UP|OUT)\sTO|WITHIN|WI)\s?:?\s?({LENGTH})")
# "BETWEEN 5NM AND 10NM FROM", "RING 3NM TO 8NM CENTRED ON": all but what is too near.
ANNULUS: Final = re.compile(
    rf"(?<![A-Z])(?:BTN|BETWEEN|RING(?:\sOF)?|ANNULUS)\s{{1,2}}({NUMBER})\s?(?:NM|KM)?\s{{0,2}}(?:AND|TO|-)\s{{0,2}}({NUMBER}\s?(?:NM|KM))"
    rf"\s(?:{_RADIUS_WORD}\s)?(?:FROM|FM|OF|AROUND|CENT[A-Z]{{2,5}})(?![A-Z])[^.;]{{0,40}}$"
)
# "0.4 RADIUS OF PSN", "RADIUS 0.8": a radius whose unit or number cannot be read.
UNREAD_BEFORE: Final = re.compile(
    rf"(?<![A-Z])RADI(?:US|I)?(?![A-Z])(?![^A-Z0-9]{{0,6}}(?:OF\s)?{LENGTH})[^A-Z]{{0,12}}(?:[A-Z]{{1,8}}[\s:]{{1,3}}){{0,3}}$"
)
UNREAD_BEHIND: Final = re.compile(r"[^A-Z0-9]{0,6}(?:WITH\s|A\s|AND\s|IN\s)?[\d.,O]{0,6}\s?RADI(?:US|I)?(?![A-Z])")
_ID: Final = r"['\"(]{0,2}(?!\d{1,4}(?:NM|KM|M|FT)(?![A-Z]))([A-Z]{0,2}-?\d{1,4}[A-Z]{0,2}|[A-Z])(?!\.[A-Z])['\")]{0,2}"
NAME: Final = re.compile(
    rf"(?<![A-Z])(?<!FLYING\s)(?<!NIGHT\s)(?:AREA|ZONE|SECTOR|TSA|TRA|TDA|POLYGON|CIRCLE|PART|REGION)\s{{1,2}}(?:NR\.?|NO\.?|NUMBER)?\s?{_ID}(?![A-Z0-9])(?!\s(?:FLW|AREA))"
    r"|(?<![A-Z0-9\-])((?!GND|ENR|GEN|AND|THR|RNP|OTR|END0|C[A-XZ]|(?:ON|OF|IN|TO|BY|AT|FM|OR)\s)[A-Z]{2}[\s\-]?(?:D|R|P|TS|TR|TD|TSA|TRA)-?\d{1,4}[A-Z]{0,2})(?![A-Z0-9]|\.\d)"
)
# Without either of these there is no name; both are quick to miss.
DESIGNATED: Final = re.compile(r"\d(?:(?<=[DRPSA]\d)|(?<=[DRPSA]-\d))")
TITLED: Final = re.compile(
    r"(?:AREA|ZONE|SECTOR|TSA|TRA|TDA|POLYGON|CIRCLE|PART|REGION)\s(?:[\s\d'\"(\-N]|[A-Z](?![A-Z])|[A-Z]{2}[\d\-])"
)
ITEM: Final = re.compile(r"(?:^|\s|(?<![\s.][A-Z])\.)([0-9]{1,2}|[A-Z])[.)](?=\s|[A-Z](?!\.))")
_LEVEL: Final = r"(?:SFC|GND|UNL(?:IMITED|TD)?|FL\s?\d{2,3}|\d{1,3},\d{3}\s?(?:FT|M)|\d{2,5}\s?(?:FT|M)(?![A-Z]))(?:\s?\(?(?:AMSL|AGL|MSL|ASFC)\)?)?"
LEVELS: Final = Signed(
    rf"(?<![A-Z0-9])(?=[SGUF0-9])({_LEVEL})\s{{0,2}}(-|TO|/|UP\sTO)\s{{0,2}}({_LEVEL})", "-", "TO", "/"
)
NAMED_CENTRE: Final = re.compile(
    r"[\s\-,:]{0,4}(?:(?:OF|FROM|FM|AROUND|ABOUT|CENT(?:RE|ER)[A-Z]{0,2}(?:\s(?:ON|AT|OF))?)\s{1,3})([A-Z0-9][^.;()\n]{1,40}?(?:\.\d)?)(?=[.;,()\n]|\sSFC|$|\s\d)"
)
FIX: Final = re.compile(r"(?<![A-Z0-9])([A-Z]{3})(\d{3})(\d{3}(?:\.\d{1,2})?)(?![A-Z0-9])")
# A line that goes on to fixes behind its last position, or that begins at a navaid before its first.
ONWARD: Final = re.compile(
    rf"\s{{0,3}}(?:\([^()]{{0,60}}\)\s{{0,3}})?(?:(?:TO|AND|-)\s{{0,3}}{FIX.pattern}\s{{0,3}}(?:\([^()]{{0,60}}\)\s{{0,3}})?)+"
)
_FROM_NAVAID: Final = re.compile(
    r"(?<![A-Z])(?:FM|FROM|BTN|BETWEEN)\s([A-Z]{2,5}(?:\s(?:VOR|NDB|VORTAC|VOR/DME|TACAN))?)\s(?:TO|AND|-)\s$"
)

_UNITS: Final = {"N": "NM", "K": "KM", "F": "FT", "S": "SM"}


class Measured(NamedTuple):
    """A size found in words: `kind` is side, half, width or radius; `length` as printed; the span of the words."""

    kind: str
    length: Length
    start: int
    end: int


def number(words: str) -> float:
    """Return the first number in `words` ("5,9", ".65"); 0 where there is none."""
    match = _FIGURE.search(words)
    return float(match.group().replace(",", ".")) if match else 0.0


def length(words: str) -> Length:
    """Return the distance that `words` print ("5,9 NM", "1,330M", ".65NM")."""
    match = _LENGTH_PARTS.search(words)
    assert match is not None
    return _length(match)


def _length(parts: re.Match[str]) -> Length:
    figure, unit = parts.groups()
    head, comma, tail = figure.replace(",", ".").partition(".")
    short = "NM" if unit[:2] in ("MN", "MI") else _UNITS.get(unit[0], "M")
    # A distance in metres or feet has no thousandths: 1,330M and 1.500M are thousands.
    thousands = comma and len(tail) == 3 and head not in ("", "0") and short in ("M", "FT")
    return Length(value=float(head + tail) if thousands else float(f"{head or 0}.{tail or 0}"), unit=short)


def named(gap: str) -> bool:
    """Return whether what stands between two positions are names of points: KATAG, LAR VOR/DME."""
    if len(gap) > 160:
        return False
    spoken = [
        word for word in _WORD.findall(_REMARK.sub(" ", gap)) if word not in _SMALL and not _COUNTER.fullmatch(word)
    ]
    if not any(len(word) == 5 or word in ("VOR", "NDB", "VORTAC") for word in spoken) or len(spoken) > 12:
        return False
    return all(_POINT_NAME.fullmatch(word) and word not in _NO_NAME for word in spoken)


def fixes(said: str) -> list[str]:
    """Return the radials and distances of navaids (`ABC123010`) in a text, those in parentheses left out."""
    return [match.group() for match in FIX.finditer(_REMARK.sub(" ", said))]


def only_named(lead: str) -> list[str]:
    """Return the points before a line's first position that are only named: fixes, or the navaid it begins at."""
    found = fixes(lead)
    match = _FROM_NAVAID.search(lead)
    return [*found, match[1]] if match and not found else found


def labelled(gap: str) -> bool:
    """Return whether all between two positions of an area is the name of the second: `, KEILIR `."""
    return len(gap) <= 70 and _LABEL.fullmatch(gap) is not None and _LEADING.search(gap) is None


def bordering(gap: str) -> bool:
    """Return whether what stands between two positions begins an edge along something named."""
    match = BORDER.search(_REMARK.sub("", gap))
    return match is not None and match.start() <= 60


@lru_cache(maxsize=4096)
def light(gap: str) -> bool:
    """Return whether what stands between two positions only joins them: signs, counters, small words, remarks."""
    if not gap.strip(SIGNS):
        return True
    if len(gap) > 200:
        return False
    words = _WORD.findall(_REMARK.sub(" ", gap))
    return len(words) <= 10 and all(word in _SMALL or _COUNTER.fullmatch(word) for word in words)


def broken(gap: str) -> bool:
    """Return whether all that keeps two positions apart is a third that could not be read."""
    if not _FIGURES.search(gap):
        return False
    rest, count = _COORDINATE_LIKE.subn(" ", gap)
    return 0 < count <= 4 and light(rest)


def measures(text: str, start: int, end: int) -> list[Measured]:
    """Return the sizes worded between `start` and `end` of `text`, in order."""
    found: list[Measured] = []
    for match in _SIZE.finditer(text, start, end):
        first, last = match.span()
        behind = _BEHIND.match(text, last, min(end + 4, len(text)))
        kind = behind.lastgroup if behind else None
        if behind is not None and kind != "about":
            last = behind.end()
        else:
            before = _before(text[max(start, first - 30) : first])
            if before is None or (before.lastgroup == "about" and kind != "about"):
                continue
            kind = before.lastgroup
            first -= before.end() - before.start()
        printed = match.group()
        parts = _LENGTH_PARTS.fullmatch(printed) or _LENGTH_PARTS.fullmatch(printed.lstrip(".,"))
        if parts is None:
            continue
        size = _length(parts)
        if kind == "across" and size.metres < _BALLOON_M:
            continue
        if kind in ("across", "width"):
            size = Length(value=size.value / 2, unit=size.unit)
        if size.value > 0:
            found.append(Measured(kind if kind in _BESIDE else "radius", size, first, min(last, end)))
    return found


def _before(said: str) -> re.Match[str] | None:
    """Return the words before a size that make it one, at the end of what is said."""
    at = said.rfind("RADIUS")
    if at >= 0 and (found := _BEFORE.search(said, at)):
        return found
    # All of these words have one of these in them; the search is slow to miss.
    if "R" in said or "WI" in said or "SIDE" in said or "CAP" in said:
        return _BEFORE.search(said)
    return None
