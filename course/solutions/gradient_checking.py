"""Gradient checking: numerical gradients as a tool, and a backward pass full of faults to use it on."""
import time

import matplotlib.pyplot as plt
import numpy as np

from course import datasets, network, plots

from course.solutions.exercises import case, exercise
from course.checking.values import shipped


def parameters_to_vector(parameters):
    """All parameters in one column.

    parameters : {"W1": (n_1, n_0), "b1": (n_1, 1), …}, any number of layers, keys in any order.
    Returns (n, 1): W1, b1, W2, b2, … one below the other, by layer number (W10 after W9), each array row by row
    (C order). The result has memory of its own.
    """
    ### BEGIN SOLUTION
    L = len(parameters) // 2
    pieces = [parameters[f"{kind}{l}"].reshape(-1, 1) for l in range(1, L + 1) for kind in "Wb"]
    return np.concatenate(pieces, axis=0)
    ### END SOLUTION


def draw_parameters(rng, layer_dims):
    """Weights and biases without zeros, of moderate size."""
    parameters = {}
    for l, (n_prev, n) in enumerate(zip(layer_dims, layer_dims[1:]), start=1):
        parameters[f"W{l}"] = rng.normal(size=(n, n_prev)) * np.sqrt(2 / n_prev)
        parameters[f"b{l}"] = rng.normal(scale=0.5, size=(n, 1))
    return parameters


def shuffled(rng, dictionary):
    return {key: dictionary[key] for key in rng.permutation(sorted(dictionary)).tolist()}


def draw_dictionary(rng):
    """Three layers, eleven layers, and one layer, keys in random order."""
    sizes = [int(n) for n in rng.permutation([2, 3, 4, 5])]
    return [case(parameters=draw_parameters(rng, sizes)), case(parameters=shuffled(rng, draw_parameters(rng, sizes))),
            case(parameters=shuffled(rng, draw_parameters(rng, [2] * 12))), case(parameters=draw_parameters(rng, [3, 2]))]


exercise(
    parameters_to_vector, points=2, minutes=8, difficulty=1,
    draw=draw_dictionary, own_memory=True, returns="theta",
    hints=(
        "How many numbers are in all arrays together? The column has that many rows.",
        "Visit the layers by number, from 1 to L, and in each layer first W and then b. The order in which the "
        "dictionary lists its keys does not matter.",
        "Reshape each array to a column with −1 rows and 1 column, and let NumPy concatenate the columns.",
    ),
    mistakes={
        ("pieces = [parameters[f\"{kind}{l}\"].reshape(-1, 1) for l in range(1, L + 1) for kind in \"Wb\"]",
         "pieces = [array.reshape(-1, 1) for array in parameters.values()]"):
            "The arrays stand in the order in which the dictionary lists them. Two dictionaries with the same "
            "parameters then give different vectors; the layer numbers fix the order.",
        ("pieces = [parameters[f\"{kind}{l}\"].reshape(-1, 1) for l in range(1, L + 1) for kind in \"Wb\"]",
         "pieces = [parameters[key].reshape(-1, 1) for key in sorted(parameters)]"):
            "The arrays stand in the alphabetical order of their names: all W before all b, and W10 before W2. The "
            "docstring asks for W1, b1, W2, b2, by number.",
        ('for l in range(1, L + 1) for kind in "Wb"', 'for kind in "Wb" for l in range(1, L + 1)'):
            "All weights come first and then all biases. The order is layer by layer: W1, b1, W2, b2.",
        (".reshape(-1, 1) for", '.reshape(-1, 1, order="F") for'):
            "The numbers of each weight matrix come column by column. The docstring asks for C order: row by row.",
        ("np.concatenate(pieces, axis=0)", "np.concatenate(pieces, axis=0).ravel()"):
            "The numbers are right, but the shape is (n,) and not (n, 1). Beside a column, such a vector is "
            "broadcast to a matrix.",
        ("np.concatenate(pieces, axis=0)", "np.concatenate(pieces, axis=0).T"):
            "The numbers are right, but they form a row. A column is asked for.",
        ("range(1, L + 1)", "range(1, L)"):
            "The parameters of the last layer are missing. Look at where the range of the layer numbers ends.",
    },
)


