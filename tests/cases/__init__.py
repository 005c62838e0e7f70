"""Submissions that go wrong, honestly or not: each a change of a right one, with the outcome that must follow.

A case is `@case(id, asked, points=…)` on a function that changes a right submission: `edit(sub)` gets a `Submission`
with the notebook as a dictionary and the folder it will stand in. All cases are graded in one run with honest learners.
"""
from dataclasses import dataclass, field
from pathlib import Path

FULL = 18          # points of the initialization notebook
CASES = {}


@dataclass
class Submission:
    """A right submission of `initialization`, to be changed by a case."""
    notebook: dict
    folder: Path
    raw: object = None                       # bytes to hand in in place of the notebook; False for no file

    def cell(self, grade_id):
        return next(c for c in self.notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)

    def index(self, grade_id):
        return self.notebook["cells"].index(self.cell(grade_id))

    def solution(self, name, source):
        self.cell(name)["source"] = source

    def schema(self, version):
        """Every mark of nbgrader's of another schema version."""
        for cell in self.notebook["cells"]:
            if "nbgrader" in cell["metadata"]:
                cell["metadata"]["nbgrader"]["schema_version"] = version

    def add(self, source, at=3, **metadata):
        """A further cell, above the exercises unless said otherwise, where it acts on checks in the same process too."""
        cell = {"cell_type": "code", "id": f"extra-{len(self.notebook['cells'])}", "metadata": metadata, "outputs": [],
                "execution_count": None, "source": source}
        self.notebook["cells"].insert(at, cell)
        return cell


@dataclass(frozen=True)
class Case:
    """What is done, and what must happen: points, verdicts of exercises, words in the message or notes."""
    id: str
    asked: str
    edit: object
    points: float
    verdicts: dict = field(default_factory=dict)
    says: tuple = ()
    status: str = "graded"


def case(identifier, asked, points=FULL, says=(), status="graded", **verdicts):
    """Register a case."""
    def register(edit):
        assert identifier not in CASES, identifier
        CASES[identifier] = Case(identifier, asked, edit, points, verdicts, (says,) if isinstance(says, str) else says, status)
        return edit
    return register


from tests.cases import files, frauds, honest, odd  # noqa: E402, F401 - they register themselves
