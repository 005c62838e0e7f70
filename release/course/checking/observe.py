"""Running one case: the probe's observations of a function, and the side effects of its calls."""
from dataclasses import dataclass, field

from course.checking.probes import PROBES, step
from course.checking.subject import CallFailed
from course.checking.values import Odd, Raised, fresh

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
            seen.values = PROBES[spec.probe](subject, case)
    except CallFailed as failure:
        seen.failed = failure.raised
    calls = subject.calls
    seen.none = bool(calls) and calls[-1].value is None and calls[-1].error is None
    for name in ("changed", "shared", "aliased", "warnings"):
        setattr(seen, name, tuple(item for done in calls for item in getattr(done, name)))
    return seen


def outputs(spec, subject, case):
    """One call; outputs named in `updates` are observed as the difference from the argument they update."""
    value = subject(*[fresh(argument) for argument in case.values()])
    names = spec.returns
    if len(names) == 1:
        seen = {names[0]: value}
    elif isinstance(value, (list, tuple)) and len(value) == len(names):
        seen = dict(zip(names, value))
    else:
        odd = Odd(_shape_of(value))
        seen = {name: odd for name in names}
    return {name: step(item, case[spec.updates[name]]) if name in spec.updates else item for name, item in seen.items()}


def _shape_of(value):
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__} of {len(value)}"
    return type(value.value if isinstance(value, Odd) else value).__name__


def _refusal(subject, case):
    """True when the call raised ValueError; another exception is named, an answer is False."""
    try:
        subject(*[fresh(argument) for argument in case.values()])
    except CallFailed as failure:
        return {REFUSED: True if failure.raised.is_a("ValueError") else failure.raised.type_name}
    return {REFUSED: False}
