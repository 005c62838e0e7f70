"""Whether random draws are uniform and independent, with false alarms so rare that a class never meets one."""
import numpy as np

from course.checking.values import Spread, as_numbers

FALSE_ALARM = 1e-9   # of one Kolmogorov-Smirnov test
SIGMAS = 8           # a statistic this close to its expectation counts as equal to it
UNIFORM_STD = 12**-0.5


def numbers(values):
    """Anything as a flat float array; what is no number becomes nan."""
    array = as_numbers(values)
    if array is not None and array.dtype.kind != "c":
        return array.astype(float).ravel()
    return np.array([value if isinstance(value, (int, float)) else np.nan for value in np.ravel(values)], float)


def places(values, scale, low, high):
    """Where values lie between low (0) and high (1) on a scale; what has no place, or is far away, lies at ±20."""
    values = numbers(values) if np.size(values) else np.array([np.nan])
    with np.errstate(all="ignore"):
        if scale == "log":
            share = np.log(values / low) / np.log(high / low)
        elif scale == "momentum":
            share = np.log((1 - values) / (1 - low)) / np.log((1 - high) / (1 - low))
        else:
            share = (values - low) / (high - low)
    return np.clip(np.nan_to_num(share, nan=-20), -20, 20)


def spreads_evenly(share):
    """Kolmogorov-Smirnov test of places against the uniform distribution.

    The distance of the two distribution functions exceeds √(ln(2/p)/(2n)) with probability p at most, for every n
    (Dvoretzky, Kiefer and Wolfowitz 1956; constant of Massart 1990), so the test needs no table.
    """
    n = share.size
    if n == 0:
        return False
    share, steps = np.sort(share), np.arange(n + 1) / n
    distance = max(np.max(steps[1:] - share), np.max(share - steps[:-1]))
    return bool(distance < np.sqrt(np.log(2 / FALSE_ALARM) / (2 * n)))


def mean_place(share):
    """Mean place as a `Spread`; exactly one half when it lies within the noise of uniform draws."""
    n = max(1, np.unique(share).size)
    std = float(np.std(share))
    std = std if std > 0.35 else UNIFORM_STD
    return Spread(_snapped(float(np.mean(share)), 0.5, UNIFORM_STD / np.sqrt(n)), std / np.sqrt(n))


def upper_share(share):
    """Share of the places in the upper half as a `Spread`, as `mean_place`."""
    n = max(1, np.unique(share).size)
    return Spread(_snapped(float(np.mean(share > 0.5)), 0.5, 0.5 / np.sqrt(n)), 0.5 / np.sqrt(n))


def shares(values, low, high):
    """How often each integer from low to high occurs, as a `Spread` of shares."""
    values, wanted = numbers(values), np.arange(low, high + 1)
    n, p = max(1, values.size), 1 / wanted.size
    error = np.sqrt(p * (1 - p) / n)
    found = [float(np.mean(values == k)) if values.size else 0.0 for k in wanted]
    return Spread(np.array([_snapped(share, p, error) for share in found]), np.full(wanted.size, error))


def equally_often(values, low, high):
    """Whether each integer from low to high occurs about equally often."""
    spread = shares(values, low, high)
    return bool(np.all(np.abs(spread.value - 1 / spread.value.size) <= SIGMAS * spread.error))


def unrelated(one, other):
    """Whether the correlation of two equally long sequences is within the noise of independent draws."""
    if one.size < 20 or np.std(one) == 0 or np.std(other) == 0:
        return one.size < 20
    return bool(abs(np.corrcoef(one, other)[0, 1]) < SIGMAS / np.sqrt(one.size))


def _snapped(value, expected, error):
    return expected if abs(value - expected) < SIGMAS * error else value
