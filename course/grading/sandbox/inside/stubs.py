"""Stand-ins for the notebook machinery: IPython, widgets and magics are there, and do nothing."""
import builtins
import sys
import types

import course.checking

STOOD_IN = ("IPython", "IPython.display", "IPython.core", "IPython.core.display", "IPython.utils", "ipywidgets",
            "matplotlib_inline", "matplotlib_inline.backend_inline")


class Silent:
    """Takes every attribute and every call; as a decorator it gives the function back."""

    def __call__(self, *arguments, **options):
        if len(arguments) == 1 and isinstance(arguments[0], types.FunctionType):
            return arguments[0]
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, key):
        return self

    def __setattr__(self, name, value):
        pass

    def __iter__(self):
        return iter(())

    def __bool__(self):
        return False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def __repr__(self):
        return "<not available in grading>"


SILENT = Silent()


class SilentModule(types.ModuleType):
    """A module in which every name is `Silent`."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return SILENT


def stop(code=None):
    """`exit` and `quit` of a notebook."""
    raise SystemExit(code)


def install():
    """Put the stand-ins where learners' code will look for them."""
    for name in STOOD_IN:
        sys.modules[name] = SilentModule(name)
    sys.modules["IPython"].version_info = (9, 0)  # Matplotlib looks at it
    sys.modules["IPython"].display = sys.modules["IPython.display"]
    builtins.get_ipython = lambda: SILENT
    builtins.display = SILENT
    builtins.exit = builtins.quit = stop
    course.checking.check = silent_check


def silent_check(*_, **__):
    """What `check` is in grading: the examiner checks, and the learner's own calls say nothing."""
