"""Collocations and n-grams."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaykit.analyse.collocations import find_collocations
from essaykit.analyse.concordance import find_contexts
from essaykit.analyse.ngrams import count_ngrams
from essaykit.analyse.texts import Text, Texts
from essaykit.errors import UsageError


def alone(*bodies):
    return Texts(texts=tuple(Text(id=str(i), text=body) for i, body in enumerate(bodies)), sources=tuple(range(len(bodies))))


KEYS = alone(
    "师傅递来钥匙，我开柜子。今天下雨。",
    "我向师傅借钥匙。柜子没有锁。",
    "师傅忘了钥匙，大家在门口等。",
    "下雨的时候柜子会响。同学去吃饭。",
    "同学在吃饭，今天没有下雨。",
)


def test_what_stands_near_a_word_is_found():
    found = find_collocations(KEYS, "师傅")
    assert (found.places, found.inside, found.sources) == (3, 0, 3)
    best = found.collocates[0]
    assert (best.collocate, best.together, best.left, best.right, best.sources) == ("钥匙", 3, 0, 3, 3)
    assert best.g2 > 3.84
    assert best.pmi > 1
    assert best.logdice == 14


def test_windows_end_at_the_sentence():
    near = [c.collocate for c in find_collocations(KEYS, "吃饭", window=9, min_spread=1, min_frequency=1).collocates]
    assert "同学" in near
    assert "柜子" not in near


def test_the_window_is_counted_in_words():
    near = find_collocations(KEYS, "钥匙", window=1, min_spread=1, min_frequency=1)
    assert "师傅" not in [c.collocate for c in near.collocates]


@pytest.mark.parametrize("measure", ["g2", "pmi", "t", "logdice"])
def test_each_measure_orders_by_itself(essays, measure):
    found = find_collocations(essays, "护士", measure=measure, unit="essays", top=99)
    values = [getattr(c, measure) for c in found.collocates]
    assert values
    assert values == sorted(values, reverse=True)


def test_copies_count_as_one():
    copied = Texts(texts=(*KEYS.texts, *KEYS.texts[:1] * 6), sources=(0, 1, 2, 3, 4, *[0] * 6))
    one, many = (find_collocations(copied, "师傅", unit=unit).collocates[0] for unit in ("sources", "essays"))
    assert (one.essays, one.sources, one.together) == (many.essays, many.sources, many.together) == (9, 3, 9)
    assert one.g2 == pytest.approx(find_collocations(KEYS, "师傅").collocates[0].g2)
    assert many.g2 > one.g2


def test_a_node_of_several_words_and_one_inside_a_word():
    texts = alone("我在实习单位学习。", "实习单位很远。", "他实习期间很忙。")
    assert find_collocations(texts, "实习单位").places == 2
    part = find_collocations(texts, "习")
    assert (part.places, part.inside) == (0, 4)


words = st.text(st.sampled_from("师傅钥匙柜子。，\n的我"), max_size=30)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, min_size=1, max_size=4), st.sampled_from(["师傅", "钥匙", "的", "我"]))
def test_no_place_is_lost(bodies, node):
    texts = alone(*bodies)
    found = find_collocations(texts, node, min_spread=1, min_frequency=1, stop_words=True, top=999)
    assert found.places + found.inside == find_contexts(texts, node).found
    for c in found.collocates:
        assert c.together <= c.left + c.right
        assert max(c.left, c.right) <= c.together <= c.frequency


@pytest.mark.parametrize(("asked", "cause"), [({"node": ""}, "the word is empty"), ({"node": "师傅", "window": 0}, "holds nothing")])
def test_what_can_not_be_asked(asked, cause):
    with pytest.raises(UsageError, match=cause):
        find_collocations(KEYS, **asked)


# ---- n-grams --------------------------------------------------------------------------------------


def test_runs_of_words_are_counted_with_their_sources():
    texts = Texts(texts=alone("我在这里实习。", "我在这里实习，我在这里等。", "我在这里实习。").texts, sources=(0, 1, 0))
    found = {n.ngram: n for n in count_ngrams(texts, shortest=2, longest=3, min_spread=1).ngrams}
    run = found["我在这里"]
    assert (run.frequency, run.counted, run.essays, run.sources, run.words) == (4, 3.0, 3, 2, 3)
    assert "实习我" not in "".join(found)


@settings(max_examples=40, deadline=None)
@given(st.lists(words, max_size=4), st.integers(1, 4))
def test_counts_agree_with_a_count_by_hand(bodies, size):
    from collections import Counter

    from essaykit.analyse.frequencies import cut_given

    texts = alone(*bodies)
    cut = cut_given(texts)
    by_hand: Counter[tuple[str, ...]] = Counter()
    for begin, end in zip(cut.tokens.starts[:-1], cut.tokens.starts[1:], strict=True):
        ids = cut.tokens.ids[begin:end].tolist()
        for at in range(len(ids) - size + 1):
            if all(cut.traits.wordy[i] for i in ids[at : at + size]):
                by_hand[tuple(cut.tokens.words[i] for i in ids[at : at + size])] += 1
    found = count_ngrams(texts, shortest=size, longest=size, min_frequency=1, min_spread=1, top=10**6).ngrams
    assert sorted((n.ngram, n.frequency) for n in found) == sorted(("".join(run), times) for run, times in by_hand.items())


@pytest.mark.parametrize(("shortest", "longest"), [(0, 2), (3, 2), (2, 9)])
def test_lengths_have_to_make_sense(shortest, longest):
    with pytest.raises(UsageError):
        count_ngrams(KEYS, shortest=shortest, longest=longest)
