"""The distribution tests alarm when they should and practically never else; figures that the notebook states."""
import numpy as np
import pytest
from scipy import stats

from course.checking import uniformity
from course.checking.probes import PROBES
from course.checking.subject import LocalSubject
from course.solutions import exercises
from course.solutions.hyperparameter_search import grid_points, random_search, sample_integer, sample_momentum

SAMPLERS = ("sample_log_uniform", "sample_momentum", "sample_integer")


@pytest.mark.parametrize("n", [1, 10, 500, 4000])
def test_the_bound_is_never_laxer_than_the_exact_distribution(n):
    distance = np.sqrt(np.log(2 / uniformity.FALSE_ALARM) / (2 * n))
    assert stats.kstwo.sf(min(distance, 1), n) <= uniformity.FALSE_ALARM * (1 + 1e-6)


def test_distances_equal_scipy():
    rng = np.random.default_rng(1)
    for power in (1.0, 1.05, 1.3, 2.0):
        draws = rng.random(4000) ** power
        alarmed = stats.kstest(draws, "uniform").statistic >= np.sqrt(np.log(2 / uniformity.FALSE_ALARM) / 8000)
        assert uniformity.spreads_evenly(draws) == (not alarmed)


def test_counts_alarm_less_than_once_in_a_million():
    """The share of one integer is binomial: eight standard errors away is rarer than 1e-9 for every size we use."""
    for n, k in ((4000, 4), (4000, 9), (500, 5), (500, 12)):
        p = 1 / k
        away = 8 * np.sqrt(p * (1 - p) / n)
        tails = stats.binom.sf(np.floor(n * (p + away)), n, p) + stats.binom.cdf(np.ceil(n * (p - away)), n, p)
        assert k * tails < 1e-7


@pytest.mark.parametrize("name", SAMPLERS)
def test_the_reference_never_alarms(name):
    made = exercises.find(name)
    rng = np.random.default_rng(3)
    for _ in range(60):
        seen = PROBES[made.probe](LocalSubject(made.function, name, made.arguments), made.draw(rng))
        assert all(value for value in seen.values() if isinstance(value, bool)), seen


@pytest.mark.parametrize("name", SAMPLERS)
def test_small_shifts_of_the_distribution_are_seen(name):
    made = exercises.find(name)
    rng = np.random.default_rng(4)

    class Bent:
        """A generator whose uniform draws favour small values."""
        def __init__(self, generator):
            self.generator = generator

        def uniform(self, low, high, size=None):
            return low + (high - low) * self.generator.random(size) ** 1.4

        def integers(self, low, high, size=None, endpoint=False):
            return np.floor(self.uniform(low, high + endpoint, size)).astype(int)

    def bent(low, high, generator, size=None):
        return made.function(low, high, Bent(generator), size)

    for _ in range(5):
        seen = PROBES[made.probe](LocalSubject(bent, name, made.arguments), made.draw(rng))
        key = next(key for key in seen if key.startswith(("the values spread", "every integer occurs")))
        assert not seen[key]


def test_figures_of_the_text():
    rng = np.random.default_rng(5)
    assert 1 - 0.95**60 == pytest.approx(0.954, abs=5e-4)
    assert np.median(sample_momentum(0.9, 0.999, rng, 20_000)) == pytest.approx(0.99, abs=5e-4)
    assert np.mean(rng.uniform(0.9, 0.999, 20_000) > 0.99) == pytest.approx(0.09, abs=0.01)
    rounded = np.rint(rng.uniform(2, 5, 60_000))
    assert [np.mean(rounded == n) for n in (2, 3, 4, 5)] == pytest.approx([1 / 6, 1 / 3, 1 / 3, 1 / 6], abs=0.01)
    assert np.bincount(sample_integer(2, 5, rng, 60_000), minlength=6)[2:] / 60_000 == pytest.approx([0.25] * 4, abs=0.01)


def test_idle_axes_hurt_the_grid_and_not_the_random_search():
    rng = np.random.default_rng(6)

    def distances(axes):
        space, peak = {f"axis {i}": ("linear", 0.0, 1.0) for i in range(axes)}, rng.random()
        far = {"grid": min(abs(point["axis 0"] - peak) for point in grid_points(space, round(64 ** (1 / axes))))}
        far["random"] = -random_search(lambda config: -abs(config["axis 0"] - peak), space, 64, rng)[0][0]
        return far

    median = {axes: {name: np.median([run[name] for run in runs]) for name in ("grid", "random")}
              for axes in (1, 2, 3, 6) for runs in [[distances(axes) for _ in range(60)]]}
    assert median[1]["grid"] < median[1]["random"]
    assert all(median[axes]["grid"] > 3 * median[axes]["random"] for axes in (2, 3, 6))
    assert median[6]["random"] < 3 * median[1]["random"]
