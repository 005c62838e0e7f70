"""Hyperparameter search: sampling on the right scale, grids, random search, coarse to fine, successive halving."""
import itertools

import matplotlib.pyplot as plt
import numpy as np

from course import datasets, network, plots

from course.solutions.exercises import case, exercise
from course.checking.values import Rng, shipped


def sample_log_uniform(low, high, rng, size=None):
    """
    Independent draws that are uniform on a logarithmic scale: every factor of ten has the same share.

    Arguments:
    low, high -- the ends, 0 < low <= high; with low == high every draw is that value
    rng -- numpy Generator; all randomness comes from it
    size -- None for one number, or the shape of an array of draws

    Returns:
    a number (size None) or an array of shape `size`, every value between low and high

    Raises ValueError if low <= 0 or low > high.
    Source: equation (1); Bergstra and Bengio (2012).
    """
    ### BEGIN SOLUTION
    if low <= 0 or low > high:
        raise ValueError(f"A log scale needs 0 < low <= high, but low is {low} and high is {high}.")
    exponent = rng.uniform(np.log10(low), np.log10(high), size)
    return 10**exponent
    ### END SOLUTION


def draw_positive_range(rng):
    """A range of two to five powers of ten, on either side of 1."""
    low = float(10 ** rng.uniform(-6, -1))
    return case(low=low, high=float(low * 10 ** rng.uniform(2, 5) if low < 1e-4 else rng.uniform(5, 60)),
                rng=Rng(int(rng.integers(2**31))))


MADE_ITS_OWN_GENERATOR = (
    "The draws do not come from the generator `rng`: two calls with equal generators give different values. "
    "Everything random is drawn from the argument `rng`.")
ALWAYS_THE_SAME = (
    "Every call gives the same values. A generator is created again inside the function; draw from the argument "
    "`rng`, which moves on by itself.")

exercise(
    sample_log_uniform, points=4, minutes=10, difficulty=1,
    cases=[case(low=1e-6, high=1e-2, rng=Rng(831)), case(low=0.5, high=40.0, rng=Rng(832)),
           case(low=2e-3, high=2e-3, rng=Rng(833))],
    draw=draw_positive_range, draws=3,
    refuses={"a low end of 0": case(low=0.0, high=1.0, rng=Rng(834)),
             "a negative low end": case(low=-2.0, high=1.0, rng=Rng(835)),
             "a low end above the high end": case(low=3.0, high=2.0, rng=Rng(836))},
    probe="log_uniform_draws",
    hints=(
        "A value that is uniform on a log scale has a logarithm that is uniform on the ordinary scale. Which range "
        "does the logarithm have?",
        "Draw an exponent uniformly between log10(low) and log10(high). Pass `size` on to the generator's method; it "
        "understands None as well.",
        "Check the two conditions and raise ValueError. Then draw the exponent with rng.uniform and return 10 to the "
        "power of the exponent.",
    ),
    mistakes={
        ("rng.uniform(np.log10(low), np.log10(high), size)", "rng.uniform(low, high, size)"):
            "The exponent is drawn between `low` and `high` themselves, so the values reach 10 to these powers. The "
            "exponent lies between the logarithms of the ends.",
        (("rng.uniform(np.log10(low), np.log10(high), size)", "rng.uniform(low, high, size)"),
         ("10**exponent", "np.exp(exponent)")):
            "The exponential is taken of a number between `low` and `high` themselves. Take the logarithm of the ends "
            "before drawing.",
        ("10**exponent", "rng.uniform(low, high, size)"):
            "The values are uniform on the ordinary scale: nearly all of them lie in the highest power of ten. The "
            "logarithm of the values should be uniform.",
        ("10**exponent", "np.exp(exponent)"):
            "The two bases do not match: the logarithm has base 10 and the exponential base e (or the other way "
            "round). Use one base for both.",
        ("rng.uniform(np.log10(low), np.log10(high), size)",
         "np.log10(low) + (np.log10(low) - np.log10(high)) * rng.random(size)"):
            "The values run from `low` downwards. The exponent should grow from log10(low) by a share of "
            "log10(high) − log10(low).",
        ("rng.uniform(np.log10(low), np.log10(high), size)",
         "np.log10(low) + (np.log10(high) - np.log10(low)) * rng.normal(size=size)"):
            "The exponents are normally distributed, and many values lie outside of [low, high]. The exponent is "
            "uniform between its two ends.",
        ("rng.uniform(np.log10(low), np.log10(high), size)", "-4 * rng.random(size)"):
            "The values lie between 0.0001 and 1 whatever `low` and `high` are. The range −4 … 0 of the exponent "
            "belongs to the example in section 2; compute it from the arguments.",
        ("return 10**exponent", "return exponent"):
            "The exponents are returned. The values are 10 to the power of the exponents.",
        ("rng.uniform(np", "np.random.default_rng().uniform(np"): MADE_ITS_OWN_GENERATOR,
        ("rng.uniform(np", "np.random.default_rng(0).uniform(np"): ALWAYS_THE_SAME,
        ("return 10**exponent", "return np.atleast_1d(10**exponent)"):
            "A call without `size` gives an array of one number. It should give the number itself.",
        ("np.log10(high), size)", "np.log10(high)) * np.ones(() if size is None else size)"):
            "One value is drawn and repeated over the whole array. Every entry is a draw of its own: pass `size` to "
            "the generator.",
    },
)


