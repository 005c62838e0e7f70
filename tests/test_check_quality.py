"""docs/check-quality.md meets the goals, and a sample of what it reports is measured again."""
import numpy as np
import pytest

from benchmarks import quality_page
from benchmarks.check_quality import PAGE, Quality, _right
from course.building import killing, mutants
from course.solutions import exercises
from tests import banks

EXERCISES = exercises.load()
ROWS = quality_page.read(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
SAMPLE = 4      # mutants of each exercise
DRAWS = 3


def share(rows, column):
    """“3/4” of every row, added up."""
    pairs = [row[column].split("/") for row in rows.values()]
    return [sum(int(pair[k]) for pair in pairs) for k in (0, 1)]


def total(column):
    return sum(int(row[column]) for row in ROWS.values())


def test_the_page_covers_every_exercise():
    assert sorted(ROWS) == sorted(EXERCISES)


def test_mutants_are_killed():
    assert total("killed by all") >= 0.99 * total("mutants")
    assert total("killed by public") >= 0.95 * total("mutants")


def test_every_survivor_is_explained():
    assert {name: row for name, row in ROWS.items() if row["killed by all"] != row["mutants"]} == {}


@pytest.mark.parametrize("column, goal", [("right variants passed", 1), ("named mistakes", 1), ("rewritten recognized", 0.95),
                                          ("unnamed caught", 1)])
def test_answers_are_judged_as_they_should_be(column, goal):
    found, of = share(ROWS, column)
    assert found >= goal * of


def test_nothing_is_named_wrongly():
    assert total("named wrongly") == 0


def test_a_check_answers_at_once():
    assert np.median([float(row["check, ms"]) for row in ROWS.values()]) < 50


def test_the_page_counts_todays_mutants():
    """The page is written anew when references or operators change."""
    made = {name: len(mutants.mutants(one.source)) for name, one in EXERCISES.items()}
    assert {name: int(row["mutants"]) + int(row["equivalent"]) for name, row in ROWS.items()} == made


def test_listed_equivalents_are_mutants_and_have_reasons():
    for name, listed in killing.equivalents().items():
        keys = {mutant.key for mutant in mutants.mutants(EXERCISES[name].source)}
        assert set(listed) <= keys, f"{name}: {sorted(set(listed) - keys)}"
        assert all(len(reason) > 15 for reason in listed.values())


@pytest.mark.parametrize("name", EXERCISES)
def test_a_sample_of_mutants_is_killed(name):
    kills = killing.kill(name, sample=SAMPLE)
    assert [mutant.diff for mutant in kills.survivors] == []


@pytest.mark.parametrize("name", EXERCISES)
def test_a_sample_of_draws_accepts_every_right_variant(name):
    found = Quality(name, "")
    _right(found, DRAWS)
    assert found.accepted == found.variants >= 4


def test_every_wrong_answer_of_the_bank_says_where_it_comes_from():
    marks = {mark.split(":")[0] for found in banks.WRONG.values() for _, _, mark in found}
    assert marks <= {"seen", "asked", "plausible", "an empty dictionary", ""}
