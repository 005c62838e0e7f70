"""A sample class: learners who are right, blank, half done or broken, and one learner for every round of named mistakes."""
import json
from dataclasses import dataclass, field
from pathlib import Path

from course.building import notebooks
from course.building.notebooks import graded
from course.grading import blueprint
from course.solutions import exercises

STUB = '# Write your code here, and delete the next line.\nraise NotImplementedError("not attempted yet")'
MARKERS = ("### BEGIN SOLUTION", "### END SOLUTION")
NAMES = ("Aiko", "Bilal", "Chen", "Dana", "Emeka", "Fatima", "Goran", "Hana", "Ines", "Jonas", "Kofi", "Leila", "Mateo",
         "Nadia", "Olga", "Pedro", "Quynh", "Rosa", "Sami", "Tove", "Uma", "Viktor", "Wanda", "Ximena", "Yusuf", "Zoe")


@dataclass
class Learner:
    """One learner of the sample: the text of each answer, and the diagnosis it should get ('' for none)."""
    name: str
    role: str
    answers: dict = field(default_factory=dict)      # exercise -> source of the solution cell
    expected: dict = field(default_factory=dict)     # exercise -> sentence, or a verdict in brackets
    broken: bool = False


def sample_class(names, size):
    """`size` learners (12 or more) for the exercises with these names."""
    made = [exercises.find(name) for name in names]
    fixed = [_right(made), _blank(made), _half(made), Learner("", "a notebook that is not JSON", broken=True)]
    rounds = [_mistaken(made, k) for k in range(size - len(fixed))]
    people = fixed[:1] + rounds[:3] + fixed[1:] + rounds[3:]
    for k, learner in enumerate(people):
        learner.name = NAMES[k % len(NAMES)].lower() + ("" if k < len(NAMES) else str(k // len(NAMES) + 1))
    return people


def _right(made):
    return Learner("", "everything right", {e.name: e.source for e in made}, {e.name: "" for e in made})


def _blank(made):
    return Learner("", "nothing attempted", {e.name: stub(e) for e in made}, {e.name: "(not attempted)" for e in made})


def _half(made):
    first = {e.name for e in made[:len(made) // 2]}
    return Learner("", "half done", {e.name: e.source if e.name in first else stub(e) for e in made},
                   {e.name: "" if e.name in first else "(not attempted)" for e in made})


def _mistaken(made, k):
    """Every second exercise answered with one of its named mistakes, a different one each round, the rest right.

    An exercise that calls one with a mistake is right, since two faults may cancel each other.
    """
    learner, wrong = Learner("", f"mistakes, round {k + 1}"), set()
    for place, exercise in enumerate(made):
        textual = [(key, said) for key, said in exercise.mistakes.items() if not callable(key)]
        learner.answers[exercise.name], learner.expected[exercise.name] = exercise.source, ""
        if textual and (place + k) % 2 == 0 and not wrong & set(exercise.uses):
            wrong.add(exercise.name)
            key, said = textual[k // 2 % len(textual)]
            learner.answers[exercise.name], learner.expected[exercise.name] = changed(exercise.source, key), said
    return learner


def changed(source, key):
    """The reference with a mistake's fragments replaced."""
    for old, new in (key,) if isinstance(key[0], str) else key:
        source = source.replace(old, new)
    return source


def stub(exercise):
    """The solution cell as it is released."""
    lines, kept, inside = exercise.source.splitlines(), [], False
    for line in lines:
        if "### BEGIN SOLUTION" in line:
            indent, inside = line[:len(line) - len(line.lstrip())], True
            kept += [indent + part for part in STUB.splitlines()]
        elif "### END SOLUTION" in line:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


def write_class(root, source, week, people):
    """Write everybody's notebooks below root/submitted/, as learners would hand them in."""
    for plan in blueprint.week(source, week):
        notebook = notebooks.read(notebooks.source_path(plan.name, source))
        for cell in notebook["cells"]:
            if graded(cell).get("grade"):
                name = graded(cell)["grade_id"].removeprefix("check_")
                cell["source"] = f"from course.checking import check\n\ncheck({name})"
        for learner in people:
            folder = Path(root) / "submitted" / learner.name / week
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{plan.name}.ipynb").write_text(_handed_in(notebook, learner), encoding="utf-8")


def _handed_in(notebook, learner):
    if learner.broken:
        return '{"cells": [{"cell_type": "code", "sour'
    copy = json.loads(json.dumps(notebook))
    for cell in copy["cells"]:
        marks = graded(cell)
        if marks.get("solution") and marks["grade_id"] in learner.answers:
            lines = learner.answers[marks["grade_id"]].splitlines()
            cell["source"] = "\n".join(line for line in lines if line.strip() not in MARKERS)
    return json.dumps(copy, indent=1, ensure_ascii=False)


def held_against(people, graded):
    """Sentences about answers that were not judged as they should be; empty when everything in `read_verdicts` is."""
    complaints = []
    for learner in people:
        for row in graded[learner.name]["exercises"]:
            expected = "(missing)" if learner.broken else learner.expected[row["name"]]
            got = row["diagnosis"] if expected and not expected.startswith("(") else f"({row['verdict']})"
            if got != (expected or "(correct)"):
                complaints.append(f"{learner.name}, {row['name']}: expected {expected or '(correct)'}, "
                                  f"got {got}: {row['message']}")
    return complaints


