"""The context: observed per document, merged exactly in any order, read back in steps that one more page does not move."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.label import fold, line_hash
from essaykit.model import Observation, SourceText
from essaykit.pipeline import CorpusContext, build_document, merge_contexts, observe_source, site_of, view_context, view_digest
from essaykit.pipeline.context import LINES_KEPT, rounded
from essaykit.read import read_source

observations = st.builds(
    Observation,
    site=st.sampled_from(("a.example", "b.example")),
    lines=st.sets(st.integers(0, 6), max_size=5).map(lambda s: tuple(sorted(s))),
)
many = st.lists(observations, max_size=12)


def context(seen):
    return CorpusContext().merge_all(seen)


def content(c):
    """What a context holds, zeros and order left out."""
    return {s: (n, {k: v for k, v in sorted(c.lines.get(s, {}).items()) if v}) for s, n in sorted(c.documents.items()) if n}


# ---- merging ------------------------------------------------------------------------------------


@given(many, many)
def test_merging_is_commutative(one, two):
    assert content(merge_contexts([context(one), context(two)])) == content(merge_contexts([context(two), context(one)]))


@given(many, many, many)
def test_merging_is_associative(one, two, three):
    left = merge_contexts([merge_contexts([context(one), context(two)]), context(three)])
    right = merge_contexts([context(one), merge_contexts([context(two), context(three)])])
    assert content(left) == content(right)


@given(many, st.integers(0, 12), st.randoms(use_true_random=False))
def test_shards_in_any_order_give_what_one_pass_gives(seen, cut, random):
    shuffled = list(seen)
    random.shuffle(shuffled)
    assert content(merge_contexts([context(shuffled[:cut]), context(shuffled[cut:])])) == content(context(seen))


@given(many)
def test_counts_are_exact(seen):
    made = context(seen)
    for site in {o.site for o in seen}:
        assert made.documents[site] == sum(o.site == site for o in seen)
        for key in range(7):
            assert made.lines[site][key] == sum(o.site == site and key in o.lines for o in seen)


@given(many, many)
def test_merging_changes_no_part(one, two):
    first = context(one)
    before = content(first)
    merge_contexts([first, context(two)])
    assert content(first) == before


# ---- rounding -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "step"),
    [(0, 0), (1, 1), (2, 2), (3, 2), (4, 2), (5, 5), (9, 5), (10, 10), (19, 10), (20, 20), (49, 20), (50, 50), (99, 50), (230, 200)],
)
def test_counts_are_rounded_down_to_1_2_5(count, step):
    assert rounded(count) == step


@given(st.integers(1, 10**9))
def test_rounding_keeps_order_and_more_than_a_third(count):
    assert rounded(count) <= count < 2.5 * rounded(count)
    assert rounded(rounded(count)) == rounded(count)
    assert rounded(count) <= rounded(count + 1)


# ---- views --------------------------------------------------------------------------------------


def seen(site, *lines):
    return Observation(site=site, lines=tuple(sorted(lines)))


def test_a_view_holds_lines_of_its_own_site_on_two_documents_or_more():
    made = context([seen("a", 1, 2), seen("a", 2, 3), seen("a", 2), seen("b", 1, 2, 3), seen("b", 1)])
    view = view_context(seen("a", 1, 2), made)
    assert (view.site, view.documents, view.lines) == ("a", 2, ((2, 2),))


def test_a_view_holds_only_lines_of_its_own_document():
    made = context([seen("a", 1, 2), seen("a", 1, 2)])
    assert view_context(seen("a", 1), made).lines == ((1, 2),)


@pytest.mark.parametrize("others", [[], [seen("b", 1)]])
def test_a_site_of_one_document_repeats_nothing(others):
    view = view_context(seen("a", 1), context([seen("a", 1), *others]))
    assert (view.documents, view.lines) == (1, ())


@given(many, many)
def test_the_digest_changes_when_the_view_does_and_only_then(one, two):
    here = seen("a.example", 1, 2, 3)
    first, second = (view_context(here, context([here, *some])) for some in (one, two))
    assert (view_digest(first) == view_digest(second)) == (first == second)


def test_one_more_page_moves_a_site_only_at_a_step():
    pages = [seen("a", 1, 2) for _ in range(60)]
    digests = [view_digest(view_context(pages[0], context(pages[:n]))) for n in range(1, 61)]
    assert len(set(digests)) == 6  # 1 2 5 10 20 50


# ---- observing ----------------------------------------------------------------------------------


def test_an_observation_is_sorted_unique_and_bounded():
    source = read_source("\n".join(f"第{i}行写着别的" for i in range(2000)).encode(), "x/a.txt")
    observed = observe_source(source, "x/a.txt")
    assert len(observed.lines) == LINES_KEPT
    assert observed.lines == tuple(sorted(set(observed.lines)))
    assert observed == observe_source(source, "x/a.txt")


def test_a_line_counts_once_a_document_and_long_ones_not_at_all():
    source = read_source(("相关推荐\n相关推荐\n" + "长" * 200).encode(), "a.txt")
    assert observe_source(source, "a.txt").lines == (line_hash(fold("相关推荐")),)


@pytest.mark.parametrize(
    ("url", "hosts", "path", "site"),
    [
        ("https://www.example.org/a/1.html", (), "x/y.html", "example.org"),
        ("https://m.example.org:8080/a", ("other.example",), "x/y.html", "m.example.org"),
        (None, ("www.example.com", "ads.example"), "x/y.html", "example.com"),
        (None, (), "bank/2021/a.txt", "folder:bank/2021"),
        (None, (), "a.txt", "folder:"),
    ],
)
def test_a_site_is_the_address_else_the_pages_own_host_else_the_folder(url, hosts, path, site):
    assert site_of(SourceText(text="", blocks=(), media_type="text/plain", url=url, hosts=hosts), path) == site


# ---- what it does -------------------------------------------------------------------------------

LINE = "学海无涯贵在坚持"
PROSE = (
    "我被安排在市区一家支行的大堂，每天要做的是引导客户取号和填单。师傅说，先学会看人，再学会看单。",
    "熟悉以后，我跟着客户经理去社区做宣传。老人们围着我们问东问西，我把存单的期限讲了五遍。",
    "后来我学着写日报。领导指出我的数字对不上，我又核对了一遍，才发现把两天的量加在了一起。",
)
RAW = "\n".join(["银行实习心得", PROSE[0], LINE, *PROSE[1:]]).encode()


def test_what_stands_on_every_page_of_a_site_goes_and_the_document_says_what_it_read():
    source = read_source(RAW, "x/a.txt")
    here = observe_source(source, "x/a.txt")
    others = [seen(here.site, line_hash(fold(LINE)), n) for n in range(40)]
    alone, among = (view_context(here, context([here, *some])) for some in ([], others))
    assert LINE in build_document(RAW, "x/a.txt", alone).essays[0].text
    assert LINE not in build_document(RAW, "x/a.txt", among).essays[0].text
    assert build_document(RAW, "x/a.txt", among).context_digest == view_digest(among) != view_digest(alone)
    assert msgspec.json.encode(build_document(RAW, "x/a.txt", alone)) == msgspec.json.encode(build_document(RAW, "x/a.txt", alone))
