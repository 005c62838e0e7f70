"""Right values of every kind pass, in an unusual wrapping they lose the type alone, and whatever comes back is judged."""
import copy
import re
import types
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course.checking import records
from course.checking.judge import CORRECT, INCORRECT, NAMED, judge
from course.checking.subject import LocalSubject
from course.solutions import exercises, regularization

EXERCISES = {name: made for notebook in exercises.notebooks() for name, made in exercises.load(notebook).items()}
KEEP_THE_DTYPE = {"random_flip", "random_crop", "sample_integer", "train_dev_test_split"}     # it is part of what they promise


def everywhere(kinds, change):
    """A function that changes every part of an answer that is of these kinds."""
    def changed(value):
        if isinstance(value, kinds) and not isinstance(value, bool):
            return change(value)
        if isinstance(value, dict):
            return {key: changed(item) for key, item in value.items()}
        return type(value)(map(changed, value)) if isinstance(value, (list, tuple)) else value
    return changed


arrays, numbers = partial(everywhere, np.ndarray), partial(everywhere, (int, float, np.number))
WRAPPED = {
    "complex": arrays(lambda array: array + 0j),
    "matrix": arrays(lambda array: np.asmatrix(array) if array.ndim == 2 else array),
    "of objects": arrays(lambda array: array.astype(object)),
}
ANYTHING = {
    "lists": arrays(np.ndarray.tolist),
    "nothing inside": arrays(lambda array: None),
    "transposed": arrays(np.transpose),
    "flat": arrays(np.ravel),
    "numbers in arrays": numbers(np.array),
    "numbers in lists": numbers(lambda number: [number]),
    "numbers as text": numbers(str),
    "complex numbers": numbers(complex),
    "empty": lambda value: type(value)() if isinstance(value, (dict, list, tuple)) else {},
    "the first only": lambda value: value[0] if isinstance(value, tuple) and value else value,
    "an object": lambda value: object(),
    "a function": lambda value: lambda: value,
}


def judged(made, change):
    """The verdict of the public checks on the reference with its answers changed."""
    return judged_as(made.name, lambda *arguments: change(made.function(*arguments)))


def judged_as(name, function):
    """The verdict of the public checks on a function."""
    spec = records.spec(name)
    return judge(spec, records.trials(name), LocalSubject(function, name, spec.arguments))


class Text(str):
    """A text of a class of its own, as members of an `enum.StrEnum` are."""


AS_GOOD = {
    "long doubles": numbers(lambda number: np.longdouble(number) if isinstance(number, float) else number),
    "NumPy's own scalars": numbers(lambda number: np.float64(number) if isinstance(number, float) else np.int64(number)),
    "fractions": numbers(lambda number: Fraction(number) if isinstance(number, float) and np.isfinite(number) else number),
    "texts of another class": everywhere(str, Text),
    "NumPy's texts as keys": lambda value: {np.str_(k) if isinstance(k, str) else k: v for k, v in value.items()}
    if isinstance(value, dict) else value,
}
STEPS = {"update_parameters_with_" + method for method in ("gd", "momentum", "rmsprop", "adam", "adagrad", "nesterov", "adamw")}


@pytest.mark.parametrize("name", EXERCISES)
def test_numbers_and_texts_of_every_kind_are_right(name):
    for kind, change in AS_GOOD.items():
        assert judged(EXERCISES[name], change).verdict == CORRECT, kind


@pytest.mark.parametrize("name", sorted(STEPS | {"update_running_statistics"}))
def test_steps_in_single_precision_are_right(name):
    verdict = judged(EXERCISES[name], arrays(lambda array: array.astype(np.float32)))
    assert verdict.verdict == CORRECT, verdict


@pytest.mark.parametrize("name", ["dropout_forward", "forward_propagation_with_dropout", "random_flip", "random_crop"])
def test_a_generator_that_stands_still_is_no_randomness(name):
    function = EXERCISES[name].function

    def same_again(*arguments):
        return function(*(copy.deepcopy(a) if isinstance(a, np.random.Generator) else a for a in arguments))

    verdict = judged_as(name, same_again)
    assert verdict.verdict != CORRECT and verdict.fraction < 1, verdict


