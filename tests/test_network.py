"""The given network: gradients against differences, stacks against single networks, and the training loop."""
import numpy as np
import pytest

from course import network

DIMS = [4, 6, 5, 3]
COSTS = {"sigmoid": network.cost, "softmax": network.softmax_cost, "linear": network.squared_cost}


def example(rng, output, m=7):
    X = rng.normal(size=(DIMS[0], m))
    if output == "softmax":
        return X, np.eye(3)[rng.integers(3, size=m)].T
    return X, rng.integers(2, size=(3, m)).astype(float) if output == "sigmoid" else rng.normal(size=(3, m))


def random_parameters(rng, seeds=None):
    parameters = network.initialize(DIMS, rng, seeds)
    return {key: value + 0.3 * rng.normal(size=value.shape) for key, value in parameters.items()}


def differences(cost, parameters, epsilon=1e-6):
    """Central differences of cost(parameters) for every entry."""
    grads = {}
    for key, value in parameters.items():
        grads[f"d{key}"] = np.zeros(value.shape)
        for index in np.ndindex(value.shape):
            step = np.zeros(value.shape)
            step[index] = epsilon
            above, below = (cost(parameters | {key: value + sign * step}) for sign in (1, -1))
            grads[f"d{key}"][index] = (above - below) / (2 * epsilon)
    return grads


@pytest.mark.parametrize("output", COSTS)
@pytest.mark.parametrize("hidden", network.SLOPES)
def test_backward_agrees_with_differences(hidden, output):
    rng = np.random.default_rng(11)
    X, Y = example(rng, output)
    parameters = random_parameters(rng)
    grads = network.backward(*_forward_then(X, Y, parameters, hidden, output), hidden)
    numeric = differences(lambda p: COSTS[output](network.forward(X, p, hidden, output)[0], Y), parameters)
    assert grads.keys() == numeric.keys()
    for key in numeric:
        assert np.abs(numeric[key]).max() > 1e-3, "the case must not be degenerate"
        np.testing.assert_allclose(grads[key], numeric[key], rtol=1e-5, atol=1e-8)


def _forward_then(X, Y, parameters, hidden, output):
    AL, caches = network.forward(X, parameters, hidden, output)
    return AL, Y, caches


@pytest.mark.parametrize("output", COSTS)
@pytest.mark.parametrize("lead", [(2,), (2, 3)])
def test_a_stack_is_the_same_as_its_networks_one_by_one(output, lead):
    rng = np.random.default_rng(5)
    X, Y = example(rng, output)
    singles = [random_parameters(rng) for _ in range(int(np.prod(lead)))]
    stack = {key: np.stack([p[key] for p in singles]).reshape(*lead, *singles[0][key].shape) for key in singles[0]}
    AL, caches = network.forward(X, stack, "tanh", output)
    grads, costs = network.backward(AL, Y, caches, "tanh"), COSTS[output](AL, Y)
    assert AL.shape == (*lead, 3, 7) and costs.shape == lead
    for index, single in zip(np.ndindex(lead), singles, strict=True):
        AL_one, caches_one = network.forward(X, single, "tanh", output)
        np.testing.assert_allclose(AL[index], AL_one)
        np.testing.assert_allclose(costs[index], COSTS[output](AL_one, Y))
        for key, value in network.backward(AL_one, Y, caches_one, "tanh").items():
            np.testing.assert_allclose(grads[key][index], value)


def test_caches_are_those_of_the_course():
    rng = np.random.default_rng(0)
    X, _ = example(rng, "linear")
    parameters = random_parameters(rng)
    AL, caches = network.forward(X, parameters, output="linear")
    A_prev, W, b, _ = caches[1]
    assert len(caches) == 3 and caches[0][0] is X and W is parameters["W2"] and b is parameters["b2"]
    np.testing.assert_allclose(A_prev, np.maximum(caches[0][3], 0))
    np.testing.assert_allclose(caches[2][3], AL)


def test_ten_layers_keep_their_order():
    rng = np.random.default_rng(0)
    dims = [3, *range(4, 14), 2]
    parameters = network.initialize(dims, rng)
    shuffled = {key: parameters[key] for key in sorted(parameters)}
    assert network.forward(rng.normal(size=(3, 5)), shuffled)[0].shape == (2, 5)


def test_he_initialization_has_variance_two_over_inputs():
    parameters = network.initialize([50, 40, 30], np.random.default_rng(3), seeds=20)
    assert parameters["W1"].shape == (20, 40, 50) and parameters["b2"].shape == (20, 30, 1)
    assert parameters["W1"].var() == pytest.approx(2 / 50, rel=0.05)
    assert parameters["W2"].var() == pytest.approx(2 / 40, rel=0.05)
    assert not parameters["b1"].any()


def test_known_costs():
    Y = np.array([[0., 1., 1.]])
    assert network.cost(np.full((1, 3), 0.5), Y) == pytest.approx(np.log(2))
    assert network.softmax_cost(np.full((4, 3), 0.25), np.eye(4)[:, :3]) == pytest.approx(np.log(4))
    assert network.squared_cost(np.array([[1., 2.], [0., 4.]]), np.zeros((2, 2))) == pytest.approx((1 + 4 + 16) / 4)
    assert np.isfinite(network.cost(np.array([[1., 0., 1.]]), Y))


