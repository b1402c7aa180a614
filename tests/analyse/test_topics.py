"""Topics: clusters that can be named and trusted."""

import msgspec
import numpy as np
import pytest

from essaykit.analyse.describe import topic_coherence
from essaykit.analyse.kept import cut_texts
from essaykit.analyse.stock import find_stock, own_sentences, stock_keys
from essaykit.analyse.texts import Text, Texts
from essaykit.analyse.tokens import traits_of
from essaykit.analyse.topics import find_topics
from essaykit.analyse.words import make_segmenter
from essaykit.errors import UsageError


@pytest.fixture(scope="module")
def found(essays):
    return find_topics(essays, k=3, seed=1)


def test_trades_become_topics(essays, found):
    trades = {}
    for text, a in zip(essays, found.assignments, strict=True):
        assert a.id == text.id
        trades.setdefault(a.cluster, set()).add(text.fields["trade"])
    assert sorted(map(sorted, trades.values())) == [["bank"], ["shop"], ["ward"]]
    assert [t.size for t in found.topics] == [12, 12, 12]
    assert found.stability > 0.9
    assert found.stable_texts == 36
    assert found.note is None


def test_topics_are_named_by_their_own_words(essays, found):
    for topic in found.topics:
        trade = next(t.fields["trade"] for t, a in zip(essays, found.assignments, strict=True) if a.cluster == topic.topic)
        place = {"bank": "银行", "ward": "医院", "shop": "工厂"}[trade]
        others = {"银行", "医院", "工厂"} - {place}
        assert not others & set(topic.words)
        assert all(text.id.startswith(trade) for text in topic.texts)
        for sentence in topic.sentences:
            text = next(t for t in essays if t.id == sentence.id)
            assert text.text[sentence.start :].startswith(sentence.text)


def test_same_seed_same_bytes(essays, found):
    assert msgspec.json.encode(find_topics(essays, k=3, seed=1)) == msgspec.json.encode(found)


def test_the_number_is_found_where_none_is_given(essays):
    found = find_topics(essays)
    assert found.chosen
    assert [t.k for t in found.tried] == [4, 5, 6]
    assert found.k in {4, 5, 6}


def test_too_few_to_cluster_is_said_and_not_refused(essays):
    found = find_topics(essays[:3])
    assert found.note == "too few texts to cluster: 2 share words with others, and 8 are needed where no number of topics is given"
    assert [t.size for t in found.topics] == [2]


@pytest.mark.parametrize("k", [0, -1, 5])
def test_more_topics_than_texts_are_refused(essays, k):
    with pytest.raises(UsageError, match=f"{k} topics can't be made of 4 texts"):
        find_topics(essays[:4], k=k)


def test_texts_that_are_all_the_same(essays):
    same = [Text(id=str(i), text=essays[0].text) for i in range(10)]
    for k in (None, 3):
        found = find_topics(same, k=k)
        assert found.k <= 1
        assert found.note


@pytest.mark.parametrize("texts", [(), ("",), ("", "。"), ("实习", "心得")], ids=repr)
def test_nothing_to_cluster(texts):
    found = find_topics([Text(id=str(i), text=t) for i, t in enumerate(texts)])
    assert found.topics == ()
    assert found.note == "no text has a word that others share: nothing to cluster"
    assert {a.cluster for a in found.assignments} <= {-1}


def test_a_blank_text_among_others(essays):
    found = find_topics([*essays, Text(id="blank", text="")], k=3)
    assert found.assignments[-1].cluster == -1
    assert sum(t.size for t in found.topics) == 36


@pytest.mark.parametrize("k", [3, None])
def test_nmf_finds_the_trades_too(essays, k):
    found = find_topics(essays, k=k, method="nmf", seed=1)
    trades = {}
    for text, a in zip(essays, found.assignments, strict=True):
        trades.setdefault(a.cluster, set()).add(text.fields["trade"])
    assert all(len(names) == 1 for names in trades.values())
    assert found.method == "nmf"
    assert found.versions["scikit-learn"]
    assert msgspec.json.encode(find_topics(essays, k=k, method="nmf", seed=1)) == msgspec.json.encode(found)


def test_nmf_has_no_use_for_embeddings(essays):
    with pytest.raises(UsageError, match="nmf has no use for embeddings"):
        find_topics(essays, k=3, method="nmf", features="embedding")