def vector_to_parameters(theta, shapes):
    """The inverse of `parameters_to_vector`.

    theta  : (n, 1).
    shapes : {"W1": (n_1, n_0), "b1": (n_1, 1), …}, in the order W1, b1, W2, b2, …
    Returns a dictionary with these keys and arrays of these shapes. They are copies: changing one of them later does
    not change theta. Raises ValueError when theta has more or fewer numbers than the shapes ask for.
    """
    ### BEGIN SOLUTION
    if theta.size != sum(np.prod(shape) for shape in shapes.values()):
        raise ValueError(f"theta has {theta.size} numbers, which do not fit the shapes {shapes}.")
    parameters, start = {}, 0
    for key, shape in shapes.items():
        stop = start + np.prod(shape)
        parameters[key] = theta[start:stop].reshape(shape).copy()
        start = stop
    return parameters
    ### END SOLUTION


def shapes_of(layer_dims):
    return {f"{kind}{l}": (n, n_prev if kind == "W" else 1)
            for l, (n_prev, n) in enumerate(zip(layer_dims, layer_dims[1:]), start=1) for kind in "Wb"}


def draw_vector(rng):
    """Vectors for three layers, eleven layers and one layer."""
    cases = []
    for sizes in ([int(n) for n in rng.permutation([2, 3, 4, 5])], [2] * 11 + [3], [4, 3]):
        shapes = shapes_of(sizes)
        n = sum(int(np.prod(shape)) for shape in shapes.values())
        cases.append(case(theta=rng.normal(size=(n, 1)), shapes=shapes))
    return cases


exercise(
    vector_to_parameters, points=3, minutes=10, difficulty=2,
    draw=draw_vector, own_memory=True, returns="parameters",
    refuses={"a theta that is too long": case(theta=np.ones((8, 1)), shapes={"W1": (2, 2), "b1": (2, 1)}),
             "a theta that is too short": case(theta=np.ones((5, 1)), shapes={"W1": (2, 2), "b1": (2, 1)})},
    hints=(
        "Each array takes as many numbers from theta as the product of its shape, and the next array goes on where it "
        "stopped.",
        "Keep a position that moves forward. When all arrays are cut out, or before, compare the total with the size "
        "of theta.",
        "For each key: the stop is the start plus the number of entries; slice, reshape to the given shape, copy; then "
        "the stop becomes the new start. A slice of an array shares its memory until it is copied.",
    ),
    mistakes={
        ("        start = stop\n", ""):
            "Every array starts with the same numbers: the position in theta does not move on.",
        ("        start = stop\n", "        start = start + shape[0]\n"):
            "Later arrays repeat numbers of earlier ones: the position moves on by the number of rows, while an array "
            "takes rows times columns numbers.",
        ("theta[start:stop].reshape(shape)", "theta[start:stop].reshape(shape[::-1]).T"):
            "The numbers of each matrix are in the wrong places: they were filled in column by column. Round trip: "
            "turning the result into a vector again does not give theta.",
        ("theta[start:stop].reshape(shape)", "theta[start:stop].reshape(shape).squeeze()"):
            "The biases have shape (n,). `shapes` asks for columns (n, 1).",
        ("theta[start:stop].reshape(shape)", "theta[start:stop]"):
            "The pieces are still columns: each array needs the shape that `shapes` gives it.",
        ("for key, shape in shapes.items()", "for key, shape in sorted(shapes.items())"):
            "The arrays were cut out in the alphabetical order of their names. The order of theta is W1, b1, W2, b2, "
            "by layer number.",
        ("for key, shape in shapes.items()", "for key, shape in sorted(shapes.items(), key=lambda pair: pair[0][0])"):
            "All weights were cut out first and then all biases. The order of theta is layer by layer.",
    },
)


