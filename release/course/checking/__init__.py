"""Checks that run on the learner's machine: `check(function)`, and all it needs. Holds no answers."""
from course.checking.check import CheckFailed, check

__all__ = ["CheckFailed", "check"]
