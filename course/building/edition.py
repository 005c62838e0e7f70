"""The learner edition of the package: which parts of course/ ship, said once for the bundle and for the sandbox."""
import shutil
from pathlib import Path

HIDDEN = {"solutions", "grading", "building", "learner_files"}  # folders of course/ that are never shipped
LEARNER_COMMANDS = {"__init__", "data", "autograde"}            # modules of course/commands/ that are
GENERATED = shutil.ignore_patterns("__pycache__", "*.pyc", ".ipynb_checkpoints", ".DS_Store", ".*.tmp", "*.h5.lock")


def not_for_learners(course, more=()):
    """The filter of shutil.copytree that leaves out what learners do not get, and folders named in `more`."""
    def ignore(folder, names):
        dropped = set(GENERATED(folder, names)) | (set(more) & set(names))
        if Path(folder) == course:
            dropped |= HIDDEN & set(names)
        if Path(folder) == course / "commands":
            dropped |= {name for name in names if Path(name).stem not in LEARNER_COMMANDS}
        return dropped
    return ignore
