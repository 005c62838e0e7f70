"""check(function): the learner's own examiner, which works offline from the records."""
import contextlib
import io
import os
import sys
import textwrap

from course.checking import advice, messages, records
from course.checking.judge import CORRECT, NOT_ATTEMPTED, judge
from course.checking.subject import LocalSubject

WIDTH = 80
STOCK = "COURSE_STOCK_GRADING"   # set while stock nbgrader grades: verdicts are then recorded, not raised


def is_stock():
    """Whether nbgrader's own executor runs this notebook."""
    return bool(os.environ.get(STOCK)) or os.environ.get("NBGRADER_EXECUTION") == "autograde"


class CheckFailed(Exception):
    """A check that did not pass; in a notebook it shows its message in place of a traceback."""

    def __init__(self, verdict):
        super().__init__(verdict.message)
        self.verdict = verdict

    def _render_traceback_(self):
        """Lines short enough for nbgrader's validation, which cuts longer ones."""
        return textwrap.wrap(f"{self.verdict.verdict.capitalize()} · {self.verdict.message}", WIDTH, break_long_words=False)


def check(function, hint=None):
    """Check one graded function against the public cases; print a sentence, or raise one that says what differs.

    function: the function you wrote; a lambda or partial bound to the exercise's name is as good.
    hint: 1, 2 or 3 prints that hint instead of checking.
    """
    name = exercise_name(function, sys._getframe(1).f_globals)
    if hint is not None:
        print(hint_text(name, hint))
        return
    with contextlib.redirect_stderr(io.StringIO()) if is_stock() else contextlib.nullcontext():
        verdict = public_verdict(name, function)   # nbgrader takes a function's notes on stderr for a failure
    if verdict.verdict == CORRECT or is_stock():
        print(f"{verdict.verdict.capitalize()} · {verdict.message}")
        if verdict.verdict == CORRECT:
            said = advice.advise(records.spec(name), advice.source_of(function))
            print(said, end="\n" if said else "")
        return
    raise CheckFailed(verdict)


def public_verdict(name, function):
    """The verdict of the public checks on one function."""
    spec = records.spec(name)
    verdict = judge(spec, records.trials(name), LocalSubject(function, name, spec.arguments))
    if verdict.verdict not in (CORRECT, NOT_ATTEMPTED):
        for prerequisite in spec.uses:
            earlier = getattr(function, "__globals__", {}).get(prerequisite)
            if earlier is not None and not _passes(prerequisite, earlier):
                return type(verdict)(name, verdict.verdict, messages.waiting(spec, prerequisite))
    return verdict


def _passes(name, function):
    spec = records.spec(name)
    return judge(spec, records.trials(name), LocalSubject(function, name, spec.arguments)).fraction > 0.7


def exercise_name(function, namespace):
    """Which exercise a function answers: its own name, or the name it is bound to in the notebook."""
    known = records.index()
    own = getattr(function, "__name__", None)
    if own in known:
        return own
    for name, value in namespace.items():
        if value is function and name in known:
            return name
    raise LookupError(f"check() does not know an exercise for {function!r}. "
                      "Pass the function itself, under the name that the exercise asks for.")


def hint_text(name, number):
    """Hint 1, 2 or 3 of an exercise."""
    hints = records.spec(name).hints
    if number not in range(1, len(hints) + 1):
        return f"`{name}` has hints 1 to {len(hints)}: check({name}, hint=1)."
    more = f" (hint {number} of {len(hints)})"
    return f"{hints[number - 1]}{more}"
