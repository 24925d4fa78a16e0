"""The NOTAM language as a command: text in, one JSON object for each NOTAM out."""

from __future__ import annotations

from datetime import datetime
from typing import TextIO

import click
import msgspec

from advisories.cli.workspace import TIME
from advisories.notam.lines import read_lines

HELP = """Read NOTAMs in any layout and print one JSON object for each, a line each. Needs no settings and no store.

Input is plain text, in which the NOTAMs are found, or JSON lines with "text" and an optional "id"; both may be mixed.
Without a FILE, or for -, standard input is read. What cannot be read is in "diagnostics"; nothing is guessed.

\b
Each object has all of these keys; what is not there is null, lists are empty, times are ISO 8601 UTC with Z:
  id                    as given, else the number; a second NOTAM of one input has #2 behind it
  number, nof           "A0012/25", "05/142", "2/1003"; the NOTAM office or US accountability
  type, replaces        N, R or C; the NOTAM that it replaces or cancels
  fir, qcode, subject, condition, traffic, purpose, scope     the qualifier line, its code in words
  lower_fl, upper_fl, center, radius_nm       the qualifier line: flight levels, [lon, lat], nautical miles
  locations             item A
  start, end, end_kind  items B and C; fixed, estimated, permanent, ufn or none
  schedule, schedule_understood, periods      item D; [start, end] pairs, at most 400
  text, lower, upper    items E, F, G; limits are {value, unit, datum}
  geometry, geometry_from, shapes             GeoJSON; text, qline or none; the shapes as described
  diagnostics           {code, item, message, start, end}, the span in characters of the input

A schedule that is not understood gives the whole validity as its one period: never "inactive".
"""


@click.command("notam", help=HELP)
@click.argument("file", nargs=-1, type=click.File(encoding="utf-8-sig", errors="replace"))
@click.option("--from", "begin", type=TIME, help="Print the periods after this time (UTC); needs --to.")
@click.option("--to", "end", type=TIME, help="Print the periods before this time (UTC); needs --from.")
def notam_command(file: tuple[TextIO, ...], begin: datetime | None, end: datetime | None) -> None:
    """Print the documented form of every NOTAM in the files."""
    if (begin is None) != (end is None):
        raise click.UsageError("--from and --to are given together")
    window = (begin, end) if begin is not None and end is not None else None
    for each in file or (click.open_file("-", encoding="utf-8-sig", errors="replace"),):
        for found in read_lines(each, window=window):
            click.echo(msgspec.json.encode(found))
