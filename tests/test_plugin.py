"""nbgrader's commands and API grade as `course grade` does; its own executor gives the same scores."""
import contextlib
import csv
import io
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest
from jupyter_core.application import NoStart
from nbgrader.apps import NbGraderAPI
from nbgrader.apps.nbgraderapp import NbGraderApp
from nbgrader.coursedir import CourseDirectory

import course.grading
from course.building.assignments import load_config
from course.building.notebooks import ROOT, check_cells
from course.checking import CheckFailed, check
from course.checking.check import STOCK
from course.grading import batch, late, reports, sandbox, stock
from course.grading.gradebook import open_gradebook
from course.solutions import exercises
from tests import classroom

pytestmark = pytest.mark.skipif(not sandbox.isolation().is_isolation, reason="grading asks for isolation")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
RIGHT = classroom.right()
EXERCISES = exercises.load(classroom.NOTEBOOK)
UNREFUSING = {name: source.replace("    network.check_layer_dims(layer_dims)\n", "") for name, source in RIGHT.items()}


def run(root, *arguments, code=0, **environment):
    """A command of the course or nbgrader in a course folder; what it printed."""
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=root, env={**ENVIRONMENT, **environment}, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == code, done.stdout
    return done.stdout


def nbgrader(root, *arguments, code=0):
    """A command of nbgrader in this very process, which saves its start; its log."""
    said = io.StringIO()
    ended = 0
    with contextlib.chdir(root), pytest.MonkeyPatch.context() as patch:
        patch.delenv(STOCK, raising=False)
        app = NbGraderApp.instance()
        try:
            app.initialize(list(arguments))
            app.init_logging(logging.StreamHandler, [said], color=False, subapps=True)
            app.start()
        except NoStart:  # how an application says that its subcommand has done the work
            pass
        except SystemExit as stop:
            ended = stop.code or 0
        finally:
            app.reset()
            NbGraderApp.clear_instance()
    assert ended == code, said.getvalue()
    return said.getvalue()


@lru_cache(maxsize=1)
def empty_gradebook():
    """The bytes of a new gradebook: making one takes a second."""
    with tempfile.TemporaryDirectory() as folder:
        with open_gradebook(f"sqlite:///{folder}/gradebook.db"):
            pass
        return (Path(folder) / "gradebook.db").read_bytes()


def course_folder(folder, name=classroom.NOTEBOOK):
    """A folder with one source notebook of this course, its settings and an empty gradebook."""
    source = classroom.notebooks.source_path(name)
    (folder / "source" / source.parent.name).mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    shutil.copy(source, folder / "source" / source.parent.name)
    (folder / "gradebook.db").write_bytes(empty_gradebook())
    return folder


def hand_in_class(root, mistakes, name=classroom.NOTEBOOK):
    """A right, a blank and a partly right submission, and some with the n-th mistake of every exercise."""
    right, week = classroom.right(name), classroom.notebooks.source_path(name).parent.name
    submissions = {"right": right, "blank": {}, **({"unrefusing": UNREFUSING} if name == classroom.NOTEBOOK else {})}
    written = {}
    for made, said in classroom.written_mistakes(name):
        written.setdefault(made.name, []).append(classroom.mistaken(made, said))
    for n in range(max(map(len, written.values())) if mistakes is None else mistakes):
        submissions[f"wrong{n}"] = {**right, **{made: sources[n % len(sources)] for made, sources in written.items()}}
    for learner, answers in submissions.items():
        classroom.hand_in(root, learner, classroom.answered(answers, name), name, week)


def rows(root, week=classroom.WEEK):
    """{(learner, exercise): row} of scores.csv."""
    with open(root / "reports" / week / "scores.csv", encoding="utf-8") as file:
        return {(row["learner"], row["exercise"]): row for row in csv.DictReader(file)}


def gradebook(root):
    return open_gradebook(f"sqlite:///{root}/gradebook.db")


def scores(root, week=classroom.WEEK):
    """{(learner, check cell): score} as the gradebook has them."""
    with gradebook(root) as book:
        return {(s.student.id, grade.name): grade.score for s in book.assignment_submissions(week)
                for notebook in s.notebooks for grade in notebook.grades}


