"""Mini-batches: cutting an epoch into many small steps, and the step itself."""
import time

import matplotlib.pyplot as plt
import numpy as np

from course import datasets, network, plots

from course.solutions.exercises import case, exercise
from itertools import cycle

from course.checking.probes.mini_batches import EPOCHS
from course.checking.values import Rng


def random_mini_batches(X, Y, mini_batch_size, rng):
    """Cut a shuffled training set into mini-batches: one epoch of (X, Y) pairs.

    X is (n_x, m), Y is (1, m) or (C, m), both with one column per example. mini_batch_size is an integer ≥ 1 and may
    be larger than m. rng is a np.random.Generator: every call draws a fresh, uniformly random order from it, also when
    one batch holds all examples.
    Returns a list of pairs (X_t, Y_t). Column j of X_t and column j of Y_t are the same example, and every example
    stands in exactly one batch. The full batches of mini_batch_size columns come first; if m is not a multiple, one
    smaller batch with the rest comes last. X and Y stay as they are, and no batch shares memory with them.
    Raises ValueError if mini_batch_size < 1.
    Source: Goodfellow, Bengio and Courville (2016), Deep Learning, section 8.1.3.
    """
    ### BEGIN SOLUTION
    if mini_batch_size < 1:
        raise ValueError(f"mini_batch_size must be at least 1, not {mini_batch_size}.")
    m = X.shape[1]
    order = rng.permutation(m)
    X_order, Y_order = X[:, order], Y[:, order]
    batches = []
    for start in range(0, m, mini_batch_size):
        stop = start + mini_batch_size
        batches.append((X_order[:, start:stop], Y_order[:, start:stop]))
    return batches
    ### END SOLUTION


def examples(rng, n_x, m, mini_batch_size, classes=1):
    """A case of m different columns; labels are 0/1 in one row, or one-hot in `classes` rows."""
    labels = rng.permutation(m) % max(classes, 2)
    Y = (np.arange(classes)[:, None] == labels).astype(float) if classes > 1 else labels[None].astype(float)
    return case(X=rng.normal(size=(n_x, m)), Y=Y, mini_batch_size=mini_batch_size, rng=Rng(int(rng.integers(2**32))))


def draw_examples(rng):
    """A remainder, no remainder, one batch for all, and one example a batch."""
    size, k, rest = (int(rng.integers(*ends)) for ends in ((8, 12), (3, 6), (2, 7)))
    return [
        examples(rng, 3, k * size + rest, size),
        examples(rng, 2, k * size, size, classes=3),
        examples(rng, 5, size + rest + 8, size + rest + 8 + int(rng.integers(1, 9))),
        examples(rng, 4, size + rest + 6, 1, classes=3),
    ]


def last_batch_from_count(X, Y, mini_batch_size, rng):
    """The rest begins at the number of leftover columns."""
    *batches, (X_last, Y_last) = random_mini_batches(X, Y, mini_batch_size, rng)
    rest = X.shape[1] % mini_batch_size
    if not rest:
        return [*batches, (X_last, Y_last)]
    X_order, Y_order = (np.hstack(parts) for parts in zip(*batches, (X_last, Y_last)))
    return [*batches, (X_order[:, rest:], Y_order[:, rest:])]


def last_batch_from_front(X, Y, mini_batch_size, rng):
    """The rest is taken from the first columns."""
    batches = random_mini_batches(X, Y, mini_batch_size, rng)
    rest = X.shape[1] % mini_batch_size
    if not rest or len(batches) == 1:
        return batches
    return [*batches[:-1], (batches[0][0][:, :rest], batches[0][1][:, :rest])]


def last_batch_filled_up(X, Y, mini_batch_size, rng):
    """The rest is cut from the end in full size."""
    batches = random_mini_batches(X, Y, mini_batch_size, rng)
    if len(batches) == 1 or X.shape[1] % mini_batch_size == 0:
        return batches
    tail = (np.hstack(parts)[:, -mini_batch_size:] for parts in zip(*batches[-2:]))
    return [*batches[:-1], tuple(tail)]


def batches_in_random_order(X, Y, mini_batch_size, rng):
    """Blocks of the unshuffled set, the full ones in random order."""
    if mini_batch_size < 1:
        raise ValueError
    m = X.shape[1]
    full = m // mini_batch_size
    starts = [*rng.permutation(full) * mini_batch_size, *range(full * mini_batch_size, m, mini_batch_size)]
    return [(X[:, s:s + mini_batch_size].copy(), Y[:, s:s + mini_batch_size].copy()) for s in starts]


def two_permutations(X, Y, mini_batch_size, rng):
    """X and Y are shuffled one after the other."""
    X_pairs = random_mini_batches(X, Y, mini_batch_size, rng)
    Y_pairs = random_mini_batches(X, Y, mini_batch_size, rng)
    return [(X_t, Y_t) for (X_t, _), (_, Y_t) in zip(X_pairs, Y_pairs)]


