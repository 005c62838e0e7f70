"""The lock file, its slices and environment.yml, all derived from pyproject.toml, and a check that they agree."""
import re
import subprocess
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

GROUPS = ("test", "setup", "frameworks", "cluster")
COMPILE = ("pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header", "--no-emit-index-url",
           "--fork-strategy", "fewest", "--python-version", "3.11")
FOREIGN = re.compile(r"://|file:|git\+|--(extra-)?index-url|--find-links|--trusted-host|^-[ife] |(?<!\S)[./~]\S*/| @ ")


def load_project(root):
    """The parsed pyproject.toml of a folder."""
    return tomllib.loads((Path(root) / "pyproject.toml").read_text(encoding="utf-8"))


def direct_requirements(project, groups=()):
    """The requirements that pyproject.toml itself states: the course's own and those of the groups."""
    lines = list(project["project"]["dependencies"])
    for group in groups:
        lines += [line for line in project["dependency-groups"][group] if isinstance(line, str)]
    return [Requirement(line) for line in lines]


def write_lock(root, uv="uv", upgrade=False):
    """Resolve everything that pyproject.toml asks for into requirements.lock (needs the network)."""
    groups = [word for group in GROUPS for word in ("--group", group)]
    command = [uv, *COMPILE, *groups, "--output-file", "requirements.lock", *["--upgrade"] * upgrade, "pyproject.toml"]
    return subprocess.run(command, cwd=root, check=False).returncode == 0


def read_lock(text):
    """{name: (version, block of lines, packages that ask for it)} of a lock file."""
    locked = {}
    for block in re.split(r"(?m)^(?=[A-Za-z0-9])", text):
        head = re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", block)
        if head:
            users = re.findall(r"(?m)^\s+#\s+(?:via )?(?!via$)(\S.*)$", block)
            locked[canonicalize_name(head[1])] = (head[2], block, users)
    return locked


def slice_lock(text, groups=()):
    """The part of a lock file that the course itself and the given groups need, as a lock file of its own."""
    locked = read_lock(text)
    sources = {"(pyproject.toml)", *(f"(pyproject.toml:{group})" for group in groups)}
    kept = {name for name, (_, _, users) in locked.items() if any(user.split()[-1] in sources for user in users)}
    while True:
        more = {name for name, (_, _, users) in locked.items() if kept & {canonicalize_name(user) for user in users}}
        if more <= kept:
            return "".join(without_comments(locked[name][1]) for name in locked if name in kept)
        kept |= more


def without_comments(block):
    return re.sub(r"(?m)^\s*#.*\n?", "", block)


def environment_yml(project, lock):
    """environment.yml: one exact Python, the direct requirements at their locked versions, and the course."""
    locked = read_lock(lock)
    requirements = direct_requirements(project, project["tool"]["course"]["conda"])
    lines = [
        "# Written by `course environment` from pyproject.toml and requirements.lock.",
        f"name: {project['project']['name']}",
        "channels:",
        "  - conda-forge",
        "dependencies:",
        f"  - python={project['tool']['course']['python']}",
        "  - pip",
        "  - pip:",
        *(f"      - {pin(requirement, locked)}" for requirement in requirements),
        "      - .",
    ]
    return "\n".join(lines) + "\n"


def pin(requirement, locked):
    marker = f"; {requirement.marker}" if requirement.marker else ""
    line = f"{requirement.name}=={locked[canonicalize_name(requirement.name)][0]}{marker}"
    return f"'{line.replace(chr(34), chr(39) * 2)}'" if marker else line


def disagreements(root):
    """Sentences about what differs between pyproject.toml, requirements.lock and environment.yml."""
    root = Path(root)
    project, lock = load_project(root), (root / "requirements.lock").read_text(encoding="utf-8")
    requirements = direct_requirements(project, GROUPS)
    found = [f"requirements.lock does not hold {line}." for line in requirements if not holds(lock, line)]
    found += [f"requirements.lock names a place: {line.strip()}" for line in foreign_lines(lock)]
    if found:
        return [*found, "Run `course environment` to write it again."]
    if (root / "environment.yml").read_text(encoding="utf-8") != environment_yml(project, lock):
        found.append("environment.yml is not what pyproject.toml and requirements.lock say: run `course environment`.")
    return found


def holds(lock, requirement):
    version = read_lock(lock).get(canonicalize_name(requirement.name), (None,))[0]
    return version is not None and requirement.specifier.contains(version, prereleases=True)


def foreign_lines(lock):
    """Lines that name an index, a path or a host: a lock holds names, versions and hashes."""
    return [line for line in lock.splitlines() if FOREIGN.search(line)]
