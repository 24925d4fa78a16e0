"""The command that checks everything the program needs, and says what to mend: doctor."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import click
import msgspec

from advisories.cli.workspace import Workspace, with_workspace
from advisories.digest.inert import line
from advisories.errors import AdvisoriesError, InputError
from advisories.fetch.roots import trusted_roots
from advisories.lease import WORK
from advisories.mail.named import password
from advisories.mail.smtp import SmtpTransport
from advisories.model import Failure, Response
from advisories.signs import free_bytes, may_ping
from advisories.sources.base import Source, State
from advisories.store import sqlite_file

LEAST_FREE: Final = 500_000_000
LEAST_ROOTS: Final = 10
EARLIEST: Final = datetime(2026, 1, 1, tzinfo=UTC)
OTHERS: Final = stat.S_IRWXO

Check = Callable[[], str]
"""Returns what is well, in words. Raises an error of ours that says what is not, and what to do."""


@click.command()
@click.option(
    "--online", is_flag=True, help="Also ask every source's host (robots.txt and one page) and the mail server."
)
@with_workspace
def doctor(work: Workspace, *, online: bool) -> None:
    """Check everything that the program needs, and say what to mend. Exit status 1 if anything is wrong.

    Settings, secrets, clock, TLS, store, archive, folders, disk, mail, and the faults on record.
    """
    wrong = 0
    for name, check in checks(work, online=online):
        try:
            click.echo(f"ok    {name}: {line(check(), 400)}")
        except AdvisoriesError as error:
            wrong += 1
            click.echo(f"WRONG {name}: {line(str(error), 400)}")
    sys.exit(1 if wrong else 0)


def checks(work: Workspace, *, online: bool) -> Iterator[tuple[str, Check]]:
    """Yield every check with its name; where the settings are broken, nothing else can be told."""
    yield "settings", partial(_settings, work)
    try:
        settings, sources = work.settings, work.sources
    except AdvisoriesError:
        return
    yield "secrets", partial(_secrets, work)
    yield "clock", partial(_clock, work)
    yield "TLS", _tls
    yield "store", partial(_store, work)
    there = _is_there(work)
    if there:
        yield "archive", partial(_archive, work)
    for name, folder in _folders(work).items():
        yield f"{name} folder", partial(_folder, folder)
        yield f"{name} disk", partial(_disk, folder)
    yield "mail", partial(_mail, work, online=online)
    if settings.run.ping:
        yield "ping", partial(_ping, work, online=online)
    if there:
        yield "faults", partial(_faults, work)
    if online:
        for source in sources:
            yield source.name, partial(_host, work, source)


def _folders(work: Workspace) -> dict[str, Path]:
    """Return every folder that is written to, by what it holds."""
    settings = work.settings
    folders = {
        "archive": work.archive_folder,
        "site": work.site_folder,
        "digest": work.folder / settings.digest.folder,
    }
    file = sqlite_file(work.store_url)
    if file is not None:
        folders["store"] = file.parent
    if settings.run.metrics:
        folders["metrics"] = (work.folder / settings.run.metrics).parent
    if settings.delivery.recipients and settings.delivery.transport == "folder":
        folders["outbox"] = work.folder / settings.delivery.folder
    return folders


def _settings(work: Workspace) -> str:
    settings = work.settings
    names = ", ".join(source.name for source in work.sources)
    where = str(work.config) if work.config else "defaults (no settings file)"
    contact = "" if settings.fetch.contact else "; no contact is set: publishers cannot reach you"
    return f"{where}; sources: {names}{contact}"


def secret_files(settings: msgspec.Struct) -> Iterator[str]:
    """Yield the path of every file that the settings name as holding a secret: those of keys that end in `_file`.

    A `ca_file` holds certificates, which are public.
    """
    for name in settings.__struct_fields__:
        value = getattr(settings, name)
        if isinstance(value, msgspec.Struct):
            yield from secret_files(value)
        elif name.endswith("_file") and name != "ca_file" and value:
            yield str(value)


def _secrets(work: Workspace) -> str:
    files = list(secret_files(work.settings))
    for name in files:
        path = work.folder / name
        try:
            mode = path.stat().st_mode
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from None
        if mode & OTHERS:
            raise InputError(f"{path}: holds a secret and is open to everybody on this machine: chmod o= {path}")
    return f"{len(files)} files, closed to others" if files else "the settings name none"


def _clock(work: Workspace) -> str:
    shown = f"{work.now:%Y-%m-%d %H:%MZ}"
    if work.now < EARLIEST:
        raise InputError(f"the clock shows {shown}: set it right, every time in the store depends on it")
    if _is_there(work):
        with work.open_store() as store:
            last, holder = store.last_run(), store.operation.holder(WORK)
        latest = max((at for at in (last, holder.beat_at if holder else None) if at), default=work.now)
        if latest > work.now + timedelta(minutes=1):
            raise InputError(
                f"the clock shows {shown}, but the last sign of work is dated {latest:%Y-%m-%d %H:%MZ}: was it set "
                "back? Nothing is read before the clock has passed that"
            )
    return shown


def _tls() -> str:
    roots = trusted_roots()
    if roots < LEAST_ROOTS:
        raise InputError(f"{roots} certificate authorities are trusted: no host could be (SSL_CERT_FILE, SSL_CERT_DIR)")
    return f"{roots} certificate authorities are trusted"


def _is_there(work: Workspace) -> bool:
    """Return whether there is a store, or one that only asking can tell of."""
    file = sqlite_file(work.store_url)
    return file is None or file.is_file()


def _store(work: Workspace) -> str:
    if not _is_there(work):
        return f"none yet at {sqlite_file(work.store_url)}: `advisories once` makes it"
    with work.open_store() as store:
        store.check()
        last = store.last_run()
    return f"whole; last run {last:%Y-%m-%d %H:%MZ}" if last else "whole; nothing read yet"


def _archive(work: Workspace) -> str:
    """Compare the archive's files with what the store vouches for; their records are compared by `verify`."""
    with work.open_store() as store:
        vouched = store.archived()
    for name, length in vouched.items():
        path = work.archive_folder / name
        try:
            size = path.stat().st_size
        except FileNotFoundError:
            raise InputError(f"{path}: gone, and the store leads to it: restore it from a backup") from None
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror}") from None
        if size < length:
            raise InputError(f"{path}: {size:,} bytes, and the store vouches for {length:,}: restore it from a backup")
    return f"{len(vouched)} files reach as far as the store vouches for; `advisories verify` compares every record"


