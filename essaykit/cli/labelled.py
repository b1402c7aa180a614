"""A document's decisions in the form of labelled samples, which scorers read: gold for tests and training."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal

from essaykit.build.rulings import Rulings
from essaykit.cli.records import Boilerplate, LabelledDocument, LabelledEssay
from essaykit.errors import UsageError
from essaykit.ledger import applied
from essaykit.model import Decision, Document, Essay, Operation
from essaykit.pipeline import decisions_digest
from essaykit.store import Corpus

AROUND = 8
"""Characters of clean text on both sides by which a piece inside an essay is found again."""

_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff\x00-\x1f\x7f-\x9f]+")


def folded(text: str) -> str:
    """Text as labels are compared: compatibility forms resolved, without white space and invisible characters.

    >>> folded("第 １ 页\\u200b")
    '第1页'
    """
    return _seen(unicodedata.normalize("NFKC", text))


def _seen(text: str) -> str:
    return _UNSEEN.sub("", text)


def base_name(path: str) -> str:
    """The name by which labels find a document, whatever folder it lies in.

    >>> base_name("bank/diary.txt"), base_name("notes.jsonl#3")
    ('diary.txt', 'notes.jsonl#3')
    """
    return path.rpartition("/")[2]


def label_document(document: Document) -> LabelledDocument:
    """What was decided about a document, as labels: its essays as they are now, and every piece that was taken out."""
    return LabelledDocument(
        file=base_name(document.source.path),
        document=document.id,
        encoding=document.source.encoding,
        title=document.title,
        promised_count=document.promised_count,
        flags=document.flags,
        essays=tuple(LabelledEssay(heading=e.heading, text=e.text, flags=e.flags) for e in document.essays),
        boilerplate_texts=tuple(_pieces(document)),
    )


def label_documents(corpus: Corpus, names: Sequence[str]) -> list[tuple[Document, LabelledDocument]]:
    """Several documents and their labels, each once, in the order of their names.

    Raises:
        UsageError: if a document is not there, or two have one base name, by which labels know them.
    """
    documents = list({line.id: corpus.document(line.id) for line in map(corpus.find, names)}.values())
    paths: dict[str, str] = {}
    for document in documents:
        path = document.source.path
        other = paths.setdefault(base_name(path), path)
        if other != path:
            raise UsageError(
                f"{other} and {path} have one base name, by which labels are found", hint="label them into folders of their own"
            )
    return [(document, label_document(document)) for document in documents]


def is_behind(document: Document, rulings: Rulings) -> bool:
    """Whether people ruled on a document since it was built."""
    paths = [document.source.path, *(s.path for s in document.other_sources)]
    return decisions_digest(rulings.for_document(document.id, paths, document.source.site)) != document.decisions_digest


def rulings_of(corpus: Corpus, decisions: Sequence[Decision]) -> Rulings:
    """The decisions of a corpus, sorted by the documents that it holds."""
    lines = corpus.indexed
    return Rulings.of(decisions, found_ids={x.id for x in lines}, found_paths={p for x in lines for p in (x.path, *x.other_paths)})


def _pieces(document: Document) -> Iterator[Boilerplate]:
    """What was taken out and can be seen; a piece whose absence nobody could tell, as in 的的 for 的, is no label."""
    texts = [folded(e.text) for e in document.essays]
    operations = applied(document.operations)
    inside = {o.id: (essay, at) for essay in document.essays for o, at in _places(essay, operations)}
    for o in operations:
        piece = folded(o.before)
        if o.after or not piece:
            continue
        before = after = ""
        if o.id in inside:
            essay, at = inside[o.id]
            before, after = _seen(essay.text[:at])[-AROUND:], _seen(essay.text[at:])[:AROUND]
            if any((before and folded(before) + piece in t) or (after and piece + folded(after) in t) for t in texts):
                continue
        yield Boilerplate(
            type=o.rule.removeprefix("role."), text=o.before.strip(), place=_place(document, o, inside=o.id in inside),
            before=before, after=after,
        )  # fmt: skip


def _places(essay: Essay, operations: Sequence[Operation]) -> Iterator[tuple[Operation, int]]:
    """The operations inside an essay, each with its place in the clean text."""
    at, cursor = essay.start, 0
    for o in operations:
        if essay.start <= o.start and o.end <= essay.end:
            cursor += o.start - at
            yield o, cursor
            cursor += len(o.after)
            at = o.end


def _place(document: Document, o: Operation, *, inside: bool) -> Literal["pre", "essay", "body", "post"]:
    if inside:
        return "essay"
    if not document.essays or o.end <= document.essays[0].start:
        return "pre"
    return "post" if o.start >= document.essays[-1].end else "body"
