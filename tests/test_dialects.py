"""Every numeric statement of docs/dialects.md, held against our functions and, where installed, against others'."""
import re
from pathlib import Path

import numpy as np
import pytest

from course import network
from course.graph import SigmoidCrossEntropy
from course.solutions.batch_norm import batchnorm_forward, update_running_statistics
from course.solutions.frameworks import to_rows
from course.solutions.initialization import initialize_parameters_xavier
from course.solutions.optimizers import (
    update_parameters_with_adam,
    update_parameters_with_adamw,
    update_parameters_with_momentum,
    update_parameters_with_rmsprop,
)
from course.solutions.regularization import (
    compute_cost_with_regularization,
    dropout_forward,
    l2_gradients,
    weight_decay_step,
)
from course.solutions.softmax import softmax

PAGE = Path(__file__).parents[1] / "docs" / "dialects.md"
RNG = np.random.default_rng(31)


def walk(step, start, gradients):
    """The parameters after each step, from start, as an array."""
    theta, path = start, []
    for t, gradient in enumerate(gradients, 1):
        theta = step(theta, gradient, t)
        path.append(theta)
    return np.array(path)


def ours(update, *states, **options):
    """One of our update functions as a step on an array, its states kept between steps."""
    kept = [{"dW1": np.zeros(state)} for state in states]

    def step(theta, gradient, t):
        counted = {"t": t} if "adam" in update.__name__ else {}
        parameters, *kept[:] = update({"W1": theta}, {"dW1": gradient}, *kept, **counted, **options)
        return parameters["W1"]
    return step


def theirs(optimizer):
    """An optimizer of Optax as a step on an array."""
    jax = pytest.importorskip("jax")
    state = None

    def step(theta, gradient, t):
        nonlocal state
        with jax.enable_x64(True):
            state = optimizer.init(theta) if state is None else state
            change, state = optimizer.update(gradient, state, theta)
            return np.asarray(theta + np.asarray(change))
    return step


START, GRADIENTS = RNG.normal(size=(3, 2)), RNG.normal(size=(12, 3, 2))


def test_every_section_with_numbers_has_its_test():
    sections = re.findall(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), re.M)
    tested = {name.removeprefix("test_").replace("_", " ") for name in globals() if name.startswith("test_")}
    wanted = [re.sub(r"[^a-z0-9 ]", "", section.lower().replace("1/(m − 1)", "1 m 1").replace("1/m", "1 m")
                     .replace("(1 − β)", "1 minus beta")) for section in sections if section not in ("Sources",)]
    assert [name for name in wanted if name not in tested] == []


def test_examples_as_columns_or_as_rows():
    parameters = network.initialize([4, 3, 2], RNG)
    X, Y = RNG.normal(size=(4, 7)), np.eye(2)[:, RNG.integers(2, size=7)]
    AL, caches = network.forward(X, parameters, output="softmax")
    grads, rows = network.backward(AL, Y, caches), to_rows(parameters)
    hidden = np.maximum(X.T @ rows["W1"] + rows["b1"], 0)
    scores = hidden @ rows["W2"] + rows["b2"]
    assert np.allclose(softmax(scores.T), AL)
    difference = (softmax(scores.T).T - Y.T) / 7
    assert np.allclose(hidden.T @ difference, grads["dW2"].T) and np.allclose(difference.sum(axis=0), grads["db2"].ravel())
    assert not np.allclose(parameters["W1"].reshape(4, 3), parameters["W1"].T)


def test_what_dropouts_number_means():
    A = np.ones((200, 500))
    inverted, mask = dropout_forward(A, 0.8, RNG)
    assert np.mean(mask) == pytest.approx(0.8, abs=0.01) and np.mean(inverted) == pytest.approx(1, abs=0.01)
    assert np.mean(A * mask) == pytest.approx(0.8, abs=0.01)


def test_momentum_with_and_without_1_minus_beta():
    optax = pytest.importorskip("optax")
    path = walk(ours(update_parameters_with_momentum, (3, 2), beta=0.9, learning_rate=0.1), START, GRADIENTS)
    assert np.allclose(path, walk(theirs(optax.sgd(0.01, momentum=0.9)), START, GRADIENTS), rtol=1e-12)


def test_running_statistics_of_batch_norm():
    running, batch = {"mu": np.full((2, 1), 5.0), "var": np.full((2, 1), 3.0)}, (np.ones((2, 1)), 2 * np.ones((2, 1)))
    new = update_running_statistics(running, *batch, momentum=0.9)
    torch_momentum = 1 - 0.9
    assert np.allclose(new["mu"], (1 - torch_momentum) * 5 + torch_momentum * 1)
    assert np.allclose(new["var"], (1 - torch_momentum) * 3 + torch_momentum * 2)


def test_variance_with_1_m_or_1_m_1():
    for m, factor in ((64, 1.016), (2, 2.0)):
        Z = RNG.normal(size=(3, m))
        cache = batchnorm_forward(Z, np.ones((3, 1)), np.zeros((3, 1)), 1e-5)[1]
        assert np.allclose(cache["var"].ravel(), np.var(Z, axis=1))
        assert np.var(Z, axis=1, ddof=1) / cache["var"].ravel() == pytest.approx(factor, abs=5e-4)


def test_two_forms_of_xavier_initialization():
    n_in, n_out = 100, 10
    W = initialize_parameters_xavier([n_in, n_out, n_out], np.random.default_rng(3))["W1"]
    glorot, limit = 2 / (n_in + n_out), np.sqrt(6 / (n_in + n_out))
    assert np.var(W) == pytest.approx(1 / n_in, rel=0.2) and glorot * n_in == pytest.approx(1.8, abs=0.02)
    assert glorot * (n_in + n_out) / 2 / n_in == pytest.approx(1 / n_in) and 2 / (n_in + n_in) == 1 / n_in
    assert limit**2 / 3 == pytest.approx(glorot)


