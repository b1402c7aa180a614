"""The spider: what is done with an answer. Everything it decides is in the frontier before the next page comes."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from essaykit.errors import EssaykitError, ReadError
from essaykit.fetch.addresses import origin
from essaykit.fetch.answers import declared_encoding, kind_of_answer
from essaykit.fetch.elements import NOTHING, Selected, select
from essaykit.fetch.failures import cause_of
from essaykit.fetch.frontier import Entry, Frontier, State
from essaykit.fetch.leads import links_to_follow, page_that_follows
from essaykit.fetch.links import Outline, is_missing, outline
from essaykit.fetch.manners import RefusedError, manners
from essaykit.fetch.pages import ENDINGS, KEPT_HEADERS, LONGEST_HEADER, Pages
from essaykit.fetch.plan import MAX_PARTS, FetchPlan
from essaykit.fetch.profile import Profile
from essaykit.read.encoding import decode
from essaykit.store.pages import PageRecord

OVER_BUDGET = "the budget is used up"

_HTML = ("text/html", "application/xhtml+xml")
_NO_TEXT = re.compile(r"(?:image|audio|video|font)/")


class EssaySpider(Spider):
    """Fetches what the frontier holds, and adds what pages lead to."""

    name = "essaykit"

    def __init__(
        self,
        *,
        plan: FetchPlan,
        profile: Profile,
        frontier: Frontier,
        keep: Callable[[Response, bytes], None] | None = None,
        told: Callable[[str, State, int], None] | None = None,
        on_page: Callable[[str], None] | None = None,
        stop: Callable[[BaseException], None] | None = None,
        spent: int = 0,
    ) -> None:
        super().__init__()
        self.plan = plan
        self.profile = profile
        self.frontier = frontier
        self.pages = Pages(plan.out)
        self.requests = spent
        self._keep = keep
        self._told = told
        self._on_page = on_page
        self._stop = stop

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> EssaySpider:
        """Scrapy's way to make one."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.headers_came, signal=signals.headers_received)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the frontier holds the addresses to begin with."""
        return
        yield

    # ---- what the machinery asks -----------------------------------------------------------------

    @property
    def over_budget(self) -> bool:
        """Whether all requests have been made that the plan allows."""
        return self.requests >= self.plan.max_pages

    def rests_long(self, host: str) -> bool:
        """Whether a host, name and port, asked to be left alone for longer than a run waits."""
        return manners(self.crawler).rests_long(urlsplit(f"//{host}").hostname or "")

    def spend(self) -> None:
        """Count a request.

        Raises:
            RefusedError: if the budget is used up.
        """
        if self.over_budget:
            raise RefusedError(OVER_BUDGET)
        self.requests += 1

    def request(self, entry: Entry) -> Request:
        """The request for an address."""
        meta = {"entry": entry, "retry_times": entry.tries}
        return Request(entry.url, callback=self.answered, errback=self.failed, meta=meta, dont_filter=True)

    def refused_address(self, url: str) -> str | None:
        """Why no connection was made to where an address leads; None if that is not the reason."""
        from twisted.internet import reactor

        parts = urlsplit(url)
        host = (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
        reason: str | None = reactor.nameResolver.refused.get(host)
        return reason

    def headers_came(self, headers: Any, body_length: int, request: Request, spider: Any) -> None:  # noqa: ARG002
        """Don't wait for the bytes of pictures and films."""
        kind = (headers.get("Content-Type") or b"").decode("latin-1").lower()
        if _NO_TEXT.match(kind.strip()) and "entry" in request.meta:
            raise StopDownload(fail=True)

    def settle(self, entry: Entry, state: State, reason: str = "", size: int = 0) -> None:
        """Say what became of an address, and let whoever watches know."""
        with self.frontier.together():
            self._settle(entry, state, reason, size)

    def _settle(self, entry: Entry, state: State, reason: str = "", size: int = 0) -> None:
        self.frontier.settle(entry, state, reason, size)
        self.frontier.note("spent", str(self.requests))  # a budget holds for a crawl, however often it is killed
        if state == State.WAITING:
            self.frontier.waiting[origin(entry.url)] += 1
        elif self._told is not None:
            self._told(origin(entry.url), state, size)

    # ---- answers ---------------------------------------------------------------------------------

    def failed(self, failure: Failure) -> None:
        """A request came to nothing."""
        entry = self.frontier.entry(failure.request.meta["entry"].id)  # type: ignore[attr-defined]
        reason = cause_of(failure.value or RuntimeError(), self.plan.timeout)
        if reason == OVER_BUDGET:
            self.settle(entry, State.WAITING)
            return
        state = State.SKIPPED if isinstance(failure.value, (RefusedError, StopDownload)) else State.FAILED
        self._lost(entry)
        self.settle(entry, state, reason)

    def _lost(self, entry: Entry) -> None:
        if entry.kind == "part":
            self.pages.miss_part(entry.article, entry.url)

    def answered(self, response: Response) -> None:
        """An answer came; whatever goes wrong with one page costs no other."""
        entry = self.frontier.entry(response.meta["entry"].id)  # it may have turned out to be a part meanwhile
        try:
            self._look_at(entry, response)
        except ReadError as error:
            self.settle(entry, State.SKIPPED, error.cause)
        except EssaykitError as error:  # the disk is full, the folder can't be written to: no page would do better
            if self._stop is not None:
                self._stop(error)
        except Exception as error:  # noqa: BLE001 - a page must not end the crawl
            self.settle(entry, State.FAILED, f"internal error: {type(error).__name__}")

    def _look_at(self, entry: Entry, response: Response) -> None:
        if response.status != 200:
            self._lost(entry)
            away = 300 <= response.status < 400 and response.status != 304
            self.settle(entry, State.FAILED, "redirects to what is no page" if away else f"status {response.status}")
            return
        kind, body = kind_of_answer(response), response.body
        if kind not in ENDINGS:
            self.settle(entry, State.SKIPPED, f"holds no text ({kind[:60]})")
            return
        page, selected, text = None, NOTHING, ""
        if kind in _HTML:
            text = decode(body, declared=declared_encoding(response)).text
            page = outline(text, response.url)
            if is_missing(page, self.profile.missing):
                self._lost(entry)
                self.settle(entry, State.SKIPPED, "says that there is no such page")
                return
            selected = select(text, response.url, self.profile)
        known = self.profile.kind_of(response.url)
        is_list = known == "list" or (known is None and entry.kind == "list")
        following = page_that_follows(response.url, page, selected, is_list=is_list)
        record = self.pages.save(self._record(entry, response, kind, selected, following, is_list=is_list), body)
        if entry.kind == "part":
            self.pages.add_part(entry.article, record, entry.number)
        if self._on_page is not None:
            self._on_page(response.url)
        unchanged = "cached" in response.flags
        if self._keep is not None and not unchanged:
            self._keep(response, body)
        with self.frontier.together():
            if page is not None:
                self._add_links(entry, response.url, page, selected, following, is_list=is_list)
            self._settle(entry, State.UNCHANGED if unchanged else State.FETCHED, "", len(body))

    def _record(
        self, entry: Entry, response: Response, kind: str, selected: Selected, following: str | None, *, is_list: bool
    ) -> PageRecord:
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        headers = {name: value.decode("latin-1")[:LONGEST_HEADER] for name in KEPT_HEADERS if (value := response.headers.get(name))}
        return PageRecord(
            url=entry.url, final_url=response.url, redirects=tuple(response.meta.get("redirect_urls", ())), fetched_at=now, checked_at=now,
            status=response.status, media_type=kind, headers=headers, file="", size=0, sha256="", profile=self.profile.id,
            robots=response.meta.get("robots", "allowed"), kind="part" if entry.kind == "part" else "list" if is_list else "page",
            next=None if is_list else following, title=selected.title, author=selected.author, date=selected.date,
            column=selected.column, chrome=selected.chrome, preview=selected.preview,
        )  # fmt: skip

    # ---- where it leads --------------------------------------------------------------------------

    def _add_links(self, entry: Entry, url: str, page: Outline, selected: Selected, following: str | None, *, is_list: bool) -> None:
        if following is not None and not is_list:
            self._add_part(entry, url, following)
        elif following is not None and entry.depth < self.plan.depth:
            self.frontier.add(following, "list", entry.depth)
        if entry.depth < self.plan.depth:
            article = entry.kind == "part" or (following is not None and not is_list)
            for link, kind in links_to_follow(self.profile, url, page, selected, article=article):
                self.frontier.add(link, kind, entry.depth + 1)

    def _add_part(self, entry: Entry, url: str, following: str) -> None:
        """Let the next part of an article follow; one that was fetched as a page of its own becomes a part."""
        article = entry.article or url
        number = entry.number + 1
        seen = {url}
        while following not in seen and number <= MAX_PARTS:
            seen.add(following)
            state = self.frontier.state_of(following)
            if state is None:
                self.frontier.add(following, "part", entry.depth, article, number)
            elif state in (State.WAITING, State.TAKEN):
                self.frontier.make_part(following, article, number)
            record = self.pages.record_at(following) if state in (State.FETCHED, State.UNCHANGED) else None
            if record is None or record.kind == "list":
                return
            self.pages.write(replace(record, kind="part", parts=()))
            self.pages.add_part(article, record, number)
            if record.next is None:
                return
            following, number = record.next, number + 1
