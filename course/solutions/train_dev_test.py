"""Train, dev and test sets: an honest split, a diagnosis of bias and variance, and inputs on one scale."""
import matplotlib.pyplot as plt
import numpy as np

from course import datasets, network, plots

from course.solutions.exercises import case, exercise
from course.checking.values import Rng


def train_dev_test_split(X, Y, fractions, rng):
    """Deal the examples out to three sets at random.

    X, Y      : (n_x, m) and (n_y, m), one column per example, any dtypes; both are kept.
    fractions : (train, dev, test), none negative, together 1 (to within 1e-9). A dev or test fraction may be 0.
    rng       : np.random.Generator, the only source of randomness; every call goes on drawing from it.
    Returns (X_train, Y_train), (X_dev, Y_dev), (X_test, Y_test). dev and test get floor(fraction * m) examples each,
    train gets all the others. Every example is in exactly one set, with its label; their order is free.
    Raises ValueError for a negative fraction, a sum that is not 1, or X and Y with different numbers of examples.
    """
    ### BEGIN SOLUTION
    m = X.shape[1]
    if Y.shape[1] != m:
        raise ValueError(f"X has {m} examples, Y has {Y.shape[1]}.")
    if min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-9:
        raise ValueError(f"Fractions must not be negative and must add to 1; these are {fractions}.")
    n_dev, n_test = int(fractions[1] * m), int(fractions[2] * m)
    order = rng.permutation(m)
    dev, test, train = np.split(order, [n_dev, n_dev + n_test])
    return (X[:, train], Y[:, train]), (X[:, dev], Y[:, dev]), (X[:, test], Y[:, test])
    ### END SOLUTION


def draw_sizes(rng, fractions, low, high):
    """A number of examples for which no fraction of it is near a whole number, so that no rounding is a matter of taste."""
    while True:
        m = int(rng.integers(low, high))
        away = [abs(f * m - round(f * m)) for f in fractions if f > 0]
        if min(away) > 0.04 and int(fractions[0] * m) + int(fractions[1] * m) + int(fractions[2] * m) < m:
            return m


def draw_split(rng):
    """A middle-sized set, one without a test part, one without a dev part, and one large enough for statistics."""
    cases = []
    for fractions, low, high, n_y in (((0.7, 0.2, 0.1), 60, 120, 1), ((0.71, 0.29, 0.0), 50, 90, 4),
                                      ((0.83, 0.0, 0.17), 50, 90, 1), ((0.57, 0.26, 0.17), 1500, 2500, 1)):
        m = draw_sizes(rng, fractions, low, high)
        labels = rng.integers(0, 2, size=(n_y, m)) if n_y == 1 else np.eye(n_y)[:, rng.integers(0, n_y, size=m)]
        cases.append(case(X=rng.normal(size=(3, m)), Y=labels, fractions=fractions, rng=Rng(int(rng.integers(1e9)))))
    return cases


def split_by_ranges(order_of, sizes_of):
    """A split whose order and sizes are made by the functions given: the common frame of most mistakes."""
    def split(X, Y, fractions, rng):
        m = X.shape[1]
        if Y.shape[1] != m or min(fractions) < 0 or abs(sum(fractions) - 1) > 1e-9:
            raise ValueError("The fractions or the numbers of examples do not fit.")
        n_train, n_dev, n_test = sizes_of(m, fractions)
        for_X, for_Y = order_of(m, rng)
        bounds = [(0, n_train), (n_train, n_train + n_dev), (n_train + n_dev, n_train + n_dev + n_test)]
        return [(X[:, for_X[a:b]], Y[:, for_Y[a:b]]) for a, b in bounds]
    return split


def one_order(m, rng):
    order = rng.permutation(m)
    return order, order


def the_rest_to_train(m, fractions):
    n_dev, n_test = int(fractions[1] * m), int(fractions[2] * m)
    return m - n_dev - n_test, n_dev, n_test


def with_order(order_of):
    return split_by_ranges(order_of, the_rest_to_train)


def with_sizes(sizes_of):
    return split_by_ranges(one_order, sizes_of)


def split_features(X, Y, fractions, rng):
    return with_order(lambda m, rng: (np.arange(m), np.arange(m)))(rng.permutation(X), Y, fractions, rng)