def sample_momentum(low, high, rng, size=None):
    """
    Independent draws of a momentum beta between low and high, with 1 - beta uniform on a logarithmic scale.

    Arguments:
    low, high -- the ends of beta itself, 0 <= low <= high < 1
    rng -- numpy Generator; all randomness comes from it
    size -- None for one number, or the shape of an array of draws

    Returns:
    a number (size None) or an array of shape `size`, every value between low and high

    Raises ValueError if an end lies outside of [0, 1) or low > high.
    """
    ### BEGIN SOLUTION
    if not 0 <= low <= high < 1:
        raise ValueError(f"A momentum needs 0 <= low <= high < 1, but low is {low} and high is {high}.")
    exponent = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return 1 - 10**exponent
    ### END SOLUTION


def draw_momentum_range(rng):
    """A range of momenta whose 1 - beta spans one to three powers of ten."""
    low = float(rng.uniform(0.2, 0.7))
    return case(low=low, high=float(1 - (1 - low) / 10 ** rng.uniform(1.2, 3)), rng=Rng(int(rng.integers(2**31))))


exercise(
    sample_momentum, points=4, minutes=10, difficulty=2,
    cases=[case(low=0.3, high=0.98, rng=Rng(841)), case(low=0.9, high=0.999, rng=Rng(842)),
           case(low=0.8, high=0.8, rng=Rng(843)), case(low=0.0, high=0.0, rng=Rng(847))],
    draw=draw_momentum_range, draws=3,
    refuses={"a negative momentum": case(low=-0.1, high=0.9, rng=Rng(844)),
             "a momentum of 1": case(low=0.9, high=1.0, rng=Rng(845)),
             "a low end above the high end": case(low=0.9, high=0.5, rng=Rng(846))},
    probe="momentum_draws",
    hints=(
        "What matters is the window 1/(1 − β) of the average. So it is 1 − β that should be uniform on a log scale.",
        "If beta runs from low to high, then 1 − beta runs from 1 − high to 1 − low. Draw the exponent of 1 − beta.",
        "Draw an exponent uniformly between log10(1 − high) and log10(1 − low), and return 1 minus 10 to that power.",
    ),
    mistakes={
        ("1 - 10**exponent", "rng.uniform(low, high, size)"):
            "`beta` is uniform on the ordinary scale, so long windows hardly ever occur. It is 1 − beta that should "
            "be uniform on a log scale.",
        (("np.log10(1 - high), np.log10(1 - low)", "np.log10(low), np.log10(high)"),
         ("1 - 10**exponent", "10**exponent")):
            "The logarithm of `beta` is uniform. Near 1 this is almost the same as beta itself being uniform; take "
            "the logarithm of 1 − beta.",
        ("return 1 - 10**exponent", "return 10**exponent"):
            "The values are 1 − beta. The last step back to beta is missing.",
        ("np.log10(1 - high), np.log10(1 - low)", "np.log10(low), np.log10(high)"):
            "The exponent is drawn between the logarithms of `low` and `high`, but it is the exponent of 1 − beta: "
            "its ends are those of 1 − high and 1 − low.",
        ("np.log10(1 - high), np.log10(1 - low)", "-3, -1"):
            "The exponents run from −3 to −1 whatever `low` and `high` are. These numbers belong to the range 0.9 … "
            "0.999; compute them from the arguments.",
        ("rng.uniform(np", "np.random.default_rng().uniform(np"): MADE_ITS_OWN_GENERATOR,
        ("rng.uniform(np", "np.random.default_rng(0).uniform(np"): ALWAYS_THE_SAME,
        ("return 1 - 10**exponent", "return np.atleast_1d(1 - 10**exponent)"):
            "A call without `size` gives an array of one number. It should give the number itself.",
        ("np.log10(1 - low), size)", "np.log10(1 - low)) * np.ones(() if size is None else size)"):
            "One value is drawn and repeated over the whole array. Every entry is a draw of its own: pass `size` to "
            "the generator.",
    },
)


