"""All answers in one WARC file too, for archives and other tools."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from essaykit.errors import EssaykitError
from essaykit.fetch.frontier import Frontier
from essaykit.store.files import told

if TYPE_CHECKING:
    from scrapy.http import Response

_NOT_AS_SERVED = {"content-encoding", "transfer-encoding", "content-length"}
"""Headers that no longer fit a body that was unpacked."""


class WarcFile:
    """Adds answers to a WARC file. What a killed crawl wrote half is cut off when it goes on."""

    def __init__(self, path: str, frontier: Frontier) -> None:
        try:
            from warcio.warcwriter import WARCWriter
        except ImportError:
            raise EssaykitError("needs warcio", file="essaykit fetch", place="--warc", hint="pip install 'essaykit[fetch]'") from None
        self._frontier = frontier
        self._name = f"warc {path}"
        with told(path):
            self._file = open(path, "ab")  # noqa: SIM115, PTH123 - open as long as the crawl
        whole = int(frontier.fact(self._name) or self._file.tell())
        self._file.truncate(min(whole, self._file.tell()))
        self._file.seek(0, os.SEEK_END)
        self._writer: Any = WARCWriter(self._file, gzip=path.endswith(".gz"))
        if not self._file.tell():
            self._writer.write_record(self._writer.create_warcinfo_record(os.path.basename(path), {"software": "essaykit"}))  # noqa: PTH119
        self._note()

    @classmethod
    @contextmanager
    def opened(cls, path: str | None, frontier: Frontier) -> Iterator[Callable[[Any, bytes], None] | None]:
        """A function that adds an answer; None without a path."""
        if path is None:
            yield None
            return
        made = cls(path, frontier)
        try:
            yield made.add
        finally:
            made._file.close()

    def add(self, response: Response, body: bytes) -> None:
        """Add an answer as it came, its body unpacked."""
        from warcio.statusandheaders import StatusAndHeaders

        lines = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
            if name.decode("latin-1").lower() not in _NOT_AS_SERVED
        ]
        lines.append(("Content-Length", str(len(body))))
        headers = StatusAndHeaders(f"{response.status} OK", lines, protocol="HTTP/1.1")
        record = self._writer.create_warc_record(response.url, "response", payload=BytesIO(body), length=len(body), http_headers=headers)
        with told(self._file.name):
            self._writer.write_record(record)
            self._note()

    def _note(self) -> None:
        self._file.flush()
        self._frontier.note(self._name, str(self._file.tell()))