def split_from_the_end(X, Y, fractions, rng):
    with_sizes(the_rest_to_train)(X, Y, fractions, rng)
    n_train, n_dev, n_test = the_rest_to_train(X.shape[1], fractions)
    order = rng.permutation(X.shape[1])
    train, dev, test = order[:-(n_dev + n_test)], order[-(n_dev + n_test):-n_test], order[-n_test:]
    return [(X[:, part], Y[:, part]) for part in (train, dev, test)]


def fixed_order(m, rng):
    return one_order(m, np.random.default_rng(0))


def with_replacement(m, rng):
    return (rng.integers(0, m, size=m),) * 2


exercise(
    train_dev_test_split, points=6, minutes=20, difficulty=2,
    draw=draw_split, draws=2, probe="split_of_examples",
    parts={"sizes": ["shapes of the parts"],
           "whole examples": ["every example is in exactly one part", "every example keeps its label", "types are kept"],
           "random membership": ["which examples go where is random", "every call goes on drawing from rng",
                                 "generators in the same state give the same parts",
                                 "the parts are spread over X without a pattern"]},
    refuses={
        "a negative fraction": case(X=np.ones((2, 10)), Y=np.ones((1, 10)), fractions=(1.2, -0.1, -0.1), rng=Rng(1)),
        "a negative dev fraction": case(X=np.ones((2, 10)), Y=np.ones((1, 10)), fractions=(0.8, -0.2, 0.4), rng=Rng(1)),
        "a sum of 0.9": case(X=np.ones((2, 10)), Y=np.ones((1, 10)), fractions=(0.6, 0.2, 0.1), rng=Rng(1)),
        "a sum of 1.1": case(X=np.ones((2, 10)), Y=np.ones((1, 10)), fractions=(0.7, 0.2, 0.2), rng=Rng(1)),
        "Y with other examples than X": case(X=np.ones((2, 10)), Y=np.ones((1, 9)), fractions=(0.6, 0.2, 0.2),
                                             rng=Rng(1)),
    },
    hints=(
        "Whatever order you give to the columns of X, the columns of Y need the same one.",
        "Draw one random order of the numbers 0 … m − 1 from `rng` and cut this order into three pieces. Compute the "
        "sizes of dev and test first.",
        "After the checks: sizes of dev and test by rounding down, one permutation of m, three index arrays from it, "
        "and each of them used on the columns of X and of Y. Count from the front: a negative slice of size 0 takes "
        "everything.",
    ),
    mistakes={
        with_order(lambda m, rng: (rng.permutation(m), rng.permutation(m))):
            "X and Y were shuffled separately: the sets have the right sizes, but the labels belong to other examples.",
        with_order(lambda m, rng: (np.arange(m), np.arange(m))):
            "The sets are consecutive pieces of X, without shuffling. Data are often sorted, by class or by date, and "
            "then the three sets differ in kind.",
        with_order(fixed_order):
            "The same sets come out for every call, whatever `rng` is: the order is drawn from a generator with a fixed "
            "seed of its own. Draw from `rng`.",
        with_order(lambda m, rng: (np.random.permutation(m),) * 2):
            "Generators in the same state give different sets: the order comes from NumPy's global generator and not "
            "from `rng`.",
        with_order(with_replacement):
            "Some examples occur twice, some in two sets and some in none: they were drawn with replacement.",
        with_order(lambda m, rng: (np.roll(np.arange(m), int(rng.integers(m))),) * 2):
            "Each set is a consecutive stretch of X that starts at a random place. Neighbours stay together; every "
            "example needs a place of its own in the random order.",
        split_features:
            "The rows of X were shuffled, so that the features changed places and the examples did not. Examples are "
            "columns here; many functions shuffle along the first axis unless told otherwise.",
        with_sizes(lambda m, fractions: tuple(int(f * m) for f in fractions)):
            "A few examples are in no set: all three sizes were rounded down, and their sum is less than m. The "
            "training set receives the rest.",
        with_sizes(lambda m, fractions: tuple(round(f * m) for f in fractions)):
            "The sizes are rounded to the nearest whole number. The docstring asks to round dev and test down and to "
            "give the rest to train.",
        with_sizes(lambda m, f: (int(f[0] * m), int(f[1] * m), m - int(f[0] * m) - int(f[1] * m))):
            "The examples left over by rounding went to the test set. They belong to the training set, and the test "
            "size is its own fraction, rounded down.",
        with_sizes(lambda m, f: (int(f[0] * m), int((f[0] + f[1]) * m) - int(f[0] * m), m - int((f[0] + f[1]) * m))):
            "The borders between the sets were computed from sums of fractions and then rounded. Each of dev and test "
            "has the size of its own fraction, rounded down.",
        with_sizes(lambda m, f: the_rest_to_train(m, (f[0], f[2], f[1]))):
            "The sizes of dev and test are exchanged. The order is train, dev, test.",
        split_from_the_end:
            "With a fraction of 0 a set that should be empty holds many examples: a slice that counts −0 from the "
            "end starts at the beginning.",
    },
)