def test_large_inputs_are_finite_and_silent():
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        np.testing.assert_allclose(network.sigmoid(np.array([-1e3, 0, 1e3])), [0, 0.5, 1])
        np.testing.assert_allclose(network.softmax(np.array([[1e3], [-1e3]])), [[1], [0]])


def test_training_counts_steps_and_records():
    rng = np.random.default_rng(2)
    X, Y = example(rng, "sigmoid")
    seen = []

    def update(parameters, grads, step):
        seen.append(step)
        return network.gradient_descent(0.1)(parameters, grads, step)

    start = random_parameters(rng)
    kept = {key: value.copy() for key, value in start.items()}
    _, history = network.train(X, Y, start, update=update, steps=25, record_every=10,
                               measure=lambda p: {"size": np.linalg.norm(p["W1"])})
    assert seen == list(range(1, 26))
    assert history["step"].tolist() == [0, 10, 20, 25] and len(history["size"]) == 4
    assert history["cost"][-1] < history["cost"][0] == pytest.approx(network.cost(network.forward(X, start)[0], Y))
    assert all(np.array_equal(start[key], kept[key]) for key in start)


def test_training_is_gradient_descent():
    rng = np.random.default_rng(4)
    X, Y = example(rng, "softmax")
    expected = start = random_parameters(rng)

    def forward(X, parameters):
        return network.forward(X, parameters, output="softmax")

    for _ in range(3):
        AL, caches = forward(X, expected)
        grads = network.backward(AL, Y, caches)
        expected = {key: expected[key] - 0.2 * grads[f"d{key}"] for key in expected}
    trained, _ = network.train(X, Y, start, update=network.gradient_descent(0.2), steps=3, forward=forward,
                               cost=network.softmax_cost)
    for key in expected:
        np.testing.assert_allclose(trained[key], expected[key])


def test_mini_batches_are_drawn_anew_each_epoch():
    rng = np.random.default_rng(6)
    X, Y = example(rng, "sigmoid")
    epochs, sizes = [], []

    def batches(X, Y, epoch):
        epochs.append(epoch)
        return [(X[:, :4], Y[:, :4]), (X[:, 4:], Y[:, 4:])]

    def forward(X, parameters):
        sizes.append(X.shape[1])
        return network.forward(X, parameters)

    network.train(X, Y, random_parameters(rng), update=network.gradient_descent(0.1), steps=5, batches=batches,
                  forward=forward)
    assert epochs == [0, 1, 2] and sizes[:5] == [4, 3, 4, 3, 4]


def test_a_stack_trains_as_its_networks_do():
    rng = np.random.default_rng(8)
    X, Y = example(rng, "sigmoid")
    stack = random_parameters(rng, seeds=3)
    options = {"update": network.gradient_descent(0.5), "steps": 20, "record_every": 5}
    trained, history = network.train(X, Y, stack, **options)
    assert history["cost"].shape == (5, 3)
    one, history_one = network.train(X, Y, {key: value[1] for key, value in stack.items()}, **options)
    np.testing.assert_allclose(trained["W2"][1], one["W2"])
    np.testing.assert_allclose(history["cost"][:, 1], history_one["cost"])


def test_predictions_and_accuracy():
    X = np.array([[-2., -1., 1., 3.]])
    stack = {"W1": np.array([[[1.]], [[-1.]]]), "b1": np.zeros((2, 1, 1))}
    Y = np.array([[0., 0., 1., 0.]])
    predictions = network.predict(X, stack)
    assert predictions.shape == (2, 1, 4) and network.accuracy(predictions, Y).tolist() == [0.75, 0.25]
    labels = network.predict(X, {"W1": np.array([[1.], [-1.]]), "b1": np.zeros((2, 1))}, output="softmax")
    assert labels.tolist() == [1, 1, 0, 0] and network.accuracy(labels, np.array([1, 1, 0, 1])) == 0.75


def test_wrong_names_are_answered_with_a_sentence():
    X, parameters = np.ones((2, 3)), network.initialize([2, 4, 1], np.random.default_rng(0))
    with pytest.raises(ValueError, match="Choose one of: relu"):
        network.forward(X, parameters, hidden="gelu")
    with pytest.raises(ValueError, match="two entries or more"):
        network.initialize([3], np.random.default_rng(0))
    with pytest.raises(ValueError, match="returned no batch"):
        network.train(X, np.ones((1, 3)), parameters, update=None, steps=1, batches=lambda X, Y, epoch: [])


def test_training_prints_nothing_away_from_a_screen(capsys, monkeypatch):
    X, parameters = np.ones((2, 3)), network.initialize([2, 4, 1], np.random.default_rng(0))
    options = {"update": network.gradient_descent(0.1), "steps": 3}
    network.train(X, np.ones((1, 3)), parameters, **options)
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COURSE_QUIET", "1")
    network.train(X, np.ones((1, 3)), parameters, **options)
    assert capsys.readouterr() == ("", "")
    monkeypatch.delenv("COURSE_QUIET")
    network.train(X, np.ones((1, 3)), parameters, **options)
    written, complaints = capsys.readouterr()
    assert "3/3" in written or "0/3" in written
    assert complaints == ""
