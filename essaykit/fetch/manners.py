"""Manners: robots.txt, the gap between requests, Retry-After, growing pauses after failures.

Scrapy does the work; what it leaves open is settled here: a robots.txt that can't be had forbids everything
(RFC 9309), its crawl delay counts, the gap begins when an answer has come, and a host that asks for patience gets it.
"""

from __future__ import annotations

import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response
from twisted.internet.defer import Deferred

from essaykit.fetch.addresses import origin, why_refused

PATIENCE = 24 * 3600.0
"""Longest time that a host may ask to be left alone; a longer one ends the crawl of the host."""

MAX_ROBOTS_BYTES = 512 << 10
ASKS_TO_WAIT = (429, 503)

FORBID_ALL = b"User-agent: *\nDisallow: /\n"


class RefusedError(IgnoreRequest):
    """An address that is never asked for, and why."""


class Robots(RobotsTxtMiddleware):
    """Robots.txt: what can't be read forbids everything, what isn't there allows it; each page learns the verdict."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._verdicts: dict[str, str] = {}

    async def process_request(self, request: Request, spider: Any = None) -> None:  # noqa: ARG002
        """Let a request pass that robots.txt allows, or raise `RefusedError`."""
        if request.meta.get("dont_obey_robotstxt"):  # robots.txt itself
            return
        await super().process_request(request)
        host = origin(request.url)
        request.meta["robots"] = self._verdicts.get(host, "allowed")

    def process_request_2(self, rp: Any, request: Request) -> None:
        """Ask the parsed file, and say which verdict it was."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            verdict = self._verdicts.get(origin(request.url), "")
            raise RefusedError(verdict if verdict.startswith("robots.txt can't") else "robots.txt forbids it") from None

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        body = response.body[:MAX_ROBOTS_BYTES]
        if response.status >= 500 or response.status == 429:
            self._verdicts[origin(request.url)] = f"robots.txt can't be had: status {response.status}"
            body = FORBID_ALL
        elif response.status != 200:
            self._verdicts[origin(request.url)] = f"no robots.txt: status {response.status}"
            body = b""
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        waiting = self._parsers.get(netloc)
        cause = str(exc) if isinstance(exc, IgnoreRequest) else type(exc).__name__.removesuffix("Error")
        self._verdicts[origin(f"http://{netloc.removesuffix(':443')}/")] = f"robots.txt can't be had: {cause}"
        parser = self._parserimpl.from_crawler(self.crawler, FORBID_ALL)
        self._parsers[netloc] = parser
        if isinstance(waiting, Deferred):
            waiting.callback(parser)


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
        if asked > PATIENCE:
            return None
        manners(self.crawler).pause(request, wait)
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
