"""Makes the environment of this course in .venv beside this file, then opens JupyterLab. It needs only Python.

    python start.py                 install what is missing, then open JupyterLab
    python start.py --frameworks    with JAX and Optuna, for the comparisons in week 3
"""
# The syntax is old on purpose: a Python that is too old must get as far as the sentence that says so.
import argparse
import hashlib
import io
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OLDEST = (3, 11)
TOO_OLD = ("This is Python %s, and the course needs Python %d.%d or newer. "
           "Install it from python.org, then run start.py with it.")
NO_VENV = ("This Python cannot make environments: its venv module is missing. On Debian and Ubuntu, "
           "`sudo apt install python3-venv` adds it; elsewhere, install Python from python.org.")
NO_FOLDER = "The environment could not be made in %s: is the folder writable, and is there space on the disk?"
NO_PACKAGES = ("The packages could not be installed; the reason stands above. Is there a network connection? "
               "Run the same command again when there is: it goes on where it stopped.")
NO_COURSE = "The package `course` could not be installed; the reason stands above."


def main():
    options = read_options()
    if sys.version_info < OLDEST:
        sys.exit(TOO_OLD % ((sys.version.split()[0],) + OLDEST))
    folder = os.path.abspath(options.folder)
    lock = "requirements-frameworks.lock" if options.frameworks else "requirements.lock"
    python = install(folder, lock, options.editable)
    if not options.install_only:
        sys.exit(open_lab(python, folder))


def read_options():
    parser = argparse.ArgumentParser(description="Make the environment of the course, then open JupyterLab.")
    parser.add_argument("--frameworks", action="store_true", help="also install JAX and Optuna (week 3, optional)")
    parser.add_argument("--install-only", action="store_true", help="make the environment and stop")
    parser.add_argument("--folder", default=HERE, help="the folder of the course (default: the one of this file)")
    parser.add_argument("--editable", action="store_true", help="run the package from its folder, to change it")
    return parser.parse_args()


def install(folder, lock, editable=False):
    """Bring .venv up to date and return its Python; quick when nothing changed."""
    environment = os.path.join(folder, ".venv")
    python = os.path.join(environment, *(["Scripts", "python.exe"] if os.name == "nt" else ["bin", "python"]))
    packages = fingerprint(folder, [lock])
    course = fingerprint(folder, ["pyproject.toml"] if editable else ["pyproject.toml", "course", "data"])
    if not (runs(python) and noted(environment, "place.txt") == environment):
        make_environment(environment)
    if noted(environment, "packages.txt") != packages:
        print("Installing the packages: a minute or two the first time.")
        sys.stdout.flush()
        note(environment, "course.txt", "")
        if not (install_with_uv(python, folder, lock) or install_with_pip(python, folder, lock)):
            sys.exit(NO_PACKAGES)
        note(environment, "packages.txt", packages)
    if noted(environment, "course.txt") != course:
        words = ["--no-deps", "--no-build-isolation", "--reinstall"] + ["-e"] * editable + ["."]
        if not run(uv(python, "install", words), folder):
            sys.exit(NO_COURSE)
        note(environment, "course.txt", course)
    return python


def make_environment(environment):
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit(NO_VENV)
    if not run([sys.executable, "-m", "venv", "--clear", environment]):
        sys.exit(NO_FOLDER % environment)
    note(environment, "place.txt", environment)


def install_with_uv(python, folder, lock):
    """uv at the version and hashes of the lock, then every package of the lock and no other."""
    pinned = os.path.join(folder, ".venv", "uv.lock")
    with io.open(os.path.join(folder, lock), encoding="utf-8") as file:
        block = re.search(r"(?m)^uv==.*(\n[ \t]+--hash=.*)+", file.read()).group()
    with io.open(pinned, "w", encoding="utf-8") as file:
        file.write(block.rstrip(" \\") + "\n")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "2"]
    return (run(pip + ["--no-deps", "--require-hashes", "-r", pinned])
            and run(uv(python, "sync", ["--require-hashes", "--no-build", lock]), folder))


def install_with_pip(python, folder, lock):
    """Slower; it knows the settings of pip, a company's own index for instance."""
    return run([python, "-m", "pip", "install", "--quiet", "--retries", "2", "--require-hashes", "-r", lock], folder)


def uv(python, verb, words):
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    return [python, "-m", "uv", "pip", verb, "--python", python] + quiet + words


def open_lab(python, folder):
    print("Opening JupyterLab. To stop it, press Ctrl+C here.")
    sys.stdout.flush()
    path = os.path.dirname(python) + os.pathsep + os.environ.get("PATH", os.defpath)  # for JupyterLab's terminal
    try:
        command = [python, "-m", "jupyterlab", "--ServerApp.root_dir=" + folder]
        return subprocess.call(command, cwd=folder, env=dict(os.environ, PATH=path))
    except KeyboardInterrupt:
        return 0


def run(command, folder=None):
    try:
        return subprocess.call(command, cwd=folder) == 0
    except OSError:
        return False


def runs(python):
    """Whether this environment's Python exists and is new enough."""
    test = "import sys; sys.exit(sys.version_info < %r)" % (OLDEST,)
    return os.path.exists(python) and run([python, "-c", test])


def fingerprint(folder, names):
    """One word for the content of files and folders: it changes when they do."""
    digest = hashlib.sha256()
    for name in names:
        for path in sorted(files_below(os.path.join(folder, name))):
            digest.update(os.path.relpath(path, folder).encode("utf-8"))
            with io.open(path, "rb") as file:
                digest.update(file.read())
    return digest.hexdigest()


def files_below(path):
    if os.path.isfile(path):
        return [path]
    return [os.path.join(place, name) for place, _, names in os.walk(path) for name in names
            if not name.endswith(".pyc")]


def noted(environment, name):
    path = os.path.join(environment, name)
    if not os.path.exists(path):
        return None
    with io.open(path, encoding="utf-8") as file:
        return file.read()


def note(environment, name, text):
    with io.open(os.path.join(environment, name), "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