def test_groups_tell_how_they_spread_over_the_topics(essays):
    found = find_topics(essays, k=3, by="trade")
    assert [(g.group, g.texts, max(g.shares)) for g in found.groups] == [("bank", 12, 1.0), ("shop", 12, 1.0), ("ward", 12, 1.0)]
    assert all(sum(g.shares) == pytest.approx(1, abs=0.001) for g in find_topics(essays, k=3, by="site").groups)
    with pytest.raises(UsageError, match="no text has a field colour"):
        find_topics(essays, k=3, by="colour")


def test_words_of_a_topic_stand_together(found):
    assert all(0 < topic.coherence <= 1 for topic in found.topics)
    assert found.coherence == pytest.approx(sum(t.coherence for t in found.topics) / 3, abs=0.001)
    assert 0.5 < found.diversity <= 1


@pytest.mark.parametrize(
    ("presence", "coherence"), [([[1, 1], [0, 0]], 1.0), ([[1, 0], [0, 1]], -1.0), ([[1, 1], [1, 0], [0, 1], [0, 0]], 0.0)]
)
def test_coherence_of_words_that_stand_together_apart_or_as_by_chance(presence, coherence):
    stands = np.array(presence, dtype=float)
    assert topic_coherence(stands.T @ stands, [0, 1], len(stands)) == pytest.approx(coherence)


def test_topics_count_independent_sources_where_they_are_known(essays, found):
    assert [t.sources for t in found.topics] == [None] * 3
    same = Texts(texts=essays, sources=tuple(range(0, 36, 2)) * 2)
    assert sum(t.sources for t in find_topics(same, k=1).topics) == 18


def stock_of(texts, sources=None):
    tokens = cut_texts(texts, make_segmenter())
    stock = find_stock(tokens, traits_of(tokens.words), None if sources is None else np.array(sources))
    return stock, "".join(tokens.words[i] for i in tokens.ids[stock.inside(0, len(tokens.ids))])


def test_stock_is_what_stands_in_three_texts():
    shared, own = "这次实习让我明白了很多道理。", "我在第{}天学会了看图纸和磨刀具。"
    texts = [shared + own.format(i) for i in range(3)]
    stock, words = stock_of(texts)
    assert (stock.sentences, stock.characters, stock.copies, words) == (1, 39, 0, shared * 3)
    assert stock_of(texts[:2])[1] == ""


def test_a_sentence_is_stock_however_it_ends():
    shared = "这次实习让我明白了很多道理"
    texts = [f"{shared}{end}我在第{i}天学会了看图纸和磨刀具。" for i, end in enumerate("。！\n")]
    assert stock_of(texts)[0].sentences == 1


def test_short_sentences_are_nobodys():
    assert stock_of(["我很高兴。学会看图纸了。", "我很高兴。护士长很忙。", "我很高兴。柜员点钞票。"])[0].sentences == 0


def test_a_copy_keeps_its_sentences():
    stock, words = stock_of(["这次实习让我明白了很多道理。我在第一天学会了看图纸和磨刀具。"] * 3)
    assert (stock.copies, stock.characters, words) == (3, 0, "")


def test_copies_of_one_text_are_one_source_of_stock():
    shared, own = "这次实习让我明白了很多道理。", "我在第{}天学会了看图纸和磨刀具。"
    texts = [shared + own.format(i) for i in range(4)]
    assert stock_of(texts, [0, 1, 0, 2])[0].sentences == 1
    assert stock_of(texts, [0, 1, 0, 1])[0].sentences == 0


def test_stock_is_known_again_in_other_texts():
    shared, own = "这次实习让我明白了很多道理。", "我在第{}天学会了看图纸和磨刀具。"
    texts = [shared + own.format(i) for i in range(3)]
    segmenter = make_segmenter()
    tokens = cut_texts(texts, segmenter)
    keys = stock_keys(tokens, find_stock(tokens, traits_of(tokens.words)))
    new = "今天点了一万张钞票，手都麻了。"
    assert ["".join(s) for s in own_sentences(segmenter.words(new + shared), set(keys))] == [new[:-1]]
    assert "".join(own_sentences(segmenter.words(shared), set(keys))[0]) == shared[:-1], "a text of nothing but stock keeps it"
