"""What random initial weights are asked for: shapes, zero biases, mean and spread of every layer, fresh draws."""
import math
from itertools import combinations

import numpy as np

from course.checking.probes import malformed, probe
from course.checking.values import Spread, fresh

CALLS = 2


@probe
def initial_weights(subject, case):
    """Draw parameters a few times from one generator, and once more from its start."""
    given = {name: value for name, value in case.items() if name != "rng"}
    dims, rng = given.pop("layer_dims"), fresh(case["rng"])

    *draws, again = subject.many([(list(dims), source, *given.values()) for source in [rng] * CALLS + [fresh(case["rng"])]])
    if not all(_is_parameters(drawn) for drawn in draws):
        return malformed(draws[0], "a dictionary of arrays `W1`, `b1`, `W2`, … is asked")
    weights = {key: np.stack([drawn[key] for drawn in draws]) for key in draws[0] if key.startswith("W")}
    moments = {key: mean_and_deviation(W) for key, W in weights.items()}
    return {
        "the names of the parameters": sorted(draws[0]),
        "the shape": {key: str(value.shape) for key, value in draws[0].items()},
        "all biases are zero": not any(np.any(value) for key, value in draws[0].items() if not key.startswith("W")),
        "every parameter is an array of floating-point numbers": all(v.dtype.kind == "f" for v in draws[0].values()),
        "the mean": {key: found[0] for key, found in moments.items()},
        "the standard deviation": {key: found[1] for key, found in moments.items()},
        **({"the share beyond two standard deviations": {key: tails(W) for key, W in weights.items()}}
           if subject.name == "initialize_parameters_random" else {}),
        "every call goes on drawing from rng": all(_differ(one, other) for one, other in combinations(draws, 2)),
        "generators in the same state give the same weights": not _differ(draws[0], again),
        "the layers are drawn independently": _independent(list(weights.values())),
        "the weights of a layer are drawn one by one": all(_varied(W[0]) for W in weights.values()),
    }


def _is_parameters(drawn):
    return isinstance(drawn, dict) and len(drawn) > 0 and all(
        isinstance(key, str) and isinstance(value, np.ndarray) and value.dtype.kind in "fiub" and value.size
        for key, value in drawn.items()) and any(key.startswith("W") for key in drawn)


def mean_and_deviation(sample):
    """The mean with its standard error σ/√N, and σ with its own, σ √((κ − 1)/4N), κ the sample's kurtosis."""
    mean = float(np.mean(sample))
    squared = np.square(sample - mean).ravel()
    variance, size = float(np.mean(squared)), sample.size
    if variance == 0:
        return Spread(mean, 0.0), Spread(0.0, 0.0)
    kurtosis = float(squared @ squared) / size / variance**2
    return (Spread(mean, math.sqrt(variance / size)),
            Spread(math.sqrt(variance), math.sqrt(variance * max(kurtosis - 1, 0) / (4 * size))))


def tails(sample):
    """The share of a sample that lies further than two standard deviations from its mean."""
    spread = np.std(sample)
    share = float(np.mean(np.abs(sample - np.mean(sample)) > 2 * spread)) if spread > 0 else 0.0
    return Spread(share, float(np.sqrt(max(share * (1 - share), 1 / sample.size) / sample.size)))


def _differ(one, other):
    return any(one[key].shape != other.get(key, one[key]).shape or not np.array_equal(one[key], other.get(key, one[key]))
               for key in one if key.startswith("W"))


def _independent(weights):
    """No correlation between the entries of two layers beyond seven standard errors."""
    for one, other in combinations(weights, 2):
        size = min(one[0].size, other[0].size)
        a, b = one[:, ...].reshape(len(one), -1)[:, :size].ravel(), other.reshape(len(other), -1)[:, :size].ravel()
        a, b = a - np.mean(a), b - np.mean(b)
        if abs(a @ b) > 7 / math.sqrt(a.size) * math.sqrt(float(a @ a) * float(b @ b)):
            return False
    return True


def _varied(W):
    some = W.ravel()[:2000]
    return len(np.unique(some)) > some.size // 2
