"""Hessians against known second derivatives, and what the notebook `saddle_points` says of saddles."""
import numpy as np
import pytest

from course import datasets, network
from course.solutions import saddle_points as sp


def test_hessian_of_rosenbrock_is_the_known_one():
    x, y = point = np.array([-0.7, 0.9])
    known = [[2 - 400 * (y - 3 * x**2), -400 * x], [-400 * x, 200]]
    np.testing.assert_allclose(sp.hessian(datasets.rosenbrock, point), known, rtol=1e-5)


def test_hessian_agrees_with_jax():
    jax = pytest.importorskip("jax")
    drawn = sp.draw_function(np.random.default_rng(5), 4, 1e-4)
    A, b, c = (drawn["f"].data[name] for name in "Abc")
    theirs = jax.hessian(lambda x: jax.numpy.sum(jax.numpy.sin(A @ x + b)) + jax.numpy.sum(c * x**4) / 10)(drawn["x"])
    np.testing.assert_allclose(sp.hessian(drawn["f"], drawn["x"]), theirs, atol=1e-4)


def test_the_all_zero_network_is_a_saddle_with_zero_gradient():
    moons = datasets.load("moons")

    def cost(theta):
        parameters = {"W1": theta[:4].reshape(2, 2), "b1": theta[4:6].reshape(2, 1),
                      "W2": theta[6:8].reshape(1, 2), "b2": theta[8:].reshape(1, 1)}
        return network.cost(network.forward(moons.X_train, parameters, hidden="tanh")[0], moons.Y_train)

    slopes = [(cost(1e-5 * e) - cost(-1e-5 * e)) / 2e-5 for e in np.eye(9)]
    np.testing.assert_allclose(slopes, 0, atol=1e-9)
    assert sp.classify_critical_point(sp.hessian(cost, np.zeros(9)), 1e-5) == "saddle"


def test_random_hessians_have_fewer_minima_than_coins_would_give():
    rng = np.random.default_rng(0)
    kinds = [sp.classify_critical_point(M + M.T) for M in rng.normal(size=(2000, 4, 4))]
    assert kinds.count("minimum") / 2000 < 0.02 < 2.0**-4
    assert kinds.count("saddle") / 2000 > 0.97
