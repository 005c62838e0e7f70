"""Right answers written in other manners pass; wrong ones are caught, and named as they should be."""
import numpy as np
import pytest

from course.building import verify
from course.checking import records
from course.checking.judge import CORRECT, NAMED, judge
from course.checking.subject import LocalSubject
from course.solutions import exercises
from tests import banks

EXERCISES = exercises.load()
RIGHT = [(name, k, function) for name, found in banks.RIGHT.items() for k, function in enumerate(found)]
WRONG = [(name, k, *entry) for name, found in banks.WRONG.items() for k, entry in enumerate(found)]
DRAWS = 5


def verdict(name, function, seed=None):
    made = EXERCISES[name]
    trials = records.trials(name) if seed is None else verify.all_trials(made, seed)
    return judge(records.spec(name), trials, LocalSubject(function, name, made.arguments))


@pytest.mark.parametrize("name, k, function", RIGHT, ids=lambda value: str(getattr(value, "__name__", value)))
def test_right_answers_pass(name, k, function):
    for seed in range(DRAWS):
        judged = verdict(name, function, seed)
        assert judged.verdict == CORRECT, judged.message


@pytest.mark.parametrize("name, k, function, sentence, mark", WRONG,
                         ids=lambda value: str(getattr(value, "__name__", value))[:40])
def test_wrong_answers_are_caught_and_named(name, k, function, sentence, mark):
    np.random.seed(99)
    judged = verdict(name, function)
    assert judged.verdict != CORRECT and judged.fraction < 1
    assert judged.diagnosis == (sentence or ""), judged.message
    assert (judged.verdict == NAMED) == (sentence is not None), judged.message


@pytest.mark.parametrize("name", EXERCISES)
def test_the_bank_is_full(name):
    assert len(banks.RIGHT[name]) >= 4
    rewritten = {sentence for _, sentence, _ in banks.WRONG[name] if sentence}
    assert [sentence for sentence in EXERCISES[name].mistakes.values() if sentence not in rewritten] == []


@pytest.mark.parametrize("name", EXERCISES)
def test_silly_answers_earn_nothing(name):
    for silly in (lambda *a: None, lambda *a: 0, lambda *a: {}, lambda *a: [], lambda *a: a[0] if a else 0, lambda *a: "x"):
        judged = verdict(name, silly)
        assert judged.verdict != CORRECT and judged.fraction == 0, judged
