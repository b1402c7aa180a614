"""Search, and the parts of the concordance that are about sections and sources."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.analyse.concordance import find_contexts
from essaykit.analyse.search import search_texts
from essaykit.analyse.texts import Text, Texts
from essaykit.errors import UsageError
from essaykit.model import Section

BODY = "一、岗位\n我在柜台。\n二、收获\n柜台教我等。"
SECTIONS = (Section(start=0, end=11, heading="一、岗位"), Section(start=11, end=len(BODY), heading="二、收获"))
TEXTS = Texts(
    texts=(
        Text(id="a", title="甲", text=BODY, sections=SECTIONS),
        Text(id="b", title="乙", text="柜台很高，我不高。"),
        Text(id="c", title="丙", text="病房很静。"),
    ),
    sources=(0, 0, 1),
)  # fmt: skip


def ids(*words, **asked):
    return [one.id for one in search_texts(TEXTS, words, **asked).texts]


def test_all_words_have_to_stand_in_an_essay():
    assert ids("柜台") == ["a", "b"]
    assert ids("柜台", "高") == ["b"]
    assert ids("柜台", "静") == []
    assert ids("柜台", "静", any_word=True) == ["a", "b", "c"]
    assert ids("柜台", without=["高"]) == ["a"]


def test_order():
    assert ids("柜台", order="hits") == ["a", "b"]
    assert ids("柜台", order="density") == ["b", "a"]
    assert ids("很", order="position") == ["b", "c"]


def test_each_essay_names_its_first_place_and_counts_every_word():
    one = search_texts(TEXTS, ["柜台", "我"]).texts[0]
    assert (one.hits, one.each, one.source) == (4, (2, 2), 0)
    assert (one.first.start, one.first.left, one.first.section) == (7, "一、岗位\n我在", "一、岗位")


def test_essays_and_sources_are_counted():
    found = search_texts(TEXTS, ["柜台"], top=1)
    assert (found.found, found.in_sources, found.searched, found.sources, found.hits, len(found.texts)) == (2, 1, 3, 2, 3, 1)
    assert search_texts(TEXTS.texts, ["柜台"]).in_sources is None


def test_only_in_some_sections():
    found = find_contexts(TEXTS.texts[:1], "柜台", sections=["收获"])
    assert [(hit.start, hit.section) for hit in found.hits] == [(16, "二、收获")]
    assert [one.hits for one in search_texts(TEXTS.texts[:1], ["柜台"], sections=["收获"]).texts] == [1]


def test_regular_expressions():
    assert ids("柜.很", regex=True) == ["b"]
    assert ids("^病", "静.$", regex=True) == ["c"]


@pytest.mark.parametrize(("words", "asked"), [([], {}), ([""], {}), (["("], {"regex": True}), (["我"], {"without": [""]})])
def test_what_can_not_be_searched(words, asked):
    with pytest.raises(UsageError):
        search_texts(TEXTS, words, **asked)


@given(st.lists(st.text("柜台我a.(", max_size=12), max_size=5), st.text("柜台我a.(", min_size=1, max_size=3))
def test_search_is_complete_for_queries_of_any_length(bodies, query):
    texts = [Text(id=str(i), text=body) for i, body in enumerate(bodies)]
    found = {one.id: one.hits for one in search_texts(texts, [query]).texts}
    assert found == {str(i): len(re.findall(re.escape(query), body)) for i, body in enumerate(bodies) if query in body}
