"""Whole trajectories of our optimizers against Optax, and the figures that the notebook's prose rests on.

Dialects, ours -> Optax (the conversions below are tested, not assumed):
  momentum, Nesterov  v = βv + (1−β)g            -> trace = β·trace + g: the same steps at rate α(1−β), and v = (1−β)·trace
  RMSprop             ε beside the root          -> eps_in_sqrt=False (its default puts ε inside); initial_scale=0; no correction
  Adam                ε beside the root          -> the same with eps_root=0, its default
  AdaGrad             ε beside the root, s = 0   -> ε inside the root, and a sum that starts at 0.1 unless told otherwise
  AdamW               decay of every parameter   -> the same with mask=None; its default decay is 1e-4
"""
import numpy as np
import pytest

from course import datasets, network
from course.solutions import optimizers as ours

jax = pytest.importorskip("jax")
optax = pytest.importorskip("optax")

STEPS = 40


@pytest.fixture(autouse=True)
def double_precision():
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    yield
    jax.config.update("jax_enable_x64", before)


def start():
    """A network with three layers."""
    return network.initialize([2, 5, 3, 1], np.random.default_rng(0))


def gradients(parameters, step):
    """Gradients of the cross-entropy on a mini-batch of the moons, and an exactly zero one for a unit that is never used."""
    moons = datasets.load("moons")
    columns = np.random.default_rng(step).permutation(300)[:64]
    AL, caches = network.forward(moons.X_train[:, columns], parameters)
    grads = network.backward(AL, moons.Y_train[:, columns], caches)
    grads["dW1"][0], grads["db1"][0] = 0.0, 0.0
    return grads


def our_path(state, step_function):
    """Parameters after every step, and the last state."""
    parameters, path = start(), []
    for t in range(1, STEPS + 1):
        parameters, *state = step_function(parameters, gradients(parameters, t), *state, t)
        path.append(parameters)
    return path, state


def optax_path(optimizer):
    """The same with Optax, on its own parameters."""
    parameters, path = start(), []
    state = optimizer.init(parameters)
    for t in range(1, STEPS + 1):
        grads = {name[1:]: g for name, g in gradients(parameters, t).items()}
        updates, state = optimizer.update(grads, state, parameters)
        parameters = {name: np.asarray(value) for name, value in optax.apply_updates(parameters, updates).items()}
        path.append(parameters)
    return path, state


def assert_same_path(one, other, tolerance=1e-9):
    """Equal steps, compared as the way from the start: weights near one would hide them."""
    begin = start()
    for step, (a, b) in enumerate(zip(one, other), start=1):
        for name in begin:
            moved = b[name] - begin[name]
            np.testing.assert_allclose(a[name] - begin[name], moved, rtol=0, atol=tolerance * max(np.abs(moved).max(), 1e-6),
                                       err_msg=f"{name} after step {step}")