def api(root):
    config = load_config(root)
    config.CourseDirectory.root = str(root)
    return NbGraderAPI(coursedir=CourseDirectory(config=config), config=config)


@pytest.fixture
def root(tmp_path):
    return course_folder(tmp_path / "a course")


def check_cell(name, function):
    """Run a source notebook's check cell as an instructor's Run All does; the value of its last line."""
    cell = check_cells(classroom.notebooks.read(classroom.notebooks.source_path(classroom.NOTEBOOK)))[name]
    *lines, last = [line for line in cell["source"].splitlines() if not line.startswith("###")]
    namespace = {name: function}
    exec("\n".join(lines), namespace)
    return eval(last, namespace)


@pytest.mark.parametrize("name", EXERCISES)
def test_run_all_of_a_source_notebook(name, monkeypatch):
    monkeypatch.delenv(STOCK, raising=False)
    assert check_cell(name, EXERCISES[name].function) is None
    for wrong in list(EXERCISES[name].wrong.values())[:3]:
        wrong.__name__ = name
        with pytest.raises(CheckFailed):
            check_cell(name, wrong)
        with pytest.raises(CheckFailed):
            course.grading.grade(wrong)


def test_grade_draws_fresh_cases(monkeypatch):
    monkeypatch.delenv(stock.SEED, raising=False)
    seen = set()
    monkeypatch.setattr(stock, "judged", lambda name, function, seed: seen.add(seed) or stock.judge(
        stock.records.spec(name), stock.examiner.all_trials(name, seed), stock.LocalSubject(function, name)))
    course.grading.grade(EXERCISES["activation_scales"].function)
    course.grading.grade(EXERCISES["activation_scales"].function)
    assert len(seen) == 2


def test_under_stock_execution_the_value_is_the_points(monkeypatch, capsys):
    shown = []
    monkeypatch.setenv(STOCK, "1")
    monkeypatch.setattr(stock, "show", shown.append)
    made = EXERCISES["initialize_parameters_he"]

    def initialize_parameters_he(layer_dims, rng):
        print("a note", file=sys.stderr)
        return made.function([2, 3, 4] if len(layer_dims) < 2 or min(layer_dims) < 1 else layer_dims, rng)

    check(initialize_parameters_he)
    assert course.grading.grade(initialize_parameters_he) == pytest.approx(4 * 5 / 6, abs=1e-4)
    assert course.grading.grade(made.function) == 4.0
    wrong = next(iter(made.wrong.values()))
    assert course.grading.grade(wrong) == 0.0
    assert [result.verdict for result in shown] == ["incorrect", "correct", "named mistake"]
    assert capsys.readouterr().err == ""


def test_a_wrong_prerequisite_costs_nothing_under_stock_execution(monkeypatch):
    from dataclasses import replace
    monkeypatch.setenv(STOCK, "1")
    monkeypatch.setattr(stock, "show", lambda result: None)
    spec_of = stock.records.spec
    monkeypatch.setattr(stock.records, "spec", lambda name: replace(
        spec_of(name), uses=("initialize_parameters_zeros",) if name == "activation_scales" else ()))
    namespace = {"reference": EXERCISES["activation_scales"].function, "initialize_parameters_zeros": lambda layer_dims: {}}
    exec("def activation_scales(X, parameters, activation):\n"
         "    assert initialize_parameters_zeros([2, 3])\n    return reference(X, parameters, activation)\n", namespace)
    assert stock.grade(namespace["activation_scales"], namespace) == 4.0
    assert namespace["initialize_parameters_zeros"]([2, 3]) == {}


