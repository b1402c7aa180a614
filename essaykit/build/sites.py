"""What a corpus holds of each site, and what was learnt of it."""

from __future__ import annotations

from collections import Counter

import msgspec

from essaykit.build.observe import SCANS, observation_of
from essaykit.build.parts import read_part
from essaykit.model import Record
from essaykit.store.corpus import Corpus
from essaykit.store.index import IndexedDocument, totals
from essaykit.store.layout import existing_corpus

REPEATED = 2
"""Pages of a site on which a line has to stand to be one that repeats."""


class SiteCount(Record, frozen=True, kw_only=True):
    """One site of a corpus."""

    site: str
    pages: int
    """Documents; an article in several pages is one."""
    essays: int
    characters: int
    """Code points of the source texts."""
    kept: int
    """Of these, the ones that no applied operation touches."""
    removed: dict[str, int]
    """Rule → code points that it took out or replaced, most first."""
    repeated_lines: int | None
    """Different lines that stand on two or more pages of the site, as far as each page's sample of lines shows; None if
    what the build observed was thrown away."""
    flags: dict[str, int]
    """Flag → documents or essays that have it."""


class Sites(Record, frozen=True, kw_only=True):
    """`sites --json`: the sites of a corpus, the one with most pages first."""

    digest: str
    """Of the corpus."""
    sites: tuple[SiteCount, ...]


def count_sites(corpus: Corpus) -> Sites:
    """Sum up the documents of each site.

    Raises:
        CorpusError: if the corpus is missing or broken.
    """
    groups: dict[str, list[IndexedDocument]] = {}
    for line in corpus.indexed:
        groups.setdefault(line.site, []).append(line)
    repeated = _repeated(corpus)
    found = [_count(site, lines, None if repeated is None else repeated[site]) for site, lines in groups.items()]
    return Sites(digest=corpus.digest, sites=tuple(sorted(found, key=lambda s: (-s.pages, s.site))))


def _count(site: str, lines: list[IndexedDocument], repeated: int | None) -> SiteCount:
    sums = totals(lines)
    return SiteCount(
        site=site,
        pages=sums.documents,
        essays=sums.essays,
        characters=sums.characters,
        kept=sums.kept,
        removed=dict(sorted(sums.removed.items(), key=lambda item: (-item[1], item[0]))),
        repeated_lines=repeated,
        flags=dict(sorted((Counter(sums.flags) + Counter(sums.essay_flags)).items())),
    )


def _repeated(corpus: Corpus) -> Counter[str] | None:
    file = existing_corpus(corpus.folder).state / "observations.jsonl"
    try:
        with file.open("rb") as handle:
            version = msgspec.json.decode(handle.readline(), type=str)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    pages: dict[str, Counter[int]] = {}
    seen = set()
    for scan in read_part(file, version, SCANS):
        for item in scan.items:
            if item.sha256 not in seen:  # the same bytes at two paths are one page
                seen.add(item.sha256)
                pages.setdefault(item.site, Counter()).update(observation_of(item).lines)
    return Counter({site: sum(count >= REPEATED for count in lines.values()) for site, lines in pages.items()})
