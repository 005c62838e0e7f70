"""Observations of samplers by their distribution, and of searches by their trials and the calls they make."""
import numpy as np

from course.checking.messages import type_of
from course.checking.probes import malformed, one_call, probe
from course.checking.subject import CallFailed
from course.checking.uniformity import (equally_often, mean_place, numbers, places, shares, spreads_evenly, unrelated,
                                        upper_share)
from course.checking.values import fresh

DRAWS = (5, 800)
PAIRS = "a list of pairs (score, config)"
EDGE = 1e-9          # rounding that is allowed at the ends of a range, relative to the end


@probe
def log_uniform_draws(subject, case):
    return _draws(subject, case, "log")


@probe
def momentum_draws(subject, case):
    return _draws(subject, case, "momentum")


@probe
def integer_draws(subject, case):
    return _draws(subject, case, "integer")


def _draws(subject, case, scale):
    """What a sampler's forms and distribution show; a range of one value is asked for that value alone."""
    low, high, rng = case["low"], case["high"], fresh(case["rng"])
    if low == high:
        return {"with low == high, the draw is that value": _only_value(subject, low, rng)}
    values, again, equal, one, three = subject.many([
        (low, high, rng, DRAWS), (low, high, rng, DRAWS), (low, high, fresh(case["rng"]), DRAWS), (low, high, rng),
        (low, high, rng, 3)])
    flat = numbers(values)
    seen = {
        "a call without `size` gives one number": np.ndim(one) == 0 and isinstance(one, (int, float, np.ndarray)),
        "an array has the shape `size`": np.shape(values) == DRAWS and np.shape(three) == (3,),
        "every value lies between `low` and `high`": _inside(flat, low, high),
        "every entry is a draw of its own": _own_draws(flat, scale),
        "the next call draws anew": not _same(values, again),
        "equal generators give equal values": _same(values, equal),
    }
    if scale == "integer":
        seen["the values are integers, also in their type"] = _integers([one]) and _integer_array(values)
        seen["every integer occurs equally often"] = equally_often(flat, low, high)
        seen["shares of the integers"] = shares(flat, low, high)
    else:
        share = places(flat, scale, low, high)
        seen["the values spread evenly on the scale"] = spreads_evenly(share)
        seen["mean place on the scale"] = mean_place(share)
        seen["share in the upper half of the scale"] = upper_share(share)
    return seen


def _only_value(subject, value, rng):
    try:
        one = subject(value, value, rng)
    except CallFailed as failure:
        if failure.raised.type_name == "NotImplementedError":
            raise
        return False
    return bool(np.ndim(one) == 0 and np.isclose(numbers(one)[0], value))


def _inside(flat, low, high):
    return bool(np.all((flat >= low - EDGE * abs(low)) & (flat <= high + EDGE * abs(high))))


def _own_draws(flat, scale):
    enough = np.unique(flat).size > (1 if scale == "integer" else 0.99 * flat.size)
    return bool(enough and unrelated(flat[1:], flat[:-1]))


def _same(one, other):
    return np.shape(one) == np.shape(other) and bool(np.all(np.asarray(one) == np.asarray(other)))


def _integers(values):
    return all(isinstance(value, int) and not isinstance(value, bool) or _integer_array(value) for value in values)


def _integer_array(value):
    return isinstance(value, np.ndarray) and value.dtype.kind in "iu"


@probe
def grid_values(subject, case):
    """The values of every axis in the order of the points, gathered by scale."""
    space = case["space"]
    points = subject(fresh(space), case["per_axis"])
    if not isinstance(points, (list, tuple)):
        return malformed(points, "a list of configurations is asked")
    points = [point if isinstance(point, dict) else {} for point in points]
    seen = {"number of points": len(points),
            "every point has every name": all(set(point) == set(space) for point in points)}
    for scale in ("linear", "log", "momentum", "integer"):
        seen[f"{scale} axes"] = {name: numbers([point.get(name, np.nan) for point in points])
                                 for name, (kind, _, _) in space.items() if kind == scale}
    seen["integer axes hold integers"] = _whole_axes(space, points)
    return seen


def _whole_axes(space, configs):
    names = [name for name, (scale, _, _) in space.items() if scale == "integer"]
    return _integers([config.get(name) for config in configs for name in names])


class Objective:
    """An objective that notes its calls; its k-th call scores the fraction of k times the golden ratio."""

    def __init__(self, constant=False):
        self.constant, self.calls = constant, []

    def __call__(self, config):
        self.calls.append(dict(config))
        return 1.0 if self.constant else len(self.calls) * 0.6180339887498949 % 1


@probe
def search_trials(subject, case):
    """One search looked at closely, and three short ones for equal scores, equal generators and fresh draws."""
    space, objective = case["space"], Objective()
    value = subject(objective, fresh(space), case["n_trials"], fresh(case["rng"]))
    seen = {"what is returned": _form(value)}
    if seen["what is returned"] != PAIRS:
        return seen
    trials = [(trial[0], trial[1]) for trial in value]
    scores, configs = numbers([score for score, _ in trials]), [config for _, config in trials]
    seen |= {
        "number of trials": len(trials), "calls of the objective": len(objective.calls),
        "every score belongs to its own configuration": _belong(trials, objective.calls),
        "every configuration has exactly the names of the space": all(set(config) == set(space) for config in configs),
        "order of the trials": _order(scores),
        "equal scores are no problem": _ties_pass(subject, space, case["rng"]),
    }
    return seen | _values(space, configs) | _generators(subject, space, case["rng"])