def _folder(folder: Path) -> str:
    probe = folder / ".probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror}") from None
    return f"{folder} can be written"


def _disk(folder: Path) -> str:
    free = free_bytes(folder)
    if free < LEAST_FREE:
        raise InputError(f"{folder}: {free / 1e6:.0f} MB free: expected at least {LEAST_FREE / 1e6:.0f} MB")
    return f"{free / 1e9:.1f} GB free"


def _mail(work: Workspace, *, online: bool) -> str:
    delivery = work.settings.delivery
    if not delivery.recipients:
        return "the settings name no recipients"
    to = f"{len(delivery.addresses)} recipients by {delivery.transport}"
    if delivery.transport == "sendmail" and not shutil.which(delivery.sendmail.command[0]):
        raise InputError(f"{delivery.sendmail.command[0]}: no such program, or it may not be started")
    if delivery.transport == "smtp":
        if delivery.smtp.username:
            password(delivery.smtp, work.folder, os.environ)
        if online:
            transport = work.transport()
            assert isinstance(transport, SmtpTransport)
            said = transport.reach()
            if said:
                raise InputError(said)
            to += "; the server answers" + (" and lets us in" if delivery.smtp.username else "")
    return to


def _ping(work: Workspace, *, online: bool) -> str:
    """Look the host up where that is asked for; it is not called: that would say that all is well."""
    where = f"; {may_ping(work.settings.run)} may be called" if online else ""
    return f"an address is set; it is called after each healthy pass{where}"


def _faults(work: Workspace) -> str:
    with work.open_store() as store:
        wrong = [fault for fault in store.operation.faults() if fault.over_at is None]
    if wrong:
        words = "; ".join(f"{fault.kind} since {fault.since:%Y-%m-%d %H:%MZ}: {fault.words}" for fault in wrong)
        raise InputError(words)
    return "none on record"


def _host(work: Workspace, source: Source) -> str:
    request = source.requests(work.now, State())[0]
    with work.open_fetcher() as fetcher:
        answer = fetcher.fetch(request, None)
    if isinstance(answer, Failure):
        raise InputError(answer.reason)
    size = f", {len(answer.body):,} bytes" if isinstance(answer, Response) else ""
    return f"reached{size}; robots.txt lets us read it"
