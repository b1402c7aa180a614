"""The index of excerpts is kept beside a corpus, gives what a fresh one gives, and is made anew when the corpus changes or it breaks."""

import numpy as np
import pytest
from draft_samples import LOBBY, NURSE, TELLER

from essaykit.cli.main import main
from essaykit.draft import excerpt_kept
from essaykit.draft.against import corpus_against
from essaykit.draft.excerpt_kept import FILE, corpus_excerpts
from essaykit.draft.excerpts import choose_excerpts, pick_excerpts
from essaykit.draft.library import find_template
from essaykit.store import open_corpus

REPORT = find_template("report")


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    for name, text in (("银行柜员实习报告", TELLER), ("大堂实习心得", LOBBY), ("护理实习报告", NURSE)):
        (tmp_path / "raw" / f"{name}.txt").write_text(f"{name}\n\n{text.strip()}\n", encoding="utf-8")
    assert main(["build", "raw", "--out", "corpus", "--quiet"]) == 0
    return tmp_path / "corpus"


def test_what_is_kept_gives_what_a_fresh_index_gives(corpus, monkeypatch):
    fresh = pick_excerpts(*corpus_excerpts(open_corpus(corpus)), REPORT, "银行柜员")
    assert fresh == choose_excerpts(open_corpus(corpus), REPORT, "银行柜员")
    monkeypatch.setattr(excerpt_kept, "index_essays", None)  # nothing is indexed again
    assert pick_excerpts(*corpus_excerpts(open_corpus(corpus)), REPORT, "银行柜员") == fresh
    assert any(fresh.values())


@pytest.mark.parametrize("data", [b"", b"\x00" * 99, b"\x81\xa3key\xa1x"])
def test_a_broken_file_is_made_anew(corpus, data):
    before = pick_excerpts(*corpus_excerpts(open_corpus(corpus)), REPORT, "银行柜员")
    (corpus / "state" / FILE).write_bytes(data)
    assert pick_excerpts(*corpus_excerpts(open_corpus(corpus)), REPORT, "银行柜员") == before
    assert (corpus / "state" / FILE).read_bytes() != data


def test_another_corpus_is_indexed_anew(corpus):
    corpus_excerpts(open_corpus(corpus))
    (corpus.parent / "raw" / "新.txt").write_text(f"软件测试实习报告\n\n{LOBBY.replace('网点', '机房').strip()}\n", encoding="utf-8")
    assert main(["build", "raw", "--out", "corpus", "--quiet"]) == 0
    assert len(corpus_excerpts(open_corpus(corpus))[0].essays) == 4


def test_a_paper_is_compared_with_what_is_kept_as_with_a_fresh_index(corpus):
    cold, source = corpus_against(open_corpus(corpus))
    warm, again = corpus_against(open_corpus(corpus))
    assert np.array_equal(cold.grams.values, warm.grams.values)
    assert np.array_equal(cold.stock, warm.stock)
    assert [source(n) for n in range(3)] == [again(n) for n in range(3)]