def fit_standardizer(X):
    """Mean and standard deviation of each feature, to be learned from the training set.

    X : (n_x, m), one column per example, float or integer.
    Returns mu and sigma, both (n_x, 1), in the units of the features. sigma is the population standard deviation
    (the sum of squares divided by m). For a feature whose values are all equal, sigma is 1.
    """
    ### BEGIN SOLUTION
    mu = np.mean(X, axis=1, keepdims=True)
    sigma = np.std(X, axis=1, keepdims=True)
    constant = np.ptp(X, axis=1, keepdims=True) == 0    # sigma itself may be 1e-17 there, by rounding
    return mu, np.where(constant, 1.0, sigma)
    ### END SOLUTION


def draw_features(rng):
    """Features on different scales, one of them constant; integers; as many features as examples."""
    n, m = int(rng.integers(3, 6)), int(rng.integers(7, 12))
    scales, offsets = rng.permutation([3.0, 0.3, 8.0, 0.05, 1.7])[:, None], rng.uniform(-4, 4, size=(5, 1))
    X = scales[:n] * rng.normal(size=(n, m)) + offsets[:n]
    X[int(rng.integers(n))] = float(rng.integers(2, 6))
    return [case(X=X), case(X=rng.integers(-9, 10, size=(3, m))), case(X=scales * rng.normal(size=(5, 5)) + offsets)]


BY_SIGMA = ("np.ptp(X, axis=1, keepdims=True) == 0", "sigma == 0")    # how those who make a mistake look for equal values

exercise(
    fit_standardizer, points=3, minutes=10, difficulty=1,
    draw=draw_features, returns="mu, sigma", parts="each",
    hints=(
        "Each feature is a row of X and gets its own mean and its own standard deviation. Along which axis are the "
        "examples?",
        "Both results have shape (n_x, 1), so that they can be combined with X. NumPy's reductions drop an axis unless "
        "told to keep it.",
        "Take mean and std over axis 1 with keepdims. Then put 1 wherever the largest and the smallest value of a "
        "feature are equal: it must not lead to a division by 0 later.",
    ),
    mistakes={
        ("np.where(constant, 1.0, sigma)", "sigma"):
            "`sigma` of a feature that never changes is 0, or nearly. Dividing by it later gives nan: the docstring "
            "asks for 1 there.",
        (("np.mean(X, axis=1, keepdims=True)", "np.full((len(X), 1), np.mean(X))"),
         ("np.std(X, axis=1, keepdims=True)", "np.full((len(X), 1), np.std(X))"), BY_SIGMA):
            "One mean and one standard deviation were taken over the whole matrix. Every feature, that is every row, "
            "has its own.",
        ("np.std(X, axis=1, keepdims=True)", "np.var(X, axis=1, keepdims=True)"):
            "`sigma` holds the variances. The standard deviation is their square root, in the same unit as the feature.",
        ("np.std(X, axis=1, keepdims=True)", "np.std(X, axis=1, keepdims=True, ddof=1)"):
            "`sigma` is too large by the factor √(m/(m − 1)): the sum of squares was divided by m − 1. Here it is "
            "divided by m.",
        (("np.mean(X, axis=1, keepdims=True)", "np.mean(X, axis=1)"),
         ("np.std(X, axis=1, keepdims=True)", "np.std(X, axis=1)"), BY_SIGMA):
            "The numbers are right but have shape (n_x,). To combine them with X, one column per example, they have "
            "to be columns of shape (n_x, 1).",
        (("np.mean(X, axis=1, keepdims=True)", "np.mean(X, axis=0, keepdims=True)"),
         ("np.std(X, axis=1, keepdims=True)", "np.std(X, axis=0, keepdims=True)"), BY_SIGMA):
            "Mean and standard deviation were taken over the features of each example. They belong to a feature, over "
            "all examples.",
        (("np.std(X, axis=1, keepdims=True)", "np.sqrt(np.mean(np.square(X), axis=1, keepdims=True))"), BY_SIGMA):
            "`sigma` is the root of the mean square of the features themselves. The mean has to be subtracted before "
            "squaring.",
        ("np.std(X, axis=1, keepdims=True)", "(np.max(X, axis=1, keepdims=True) - np.min(X, axis=1, keepdims=True))"):
            "`sigma` is the range, maximum minus minimum. This scaling exists too, but here the standard deviation is "
            "asked for.",
    },
)