def test_nbgrader_autograde_is_course_grade(root):
    hand_in_class(root, 1)
    classroom.hand_in(root, "broken", "{ not json")
    said = run(root, "nbgrader", "autograde", "week1")
    assert "isolation: " in said and "right: 18 of 18 points" in said
    by_nbgrader, in_gradebook = rows(root), scores(root)
    seed = json.loads((root / "reports/week1/run.json").read_text())["seed"]
    run(root, "course.cli", "grade", "week1", "--root", str(root))
    assert rows(root) == by_nbgrader and scores(root) == in_gradebook
    assert json.loads((root / "reports/week1/run.json").read_text())["seed"] == seed
    assert {row["verdict"] for (learner, _), row in by_nbgrader.items() if learner == "broken"} == {"missing"}
    assert sum(value for (learner, _), value in in_gradebook.items() if learner == "right") == 18


def test_options_of_nbgrader_autograde(root):
    classroom.hand_in(root, "ann", classroom.answered(RIGHT))
    classroom.hand_in(root, "bob", classroom.answered({}))
    nbgrader(root, "autograde", "week1", "--Autograde.create_student=False", code=1)
    assert not (root / "autograded").exists()
    nbgrader(root, "autograde", "week1", "--student", "ann")
    assert (root / "autograded/ann/week1/initialization.ipynb").is_file() and not (root / "autograded/bob").exists()
    before = reports.read_verdicts(root, "week1")["ann"]["run"]
    said = nbgrader(root, "autograde", "week1", "--CourseDirectory.student_id_exclude=bob")
    assert reports.read_verdicts(root, "week1")["ann"]["run"] == before and "bob" not in said
    nbgrader(root, "autograde", "week1", "--student", "ann", "--force", "--notebook", "initialization")
    assert reports.read_verdicts(root, "week1")["ann"]["run"] != before
    classroom.hand_in(root, "ann", classroom.answered({}))
    nbgrader(root, "autograde", "week1")
    assert sum(value for (learner, _), value in scores(root).items() if learner == "ann") == 0
    nbgrader(root, "autograde", "week1", "--student", "nobody", code=1)
    nbgrader(root, "autograde", "week9", code=1)


