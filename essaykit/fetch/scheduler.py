"""Scrapy's scheduler over the frontier: what is next, and what becomes of redirects and retries."""

from __future__ import annotations

from collections import deque
from typing import Any

from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.http import Request

from essaykit.fetch.addresses import origin
from essaykit.fetch.frontier import State


class FrontierScheduler(BaseScheduler):
    """Hands out addresses from the frontier, a few of each host at a time; Scrapy keeps the gaps between them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._again: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        """Scrapy's way to make one."""
        return cls(crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))

    def open(self, spider: Any) -> None:
        """Begin."""
        self._spider = spider

    def has_pending_requests(self) -> bool:
        """Whether there is anything to ask for within the budget."""
        spider = self._spider
        waiting = (host for host, count in spider.frontier.waiting.items() if count > 0 and not spider.rests_long(host))
        return bool(self._again) or (not spider.over_budget and any(waiting))

    def enqueue_request(self, request: Request) -> bool:
        """Take back a request that was redirected, or is to be tried again."""
        entry = request.meta["entry"]
        frontier = self._spider.frontier
        tries = request.meta.get("retry_times", 0)
        if tries > entry.tries:
            frontier.tried(entry.id, tries)
            request.meta["entry"] = entry._replace(tries=tries)
            if self._spider.rests_long(origin(request.url)):
                self._spider.settle(entry, State.WAITING)
                return False
        elif not frontier.claim(request.url, entry.id):
            self._spider.settle(entry, State.SKIPPED, "redirects to a page that is known")
            return False
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request that may be made now."""
        if self._again:
            return self._again.popleft()
        if self._spider.over_budget:
            return None
        entry = self._spider.frontier.take(self._most, self._spider.rests_long)
        return self._spider.request(entry) if entry is not None else None
