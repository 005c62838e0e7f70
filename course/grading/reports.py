"""Verdicts as files: verdicts.json beside the autograded notebooks, and scores.csv for a week."""
import csv
import json
import os
from pathlib import Path

from course.grading import safe

COLUMNS = ("learner", "notebook", "exercise", "points", "max_points", "verdict", "diagnosis", "message")
VERDICTS = "verdicts.json"
GRADED, MISSING, FAILED = "graded", "missing", "failed"


def write_json(path, content):
    """Write a file whole or not at all."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(part, path)


def read_verdicts(root, week):
    """{learner: content of verdicts.json} of everybody graded in a week."""
    found = {}
    for path in sorted(Path(root).glob(f"autograded/*/{week}/{VERDICTS}")):
        try:
            found[path.parents[1].name] = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            continue
    return found


def scores_csv(root, week):
    """Write reports/<week>/scores.csv from the verdicts; fields are safe to open in a spreadsheet. Returns the path."""
    path = Path(root) / "reports" / week / "scores.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name("scores.csv.part")
    with open(part, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(COLUMNS)
        for learner, content in read_verdicts(root, week).items():
            for row in _rows(content):
                writer.writerow([safe.spreadsheet(field) for field in (learner, *row)])
    os.replace(part, path)
    return path


def _rows(content):
    """One row an exercise; for a submission that could not be graded one row without points, which says why."""
    if content["status"] == FAILED:
        return [("", "", "", "", FAILED, "", " ".join(content["notes"]))]
    return [[row[name] for name in ("notebook", "name", "points", "max_points", "verdict", "diagnosis", "message")]
            for row in content["exercises"]]


def mistakes(graded):
    """[(exercise, diagnosis, learners)] of `read_verdicts`, the most frequent first."""
    counted = {}
    for learner, content in graded.items():
        for row in content["exercises"]:
            if row["diagnosis"]:
                counted.setdefault((row["name"], row["diagnosis"]), []).append(learner)
    return sorted(((name, said, who) for (name, said), who in counted.items()), key=lambda row: -len(row[2]))


def exercises(graded):
    """{exercise: {verdict: number of learners}} of `read_verdicts`, in the notebooks' order."""
    counted = {}
    for content in graded.values():
        for row in content["exercises"]:
            of = counted.setdefault(row["name"], {})
            of[row["verdict"]] = of.get(row["verdict"], 0) + 1
    return counted
