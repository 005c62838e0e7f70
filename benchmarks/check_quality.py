"""How good the checks are: mutants killed, right answers accepted, mistakes named, and how long a check takes.

    python -m benchmarks.check_quality [names of exercises or notebooks] [--jobs 2] [--write docs/check-quality.md]

Without names every exercise is measured and docs/check-quality.md is written; records must be fresh (`course record`).
"""
import argparse
import os
import statistics
import time
import warnings
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import numpy as np  # noqa: E402

from benchmarks import quality_page  # noqa: E402
from course.building import killing  # noqa: E402
from course.checking import records  # noqa: E402
from course.checking.check import public_verdict  # noqa: E402
from course.checking.judge import NAMED, passes  # noqa: E402
from course.checking.subject import LocalSubject  # noqa: E402
from course.solutions import exercises, trials  # noqa: E402
from tests import banks  # noqa: E402

PAGE = Path(__file__).resolve().parents[1] / "docs" / "check-quality.md"
DRAWS = 200
SEED = 20_260_307


@dataclass
class Quality:
    """What was measured for one exercise."""
    name: str
    notebook: str
    mutants: int = 0
    public: int = 0
    all: int = 0
    equivalent: int = 0
    survivors: list = field(default_factory=list)
    variants: int = 0
    accepted: int = 0
    mistakes: int = 0
    named: int = 0
    rewritten: int = 0
    recognized: int = 0
    misnamed: int = 0
    unnamed: int = 0
    unnamed_caught: int = 0
    milliseconds: float = 0.0
    seconds: float = 0.0


def measure(name):
    """Everything about one exercise."""
    warnings.simplefilter("ignore")
    start = time.perf_counter()
    found = Quality(name, exercises.find(name).notebook)
    _mutants(found)
    _right(found)
    _wrong(found)
    _times(found)
    found.seconds = time.perf_counter() - start
    return found


def _mutants(found):
    kills = killing.kill(found.name)
    found.mutants, found.public, found.all, found.equivalent = kills.total, kills.public, kills.all, kills.equivalent
    found.survivors = [mutant.diff for mutant in kills.survivors]


def _right(found, draws=DRAWS):
    """Which right variants pass the public checks and every one of the hidden draws."""
    made, spec = exercises.find(found.name), records.spec(found.name)
    rng = np.random.default_rng(SEED)
    standing = list(banks.RIGHT[found.name])
    found.variants = len(standing)
    shown = [records.trials(found.name)]
    hidden = ([trials.make_trial(made, spec, case, hidden=True) for case in made.draw_cases(rng)] for _ in range(draws))
    for batch in (*shown, *hidden) if made.draw else shown:
        standing = [f for f in standing if passes(spec, batch, LocalSubject(f, found.name, spec.arguments))]
    found.accepted = len(standing)


def _wrong(found):
    """Named mistakes as the passage has them, and the bank's own versions of them."""
    made = exercises.find(found.name)
    np.random.seed(99)
    for sentence, mistaken in made.wrong.items():
        judged = banks.public(found.name, mistaken)
        found.mistakes += 1
        found.named += judged.verdict == NAMED and judged.diagnosis == sentence
    for function, sentence, _ in banks.WRONG[found.name]:
        judged = banks.public(found.name, function)
        if sentence:
            found.rewritten += 1
            found.recognized += judged.diagnosis == sentence
        else:
            found.unnamed += 1
            found.unnamed_caught += judged.fraction < 1
        found.misnamed += judged.diagnosis not in ("", sentence)


def _times(found):
    """Median milliseconds of processor time of one public check beyond the learner's function, its records read anew."""
    made = exercises.find(found.name)
    taken = []
    for function in (made.function, *made.wrong.values()):
        clock = Clock(function)
        records._entry.cache_clear()
        start = time.process_time()
        public_verdict(found.name, clock)
        taken.append(time.process_time() - start - clock.seconds)
    found.milliseconds = 1000 * statistics.median(taken)


class Clock:
    """A function that adds up its own time."""

    def __init__(self, function):
        self.function, self.seconds = function, 0.0
        self.__name__, self.__globals__ = function.__name__, {}

    def __call__(self, *arguments, **keywords):
        start = time.process_time()
        try:
            return self.function(*arguments, **keywords)
        finally:
            self.seconds += time.process_time() - start


def measure_all(names, jobs):
    """`Quality` of every exercise named, long ones first, in parallel processes."""
    order = sorted(names, key=lambda name: -len(exercises.find(name).source))
    if jobs == 1:
        found = [_told(measure(name)) for name in order]
    else:
        with ProcessPoolExecutor(jobs) as pool:
            found = [_told(done.result()) for done in as_completed([pool.submit(measure, name) for name in order])]
    return sorted(found, key=lambda quality: names.index(quality.name))


def _told(found):
    print(f"{found.name}: {found.all}/{found.mutants} mutants ({found.public} public), {found.accepted}/{found.variants} "
          f"right, {found.named}/{found.mistakes} named, {found.recognized}/{found.rewritten} rewritten, "
          f"{found.misnamed} misnamed, {found.milliseconds:.0f} ms; {found.seconds:.0f} s", flush=True)
    for survivor in found.survivors:
        print("  survives:\n    " + survivor.replace("\n", "\n    "), flush=True)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", type=Path, help="where the page goes; without names docs/check-quality.md")
    options = parser.parse_args()
    made = exercises.load()
    names = [name for name, one in made.items() if not options.names or {name, one.notebook} & set(options.names)]
    start = time.perf_counter()
    found = measure_all(names, options.jobs)
    minutes = (time.perf_counter() - start) / 60
    path = options.write or (None if options.names else PAGE)
    if path:
        path.write_text(quality_page.page(found, minutes, options.jobs), encoding="utf-8")
    print(f"{len(found)} exercises in {minutes:.1f} minutes" + (f": {path}" if path else ""))


if __name__ == "__main__":
    main()
