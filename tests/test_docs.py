"""The documentation says what is there: its commands exist, its links lead somewhere, its recipe works."""
import importlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from course import cli

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")),
         ROOT / "course" / "learner_files" / "README.md"]
TEXTS = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in PAGES}
CHEAP = ("course sync", "course --version", "course environment --check", "make help")
FENCE = re.compile(r"(?ms)^```(\w*)\n(.*?)^```")


def commands(text):
    """The command lines of a page: lines of plain blocks, and what stands in backticks and begins like a command."""
    blocks = [line for language, block in FENCE.findall(text) if language in ("", "sh", "bash", "console")
              for line in block.splitlines()]
    inline = re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    lines = (line.strip().removeprefix("$ ") for line in blocks + inline)
    return {line for line in lines if re.match(r"(course|make|nbgrader|python3? start\.py)( |$)", line) and "…" not in line}


COMMANDS = sorted({(tool, line) for text in TEXTS.values() for line in commands(text) if (tool := line.split()[0]) != line})


def words_of(tool):
    return [pytest.param(shlex.split(line)[1:], id=line) for name, line in COMMANDS if name.startswith(tool)]


def test_the_pages_speak_of_all_four_tools():
    assert {tool.rstrip("3") for tool, _ in COMMANDS} == {"course", "make", "nbgrader", "python"}


@pytest.mark.parametrize("words", words_of("course"))
def test_course_commands_exist_with_their_options(words):
    if words[0].startswith("-"):
        return
    command = cli.group.get_command(click.Context(cli.group), words[0])
    assert command is not None, f"There is no `course {words[0]}`."
    known = {option for parameter in command.params for option in parameter.opts + parameter.secondary_opts}
    assert {word.split("=")[0] for word in words[1:] if word.startswith("-")} <= known | {"--help"}


@pytest.mark.parametrize("words", words_of("make"))
def test_make_targets_exist(words):
    rules = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text()))
    assert set(words) <= rules


@pytest.mark.parametrize("words", words_of("nbgrader"))
def test_nbgrader_commands_exist(words):
    from nbgrader.apps.nbgraderapp import NbGraderApp

    assert words[0] in NbGraderApp.subcommands


@pytest.mark.parametrize("words", words_of("python"))
def test_options_of_start_exist(words):
    start = (ROOT / "course" / "learner_files" / "start.py").read_text()
    assert all(f'"{option}"' in start for option in words[1:])


@pytest.mark.parametrize("line", CHEAP)
def test_cheap_commands_run(line):
    done = run(ROOT, line) if line.startswith("course") else subprocess.run(line.split(), cwd=ROOT, capture_output=True)
    assert done.returncode == 0 and done.stdout


def test_every_verb_of_course_has_help():
    context = click.Context(cli.group)
    for verb in cli.group.list_commands(context):
        command = cli.group.get_command(context, verb)
        assert command.help and "--help" in command.get_help(click.Context(command)), verb


def test_make_help_names_every_target():
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.search(r"(?m)^\.PHONY: (.*)$", (ROOT / "Makefile").read_text())[1].split()
    assert all(target in said for target in phony if target != "help")


@pytest.mark.parametrize("page", TEXTS)
def test_links_lead_somewhere(page):
    folder = (ROOT / page).parent
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", FENCE.sub("", TEXTS[page])):
        if not re.match(r"[a-z]+:", target):
            made_later = target.startswith("docs/images/") and not (ROOT / "docs" / "images").exists()
            assert made_later or (folder / target).exists(), f"{page} points to {target}, which is not there."


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_the_first_pages_are_short(page):
    assert len(TEXTS[page].splitlines()) <= 65
    assert max(map(len, re.sub(r"(?m)^!\[.*$", "", TEXTS[page]).splitlines())) <= 130


# ---- Contributing: its recipe, followed on a scratch copy


def graded(name, grade):
    ident = "check_" * grade + name
    metadata = {"grade": grade, "grade_id": ident, "locked": grade, "schema_version": 3, "solution": not grade, "task": False}
    return {"cell_type": "code", "id": ident, "metadata": {"nbgrader": metadata | {"points": 0} if grade else metadata},
            "source": [], "execution_count": None, "outputs": []}


@pytest.fixture
def scratch(tmp_path):
    """A copy of what the recipe works on, under git."""
    for name in ("course", "source", "data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for words in (["init", "--quiet"], ["add", "--all"], ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


def test_an_exercise_is_added_as_contributing_says(scratch):
    text = TEXTS["CONTRIBUTING.md"]
    (passage,) = (block for language, block in FENCE.findall(text) if language == "python")
    recipe = next(block for language, block in FENCE.findall(text) if "course verify" in block).splitlines()
    module, notebook = scratch / "course/solutions/initialization.py", scratch / "source/week1/initialization.ipynb"
    assert run(scratch, "course record initialization").returncode == 0

    module.write_text(module.read_text(encoding="utf-8") + "\n\n" + passage, encoding="utf-8")
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["cells"] += [graded("he_variance", False), graded("he_variance", True)]
    notebook.write_text(json.dumps(content), encoding="utf-8")
    for line in recipe:
        done = run(scratch, line)
        assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"

    assert "he_variance: holds" in done.stdout
    changed = subprocess.run(["git", "diff", "--name-only"], cwd=scratch, capture_output=True, text=True).stdout.split()
    assert {name for name in changed if not name.startswith("course/checking/records/")} == {
        "course/solutions/initialization.py", "source/week1/initialization.ipynb"}
    released = "".join(next(c for c in json.loads(notebook.read_text())["cells"] if c["id"] == "he_variance")["source"])
    assert passage.startswith(released)


def run(folder, line):
    assert line.split()[0] == "course"
    command = [sys.executable, "-m", "course.cli", *shlex.split(line)[1:]]
    environ = {**os.environ, "PYTHONPATH": str(folder), "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True)


def test_the_commands_are_one_module_each():
    for path in (ROOT / "course" / "commands").glob("[a-z]*.py"):
        assert isinstance(importlib.import_module(f"course.commands.{path.stem}").command, click.Command)
