"""course grade: every submission of a week, with a progress bar and a table."""
import os
from pathlib import Path

import click

from course.commands import Problem


@click.command()
@click.argument("week")
@click.option("--root", type=click.Path(path_type=Path), help="Folder with submitted/ (default: the repository).")
@click.option("--jobs", type=click.IntRange(1), help="Processes to grade with (default: one per processor).")
@click.option("--learner", "only", multiple=True, metavar="NAME", help="Grade only this learner; may be given again.")
@click.option("--run-experiments", is_flag=True, help="Run the cells tagged experiment too.")
@click.option("--new-seed", is_flag=True, help="Draw new hidden cases instead of those of the last run.")
@click.option("--accept-weak", is_flag=True, help="Grade without isolation; results are labelled a self-check.")
@click.option("--patience", default=1.0, show_default=True, type=click.FloatRange(0.05, 100),
              help="Multiply the time limits of cells, calls and notebooks.")
@click.option("--db", metavar="URL", help="Gradebook as a database URL (default: gradebook.db in the root).")
def command(week, root, jobs, only, run_experiments, new_seed, accept_weak, patience, db):
    """Grade the submissions of WEEK into gradebook, autograded notebooks and reports/WEEK/scores.csv."""
    os.environ.update({f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")})  # one core a process
    from course.building.notebooks import ROOT
    from course.grading import batch, late, sandbox, show
    from course.grading.gradebook import GradebookError

    root = root or ROOT
    if not root.is_dir():
        raise Problem(f"There is no folder {root}.")
    label = show.isolation_label(accept_weak)
    try:
        waiting = len(only) or len(batch.learners(root, week))
        with show.progress(waiting) as advance:
            graded = batch.grade_week(root, week, jobs or batch.cpu_count(), only, new_seed, run_experiments, label, db,
                                      progress=advance, penalty=late.configured(root),
                                      limits=sandbox.Limits().times(patience))
    except (batch.GradingError, GradebookError) as error:
        raise Problem(str(error)) from None
    show.table(graded, week, root)
