"""Numbers that the softmax notebook quotes, and laws of its functions."""
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course import network
from course.solutions.softmax import hardmax, one_hot, softmax, softmax_backward, softmax_cost

SCORES = np.array([[5.0], [2.0], [-1.0], [3.0]])
COLUMNS = arrays(float, (4, 3), elements=st.floats(-1000, 1000))


def test_the_example_with_four_classes():
    exponentials = np.exp(SCORES).ravel()
    assert np.round(exponentials, 1).tolist() == [148.4, 7.4, 0.4, 20.1] and round(exponentials.sum(), 1) == 176.3
    assert np.round(softmax(SCORES).ravel(), 3).tolist() == [0.842, 0.042, 0.002, 0.114]


def test_quoted_numbers():
    assert -np.log(1e-8) == pytest.approx(18.4, abs=0.05)
    with np.errstate(over="ignore"):
        assert np.isinf(np.exp(710.0)) and np.isfinite(np.exp(709.0))
    assert softmax_cost(np.array([[1000.0], [-1000.0], [0.0]]), one_hot(np.array([1]), 3)) == 2000
    assert softmax_cost(np.zeros((6, 4)), one_hot(np.array([0, 5, 2, 2]), 6)) == pytest.approx(np.log(6))
    floor = np.log(np.exp(1) + 9) - 1
    assert floor == pytest.approx(1.46, abs=0.005)
    assert np.log(0.91 / 0.01) == pytest.approx(4.51, abs=0.005)
    assert -0.91 * np.log(0.91) - 9 * 0.01 * np.log(0.01) == pytest.approx(0.50, abs=0.005)
    assert np.log(10) == pytest.approx(2.30, abs=0.005) and np.log(3) == pytest.approx(1.10, abs=0.005)


def test_the_best_lead_under_label_smoothing():
    Z = np.zeros((10, 1))
    target = 0.9 * one_hot(np.array([4]), 10) + 0.01
    for _ in range(20_000):
        Z = Z - 2.0 * softmax_backward(Z, target)
    assert Z[4, 0] - Z[0, 0] == pytest.approx(4.51, abs=0.01)


@settings(max_examples=60, deadline=None)
@given(COLUMNS, st.floats(-1000, 1000))
def test_columns_sum_to_one_and_only_differences_count(Z, shift):
    P = softmax(Z)
    assert np.allclose(P.sum(axis=0), 1) and np.all(P >= 0)
    assert np.allclose(P, softmax(Z + shift), atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(COLUMNS)
def test_gradients_sum_to_zero_and_costs_are_never_negative(Z):
    Y = hardmax(Z[::-1])
    assert np.allclose(softmax_backward(Z, Y).sum(axis=0), 0, atol=1e-12)
    assert softmax_cost(Z, Y) >= 0


@settings(max_examples=60, deadline=None)
@given(arrays(float, (1, 7), elements=st.floats(-500, 500)))
def test_two_classes_are_logistic_regression(z):
    assert np.allclose(softmax(np.vstack([np.zeros_like(z), z]))[1:], network.sigmoid(z), atol=1e-12)


def test_a_low_temperature_is_hardmax_and_a_high_one_is_even():
    assert np.allclose(softmax(SCORES / 0.01), hardmax(SCORES)) and np.allclose(softmax(SCORES / 1e6), 0.25, atol=1e-5)
