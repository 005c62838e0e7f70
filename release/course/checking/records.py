"""Recorded exercises: for each, its Spec and the public trials, in one HDF5 file per notebook."""
from functools import lru_cache
from pathlib import Path

import h5py
import numpy as np

from course.checking.codec import decode, encode
from course.checking.judge import Trial
from course.checking.observe import Seen
from course.checking.spec import Spec

FOLDER = Path(__file__).parent / "records"


class RecordsError(Exception):
    """A records file is missing or damaged."""


@lru_cache(maxsize=1)
def index():
    """{exercise: path of the file that holds it}."""
    names = {}
    for path in sorted(FOLDER.glob("*.h5")):
        with h5py.File(path) as file:
            names.update(dict.fromkeys(file, path))
    return names


@lru_cache(maxsize=None)
def _entry(name):
    """The stored bytes of one exercise: (spec, trials, mistakes)."""
    if name not in index():
        raise RecordsError(f"No exercise is called {name!r}. Exercises: {', '.join(sorted(index()))}.")
    try:
        with h5py.File(index()[name]) as file:
            return tuple(file[name][part][()].tobytes() for part in ("spec", "trials", "mistakes"))
    except (OSError, KeyError) as error:
        raise RecordsError(f"The records in {index()[name].name} cannot be read ({error}). Install the course again.")


@lru_cache(maxsize=None)
def spec(name):
    """The `Spec` of one exercise."""
    return Spec.from_data(decode(_entry(name)[0]))


def trials(name):
    """The public trials of one exercise, freshly made; the mistakes are decoded only when asked for."""
    _, recorded, mistakes = _entry(name)
    shows = None

    def show(k):
        nonlocal shows
        if shows is None:
            shows = decode(mistakes)
        return {sentence: _seen(entries[k]) for sentence, entries in shows.items()}

    return [Trial(case, expected, lambda k=k: show(k), refusing)
            for k, (case, expected, refusing) in enumerate(decode(recorded))]


def _seen(entry):
    values, failed = entry
    return Seen(values=values, failed=failed)


def write(notebook, entries, folder=FOLDER):
    """Write {exercise: (spec data, trials, mistakes)} unless what is stored says the same within 1e-10."""
    path = Path(folder) / f"{notebook}.h5"
    if path.exists() and same(read(path), entries):
        return False
    path.parent.mkdir(exist_ok=True, parents=True)
    with h5py.File(path, "w", track_order=True) as file:
        for name, parts in entries.items():
            group = file.create_group(name)
            for key, value in zip(("spec", "trials", "mistakes"), parts):
                data = np.frombuffer(encode(value), np.uint8)
                group.create_dataset(key, data=data, compression="gzip", shuffle=False)
    for cached in (index, _entry, spec):
        cached.cache_clear()
    return True


def read(path):
    """Everything stored in one records file, as `write` takes it."""
    with h5py.File(path) as file:
        return {name: tuple(decode(group[key][()].tobytes()) for key in ("spec", "trials", "mistakes"))
                for name, group in file.items()}


def same(one, other, tolerance=1e-10):
    """Whether two plain values say the same: text exactly, numbers within the tolerance."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        one, other = np.asarray(one), np.asarray(other)
        if one.shape != other.shape or one.dtype.kind != other.dtype.kind:
            return False
        if one.dtype.kind in "fc":
            return np.allclose(one, other, rtol=tolerance, atol=tolerance, equal_nan=True)
        return bool(np.all(one == other))
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key], tolerance) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(same(a, b, tolerance) for a, b in zip(one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == other or (one != one and other != other) or abs(one - other) <= tolerance * (1 + abs(one))
    if hasattr(one, "__dataclass_fields__") and type(one) is type(other):
        return all(same(getattr(one, f), getattr(other, f), tolerance) for f in one.__dataclass_fields__)
    return type(one) is type(other) and one == other
