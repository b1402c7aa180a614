"""What speaks for a candidate as a keyword, at the first and at the second look."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.analyse.background import word_rarity
from essaykit.analyse.chances import FIRST, SECOND_FEATURES, SECOND_LOOK, second_columns
from essaykit.analyse.features import PAIRED, Ground, holders
from essaykit.analyse.kept import cut_texts
from essaykit.analyse.keywords import text_keywords
from essaykit.analyse.phrases import candidates_of, find_phrases
from essaykit.analyse.texts import Text
from essaykit.analyse.tokens import kinds_of, tokens_of, traits_of
from essaykit.analyse.words import make_segmenter

TEXT = "信贷业务很细。我基于信贷业务的流程学习，也学习（信贷业务）和存款。"


@pytest.fixture(scope="module")
def told():
    """The features of each candidate of the text, by its wording."""
    tokens = cut_texts([TEXT], make_segmenter())
    phrases = find_phrases(tokens, traits_of(tokens.words))
    ground = Ground(phrases, kinds_of(tokens.words), *word_rarity(tokens), np.array([0]))
    [candidates] = candidates_of(phrases)
    rows = np.arange(len(candidates.text))
    columns = dict(second_columns(ground)(candidates, rows, np.zeros(len(rows))))
    assert set(columns) == set(SECOND_FEATURES)
    wording = [
        "".join(tokens.words[i] for i in tokens.ids[p : p + n])
        for p, n in zip(candidates.place.tolist(), phrases.words[candidates.phrase].tolist(), strict=True)
    ]
    return {word: {name: float(values[row]) for name, values in columns.items()} for row, word in enumerate(wording)}


def test_what_stands_beside_the_places_of_a_phrase_counts_by_share(told):
    own = told["信贷业务"]
    assert {name: own[name] for name in ("before_edge", "before_by", "before_bracket", "after_of", "after_bracket", "after_mark")} == {
        name: pytest.approx(1 / 3) if name != "after_mark" else 0.0
        for name in ("before_edge", "before_by", "before_bracket", "after_of", "after_bracket", "after_mark")
    }


def test_the_most_frequent_is_known_as_such(told):
    assert told["信贷业务"]["most_frequent"] == told["信贷业务"]["share_of_most"] == 1.0
    assert told["存款"]["most_frequent"] == 0.0
    assert told["存款"]["share_of_most"] == pytest.approx(1 / 3)


def test_chances_of_what_holds_a_phrase_and_of_what_it_holds_speak_for_it(told):
    """At first chances of one half each: 流程学习 holds 流程 and 学习, nothing holds it."""
    whole, part = told["流程学习"], told["流程"]
    assert (whole["holds_all"], whole["holds_greatest"], whole["inside_all"]) == (1.0, 0.5, 0.0)
    assert (part["inside_all"], part["inside_greatest"], part["holds_all"]) == (0.5, 0.5, 0.0)
    assert told["存款"]["inside_all"] == told["存款"]["holds_all"] == 0.0


def test_pairs_are_products(told):
    for own in told.values():
        assert own["frequency × early"] == pytest.approx(own["frequency"] * own["early"])
    assert FIRST not in PAIRED


@given(st.lists(st.lists(st.sampled_from(["银行", "柜面", "业务", "的", "贷款"]), max_size=12), min_size=1, max_size=3))
def test_what_is_held_stands_inside_its_holder_and_every_one_is_found(cuts):
    tokens = tokens_of(cuts)
    phrases = find_phrases(tokens, traits_of(tokens.words))
    ground = Ground(phrases, np.zeros(len(tokens.words), np.int8), np.zeros(len(tokens.words)), 0.0, np.zeros(len(cuts), np.int64))
    for candidates in candidates_of(phrases):
        words = [
            " ".join(tokens.words[i] for i in tokens.ids[p : p + n])
            for p, n in zip(candidates.place.tolist(), phrases.words[candidates.phrase].tolist(), strict=True)
        ]
        text = candidates.text.tolist()
        rows = range(len(text))
        expected = {
            (i, j) for i in rows for j in rows if text[i] == text[j] and f" {words[j]} " in f" {words[i]} " and words[i] != words[j]
        }
        assert {*zip(*(side.tolist() for side in holders(ground, candidates)), strict=True)} == expected


def test_more_keywords_than_are_looked_at_again_are_found_all_the_same():
    text = "。".join(
        f"我们{a}{b}了" for a in ("银行", "柜台", "贷款", "会计", "护士", "仓库", "车床") for b in ("管理", "清点", "培训", "核对", "登记")
    )
    found = text_keywords([Text(id="1", text=text)], top=2 * SECOND_LOOK).lists[0].keywords
    assert len(found) > SECOND_LOOK
    assert [k.score for k in found] == sorted((k.score for k in found), reverse=True)
