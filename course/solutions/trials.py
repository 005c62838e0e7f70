"""Trials from references: the public ones that are recorded, and fresh hidden ones for grading."""
import zlib

import numpy as np

from course.checking import advice
from course.checking.judge import Trial
from course.checking.observe import observe
from course.checking.probes import FORM
from course.checking.spec import Spec
from course.checking.subject import LocalSubject

GLOBAL_SEED = 12345   # some named mistakes draw from the global generator; records must come out the same
MUTABLE = (np.ndarray, dict, list)


SAME = ("name", "notebook", "points", "minutes", "difficulty", "parts", "own_memory", "extra_keys", "probe", "tolerance",
        "absolute", "silent", "floats", "uses", "bonus")


def spec_of(exercise, see=""):
    """The public side of an exercise."""
    values = [value for one in exercise.public_cases() for value in one.values()]
    return Spec(
        **{name: getattr(exercise, name) for name in SAME},
        hints=tuple(exercise.hints), arguments=tuple(exercise.arguments), updates=dict(exercise.updates or {}),
        returns=tuple(part.strip() for part in exercise.returns.split(",")), refuses=bool(exercise.refused_cases()),
        keeps_inputs=any(isinstance(value, MUTABLE) for value in values), see=see,
        advice=(*exercise.advice, *(() if advice.vectorize(advice.parsed(exercise.source)) else ("vectorize",))))


def seen_of(spec, function, case, refusing=""):
    """What a function of ours shows on a case; NumPy's global generator starts the same each time, and is put back."""
    state = np.random.get_state()
    np.random.seed(GLOBAL_SEED)
    try:
        return observe(spec, LocalSubject(function, spec.name, spec.arguments), case, bool(refusing))
    finally:
        np.random.set_state(state)


def make_trial(exercise, spec, case, refusing="", hidden=False):
    """A trial whose expectations come from the reference, and whose mistakes are run when asked for."""
    seen = seen_of(spec, exercise.function, case, refusing)
    if seen.failed is not None:
        raise ValueError(f"{exercise.name}: the reference raised {seen.failed.type_name}: {seen.failed.message}")
    if FORM in seen.values:
        raise ValueError(f"{exercise.name}: the probe cannot take apart what the reference returned")
    made = {}

    def mistakes():
        if not made:
            made.update({s: seen_of(spec, wrong, case, refusing) for s, wrong in exercise.wrong.items()})
        return made

    return Trial(case, seen.values, mistakes, refusing, hidden)


def public_trials(exercise, spec):
    """The trials that are recorded: every public case, then every call that must be refused."""
    shown = [make_trial(exercise, spec, case) for case in exercise.public_cases()]
    return shown + [make_trial(exercise, spec, case, what) for what, case in exercise.refused_cases()]


def hidden_trials(exercise, spec, seed):
    """Fresh trials for grading, the same for every learner of a run: they follow from its seed and the name."""
    rng = np.random.default_rng([seed, zlib.crc32(exercise.name.encode())])
    cases = [case for _ in range(exercise.draws) for case in exercise.draw_cases(rng)]
    return [make_trial(exercise, spec, case, hidden=True) for case in cases]
