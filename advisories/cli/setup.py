"""Commands that set up and describe: init, schema."""

from __future__ import annotations

from pathlib import Path

import click

from advisories.cli import documents
from advisories.cli.workspace import SETTINGS_FILE, Workspace, print_json, with_workspace
from advisories.config import example
from advisories.errors import InputError


@click.command()
@click.option("--force", is_flag=True, help="Replace a settings file that is there.")
@with_workspace
def init(work: Workspace, *, force: bool) -> None:
    """Write a settings file that explains every setting."""
    path = work.config or Path(SETTINGS_FILE)
    if path.exists() and not force:
        raise InputError(f"{path} is there already; --force replaces it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example(), "utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from None
    click.echo(f"wrote {path}; next: put your contact address in it, then `advisories once`")


@click.command()
@with_workspace
def schema(work: Workspace) -> None:
    """Print the JSON Schema (2020-12) of what commands print as JSON: export, changes, show, status, sources.

    A whole output is valid under the schema itself, one object of it under its definition, such as `#/$defs/Exported`.
    The lines that `notam` and `read` print are described in their own help.
    """
    del work
    print_json(documents.schema())