def standardize(X, mu, sigma):
    """Subtract the mean of each feature and divide by its standard deviation.

    X : (n_x, m), one column per example, float or integer, from any set.
    mu, sigma : (n_x, 1), both learned from the training set, whatever set X is.
    Returns (n_x, m), without unit. X is not changed.
    """
    ### BEGIN SOLUTION
    return (X - mu) / sigma
    ### END SOLUTION


def draw_standardize(rng):
    """New data with the statistics of other data, so that their own mean is not mu; a sigma of 1; integers."""
    n, m = int(rng.integers(3, 6)), int(rng.integers(6, 9))
    mu, sigma = rng.uniform(1, 4, size=(n, 1)), rng.uniform(0.2, 5, size=(n, 1))
    sigma[0] = 1.0
    return [case(X=mu + 1 + 2 * sigma * rng.normal(size=(n, m)), mu=mu, sigma=sigma),
            case(X=rng.integers(0, 20, size=(n, m)), mu=mu, sigma=sigma[::-1].copy())]


exercise(
    standardize, points=2, minutes=5, difficulty=1,
    draw=draw_standardize,
    hints=(
        "After the call, a value that was equal to mu is 0, and a value one sigma above it is 1.",
        "mu and sigma are given. The function does not need the mean of X.",
        "Two operations in this order: the difference first, in brackets, then the division by sigma.",
    ),
    mistakes={
        ("(X - mu) / sigma", "(X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)"):
            "The result has mean 0 and standard deviation 1 whatever `mu` and `sigma` are: the statistics of X itself "
            "were used. New data must be measured with the ruler of the training set.",
        ("(X - mu) / sigma", "(X - mu) / sigma ** 2"):
            "The differences are divided by the variance. A standard deviation has the unit of the feature, so that "
            "the quotient has none; some notes write σ² here by mistake.",
        ("(X - mu) / sigma", "X - mu / sigma"):
            "Only `mu` was divided by `sigma`. The division binds before the subtraction: the whole difference is "
            "to be divided.",
        ("(X - mu) / sigma", "X / sigma - mu"):
            "The division came before the subtraction. The mean has the unit of X and has to be taken from X itself.",
        ("(X - mu) / sigma", "(X - mu) * sigma"):
            "The differences are multiplied by `sigma`: widely spread features become wider still.",
        ("(X - mu) / sigma", "X - mu"):
            "The mean was subtracted, but the features still have their old spread.",
        ("(X - mu) / sigma", "X / sigma"):
            "The values were divided by `sigma`, but the mean was not subtracted.",
    },
)


