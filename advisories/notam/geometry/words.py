"""The words that turn positions into shapes. Patterns only, all of them bounded; each says which wording it takes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from advisories.notam.geometry import lengths


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
_NUMBERED: Final = re.compile(
    r"(?<![A-Z0-9])(?:\((\d{1,2}|[A-Z]|[IV]{1,4})\)|(\d{1,2}|[A-Z]|[IV]{1,4})[.):])[\s:\-]{0,3}$"
)
_ROMAN: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII")
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
    r"|(?<!LINE\s)(?<!LINES\s)(?<!SEGMENTS\s)DEFINED\s(?:AS|BY|WI)|(?<!FORMING\s)POLYGON|QUADRI|TRIANGLE|RECTANG|TRAPEZ|SQUARE|LINES?\s{1,3}(?:JOINING|CONNECTING|LINKING)|JOINING|POLIGON|LIMITE"
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
    rf"({lengths.LENGTH})\s?RADIUS\sAT\s(FL\s?\d{{2,3}}|[\d,]{{2,6}}\s?(?:FT|M)(?:\s(?:AGL|AMSL|MSL))?)"
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
    rf"(?:(?<![A-Z])(?:AROUND|ABOUT|RADIUS\s(?:OF|FM|FROM)|CIRCLE\sOF)|(?<![\d.]){lengths.LENGTH}\s(?:OF|FM|FROM))"
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
    rf"(?:BTN|BETWEEN|FM|FROM)\s{{1,2}}({lengths.NUMBER}\s?{lengths.UNIT}?)\s{{0,2}}(?:AND|TO|-|UP\sTO)\s{{0,2}}({lengths.LENGTH})"
)
# A sector's reach where no radius is worded: "DISTANCE 15KM", "OUT TO 10NM".
REACH: Final = re.compile(rf"(?<![A-Z])(?:DISTANCE|DIST|RANGE|(?:UP|OUT)\sTO|WITHIN|WI)\s?:?\s?({lengths.LENGTH})")
# "BETWEEN 5NM AND 10NM FROM", "RING 3NM TO 8NM CENTRED ON": all but what is too near.
ANNULUS: Final = re.compile(
    rf"(?<![A-Z])(?:BTN|BETWEEN|RING(?:\sOF)?|ANNULUS)\s{{1,2}}({lengths.NUMBER})\s?(?:NM|KM)?\s{{0,2}}(?:AND|TO|-)\s{{0,2}}({lengths.NUMBER}\s?(?:NM|KM))"
    rf"\s(?:{lengths.RADIUS_WORD}\s)?(?:FROM|FM|OF|AROUND|CENT[A-Z]{{2,5}})(?![A-Z])[^.;]{{0,40}}$"
)
# "0.4 RADIUS OF PSN", "RADIUS 0.8": a radius whose unit or number cannot be read.
UNREAD_BEFORE: Final = re.compile(
    rf"(?<![A-Z])RADI(?:US|I)?(?![A-Z])(?![^A-Z0-9]{{0,6}}(?:OF\s)?{lengths.LENGTH})[^A-Z]{{0,12}}(?:[A-Z]{{1,8}}[\s:]{{1,3}}){{0,3}}$"
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
    r"[\s\-,:]{0,4}(?:(?:OF|FROM|FM|AROUND|ABOUT|CENT(?:RE|ER)[A-Z]{0,2}(?:\s(?:ON|AT|OF))?)\s{1,3})([A-Z0-9][^.;()\n]{1,40}?(?:\.\d)?)(?=[.;,()\n]|\s:|\sSFC|$|\s\d)"
)
FIX: Final = re.compile(r"(?<![A-Z0-9])([A-Z]{3})(\d{3})(\d{3}(?:\.\d{1,2})?)(?![A-Z0-9])")
# A line that goes on to fixes behind its last position, or that begins at a navaid before its first.
ONWARD: Final = re.compile(
    rf"\s{{0,3}}(?:\([^()]{{0,60}}\)\s{{0,3}})?(?:(?:TO|AND|-)\s{{0,3}}{FIX.pattern}\s{{0,3}}(?:\([^()]{{0,60}}\)\s{{0,3}})?)+"
)
_FROM_NAVAID: Final = re.compile(
    r"(?<![A-Z])(?:FM|FROM|BTN|BETWEEN)\s([A-Z]{2,5}(?:\s(?:VOR|NDB|VORTAC|VOR/DME|TACAN))?)\s(?:TO|AND|-)\s$"
)


def numbered(lead: str) -> int | None:
    """Return the number of a list's item that a text ends with (`2.`, `(2)`, `B)`, `II.`), letters counted from A as 1001."""
    match = _NUMBERED.search(lead)
    if match is None:
        return None
    figure = match[1] or match[2]
    if figure.isdigit():
        return int(figure)
    return _ROMAN.index(figure) if figure in _ROMAN else 1000 + ord(figure) - ord("A") + 1


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
