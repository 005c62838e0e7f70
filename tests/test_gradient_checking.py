"""Claims of the gradient checking notebook: the planted faults, how they hide each other, and the size of d."""
import numpy as np
import pytest

from course import datasets, network
from course.building import notebooks
from course.building.verify import all_trials
from course.checking import records
from course.checking.judge import CORRECT, judge
from course.grading import sandbox
from course.solutions import gradient_checking as reference
from course.solutions import exercises

MADE = exercises.find("repaired_backward_propagation")
NAME = "buggy_backward_propagation"


def body(text):
    """The lines of a function below its docstring, without markers."""
    lines = text.split('"""')[2].splitlines()
    return [line for line in lines if line.strip() and "###" not in line]


def with_faults(faults):
    text = MADE.source
    for right, wrong in faults:
        assert text.count(right) == 1, right
        text = text.replace(right, wrong)
    namespace = {"np": np}
    exec(text, namespace)
    return text, namespace[MADE.name]


def example(seed, layer_dims=(5, 6, 4, 3, 1), m=12):
    rng = np.random.default_rng(seed)
    X, Y = rng.normal(size=(layer_dims[0], m)), (rng.random((1, m)) < 0.5).astype(float)
    return X, Y, reference.draw_parameters(rng, list(layer_dims))


def wrong_names(function, seed):
    X, Y, parameters = example(seed)
    right = reference.repaired_backward_propagation(X, Y, parameters)
    return reference.locate_wrong_gradients(function(X, Y, parameters), right)


def given_cell():
    cells = notebooks.read(notebooks.source_path("gradient_checking"))["cells"]
    return next(cell["source"] for cell in cells if f"def {NAME}(" in cell["source"])


def test_the_given_pass_is_the_reference_with_all_faults():
    assert len(reference.FAULTS) >= 8
    assert body(given_cell()) == body(with_faults(reference.FAULTS)[0])


@pytest.mark.parametrize("fault", reference.FAULTS)
def test_each_fault_shows_alone(fault):
    assert all(wrong_names(with_faults([fault])[1], seed) for seed in range(5))


def test_one_fault_hides_behind_another():
    gate = next(fault for fault in reference.FAULTS if "Z > 0" in fault[0])
    message = next(fault for fault in reference.FAULTS if fault[1].endswith("dA\n    return"))
    X, Y, parameters = example(0)
    one, both = (with_faults(faults)[1](X, Y, parameters) for faults in ([gate], [gate, message]))
    assert all(np.array_equal(one[key], both[key]) for key in one)


def test_with_the_sign_mended_the_cost_falls_in_spite_of_nine_faults():
    faulty = with_faults([fault for fault in reference.FAULTS if fault[0] != "dZ = A - Y"])[1]
    data, parameters = datasets.load("circles"), network.initialize([2, 10, 5, 1], np.random.default_rng(0))
    costs = []
    for step in range(200):
        costs.append(network.cost(network.forward(data.X_train, parameters)[0], data.Y_train))
        parameters = network.gradient_descent(0.003)(parameters, faulty(data.X_train, data.Y_train, parameters), step)
    assert costs[-1] < 0.75 * costs[0]


def test_repaired_gradients_agree_with_automatic_differentiation():
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    X, Y, parameters = example(3)

    def cost(parameters):
        A, L = X, len(parameters) // 2
        for l in range(1, L + 1):
            Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
            A = jax.nn.relu(Z)
        return (jax.numpy.logaddexp(0, Z) - Y * Z).mean()

    grads = jax.grad(cost)(parameters)
    found = reference.repaired_backward_propagation(X, Y, parameters)
    for key, value in grads.items():
        np.testing.assert_allclose(found[f"d{key}"], value, rtol=1e-9, atol=1e-12)


def test_the_floor_lies_near_ten_to_the_minus_five():
    cubic = reference.draw_cubic(np.random.default_rng(0), 5)
    theta = np.random.default_rng(1).normal(size=(5, 1))
    pair = reference.shipped("cubic_cost", **cubic), reference.shipped("cubic_gradient", **cubic)
    d = {e: reference.gradient_check(*pair, theta, e) for e in (1e-11, 1e-7, 1e-5, 1e-2)}
    assert d[1e-5] < 1e-9 and d[1e-5] < d[1e-7] < d[1e-11] and d[1e-2] > 1e-6


def test_follow_through_reaches_functions_that_are_handed_on():
    """The learner's `gradient_check` hands our cost function to our `numerical_gradient`."""
    wrong = "def numerical_gradient(cost, theta, epsilon=1e-5):\n    return 0 * theta"
    made = exercises.find("gradient_check")
    cells = [("imports", "import numpy as np"), ("wrong", wrong),
             *((name, exercises.find(name).source) for name in ("relative_difference", "gradient_check"))]
    spec = records.spec("gradient_check")
    with sandbox.open(cells, sandbox.Limits()) as session:
        assert judge(spec, all_trials(made), session.subject(made.name, spec.arguments)).fraction == 0
        with session.fork({"numerical_gradient": reference.numerical_gradient}) as followed:
            assert judge(spec, all_trials(made), followed.subject(made.name, spec.arguments)).verdict == CORRECT
