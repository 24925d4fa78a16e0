"""Answers to archive, and WARC files as other tools write them."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from advisories.archive import Archive
from advisories.archive.writer import Committed
from advisories.model import Response

NOW = datetime(2026, 9, 14, 6, 0, tzinfo=UTC)
URL = "https://notices.example/list"


def answer(
    body: bytes = b"<html>KICZ A0001/26</html>",
    *,
    url: str = URL,
    minutes: float = 0,
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),),
    method: str = "GET",
    sent: bytes = b"",
) -> Response:
    """Return an answer received some minutes after 06:00Z."""
    return Response(
        part="",
        url=url,
        status=status,
        headers=headers,
        body=body,
        read_at=NOW + timedelta(minutes=minutes),
        method=method,
        sent=sent,
    )


def opened(folder: Path, committed: Committed | None = None, rotate_bytes: int = 1_000_000) -> Archive:
    """Return an archive opened at 06:00Z."""
    return Archive(folder, rotate_bytes=rotate_bytes, committed=committed or {}, now=NOW)


def sha256(body: bytes) -> str:
    """Return a digest in hex."""
    return hashlib.sha256(body).hexdigest()


class Recorder:
    """Another tool's WARC file."""

    def __init__(self, path: Path, *, gzip: bool = True) -> None:
        self.path = path
        self._file = path.open("wb")
        self._writer = WARCWriter(self._file, gzip=gzip, warc_version="WARC/1.0")

    def response(
        self,
        body: bytes,
        *,
        url: str = URL,
        minutes: int = 0,
        status: str = "200 OK",
        headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),),
        kind: str = "response",
        **fields: str,
    ) -> None:
        """Write a response, or another kind of record with an HTTP head; WARC fields are given with underscores."""
        names = {name.replace("_", "-"): value for name, value in fields.items()}
        date = (NOW + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._writer.write_record(
            self._writer.create_warc_record(
                url,
                kind,
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=StatusAndHeaders(status, list(headers), protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": date} | names,
            )
        )

    def request(self, method: str, body: bytes, **fields: str) -> None:
        """Write a request."""
        names = {name.replace("_", "-"): value for name, value in fields.items()}
        self._writer.write_record(
            self._writer.create_warc_record(
                URL,
                "request",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=StatusAndHeaders(f"{method} /list HTTP/1.1", [("Host", "x")], is_http_request=True),
                warc_headers_dict=names,
            )
        )

    def close(self) -> Path:
        """Finish the file and return its path."""
        self._file.close()
        return self.path