def sample_integer(low, high, rng, size=None):
    """
    Independent integers from low to high, both ends included, all equally likely.

    Arguments:
    low, high -- integers, low <= high; they may be negative
    rng -- numpy Generator; all randomness comes from it
    size -- None for one integer, or the shape of an array of draws

    Returns:
    an integer (size None) or an array of shape `size` with an integer dtype

    Raises ValueError if low > high.
    """
    ### BEGIN SOLUTION
    if low > high:
        raise ValueError(f"low is {low}, which is more than high, {high}.")
    return rng.integers(low, high, size, endpoint=True)
    ### END SOLUTION


def draw_integer_range(rng):
    """A range of four to nine integers that has 0 strictly inside."""
    low = -int(rng.integers(1, 4))
    return case(low=low, high=low + int(rng.integers(4, 9)), rng=Rng(int(rng.integers(2**31))))


exercise(
    sample_integer, points=3, minutes=8, difficulty=1,
    cases=[case(low=2, high=5, rng=Rng(861)), case(low=-2, high=3, rng=Rng(862)), case(low=4, high=4, rng=Rng(863))],
    draw=draw_integer_range, draws=3,
    refuses={"a low end above the high end": case(low=3, high=2, rng=Rng(864))},
    probe="integer_draws",
    hints=(
        "How often should the smallest and the largest integer occur, compared with the ones between them?",
        "NumPy's Generator has a method for integers. Read in its documentation which end is left out by default.",
        "Raise ValueError if low is above high. The method takes low, high and size in this order, and has an option that "
        "includes the upper end.",
    ),
    mistakes={
        (", endpoint=True", ""):
            "The upper end never occurs. NumPy leaves it out by default, and here both ends are included.",
        ("rng.integers(low, high, size, endpoint=True)", "np.rint(rng.uniform(low, high, size)).astype(int)"):
            "The two ends occur half as often as the other integers: rounding gives them only half an interval each.",
        ("rng.integers(low, high, size, endpoint=True)", "np.trunc(rng.uniform(low, high, size)).astype(int)"):
            "The integers are cut off from uniform numbers between the ends: the upper end never occurs, and with a "
            "negative `low` zero occurs twice as often.",
        ("high, size, endpoint", "high + 1, size, endpoint"):
            "The integer high + 1 occurs. Either add one or include the end, not both.",
        ("return rng.integers(low, high, size, endpoint=True)",
         "return 1.0 * rng.integers(low, high, size, endpoint=True)"):
            "The values are floats. A number of layers or units is an integer, also in its type.",
        ("rng.integers(low, high, size, endpoint=True)", "rng.uniform(low, high, size)"):
            "The values are not whole numbers: they are uniform between the ends.",
        ("return rng.integers(low, high, size, endpoint=True)",
         "return np.atleast_1d(rng.integers(low, high, size, endpoint=True))"):
            "A call without `size` gives an array of one number. It should give the integer itself.",
        ("rng.integers", "np.random.default_rng().integers"): MADE_ITS_OWN_GENERATOR,
        ("rng.integers", "np.random.default_rng(0).integers"): ALWAYS_THE_SAME,
    },
)


