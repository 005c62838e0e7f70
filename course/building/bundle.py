"""The learner bundle: notebooks by week, the learner edition of the package, data, environment, README and start.py."""
import shutil
import tempfile
from pathlib import Path

from course.building.comparing import files_below, same_file
from course.building.edition import GENERATED, not_for_learners
from course.building.environment import environment_yml, load_project, slice_lock
from course.commands import Problem
from course.building.leaks import leaks
from course.building.assignments import release_notebooks

MARK = "start.py"  # a folder without it is not a bundle, and is not replaced


def build_release(root, destination, gradebook=False):
    """Build the bundle of the repository at root in destination, scanned for leaks; return the changed files."""
    root, destination = Path(root), Path(destination)
    if not replaceable(destination):
        raise Problem(f"{destination} holds something else than a bundle; it stays as it is. Name another folder.")
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "release"
        write_bundle(root, built, gradebook)
        found = leaks(root, built)
        if found:
            raise Problem("Nothing is released, because answers would be:\n" + "\n".join(map(str, found)))
        return replace(built, destination)


def replaceable(destination):
    """A folder that is missing, empty, a bundle, or holds nothing but weeks that nbgrader released."""
    names = {path.name for path in destination.iterdir()} if destination.exists() else set()
    return MARK in names or all(name.startswith("week") for name in names)


def write_bundle(root, built, gradebook):
    built.mkdir(parents=True)
    release_notebooks(root, built, gradebook)
    shutil.copytree(root / "course", built / "course", ignore=not_for_learners(root / "course"))
    shutil.copytree(root / "data", built / "data", ignore=GENERATED)
    shutil.copytree(root / "course" / "learner_files", built, ignore=GENERATED, dirs_exist_ok=True)
    (built / "gitignore").rename(built / ".gitignore")
    for name in ("LICENSE", "LICENSE-CONTENT", ".gitattributes"):
        shutil.copy(root / name, built / name)
    write_environment(root, built)


def write_environment(root, built):
    """Learners' pyproject.toml, lock files and environment.yml: the repository's without what only instructors need."""
    project, lock = load_project(root), (root / "requirements.lock").read_text(encoding="utf-8")
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    kept = [table for table in split_tables(text) if table.startswith(("[build-system", "[project", "[tool.hatch"))]
    write(built / "pyproject.toml", "".join(kept))
    write(built / "environment.yml", environment_yml(project, lock))
    write(built / "requirements.lock", slice_lock(lock, ["setup"]))
    write(built / "requirements-frameworks.lock", slice_lock(lock, ["setup", "frameworks"]))


def split_tables(toml):
    """A TOML text in pieces, one a table."""
    pieces = [""]
    for line in toml.splitlines(keepends=True):
        if line.startswith("["):
            pieces.append("")
        pieces[-1] += line
    return pieces


def write(path, text):
    path.write_text(text, encoding="utf-8", newline="\n")


def replace(built, destination, keep=()):
    """Make destination equal to built, writing only the files whose content differs; return their names."""
    wanted, there = files_below(built), files_below(destination)
    gone = {name for name in there - wanted if name.split("/")[0] not in keep}
    changed = {name for name in wanted if name not in there or not same_file(built / name, destination / name)}
    for name in gone:
        (destination / name).unlink()
    for name in changed:
        (destination / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(built / name, destination / name)
    for folder in sorted((path for path in destination.rglob("*") if path.is_dir()), reverse=True):
        if folder.relative_to(destination).parts[0] not in keep and not any(folder.iterdir()):
            folder.rmdir()
    return sorted(changed | gone)
