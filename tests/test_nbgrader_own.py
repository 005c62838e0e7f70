"""nbgrader's own tests of autograding, with our executor in the place of nbgrader's."""
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from course.building.notebooks import ROOT
from course.grading import sandbox

LIST = ROOT / "docs" / "nbgrader-tests.md"
SKIPPED = {"test_many_students", "test_infinite_loop_with_output"}      # by nbgrader itself
INJECT = "from traitlets.config import Config\n\nfrom course.grading import plug_in\n\nplug_in(Config())\n"


def deviations():
    """{test: reason} of the table in docs/nbgrader-tests.md."""
    return dict(re.findall(r"^\| `(test_\w+(?:\[[^`]*\])?)` \| (.+?) \|$", LIST.read_text(encoding="utf-8"), re.MULTILINE))


def outcomes(folder):
    """{test: "passed", "failed" or "skipped"} of nbgrader's test_nbgrader_autograde.py in a process of its own."""
    import nbgrader
    (folder / "examiner_injected.py").write_text(INJECT, encoding="utf-8")
    tests = Path(nbgrader.__file__).parent / "tests" / "apps" / "test_nbgrader_autograde.py"
    paths = os.pathsep.join([str(folder), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
                   "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]}
    subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "examiner_injected", "-p", "no:cacheprovider",
                    f"--junitxml={folder / 'outcome.xml'}", str(tests)], cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    found = {}
    for case in ElementTree.parse(folder / "outcome.xml").iter("testcase"):
        kinds = {child.tag for child in case}
        found[case.get("name")] = "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"
    return found


def test_every_deviation_has_a_reason():
    assert deviations() and all(len(reason.split()) > 5 for reason in deviations().values())


@pytest.mark.slow
@pytest.mark.skipif(not sandbox.isolation().is_isolation, reason="grading asks for isolation")
def test_nbgraders_own_tests_pass_but_for_the_deviations(tmp_path):
    found = outcomes(tmp_path)
    assert {name for name, outcome in found.items() if outcome == "failed"} == set(deviations())
    assert {name for name, outcome in found.items() if outcome == "skipped"} == SKIPPED
    assert len(found) == 42
