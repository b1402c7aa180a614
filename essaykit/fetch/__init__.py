"""Fetching: pages of the web, politely, into a raw folder that `essaykit build` reads."""

from __future__ import annotations

from essaykit.fetch.plan import FetchPlan
from essaykit.fetch.profile import Profile, read_profile
from essaykit.fetch.report import FetchReport

__all__ = ["FetchPlan", "FetchReport", "Profile", "read_profile"]
