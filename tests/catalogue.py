"""The catalogue of learners' mistakes, run against the checks; `python -m tests.catalogue` writes docs/mistakes.md."""
import tomllib
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from course.checking.judge import CORRECT, ERROR, NAMED
from course.solutions import exercises
from tests import banks
from tests.sentences import SIDE_FAULTS

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "mistakes.md"

TOP = """# Mistakes that learners make

Every row was collected from what learners publish and ask, and is run against the checks by the test suite. This page is
generated from `tests/catalogue_week*.toml` by `python -m tests.catalogue`.

*seen*: in published code, or in a question with code. *asked*: a belief that somebody voiced. *plausible*: not seen yet.
What the check says is the sentence of the named mistake; "incorrect" means that the answer is refused and told what
differs, without a guess at the reason; "error" that Python's own exception and its line are shown.

{seen} rows are seen, {asked} asked, {plausible} plausible. {named} are named, {unnamed} refused without a name, {elsewhere} lie outside of
the function.

"""


@dataclass(frozen=True)
class Mistake:
    """One row: a mistake in one function, and the answer of the bank that makes it."""
    function: str
    mark: str
    text: str
    answer: object
    sentence: str | None


@dataclass(frozen=True)
class Unusual:
    """One row: a right answer that looks unusual."""
    function: str
    text: str
    answer: object


@lru_cache(maxsize=1)
def tables():
    """{function: its part of the files}."""
    return {name: table for path in sorted(HERE.glob("catalogue_week*.toml"))
            for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def mistakes():
    """Every row about a mistake that a function shows."""
    return [Mistake(name, mark, text, *wrong(name, words)) for name, table in tables().items()
            for mark, text, words in table.get("mistakes", [])]


def unusual():
    return [Unusual(name, text, right(name, answer)) for name, table in tables().items()
            for text, answer in table.get("unusual", [])]


def elsewhere():
    """(function, mark, what is done, why no function shows it)."""
    return [(name, *row) for name, table in tables().items() for row in table.get("elsewhere", [])]


def wrong(name, words):
    """(answer, sentence) of the one wrong answer with these words in its sentence, its note, or as its name."""
    rows = banks.WRONG[name]
    by_name = [row for row in rows if row[0].__name__ == words]
    found = by_name or [row for row in rows if words in f"{row[1]} {row[2]}"]
    if not found or len({row[1] for row in found}) > 1:
        raise LookupError(f"{name}: {len(found)} wrong answers of the bank fit “{words}”")
    return found[0][:2]


def right(name, words):
    found = [function for function in banks.RIGHT[name] if function.__name__ == words]
    if len(found) != 1:
        raise LookupError(f"{name}: {len(found)} right answers of the bank are called {words}")
    return found[0]


def judged(row):
    """The public verdict on a row's answer."""
    np.random.seed(99)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return banks.public(row.function, row.answer)


def said(verdict):
    """What the page writes of a verdict."""
    if verdict.verdict == NAMED:
        return f"{verdict.diagnosis} (a side part is lost)" if verdict.diagnosis in SIDE_FAULTS else verdict.diagnosis
    return {ERROR: "error", CORRECT: "correct"}.get(verdict.verdict, "incorrect")


def page():
    rows = [(row, said(judged(row))) for row in mistakes()]
    beside = elsewhere()
    marks = [row.mark for row, _ in rows] + [mark for _, mark, _, _ in beside]
    unnamed = sum(text in ("error", "incorrect") for _, text in rows)
    text = TOP.format(**{mark: marks.count(mark) for mark in ("seen", "asked", "plausible")}, unnamed=unnamed,
                      named=len(rows) - unnamed, elsewhere=len(beside))
    for notebook in exercises.notebooks():
        text += section(notebook, rows, beside)
    text += "## Right but unusual\n\n| function | how | what the check says |\n|---|---|---|\n"
    return text + "".join(f"| `{row.function}` | {cell(row.text)} | {judged(row).verdict} |\n" for row in unusual())


def section(notebook, rows, beside):
    names = list(exercises.load(notebook))
    lines = [f"## {notebook}", "", "| function | mistake | mark | what the check says |", "|---|---|---|---|"]
    for name in names:
        lines += [f"| `{name}` | {cell(row.text)} | {row.mark} | {cell(text)} |" for row, text in rows if row.function == name]
        lines += [f"| `{name}` | {cell(text)} | {mark} | outside the function: {cell(why)} |"
                  for function, mark, text, why in beside if function == name]
    return "\n".join(lines) + "\n\n"


def cell(text):
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE}: written")
