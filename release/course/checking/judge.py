"""From observations to a verdict: which parts hold, what fraction is earned, and which named mistake it is."""
from dataclasses import dataclass, field

import numpy as np

from course.checking import messages
from course.checking.compare import compare
from course.checking.observe import Seen, look_ahead, observe
from course.checking.probes import FORM
from course.checking.values import Spread, leaves

CORRECT, NAMED, INCORRECT = "correct", "named mistake", "incorrect"
NOT_ATTEMPTED, ERROR = "not attempted", "error"
TIMEOUT, CRASHED, MISSING = "timeout", "crashed", "missing"
VALUE_WEIGHT, SIDE_WEIGHT = 3, 1
INPUTS, REFUSALS, TYPE, SILENT = "inputs unchanged", "refusals", "type", "no warnings"


@dataclass
class Trial:
    """One case with what the reference shows on it, and a way to what each named mistake shows on it."""
    case: dict
    expected: dict
    mistakes: object                 # () -> {sentence: Seen}
    refusing: str = ""               # what is wrong with the case, when the call must be refused
    hidden: bool = False
    known: dict = field(default_factory=dict)   # what does not depend on the learner, shared by copies of the trial
    got: Seen | None = None
    differences: list = field(default_factory=list)
    oddities: list = field(default_factory=list)


@dataclass(frozen=True)
class Verdict:
    """How one exercise was judged: the verdict, each part, the fraction of the points, and what to say."""
    name: str
    verdict: str
    message: str
    diagnosis: str = ""
    fraction: float = 0.0
    parts: dict = field(default_factory=dict)


def judge(spec, trials, subject):
    """Run every trial on the subject and judge the whole; stops early where nothing more can be learned."""
    for number, trial in enumerate(trials):
        if number == 1:     # the first has shown that there is an answer
            look_ahead(spec, subject, trials[1:])
        trial.got = observe(spec, subject, trial.case, bool(trial.refusing))
        _hold(spec, trial)
        early = _stopped(spec, trial)
        if early:
            return early
    parts = _parts(spec, trials)
    fraction = _fraction(spec, parts)
    if all(parts.values()):
        return Verdict(spec.name, CORRECT, messages.correct(spec, parts), "", 1.0, parts)
    verdict, diagnosis, message = _explain(spec, trials, parts)
    return Verdict(spec.name, verdict, message, diagnosis, fraction, parts)


def passes(spec, trials, subject):
    """Whether every trial holds in every part; stops at the first that does not, and explains nothing."""
    for trial in trials:
        trial.got = observe(spec, subject, trial.case, bool(trial.refusing))
        _hold(spec, trial)
        if not all(_parts(spec, [trial]).values()):
            return False
    return True


def _hold(spec, trial):
    """Fill in a trial's differences; a call that raised differs in every observation."""
    got = trial.got
    if got.failed is not None:
        trial.differences = messages.all_missing(trial.expected, got.failed)
    elif FORM in got.values:
        trial.differences = messages.all_malformed(trial.expected, got.values[FORM])
    else:
        trial.differences, trial.oddities = compare(spec, trial.expected, got.values)
        trial.oddities += got.oddities


def _stopped(spec, trial):
    """A verdict that needs no further trial: a placeholder, or a function without a return."""
    failed = trial.got.failed
    if failed is not None and failed.type_name == "NotImplementedError" and failed.function in ("", spec.name, "<lambda>"):
        return Verdict(spec.name, NOT_ATTEMPTED, messages.not_attempted(spec))
    if trial.got.none and trial.differences and not trial.refusing:
        return Verdict(spec.name, INCORRECT, messages.returned_none(spec))
    return None


def _parts(spec, trials):
    """{part: passed}: the value parts in order, then the side parts that this exercise has."""
    parts = {}
    for trial in trials:
        failed = {difference.observation for difference in trial.differences}
        for name in trial.expected:
            part = REFUSALS if trial.refusing else spec.part_of(name)
            parts[part] = parts.get(part, True) and name not in failed
    refusals = parts.pop(REFUSALS, None)
    if spec.keeps_inputs:
        parts[INPUTS] = not any(trial.got.changed or _stolen(spec, trial.got) for trial in trials)
    if spec.silent:
        parts[SILENT] = not any(trial.got.warnings for trial in trials)
    parts[TYPE] = not any(trial.oddities for trial in trials)
    if refusals is not None:
        parts[REFUSALS] = refusals
    return parts


def _stolen(spec, seen):
    """Outputs that live in an argument's memory, or twice in one array, where the exercise asks for their own."""
    if spec.own_memory is False:
        return ()
    shared = [pair for pair in seen.shared if spec.own_memory is True or _output(spec, pair[0]) in spec.own_memory]
    return (*shared, *seen.aliased)


def _output(spec, path):
    """The name of the output that a path into the returned value belongs to."""
    if len(spec.returns) == 1:
        return spec.returns[0]
    index = int(path[1:path.index("]")]) if path.startswith("[") else 0
    return spec.returns[index] if index < len(spec.returns) else ""


