"""Running a learner's cells one after another in one namespace, each with its output, its error and its time."""
import io
import linecache
import sys
import time
import types

from course.checking.values import Raised

from .magics import compiled
from .wire import TimeLimit

MAX_MESSAGE = 500


class Capped(io.TextIOBase):
    """Keeps the first characters that are printed and forgets the rest."""

    def __init__(self, limit):
        self.limit, self.kept, self.size = limit, [], 0

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() argument must be str")
        if self.size < self.limit:
            self.kept.append(text[:self.limit - self.size])
            self.size += len(self.kept[-1])
        return len(text)

    def text(self):
        return "".join(self.kept)


class Captured:
    """Standard output and error of a piece of learner's code."""

    def __init__(self, limit):
        self.out, self.err = Capped(limit), Capped(limit)

    def __enter__(self):
        self.before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.out, self.err
        return self

    def __exit__(self, *_):
        sys.stdout, sys.stderr = self.before


def new_namespace():
    """The namespace of a notebook: that of a fresh `__main__`."""
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    return vars(module)


def run(name, source, namespace, clock, seconds, print_limit):
    """Run one cell and say what happened, as plain data."""
    filename, error, timed_out = f"<{name}>", None, False
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    start = time.monotonic()
    with Captured(print_limit) as captured:
        try:
            clock.start(seconds)
            exec(compiled(source, filename), namespace)
        except TimeLimit:
            timed_out = True
        except BaseException as exception:  # SystemExit and KeyboardInterrupt end the cell, not the notebook
            error = exception
        clock.stop()
    described = None if error is None else describe(error, filename)
    return {"name": name, "error": described, "timed_out": timed_out, "seconds": time.monotonic() - start,
            "stdout": captured.out.text(), "stderr": captured.err.text()}


def describe(error, filename):
    """An exception's class, message, and line within the cell."""
    line = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == filename:
            line = step.tb_lineno
        step = step.tb_next
    kinds = tuple(kind.__name__ for kind in type(error).__mro__[1:-1])
    line = line if isinstance(line, int) else 0
    return Raised(type(error).__name__, message_of(error), kinds, "", line, linecache.getline(filename, line).strip())


def message_of(error):
    try:
        return str(error)[:MAX_MESSAGE]
    except BaseException:  # a learner's __str__ may do anything
        return ""
