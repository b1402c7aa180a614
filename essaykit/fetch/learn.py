"""Proposing a profile from a few pages of a site."""

from __future__ import annotations

from essaykit.errors import UsageError
from essaykit.fetch.plan import FetchPlan
from essaykit.fetch.report import FailedPage
from essaykit.model import Record


class ProposedProfile(Record, frozen=True, kw_only=True):
    """`fetch learn --json`: a profile to be looked over."""

    card: str
    """TOML."""
    pages: int
    """Pages that it was learnt from."""
    failures: tuple[FailedPage, ...]


def learn(plan: FetchPlan) -> ProposedProfile:
    """Fetch a few pages of a site and propose a profile of it."""
    raise UsageError("not yet", file="essaykit fetch learn", hint=plan.out)
