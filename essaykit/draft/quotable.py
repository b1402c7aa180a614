"""Essays that can be quoted, and quotations of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from essaykit.model import Record


class QuotableEssay(Protocol):
    """What must be known of an essay to quote it; `essaykit.store.CorpusEssay` fits."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def document(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def flags(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def site(self) -> str: ...  # noqa: D102
    @property
    def url(self) -> str | None: ...  # noqa: D102


class GivenEssay(Record, frozen=True, kw_only=True):
    """An essay that lies in no corpus."""

    id: str
    document: str
    title: str
    text: str
    flags: tuple[str, ...] = ()
    path: str = ""
    site: str = ""
    url: str = ""


class Excerpt(Record, frozen=True, kw_only=True):
    """A sentence of someone else's essay, word for word, with its source."""

    essay: str
    document: str
    start: int
    """Extent in the essay's text, in code points, half open."""
    end: int
    text: str
    title: str
    path: str
    site: str
    url: str
    sources: int
    """On how many independent sources this sentence stands; on more than one it is a stock phrase."""
    score: float
