"""One pass over a clean text finds the words of trades, the words of spinning programs, and the signs that flags need."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from essaykit.flags import trades_named, words_in, words_of
from essaykit.flags.vocabulary import MOJIBAKE


def test_different_words_are_counted_for_each_trade():
    assert words_in("车床边上是铣床，车床旧，铣床新，护士来了。").told == {"machining": 2, "nursing": 1}


def test_only_words_that_begin_before_a_place_are_counted_there():
    words = words_in("车床边上是铣床，车床旧。")
    assert words.told_before(5) == {"machining": 1}
    assert words.trades_before(9) == ["machining", "machining", "machining"]


def test_signs_and_words_of_spinning_programs_are_told_apart_from_those_of_trades():
    words = words_in("護士對我說：在××市，自我動手，車床旁。")
    assert words.told == {}
    assert words.signs == {"對", "說", "×", "自我"}
    assert words.others() == [("對", 2), ("說", 4), ("×", 7), ("×", 8), ("自我", 11)]


def test_a_lone_surrogate_is_no_sign_of_mojibake():
    assert MOJIBAKE.isdisjoint(words_in("我在\ud800银行实习。").signs)


def test_a_heading_names_trades():
    assert trades_named("护士和柜员实习报告") == {"nursing", "bank"}


@given(st.lists(st.sampled_from(["车床", "铣", "护士", "對說", "××", "自我", "某某", "的", "\n"]), max_size=12).map("".join), st.data())
def test_words_of_a_stretch_are_those_of_its_text_whether_it_was_changed_or_not(source, data):
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    for text in (source[start:end], source[start:end].replace("铣", ""), f"{source[start:end]}床"):
        assert words_of(source, start, end, text) == words_in(text)
