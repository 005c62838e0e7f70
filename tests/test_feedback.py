"""What a learner reads after grading: the score first, one next step, and nothing that could act or tell secrets."""
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from course.grading import autograded, batch, pages, reports, safe, sandbox
from tests import classroom
from tests.test_plugin import RIGHT, course_folder, gradebook

pytestmark = pytest.mark.skipif(not sandbox.isolation().is_isolation, reason="grading asks for isolation")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SCRIPT = "<script>document.documentElement.dataset.owned='yes'</script><img src=x onerror=\"document.documentElement.dataset.owned='yes'\">"
SECRET = "a text that only a link leads to"


class Page(HTMLParser):
    """The elements and the visible text of a page."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.text, self.open = [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data

    def of(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of one who is right, one who fails everything, one who is hostile, one whose notebook is broken."""
    root = course_folder(tmp_path_factory.mktemp("class") / "course")
    classroom.hand_in(root, "right", classroom.answered(RIGHT), timestamp="2026-03-01 10:00:00 UTC")
    wrong = {made.name: classroom.mistaken(made, said) for made, said in reversed(classroom.written_mistakes())}
    classroom.hand_in(root, "wrong", classroom.answered(wrong))
    folder = classroom.hand_in(root, "hostile", hostile())
    classroom.hand_in(root, "broken", "{ not json")
    (root / "secret.txt").write_text(SECRET)
    (folder / "notes.txt").symlink_to(root / "secret.txt")
    (folder / "timestamp.txt").symlink_to(root / "secret.txt")
    (folder / "extra.html").write_text(SCRIPT)
    batch.grade_week(root, classroom.WEEK)
    pages.write(root, classroom.WEEK)
    return root


def hostile():
    """A notebook with scripts wherever a submission may put text."""
    notebook = classroom.answered({**RIGHT, "activation_scales": f'def activation_scales(X, parameters, activation):\n'
                                   f'    raise ValueError("""{SCRIPT}""")  # {SCRIPT}'})
    code = {"cell_type": "code", "id": "mine", "metadata": {}, "execution_count": 1, "source": f'print("""{SCRIPT}""")',
            "outputs": [{"output_type": "display_data", "metadata": {}, "data": {
                "text/html": SCRIPT, "application/javascript": "1", "image/svg+xml": SCRIPT, "image/png": SCRIPT}}]}
    notes = {"cell_type": "markdown", "id": "notes", "metadata": {}, "source": f"{SCRIPT} [x](javascript:alert(1))"}
    for cell in notebook["cells"]:
        if "experiment" in cell["metadata"].get("tags", []):
            cell["outputs"] = code["outputs"]
    notebook["cells"] += [code, notes]
    return notebook


def page(root, learner):
    return (root / "feedback" / learner / classroom.WEEK / "initialization.html").read_text(encoding="utf-8")


def test_a_page_is_readable_and_stands_alone(graded):
    for learner in ("right", "wrong", "hostile", "broken"):
        text = page(graded, learner)
        seen = Page(text)
        assert seen.of("html") == [{"lang": "en"}] and f"feedback for {learner}" in text.partition("</title>")[0]
        assert len(seen.of("h1")) == len(seen.of("main")) == len(seen.of("header")) == len(seen.of("footer")) == 1
        assert not seen.of("script") and not seen.of("link") and not seen.of("iframe")
        assert not [a for _, a in seen.elements for key in a if key.startswith("on")]
        assert all(a["href"].startswith("#") for a in seen.of("a"))
        assert all(a["src"].startswith("data:image/png;base64,") and a["alt"] for a in seen.of("img"))
        assert "http" not in text.replace("http-equiv", "")


def test_score_first_then_one_next_step_then_every_exercise(graded):
    seen = Page(page(graded, "wrong")).text
    order = [seen.index(part) for part in ("0 of 18 points", "Your next step", "The exercises", "Your notebook")]
    assert order == sorted(order) and seen.count("Your next step") == 1
    for row in reports.read_verdicts(graded, classroom.WEEK)["wrong"]["exercises"]:
        assert row["diagnosis"].replace("`", "") in seen
    assert seen.count("✗ Named mistake") == 5 and seen.count("Read again: section “") == 6
    assert "Everything that counts is right" in page(graded, "right")


