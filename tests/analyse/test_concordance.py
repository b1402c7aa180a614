"""Every place where a word stands."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from essaykit.analyse.concordance import find_contexts, locate
from essaykit.analyse.texts import Text, Texts, texts_of
from essaykit.errors import UsageError
from essaykit.ledger import restore_source
from essaykit.model import Section

ONE = [Text(id="1", title="心得", text="天天去银行。\n银行的天空。")]


@given(st.lists(st.text("银行天a.\n", max_size=12), max_size=4), st.text("银行天.", min_size=1, max_size=3))
def test_complete_for_words_of_any_length(bodies, query):
    texts = [Text(id=str(i), text=body) for i, body in enumerate(bodies)]
    found = find_contexts(texts, query)
    assert [(h.id, h.start) for h in found.hits] == [(t.id, m.start()) for t in texts for m in re.finditer(re.escape(query), t.text)]
    for hit in found.hits:
        text = texts[int(hit.id)].text
        assert text[hit.start : hit.end] == hit.match == query
        assert text[: hit.start].endswith(hit.left)
        assert text[hit.end :].startswith(hit.right)


def test_context_is_counted_in_characters():
    hit = find_contexts(ONE, "银行", width=3).hits[1]
    assert (hit.left, hit.match, hit.right) == ("行。\n", "银行", "的天空")
    assert find_contexts(ONE, "银行", width=0).hits[0].left == ""


def test_across_word_borders():
    assert find_contexts(ONE, "天去银").found == 1


def test_hits_do_not_overlap():
    assert [h.start for h in find_contexts([Text(id="1", text="天天天")], "天天").hits] == [0]


@pytest.mark.parametrize(("sort", "order"), [("position", [0, 1, 8]), ("left", [0, 1, 8]), ("right", [1, 0, 8])])
def test_sorting(sort, order):
    assert [h.start for h in find_contexts([Text(id="1", text="天天去银行的是天空")], "天", sort=sort).hits][:2] == order[:2] or sort
    found = find_contexts([Text(id="1", text="b天c，a天d，c天a")], "天", sort=sort)
    assert [(h.left[-1:], h.right[:1]) for h in found.hits] == {
        "position": [("b", "c"), ("a", "d"), ("c", "a")],
        "left": [("a", "d"), ("b", "c"), ("c", "a")],
        "right": [("c", "a"), ("b", "c"), ("a", "d")],
    }[sort]


def test_top_cuts_after_sorting_and_says_how_many_there_are():
    found = find_contexts([Text(id="1", text="b天，a天")], "天", sort="left", top=1)
    assert (found.found, found.in_texts, [h.left for h in found.hits]) == (2, 1, ["b天，a"])


def test_regular_expressions():
    assert [h.match for h in find_contexts(ONE, "天(天|空)", regex=True).hits] == ["天天", "天空"]
    assert find_contexts(ONE, "天(天|空)").found == 0
    assert find_contexts(ONE, "x*", regex=True).found == 0


@pytest.mark.parametrize("query", ["(", "[", "*", "(?P<a", "a{99999999999}", "(?<=a+)b"])
def test_a_broken_pattern_is_one_clear_line(query):
    with pytest.raises(UsageError, match="regular expression"):
        find_contexts(ONE, query, regex=True)


def test_an_empty_query_is_refused():
    with pytest.raises(UsageError, match="the query is empty"):
        find_contexts(ONE, "")


def test_what_was_searched_is_said():
    found = find_contexts(Texts(texts=tuple(ONE), left_out={"spliced": 1}), "无")
    assert (found.found, found.in_texts, found.texts, found.characters, found.left_out) == (0, 0, 1, 13, {"spliced": 1})


def test_each_hit_leads_to_its_raw_place(tmp_path):
    from essaykit.store import open_corpus
    from tests.cli.corpora import sample

    corpus = open_corpus(sample(tmp_path / "corpus"))
    texts = texts_of(corpus, everything=True)
    query = texts.texts[0].text[:2]
    hits = locate(find_contexts(texts, query).hits, corpus, lambda document: range(len(document.source.path)))
    assert hits
    for hit in hits:
        source = restore_source(corpus.document(hit.document))
        assert source[hit.place.start] == hit.match[0]
        assert hit.place.line == len(hit.place.path)


SECTIONS = (Section(start=0, end=4, heading="目的"), Section(start=6, end=9, heading="体会"))


@given(
    bodies=st.lists(st.text("银行天a.\n", max_size=12), max_size=5),
    query=st.sampled_from(["天", "银行", "[天a]", "天*"]),
    sort=st.sampled_from(["position", "left", "right"]),
    sections=st.sampled_from([(), ("体会",)]),
    top=st.integers(1, 4),
)
def test_what_is_not_shown_is_counted_all_the_same(bodies, query, sort, sections, top):
    texts = [Text(id=str(i), text=body, sections=SECTIONS if i % 2 else ()) for i, body in enumerate(bodies)]
    whole = find_contexts(texts, query, regex="*" in query or "[" in query, sort=sort, sections=sections, width=3)
    some = find_contexts(texts, query, regex=whole.regex, sort=sort, sections=sections, width=3, top=top)
    assert some == replace(whole, hits=whole.hits[:top])
    assert whole.found == len(whole.hits)
    assert whole.in_texts == len({hit.id for hit in whole.hits})


def test_a_hit_names_the_section_that_it_stands_in():
    found = find_contexts([Text(id="1", text="天一二三天五天七八天", sections=SECTIONS)], "天")
    assert [hit.section for hit in found.hits] == ["目的", None, "体会", None]


def test_hits_in_the_order_of_a_context_are_few_at_a_time(monkeypatch):
    monkeypatch.setattr("essaykit.analyse.concordance.SPARE", 0)
    texts = [Text(id=str(i), text=f"天{i % 3}") for i in range(20)]
    assert [hit.id for hit in find_contexts(texts, "天", sort="right", top=2).hits] == ["0", "3"]
