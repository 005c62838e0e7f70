"""The learner edition of the course, copied to a folder of its own: what a learner's process may import."""
import shutil
from pathlib import Path

from course.building.edition import GENERATED, not_for_learners

PACKAGE = Path(__file__).resolve().parents[2]
INSIDE = Path(__file__).resolve().parent / "inside"


def copy(target):
    """Copy what ships, without the records, and the code that runs inside the sandbox, to the folder `target`."""
    target = Path(target)
    shutil.copytree(PACKAGE, target / "course", ignore=not_for_learners(PACKAGE, more={"records"}))
    data = PACKAGE.parent / "data"
    if data.is_dir():
        shutil.copytree(data, target / "data", ignore=GENERATED)
    shutil.copytree(INSIDE, target / "inside", ignore=GENERATED)
    return target
