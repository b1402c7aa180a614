"""`fetch learn`: a few pages of a site, fetched as politely as any, and a profile proposed from them."""

from __future__ import annotations

import json
import tempfile

from msgspec.structs import replace

from essaykit.errors import EssaykitError, UsageError
from essaykit.fetch.crawl import Watch, crawl
from essaykit.fetch.pages import Pages
from essaykit.fetch.plan import FetchPlan
from essaykit.fetch.profile import Profile, Selectors, check_profile
from essaykit.fetch.report import FailedPage
from essaykit.model import Record

FEW = 3
"""Addresses from which on nothing else is fetched; with fewer, some of the pages that they lead to come too."""

MOST_PAGES = 12


class ProposedProfile(Record, frozen=True, kw_only=True):
    """`fetch learn --json`: a profile to be looked over."""

    card: str
    """TOML."""
    pages: int
    """Pages that it was learnt from."""
    failures: tuple[FailedPage, ...]


def learn(plan: FetchPlan, watch: Watch | None = None) -> ProposedProfile:
    """Fetch a few pages of a site and propose a profile of it.

    Raises:
        UsageError: if no address is given.
        EssaykitError: if no page could be fetched.
    """
    from essaykit.fetch.propose import propose, sample
    from essaykit.read.encoding import decode

    if not plan.urls:
        raise UsageError(
            "there is nothing to learn from", file="essaykit fetch learn", hint="give a list and two or three essays of a site"
        )
    with tempfile.TemporaryDirectory(prefix="essaykit-learn-") as folder:
        depth = 0 if len(plan.urls) >= FEW else 1
        few = replace(plan, out=folder, profile="generic", depth=depth, max_pages=max(MOST_PAGES, len(plan.urls)), warc=None)
        seen: list[str] = []
        report = crawl(few, watch, on_page=seen.append)
        pages = Pages(folder)
        samples = []
        for url in dict.fromkeys(seen):
            record = pages.record_at(url)
            body = pages.bytes_of(record) if record is not None else None
            if record is not None and body is not None and record.media_type == "text/html":
                samples.append(sample(record.final_url, decode(body).text))
    if not samples:
        cause = report.failures[0].cause if report.failures else "no page was allowed to be fetched"
        raise EssaykitError(cause, file=plan.urls[0], hint="'essaykit fetch' says more")
    given = set(plan.urls)
    failures = tuple(page for page in report.failures if page.url in given)
    return ProposedProfile(card=card_text(propose(samples)), pages=len(samples), failures=failures)


def card_text(profile: Profile) -> str:
    """A profile as TOML.

    >>> print(card_text(Profile(about="x", essays=("^/[0-9]+$",), select=Selectors(title=("h1",)))), end="")
    about = "x"
    essays = ["^/[0-9]+$"]
    depth = 3
    <BLANKLINE>
    [select]
    title = ["h1"]
    """
    check_profile(profile)
    lines = [f"about = {_toml(profile.about)}"]
    lines += [
        f"{name} = {_toml(getattr(profile, name))}" for name in ("hosts", "start", "essays", "lists", "never") if getattr(profile, name)
    ]
    lines += [f"depth = {profile.depth}", "", "[select]"]
    lines += [f"{name} = {_toml(value)}" for name in Selectors.__struct_fields__ if (value := getattr(profile.select, name))]
    return "\n".join(lines) + "\n"


def _toml(value: str | tuple[str, ...]) -> str:
    """A text or list of texts; JSON's escapes are TOML's."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f"[{', '.join(_toml(each) for each in value)}]"
