"""`rules stats`: what each rule did, and how often labels agree."""

import json

import pytest

from essaykit.cli.rulestats import read_labels, whose_text
from essaykit.errors import Exit
from essaykit.ledger import make_operation
from essaykit.model import Reason

WHY = Reason(zh="页码", en="a page number")
GOLD = {
    "file": "diary.txt",
    "essays": [{"heading": "第一天", "text": "第一天到网点，师傅教我点钞。我学会了。\n晚上把练功券又数了一遍，没有数对。"}],
    "boilerplate_texts": [{"type": "notice", "text": "1、下载文档前请自行甄别文档内容的完整性"}, "更多范文请看下一页的推荐"],
}


@pytest.fixture
def gold(tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    return folder


@pytest.fixture
def labels(gold):
    (gold / "diary.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return read_labels(gold)["diary.txt"]


@pytest.mark.parametrize(
    ("before", "after", "around", "whose"),
    [
        ("\n- 3 -\n", "", ("师傅教我点", "钞。我学会了。"), {"foreign": 3}),
        ("旳", "我", ("师傅教", "点钞。"), {"foreign": 1}),
        ("师傅教我", "", ("第一天到网点，", "点钞。"), {"author": 4}),
        ("1、下载文档前请自行甄别文档内容的完整性\n", "", ("标题", "第一天"), {"foreign": 20}),
        ("更多范文请看下一页的推荐，还有别的", "", ("标题", ""), {"foreign": 12, "author": 0, "unknown": 5}),
        ("晚上把练功券又数了一遍，没有数对。", "", ("我学会了。", ""), {"author": 17}),
        ("晚上把练功券又数了一遍，没有数对。", "", ("标题", "1、下载"), {"foreign": 0, "author": 17, "unknown": 0}),
        ("谁也没有说过的一行字", "", ("标题", "第一天"), {"foreign": 0, "author": 0, "unknown": 10}),
        ("\n", "", ("师傅教我点", "钞。"), {"unknown": 0}),
    ],
)
def test_whose_text_an_operation_changes(before, after, around, whose, labels):
    assert whose_text(make_operation("layout.page-dashes", 5, before, after, WHY), around, labels) == whose


def test_without_labels_only_what_was_done_is_counted(corpus, essaykit):
    found = json.loads(essaykit("rules", "stats", "--json")[1])
    assert (found["documents"], found["labelled"]) == (2, None)
    by_rule = {r["rule"]: r for r in found["rules"]}
    assert (by_rule["site.download-notice"]["documents"], by_rule["site.download-notice"]["operations"]) == (2, 2)
    assert all(r["precision"] is None and r["foreign"] is None for r in found["rules"])
    assert [r["characters"] for r in found["rules"]] == sorted((r["characters"] for r in found["rules"]), reverse=True)


def test_a_corpus_is_right_by_its_own_labels(raw_corpus, gold, essaykit):
    lines = json.loads(essaykit("list", "--json", "--corpus", str(raw_corpus))[1])["documents"]
    essaykit("label", *(d["path"] for d in lines), "--out", str(gold), "--corpus", str(raw_corpus))
    found = json.loads(essaykit("rules", "stats", "--labelled", str(gold), "--corpus", str(raw_corpus), "--json")[1])
    assert found["labelled"] == found["documents"] == len(lines)
    assert {r["rule"]: r["precision"] for r in found["rules"] if r["precision"] not in (None, 1.0)} == {}
    assert sum(r["precision"] == 1.0 for r in found["rules"]) >= 15


def test_what_labels_keep_lowers_precision(corpus, gold, essaykit):
    essaykit("label", "diary.txt", "--out", "gold")
    (file,) = gold.iterdir()
    labels = json.loads(file.read_text(encoding="utf-8"))
    labels["essays"][0]["text"] = labels["boilerplate_texts"].pop(0)["text"] + labels["essays"][0]["text"]
    file.write_text(json.dumps(labels), encoding="utf-8")
    code, out, err = essaykit("rules", "stats", "--labelled", "gold")
    assert (code, err) == (Exit.OK, "1 of 2 documents have labels\n")
    (row,) = [line.split() for line in out.splitlines() if line.startswith("site.download-notice")]
    assert row[1:] == ["2", "2", "42", "0", "20", "0", "0.000"]


def test_labels_may_name_lines_of_the_raw_file(gold, tmp_path):
    (tmp_path / "diary.txt").write_text("标题\n第一天到网点，师傅教我点钞。\n本站提供免费下载服务\n晚上又数了一遍。\n", encoding="gb18030")
    lines = {"file": "diary.txt", "essays": [{"start_line": 2, "end_line": 4}], "boilerplate_lines": [3]}
    (gold / "diary.json").write_text(json.dumps(lines), encoding="utf-8")
    labels = read_labels(gold, tmp_path)["diary.txt"]
    assert labels.authors == "第一天到网点,师傅教我点钞。晚上又数了一遍。"
    assert labels.pieces == {"本站提供免费下载服务"}


@pytest.mark.parametrize(
    "content", [None, b"", b"[]", b'{"file": "diary.txt"}', b'{"file": "diary.txt", "essays": [{"start_line": 1}]}', b"\xff"]
)
def test_labels_that_can_not_be_read_are_one_line(content, corpus, gold, essaykit):
    if content is not None:
        (gold / "diary.json").write_bytes(content)
    code, out, err = essaykit("rules", "stats", "--labelled", "gold")
    assert code in (Exit.NOTHING_READ, Exit.USAGE)
    assert (out, err.count("\n")) == ("", 1)


@pytest.mark.parametrize("args", [["--labelled", "nowhere"], ["--raw", "gold"], ["--labelled", "gold", "--raw", "nowhere"]])
def test_a_bad_call_is_one_line(args, corpus, gold, essaykit):
    code, out, err = essaykit("rules", "stats", *args)
    assert (code, out, err.count("\n")) == (Exit.USAGE, "", 1)


def test_labels_of_other_documents_are_no_labels(corpus, gold, essaykit):
    (gold / "a.json").write_text(json.dumps({**GOLD, "file": "other.txt"}), encoding="utf-8")
    code, _, err = essaykit("rules", "stats", "--labelled", "gold")
    assert code == Exit.USAGE
    assert "no document of this corpus" in err