def test_masks_of_every_hidden_layer_are_looked_at():
    """From the second hidden layer on, whole units are dropped, and from a generator of its own."""
    source = EXERCISES["forward_propagation_with_dropout"].function
    space = dict(source.__globals__)

    def dropout_forward(A, keep_prob, rng):
        space["layer"] += 1
        if space["layer"] == 1 or not 0 < keep_prob < 1:
            return regularization.dropout_forward(A, keep_prob, rng)
        mask = np.random.default_rng().random((len(A), 1)) < keep_prob + np.zeros(A.shape)
        return A * mask / keep_prob, mask

    def forward(X, parameters, keep_prob, rng):
        space["layer"] = 0
        return types.FunctionType(source.__code__, space)(X, parameters, keep_prob, rng)

    space["dropout_forward"] = dropout_forward
    assert judged_as("forward_propagation_with_dropout", forward).verdict != CORRECT


def test_trials_with_equal_scores_are_all_kept():
    def by_score(objective, space, n_trials, rng):
        return sorted({score: config for score, config in regularly(objective, space, n_trials, rng)}.items(), reverse=True)

    regularly = EXERCISES["random_search"].function
    verdict = judged_as("random_search", by_score)
    assert verdict.verdict != CORRECT and "equal scores" in verdict.message, verdict


def test_flips_that_are_counted_out_are_not_decided_one_by_one():
    def so_many(images, rng, probability=0.5):
        flipped, count = images.copy(), int(round(probability * len(images)))
        chosen = rng.choice(len(images), count, replace=False)
        flipped[chosen] = flipped[chosen][:, :, ::-1]
        return flipped

    verdict = judged_as("random_flip", so_many)
    assert verdict.verdict != CORRECT and "the number of changed images varies" in verdict.message, verdict


@pytest.mark.filterwarnings("ignore:the matrix subclass")
@pytest.mark.parametrize("name", EXERCISES)
def test_right_values_of_another_type_lose_the_type_alone(name):
    for kind, change in WRAPPED.items():
        verdict = judged(EXERCISES[name], change)
        if verdict.verdict == CORRECT:
            continue        # no array in its answers
        if name in KEEP_THE_DTYPE and kind != "matrix":
            assert "type" in verdict.message, verdict
        else:
            assert (verdict.verdict, verdict.diagnosis) == (NAMED, "type"), (kind, verdict)
            assert re.search(r"the values are right, but .* is an? .*, where an? .* is asked", verdict.message), verdict


@pytest.mark.parametrize("name", EXERCISES)
def test_an_answer_of_any_kind_is_judged_in_a_sentence(name):
    for kind, change in ANYTHING.items():
        verdict = judged(EXERCISES[name], change)
        assert verdict.message and not re.search(r"NoneType|\bOdd\b|\ba [aeo]\w+", verdict.message), (kind, verdict)
        if kind in ("an object", "a function"):
            assert verdict.verdict in (INCORRECT, NAMED, "error") and verdict.fraction < 0.9, (kind, verdict)


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-2**70, 2**70), st.floats(), st.complex_numbers(), st.text(max_size=5))
ARRAYS = hnp.arrays(st.sampled_from(["f8", "f4", "i8", "u1", "?", "c16", "U3", "O"]), hnp.array_shapes(min_dims=0, min_side=0, max_side=3))
VALUES = st.recursive(st.one_of(SCALARS, ARRAYS), lambda inner: st.one_of(
    st.lists(inner, max_size=3), st.tuples(inner, inner), st.dictionaries(st.sampled_from(["W1", "b1", "dW1", "mu", "x"]), inner, max_size=3),
    st.sets(st.integers(-3, 3), max_size=3)), max_leaves=6)


def planted(value, other, where):
    """A copy of `value` in which the leaf that `where` chooses is `other`."""
    if isinstance(value, (dict, list, tuple)) and len(value):
        items = list(value.items() if isinstance(value, dict) else enumerate(value))
        chosen = items[where % len(items)][0]
        changed = [(key, planted(item, other, where // len(items)) if key == chosen else item) for key, item in items]
        return dict(changed) if isinstance(value, dict) else type(value)(item for _, item in changed)
    return other


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", EXERCISES)
def test_no_answer_stops_the_judge(name):
    @settings(max_examples=20, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(VALUES, st.one_of(st.none(), st.integers(0, 99)))
    def holds(other, where):
        verdict = judged(EXERCISES[name], lambda value: other if where is None else planted(value, other, where))
        assert isinstance(verdict.message, str) and 0 <= verdict.fraction <= 1
    holds()
