"""The leak scan: nothing of the solutions, of their hidden cases or of the hidden tests stands in what is released.

Python is compared as statements (without comments, docstrings and layout), everything else as lines without spaces.
Two neighbouring statements of a hidden function are a leak wherever they stand; code declared public is none.
"""
import ast
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from course.building.comparing import files_below
from course.building.reading import code_of, notebook_cells, text_of

PUBLIC_MODULES = ("network.py", "graph.py", "plots.py", "datasets.py", "surfaces.py", "generators.py", "glyphs.py")
PUBLIC_FUNCTIONS = ("repaired_backward_propagation",)  # its notebook gives most of it, with planted bugs
HIDDEN_PATHS = re.compile(r"(^|/)course/(solutions|grading|building)(/|\.py$)")
HIDDEN_TESTS = re.compile(r"### BEGIN HIDDEN TESTS(.*?)### END HIDDEN TESTS", re.DOTALL)
MARKERS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
SHORT = 16  # characters: shorter lines of text say nothing


@dataclass(frozen=True)
class Leak:
    """Where something hidden stands in the bundle, and what it is."""
    file: str
    what: str
    text: str

    def __str__(self):
        return f"{self.file}: {self.what}: {self.text}"


def leaks(root, bundle):
    """Every leak in a bundle of the repository at root."""
    secrets, bundle = Secrets(Path(root)), Path(bundle)
    return [leak for name in sorted(files_below(bundle)) for leak in secrets.found_in(bundle / name, name)]


class Secrets:
    """What must not be released, in the form in which it is looked for."""

    def __init__(self, root):
        hidden = sorted(path for folder in ("solutions", "grading", "building")
                        for path in (root / "course" / folder).rglob("*.py"))
        self.modules = {squeeze(path.read_text(encoding="utf-8")) for path in hidden} - {""}
        functions = [function for path in sorted((root / "course" / "solutions").glob("*.py"))
                     for function in hidden_functions(path)]
        public = [(root / "course" / name).read_text(encoding="utf-8") for name in PUBLIC_MODULES
                  if (root / "course" / name).exists()]
        public += [source for name, source in functions if name in PUBLIC_FUNCTIONS]
        secret = [source for name, source in functions if name not in PUBLIC_FUNCTIONS]
        self.statements = {pair for source in secret for pair in pairs(statements(source))}
        self.statements -= {pair for source in public for pair in pairs(statements(source))}
        self.lines = {pair for source in secret for pair in pairs(lines(source)) if len("".join(pair)) > SHORT}
        self.lines -= {pair for source in public for pair in pairs(lines(source))}
        self.answers = {name: set(statements(source)) for name, source in functions}
        self.tests = {line for path in sorted((root / "source").glob("*/*.ipynb")) for line in hidden_test_lines(path)}

    def found_in(self, path, name):
        """The leaks in one released file."""
        if HIDDEN_PATHS.search(name):
            return [Leak(name, "a hidden module", path.name)]
        text = text_of(path)
        if squeeze(text) in self.modules:
            return [Leak(name, "the text of a hidden module", path.name)]
        found = [("two statements of a solution", pair) for pair in pairs_in_code(path) if pair in self.statements]
        found += [("two lines of a solution", pair) for pair in pairs(lines(text)) if pair in self.lines]
        found += [("a hidden test", (line,)) for line in lines(text) if line in self.tests]
        if path.suffix == ".ipynb":
            found += [("a marker of nbgrader", (marker,)) for marker in MARKERS if marker in text]
            found += self.answered(path)
        return [Leak(name, what, " / ".join(part)) for what, part in dict.fromkeys(found)]

    def answered(self, path):
        """Solution cells that still hold a statement of their own solution."""
        for grade_id, source in solution_cells(path):
            for statement in statements(source):
                if statement in self.answers.get(grade_id, ()):
                    yield "a statement of its own solution", (statement,)


def hidden_functions(path):
    """(name, source) of every function of a solutions module; of a reference only the part between the markers."""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            source = textwrap.dedent(ast.get_source_segment(text, node, padded=True))
            yield getattr(node, "name", "lambda"), answer(source)


def answer(source):
    """The part of a function between the markers, as a function of its own; without markers all of it."""
    _, marked, region = source.partition("### BEGIN SOLUTION\n")
    return "def solution():\n" + region.split("### END SOLUTION")[0] if marked else source


def statements(source):
    """The statements of a Python text in order, normalized: blocks as their first line, then what is in them."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return []
    return list(flattened(tree.body))


def flattened(body):
    for node in body:
        if is_docstring(node) or isinstance(node, (ast.Import, ast.ImportFrom, ast.Pass)):
            continue
        blocks = [getattr(node, field, None) for field in ("body", "orelse", "handlers", "finalbody")]
        blocks = [block for block in blocks if isinstance(block, list) and block]
        if not blocks:
            yield ast.unparse(without_annotation(node))
        elif not isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.ExceptHandler)):
            yield ast.unparse(node).split("\n")[0]
        for inner in blocks:
            yield from flattened(inner)


def is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def without_annotation(node):
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        return ast.copy_location(ast.Assign([node.target], node.value), node)
    return node


def lines(text):
    """The lines of a text without comments, spaces and empty lines."""
    squeezed = (squeeze(re.sub(r"(^|\s)#.*", "", line)) for line in re.split(r"\n|\\n", text))
    return [line for line in squeezed if line]


def squeeze(text):
    return re.sub(r"\s+", "", text).replace('"', "'").replace("\\'", "'")


def pairs(sequence):
    return list(zip(sequence, sequence[1:]))


def pairs_in_code(path):
    return [pair for source in code_of(path) for pair in pairs(statements(source))]


def hidden_test_lines(path):
    """The lines of the hidden tests of a source notebook that say something."""
    cells = ["".join(cell.get("source", "")) for cell in notebook_cells(path)]
    regions = [region for cell in cells for region in HIDDEN_TESTS.findall(cell)]
    return {line for region in regions for line in lines(region) if len(line) > SHORT}


def solution_cells(path):
    """(grade_id, source) of the solution cells of a notebook."""
    for cell in notebook_cells(path):
        graded = cell.get("metadata", {}).get("nbgrader", {})
        if graded.get("solution"):
            yield graded.get("grade_id"), "".join(cell.get("source", ""))
