"""Manners: robots.txt, the gap between requests, Retry-After, growing pauses after failures.

Scrapy does the work; what it leaves open is settled here: a robots.txt that can't be had forbids everything
(RFC 9309), its crawl delay counts, the gap begins when an answer has come, and a host that asks for patience gets it.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser

from essaykit.fetch.addresses import origin, why_refused

PATIENCE = 24 * 3600.0
"""Longest time that a host can have itself left alone."""

LONG_REST = 600.0
"""A host that asks for more is left for another run; the others go on meanwhile."""

MAX_ROBOTS_BYTES = 512 << 10
ASKS_TO_WAIT = (429, 503)

CANT = "robots.txt can't be had"
FORBID_ALL = b"User-agent: *\nDisallow: /\n"


class RefusedError(IgnoreRequest):
    """An address that is never asked for, and why."""


class Robots(RobotsTxtMiddleware):
    """Robots.txt: what can't be read forbids everything, what isn't there allows it; each page learns the verdict.

    The file of a host is waited for by all its requests in one future: Scrapy's Deferred gives its result to the first
    of those who wait, and None, which allows everything, to the others.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._files: dict[str, asyncio.Future[tuple[RobotParser, str]]] = {}

    async def process_request(self, request: Request, spider: Any = None) -> None:  # noqa: ARG002
        """Let a request pass that robots.txt allows, or raise `RefusedError`."""
        if request.meta.get("dont_obey_robotstxt"):  # robots.txt itself
            return
        parser, verdict = await self._file_for(request)
        if not parser.allowed(request.url, self.crawler.settings["ROBOTSTXT_USER_AGENT"]):
            raise RefusedError(verdict if verdict.startswith(CANT) else "robots.txt forbids it")
        request.meta["robots"] = verdict

    async def _file_for(self, request: Request) -> tuple[RobotParser, str]:
        site = f"{urlsplit(request.url).scheme}://{origin(request.url)}"
        if site not in self._files:
            self._files[site] = asyncio.get_running_loop().create_future()
            body, verdict = await self._ask(site)
            parser = self._parserimpl.from_crawler(self.crawler, body[:MAX_ROBOTS_BYTES])
            await self.crawler.signals.send_catch_log_async(signal=signals.robots_parsed, robotparser=parser, request=request)
            self._files[site].set_result((parser, verdict))
        return await asyncio.shield(self._files[site])

    async def _ask(self, site: str) -> tuple[bytes, str]:
        """The rules of a site as its robots.txt spells them, and the verdict on pages that they allow."""
        meta = {"dont_obey_robotstxt": True}
        asked = Request(f"{site}/robots.txt", priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(asked)
        except RefusedError as error:
            return FORBID_ALL, f"{CANT}: {error}"
        except IgnoreRequest:
            return b"", "no robots.txt: it redirects without end"
        except Exception as error:  # noqa: BLE001 - whatever it was, there is no leave
            return FORBID_ALL, f"{CANT}: {type(error).__name__.removesuffix('Error')}"
        if response.status == 200:
            return response.body, "allowed"
        if response.status >= 500 or response.status == 429:
            return FORBID_ALL, f"{CANT}: status {response.status}"
        return b"", f"no robots.txt: status {response.status}"


class Gate:
    """The last look at an address before it goes to the downloader: scheme, form, budget."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Gate:
        """Scrapy's way to make one."""
        return cls(crawler)

    def process_request(self, request: Request, spider: Any = None) -> None:  # noqa: ARG002
        """Let a request pass, or raise `RefusedError`."""
        reason = why_refused(request.url)
        if reason is not None:
            raise RefusedError(reason)
        if not request.meta.get("dont_obey_robotstxt"):
            self._crawler.spider.spend()  # type: ignore[union-attr]


class Retry(RetryMiddleware):
    """Three tries, each after a longer pause of the whole host, and as long as the host asks for."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:  # noqa: ARG002
        """Try again where the status says that it may help."""
        if response.status in self.retry_http_codes:
            return self._again(request, f"status {response.status}", retry_after(response)) or response
        return response

    def process_exception(self, request: Request, exception: Exception, spider: Any = None) -> Request | Response | None:  # noqa: ARG002
        """Try again, unless no connection was made for a reason that stays."""
        if isinstance(exception, CannotResolveHostError):
            leads = self.crawler.spider.refused_address(request.url)  # type: ignore[union-attr]
            if leads is not None:
                raise RefusedError(leads)
        if isinstance(exception, self.exceptions_to_retry):
            return self._again(request, exception, 0.0)
        return None

    def _again(self, request: Request, reason: str | Exception, asked: float) -> Request | None:
        pauses = self.crawler.settings["ESSAYKIT_PAUSES"]
        tries = request.meta.get("retry_times", 0)
        wait = max(asked, pauses[min(tries, len(pauses) - 1)])
        manners(self.crawler).pause(request, min(wait, PATIENCE))
        if wait > LONG_REST and request.meta.get("dont_obey_robotstxt"):  # nothing else can be asked before it
            return None
        return self._retry(request, reason)


def retry_after(response: Response) -> float:
    """Seconds that an answer asks to wait; 0 for none.

    >>> retry_after(Response("http://a.example/", headers={"Retry-After": "7"}))
    7.0
    """
    said = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if said.isdigit():
        return float(said[:9])
    try:
        when = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return max(0.0, (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - time.time())


class Manners(AutoThrottle):
    """Scrapy's AutoThrottle, which never goes below the gap that was asked for, by us or by the site."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._delays: dict[str, float] = {}
        self._until: dict[str, float] = {}
        crawler.signals.connect(self._reached, signal=signals.request_reached_downloader)
        crawler.signals.connect(self._parsed, signal=signals.robots_parsed)

    def _spider_opened(self, spider: Any) -> None:
        super()._spider_opened(spider)
        for host, (until, delay) in spider.frontier.rests().items():
            self._delays[host] = delay
            self._until[host] = until

    def pause(self, request: Request, seconds: float) -> None:
        """Leave the host of a request alone for some time; a killed crawl keeps to it too."""
        key, slot = self._get_slot(request, self.crawler.spider)  # type: ignore[arg-type]
        if key is None or seconds <= 0:
            return
        until = max(self._until.get(key, 0.0), time.time() + seconds)
        self._until[key] = until
        self._remember(key)
        if slot is not None:
            self._hold(key, slot)

    def rests_long(self, host: str) -> bool:
        """Whether a host (name without port) is not to be asked any more in this run."""
        return self._until.get(host, 0.0) - time.time() > LONG_REST

    def _remember(self, key: str) -> None:
        self.crawler.spider.frontier.rest(key, self._until.get(key, 0.0), self._delays.get(key, 0.0))  # type: ignore[union-attr]

    def _hold(self, key: str, slot: Any) -> None:
        """Let the slot's next request begin when the host's rest is over; the slot counts from its last request."""
        slot.delay = max(slot.delay, self._delays.get(key, 0.0))
        left = self._until.get(key, 0.0) - time.time()
        if left > 0:
            slot.delay = max(slot.delay, 0.001)
            slot.lastseen = max(slot.lastseen, time.monotonic() + left - slot.delay)

    def _reached(self, request: Request, spider: Any) -> None:
        key, slot = self._get_slot(request, spider)
        if key is not None and slot is not None:
            self._hold(key, slot)

    def _parsed(self, robotparser: Any, request: Request) -> None:
        delay = robotparser.crawl_delay(self.crawler.settings["ROBOTSTXT_USER_AGENT"])
        key = self.crawler.engine.downloader.get_slot_key(request)
        if delay and delay > 0:
            self._delays[key] = min(float(delay), PATIENCE)
            self._remember(key)
            slot = self.crawler.engine.downloader.slots.get(key)
            if slot is not None:
                self._hold(key, slot)

    def _response_downloaded(self, response: Response, request: Request, spider: Any) -> None:
        if response.status in ASKS_TO_WAIT:  # at once, before the slot sends what it has in its queue
            self.pause(request, min(retry_after(response), PATIENCE))
        super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        if key is not None and slot is not None and slot.delay:
            slot.lastseen = max(slot.lastseen, time.monotonic())  # so that the site too sees the whole gap
            self._hold(key, slot)

    def _adjust_delay(self, slot: Any, latency: float, response: Response) -> None:
        if self.mindelay:  # without a gap there is nothing to adjust
            super()._adjust_delay(slot, latency, response)


def manners(crawler: Crawler) -> Manners:
    """The manners of a running crawl."""
    found = crawler.get_extension(Manners)
    if found is None:
        raise RuntimeError("a crawl without manners")
    return found
