"""A small corpus made by hand: no reader, no cleaner, every kind of record."""

from __future__ import annotations

import hashlib
from pathlib import Path

from essaykit.ledger import applied, apply_between, make_operation, record_id, text_hash
from essaykit.model import Document, Essay, Flag, Kept, Metadata, Reason, Role, Source
from essaykit.store.documents import encode_document
from essaykit.store.files import write_whole
from essaykit.store.index import IndexedFailure, IndexedSkip, encode_index, index_document
from essaykit.store.layout import prepared_corpus

NOTICE = Reason(zh="文库网站的下载须知，不是作者的文字", en="download notice of a document site, not the author's words")
PAGE = Reason(zh="页码", en="a page number")
JOIN = Reason(zh="换页处断开的词", en="a word cut by a page end")
DOUBLE = Reason(zh="重复的字", en="a doubled character")
END = Reason(zh="行尾", en="a line end")

DIARY = """\
我的实习日记（共3篇）
1、下载文档前请自行甄别文档内容的完整性
第一天
第一天到网点，师傅教我点
- 3 -
钞。我学会了——🙂𡌛。
第二天
第二天我的的柜台前排了长队。
"""


def diary(path: str = "bank/diary.txt", text: str = DIARY) -> Document:
    """Two of three promised essays, a notice and a page number taken out, one operation that waits."""

    def cut(rule, reason, before, after="", *, proposed=False, of=text):
        return make_operation(
            rule, of.index(before), before, after, reason, evidence=("first tenth", "numbered list"), confidence=0.9, proposed=proposed
        )

    first, second = text.index("第一天到"), text.index("第二天我")
    heads = [text.index("第一天\n"), text.index("第二天\n")]
    title_end = text.index("\n")
    ends = [title_end, heads[0] + 3, heads[1] - 1, heads[1] + 3, len(text) - 1]
    operations = [
        cut("site.download-notice", NOTICE, text[title_end + 1 : heads[0]]),
        cut("layout.page-number", PAGE, "\n- 3 -\n"),
        cut("repair.doubled", DOUBLE, "的的", "的", proposed=True),
        *[make_operation("layout.line-end", e, text[e], "", END) for e in ends],
    ]
    operations.sort(key=lambda o: (o.start, o.end))
    essays = []
    identity = hashlib.sha256(f"{path}\0{text}".encode()).hexdigest()
    for number, (head, start, end) in enumerate([(heads[0], first, heads[1] - 1), (heads[1], second, len(text) - 1)], 1):
        own = [o for o in applied(operations) if start <= o.start and o.end <= end]
        body, spans = apply_between(text, own, start, end)
        flags = (Flag(name="truncated", spans=((start, end),)),) if number == 2 else ()
        essays.append(
            Essay(
                id=f"{identity[:16]}-{start}", heading=text[head : head + 3], number=number, text=body, start=start, end=end,
                heading_span=(head, head + 3), spans=spans, flags=tuple(f.name for f in flags), flag_evidence=flags,
            )
        )  # fmt: skip
    kept = [Kept(start=0, end=title_end, text=text[:title_end], kind="title")]
    kept += [Kept(start=h, end=h + 3, text=text[h : h + 3], kind="heading") for h in heads]
    notice = operations[1]
    roles = [
        Role(
            id=record_id("ro", "decode", 0, "title"),
            start=0,
            end=title_end,
            role="title",
            rule="decode",
            reason=Reason(zh="标题", en="the title"),
        ),
        Role(
            id=record_id("ro", "decode", notice.start, "notice"),
            start=notice.start,
            end=notice.end,
            role="notice",
            rule="decode",
            reason=NOTICE,
        ),
    ]
    return Document(
        rules_version="test", id=identity[:16], text_sha256=text_hash(text), characters=len(text), title=text[:title_end],
        source=Source(path=path, sha256=identity, media_type="text/plain", encoding="gb18030", site=path.partition("/")[0]),
        title_span=(0, title_end), promised_count=3, flags=("promised_not_kept",), essays=tuple(essays), kept=tuple(kept),
        metadata=(Metadata(name="date", value="2020-05-01", start=0, end=0),), roles=tuple(roles), operations=tuple(operations),
    )  # fmt: skip


def write_corpus(folder: Path, *documents: Document, failures=(), skips=()) -> Path:
    """Write documents and their index as `build` does."""
    layout = prepared_corpus(folder)
    lines = [*failures, *skips]
    for document in documents:
        data = encode_document(document)
        write_whole(layout.document(document.id), data)
        lines.append(index_document(document, file_sha256=hashlib.sha256(data).hexdigest(), key=document.id))
    write_whole(layout.index, encode_index(lines))
    return folder


def sample(folder: Path) -> Path:
    """Two documents, a failure and a file passed over."""
    return write_corpus(
        folder, diary(), diary("shop/周记.txt", DIARY.replace("网点", "门店")),
        failures=[IndexedFailure(path="broken.docx", cause="is not a Word file", hint="open and save it again")],
        skips=[IndexedSkip(path="photo.png", cause=".png files hold no essays")],
    )  # fmt: skip
