"""`course lab`: JupyterLab on a working copy of the learner bundle, to try the course as a learner sees it."""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from course.building.notebooks import ROOT


@click.command()
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), default=ROOT / "lab",
              help="The working copy (default: lab/ in the repository).")
@click.option("--open/--no-open", "opened", default=True, help="Open JupyterLab afterwards.")
def command(to, opened):
    """Open JupyterLab on a working copy of the learner bundle; work that is already there is kept."""
    from course.building.bundle import build_release

    with tempfile.TemporaryDirectory() as folder:
        build_release(ROOT, folder)
        new = copy_missing(Path(folder), to)
    click.echo(f"{to}: {len(new)} new files; files that were there are as they were.")
    if opened:
        sys.exit(subprocess.call([sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={to}"], cwd=to))


def copy_missing(bundle, to):
    """Copy the notebooks that are not there yet; the package comes from this repository."""
    wanted = sorted(path.relative_to(bundle) for path in bundle.glob("week*/**/*") if path.is_file())
    missing = [name for name in wanted if not (to / name).exists()]
    for name in missing:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(bundle / name, to / name)
    return missing
