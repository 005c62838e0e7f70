"""What the notebook `regularization` says about penalties and dropout, held against numbers."""
import numpy as np
import pytest

from course import datasets, network
from course.solutions import regularization as reg

EPSILON = 1e-6


def slope(cost, parameters, key, entry):
    """Central difference of a cost with respect to one entry of one parameter."""
    moved = []
    for sign in (1, -1):
        changed = {name: value.copy() for name, value in parameters.items()}
        changed[key][entry] += sign * EPSILON
        moved.append(cost(changed))
    return (moved[0] - moved[1]) / (2 * EPSILON)


@pytest.fixture
def small():
    rng = np.random.default_rng(0)
    X, parameters = reg.draw_network(rng, (4, 6, 5, 1), 9)
    return X, (rng.random((1, 9)) < 0.4).astype(float), parameters


@pytest.mark.parametrize("key", ["W1", "b1", "W2", "b2", "W3", "b3"])
def test_l2_gradients_are_the_slopes_of_the_penalised_cost(small, key):
    X, Y, parameters = small
    AL, caches = network.forward(X, parameters)
    grads = reg.l2_gradients(network.backward(AL, Y, caches), parameters, 0.7, 9)

    def cost(p):
        return reg.compute_cost_with_regularization(network.forward(X, p)[0], Y, p, 0.7)

    entry = (1 % len(parameters[key]), 0)
    assert grads[f"d{key}"][entry] == pytest.approx(slope(cost, parameters, key, entry), rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("key", ["W1", "b1", "W2", "b2", "W3", "b3"])
def test_dropout_gradients_are_the_slopes_of_the_thinned_network(small, key):
    X, Y, parameters = small

    def forward(p):
        return reg.forward_propagation_with_dropout(X, p, 0.6, np.random.default_rng(3))

    AL, caches = forward(parameters)
    grads = reg.backward_propagation_with_dropout(AL, Y, caches, 0.6)
    entry = (1 % len(parameters[key]), 0)
    numeric = slope(lambda p: network.cost(forward(p)[0], Y), parameters, key, entry)
    assert grads[f"d{key}"][entry] == pytest.approx(numeric, rel=1e-5, abs=1e-8)


def test_l1_gradients_are_the_slopes_of_the_penalty(small):
    _, _, parameters = small
    _, gradients = reg.l1_penalty(parameters, 0.7, 9)
    numeric = slope(lambda p: reg.l1_penalty(p, 0.7, 9)[0], parameters, "W2", (2, 3))
    assert gradients["dW2"][2, 3] == pytest.approx(numeric, rel=1e-6)


def test_one_step_of_weight_decay_is_one_step_with_the_penalty(small):
    _, _, parameters = small
    W, dW = parameters["W1"], np.cos(parameters["W1"])
    by_gradient = W - 0.3 * reg.l2_gradients({"dW1": dW, "db1": 0}, {"W1": W, "b1": 0}, 2.0, 9)["dW1"]
    np.testing.assert_allclose(reg.weight_decay_step(W, dW, 0.3, 2.0, 9), by_gradient, rtol=1e-12)


def test_inverted_dropout_keeps_the_mean():
    A = np.random.default_rng(1).uniform(1, 2, size=(40, 50))
    rng = np.random.default_rng(2)
    means = [reg.dropout_forward(A, 0.3, rng)[0].mean() for _ in range(400)]
    assert np.mean(means) == pytest.approx(A.mean(), abs=6 * np.std(means) / 20)


def digits_with_dropout(frozen):
    """Last training cost and accuracy with dropout off, for 100 digits at keep_prob 0.5."""
    digits = datasets.load("digits")
    X, labels = digits.images_train[:100].reshape(100, -1).T / 16.0, digits.labels_train[:100]
    rng = np.random.default_rng(100)
    parameters, history = network.train(
        X, np.eye(10)[:, labels], network.initialize([64, 50, 50, 50, 10], np.random.default_rng(0)), steps=300,
        update=network.gradient_descent(0.3), progress=False, record_every=300,
        forward=lambda X, p: reg.forward_propagation_with_dropout(X, p, 0.5, np.random.default_rng(0) if frozen else rng),
        backward=lambda AL, Y, caches: reg.backward_propagation_with_dropout(AL, Y, caches, 0.5))
    return history["cost"][-1], np.mean(network.forward(X, parameters)[0].argmax(axis=0) == labels)


def test_a_frozen_mask_has_the_better_cost_and_the_worse_network():
    fresh_cost, fresh_accuracy = digits_with_dropout(frozen=False)
    frozen_cost, frozen_accuracy = digits_with_dropout(frozen=True)
    assert frozen_cost < 0.01 < fresh_cost
    assert frozen_accuracy < 0.7 < 0.9 < fresh_accuracy
