"""Feedback pages: score first, then each exercise with verdict, message, where to read again, and the learner's own cell.

The page is made from our own verdicts; of the submission it holds text, escaped, and checked PNG images. It works
offline, and its Content-Security-Policy forbids every script and every address.
"""
import json
from functools import lru_cache
from pathlib import Path

import jinja2
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode

from course.building.notebooks import graded
from course.checking import records
from course.grading import autograded, reports, safe

TEMPLATES = Path(__file__).parent / "templates"


class FeedbackExporter(HTMLExporter):
    """nbgrader's GenerateFeedback writes our page for notebooks of this course, and its own for any other."""

    def from_filename(self, filename, resources=None, **options):
        content = verdicts_beside(filename, (resources or {}).get("nbgrader", {}))
        if content is None:
            return super().from_filename(filename, resources, **options)
        notebook = NotebookNode(json.loads(Path(filename).read_text(encoding="utf-8"), object_hook=NotebookNode))
        resources = self._init_resources({**resources, "metadata": {"path": str(Path(filename).parent)}})
        notebook, resources = self._preprocess(notebook, resources)
        return page(notebook, content, resources["nbgrader"]), resources


def verdicts_beside(filename, names):
    """The content of verdicts.json of an autograded notebook of this course; None for other notebooks."""
    path = Path(filename).with_name(reports.VERDICTS)
    if names.get("notebook") not in {file.stem for file in records.index().values()} or not path.is_file():
        return None
    return json.loads(path.read_text(encoding="utf-8"))


def page(notebook, content, names):
    """One notebook's page; `names` are nbgrader's: notebook, assignment, student, score, max_score, late_penalty."""
    rows = [row for row in content["exercises"] if row["notebook"] == names["notebook"]]
    cells = own_cells(notebook)
    marks = {graded(cell).get("grade_id"): graded(cell) for cell in notebook["cells"]}
    entries = [exercise(row, cells.get(row["name"], ""), marks) for row in rows]
    following = next((entry for entry in entries if entry["verdict"] != "correct" and not entry["bonus"]), None)
    notes = [note.partition(": ")[2] for note in content["notes"] if note.startswith(f"{names['notebook']}: ")]
    cells = [shown(cell) for cell in notebook["cells"] if is_shown(cell)]
    return template().render(names=names, title=title(names["notebook"]), entries=entries, following=following, notes=notes,
                             unread=bool(notes) and not cells, label=content.get("label", ""), cells=cells,
                             right=sum(entry["verdict"] == "correct" for entry in entries))


def title(name):
    return name.replace("_", " ").capitalize()


def own_cells(notebook):
    """{exercise: the learner's cell} of an autograded notebook."""
    return {graded(cell)["grade_id"]: cell["source"] for cell in notebook["cells"] if graded(cell).get("solution")}


def exercise(row, source, marks):
    """What the page says of one exercise; a score or comment given by hand is the one that counts."""
    check, solution = marks.get(f"check_{row['name']}", {}), marks.get(row["name"], {})
    earned = row["points"] if row["bonus"] else check.get("score", row["points"])
    by_hand = earned is not None and not row["bonus"] and abs(earned - row["points"]) > 1e-3
    see = records.spec(row["name"]).see
    said = row["message"].removeprefix(f"`{row['name']}`: ").replace(f"Look again at section “{see}”.", "").strip()
    return {"name": row["name"], "verdict": row["verdict"], "sign": autograded.SIGNS[row["verdict"]], "bonus": row["bonus"],
            "points": autograded._number(earned or 0), "max": autograded._number(row["max_points"]), "by_hand": by_hand,
            "message": jinja2.filters.Markup(autograded.code(said[:1].upper() + said[1:])), "advice": row["advice"],
            "parts": row["parts"] if row["verdict"] != "correct" and row["points"] else {}, "source": highlighted(source),
            "see": see if row["verdict"] != "correct" else "",
            "comment": solution.get("comment") or ""}


def highlighted(source):
    """Python as HTML: pygments escapes the text."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer
    text = safe.text(source)
    return jinja2.filters.Markup(highlight(text, PythonLexer(), HtmlFormatter(nowrap=True))) if text.strip() else ""


def is_shown(cell):
    """Code cells with something in them, without the check cells and what the page has said already."""
    marks = graded(cell)
    return cell["cell_type"] == "code" and not marks.get("grade") and cell["source"].strip()


def shown(cell):
    """A code cell and its outputs, as text and images."""
    outputs = []
    for output in safe.outputs(cell.get("outputs", [])):
        data = output.get("data", {})
        outputs.append({"image": data.get("image/png"), "text": data.get("text/plain") if "data" in output else output["text"]})
    return {"source": highlighted(cell["source"]), "outputs": outputs}


@lru_cache(maxsize=1)
def template():
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("feedback.html.j2")