def grid_points(space, per_axis):
    """
    All combinations of per_axis values for each hyperparameter.

    Arguments:
    space -- {name: (scale, low, high)}; scale is "linear", "log", "integer" or "momentum"
    per_axis -- number of values on every axis, at least 2

    Returns:
    list of per_axis**len(space) configurations, each a dictionary {name: value} of its own. On every axis both ends
    are included and the steps are equal on its scale, from low to high: equal differences for "linear" and
    "integer", equal factors for "log", equal factors of 1 - value for "momentum". Integer axes are rounded to the
    nearest integer, and repeats stay. The first name of the space changes slowest, the last one fastest.

    Raises ValueError if per_axis < 2, low > high, a log axis has low <= 0, or a momentum end is outside of [0, 1).
    """
    ### BEGIN SOLUTION
    if per_axis < 2:
        raise ValueError(f"A grid needs at least 2 values an axis, but per_axis is {per_axis}.")
    axes = []
    for name, (scale, low, high) in space.items():
        if low > high or (scale == "log" and low <= 0) or (scale == "momentum" and not 0 <= low <= high < 1):
            raise ValueError(f"The range of {name!r}, {low} to {high}, does not fit the scale {scale!r}.")
        if scale == "log":
            axis = np.geomspace(low, high, per_axis)
        elif scale == "momentum":
            axis = 1 - np.geomspace(1 - low, 1 - high, per_axis)
        else:
            axis = np.linspace(low, high, per_axis)
        axes.append(np.rint(axis).astype(int).tolist() if scale == "integer" else axis.tolist())
    return [dict(zip(space, values)) for values in itertools.product(*axes)]
    ### END SOLUTION


def draw_grid(rng):
    """A space with the four scales in a random order; the integer axis has whole steps."""
    per_axis, low = int(rng.integers(2, 4)), int(rng.integers(2, 9))
    axes = {
        "learning_rate": ("log", float(10 ** rng.uniform(-5, -3)), float(10 ** rng.uniform(-1, 0))),
        "beta": ("momentum", float(rng.uniform(0.3, 0.8)), float(rng.uniform(0.95, 0.995))),
        "units": ("integer", low, low + (per_axis - 1) * int(rng.integers(2, 6))),
        "keep_prob": ("linear", float(rng.uniform(0.2, 0.5)), float(rng.uniform(0.7, 1))),
    }
    names = rng.permutation(list(axes)).tolist()
    return case(space={name: axes[name] for name in names}, per_axis=per_axis)


exercise(
    grid_points, points=5, minutes=20, difficulty=2,
    cases=[
        case(space={"learning_rate": ("log", 1e-4, 1.0), "units": ("integer", 10, 40)}, per_axis=4),
        case(space={"keep_prob": ("linear", 0.3, 0.9), "beta": ("momentum", 0.5, 0.995), "layers": ("integer", 2, 6)},
             per_axis=3),
        case(space={"layers": ("integer", 3, 3), "weight_decay": ("log", 2e-5, 2e-2)}, per_axis=2),
        case(space={"beta": ("momentum", 0.0, 0.96), "shift": ("linear", -1.5, 1.0), "decay": ("momentum", 0.9, 0.9)},
             per_axis=3),
    ],
    draw=draw_grid,
    refuses={"a grid of one value an axis": case(space={"units": ("integer", 10, 40)}, per_axis=1),
             "a low end above the high end": case(space={"keep_prob": ("linear", 0.9, 0.5)}, per_axis=2),
             "a log axis that starts at 0": case(space={"learning_rate": ("log", 0.0, 1.0)}, per_axis=2),
             "a negative low end of a log axis": case(space={"learning_rate": ("log", -0.5, 1.0)}, per_axis=2),
             "a momentum of 1": case(space={"beta": ("momentum", 0.9, 1.0)}, per_axis=2),
             "a momentum above 1": case(space={"beta": ("momentum", 0.9, 1.5)}, per_axis=2),
             "a negative momentum": case(space={"beta": ("momentum", -0.1, 0.9)}, per_axis=2)},
    probe="grid_values",
    returns="points",
    parts={"number of points": ["number of points", "every point has every name"],
           "linear axes": ["linear axes"], "log axes": ["log axes"],
           "momentum axes": ["momentum axes"], "integer axes": ["integer axes", "integer axes hold integers"]},
    hints=(
        "Two jobs: make the list of values of each axis, then combine the lists.",
        "`np.linspace` takes equal steps and `np.geomspace` equal factors, both with the ends included. For a "
        "momentum, apply equal factors to 1 − value. `itertools.product` gives all combinations, the last axis fastest.",
        "For each axis: check the range, compute the values on its scale, round and convert integer axes. Then make "
        "a dictionary from the names and each tuple that itertools.product(*axes) gives.",
    ),
    mistakes={
        ("itertools.product(*axes)", "zip(*axes)"):
            "The axes are paired value by value, which gives per_axis points. A grid has every value of an axis with "
            "every value of the others: per_axis to the power of the number of axes.",
        ("np.geomspace(low, high, per_axis)", "np.linspace(low, high, per_axis)"):
            "The log axis has equal steps instead of equal factors.",
        ("np.geomspace(low, high, per_axis)", "np.logspace(low, high, per_axis)"):
            "The ends of the log axis are used as exponents, so the values are 10 to the power of the ends and of the "
            "steps between. The first value should be `low` itself.",
        ("1 - np.geomspace(1 - low, 1 - high, per_axis)", "np.linspace(low, high, per_axis)"):
            "The momentum axis has equal steps of beta. On this scale 1 − beta changes by equal factors.",
        ("1 - np.geomspace(1 - low, 1 - high, per_axis)", "np.geomspace(low, high, per_axis)"):
            "The momentum axis has equal factors of beta. On this scale it is 1 − beta that changes by equal factors.",
        ("1 - np.geomspace(1 - low", "np.geomspace(1 - low"):
            "The momentum axis holds 1 − beta. The last step back to beta is missing.",
        (("np.linspace(low, high, per_axis)", "np.linspace(low, high, per_axis, endpoint=False)"),
         ("np.geomspace(low, high, per_axis)", "np.geomspace(low, high, per_axis, endpoint=False)"),
         ("1 - high, per_axis)", "1 - high, per_axis, endpoint=False)")):
            "The upper end of the axes is missing. Both ends belong to the grid.",
        (("np.linspace(low, high, per_axis)", "np.linspace(low, high, per_axis + 2)[1:-1]"),
         ("np.geomspace(low, high, per_axis)", "np.geomspace(low, high, per_axis + 2)[1:-1]"),
         ("np.geomspace(1 - low, 1 - high, per_axis)", "np.geomspace(1 - low, 1 - high, per_axis + 2)[1:-1]")):
            "Both ends of the axes are missing: the smallest value is above `low` and the largest below `high`.",
        ("np.rint(axis).astype(int).tolist() if", "axis.tolist() if"):
            "The integer axis holds floats. A number of layers or units is an integer, also in its type.",
        ("[dict(zip(space, values)) for values in itertools.product(*axes)]",
         "[dict(zip(space, values[::-1])) for values in itertools.product(*axes[::-1])]"):
            "The first name of the space changes fastest. It should change slowest, and the last name fastest.",
        ("axis.tolist())", "axis.tolist()); axes[-1] = sorted(set(axes[-1]))"):
            "Equal values of an axis are merged. Every axis keeps per_axis values, repeats included.",
    },
)


