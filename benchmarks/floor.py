"""The floor of grading: a learner's cells executed in a bare fork, the same draws and comparisons there, one commit."""
import json
import os

from course.building.notebooks import graded
from course.checking import records
from course.checking.judge import judge
from course.checking.subject import LocalSubject
from course.grading import blueprint, gradebook
from course.grading.examiner import Result, all_trials


def warm(root, week, seed):
    """Draw the cases once, run the mistakes once, and import what notebooks import."""
    for plan in blueprint.week(root, week):
        exec("import numpy, matplotlib.pyplot; from course import datasets, network, plots", {})
        for name in plan.exercises:
            for trial in all_trials(name, seed):
                trial.mistakes()


def grade(root, week, names, seed):
    """Grade these learners one after another, without any protection."""
    plans = blueprint.week(root, week)
    with gradebook.open_gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        with gradebook.one_commit(book):
            gradebook.ensure_assignment(book, week, plans)
        for learner in names:
            rows = [row for plan in plans for row in in_fork(plan, root / "submitted" / learner / week, seed)]
            with gradebook.one_commit(book):
                gradebook.save(book, week, learner, [Result(**row) for row in rows])


def in_fork(plan, folder, seed):
    """The results of one notebook, as a child process finds them."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(ours)
            with os.fdopen(theirs, "w", encoding="utf-8") as file:
                json.dump(results(plan, folder, seed), file)
        finally:
            os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, encoding="utf-8") as file:
        rows = json.load(file)
    os.waitpid(pid, 0)
    return rows


def results(plan, folder, seed):
    notebook = json.loads((folder / f"{plan.name}.ipynb").read_text(encoding="utf-8"))
    namespace, rows = {}, []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and not graded(cell).get("grade"):
            exec("".join(cell["source"]), namespace)
    for name in plan.exercises:
        spec = records.spec(name)
        verdict = judge(spec, all_trials(name, seed), LocalSubject(namespace[name], name, spec.arguments))
        rows.append({"exercise": name, "notebook": plan.name, "points": verdict.fraction * spec.points,
                     "max_points": spec.points, "verdict": verdict.verdict, "diagnosis": verdict.diagnosis,
                     "message": verdict.message, "parts": verdict.parts, "bonus": spec.bonus})
    return rows
