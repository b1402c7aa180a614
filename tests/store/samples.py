"""Small corpora made by hand."""

from __future__ import annotations

import hashlib

from essaykit.ledger import make_operation, text_hash
from essaykit.model import Document, Essay, Flag, Kept, Metadata, Reason, Source
from essaykit.store.documents import encode_document
from essaykit.store.index import IndexedFailure, IndexedSkip, encode_index, index_document
from essaykit.store.layout import prepared_corpus

WHY = Reason(zh="页码", en="a page number")


def make_document(path, bodies, *, title="银行实习心得", date=None, promised=None, **fields):
    """A document with a title line, then one essay a body, in each of which the digits are page numbers and go."""
    source = title + "\n"
    essays, operations = [], []
    sha256 = hashlib.sha256(repr((path, bodies)).encode()).hexdigest()
    for number, body in enumerate(bodies, 1):
        start = len(source)
        for offset, char in enumerate(body):
            if char.isdigit():
                operations.append(make_operation("layout.page-number", start + offset, char, "", WHY))
        clean = "".join(c for c in body if not c.isdigit())
        spans, at = [], start
        for o in [o for o in operations if o.start >= start]:
            if o.start > at:
                spans.append((at, o.start))
            at = o.end
        if at < start + len(body):
            spans.append((at, start + len(body)))
        flags = ("truncated",) if "……" in body else ()
        essays.append(
            Essay(
                id=f"{sha256[:16]}-{start}", heading=f"篇{number}" if len(bodies) > 1 else None, number=number, text=clean,
                start=start, end=start + len(body), spans=tuple(spans), flags=flags, flag_evidence=tuple(Flag(name=f) for f in flags),
            )
        )  # fmt: skip
        source += body
    return Document(
        rules_version="r1", id=sha256[:16],
        source=Source(path=path, sha256=sha256, media_type="text/plain", encoding="utf-8", site="a.example"),
        text_sha256=text_hash(source), characters=len(source), title=title, title_span=(0, len(title)), promised_count=promised,
        metadata=(Metadata(name="date", value=date, start=0, end=0),) if date else (),
        essays=tuple(essays), kept=(Kept(start=0, end=len(title) + 1, text=title + "\n", kind="title"),),
        operations=tuple(operations), **fields,
    )  # fmt: skip


def write_corpus(folder, documents, others=()):
    """Write a corpus folder as build would."""
    layout = prepared_corpus(folder)
    lines = list(others)
    for document in documents:
        data = encode_document(document)
        layout.document(document.id).write_bytes(data)
        lines.append(index_document(document, file_sha256=hashlib.sha256(data).hexdigest(), key="k"))
    layout.index.write_bytes(encode_index(lines))
    return folder


DOCUMENTS = (
    make_document("bank/a.txt", ["我在柜台实习。1\n", "师傅教我点钞……\n"], promised=3, date="2009年7月1日"),
    make_document("bank/b.txt", ["我在大堂实习。"]),
    make_document(
        "律所/a.txt",
        ["我在律所实习😀。\n第二段。"],
        title="律所实习",
        other_sources=(Source(path="copies/c.txt", sha256="0", media_type="text/plain"),),
    ),
    make_document("empty.html", []),
)
OTHERS = (IndexedFailure(path="broken.docx", cause="is cut off"), IndexedSkip(path="logo.png", cause=".png files hold no essays"))


def names(folder):
    """Names of what lies in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())
