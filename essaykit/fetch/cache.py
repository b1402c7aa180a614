"""The raw folder as Scrapy's HTTP cache: what is there is asked for only if it changed.

Scrapy's middleware sends ``If-None-Match`` and ``If-Modified-Since`` and takes 304; here stands where the pages lie,
and that each is asked about in every run: nobody fetches a site twice to get yesterday's pages by a guess at their age.
"""

from __future__ import annotations

import hashlib
from typing import Any

from scrapy.downloadermiddlewares.httpcache import HttpCacheMiddleware
from scrapy.extensions.httpcache import RFC2616Policy
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes


class AskAlways(RFC2616Policy):
    """Whatever is there is asked about; only the site's word that nothing changed makes it count."""

    def should_cache_request(self, request: Request) -> bool:
        """Robots.txt is not a page."""
        return request.method == "GET" and not request.meta.get("dont_obey_robotstxt")

    def is_cached_response_fresh(self, cachedresponse: Response, request: Request) -> bool:
        """Never: the site is asked."""
        self._set_conditional_validators(request, cachedresponse)
        return False

    def is_cached_response_valid(self, cachedresponse: Response, response: Response, request: Request) -> bool:  # noqa: ARG002
        """If the site says so."""
        return response.status == 304


class RawFolder:
    """Pages of the raw folder as answers; nothing is stored here, the spider does that."""

    def __init__(self, settings: Any) -> None:
        """Scrapy hands in its settings."""

    def open_spider(self, spider: Any) -> None:
        """Begin."""
        self._pages = spider.pages

    def close_spider(self, spider: Any) -> None:
        """End."""

    def retrieve_response(self, spider: Any, request: Request) -> Response | None:  # noqa: ARG002
        """The page at an address, if it can be asked about and its bytes are those that were fetched."""
        record = self._pages.record_at(request.url)
        if record is None or not {"etag", "last-modified"} & record.headers.keys() or record.status != 200:
            return None
        body = self._pages.bytes_of(record)
        if body is None or hashlib.sha256(body).hexdigest() != record.sha256:
            return None
        headers = Headers({name: value.encode("latin-1", "replace") for name, value in record.headers.items()})
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(url=request.url, status=200, headers=headers, body=body)

    def store_response(self, spider: Any, request: Request, response: Response) -> None:
        """The page is written when it has been looked at."""


class Revalidate(HttpCacheMiddleware):
    """Scrapy's cache, without serving an old page where the site can't be reached: that is a failure and is told."""

    def process_exception(self, request: Request, exception: Exception, spider: Any = None) -> None:  # noqa: ARG002
        """Let the failure be one."""
        request.meta.pop("cached_response", None)
