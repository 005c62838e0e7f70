"""Right and wrong answers to the exercises of `hyperparameter_search`, written independently of the reference."""
import itertools
import math

import numpy as np
from scipy import stats

from course.solutions import hyperparameter_search as given
from tests.sentences import with_sentences


def refuse(condition):
    if condition:
        raise ValueError("This range is not possible.")


def counted(size):
    return 1 if size is None else int(np.prod(size))


# --- sample_log_uniform: right
def log_natural(low, high, rng, size=None):
    refuse(low <= 0 or low > high)
    return np.exp(np.log(low) + (np.log(high) - np.log(low)) * rng.random(size))


def log_power(low, high, rng, size=None):
    if low <= 0:
        raise ValueError("low must be positive")
    if high < low:
        raise ValueError("low must not exceed high")
    return low * (high / low) ** rng.uniform(size=size)


def log_downwards(low, high, rng, size=None):
    refuse(not 0 < low <= high)
    return 2 ** (math.log2(high) - rng.random(size) * math.log2(high / low))


def log_scipy(low, high, rng, size=None):
    refuse(low <= 0 or low > high)
    if low == high:
        return low if size is None else np.full(size, low)
    drawn = stats.loguniform.rvs(low, high, size=1 if size is None else size, random_state=rng)
    return float(drawn[0]) if size is None else drawn


def log_list(low, high, rng, size=None):
    refuse(low <= 0 or low > high)
    drawn = [10 ** rng.uniform(math.log10(low), math.log10(high)) for _ in range(counted(size))]
    return drawn[0] if size is None else np.reshape(drawn, size)


# --- sample_log_uniform: wrong
def log_exp_of_ends(low, high, rng, size=None):
    return np.exp(low + (high - low) * rng.random(size))


def log_ten_of_ends(low, high, rng, size=None):
    return np.power(10.0, low + (high - low) * rng.random(size))


def log_linear(low, high, rng, size=None):
    return low + (high - low) * rng.random(size)


def log_bases(low, high, rng, size=None):
    a, b = np.log10([low, high])
    return np.exp(a + (b - a) * rng.random(size))


def log_wrong_end(low, high, rng, size=None):
    a, b = np.log10([low, high])
    return 10 ** ((a - b) * rng.random(size) + a)


def log_normal(low, high, rng, size=None):
    a, b = np.log10([low, high])
    return 10 ** (a + (b - a) * rng.standard_normal(size))


def log_lecture(low, high, rng, size=None):
    return 10 ** (rng.random(size) * -4)


def log_exponent(low, high, rng, size=None):
    a, b = np.log10([low, high])
    return a + (b - a) * rng.random(size)


def log_global(low, high, rng, size=None):
    return 10 ** np.random.uniform(math.log10(low), math.log10(high), size)


def log_seeded(low, high, rng, size=None):
    return 10 ** np.random.default_rng(42).uniform(math.log10(low), math.log10(high), size)


def log_array_of_one(low, high, rng, size=None):
    return 10 ** rng.uniform(math.log10(low), math.log10(high), 1 if size is None else size)


def log_repeated(low, high, rng, size=None):
    value = 10 ** rng.uniform(math.log10(low), math.log10(high))
    return value if size is None else np.full(size, value)


def log_never_refuses(low, high, rng, size=None):
    with np.errstate(all="ignore"):
        return low * (high / low) ** rng.random(size) if low else 0.0


# --- sample_momentum: right
def momentum_through_log(low, high, rng, size=None):
    refuse(low < 0 or high >= 1 or low > high)
    return 1 - log_natural(1 - high, 1 - low, rng, size)


def momentum_power(low, high, rng, size=None):
    refuse(not (0 <= low <= high < 1))
    return 1 - (1 - low) * ((1 - high) / (1 - low)) ** rng.random(size)


def momentum_window(low, high, rng, size=None):
    """The window 1/(1 - beta) is log-uniform as well."""
    refuse(low < 0 or low >= 1 or high >= 1 or low > high)
    window = 1 / (1 - low) * ((1 - low) / (1 - high)) ** rng.random(size)
    return 1 - 1 / window


def momentum_expm1(low, high, rng, size=None):
    refuse(low < 0 or high >= 1 or low > high)
    return -np.expm1(rng.uniform(np.log1p(-high), np.log1p(-low), size=size))


# --- sample_momentum: wrong
def momentum_log_of_beta(low, high, rng, size=None):
    return low * (high / low) ** rng.random(size)


