"""Grading: learners' notebooks in a sandboxed process, references and verdicts in ours. Never shipped."""
import sys


def grade(function):
    """Judge a function with fresh hidden cases as well; the second call of every check cell (see `course.grading.stock`)."""
    from course.grading import stock
    return stock.grade(function, sys._getframe(1).f_globals)


def plug_in(c):
    """Put the examiner into nbgrader: called from nbgrader_config.py with nbgrader's configuration."""
    from course.grading import plugin
    plugin.plug_in(c)
