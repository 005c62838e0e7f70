"""What can be seen of mini-batches without knowing their order: sizes, pairs, and how random the order is."""
from collections import Counter

import numpy as np

from course.checking.probes import probe
from course.checking.values import Spread, fresh

EPOCHS = 12


@probe
def mini_batches(subject, case):
    """Call the function EPOCHS times with one generator, and once more with a copy of it; describe all epochs."""
    X, Y, size, seeded = case.values()
    rng, twin = fresh(seeded), fresh(seeded)
    *epochs, again = subject.many([(fresh(X), fresh(Y), size, source) for source in [rng] * EPOCHS + [twin]])
    well_formed = all(map(is_list_of_pairs, [*epochs, again]))
    seen = {"a list of pairs (X, Y)": well_formed}
    if not well_formed:
        return seen
    seen["columns in each batch"] = [int(X_t.shape[1]) for X_t, _ in epochs[0]]
    seen["rows of X and of Y"] = all(
        X_t.shape[0] == X.shape[0] and Y_t.shape == (Y.shape[0], X_t.shape[1]) for epoch in epochs for X_t, Y_t in epoch)
    seen["data types are kept"] = all(
        a_t.dtype in (a.dtype, np.float64) for epoch in epochs for pair in epoch for a_t, a in zip(pair, (X, Y)))
    seen["no batch shares memory with X or Y"] = not any(call.shared for call in subject.calls)
    if seen["rows of X and of Y"]:
        seen.update(membership(X, Y, epochs), **order(X, Y, size, epochs))
        seen["the order comes from rng"] = len(again) == len(epochs[0]) and all(
            np.array_equal(a, b) for one, two in zip(epochs[0], again) for a, b in zip(one, two))
    return seen


def is_list_of_pairs(batches):
    """Whether a value is a non-empty list (or tuple) of pairs of two-dimensional arrays."""
    return isinstance(batches, (list, tuple)) and len(batches) > 0 and all(
        isinstance(pair, (list, tuple)) and len(pair) == 2 and all(isinstance(a, np.ndarray) and a.ndim == 2 for a in pair)
        for pair in batches)


def columns(X, X_t):
    """The column number in X of every column of a batch; −1 for a column that X does not have."""
    known = {column.tobytes(): j for j, column in enumerate(np.ascontiguousarray(X.T, float))}
    return [known.get(column.tobytes(), -1) for column in np.ascontiguousarray(X_t.T, float)]


def membership(X, Y, epochs):
    """Is every example there once, and with its label?"""
    numbers = [[columns(X, X_t) for X_t, _ in epoch] for epoch in epochs]
    return {
        "every example stands in exactly one batch": all(sorted(sum(epoch, [])) == list(range(X.shape[1])) for epoch in numbers),
        "no batch holds an example twice": all(
            max(Counter(batch).values(), default=1) == 1 for epoch in numbers for batch in epoch),
        "each column of X stands with its own label": all(
            np.array_equal(Y[:, batch], Y_t)
            for epoch, batches in zip(epochs, numbers) for (_, Y_t), batch in zip(epoch, batches)),
    }


def order(X, Y, size, epochs):
    """Properties of a random order, each of which a right function breaks less than once in ten million cases."""
    m = X.shape[1]
    batches = [[columns(X, X_t) for X_t, _ in epoch] for epoch in epochs]
    flat = [np.array(sum(epoch, [])) for epoch in batches]
    blocks = {tuple(range(start, min(start + size, m))) for start in range(0, m, size)}
    return {
        "the columns of X are in a new order": not all(np.array_equal(f, np.arange(len(f))) for f in flat),
        "the columns of Y are in a new order": not all(
            np.array_equal(np.hstack([Y_t for _, Y_t in epoch]), Y[:, : len(f)]) for epoch, f in zip(epochs, flat)),
        "batches mix columns from everywhere": size == 1 or size >= m or not all(
            tuple(sorted(batch)) in blocks for epoch in batches for batch in epoch),
        "columns inside a batch are in random order": size == 1 or not all(
            batch == sorted(batch) for epoch in batches for batch in epoch),
        "a second call gives another order": not all(np.array_equal(f, flat[0]) for f in flat),
        "place in the epoch against place in X": mean_over(flat, along, 1 / np.sqrt(m - 1)),
        "old neighbours that are still neighbours": mean_over(flat, lambda f: float(np.sum(np.diff(f) == 1)), 1.0),
    }


def mean_over(flat, statistic, deviation):
    """The mean of a statistic over the epochs; `deviation` is that of one uniformly random order, the least to assume."""
    values = [statistic(f) for f in flat]
    different = len({tuple(f) for f in flat})
    return Spread(float(np.mean(values)), float(max(deviation, np.std(values)) / np.sqrt(different)))


def along(numbers):
    """The correlation of a sequence with its own places, 0 for a sequence without spread."""
    if len(numbers) < 2 or np.ptp(numbers) == 0:
        return 0.0
    return float(np.corrcoef(numbers, np.arange(len(numbers)))[0, 1])
