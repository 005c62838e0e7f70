"""Writes docs/grading-cases.md from tests/cases and docs/grading-cases.json: `python benchmarks/cases_page.py`."""
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.cases import CASES  # noqa: E402

PAGE, DATA = ROOT / "docs" / "grading-cases.md", ROOT / "docs" / "grading-cases.json"
UNMEASURED = "not measured"
HEAD = """# Submissions that go wrong

Each row is a submission of the notebook `initialization` (18 points), changed in one way: F rows are honest faults, C
rows are attempts to gain points, to look at what is hidden, or to do harm. The case itself is code in `tests/cases/`, and
`tests/test_grading_cases.py` grades all of them in one run of the real `course grade`, between honest learners whose
points must not change. What is asked stands in the second column, and the suite passes only when it happens: the third
column is what it asserts.

The last column is nbgrader alone: its own executor and `nbgrader autograde` over three learners, a right one, the case,
and a right one after it, with the check cells handing their points over in the kernel as nbgrader reads them. So reference
and verdict are within the learner's reach there, as they are in any notebook with tests. Attacks stand above the check
cells, and go for this course's own comparison as well as for NumPy's, so that the same file acts on both sides. Where
nbgrader alone does what is asked against an attack, it is often this comparison that held, which makes base arrays and
plain numbers of everything before it looks. Cells end after 20 seconds there. `benchmarks/stock_cases.py` measures
it again; what it found is data in `grading-cases.json`, and this page is written by `benchmarks/cases_page.py`.

{summary}

| id | case | must happen | `course grade` | nbgrader alone |
|---|---|---|---|---|
"""


def main():
    PAGE.write_text(page(), encoding="utf-8")


def page():
    """The whole page as text."""
    measured = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else {}
    return HEAD.format(summary=summary(measured)) + "\n".join(row(case, measured) for case in CASES.values()) + "\n"


def row(case, measured):
    what, _, asked = case.asked.rpartition(": ")
    cells = (case.id, what, asked, here(case), measured.get(case.id, UNMEASURED))
    return "| " + " | ".join(re.sub(r"\s+", " ", cell).replace("|", "\\|") for cell in cells) + " |"


def here(case):
    """What the suite asserts of `course grade`, in words."""
    said = [f"{case.points:.4g} points" if case.status == "graded" else case.status]
    said += [f"`{name}`: {' or '.join((asked,) if isinstance(asked, str) else asked)}" for name, asked in case.verdicts.items()]
    said += [f"says “{words}”" for words in case.says]
    return "; ".join(said)


def summary(measured):
    """How many of the cases nbgrader alone handled, of those that were measured."""
    run = {name: said for name, said in measured.items() if name in CASES and not said.startswith("not ")}
    right = sum(said == "as asked" for said in run.values())
    left = len(CASES) - len(run)
    rest = f" {left} {'was' if left == 1 else 'were'} not run there." if left else ""
    return (f"`course grade` does what is asked in all {len(CASES)} cases. nbgrader alone was run on {len(run)} of them and "
            f"did what is asked in {right}.{rest}")


if __name__ == "__main__":
    main()
