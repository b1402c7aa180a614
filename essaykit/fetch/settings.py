"""Scrapy's settings for a plan: what is switched on, and all that is switched off."""

from __future__ import annotations

import ipaddress
import os
import re
from typing import Any

import essaykit
from essaykit.errors import UsageError
from essaykit.fetch.plan import MAX_BYTES, MAX_REDIRECTS, TRIES, FetchPlan

PAUSES = (2.0, 6.0)
"""How many gaps a host is left alone after the first failure of an address, and after the second."""

AT_ONCE = 8
"""Requests to a host at once where no gap is asked for."""

ORIGIN = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/@\[\]]+):(\d{1,5})")


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
        "ESSAYKIT_ADDRESSES": addresses(plan.resolve),
        "ESSAYKIT_ALLOWED": origins(plan.allow_private, "--allow-private"),
        "ESSAYKIT_NAMED": bool(plan.contact),
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
        "METAREFRESH_MAXDELAY": 3,  # a longer one is for readers: a page that shows itself anew, or the next picture
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


def origins(values: tuple[str, ...], option: str) -> frozenset[tuple[str, int]]:
    """Origins given as HOST:PORT.

    Raises:
        UsageError: for one that isn't.
    """
    found = set()
    for value in values:
        match = ORIGIN.fullmatch(value.lower())
        if match is None or not 0 < int(match[2]) < 65536:
            raise UsageError(f"{value}: is not HOST:PORT", file="essaykit fetch", place=option, hint="such as intranet.example:80")
        found.add((match[1].strip("[]"), int(match[2])))
    return frozenset(found)


def addresses(values: tuple[str, ...]) -> dict[tuple[str, int], str]:
    """The IP addresses given for origins, as HOST:PORT:ADDRESS.

    Raises:
        UsageError: for one that isn't.
    """
    found = {}
    for value in values:
        match = re.fullmatch(rf"(?:{ORIGIN.pattern}):\[?([0-9A-Fa-f:.]+)\]?", value.lower())
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
