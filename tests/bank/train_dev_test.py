"""Right and wrong answers to the exercises of `train_dev_test`, written independently of the reference."""
import math

import numpy as np

from tests.sentences import with_sentences


# --- train_dev_test_split
def _refuse(X, Y, fractions):
    if X.shape[1] != Y.shape[1]:
        raise ValueError("different numbers of examples")
    if any(f < 0 for f in fractions) or not math.isclose(math.fsum(fractions), 1, abs_tol=1e-9, rel_tol=0):
        raise ValueError("bad fractions")


def _counts(m, fractions):
    n_dev, n_test = math.floor(m * fractions[1]), math.floor(m * fractions[2])
    return m - n_dev - n_test, n_dev, n_test


def split_sorting_keys(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    n_train, n_dev, _ = _counts(X.shape[1], fractions)
    order = np.argsort(rng.random(X.shape[1]))
    X, Y = X[:, order], Y[:, order]
    return [[X[:, :n_train], Y[:, :n_train]], [X[:, n_train:n_train + n_dev], Y[:, n_train:n_train + n_dev]],
            [X[:, n_train + n_dev:], Y[:, n_train + n_dev:]]]


def split_shuffled_list(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    indices = list(range(X.shape[1]))
    rng.shuffle(indices)
    _, n_dev, n_test = _counts(len(indices), fractions)
    groups = indices[n_dev + n_test:], indices[:n_dev], indices[n_dev:n_dev + n_test]
    return tuple((np.take(X, np.array(group, int), axis=1), np.take(Y, np.array(group, int), axis=1))
                 for group in groups)


def split_choices(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    left, made = np.arange(X.shape[1]), []
    for n in _counts(len(left), fractions)[1:]:
        chosen = rng.choice(left, size=n, replace=False)
        left = np.setdiff1d(left, chosen)
        made.append((X[:, chosen], Y[:, chosen]))
    return ((X[:, left], Y[:, left]), *made)


def split_same_state_twice(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    state = rng.bit_generator.state
    X = rng.permutation(X, axis=1)
    rng.bit_generator.state = state
    Y = rng.permutation(Y, axis=1)
    a, b, _ = _counts(X.shape[1], fractions)
    return [(A[:, :a], B[:, :a]) for A, B in [(X, Y)]] + [(X[:, a:a + b], Y[:, a:a + b]), (X[:, a + b:], Y[:, a + b:])]


def split_masks(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    part = rng.permutation(np.repeat([0, 1, 2], _counts(X.shape[1], fractions)))
    return [(X[:, part == k], Y[:, part == k]) for k in range(3)]


def _pieces(X, Y, sizes):
    a, b, c = sizes[0], sizes[0] + sizes[1], sum(sizes)
    return (X[:, :a], Y[:, :a]), (X[:, a:b], Y[:, a:b]), (X[:, b:c], Y[:, b:c])


def _together(X, Y, rng):
    order = rng.permutation(X.shape[1])
    return X[:, order], Y[:, order]


def split_separately(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    return _pieces(rng.permutation(X, axis=1), rng.permutation(Y, axis=1), _counts(X.shape[1], fractions))


def split_in_order(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    return _pieces(X, Y, _counts(X.shape[1], fractions))


def split_own_seed(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    return _pieces(*_together(X, Y, np.random.default_rng(42)), _counts(X.shape[1], fractions))


def split_global(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    order = np.arange(X.shape[1])
    np.random.shuffle(order)
    return _pieces(X[:, order], Y[:, order], _counts(X.shape[1], fractions))


def split_with_replacement(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    order = rng.choice(X.shape[1], size=X.shape[1])
    return _pieces(X[:, order], Y[:, order], _counts(X.shape[1], fractions))


def split_rolled(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    start = rng.integers(X.shape[1])
    order = (start + np.arange(X.shape[1])) % X.shape[1]
    return _pieces(X[:, order], Y[:, order], _counts(X.shape[1], fractions))


def split_rows(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    rows = rng.permutation(X.shape[0])
    return _pieces(X[rows], Y, _counts(X.shape[1], fractions))


def split_rounding_down(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    return _pieces(*_together(X, Y, rng), [math.floor(X.shape[1] * f) for f in fractions])


def split_rounding(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    return _pieces(*_together(X, Y, rng), [int(np.rint(X.shape[1] * f)) for f in fractions])


def split_rest_to_test(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    m = X.shape[1]
    a, b = int(m * fractions[0]), int(m * fractions[1])
    return _pieces(*_together(X, Y, rng), [a, b, m - a - b])


def split_at_sums(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    ends = (np.cumsum(fractions)[:2] * X.shape[1]).astype(int)
    X, Y = _together(X, Y, rng)
    return list(zip(np.split(X, ends, axis=1), np.split(Y, ends, axis=1)))


def split_exchanged(X, Y, fractions, rng):
    train, dev, test = split_masks(X, Y, fractions, rng)
    return train, test, dev


def split_negative_slices(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    _, n_dev, n_test = _counts(X.shape[1], fractions)
    X, Y = _together(X, Y, rng)
    held = n_dev + n_test
    return (X[:, :-held], Y[:, :-held]), (X[:, -held:-n_test], Y[:, -held:-n_test]), (X[:, -n_test:], Y[:, -n_test:])


def split_none_index(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    order = rng.shuffle(np.arange(X.shape[1]))
    return _pieces(X[order], Y[order], _counts(X.shape[1], fractions))


def split_in_place(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    state = rng.bit_generator.state
    rng.shuffle(X, axis=1)
    rng.bit_generator.state = state
    rng.shuffle(Y, axis=1)
    return _pieces(X, Y, _counts(X.shape[1], fractions))


def split_X_in_place(X, Y, fractions, rng):
    _refuse(X, Y, fractions)
    rng.shuffle(X.T)
    return _pieces(X, Y, _counts(X.shape[1], fractions))


# --- fit_standardizer
def fit_sums(X):
    m = X.shape[1]
    mu = X.sum(axis=1).reshape(-1, 1) / m
    sigma = np.sqrt(((X - mu) ** 2).sum(axis=1).reshape(-1, 1) / m)
    sigma[sigma < 1e-12] = 1
    return mu, sigma


def fit_loop(X):
    mu, sigma = np.zeros((len(X), 1)), np.ones((len(X), 1))
    for j, row in enumerate(X):
        mu[j, 0] = sum(row) / len(row)
        if max(row) > min(row):
            sigma[j, 0] = math.sqrt(sum((x - mu[j, 0]) ** 2 for x in row) / len(row))
    return [mu, sigma]


def fit_centred_norm(X):
    mu = X @ np.full((X.shape[1], 1), 1 / X.shape[1])
    sigma = np.linalg.norm(X - mu, axis=1, keepdims=True) / math.sqrt(X.shape[1])
    return mu, np.where(np.ptp(X, axis=1, keepdims=True) == 0, 1, sigma)


def fit_transposed(X):
    T = X.T.astype(float)
    deviation = T.std(axis=0)
    return T.mean(axis=0)[:, None], np.array([[s if s > 1e-10 else 1.0] for s in deviation])


def fit_zero_sigma(X):
    return X.mean(1, keepdims=True), X.std(1, keepdims=True) + 1e-12


def fit_whole(X):
    ones = np.ones((X.shape[0], 1))
    return X.mean() * ones, X.std() * ones


def fit_variance(X):
    variance = ((X - X.mean(1, keepdims=True)) ** 2).mean(1, keepdims=True)
    return X.mean(1, keepdims=True), np.where(variance == 0, 1, variance)


def fit_sample(X):
    m = X.shape[1]
    mu = X.mean(1, keepdims=True)
    sigma = np.sqrt(((X - mu) ** 2).sum(1, keepdims=True) / (m - 1))
    return mu, np.where(sigma == 0, 1, sigma)


def fit_flat(X):
    sigma = X.std(1)
    return X.mean(1), np.where(sigma == 0, 1, sigma)


def fit_wrong_axis(X):
    sigma = X.std(0)
    return X.mean(0)[None, :], np.where(sigma == 0, 1, sigma)[None, :]


def fit_root_mean_square(X):
    sigma = (X ** 2).mean(1, keepdims=True) ** 0.5
    return X.mean(1, keepdims=True), np.where(sigma == 0, 1, sigma)


def fit_range(X):
    spread = X.max(1, keepdims=True) - X.min(1, keepdims=True)
    return X.mean(1, keepdims=True), np.where(spread == 0, 1.0, spread)


# --- standardize
def standardize_times_inverse(X, mu, sigma):
    return np.multiply(np.subtract(X, mu), 1 / sigma)


def standardize_loop(X, mu, sigma):
    Z = np.empty(X.shape)
    for j in range(X.shape[0]):
        for i in range(X.shape[1]):
            Z[j, i] = (X[j, i] - mu[j, 0]) / sigma[j, 0]
    return Z


def standardize_affine(X, mu, sigma):
    return X / sigma - mu / sigma


def standardize_matrix(X, mu, sigma):
    return np.diag(1 / sigma[:, 0]) @ (X - mu)


def standardize_own(X, mu, sigma):
    m = X.mean(1, keepdims=True)
    return (X - m) / np.sqrt(((X - m) ** 2).mean(1, keepdims=True))


def standardize_variance(X, mu, sigma):
    return (X - mu) / (sigma * sigma)


def standardize_precedence(X, mu, sigma):
    return X - (mu / sigma)


def standardize_other_order(X, mu, sigma):
    return np.divide(X, sigma) - mu


def standardize_times(X, mu, sigma):
    return sigma * (X - mu)


def standardize_centre(X, mu, sigma):
    return X - np.repeat(mu, X.shape[1], axis=1)


def standardize_scale(X, mu, sigma):
    return (X - 0 * mu) / sigma


def standardize_in_place(X, mu, sigma):
    X -= mu.astype(X.dtype)
    return X / sigma


def standardize_once_more(X, mu, sigma):
    if X.dtype.kind == "f":
        X -= mu
        X /= sigma
        return X
    return (X - mu) / sigma


# --- diagnose_bias_variance
def _check(*errors):
    if min(errors) < 0 or max(errors) > 1:
        raise ValueError("errors lie between 0 and 1")


def diagnose_comprehension(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    _check(train_error, dev_error, bayes_error)
    gaps = {"high bias": train_error - bayes_error, "high variance": dev_error - train_error}
    return {label for label, gap in gaps.items() if gap > tolerance}


def diagnose_list(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    _check(train_error, dev_error, bayes_error)
    found = []
    if dev_error > train_error + tolerance:
        found.append("high variance")
    if train_error > bayes_error + tolerance:
        found.append("high bias")
    return found


def diagnose_frozen(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    for error in (bayes_error, dev_error, train_error):
        if error < 0 or error > 1:
            raise ValueError("no fraction")
    bias = frozenset(["high bias"] if train_error - bayes_error > tolerance else [])
    return bias | frozenset(["high variance"] if dev_error - train_error > tolerance else [])


def diagnose_tuple(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    _check(train_error, dev_error, bayes_error)
    labels = np.array(["high bias", "high variance"])
    return tuple(labels[np.diff([bayes_error, train_error, dev_error]) > tolerance].tolist())


def diagnose_exclusive(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    _check(train_error, dev_error, bayes_error)
    if train_error - bayes_error > tolerance:
        return {"high bias"}
    return {"high variance"} if dev_error - train_error > tolerance else set()


def diagnose_needs_good_training(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    _check(train_error, dev_error, bayes_error)
    good_training = train_error - bayes_error <= tolerance
    found = set() if good_training else {"high bias"}
    if good_training and dev_error - train_error > tolerance:
        found.add("high variance")
    return found


def diagnose_variance_only(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    found = diagnose_comprehension(train_error, dev_error, bayes_error, tolerance)
    return found - {"high bias"} if len(found) == 2 else found


def _diagnose(bias, variance, labels=("high bias", "high variance")):
    def diagnose(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
        _check(train_error, dev_error, bayes_error)
        faults = bias(train_error, bayes_error) > tolerance, variance(train_error, dev_error, bayes_error) > tolerance
        return {label for label, fault in zip(labels, faults) if fault}
    return diagnose


def _gap(train, bayes):
    return train - bayes


def _other_gap(train, dev, bayes):
    return dev - train


def diagnose_fixed(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    return diagnose_comprehension(train_error, dev_error, bayes_error)


RIGHT = {
    "train_dev_test_split": [split_sorting_keys, split_shuffled_list, split_choices, split_same_state_twice, split_masks],
    "fit_standardizer": [fit_sums, fit_loop, fit_centred_norm, fit_transposed],
    "standardize": [standardize_times_inverse, standardize_loop, standardize_affine, standardize_matrix],
    "diagnose_bias_variance": [diagnose_comprehension, diagnose_list, diagnose_frozen, diagnose_tuple],
}

WRONG = with_sentences({
    "train_dev_test_split": [
        (split_separately, "shuffled separately", "seen"),
        (split_X_in_place, "shuffled separately", "seen"),
        (split_in_order, "consecutive pieces of X", "plausible"),
        (split_own_seed, "a fixed seed of its own", "plausible"),
        (split_global, "NumPy's global generator", "plausible"),
        (split_with_replacement, "with replacement", "plausible"),
        (split_rolled, "starts at a random place", "plausible"),
        (split_rows, "rows of X were shuffled", "plausible"),
        (split_rounding_down, "in no set", "plausible"),
        (split_rounding, "nearest whole number", "plausible"),
        (split_rest_to_test, "went to the test set", "plausible"),
        (split_at_sums, "sums of fractions", "plausible"),
        (split_exchanged, "dev and test are exchanged", "plausible"),
        (split_negative_slices, "a slice that counts −0", "plausible"),
        (split_none_index, None, "seen: the value of an in-place shuffle, None, used as an index"),
        (split_in_place, "inputs changed", "seen"),
    ],
    "fit_standardizer": [
        (fit_zero_sigma, "a feature that never changes is 0", "seen"),
        (fit_whole, "over the whole matrix", "seen"),
        (fit_variance, "holds the variances", "asked"),
        (fit_sample, "divided by m − 1", "asked"),
        (fit_flat, "have shape (n_x,)", "plausible"),
        (fit_wrong_axis, "over the features of each example", "plausible"),
        (fit_root_mean_square, "root of the mean square", "plausible"),
        (fit_range, "range, maximum minus minimum", "plausible"),
    ],
    "standardize": [
        (standardize_own, "statistics of X itself", "seen"),
        (standardize_variance, "divided by the variance", "asked"),
        (standardize_precedence, "Only `mu` was divided", "plausible"),
        (standardize_other_order, "division came before", "plausible"),
        (standardize_times, "multiplied by `sigma`", "plausible"),
        (standardize_centre, "old spread", "plausible"),
        (standardize_scale, "mean was not subtracted", "plausible"),
        (standardize_in_place, None, "plausible: integers are cut off, and the argument changes"),
        (standardize_once_more, "inputs changed", "plausible"),
    ],
    "diagnose_bias_variance": [
        (diagnose_exclusive, 'with "high bias" only', "seen"),
        (diagnose_needs_good_training, 'with "high bias" only', "asked"),
        (diagnose_variance_only, 'with "high variance" only', "seen"),
        (_diagnose(_gap, lambda t, d, b: d), "follows the dev error itself", "asked"),
        (_diagnose(lambda t, b: t, _other_gap), "ignores the best possible error", "seen"),
        (_diagnose(_gap, lambda t, d, b: d - b), "measured from the best possible error", "plausible"),
        (_diagnose(_gap, lambda t, d, b: np.hypot(d - t, 0)), "dev error below the training error", "plausible"),
        (_diagnose(lambda t, b: max(t - b, b - t), _other_gap), "training error below the Bayes error", "plausible"),
        (diagnose_fixed, "tolerance that the caller gives", "plausible"),
        (_diagnose(_gap, _other_gap, ("high variance", "high bias")), "two labels are exchanged", "plausible"),
        (_diagnose(_gap, _other_gap, ("bias", "variance")), "labels differ", "plausible"),
        (lambda *a, **k: ", ".join(sorted(diagnose_comprehension(*a, **k))), None, "plausible: a text in place of a set"),
    ],
})
