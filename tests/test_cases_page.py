"""The page of cases says what tests/cases and the committed data say."""
import json

import pytest

from benchmarks import cases_page
from tests.cases import CASES


def test_the_page_is_what_the_cases_say():
    assert cases_page.PAGE.read_text(encoding="utf-8") == cases_page.page(), \
        "Run `python benchmarks/cases_page.py` and commit docs/grading-cases.md."


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_every_case_says_what_must_happen(case):
    what, _, asked = case.asked.rpartition(": ")
    assert what and asked


def test_the_data_are_about_cases_that_exist():
    measured = json.loads(cases_page.DATA.read_text(encoding="utf-8"))
    assert set(measured) <= set(CASES)
    assert all(isinstance(said, str) and said for said in measured.values())
