"""nbgrader's Execute with our examiner in it: answers run in the sandbox, test cells here, and only data crosses.

For assignments that are not of this course. A test cell sees the names it defines itself, the modules that the
instructor's notebook imports, and for everything else the learner's data, or a stand-in for the learner's function.
"""
import ast
import builtins
import contextlib
import io
import traceback
import types
from pathlib import Path

from jupyter_client.kernelspec import NoSuchKernel
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade, is_solution
from traitlets import Unicode

from course.building import notebooks
from course.checking.subject import CallFailed
from course.grading import sandbox
from course.grading.sandbox.inside.callables import rebuilt

FOREVER = 3600.0
PYTHON = ("", "python", "python3")


class Examined(Execute):
    """Runs an answer notebook without ever having answers and tests in one process."""

    source_directory = Unicode("source", help="where instructors' notebooks are, below the course's root").tag(config=True)

    def preprocess(self, nb, resources=None, km=None):
        kernel = nb.metadata.get("kernelspec", {}).get("name", "")
        if kernel not in PYTHON:
            raise NoSuchKernel(f"{kernel}: only Python is examined; COURSE_STOCK_GRADING=1 runs nbgrader's own executor")
        folder = resources["metadata"]["path"]
        limits = sandbox.Limits(**dict.fromkeys(("cell", "call"), float(self.timeout or FOREVER)))
        tests = Tests(imports(self.instructors(resources)), folder)
        with sandbox.open([], limits) as session:
            for count, cell in enumerate((c for c in nb.cells if c.cell_type == "code" and c.source.strip()), start=1):
                cell.execution_count = count
                if is_grade(cell) and not is_solution(cell):
                    cell.outputs = tests.run(cell.source, session, count)
                else:
                    cell.outputs = shown(session.run(f"cell {count}", cell.source))
        return nb, resources

    def instructors(self, resources):
        """The instructor's copy of the notebook, below the folder that nbgrader runs in; None without one."""
        names = resources.get("nbgrader", {})
        path = Path(self.source_directory) / names.get("assignment", "") / f"{names.get('notebook', '')}.ipynb"
        return notebooks.read(path) if path.is_file() else {"cells": []}


def shown(report):
    """A learner's cell as outputs of a notebook."""
    made = [new_output("stream", name=name, text=text) for name in ("stdout", "stderr") if (text := getattr(report, name))]
    if report.error is not None:
        made.append(error(report.error.type_name, report.error.message))
    return made


def error(name, value):
    """An error without a traceback: tests and our own files are nobody's to read."""
    return new_output("error", ename=name, evalue=value, traceback=[f"{name}: {value}"])


def imports(notebook):
    """{name: import statement} of the code cells of an instructor's notebook."""
    found = {}
    for cell in notebook["cells"]:
        with contextlib.suppress(SyntaxError, ValueError):
            for node in ast.walk(ast.parse(cell["source"] if cell["cell_type"] == "code" else "")):
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    found.update({(a.asname or a.name).split(".")[0]: ast.unparse(node) for a in node.names})
    return found


class Tests:
    """The test cells of one notebook, run one after another in a namespace of their own."""

    def __init__(self, modules, folder):
        self.modules, self.folder, self.own = modules, folder, {"__name__": "__main__"}

    def run(self, source, session, count):
        """The outputs of one test cell."""
        out, err, value, made = io.StringIO(), io.StringIO(), None, []
        try:
            body, last = compiled(source)
            namespace = self.seen(body, last, session)
            with contextlib.chdir(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                exec(body, namespace)
                value = eval(last, namespace) if last else None
        except CallFailed as failed:
            made = [error(failed.raised.type_name, failed.raised.message)]
        except BaseException as fault:  # an assertion, or whatever a test raises
            if isinstance(fault, KeyboardInterrupt):
                raise
            made = [error(type(fault).__name__, "".join(traceback.format_exception_only(fault)).partition(": ")[2].strip())]
        self.keep(locals().get("namespace", {}))
        streams = [new_output("stream", name=name, text=text.getvalue())
                   for name, text in (("stdout", out), ("stderr", err)) if text.getvalue()]
        if value is not None:
            made.append(new_output("execute_result", data={"text/plain": repr(value)}, execution_count=count))
        return streams + made

    def seen(self, body, last, session):
        """What a cell may see: its own names first, then imports, then the learner's; nothing of the learner's is kept."""
        wanted = sorted((names_in(body) | (names_in(last) if last else set())) - set(self.own) - set(dir(builtins)))
        for name in [name for name in wanted if name in self.modules]:
            exec(self.modules[name], self.own)
        learners = session.values([name for name in wanted if name not in self.own])
        self.lent = {name: function(value) if isinstance(value, sandbox.RemoteSubject) else value
                     for name, value in learners.items()}
        return {**self.own, **self.lent}

    def keep(self, namespace):
        """What the cell defined is there for the next one; what it was lent is asked for anew."""
        lent = getattr(self, "lent", {})
        self.own.update({name: value for name, value in namespace.items() if name not in lent or value is not lent[name]})


def compiled(source):
    """The statements of a cell, and its last expression or None, as code."""
    tree = ast.parse(source)
    last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    return compile(tree, "<test>", "exec"), last and compile(last, "<test>", "eval")


def names_in(code):
    """Every name that code or a function inside it looks up."""
    inner = [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return set(code.co_names).union(*map(names_in, inner))


def function(subject):
    """A stand-in for a learner's function: called with data, it returns data or raises what the function raised."""
    def called(*arguments, **keywords):
        try:
            return subject.drive("with_keywords", arguments, keywords) if keywords else subject(*arguments)
        except CallFailed as failed:
            raise rebuilt(failed.raised) from None
    called.__name__ = called.__qualname__ = subject.name
    return called
