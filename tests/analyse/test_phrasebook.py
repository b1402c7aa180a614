"""Phrases that the dictionary lacks, and terms for a user dictionary."""

import pytest

from essaykit.analyse.phrasebook import find_terms, rank_phrases, user_dictionary
from essaykit.analyse.texts import Text, Texts
from essaykit.analyse.words import make_segmenter, parse_dictionary
from essaykit.errors import UsageError

FRAMES = (
    "早上我去看{}，下午写报告。", "师傅说{}不能急。", "没有人教我{}，我自己学。", "关于{}，我记了三页。",
    "他们把{}交给我。", "我怕{}，怕了一个星期。", "后来{}成了我的活。", "同学问我{}是什么。",
)  # fmt: skip


def essays_about(phrase):
    return [Text(id=f"{phrase}{i}", title="", text=frame.format(phrase)) for i, frame in enumerate(FRAMES)]


def test_a_phrase_of_several_words_is_found():
    found = rank_phrases(essays_about("尾矿库巡检"), top=3)
    best = found.phrases[0]
    assert best.phrase == "尾矿库巡检"
    assert (best.frequency, best.essays, best.sources) == (8, 8, 8)
    assert best.pmi > 3
    assert min(best.left_entropy, best.right_entropy) > 1


def test_what_the_dictionary_has_is_listed_only_when_asked_for():
    texts = essays_about("报表")
    assert "报表" not in [p.phrase for p in rank_phrases(texts).phrases]
    assert "报表" in [p.phrase for p in rank_phrases(texts, known=True).phrases]


def test_single_words_that_the_dictionary_lacks_are_listed_when_asked_for():
    texts = essays_about("Verilog")
    assert rank_phrases(texts).phrases == ()
    assert [p.phrase for p in rank_phrases(texts, single=True).phrases] == ["Verilog"]


def test_copies_add_nothing_to_the_score():
    texts = essays_about("尾矿库巡检")
    copied = [Text(id=f"c{i}", text=texts[0].text) for i in range(8)]
    alone = rank_phrases(Texts(texts=tuple(texts), sources=tuple(range(8))), top=1).phrases[0]
    with_copies = rank_phrases(Texts(texts=(*texts, *copied), sources=(*range(8), *[0] * 8)), top=1).phrases[0]
    as_essays = rank_phrases(Texts(texts=(*texts, *copied), sources=(*range(8), *[0] * 8)), unit="essays", top=1).phrases[0]
    assert (with_copies.essays, with_copies.sources) == (16, 8)
    assert with_copies.score < 1.5 * alone.score
    assert as_essays.score > with_copies.score


def test_terms_hold_together_and_are_free_on_both_sides():
    texts = [*essays_about("尾矿库巡检"), *[Text(id=f"x{i}", text="我在办公室主任那里等。") for i in range(9)]]
    found = find_terms(Texts(texts=tuple(texts), sources=tuple(range(17))))
    assert [p.phrase for p in found.phrases] == ["尾矿库巡检"]  # what always stands in the same words is no term


def test_terms_become_words_once_they_are_in_the_user_dictionary():
    texts = essays_about("尾矿库巡检")
    dictionary = user_dictionary(find_terms(texts))
    assert dictionary == "尾矿库巡检 n\n"
    segmenter = make_segmenter(parse_dictionary(dictionary, "terms.txt"))
    assert "尾矿库巡检" in segmenter.words("我去尾矿库巡检了")
    assert find_terms(texts, segmenter=segmenter).phrases == ()


def test_fewer_are_the_beginning_of_more(essays):
    few, many = (rank_phrases(essays, min_frequency=2, top=top) for top in (3, 10))
    assert few.phrases == many.phrases[:3]
    assert few.found == many.found


@pytest.mark.parametrize("texts", [[], [Text(id="1", text="")], [Text(id="1", text="……")], [Text(id="1", text="实习")]])
def test_too_little_text_has_no_phrases(texts):
    found = rank_phrases(texts)
    assert (found.phrases, found.found) == ((), 0)
    assert find_terms(texts).phrases == ()


def test_limits_have_to_make_sense(essays):
    with pytest.raises(UsageError):
        rank_phrases(essays, min_frequency=0)
