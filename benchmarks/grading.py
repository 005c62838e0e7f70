"""How fast grading is: nbgrader's own way, the examiner through nbgrader, `course grade`, and a floor, in one run.

    python benchmarks/grading.py --submissions 60 [--notebook initialization | --week week1]

The submissions come from the bank of mistakes (`course.grading.sample`): right answers, one named mistake in every
second exercise, half done and blank. All sides grade the same files, with the same hidden cases. Experiment cells are
taken out of the notebooks, and no feedback is made. Every side pays its imports, its first submission and its start
before the clock runs; the sides take turns, so that a busy machine is busy for all of them. Times are processor
seconds (this process, its children and theirs, living and dead) and wall seconds, and only their ratios are reported.
"""
import argparse
import contextlib
import io
import json
import logging
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")   # small matrices: threads cost more

from benchmarks import floor, meter  # noqa: E402
from course.building.notebooks import ROOT  # noqa: E402
from course.grading import batch, blueprint, sample  # noqa: E402

SEED = 20_260_301
BATCH, FLOOR, PLUGIN, STOCK = "course grade", "floor", "examiner through nbgrader", "stock nbgrader"


def write_course(root, week, only=None):
    """A course folder with the week's notebooks, or one of them, without experiment cells."""
    place = root / "source" / week
    place.mkdir(parents=True)
    for path in sorted((ROOT / "source" / week).glob("*.ipynb")):
        if only in (None, path.stem):
            notebook = json.loads(path.read_text(encoding="utf-8"))
            notebook["cells"] = [c for c in notebook["cells"] if "experiment" not in c["metadata"].get("tags", [])]
            (place / path.name).write_text(json.dumps(notebook), encoding="utf-8")
    (root / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")


def write_people(root, week, count):
    """The learners' names, their submissions written."""
    names = [name for plan in blueprint.week(root, week) for name in plan.exercises]
    people = [one for one in sample.sample_class(names, max(count + 1, 12)) if not one.broken][:count]
    sample.write_class(root, root, week, people)
    return [one.name for one in people]


class Stock:
    """Submissions through nbgrader's API as nbgrader made it, one call each; its executor starts a kernel for each."""

    def __init__(self, root, week):
        from nbgrader.apps.api import NbGraderAPI
        self.week, self.api = week, NbGraderAPI(config=nbgrader_settings(root))
        quietly(self.api.generate_assignment, week, force=True)

    def grade(self, names):
        os.environ["COURSE_STOCK_GRADING"] = "1"       # the check cells hand points over, and print no more
        os.environ["COURSE_GRADING_SEED"] = str(SEED)
        try:
            for name in names:
                said = quietly(self.api.autograde, self.week, name, force=True)
                if not said["success"]:
                    raise SystemExit(f"{name}: {said['error'] or said['log']}")
        finally:
            del os.environ["COURSE_STOCK_GRADING"]


class Plugin:
    """The same through nbgrader with the examiner plugged in, as `nbgrader autograde` calls it, in this process."""

    def __init__(self, root, week):
        from nbgrader.apps import AutogradeApp
        from nbgrader.coursedir import CourseDirectory
        settings = nbgrader_settings(root)
        self.week, self.app, self.place = week, AutogradeApp(config=settings), CourseDirectory(config=settings)

    def grade(self, names):
        from nbgrader.converters import Autograde

        from course.grading import plugin
        for name in names:
            self.place.assignment_id, self.place.student_id = self.week, name
            converter = Autograde(coursedir=self.place, parent=self.app)
            converter.force = True
            quietly(plugin.start, converter)


def nbgrader_settings(root):
    from traitlets.config import Config
    config = Config()
    config.CourseDirectory.root, config.CourseDirectory.course_id = str(root), "improving-deep-networks"
    config.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    return config


class Batch:
    """`course grade` in this process."""

    def __init__(self, root, week):
        self.root, self.week = root, week

    def grade(self, names):
        batch.grade_week(self.root, self.week, only=names)


class Floor:
    """Each submission in a bare fork of this process, and one commit."""

    def __init__(self, root, week):
        self.root, self.week = root, week
        floor.warm(root, week, SEED)

    def grade(self, names):
        floor.grade(self.root, self.week, names, SEED)


def quietly(function, *arguments, **options):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return function(*arguments, **options)


def sides(folder, week, notebook, count, wanted):
    """{name: (side, learners)}, each in a course folder of its own, warmed up."""
    made = {}
    for name in wanted:
        root = folder / name.replace(" ", "-")
        write_course(root, week, notebook)
        batch.reports.write_json(root / "reports" / week / "run.json", {"run": "first", "seed": SEED, "finished": True})
        learners = write_people(root, week, count)
        side = {BATCH: Batch, FLOOR: Floor, PLUGIN: Plugin, STOCK: Stock}[name]
        made[name] = side(root, week), learners
        made[name][0].grade(learners[:1])
    return made


def measure(made, rounds, stock):
    """{name: (processor seconds, wall seconds, submissions)}; every round each side grades its next share."""
    spent = {name: [0.0, 0.0, 0] for name in made}
    for turn in range(rounds):
        for name, (side, learners) in made.items():
            share = learners[1 + turn::rounds]
            share = share[:max(1, stock // rounds)] if name == STOCK else share
            with meter.Meter() as used:
                side.grade(share)
            for k, value in enumerate((used.processor, used.wall, len(share))):
                spent[name][k] += value
    return spent


def report(spent, what):
    """The table, as text."""
    per = {name: (cpu / n, wall / n) for name, (cpu, wall, n) in spent.items()}
    lines = [f"{what}: " + ", ".join(f"{n} submissions by {name}" for name, (_, _, n) in spent.items()), "",
             "| per submission | CPU, as a multiple of the floor | wall, as a multiple of the floor |", "|---|---|---|"]
    lines += [f"| {name} | {cpu / per[FLOOR][0]:.2f} | {wall / per[FLOOR][1]:.2f} |" for name, (cpu, wall) in per.items()]
    if STOCK in per:
        lines += [""] + [f"{name}: {per[STOCK][0] / per[name][0]:.1f} × the submissions per CPU second of {STOCK}, "
                         f"{per[STOCK][1] / per[name][1]:.1f} × per wall second." for name in (BATCH, PLUGIN) if name in per]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=60, help="for each side (stock nbgrader grades fewer)")
    parser.add_argument("--stock", type=int, default=12, help="submissions that stock nbgrader grades; 0 leaves it out")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--week", default="week1")
    parser.add_argument("--notebook", help="one notebook of the week (default: all of them)")
    parser.add_argument("--seconds", action="store_true", help="print the seconds too")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    os.environ["PYTHONPATH"] = str(ROOT)
    wanted = [FLOOR, BATCH, PLUGIN] + [STOCK] * bool(options.stock)
    with tempfile.TemporaryDirectory() as folder:
        made = sides(Path(folder), options.week, options.notebook, options.submissions + 1, wanted)
        spent = measure(made, options.rounds, options.stock)
    print(report(spent, options.notebook or options.week))
    if options.seconds:
        print("\nSeconds in all (processor, wall, submissions):", spent)


if __name__ == "__main__":
    main()
