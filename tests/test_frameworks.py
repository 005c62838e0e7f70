"""The small framework against finite differences and JAX; its stand-ins; what the notebook says about it."""
import inspect

import numpy as np
import pytest

from course import graph
from course.checking import drivers
from course.checking.probes import PROBES
from course.graph import Add, Group, MatMul, Multiply, OneHot, Placeholder, Relu, SoftmaxCrossEntropy, Variable
from course.solutions import exercises, frameworks
from course.solutions.exercises import load
from course.solutions.frameworks import evaluate, gradients, minimize_step, to_rows, topological_order

RNG = np.random.default_rng(11)


def numbers(*shape):
    """Values well away from 0, where Relu has its kink."""
    return RNG.uniform(0.2, 1.5, size=shape) * RNG.choice([-1, 1], size=shape)


NODES = {
    "MatMul": (graph.MatMul, numbers(3, 4), numbers(4, 5)),
    "Add": (graph.Add, numbers(3, 5), numbers(3, 1)),
    "Add a row": (graph.Add, numbers(5), numbers(3, 5)),
    "Add a number": (graph.Add, numbers(), numbers(3, 5)),
    "Multiply": (graph.Multiply, numbers(3, 1), numbers(3, 5)),
    "Multiply rows and columns": (graph.Multiply, numbers(3, 1), numbers(1, 5)),
    "Relu": (graph.Relu, numbers(3, 5)),
    "SigmoidCrossEntropy": (graph.SigmoidCrossEntropy, numbers(3, 5), RNG.uniform(size=(3, 5))),
    "SoftmaxCrossEntropy": (graph.SoftmaxCrossEntropy, numbers(3, 5), RNG.uniform(size=(3, 5))),
}


def central_differences(f, theta, epsilon=1e-5):
    """The gradient of f at theta (n,), two calls an entry."""
    steps = epsilon * np.eye(theta.size)
    return np.array([(f(theta + step) - f(theta - step)) / (2 * epsilon) for step in steps])


@pytest.mark.parametrize("name", NODES)
def test_backward_is_the_derivative_of_forward(name):
    kind, *values = NODES[name]
    node = kind(*(Variable(value, "v") for value in values))
    weights = numbers(*np.shape(node.forward(*values)))
    for k, slope in enumerate(node.backward(weights, *values)):
        assert np.shape(slope) == np.shape(values[k])

        def total(theta, k=k):
            moved = [theta.reshape(np.shape(v)) if i == k else v for i, v in enumerate(values)]
            return float(np.sum(weights * node.forward(*moved)))

        assert np.allclose(np.ravel(slope), central_differences(total, np.ravel(values[k])), rtol=1e-6, atol=1e-8)


def test_costs_stay_exact_for_huge_logits():
    Z, Y = np.array([[1000.0, -1000.0], [-1000.0, 1000.0]]), np.array([[0.0, 0.0], [1.0, 1.0]])
    assert graph.SoftmaxCrossEntropy(None, None).forward(Z, Y) == pytest.approx(1000)
    assert graph.SigmoidCrossEntropy(None, None).forward(Z, Y) == pytest.approx(1000)


def test_one_hot_refuses_strange_labels():
    with pytest.raises(ValueError, match="from 0 to 2"):
        OneHot(Placeholder("labels"), 3).forward(np.array([0, 3]))


def classifier(layer_dims, rng):
    """A network in the small framework: (X, labels, cost, logits, parameters as variables)."""
    X, labels, A, variables = Placeholder("X"), Placeholder("labels"), None, {}
    A = X
    for l in range(1, len(layer_dims)):
        W = Variable(rng.normal(size=(layer_dims[l], layer_dims[l - 1])), f"W{l}")
        b = Variable(rng.normal(size=(layer_dims[l], 1)), f"b{l}")
        Z = Add(MatMul(W, A), b)
        A = Relu(Z)
        variables |= {W.name: W, b.name: b}
    return X, labels, SoftmaxCrossEntropy(Z, OneHot(labels, layer_dims[-1])), Z, variables


def test_gradients_equal_those_of_jax():
    jax = pytest.importorskip("jax")
    jnp, rng = jax.numpy, np.random.default_rng(3)
    X, labels, cost, logits, variables = classifier([7, 6, 5, 4], rng)
    data, truth = rng.normal(size=(7, 11)), rng.integers(4, size=11)
    feed = {X: data, labels: truth}

    def loss(parameters, rows, truth):
        A = rows
        for l in range(1, 4):
            Z = A @ parameters[f"W{l}"] + parameters[f"b{l}"]
            A = jax.nn.relu(Z)
        return -jnp.mean(jnp.sum(jax.nn.one_hot(truth, 4) * jax.nn.log_softmax(Z), axis=1))

    with jax.enable_x64(True):
        rows = to_rows({name: variable.value for name, variable in variables.items()})
        value, slopes = jax.value_and_grad(loss)(rows, data.T, truth)
        slopes = {name: np.asarray(slope) for name, slope in slopes.items()}
    assert evaluate(cost, feed) == pytest.approx(float(value), rel=1e-12)
    found = to_rows(dict(zip(variables, gradients(cost, list(variables.values()), feed))))
    for name in variables:
        assert np.allclose(found[name], slopes[name], rtol=1e-10, atol=1e-14), name


def test_sigmoid_cross_entropy_equals_that_of_optax():
    optax, jax = pytest.importorskip("optax"), pytest.importorskip("jax")
    Z, T = numbers(3, 5) * 20, RNG.integers(2, size=(3, 5)).astype(float)
    with jax.enable_x64(True):
        losses = np.asarray(optax.sigmoid_binary_cross_entropy(Z, T))
    assert graph.SigmoidCrossEntropy(None, None).forward(Z, T) == pytest.approx(losses.sum(axis=0).mean(), rel=1e-12)


