"""Source notebooks as their readers and git see them: no outputs, stable ids, honest labels, alt text, few kinds of metadata."""
import ast
import json
import re

import pytest

from course.building import notebooks
from course.building.notebooks import ROOT, graded
from course.solutions import exercises

PATHS = sorted(ROOT.glob("source/*/*.ipynb"))
EXERCISES = exercises.load()
DIFFICULTY = re.compile(r"Difficulty: (\d) of 3")


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return notebooks.read(path)


def test_no_outputs_and_stable_ids(notebook):
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(ids) == len(set(ids)) and all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name) for name in ids)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook["cells"])


def test_only_known_metadata(notebook):
    for cell in notebook["cells"]:
        assert set(cell["metadata"]) <= {"nbgrader", "tags", "alt"}, cell["id"]
        assert set(cell["metadata"].get("tags", [])) <= {"experiment"}


def test_the_file_is_written_as_our_tools_write_it(path, tmp_path):
    copy = tmp_path / path.name
    notebooks.write(notebooks.read(path), copy)
    assert copy.read_text(encoding="utf-8") == path.read_text(encoding="utf-8")


def test_every_exercise_of_the_module_stands_in_the_notebook(path, notebook):
    names = {name for name, made in EXERCISES.items() if made.notebook == path.stem}
    assert names and names == set(notebooks.solution_cells(notebook)) == set(notebooks.check_cells(notebook))


def test_labels_in_the_prose_are_those_of_the_exercise(path, notebook):
    """Points, minutes and difficulty stand in the Markdown above the solution cell, as the passage has them."""
    for name in notebooks.solution_cells(notebook):
        made, above = EXERCISES[name], text_above(notebook, name)
        assert re.search(rf"\b{made.points}( bonus)? points?\b", above), f"{name}: {made.points} points are not said"
        assert re.search(rf"\b{made.minutes} minutes\b", above), f"{name}: {made.minutes} minutes are not said"
        assert str(made.difficulty) in DIFFICULTY.findall(above), f"{name}: difficulty {made.difficulty} is not said"
        assert f"check({name}, hint=1)" in above or "hint=1" in "".join(c["source"] for c in notebook["cells"]), name


def text_above(notebook, name):
    """The Markdown between the graded cell before and the solution cell of an exercise."""
    collected = []
    for cell in notebook["cells"]:
        if graded(cell).get("grade_id") == name:
            return "\n".join(collected)
        if cell["cell_type"] == "markdown":
            collected.append(cell["source"])
        elif graded(cell):
            collected = []
    raise AssertionError(name)


def test_every_figure_is_shown_with_its_description(notebook):
    """plots.show closes every figure; nothing is shown without words."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and not graded(cell):
            assert "plt.show(" not in cell["source"], cell["id"]
            if "plt.subplots(" in cell["source"] or "image_grid(" in cell["source"]:
                assert "plots.show(" in notebook_text(notebook), cell["id"]


def notebook_text(notebook):
    return "\n".join(cell["source"] for cell in notebook["cells"])


def test_no_graded_cell_depends_on_an_experiment(path, notebook):
    """Names that references use come from imports, other exercises or builtins: proved for each in test_exercises."""
    experiments = [c for c in notebook["cells"] if "experiment" in c["metadata"].get("tags", [])]
    assert experiments and all(c["cell_type"] == "code" and not graded(c) for c in experiments)
    for cell in experiments:
        ast.parse("\n".join(line for line in cell["source"].splitlines() if not line.startswith(("%", "!"))))


def test_the_chapter_has_its_beats(path, notebook):
    text = notebook_text(notebook)
    assert notebook["cells"][0]["source"].startswith("# ")
    for words in ("<details>", "What to remember", "References", "Prediction", "Quiz"):
        assert words.lower() in text.lower(), f"{path.stem} has no {words}"
    assert text.count("<details>") == text.count("</details>") == text.count("<summary>")


@pytest.mark.parametrize("word", [" simply ", " just ", "obviously", "START CODE", "Coursera", "easy "])
def test_words_that_do_not_help_a_learner(path, notebook, word):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            assert word.lower() not in cell["source"].lower().replace("popularised by", ""), (cell["id"], word)


def test_all_notebooks_are_valid_json_of_one_version():
    for path in PATHS:
        content = json.loads(path.read_text(encoding="utf-8"))
        assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
