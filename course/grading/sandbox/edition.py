"""The learner edition of the course, copied to a folder of its own: what a learner's process may import."""
import shutil
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
SHIPPED = ("__init__.py", "datasets.py", "network.py", "plots.py", "checking", "data")
INSIDE = Path(__file__).resolve().parent / "inside"
LEFT_OUT = shutil.ignore_patterns("__pycache__", "records", "*.h5.lock")


def copy(target):
    """Copy what ships, without the records, and the code that runs inside the sandbox, to the folder `target`."""
    target = Path(target)
    for name in SHIPPED:
        _copy(PACKAGE / name, target / "course" / name)
    _copy(PACKAGE.parent / "data", target / "data")
    _copy(INSIDE, target / "inside")
    return target


def _copy(source, target):
    if source.is_dir():
        shutil.copytree(source, target, ignore=LEFT_OUT, symlinks=False)
    elif source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