def _fraction(spec, parts):
    sides = {INPUTS, SILENT, TYPE, REFUSALS}
    values = [passed for part, passed in parts.items() if part not in sides]
    if not any(values):
        return 0.0
    side = [passed for part, passed in parts.items() if part in sides]
    earned = VALUE_WEIGHT * sum(values) + SIDE_WEIGHT * sum(side)
    return earned / (VALUE_WEIGHT * len(values) + SIDE_WEIGHT * len(side))


def _explain(spec, trials, parts):
    """(verdict, diagnosis, message) of an answer that is not right in every part: public trials first."""
    for shown in ([t for t in trials if not t.hidden], trials):
        if any(trial.differences for trial in shown):
            return _wrong(spec, shown, parts)
    return NAMED, *messages.side_fault(spec, trials, parts)


def _wrong(spec, trials, parts):
    named, whole = diagnose(spec, trials)
    if named:
        return NAMED, named, messages.named(spec, trials, named, whole)
    failed = next((t.got.failed for t in trials if t.got.failed is not None), None)
    if failed is not None:
        return ERROR, "", messages.error(spec, trials, failed)
    return INCORRECT, "", messages.incorrect(spec, trials, parts)


def diagnose(spec, trials):
    """(sentence, whole): the named mistake whose behaviour is this answer's; whole is False when more is wrong."""
    shows = [trial.mistakes() for trial in trials]
    pairs = {sentence: _telling_trials(spec, sentence, [show[sentence] for show in shows], trials)
             for sentence in (shows[0] if shows else ())}
    for sentence, (seen, where) in pairs.items():
        if behaves_as(spec, seen, where):
            return sentence, True
    found = {s: n for s, (seen, where) in pairs.items()   # a sentence that says what else is right is no half
             if " right" not in s and (n := established(spec, s, seen, where))}
    return (max(found, key=found.get), False) if found else ("", False)


def _telling_trials(spec, sentence, shows, trials):
    """The trials that can tell a mistake: a wrong value is told by values, whether or not bad input is refused as well."""
    kept = [(show, trial) for show, trial in zip(shows, trials) if not trial.refusing]
    if any(show.failed is not None or any(_departs(spec, sentence, show, trial, name) for name in trial.expected)
           for show, trial in kept):
        return [show for show, _ in kept], [trial for _, trial in kept]
    return shows, trials


def _departs(spec, sentence, show, trial, name):
    """Whether a mistake shows in one observation of a trial; the same for every learner, so found once."""
    if (sentence, name) not in trial.known:
        trial.known[sentence, name] = bool(compare(spec, {name: trial.expected[name]}, show.values)[0])
    return trial.known[sentence, name]


def behaves_as(spec, shows, trials):
    """Whether the answer did in every trial what the mistake does there.

    An exception of the same class counts as the same where other trials showed equal values that are wrong;
    where nothing but exceptions speaks, their texts must be equal too.
    """
    values_speak = False
    for show, trial in zip(shows, trials):
        if show.failed is None and trial.got.failed is None:
            if not alike(spec, show, trial.got):
                return False
            values_speak = values_speak or bool(trial.differences)
    raised = [(show.failed, t.got.failed) for show, t in zip(shows, trials) if show.failed or t.got.failed]
    return all(one and other and one.type_name == other.type_name and (values_speak or one.message == other.message)
               for one, other in raised)


def alike(spec, one, other):
    """Whether two runs of one case showed the same observations."""
    return set(one.values) == set(other.values) and not any(
        compare(spec, {name: value}, other.values)[0] for name, value in one.values.items())


def established(spec, sentence, shows, trials):
    """Number of telling observations in which the answer behaves as the mistake does; 0 where any speaks against it.

    Used when something else is wrong as well: wherever the mistake departs from the reference, the answer must depart in
    the same way, in at least one observation that is evidence, and in at least half of the cases that are wrong.
    """
    telling, told = 0, 0
    for show, trial in zip(shows, trials):
        if show.failed is not None or trial.got.failed is not None:
            return 0
        departs = [name for name in trial.expected if name in show.values and _departs(spec, sentence, show, trial, name)]
        wrong = {difference.observation for difference in trial.differences}
        if any(name not in wrong or _differ(spec, name, show.values[name], trial.got.values) for name in departs):
            return 0
        telling += sum(_evidence(show.values[name]) for name in departs)
        told += any(not isinstance(trial.expected[name], bool) for name in departs)
    return telling if 2 * told >= sum(bool(trial.differences) for trial in trials) else 0


def _evidence(value):
    """Whether equal values of this kind can hardly be an accident: a number with a fraction, or three numbers at least."""
    if isinstance(value, Spread):
        value = value.value
    found = [np.asarray(leaf, float).ravel() for _, leaf in leaves(value) if not isinstance(leaf, (bool, set, str, type(None)))
             and (isinstance(leaf, (int, float)) or isinstance(leaf, np.ndarray) and leaf.dtype.kind in "fiu")]
    numbers = np.concatenate([np.zeros(0), *found])
    numbers = numbers[np.isfinite(numbers)]
    return bool(numbers.size >= 3 or np.any(numbers != np.round(numbers)))


def _differ(spec, name, expected, values):
    return bool(compare(spec, {name: expected}, values)[0])