def random_search(objective, space, n_trials, rng):
    """
    Try random configurations and return them sorted, best first.

    Arguments:
    objective -- function(config) -> score, a number; higher is better. It is called once for each trial
    space -- {name: (scale, low, high)}; scale is "linear", "log", "integer" or "momentum"
    n_trials -- number of trials, at least 1
    rng -- numpy Generator; all randomness comes from it

    Returns:
    trials -- list of (score, config), highest score first; trials with equal scores may stand in any order.
              Every config is a dictionary {name: value} of its own, and every value an independent draw on the scale
              of its axis: "linear" uniform, "log" as sample_log_uniform, "momentum" as sample_momentum, "integer" as
              sample_integer (an integer type)

    Raises ValueError if n_trials < 1 or low > high on any axis; and whatever the samplers refuse.
    Source: Bergstra and Bengio (2012).
    """
    ### BEGIN SOLUTION
    if n_trials < 1 or any(low > high for _, low, high in space.values()):
        raise ValueError("Random search needs n_trials >= 1 and low <= high on every axis.")
    samplers = {"log": sample_log_uniform, "momentum": sample_momentum, "integer": sample_integer,
                "linear": lambda low, high, rng: rng.uniform(low, high)}
    trials = []
    for _ in range(n_trials):
        config = {name: samplers[scale](low, high, rng) for name, (scale, low, high) in space.items()}
        trials.append((objective(config), config))
    return sorted(trials, key=lambda trial: trial[0], reverse=True)
    ### END SOLUTION


def draw_search(rng):
    """A space with the four scales in a random order and enough trials to see their distributions."""
    low = int(rng.integers(2, 9))
    axes = {
        "learning_rate": ("log", float(10 ** rng.uniform(-6, -4)), float(10 ** rng.uniform(-1.5, 0))),
        "beta": ("momentum", float(rng.uniform(0.3, 0.6)), float(rng.uniform(0.97, 0.999))),
        "units": ("integer", low, low + int(rng.integers(4, 8))),
        "keep_prob": ("linear", float(rng.uniform(0.2, 0.5)), float(rng.uniform(0.7, 1))),
    }
    names = rng.permutation(list(axes)).tolist()
    return case(space={name: axes[name] for name in names}, n_trials=int(rng.integers(500, 600)),
                rng=Rng(int(rng.integers(2**31))))


