"""Words that stand together, and the network's files."""

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaykit.analyse import cooccurrence
from essaykit.analyse.cooccurrence import find_network
from essaykit.analyse.graphs import gexf, graph_text, graphml
from essaykit.analyse.texts import Text, Texts
from essaykit.errors import UsageError


def alone(*bodies, sources=None):
    texts = tuple(Text(id=str(i), text=body) for i, body in enumerate(bodies))
    return Texts(texts=texts, sources=tuple(range(len(bodies))) if sources is None else sources)


KEYS = alone(
    "师傅拿着钥匙。同学看见雨伞。\n柜子很高。", "师傅的钥匙很旧。同学借雨伞。", "师傅换了钥匙。\n雨伞在柜子里。", "同学的柜子。同学的雨伞。"
)


def links(found):
    return {frozenset((link.a, link.b)): link for link in found.links}


def test_words_that_share_sentences_are_linked():
    found = find_network(KEYS, min_spread=2)
    link = links(found)[frozenset(("师傅", "钥匙"))]
    assert (link.contexts, link.essays, link.sources, link.npmi, link.dice) == (3, 3, 3, 1, 1)
    assert frozenset(("师傅", "柜子")) not in links(found)
    assert {node.word for node in found.nodes} == {word for pair in links(found) for word in pair}


def test_wider_contexts_link_more():
    sentences, paragraphs, essays = (
        links(find_network(KEYS, within=w, min_spread=1, min_npmi=-1)) for w in ("sentence", "paragraph", "essay")
    )
    assert set(sentences) < set(paragraphs) < set(essays)


def test_copies_are_one_source():
    found = find_network(alone(*[KEYS.texts[0].text] * 4, "师傅给我钥匙。", sources=(0, 0, 0, 0, 1)), min_spread=2)
    link = links(found)[frozenset(("师傅", "钥匙"))]
    assert (link.contexts, link.essays, link.sources) == (2, 5, 2)


sentences = st.lists(st.lists(st.sampled_from(["师傅", "钥匙", "雨伞", "柜子", "同学"]), max_size=4).map("，".join), max_size=4).map(
    "。".join
)


@settings(max_examples=50, deadline=None)
@given(st.lists(sentences, min_size=1, max_size=5), st.data())
def test_pairs_agree_with_a_count_by_hand(bodies, data):
    sources = data.draw(st.lists(st.integers(0, 2), min_size=len(bodies), max_size=len(bodies)))
    found = find_network(alone(*bodies, sources=tuple(sources)), unit="essays", min_spread=1, min_npmi=-1)
    places: dict[frozenset[str], list[int]] = {}
    for number, body in enumerate(bodies):
        for sentence in body.split("。"):
            for pair in combinations(sorted({w for w in sentence.split("，") if w}), 2):
                places.setdefault(frozenset(pair), []).append(number)
    assert {pair: (link.contexts, link.essays, link.sources) for pair, link in links(found).items()} == {
        pair: (len(where), len(set(where)), len({sources[i] for i in where})) for pair, where in places.items()
    }


def test_work_in_small_parts_gives_the_same(monkeypatch, essays):
    whole = find_network(essays, within="essay", unit="essays")
    monkeypatch.setattr(cooccurrence, "STRETCH", 7)
    assert find_network(essays, within="essay", unit="essays") == whole
    assert whole.links


@pytest.mark.parametrize("texts", [alone(), alone("", "……"), alone("实习。")])
def test_too_little_text_has_no_links(texts):
    found = find_network(texts)
    assert (found.nodes, found.links) == ((), ())
    ET.fromstring(graphml(found))


@pytest.mark.parametrize("words", [1, 1001])
def test_how_many_words_there_can_be(words):
    with pytest.raises(UsageError):
        find_network(KEYS, words=words)


# ---- files ----------------------------------------------------------------------------------------


def test_graphml_holds_nodes_and_links():
    found = find_network(KEYS, min_spread=2)
    space = "{http://graphml.graphdrawing.org/xmlns}"
    graph = ET.fromstring(graphml(found)).find(f"{space}graph")
    labels = {node.get("id"): node.find(f"{space}data[@key='node-label']").text for node in graph.iter(f"{space}node")}
    ends = {frozenset((labels[e.get("source")], labels[e.get("target")])) for e in graph.iter(f"{space}edge")}
    assert list(labels.values()) == [node.word for node in found.nodes]
    assert ends == set(links(found))


def test_gexf_holds_nodes_and_links():
    found = find_network(KEYS, min_spread=2)
    space = "{http://gexf.net/1.3}"
    root = ET.fromstring(gexf(found))
    labels = {node.get("id"): node.get("label") for node in root.iter(f"{space}node")}
    weights = {frozenset((labels[e.get("source")], labels[e.get("target")])): float(e.get("weight")) for e in root.iter(f"{space}edge")}
    assert weights == {pair: link.npmi for pair, link in links(found).items()}


def test_other_formats_are_refused():
    with pytest.raises(UsageError, match="is no format for networks"):
        graph_text(find_network(KEYS), "words.dot")
