"""Numbers and lists over a corpus, as `list` and `stats` print them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from essaykit.cli.places import line_of
from essaykit.cli.records import (
    EssayListing,
    FailedInput,
    Failures,
    ListedDocument,
    ListedEssay,
    Listing,
    Proposal,
    Queue,
    RuleShare,
    SiteShare,
    Stats,
)
from essaykit.ledger import restore_source
from essaykit.store import Corpus, IndexedSkip
from essaykit.text import word_count


def list_documents(corpus: Corpus, flag: str | None = None) -> Listing:
    """The documents of a corpus; with ``flag`` those that have it or hold an essay that has it."""
    return Listing(
        documents=tuple(
            ListedDocument(
                id=d.id,
                path=d.path,
                title=d.title,
                essays=d.essays,
                promised=d.promised,
                characters=d.characters,
                kept=d.kept,
                proposed=d.proposed,
                flags=d.flags,
                essay_flags=d.essay_flags,
                site=d.site,
                encoding=d.encoding,
            )
            for d in corpus.indexed
            if flag is None or flag in d.flags or flag in d.essay_flags
        )
    )


def list_essays(corpus: Corpus, flag: str | None = None) -> EssayListing:
    """The essays of a corpus; with ``flag`` those that have it."""
    return EssayListing(
        essays=tuple(
            ListedEssay(id=e.id, path=e.path, title=e.title, words=word_count(e.text), flags=e.flags)
            for e in corpus.essays()
            if flag is None or flag in e.flags
        )
    )


def list_proposed(corpus: Corpus) -> Queue:
    """The editor's queue: operations that wait for a person's word, in the order of documents and places."""
    return Queue(proposed=tuple(_proposals(corpus)))


def _proposals(corpus: Corpus) -> Iterator[Proposal]:
    for line in corpus.indexed:
        if not line.proposed:
            continue
        document = corpus.document(line.id)
        source = restore_source(document)
        for o in document.operations:
            if o.state == "proposed":
                yield Proposal(document=document.id, path=line.path, line=line_of(document, source, o.start), operation=o)


def list_failures(corpus: Corpus) -> Failures:
    """What the last build could not read, and what it passed over."""
    return Failures(
        failed=tuple(FailedInput(path=f.path, cause=f.cause, place=f.place, hint=f.hint) for f in corpus.failures),
        skipped=tuple(FailedInput(path=s.path, cause=s.cause) for s in corpus.index if isinstance(s, IndexedSkip)),
    )


def corpus_stats(corpus: Corpus) -> Stats:
    """What a corpus holds and what was done to it; reads every essay, to count its words."""
    sums = corpus.totals
    sites: dict[str, SiteShare] = {}
    for d in corpus.indexed:
        so_far = sites.get(d.site, SiteShare(documents=0, essays=0))
        sites[d.site] = SiteShare(documents=so_far.documents + 1, essays=so_far.essays + d.essays)
    return Stats(
        digest=corpus.digest,
        documents=sums.documents,
        essays=sums.essays,
        words=sum(word_count(e.text) for e in corpus.essays()),
        promising=sums.promising,
        promised=sums.promised,
        promises_kept=sums.promises_kept,
        failed=len(corpus.failures),
        skipped=sum(isinstance(line, IndexedSkip) for line in corpus.index),
        characters=sums.characters,
        kept=sums.kept,
        proposed=sums.proposed,
        decisions=len(corpus.decisions()),
        unplaced=sums.unplaced,
        removed={
            rule: RuleShare(operations=sums.operations[rule], characters=n, share=round(n / max(1, sums.characters), 6))
            for rule, n in sorted(sums.removed.items(), key=lambda item: (-item[1], item[0]))
        },
        flags=_by_count(sums.flags),
        essay_flags=_by_count(sums.essay_flags),
        encodings=_by_count(Counter(d.encoding or "none of its own" for d in corpus.indexed)),
        media_types=_by_count(Counter(d.media_type for d in corpus.indexed)),
        sites=dict(sorted(sites.items(), key=lambda item: (-item[1].documents, item[0]))),
    )


def _by_count(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
