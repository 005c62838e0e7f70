"""The five proofs of every exercise."""
import pytest

from course.building import verify
from course.checking import records
from course.solutions import exercises

EXERCISES = exercises.load()


@pytest.mark.parametrize("proof", verify.PROOFS, ids=lambda proof: proof.__name__)
@pytest.mark.parametrize("name", EXERCISES)
def test_proof(name, proof):
    assert proof(EXERCISES[name]) == []


def test_nothing_recorded_lacks_its_exercise():
    assert set(records.index()) == set(EXERCISES)
    assert {path.stem for path in records.index().values()} == set(exercises.notebooks())


@pytest.mark.parametrize("name", EXERCISES)
def test_many_named_mistakes_stay_few_words(name):
    for sentence in EXERCISES[name].mistakes.values():
        assert 30 <= len(sentence) <= 320 and sentence[-1] in ".?", sentence
