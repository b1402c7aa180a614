"""A crawl from beginning to end: settings for Scrapy, the frontier's file, the report."""

from __future__ import annotations

import ipaddress
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import essaykit
from essaykit.errors import EssaykitError, UsageError
from essaykit.fetch.addresses import origin, why_refused
from essaykit.fetch.frontier import Frontier, State
from essaykit.fetch.plan import MAX_BYTES, MAX_REDIRECTS, TRIES, FetchPlan
from essaykit.fetch.profile import Profile, read_profile
from essaykit.fetch.report import FailedPage, FetchReport, WouldFetch, make_report
from essaykit.store.files import told
from essaykit.store.lock import locked
from essaykit.store.pages import STATE

WAIT = 5.0
"""Seconds to wait for another crawl into the same folder."""

PAUSES = (2.0, 6.0)
"""How many gaps a host is left alone after the first failure of an address, and after the second."""

AT_ONCE = 8
"""Requests to a host at once where no gap is asked for."""

_ORIGIN = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/@\[\]]+):(\d{1,5})")
_NAMED = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+")

Watch = Callable[[str, State, int], None]
"""Called with a host, what became of one of its addresses, and the bytes that came."""


def crawl(plan: FetchPlan, watch: Watch | None = None) -> FetchReport:
    """Fetch what a plan asks for; one that was begun before and not ended goes on where it was.

    Scrapy's reactor runs once in a process, and so does this.

    Args:
        plan: what to fetch, and how.
        watch: told what becomes of each address.

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
            return _run(plan, profile, frontier, watch)
        finally:
            frontier.close()


def would_fetch(plan: FetchPlan) -> WouldFetch:
    """What a crawl would ask for, without asking for anything.

    Raises:
        UsageError: as `crawl`.
    """
    _origins(plan.allow_private, "--allow-private")
    _addresses(plan.resolve)
    file = Path(plan.out) / STATE / f"{plan.job}.sqlite"
    urls: list[str] = []
    if file.is_file():
        frontier = Frontier(file)
        urls = [url for url, _ in frontier.addresses(State.WAITING, limit=plan.max_pages)]
        frontier.close()
    refused = [FailedPage(url=url, cause=why) for url in plan.urls if (why := why_refused(url))]
    given = [url for url in plan.urls if why_refused(url) is None]
    return WouldFetch(
        out=plan.out, profile=plan.profile, resumed=bool(urls), urls=tuple((urls or given)[: plan.max_pages]), refused=tuple(refused)
    )


def _begin(frontier: Frontier, plan: FetchPlan, profile: Profile) -> None:
    if not frontier.waiting.total():
        frontier.begin_anew()
    with frontier.together():
        for url in plan.urls:
            reason = why_refused(url)
            if reason is None:
                frontier.add(url, "list" if profile.kind_of(url) == "list" else "start")
            else:
                frontier.refuse(url, reason)


def _run(plan: FetchPlan, profile: Profile, frontier: Frontier, watch: Watch | None) -> FetchReport:
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
        process.crawl(crawler, plan=plan, profile=profile, frontier=frontier, keep=keep, told=watch, stop=stop, spent=spent)
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


def settings(plan: FetchPlan) -> dict[str, Any]:
    """Scrapy's settings for a plan."""
    debug = bool(os.environ.get("ESSAYKIT_DEBUG"))
    return {
        "ADDONS": {},
        "AUTOTHROTTLE_ENABLED": True,  # also where `Manners` live
        "AUTOTHROTTLE_START_DELAY": plan.delay,
        "AUTOTHROTTLE_MAX_DELAY": max(60.0, plan.delay),
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if plan.delay else AT_ONCE,
        "COOKIES_ENABLED": False,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        },
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,  # a proxy would connect where the guard can't look
            "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
            "essaykit.fetch.manners.Robots": 100,
            "essaykit.fetch.manners.Retry": 550,
            "essaykit.fetch.manners.Gate": 860,
            "essaykit.fetch.cache.Revalidate": 900,
        },
        "DOWNLOAD_DELAY": plan.delay,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_HANDLERS": {
            "http": "essaykit.fetch.transport.CappedHandler",
            "https": "essaykit.fetch.transport.CappedHandler",
            "data": None,
            "file": None,
            "ftp": None,
            "s3": None,
        },
        "DOWNLOAD_MAXSIZE": MAX_BYTES,
        "DOWNLOAD_TIMEOUT": plan.timeout,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_WARNSIZE": 0,
        "ESSAYKIT_ADDRESSES": _addresses(plan.resolve),
        "ESSAYKIT_ALLOWED": _origins(plan.allow_private, "--allow-private"),
        "ESSAYKIT_PAUSES": tuple(pause * max(plan.delay, 0.5) for pause in PAUSES),
        "EXTENSIONS": {
            "scrapy.extensions.throttle.AutoThrottle": None,
            "scrapy.extensions.telnet.TelnetConsole": None,
            "scrapy.extensions.remote_control.RemoteControl": None,
            "scrapy.extensions.memusage.MemoryUsage": None,
            "scrapy.extensions.feedexport.FeedExporter": None,
            "scrapy.extensions.logstats.LogStats": None,
            "essaykit.fetch.manners.Manners": 0,
        },
        "HTTPCACHE_ENABLED": True,
        "HTTPCACHE_POLICY": "essaykit.fetch.cache.AskAlways",
        "HTTPCACHE_STORAGE": "essaykit.fetch.cache.RawFolder",
        "HTTPERROR_ALLOW_ALL": True,
        "LOG_ENABLED": debug,
        "LOG_INSTALL_ROOT_HANDLER": debug,
        "LOG_LEVEL": "DEBUG" if debug else "CRITICAL",
        "REDIRECT_MAX_TIMES": MAX_REDIRECTS,
        "REFERER_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "RETRY_TIMES": TRIES - 1,
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": "essaykit",
        "SCHEDULER": "essaykit.fetch.scheduler.FrontierScheduler",
        "STATS_DUMP": False,
        "TELNETCONSOLE_ENABLED": False,
        "TWISTED_DNS_RESOLVER": "essaykit.fetch.guard.GuardedResolver",
        "USER_AGENT": user_agent(plan.contact),
    }  # fmt: skip


