"""The release: what learners get is complete, says the same when it is built again, and holds no answer."""
import json
import shutil
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

from course import cli
from course.building import leaks, publishing
from course.building.bundle import build_release, files_below
from course.building.comparing import compare_release
from course.commands import Problem

ROOT = Path(__file__).resolve().parents[1]

MODULE = '''"""A small notebook: two functions."""
import numpy as np

from course.solutions.exercises import exercise


def softplus(z):
    """log(1 + exp(z)), stable."""
    ### BEGIN SOLUTION
    large = np.maximum(z, 0)
    small = np.log1p(np.exp(-np.abs(z)))
    if np.ndim(z) == 0:
        return float(large + small)
    return large + small
    ### END SOLUTION


def centre(X):
    """X without its mean."""
    ### BEGIN SOLUTION
    return X - X.mean(axis=1, keepdims=True)
    ### END SOLUTION


def draw_numbers(rng):
    count = rng.integers(11, 17)
    return rng.normal(size=(count, 3)) * 29
'''
STUB = 'def softplus(z):\n    """log(1 + exp(z)), stable."""\n' \
       '    # Write your code here, and delete the next line.\n    raise NotImplementedError("not attempted yet")'
HIDDEN_TEST = 'from course.grading import examine\nexamine("softplus", "a secret word")'


def cell(kind, ident, source, **nbgrader):
    metadata = {"nbgrader": {"schema_version": 3, "task": False, **nbgrader}} if nbgrader else {}
    extra = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": ident, "metadata": metadata, "source": source.splitlines(keepends=True), **extra}


