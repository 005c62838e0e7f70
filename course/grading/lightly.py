"""nbgrader's gradebook without the rest of nbgrader: its package imports every server extension, several seconds each time.

`import nbgrader` loads Jupyter's servers, and `nbformat` loads `jsonschema`, whose optional `rfc3987_syntax` builds a
grammar. Grading needs neither. Whoever imports nbgrader afterwards gets the whole of it, as ever.
"""
import importlib.util
import sys

GRAMMAR = "rfc3987_syntax"   # jsonschema does without it where it cannot be imported


def api():
    """The module `nbgrader.api`; the package's own code does not run for it."""
    if "nbgrader" in sys.modules:
        return importlib.import_module("nbgrader.api")
    stand_ins = {"nbgrader": importlib.util.module_from_spec(importlib.util.find_spec("nbgrader")), GRAMMAR: None}
    held = {name: sys.modules[name] for name in stand_ins if name in sys.modules}
    sys.modules.update(stand_ins)
    try:
        return importlib.import_module("nbgrader.api")
    finally:
        for name in stand_ins:
            del sys.modules[name]
        sys.modules.update(held)
