"""Mutants of a reference: small wrong programs made by operators on its syntax tree, to test the tests with."""
import ast
import copy
import difflib
from dataclasses import dataclass

from course.building.operators import changes_of


@dataclass(frozen=True)
class Mutant:
    """One wrong version of a function: what was done to it, and its text."""
    function: str
    operator: str
    source: str
    diff: str

    @property
    def key(self):
        """What identifies it in the list of equivalent mutants: its changed lines."""
        return self.diff


def mutants(source):
    """Every mutant of a function's text, each different from the function and from the others."""
    tree = ast.parse(source)
    function = tree.body[0]
    original = ast.unparse(_without_docstring(copy.deepcopy(function)))
    found, seen = [], {original}
    for operator, changed in _changes(function):
        try:
            text = ast.unparse(ast.fix_missing_locations(_without_docstring(changed)))
            ast.parse(text)
        except (SyntaxError, ValueError, TypeError, AttributeError):
            continue
        if text not in seen:
            seen.add(text)
            found.append(Mutant(function.name, operator, text, _diff(original, text)))
    return found


def _without_docstring(function):
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:] or [ast.Pass()]
    return function


def _diff(old, new):
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return "\n".join(line[0] + line[1:].strip() for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---"))


def _changes(function):
    """Pairs (operator's name, changed function)."""
    nodes = list(ast.walk(function))
    skipped = {id(n) for n in ast.walk(function.args)} | ({id(function.body[0])} if ast.get_docstring(function) else set())
    for node in nodes:
        if isinstance(node, ast.Raise):  # what an error says is the learner's choice
            skipped |= {id(inner) for inner in ast.walk(node) if inner is not node}
    for index, node in enumerate(nodes):
        if id(node) in skipped:
            continue
        for operator, make in changes_of(node, function):
            changed = copy.deepcopy(function)
            target = list(ast.walk(changed))[index]
            replacement = make(target)
            if replacement is not None and replacement is not target:
                _replace(changed, target, replacement)
            yield operator, changed


def _replace(tree, old, new):
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                parts = new if isinstance(new, list) else [new]
                setattr(parent, name, [p for item in value for p in (parts if item is old else [item])])
    for parent in ast.walk(tree):
        if isinstance(getattr(parent, "body", None), list) and not parent.body and not isinstance(parent, ast.Module):
            parent.body = [ast.Pass()]
