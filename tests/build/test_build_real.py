"""The build with the real reader and pipeline: every format, laws of the whole."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from essaykit.build import build_corpus
from essaykit.build.check import check_corpus
from essaykit.ledger import restore_source
from essaykit.model import Decision
from essaykit.read import read_source
from essaykit.store import append_decision, open_corpus

BODY = (
    "我在支行的柜台前站了两个月，每天早上先跟着师傅清点现金，再把昨天的凭证按编号理好。第一周我总是数错，师傅没有责备我，只让我再数一遍。"
)
PAGE = (
    "<html><head><meta charset=gbk><title>银行实习</title></head>"
    "<body><div class=nav><a href=/>首页</a></div><h1>银行实习</h1>{}</body></html>"
)


def snapshot(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(Path(folder).rglob("*")) if p.is_file()}


@pytest.fixture
def raw(tmp_path):
    from docx import Document

    raw = tmp_path / "实习 raw"
    (raw / "site").mkdir(parents=True)
    (raw / "utf8.txt").write_text(f"银行实习心得\n\n篇一：柜台\n{BODY * 3}\n\n篇二：大堂\n{BODY[::-1] * 3}\n", encoding="utf-8")
    (raw / "gbk.txt").write_bytes(f"律所实习\r\n\r\n{BODY * 2}\r\n".encode("gb18030"))
    (raw / "bom16.txt").write_bytes(f"工厂实习\n{BODY * 2}\n".encode("utf-16"))
    for i in range(4):
        page = PAGE.format(f"<p>本站资料仅供参考，下载后请自行核对</p><p>{BODY * 2}这是第{i}页。</p>")
        (raw / "site" / f"{i}.html").write_bytes(page.encode("gbk"))
    records = [{"text": f"实习日记\n{BODY * 2}"}, {"html": PAGE.format(f"<p>{BODY * 2}</p>"), "url": "https://a.example/1"}, {"none": 1}]
    (raw / "records.jsonl").write_text("".join(json.dumps(r, ensure_ascii=i == 0) + "\n" for i, r in enumerate(records)), encoding="utf-8")
    document = Document()
    document.add_heading("酒店实习", 1)
    document.add_paragraph(BODY * 2)
    document.save(str(raw / "a.docx"))
    (raw / "empty.txt").write_bytes(b"")
    (raw / "cut.docx").write_bytes((raw / "a.docx").read_bytes()[:2000])
    return raw


def test_every_format_is_built_accounted_for_and_compared_with_the_raw_files(raw, tmp_path):
    report = build_corpus([raw], tmp_path / "c")
    corpus = open_corpus(tmp_path / "c")
    assert {line.path for line in corpus.indexed} >= {"utf8.txt", "gbk.txt", "bom16.txt", "site/0.html", "records.jsonl#1", "a.docx"}
    assert [f.path for f in report.failures] == ["cut.docx", "empty.txt", "records.jsonl#3"]
    checked = check_corpus(corpus, raw)
    assert checked.problems == ()
    assert checked.raw_files == checked.documents == len(corpus.indexed)
    assert check_corpus(corpus, tmp_path).problems != ()


def test_what_was_read_comes_back(raw, tmp_path):
    build_corpus([raw], tmp_path / "c")
    for document in open_corpus(tmp_path / "c").documents():
        if "#" not in document.source.path:
            data = (raw / document.source.path).read_bytes()
            assert document.id == hashlib.sha256(data).hexdigest()[:16]
            assert restore_source(document) == read_source(data, document.source.path).text


def test_one_worker_many_forced_and_again_give_the_same_bytes(raw, tmp_path):
    build_corpus([raw], tmp_path / "1")
    first = snapshot(tmp_path / "1")
    build_corpus([raw], tmp_path / "3", workers=3)
    assert snapshot(tmp_path / "3") == first
    assert build_corpus([raw], tmp_path / "1").built == 0
    assert build_corpus([raw], tmp_path / "1", force=True).reused == 0
    assert snapshot(tmp_path / "1") == first


def test_documents_that_come_and_go_leave_the_bytes_of_a_fresh_build(raw, tmp_path):
    shutil.move(raw / "site", tmp_path / "site")
    build_corpus([raw], tmp_path / "c")
    (raw / "site").mkdir()
    for i in range(4):
        shutil.move(tmp_path / "site" / f"{i}.html", raw / "site" / f"{i}.html")
        build_corpus([raw], tmp_path / "c")
    (raw / "site" / "2.html").unlink()
    build_corpus([raw], tmp_path / "c")
    build_corpus([raw], tmp_path / "d")
    assert snapshot(tmp_path / "c") == snapshot(tmp_path / "d")


def test_an_encoding_that_was_asked_for_passes_the_check(raw, tmp_path):
    build_corpus([raw / "gbk.txt"], tmp_path / "c", encoding="gb18030")
    assert check_corpus(open_corpus(tmp_path / "c"), raw).problems == ()


def test_a_rejected_operation_stays_rejected_through_a_rebuild(raw, tmp_path):
    out = tmp_path / "c"
    build_corpus([raw], out)
    document = next(d for d in open_corpus(out).documents() if any(o.state == "applied" for o in d.operations))
    operation = next(o for o in document.operations if o.state == "applied")
    append_decision(out, Decision(
        id="d1", verdict="reject", document=document.id, path=document.source.path, operation=operation.id,
        span=(operation.start, operation.end), quote=operation.before,
    ))  # fmt: skip
    assert build_corpus([raw], out).built == 1
    again = open_corpus(out).document(document.id)
    assert [o.state for o in again.operations if o.id == operation.id] == ["rejected"]
    assert check_corpus(open_corpus(out), raw).problems == ()
    before = snapshot(out)
    build_corpus([raw], out, force=True)
    assert snapshot(out) == before
