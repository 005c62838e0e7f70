"""Every row of the catalogue: mistakes are caught and named as the bank says, unusual right answers pass."""
import pytest

from course.checking.judge import CORRECT, NAMED
from course.solutions import exercises
from tests import catalogue

MARKS = {"seen", "asked", "plausible"}


def test_the_catalogue_speaks_of_exercises():
    assert set(catalogue.tables()) <= set(exercises.load())
    assert {row.mark for row in catalogue.mistakes()} | {row[1] for row in catalogue.elsewhere()} <= MARKS


@pytest.mark.parametrize("row", catalogue.mistakes(), ids=lambda row: f"{row.function}: {row.text}")
def test_a_mistake_is_caught_and_named_or_honestly_unnamed(row):
    judged = catalogue.judged(row)
    assert judged.verdict != CORRECT and judged.fraction < 1
    assert judged.diagnosis == (row.sentence or "")
    assert (judged.verdict == NAMED) == bool(row.sentence)


@pytest.mark.parametrize("row", catalogue.unusual(), ids=lambda row: f"{row.function}: {row.text}")
def test_a_right_answer_may_look_unusual(row):
    judged = catalogue.judged(row)
    assert judged.verdict == CORRECT, judged.message


def test_the_page_is_what_the_catalogue_says():
    assert catalogue.PAGE.read_text(encoding="utf-8") == catalogue.page()