exercise(
    random_search, points=7, minutes=25, difficulty=2,
    cases=[
        case(space={"learning_rate": ("log", 1e-6, 1e-1), "units": ("integer", 4, 9)}, n_trials=500, rng=Rng(871)),
        case(space={"keep_prob": ("linear", 0.3, 0.9), "beta": ("momentum", 0.4, 0.99),
                    "weight_decay": ("log", 1e-8, 1e-3)}, n_trials=501, rng=Rng(872)),
        case(space={"layers": ("integer", 3, 3), "keep_prob": ("linear", 0.5, 0.5)}, n_trials=1, rng=Rng(873)),
    ],
    draw=draw_search, draws=3,
    refuses={"a search of no trials": case(objective=shipped("any_score"), space={"keep_prob": ("linear", 0.3, 0.9)},
                                           n_trials=0, rng=Rng(874)),
             "a low end above the high end": case(objective=shipped("any_score"),
                                                  space={"keep_prob": ("linear", 0.9, 0.3)}, n_trials=2, rng=Rng(875))},
    probe="search_trials", uses=("sample_log_uniform", "sample_momentum", "sample_integer"),
    parts={"trials": ["what is returned", "number of trials", "calls of the objective",
                      "every score belongs to its own configuration",
                      "every configuration has exactly the names of the space"],
           "order": ["order of the trials", "equal scores are no problem"],
           "values": ["the values spread evenly on the scale of their axis", "places on the axes", "shares of integers",
                      "the axes are drawn independently", "integer axes hold integers",
                      "the configurations differ from trial to trial", "the next call draws anew",
                      "equal generators give equal trials"]},
    hints=(
        "One trial is: draw a value for every axis, call the objective, keep the score beside the configuration. "
        "Repeat it n_trials times, then sort.",
        "Choose the sampler by the scale of the axis and hand `rng` to it. Make a new dictionary in every trial. Sort "
        "by the score alone: two dictionaries cannot be compared when scores are equal.",
        "In a loop, build the configuration with a dictionary comprehension over space.items(), append the pair "
        "(score, configuration) with one call of the objective, and at the end sort with a key that picks the score, "
        "in descending order.",
    ),
    mistakes={
        (", reverse=True", ""):
            "The trials stand in the wrong order: the lowest score comes first. Scores are maximized, so the best is "
            "the highest.",
        ("sorted(trials, key=lambda trial: trial[0], reverse=True)", "trials"):
            "The trials stand in the order in which they were made. Sort them, highest score first.",
        ("(low, high, rng) for name", "(low, high, np.random.default_rng(0)) for name"):
            "All trials have the same configuration: a generator with a fixed seed is created again for every draw. "
            "Draw from the argument `rng`.",
        ("(low, high, rng) for name", "(low, high, np.random.default_rng()) for name"):
            "The draws do not come from the generator `rng`: two calls with equal generators give different trials.",
        ("trials.append((", "objective(config), trials.append(("):
            "The objective is called twice for every trial. One call may be a training of hours: keep its result.",
        ("reverse=True)", "reverse=True)[0]"):
            "Only the best trial is returned. The result is the list of all trials: the next steps need the others.",
        ("range(n_trials)", "range(n_trials - 1)"):
            "One trial is missing: there should be exactly `n_trials` of them.",
        ("range(n_trials)", "range(n_trials + 1)"):
            "There is one trial too many: there should be exactly `n_trials` of them.",
        ("samplers[scale](low, high, rng)", "rng.uniform(low, high)"):
            "Every axis is drawn uniformly on the ordinary scale. The first entry of a range says on which scale it is "
            "drawn.",
        ("sorted(trials, key=lambda trial: trial[0], reverse=True)", "sorted(trials, reverse=True)"):
            "Trials with equal scores raise an error: the sort then compares the configurations, which have no order. "
            "Sort by the score alone.",
        (("trials = []", "trials, config = [], {}"), ("config = {name", "_ = config.update({name"),
         ("in space.items()}", "in space.items()})")):
            "All trials share one dictionary, so each shows the configuration of the last. Make a new dictionary in "
            "every trial.",
    },
)


