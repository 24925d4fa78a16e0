"""One TOML file. Every setting has a default, so the program runs without one; `advisories init` explains them all.

Secrets are never written in the file: a setting that ends in `_file` names a file that holds the secret, and an
environment variable of the same name in capitals, prefixed `ADVISORIES_`, overrides it.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args, get_origin

import msgspec

from advisories import addresses, mailboxes
from advisories.errors import ConfigError, snippet

_CLOCK: Final = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d", re.ASCII)

Seconds = Annotated[float, msgspec.Meta(gt=0, le=3600)]
Count = Annotated[int, msgspec.Meta(ge=1)]


class FetchSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How pages are asked for: honestly, slowly, and never more than is needed.

    `contact` (an address or a page) goes into the User-Agent, so that a publisher can reach the person who runs this.
    Times are in seconds, sizes in bytes of the decoded body. `max_ratio` is the most bytes out per byte in that is
    believed when a body is decompressed. `max_wait` is the longest wait that a host is granted at once (Retry-After,
    Crawl-delay); a host that asks for more is left alone until then.
    """

    contact: str = ""
    timeout: Seconds = 30.0
    total_timeout: Seconds = 180.0
    max_bytes: Count = 64_000_000
    max_ratio: Count = 200
    max_redirects: Annotated[int, msgspec.Meta(ge=0, le=20)] = 5
    pause: Annotated[float, msgspec.Meta(ge=0, le=3600)] = 1.0
    per_host: Count = 1
    threads: Count = 4
    attempts: Count = 3
    max_wait: Seconds = 60.0
    allow_http: bool = False
    allow_private: bool = False
    robots: bool = True


class ArchiveSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where responses are kept as received. A file is closed and a new one begun at `rotate_bytes`."""

    folder: str = "archive"
    rotate_bytes: Count = 256_000_000


class RetentionSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """After how many days `advisories prune` lets go of what proves nothing any more; 0 keeps it for ever.

    `runs_days`: runs that told nothing, but for one a day. `archive_days`: archived answers that nothing rests on.
    Revisions, changes, editions and their evidence always stay.
    """

    runs_days: Annotated[int, msgspec.Meta(ge=0, le=36500)] = 0
    archive_days: Annotated[int, msgspec.Meta(ge=0, le=36500)] = 0


class ImportSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The drop folder: files of NOTAM text left there are read at each pass. Empty: there is none."""

    folder: str = ""


class DigestSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When editions are issued (`HH:MM`, UTC), what they are called, whom they are from, and where they are written."""

    times: tuple[str, ...] = ("05:00",)
    title: str = "Airspace advisories"
    sender: str = "advisories@localhost"
    folder: str = "digests"

    def __post_init__(self) -> None:
        """Check every time. Raises `ValueError`, which msgspec names with its place."""
        for text in self.times:
            if not _CLOCK.fullmatch(text):
                raise ValueError(f"times: expected HH:MM (UTC), found {snippet(text)!r}")


class SiteSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The static site: its folder, its public address (used in mails and feeds), how many releases are kept."""

    folder: str = "site"
    url: str = ""
    keep_releases: Count = 5
    templates: str = ""

    def __post_init__(self) -> None:
        """Check the public address, which pages, feeds and mails lead to. Raises `ValueError`."""
        public = addresses.is_web(self.url, schemes=("https", "http")) and not addresses.carries_secret(self.url)
        if self.url and not public:
            raise ValueError(f"url: expected an http:// or https:// address, found {_shown(self.url)}")


class SmtpSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mail server: where it is, how the connection is secured, who we are to it. Times are in seconds.

    `port` 0 is the usual one of the security: 587, 465 or 25. `timeout` is for each answer of the server but the last,
    `answer_timeout` for the answer to a whole message, where impatience makes doubles (RFC 5321, 4.5.3.2.6).
    `ca_file` names the certificates to trust instead of the system's.
    """

    host: str = "localhost"
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 0
    security: Literal["starttls", "tls", "none"] = "starttls"
    allow_insecure: bool = False
    username: str = ""
    password_file: str = ""
    ca_file: str = ""
    timeout: Seconds = 60.0
    answer_timeout: Seconds = 600.0

    def __post_init__(self) -> None:
        """Refuse what is no host, and an open connection to another machine. Raises `ValueError`, with its place."""
        if not addresses.is_host(self.host):
            raise ValueError(f"host: expected the name or IP address of a host, found {_shown(self.host)}")
        if self.security == "none" and not self.allow_insecure and not _is_loopback(self.host):
            raise ValueError(
                'security = "none": expected a server on this machine, found '
                f"{snippet(self.host)!r}; allow_insecure = true sends in the open all the same"
            )


class SendmailSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A program that takes a message on its standard input; `-f SENDER -- RECIPIENT` is added. Timeout in seconds."""

    command: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] = ("/usr/sbin/sendmail", "-i")
    timeout: Seconds = 120.0


class DeliverySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who gets the digest by mail, how, and for how long it is tried.

    After a refusal for now (4xx) the next attempt waits `first_wait` seconds, then twice as long each time, at most
    `longest_wait`. It is given up after `give_up_hours`, and never before `attempts` attempts.
    """

    transport: Literal["folder", "smtp", "sendmail"] = "folder"
    recipients: tuple[str, ...] = ()
    unsubscribe: str = ""
    folder: str = "outbox"
    attempts: Count = 6
    first_wait: Annotated[float, msgspec.Meta(ge=1, le=86400)] = 300.0
    longest_wait: Annotated[float, msgspec.Meta(ge=1, le=86400)] = 14400.0
    give_up_hours: Annotated[float, msgspec.Meta(gt=0, le=720)] = 72.0
    smtp: SmtpSettings = SmtpSettings()
    sendmail: SendmailSettings = SendmailSettings()

    def __post_init__(self) -> None:
        """Check every address. Raises `ValueError`, which msgspec names with its place."""
        for address in self.recipients:
            try:
                mailboxes.mailbox(address)
            except ValueError as error:
                raise ValueError(f"recipients: {error}") from None
        plain = self.unsubscribe.isascii() and self.unsubscribe.isprintable() and not set(self.unsubscribe) & set("<> ")
        if self.unsubscribe and not (plain and self.unsubscribe.startswith(("mailto:", "https://"))):
            raise ValueError(
                f"unsubscribe: expected a mailto: or https:// address, found {snippet(self.unsubscribe)!r}"
            )

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the recipients' addresses, each once whatever its capitals."""
        found = (mailboxes.mailbox(address) for address in self.recipients)
        return tuple({mailboxes.key(address): address for address in found}.values())


class RunSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How `advisories run` keeps watch. Times are in seconds.

    The store is asked every `tick` what is due; a process that shows no sign of life for `lease` is taken for dead.
    `ping` is an https address that is called after each healthy pass that read something, and every `ping_age` between
    them; only with `ping_private` may it be http or lead to an address that is not on the public internet. The site is
    built anew once it is older than `site_age`, so that the ages it shows stay true. `metrics` names
    a file, `log` the form of the log lines.
    """

    tick: Annotated[float, msgspec.Meta(ge=1, le=3600)] = 30.0
    lease: Annotated[float, msgspec.Meta(ge=1, le=3600)] = 60.0
    ping: str = ""
    ping_age: Seconds = 300.0
    ping_private: bool = False
    site_age: Annotated[float, msgspec.Meta(ge=1, le=86400)] = 900.0
    metrics: str = ""
    log: Literal["logfmt", "json"] = "logfmt"

    def __post_init__(self) -> None:
        """Check the address that is called, which may be a secret: it is not shown. Raises `ValueError`."""
        schemes = ("https", "http") if self.ping_private else ("https",)
        if self.ping and not addresses.is_web(self.ping, schemes=schemes):
            raise ValueError("ping: expected an https:// address with a host (http:// only with ping_private = true)")


class OperatorSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An operator as far as authorities ask, for `advisories stance --operator`. States are ISO 3166 alpha-2 codes.

    What is left out is not known, and then an answer may be "depends". `tco` is EASA's third-country authorisation;
    `served` says that a direction under the UK Aviation Security Act has been served on it.
    """

    certificate: str = ""
    registry: tuple[str, ...] = ()
    licence: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    tco: bool | None = None
    private: bool = False
    served: bool | None = None


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings. Relative folders are relative to the folder of the settings file."""

    store: str = "sqlite:///advisories.sqlite3"
    sources: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    fetch: FetchSettings = FetchSettings()
    archive: ArchiveSettings = ArchiveSettings()
    retention: RetentionSettings = RetentionSettings()
    import_: ImportSettings = msgspec.field(default=ImportSettings(), name="import")
    digest: DigestSettings = DigestSettings()
    delivery: DeliverySettings = DeliverySettings()
    site: SiteSettings = SiteSettings()
    operators: dict[str, OperatorSettings] = {}
    run: RunSettings = RunSettings()

    def __post_init__(self) -> None:
        """Check the sender where there is mail to send. Raises `ValueError`, which msgspec names with its place."""
        if self.delivery.recipients:
            try:
                mailboxes.bare(self.digest.sender)
            except ValueError as error:
                raise ValueError(f"digest.sender: {error}") from None


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _shown(text: str) -> str:
    """Return what was found in the place of an address, without its secrets."""
    return repr(snippet(addresses.redact(text)))


def example() -> str:
    """Return a settings file that explains every setting; all are commented out at their defaults."""
    return resources.files("advisories").joinpath("example.toml").read_text("utf-8")


def _suggest_unknown(data: dict[str, Any], kind: type[msgspec.Struct], where: str) -> None:
    """Raise `ConfigError` for the first key that no setting has, with the nearest that one does."""
    fields = {field.encode_name: field.type for field in msgspec.structs.fields(kind)}
    for key, value in data.items():
        if key not in fields:
            near = difflib.get_close_matches(key, fields, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(sorted(fields))}"
            raise ConfigError(f"{where}: unknown setting {key!r}{hint}")
        inner = fields[key]
        if isinstance(value, dict) and isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            _suggest_unknown(value, inner, f"{where} [{key}]")
        if isinstance(value, dict) and get_origin(inner) is dict:
            for name, named in value.items():
                if isinstance(named, dict):
                    _suggest_unknown(named, get_args(inner)[1], f"{where} [{key}.{name}]")


def read_settings(path: Path) -> Settings:
    """Read a settings file. Raises `ConfigError` naming the file, the key, what was expected and what was found."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such settings file; `advisories init` writes one") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None
    _suggest_unknown(data, Settings, str(path))
    try:
        return msgspec.convert(data, Settings)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {error}") from None
