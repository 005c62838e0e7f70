"""course mistakes: what a class gets wrong, and who."""
from pathlib import Path

import click

from course.commands import Problem


@click.command()
@click.argument("week")
@click.option("--root", type=click.Path(path_type=Path), help="Folder with autograded/ (default: the repository).")
@click.option("--learners", "named", is_flag=True, help="Name the learners too.")
def command(week, root, named):
    """Count the mistakes of everybody graded in WEEK: the named ones by their sentence, the most frequent first."""
    from course.building.notebooks import ROOT
    from course.grading import reports, show
    root = root or ROOT
    graded = reports.read_verdicts(root, week)
    if not graded:
        raise Problem(f"Nobody has been graded in {week} yet: run `course grade {week}` first.")
    show.mistakes(reports.exercises(graded), reports.mistakes(graded), len(graded), week, named)
