"""Scores into nbgrader's gradebook, with its own API, one commit a submission."""
import contextlib
import os
import sys
import warnings

from sqlalchemy.exc import SAWarning, SQLAlchemyError

from course.grading import lightly

Gradebook = lightly.api().Gradebook
parse_utc = sys.modules["nbgrader.utils"].parse_utc

COURSE_ID = "improving-deep-networks"


class GradebookError(Exception):
    """The gradebook cannot be opened or written; the message is a sentence."""


def open_gradebook(url):
    """The gradebook at a database URL; made when it is not there."""
    folder = os.path.dirname(sys.executable)   # nbgrader calls `alembic`, which stands beside this Python
    if folder not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = folder + os.pathsep + os.environ.get("PATH", os.defpath)
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")
    try:
        return Gradebook(url, COURSE_ID)
    except SQLAlchemyError as error:
        raise GradebookError(f"The gradebook {url} cannot be read: {_first_line(error)}. "
                             "Put a copy of it back, or move it away to start a new one.") from None


def _first_line(error):
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def ensure_assignment(book, week, blueprints):
    """The assignment with its notebooks and check cells as the course has them now."""
    book.update_or_create_assignment(week)
    for blueprint in blueprints:
        book.update_or_create_notebook(blueprint.name, week)
        for cell in blueprint.cells:
            marks = cell["metadata"].get("nbgrader", {})
            if marks.get("grade"):
                book.update_or_create_grade_cell(marks["grade_id"], blueprint.name, week, max_score=marks["points"],
                                                 cell_type="code")
                book.update_or_create_source_cell(marks["grade_id"], blueprint.name, week, cell_type="code",
                                                  source=cell["source"], locked=True)
            elif marks.get("solution"):
                book.update_or_create_solution_cell(marks["grade_id"], blueprint.name, week)
                book.update_or_create_source_cell(marks["grade_id"], blueprint.name, week, cell_type="code",
                                                  source=cell["source"], locked=False)


@contextlib.contextmanager
def one_commit(book):
    """Everything that nbgrader's own methods write in here is committed together, or not at all."""
    book.db.commit = book.db.flush
    try:
        yield
    except BaseException:
        book.db.rollback()
        raise
    finally:
        del book.db.commit
    book.db.commit()


def save(book, week, learner, results, timestamp=None):
    """Save one submission's scores. Returns the exercises whose manual score no longer fits the new verdict.

    A bonus is a score above a maximum of 0. Extra credit is what people give by hand, and stays.
    """
    book.update_or_create_student(learner)
    submission = book.update_or_create_submission(week, learner, **({"timestamp": timestamp} if timestamp else {}))
    points = {(r.notebook, f"check_{r.exercise}"): r for r in results}
    stale = []
    for notebook in submission.notebooks:
        notebook.late_submission_penalty = None     # `late_penalty` sets it again where there is one
        for grade in notebook.grades:
            result = points.get((notebook.name, grade.name))
            if result is None:
                continue
            before, grade.auto_score = grade.auto_score or 0, result.points
            grade.needs_manual_grade = grade.manual_score is not None
            if grade.manual_score is not None and before != result.points:
                stale.append(result.exercise)
    book.db.commit()
    return stale


def failed(book, week, learner):
    """A submission that could not be graded: scores are taken away, and every cell asks for a look; never an old score."""
    book.update_or_create_student(learner)
    submission = book.update_or_create_submission(week, learner)
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            grade.auto_score, grade.needs_manual_grade = None, True
    book.db.commit()


def late_penalty(book, week, learner, penalty):
    """Set the penalty of each notebook of one submission: `penalty(learner, notebook, seconds_late)`, none when in time."""
    submission = book.find_submission(week, learner)
    late = submission.total_seconds_late
    for notebook in submission.notebooks:
        notebook.late_submission_penalty = penalty(learner, notebook, late) if late > 0 else None
    book.db.commit()


def timestamp_in(folder):
    """The time in timestamp.txt as nbgrader writes it; None when it is missing or cannot be read."""
    path = folder / "timestamp.txt"
    try:
        if path.is_symlink() or path.stat().st_size > 1000:
            return None
        return parse_utc(path.read_text(encoding="utf-8", errors="replace").strip())
    except (OSError, ValueError, OverflowError):
        return None

