"""The sandbox: a learner's notebook in a process of its own that holds neither reference nor verdict."""
import os

from course.grading.sandbox.conditions import CONDITIONS, CRASHED, MEMORY, TIMEOUT
from course.grading.sandbox.launcher import SandboxError, Zygote
from course.grading.sandbox.limits import Limits
from course.grading.sandbox.notebook import Notebook
from course.grading.sandbox.probe import Isolation, isolation
from course.grading.sandbox.replies import CellReport
from course.grading.sandbox.subject import RemoteSubject

__all__ = ["CONDITIONS", "CRASHED", "MEMORY", "TIMEOUT", "CellReport", "Isolation", "Limits", "Notebook", "RemoteSubject",
           "SandboxError", "Zygote", "isolation", "open", "zygote"]

_zygotes = {}


def zygote(hidden=()):
    """This process's zygote, started when first asked for, and again if it was lost."""
    key = (os.getpid(), tuple(map(str, hidden)))
    if key not in _zygotes or not _zygotes[key].alive:
        _zygotes[key] = _strongest(hidden)
    return _zygotes[key]


def _strongest(hidden):
    """A zygote in the strongest isolation that really starts; `zygote().isolation` says which it is."""
    try:
        return Zygote(hidden=hidden)
    except SandboxError:
        without = [name for name in ("bubblewrap", "landlock", "seccomp") if name not in isolation().layers]
        if "bubblewrap" in without:
            raise
        return Zygote(without=[*without, "bubblewrap"], hidden=hidden)


def open(cells, limits=None, bind=None, hidden=()):
    """A `Notebook` of (name, source) cells in a process of its own: `with sandbox.open(cells) as session: …`."""
    return Notebook(zygote(hidden), cells, limits, bind)
