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
from advisories.errors import DeliveryError, RenderError, StoreError
from advisories.known import Knowledge
from advisories.mail import letter
from advisories.mail.transport import Transport
from advisories.model import Evidence
from advisories.sources.base import Source
from advisories.store import Edition, Moment, Store
from advisories.store.outbox import Letter
from advisories.times import iso

MADE_WHOLE = 5_000
"""Advisories ever seen up to which the page of each is looked at in every build."""
MADE_FIRST = 5_000
MADE_LATER = 100
"""Advisories listed no more that get their page in the first build of a larger store, and in each one after it."""
DAYS_FIRST = 14
"""Days that get their page in the first build of a larger store; each build after it makes one more."""

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
    messages = [*_left_behind(store, publication.digest_folder)]
    if due(publication.settings.digest.times, store.last_edition(), now):
        messages.append(issue_as_file(store, publication, now)[1])
    delivered = None
    try:
        release = build_site(store, publication, now)
    finally:
        if transport is not None:
            delivered = deliver(store, transport, publication.settings, clock or (lambda: now))
    return Published(release=release, messages=tuple(messages), delivered=delivered)


def due(times: Sequence[str], last: Edition | None, now: datetime) -> bool:
    """Return whether a digest time (`HH:MM`, UTC) has passed since the last edition."""
    if last is None:
        return True
    return any(last.at < _latest(text, now) for text in times)


def _latest(text: str, now: datetime) -> datetime:
    """Return the latest moment, not after `now`, at which the clock showed `HH:MM` UTC."""
    hour, _, minute = text.partition(":")
    at = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
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
    edition = _next(store, publication, now)
    _freeze(store, publication, edition)
    return edition


def issue_as_file(store: Store, publication: Publication, now: datetime) -> tuple[Edition, Path]:
    """Issue the next edition with its message as a file; return both. Raises `StoreError`, `DeliveryError`.

    The bytes are written first: where there is no room for them, nothing is frozen or queued either. A process that
    ends before the file has its name leaves that to the next pass.
    """
    edition = _next(store, publication, now)
    partial = _write(publication.digest_folder, edition)
    try:
        _freeze(store, publication, edition)
    except StoreError:
        partial.unlink(missing_ok=True)
        raise
    return edition, _named(partial)


def _next(store: Store, publication: Publication, now: datetime) -> Edition:
    knowledge = preview(store, publication, now)
    subject, message = compose(knowledge, publication)
    return Edition(
        number=knowledge.edition,
        at=now,
        after_change=knowledge.since_change,
        last_change=knowledge.last_change,
        subject=subject,
        message=message,
    )


def _freeze(store: Store, publication: Publication, edition: Edition) -> None:
    store.issue(edition, [_letter(edition, recipient) for recipient in publication.settings.delivery.addresses])


def _letter(edition: Edition, recipient: str) -> Letter:
    own = letter.head(edition.message, recipient=recipient, number=edition.number, at=edition.at)
    return Letter(recipient=recipient, head=own)


def write_message(folder: Path, edition: Edition) -> Path:
    """Write an edition's message as `edition-0001.eml`, whole or not at all. Raises `DeliveryError`."""
    return _named(_write(folder, edition))


def _write(folder: Path, edition: Edition) -> Path:
    """Write a message under the name of what is not finished, and return it."""
    partial = folder / f"edition-{edition.number:04d}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(edition.message)
    except OSError as error:
        raise DeliveryError(f"{partial}: the digest cannot be written: {error.strerror}") from None
    return partial


def _named(partial: Path) -> Path:
    path = partial.with_suffix(".eml")
    try:
        partial.replace(path)
    except OSError as error:
        raise DeliveryError(f"{path}: the digest cannot be written: {error.strerror}") from None
    return path


def _left_behind(store: Store, folder: Path) -> list[Path]:
    """Finish the message file of the last edition where a process ended before it had its name; return its path."""
    last = store.last_edition()
    if last is None or not (folder / f"edition-{last.number:04d}.part").exists():
        return []
    return [write_message(folder, last)]


def build_site(store: Store, publication: Publication, now: datetime, *, everything: bool = False) -> Path:
    """Build the site from all that is known at `now` and switch to it; return the release's folder. Raises `RenderError`.

    A day's page is made when something was read on it since the last release; in a store of many advisories, so are the
    pages of those listed no more, and the others keep theirs. What has no page yet gets it newest first, a few at a
    time. With `everything` all is made anew.
    """
    settings = publication.settings
    moment = store.moment(now, known_at=now)
    before = site.last(publication.site_folder, settings.site, settings.digest.title)
    if everything or (before is not None and before.known_at is not None and before.known_at > now):
        before = None
    change, newest, run = store.reach()
    whole = everything or newest <= MADE_WHOLE or not moment.latest
    marks = site.Marks(change=change, newest=newest, run=run)
    days = [_day(store, publication, day, now) for day in _days(store, before, now, whole=whole)]
    ids: tuple[int, ...] | None = None
    if not whole:
        ids, reached = _touched(store, moment, before, marks, days)
        marks = msgspec.structs.replace(marks, reached=reached)
    try:
        release = site.build(
            publication.site_folder,
            knowledge=msgspec.structs.replace(
                _shown(store, publication, now), moves=store.moves(moment, each=site.MOVES_OF_PLACE)
            ),
            histories=store.histories(moment, ids=ids),
            days=days,
            settings=settings.site,
            title=settings.digest.title,
            archived=publication.archived,
            extent=site.Extent(keep=not whole, marks=marks),
        )
    except OSError as error:
        words = error.strerror or error
        raise RenderError(f"site {publication.site_folder}: cannot be written: {words}") from None
    return Path(release.folder)


def _touched(
    store: Store, moment: Moment, before: site.Manifest | None, marks: site.Marks, days: Sequence[Knowledge]
) -> tuple[tuple[int, ...], int]:
    """Return the advisories whose pages are to be made, and from which id on all have one then.

    Those that the days name are among them, because the pages of the days link to theirs.
    """
    named = {one.advisory.reference for day in days for one in day.standings}
    last = before.marks if before else None
    since = last or msgspec.structs.replace(marks, reached=marks.newest + 1)
    return store.touched(
        moment,
        change=since.change,
        newest=since.newest,
        references=named.union(before.lasting if before else ()),
        below=since.reached,
        limit=MADE_LATER if last else MADE_FIRST,
    )


def _days(store: Store, before: site.Manifest | None, now: datetime, *, whole: bool) -> list[datetime]:
    """Return the days whose pages are to be made: since the last release, and one of those that have none yet."""
    if before is None or not before.days:
        days = [day for day in store.days() if day <= now]
        return days if whole else days[-DAYS_FIRST:]
    first, last = (iso(day) for day in (min(before.days), max(before.days)))
    found = {last, *store.days(before.marks.run if before.marks else 0)}
    earlier = store.day_before(first)
    if earlier is not None:
        found.add(earlier)
    return sorted(day for day in found if day <= now)


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
