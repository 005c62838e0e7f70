"""The properties of mini-batches hold for many seeds, and the figures that the notebook's prose rests on."""
import numpy as np
import pytest

from course import datasets, network
from course.checking.judge import CORRECT, judge
from course.checking.subject import LocalSubject
from course.solutions import exercises, mini_batches, trials


@pytest.mark.slow
def test_a_right_function_is_never_refused():
    made = exercises.find("random_mini_batches")
    spec = trials.spec_of(made)
    for seed in range(100):
        judged = judge(spec, trials.hidden_trials(made, spec, seed), LocalSubject(made.function, made.name, made.arguments))
        assert judged.verdict == CORRECT, judged.message


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_the_cost_of_the_whole_batch_never_rises_at_the_rate_of_the_figure(seed):
    moons = datasets.load("moons")
    _, history = network.train(
        moons.X_train, moons.Y_train, network.initialize([2, 16, 8, 1], np.random.default_rng(seed)), steps=300, record_every=1,
        update=lambda parameters, grads, step: mini_batches.update_parameters_with_gd(parameters, grads, 0.2), progress=False)
    assert np.all(np.diff(history["cost"]) < 0)
