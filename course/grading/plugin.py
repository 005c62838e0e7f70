"""The examiner inside nbgrader: its commands, its API and formgrader's buttons grade as `course grade` does.

Assignments of this course go through `course.grading.batch`. Any other assignment goes nbgrader's own way, with
`course.grading.executor` in place of nbgrader's Execute. With COURSE_STOCK_GRADING=1 nbgrader executes everything
itself, and the check cells hand their verdicts over (`course.grading.stock`).
"""
import fnmatch
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from course.checking.check import is_stock
from course.grading import batch, blueprint, late

FEEDBACK_IGNORES = ["verdicts.json", "verdicts.json.part"]


def plug_in(c):
    """Let nbgrader's Autograde start here, whoever made it, and its feedback be our page."""
    from nbgrader.converters import Autograde
    Autograde.start = start
    c.GenerateFeedback.exporter_class = "course.grading.feedback.FeedbackExporter"
    c.GenerateFeedback.force = True     # a page that is out of date is worse than one made again
    c.CourseDirectory.ignore = [*c.CourseDirectory.get("ignore", []), *FEEDBACK_IGNORES]


def start(converter):
    """What nbgrader's Autograde does when it is started."""
    from nbgrader.converters.base import BaseConverter
    from nbgrader.preprocessors import Execute
    root, week = Path(converter.coursedir.root), converter.coursedir.assignment_id
    ours = blueprint.is_ours(batch.source_root(root), week)
    if is_stock() and ours:
        from course.grading import stockrun
        stockrun.autograde(converter, BaseConverter.start, root, week)
    elif is_stock():
        BaseConverter.start(converter)
    elif ours:
        autograde(converter, root, week)
    else:
        from course.grading.executor import Examined
        replaced = [Examined if made is Execute else made for made in converter.autograde_preprocessors]
        converter.autograde_preprocessors = replaced
        BaseConverter.start(converter)


def autograde(converter, root, week):
    """Grade a week of this course with the converter's options; its log and its exception tell what happened."""
    from nbgrader.converters import NbGraderException
    try:
        only = chosen(converter, root, week)
        graded = graded_here(converter, root, week, only) if only else []
    except (batch.GradingError, batch.gradebook.GradebookError) as problem:
        converter.log.error(str(problem))
        raise NbGraderException(str(problem)) from None
    failed = [one.learner for one in graded if one.status == batch.FAILED]
    if failed:
        raise NbGraderException(f"Could not be graded: {', '.join(failed)}.")


def chosen(converter, root, week):
    """The learners that --student and the exclusions leave; with create_student off, unknown ones are refused."""
    directory = converter.coursedir
    left_out = directory.student_id_exclude.split(",") if directory.student_id_exclude else []
    found = [name for name in batch.learners(root, week)
             if fnmatch.fnmatchcase(name, directory.student_id) and name not in left_out]
    if not found:
        raise batch.GradingError(f"No submission of {week} by a learner that matches {directory.student_id!r}.")
    if directory.notebook_id != "*":
        converter.log.warning("A submission of this course is graded as a whole, not only %s.", directory.notebook_id)
    if not converter.create_student:
        with batch.gradebook.open_gradebook(directory.db_url) as book:
            known = {student.id for student in book.students}
        if set(found) - known:
            raise batch.GradingError(f"Not in the gradebook: {', '.join(sorted(set(found) - known))}.")
    return found


def graded_here(converter, root, week, only):
    """Grade in this process when it is nbgrader's own; a server stays as it is, and a fresh process reads today's files."""
    from nbgrader.apps.baseapp import NbGrader
    label = isolation_label(converter)
    options = dict(root=root, week=week, only=only, label=label, db_url=converter.coursedir.db_url, keep=not converter.force,
                   jobs=min(batch.cpu_count(), len(only)))
    if isinstance(converter.parent, NbGrader):
        return batch.grade_week(**options, progress=lambda done: tell(converter, done),
                                penalty=late.penalties(lambda: converter.config))
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        graded = pool.submit(in_fresh_process, options).result()
    for done in graded:
        tell(converter, done)
    return graded


def in_fresh_process(options):
    return batch.grade_week(**options, penalty=late.configured(options["root"]))


def isolation_label(converter):
    """Log which isolation there is; without any, grade only when COURSE_ACCEPT_WEAK says so."""
    from course.grading import sandbox
    found = sandbox.isolation()
    converter.log.info(found.sentence)
    if found.is_isolation:
        return ""
    if not os.environ.get("COURSE_ACCEPT_WEAK"):
        raise batch.GradingError("This system offers no isolation, so learners' code could read answers and grades. Grade on "
                                 "Linux, or accept it with COURSE_ACCEPT_WEAK=1: results are then labelled a self-check.")
    return batch.WEAK


def tell(converter, done):
    """One line of log for one submission."""
    if done.status == batch.FAILED:
        converter.log.error("%s: failed. %s", done.learner, " ".join(done.notes))
    else:
        converter.log.info("%s: %g of %g points. %s", done.learner, done.points, done.max_points, " ".join(done.notes))
