"""Two bundles side by side: numbers with a tolerance, text exactly."""
from pathlib import Path

import h5py
import numpy as np

TOLERANCE = 1e-10


def compare_release(first, second):
    """Sentences about what differs between two bundles; none when they say the same."""
    one, two = files_below(first), files_below(second)
    found = [f"{name} is only in {first}." for name in sorted(one - two)]
    found += [f"{name} is only in {second}." for name in sorted(two - one)]
    both = sorted(one & two)
    return found + [f"{name} differs." for name in both if not same_file(Path(first, name), Path(second, name))]


def files_below(folder):
    """The names of all files below a folder, relative and with forward slashes; things of the moment left out."""
    names = (path.relative_to(folder) for path in Path(folder).rglob("*") if path.is_file())
    return {name.as_posix() for name in names if not {"__pycache__", ".ipynb_checkpoints"} & set(name.parts)}


def same_file(one, two):
    """Whether two files hold the same: HDF5 by values, everything else by bytes."""
    if one.read_bytes() == two.read_bytes():
        return True
    return one.suffix == two.suffix == ".h5" and same_hdf5(one, two)


def same_hdf5(one, two):
    try:
        with h5py.File(one, "r") as first, h5py.File(two, "r") as second:
            return same_group(first, second)
    except OSError:
        return False


def same_group(one, two):
    if set(one) != set(two) or not same_attributes(one.attrs, two.attrs):
        return False
    return all(same_node(one[name], two[name]) for name in one)


def same_node(one, two):
    if isinstance(one, h5py.Group) or isinstance(two, h5py.Group):
        return isinstance(one, h5py.Group) and isinstance(two, h5py.Group) and same_group(one, two)
    return same_attributes(one.attrs, two.attrs) and same_values(one[()], two[()])


def same_attributes(one, two):
    return set(one) == set(two) and all(same_values(one[name], two[name]) for name in one)


def same_values(one, two):
    one, two = np.asarray(one), np.asarray(two)
    if one.dtype != two.dtype or one.shape != two.shape:
        return False
    if one.dtype.kind in "fc":
        return np.allclose(one, two, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True)
    return np.array_equal(one, two)
