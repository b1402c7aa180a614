"""Keywords of texts, groups and the corpus."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from essaykit.analyse.keywords import corpus_keywords, text_keywords
from essaykit.analyse.texts import Text, Texts
from essaykit.analyse.words import make_segmenter, parse_dictionary
from essaykit.errors import UsageError

METHODS = ("phrases", "words", "textrank")


def words(result, number=0):
    return [k.keyword for k in result.lists[number].keywords]


@pytest.mark.parametrize("method", METHODS)
def test_every_text_gets_its_own(essays, method):
    found = text_keywords(essays, method=method, top=5)
    assert [k.id for k in found.lists] == [t.id for t in essays]
    assert all(len(k.keywords) == 5 for k in found.lists)
    for text, keywords in zip(essays, found.lists, strict=True):
        assert all(k.keyword in f"{text.title}\n{text.text}" for k in keywords.keywords)
        assert [k.score for k in keywords.keywords] == sorted((k.score for k in keywords.keywords), reverse=True)


def test_phrases_are_longer_than_words():
    text = "商业银行的柜面业务很细。我先学柜面业务的流程，再学柜面业务的风险。"
    assert "柜面业务" in words(text_keywords([Text(id="1", text=text)]))
    assert "柜面业务" not in words(text_keywords([Text(id="1", text=text)], method="words"))


def test_a_title_speaks_for_its_words():
    body = "我在网点学习了存款和贷款，也学习了叫号和理财。"
    assert words(text_keywords([Text(id="1", title="存款业务", text=body)], method="words"))[0] == "存款"


def test_a_single_text_is_judged_by_the_language_at_large():
    text = "我在实习的单位学习了信贷，也学习了工作的方法。信贷要看人。"
    assert words(text_keywords([Text(id="1", text=text)], top=1)) == ["信贷"]


def test_groups_get_what_the_others_lack(essays):
    found = corpus_keywords(essays, by="trade", top=5)
    assert [g.id for g in found.lists] == ["bank", "shop", "ward"]
    assert "银行" in words(found, 0)
    assert "医院" in words(found, 2)
    assert not set(words(found, 0)) & set(words(found, 2))


def test_the_corpus_as_a_whole(essays):
    found = corpus_keywords(essays, top=12)
    assert {"银行", "医院", "工厂"} & set(words(found))
    assert found.lists[0].texts == 36


COPIED = Texts(
    texts=tuple(
        Text(id=str(number), text=text, fields={"town": town})
        for number, (text, town) in enumerate(
            [
                ("信贷很细，信贷要看人。", "a"),
                ("信贷很细，信贷要看人！", "a"),
                ("信贷很难，点钞很快。", "a"),
                ("点钞很快。", "b"),
                ("点钞很慢。", "b"),
            ]
        )
    ),
    sources=(0, 0, 1, 2, 3),
)


@pytest.mark.parametrize("method", METHODS)
def test_keywords_tell_essays_and_sources(method):
    def spread(found, number=0):
        return {k.keyword: (k.texts, k.sources) for k in found.lists[number].keywords if k.keyword in ("信贷", "点钞")}

    assert spread(corpus_keywords(COPIED, method=method)) == {"信贷": (3, 2), "点钞": (3, 3)}
    assert spread(corpus_keywords(COPIED, by="town", method=method))["信贷"] == (3, 2)
    assert spread(text_keywords(COPIED, method=method)) == {"信贷": (3, 2)}
    assert spread(text_keywords(COPIED.texts, method=method)) == {"信贷": (3, None)}
    found = corpus_keywords(COPIED, by="town", method=method)
    assert [(g.texts, g.sources) for g in found.lists] == [(3, 2), (2, 2)]
    assert found.counted.sources == 4


@pytest.mark.parametrize("method", METHODS)
def test_copies_have_one_voice_unless_essays_count(method):
    doubled = Texts(
        texts=(*COPIED.texts, *(Text(id=f"{n}+", text=COPIED.texts[0].text) for n in range(40))), sources=(0, 0, 1, 2, 3, *[0] * 40)
    )

    def score(found, word="信贷"):
        return next(k.score for k in found.lists[0].keywords if k.keyword == word)

    by_source = score(corpus_keywords(doubled, method=method)) / score(corpus_keywords(doubled, method=method), "点钞")
    by_essay = [corpus_keywords(doubled, method=method, unit="essays")]
    assert score(by_essay[0]) / score(by_essay[0], "点钞") > 5 * by_source


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("by", [None, "trade"])
@pytest.mark.parametrize("unit", ["sources", "essays"])
def test_groups_are_the_same_however_few_rows_are_grouped_at_a_time(essays, monkeypatch, method, by, unit):
    whole = corpus_keywords(essays, by=by, method=method, unit=unit, top=30)
    monkeypatch.setattr("essaykit.analyse.ranking.GROUPED", 7)
    monkeypatch.setattr("essaykit.analyse.spots.STRETCH", 100)
    monkeypatch.setattr("essaykit.analyse.ranking.HELD", 1000)
    assert corpus_keywords(essays, by=by, method=method, unit=unit, top=30) == whole


def test_an_unknown_group_is_refused(essays):
    with pytest.raises(UsageError, match="no text has a field yaer"):
        corpus_keywords(essays, by="yaer")


def test_a_user_dictionary_joins_words():
    text = "顶岗实习和毕业实习不同，顶岗实习更长。"
    segmenter = make_segmenter(parse_dictionary("顶岗实习 100 n", "my.txt"))
    assert words(text_keywords([Text(id="1", text=text)], method="words", segmenter=segmenter))[0] == "顶岗实习"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "texts", [(), ("",), ("。，！",), ("的",), ("实习",), ("\ud800",), ("a" * 400,), ("实习\n" * 3, "", "的")], ids=repr
)
def test_nearly_nothing_gives_nearly_nothing(texts, method):
    made = [Text(id=str(i), text=t) for i, t in enumerate(texts)]
    assert len(text_keywords(made, method=method).lists) == len(made)
    assert len(corpus_keywords(made, method=method).lists) == 1


def test_what_was_counted_is_said():
    given = Texts(texts=(Text(id="1", text="我在银行实习。"), Text(id="2", text="")), left_out={"laundered": 2})
    counted = text_keywords(given).counted
    assert (counted.texts, counted.blank, counted.characters, counted.words, counted.left_out) == (2, 1, 7, 4, {"laundered": 2})


def test_the_same_bytes_whatever_the_hash_seed(essays, tmp_path):
    lines = "".join(json.dumps({"id": t.id, "title": t.title, "text": t.text}, ensure_ascii=False) + "\n" for t in essays)
    (tmp_path / "essays.jsonl").write_text(lines, encoding="utf-8")
    code = "import sys; from essaykit.cli.main import main; sys.exit(main(sys.argv[1:]))"
    outputs = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])}
        for command in (["keywords", "--each"], ["topics", "--k", "3"]):
            call = [sys.executable, "-c", code, *command, "--json", "--from", "essays.jsonl"]
            outputs.add((command[0], subprocess.run(call, env=env, cwd=tmp_path, capture_output=True, check=True).stdout))
    assert len(outputs) == 2