def test_late_penalties(root):
    with open(root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    classroom.hand_in(root, "late", classroom.answered(RIGHT), timestamp="2026-03-03 10:00:00 UTC")
    classroom.hand_in(root, "early", classroom.answered(RIGHT), timestamp="2026-03-01 10:00:00 UTC")
    nbgrader(root, "db", "assignment", "add", "week1", "--duedate", "2026-03-02 10:00:00 UTC")
    for grade in (lambda: batch.grade_week(root, "week1", penalty=late.configured(root)),
                  lambda: nbgrader(root, "autograde", "week1", "--force")):
        grade()
        with gradebook(root) as book:
            for name, taken in (("late", 18), ("early", None)):
                assert book.find_submission_notebook("initialization", "week1", name).late_submission_penalty == taken
    classroom.hand_in(root, "late", classroom.answered(RIGHT), timestamp="2026-03-01 10:00:00 UTC")
    nbgrader(root, "autograde", "week1")
    with gradebook(root) as book:
        assert book.find_submission_notebook("initialization", "week1", "late").late_submission_penalty is None


def test_formgraders_button(root):
    classroom.hand_in(root, "ann", classroom.answered(UNREFUSING))
    done = api(root).autograde("week1", "ann")
    assert done["success"] and "ann: 15.6666 of 18" in done["log"]
    assert sum(scores(root).values()) == pytest.approx(15.6666)
    assert api(root).generate_feedback("week1", "ann")["success"]
    assert (root / "feedback/ann/week1/initialization.html").is_file()
    failed = api(root).autograde("week1", "nobody")
    assert not failed["success"] and "No submission of week1" in failed["log"]


def test_a_second_grader_is_told(root):
    classroom.hand_in(root, "ann", classroom.answered({}))
    with batch.only_grader(root):
        assert "Another grader is at work" in nbgrader(root, "autograde", "week1", code=1)


def test_manual_grades_are_flagged(root):
    classroom.hand_in(root, "ann", classroom.answered({}))
    nbgrader(root, "autograde", "week1")
    with gradebook(root) as book:
        grade = book.find_grade("check_activation_scales", "initialization", "week1", "ann")
        grade.manual_score, grade.needs_manual_grade = 2.0, False
        book.db.commit()
    classroom.hand_in(root, "ann", classroom.answered(RIGHT))
    assert "activation_scales: a manual score was given before" in nbgrader(root, "autograde", "week1")
    with gradebook(root) as book:
        grade = book.find_grade("check_activation_scales", "initialization", "week1", "ann")
        assert (grade.manual_score, grade.auto_score, grade.needs_manual_grade) == (2.0, 4.0, True)


def test_a_bonus_is_beyond_the_maximum_and_extra_credit_by_hand_stays(tmp_path):
    name, cell = "learning_rate_decay", "check_cosine_decay_with_warmup"
    root, right = course_folder(tmp_path / "course", name), classroom.right(name)
    bonus = exercises.load(name)["cosine_decay_with_warmup"].points
    without = {made: source for made, source in right.items() if f"check_{made}" != cell}
    for answers, auto in ((without, 0), (right, bonus), (right, bonus)):
        classroom.hand_in(root, "ann", classroom.answered(answers, name), name, "week2")
        batch.grade_week(root, "week2")
        with gradebook(root) as book:
            submission, grade = book.find_submission("week2", "ann"), book.find_grade(cell, name, "week2", "ann")
            assert grade.auto_score == auto and not grade.needs_manual_grade
            assert submission.score == pytest.approx(submission.max_score + auto + (grade.extra_credit or 0))
            assert grade.extra_credit in (None, 1.5)
            grade.extra_credit = 1.5
            book.db.commit()


def test_a_submission_that_could_not_be_graded_asks_for_a_look(root, monkeypatch):
    classroom.hand_in(root, "ann", classroom.answered(RIGHT))
    batch.grade_week(root, "week1")
    (root / "feedback/ann/week1").mkdir(parents=True)
    monkeypatch.setattr(batch.submission, "examine_folder", lambda *_: 1 / 0)
    (done,) = batch.grade_week(root, "week1")
    assert done.status == batch.FAILED
    with gradebook(root) as book:
        submission = book.find_submission("week1", "ann")
        assert submission.needs_manual_grade and submission.score == 0
    assert not (root / "autograded/ann/week1/initialization.ipynb").exists() and not (root / "feedback/ann/week1").exists()


def test_export(root):
    hand_in_class(root, 0)
    nbgrader(root, "autograde", "week1")
    nbgrader(root, "export", "--to", "grades.csv")
    with open(root / "grades.csv", encoding="utf-8") as file:
        exported = {row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in csv.DictReader(file)}
    assert exported == {"right": (18, 18), "blank": (0, 18), "unrefusing": (pytest.approx(15.6666), 18)}


def equal_scores(folder, mistakes, name=classroom.NOTEBOOK):
    """Grade one class both ways, with one seed; every score, verdict and message is the same."""
    week = classroom.notebooks.source_path(name).parent.name
    ours, stocks = course_folder(folder / "ours", name), course_folder(folder / "stock", name)
    for place in (ours, stocks):
        hand_in_class(place, mistakes, name)
    run(ours, "course.cli", "grade", week, "--root", str(ours))
    before = json.loads((ours / f"reports/{week}/run.json").read_text())
    reports.write_json(stocks / f"reports/{week}/run.json", before)
    run(stocks, "nbgrader", "generate_assignment", week)
    run(stocks, "nbgrader", "autograde", week, COURSE_STOCK_GRADING="1")
    assert rows(stocks, week) == rows(ours, week)
    assert scores(stocks, week) == pytest.approx(scores(ours, week))
    for learner, content in reports.read_verdicts(stocks, week).items():
        assert content["exercises"] == reports.read_verdicts(ours, week)[learner]["exercises"]
    return rows(ours, week)


def test_stock_execution_gives_equal_scores(tmp_path):
    found = equal_scores(tmp_path, 1)
    assert {row["verdict"] for row in found.values()} >= {"correct", "not attempted", "named mistake", "incorrect"}


@pytest.mark.slow
@pytest.mark.parametrize("name", exercises.notebooks())
def test_stock_execution_gives_equal_scores_for_every_mistake(name, tmp_path):
    equal_scores(tmp_path, None, name)
