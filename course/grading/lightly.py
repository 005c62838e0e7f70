"""nbgrader's gradebook without the rest of nbgrader: its package imports every server extension, several seconds each time.

`import nbgrader` loads Jupyter's servers, and `nbformat` loads `jsonschema`, whose optional `rfc3987_syntax` builds a
grammar. Grading needs neither. In a process that has nbgrader already, nothing changes.
"""
import importlib.util
import sys

GRAMMAR = "rfc3987_syntax"   # jsonschema does without it where it cannot be imported


def api():
    """The module `nbgrader.api`."""
    if "nbgrader" in sys.modules:
        return importlib.import_module("nbgrader.api")
    spec = importlib.util.find_spec("nbgrader")
    sys.modules["nbgrader"] = importlib.util.module_from_spec(spec)   # a package whose own code has not run
    held_back = GRAMMAR not in sys.modules
    if held_back:
        sys.modules[GRAMMAR] = None
    try:
        return importlib.import_module("nbgrader.api")
    finally:
        if held_back:
            del sys.modules[GRAMMAR]


def whole():
    """Run the package's own code after all, for what needs the whole of nbgrader."""
    package = importlib.import_module("nbgrader")
    if not hasattr(package, "__version__"):
        package.__spec__.loader.exec_module(package)