def test_colour_is_never_the_only_sign(graded):
    text = page(graded, "wrong")
    for row in reports.read_verdicts(graded, classroom.WEEK)["wrong"]["exercises"]:
        assert re.search(rf'{row["name"]}</code></a></th><td>0 of \d</td>\s*<td class="named-mistake">.*✗.* named mistake', text)


def test_a_broken_notebook_gets_one_sentence_to_act_on(graded):
    seen = Page(page(graded, "broken")).text
    assert "not complete JSON" in seen and "hand it in again" in seen and "The exercises" not in seen


def test_nothing_hidden_and_nothing_of_others_comes_back(graded):
    secrets = [SECRET, "HIDDEN TESTS", "course.grading", "Traceback", str(batch.begin(graded, classroom.WEEK)[1]), "/course/"]
    found = sorted(str(path.relative_to(graded / "feedback")) for path in (graded / "feedback").rglob("*") if path.is_file())
    assert found == sorted([f"{learner}/week1/initialization.html" for learner in ("broken", "hostile", "right", "wrong")]
                           + ["right/week1/timestamp.txt"])
    for learner in ("right", "wrong", "hostile", "broken"):
        assert [secret for secret in secrets if secret in page(graded, learner)] == []


def test_what_a_grader_gave_by_hand_is_what_counts(graded, tmp_path):
    root = shutil.copytree(graded, tmp_path / "course", symlinks=True)
    with gradebook(root) as book:
        grade = book.find_grade("check_activation_scales", "initialization", classroom.WEEK, "wrong")
        grade.manual_score = 2.5
        book.find_comment("activation_scales", "initialization", classroom.WEEK, "wrong").manual_comment = f"Good idea. {SCRIPT}"
        book.db.commit()
    pages.write(root, classroom.WEEK, "wrong")
    seen = Page(page(root, "wrong"))
    assert "2.5 of 18 points" in seen.text and "2.5 of 4 points, given by your grader" in seen.text
    assert "From your grader: Good idea. <script>" in seen.text and not seen.of("script")


def dom(path, folder):
    """The page as Chromium has it after its scripts ran."""
    done = subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}", "--dump-dom",
                           path.as_uri()], capture_output=True, text=True, timeout=300)
    return done.stdout


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_no_script_of_a_submission_runs_in_a_browser(graded, tmp_path):
    plain = tmp_path / "plain.html"
    plain.write_text(f"<!DOCTYPE html><html><body>{SCRIPT}</body></html>")
    assert 'data-owned="yes"' in dom(plain, tmp_path / "profile")       # this browser does run scripts
    place = graded / "feedback/hostile/week1/initialization.html"
    assert 'data-owned="yes"' not in dom(place, tmp_path / "profile")
    careless = tmp_path / "careless.html"                               # and if we ever forgot to escape
    careless.write_text(place.read_text(encoding="utf-8").replace("<main>", f"<main>{SCRIPT}"), encoding="utf-8")
    assert 'data-owned="yes"' not in dom(careless, tmp_path / "profile")


def test_autograded_notebooks_hold_no_script_either(graded):
    notebook = json.loads((graded / "autograded/hostile/week1/initialization.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            assert "<script" not in cell["source"] and "javascript:" not in cell["source"]
        for output in cell.get("outputs", []):
            assert set(output.get("data", {})) <= {"text/html", "text/plain", "image/png"}
            assert "<script" not in output.get("data", {}).get("text/html", "") and "<img" not in output.get("data", {}).get("text/html", "")


@pytest.mark.parametrize("name", ["<b>", "a&b", "'\"><script>"])
def test_a_learners_name_is_text(name):
    content = {"exercises": [], "notes": [], "label": ""}
    from course.grading import feedback
    text = feedback.page({"cells": []}, content, {"notebook": "initialization", "assignment": name, "student": name,
                                                  "score": 0, "max_score": 1, "late_penalty": 0})
    assert not Page(text).of("script") and not Page(text).of("b") and name in Page(text).text


def test_messages_are_text():
    assert autograded.code("`a` <b>") == "<code>a</code> &lt;b&gt;"
    assert safe.spreadsheet("=1+1") == "'=1+1"