def momentum_distance(low, high, rng, size=None):
    return (1 - high) * ((1 - low) / (1 - high)) ** rng.random(size)


def momentum_ends_of_beta(low, high, rng, size=None):
    return 1 - low * (high / low) ** rng.random(size)


def momentum_lecture(low, high, rng, size=None):
    return 1 - 10 ** (-1 - 2 * rng.random(size))


def momentum_global(low, high, rng, size=None):
    return 1 - 10 ** np.random.uniform(math.log10(1 - high), math.log10(1 - low), size)


def momentum_seeded(low, high, rng, size=None):
    return momentum_power(low, high, np.random.default_rng(1), size)


def momentum_array_of_one(low, high, rng, size=None):
    return momentum_power(low, high, rng, (1,) if size is None else size)


def momentum_repeated(low, high, rng, size=None):
    value = momentum_power(low, high, rng)
    return value if size is None else np.full(size, value)


# --- sample_integer: right
def integer_plus_one(low, high, rng, size=None):
    refuse(low > high)
    return rng.integers(low, high + 1, size=size)


def integer_choice(low, high, rng, size=None):
    if low > high:
        raise ValueError("low must not exceed high")
    return rng.choice(np.arange(low, high + 1), size)


def integer_floor(low, high, rng, size=None):
    refuse(high < low)
    drawn = np.floor(rng.uniform(low, high + 1, size))
    return int(drawn) if size is None else drawn.astype(int)


def integer_offset(low, high, rng, size=None):
    refuse(high < low)
    if size is None:
        return int(low + rng.integers(high - low + 1))
    return np.array([low + int(rng.random() * (high - low + 1)) for _ in range(counted(size))]).reshape(size)


# --- sample_integer: wrong
def integer_half_open(low, high, rng, size=None):
    return low + rng.integers(high - low, size=size)


def integer_rounded(low, high, rng, size=None):
    drawn = np.round(low + (high - low) * rng.random(size))
    return int(drawn) if size is None else drawn.astype(np.int64)


def integer_cut(low, high, rng, size=None):
    drawn = low + (high - low) * rng.random(size)
    return int(drawn) if size is None else drawn.astype(np.int32)


def integer_both(low, high, rng, size=None):
    return rng.choice(np.arange(low, high + 2), size)


def integer_float(low, high, rng, size=None):
    drawn = rng.integers(low, high + 1, size)
    return float(drawn) if size is None else drawn.astype(float)


def integer_real(low, high, rng, size=None):
    return low + (high - low) * rng.random(size)


def integer_array_of_one(low, high, rng, size=None):
    return rng.integers(low, high + 1, 1 if size is None else size)


def integer_global(low, high, rng, size=None):
    return np.random.randint(low, high + 1, size)


def integer_seeded(low, high, rng, size=None):
    return np.random.default_rng(5).integers(low, high + 1, size)


# --- grid_points: right
def axis_values(scale, low, high, n):
    refuse(low > high or (scale == "log" and low <= 0) or (scale == "momentum" and (low < 0 or high >= 1)))
    steps = np.arange(n) / (n - 1)
    if scale == "log":
        return [float(low * (high / low) ** s) for s in steps]
    if scale == "momentum":
        return [float(1 - (1 - low) * ((1 - high) / (1 - low)) ** s) for s in steps]
    values = [low + (high - low) * s for s in steps]
    return [int(round(v)) for v in values] if scale == "integer" else values


def grid_recursive(space, per_axis):
    refuse(per_axis < 2)
    if not space:
        return [{}]
    (name, axis), *rest = space.items()
    tails = grid_recursive(dict(rest), per_axis)
    return [{name: value, **tail} for value in axis_values(*axis, per_axis) for tail in tails]


def grid_counting(space, per_axis):
    refuse(per_axis < 2)
    axes = [axis_values(*axis, per_axis) for axis in space.values()]
    points = []
    for k in range(per_axis ** len(axes)):
        digits = np.unravel_index(k, (per_axis,) * len(axes))
        points.append({name: axes[i][digits[i]] for i, name in enumerate(space)})
    return points


def grid_meshgrid(space, per_axis):
    refuse(per_axis < 2)
    axes = [np.asarray(axis_values(*axis, per_axis)) for axis in space.values()]
    columns = [c.ravel() for c in np.meshgrid(*axes, indexing="ij")]
    return tuple({name: column[k] for name, column in zip(space, columns)} for k in range(columns[0].size))