def numerical_gradient(cost, theta, epsilon=1e-5):
    """Gradient of a cost function by two-sided differences, one entry of theta at a time.

    cost    : function of a float array (n, 1) that returns a float.
    theta   : (n, 1), float or integer; it is not changed.
    epsilon : the step, in the unit of theta.
    Returns (n, 1): (cost(theta + epsilon e_i) − cost(theta − epsilon e_i)) / (2 epsilon) for each i, where e_i is the
    i-th unit vector.
    """
    ### BEGIN SOLUTION
    theta = np.array(theta, dtype=float)
    gradient = np.zeros(theta.shape)
    for i in range(theta.shape[0]):
        plus, minus = theta.copy(), theta.copy()
        plus[i, 0] += epsilon
        minus[i, 0] -= epsilon
        gradient[i, 0] = (cost(plus) - cost(minus)) / (2 * epsilon)
    return gradient
    ### END SOLUTION


def draw_cubic(rng, n):
    """Data of a cubic cost without symmetry."""
    return {"cubes": rng.uniform(0.5, 2, size=n) * rng.choice([-1, 1], size=n), "squares": rng.uniform(0.5, 2, size=n),
            "mixed": float(rng.uniform(0.5, 1.5))}


def draw_slope(rng):
    """A large step, where every other formula shows; a small one; integers."""
    cases = []
    for theta, details in ((rng.normal(size=(5, 1)), {"epsilon": 0.1}), (rng.normal(size=(4, 1)), {}),
                           (rng.integers(-3, 4, size=(6, 1)), {"epsilon": 0.25})):
        cases.append(case(cost=shipped("cubic_cost", **draw_cubic(rng, len(theta))), theta=theta, **details))
    return cases


def nudge_one_array_twice(cost, theta, epsilon=1e-5):
    theta = np.array(theta, dtype=float)
    gradient = np.zeros(theta.shape)
    for i in range(theta.shape[0]):
        plus = theta.copy()
        plus[i, 0] += epsilon
        cost_plus = cost(plus)
        minus = plus
        minus[i, 0] -= epsilon
        gradient[i, 0] = (cost_plus - cost(minus)) / (2 * epsilon)
    return gradient


exercise(
    numerical_gradient, points=5, minutes=20, difficulty=2,
    draw=draw_slope, returns="gradient",
    hints=(
        "The i-th entry answers one question: how does the cost change when entry i alone moves a little in both "
        "directions?",
        "For each i you need two points that differ from theta in entry i only. Assigning an array to a new name does "
        "not copy it.",
        "In the loop: two fresh float copies of theta, epsilon added to entry i of one and subtracted from entry i of "
        "the other, the cost of both, and their difference divided by twice epsilon, with brackets.",
    ),
    mistakes={
        ("/ (2 * epsilon)", "/ 2 * epsilon"):
            "The result is ε² times the right one: a division and a multiplication are carried out from left to "
            "right. The whole of 2ε belongs under the fraction bar.",
        ("/ (2 * epsilon)", "/ epsilon"):
            "The result is twice the right one. The two points are 2ε apart.",
        ("(cost(plus) - cost(minus)) / (2 * epsilon)", "(cost(plus) - cost(theta)) / epsilon"):
            "This is the one-sided difference. Its error shrinks like ε, that of the two-sided one like ε².",
        ("(cost(plus) - cost(minus)) / (2 * epsilon)", "(cost(theta) - cost(minus)) / epsilon"):
            "This is the backward difference, from theta to the point before it. The two-sided one steps in both "
            "directions.",
        nudge_one_array_twice:
            "The result is half of what it should be: the second point is theta itself. It was reached from the first "
            "point, so that one step back only undoes the step forward.",
        ("plus, minus = theta.copy(), theta.copy()", "plus = minus = theta.copy()"):
            "The gradient is 0 everywhere: both points are one and the same array, and what was added is subtracted "
            "again before the cost is computed.",
        (("    for i in range(theta.shape[0]):\n        plus, minus = theta.copy(), theta.copy()",
          "    plus, minus = theta.copy(), theta.copy()\n    for i in range(theta.shape[0]):"),):
            "The first entry is right and the others drift away: earlier entries keep their step while later ones are "
            "measured. Each entry starts from theta.",
        (("plus[i, 0] += epsilon", "plus += epsilon"), ("minus[i, 0] -= epsilon", "minus -= epsilon")):
            "All entries of the result are equal: every entry of theta was moved at once. Only entry i may move.",
        ("np.array(theta, dtype=float)", "np.array(theta)"):
            "For an integer theta the result is wrong: adding a small step to an integer array cuts the decimals off. "
            "Work on a float copy.",
        ("return gradient\n", "return gradient.ravel()\n"):
            "The numbers are right, but the shape is (n,). The gradient has the shape of theta, (n, 1).",
        ("np.array(theta, dtype=float)", "np.array(theta, dtype=float)\n    epsilon = 1e-5"):
            "The step that the caller passes is ignored.",
    },
)


