"""Words as integers."""

from hypothesis import given
from hypothesis import strategies as st

from essaykit.analyse.tokens import KINDS, kinds_of, stop_words, tokens_of, traits_of


@given(st.lists(st.lists(st.sampled_from(["实习", "心得", "，", "a", "的"]))))
def test_texts_come_back(cuts):
    tokens = tokens_of(cuts)
    assert tokens.texts == len(cuts)
    for number, words in enumerate(cuts):
        begin, end = tokens.starts[number], tokens.starts[number + 1] - 1
        assert [tokens.words[i] for i in tokens.ids[begin:end]] == words
        assert tokens.ids[end] == 0


def test_owners():
    assert tokens_of([["实习"], [], ["心得", "体会"]]).owners().tolist() == [0, 0, 1, 2, 2, 2]


def test_traits():
    words = ("", "实习", "的", "，", "2021", "第三天", "C++", "王小明")
    traits = traits_of(words)
    assert traits.length.tolist() == [0, 2, 1, 1, 4, 3, 3, 3]
    assert traits.wordy.tolist() == [False, True, True, False, True, True, True, True]
    assert traits.stop.tolist() == [False, False, True, False, True, True, False, False]
    assert [KINDS[k] for k in kinds_of(("银行", "打扫", "李清照", "的", "柜面岗"))] == ["noun", "verb", "name", "other", "unknown"]


def test_stop_words_are_function_words():
    assert {"的", "我们", "因为", "the"} <= stop_words()
    assert not {"实习", "银行", "工作", "学习", "老师"} & stop_words()


def test_what_was_masked_is_no_word():
    words = ("XX", "xx", "XXX", "某某", "20XX", "×", "÷", "XL", "X光", "C++", "3G", "Excel")
    traits = traits_of(words)
    assert [w for w, wordy, stop in zip(words, traits.wordy, traits.stop, strict=True) if wordy and not stop] == [
        "XL",
        "X光",
        "C++",
        "3G",
        "Excel",
    ]
