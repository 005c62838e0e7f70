"""Our own copy of a notebook: which cells it has, which exercises, which experiments. Nothing here comes from a learner."""
import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from course.building import notebooks
from course.checking import records
from course.solutions import exercises


@dataclass(frozen=True)
class Blueprint:
    """One notebook of the course as instructors wrote it."""
    name: str
    week: str
    cells: tuple                  # the source notebook's cells
    exercises: tuple              # names of graded functions, in the notebook's order
    experiments: frozenset        # ids of the cells tagged experiment
    given: frozenset              # names that the import cell defines

    @property
    def checks(self):
        return {f"check_{name}" for name in self.exercises}

    def points(self, exercise):
        return records.spec(exercise).points

    def cell(self, cell_id):
        return next((cell for cell in self.cells if cell["id"] == cell_id), None)

    @property
    def max_score(self):
        return sum(self.points(name) for name in self.exercises if not records.spec(name).bonus)


@lru_cache(maxsize=None)
def blueprint(path):
    """The `Blueprint` of one source notebook."""
    path = Path(path)
    notebook = notebooks.read(path)
    checks = [name for name in notebooks.check_cells(notebook)]
    experiments = frozenset(cell["id"] for cell in notebook["cells"] if "experiment" in cell["metadata"].get("tags", []))
    given = imported(notebooks.first_code_cell(notebook)["source"])
    exercises.load(path.stem)
    return Blueprint(path.stem, path.parent.name, tuple(notebook["cells"]), tuple(checks), experiments, given)


def week(root, name):
    """The blueprints of a week, in alphabetical order."""
    return [blueprint(path) for path in sorted(Path(root).glob(f"source/{name}/*.ipynb"))]


def is_ours(root, name):
    """Whether the notebooks under source/<name> are this course's: each has a solutions module."""
    found = {path.stem for path in Path(root).glob(f"source/{name}/*.ipynb")}
    return bool(found) and found <= set(exercises.notebooks())


def weeks(root):
    """Names of the folders under source/ that hold notebooks."""
    return sorted({path.parent.name for path in Path(root).glob("source/*/*.ipynb")})


def imported(source):
    """Names that import statements of a cell define."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
    return frozenset(names)