def user_agent(contact: str) -> str:
    """How a crawl names itself to a site.

    >>> user_agent("me@example.org").partition(" ")[2]
    '(+mailto:me@example.org)'
    """
    contact = contact or "root@localhost"
    return f"essaykit/{essaykit.__version__} (+{contact if '://' in contact else f'mailto:{contact}'})"


def _check(plan: FetchPlan) -> None:
    if not plan.urls:
        raise UsageError("there is nothing to fetch", file="essaykit fetch", hint="give addresses, --urls FILE or --site PROFILE")
    allowed = _origins(plan.allow_private, "--allow-private")
    _addresses(plan.resolve)
    if plan.contact and not (_NAMED.fullmatch(plan.contact) and plan.contact.isascii() and plan.contact.isprintable()):
        raise UsageError(
            f"{plan.contact}: is no e-mail or web address", file="essaykit fetch", place="--contact", hint="such as you@example.org"
        )
    if not plan.contact:
        private = {f"{host}:{port}" for host, port in allowed}
        foreign = [url for url in plan.urls if why_refused(url) is None and _with_port(url) not in private]
        if foreign:
            raise UsageError(
                "the owner of a site has to be able to reach you", file="essaykit fetch", place="--contact",
                hint="add --contact you@example.org, or set ESSAYKIT_CONTACT",
            )  # fmt: skip


def _with_port(url: str) -> str:
    host = origin(url)
    return host if _ORIGIN.fullmatch(host) else f"{host}:{443 if url.startswith('https') else 80}"


def _origins(values: tuple[str, ...], option: str) -> frozenset[tuple[str, int]]:
    found = set()
    for value in values:
        match = _ORIGIN.fullmatch(value.lower())
        if match is None or not 0 < int(match[2]) < 65536:
            raise UsageError(f"{value}: is not HOST:PORT", file="essaykit fetch", place=option, hint="such as intranet.example:80")
        found.add((match[1].strip("[]"), int(match[2])))
    return frozenset(found)


def _addresses(values: tuple[str, ...]) -> dict[tuple[str, int], str]:
    found = {}
    for value in values:
        match = re.fullmatch(rf"(?:{_ORIGIN.pattern}):\[?([0-9A-Fa-f:.]+)\]?", value.lower())
        try:
            address = str(ipaddress.ip_address(match[3])) if match else ""
        except ValueError:
            address = ""
        if match is None or not address:
            raise UsageError(
                f"{value}: is not HOST:PORT:ADDRESS", file="essaykit fetch", place="--resolve", hint="such as www.example.org:80:192.0.2.7"
            )
        found[match[1].strip("[]"), int(match[2])] = address
    return found


def _need_scrapy() -> None:
    try:
        import scrapy  # noqa: F401
    except ImportError:
        raise EssaykitError("needs Scrapy", file="essaykit fetch", hint="pip install 'essaykit[fetch]'") from None
