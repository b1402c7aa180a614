"""Neighbours: who they are, where they draw a text, and how well clusters keep them together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.analyse.clusters import Trial, best_number, unit_rows
from essaykit.analyse.neighbours import cohesion, drawn_together, find_neighbours


def points(seed, groups=3, each=8, dimensions=6, spread=0.2):
    random = np.random.default_rng(seed)
    middles = np.eye(dimensions)[:groups]
    rows = np.repeat(middles, each, axis=0) + spread * random.standard_normal((groups * each, dimensions))
    return unit_rows(rows, dimensions), np.repeat(np.arange(groups), each)


@pytest.mark.parametrize("number", [1, 3, 99])
def test_neighbours_are_the_nearest_others(number):
    rows, _ = points(1)
    found = find_neighbours(rows, number)
    for text, ids in enumerate(found.ids):
        near = rows @ rows[text]
        near[text] = -np.inf
        assert set(ids) == set(np.argsort(-near)[: min(number, len(rows) - 1)])


def test_texts_come_nearer_to_their_own():
    rows, group = points(2, spread=0.5)
    moved = drawn_together(rows, find_neighbours(rows, 4))
    inside = group[:, None] == group
    before, after = ((r @ r.T)[inside].mean() - (r @ r.T)[~inside].mean() for r in (rows, moved))
    assert after > before
    assert np.linalg.norm(moved, axis=1) == pytest.approx(np.ones(len(rows)))


def test_the_right_clusters_hold_neighbours_best():
    rows, group = points(3)
    near = find_neighbours(rows, 5)
    right = cohesion(near, group)
    assert right > cohesion(near, np.zeros_like(group))
    assert right > cohesion(near, np.arange(len(group)) // 4)
    assert right > cohesion(near, np.random.default_rng(0).permutation(group))


@given(st.integers(0, 99), st.lists(st.integers(0, 4), min_size=24, max_size=24))
def test_cohesion_is_at_most_one_whatever_the_clusters_are_called(seed, labels):
    rows, _ = points(seed)
    near, labels = find_neighbours(rows, 5), np.array(labels)
    assert cohesion(near, labels) <= 1
    assert cohesion(near, 4 - labels) == pytest.approx(cohesion(near, labels))


def test_of_numbers_as_good_as_the_best_the_smallest_is_taken():
    tried = {4: Trial(0.9, 0.4, 0.01), 7: Trial(0.5, 0.61, 0.01), 8: Trial(0.6, 0.615, 0.01), 9: Trial(0.9, 0.58, 0.01)}
    assert best_number(tried) == 7
