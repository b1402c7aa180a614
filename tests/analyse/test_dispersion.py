"""How evenly words are spread."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from essaykit.analyse.dispersion import deviation_of_proportions, find_dispersion
from essaykit.analyse.texts import Text, Texts
from essaykit.errors import UsageError


@st.composite
def parts(draw):
    """Frequencies of words in parts, and sizes of the parts."""
    sizes = draw(st.lists(st.integers(1, 50), min_size=1, max_size=6))
    words = draw(st.integers(1, 4))
    counts = [[draw(st.integers(0, size)) for _ in range(words)] for size in sizes]
    return np.array(counts, dtype=float), np.array(sizes, dtype=float)


@given(parts())
def test_it_agrees_with_the_definition(case):
    counts, sizes = case
    dp, norm = deviation_of_proportions(sparse.csr_array(counts), sizes)
    for word in range(counts.shape[1]):
        total = counts[:, word].sum()
        expected = 0.5 * np.abs(counts[:, word] / total - sizes / sizes.sum()).sum() if total else 0
        assert dp[word] == pytest.approx(expected, abs=1e-12)
        assert 0 <= dp[word] <= norm[word] + 1e-12
        assert norm[word] <= 1 + 1e-9


def texts(*bodies, sources, groups=None):
    made = tuple(Text(id=str(i), text=b, fields={"g": g}) for i, (b, g) in enumerate(zip(bodies, groups or "x" * len(bodies), strict=True)))
    return Texts(texts=made, sources=sources)


def test_a_word_in_every_text_is_more_even_than_one_in_a_single_text():
    given_texts = texts("柜台，雨伞。", "柜台，毛巾。", "柜台，毛巾。", "柜台，书包。", sources=(0, 1, 2, 3))
    found = {w.word: w for w in find_dispersion(given_texts, min_spread=1).words}
    assert found["柜台"].dp == 0
    assert found["柜台"].dp < found["毛巾"].dp < found["雨伞"].dp == 0.75
    assert found["雨伞"].dp_norm == 1


def test_copies_are_one_part():
    given_texts = texts("雨伞。", "雨伞。", "雨伞。", "毛巾。", sources=(0, 0, 0, 1))
    as_sources, as_essays = (find_dispersion(given_texts, ["雨伞"], unit=unit) for unit in ("sources", "essays"))
    assert (as_sources.parts, as_essays.parts) == (2, 4)
    assert (as_sources.words[0].dp, as_essays.words[0].dp) == (0.5, 0.25)
    assert (as_sources.words[0].essays, as_sources.words[0].sources, as_sources.words[0].frequency) == (3, 1, 3)


def test_groups_can_be_the_parts():
    given_texts = texts("雨伞。", "毛巾。", "雨伞。", "毛巾。", sources=(0, 1, 2, 3), groups="aabb")
    assert find_dispersion(given_texts, ["雨伞"], by="g").words[0].dp == 0


def test_words_that_are_asked_for_are_counted_as_they_are_written():
    given_texts = texts("实习单位很远。", "单位。", sources=(0, 1))
    found = find_dispersion(given_texts, ["习单", "没有"])
    assert [(w.word, w.frequency, w.parts) for w in found.words] == [("习单", 1, 1), ("没有", 0, 0)]


@pytest.mark.parametrize("given_texts", [texts(sources=()), texts("", sources=(0,)), texts("雨伞。", sources=(0,))])
def test_one_text_or_none_has_no_dispersion(given_texts):
    assert all(w.dp == w.dp_norm == 0 for w in find_dispersion(given_texts, ["雨伞"]).words)
    find_dispersion(given_texts)


@pytest.mark.parametrize("asked", [{"by": "nobody"}, {"words": [""]}])
def test_what_can_not_be_asked(asked):
    with pytest.raises(UsageError):
        find_dispersion(texts("雨伞。", sources=(0,)), **asked)