def grid_growing(space, per_axis):
    refuse(per_axis < 2)
    points = [{}]
    for name, (scale, low, high) in space.items():
        points = [point | {name: value} for point in points for value in axis_values(scale, low, high, per_axis)]
    return points


# --- grid_points: wrong
def grid_with(axis=axis_values, combine=lambda axes: itertools.product(*axes)):
    def grid(space, per_axis):
        axes = [axis(*space[name], per_axis) for name in space]
        return [{name: value for name, value in zip(space, values)} for values in combine(axes)]
    return grid


def changed(scale, make):
    """The axis of one scale made in another way."""
    return lambda kind, low, high, n: make(low, high, n) if kind == scale else axis_values(kind, low, high, n)


def without_end(kind, low, high, n):
    if kind == "integer":
        return [int(round(low + (high - low) * k / n)) for k in range(n)]
    return axis_values(kind, low, high, n + 1)[:-1]


def without_ends(kind, low, high, n):
    if kind == "integer":
        return [int(round(low + (high - low) * (k + 1) / (n + 1))) for k in range(n)]
    return axis_values(kind, low, high, n + 2)[1:-1]


grid_zip = grid_with(combine=lambda axes: zip(*axes))
grid_log_linear = grid_with(changed("log", lambda low, high, n: np.linspace(low, high, n).tolist()))
grid_log_exponents = grid_with(changed("log", lambda low, high, n: (10.0 ** np.linspace(low, high, n)).tolist()))
grid_momentum_linear = grid_with(changed("momentum", lambda low, high, n: np.linspace(low, high, n).tolist()))
grid_momentum_log = grid_with(changed("momentum", lambda low, high, n: axis_values("log", low, high, n)))
grid_momentum_distance = grid_with(changed("momentum", lambda low, high, n: np.geomspace(1 - low, 1 - high, n).tolist()))
grid_without_end, grid_without_ends = grid_with(without_end), grid_with(without_ends)
grid_float = grid_with(changed("integer", lambda low, high, n: np.linspace(low, high, n).tolist()))
grid_merged = grid_with(lambda *axis: sorted(set(axis_values(*axis))))
grid_arange = grid_with(changed("linear", lambda low, high, n: np.arange(low, high, (high - low) / (n - 1)).tolist()))


def grid_first_fastest(space, per_axis):
    axes = [axis_values(*axis, per_axis) for axis in space.values()]
    columns = [c.ravel(order="F") for c in np.meshgrid(*axes, indexing="ij")]
    return [{name: c[k] for name, c in zip(space, columns)} for k in range(columns[0].size)]


def grid_one_point(space, per_axis):
    return grid_recursive(space, per_axis)[:1]


# --- random_search: right
def drawn(axis, rng):
    scale, low, high = axis
    refuse(low > high)
    return {"log": given.sample_log_uniform, "momentum": given.sample_momentum, "integer": given.sample_integer,
            "linear": lambda low, high, rng: low + (high - low) * rng.random()}[scale](low, high, rng)


def search_columns(objective, space, n_trials, rng):
    """All draws of an axis at once, the last axis first."""
    refuse(n_trials < 1)
    columns = {}
    for name in reversed(list(space)):
        columns[name] = [drawn(space[name], rng) for _ in range(n_trials)]
    configs = [{name: columns[name][k] for name in space} for k in range(n_trials)]
    scores = [objective(config) for config in configs]
    return [(scores[k], configs[k]) for k in np.argsort(scores)[::-1]]


def search_insertion(objective, space, n_trials, rng):
    refuse(n_trials <= 0)
    trials = []
    while len(trials) < n_trials:
        config = dict(zip(space, [drawn(axis, rng) for axis in space.values()]))
        score, place = objective(config), 0
        while place < len(trials) and trials[place][0] >= score:
            place += 1
        trials.insert(place, [score, config])
    return trials


def search_negative_key(objective, space, n_trials, rng):
    refuse(n_trials < 1)
    def trial():
        config = {}
        for name, axis in space.items():
            config[name] = drawn(axis, rng)
        return objective(config), config
    trials = tuple(trial() for _ in range(n_trials))
    return tuple(sorted(trials, key=lambda pair: -pair[0]))


