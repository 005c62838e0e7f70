"""Calling a learner's function, and noting everything the call did."""
import linecache
import os
import traceback
import warnings
from dataclasses import dataclass

import numpy as np

from course.checking.values import Raised, fresh, leaves, plain

MAX_TEXT = 500
GIVEN_CODE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


@dataclass(frozen=True)
class Call:
    """What one call did: its value or error, and its side effects as paths into arguments and outputs."""
    value: object = None
    error: Raised | None = None
    changed: tuple = ()      # arguments changed in place: 'grads["dW1"]'
    shared: tuple = ()       # outputs that live in an argument's memory: (output path, argument path)
    aliased: tuple = ()      # pairs of outputs that are one array: (output path, output path)
    warnings: tuple = ()     # texts of warnings raised during the call


class CallFailed(Exception):
    """The learner's function raised; `raised` says what."""

    def __init__(self, raised):
        super().__init__(raised.message)
        self.raised = raised


def call(function, arguments, names=()):
    """Call `function(*arguments)` and note what happened; never raises but for KeyboardInterrupt."""
    names = [*names, *(f"argument {k + 1}" for k in range(len(names), len(arguments)))]
    before = [_snapshot(argument) for argument in arguments]
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        try:
            value, error = plain(function(*arguments)), None
        except KeyboardInterrupt:
            raise
        except BaseException as exception:  # SystemExit and its like are answers too
            value, error = None, describe(exception)
    changed = [path for name, old, new in zip(names, before, arguments) for path in _changes(name, old, new)]
    shared, aliased = _memory(value, dict(zip(names, arguments)))
    texts = tuple(str(w.message)[:MAX_TEXT] for w in caught[:20])
    return Call(value, error, tuple(changed), shared, aliased, texts)


def describe(exception):
    """A `Raised` for an exception, with the last line of the learner's own code that led to it."""
    kinds = tuple(kind.__name__ for kind in type(exception).__mro__[1:-1])
    frames = [frame for frame in traceback.walk_tb(exception.__traceback__) if _is_learners(frame[0])]
    function, line, code = "", 0, ""
    if frames:
        frame, number = frames[-1]
        function = frame.f_code.co_name
        line = number - frame.f_code.co_firstlineno + 1
        code = linecache.getline(frame.f_code.co_filename, number).strip()[:MAX_TEXT]
    try:
        message = str(exception)[:MAX_TEXT]
    except Exception:  # a learner's __str__ may raise
        message = ""
    return Raised(type(exception).__name__, message, kinds, function, line, code)


def _is_learners(frame):
    name = frame.f_code.co_filename
    return not (name.startswith((GIVEN_CODE, "<frozen")) or name.endswith(".pyx") or "site-packages" in name
                or f"{os.sep}lib{os.sep}python" in name)


def _snapshot(value):
    """A copy to compare with later: arrays copied, generators and callables left out."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, dict):
        return {key: _snapshot(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_snapshot(item) for item in value]
    return value if isinstance(value, (bool, int, float, str, set)) else None


def _changes(path, old, new):
    """Paths inside an argument whose contents are no longer what they were."""
    if isinstance(old, np.ndarray):
        if old.shape != new.shape or old.dtype != new.dtype or old.tobytes() != new.tobytes():
            yield path
    elif isinstance(old, dict):
        if set(old) != set(new):
            yield path
        for key in set(old) & set(new):
            inside = f'{path}["{key}"]' if isinstance(key, str) else f"{path}[{key}]"
            if type(old[key]) is not type(new[key]) and isinstance(old[key], (np.ndarray, dict)):
                yield inside
            else:
                yield from _changes(inside, old[key], new[key])
    elif isinstance(old, list):
        if len(old) != len(new):
            yield path
        else:
            for index, item in enumerate(old):
                yield from _changes(f"{path}[{index}]", item, new[index])
    elif old is not None and not isinstance(old, set) and isinstance(old, (bool, int, float, str)) and old != new:
        if old == old or new == new:
            yield path


def _memory(value, arguments):
    outputs = [(path, leaf) for path, leaf in leaves(value) if isinstance(leaf, np.ndarray) and leaf.size]
    inputs = [(path, leaf) for name, argument in arguments.items() for path, leaf in leaves(argument, name)
              if isinstance(leaf, np.ndarray) and leaf.size]
    shared = tuple((out, path) for out, leaf in outputs for path, source in inputs if np.may_share_memory(leaf, source))
    start = [leaf.__array_interface__["data"][0] for _, leaf in outputs]
    aliased = tuple((outputs[i][0], outputs[j][0]) for i in range(len(outputs)) for j in range(i) if start[i] == start[j])
    return shared, aliased


def arguments_of(case):
    """Fresh copies of a case's values, for one call."""
    return [fresh(value) for value in case.values()]


class Subject:
    """A function under examination; calling it returns plain data or raises `CallFailed`, and is noted in `calls`."""

    def __init__(self, name, names=()):
        self.name, self.names, self.calls, self.prepared = name, names, [], {}

    def __call__(self, *arguments):
        return self._noted(self._call(arguments))

    def many(self, calls):
        """The values of several calls in order, each a tuple of arguments; raises at the first that fails."""
        return [self._noted(done) for done in self._calls(calls)]

    def on(self, case):
        """The value for a case's own arguments, each a fresh copy."""
        done = self.prepared.pop(id(case), None)
        return self._noted(self._call(arguments_of(case)) if done is None else done)

    def prepare(self, cases):
        """Hear which cases `on` will be asked about next, which may save time."""

    def drive(self, driver, *arguments):
        """Run a shipped driver beside the function: it builds objects there and returns plain data."""
        return self._noted(self._drive(driver, arguments))

    def _noted(self, done):
        self.calls.append(done)
        if done.error is not None:
            raise CallFailed(done.error)
        return done.value

    def _call(self, arguments):
        raise NotImplementedError

    def _calls(self, calls):
        return map(self._call, calls)

    def _drive(self, driver, arguments):
        raise NotImplementedError


class LocalSubject(Subject):
    """A function in this very process: the learner's own machine, or our reference."""

    def __init__(self, function, name=None, names=()):
        super().__init__(name or getattr(function, "__name__", "function"), names)
        self.function = function

    def _call(self, arguments):
        return call(self.function, arguments, self.names)

    def _drive(self, driver, arguments):
        return call(driven(self.function, driver), arguments)


def driven(function, driver):
    """The shipped driver bound to a function, as a function of the driver's other arguments."""
    from course.checking.drivers import DRIVERS
    return lambda *arguments: DRIVERS[driver](function, *arguments)
