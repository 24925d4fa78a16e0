"""One pass of publishing: the site as it now reads, and the edition that is due, frozen and written as a message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from advisories import digest, mail, site
from advisories.config import Settings
from advisories.errors import ConfigError, DeliveryError
from advisories.known import Knowledge
from advisories.model import Evidence
from advisories.sources.base import Source
from advisories.store import Edition, Store

Bring = Callable[[Evidence], bytes | None]


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """Where things are published, from which sources, under which settings. `archived` brings evidence back."""

    sources: Sequence[Source]
    settings: Settings
    site_folder: Path
    digest_folder: Path
    archived: Bring | None = None


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What a pass made: the site's release, and the messages written."""

    release: Path
    messages: tuple[Path, ...] = ()


def publish(store: Store, publication: Publication, now: datetime) -> Published:
    """Issue the edition that is due at `now`, then build the site. Raises `StoreError`, `RenderError`, `DeliveryError`."""
    messages = []
    if due(publication.settings.digest.times, store.last_edition(), now):
        edition = issue(store, publication, now)
        messages.append(write_message(publication.digest_folder, edition))
    return Published(release=build_site(store, publication, now), messages=tuple(messages))


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
    message = mail.compose(view, sender=sender, recipient=sender, base_url=settings.site.url, edition=edition)
    return str(message["Subject"]), message.as_bytes()


def issue(store: Store, publication: Publication, now: datetime) -> Edition:
    """Freeze the digest of everything since the last edition as the next one."""
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
    store.issue(edition)
    return edition


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
    """Build the site from all that is known at `now` and switch to it. Returns the release's folder."""
    moment = store.moment(now, known_at=now)
    days = [_day(store, publication, day, now) for day in store.days() if day <= now]
    release = site.build(
        publication.site_folder,
        knowledge=_shown(store, publication, now),
        histories=store.histories(moment),
        days=days,
        settings=publication.settings.site,
        title=publication.settings.digest.title,
        archived=publication.archived,
    )
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