def test_the_size_of_lambda():
    W, m, lambd = RNG.normal(size=(3, 4)), 8, 0.7
    AL, Y = RNG.uniform(0.2, 0.8, size=(1, m)), RNG.integers(2, size=(1, m)).astype(float)
    parameters, grads = {"W1": W, "b1": np.zeros((3, 1))}, {"dW1": RNG.normal(size=(3, 4)), "db1": np.ones((3, 1))}
    penalty = (compute_cost_with_regularization(AL, Y, parameters, lambd)
               - compute_cost_with_regularization(AL, Y, parameters, 0.0))
    book, keras = lambd / m, lambd / (2 * m)
    assert penalty == pytest.approx(book / 2 * np.sum(W**2)) and penalty == pytest.approx(keras * np.sum(W**2))
    added = l2_gradients(grads, parameters, lambd, m)["dW1"] - grads["dW1"]
    assert np.allclose(added, book * W) and np.allclose(added, 2 * keras * W)
    inside = W - 0.1 * (grads["dW1"] + added)
    assert np.allclose(weight_decay_step(W, grads["dW1"], 0.1, lambd, m), inside)
    options = {"learning_rate": 0.1, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
    beside = walk(ours(update_parameters_with_adamw, (3, 2), (3, 2), weight_decay=book, **options), START, GRADIENTS)
    mixed = ours(update_parameters_with_adam, (3, 2), (3, 2), **options)
    assert not np.allclose(beside, walk(lambda w, g, t: mixed(w, g + book * w, t), START, GRADIENTS), rtol=1e-3)


def test_adam_with_decay_beside_the_gradient_is_that_of_optax():
    optax = pytest.importorskip("optax")
    path = walk(ours(update_parameters_with_adamw, (3, 2), (3, 2), learning_rate=0.1, beta1=0.9, beta2=0.999, epsilon=1e-3,
                     weight_decay=0.05), START, GRADIENTS)
    other = walk(theirs(optax.adamw(0.1, b1=0.9, b2=0.999, eps=1e-3, weight_decay=0.05)), START, GRADIENTS)
    assert np.allclose(path, other, rtol=1e-9)


def test_names_of_adams_moments():
    g = GRADIENTS[0]
    _, v, s = update_parameters_with_adam({"W1": START}, {"dW1": g}, {"dW1": np.zeros((3, 2))}, {"dW1": np.zeros((3, 2))}, 1)
    assert np.allclose(v["dW1"], 0.1 * g) and np.allclose(s["dW1"], 0.001 * g**2)


def test_where_epsilon_stands():
    optax = pytest.importorskip("optax")
    options = {"learning_rate": 0.1, "beta1": 0.9, "beta2": 0.999, "epsilon": 0.05}
    path = walk(ours(update_parameters_with_adam, (3, 2), (3, 2), **options), START, GRADIENTS)
    assert np.allclose(path, walk(theirs(optax.adam(0.1, b1=0.9, b2=0.999, eps=0.05)), START, GRADIENTS), rtol=1e-9)
    rms = ours(update_parameters_with_rmsprop, (3, 2), beta2=0.9, learning_rate=0.1, epsilon=0.05)
    outside = theirs(optax.rmsprop(0.1, decay=0.9, eps=0.05, eps_in_sqrt=False))
    assert np.allclose(walk(rms, START, GRADIENTS), walk(outside, START, GRADIENTS), rtol=1e-9)
    assert not np.allclose(path, walk(theirs(optax.rmsprop(0.1, decay=0.9, eps=0.05)), START, GRADIENTS), rtol=1e-3)


def folded(epsilon_of, alpha=0.1, beta1=0.9, beta2=0.999):
    """Adam with the bias corrections folded into the rate."""
    v = s = 0.0

    def step(theta, g, t):
        nonlocal v, s
        v, s = beta1 * v + (1 - beta1) * g, beta2 * s + (1 - beta2) * g**2
        return theta - alpha * np.sqrt(1 - beta2**t) / (1 - beta1**t) * v / (np.sqrt(s) + epsilon_of(t))
    return step


def test_where_epsilon_stands_in_the_folded_form():
    for epsilon in (0.0, 0.05):
        path = walk(ours(update_parameters_with_adam, (3, 2), (3, 2), learning_rate=0.1, beta1=0.9, beta2=0.999,
                         epsilon=epsilon), START, GRADIENTS)
        assert np.allclose(path, walk(folded(lambda t, e=epsilon: e * np.sqrt(1 - 0.999**t)), START, GRADIENTS), rtol=1e-9)
        plain = walk(folded(lambda t, e=epsilon: e), START, GRADIENTS)
        assert np.allclose(path, plain, rtol=1e-9) == (epsilon == 0)
    assert 1 / np.sqrt(1 - 0.999) == pytest.approx(31.6, abs=0.05)


def test_where_epsilon_stands_for_tiny_gradients():
    tiny = np.full((1, 1), 1e-9)
    outside = tiny / (np.sqrt(tiny**2) + 1e-4)
    inside = tiny / np.sqrt(tiny**2 + 1e-8)
    assert inside == pytest.approx(outside, rel=1e-4)


def test_one_cost_for_several_outputs():
    Z, T = RNG.normal(size=(5, 7)), RNG.integers(2, size=(5, 7)).astype(float)
    losses = np.logaddexp(0, Z) - T * Z
    assert SigmoidCrossEntropy(None, None).forward(Z, T) == pytest.approx(5 * losses.mean())
    assert np.allclose(SigmoidCrossEntropy(None, None).backward(1.0, Z, T)[0], 5 * (1 / (1 + np.exp(-Z)) - T) / losses.size)
