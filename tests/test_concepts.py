"""The map of concepts: every row stands in docs/concepts.md, and leads to a heading that exists."""
import re

import pytest

from course.building import notebooks
from course.building.notebooks import ROOT

PAGE = ROOT / "docs" / "concepts.md"
ROW = re.compile(r"^\| (K\d{3}) \| (.+?) \| (\S.*?) \| (.+?) \|$")
ROWS = [found.groups() for line in PAGE.read_text(encoding="utf-8").splitlines() if (found := ROW.match(line))]
COUNT = 109


def headings(text):
    return {re.sub(r"\s+", " ", line.lstrip("#").strip()) for line in text.splitlines() if line.startswith("#")}


def headings_of(home):
    if home.startswith("docs/"):
        return headings((ROOT / home).read_text(encoding="utf-8"))
    week, name = home.split("/")
    path = notebooks.source_path(name)
    assert path.parent.name == week
    return headings("\n".join(c["source"] for c in notebooks.read(path)["cells"] if c["cell_type"] == "markdown"))


def test_every_concept_has_a_row_and_only_known_ones():
    assert {row[0] for row in ROWS} == {f"K{k:03d}" for k in range(1, COUNT + 1)}


@pytest.mark.parametrize("concept, name, home, heading", ROWS, ids=[f"{row[0]}-{k}" for k, row in enumerate(ROWS)])
def test_the_heading_exists(concept, name, home, heading):
    assert heading in headings_of(home), f"{home} has no heading {heading!r}"
