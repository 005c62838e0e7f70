"""The examiner: one learner's notebook in the sandbox, our trials in this process, and a verdict for each exercise."""
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache

from course.building import sync
from course.checking import records
from course.checking.advice import advise
from course.checking.drivers import STAND_INS
from course.checking.judge import CORRECT, CRASHED, ERROR, MISSING, NOT_ATTEMPTED, TIMEOUT, Verdict, judge
from course.grading import sandbox
from course.grading.plan import plan
from course.solutions import exercises, trials

PASSING = 0.999


@dataclass(frozen=True)
class Result:
    """One exercise of one learner: what is saved, reported and shown."""
    exercise: str
    notebook: str
    points: float
    max_points: float
    verdict: str
    diagnosis: str
    message: str
    parts: dict = field(default_factory=dict)
    bonus: bool = False
    advice: str = ""

    def as_data(self):
        return {"name": self.exercise, "notebook": self.notebook, "points": self.points, "max_points": self.max_points,
                "verdict": self.verdict, "diagnosis": self.diagnosis, "message": self.message, "parts": self.parts,
                "bonus": self.bonus, "advice": self.advice}


def examine(blueprint, submitted, seed, limits=None, run_experiments=False):
    """Results of every exercise of a notebook, and the reports of the cells that ran: (results, {index: CellReport})."""
    made = plan(blueprint, submitted, run_experiments)
    cells = [(f"cell {index + 1}", source) for index, source in made.cells]
    with sandbox.open(cells, limits) as session:
        reports = {index: report for (index, _), report in zip(made.cells, session.load_report)}
        defined = session.defined(blueprint.exercises)
        verdicts = {}
        for name in blueprint.exercises:
            verdicts[name] = _verdict(session, made, reports, name, defined[name], seed)
        _second_chances(session, blueprint, made, verdicts, defined, seed, limits)
    return [result(submitted, made, verdict) for verdict in verdicts.values()], reports


def _verdict(session, made, reports, name, defined, seed):
    """The verdict on one function, or why there is none to judge."""
    if not defined:
        return _undefined(made, reports, name)
    spec = records.spec(name)
    verdict = judge(spec, all_trials(name, seed), session.subject(name, spec.arguments))
    return _conditioned(verdict)


def all_trials(name, seed):
    """The recorded trials, then hidden ones; drawn once a grading run, in this process, which no learner's code sees."""
    return [replace(trial) for trial in _drawn(name, seed)]


@lru_cache(maxsize=None)
def _drawn(name, seed):
    return records.trials(name) + trials.hidden_trials(exercises.find(name), records.spec(name), seed)


def _conditioned(verdict):
    """A call that ended its process, or took too long, is a verdict of its own."""
    for condition, name in ((sandbox.TIMEOUT, TIMEOUT), (sandbox.MEMORY, CRASHED), (sandbox.CRASHED, CRASHED)):
        if verdict.verdict == ERROR and f"`{condition}:" in verdict.message:
            return replace(verdict, verdict=name)
    return verdict


def _undefined(made, reports, name):
    """Missing, or the error of the cell that should have defined the function."""
    for index in reversed(made.definitions.get(name, [])):
        report = reports.get(index)
        if report is not None and report.error is not None:
            error = report.error
            kind = {sandbox.TIMEOUT: TIMEOUT, sandbox.MEMORY: CRASHED, sandbox.CRASHED: CRASHED}.get(error.type_name, ERROR)
            place = f" at line {error.line}" if error.line else ""
            return Verdict(name, kind, f"`{name}`: the cell raised `{error.type_name}: {error.message}`{place}, "
                                       "so the function was not defined.")
    return Verdict(name, MISSING, f"`{name}`: no cell of the notebook defines this function.")


def _second_chances(session, blueprint, made, verdicts, defined, seed, limits):
    """Judge again what failed through no fault of its own: a name of ours bound anew elsewhere, or a wrong prerequisite."""
    for name, verdict in verdicts.items():
        if verdict.fraction >= PASSING or verdict.verdict == NOT_ATTEMPTED:
            continue
        if _disturbed(made, name) and made.definitions.get(name):
            cells = [(f"cell {index + 1}", source) for index, source in made.cells if not _disturbs(made, index, name)]
            with sandbox.open(cells, limits) as apart:
                if apart.defined([name])[name]:
                    verdicts[name] = better(verdict, _judged(apart, name, seed), "apart from the cell that changes "
                                             "a name it needs")
        verdict = verdicts[name]
        wrong = [p for p in records.spec(name).uses if verdicts.get(p) and verdicts[p].fraction < PASSING]
        if wrong and defined[name] and verdict.fraction < PASSING:
            with _right_answers(wrong, limits) as right, session.fork(right) as followed:
                verdicts[name] = better(verdict, _judged(followed, name, seed), with_right(wrong))


@contextmanager
def _right_answers(names, limits):
    """{name: our function}; one that takes objects answers questions of drivers, from a sandbox of its own."""
    on_objects = [name for name in names if name in STAND_INS]
    right = {name: exercises.find(name).function for name in names if name not in on_objects}
    if not on_objects:
        yield right
        return
    notebook = exercises.find(on_objects[0]).notebook
    cells = [("imports", exercises.import_block(sync.module_text(notebook))),
             *((made.name, made.source) for made in exercises.load(notebook).values())]
    with sandbox.open(cells, limits) as ours:
        yield right | {name: ours.subject(name).drive for name in on_objects}


def _judged(session, name, seed):
    spec = records.spec(name)
    return _conditioned(judge(spec, all_trials(name, seed), session.subject(name, spec.arguments)))


def _disturbs(made, index, name):
    return bool(made.rebinds.get(index)) and index not in made.definitions.get(name, [])


def _disturbed(made, name):
    return any(_disturbs(made, index, name) for index in made.rebinds)


def with_right(prerequisites):
    return "with a right " + " and ".join(f"`{name}`" for name in prerequisites)


def better(first, second, how):
    """The better of two verdicts; a pass on the second look says how it came about.

    Of two that are worth the same, the second says more if it names a mistake: nothing wrong around it speaks in it.
    """
    clearer = second.fraction == first.fraction and second.diagnosis
    if second.fraction <= first.fraction and not clearer:
        return first
    if second.verdict == CORRECT:
        return replace(second, message=f"`{second.name}`: correct, judged {how}.")
    return second


def result(submitted, made, verdict):
    """The `Result` of a verdict; of a function that several cells define, the last one counts."""
    indices = made.definitions.get(verdict.name, [])
    return scored(verdict, submitted.cells[indices[-1]].source if indices else "", len(indices))


def scored(verdict, source="", cells=1):
    """A verdict with its points, and a word about doubled cells and advice on the source."""
    spec = records.spec(verdict.name)
    message = verdict.message.replace("on the public checks (", "on public and hidden checks (")
    if cells > 1:
        message += f" The notebook defines `{verdict.name}` in {cells} cells: the last one counted."
    said = advise(spec, source) if verdict.verdict == CORRECT else ""
    return Result(verdict.name, spec.notebook, round(verdict.fraction * spec.points, 4), spec.points, verdict.verdict,
                  verdict.diagnosis, message, verdict.parts, spec.bonus, said)


def unread(blueprint, reason):
    """Results of a notebook that could not be read: nothing earned, the reason said once for each exercise."""
    return [Result(name, blueprint.name, 0.0, blueprint.points(name), MISSING, "",
                   f"`{name}`: not graded. {reason}", {}, records.spec(name).bonus) for name in blueprint.exercises]


