"""One pass of publishing: the site as it now reads, and the edition that is due, frozen and written as a message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import msgspec

from advisories import digest, mail, mailboxes, site
from advisories.config import Settings
from advisories.deliver import Delivered, deliver
from advisories.errors import ConfigError, DeliveryError, RenderError
from advisories.known import Knowledge
from advisories.mail import letter
from advisories.mail.transport import Transport
from advisories.model import Evidence
from advisories.sources.base import Source
from advisories.store import Edition, Store
from advisories.store.outbox import Letter

Bring = Callable[[Evidence], bytes | None]


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """Where things are published, from which sources, under which settings. `archived` brings evidence back.

    Mail is queued for the settings' recipients.
    """

    sources: Sequence[Source]
    settings: Settings
    site_folder: Path
    digest_folder: Path
    archived: Bring | None = None


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What a pass made: the site's release, the messages written, and what was mailed where there is a transport."""

    release: Path
    messages: tuple[Path, ...] = ()
    delivered: Delivered | None = None


def publish(
    store: Store,
    publication: Publication,
    now: datetime,
    *,
    transport: Transport | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Published:
    """Issue the edition that is due at `now`, build the site that its mail leads to, then send what is due.

    Nothing is sent without a `transport`; `clock` times the sending (`now`, where there is none). Mail goes out even if
    the site cannot be built. Raises `StoreError`, `RenderError`, `DeliveryError`.
    """
    messages = []
    if due(publication.settings.digest.times, store.last_edition(), now):
        edition = issue(store, publication, now)
        messages.append(write_message(publication.digest_folder, edition))
    delivered = None
    try:
        release = build_site(store, publication, now)
    finally:
        if transport is not None:
            delivered = deliver(store, transport, publication.settings, clock or (lambda: now))
    return Published(release=release, messages=tuple(messages), delivered=delivered)


def due(times: Sequence[str], last: Edition | None, now: datetime) -> bool:
    """Return whether a digest time (`HH:MM`, UTC) has passed since the last edition. Raises `ConfigError`."""
    if last is None:
        return True
    return any(last.at < _latest(text, now) for text in times)


def _latest(text: str, now: datetime) -> datetime:
    """Return the latest moment, not after `now`, at which the clock showed `HH:MM` UTC."""
    hour, _, minute = text.partition(":")
    try:
        at = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    except ValueError:
        raise ConfigError(f"settings: digest.times: expected HH:MM (UTC), found {text!r}") from None
    return at if at <= now else at - timedelta(days=1)


def preview(store: Store, publication: Publication, now: datetime, *, as_of: datetime | None = None) -> Knowledge:
    """Return what the next edition would be made from: everything since the last one."""
    last = store.last_edition(now)
    moment = store.moment(now, as_of=as_of, known_at=now)
    after, since = (last.last_change, last.at) if last else (0, None)
    return store.knowledge(publication.sources, moment, after_change=after, since=since)


def compose(knowledge: Knowledge, publication: Publication) -> tuple[str, bytes]:
    """Return the subject and the whole message of a digest."""
    settings = publication.settings
    view = digest.view(knowledge, title=settings.digest.title, base_url=settings.site.url)
    sender = settings.digest.sender
    edition = knowledge.edition
    message = mail.compose(
        view,
        sender=sender,
        recipient=sender,
        base_url=settings.site.url,
        edition=edition,
        unsubscribe=_unsubscribe(settings),
    )
    return str(message["Subject"]), message.as_bytes()


def _unsubscribe(settings: Settings) -> str:
    """Return what List-Unsubscribe offers: what the settings say, else a mail to the sender; nothing without a list."""
    if not settings.delivery.recipients:
        return ""
    return (
        settings.delivery.unsubscribe
        or f"mailto:{quote(mailboxes.bare(settings.digest.sender), safe='@+')}?subject=unsubscribe"
    )


def issue(store: Store, publication: Publication, now: datetime) -> Edition:
    """Freeze the digest of everything since the last edition as the next one, and queue it for every recipient.

    Raises `StoreError` where another process has issued one meanwhile; then nothing is frozen or queued.
    """
    knowledge = preview(store, publication, now)
    subject, message = compose(knowledge, publication)
    edition = Edition(
        number=knowledge.edition,
        at=now,
        after_change=knowledge.since_change,
        last_change=knowledge.last_change,
        subject=subject,
        message=message,
    )
    store.issue(edition, [_letter(edition, recipient) for recipient in publication.settings.delivery.addresses])
    return edition


def _letter(edition: Edition, recipient: str) -> Letter:
    own = letter.head(edition.message, recipient=recipient, number=edition.number, at=edition.at)
    return Letter(recipient=recipient, head=own)


def write_message(folder: Path, edition: Edition) -> Path:
    """Write an edition's message as `edition-0001.eml`, whole or not at all. Raises `DeliveryError`."""
    path = folder / f"edition-{edition.number:04d}.eml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        partial.write_bytes(edition.message)
        partial.replace(path)
    except OSError as error:
        raise DeliveryError(f"{path}: the digest cannot be written: {error.strerror}") from None
    return path


def build_site(store: Store, publication: Publication, now: datetime) -> Path:
    """Build the site from all that is known at `now` and switch to it; return the release's folder. Raises `RenderError`."""
    moment = store.moment(now, known_at=now)
    days = [_day(store, publication, day, now) for day in store.days() if day <= now]
    try:
        release = site.build(
            publication.site_folder,
            knowledge=_shown(store, publication, now),
            histories=store.histories(moment),
            days=days,
            settings=publication.settings.site,
            title=publication.settings.digest.title,
            archived=publication.archived,
        )
    except OSError as error:
        words = error.strerror or error
        raise RenderError(f"site {publication.site_folder}: cannot be written: {words}") from None
    return Path(release.folder)


def _shown(store: Store, publication: Publication, now: datetime) -> Knowledge:
    """Return what the front page tells: the edition issued at `now`, else everything since the last one, unnumbered."""
    last = store.last_edition(now)
    if last is None or last.at < now:
        return msgspec.structs.replace(preview(store, publication, now), edition=0)
    before = store.last_edition(now - timedelta(microseconds=1))
    moment = store.moment(now, known_at=now)
    since = before.at if before else None
    told = store.knowledge(publication.sources, moment, after_change=last.after_change, since=since)
    return msgspec.structs.replace(told, edition=last.number)


def _day(store: Store, publication: Publication, day: datetime, now: datetime) -> Knowledge:
    end = min(day + timedelta(days=1) - timedelta(microseconds=1), now)
    moment = store.moment(now, as_of=end, known_at=end)
    return store.knowledge(publication.sources, moment, after_change=store.change_before(day), since=day)
