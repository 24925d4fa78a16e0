"""`python -m advisories.notam FILE…`: NOTAM text to JSON lines."""

from __future__ import annotations

from datetime import datetime
from typing import TextIO

import click
import msgspec

from advisories import times
from advisories.errors import InputError
from advisories.notam.lines import read_lines


class _Time(click.ParamType[datetime]):
    """A time in ISO 8601; UTC where it names no zone."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the time as aware UTC."""
        try:
            return value if isinstance(value, datetime) else times.iso(str(value))
        except InputError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("files", nargs=-1, type=click.File(encoding="utf-8", errors="replace"))
@click.option("--from", "begin", type=_Time(), help="Print the periods after this time (ISO 8601, UTC).")
@click.option("--to", "end", type=_Time(), help="Print the periods before this time (ISO 8601, UTC).")
def main(files: tuple[TextIO, ...], begin: datetime | None, end: datetime | None) -> None:
    """Read NOTAMs (plain text, or JSON lines with "id" and "text") and print one JSON object for each."""
    if (begin is None) != (end is None):
        raise click.UsageError("--from and --to are given together")
    window = (begin, end) if begin is not None and end is not None else None
    for file in files or (click.open_file("-", encoding="utf-8", errors="replace"),):
        for notam in read_lines(file, window=window):
            click.echo(msgspec.json.encode(notam).decode())


if __name__ == "__main__":
    main()
