"""A week's submissions through a pool: resumable, one grader at a time, every score saved as it comes in."""
import contextlib
import fcntl
import json
import multiprocessing
import os
import secrets
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from course.building.notebooks import ROOT
from course.grading import blueprint, gradebook, reports, submission
from course.grading.reports import FAILED
from course.grading.submission import Settings

WEAK = "self-check, not a grade"
CONTEXT = multiprocessing.get_context("forkserver")   # a plain fork may hang where a library of the caller runs threads


class GradingError(Exception):
    """Grading cannot start or go on; the message is a sentence for the operator."""


class Here(Executor):
    """Runs each submission in this very process."""

    def submit(self, function, /, *arguments, **keywords):
        future = Future()
        try:
            future.set_result(function(*arguments, **keywords))
        except Exception as error:
            future.set_exception(error)
        return future


def source_root(root):
    """Where the source notebooks are: under the root itself, else in this repository."""
    return Path(root) if any(Path(root).glob("source/*/*.ipynb")) else ROOT


def learners(root, week):
    """{learner: folder} of everybody who handed in something for a week; links are not followed."""
    submitted = Path(root) / "submitted"
    if not submitted.is_dir():
        raise GradingError(f"There is no folder {submitted}. Put submissions under submitted/<learner>/{week}/.")
    found = {}
    for folder in sorted(submitted.iterdir()):
        if folder.name.startswith(".") or folder.is_symlink() or not folder.is_dir():
            continue
        if not folder.name.isprintable():
            raise GradingError(f"The folder {folder.name!a} in {submitted} has a name that cannot be written. Rename it.")
        place = folder / week
        if place.is_dir() and not place.is_symlink():
            found[folder.name] = place
    if not found:
        raise GradingError(f"Nobody has handed in {week}: there is no folder submitted/<learner>/{week}/ in {root}.")
    return found