def relative_difference(grad, grad_approx):
    """How far two gradients are apart, compared with their sizes.

    grad, grad_approx : arrays of equal shape, of any dimension.
    Returns a float, norm(grad − grad_approx) / (norm(grad) + norm(grad_approx)), where norm is the square root of the
    sum of the squares of all entries. It lies between 0 and 1. For two arrays of zeros it is 0.0.
    """
    ### BEGIN SOLUTION
    size = np.linalg.norm(grad.ravel()) + np.linalg.norm(grad_approx.ravel())
    if size == 0:
        return 0.0
    return float(np.linalg.norm((grad - grad_approx).ravel()) / size)
    ### END SOLUTION


def draw_pair(rng):
    """A column, a matrix, a block; small and large differences; equal norms; two zeros."""
    a, b = rng.normal(size=(6, 1)), rng.normal(size=(3, 4))
    c = rng.normal(size=(2, 3, 2))
    return [case(grad=a, grad_approx=a + 0.01 * rng.normal(size=a.shape)),
            case(grad=30 * b, grad_approx=30 * b + rng.normal(size=b.shape)),
            case(grad=c, grad_approx=-0.9 * c), case(grad=a, grad_approx=np.roll(a, 1)),
            case(grad=np.zeros((4, 1)), grad_approx=np.zeros((4, 1)))]


