"""The set-up: one source of versions, a lock without places in it, and a start that explains itself."""
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from packaging.requirements import Requirement

from course.building import environment

ROOT = Path(__file__).resolve().parents[1]
START = ROOT / "course" / "learner_files" / "start.py"
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_pyproject_lock_and_environment_agree():
    assert environment.disagreements(ROOT) == []


def copy_of_files(folder):
    for name in ("pyproject.toml", "requirements.lock", "environment.yml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.mark.parametrize("name, old, new", [
    ("pyproject.toml", '"numpy>=2.0"', '"numpy>=1000"'),
    ("pyproject.toml", '"tqdm>=', '"some-new-package>=1",\n    "tqdm>='),
    ("pyproject.toml", 'python = "3.12"', 'python = "3.11"'),
    ("environment.yml", "python=", "python>="),
    ("environment.yml", "- rich==", "- rich>="),
    ("requirements.lock", "\nnumpy==", "\nnumpy-without-a-pin=="),
])
def test_a_change_in_one_of_the_three_files_is_noticed(tmp_path, name, old, new):
    path = copy_of_files(tmp_path) / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert environment.disagreements(tmp_path)


def test_the_lock_names_no_index_path_or_host():
    assert environment.foreign_lines(LOCK) == []
    assert not any(word in LOCK for word in ("://", "--index", "--find-links", "file:", " @ "))


@pytest.mark.parametrize("line", [
    "--index-url https://example.org/simple", "--find-links wheels", "-e .", "-i x", "numpy @ file:///a/numpy.whl",
    "./wheels/numpy.whl", "    # from /home/somebody/course"])
def test_a_place_in_the_lock_is_noticed(tmp_path, line):
    with (copy_of_files(tmp_path) / "requirements.lock").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    assert any(line.strip() in text for text in environment.disagreements(tmp_path))


def test_every_locked_package_has_hashes_and_one_version():
    locked = environment.read_lock(LOCK)
    assert len(locked) > 100
    assert all("--hash=sha256:" in block for _, block, _ in locked.values())
    assert LOCK.count("==") >= len(locked) == sum(line[0].isalnum() for line in LOCK.splitlines() if line)


def test_environment_yml_is_yaml_with_an_exact_python_and_the_course():
    written = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, packages = written["dependencies"]
    assert python == "python=" + environment.load_project(ROOT)["tool"]["course"]["python"]
    assert pip == "pip" and packages["pip"][-1] == "."
    assert all(len(Requirement(line).specifier) == 1 for line in packages["pip"][:-1])


def test_learners_get_a_slice_of_the_lock_that_is_closed():
    project = environment.load_project(ROOT)
    learners = environment.read_lock(environment.slice_lock(LOCK, ["setup"]))
    names = {environment.canonicalize_name(r.name) for r in environment.direct_requirements(project, ["setup"])}
    assert names <= set(learners) and not {"pytest", "jax", "distributed"} & set(learners)
    for name, (_, _, users) in environment.read_lock(LOCK).items():
        assert name in learners or not {environment.canonicalize_name(user) for user in users} & set(learners)
    assert "jax" in environment.read_lock(environment.slice_lock(LOCK, ["setup", "frameworks"]))


def start(*words, python=sys.executable, **environ):
    return subprocess.run([python, str(START), *words], env={**os.environ, **environ}, capture_output=True, text=True)


def test_start_says_when_python_is_too_old(tmp_path):
    code = ("import sys, runpy; sys.version_info = (3, 8, 0); sys.argv = ['start.py']; "
            f"runpy.run_path({str(START)!r}, run_name='__main__')")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode and "needs Python 3.11 or newer" in done.stderr and "Traceback" not in done.stderr


def test_start_uses_no_syntax_that_an_old_python_cannot_read():
    import ast

    tree = ast.parse(START.read_text(encoding="ascii"), feature_version=(3, 4))
    assert not any(isinstance(node, (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr)) for node in ast.walk(tree))


def test_start_says_when_venv_is_missing(tmp_path):
    (tmp_path / "ensurepip.py").write_text("raise ImportError('not here')")
    folder = bare_folder(tmp_path)
    done = start("--folder", str(folder), "--install-only", PYTHONPATH=str(tmp_path))
    assert done.returncode and "sudo apt install python3-venv" in done.stderr and "Traceback" not in done.stderr


def test_start_says_when_there_is_no_network(tmp_path):
    nowhere = "http://127.0.0.1:9"
    folder = bare_folder(tmp_path)
    done = start("--folder", str(folder), "--install-only", HTTPS_PROXY=nowhere, HTTP_PROXY=nowhere, ALL_PROXY=nowhere,
                 PIP_INDEX_URL=nowhere, PIP_NO_INDEX="", PIP_RETRIES="0", PIP_CONFIG_FILE=os.devnull, UV_OFFLINE="1",
                 PIP_NO_CACHE_DIR="1", PIP_FIND_LINKS="")
    assert done.returncode and "Is there a network connection?" in done.stderr and "Traceback" not in done.stderr


def bare_folder(tmp_path):
    """A folder with a space and a letter outside ASCII in its name, holding what start.py reads first."""
    folder = tmp_path / "my cours é"
    folder.mkdir()
    (folder / "requirements.lock").write_text(LOCK, encoding="utf-8")
    (folder / "pyproject.toml").write_text("")
    return folder


def test_make_setup_says_when_no_python_is_found():
    done = subprocess.run(["make", "setup", "PYTHON="], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode and "No Python 3.11 or newer was found" in done.stdout


def test_ci_calls_make_test_and_stops_at_the_first_failure():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "set -euo pipefail" in script and "make test" in script


def test_a_wheel_of_the_course_holds_the_data(tmp_path):
    build = [sys.executable, "-m", "uv", "build", "--wheel", "--no-build-isolation", "--quiet"]
    subprocess.run([*build, "--out-dir", tmp_path, ROOT], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = ZipFile(wheel).namelist()
    assert {f"course/data/{path.name}" for path in (ROOT / "data").glob("*.h5")} <= set(names)
    assert not any(name.startswith(("tests/", "source/", "data/")) for name in names)
