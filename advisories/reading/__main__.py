"""`python -m advisories.reading`: JSON lines in, JSON lines out."""

from __future__ import annotations

import sys

import click

from advisories.errors import InputError
from advisories.reading.lines import read_lines


@click.command()
def main() -> None:
    """Read JSON lines (id, issuer, reference, text) and write what each text tells."""
    try:
        for line in read_lines(sys.stdin):
            click.echo(line)
    except InputError as error:
        raise click.ClickException(str(error)) from None


if __name__ == "__main__":
    main()
