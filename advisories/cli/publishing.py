"""Commands that publish: digest, site."""

from __future__ import annotations

import functools
import http.server
import sys
from email import message_from_bytes, policy
from pathlib import Path

import click

from advisories import publish
from advisories.cli.workspace import Workspace, shared_options, with_workspace
from advisories.errors import InputError
from advisories.times import spoken


@click.group()
@shared_options
def digest() -> None:
    """The digest: what was not read, what changed, what is in force."""


@digest.command()
@click.option(
    "--eml", is_flag=False, flag_value="-", metavar="FILE", help="The whole message, to a file or standard output."
)
@click.option(
    "--html", is_flag=False, flag_value="-", metavar="FILE", help="The HTML part, to a file or standard output."
)
@with_workspace
def preview(work: Workspace, eml: str | None, html: str | None) -> None:
    """Print the digest as it would be issued now: everything since the last edition. Issues nothing."""
    if eml and html:
        raise click.UsageError("choose one of --eml and --html")
    now = work.known_at or work.now
    with work.open_store() as store:
        publication = work.publication(None)
        _, message = publish.compose(publish.preview(store, publication, now, as_of=work.as_of), publication)
    if eml:
        _put(eml, message)
    elif html:
        _put(html, part(message, "html").encode())
    else:
        click.echo(part(message, "plain"), nl=False)


def part(message: bytes, kind: str) -> str:
    """Return the text (`plain`) or HTML (`html`) part of a message."""
    for body in message_from_bytes(message, policy=policy.default).walk():
        payload = body.get_payload(decode=True)
        if body.get_content_type() == f"text/{kind}" and isinstance(payload, bytes):
            return payload.decode("utf-8").replace("\r\n", "\n")
    return ""


def _put(where: str, data: bytes) -> None:
    if where == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        Path(where).write_bytes(data)
    except OSError as error:
        raise InputError(f"{where}: cannot be written: {error.strerror}") from None


@digest.command("issue")
@with_workspace
def issue_command(work: Workspace) -> None:
    """Issue an edition now: freeze everything since the last one, and write its message."""
    with work.open_store() as store:
        edition, path = publish.issue_as_file(store, work.publication(None), work.now)
    click.echo(f"edition {edition.number}, {spoken(edition.at)}: {path}")


@click.command("site")
@click.option("--serve", is_flag=True, help="Serve the site on this machine until interrupted.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--all", "everything", is_flag=True, help="Make every page anew, those of the past among them.")
@with_workspace
def site(work: Workspace, port: int, *, serve: bool, everything: bool) -> None:
    """Build the static site from the store, and switch to it."""
    with work.open_store() as store, work.open_archive(store) as archive:
        publication, now = work.publication(archive), work.known_at or work.now
        release = publish.build_site(store, publication, now, everything=everything)
    click.echo(f"site: {release}")
    if serve:
        _serve(work.site_folder / "current", port)


def _serve(folder: Path, port: int) -> None:
    """Serve a folder on 127.0.0.1. Raises `InputError` where the port is taken."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise InputError(f"port {port}: {error.strerror}") from None
    with server:
        click.echo(f"http://127.0.0.1:{server.server_address[1]}/  (Ctrl-C ends)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("")