def test_gradients_of_random_graphs_equal_finite_differences():
    """Whatever is shared and reused: every variable of a random graph, moved a little, moves the cost as foretold."""
    rng = np.random.default_rng(5)
    for _ in range(20):
        nodes = [Variable(rng.uniform(0.5, 1.0), f"v{k}") for k in range(3)]
        variables = list(nodes)
        for _ in range(8):
            pair = [nodes[int(k)] for k in rng.integers(len(nodes), size=2)]
            nodes.append(Multiply(*pair) if rng.random() < 0.4 else Add(*pair))
        cost = nodes[-1]
        for variable, slope in zip(variables, gradients(cost, variables, {})):
            old, h = variable.value, 1e-6
            variable.value = old + h
            above = evaluate(cost, {})
            variable.value = old - h
            below = evaluate(cost, {})
            variable.value = old
            assert (above - below) / (2 * h) == pytest.approx(float(slope), rel=1e-6, abs=1e-6)


def test_ten_steps_go_down_and_ten_thousand_nodes_are_no_problem():
    X, labels, cost, logits, variables = classifier([4, 6, 3], np.random.default_rng(1))
    feed = {X: numbers(4, 12), labels: RNG.integers(3, size=12)}
    costs = [minimize_step(cost, list(variables.values()), feed, 0.1) for _ in range(10)]
    assert costs[-1] < costs[0]
    x = node = Variable(0.0, "x")
    for _ in range(10_000):
        node = Add(node, x)
    assert len(topological_order(node)) == 10_001 and gradients(node, [x], {})[0] == 10_001


def test_a_description_builds_and_is_described_again():
    description = frameworks.classifier(np.random.default_rng(2))
    nodes = drivers.build(description)
    again, known = drivers.describe(nodes["J"])
    rebuilt = drivers.build(again)
    feed = frameworks.batch(np.random.default_rng(4), 6)
    value = evaluate(nodes["J"], drivers.fill(nodes, feed))
    names = {known[name].name: name for name in known if isinstance(known[name], Placeholder)}
    other = evaluate(rebuilt[drivers.name_of(nodes["J"], known)], {rebuilt[names[k]]: feed[k] for k in names})
    assert other == value


def ask(name, *data):
    """The examiner's side of a stand-in: the driver run on the reference."""
    of = {"orders": topological_order, "evaluations": evaluate, "derivatives": gradients}
    return drivers.DRIVERS[name](of[name], *data)


def test_stand_ins_answer_as_the_references_do():
    nodes = drivers.build(frameworks.shared(np.random.default_rng(6)))
    feed = drivers.fill(nodes, frameworks.shared_feed(np.random.default_rng(7), 5))
    order = drivers.STAND_INS["topological_order"](ask, nodes["J"])
    assert order[-1] is nodes["J"] and set(order) == set(topological_order(nodes["J"]))
    group = Group(nodes["J"], nodes["e"])
    for one, two in zip(drivers.STAND_INS["evaluate"](ask, group, feed), evaluate(group, feed)):
        assert np.array_equal(one, two)
    asked = [nodes["w"], nodes["u"], nodes["x"]]
    for one, two in zip(drivers.STAND_INS["gradients"](ask, nodes["J"], asked, feed), gradients(nodes["J"], asked, feed)):
        assert np.allclose(one, two, rtol=1e-12)
    assert set(drivers.STAND_INS) == {name for made in load("frameworks").values() for name in made.uses}


@pytest.mark.parametrize("wrong, name", [
    (["topological_order"], "evaluate"), (["topological_order", "evaluate"], "gradients"),
    (["topological_order", "evaluate", "gradients"], "minimize_step")])
def test_a_wrong_answer_does_not_cost_twice(wrong, name):
    sandbox, examiner = pytest.importorskip("course.grading.sandbox"), pytest.importorskip("course.grading.examiner")
    bad = "def {}(*anything):\n    return [anything[0]]"
    cells = [("imports", exercises.import_block(inspect.getsource(frameworks))),
             *((each, bad.format(each)) for each in wrong), (name, load("frameworks")[name].source)]
    with sandbox.open(cells) as session:
        assert examiner._judged(session, name, 1).fraction < 1
        with examiner._right_answers(wrong, None) as right, session.fork(right) as followed:
            judged = examiner._judged(followed, name, 1)
    assert judged.fraction == 1, judged.message


def test_the_examples_of_the_notebook():
    a = Variable(3.0, "a")
    b = Add(a, a)
    J = Multiply(b, b)
    assert [float(slope) for slope in gradients(J, [a, b, J], {})] == [24, 12, 1] and evaluate(J, {}) == 36
    assert float(frameworks.hasty_gradients(J, [a], {})[0]) == 36
    assert 12288 * 32 + 32 + 32 * 6 + 6 == 393_446


@pytest.mark.parametrize("name", ["topological_order", "evaluate", "gradients", "minimize_step"])
@pytest.mark.parametrize("answer", [None, 5, [], [1, 2], [None, None], [[[]], [[]]], ["a", {}], [{}, {}], [{"value": [{}]}, 3]])
def test_a_driver_that_lies_breaks_no_probe(name, answer):
    """The driver runs in the learner's process: whatever comes back, a probe makes observations of it."""
    class Liar:
        def drive(self, *arguments):
            return answer

    made = load("frameworks")[name]
    for case in made.public_cases():
        assert isinstance(PROBES[made.probe](Liar(), case), dict)
