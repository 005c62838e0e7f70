"""course autograde: one submission folder, graded without a gradebook."""
from importlib.util import find_spec
from pathlib import Path

import click

from course.commands import Problem


@click.command()
@click.argument("week")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["json", "junit", "gradescope"]), default="json", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write (default: print).")
@click.option("--seed", type=int, help="Seed of the hidden cases (default: a new one).")
@click.option("--accept-weak", is_flag=True, help="Grade without isolation; the result is labelled a self-check.")
@click.option("--run-experiments", is_flag=True, help="Run the cells tagged experiment too.")
def command(week, path, form, output, seed, accept_weak, run_experiments):
    """Grade the notebooks of WEEK in the folder PATH and print the result; exit code 0 whenever grading itself worked.

    With the learners' edition of the course it runs the public checks only, and labels the result a self-check.
    """
    from course.checking.formats import FORMATS

    full = find_spec("course.grading") is not None
    rows, label, notes = graded(week, path, seed, accept_weak, run_experiments) if full else self_checked(path)
    text = FORMATS[form](rows, label, notes)
    if output:
        output.write_text(text + "\n", encoding="utf-8")
    else:
        click.echo(text)


def self_checked(path):
    from course.checking import selfcheck
    try:
        rows, notes = selfcheck.check_folder(path)
    except selfcheck.SelfCheckError as error:
        raise Problem(str(error)) from None
    return rows, selfcheck.LABEL, notes


def graded(week, path, seed, accept_weak, run_experiments):
    import secrets

    from course.building.notebooks import ROOT
    from course.grading import blueprint, show, submission

    if week not in blueprint.weeks(ROOT):
        raise Problem(f"There is no week {week!r}. Weeks: {', '.join(blueprint.weeks(ROOT))}.")
    if not path.is_dir():
        raise Problem(f"There is no folder {path}.")
    label = show.isolation_label(accept_weak, quiet=True)
    settings = submission.Settings(ROOT, ROOT, week, secrets.randbits(63) if seed is None else seed,
                                   run_experiments=run_experiments, label=label)
    done, _ = submission.examine_folder(settings, path.name, path)
    return [result.as_data() for result in done.results], label, done.notes
