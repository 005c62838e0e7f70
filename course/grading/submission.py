"""One learner's submission of a week: every notebook read, examined and written out; nothing in it can stop the batch."""
import contextlib
import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from course.grading import autograded, blueprint, examiner, reading, reports, safe
from course.grading.reports import FAILED, GRADED, MISSING

KEPT = ("timestamp.txt", "submission_secret.txt")   # what nbgrader's exchange puts beside the notebooks
MAX_KEPT = 1000


@dataclass(frozen=True)
class Settings:
    """How a run grades: where, with which seed, and what it allows."""
    root: Path
    source: Path
    week: str
    seed: int
    run: str = ""
    run_experiments: bool = False
    label: str = ""
    limits: object = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run remembers of a submission once it is saved, so that a class of tens of thousands fits into memory."""
    learner: str
    status: str
    points: float
    max_points: float
    verdicts: tuple     # one an exercise
    notes: tuple


@dataclass
class Graded:
    """What became of one submission."""
    learner: str
    status: str
    results: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    fingerprint: str = ""

    @property
    def points(self):
        return sum(result.points for result in self.results)

    @property
    def max_points(self):
        return sum(result.max_points for result in self.results if not result.bonus)

    def summary(self):
        return Summary(self.learner, self.status, self.points, self.max_points,
                       tuple(result.verdict for result in self.results), tuple(self.notes))

    def as_data(self, settings):
        return {"learner": self.learner, "week": settings.week, "status": self.status, "run": settings.run,
                "label": settings.label, "seed": settings.seed, "fingerprint": self.fingerprint,
                "score": round(self.points, 4), "max_score": self.max_points, "notes": self.notes,
                "exercises": [result.as_data() for result in self.results]}


def from_data(content):
    """The `Graded` that `as_data` wrote down."""
    rows = [{"exercise": row["name"], **{key: value for key, value in row.items() if key != "name"}}
            for row in content["exercises"]]
    return Graded(content["learner"], content["status"], [examiner.Result(**row) for row in rows], content["notes"],
                  content["fingerprint"])


def grade(settings, learner, folder):
    """Grade the submission in a folder and write autograded/<learner>/<week>/; an unexpected fault makes it `failed`."""
    target, folder = settings.root / "autograded" / learner / settings.week, Path(folder)
    try:
        graded, notebooks = examine_folder(settings, learner, folder)
    except Exception as fault:  # whatever a submission did to us, the batch goes on and says so
        graded, notebooks = failed(learner, fault), {}
    try:
        write(target, graded, notebooks, settings, folder)
    except (ValueError, TypeError, RecursionError) as fault:  # something in it cannot be written down
        graded = failed(learner, fault)
        write(target, graded, {}, settings, folder)
    return graded


def failed(learner, why):
    """A submission that could not be graded, and why: an exception, or a sentence."""
    why = f"{type(why).__name__}: {why}" if isinstance(why, Exception) else why
    return Graded(learner, FAILED, notes=[safe.text(f"Could not be graded: {why}", 500)])


def examine_folder(settings, learner, folder):
    """(Graded, {name: autograded notebook}) of every notebook of the week; writes nothing."""
    results, notes, notebooks, read = [], [], {}, 0
    for plan in blueprint.week(settings.source, settings.week):
        try:
            submitted = reading.read(folder / f"{plan.name}.ipynb")
        except reading.Unreadable as reason:
            found, reports_of = examiner.unread(plan, str(reason)), {}
            submitted = reading.Submitted([], [str(reason)])
        else:
            read += 1
            found, reports_of = examiner.examine(plan, submitted, settings.seed, settings.limits, settings.run_experiments)
        notes += [f"{plan.name}: {problem}" for problem in submitted.problems]
        results += found
        notebooks[plan.name] = autograded.autograded(plan, submitted, found, reports_of, settings.run_experiments)
    if not results:
        raise ValueError(f"there are no notebooks of {settings.week} to grade by")
    return Graded(learner, GRADED if read else MISSING, results, notes, fingerprint(folder, settings)), notebooks


def fingerprint(folder, settings):
    """What identifies a submission: the contents of its notebooks, and the time it was handed in."""
    digest = hashlib.sha256()
    for name in [f"{plan.name}.ipynb" for plan in blueprint.week(settings.source, settings.week)] + ["timestamp.txt"]:
        try:
            digest.update(hashlib.sha256(reading.file_bytes(Path(folder) / name)).digest())
        except reading.Unreadable:
            digest.update(b"-")
    return digest.hexdigest()


def write(target, graded, notebooks, settings, folder):
    """Replace a learner's autograded folder as a whole."""
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name, notebook in notebooks.items():
        (part / f"{name}.ipynb").write_text(as_json(notebook), encoding="utf-8")
    reports.write_json(part / reports.VERDICTS, graded.as_data(settings))
    for name in KEPT:
        with contextlib.suppress(reading.Unreadable):
            (part / name).write_bytes(reading.file_bytes(folder / name, MAX_KEPT))
    remove(target)
    os.replace(part, target)


def as_json(notebook):
    """A notebook as text with a cell to a line: written at a tenth of the time that indenting takes."""
    rest = json.dumps({key: value for key, value in notebook.items() if key != "cells"}, ensure_ascii=False)
    cells = ",\n".join(json.dumps(cell, ensure_ascii=False) for cell in notebook["cells"])
    return f'{{"cells": [\n{cells}\n],\n{rest[1:]}\n'


def remove(folder):
    """Remove a folder whose files may be read-only, as nbgrader leaves them."""
    if folder.exists():
        for path in [folder, *folder.rglob("*")]:
            if not path.is_symlink():
                os.chmod(path, 0o755 if path.is_dir() else 0o644)
        shutil.rmtree(folder)
