"""Mutants against the checks: each runs in the sandbox, and is killed when it is not judged correct."""
import tomllib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from course.building import mutants, sync
from course.checking import records
from course.checking.judge import passes
from course.solutions import exercises, trials

EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
SEED = 4


@dataclass
class Kills:
    """What became of one function's mutants."""
    function: str
    total: int = 0
    public: int = 0
    all: int = 0
    equivalent: int = 0
    survivors: list = field(default_factory=list)          # killed by neither
    hidden_only: list = field(default_factory=list)        # killed by hidden checks alone


def equivalents():
    """{function: {changed lines: reason}} of the mutants that do the same as the reference, or what the contract allows."""
    listed = {}
    if EQUIVALENT.exists():
        for entry in tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("mutant", []):
            listed.setdefault(entry["function"], {})[entry["diff"].strip()] = entry["reason"]
    return listed


def kill(name, sample=None, seed=SEED):
    """Run the mutants of one function (or a sample of them) against public checks, then public and hidden ones."""
    from course.grading import sandbox
    made = exercises.find(name)
    spec, known = records.spec(name), equivalents().get(name, {})
    hidden = trials.hidden_trials(made, spec, seed)
    shown, limits = records.trials(name), sandbox.Limits(call=10.0, cell=20.0, failures=1)
    before = [("imports", exercises.import_block(sync.module_text(made.notebook)))]
    before += [(used, exercises.find(used).source) for used in _needed(made)]
    found = Kills(name)
    with sandbox.open([*before, (name, made.source)], limits) as session:
        if not passes(spec, shown + hidden, session.subject(name, spec.arguments)):
            raise RuntimeError(f"The reference of {name} does not pass in the sandbox: its mutants would all seem killed.")
    for mutant in mutants.mutants(made.source)[::_stride(sample, made)]:
        with sandbox.open([*before, (name, mutant.source)], limits) as session:
            subject = session.subject(name, spec.arguments)
            public = not passes(spec, shown, subject)
            killed = public or not passes(spec, hidden, subject)
        if not killed and mutant.key in known:
            found.equivalent += 1
            continue
        found.total += 1
        found.public += public
        found.all += killed
        if not killed:
            found.survivors.append(mutant)
        elif not public:
            found.hidden_only.append(mutant)
    return found


def _stride(sample, made):
    return max(1, len(mutants.mutants(made.source)) // sample) if sample else 1


def _needed(made):
    """Earlier graded functions that this one calls, and those that they call, in order."""
    names = []
    for used in made.uses:
        names += [name for name in (*_needed(exercises.find(used)), used) if name not in names]
    return names


def kill_all(names, jobs=2, sample=None):
    """`Kills` of every function named, in parallel processes."""
    if jobs == 1:
        yield from (kill(name, sample) for name in names)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(kill, names, [sample] * len(names))
