"""What the data cards promise about learning, measured over several seeds."""
import numpy as np
import pytest

from course import datasets, network


def median_accuracies(d, parameters, forward=network.forward):
    return {part: np.median(network.accuracy((forward(d[f"X_{part}"], parameters)[0] > 0.5), d[f"Y_{part}"]))
            for part in ("train", "dev", "test") if f"X_{part}" in d}


def l2_update(learning_rate, lambd, m):
    def update(parameters, grads, step):
        return {key: value - learning_rate * (grads[f"d{key}"] + (lambd / m * value if key[0] == "W" else 0))
                for key, value in parameters.items()}
    return update


def test_pitch_is_overfitted_without_regularization_and_less_with():
    d = datasets.load("pitch")
    start = network.initialize([2, 20, 20, 10, 1], np.random.default_rng(0), seeds=10)
    scores = {}
    for lambd in (0, 2):
        trained, _ = network.train(d.X_train, d.Y_train, start, update=l2_update(0.3, lambd, 200), steps=2000)
        scores[lambd] = median_accuracies(d, trained)
    assert scores[0]["train"] > 0.95 and scores[0]["train"] - scores[0]["test"] > 0.05
    assert scores[2]["test"] > scores[0]["test"] + 0.02 and abs(scores[2]["train"] - scores[2]["test"]) < 0.02


@pytest.mark.parametrize("name, dims, least", [("circles", [2, 10, 5, 1], 0.97), ("moons", [2, 10, 5, 1], 0.95)])
def test_two_classes_are_learnt(name, dims, least):
    d = datasets.load(name)
    start = network.initialize(dims, np.random.default_rng(1), seeds=10)
    trained, _ = network.train(d.X_train, d.Y_train, start, update=network.gradient_descent(0.2), steps=1500)
    scores = median_accuracies(d, trained)
    assert scores["train"] >= least and scores["test"] >= least - 0.01


def standardized_pixels(d):
    X_train, X_test = (d[f"images_{part}"].reshape(-1, 12288).T / 255 for part in ("train", "test"))
    mu, sigma = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
    return (X_train - mu) / sigma, (X_test - mu) / sigma


def trained_on_glyphs(d, hidden, learning_rate, epochs):
    """The test accuracy after mini-batch gradient descent with batches of 60."""
    rng, (X, X_test) = np.random.default_rng(2), standardized_pixels(d)

    def batches(X, Y, epoch):
        order = rng.permutation(X.shape[1])
        return [(X[:, order[k:k + 60]], Y[:, order[k:k + 60]]) for k in range(0, len(order), 60)]

    def forward(X, parameters):
        return network.forward(X, parameters, output="softmax")

    trained, _ = network.train(X, np.eye(6)[d.labels_train].T, network.initialize([12288, *hidden, 6], rng),
                               update=network.gradient_descent(learning_rate), steps=18 * epochs, batches=batches,
                               forward=forward, cost=network.softmax_cost)
    return network.accuracy(network.predict(X_test, trained, output="softmax"), d.labels_test)


def test_glyphs_need_a_hidden_layer():
    d = datasets.load("glyphs")
    linear = max(trained_on_glyphs(d, [], rate, 20) for rate in (1e-3, 1e-2))
    assert linear < 0.8
    assert trained_on_glyphs(d, [64], 1e-2, 15) > 0.9
