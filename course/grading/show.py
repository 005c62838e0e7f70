"""What the operator sees on the terminal: the isolation, a progress bar, a table of scores, where to look next."""
import contextlib
from collections import Counter

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from course.commands import Problem
from course.grading import batch, sandbox
from course.grading.reports import FAILED, GRADED


def isolation_label(accept_weak, quiet=False):
    """Say which isolation there is; refuse to grade without one unless the operator accepts it."""
    found = sandbox.isolation()
    Console(stderr=quiet).print(found.sentence, style="dim", highlight=False)
    if found.is_isolation:
        return ""
    if not accept_weak:
        raise Problem("This system offers no isolation (neither bubblewrap nor Landlock), so learners' code could read "
                      "answers and grades. Grade on Linux, or accept it with --accept-weak: results are then labelled "
                      f"“{batch.WEAK}”.")
    return batch.WEAK


@contextlib.contextmanager
def progress(total):
    """A progress bar; yields a function to call with each graded submission."""
    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.update(task, advance=1, description=done.learner)


def table(graded, week, root):
    """One line a learner: score, how many exercises of each verdict, and what is to be said."""
    shown = Table(title=f"{week}: {len(graded)} submissions")
    for name, justify in (("learner", "left"), ("points", "right"), ("correct", "right"), ("verdicts", "left"), ("note", "left")):
        shown.add_column(name, justify=justify, overflow="fold")
    for one in graded:
        counts = Counter(one.verdicts)
        right = counts.pop("correct", 0)
        score = f"{one.points:g} of {one.max_points:g}" if one.status == GRADED else one.status
        note = next(iter(one.notes), "")
        shown.add_row(one.learner, score, f"{right} of {len(one.verdicts)}" if one.verdicts else "–",
                      ", ".join(f"{n} {verdict}" for verdict, n in sorted(counts.items())), note)
    console = Console()
    console.print(shown, markup=False)
    failed = [one.learner for one in graded if one.status == FAILED]
    if failed:
        console.print(f"Could not be graded: {', '.join(failed)}.", style="bold", markup=False)
    console.print(f"Scores: {root}/reports/{week}/scores.csv · notebooks: {root}/autograded/<learner>/{week}/ · "
                  f"feedback: course feedback {week} · by hand: make instructor", highlight=False, markup=False)


def mistakes(exercises, counted, learners, week, named=False):
    """Two tables: how each exercise went, and which named mistakes were made, with the learners if asked."""
    console = Console()
    went = Table(title=f"{week}: {learners} learners")
    for name, justify in (("exercise", "left"), ("correct", "right"), ("other verdicts", "left")):
        went.add_column(name, justify=justify, overflow="fold")
    for exercise, verdicts in exercises.items():
        others = ", ".join(f"{n} {verdict}" for verdict, n in sorted(verdicts.items()) if verdict != "correct")
        went.add_row(exercise, str(verdicts.get("correct", 0)), others)
    console.print(went, markup=False)
    for exercise, said, who in counted:
        people = f" ({', '.join(who)})" if named else ""
        console.print(f"{len(who):>4} × {exercise}: {said}{people}", markup=False, highlight=False)
