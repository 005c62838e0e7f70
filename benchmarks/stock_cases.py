"""What nbgrader by itself makes of the cases in tests/cases: data for docs/grading-cases.md.

    python benchmarks/stock_cases.py [F01 C04 …] [--again]

Each case is one run of `nbgrader autograde` over three learners: one who is right, the case, and one who is right and
comes after it. The check cells hand their points over as nbgrader reads them; the plug-in of this course is not there.
Everything happens in a copy of the course, in which bubblewrap lets a case do what it likes and nothing outside.
The outcomes go to docs/grading-cases.json as they are found, so that an interrupted run goes on where it stopped.
"""
import argparse
import copy
import html
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from course.building import notebooks  # noqa: E402
from course.grading.autograded import shown_source  # noqa: E402
from tests.cases import CASES, FULL, Submission  # noqa: E402

DATA = ROOT / "docs" / "grading-cases.json"
BEFORE, AFTER = "alice", "zoe"
LIMIT = 20                 # seconds a cell, so that endless ones end
PATIENCE = 400             # seconds for a whole run
SKIPPED = {"F26": "not run: without a limit it takes all of the machine's memory"}
SETTINGS = """c = get_config()
c.CourseDirectory.course_id = "improving-deep-networks"
c.Execute.timeout = {limit}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", help="ids (default: all that have no outcome yet)")
    parser.add_argument("--again", action="store_true", help="run cases that have an outcome, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base"
        make_course(base)
        for name in options.cases or list(CASES):
            found = known()
            if name in found and not options.again:
                continue
            outcome = SKIPPED.get(name) or run_case(base, Path(folder) / "run", CASES[name])
            print(f"{name}: {outcome}", flush=True)
            DATA.write_text(json.dumps({**known(), name: outcome}, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def known():
    return json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else {}


def make_course(base):
    """A course folder of its own, assignment made, the first learner graded."""
    shutil.copytree(ROOT / "course", base / "course", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data", base / "data")
    place = base / "source" / "week1"
    place.mkdir(parents=True)
    place.joinpath("initialization.ipynb").write_text(json.dumps(without_experiments()), encoding="utf-8")
    (base / "nbgrader_config.py").write_text(SETTINGS.format(limit=LIMIT), encoding="utf-8")
    hand_in(base, BEFORE, None)
    inside(base, ["generate_assignment", "week1"])
    inside(base, ["autograde", "week1"])
    if scores(base).get(BEFORE) != FULL:
        raise SystemExit("nbgrader does not give full marks to right answers here; nothing can be compared.")


def without_experiments():
    notebook = notebooks.read(notebooks.source_path("initialization"))
    notebook["cells"] = [cell for cell in notebook["cells"] if "experiment" not in cell["metadata"].get("tags", [])]
    return notebook


def hand_in(root, learner, case):
    """A right submission, changed by a case."""
    notebook = copy.deepcopy(without_experiments())
    for name, cell in notebooks.check_cells(notebook).items():
        cell["source"] = hidden(name)
    folder = root / "submitted" / learner / "week1"
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
    sub = Submission(notebook, folder)
    if case:
        case.edit(sub)
    if sub.raw is not False:
        data = json.dumps(sub.notebook).encode() if sub.raw is None else sub.raw
        (folder / "initialization.ipynb").write_bytes(data)


def hidden(name):
    """What a learner has in a check cell; nbgrader puts the hidden tests back."""
    return shown_source(name)


def inside(root, arguments):
    """An nbgrader command in the course folder; nothing else can be written, and all processes end with it."""
    line = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--bind", root, root,
            "--unshare-pid", "--unshare-net", "--die-with-parent", "--chdir", root, sys.executable, "-m", "nbgrader", *arguments]
    home = root / "home"
    home.mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(root), "COURSE_STOCK_GRADING": "1", "COURSE_GRADING_SEED": "20260301",
                   "PATH": os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"], "HOME": str(home),
                   "JUPYTER_RUNTIME_DIR": str(home / "runtime"), "IPYTHONDIR": str(home / "ipython"),
                   "MPLBACKEND": "agg", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    try:
        return subprocess.run(list(map(str, line)), env=environment, capture_output=True, text=True, errors="replace",
                              timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return None


def scores(root):
    """{learner: points} as the gradebook has them."""
    with sqlite3.connect(root / "gradebook.db") as book:
        rows = book.execute("select s.student_id, sum(coalesce(g.auto_score, 0)) from submitted_assignment s "
                            "join submitted_notebook n on n.assignment_id = s.id join grade g on g.notebook_id = n.id "
                            "group by s.student_id").fetchall()
    return dict(rows)


def run_case(base, root, case):
    """One sentence about what stock nbgrader did with a case."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(base, root, symlinks=True)
    learner = "bob" + case.id[3:] if " " in case.id else "bob"
    hand_in(root, learner, case)
    hand_in(root, AFTER, None)
    done = inside(root, ["autograde", "week1"])
    found = scores(root)
    faults = [*judged(case, found.get(learner), done), *others(found, base, root)]
    if case.id in ("C03", "C04", "C52", "C53", "C62"):
        faults += leaked(root, learner)
    return "; ".join(faults) if faults else "as asked"


def judged(case, points, done):
    """What is wrong with the case's own score."""
    if done is None:
        return [f"the run did not end within {PATIENCE} s"]
    if points is None:
        return [] if case.status == "missing" else ["the whole submission is rejected"]
    if abs(points - case.points) < 0.01:
        return []
    return [f"{points:g} points where {case.points:g} are deserved"]


def others(found, base, root):
    """What happened to the other learners and to the course's files."""
    faults = []
    if found.get(BEFORE) != FULL:
        faults.append(f"the learner before goes from {FULL} to {found.get(BEFORE, 0):g} points")
    if found.get(AFTER) is None:
        faults.append("the learner after is not graded")
    elif found[AFTER] != FULL:
        faults.append(f"the learner after gets {found[AFTER]:g} of {FULL} points")
    if changed(base / "course", root / "course"):
        faults.append("files of the course are changed")
    return faults


def changed(one, other):
    return any(path.read_bytes() != (other / path.relative_to(one)).read_bytes() for path in one.rglob("*.py"))


def leaked(root, learner):
    """What a reader of the feedback would get."""
    inside(root, ["generate_feedback", "week1", "--student", learner])
    place, faults = root / "feedback" / learner / "week1", []
    pages = "".join(path.read_text(encoding="utf-8", errors="replace") for path in place.rglob("*.html"))
    if "<script>alert(" in pages:
        faults.append("a script runs in the feedback page")
    if "from course.grading import grade" in pages:
        faults.append("hidden tests stand in the feedback page")
    if f"('{BEFORE}',)" in html.unescape(pages):
        faults.append("the gradebook's contents stand in the feedback page")
    if any((place / name).exists() for name in ("notes.txt", "db.bin")):
        faults.append("the files behind links are copied into the feedback")
    return faults


if __name__ == "__main__":
    main()
