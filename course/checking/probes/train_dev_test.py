"""What a split of a data set is asked for: sizes, whole examples with their labels, and random membership."""
import numpy as np

from course.checking.compare import SIGMAS
from course.checking.probes import malformed, probe
from course.checking.values import fresh

LARGE = 1000  # from this number of examples on, statistics of the membership are observed


@probe
def split_of_examples(subject, case):
    """Split once, once more with the same generator, and once from the same seed again."""
    X, Y, fractions, seed = case.values()
    rng = fresh(seed)
    parts, second, again = subject.many([(fresh(X), fresh(Y), fractions, source) for source in (rng, rng, fresh(seed))])
    shapes = _shapes(parts)
    if shapes is None or _shapes(second) is None or _shapes(again) is None:
        return malformed(parts, "three pairs of arrays are asked: train, dev and test")
    names = ("train", "dev", "test")
    if any(len(shape) != 2 or shape[0] != whole.shape[0] for pair in shapes for shape, whole in zip(pair, (X, Y))):
        return {"shapes of the parts": dict(zip(names, shapes))}
    seen = {
        "shapes of the parts": dict(zip(names, shapes)),
        "every example is in exactly one part": _complete(X, parts),
        "every example keeps its label": _paired(X, Y, parts),
        "types are kept": all(A.dtype == whole.dtype for pair in parts for A, whole in zip(pair, (X, Y))),
        "which examples go where is random": not _first_columns(X, parts),
        "every call goes on drawing from rng": not _same(parts, second),
        "generators in the same state give the same parts": _same(parts, again),
    }
    if X.shape[1] >= LARGE:
        seen["the parts are spread over X without a pattern"] = _patternless(X, parts[2][0])
    return seen


def _shapes(parts):
    """[(shape of X, shape of Y)] of the three parts, or None when they are not three pairs of arrays."""
    if not isinstance(parts, (list, tuple)) or len(parts) != 3:
        return None
    if not all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in parts):
        return None
    if not all(isinstance(A, np.ndarray) for pair in parts for A in pair):
        return None
    return [tuple(A.shape for A in pair) for pair in parts]


def _positions(X, part):
    """Where each column of a part stands in X; −1 for a column that X does not have."""
    places = {column.tobytes(): i for i, column in enumerate(X.T.astype(float).copy())}
    return np.array([places.get(column.tobytes(), -1) for column in part.T.astype(float).copy()], dtype=int)


def _complete(X, parts):
    found = np.sort(np.concatenate([_positions(X, part) for part, _ in parts]))
    return found.size == X.shape[1] and bool(np.all(found == np.arange(X.shape[1])))


def _paired(X, Y, parts):
    """Labels equal those that the columns have in X, Y; columns that X does not have are not asked."""
    for X_part, Y_part in parts:
        if X_part.shape[1] != Y_part.shape[1]:
            return False
        places = _positions(X, X_part)
        known = places >= 0
        if not np.array_equal(Y[:, places[known]], Y_part[:, known]):
            return False
    return True


def _first_columns(X, parts):
    """Whether the training part is made of the first columns of X, or some column of it is not a column of X."""
    places = _positions(X, parts[0][0])
    return bool(np.all(places == -1)) or np.array_equal(np.sort(places), np.arange(places.size))


def _same(one, other):
    return all(np.array_equal(A, B) for pair, twin in zip(one, other) for A, B in zip(pair, twin))


def _patternless(X, part):
    """Mean place in X, and share of columns whose right neighbour is in the part too, within seven standard errors."""
    places = _positions(X, part)
    m, n = X.shape[1], max(places.size, 1)
    share = n / m
    together = np.mean(np.isin(places + 1, places)) if places.size else 0.0
    centre = (places.mean() - (m - 1) / 2) / np.sqrt((m**2 - 1) / 12 / n * (1 - share)) if places.size else 0.0
    return bool(abs(centre) < SIGMAS and abs(together - share) < SIGMAS * np.sqrt(share * (1 - share) / n))
