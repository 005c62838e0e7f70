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
PAIRS = 12     # of two mistakes, an exercise


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


SILLY = {
    "None": lambda *a: None, "0": lambda *a: 0, "an empty dictionary": lambda *a: {}, "an empty list": lambda *a: [],
    "the first argument": lambda *a: a[0] if a else 0, "text": lambda *a: "x", "True": lambda *a: True,
}
TRULY = {   # silly answers that are what the sentence says
    ("update_running_statistics", "the first argument"): "keep their old values",
    ("gradient_check", "0"): "The result is 0 even for a faulty gradient",
    ("gradient_check", "True"): "True or False came back",
    ("initialize_velocity", "the first argument"): "the parameters. ",
    ("initialize_rmsprop", "the first argument"): "the parameters. ",
    ("initialize_adam", "the first argument"): "One dictionary came back",
    ("initialize_adam", "an empty dictionary"): "One dictionary came back",
    ("dropout_backward", "the first argument"): "comes back as it was",
}
NOISE_IS_RIGHT = {"topological_order", "locate_wrong_gradients", "classify_critical_point", "diagnose_bias_variance"}  # no floats
NOISE_IS = {"sample_integer": "not whole numbers", "initialize_parameters_random": "standard deviation of 1",
            "initialize_parameters_xavier": "standard deviation of 1", "initialize_parameters_he": "standard deviation of 1"}


@pytest.mark.parametrize("silly", SILLY)
@pytest.mark.parametrize("name", EXERCISES)
def test_silly_answers_earn_nothing_and_get_no_other_name(name, silly):
    judged = banks.public(name, SILLY[silly])
    assert judged.verdict != CORRECT and judged.fraction == 0, judged
    assert judged.diagnosis == "" or TRULY.get((name, silly), "nothing") in judged.diagnosis, judged


@pytest.mark.parametrize("name", sorted(set(EXERCISES) - NOISE_IS_RIGHT))
def test_noise_of_the_right_shape_is_not_right_and_gets_no_name(name):
    rng = np.random.default_rng(3)
    judged = banks.public(name, lambda *arguments: noise_like(EXERCISES[name].function(*arguments), rng))
    assert judged.verdict != CORRECT and judged.fraction < 0.75, judged
    assert judged.diagnosis == "" or NOISE_IS.get(name, "nothing") in judged.diagnosis, judged


def noise_like(value, rng):
    """Standard normal numbers in the place of all numbers."""
    if isinstance(value, np.ndarray):
        return rng.normal(size=value.shape)
    if isinstance(value, dict):
        return {key: noise_like(item, rng) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(noise_like(item, rng) for item in value)
    return float(rng.normal()) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def cause(sentence):
    """What a sentence says after its symptom: two sentences may name one cause by two symptoms, such as inf and nan."""
    return sentence.partition(": ")[2] or sentence


@pytest.mark.parametrize("name", EXERCISES)
def test_two_mistakes_at_once_are_never_named_as_a_third(name):
    """One of the two, or none; a third only where the answer does what the third does, on fresh cases too."""
    rng = np.random.default_rng(5)
    for function, sentences in banks.pairs(name, PAIRS, rng):
        judged = banks.public(name, function)
        causes = {cause(sentence) for sentence in sentences}
        assert judged.diagnosis in sentences | {""} or cause(judged.diagnosis) in causes \
            or banks.holds_anew(name, function, judged.diagnosis), (
            judged.message, sentences)
