"""Scrapy's HTTP with caps where a hostile server could go on for ever: header lines and their bytes.

Bodies are capped by Scrapy (``DOWNLOAD_MAXSIZE``, raw and unpacked), and one deadline holds for the whole answer, its
headers and a trickled body too (``DOWNLOAD_TIMEOUT``).
"""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler
from twisted.web._newclient import ParseError

MAX_HEADERS = 200
MAX_HEADER_BYTES = 64 << 10


class _CappedParser(http11._LenientHTTPClientParser):  # noqa: SLF001 - the seam that Scrapy itself uses
    """Gives up where the headers of an answer have no end."""

    essaykit_lines: int
    essaykit_bytes: int

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        seen = self.__dict__
        seen["essaykit_lines"] = seen.get("essaykit_lines", 0) + 1
        seen["essaykit_bytes"] = seen.get("essaykit_bytes", 0) + len(line)
        if self.essaykit_lines > MAX_HEADERS or self.essaykit_bytes > MAX_HEADER_BYTES:
            raise ParseError("too many header lines", line[:80])  # type: ignore[no-untyped-call]
        super().lineReceived(line)


class _CappedProtocol(http11._LenientHTTP11ClientProtocol):  # noqa: SLF001
    def request(self, request: Any) -> Any:
        answer = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = _CappedParser
        return answer


class _CappedFactory(http11._LenientHTTP11ClientFactory):  # noqa: SLF001
    def buildProtocol(self, addr: Any) -> Any:  # noqa: ARG002, N802
        return _CappedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class CappedHandler(http11.HTTP11DownloadHandler):
    """Scrapy's handler for http and https with capped headers."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _CappedFactory  # noqa: SLF001
