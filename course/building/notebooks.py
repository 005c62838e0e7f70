"""Source notebooks as files: found by name, read and written with the text kept readable for git."""
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class NotebookError(Exception):
    """A notebook is missing or not what the course expects."""


def source_path(name, root=ROOT):
    """The instructor's notebook `source/week*/<name>.ipynb`."""
    found = sorted(Path(root).glob(f"source/week*/{name}.ipynb"))
    if len(found) != 1:
        raise NotebookError(f"Expected one notebook source/week*/{name}.ipynb, found {len(found)}.")
    return found[0]


def read(path):
    """The notebook as a dictionary, every cell's source as one text."""
    notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if isinstance(cell["source"], list):
            cell["source"] = "".join(cell["source"])
    return notebook


def write(notebook, path):
    """Write a notebook with sorted keys, one source line a line, and a line end; only when it changed."""
    stored = json.loads(json.dumps(notebook))
    for cell in stored["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    text = json.dumps(stored, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    path = Path(path)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")
        return True
    return False


def graded(cell):
    return cell.get("metadata", {}).get("nbgrader", {})


def solution_cells(notebook):
    """{grade_id: cell} of the autograded answers."""
    return {graded(c)["grade_id"]: c for c in notebook["cells"] if graded(c).get("solution")}


def check_cells(notebook):
    """{exercise: cell} of the check cells."""
    return {graded(c)["grade_id"].removeprefix("check_"): c for c in notebook["cells"] if graded(c).get("grade")}


def first_code_cell(notebook):
    return next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")


def section_of(notebook, grade_id):
    """The heading of level one to three that stands above a solution cell, without its marks."""
    heading = ""
    for cell in notebook["cells"]:
        if graded(cell).get("grade_id") == grade_id:
            return heading
        if cell["cell_type"] == "markdown":
            heading = next((line.lstrip("#").strip() for line in reversed(cell["source"].splitlines())
                            if line.startswith(("# ", "## ")) and line.lstrip("#").strip()), heading)
    return ""