@contextlib.contextmanager
def only_grader(root):
    """Hold the course's lock, or say that another grader is at work."""
    with open(Path(root) / ".grading.lock", "w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise GradingError(f"Another grader is at work in {root}. Wait until it has ended, then run this again.") from None
        yield


@contextlib.contextmanager
def disk_faults(root):
    """A full disk or a file that must not be written, said in a sentence."""
    try:
        yield
    except OSError as error:
        raise GradingError(f"{error.filename or root}: {error.strerror or error}. What was graded until then is saved; "
                           "run this again to go on.") from None


def begin(root, week, new_seed=False):
    """(run, seed, resumed) of this grading run: an unfinished run is gone on with; the seed stays unless a new one is asked."""
    path = Path(root) / "reports" / week / "run.json"
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
        state = {"run": str(state["run"]), "seed": int(state["seed"]), "finished": bool(state["finished"])}
    except (OSError, ValueError, KeyError, TypeError):
        state = None
    if state and not state["finished"] and not new_seed:
        return state["run"], state["seed"], True
    seed = state["seed"] if state and not new_seed else secrets.randbits(63)
    run = secrets.token_hex(8)
    reports.write_json(path, {"run": run, "seed": seed, "finished": False})
    return run, seed, False


def finish(root, week, run, seed):
    reports.write_json(Path(root) / "reports" / week / "run.json", {"run": run, "seed": seed, "finished": True})


def grade_week(root, week, jobs=1, only=(), new_seed=False, run_experiments=False, label="", db_url=None, executor=None,
               progress=None, keep=False, penalty=None, limits=None):
    """Grade every submission of a week, or of the learners in `only`: [Summary], in the order of their names.

    progress: called with each submission's `Graded` when it has been saved
    keep: leave alone what has been graded and has not changed since
    penalty: `penalty(learner, submitted_notebook, seconds_late)` -> points or None, for what was handed in late
    """
    root = Path(root).resolve()
    source = source_root(root)
    if week not in blueprint.weeks(source):
        raise GradingError(f"There is no week {week!r}. Weeks: {', '.join(blueprint.weeks(source))}.")
    found = learners(root, week)
    unknown = sorted(set(only) - set(found))
    if unknown:
        raise GradingError(f"No submission of {week} by {', '.join(unknown)}.")
    with disk_faults(root), only_grader(root):
        run, seed, resumed = begin(root, week, new_seed)
        settings = Settings(root, source, week, seed, run, run_experiments, label, limits)
        chosen = {name: folder for name, folder in found.items() if not only or name in only}
        graded = _graded_before(settings, chosen, keep) if resumed or keep else {}
        book = gradebook.open_gradebook(db_url or f"sqlite:///{root / 'gradebook.db'}")
        with book:
            with gradebook.one_commit(book):
                gradebook.ensure_assignment(book, week, blueprint.week(source, week))
            todo = {name: folder for name, folder in chosen.items() if name not in graded}
            for done in _through(settings, todo, jobs, executor):
                save(book, settings, done, chosen[done.learner], penalty)
                graded[done.learner] = done.summary()
                if progress:
                    progress(done)
        reports.scores_csv(root, week)
        finish(root, week, run, seed)
    return [graded[name] for name in chosen]


def _graded_before(settings, chosen, any_run=False):
    """{learner: Summary} of an interrupted run: saved, of this run, and the submission has not changed since."""
    found = {}
    for learner, content in reports.read_verdicts(settings.root, settings.week).items():
        usable = learner in chosen and content.get("saved") and content.get("status") != FAILED
        if not usable or not (any_run or content.get("run") == settings.run):
            continue
        if content.get("fingerprint") == submission.fingerprint(chosen[learner], settings):
            found[learner] = submission.from_data(content).summary()
    return found


def _through(settings, todo, jobs, executor):
    """Every submission graded, as they finish; a worker that dies costs only the submission it was at."""
    waiting = dict(todo)
    try:
        for learner, future in _futures(settings, todo, jobs, executor):
            done = _outcome(settings, learner, todo[learner], future)
            waiting.pop(learner)
            yield done
    except BrokenProcessPool:
        yield from _one_by_one(settings, waiting)


def _futures(settings, todo, jobs, executor):
    """(learner, finished future) of every submission; in this process one at a time, so that each is saved at once."""
    pool = executor or (Here() if jobs == 1 else ProcessPoolExecutor(jobs, mp_context=CONTEXT))
    if isinstance(pool, Here):
        for learner, folder in todo.items():
            yield learner, pool.submit(submission.grade, settings, learner, folder)
        return
    with contextlib.nullcontext() if executor else pool:
        futures = {pool.submit(submission.grade, settings, learner, folder): learner for learner, folder in todo.items()}
        for future in as_completed(futures):
            yield futures.pop(future), future


def _outcome(settings, learner, folder, future):
    """What a future found; what went wrong with one submission stays with it, but for a disk or a pool that fails."""
    try:
        return future.result()
    except (BrokenProcessPool, OSError):
        raise
    except Exception as fault:
        return _lost(settings, learner, folder, fault)


def _one_by_one(settings, waiting):
    """Each in a pool of its own, so that the one which kills its worker is known, and only it fails."""
    for learner, folder in waiting.items():
        with ProcessPoolExecutor(1, mp_context=CONTEXT) as pool:
            try:
                yield _outcome(settings, learner, folder, pool.submit(submission.grade, settings, learner, folder))
            except BrokenProcessPool:
                yield _lost(settings, learner, folder, "the grading process was ended from outside.")


def _lost(settings, learner, folder, why):
    done = submission.failed(learner, why)
    submission.write(settings.root / "autograded" / learner / settings.week, done, {}, settings, Path(folder))
    return done


def save(book, settings, done, folder, penalty=None):
    """Save one submission's scores, and mark its verdicts as saved."""
    with gradebook.one_commit(book):
        if done.status == FAILED:
            gradebook.failed(book, settings.week, done.learner)
            submission.remove(settings.root / "feedback" / done.learner / settings.week)    # it tells of older scores
        else:
            stale = gradebook.save(book, settings.week, done.learner, done.results, gradebook.timestamp_in(folder))
            done.notes += [f"{name}: a manual score was given before, and the verdict has changed since. Please look again."
                           for name in stale]
            if penalty:
                gradebook.late_penalty(book, settings.week, done.learner, penalty)
    path = settings.root / "autograded" / done.learner / settings.week / reports.VERDICTS
    reports.write_json(path, {**done.as_data(settings), "saved": True})


def cpu_count():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