def drawn_with_replacement(X, Y, mini_batch_size, rng):
    """Every batch is drawn anew from all examples."""
    columns = [rng.integers(X.shape[1], size=X_t.shape[1]) for X_t, _ in random_mini_batches(X, Y, mini_batch_size, rng)]
    return [(X[:, chosen], Y[:, chosen]) for chosen in columns]


def an_empty_batch_added(X, Y, mini_batch_size, rng):
    """The rest is appended even when there is none."""
    batches = random_mini_batches(X, Y, mini_batch_size, rng)
    return batches if X.shape[1] % mini_batch_size else [*batches, (X[:, :0].copy(), Y[:, :0].copy())]


def last_full_batch_lost(X, Y, mini_batch_size, rng):
    """The last batch is taken for the rest, and dropped when there is none."""
    batches = random_mini_batches(X, Y, mini_batch_size, rng)
    return batches if X.shape[1] % mini_batch_size else batches[:-1]


def short_batch_first(X, Y, mini_batch_size, rng):
    """The smaller batch stands in front."""
    batches = random_mini_batches(X, Y, mini_batch_size, rng)
    return batches if X.shape[1] % mini_batch_size == 0 else [batches[-1], *batches[:-1]]


def unshuffled_when_one_batch(X, Y, mini_batch_size, rng):
    """A single batch is the set itself, in its own order."""
    batches = random_mini_batches(X, Y, mini_batch_size, rng)
    return batches if X.shape[1] > mini_batch_size else [(X.copy(), Y.copy())]


def order_not_from_rng(X, Y, mini_batch_size, rng, turn=cycle(range(EPOCHS + 1))):
    """Another seed at every call, whatever rng is; the seeds come again with every case, so that records can be repeated."""
    random_mini_batches(X, Y, mini_batch_size, rng)
    return random_mini_batches(X, Y, mini_batch_size, np.random.default_rng(next(turn)))


exercise(
    random_mini_batches, points=6, minutes=20, difficulty=2, probe="mini_batches",
    cases=draw_examples(np.random.default_rng(64)),
    draw=draw_examples, draws=2,
    refuses=[
        case(X=np.ones((2, 5)), Y=np.ones((1, 5)), mini_batch_size=0, rng=Rng(1)),
        case(X=np.ones((2, 5)), Y=np.ones((1, 5)), mini_batch_size=-3, rng=Rng(2)),
    ],
    parts={
        "batches": ["a list of pairs (X, Y)", "columns in each batch", "rows of X and of Y", "data types are kept"],
        "every example once": ["every example stands in exactly one batch", "no batch holds an example twice"],
        "pairs": ["each column of X stands with its own label"],
        "random order": [
            "the columns of X are in a new order", "the columns of Y are in a new order", "batches mix columns from everywhere",
            "columns inside a batch are in random order", "a second call gives another order", "the order comes from rng",
            "place in the epoch against place in X", "old neighbours that are still neighbours",
        ],
        "own memory": ["no batch shares memory with X or Y"],
    },
    hints=(
        "There are two tasks: bring the columns of X and Y into one common random order, then cut that order into "
        "pieces.",
        "Draw one permutation of the column numbers 0 … m−1 from rng and index the columns of both arrays with it. "
        "Then let a start index run from 0 in steps of mini_batch_size.",
        "A slice may run past the last column: NumPy then returns the columns that are there. So the same slice, "
        "from start to start + mini_batch_size, cuts the full batches and the smaller last one, and no special case "
        "is needed.",
    ),
    mistakes={
        last_batch_from_count:
            "The last batch begins at the number of columns left over. The columns left over begin where the full "
            "batches end.",
        last_batch_from_front:
            "The last batch repeats columns of the first one, so the last columns of the shuffled set are never used. "
            "Look at where the remainder begins.",
        last_batch_filled_up:
            "The last batch is as large as the others although a smaller remainder is left, so some columns come twice. "
            "It holds the remainder only.",
        ("range(0, m, mini_batch_size)", "range(0, m - mini_batch_size + 1, mini_batch_size)"):
            "The columns left over after the full batches are missing. The remainder is a smaller batch of its own, "
            "also when mini_batch_size is larger than m.",
        last_full_batch_lost:
            "When mini_batch_size divides m, the last full batch is missing. The last batch is smaller only when a "
            "remainder exists.",
        an_empty_batch_added:
            "When mini_batch_size divides m, an empty batch stands at the end. Without a remainder there is no "
            "further batch.",
        ("stop = start + mini_batch_size", "stop = start + mini_batch_size + 1"):
            "Neighbouring batches share a column. The end of a slice is not part of it.",
        ("m = X.shape[1]", "m = X.shape[0]"):
            "The batches hold as many columns as X has rows. The number of examples m is the number of columns.",
        two_permutations:
            "X and Y are shuffled in two different orders, so labels no longer belong to their columns. One order "
            "serves both.",
        ("Y_order = X[:, order], Y[:, order]", "Y_order = X[:, order], Y.copy()"):
            "The columns of X are in a new order and the labels are in the old one. One order serves both.",
        drawn_with_replacement:
            "Some examples come twice in an epoch and others never. One permutation of the columns, cut into pieces, "
            "uses each once.",
        ("X_order, Y_order = X[:, order], Y[:, order]", "X_order, Y_order = X.copy(), Y.copy()"):
            "The columns are in their old order. Shuffle them before cutting.",
        batches_in_random_order:
            "The batches come in random order, yet each is a block of neighbours of the old order. Shuffle the "
            "columns, then cut.",
        ("order = rng.permutation(m)", "order = np.random.default_rng(0).permutation(m)"):
            "Every call gives the same order. Draw from the rng that was passed in, which moves on with each call.",
        order_not_from_rng:
            "The order does not come from the rng that was passed in: two generators in the same state give "
            "different batches.",
        short_batch_first:
            "The smaller batch stands first. The full batches come first and the remainder last.",
        unshuffled_when_one_batch:
            "When one batch holds all examples, they are in their old order. Each call shuffles, whatever the size.",
    },
)


