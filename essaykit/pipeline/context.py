"""What depends on other documents of a site: which short lines stand on its pages. Observed per document, merged, read back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

import msgspec

from essaykit.label import short_lines
from essaykit.model import ContextView, Observation, SourceText

LINES_KEPT = 512  # a document's lines with the smallest hashes: a fair sample that every run draws alike
_STEPS = (1, 2, 5)


class CorpusContext:
    """For each site the number of its documents and on how many of them each line stands.

    Merging is associative, commutative and exact; keys are hashes, at most `LINES_KEPT` a document.
    """

    def __init__(self) -> None:
        self.documents: Counter[str] = Counter()
        self.lines: dict[str, Counter[int]] = {}

    def merge(self, observation: Observation) -> None:
        """Add what one document says."""
        self.documents[observation.site] += 1
        self.lines.setdefault(observation.site, Counter()).update(observation.lines)

    def merge_all(self, observations: Iterable[Observation]) -> CorpusContext:
        """Add what several documents say; returns itself."""
        for observation in observations:
            self.merge(observation)
        return self


def merge_contexts(contexts: Iterable[CorpusContext]) -> CorpusContext:
    """One context from several."""
    merged = CorpusContext()
    for context in contexts:
        merged.documents.update(context.documents)
        for site, lines in context.lines.items():
            merged.lines.setdefault(site, Counter()).update(lines)
    return merged


def site_of(text: SourceText, path: str) -> str:
    """The site of a document: domain of its address, else its page's most frequent host, else its folder.

    >>> site_of(SourceText(text="", blocks=(), media_type="text/plain", url="https://www.example.org/a"), "x/y.txt")
    'example.org'
    """
    host = urlsplit(text.url).hostname if text.url else None
    if host is None and text.hosts:
        host = text.hosts[0]
    if host:
        return host.removeprefix("www.")
    folder, slash, _ = path.rpartition("/")
    return f"folder:{folder}" if slash else "folder:"


def observe_source(text: SourceText, path: str) -> Observation:
    """What one document tells the context."""
    return Observation(site=site_of(text, path), lines=tuple(sorted(short_lines(text))[:LINES_KEPT]))


def rounded(count: int) -> int:
    """A count rounded down to 1, 2, 5, 10, 20, 50 …, so that one more page does not rewrite a site.

    >>> [rounded(n) for n in (0, 1, 4, 9, 49, 230)]
    [0, 1, 2, 5, 20, 200]
    """
    if count < 1:
        return 0
    scale: int = 10 ** (len(str(count)) - 1)
    return max(step * scale for step in _STEPS if step * scale <= count)


def view_context(observation: Observation, context: CorpusContext) -> ContextView:
    """What one document reads from the context: only lines that stand on two or more of its site's documents."""
    documents = rounded(context.documents.get(observation.site, 0))
    lines = context.lines.get(observation.site)
    if documents < 2 or lines is None:
        return ContextView(site=observation.site, documents=min(documents, 1))
    shared = tuple((key, rounded(lines[key])) for key in observation.lines if lines[key] > 1)
    return ContextView(site=observation.site, documents=documents, lines=shared)


def view_digest(view: ContextView) -> str:
    """Digest of a view, for the index and the document."""
    return hashlib.blake2b(msgspec.json.encode(view), digest_size=8).hexdigest()