exercise(
    relative_difference, points=2, minutes=8, difficulty=1,
    draw=draw_pair, returns="difference",
    hints=(
        "Three norms appear: one of a difference and two in the denominator.",
        "Subtract the arrays first and take the norm of what remains. The denominator is a sum of two numbers, not "
        "the norm of a sum.",
        "For arrays with two axes NumPy knows several norms; flatten first, and it is the root of the sum of squares. "
        "If the denominator is 0, both arrays are zero, and so is their difference.",
    ),
    mistakes={
        ("np.linalg.norm((grad - grad_approx).ravel())",
         "abs(np.linalg.norm(grad.ravel()) - np.linalg.norm(grad_approx.ravel()))"):
            "The difference of the norms was taken. Two very different gradients can have equal norms: the norm of the "
            "difference is asked for.",
        ("np.linalg.norm(grad.ravel()) + np.linalg.norm(grad_approx.ravel())",
         "np.linalg.norm((grad + grad_approx).ravel())"):
            "The denominator is the norm of the sum. For opposite gradients it is nearly 0 and the quotient very large; "
            "the sum of the two norms is asked for.",
        (("size = np.linalg.norm(grad.ravel()) + np.linalg.norm(grad_approx.ravel())",
          "size = np.linalg.norm(grad.ravel())"),
         ("/ size)", "/ size + np.linalg.norm(grad_approx.ravel()))")):
            "Only the first norm stands under the fraction bar, and the second one is added to the quotient. The "
            "denominator needs brackets.",
        (("np.linalg.norm(grad.ravel()) + np.linalg.norm(grad_approx.ravel())",
          "np.sum(grad ** 2) + np.sum(grad_approx ** 2)"),
         ("np.linalg.norm((grad - grad_approx).ravel())", "np.sum((grad - grad_approx) ** 2)")):
            "The sums of squares were used without the square root. A difference of 1e-5 then looks like 1e-10.",
        ("    if size == 0:\n        return 0.0\n    return float(np.linalg.norm((grad - grad_approx).ravel()) / size)",
         '    with np.errstate(all="ignore"):\n'
         "        return float(np.float64(np.linalg.norm((grad - grad_approx).ravel())) / size)"):
            "For two gradients of zeros the result is nan, 0 divided by 0. The docstring says what it should be.",
        ("return float(np.linalg.norm((grad - grad_approx).ravel()) / size)",
         "return float(np.mean(np.abs(grad - grad_approx)))"):
            "This is the mean absolute difference. It depends on the scale of the gradients: relative to their "
            "sizes is asked for.",
        ("return float(np.linalg.norm((grad - grad_approx).ravel()) / size)",
         "return float(np.linalg.norm((grad - grad_approx).ravel()))"):
            "The norm of the difference is not divided by anything. A difference of 0.01 is small beside a gradient "
            "of size 100 and large beside one of size 0.01.",
        ("return float(np.linalg.norm((grad - grad_approx).ravel()) / size)",
         "return float(np.max(np.abs(grad - grad_approx) / np.maximum(1e-8, np.abs(grad) + np.abs(grad_approx))))"):
            "This is the largest relative error of a single entry. It is a good measure too, but a stricter one; here "
            "the norms of the whole arrays are compared.",
        ("np.linalg.norm(grad.ravel()) + np.linalg.norm(grad_approx.ravel())",
         "max(np.linalg.norm(grad.ravel()), np.linalg.norm(grad_approx.ravel()))"):
            "The denominator is the larger of the two norms. The sum of both is asked for, so that the result is at "
            "most 1.",
        (("np.linalg.norm(grad.ravel()) + np.linalg.norm(grad_approx.ravel())",
          "np.sum(np.abs(grad)) + np.sum(np.abs(grad_approx))"),
         ("np.linalg.norm((grad - grad_approx).ravel())", "np.sum(np.abs(grad - grad_approx))")):
            "Sums of absolute values were used. The norm is the square root of the sum of squares.",
    },
)


def gradient_check(cost, gradient, theta, epsilon=1e-5):
    """Compare a gradient function with the numerical gradient of its cost.

    cost     : function of (n, 1) that returns a float.
    gradient : function of (n, 1) that returns the supposed gradient, (n, 1).
    theta    : (n, 1), where to compare.   epsilon : step of the numerical gradient.
    Returns their relative difference, a float.
    """
    ### BEGIN SOLUTION
    return relative_difference(gradient(theta), numerical_gradient(cost, theta, epsilon))
    ### END SOLUTION


def draw_check(rng):
    """Right gradients with a small and a large step, and three faulty ones."""
    cases = []
    for fault, details in (("none", {}), ("none", {"epsilon": 0.3}), ("first doubled", {}), ("last flipped", {}),
                           ("all scaled", {"epsilon": 1e-4})):
        data = draw_cubic(rng, 5)
        faulty = {} if fault == "none" else {"fault": fault}
        cases.append(case(cost=shipped("cubic_cost", **data), gradient=shipped("cubic_gradient", **data, **faulty),
                          theta=rng.normal(size=(5, 1)), **details))
    return cases


