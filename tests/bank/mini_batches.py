"""Right and wrong answers to the mini-batch exercises, written independently of the references."""
import math

import numpy as np


def one_loop_to_the_ceiling(X, Y, size, rng):
    if size < 1:
        raise ValueError("size")
    order = rng.permutation(X.shape[1])
    return [(X[:, order[k * size:(k + 1) * size]], Y[:, order[k * size:(k + 1) * size]])
            for k in range(math.ceil(X.shape[1] / size))]


def full_then_negative_slice(X, Y, size, rng):
    if size <= 0:
        raise ValueError("The size must be positive.")
    m = X.shape[1]
    p = list(rng.permutation(m))
    A, B = X[:, p], Y[:, p]
    out = []
    for k in range(m // size):
        out.append((A[:, k * size:k * size + size], B[:, k * size:k * size + size]))
    if m % size != 0:
        out.append((A[:, -(m % size):], B[:, -(m % size):]))
    return out


def stacked_rows_shuffled(X, Y, size, rng):
    if not size >= 1:
        raise ValueError
    both = np.vstack([X, Y]).T.copy()
    rng.shuffle(both)
    both = both.T
    cuts = range(size, X.shape[1], size)
    return [[part[: X.shape[0]], part[X.shape[0]:]] for part in np.split(both, cuts, axis=1)]


def random_keys_sorted(X, Y, size, rng):
    if size < 1:
        raise ValueError("at least one column")
    order = np.argsort(rng.random(X.shape[1]))
    parts = np.array_split(order, np.arange(size, X.shape[1], size))
    return tuple((np.take(X, part, axis=1), np.take(Y, part, axis=1)) for part in parts)


def choice_and_while(X, Y, size, rng):
    if size < 1:
        raise ValueError("at least one column")
    left = list(rng.choice(X.shape[1], size=X.shape[1], replace=False))
    out = []
    while left:
        now, left = left[:size], left[size:]
        out.append((np.stack([X[:, j] for j in now], axis=1), np.stack([Y[:, j] for j in now], axis=1)))
    return out


def full_batches_in_another_order_too(X, Y, size, rng):
    if size < 1:
        raise ValueError("at least one column")
    m = X.shape[1]
    order, full = rng.permutation(m), m // size
    starts = [int(k) * size for k in rng.permutation(full)] + ([full * size] if m % size else [])
    return [(X[:, order[s:s + size]], Y[:, order[s:s + size]]) for s in starts]


def _cut(X, Y, spans):
    return [(X[:, a:b], Y[:, a:b]) for a, b in spans]


def _shuffled(X, Y, rng):
    p = rng.permutation(X.shape[1])
    return X[:, p], Y[:, p]


def _refuse(size):
    if size < 1:
        raise ValueError("size")


def rest_from_its_count(X, Y, size, rng):
    _refuse(size)
    A, B = _shuffled(X, Y, rng)
    m = X.shape[1]
    k = m // size
    out = _cut(A, B, [(i * size, (i + 1) * size) for i in range(k)])
    if m % size:
        out.append((A[:, m - size * k:], B[:, m - size * k:]))
    return out


def rest_from_the_front(X, Y, size, rng):
    _refuse(size)
    A, B = _shuffled(X, Y, rng)
    spans = [(i * size, (i + 1) * size) for i in range(X.shape[1] // size)]
    if X.shape[1] % size:
        spans.append((0, X.shape[1] % size))
    return _cut(A, B, spans)


def rest_in_full_size(X, Y, size, rng):
    _refuse(size)
    A, B = _shuffled(X, Y, rng)
    m = X.shape[1]
    spans = [(i * size, (i + 1) * size) for i in range(m // size)]
    if m % size:
        spans.append((max(0, m - size), m))
    return _cut(A, B, spans)


def rest_by_the_loop_variable(X, Y, size, rng):
    _refuse(size)
    A, B = _shuffled(X, Y, rng)
    out = []
    for k in range(X.shape[1] // size):
        out.append((A[:, k * size:(k + 1) * size], B[:, k * size:(k + 1) * size]))
    if X.shape[1] % size:
        out.append((A[:, (k + 1) * size:], B[:, (k + 1) * size:]))
    return out


def rest_dropped(X, Y, size, rng):
    _refuse(size)
    A, B = _shuffled(X, Y, rng)
    return _cut(A, B, [(i * size, i * size + size) for i in range(X.shape[1] // size)])


def last_full_batch_lost(X, Y, size, rng):
    _refuse(size)
    A, B = _shuffled(X, Y, rng)
    m = X.shape[1]
    full = (m - 1) // size
    spans = [(i * size, (i + 1) * size) for i in range(full)]
    if m % size:
        spans.append((full * size, m))
    return _cut(A, B, spans)


def always_a_last_batch(X, Y, size, rng):
    _refuse(size)
    A, B = _shuffled(X, Y, rng)
    k = X.shape[1] // size
    return _cut(A, B, [(i * size, (i + 1) * size) for i in range(k)] + [(k * size, None)])


def ends_included(X, Y, size, rng):
    _refuse(size)
    A, B = _shuffled(X, Y, rng)
    return _cut(A, B, [(i, i + size + 1) for i in range(0, X.shape[1], size)])


def labels_reshaped(X, Y, size, rng):
    _refuse(size)
    m = X.shape[1]
    p = rng.permutation(m)
    return _cut(X[:, p], Y[:, p].reshape((1, m)), [(i, i + size) for i in range(0, m, size)])


def examples_taken_for_rows(X, Y, size, rng):
    _refuse(size)
    n = len(X)
    p = rng.permutation(n)
    return _cut(X[:, p], Y[:, p], [(i, i + size) for i in range(0, n, size)])


def rows_permuted(X, Y, size, rng):
    _refuse(size)
    p = rng.permutation(X.shape[0])
    return _cut(X[p, :], Y.copy(), [(i, i + size) for i in range(0, X.shape[1], size)])


def shuffled_apart(X, Y, size, rng):
    _refuse(size)
    A = rng.permutation(X, axis=1)
    B = rng.permutation(Y, axis=1)
    return _cut(A, B, [(i, i + size) for i in range(0, X.shape[1], size)])


def labels_left(X, Y, size, rng):
    _refuse(size)
    A = rng.permutation(X.T).T
    B = np.array(Y)
    return _cut(A, B, [(i, i + size) for i in range(0, X.shape[1], size)])


def swapped_through_views(X, Y, size, rng):
    _refuse(size)
    both = np.vstack([X, Y]).T.copy()
    for i in range(len(both) - 1, 0, -1):
        j = int(rng.integers(i + 1))
        both[i], both[j] = both[j], both[i]
    return _cut(both.T[: len(X)], both.T[len(X):], [(i, i + size) for i in range(0, X.shape[1], size)])


def drawn_anew(X, Y, size, rng):
    _refuse(size)
    m, out = X.shape[1], []
    for start in range(0, m, size):
        p = rng.choice(m, size=min(size, m - start), replace=True)
        out.append((X[:, p], Y[:, p]))
    return out


def drawn_anew_and_equal_sizes(X, Y, size, rng):
    _refuse(size)
    picks = [rng.choice(X.shape[1], size) for _ in range(X.shape[1] // size + 1)]
    return [(X[:, p], Y[:, p]) for p in picks]


def never_shuffled(X, Y, size, rng):
    _refuse(size)
    return [(X[:, i:i + size].copy(), Y[:, i:i + size].copy()) for i in range(0, X.shape[1], size)]


def blocks_shuffled(X, Y, size, rng):
    _refuse(size)
    m = X.shape[1]
    out = [(X[:, i:i + size].copy(), Y[:, i:i + size].copy()) for i in range(0, m - m % size, size)]
    rng.shuffle(out)
    if m % size:
        out.append((X[:, m - m % size:].copy(), Y[:, m - m % size:].copy()))
    return out


def seeded_inside(X, Y, size, rng):
    _refuse(size)
    np.random.seed(1)
    p = np.random.permutation(X.shape[1])
    return [(X[:, p[i:i + size]], Y[:, p[i:i + size]]) for i in range(0, len(p), size)]


def global_random(X, Y, size, rng):
    _refuse(size)
    p = np.random.permutation(X.shape[1])
    return [(X[:, p[i:i + size]], Y[:, p[i:i + size]]) for i in range(0, len(p), size)]


def short_one_first(X, Y, size, rng):
    _refuse(size)
    A, B = _shuffled(X, Y, rng)
    rest = X.shape[1] % size
    spans = [(0, rest)] if rest else []
    return _cut(A, B, spans + [(i, i + size) for i in range(rest, X.shape[1], size)])


def whole_set_as_it_is(X, Y, size, rng):
    _refuse(size)
    if size >= X.shape[1]:
        return [(np.array(X), np.array(Y))]
    return one_loop_to_the_ceiling(X, Y, size, rng)


def shuffled_in_place(X, Y, size, rng):
    _refuse(size)
    p = rng.permutation(X.shape[1])
    X[:] = X[:, p]
    Y[:] = Y[:, p]
    return [(X[:, i:i + size].copy(), Y[:, i:i + size].copy()) for i in range(0, len(p), size)]


def two_lists(X, Y, size, rng):
    _refuse(size)
    A, B = _shuffled(X, Y, rng)
    starts = range(0, X.shape[1], size)
    return [A[:, i:i + size] for i in starts], [B[:, i:i + size] for i in starts]


def generator(X, Y, size, rng):
    _refuse(size)
    A, B = _shuffled(X, Y, rng)
    return ((A[:, i:i + size], B[:, i:i + size]) for i in range(0, X.shape[1], size))


def rolled_only(X, Y, size, rng):
    _refuse(size)
    shift = int(rng.integers(X.shape[1]))
    return _cut(np.roll(X, shift, axis=1), np.roll(Y, shift, axis=1), [(i, i + size) for i in range(0, X.shape[1], size)])


def any_size_accepted(X, Y, size, rng):
    A, B = _shuffled(X, Y, rng)
    return _cut(A, B, [(i, i + abs(size)) for i in range(0, X.shape[1], abs(size) or 1)])


def step_in_a_loop(parameters, grads, learning_rate):
    new = {}
    for layer in range(1, len(parameters) // 2 + 1):
        for kind in ("W", "b"):
            name = f"{kind}{layer}"
            new[name] = parameters[name] - learning_rate * grads["d" + name]
    return new


def step_on_deep_copies(parameters, grads, learning_rate):
    import copy
    new = copy.deepcopy(parameters)
    for name in new:
        new[name] -= learning_rate * grads[f"d{name}"]
    return new


def step_with_numpy_functions(parameters, grads, learning_rate):
    scaled = {name[1:]: np.multiply(-learning_rate, g) for name, g in grads.items()}
    return dict((name, np.add(theta, scaled[name])) for name, theta in parameters.items())


def step_with_einsum(parameters, grads, learning_rate):
    return {k: np.einsum("k,kij->ij", [1.0, -learning_rate], np.stack([v, grads["d" + k]])) for k, v in sorted(parameters.items())}


def step_uphill(parameters, grads, learning_rate):
    return {k: np.add(v, grads["d" + k] * learning_rate) for k, v in parameters.items()}


def step_of_the_whole_gradient(parameters, grads, learning_rate):
    return {k: np.subtract(v, grads["d" + k]) for k, v in parameters.items()}


def step_biases_from_weights(parameters, grads, learning_rate):
    new = {}
    for l in range(1, len(parameters) // 2 + 1):
        new["W%d" % l] = parameters["W%d" % l] - learning_rate * grads["dW%d" % l]
        new["b%d" % l] = parameters["W%d" % l] - learning_rate * grads["db%d" % l]
    return new


def step_biases_with_weight_gradients(parameters, grads, learning_rate):
    new = {}
    for l in range(1, len(parameters) // 2 + 1):
        dW = grads["dW%d" % l]
        new["W%d" % l] = parameters["W%d" % l] - learning_rate * dW
        new["b%d" % l] = parameters["b%d" % l] - learning_rate * dW
    return new


def step_weights_only(parameters, grads, learning_rate):
    new = {k: v.copy() for k, v in parameters.items()}
    for l in range(1, len(parameters) // 2 + 1):
        new["W" + str(l)] -= learning_rate * grads["dW" + str(l)]
    return new


def step_without_last_layer(parameters, grads, learning_rate):
    new = {k: np.array(v) for k, v in parameters.items()}
    L = len(parameters) // 2
    for l in range(1, L):
        new[f"W{l}"] = new[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        new[f"b{l}"] = new[f"b{l}"] - learning_rate * grads[f"db{l}"]
    return new


def step_in_place(parameters, grads, learning_rate):
    for k in parameters:
        parameters[k] -= learning_rate * grads["d" + k]
    return parameters


RIGHT = {
    "random_mini_batches": [one_loop_to_the_ceiling, full_then_negative_slice, stacked_rows_shuffled, random_keys_sorted,
                            choice_and_while, full_batches_in_another_order_too],
    "update_parameters_with_gd": [step_in_a_loop, step_on_deep_copies, step_with_numpy_functions, step_with_einsum],
}

WRONG = {
    "random_mini_batches": [
        (rest_from_its_count,
         "The last batch begins at the number of columns left over. The columns left over begin where the full batches end.", "seen"),
        (rest_in_full_size,
         "The last batch is as large as the others although a smaller remainder is left, so some columns come twice. "
         "It holds the remainder only.", "plausible: X[:, -size:]"),
        (rest_from_the_front,
         "The last batch repeats columns of the first one, so the last columns of the shuffled set are never used. "
         "Look at where the remainder begins.", "seen"),
        (rest_by_the_loop_variable, None, "seen"),
        (rest_dropped,
         "The columns left over after the full batches are missing. The remainder is a smaller batch of its own, "
         "also when mini_batch_size is larger than m.", "seen"),
        (last_full_batch_lost,
         "When mini_batch_size divides m, the last full batch is missing. The last batch is smaller only when a remainder exists.",
         "seen"),
        (always_a_last_batch,
         "When mini_batch_size divides m, an empty batch stands at the end. Without a remainder there is no further batch.", "seen"),
        (ends_included, "Neighbouring batches share a column. The end of a slice is not part of it.", "seen"),
        (labels_reshaped, None, "seen"),
        (examples_taken_for_rows,
         "The batches hold as many columns as X has rows. The number of examples m is the number of columns.", "seen"),
        (rows_permuted, None, "seen"),
        (shuffled_apart,
         "X and Y are shuffled in two different orders, so labels no longer belong to their columns. One order serves both.",
         "plausible"),
        (labels_left, "The columns of X are in a new order and the labels are in the old one. One order serves both.", "plausible"),
        (swapped_through_views, None, "seen"),
        (drawn_anew,
         "Some examples come twice in an epoch and others never. One permutation of the columns, cut into pieces, uses each once.",
         "seen"),
        (drawn_anew_and_equal_sizes, None, "seen: drawn with replacement, every batch of the full size"),
        (never_shuffled, "The columns are in their old order. Shuffle them before cutting.", "seen"),
        (blocks_shuffled,
         "The batches come in random order, yet each is a block of neighbours of the old order. Shuffle the columns, then cut.",
         "seen"),
        (seeded_inside,
         "Every call gives the same order. Draw from the rng that was passed in, which moves on with each call.", "plausible"),
        (global_random,
         "The order does not come from the rng that was passed in: two generators in the same state give different batches.",
         "plausible"),
        (short_one_first, "The smaller batch stands first. The full batches come first and the remainder last.", "plausible"),
        (whole_set_as_it_is,
         "When one batch holds all examples, they are in their old order. Each call shuffles, whatever the size.", "plausible"),
        (shuffled_in_place, "inputs changed", "plausible: the inputs change"),
        (two_lists, None, "plausible"),
        (generator, None, "plausible"),
        (rolled_only, None, "plausible: a rotation is no shuffle"),
        (any_size_accepted, None, "plausible: refuses nothing"),
    ],
    "update_parameters_with_gd": [
        (step_uphill,
         "The step has the right size and goes uphill. The gradient points in the direction in which the cost rises.", "seen"),
        (step_of_the_whole_gradient, "The step is the whole gradient. The learning rate scales every step.", "plausible"),
        (step_biases_from_weights,
         "The new biases are computed from the weights, so `b1` has the shape of `W1`. Each bias moves from its own old value.",
         "seen"),
        (step_biases_with_weight_gradients,
         "The step of the biases uses `dW` in the place of `db`. Each array has a gradient of its own name.", "seen"),
        (step_weights_only, "The weights are right and the biases have not moved. Biases are parameters too.", "plausible"),
        (step_without_last_layer,
         "The last layer has not moved. Count the layers: two arrays of `parameters` belong to each.", "plausible"),
        (step_in_place, "inputs changed", "seen: the inputs change"),
    ],
}
