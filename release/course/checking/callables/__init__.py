"""Callables that cases hand to learners' functions, by name: cost functions, gradients, objectives."""
import importlib
import pkgutil

CALLABLES = {}


def shipped_callable(function):
    """Register a function under its own name, so that a case can ask for `shipped("name", …)`."""
    if function.__name__ in CALLABLES:
        raise ValueError(f"two shipped callables are named {function.__name__}")
    CALLABLES[function.__name__] = function
    return function


for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
