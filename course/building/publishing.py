"""The bundle as a git repository with a history of its own, since this one's history holds the answers."""
import subprocess
from pathlib import Path

from course.building.bundle import replace
from course.commands import Problem


def publish(bundle, destination, root, message):
    """Commit the bundle on top of the history in destination; return the new commit, or None when nothing changed."""
    bundle, destination = Path(bundle).resolve(), Path(destination).resolve()
    if destination.is_relative_to(root) or root.is_relative_to(destination):
        raise Problem(f"{destination} is not outside {root}, whose history holds the answers.")
    prepare(destination)
    replace(bundle, destination, keep=(".git",))
    git(destination, "add", "--all")
    if not git(destination, "status", "--porcelain"):
        return None
    git(destination, "commit", "--quiet", "--message", message)
    return git(destination, "rev-parse", "--short", "HEAD")


def prepare(destination):
    """A git repository without anything uncommitted: the one that is there, or a new one in an empty folder."""
    if (destination / ".git").exists():
        if git(destination, "status", "--porcelain"):
            raise Problem(f"{destination} holds changes that are not committed: commit or remove them first.")
    elif destination.exists() and any(destination.iterdir()):
        raise Problem(f"{destination} is neither empty nor a git repository; nothing is written there.")
    else:
        destination.mkdir(parents=True, exist_ok=True)
        git(destination, "init", "--quiet", "--initial-branch", "main")


def git(folder, *words):
    try:
        done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True)
    except FileNotFoundError:
        raise Problem("The command git was not found: publishing needs it.") from None
    if done.returncode:
        raise Problem(f"git {words[0]} in {folder} failed: {(done.stderr or done.stdout).strip()}")
    return done.stdout.strip()
