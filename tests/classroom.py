"""Submissions as learners hand them in: released notebooks with answers written into their solution cells."""
import copy
import json
from pathlib import Path

from course.building import notebooks
from course.solutions import exercises

STUB = '# Write your code here, and delete the next line.\nraise NotImplementedError("not attempted yet")'
WEEK, NOTEBOOK = "week1", "initialization"


def released(name=NOTEBOOK):
    """The notebook as learners get it: no solutions, no hidden tests."""
    notebook = copy.deepcopy(notebooks.read(notebooks.source_path(name)))
    for cell in notebook["cells"]:
        marks = notebooks.graded(cell)
        if marks.get("solution"):
            cell["source"] = between(cell["source"], "### BEGIN SOLUTION", "### END SOLUTION", STUB)
        elif marks.get("grade"):
            cell["source"] = between(cell["source"], "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS", "")
        if cell["cell_type"] == "code":
            cell.setdefault("outputs", [])
            cell.setdefault("execution_count", None)
    return notebook


def between(source, begin, end, stub):
    """A source in which what stands between two marks is replaced."""
    lines, kept, inside = source.splitlines(), [], False
    for line in lines:
        if line.strip() == begin:
            inside, indent = True, line[:len(line) - len(line.lstrip())]
            kept += [indent + part for part in stub.splitlines()]
        elif line.strip() == end:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept).rstrip()


def answered(answers, name=NOTEBOOK):
    """The released notebook with {exercise: source} written into it."""
    notebook = released(name)
    for grade_id, cell in notebooks.solution_cells(notebook).items():
        cell["source"] = answers.get(grade_id, cell["source"])
    return notebook


def right(name=NOTEBOOK):
    """{exercise: source} of the references, without the marks."""
    return {made.name: unmarked(made.source) for made in exercises.load(name).values()}


def unmarked(source):
    return "\n".join(line for line in source.splitlines() if not line.strip().startswith("### "))


def mistaken(exercise, sentence):
    """The source of a reference with one of its named mistakes, for a mistake that is written as a replacement."""
    key = next(key for key, said in exercise.mistakes.items() if said == sentence and not callable(key))
    text = exercise.source
    for old, new in [key] if isinstance(key[0], str) else key:
        text = text.replace(old, new)
    return unmarked(text)


def written_mistakes(name=NOTEBOOK):
    """[(exercise, sentence)] of every mistake that is written as a replacement in the reference."""
    return [(made, said) for made in exercises.load(name).values() for key, said in made.mistakes.items() if not callable(key)]


def hand_in(root, learner, notebook, name=NOTEBOOK, week=WEEK, timestamp=None):
    """Put a notebook (a dictionary, or any text) under submitted/."""
    folder = Path(root) / "submitted" / learner / week
    folder.mkdir(parents=True, exist_ok=True)
    text = notebook if isinstance(notebook, str) else json.dumps(notebook)
    (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")
    if timestamp:
        (folder / "timestamp.txt").write_text(timestamp, encoding="utf-8")
    return folder
