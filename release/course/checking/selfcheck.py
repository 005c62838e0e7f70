"""The public checks on a learner's own notebooks, in this process: for the learner's machine and the learner's own CI."""
import ast
import contextlib
import io
import json
from pathlib import Path

from course.checking import records
from course.checking.check import public_verdict
from course.checking.judge import MISSING

LABEL = "self-check on the public checks, not a grade"


class SelfCheckError(Exception):
    """The folder or its notebooks cannot be checked; the message is a sentence."""


def notebooks_of(folder):
    """The notebooks in a folder that hold exercises, by name."""
    folder = Path(folder)
    if not folder.is_dir():
        raise SelfCheckError(f"There is no folder {folder}.")
    known = {records.spec(name).notebook for name in records.index()}
    found = [path for path in sorted(folder.glob("*.ipynb")) if path.stem in known]
    if not found:
        raise SelfCheckError(f"There is no notebook of the course in {folder}.")
    return found


def check_folder(folder):
    """(rows, notes): one row of plain data an exercise of each notebook found."""
    rows, notes = [], []
    for path in notebooks_of(folder):
        try:
            namespace = run_definitions(path)
        except ValueError as error:
            notes.append(f"{path.name}: not readable as a notebook ({error}).")
            namespace = {}
        for name in records.index():
            spec = records.spec(name)
            if spec.notebook == path.stem:
                rows.append(_row(spec, namespace.get(name)))
    return rows, notes


def _row(spec, function):
    row = {"name": spec.name, "notebook": spec.notebook, "points": 0.0, "max_points": spec.points, "verdict": MISSING,
           "diagnosis": "", "message": f"`{spec.name}`: no cell of the notebook defines this function.", "bonus": spec.bonus}
    if callable(function):
        judged = public_verdict(spec.name, function)
        row.update(points=round(judged.fraction * spec.points, 4), verdict=judged.verdict, diagnosis=judged.diagnosis,
                   message=judged.message)
    return row


def run_definitions(path):
    """The namespace after the imports, definitions and assignments of a notebook's cells; a cell that fails is left out."""
    notebook = json.loads(Path(path).read_text(encoding="utf-8"))
    namespace = {"__name__": "__main__"}
    for cell in notebook.get("cells", []):
        if cell.get("cell_type") == "code" and "experiment" not in cell.get("metadata", {}).get("tags", []):
            source = "".join(cell.get("source", ""))
            if not source.lstrip().startswith(("from course.checking import check", "check(")):
                _run(source, str(path), namespace)
    return namespace


def _run(source, name, namespace):
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))]
    with contextlib.suppress(Exception, SystemExit), contextlib.redirect_stdout(io.StringIO()):
        tree = ast.parse("\n".join(lines))
        exec(compile(tree, name, "exec"), namespace)