def diagnose_bias_variance(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    """Name what holds a model back, from its errors.

    train_error, dev_error : fractions of wrong answers, between 0 and 1.
    bayes_error : the lowest error that any model could reach on this task, between 0 and 1.
    tolerance   : a gap counts when it is larger than this.
    Returns a set: "high bias" is in it when train_error − bayes_error is larger than the tolerance, "high variance"
    when dev_error − train_error is. Both, one or none can be in it.
    Raises ValueError when one of the three errors is below 0 or above 1.
    """
    ### BEGIN SOLUTION
    for error in (train_error, dev_error, bayes_error):
        if not 0 <= error <= 1:
            raise ValueError(f"An error is a fraction between 0 and 1, not {error}.")
    found = set()
    if train_error - bayes_error > tolerance:
        found.add("high bias")
    if dev_error - train_error > tolerance:
        found.add("high variance")
    return found
    ### END SOLUTION


def draw_errors(rng):
    """One case of each kind, all gaps well away from the tolerance."""
    def near(value):
        return float(value + rng.uniform(-0.003, 0.003))
    rows = [(0.01, 0.11), (0.15, 0.16), (0.15, 0.30), (0.008, 0.013), (0.15, 0.155, 0.145), (0.15, 0.30, 0.145),
            (0.10, 0.04), (0.09, 0.10, 0.14), (0.10, 0.16, 0.0, 0.08), (0.03, 0.12, 0.0, 0.05), (0.30, 0.33, 0.12),
            (0.05, 0.05, 0.0, 0.01)]
    names = ("train_error", "dev_error", "bayes_error", "tolerance")
    drawn = [case(**dict(zip(names, [*map(near, row[:2]), *row[2:]]))) for row in rows]
    return [case(train_error=0.0, dev_error=1.0), *drawn]


def diagnose_variance_first(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    if not all(0 <= error <= 1 for error in (train_error, dev_error, bayes_error)):
        raise ValueError("An error is a fraction between 0 and 1.")
    if dev_error - train_error > tolerance:
        return {"high variance"}
    return {"high bias"} if train_error - bayes_error > tolerance else set()


exercise(
    diagnose_bias_variance, points=4, minutes=12, difficulty=1,
    draw=draw_errors,
    refuses={
        "a negative train_error": case(train_error=-0.1, dev_error=0.1),
        "a train_error of 15": case(train_error=15.0, dev_error=0.3),
        "a negative dev_error": case(train_error=0.1, dev_error=-0.2),
        "a dev_error of 1.2": case(train_error=0.1, dev_error=1.2),
        "a bayes_error of −0.01": case(train_error=0.1, dev_error=0.2, bayes_error=-0.01),
        "a bayes_error of 2": case(train_error=0.1, dev_error=0.2, bayes_error=2.0),
    },
    hints=(
        "There are two gaps: between the best possible error and the training error, and between the training error and "
        "the dev error. Each has its own name.",
        "The two questions are asked independently: a model can have both faults, one, or none.",
        "Start with an empty set. Compare each of the two differences with the tolerance and add the label where it is "
        "larger. A negative difference is never larger.",
    ),
    mistakes={
        ('    if dev_error - train_error > tolerance:', '    elif dev_error - train_error > tolerance:'):
            "A model with both faults is reported with \"high bias\" only. The two do not exclude each other: 15 % on "
            "train and 30 % on dev shows both.",
        diagnose_variance_first:
            "A model with both faults is reported with \"high variance\" only. The two do not exclude each other.",
        ("dev_error - train_error > tolerance", "dev_error > tolerance"):
            "\"high variance\" follows the dev error itself. A dev error of 16 % beside a training error of 15 % is no "
            "variance: what counts is the gap between the two.",
        ("train_error - bayes_error > tolerance", "train_error > tolerance"):
            "\"high bias\" ignores the best possible error. A training error of 15 % is no fault where nobody can do "
            "better than 14.5 %.",
        ("dev_error - train_error > tolerance", "dev_error - bayes_error > tolerance"):
            "\"high variance\" is measured from the best possible error. That distance contains the bias too: variance "
            "is the gap from the training error on.",
        ("dev_error - train_error > tolerance", "abs(dev_error - train_error) > tolerance"):
            "A dev error below the training error is called \"high variance\". A gap counts in one direction only.",
        ("train_error - bayes_error > tolerance", "abs(train_error - bayes_error) > tolerance"):
            "A training error below the Bayes error is called \"high bias\". A gap counts in one direction only.",
        (("train_error - bayes_error > tolerance", "train_error - bayes_error > 0.02"),
         ("dev_error - train_error > tolerance", "dev_error - train_error > 0.02")):
            "The tolerance that the caller gives has no effect: both gaps are compared with 0.02.",
        (('found.add("high bias")', 'found.add("high variance")'),
         ('found.add("high variance")\n    return', 'found.add("high bias")\n    return')):
            "The two labels are exchanged. A large training error is a matter of bias, a large gap from train to dev "
            "one of variance.",
        (('add("high bias")', 'add("bias")'), ('add("high variance")', 'add("variance")')):
            "The faults are found, but the labels differ from those of the docstring: \"high bias\" and \"high "
            "variance\".",
    },
)