exercise(
    gradient_check, points=3, minutes=8, difficulty=1,
    draw=draw_check, probe="difference_or_small", returns="difference", uses=("numerical_gradient", "relative_difference"),
    parts={"values": ["difference", "the difference for a right gradient is below 1e-6"]},
    hints=(
        "You have written both ingredients in this notebook.",
        "One gradient comes from the function `gradient`, the other from `cost`. Both are evaluated at the same theta.",
        "Pass epsilon on to the numerical gradient, and return the number that compares the two; the decision whether "
        "it is small enough is left to the reader.",
    ),
    mistakes={
        ("numerical_gradient(cost, theta, epsilon)", "gradient(theta)"):
            "The result is 0 even for a faulty gradient: the function was compared with itself.",
        ("numerical_gradient(cost, theta, epsilon)", "numerical_gradient(cost, theta)"):
            "`epsilon` is not passed on: the numerical gradient always uses its default step.",
        ("gradient(theta)", "gradient(theta + epsilon)"):
            "The gradient was evaluated at a moved theta. Both gradients belong to the same point.",
        ("relative_difference(gradient(theta), numerical_gradient(cost, theta, epsilon))",
         "relative_difference(gradient(theta).ravel(), numerical_gradient(cost, theta, epsilon))"):
            "Even a right gradient gives a difference near 1 or above: an array of shape (n,) met one of shape (n, 1), "
            "and their difference was broadcast to an (n, n) matrix.",
        ("relative_difference(gradient(theta), numerical_gradient(cost, theta, epsilon))",
         "relative_difference(gradient(theta), numerical_gradient(cost, theta, epsilon)) < 1e-7"):
            "True or False came back. The number itself is asked for: whether it is small enough depends on the cost and "
            "on epsilon.",
        ("relative_difference(gradient(theta), numerical_gradient(cost, theta, epsilon))",
         "float(np.linalg.norm(gradient(theta) - numerical_gradient(cost, theta, epsilon)))"):
            "The norm of the difference came back, without the division by the sizes of the gradients.",
    },
)


def locate_wrong_gradients(grads, grads_approx, threshold=1e-4):
    """Names of the gradients that disagree with their numerical counterparts.

    grads, grads_approx : {"dW1": …, "db1": …, …}, the same keys and shapes in both.
    threshold : a gradient is wrong when its own relative difference is larger than this.
    Returns a set of keys, such as {"dW2", "db1"}. A gradient that contains nan is wrong. If both arrays of a key are
    zero, it is right.
    """
    ### BEGIN SOLUTION
    return {key for key in grads if not relative_difference(grads[key], grads_approx[key]) <= threshold}
    ### END SOLUTION


def draw_gradients(rng):
    """Gradients of very different sizes, some of them wrong, one with nan, one zero in both."""
    shapes = shapes_of([4, 3, 2, 1])
    approx = {f"d{key}": scale * rng.normal(size=shape)
              for (key, shape), scale in zip(shapes.items(), (1.0, 1e-5, 300.0, 1.0, 0.1, 1e-5))}
    near = {key: value * (1 + 1e-6 * rng.normal(size=value.shape)) for key, value in approx.items()}
    approx["dW3"][0, 0], near["dW3"][0, 0] = 1e-9, 3e-9
    wrong = near | {"db1": near["db1"] * 1.5, "dW2": near["dW2"] * 0.98}
    broken = near | {"dW3": np.full_like(near["dW3"], np.nan), "dW1": near["dW1"] + 0.05}
    zero = {"db2": np.zeros((2, 1))}
    return [case(grads=near, grads_approx=approx), case(grads=wrong, grads_approx=approx),
            case(grads=broken, grads_approx=approx), case(grads=wrong | zero, grads_approx=approx | zero),
            case(grads=wrong, grads_approx=approx, threshold=0.05)]


