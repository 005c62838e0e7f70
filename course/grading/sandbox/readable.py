"""Which files a learner's process may read: Python, the installed libraries and the learner edition; never the course."""
import importlib.util
import os
import site
import sys
import sysconfig
from pathlib import Path

SYSTEM = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/ld.so.conf",
          "/etc/ld.so.conf.d", "/etc/localtime", "/usr/share/zoneinfo", "/etc/alternatives")
NEEDED = ("numpy", "matplotlib", "h5py")


def library_folders():
    """Folders that hold the installed packages: those of this interpreter, and wherever NumPy really lives."""
    folders = [Path(folder) for folder in site.getsitepackages() if os.path.isdir(folder)]
    for name in NEEDED:
        found = importlib.util.find_spec(name)
        if found is not None and found.origin:
            folders.append(Path(found.origin).parents[1])
    return list(dict.fromkeys(str(folder) for folder in folders))


def python_folders():
    """The interpreter itself, its standard library and its shared library."""
    paths = sysconfig.get_paths()
    shared = os.path.join(sysconfig.get_config_var("LIBDIR") or "", sysconfig.get_config_var("LDLIBRARY") or "")
    folders = [os.path.realpath(sys.executable), paths["stdlib"], paths["platstdlib"], os.path.join(sys.base_prefix, "lib")]
    return list(dict.fromkeys([*folders, *([shared, os.path.realpath(shared)] if os.path.isfile(shared) else [])]))


def standard_path():
    """`sys.path` of a fresh interpreter without site packages."""
    base = sysconfig.get_paths()["stdlib"]
    return [base, os.path.join(base, "lib-dynload")]


def without(path, hidden):
    """Lists (`readable`, `listed`): `path` with the hidden places beneath it left out, entry by entry where needed."""
    path = os.path.realpath(path)
    inside = [place for place in hidden if place == path or place.startswith(path.rstrip("/") + "/")]
    if not inside:
        return [path], []
    if path in inside or not os.path.isdir(path):
        return [], []
    readable, listed = [], [path]
    for entry in sorted(os.listdir(path)):
        if not os.path.islink(os.path.join(path, entry)):
            more, names = without(os.path.join(path, entry), inside)
            readable, listed = readable + more, listed + names
    return readable, listed


def own_places():
    """Where the course itself lives, hidden parts and all: the package in use and any installed copy."""
    package = Path(__file__).resolve().parents[2]
    installed = [Path(folder) / "course" for folder in library_folders()]
    return [str(place) for place in [package, *installed] if place.is_dir()]


def roots():
    """Folders and files of the system, the interpreter and its libraries, as real paths."""
    places = [*SYSTEM, *python_folders(), *library_folders()]
    return list(dict.fromkeys(os.path.realpath(place) for place in places if os.path.exists(place)))


def hidden_places(more=()):
    """What stays unseen even where it lies inside one of the roots."""
    return list(dict.fromkeys(os.path.realpath(place) for place in [*own_places(), *more]))


def readable_places(edition, hidden):
    """What may be read, and which folders may be listed only, as two lists of real paths."""
    readable, listed = [os.path.realpath(edition)], []
    for root in roots():
        more, names = without(root, hidden)
        readable, listed = readable + more, listed + names
    return list(dict.fromkeys(readable)), list(dict.fromkeys(listed))
