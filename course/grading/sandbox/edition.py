"""The learner edition of the course, copied to a folder of its own: what a learner's process may import."""
import shutil
from pathlib import Path

from course.building.edition import GENERATED, not_for_learners

PACKAGE = Path(__file__).resolve().parents[2]
INSIDE = Path(__file__).resolve().parent / "inside"
OURS = "site-packages"  # a folder name that tracebacks tell from a learner's own code


def copy(target):
    """Copy to `target` what ships, without the records, the data sets, and the code that runs inside the sandbox."""
    target = Path(target)
    shutil.copytree(PACKAGE, target / "course", ignore=not_for_learners(PACKAGE, ("records", "commands")))
    data = next((place for place in (PACKAGE.parent / "data", PACKAGE / "data") if place.is_dir()), None)
    if data is not None and not (target / "course" / "data").exists():
        shutil.copytree(data, target / "data", ignore=GENERATED)
    shutil.copytree(INSIDE, target / OURS / "inside", ignore=GENERATED)
    return target


def import_path(target):
    """What stands first on `sys.path` inside."""
    return [str(target), str(Path(target) / OURS)]