@pytest.mark.parametrize("beta, rate", [(0.9, 0.1), (0.5, 0.3), (0.0, 0.05), (0.99, 1.0)])
@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_and_nesterov(beta, rate, nesterov):
    step = ours.update_parameters_with_nesterov if nesterov else ours.update_parameters_with_momentum
    path, (v,) = our_path([ours.initialize_velocity(start())], lambda p, g, v, t: step(p, g, v, beta, rate))
    theirs, state = optax_path(optax.sgd(rate * (1 - beta), momentum=beta, nesterov=nesterov))
    assert_same_path(path, theirs)
    for name, trace in state[0].trace.items():
        np.testing.assert_allclose(v["d" + name], (1 - beta) * trace, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("beta2, rate, epsilon", [(0.9, 0.01, 1e-8), (0.999, 0.001, 1e-8), (0.5, 0.03, 1e-2), (0.95, 0.1, 1e-1)])
def test_rmsprop(beta2, rate, epsilon):
    path, (s,) = our_path([ours.initialize_rmsprop(start())],
                          lambda p, g, s, t: ours.update_parameters_with_rmsprop(p, g, s, beta2, rate, epsilon))
    theirs, state = optax_path(optax.rmsprop(rate, decay=beta2, eps=epsilon, initial_scale=0.0, eps_in_sqrt=False))
    assert_same_path(path, theirs)
    inside, _ = optax_path(optax.rmsprop(rate, decay=beta2, eps=epsilon, initial_scale=0.0, eps_in_sqrt=True))
    if epsilon > 1e-3:
        with pytest.raises(AssertionError):
            assert_same_path(path, inside, 1e-3)


ADAM = [(0.01, 0.9, 0.999, 1e-8), (0.1, 0.5, 0.9, 1e-8), (0.03, 0.0, 0.99, 1e-2), (0.002, 0.95, 0.97, 1e-1)]


@pytest.mark.parametrize("rate, beta1, beta2, epsilon", ADAM)
def test_adam(rate, beta1, beta2, epsilon):
    path, (v, s) = our_path(ours.initialize_adam(start()), lambda p, g, v, s, t: ours.update_parameters_with_adam(
        p, g, v, s, t, rate, beta1, beta2, epsilon))
    theirs, state = optax_path(optax.adam(rate, b1=beta1, b2=beta2, eps=epsilon))
    assert_same_path(path, theirs)
    for name in start():
        np.testing.assert_allclose(v["d" + name], state[0].mu[name], rtol=1e-8, atol=1e-15)
        np.testing.assert_allclose(s["d" + name], state[0].nu[name], rtol=1e-8, atol=1e-18)


@pytest.mark.parametrize("rate, beta1, beta2, epsilon", ADAM)
@pytest.mark.parametrize("weight_decay", [0.01, 0.5])
def test_adamw(rate, beta1, beta2, epsilon, weight_decay):
    path, _ = our_path(ours.initialize_adam(start()), lambda p, g, v, s, t: ours.update_parameters_with_adamw(
        p, g, v, s, t, rate, beta1, beta2, epsilon, weight_decay))
    theirs, _ = optax_path(optax.adamw(rate, b1=beta1, b2=beta2, eps=epsilon, weight_decay=weight_decay))
    assert_same_path(path, theirs)


@pytest.mark.parametrize("rate", [0.01, 0.1, 0.5])
def test_adagrad(rate):
    path, (s,) = our_path([ours.initialize_rmsprop(start())],
                          lambda p, g, s, t: ours.update_parameters_with_adagrad(p, g, s, rate, 1e-14))
    theirs, state = optax_path(optax.adagrad(rate, initial_accumulator_value=0.0, eps=0.0))
    assert_same_path(path, theirs)


def test_first_step_of_adam():
    parameters, g = {"W1": np.zeros((1, 3))}, {"dW1": np.array([[1e-3, -1.0, 1e-8]])}
    moved, _, _ = ours.update_parameters_with_adam(parameters, g, *ours.initialize_adam(parameters), 1, 0.01)
    np.testing.assert_allclose(moved["W1"], -0.01 * g["dW1"] / (np.abs(g["dW1"]) + 1e-8), rtol=1e-6)


def test_steps_work_on_stacks_with_a_rate_for_each():
    parameters = {"W1": np.ones((2, 3, 4, 5))}
    grads = {"dW1": np.random.default_rng(0).normal(size=(2, 3, 4, 5))}
    rates = np.array([0.1, 0.2]).reshape(2, 1, 1, 1)
    stacked = ours.update_parameters_with_adam(parameters, grads, *ours.initialize_adam(parameters), 1, rates)[0]["W1"]
    for k, rate in enumerate((0.1, 0.2)):
        one = {"W1": parameters["W1"][k, 0]}
        alone = ours.update_parameters_with_adam(one, {"dW1": grads["dW1"][k, 0]}, *ours.initialize_adam(one), 1, rate)[0]["W1"]
        np.testing.assert_allclose(stacked[k, 0], alone)


@pytest.mark.slow
def test_the_audit_of_the_published_claim():
    """Twenty seeds, 5,000 epochs: Adam leads at 0.0007 by 8 to 16 points; at rate 0.1 gradient descent is level with it."""
    moons, rates = datasets.load("moons"), np.array([0.0007, 0.1]).reshape(2, 1, 1, 1)

    def accuracies(update):
        stack = network.initialize([2, 5, 2, 1], np.random.default_rng(0), seeds=20)
        stack = {key: np.repeat(value[None], 2, axis=0) for key, value in stack.items()}
        rng = np.random.default_rng(0)

        def batches(X, Y, epoch):
            columns = rng.permutation(300)
            return [(X[:, columns[k:k + 64]], Y[:, columns[k:k + 64]]) for k in range(0, 300, 64)]
        parameters, _ = network.train(moons.X_train, moons.Y_train, stack, update=update, batches=batches, steps=25_000,
                                      record_every=25_000, progress=False)
        return network.accuracy(network.predict(moons.X_train, parameters), moons.Y_train)
    state = {}

    def adam(parameters, grads, step):
        v, s = state.get("vs") or ours.initialize_adam(parameters)
        parameters, *state["vs"] = ours.update_parameters_with_adam(parameters, grads, v, s, step, rates)
        return parameters
    slow, fast = np.median(accuracies(network.gradient_descent(rates)), axis=1)
    adams = accuracies(adam)
    assert 0.08 < np.median(adams[0]) - slow < 0.16
    assert abs(np.median(adams[0]) - fast) < 0.02
    assert 1 <= np.sum(adams[0] < 0.6) <= 8