exercise(
    locate_wrong_gradients, points=3, minutes=12, difficulty=2,
    draw=draw_gradients, returns="names", uses=("relative_difference",),
    hints=(
        "One number for the whole network says that something is wrong. One number for each key says where.",
        "Compare each gradient with its own counterpart. What is the answer to `nan > threshold`?",
        "Collect the keys whose relative difference is not at most the threshold: put this way, nan ends up among the "
        "wrong ones, and two zeros among the right ones.",
    ),
    mistakes={
        ("not relative_difference(grads[key], grads_approx[key]) <= threshold",
         "relative_difference(grads[key], grads_approx[key]) > threshold"):
            "A gradient of nan is not named: nan is not larger than anything. It is not at most the threshold either.",
        ("not relative_difference(grads[key], grads_approx[key]) <= threshold",
         "not relative_difference(np.concatenate([g.ravel() for g in grads.values()]), "
         "np.concatenate([g.ravel() for g in grads_approx.values()])) <= threshold"):
            "All names or none come back: one difference was computed for all gradients together. Each key has its "
            "own.",
        ("not relative_difference(grads[key], grads_approx[key]) <= threshold",
         "not np.linalg.norm(grads[key] - grads_approx[key]) <= threshold"):
            "Large gradients are accused and small wrong ones are missed: the absolute difference was compared "
            "with the threshold.",
        ("not relative_difference(grads[key], grads_approx[key]) <= threshold",
         "not np.max(np.abs(grads[key] - grads_approx[key]) / (np.abs(grads[key]) + np.abs(grads_approx[key]) + 1e-300))"
         " <= threshold"):
            "A gradient is accused because of one entry that is nearly 0. Its own relative difference, over all "
            "its entries together, is what counts.",
        ("{key for key in grads if not", "{key[1:] for key in grads if not"):
            "The names of parameters came back, such as W2. The keys of the gradients are asked for, such as dW2.",
        ("not relative_difference(grads[key], grads_approx[key]) <= threshold",
         "relative_difference(grads[key], grads_approx[key]) <= threshold"):
            "The names of the right gradients came back.",
        ("<= threshold}", "<= 1e-4}"):
            "The threshold that the caller passes is ignored.",
        ("not relative_difference(grads[key], grads_approx[key]) <= threshold",
         "not np.linalg.norm(grads[key] - grads_approx[key]) < threshold * (np.linalg.norm(grads[key]) "
         "+ np.linalg.norm(grads_approx[key]))"):
            "A gradient that is zero in both dictionaries is accused: 0 divided by 0, or 0 compared with 0, must count "
            "as no difference.",
    },
)