def _form(value):
    if not isinstance(value, (list, tuple)):
        return type_of(value)
    if value and all(_pair(trial) for trial in value):
        return PAIRS
    if not value:
        return "nothing"
    if all(isinstance(pair, (list, tuple)) and len(pair) == 2 and isinstance(pair[0], dict) for pair in value):
        return "a list of pairs (config, score)"
    return "one trial" if _pair(value) else f"{type_of(value)} of other things"


def _pair(trial):
    return isinstance(trial, (list, tuple)) and len(trial) == 2 and isinstance(trial[1], dict)


def _order(scores):
    steps = np.diff(scores)
    return "best first" if np.all(steps <= 0) else "worst first" if np.all(steps >= 0) else "neither"


def _belong(trials, calls):
    made = {score: config for score, config in zip(_scores(len(calls)), calls)}
    return all(score in made and made[score] == config for score, config in trials)


def _scores(n):
    return [k * 0.6180339887498949 % 1 for k in range(1, n + 1)]


def _ties_pass(subject, space, rng):
    try:
        value = subject(Objective(constant=True), fresh(space), 6, fresh(rng))
    except CallFailed:
        return False
    return _form(value) == PAIRS and len(value) == 6


def _values(space, configs):
    """How the values of the trials are distributed on every axis that has more than one value."""
    wide = {name: axis for name, axis in space.items() if axis[1] < axis[2]}
    columns = {name: numbers([config.get(name, np.nan) for config in configs]) for name in wide}
    where = {name: places(columns[name], *wide[name]) for name in wide}
    smooth = [name for name in wide if wide[name][0] != "integer"]
    whole = [name for name in wide if wide[name][0] == "integer"]
    names = list(wide)
    fixed = {name: axis[1] for name, axis in space.items() if name not in wide}
    return {
        "the values spread evenly on the scale of their axis": all(spreads_evenly(where[name]) for name in smooth)
        and all(equally_often(columns[name], *wide[name][1:]) for name in whole)
        and all(np.allclose(numbers([config.get(name, np.nan) for config in configs]), low)
                for name, low in fixed.items()),
        "places on the axes": {name: mean_place(where[name]) for name in smooth},
        "shares of integers": {name: shares(columns[name], *wide[name][1:]) for name in whole},
        "the axes are drawn independently": all(unrelated(where[a], where[b]) for a in names for b in names if a < b),
        "integer axes hold integers": _whole_axes(space, configs),
        "the configurations differ from trial to trial":
            not smooth or len({repr(sorted(config.items())) for config in configs}) == len(configs),
    }


def _generators(subject, space, rng):
    """Two searches with equal generators, and a third that goes on with the second generator."""
    generator = fresh(rng)
    one = subject(Objective(), fresh(space), 4, fresh(rng))
    two = subject(Objective(), fresh(space), 4, generator)
    three = subject(Objective(), fresh(space), 4, generator)
    moves = any(low < high for _, low, high in space.values())
    return {"the next call draws anew": not moves or two != three, "equal generators give equal trials": one == two}


@one_call
def refined_space(subject, case):
    """The new space axis by axis; a triple may be a tuple or a list."""
    value = subject.on(case)
    if not isinstance(value, dict):
        return malformed(value, "a dictionary of axes is asked")
    axes = {name: axis if isinstance(axis, (list, tuple)) and len(axis) == 3 else (None, None, None)
            for name, axis in value.items()}
    whole = [name for name, (scale, _, _) in case["space"].items() if scale == "integer"]
    return {
        "low ends": {name: axis[1] for name, axis in axes.items()},
        "high ends": {name: axis[2] for name, axis in axes.items()},
        "scales": {name: axis[0] for name, axis in axes.items()},
        "integer axes keep integer ends": _integers([end for name in whole for end in axes.get(name, (0, 0.5))[1:]]),
    }


class Race:
    """An objective in which slow configurations catch up as the resource grows; it notes the resource of each call."""

    def __init__(self):
        self.resources = []

    def __call__(self, config, resource):
        self.resources.append(float(resource))
        return config["talent"] - 3 * config["slowness"] / resource


@probe
def halving_rounds(subject, case):
    """Sizes, scores and configurations round by round, and how often the objective was called with each resource."""
    race = Race()
    value = subject(race, fresh(case["configs"]), case["min_resource"], case["eta"])
    if not isinstance(value, (list, tuple)) or not all(_form(one) == PAIRS for one in value):
        return {"what is returned": type_of(value)}
    resources, counts = np.unique(race.resources, return_counts=True)
    keys = ("talent", "slowness")
    return {
        "what is returned": "rounds of trials",
        "sizes of the rounds": np.array([len(one) for one in value]),
        "calls of the objective by resource": np.stack([resources, counts]),
        "scores": [numbers([score for score, _ in one]) for one in value],
        "configurations": [np.array([numbers([config.get(key, np.nan) for key in keys]) for _, config in one])
                           for one in value],
    }
