"""Reading what a learner's process answers: every field is looked at before it is believed."""
from dataclasses import dataclass

import numpy as np

from course.checking.subject import Call
from course.checking.values import Raised
from course.grading.sandbox import conditions
from course.grading.sandbox.frames import Broken
from course.grading.sandbox.plain import checked, paths, raised, text


@dataclass(frozen=True)
class CellReport:
    """What happened when a cell ran; `error` is None, or a `Raised` whose line counts within the cell."""
    name: str
    error: Raised | None = None
    stdout: str = ""
    stderr: str = ""
    seconds: float = 0.0


def flags(count):
    """How to read an answer that is so many truth values."""
    def read(reply):
        flags = reply["defined"]
        if len(flags) != count or not all(isinstance(flag, bool) for flag in flags):
            raise Broken("an answer of another kind")
        return flags
    return read


def values(count):
    """Whether each name is bound, whether it can be called, and its value."""
    def read(reply):
        bound, called = flags(count)({"defined": reply["bound"]}), flags(count)({"defined": reply["callable"]})
        if len(reply["values"]) != count:
            raise Broken("an answer of another kind")
        return list(zip(bound, called, map(checked, reply["values"])))
    return read


def call(reply):
    """A `Call` and the advanced generators of a reply, with everything in it looked at."""
    done, advanced = reply["call"], reply["generators"]
    if not all(isinstance(generator, np.random.Generator) for generator in advanced):
        raise Broken("a random generator that is none")
    if done.get("error") is not None:
        return Call(error=raised(done["error"]), **_notes(done)), advanced
    return Call(checked(done.get("value")), **_notes(done)), advanced


def _notes(done):
    """What a call did beside answering, as far as the reply says anything."""
    widths = {"changed": 1, "shared": 2, "aliased": 2, "warnings": 1}
    return {name: paths(done[name], width) for name, width in widths.items() if name in done}


def report(limits):
    """How to read what happened to one cell."""
    def read(reply):
        cell = reply["cell"]
        error = conditions.timeout(limits.cell) if cell["timed_out"] else None
        if error is None and cell["error"] is not None:
            error = raised(cell["error"])
        return CellReport("", error, text(cell["stdout"], limits.printed), text(cell["stderr"], limits.printed),
                          float(cell["seconds"]))
    return read
