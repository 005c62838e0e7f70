"""course feedback: a page for each learner, from the graded notebooks."""
from pathlib import Path

import click

from course.commands import Problem


@click.command()
@click.argument("week")
@click.option("--root", type=click.Path(path_type=Path), help="Folder with autograded/ (default: the repository).")
@click.option("--learner", default="*", metavar="NAME", help="Only this learner's pages.")
@click.option("--db", metavar="URL", help="Gradebook as a database URL (default: gradebook.db in the root).")
def command(week, root, learner, db):
    """Write feedback/LEARNER/WEEK/*.html for everybody graded in WEEK, as `nbgrader generate_feedback` does."""
    from course.building.notebooks import ROOT
    from course.grading import pages
    root = (root or ROOT).resolve()
    if not any(root.glob(f"autograded/*/{week}")):
        raise Problem(f"Nobody has been graded in {week} yet: run `course grade {week}` first.")
    written = pages.write(root, week, learner, db)
    click.echo(f"{len(written)} pages: {root}/feedback/<learner>/{week}/")
