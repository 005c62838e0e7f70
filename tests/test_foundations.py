"""Claims of the foundations notebook: ln 2 at the start, and gradients equal to those of automatic differentiation."""
import numpy as np
import pytest

from course import network
from course.solutions import foundations as reference


def test_a_network_of_zeros_costs_ln_2():
    Y = np.array([[0.0, 1.0, 1.0, 0.0, 1.0]])
    zeros = {key: 0 * value for key, value in network.initialize([3, 4, 1], np.random.default_rng(0)).items()}
    AL, _ = reference.forward_propagation(np.ones((3, 5)), zeros)
    assert abs(reference.cross_entropy_cost(AL, Y) - np.log(2)) < 1e-15


def test_gradients_agree_with_automatic_differentiation():
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    rng = np.random.default_rng(0)
    X, Y, parameters = rng.normal(size=(4, 6)), np.array([[0, 1, 1, 0, 0, 1.0]]), reference.draw_parameters(rng, [4, 5, 3, 1])

    def cost(parameters):
        A = X
        for l in (1, 2, 3):
            Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
            A = jax.nn.relu(Z)
        return (jax.numpy.logaddexp(0, Z) - Y * Z).mean()

    AL, caches = reference.forward_propagation(X, parameters)
    assert abs(reference.cross_entropy_cost(AL, Y) - float(cost(parameters))) < 1e-12
    grads = reference.backward_propagation(AL, Y, caches)
    for key, value in jax.grad(cost)(parameters).items():
        np.testing.assert_allclose(grads[f"d{key}"], value, rtol=1e-9, atol=1e-12)


def test_the_given_network_is_the_learners():
    rng = np.random.default_rng(1)
    X, Y, parameters = rng.normal(size=(3, 8)), (rng.random((1, 8)) < 0.5) * 1.0, reference.draw_parameters(rng, [3, 4, 1])
    AL, caches = reference.forward_propagation(X, parameters)
    given, given_caches = network.forward(X, parameters)
    np.testing.assert_allclose(AL, given, rtol=1e-12)
    grads, expected = reference.backward_propagation(AL, Y, caches), network.backward(given, Y, given_caches)
    assert grads.keys() == expected.keys()
    assert all(np.allclose(grads[key], expected[key], rtol=1e-12) for key in grads)