def search_spawned(objective, space, n_trials, rng):
    """A child generator for each trial; ties broken by the order of the trials."""
    refuse(n_trials < 1)
    trials = []
    for k, child in enumerate(np.random.default_rng(seed) for seed in rng.integers(2**63, size=n_trials)):
        config = {name: drawn(axis, child) for name, axis in space.items()}
        trials.append((-objective(config), k, config))
    return [(-score, config) for score, _, config in sorted(trials)]


# --- random_search: wrong
def search_with(finish=lambda trials: sorted(trials, key=lambda t: -t[0]), draw=drawn, extra=0, source=lambda rng: rng,
                calls=1, shared=False):
    def search(objective, space, n_trials, rng):
        trials, config = [], {}
        for _ in range(n_trials + extra):
            config = config if shared else {}
            for name in space:
                config[name] = draw(space[name], source(rng))
            score = [objective(config) for _ in range(calls)][-1]
            trials.append((score, config))
        return finish(trials)
    return search


search_worst_first = search_with(lambda trials: sorted(trials, key=lambda t: t[0]))
search_unsorted = search_with(lambda trials: trials)
search_seeded = search_with(source=lambda rng: np.random.default_rng(0))
search_own_generator = search_with(source=lambda rng: np.random.default_rng())
search_twice = search_with(calls=2)
search_best_only = search_with(lambda trials: max(trials, key=lambda t: t[0]))
search_one_less, search_one_more = search_with(extra=-1), search_with(extra=1)
search_no_scale = search_with(draw=lambda axis, rng: axis[1] + (axis[2] - axis[1]) * rng.random())
search_tuples = search_with(lambda trials: sorted(trials)[::-1])
search_shared = search_with(shared=True)
search_configs_only = search_with(lambda trials: [config for _, config in sorted(trials, key=lambda t: -t[0])])
search_float_integers = search_with(draw=lambda axis, rng: float(drawn(axis, rng)))


def search_one_share(objective, space, n_trials, rng):
    """One random number serves all axes of a trial."""
    trials = []
    for _ in range(n_trials):
        u = rng.random()
        config = {}
        for name, (scale, low, high) in space.items():
            if scale == "log":
                config[name] = low * (high / low) ** u
            elif scale == "momentum":
                config[name] = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
            else:
                config[name] = int(low + u * (high - low + 1)) if scale == "integer" else low + u * (high - low)
        trials.append((objective(config), config))
    return sorted(trials, key=lambda t: -t[0])


def search_scores_shuffled(objective, space, n_trials, rng):
    """Scores are sorted alone and lose their configurations."""
    configs = [{name: drawn(axis, rng) for name, axis in space.items()} for _ in range(n_trials)]
    return list(zip(sorted((objective(config) for config in configs), reverse=True), configs))


# --- refine_space: right
def refine_sorted(trials, space, top):
    refuse(top < 1 or top > len(trials))
    refined = {}
    for name in space:
        values = sorted(trials[k][1][name] for k in range(top))
        refined[name] = [space[name][0], values[0], values[-1]]
    return refined


def refine_comprehension(trials, space, top):
    if top not in range(1, len(trials) + 1):
        raise ValueError("top must lie between 1 and the number of trials")
    return {name: (axis[0], min(t[1][name] for t in trials[:top]), max(t[1][name] for t in trials[:top]))
            for name, axis in space.items()}


def refine_running(trials, space, top):
    refuse(not 0 < top <= len(trials))
    refined = {}
    for _, config in trials[0:top]:
        for name, value in config.items():
            scale, low, high = refined.get(name, (space[name][0], value, value))
            refined[name] = (scale, value if value < low else low, value if value > high else high)
    return refined


def refine_sorts_again(trials, space, top):
    refuse(top < 1 or top > len(trials))
    best = sorted(trials, key=lambda t: t[0])[-top:]
    columns = {name: np.array([config[name] for _, config in best]) for name in space}
    return {name: (space[name][0], columns[name].min(), columns[name].max()) for name in space}


# --- refine_space: wrong
def refine_with(choose=lambda trials, top: trials[:top], ends=lambda values: (min(values), max(values)), scale=None):
    def refine(trials, space, top):
        chosen = choose(trials, top)
        return {name: (scale or axis[0], *ends([config[name] for _, config in chosen])) for name, axis in space.items()}
    return refine


def padded(values):
    width = max(values) - min(values)
    return min(values) - 0.1 * width, max(values) + 0.1 * width