def repaired_backward_propagation(X, Y, parameters):
    """Gradients of the mean cross-entropy of a network with ReLU hidden layers and a sigmoid output.

    X : (n_x, m).   Y : (1, m), labels 0 or 1.   parameters : {"W1", "b1", …}, any number of layers.
    Returns {"dW1": (n_1, n_x), "db1": (n_1, 1), …} for every layer, without regularization.
    """
    ### BEGIN SOLUTION
    m, L = X.shape[1], len(parameters) // 2
    A, caches = X, []
    for l in range(1, L + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        caches.append((A, W, Z))
        A = np.maximum(0, Z) if l < L else 1 / (1 + np.exp(-Z))

    grads = {}
    A_prev, W, Z = caches[L - 1]
    dZ = A - Y
    grads[f"dW{L}"] = dZ @ A_prev.T / m
    grads[f"db{L}"] = np.sum(dZ, axis=1, keepdims=True) / m
    dA = W.T @ dZ
    for l in range(L - 1, 0, -1):
        A_prev, W, Z = caches[l - 1]
        dZ = dA * (Z > 0)
        grads[f"dW{l}"] = 1 / m * dZ @ A_prev.T
        grads[f"db{l}"] = 1 / m * np.sum(dZ, axis=1, keepdims=True)
        dA = W.T @ dZ
    return grads
    ### END SOLUTION


# The faults of the backward pass that the notebook gives: what is right, what stands there, and how it shows.
FAULTS = {
    ("m, L = X.shape[1],", "m, L = X.shape[0],"):
        "All gradients are wrong by one and the same factor, the number of examples divided by the number of features. "
        "What should m count?",
    ("dZ = A - Y", "dZ = Y - A"):
        "All gradients have the opposite sign.",
    ('grads[f"dW{L}"] = dZ @ A_prev.T / m', 'grads[f"dW{L}"] = 2 / m * dZ @ A_prev.T'):
        "`dW` of the output layer is twice what it should be.",
    ('grads[f"db{L}"] = np.sum(dZ, axis=1, keepdims=True) / m', 'grads[f"db{L}"] = np.sum(dZ, axis=1, keepdims=True)'):
        "`db` of the output layer is m times too large.",
    ("    dA = W.T @ dZ\n    for", "    dA = np.clip(W.T @ dZ, -0.1, 0.1)\n    for"):
        "The output layer is right. In the hidden layers, small messages from the output layer arrive unchanged and "
        "large ones do not: something cuts them off.",
    ("dZ = dA * (Z > 0)", "dZ = dA * (np.maximum(0, Z) >= 0)"):
        "The output layer is right. All hidden layers have the gradients of a network without ReLU: no unit is ever "
        "treated as silent.",
    ('1 / m * dZ @ A_prev.T', '1 / m * dZ[:, 1:] @ A_prev[:, 1:].T'):
        "Every `db` is right, but `dW` of the hidden layers lacks the contribution of one example.",
    ("1 / m * np.sum(dZ", "4 / m * np.sum(dZ"):
        "`db` of every hidden layer is four times what it should be.",
    ("        dA = W.T @ dZ\n    return", "        dA = W.T @ dA\n    return"):
        "The last two layers are right, all layers before them are wrong. What is passed on to an earlier layer must "
        "have gone through the ReLU of the layer in between.",
    ("    return grads", '    grads["dW1"] = grads["dW1"] + 0.1 * parameters["W1"]\n    return grads'):
        "`dW1` differs from the right one by a multiple of W1 itself: a regularization term is left over, while the "
        "cost has none.",
}


def draw_data(rng):
    """Networks of three layers, four layers and one layer."""
    cases = []
    for sizes, m in (([int(n) for n in rng.permutation([3, 4, 5])] + [1], 7), ([2, 4, 3, 5, 1], 9), ([4, 1], 6)):
        cases.append(case(X=rng.normal(size=(sizes[0], m)), Y=(rng.permutation(m) < m // 3)[None, :].astype(float),
                          parameters=draw_parameters(rng, sizes)))
    return cases


exercise(
    repaired_backward_propagation, points=8, minutes=45, difficulty=3,
    draw=draw_data, returns="grads", probe="gradients_in_four_groups", parts="each",
    hints=(
        "Start where the pass starts, at the output. While an output gradient is wrong, the hidden ones tell you "
        "little. Look at ratios: a factor of −1, 2 or m has a name.",
        "When the output layer is right, go to the last hidden layer, and then to the one before. Faults can hide each "
        "other: after each repair run the check again, on a network with at least three hidden layers.",
        "Compare each line with equations (4) to (8) of the notebook on foundations: what m counts, the start, the 1/m "
        "in every dW and db, every example in every sum, the gate on Z, what is passed on, and nothing that the cost "
        "does not contain. There are ten faults.",
    ),
    mistakes=FAULTS | {
        (("dZ @ A_prev.T / m\n    grads", "dZ @ A_prev.T\n    grads"), ("keepdims=True) / m\n    dA", "keepdims=True)\n    dA"),
         ("1 / m * dZ", "dZ"), ("1 / m * np.sum", "np.sum")):
            "All gradients are m times too large: the cost is a mean over the examples, the gradients are sums.",
        ("dZ = A - Y", "dZ = (A - Y) / m"):
            "All gradients are m times too small: the factor 1/m is applied at the output and again in every layer.",
        ("dZ = A - Y", "dZ = (A - Y) * A * (1 - A)"):
            "The slope of the sigmoid stands in the output layer once too often. For the cross-entropy it cancels.",
        ('1 / m * dZ @ A_prev.T\n', '1 / m * dA @ A_prev.T\n'):
            "Every `db` is right, but `dW` of the hidden layers is computed from the message before the ReLU gate.",
    },
)
