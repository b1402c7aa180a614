"""A crawl from beginning to end: the frontier's file, Scrapy, the report."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from essaykit.errors import EssaykitError, UsageError
from essaykit.fetch.addresses import origin, why_refused, written_out
from essaykit.fetch.frontier import Frontier, State
from essaykit.fetch.plan import FetchPlan
from essaykit.fetch.profile import Profile, read_profile
from essaykit.fetch.report import FailedPage, FetchReport, WouldFetch, make_report
from essaykit.fetch.settings import ORIGIN, addresses, origins, settings
from essaykit.store.files import told
from essaykit.store.lock import locked
from essaykit.store.pages import STATE

WAIT = 5.0
"""Seconds to wait for another crawl into the same folder."""

_NAMED = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+")

Watch = Callable[[str, State, int], None]
"""Called with a host, what became of one of its addresses, and the bytes that came."""


def crawl(plan: FetchPlan, watch: Watch | None = None, on_page: Callable[[str], None] | None = None) -> FetchReport:
    """Fetch what a plan asks for; one that was begun before and not ended goes on where it was.

    Scrapy's reactor runs once in a process, and so does this.

    Args:
        plan: what to fetch, and how.
        watch: told what becomes of each address.
        on_page: told the address of each page that is kept, where it answered.

    Raises:
        UsageError: if an address, origin or profile is wrong, or no contact is given.
        CorpusError: if the folder can't be written to, or another crawl works in it.
        EssaykitError: if Scrapy is not installed.
    """
    profile = read_profile(plan.profile)
    _check(plan)
    _need_scrapy()
    state = Path(plan.out) / STATE
    with told(state):
        state.mkdir(parents=True, exist_ok=True)
    with locked(state / "lock", wait=WAIT):
        frontier = Frontier(state / f"{plan.job}.sqlite")
        try:
            _begin(frontier, plan, profile)
            return _run(plan, profile, frontier, watch, on_page)
        finally:
            frontier.close()


def would_fetch(plan: FetchPlan) -> WouldFetch:
    """What a crawl would ask for, without asking for anything.

    Raises:
        UsageError: as `crawl`.
    """
    origins(plan.allow_private, "--allow-private")
    addresses(plan.resolve)
    file = Path(plan.out) / STATE / f"{plan.job}.sqlite"
    urls: list[str] = []
    if file.is_file():
        frontier = Frontier(file)
        urls = [url for url, _ in frontier.addresses(State.WAITING, limit=plan.max_pages)]
        frontier.close()
    asked = [written_out(url) for url in plan.urls]
    refused = [FailedPage(url=url, cause=why) for url in asked if (why := why_refused(url))]
    given = [url for url in asked if why_refused(url) is None]
    return WouldFetch(
        out=plan.out, profile=plan.profile, resumed=bool(urls), urls=tuple((urls or given)[: plan.max_pages]), refused=tuple(refused)
    )


def _begin(frontier: Frontier, plan: FetchPlan, profile: Profile) -> None:
    if not frontier.waiting.total():
        frontier.begin_anew()
    with frontier.together():
        for url in map(written_out, plan.urls):
            reason = why_refused(url)
            if reason is None:
                frontier.add(url, "list" if profile.kind_of(url) == "list" else "start")
            else:
                frontier.refuse(url, reason)


def _run(plan: FetchPlan, profile: Profile, frontier: Frontier, watch: Watch | None, on_page: Callable[[str], None] | None) -> FetchReport:
    from scrapy.crawler import CrawlerProcess

    from essaykit.fetch.spider import EssaySpider
    from essaykit.fetch.warc import WarcFile

    process = CrawlerProcess(settings(plan))
    trouble: list[BaseException] = []

    def stop(error: BaseException | None = None) -> None:
        """End at once: whatever was finished is on disk, and nothing else has to be waited for."""
        from twisted.internet import reactor

        if error is not None:
            trouble.append(error)
        running: Any = reactor
        running.callFromThread(running.crash)

    def interrupted(*_: Any) -> None:
        stop(KeyboardInterrupt())

    spent = int(frontier.fact("spent") or 0)
    with WarcFile.opened(plan.warc, frontier) as keep:
        crawler = process.create_crawler(EssaySpider)
        process.crawl(
            crawler, plan=plan, profile=profile, frontier=frontier, keep=keep, told=watch, on_page=on_page, stop=stop, spent=spent
        )
        usual = signal.signal(signal.SIGINT, interrupted)
        try:
            process.start(install_signal_handlers=False)
        finally:
            signal.signal(signal.SIGINT, usual)
    spider: Any = crawler.spider
    if trouble and not isinstance(trouble[0], KeyboardInterrupt):
        raise trouble[0]
    if spider is None:
        raise EssaykitError("Scrapy did not start", file="essaykit fetch", hint="with ESSAYKIT_DEBUG=1 it says why")
    over = spider.over_budget and frontier.waiting.total() > 0
    if not trouble:
        frontier.note("spent", "0")
    return make_report(frontier, plan.out, requests=spider.requests - spent, over_budget=over, interrupted=bool(trouble))


def _check(plan: FetchPlan) -> None:
    if not plan.urls:
        raise UsageError("there is nothing to fetch", file="essaykit fetch", hint="give addresses, --urls FILE or --site PROFILE")
    allowed = origins(plan.allow_private, "--allow-private")
    addresses(plan.resolve)
    if plan.contact and not (_NAMED.fullmatch(plan.contact) and plan.contact.isascii() and plan.contact.isprintable()):
        raise UsageError(
            f"{plan.contact}: is no e-mail or web address", file="essaykit fetch", place="--contact", hint="such as you@example.org"
        )
    if not plan.contact:
        private = {f"{host}:{port}" for host, port in allowed}
        asked = [url for url in map(written_out, plan.urls) if why_refused(url) is None]
        if asked and not any(_with_port(url) in private for url in asked):
            raise UsageError(
                "the owner of a site has to be able to reach you", file="essaykit fetch", place="--contact",
                hint="add --contact you@example.org, or set ESSAYKIT_CONTACT",
            )  # fmt: skip


def _with_port(url: str) -> str:
    host = origin(url)
    return host if ORIGIN.fullmatch(host) else f"{host}:{443 if url.startswith('https') else 80}"


def _need_scrapy() -> None:
    try:
        import scrapy  # noqa: F401
    except ImportError:
        raise EssaykitError("needs Scrapy", file="essaykit fetch", hint="pip install 'essaykit[fetch]'") from None
