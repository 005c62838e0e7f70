"""Right values in an unusual wrapping, and answers that are no answer: each is judged, and the sentence names the type."""
import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course.checking import records
from course.checking.judge import CORRECT, INCORRECT, NAMED, judge
from course.checking.subject import LocalSubject
from course.solutions import exercises

EXERCISES = {name: made for notebook in exercises.notebooks() for name, made in exercises.load(notebook).items()}
KEEP_THE_DTYPE = {"random_flip", "random_crop", "sample_integer", "train_dev_test_split"}     # it is part of what they promise


def arrays(change):
    """A function that changes every array of an answer."""
    def changed(value):
        if isinstance(value, np.ndarray):
            return change(value)
        if isinstance(value, dict):
            return {key: changed(item) for key, item in value.items()}
        return type(value)(map(changed, value)) if isinstance(value, (list, tuple)) else value
    return changed


def numbers(change):
    """A function that changes every number of an answer."""
    def changed(value):
        if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
            return change(value)
        if isinstance(value, dict):
            return {key: changed(item) for key, item in value.items()}
        return type(value)(map(changed, value)) if isinstance(value, (list, tuple)) else value
    return changed


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
    def answer(*arguments):
        return change(made.function(*arguments))
    spec = records.spec(made.name)
    return judge(spec, records.trials(made.name), LocalSubject(answer, made.name, spec.arguments))


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
