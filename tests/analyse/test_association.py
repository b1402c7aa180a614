"""Measures of association: figures that can be worked out by hand, and what holds for all tables."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.analyse.association import (
    critical_value,
    false_discovery,
    log_dice,
    log_likelihood,
    log_ratio,
    pointwise_information,
    t_score,
)


@st.composite
def tables(draw):
    """``a`` of ``n``, ``b`` of ``m``."""
    n, m = draw(st.integers(1, 10**6)), draw(st.integers(1, 10**6))
    return draw(st.integers(0, n)), n, draw(st.integers(0, m)), m


def of(measure, a, n, b, m):
    return measure(np.array([float(a)]), n, np.array([float(b)]), m)


@given(tables())
def test_g2_is_never_negative_and_the_same_from_both_sides(table):
    a, n, b, m = table
    one, other = of(log_likelihood, a, n, b, m)[0], of(log_likelihood, b, m, a, n)[0]
    assert one >= 0
    assert one == pytest.approx(other, abs=1e-6, rel=1e-9)


@given(st.integers(1, 1000), st.integers(0, 1000), st.integers(1, 100))
def test_g2_of_equal_shares_is_nothing(n, a, times):
    a = min(a, n)
    assert of(log_likelihood, a, n, a * times, n * times)[0] == pytest.approx(0, abs=1e-6)


@given(tables())
def test_the_log_ratio_lies_in_its_interval_and_turns_its_sign_with_the_sides(table):
    a, n, b, m = table
    ratio, low, high = (x[0] for x in of(log_ratio, a, n, b, m))
    assert low <= ratio <= high
    assert ratio == pytest.approx(-of(log_ratio, b, m, a, n)[0][0], abs=1e-9)


def test_g2_agrees_with_scipy():
    from scipy.stats import chi2_contingency

    table = np.array([[110, 2000 - 110], [200, 8000 - 200]])
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert of(log_likelihood, 110, 2000, 200, 8000)[0] == pytest.approx(expected)


def test_twice_as_frequent_has_a_log_ratio_of_one():
    assert of(log_ratio, 20, 1000, 10, 1000)[0][0] == pytest.approx(1)


def test_bonferroni_asks_for_more_the_more_is_tested():
    assert critical_value(1) == pytest.approx(3.841, abs=1e-3)
    assert critical_value(10) < critical_value(100)


@given(st.lists(st.floats(0, 1), max_size=40))
def test_false_discovery_rates_keep_the_order_and_are_never_below_the_chances(chances):
    p = np.array(chances)
    q = false_discovery(p)
    assert (q >= p - 1e-12).all()
    assert (q <= 1).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(q[order]) >= 0).all()


def test_words_that_never_stand_apart_have_a_log_dice_of_14():
    assert log_dice(np.array([7.0]), 7.0, np.array([7.0]))[0] == 14
    assert log_dice(np.array([7.0]), 14.0, np.array([14.0]))[0] == 13


def test_what_stands_together_as_often_as_by_chance_is_not_associated():
    same = np.array([4.0])
    assert (pointwise_information(same, same)[0], t_score(same, same)[0]) == (0, 0)
    assert pointwise_information(np.array([8.0]), np.array([2.0]))[0] == 2
