"""`course release`: build the learner bundle, check it, scan it for answers, publish it."""
import tempfile
from pathlib import Path

import click

from course import __version__
from course.building.notebooks import ROOT
from course.commands import Problem

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=ROOT,
              help="The repository (default: the one this command belongs to).")
@click.option("--to", type=FOLDER, help="Where the bundle goes (default: release/ below the root).")
@click.option("--check", is_flag=True, help="Build elsewhere and say what differs from the bundle; change nothing.")
@click.option("--scan", is_flag=True, help="Only scan the bundle for solutions, hidden cases and hidden tests.")
@click.option("--publish", type=FOLDER, metavar="DIR", help="Commit the bundle to a git repository of its own in DIR.")
@click.option("--gradebook/--no-gradebook", default=True, show_default=True,
              help="Note the assignments in gradebook.db, as `nbgrader generate_assignment` does.")
def command(root, to, check, scan, publish, gradebook):
    """Build the learner bundle: everything that learners get, and nothing that holds an answer."""
    root = root.resolve()
    bundle = (to or root / "release").resolve()
    if check or scan:
        found = (differences(root, bundle) if check else []) + scanned(root, bundle)
        if found:
            raise Problem("\n".join(map(str, found)))
        click.echo("Nothing found.")
        return
    build(root, bundle, gradebook)
    if publish:
        published(bundle, publish, root)


def build(root, bundle, gradebook):
    from course.building.bundle import build_release

    changed = build_release(root, bundle, gradebook)
    click.echo(f"{bundle}: {len(changed)} files written or removed." if changed else f"{bundle}: nothing changed.")


def differences(root, bundle):
    from course.building.bundle import build_release
    from course.building.comparing import compare_release

    with tempfile.TemporaryDirectory() as folder:
        build_release(root, folder)
        found = compare_release(folder, bundle)
    return [text.replace(folder, "the new build") for text in found]


def scanned(root, bundle):
    from course.building.leaks import leaks

    if not bundle.is_dir():
        raise Problem(f"There is no bundle in {bundle}: `course release` builds it.")
    return leaks(root, bundle)


def published(bundle, destination, root):
    from course.building.publishing import publish

    commit = publish(bundle, destination, root, f"Release {__version__}")
    click.echo(f"{destination}: commit {commit}." if commit else f"{destination}: it already holds this release.")