def refine_space(trials, space, top):
    """
    The smaller space that the best trials span: the step from coarse to fine.

    Arguments:
    trials -- list of (score, config), best first, as random_search returns it; not changed
    space -- {name: (scale, low, high)} of the search so far; not changed
    top -- how many of the best trials to use, from 1 to len(trials)

    Returns:
    a new space {name: (scale, low, high)} with the same names and scales; low and high are the smallest and the
    largest value of that hyperparameter among the `top` best trials (low == high is possible). Integer axes keep
    integer ends.

    Raises ValueError if top is less than 1 or more than len(trials).
    """
    ### BEGIN SOLUTION
    if not 1 <= top <= len(trials):
        raise ValueError(f"top is {top}, but it must lie between 1 and the number of trials, {len(trials)}.")
    best = [config for _, config in trials[:top]]
    refined = {}
    for name, (scale, _, _) in space.items():
        values = [config[name] for config in best]
        refined[name] = (scale, min(values), max(values))
    return refined
    ### END SOLUTION


def draw_trials(rng):
    """Trials of a made-up search, best first, and how many of them to use."""
    n = int(rng.integers(8, 14))
    space = {"learning_rate": ("log", 1e-5, 1.0), "units": ("integer", 5, 500), "beta": ("momentum", 0.5, 0.999)}
    scores = np.sort(rng.uniform(0.2, 0.98, size=n))[::-1]
    trials = [(float(score), {"learning_rate": float(10 ** rng.uniform(-5, 0)), "units": int(rng.integers(5, 501)),
                              "beta": float(1 - 10 ** rng.uniform(-3, -0.3))}) for score in scores]
    return case(trials=trials, space=space, top=int(rng.integers(3, n - 3)))


def public_trials():
    """Two made-up searches, the best trial alone, and all trials."""
    rng = np.random.default_rng(81)
    one = draw_trials(rng)
    return [draw_trials(rng), draw_trials(rng), case(trials=one["trials"], space=one["space"], top=1),
            case(trials=one["trials"], space=one["space"], top=len(one["trials"]))]


exercise(
    refine_space, points=4, minutes=12, difficulty=1,
    cases=public_trials(), draw=draw_trials,
    refuses={"a top of 0": public_trials()[0] | {"top": 0},
             "a top above the number of trials": public_trials()[0] | {"top": 99}},
    probe="refined_space",
    hints=(
        "Look at one hyperparameter at a time: which values did the best trials have?",
        "The trials are sorted already, so the best ones are a slice from the front. The new ends are the smallest and "
        "the largest of their values.",
        "For each name of the space collect the values of the first `top` trials, and build the triple of the old scale, the "
        "minimum and the maximum.",
    ),
    mistakes={
        ("trials[:top]", "trials"):
            "All trials are used, so the space hardly shrinks. Only the `top` best ones span the new space.",
        ("trials[:top]", "trials[-top:]"):
            "The new space is spanned by the worst trials. The list is sorted with the best first.",
        ("trials[:top]", "trials[:max(1, top - 1)]"):
            "One of the best trials is not used: the space is spanned by exactly `top` trials.",
        ("trials[:top]", "trials[:top + 1]"):
            "One trial too many is used: the space is spanned by exactly `top` trials.",
        ("(scale, min(values), max(values))", "(scale, values[0], values[-1])"):
            "The ends are the values of the first and the last of the best trials. The trials are sorted by score, not "
            "by this hyperparameter: take the smallest and the largest value.",
        ("(scale, min(values), max(values))",
         "(scale, *(float(np.mean(values) + sign * np.std(values)) for sign in (-1, 1)))"):
            "The new range is the mean of the best values plus and minus their standard deviation. It leaves out some "
            "of the best values and can reach values that no good trial had.",
        ("(scale, min(values), max(values))", "(scale, float(min(values)), float(max(values)))"):
            "The ends of the integer axis are floats. Integer axes keep integer ends.",
        ("(scale, min(values), max(values))", '("linear", min(values), max(values))'):
            "The scales are lost: every axis is linear now. The new space keeps the scale of each axis.",
        ("return refined", "return dict(space)"):
            "The old space is returned unchanged.",
    },
)