def update_parameters_with_gd(parameters, grads, learning_rate):
    """One step of gradient descent on every weight matrix and bias.

    parameters = {"W1": (n_1, n_0), "b1": (n_1, 1), …} for any number of layers; grads = {"dW1", "db1", …} has the matching
    shapes and exactly the matching keys, in any order. learning_rate is a number.
    Returns a new dictionary with the keys of parameters; its arrays share no memory with the inputs, and the inputs stay
    as they are.
    Source: W ← W − α·dW, b ← b − α·db (Cauchy, 1847).
    """
    ### BEGIN SOLUTION
    return {key: theta - learning_rate * grads["d" + key] for key, theta in parameters.items()}
    ### END SOLUTION


def draw_step(rng):
    """A network of two to four layers with gradients in shuffled order."""
    dims = [int(n) for n in rng.permutation([2, 3, 4, 5, 6])[: rng.integers(3, 6)]]
    shapes = {f"{kind}{l}": (n, n_prev if kind == "W" else 1)
              for l, (n_prev, n) in enumerate(zip(dims, dims[1:]), start=1) for kind in "Wb"}
    grads = {"d" + key: rng.normal(size=shapes[key]) for key in rng.permutation(sorted(shapes))}
    return case(parameters={key: rng.normal(size=shape) for key, shape in shapes.items()}, grads=grads,
                learning_rate=float(rng.uniform(0.02, 0.4)))


def biases_from_weights(parameters, grads, learning_rate):
    """The line of W copied for b: b ← W − α·db."""
    return {key: parameters["W" + key[1:]] - learning_rate * grads["d" + key] for key in parameters}


def weight_gradient_for_biases(parameters, grads, learning_rate):
    """dW used for b: b ← b − α·dW."""
    return {key: parameters[key] - learning_rate * grads["dW" + key[1:]] for key in parameters}


def weights_only(parameters, grads, learning_rate):
    """Biases are copied."""
    right = update_parameters_with_gd(parameters, grads, learning_rate)
    return {key: right[key] if key[0] == "W" else parameters[key].copy() for key in parameters}


def last_layer_left(parameters, grads, learning_rate):
    """The loop over the layers ends one early."""
    right, last = update_parameters_with_gd(parameters, grads, learning_rate), str(len(parameters) // 2)
    return {key: right[key] if key[1:] != last else parameters[key].copy() for key in parameters}


exercise(
    update_parameters_with_gd, points=3, minutes=8, difficulty=1,
    draw=draw_step, returns="parameters", updates={"parameters": "parameters"}, own_memory=True,
    hints=(
        "Every array of `parameters` moves against its own gradient.",
        "The gradient of the entry `W2` stands under `dW2`, that of `b2` under `db2`: a \"d\" in front of the name.",
        "Build a new dictionary. For each name, the new array is the old one minus learning_rate times the gradient "
        "of that name.",
    ),
    mistakes={
        ("theta - learning_rate", "theta + learning_rate"):
            "The step has the right size and goes uphill. The gradient points in the direction in which the cost "
            "rises.",
        ("learning_rate * grads", "grads"):
            "The step is the whole gradient. The learning rate scales every step.",
        biases_from_weights:
            "The new biases are computed from the weights, so `b1` has the shape of `W1`. Each bias moves from its "
            "own old value.",
        weight_gradient_for_biases:
            "The step of the biases uses `dW` in the place of `db`. Each array has a gradient of its own name.",
        weights_only:
            "The weights are right and the biases have not moved. Biases are parameters too.",
        last_layer_left:
            "The last layer has not moved. Count the layers: two arrays of `parameters` belong to each.",
    },
)
