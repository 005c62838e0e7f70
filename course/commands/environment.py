"""`course environment`: write requirements.lock and environment.yml from pyproject.toml, or check them."""
import shutil
from pathlib import Path

import click

from course.building import environment as files
from course.building.notebooks import ROOT
from course.commands import Problem


@click.command()
@click.option("--check", is_flag=True, help="Only say whether the three files agree; needs no network.")
@click.option("--upgrade", is_flag=True, help="Take the newest versions that pyproject.toml allows.")
@click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=ROOT,
              help="The repository (default: the one this command belongs to).")
def command(check, upgrade, root):
    """Write requirements.lock and environment.yml from pyproject.toml."""
    if not check:
        uv = shutil.which("uv", path=str(Path(root) / ".venv" / "bin")) or shutil.which("uv") or "uv"
        if not files.write_lock(root, uv, upgrade):
            raise Problem("The versions could not be resolved: read what uv says above.")
        lock = (root / "requirements.lock").read_text(encoding="utf-8")
        (root / "environment.yml").write_text(files.environment_yml(files.load_project(root), lock), encoding="utf-8")
    found = files.disagreements(root)
    if found:
        raise Problem("\n".join(found))
    click.echo("pyproject.toml, requirements.lock and environment.yml agree.")
