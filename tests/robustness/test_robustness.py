"""What is found in our own documents survives that their surroundings change: other words, order, numbering, noise."""

import random

import pytest

from tests.robustness.perturb import EXPECTED, KINDS, RAW, counts, documents, fall, folded, own_title, perturbed

pytestmark = pytest.mark.skipif(not (RAW.is_dir() and EXPECTED.is_file()), reason="raw/ is not here (an installed package has no samples)")

MOST = 0.03
"""By which the share of essays found right may fall."""
SEEDS = 4

KNOWN = {
    "noise: a notice in one essay": "9 points: where it says neither what to do nor what the text is, it is taken for the author's",
}
"""Kinds that fall too far today, by how much. The tests say so when one no longer does."""


MARKED = [
    pytest.param(kind, marks=pytest.mark.xfail(reason=f"falls by {KNOWN[kind]}", strict=True) if kind in KNOWN else ()) for kind in KINDS
]


@pytest.mark.parametrize("kind", MARKED)
def test_the_share_of_essays_found_right_hardly_falls(kind):
    before, after = fall(kind, SEEDS)
    assert before - after <= MOST, f"{before:.3f} before, {after:.3f} after"


def test_documents_are_taken_apart_and_put_together_again():
    assert len(documents()) >= 12
    assert sum(len(d.pieces) for d in documents()) >= 45
    for document in documents():
        for piece, (begins, ends, _) in zip(document.pieces, document.wanted, strict=True):
            assert folded(piece.body).startswith(begins), document.name
            assert folded(piece.body).endswith(ends), document.name


def test_most_essays_are_right_before_anything_is_changed():
    sums = [counts(d) for d in documents()]
    assert sum(s[0] for s in sums) / sum(s[1] for s in sums) >= 0.8


@pytest.mark.parametrize("kind", KINDS)
def test_a_perturbation_changes_most_documents_and_no_word_of_an_author(kind):
    pairs = perturbed(kind, 1)
    assert len(pairs) >= 8
    for before, after in pairs:
        assert after.wanted == before.wanted
        for old, new in zip(before.pieces, after.pieces, strict=True):
            rest = iter(new.body)
            assert all(char in rest for char in folded(old.body)), before.name


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_gives_the_same_documents_whatever_was_drawn_before(kind):
    random.seed(7)
    first = [after.text for _, after in perturbed(kind, 1)]
    random.seed(8)
    assert [after.text for _, after in perturbed(kind, 1)] == first


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("银行客服实习心得1", "银行客服实习心得"),
        ("会计实习心得 篇2", "会计实习心得"),
        ("钳工实习报告（一）", "钳工实习报告"),
        ("篇二：班主任工作总结", "班主任工作总结"),
        ("第1篇：复印机旁边的法律人", "复印机旁边的法律人"),
        ("【第一篇】酒店实习小结", "酒店实习小结"),
        ("①　出纳窗口的三十天", "出纳窗口的三十天"),
        ("飯店實習心得 之一", "飯店實習心得"),
    ],
)
def test_a_heading_without_its_number(heading, title):
    assert own_title(heading) == title
