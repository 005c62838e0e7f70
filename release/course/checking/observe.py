"""Running one case: the probe's observations of a function, and the side effects of its calls."""
from dataclasses import dataclass, field

import numpy as np

from course.checking.compare import COMPLEX, COMPLEX_NUMBER
from course.checking.probes import ONE_CALL, PROBES, malformed, step
from course.checking.subject import CallFailed
from course.checking.values import Odd, Raised, as_numbers

REFUSED = "refused"


@dataclass
class Seen:
    """What one case showed: named observations, or the exception that ended it, and what the calls did besides."""
    values: dict = field(default_factory=dict)
    failed: Raised | None = None
    none: bool = False
    changed: tuple = ()
    shared: tuple = ()
    aliased: tuple = ()
    warnings: tuple = ()
    oddities: list = field(default_factory=list)     # (output, path, what it is, what is asked), from `Tidied`


class Tidied:
    """The subject as probes see it: what stands for an array is one, and what was unusual about it is noted."""

    def __init__(self, subject, returns):
        self.subject, self.returns, self.oddities = subject, returns, []
        self.name, self.calls, self.drive = subject.name, subject.calls, subject.drive

    def __call__(self, *arguments):
        return self._tidied(self.subject(*arguments))

    def many(self, calls):
        return [self._tidied(value) for value in self.subject.many(calls)]

    def on(self, case):
        return self._tidied(self.subject.on(case))

    def _tidied(self, value):
        if len(self.returns) > 1 and isinstance(value, (tuple, list)) and len(value) == len(self.returns):
            return tuple(self.tidy(item, name) for name, item in zip(self.returns, value))
        return self.tidy(value, self.returns[0] if len(self.returns) == 1 else "result")

    def number(self, value, name):
        """The number that an array of one entry stands for; anything else as it is."""
        if isinstance(value, np.ndarray) and value.size == 1:
            self.oddities = [noted for noted in self.oddities if noted[:2] != (name, "")]
            self._note(name, "", f"array of shape {value.shape}", "a number")
            return value.item()
        return value

    def tidy(self, value, name, path=""):
        if isinstance(value, dict):
            return {key: self.tidy(item, name, f'{path}["{key}"]') for key, item in value.items()}
        if _only_numbers(value) and as_numbers(value) is not None:
            self._note(name, path, "list", "an array")
            return self.tidy(as_numbers(value), name, path)
        if isinstance(value, (list, tuple)):
            return type(value)(self.tidy(item, name, f"{path}[{k}]") for k, item in enumerate(value))
        if isinstance(value, Odd) and value.value is not None:
            self._note(name, path, value.type_name, "an array")
            return self.tidy(value.value, name, path)
        if isinstance(value, np.ndarray) and value.dtype.kind == "c" and not np.any(value.imag):
            self._note(name, path, *COMPLEX)
            value = value.real.copy()
        if isinstance(value, complex) and value.imag == 0:
            self._note(name, path, *COMPLEX_NUMBER)
            value = value.real
        return value.item() if isinstance(value, np.ndarray) and value.ndim == 0 else value

    def _note(self, name, path, got, asked):
        if not any(noted[:2] == (name, path) for noted in self.oddities):
            self.oddities.append((name, path, got, asked))


def _only_numbers(value):
    return isinstance(value, list) and len(value) > 0 and all(
        type(item) in (bool, int, float, complex) or _only_numbers(item) for item in value)


def look_ahead(spec, subject, trials):
    """Let a subject prepare for those trials that are one call each."""
    once = spec.probe == "outputs" or spec.probe in ONE_CALL
    subject.prepare([trial.case for trial in trials if once or trial.refusing])


def observe(spec, subject, case, refusing=False):
    """Run one case of an exercise on a subject."""
    subject.calls.clear()
    seen = Seen()
    try:
        if refusing:
            seen.values = _refusal(subject, case)
        elif spec.probe == "outputs":
            seen.values = outputs(spec, subject, case)
        else:
            seen.values, seen.oddities = _probed(spec, subject, case)
    except CallFailed as failure:
        seen.failed = failure.raised
    calls = subject.calls
    seen.none = bool(calls) and calls[-1].value is None and calls[-1].error is None
    for name in ("changed", "shared", "aliased", "warnings"):
        setattr(seen, name, tuple(item for done in calls for item in getattr(done, name)))
    return seen


def _probed(spec, subject, case):
    """The observations of a probe, and what was unusual; an answer that it cannot take apart is malformed."""
    tidied = Tidied(subject, spec.returns)
    try:
        return PROBES[spec.probe](tidied, case), tidied.oddities
    except CallFailed:
        raise
    except Exception:   # whatever an answer is made of, it is judged
        last = subject.calls[-1].value if subject.calls else None
        return malformed(last, "the docstring asks for something else"), []


def outputs(spec, subject, case):
    """One call; outputs named in `updates` are observed as the difference from the argument they update."""
    value, names = subject.on(case), spec.returns
    if len(names) == 1:
        seen = {names[0]: value}
    elif isinstance(value, (list, tuple)) and len(value) == len(names):
        seen = dict(zip(names, value))
    else:
        found = f"{len(value)} value{'s' * (len(value) != 1)}" if isinstance(value, (list, tuple)) else None
        return malformed(value, f"{len(names)} values are asked: {', '.join(f'`{name}`' for name in names)}", found)
    return {name: step(item, case[spec.updates[name]]) if name in spec.updates else item for name, item in seen.items()}


def _refusal(subject, case):
    """True when the call raised ValueError; another exception is named, an answer is False."""
    try:
        subject.on(case)
    except CallFailed as failure:
        return {REFUSED: True if failure.raised.is_a("ValueError") else failure.raised.type_name}
    return {REFUSED: False}
