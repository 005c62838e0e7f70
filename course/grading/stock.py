"""Check cells as an instructor runs them, and as nbgrader's own executor runs them: `grade(f)` in both."""
import contextlib
import io
import os
import secrets

from course.checking import records
from course.checking.check import CheckFailed, exercise_name, is_stock
from course.checking.judge import CORRECT, NOT_ATTEMPTED, judge
from course.checking.subject import LocalSubject
from course.grading import autograded, examiner
from course.solutions import exercises

SEED = "COURSE_GRADING_SEED"
MIME = "application/vnd.course.verdict+json"


def grade(function, namespace):
    """Judge public and fresh hidden cases.

    In an instructor's notebook: None when right, else `CheckFailed` with the sentence. Under nbgrader's own
    executor: the points earned, which nbgrader reads as partial credit, with the verdict shown beside them.
    """
    name = exercise_name(function, namespace)
    seed = int(os.environ.get(SEED) or secrets.randbits(63))
    if not is_stock():
        verdict = judged(name, function, seed)
        if verdict.verdict != CORRECT:
            raise CheckFailed(verdict)
        return None
    with contextlib.redirect_stderr(io.StringIO()):     # what a function prints there would cost the cell
        verdict = followed_through(name, function, seed, namespace)
    result = examiner.scored(verdict, source_of(function))
    show(result)
    return 0.0 if result.bonus else float(result.points)


def judged(name, function, seed):
    spec = records.spec(name)
    return judge(spec, examiner.all_trials(name, seed), LocalSubject(function, name, spec.arguments))


def followed_through(name, function, seed, namespace):
    """The verdict; judged again with right prerequisites where the learner's own are wrong."""
    verdict = judged(name, function, seed)
    if verdict.fraction >= examiner.PASSING or verdict.verdict == NOT_ATTEMPTED:
        return verdict
    wrong = [p for p in records.spec(name).uses if callable(namespace.get(p))
             and judged(p, namespace[p], seed).fraction < examiner.PASSING]
    if not wrong:
        return verdict
    before = {p: namespace[p] for p in wrong}
    namespace.update({p: exercises.find(p).function for p in wrong})
    try:
        return examiner.better(verdict, judged(name, function, seed), examiner.with_right(wrong))
    finally:
        namespace.update(before)


def source_of(function):
    import inspect
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return ""


def show(result):
    """The verdict for readers, and as data for `course.grading.stockrun`."""
    from IPython.display import display
    display({"text/html": autograded.verdict_html(result), "text/plain": autograded.verdict_text(result),
             MIME: result.as_data()}, raw=True)
