"""What a crawl did, for whoever started it."""

from __future__ import annotations

import time
from collections import Counter
from urllib.parse import urlsplit

from essaykit.fetch.addresses import shape
from essaykit.fetch.frontier import Frontier, State
from essaykit.model import Record

TRAP = 50
"""Addresses of one shape that are left when the budget ends: fewer are no trap."""

MOST_FAILURES = 1000


class HostCount(Record, frozen=True, kw_only=True):
    """What came of one host."""

    host: str
    pages: int
    """Pages that are in the raw folder, new and unchanged ones."""
    unchanged: int
    bytes: int
    skipped: dict[str, int]
    """Reason → addresses that were not kept."""
    failed: dict[str, int]
    """Cause → addresses that could not be fetched."""
    waiting: int
    """Addresses that were found and not asked for."""


class FailedPage(Record, frozen=True, kw_only=True):
    """An address that could not be fetched, and why."""

    url: str
    cause: str


class Trap(Record, frozen=True, kw_only=True):
    """Addresses of one shape that took no end."""

    shape: str
    """The address with its numbers as ``#``."""
    waiting: int


class FetchReport(Record, frozen=True, kw_only=True):
    """What a crawl did, resumed parts of it included."""

    out: str
    hosts: tuple[HostCount, ...]
    pages: int
    unchanged: int
    bytes: int
    skipped: int
    failed: int
    waiting: int
    requests: int
    """Requests of this run, those for robots.txt not counted."""
    resting: dict[str, str]
    """Hosts that ask to be left alone, and until when (UTC); what waits there is fetched by a later run."""
    over_budget: bool
    """There was more to fetch than the budget allowed."""
    interrupted: bool
    traps: tuple[Trap, ...]
    failures: tuple[FailedPage, ...]
    """At most the first thousand."""


class WouldFetch(Record, frozen=True, kw_only=True):
    """What ``--dry-run`` prints: the addresses that a crawl would ask for first, and those that it would refuse."""

    out: str
    profile: str
    resumed: bool
    """An unfinished crawl would go on."""
    urls: tuple[str, ...]
    refused: tuple[FailedPage, ...]


def make_report(frontier: Frontier, out: str, *, requests: int, over_budget: bool, interrupted: bool) -> FetchReport:
    """Sum up what stands in the frontier."""
    hosts: dict[str, dict[State, Counter[str]]] = {}
    sizes: Counter[str] = Counter()
    for host, state, reason, count, size in frontier.counts():
        hosts.setdefault(host, {}).setdefault(state, Counter())[reason] += count
        sizes[host] += size
    lines = []
    for host, states in sorted(hosts.items()):
        fetched, unchanged = (states.get(s, Counter()).total() for s in (State.FETCHED, State.UNCHANGED))
        lines.append(
            HostCount(
                host=host,
                pages=fetched + unchanged,
                unchanged=unchanged,
                bytes=sizes[host],
                skipped=dict(sorted(states.get(State.SKIPPED, Counter()).items())),
                failed=dict(sorted(states.get(State.FAILED, Counter()).items())),
                waiting=sum(states.get(s, Counter()).total() for s in (State.WAITING, State.TAKEN)),
            )
        )
    failures = frontier.addresses(State.FAILED, limit=MOST_FAILURES)
    return FetchReport(
        out=out,
        hosts=tuple(lines),
        pages=sum(line.pages for line in lines),
        unchanged=sum(line.unchanged for line in lines),
        bytes=sum(line.bytes for line in lines),
        skipped=sum(sum(line.skipped.values()) for line in lines),
        failed=sum(sum(line.failed.values()) for line in lines),
        waiting=sum(line.waiting for line in lines),
        requests=requests,
        resting=_resting(frontier),
        over_budget=over_budget,
        interrupted=interrupted,
        traps=_traps(frontier) if over_budget else (),
        failures=tuple(FailedPage(url=url, cause=cause) for url, cause in failures),
    )


def _resting(frontier: Frontier) -> dict[str, str]:
    waiting = {urlsplit(f"//{host}").hostname for host, count in frontier.waiting.items() if count > 0}
    now = time.time()
    return {
        host: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(until))
        for host, (until, _) in sorted(frontier.rests().items())
        if until > now and host in waiting
    }


def _traps(frontier: Frontier) -> tuple[Trap, ...]:
    left = Counter(shape(url) for url, _ in frontier.addresses(State.WAITING, State.TAKEN, limit=100_000))
    return tuple(Trap(shape=what, waiting=count) for what, count in left.most_common(5) if count >= TRAP)
