"""Every case of tests/cases through `course grade`, in one run with honest learners before, between and after."""
import copy
import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from course.building import notebooks
from course.building.notebooks import ROOT
from course.grading.autograded import shown_source
from tests.cases import CASES, FULL, Submission

pytestmark = pytest.mark.xdist_group("grading cases")   # one run serves every test here
HONEST = ("alice", "F50 honest", "zoe")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """{learner: (verdicts.json, rows of scores.csv)} of one run over all cases."""
    root = tmp_path_factory.mktemp("class")
    right = notebooks.read(notebooks.source_path("initialization"))
    for name, cell in notebooks.check_cells(right).items():
        cell["source"] = shown_source(name)
    for learner in HONEST:
        hand_in(root, learner, Submission(copy.deepcopy(right), folder(root, learner)))
    for case in CASES.values():
        sub = Submission(copy.deepcopy(right), folder(root, case.id))
        case.edit(sub)
        hand_in(root, case.id, sub)
    source = one_notebook(root)
    done = subprocess.run([sys.executable, "-m", "course.cli", "grade", "week1", "--root", str(root), "--jobs", "2",
                           "--patience", "0.2"],
                          capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=root)
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-2000:]
    rows = list(csv.DictReader(open(root / "reports/week1/scores.csv", encoding="utf-8")))
    found = {}
    for learner in [*HONEST, *CASES]:
        path = root / "autograded" / learner / "week1" / "verdicts.json"
        found[learner] = (json.loads(path.read_text(encoding="utf-8")), [r for r in rows if r["learner"] == learner])
    found["root"], found["source"] = root, source
    return found


def folder(root, learner):
    place = root / "submitted" / learner / "week1"
    place.mkdir(parents=True)
    (place / "timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
    return place


def hand_in(root, learner, sub):
    if sub.raw is not False:
        data = json.dumps(sub.notebook).encode() if sub.raw is None else sub.raw
        (sub.folder / "initialization.ipynb").write_bytes(data)


def one_notebook(root):
    """A source folder in which the week has this one notebook."""
    place = root / "source" / "week1"
    place.mkdir(parents=True)
    path = place / "initialization.ipynb"
    path.write_bytes(notebooks.source_path("initialization").read_bytes())
    return path


@pytest.mark.parametrize("name", CASES)
def test_case(graded, name):
    case, (verdicts, rows) = CASES[name], graded[name]
    assert verdicts["status"] == case.status, verdicts["notes"]
    by_name = {row["name"]: row for row in verdicts["exercises"]}
    assert verdicts["score"] == pytest.approx(case.points, abs=0.01), [(r["name"], r["points"], r["message"]) for r in by_name.values()]
    for exercise, asked in case.verdicts.items():
        asked = (asked,) if isinstance(asked, str) else asked
        assert by_name[exercise]["verdict"] in asked, by_name[exercise]
    said = " ".join([*verdicts["notes"], *(row["message"] for row in by_name.values())])
    for words in case.says:
        assert words in said
    assert sum(float(row["points"]) for row in rows) == pytest.approx(case.points, abs=0.01)


@pytest.mark.parametrize("learner", HONEST)
def test_nobody_else_is_affected(graded, learner):
    assert graded[learner][0]["score"] == FULL
    assert all(row["verdict"] == "correct" for row in graded[learner][0]["exercises"])


def test_the_gradebook_holds_the_same_scores(graded):
    from course.grading.gradebook import open_gradebook
    with open_gradebook(f"sqlite:///{graded['root'] / 'gradebook.db'}") as book:
        for learner in [*HONEST, *CASES]:
            assert book.find_submission("week1", learner).score == pytest.approx(graded[learner][0]["score"], abs=0.01), learner


def test_nothing_of_the_learners_survives_or_is_left_behind(graded):
    assert not Path("/tmp/course-survived").exists()
    sources = list((graded["root"] / "submitted").glob("*/week1/initialization.ipynb"))
    assert not any(path.is_file() and path.read_bytes()[:4] == b"gone" for path in sources)
    assert graded["source"].read_bytes() == notebooks.source_path("initialization").read_bytes()


def test_no_script_and_no_hidden_test_in_any_autograded_notebook(graded):
    for path in (graded["root"] / "autograded").glob("*/week1/*"):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".ipynb":
            assert "<script" not in json.dumps([c["source"] for c in json.loads(text)["cells"] if c["cell_type"] == "markdown"])
            assert "HIDDEN TESTS" not in text and "course.grading" not in text.replace("sys.modules['course.grading']", "")
            outputs = [o for c in json.loads(text)["cells"] for o in c.get("outputs", [])]
            assert all(set(o.get("data", {})) <= {"text/plain", "text/html", "image/png"} for o in outputs)
        assert path.suffix in (".ipynb", ".json", ".txt")
        assert not [name for name in ("alice", "zoe") if name in text and name not in path.parts], path
