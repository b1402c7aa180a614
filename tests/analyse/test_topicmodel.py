"""Topics in a file: what they were made of is assigned as it was, other texts where they belong."""

import msgspec
import pytest

from essaykit.analyse.texts import Text
from essaykit.analyse.topicmodel import assign_texts, model_bytes, read_model, topic_model
from essaykit.analyse.topics import fit_topics
from essaykit.analyse.words import make_segmenter, parse_dictionary
from essaykit.errors import ReadError, UsageError


@pytest.fixture(scope="module")
def fitted(essays):
    return fit_topics(essays, k=3, seed=1)


@pytest.fixture
def model(fitted, tmp_path):
    (tmp_path / "topics.bin").write_bytes(model_bytes(topic_model(fitted)))
    return read_model(tmp_path / "topics.bin")


def test_the_same_topics_are_the_same_bytes(essays, fitted):
    assert model_bytes(topic_model(fit_topics(essays, k=3, seed=1))) == model_bytes(topic_model(fitted))


def test_its_own_texts_stay_in_their_topics(essays, fitted, model):
    again = assign_texts(model, essays, by="trade")
    assert [a.cluster for a in again.assignments] == [a.cluster for a in fitted.result.assignments]
    assert [t.words for t in again.topics] == [t.words for t in fitted.result.topics]
    assert all(a.margin > 0.2 for a in again.assignments)
    assert [max(g.shares) for g in again.groups] == [1.0, 1.0, 1.0]


def test_new_texts_go_where_they_belong(fitted, model):
    new = [
        Text(id="a", text="柜员在柜台给客户办存款。"),
        Text(id="b", text="护士给病人抽血、输液，量体温。"),
        Text(id="c", text="今日天晴。"),
    ]
    found = assign_texts(model, new)
    trade_of = {t.topic: t.texts[0].id.partition("-")[0] for t in fitted.result.topics}
    assert [trade_of.get(a.cluster) for a in found.assignments] == ["bank", "ward", None]
    assert (found.assignments[2].cluster, found.unknown, found.texts) == (-1, 1, 3)


def test_the_model_holds_no_text(fitted):
    data = model_bytes(topic_model(fitted)).decode("utf-8", "replace")
    assert "这次实习让我明白了很多道理" not in data
    assert "没有出错" not in data


def test_another_dictionary_is_refused(essays, model):
    segmenter = make_segmenter(parse_dictionary("叫号机 99 n\n", "mine.txt"))
    with pytest.raises(UsageError, match="another dictionary"):
        assign_texts(model, essays, segmenter=segmenter)


@pytest.mark.parametrize("data", [b"", b"\x00" * 99, msgspec.msgpack.encode({"format": 1}), msgspec.msgpack.encode([1, 2]), b"\x81" * 999])
def test_what_is_no_model(data, tmp_path):
    (tmp_path / "x.bin").write_bytes(data)
    with pytest.raises(ReadError, match="is no topic model"):
        read_model(tmp_path / "x.bin")


def test_a_model_of_another_format(fitted, tmp_path):
    other = msgspec.structs.replace(topic_model(fitted), format="essaykit-topics/99")
    (tmp_path / "x.bin").write_bytes(model_bytes(other))
    with pytest.raises(ReadError, match="is of another format than essaykit-topics/1"):
        read_model(tmp_path / "x.bin")


def test_a_model_that_does_not_fit_together(fitted, tmp_path):
    model = topic_model(fitted)
    for part in ({"words": model.words[1:]}, {"topics": model.topics[1:]}, {"joint": model.loadings}, {"centres": model.weights}):
        (tmp_path / "x.bin").write_bytes(model_bytes(msgspec.structs.replace(model, **part)))
        with pytest.raises(ReadError, match="is a broken topic model"):
            read_model(tmp_path / "x.bin")


def test_nothing_to_save():
    with pytest.raises(UsageError, match="there are no topics to save"):
        topic_model(fit_topics([Text(id="1", text="")]))
