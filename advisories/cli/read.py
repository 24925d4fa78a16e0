"""The reading of official prose as a command: text in, one JSON object a line out."""

from __future__ import annotations

from typing import TextIO

import click

from advisories.reading.lines import read_lines

HELP = """Read what official texts tell whom about which airspace. Needs no settings and no store.

Input is JSON lines, each {"id", "issuer", "reference", "text"}: the issuer in any usual spelling (EASA, FAA, UK,
Germany); id and reference may be left out. Without a FILE, or for -, standard input is read.

\b
Each line out is an object with
  id          as given
  kind        measure, pointer, background or other
  applies_to  US, EU (EASA and third-country operators), another State's ISO code, or ALL
  provisions  force (prohibited, avoid, caution, information), instruction, legal_form, firs (as printed), resolved
              (with those known from names), countries, area, lower, upper (SFC, UNL, FL260, 25000FT AGL), partial,
              exceptions, exception_words, phases, sentence, span (characters of the text)
  threats     only what the text states
  supersedes  in the words of the text
  validity    start, end, end_kind, words
  unread      clauses that look operative and that no rule understood: then the text is not fully read

Levels that a text does not state are SFC and UNL, the strictest.
"""


@click.command("read", help=HELP)
@click.argument("file", nargs=-1, type=click.File(encoding="utf-8-sig", errors="replace"))
def read_command(file: tuple[TextIO, ...]) -> None:
    """Print the reading of every line of the files."""
    for each in file or (click.open_file("-", encoding="utf-8-sig", errors="replace"),):
        for line in read_lines(each):
            click.echo(line)
