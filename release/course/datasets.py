"""The course's data: `load(name)` gives arrays that read like `d.X_train`; test surfaces stand beside them."""
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from course import generators
from course.datafiles import DatasetError, checksum, read, same, store
from course.surfaces import SURFACES, bowl, plateau, quadratic, ravine, rosenbrock, saddle

__all__ = ["CARDS", "SURFACES", "Dataset", "DatasetError", "bowl", "check", "checksum", "folder", "generate", "load",
           "names", "plateau", "quadratic", "ravine", "rosenbrock", "saddle", "write"]

OURS = "CC BY 4.0, drawn for this course"
UCI = ("CC BY 4.0; E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, "
       "UCI Machine Learning Repository, https://doi.org/10.24432/C50P49")

# name: (seed, version, licence, description)
CARDS = {
    "circles": (1, 1, OURS, "Two noisy circles, one inside the other: 300 training and 100 test points, noise .05."),
    "moons": (2, 1, OURS, "Two half moons that reach into each other: 300 training and 200 test points, noise .2."),
    "pitch": (10, 1, OURS, "Positions on a pitch on two sides of a diagonal; 6 % of the labels, near it, are wrong."),
    "spirals": (4, 1, OURS, "Three spiral arms, three classes: 300 training and 150 test points."),
    "temperatures": (5, 1, OURS, "Daily temperatures of one invented year in degrees Celsius."),
    "quadratics": (6, 1, OURS, "Symmetric matrices of quadratic test surfaces in 2 and 20 dimensions."),
    "glyphs": (7, 1, OURS, "Six drawn shapes, 64×64 pixels in colour: 1080 training and 120 test images."),
    "digits": (8, 1, UCI, "Real handwritten digits, 8×8 pixels with values 0…16: 1437 training and 360 test images."),
}


class Dataset(Mapping):
    """A frozen mapping from names to arrays: d["X_train"] and d.X_train are the same array."""

    def __init__(self, name, arrays, attributes):
        self.__dict__.update(_name=name, _arrays=dict(arrays), attributes=dict(attributes))

    def __getitem__(self, key):
        return self._arrays[key]

    def __iter__(self):
        return iter(self._arrays)

    def __len__(self):
        return len(self._arrays)

    def __getattr__(self, key):
        if key.startswith("_") or key not in self._arrays:
            known = ", ".join(self.__dict__.get("_arrays", ()))
            raise AttributeError(f"The data set has no array {key!r}. It has: {known}.")
        return self._arrays[key]

    def __setattr__(self, key, value):
        raise AttributeError("A data set is fixed. Give your changed array a name of its own.")

    def __dir__(self):
        return [*super().__dir__(), *self._arrays]

    def __repr__(self):
        lines = [f"{self._name}: {self.attributes['description']}"]
        lines += [f"  {key:13} {_shape(value)}" for key, value in self.items()]
        return "\n".join(lines)


def _shape(value):
    return f"{value.shape} {value.dtype}" if isinstance(value, np.ndarray) else repr(value)


def names():
    """The names that `load` knows."""
    return list(CARDS)


def folder():
    """Where the files are: inside the installed package, or `data` beside the package in the repository."""
    package = Path(__file__).resolve().parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


def load(name):
    """The stored data set `name` as fresh arrays, after its checksum was verified."""
    _known(name)
    arrays, attributes = read(folder() / f"{name}.h5")
    if checksum(arrays) != attributes["checksum"]:
        raise DatasetError(f"The values in {folder() / name}.h5 do not fit their checksum: the file was changed or "
                           "damaged. Take it again from the course's download, or use `git checkout data`.")
    if "class_names" in arrays:
        arrays["class_names"] = [text.decode() for text in arrays["class_names"]]
    return Dataset(name, arrays, attributes)


def generate(name):
    """The arrays of data set `name`, drawn again from its seed; None when what it needs is not installed (digits)."""
    return getattr(generators, _known(name))(CARDS[name][0])


def check():
    """Sentences about every stored file that is missing, damaged or different from what its generator draws."""
    problems = []
    for name in CARDS:
        try:
            stored = dict(load(name))
        except DatasetError as problem:
            problems.append(str(problem))
            continue
        drawn = generate(name)
        if drawn is not None and not same(drawn, stored | _encoded(stored)):
            problems.append(f"{name}: the stored values differ from those its generator draws. "
                            "Run `course data --write` if the change is meant.")
    return problems


def write(chosen=None):
    """Write the files of the chosen (default: all) data sets whose values changed; returns the names written."""
    written = []
    for name in chosen or CARDS:
        drawn, path = generate(name), folder() / f"{name}.h5"
        if drawn is None or (path.exists() and same(drawn, read(path)[0])):
            continue
        store(path, drawn, generator=f"course.generators.{name}", **_card(name))
        written.append(name)
    return written


def _known(name):
    if name not in CARDS:
        raise DatasetError(f"There is no data set {name!r}. Choose one of: {', '.join(CARDS)}.")
    return name


def _card(name):
    return dict(zip(("seed", "version", "licence", "description"), CARDS[name], strict=True))


def _encoded(stored):
    """class_names as they are stored."""
    return {key: np.array(value, dtype="S") for key, value in stored.items() if key == "class_names"}
