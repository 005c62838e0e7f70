"""The files in docs/ci, run as far as they can be without the services that they are for."""
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from course.building.bundle import write_bundle
from course.building.notebooks import ROOT
from tests import classroom

CI = ROOT / "docs" / "ci"
yaml = pytest.importorskip("yaml")


def run(line, folder, **environment):
    return subprocess.run(list(map(str, line)), cwd=folder, capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": "", **environment})


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The learner bundle, as a learner's repository holds it, one exercise of week 1 answered wrongly."""
    place = tmp_path_factory.mktemp("bundle") / "repository"
    write_bundle(ROOT, place, gradebook=False)
    wrong = classroom.right() | {"activation_scales": "def activation_scales(X, parameters, activation):\n    return [0.5]"}
    (place / "week1" / "initialization.ipynb").write_text(json.dumps(classroom.answered(wrong)), encoding="utf-8")
    for path in (place / "week1").glob("*.ipynb"):
        if path.stem != "initialization":
            path.unlink()
    return place


@pytest.mark.parametrize("name", ["self-check.yml", "grade.yml"])
def test_workflows_are_workflows(name):
    text = (CI / name).read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert set(workflow) >= {"name", "jobs", "permissions"} and True in workflow     # YAML reads the key `on` as true
    for job in workflow["jobs"].values():
        assert job["runs-on"] and all("uses" in step or "run" in step for step in job["steps"])
        for step in job["steps"]:
            if "run" in step:
                assert subprocess.run(["bash", "-n"], input=step["run"], text=True).returncode == 0
    assert "secrets." not in text or name == "grade.yml"


def test_the_learners_workflow_runs_in_a_bundle(bundle):
    """The step that checks, as it is written, with this Python in place of the one that start.py makes."""
    steps = yaml.safe_load((CI / "self-check.yml").read_text(encoding="utf-8"))["jobs"]["self-check"]["steps"]
    script = next(step["run"] for step in steps if "autograde" in step.get("run", "")).replace(".venv/bin/python", sys.executable)
    for week in bundle.glob("week*"):
        if week.name != "week1":
            shutil.rmtree(week)
    done = run(["bash", "-e", "-c", script], bundle)
    assert done.returncode == 0, done.stderr
    suite = ElementTree.parse(bundle / "results" / "week1.xml").getroot()
    assert "not a grade" in suite.get("name") and suite.get("failures") == "1" and suite.get("errors") == "0"
    assert not list((bundle / "course").glob("solutions*")) and not list((bundle / "course").glob("grading*"))
    printed = json.loads(done.stdout)
    assert printed["score"] == 14 and "not a grade" in printed["label"]


def test_collecting_repositories(tmp_path):
    about = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
             "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_COMMITTER_DATE": "2026-03-01T12:00:00+01:00", "HOME": str(tmp_path)}
    for learner in ("ada", "bo"):
        place = tmp_path / "remote" / learner
        (place / "week1").mkdir(parents=True)
        (place / "week1" / "initialization.ipynb").write_text(json.dumps(classroom.answered(classroom.right())))
        (place / "week1" / "stolen.ipynb").symlink_to("/etc/passwd")
        (place / "week1" / "more.py").write_text("raise SystemExit")
        for line in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "work"]):
            assert run(["git", *line], place, **about).returncode == 0
    rows = [f"ada,{tmp_path}/remote/ada", f"bo,{tmp_path}/remote/bo", f"cy,{tmp_path}/remote/nobody", "../dee,x"]
    (tmp_path / "learners.csv").write_text("learner,repository\n" + "\n".join(rows) + "\n")
    done = run([sys.executable, CI / "collect.py", tmp_path / "learners.csv", "week1", "--root", tmp_path], tmp_path, **about)
    assert done.returncode == 0 and "2 of 4 repositories taken" in done.stdout
    assert "cy: the repository cannot be read" in done.stderr and "'../dee' is not a name" in done.stderr
    found = sorted(path.name for path in (tmp_path / "submitted/ada/week1").iterdir())
    assert "initialization.ipynb" in found and "more.py" not in found
    assert (tmp_path / "submitted/ada/week1/timestamp.txt").read_text().strip() == "2026-03-01 11:00:00 UTC"
    stolen = tmp_path / "submitted/ada/week1/stolen.ipynb"
    assert not stolen.exists() or stolen.read_text() == "/etc/passwd"


def test_the_gradescope_image_grades_a_submission(tmp_path):
    place = tmp_path / "autograder"
    (place / "submission").mkdir(parents=True)
    (place / "source").mkdir()
    for name in ("course", "data", "docs"):
        (place / "source" / name).symlink_to(ROOT / name)
    (place / "source" / "week").write_text("week1\n")
    (place / "source" / "seed").write_text("20260301\n")
    (place / "submission" / "initialization.ipynb").write_text(json.dumps(classroom.answered(classroom.right())))
    script = CI / "gradescope" / "run_autograder"
    done = run([script], tmp_path, AUTOGRADER=str(place), PYTHON=sys.executable)
    assert done.returncode == 0, done.stderr
    results = json.loads((place / "results" / "results.json").read_text(encoding="utf-8"))
    tests = {test["name"]: test for test in results["tests"]}
    ours = [test for name, test in tests.items() if name.startswith("initialization: ")]
    assert len(ours) == 5 and all(test["status"] == "passed" and test["score"] == test["max_score"] for test in ours)
    assert results["score"] == sum(test["score"] for test in tests.values()) == 18
    assert any("was not handed in" in test["output"] for test in tests.values()) or len(tests) == 5


def test_a_submission_that_cannot_be_graded_leaves_no_results(tmp_path):
    place = tmp_path / "autograder"
    (place / "source").mkdir(parents=True)
    (place / "source" / "course").symlink_to(ROOT / "course")
    done = run([CI / "gradescope" / "run_autograder"], tmp_path, AUTOGRADER=str(place), PYTHON=sys.executable)
    assert done.returncode == 1 and "There is no folder" in done.stderr
    assert not (place / "results" / "results.json").exists()


@pytest.mark.parametrize("script", ["gradescope/setup.sh", "gradescope/run_autograder"])
def test_scripts_are_executable_shell(script):
    path = CI / script
    assert os.access(path, os.X_OK) and subprocess.run(["bash", "-n", path]).returncode == 0


def test_no_registry_is_named():
    for path in Path(CI).rglob("*"):
        if path.is_file():
            assert not any(host in path.read_text(encoding="utf-8") for host in ("pypi", "conda", "docker.io", "ghcr"))
