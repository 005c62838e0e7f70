"""A grading run as a whole: killed and gone on with, shared out, refused with a sentence, and never letting a score go stale."""
import csv
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor

import pytest

from course.building import notebooks
from course.building.notebooks import ROOT
from course.grading import batch, gradebook
from tests import classroom

RIGHT = classroom.right()
FULL = 18
SLOW = "import time\ntime.sleep(1.5)\n"


@pytest.fixture
def root(tmp_path):
    """A course folder whose week has one notebook."""
    place = tmp_path / "source" / "week1"
    place.mkdir(parents=True)
    (place / "initialization.ipynb").write_bytes(notebooks.source_path("initialization").read_bytes())
    return tmp_path


def hand_in(root, learner, slow=False, **answers):
    notebook = classroom.answered({**RIGHT, **answers})
    if slow:
        first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
        first["source"] = SLOW + first["source"]
    return classroom.hand_in(root, learner, notebook)


def course(root, *arguments, start=False):
    """The real command, in a process of its own."""
    line = [sys.executable, "-m", "course.cli", "grade", "week1", "--root", str(root), *arguments]
    about = {"env": {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}, "text": True, "cwd": root}
    if start:
        return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **about)
    return subprocess.run(line, capture_output=True, **about)


def verdicts(root, learner):
    return json.loads((root / "autograded" / learner / "week1" / "verdicts.json").read_text(encoding="utf-8"))


def saved(root):
    """{learner: time of writing} of everybody whose scores are saved."""
    found = {}
    for path in root.glob("autograded/*/week1/verdicts.json"):
        if json.loads(path.read_text(encoding="utf-8")).get("saved"):
            found[path.parents[1].name] = path.stat().st_mtime_ns
    return found


def score(root, learner):
    with gradebook.open_gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        return book.find_submission("week1", learner).score


