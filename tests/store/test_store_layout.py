"""What is a corpus folder, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import names

from essaykit.errors import CorpusError
from essaykit.store.layout import existing_corpus, is_corpus, prepared_corpus


def test_a_new_folder_becomes_a_corpus(tmp_path):
    layout = prepared_corpus(tmp_path / "a" / "b")
    assert is_corpus(layout.folder)
    assert names(layout.folder) == ["documents", "essaykit-corpus", "state"]
    assert existing_corpus(layout.folder) == layout


def test_an_empty_folder_becomes_a_corpus_also_after_a_kill_at_the_first_moment(tmp_path):
    (tmp_path / ".essaykit-1-1.tmp").write_bytes(b"")
    assert is_corpus(prepared_corpus(tmp_path).folder)


def test_a_folder_with_other_things_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"")
    with pytest.raises(CorpusError) as caught:
        prepared_corpus(tmp_path)
    assert str(caught.value) == f"{tmp_path}: holds other things (thesis.docx) and is not a corpus folder (choose a new or empty folder)"
    assert names(tmp_path) == ["thesis.docx"]


def test_a_file_is_refused(tmp_path):
    (tmp_path / "x").write_bytes(b"")
    with pytest.raises(CorpusError, match="is not a folder"):
        prepared_corpus(tmp_path / "x")
    with pytest.raises(CorpusError):
        prepared_corpus(tmp_path / "x" / "y")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_device_is_refused():
    with pytest.raises(CorpusError, match="/dev/full: is not a folder"):
        prepared_corpus(Path("/dev/full"))


def test_reading_what_is_no_corpus(tmp_path):
    with pytest.raises(CorpusError, match="there is no such corpus folder"):
        existing_corpus(tmp_path / "none")
    (tmp_path / "x").write_bytes(b"")
    with pytest.raises(CorpusError, match="is not a folder"):
        existing_corpus(tmp_path / "x")
    with pytest.raises(CorpusError, match="is not a corpus folder"):
        existing_corpus(tmp_path)


def test_a_layout_of_the_future_is_not_touched(tmp_path):
    (tmp_path / "essaykit-corpus").write_text("essaykit corpus, layout 99\n", encoding="utf-8")
    for function in (existing_corpus, prepared_corpus):
        with pytest.raises(CorpusError, match="another layout"):
            function(tmp_path)
    assert names(tmp_path) == ["essaykit-corpus"]
