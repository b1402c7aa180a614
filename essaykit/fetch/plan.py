"""What a crawl is to do: addresses, limits, manners. A plain value, made by whoever starts it."""

from __future__ import annotations

import hashlib

import msgspec

from essaykit.model import Record

TRIES = 3
"""Requests for one address that fails, in all."""

MAX_BYTES = 64 << 20
"""Of a body, as it comes and unpacked."""

MAX_REDIRECTS = 5
MAX_PARTS = 200
"""Pages of one article."""


class FetchPlan(Record, frozen=True, kw_only=True):
    """A crawl to be done."""

    urls: tuple[str, ...]
    """Addresses to begin with."""
    profile: str = "generic"
    """Id of a shipped profile, or file of one."""
    out: str = "raw"
    depth: int = 0
    """Links to follow from the addresses given; parts of an article are always fetched."""
    max_pages: int = 1000
    """Requests in all, those for robots.txt not counted."""
    delay: float = 2.0
    """Least seconds between an answer of a host and the next request to it."""
    timeout: float = 60.0
    """Seconds for one answer, from the first byte asked to the last one read."""
    contact: str = ""
    """Where the owner of a site can complain: stands in the user agent."""
    allow_private: tuple[str, ...] = ()
    """Origins, as HOST:PORT, that may lead into a private network."""
    resolve: tuple[str, ...] = ()
    """Addresses to use instead of asking for a name, as HOST:PORT:ADDRESS."""
    warc: str | None = None
    """File to add all answers to."""

    @property
    def job(self) -> str:
        """Name of the crawl: the same addresses with the same profile and depth go on with one another."""
        same = msgspec.json.encode((sorted(self.urls), self.profile, self.depth))
        return hashlib.sha256(same).hexdigest()[:16]
