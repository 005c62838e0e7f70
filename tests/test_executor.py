"""Assignments of other courses: answers in the sandbox, test cells here, and only data between them."""
import textwrap

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

from course.grading import sandbox
from course.grading.executor import Examined

pytestmark = pytest.mark.skipif(not sandbox.isolation().is_isolation, reason="grading asks for isolation")


def test_cell(source):
    marks = {"grade": True, "grade_id": "t", "locked": True, "points": 2, "schema_version": 3, "solution": False, "task": False}
    return new_code_cell(textwrap.dedent(source), metadata={"nbgrader": marks})


test_cell.__test__ = False


def examined(folder, *cells, instructors="", timeout=30):
    """Run answer cells (text) and test cells; the notebook with its outputs."""
    made = [new_code_cell(textwrap.dedent(cell)) if isinstance(cell, str) else cell for cell in cells]
    executor = Examined(timeout=timeout)
    executor.instructors = lambda _: {"cells": [{"cell_type": "code", "source": instructors}]}
    nb, _ = executor.preprocess(new_notebook(cells=made), {"metadata": {"path": str(folder)}})
    return nb


def points(folder, *cells, **options):
    return [determine_grade(cell)[0] for cell in examined(folder, *cells, **options).cells if "nbgrader" in cell.metadata]


def test_values_functions_and_errors_cross(tmp_path):
    assert points(tmp_path, "a = {'x': [1, 2.5], 3: 'y'}", "def f(x, y=1):\n    return x + y", test_cell("""
        assert a == {'x': [1, 2.5], 3: 'y'} and f(2) == 3 and f(2, y=5) == 7 and f(x=1) == 2
        try:
            f('a')
        except TypeError:
            pass
        """)) == [2]


def test_partial_credit_and_names_of_the_tests_own(tmp_path):
    helper = test_cell("def close(a, b):\n    return abs(a - b) < 1e-9 and answer == 1")
    assert points(tmp_path, "answer, close = 1, lambda a, b: True", helper, test_cell("1.5 if close(answer, 1) else 0"),
                  "answer = 2", test_cell("assert not close(1, 5)")) == [2, 1.5, 2]


def test_modules_come_from_the_instructors_notebook(tmp_path):
    cells = ("import numpy as np\nnp.allclose = lambda *a: True\nx = np.ones(3)", test_cell("assert np.allclose(x, 0)"))
    assert points(tmp_path, *cells, instructors="import numpy as np") == [0]
    assert points(tmp_path, *cells) == [0]      # a module is no data: without an import of ours the name is unknown


@pytest.mark.parametrize("attack", [
    "class A:\n    def __eq__(self, other): return True\nx = A()",
    "import builtins\nbuiltins.isinstance = lambda *a: True\nx = 0",
    "import sys\nsys.excepthook = None\nx = 0\nget_ipython().showtraceback = None",
    "x = 0\nraise SystemExit",
    "import os\nx = 0\nos._exit(0)",
])
def test_nothing_is_gained(tmp_path, attack):
    assert points(tmp_path, attack, test_cell("assert x == 1"), test_cell("pass")) == [0, 2]


def test_time_runs_out(tmp_path):
    cells = ("import time\ndef f():\n    time.sleep(20)\n    return 1", test_cell("assert f() == 1"))
    assert points(tmp_path, *cells, timeout=1) == [0]


def test_errors_show_no_line_of_the_tests(tmp_path):
    nb = examined(tmp_path, "x = 1", test_cell("secret = 'hidden'\nassert x == 2, 'x is not right'"))
    assert [o.traceback for o in nb.cells[1].outputs] == [["AssertionError: x is not right"]]


def test_tests_see_the_files_beside_the_notebook(tmp_path):
    (tmp_path / "data.txt").write_text("1")
    assert points(tmp_path, test_cell("assert open('data.txt').read() == '1'")) == [2]


def test_other_languages_are_refused(tmp_path):
    nb = new_notebook(metadata={"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}})
    with pytest.raises(Exception, match="only Python is examined"):
        Examined().preprocess(nb, {"metadata": {"path": str(tmp_path)}})
