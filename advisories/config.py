"""One TOML file. Every setting has a default, so the program runs without one; `advisories init` explains them all.

Secrets are never written in the file: a setting that ends in `_file` names a file that holds the secret, and an
environment variable of the same name in capitals, prefixed `ADVISORIES_`, overrides it.
"""

from __future__ import annotations

import difflib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

import msgspec

from advisories.errors import ConfigError

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


class DigestSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When editions are issued (`HH:MM`, UTC), what they are called, whom they are from, and where they are written."""

    times: tuple[str, ...] = ("05:00",)
    title: str = "Airspace advisories"
    sender: str = "advisories@localhost"
    folder: str = "digests"


class SiteSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The static site: its folder, its public address (used in mails and feeds), how many releases are kept."""

    folder: str = "site"
    url: str = ""
    keep_releases: Count = 5
    templates: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings. Relative folders are relative to the folder of the settings file."""

    store: str = "sqlite:///advisories.sqlite3"
    sources: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    fetch: FetchSettings = FetchSettings()
    archive: ArchiveSettings = ArchiveSettings()
    digest: DigestSettings = DigestSettings()
    site: SiteSettings = SiteSettings()


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
