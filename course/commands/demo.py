"""course demo: the main job on a sample class, from release to feedback."""
import shutil
import time
from pathlib import Path

import click

from course.commands import Problem


@click.command()
@click.argument("week", default="week1")
@click.option("--to", type=click.Path(path_type=Path), help="Folder for the demo (default: demo/ in the repository).")
@click.option("--learners", default=16, show_default=True, type=click.IntRange(12), help="Size of the sample class.")
@click.option("--jobs", type=click.IntRange(1), help="Processes to grade with (default: one per processor).")
@click.option("--accept-weak", is_flag=True, help="Grade without isolation; results are labelled a self-check.")
def command(week, to, learners, jobs, accept_weak):
    """Build the release, lay out a sample class for WEEK, grade it, and show where to look."""
    from course.building.bundle import build_release
    from course.building.notebooks import ROOT
    from course.grading import batch, blueprint, pages, reports, sample, show

    root = (to or ROOT / "demo").resolve()
    if week not in blueprint.weeks(ROOT):
        raise Problem(f"There is no week {week!r}. Weeks: {', '.join(blueprint.weeks(ROOT))}.")
    label, start = show.isolation_label(accept_weak), time.monotonic()
    _emptied(root)
    click.echo("Building the learner bundle …")
    build_release(ROOT, root / "release")
    names = [name for plan in blueprint.week(ROOT, week) for name in plan.exercises]
    people = sorted(sample.sample_class(names, learners), key=lambda learner: learner.name)
    sample.write_class(root, ROOT, week, people)
    try:
        with show.progress(len(people)) as advance:
            graded = batch.grade_week(root, week, jobs or batch.cpu_count(), label=label, progress=advance)
    except batch.GradingError as error:
        raise Problem(str(error)) from None
    show.table(graded, week, root)
    click.echo("Writing feedback pages …")
    written = pages.write(root, week)
    complaints = sample.held_against(people, reports.read_verdicts(root, week))
    judged = sum(len(done.verdicts) for done in graded)
    click.echo(f"{judged - len(complaints)} of {judged} answers were judged as they should be, in "
               f"{time.monotonic() - start:.0f} s. Feedback pages: {len(written)}, in {root / 'feedback'}.")
    click.echo(f"Look at one: {written[len(written) // 8]}")
    click.echo(f"The learner's bundle: {root / 'release'} (make lab opens a working copy)")
    if complaints:
        raise Problem("\n".join(complaints))


def _emptied(root):
    """An empty demo folder; one that holds anything else than a demo stays as it is."""
    known = {"release", "submitted", "autograded", "feedback", "reports", "gradebook.db", ".grading.lock", "DEMO"}
    if root.exists():
        if {path.name for path in root.iterdir()} - known:
            raise Problem(f"{root} holds other things than a demo; name another folder with --to.")
        for path in [root, *root.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() else 0o644)
        shutil.rmtree(root)
    root.mkdir(parents=True)
