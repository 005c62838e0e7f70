"""A course on training neural networks well: data, given code, checks; solutions and grading in full."""
from importlib.util import find_spec

__version__ = "1.0.0"


def edition():
    """Which edition this is: "full" when `course.grading` can be imported, else "learner"."""
    return "full" if find_spec("course.grading") else "learner"