def notebook(*extra):
    function = MODULE[MODULE.index("def softplus"):MODULE.index("\n\n\ndef centre")]
    hidden = f"check(softplus)\n### BEGIN HIDDEN TESTS\n{HIDDEN_TEST}\n### END HIDDEN TESTS"
    cells = [
        cell("markdown", "title", "# A small notebook"),
        cell("code", "imports", "import numpy as np"),
        cell("code", "softplus", function, grade_id="softplus", grade=False, locked=False, solution=True),
        cell("code", "check_softplus", hidden, grade_id="check_softplus", grade=True, locked=True, solution=False,
             points=4),
        *extra,
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A small repository with one notebook of one exercise."""
    root = tmp_path_factory.mktemp("small repository é")
    for name in ("pyproject.toml", "requirements.lock", "environment.yml", "nbgrader_config.py", "LICENSE",
                 "LICENSE-CONTENT", ".gitattributes"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "course" / "learner_files", root / "course" / "learner_files")
    write(root / "course" / "__init__.py", '__version__ = "1.0.0"\n')
    write(root / "course" / "network.py", "def relu(Z):\n    A = Z * (Z > 0)\n    return A\n")
    for name in ("__init__", "data", "grade"):
        write(root / "course" / "commands" / f"{name}.py", f'"""The command {name}."""\n')
    write(root / "course" / "solutions" / "small.py", MODULE)
    write(root / "course" / "grading" / "sandbox.py", '"""Hidden."""\nlimit = 30\nkinds = ("a", "b")\n')
    write(root / "source" / "week1" / "small.ipynb", json.dumps(notebook()))
    (root / "data").mkdir()
    with h5py.File(root / "data" / "numbers.h5", "w") as file:
        file["X"] = np.linspace(0, 1, 12)
        file.attrs["licence"] = "CC BY 4.0"
    return root


@pytest.fixture(scope="module")
def built(repository, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    build_release(repository, folder)
    return folder


@pytest.fixture
def bundle(built, tmp_path):
    """A copy of the bundle to plant something in."""
    return Path(shutil.copytree(built, tmp_path / "release"))


def test_the_bundle_holds_what_learners_need_and_nothing_else(built):
    assert files_below(built) == {
        "README.md", "LICENSE", "LICENSE-CONTENT", ".gitignore", ".gitattributes", "start.py", "pyproject.toml",
        "requirements.lock", "requirements-frameworks.lock", "environment.yml", "week1/small.ipynb", "data/numbers.h5",
        "course/__init__.py", "course/network.py", "course/commands/__init__.py", "course/commands/data.py"}


def test_a_solution_cell_is_released_as_its_stub(built):
    content = json.loads((built / "week1" / "small.ipynb").read_text())
    cells = {cell["id"]: "".join(cell["source"]) for cell in content["cells"]}
    assert cells["softplus"] == STUB
    assert cells["check_softplus"] == "check(softplus)"


def test_building_again_changes_nothing(repository, bundle):
    before = {path: path.stat().st_mtime_ns for path in bundle.rglob("*")}
    assert build_release(repository, bundle) == []
    assert {path: path.stat().st_mtime_ns for path in bundle.rglob("*")} == before


def test_building_again_repairs_what_was_changed_and_removes_what_is_no_part(repository, bundle, built):
    (bundle / "README.md").write_text("changed")
    write(bundle / "week9" / "old.ipynb", "{}")
    (bundle / "data" / "numbers.h5").unlink()
    assert build_release(repository, bundle) == ["README.md", "data/numbers.h5", "week9/old.ipynb"]
    assert compare_release(bundle, built) == [] and not (bundle / "week9").exists()


def test_numbers_are_compared_with_a_tolerance_and_text_exactly(bundle, built):
    def rewrite(values, **attributes):
        with h5py.File(bundle / "data" / "numbers.h5", "w") as file:
            file["X"] = values
            file.attrs.update(attributes)

    values = np.linspace(0, 1, 12)
    rewrite(values + 1e-13, licence="CC BY 4.0")
    assert compare_release(bundle, built) == []
    for changed in (values + 1e-6, values[:-1], values.astype("f4")):
        rewrite(changed, licence="CC BY 4.0")
        assert compare_release(bundle, built) == ["data/numbers.h5 differs."]
    rewrite(values, licence="other")
    assert compare_release(bundle, built) == ["data/numbers.h5 differs."]
    shutil.copy(built / "data" / "numbers.h5", bundle / "data" / "numbers.h5")
    with (bundle / "README.md").open("a") as file:
        file.write(" ")
    assert compare_release(bundle, built) == ["README.md differs."]


def test_a_folder_with_other_things_is_not_replaced(repository, tmp_path):
    write(tmp_path / "thesis.txt", "precious")
    with pytest.raises(Problem, match="stays as it is"):
        build_release(repository, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "precious"


def test_stock_generate_assignment_gives_the_same_notebooks_and_replaces_old_ones(repository, built):
    released = repository / "release" / "week1" / "small.ipynb"
    write(released, "something old")
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "week1"]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert released.read_text() == (built / "week1" / "small.ipynb").read_text()
    assert (repository / "gradebook.db").exists()
    shutil.rmtree(repository / "release")


def run(capsys, *words):
    """`course release WORDS`: its exit code and what it says."""
    try:
        cli.main(["release", *map(str, words)])
        code = 0
    except SystemExit as stop:
        code = stop.code
    return code, "".join(capsys.readouterr())


def plant_in_notebook(bundle, kind, source):
    path = bundle / "week1" / "small.ipynb"
    content = json.loads(path.read_text())
    content["cells"].append(cell(kind, "planted", source))
    path.write_text(json.dumps(content))


TWO = 'large = np.maximum( z,0 )   # the positive part\n\n\nsmall=np.log1p(np.exp(-np.abs(z)))\n'


@pytest.mark.parametrize("name, text", [
    ("course/plots.py", f"def helper(z):\n    other = 3\n    {TWO.replace(chr(10) * 3 + 's', chr(10) + '    s')}"),
    ("course/plots.py", "def helper(z):\n    '''''\n    if np.ndim(z) == 0:\n        return float(large + small)\n"),
    ("course/plots.py", "def helper(z):\n    if np.ndim(z)==0:\n        return float(large+small)\n"),
    ("course/plots.py", "large: float = np.maximum(z, 0)\nsmall = np.log1p(np.exp(-np.abs(z)))\n"),
    ("course/plots.py", f'ANSWER = """\n{TWO}"""\n'),
    ("README.md", f"Look:\n```python\n{TWO}```\n"),
    ("notes.txt", TWO),
    ("course/checking/probes/small.py", "def draw(rng):\n    count = rng.integers(11, 17)\n"
                                        "    return rng.normal(size=(count, 3)) * 29\n"),
])
def test_two_statements_of_a_solution_are_found_anywhere(repository, bundle, name, text):
    write(bundle / name, text)
    assert [leak.file for leak in leaks.leaks(repository, bundle)][:1] == [name]


@pytest.mark.parametrize("kind, source", [
    ("code", TWO), ("code", "%matplotlib inline\n" + TWO), ("markdown", f"```python\n{TWO}```"), ("markdown", TWO),
    ("code", "for seed in range(3):\n    " + TWO.replace("\n\n\n", "\n    ")), ("code", HIDDEN_TEST),
    ("code", "### BEGIN SOLUTION"), ("raw", TWO),
])
def test_answers_and_hidden_tests_in_notebook_cells_are_found(repository, bundle, kind, source):
    plant_in_notebook(bundle, kind, source)
    assert leaks.leaks(repository, bundle)


def test_one_statement_of_its_own_solution_in_a_solution_cell_is_found(repository, bundle):
    path = bundle / "week1" / "small.ipynb"
    path.write_text(path.read_text().replace("raise NotImplementedError(", "large = np.maximum(z, 0); abs("))
    (leak,) = leaks.leaks(repository, bundle)
    assert leak.what == "a statement of its own solution"


def test_answers_in_data_files_are_found(repository, bundle):
    for plant in ("attribute", "string", "bytes"):
        with h5py.File(bundle / "data" / f"{plant}.h5", "w") as file:
            if plant == "attribute":
                file.attrs["note"] = TWO
            elif plant == "string":
                file["note"] = TWO
            else:
                file["note"] = np.frombuffer(json.dumps({"source": TWO}).encode(), dtype=np.uint8)
    assert {leak.file for leak in leaks.leaks(repository, bundle)} == {
        "data/attribute.h5", "data/string.h5", "data/bytes.h5"}


@pytest.mark.parametrize("module", ["solutions/small.py", "grading/sandbox.py"])
def test_hidden_modules_are_found_under_their_own_and_under_another_name(repository, bundle, module):
    for name in (f"course/{module}", "course/harmless.py"):
        write(bundle / name, (repository / "course" / module).read_text())
        assert [leak.file for leak in leaks.leaks(repository, bundle)][:1] == [name]
        (bundle / name).unlink()


def test_public_code_and_single_statements_are_no_leak(repository, bundle):
    solution = repository / "course" / "solutions" / "public.py"
    body = "    A = Z * (Z > 0)\n    return A\n"
    solution.write_text(f"def relu_forward(Z):\n    ### BEGIN SOLUTION\n{body}    ### END SOLUTION\n")
    try:
        plant_in_notebook(bundle, "code", f"def f(Z):\n{body}large = np.maximum(z, 0)")
        assert leaks.leaks(repository, bundle) == []
    finally:
        solution.unlink()


def test_a_leak_in_the_source_stops_the_release_and_leaves_the_old_one(repository, bundle, capsys):
    path = repository / "source" / "week1" / "small.ipynb"
    before, released = path.read_text(), (bundle / "week1" / "small.ipynb").read_text()
    path.write_text(json.dumps(notebook(cell("code", "planted", TWO))))
    try:
        code, said = run(capsys, "--root", repository, "--to", bundle, "--no-gradebook")
    finally:
        path.write_text(before)
    assert code == 1 and "Nothing is released" in said and "week1/small.ipynb" in said
    assert (bundle / "week1" / "small.ipynb").read_text() == released


def test_a_broken_source_notebook_is_told_in_a_sentence(repository, tmp_path, capsys):
    path = repository / "source" / "week1" / "broken.ipynb"
    path.write_text("hello")
    try:
        code, said = run(capsys, "--root", repository, "--to", tmp_path / "out", "--no-gradebook")
    finally:
        path.unlink()
    assert code == 1 and "week1 could not be released" in said and "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_check_and_scan_say_what_they_find(repository, bundle, tmp_path, capsys):
    places = ("--root", repository, "--to", bundle)
    assert run(capsys, *places, "--check") == run(capsys, *places, "--scan") == (0, "Nothing found.\n")
    (bundle / "LICENSE").unlink()
    code, said = run(capsys, *places, "--check")
    assert code == 1 and "LICENSE is only in the new build." in said
    write(bundle / "notes.txt", TWO)
    code, said = run(capsys, *places, "--scan")
    assert code == 1 and "notes.txt" in said
    code, said = run(capsys, "--root", repository, "--to", tmp_path / "none", "--scan")
    assert code == 1 and "There is no bundle" in said


def test_publishing_adds_a_commit_to_a_history_of_its_own(repository, bundle, tmp_path):
    published = tmp_path / "published"
    first = publishing.publish(bundle, published, repository, "Release 1")
    assert publishing.publish(bundle, published, repository, "Release 1 again") is None
    (bundle / "README.md").write_text("A new text.\n")
    (bundle / "LICENSE").unlink()
    assert publishing.publish(bundle, published, repository, "Release 2") != first
    log = subprocess.run(["git", "log", "--format=%s"], cwd=published, capture_output=True, text=True).stdout
    assert log.split("\n")[:2] == ["Release 2", "Release 1"]
    assert files_below(bundle) == {name for name in files_below(published) if not name.startswith(".git/")}


def test_publishing_spares_other_folders_and_uncommitted_work(repository, bundle, tmp_path):
    write(tmp_path / "other" / "precious.txt", "mine")
    publishing.publish(bundle, tmp_path / "published", repository, "Release 1")
    write(tmp_path / "published" / "draft.txt", "mine")
    for folder in (tmp_path / "other", tmp_path / "published", repository / "public", repository.parent):
        with pytest.raises(Problem):
            publishing.publish(bundle, folder, repository, "Release 2")
    assert (tmp_path / "other" / "precious.txt").exists() and (tmp_path / "published" / "draft.txt").exists()


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The bundle of this repository."""
    folder = tmp_path_factory.mktemp("real")
    build_release(ROOT, folder)
    return folder


@pytest.mark.skipif(not (ROOT / "release" / "start.py").exists(), reason="no release is committed yet")
def test_the_committed_release_is_what_a_new_build_gives(real):
    assert [text.replace(str(real), "a new build") for text in compare_release(real, ROOT / "release")] == []


IMPORT_ALL = """
import importlib, sys
bundle, repository = sys.argv[1:]
sys.path[:] = [bundle] + [place for place in sys.path if place != repository]
for name in sys.stdin.read().split():
    importlib.import_module(name)
import course
print(course.__file__, course.edition())
"""


def test_everything_shipped_imports_without_the_hidden_half(real):
    paths = sorted(path.relative_to(real).with_suffix("") for path in (real / "course").rglob("*.py"))
    names = "\n".join(".".join(path.parts).removesuffix(".__init__") for path in paths)
    command = [sys.executable, "-I", "-c", IMPORT_ALL, real, ROOT]
    done = subprocess.run(command, input=names, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    place, edition = done.stdout.rsplit(maxsplit=1)
    assert place.startswith(str(real)) and edition == "learner"


def test_the_bundle_builds_a_wheel_of_the_learner_edition(real, tmp_path):
    build = [sys.executable, "-m", "uv", "build", "--wheel", "--no-build-isolation", "--quiet"]
    subprocess.run([*build, "--out-dir", tmp_path, real], check=True)
    (wheel,) = tmp_path.glob("improving_deep_networks-*.whl")
    listed = subprocess.run([sys.executable, "-m", "zipfile", "-l", wheel], capture_output=True, text=True).stdout
    assert "course/data/circles.h5" in listed and "course/network.py" in listed
    assert not any(hidden in listed for hidden in ("course/solutions", "course/grading", "course/building"))


RUN = """
import json, os, sys
os.environ["MPLBACKEND"] = "Agg"
bundle, repository, notebook = sys.argv[1:]
sys.path[:] = [bundle] + [place for place in sys.path if place != repository]
names = {}
for cell in json.load(open(notebook, encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        try:
            exec("".join(cell["source"]), names)
        except Exception as error:
            print(cell["id"], error)
            break
"""


@pytest.mark.skipif(not any((ROOT / "course/checking/records").glob("*.h5")), reason="nothing is recorded yet")
@pytest.mark.parametrize("name", [path.relative_to(ROOT / "source") for path in sorted(ROOT.glob("source/week*/*.ipynb"))],
                         ids=lambda name: name.stem)
def test_a_released_notebook_runs_to_its_first_unanswered_exercise(real, name):
    command = [sys.executable, "-I", "-c", RUN, real, ROOT, real / name]
    done = subprocess.run(command, cwd=real, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "not attempted" in done.stdout, done.stdout


@pytest.mark.slow
def test_start_makes_an_environment_that_holds_the_learner_edition(real, tmp_path):
    folder = Path(shutil.copytree(real, tmp_path / "my cours é 学"))
    for _ in range(2):
        subprocess.run([sys.executable, "start.py", "--install-only"], cwd=folder, check=True)
    said = subprocess.run([".venv/bin/course", "--version"], cwd=folder, capture_output=True, text=True).stdout
    assert "learner" in said
    assert not (folder / "build").exists() and not list(folder.glob("*.egg-info"))
