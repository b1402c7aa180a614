"""`list`, `show`, `stats`: what they print, and what JSON says of the same."""

import json

from essaykit.errors import Exit
from tests.cli.corpora import DIARY, diary


def test_list_prints_one_line_a_document(corpus, essaykit):
    code, out, err = essaykit("list")
    assert (code, err) == (Exit.OK, "")
    head, first, second = out.splitlines()
    assert head.split() == ["id", "essays", "kept", "waiting", "flags", "title", "path"]
    assert "2/3" in first
    assert "promised_not_kept truncated:1" in first
    assert first.endswith("bank/diary.txt")
    assert second.endswith("shop/周记.txt")


def test_list_essays_with_a_flag(corpus, essaykit):
    found = json.loads(essaykit("list", "--essays", "--flag", "truncated", "--json")[1])["essays"]
    assert [e["title"] for e in found] == ["第二天", "第二天"]


def test_list_proposed_is_the_editors_queue(corpus, essaykit):
    code, out, err = essaykit("list", "--proposed")
    assert code == Exit.OK
    assert "bank/diary.txt:8" in out
    assert "的的 → 的" in out
    assert "2 wait" in err


def test_list_failed(corpus, essaykit):
    out = essaykit("list", "--failed")[1]
    assert "broken.docx" in out
    assert "photo.png" in out


def test_an_unknown_flag_gets_the_nearest(corpus, essaykit):
    code, _, err = essaykit("list", "--flag", "truncate")
    assert code == Exit.USAGE
    assert "did you mean truncated?" in err


def test_show_a_document_by_path_base_name_or_id(corpus, essaykit):
    by_path = essaykit("show", "bank/diary.txt")[1]
    assert essaykit("show", "diary.txt")[1] == by_path
    assert essaykit("show", diary().id[:6])[1] == by_path
    assert "第一天到网点，师傅教我点钞。我学会了——🙂𡌛。" in by_path
    assert "甄别" not in by_path


def test_show_an_essay(corpus, essaykit):
    essay = diary().essays[0]
    assert essaykit("show", essay.id)[1] == f"第一天\n\n{essay.text}\n"
    assert json.loads(essaykit("show", essay.id, "--json")[1])["text"] == essay.text


def test_show_raw_restores_the_source_exactly(corpus, essaykit):
    assert essaykit("show", "diary.txt", "--raw")[1] == DIARY


def test_stats(corpus, essaykit):
    found = json.loads(essaykit("stats", "--json")[1])
    assert (found["documents"], found["essays"], found["promised"], found["promises_kept"]) == (2, 4, 6, 0)
    assert found["removed"]["site.download-notice"]["operations"] == 2
    assert sum(r["characters"] for r in found["removed"].values()) + found["kept"] == found["characters"]
    assert found["encodings"] == {"gb18030": 2}
    assert "site.download-notice" in essaykit("stats")[1]


def test_list_failed_of_a_corpus_without_failures_says_so(tmp_path, essaykit):
    (tmp_path / "a.txt").write_text(DIARY, encoding="utf-8")
    essaykit("build", str(tmp_path / "a.txt"), "--out", str(tmp_path / "c"), "--quiet")
    assert essaykit("list", "--failed", "--corpus", str(tmp_path / "c"))[2] == "everything was read\n"