refine_all = refine_with(lambda trials, top: trials)
refine_worst = refine_with(lambda trials, top: trials[len(trials) - top:])
refine_one_less = refine_with(lambda trials, top: trials[:top - 1] or trials[:1])
refine_one_more = refine_with(lambda trials, top: trials[:1 + top])
refine_first_last = refine_with(ends=lambda values: (values[0], values[len(values) - 1]))
refine_mean = refine_with(ends=lambda values: (np.mean(values) - np.std(values), np.mean(values) + np.std(values)))
refine_float = refine_with(ends=lambda values: (min(values) * 1.0, max(values) * 1.0))
refine_linear = refine_with(scale="linear")
refine_padded = refine_with(ends=padded)
refine_pairs = refine_with(ends=lambda values: ((min(values), max(values)),))


def refine_nothing(trials, space, top):
    return {name: tuple(axis) for name, axis in space.items()}


def refine_in_place(trials, space, top):
    refuse(not 0 < top <= len(trials))
    for name, (scale, _, _) in list(space.items()):
        values = [config[name] for _, config in trials[:top]]
        space[name] = (scale, min(values), max(values))
    return space


# --- successive_halving: right
def halving_recursive(objective, configs, min_resource, eta):
    refuse(len(configs) == 0 or eta <= 1)
    trials = sorted([(objective(c, min_resource), c) for c in configs], key=lambda t: -t[0])
    if len(trials) == 1:
        return [trials]
    keep = max(int(len(trials) / eta), 1)
    return [trials] + halving_recursive(objective, [c for _, c in trials[:keep]], min_resource * eta, eta)


