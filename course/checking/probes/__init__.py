"""Probes turn a function and a case into named observations; one module per notebook beside this one."""
import importlib
import pkgutil

import numpy as np

from course.checking.messages import type_of
from course.checking.values import Odd, as_numbers

PROBES, ONE_CALL = {}, set()
FORM = "the form of what is returned"


def probe(function):
    """Register a probe `(subject, case) -> {observation name: value}` under its own name."""
    if function.__name__ in PROBES:
        raise ValueError(f"two probes are named {function.__name__}")
    PROBES[function.__name__] = function
    return function


def one_call(function):
    """Register a probe that calls the function once, with the case's own values, by `subject.on(case)`."""
    ONE_CALL.add(function.__name__)
    return probe(function)


def malformed(value, asked, found=None):
    """The one observation of an answer that no other can be made of; `asked` is a phrase such as "two arrays are asked"."""
    return {FORM: [found or type_of(value), asked]}


def step(after, before):
    """`after - before`, array by array, so that a wrong step shows beside weights near 1; odd shapes stay as they are."""
    if isinstance(after, dict) and isinstance(before, dict):
        return {key: step(value, before.get(key)) for key, value in after.items()}
    if isinstance(after, Odd):
        return Odd(after.type_name, step(after.value, before))
    if isinstance(after, (list, tuple)) and isinstance(before, np.ndarray):
        array = as_numbers(after)
        return after if array is None else Odd(type(after).__name__, step(array, before))
    if isinstance(after, np.ndarray) and isinstance(before, np.ndarray) and after.shape == before.shape:
        single = after.dtype.kind == "f" and after.dtype.itemsize < 8
        return (after - before).astype(after.dtype) if single else after - before
    return after


for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
