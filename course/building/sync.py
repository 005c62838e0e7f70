"""Solution cells and modules held to one text: notebook to module, or module to notebook, never guessed."""
import difflib
import importlib
import inspect
from dataclasses import dataclass

from course.building import notebooks
from course.solutions import exercises

CHECK_CELL = """from course.checking import check

check({name})
### BEGIN HIDDEN TESTS
from course.grading import grade

grade({name})
### END HIDDEN TESTS"""


@dataclass
class Text:
    """One text that stands twice: in the notebook and in the module."""
    what: str
    in_notebook: str
    in_module: str

    @property
    def same(self):
        return self.in_notebook == self.in_module

    def diff(self):
        lines = difflib.unified_diff(self.in_notebook.splitlines(), self.in_module.splitlines(),
                                     f"notebook: {self.what}", f"module: {self.what}", lineterm="")
        return "\n".join(lines)


def module_text(name):
    return inspect.getsource(importlib.import_module(exercises.OUTSIDE + name))


def texts(name, root=notebooks.ROOT):
    """Every text of one notebook that must equal the module's; a missing cell counts as empty."""
    notebook = notebooks.read(notebooks.source_path(name, root))
    solutions, module = notebooks.solution_cells(notebook), module_text(name)
    made = exercises.load(name)
    pairs = [Text("imports", notebooks.first_code_cell(notebook)["source"], exercises.import_block(module))]
    for grade_id in dict.fromkeys([*made, *solutions]):
        cell = solutions.get(grade_id, {"source": ""})
        pairs.append(Text(grade_id, cell["source"], made[grade_id].source if grade_id in made else ""))
    return pairs


def take_module(name, root=notebooks.ROOT):
    """Write the module's texts, check cells and points into the notebook. Returns whether it changed."""
    path = notebooks.source_path(name, root)
    notebook = notebooks.read(path)
    notebooks.first_code_cell(notebook)["source"] = exercises.import_block(module_text(name))
    solutions, checks = notebooks.solution_cells(notebook), notebooks.check_cells(notebook)
    for made in exercises.load(name).values():
        if made.name not in solutions or made.name not in checks:
            raise notebooks.NotebookError(f"{path.name} has no solution and check cell for {made.name}: add the two cells "
                                          f"with grade_id {made.name} and check_{made.name}.")
        solutions[made.name]["source"] = made.source
        checks[made.name]["source"] = CHECK_CELL.format(name=made.name)
        checks[made.name]["metadata"]["nbgrader"]["points"] = made.cell_points
    return notebooks.write(notebook, path)


def take_notebook(name, root=notebooks.ROOT):
    """Write the notebook's solution cells and imports into the module. Returns whether it changed."""
    module = importlib.import_module(exercises.OUTSIDE + name)
    text = before = inspect.getsource(module)
    for pair in texts(name, root):
        if pair.in_module and pair.in_notebook:
            text = text.replace(pair.in_module, pair.in_notebook)
    if text != before:
        with open(module.__file__, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return text != before