def successive_halving(objective, configs, min_resource, eta):
    """
    Give every configuration a little, keep the best part, give the rest more, until one is left.

    Arguments:
    objective -- function(config, resource) -> score; higher is better. Called once for each configuration and round
    configs -- list of configurations, at least one; not changed
    min_resource -- the resource (for example training steps) of the first round
    eta -- number above 1: of n configurations the best floor(n / eta), but at least one, enter the next round, and
           the resource is multiplied by eta

    Returns:
    rounds -- list of rounds; each round is a list of (score, config), best first. The last round has one trial: the
              lone survivor is run too. A single configuration gives one round.

    Raises ValueError if there are no configurations or eta <= 1.
    Source: Jamieson and Talwalkar (2016); Li et al. (2018), who build Hyperband on it.
    """
    ### BEGIN SOLUTION
    if len(configs) == 0 or eta <= 1:
        raise ValueError("Successive halving needs at least one configuration and eta > 1.")
    rounds, resource = [], min_resource
    while True:
        trials = [(objective(config, resource), config) for config in configs]
        trials.sort(key=lambda trial: trial[0], reverse=True)
        rounds.append(trials)
        if len(trials) == 1:
            return rounds
        survivors = max(1, int(len(trials) // eta))
        configs = [config for _, config in trials[:survivors]]
        resource = resource * eta
    ### END SOLUTION


def draw_configs(rng, n):
    return [{"talent": float(a), "slowness": float(b)} for a, b in rng.uniform(0, 1, size=(n, 2))]


def draw_race(rng):
    """Configurations whose order changes as the resource grows."""
    n, eta = int(rng.integers(20, 30)), int(rng.integers(2, 4))
    return case(configs=draw_configs(rng, n), min_resource=int(rng.integers(1, 4)), eta=eta)


def public_races():
    """Races of different eta, one with two equal scores, one of 3⁵, and the race of a single configuration."""
    rng = np.random.default_rng(82)
    configs = draw_race(rng)["configs"]
    return [case(configs=[*configs[:19], dict(configs[4], seed=7)], min_resource=2, eta=3),
            case(configs=configs[:11], min_resource=1, eta=2), case(configs=configs[:1], min_resource=5, eta=3),
            case(configs=draw_configs(rng, 243), min_resource=1, eta=3)]


exercise(
    successive_halving, points=6, minutes=25, difficulty=3, bonus=True,
    cases=public_races(), draw=draw_race,
    refuses={"a race without configurations": case(objective=shipped("any_score"), configs=[], min_resource=1, eta=3),
             **{f"an eta of {eta}": case(objective=shipped("any_score"), configs=public_races()[2]["configs"], min_resource=1,
                                         eta=eta) for eta in (1, 0.5)}},
    probe="halving_rounds",
    parts={"sizes of the rounds": ["what is returned", "sizes of the rounds"],
           "resources": ["calls of the objective by resource"],
           "scores": ["scores"], "configurations": ["configurations"]},
    hints=(
        "A loop whose state is two things: the configurations still in the race, and the resource of the round.",
        "In each round: score all, sort best first, store the round. If it had one trial, the race is over. Otherwise "
        "keep the first floor(n / eta), at least one, and multiply the resource by eta.",
        "Stop after the round in which a single configuration was run, not before it. The scores of an earlier round "
        "are not used again: every survivor is scored anew with the larger resource.",
    ),
    mistakes={
        (", reverse=True", ""):
            "The worst configurations survive each round. Scores are maximized: sort the highest first.",
        ("resource = resource * eta", "resource = resource"):
            "The resource stays the same in every round. Fewer configurations should get more each time: multiply by "
            "eta.",
        ("resource = resource * eta", "resource = resource + min_resource"):
            "The resource grows by the same amount in every round. It is multiplied by eta.",
        ("if len(trials) == 1:", "if len(trials) // eta <= 1:"):
            "The last survivor is not run: the race ends one round early. The last round has exactly one trial.",
        ("int(len(trials) // eta)", "int(np.ceil(len(trials) / eta)) if len(trials) > eta else 1"):
            "The number of survivors is rounded up. The contract of the docstring rounds n / eta down.",
        ("int(len(trials) // eta)", "len(trials) - int(len(trials) // eta) - (len(trials) <= eta)"):
            "A share 1/eta of the configurations is dropped. It is the share that is kept.",
        ("trials.sort(key=lambda trial: trial[0], reverse=True)", "pass"):
            "The configurations are not sorted: the first ones of the list survive, not the best ones.",
        ("config in configs]\n        trials.sort",
         "config in (configs if not rounds else [c for _, c in rounds[0][:len(configs)]])]\n        trials.sort"):
            "The survivors are chosen by the scores of the first round. Every round chooses by its own scores.",
    },
)
