"""Which of a learner's cells run, as what: all but checks; of experiment cells only imports, definitions, constants."""
import ast
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass
class Plan:
    """The cells to run, as (index in the submission, source), and what is known of each exercise's own cells."""
    cells: list = field(default_factory=list)
    definitions: dict = field(default_factory=dict)      # exercise -> indices of the cells that define it
    experiments: set = field(default_factory=set)        # indices of experiment cells
    checks: dict = field(default_factory=dict)           # index -> exercise of a check cell
    rebinds: dict = field(default_factory=dict)          # index -> names of ours that the cell binds anew


def plan(blueprint, submitted, run_experiments=False):
    """Sort a submission's cells by what the blueprint says of them."""
    made = Plan()
    texts = {_squeezed(cell["source"]): cell["id"] for cell in blueprint.cells if cell["id"] in blueprint.experiments}
    ours = blueprint.given | set(blueprint.exercises)
    for index, cell in enumerate(submitted.cells):
        if cell.kind != "code":
            continue
        check = _check_of(blueprint, cell)
        if check:
            made.checks[index] = check
            continue
        source = cell.source
        if cell.id in blueprint.experiments or _squeezed(source) in texts:
            made.experiments.add(index)
            source = source if run_experiments else definitions_only(source)
        bound = _bound(source, blueprint)
        for name in blueprint.exercises:
            if name in bound or (cell.grade_id == name and not cell.graded):
                made.definitions.setdefault(name, []).append(index)
        made.rebinds[index] = {name for name in bound & ours if name not in blueprint.exercises or cell.grade_id != name}
        if source.strip():
            made.cells.append((index, source))
    return made


def _check_of(blueprint, cell):
    """The exercise whose check cell this is, by grade_id or by its text; '' for another cell."""
    if cell.grade_id in blueprint.checks:
        return cell.grade_id.removeprefix("check_") if not _defines(cell.source, blueprint.exercises) else ""
    lines = [line.strip() for line in cell.source.splitlines() if line.strip() and not line.strip().startswith("#")]
    for name in blueprint.exercises:
        if lines == ["from course.checking import check", f"check({name})"]:
            return name
    return ""


def _defines(source, names):
    return any(f"def {name}(" in source for name in names)


def _bound(source, blueprint):
    """Names that a cell binds at its top level; for text that does not parse, the exercises it seems to define."""
    names = _names(source)
    return {name for name in blueprint.exercises if f"def {name}(" in source} if names is None else names


@lru_cache(maxsize=512)
def _names(source):
    """Names bound at the top level of Python text, None when it does not parse; most cells are the same for everybody."""
    tree = _parsed(source)
    if tree is None:
        return None
    names = set()
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names.update(leaf.id for target in targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name))
    return names


def _parsed(source):
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=256)
def definitions_only(source):
    """The imports, function and class definitions, and constants of a cell; '' when it does not parse."""
    tree = _parsed(source)
    if tree is None:
        return ""
    kept = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef))
            or (isinstance(node, ast.Assign) and _is_constant(node.value))]
    return "\n".join(ast.unparse(node) for node in kept)


def _is_constant(node):
    try:
        ast.literal_eval(node)
        return True
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False


def _squeezed(source):
    return " ".join(source.split())