def halving_argsort(objective, configs, min_resource, eta):
    refuse(not configs or eta <= 1)
    rounds, alive, k = [], list(configs), 0
    while not rounds or len(rounds[-1]) > 1:
        scores = np.array([objective(config, min_resource * eta**k) for config in alive])
        order = np.argsort(-scores)
        rounds.append([[float(scores[i]), alive[i]] for i in order])
        alive, k = [alive[i] for i in order[:max(1, len(alive) // eta)]], k + 1
    return rounds


def halving_planned(objective, configs, min_resource, eta):
    refuse(len(configs) < 1 or not eta > 1)
    sizes = [len(configs)]
    while sizes[-1] > 1:
        sizes.append(max(1, math.floor(sizes[-1] / eta)))
    rounds, resource = (), min_resource
    for size in sizes:
        trials = [(objective(config, resource), config) for config in configs[:size]]
        trials = tuple(sorted(trials, key=lambda t: t[0]))[::-1]
        rounds, configs, resource = rounds + (trials,), [config for _, config in trials], resource * eta
    return rounds


def halving_selection(objective, configs, min_resource, eta):
    """The best are picked one after the other."""
    refuse(len(configs) == 0 or eta <= 1)
    rounds, resource, alive = [], float(min_resource), list(configs)
    while True:
        waiting, ranked = [(objective(c, resource), c) for c in alive], []
        while waiting:
            ranked.append(waiting.pop(max(range(len(waiting)), key=lambda i: waiting[i][0])))
        rounds.append(ranked)
        if len(alive) == 1:
            return rounds
        alive, resource = [c for _, c in ranked][:max(1, int(len(ranked) // eta))], resource * eta


# --- successive_halving: wrong
def halving_with(rank=lambda trials: sorted(trials, key=lambda t: -t[0]), keep=lambda n, eta: max(1, n // eta),
                 grow=lambda resource, first, eta: resource * eta, last=True):
    def halving(objective, configs, min_resource, eta):
        rounds, resource = [], min_resource
        for _ in range(60):
            rounds.append(rank([(objective(c, resource), c) for c in configs]))
            n = len(rounds[-1])
            if n == 1 or (not last and n // eta <= 1):
                break
            configs = [c for _, c in rounds[-1][:keep(n, eta)]]
            resource = grow(resource, min_resource, eta)
        return rounds
    return halving


halving_worst = halving_with(lambda trials: sorted(trials, key=lambda t: t[0]))
halving_same_resource = halving_with(grow=lambda resource, first, eta: first)
halving_adds = halving_with(grow=lambda resource, first, eta: resource + first)
halving_early = halving_with(last=False)
halving_up = halving_with(keep=lambda n, eta: -(-n // eta) if n > eta else 1)
halving_drops_share = halving_with(keep=lambda n, eta: max(1, n - n // eta if n > eta else n - n // eta - 1))
halving_unsorted = halving_with(lambda trials: trials)
halving_keeps_square = halving_with(keep=lambda n, eta: max(1, n // eta**2))


def halving_first_scores(objective, configs, min_resource, eta):
    first = sorted(configs, key=lambda c: -objective(c, min_resource))
    rounds, n, resource = [], len(configs), min_resource
    while True:
        again = [(objective(c, resource), c) for c in first[:n]] if rounds else [
            (c["talent"] - 3 * c["slowness"] / resource, c) for c in first]
        rounds.append(sorted(again, key=lambda t: -t[0]))
        if n == 1:
            return rounds
        n, resource = max(1, n // eta), resource * eta


def halving_remembers(objective, configs, min_resource, eta):
    """Scores of the first round are kept: survivors are not scored anew."""
    trials = sorted([(objective(c, min_resource), c) for c in configs], key=lambda t: -t[0])
    rounds = [trials]
    while len(trials) > 1:
        trials = trials[:max(1, len(trials) // eta)]
        rounds.append(trials)
    return rounds


RIGHT = {
    "sample_log_uniform": [log_natural, log_power, log_downwards, log_scipy, log_list],
    "sample_momentum": [momentum_through_log, momentum_power, momentum_window, momentum_expm1],
    "sample_integer": [integer_plus_one, integer_choice, integer_floor, integer_offset],
    "grid_points": [grid_recursive, grid_counting, grid_meshgrid, grid_growing],
    "random_search": [search_columns, search_insertion, search_negative_key, search_spawned],
    "refine_space": [refine_sorted, refine_comprehension, refine_running, refine_sorts_again],
    "successive_halving": [halving_recursive, halving_argsort, halving_planned, halving_selection],
}

REFUSED = {
    "sample_log_uniform": lambda low, high, *rest: low <= 0 or low > high,
    "sample_momentum": lambda low, high, *rest: low < 0 or high >= 1 or low > high,
    "sample_integer": lambda low, high, *rest: low > high,
    "grid_points": lambda space, per_axis: per_axis < 2 or any(bad_axis(*axis) for axis in space.values()),
    "random_search": lambda objective, space, n_trials, rng: n_trials < 1 or any(a > b for _, a, b in space.values()),
    "refine_space": lambda trials, space, top: not 1 <= top <= len(trials),
    "successive_halving": lambda objective, configs, min_resource, eta: len(configs) == 0 or eta <= 1,
}


def bad_axis(scale, low, high):
    return low > high or (scale == "log" and low <= 0) or (scale == "momentum" and (low < 0 or high >= 1))


def refusing(wrong):
    """The wrong answers, refusing what the contract refuses, so that one thing is wrong at a time."""
    def careful(name, function):
        def wrapped(*arguments):
            refuse(REFUSED[name](*arguments))
            return function(*arguments)
        wrapped.__name__ = function.__name__
        return wrapped
    return {name: [(function if function is log_never_refuses else careful(name, function), words, mark)
                   for function, words, mark in rows] for name, rows in wrong.items()}


WRONG = with_sentences(refusing({
    "sample_log_uniform": [
        (log_exp_of_ends, "The exponential is taken of a number", "seen"),
        (log_ten_of_ends, "The exponent is drawn between `low` and `high` themselves", "seen"),
        (log_linear, "uniform on the ordinary scale", "plausible"),
        (log_bases, "The two bases do not match", "plausible"),
        (log_wrong_end, "run from `low` downwards", "seen"),
        (log_normal, "normally distributed", "seen"),
        (log_lecture, "between 0.0001 and 1 whatever", "plausible"),
        (log_exponent, "The exponents are returned", "plausible"),
        (log_global, "do not come from the generator", "plausible"),
        (log_seeded, "Every call gives the same values", "plausible"),
        (log_array_of_one, "an array of one number", "plausible"),
        (log_repeated, "One value is drawn and repeated", "plausible"),
        (log_never_refuses, None, "plausible: bad ranges are not refused"),
    ],
    "sample_momentum": [
        (log_linear, "`beta` is uniform on the ordinary scale", "seen"),
        (momentum_log_of_beta, "The logarithm of `beta` is uniform", "plausible"),
        (momentum_distance, "The values are 1 − beta", "plausible"),
        (momentum_ends_of_beta, "it is the exponent of 1 − beta", "plausible"),
        (momentum_lecture, "from −3 to −1 whatever", "plausible"),
        (momentum_global, "do not come from the generator", "plausible"),
        (momentum_seeded, "Every call gives the same values", "plausible"),
        (momentum_array_of_one, "an array of one number", "plausible"),
        (momentum_repeated, "One value is drawn and repeated", "plausible"),
    ],
    "sample_integer": [
        (integer_half_open, "The upper end never occurs", "plausible"),
        (integer_rounded, "half as often", "seen"),
        (integer_cut, "cut off from uniform numbers", "plausible"),
        (integer_both, "high + 1 occurs", "plausible"),
        (integer_float, "The values are floats", "plausible"),
        (integer_real, "not whole numbers", "plausible"),
        (integer_array_of_one, "an array of one number", "plausible"),
        (integer_global, "do not come from the generator", "plausible"),
        (integer_seeded, "Every call gives the same values", "plausible"),
    ],
    "grid_points": [
        (grid_zip, "paired value by value", "plausible"),
        (grid_log_linear, "The log axis has equal steps", "plausible"),
        (grid_log_exponents, "are used as exponents", "seen"),
        (grid_momentum_linear, "has equal steps of beta", "plausible"),
        (grid_momentum_log, "has equal factors of beta", "plausible"),
        (grid_momentum_distance, "The momentum axis holds 1 − beta", "plausible"),
        (grid_without_end, "The upper end of the axes is missing", "seen"),
        (grid_without_ends, "Both ends of the axes are missing", "plausible"),
        (grid_float, "The integer axis holds floats", "plausible"),
        (grid_first_fastest, "changes fastest", "plausible"),
        (grid_merged, "Equal values of an axis are merged", "plausible"),
        (grid_arange, None, "seen: arange loses the upper end of linear axes"),
        (grid_one_point, None, "plausible: returns inside the loop"),
    ],
    "random_search": [
        (search_worst_first, "the lowest score comes first", "seen"),
        (search_unsorted, "in the order in which they were made", "plausible"),
        (search_seeded, "All trials have the same configuration", "seen"),
        (search_own_generator, "do not come from the generator", "plausible"),
        (search_twice, "called twice for every trial", "plausible"),
        (search_best_only, "Only the best trial is returned", "plausible"),
        (search_one_less, "One trial is missing", "plausible"),
        (search_one_more, "one trial too many", "plausible"),
        (search_no_scale, "Every axis is drawn uniformly", "seen"),
        (search_tuples, "Trials with equal scores raise an error", "plausible"),
        (search_shared, "All trials share one dictionary", "plausible"),
        (search_configs_only, None, "plausible: scores are not returned"),
        (search_float_integers, None, "plausible: integers become floats"),
        (search_one_share, None, "plausible: one random number serves all axes"),
        (search_scores_shuffled, None, "plausible: scores are sorted without their configurations"),
    ],
    "refine_space": [
        (refine_all, "All trials are used", "plausible"),
        (refine_worst, "spanned by the worst trials", "plausible"),
        (refine_one_less, "One of the best trials is not used", "plausible"),
        (refine_one_more, "One trial too many is used", "plausible"),
        (refine_first_last, "the first and the last of the best trials", "plausible"),
        (refine_mean, "plus and minus their standard deviation", "seen"),
        (refine_float, "The ends of the integer axis are floats", "plausible"),
        (refine_linear, "The scales are lost", "plausible"),
        (refine_nothing, "The old space is returned", "plausible"),
        (refine_padded, None, "plausible: linear padding, on a log axis too"),
        (refine_pairs, None, "plausible: (scale, (low, high)) instead of a triple"),
    ],
    "successive_halving": [
        (halving_worst, "The worst configurations survive", "seen"),
        (halving_same_resource, "The resource stays the same", "plausible"),
        (halving_adds, "The resource grows by the same amount", "plausible"),
        (halving_early, "The last survivor is not run", "plausible"),
        (halving_up, "rounded up", "seen"),
        (halving_drops_share, "A share 1/eta of the configurations is dropped", "plausible"),
        (halving_unsorted, "The configurations are not sorted", "plausible"),
        (halving_first_scores, "chosen by the scores of the first round", "plausible"),
        (halving_keeps_square, None, "seen: 11, 1, 1 instead of 9, 3, 1"),
        (halving_remembers, None, "plausible: survivors are not scored anew"),
    ],
}))

# right values, but an argument is changed
WRONG["refine_space"].append((refine_in_place, "inputs changed", "plausible"))