def test_a_run_that_is_killed_half_way_is_gone_on_with(root):
    for learner in ("ann", "bea", "cid", "dot"):
        hand_in(root, learner, slow=True)
    running = course(root, "--jobs", "1", start=True)
    limit = time.monotonic() + 120
    while len(saved(root)) < 2 and time.monotonic() < limit:
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    before, seed = saved(root), json.loads((root / "reports/week1/run.json").read_text())["seed"]
    assert 2 <= len(before) < 4
    done = course(root, "--jobs", "1")
    assert done.returncode == 0, done.stderr
    after = saved(root)
    assert set(after) == {"ann", "bea", "cid", "dot"} and {name: after[name] for name in before} == before
    assert {verdicts(root, learner)["seed"] for learner in after} == {seed}
    assert all(score(root, learner) == FULL for learner in after)
    with open(root / "reports/week1/scores.csv", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 4 * len(RIGHT)


def test_a_second_grader_says_so(root):
    hand_in(root, "ann", slow=True)
    first = course(root, start=True)
    limit = time.monotonic() + 60
    while not (root / "reports/week1/run.json").exists() and time.monotonic() < limit:
        time.sleep(0.02)
    second = course(root)
    assert first.wait(timeout=120) == 0
    assert second.returncode == 1 and "Another grader is at work" in second.stderr


def results(root, **way):
    """Every learner's results of a run, in the order of their names."""
    graded = {}
    batch.grade_week(root, "week1", progress=lambda done: graded.update({done.learner: done.results}), **way)
    return [graded[learner] for learner in sorted(graded)]


def test_the_seed_stays_and_so_do_the_scores(root):
    sometimes = RIGHT["initialize_parameters_he"].replace("2 / n_in", "2.15 / n_in")
    hand_in(root, "ann", initialize_parameters_he=sometimes)
    hand_in(root, "bea")
    runs = []
    for new_seed in (False, False, True):
        runs.append((results(root, new_seed=new_seed), verdicts(root, "ann")["seed"]))
    assert runs[0] == runs[1] and runs[2][1] != runs[0][1]


def test_every_way_to_share_the_work_gives_equal_results(root):
    for k, learner in enumerate(("ann", "bea", "cid")):
        hand_in(root, learner, **({"activation_scales": "def activation_scales(X, parameters, activation):\n    return [1.0]"} if k else {}))
    with ProcessPoolExecutor(2) as pool:
        ways = [{"jobs": 1}, {"jobs": 2}, {"executor": batch.Here()}, {"executor": pool}]
        found = [results(root, **way) for way in ways]
    assert all(one == found[0] for one in found) and [len(one) for one in found[0]] == [5, 5, 5]


def test_a_dask_client_shares_the_work(root):
    distributed = pytest.importorskip("distributed")
    hand_in(root, "ann")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        with distributed.Client(cluster) as client:
            (one,) = batch.grade_week(root, "week1", executor=client.get_executor())
    assert one.points == FULL


def deadly(settings, learner, folder):
    """Grading that ends the process it happens in, for one learner."""
    if learner == "bea":
        os._exit(1)
    return EXAMINE(settings, learner, folder)


EXAMINE = batch.submission.examine_folder


def test_a_worker_that_dies_costs_one_submission(root, monkeypatch):
    for learner in ("ann", "bea", "cid", "dot"):
        hand_in(root, learner)
    monkeypatch.setattr(batch, "CONTEXT", multiprocessing.get_context("fork"))   # so that the worker knows of `deadly`
    monkeypatch.setattr(batch.submission, "examine_folder", deadly)
    graded = {one.learner: one for one in batch.grade_week(root, "week1", jobs=2)}
    assert graded["bea"].status == batch.FAILED and "ended from outside" in graded["bea"].notes[0]
    assert all(graded[learner].points == FULL for learner in ("ann", "cid", "dot"))


def test_a_failed_submission_keeps_no_older_score(root, monkeypatch):
    hand_in(root, "ann")
    hand_in(root, "bea")
    batch.grade_week(root, "week1")
    assert score(root, "ann") == FULL
    monkeypatch.setattr(batch.submission, "examine_folder",
                        lambda settings, learner, folder: 1 / 0 if learner == "ann" else EXAMINE(settings, learner, folder))
    ann, bea = batch.grade_week(root, "week1")
    assert (ann.status, bea.points) == (batch.FAILED, FULL) and "ZeroDivisionError" in ann.notes[0]
    assert score(root, "ann") == 0 and score(root, "bea") == FULL
    assert verdicts(root, "ann")["status"] == "failed" and verdicts(root, "ann")["exercises"] == []
    with open(root / "reports/week1/scores.csv", encoding="utf-8", newline="") as file:
        (row,) = [row for row in csv.DictReader(file) if row["learner"] == "ann"]
    assert row["verdict"] == "failed" and row["points"] == "" and "ZeroDivisionError" in row["message"]
    assert [path.name for path in (root / "autograded/ann/week1").iterdir()] == ["verdicts.json"]


def test_a_manual_score_that_no_longer_fits_is_flagged(root):
    hand_in(root, "ann", activation_scales="def activation_scales(X, parameters, activation):\n    return []")
    batch.grade_week(root, "week1")
    with gradebook.open_gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        book.find_grade("check_activation_scales", "initialization", "week1", "ann").manual_score = 3.0
        book.db.commit()
    (same,) = batch.grade_week(root, "week1")
    assert not any("manual score" in note for note in same.notes)
    hand_in(root, "ann")
    (changed,) = batch.grade_week(root, "week1")
    assert any("activation_scales: a manual score was given before" in note for note in changed.notes)
    with gradebook.open_gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        grade = book.find_grade("check_activation_scales", "initialization", "week1", "ann")
        assert (grade.manual_score, grade.auto_score, grade.needs_manual_grade) == (3.0, 4.0, True)


def test_what_cannot_start_is_said_in_a_sentence(root):
    def refused(*arguments, **about):
        done = course(root, *arguments, **about)
        assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
        return done.stderr

    assert "There is no folder" in refused() and "submitted" in refused()
    (root / "submitted").mkdir()
    assert "Nobody has handed in week1" in refused()
    hand_in(root, "ann")
    assert "No submission of week1 by nobody" in refused("--learner", "nobody")
    (root / "gradebook.db").write_bytes(b"this is no database" * 100)
    assert "gradebook" in refused() and "cannot be read" in refused()


def test_an_unknown_week_and_a_root_that_is_not_there(root):
    line = [sys.executable, "-m", "course.cli", "grade"]
    about = {"env": {**os.environ, "PYTHONPATH": str(ROOT)}, "text": True, "capture_output": True}
    hand_in(root, "ann")
    for arguments, said in (("week9", str(root)), "no folder submitted/<learner>/week9"), (("week1", str(root / "x")), "There is no folder"):
        done = subprocess.run([*line, arguments[0], "--root", arguments[1]], **about)
        assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr, done.stderr


def test_a_notebook_that_is_not_json_is_graded_as_missing_and_the_others_as_ever(root):
    classroom.hand_in(root, "ann", "{ this is not JSON")
    hand_in(root, "bea")
    done = course(root)
    assert done.returncode == 0, done.stderr
    assert verdicts(root, "ann")["status"] == "missing" and verdicts(root, "bea")["score"] == FULL
    assert "not complete JSON" in " ".join(verdicts(root, "ann")["notes"])


def test_a_file_that_cannot_be_written_stops_the_run_with_a_sentence(root):
    hand_in(root, "ann")
    (root / "autograded").write_text("a file where a folder should be")
    done = course(root)
    assert done.returncode == 1 and "Traceback" not in done.stderr and "run this again" in done.stderr, done.stderr


def test_learners_whose_names_differ_in_case_or_look_like_formulas(root):
    hand_in(root, "bob", activation_scales="def activation_scales(X, parameters, activation):\n    return []")
    for learner in ("Bob", "=1+1", "@SUM(A1)", "-2+3", "O'Brien; drop table grade"):
        hand_in(root, learner)
    graded = {one.learner: one.points for one in batch.grade_week(root, "week1")}
    assert graded.pop("bob") == FULL - 4 and set(graded.values()) == {FULL}
    assert score(root, "bob") == FULL - 4 and score(root, "Bob") == FULL
    with open(root / "reports/week1/scores.csv", encoding="utf-8", newline="") as file:
        fields = [field for row in csv.reader(file) for field in row]
    assert not [field for field in fields if field[:1] in ("=", "+", "@") or field.startswith("-2")]


def test_what_cannot_be_written_as_text_costs_nobody_anything(root):
    notebook = classroom.answered(RIGHT)
    experiment = next(cell for cell in notebook["cells"] if "experiment" in cell["metadata"].get("tags", []))
    experiment["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "half a character: \ud800"}]
    classroom.hand_in(root, "ann", json.dumps(notebook))
    (ann,) = batch.grade_week(root, "week1")
    assert (ann.status, ann.points) == ("graded", FULL)
    os.makedirs(os.fsencode(root) + b"/submitted/b\xff/week1")
    with pytest.raises(batch.GradingError, match="name that cannot be written"):
        batch.grade_week(root, "week1")


def test_a_mistake_is_named_as_its_own_when_a_prerequisite_is_wrong_too(root):
    """Both functions of this learner are wrong; the later one is told its own mistake, not that of the one it calls."""
    (root / "source/week1/regularization.ipynb").write_bytes(notebooks.source_path("regularization").read_bytes())
    written = classroom.written_mistakes("regularization")
    chosen = [next((made, said) for made, said in written if made.name == name and words in said) for name, words in (
        ("dropout_forward", "is 1 − keep_prob"), ("forward_propagation_with_dropout", "output layer are dropped"))]
    answers = {made.name: classroom.mistaken(made, said) for made, said in chosen}
    answered = classroom.answered({**classroom.right("regularization"), **answers}, "regularization")
    classroom.hand_in(root, "ann", answered, "regularization")
    batch.grade_week(root, "week1")
    found = {row["name"]: row["diagnosis"] for row in verdicts(root, "ann")["exercises"] if row["name"] in answers}
    assert found == {made.name: said for made, said in chosen}
