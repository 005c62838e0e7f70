"""Data sets as HDF5 files: writing them so that equal values give equal bytes, and reading and comparing them."""
import hashlib

import numpy as np


class DatasetError(Exception):
    """A data set that cannot be given; the message says which file and what to do."""


def checksum(arrays):
    """sha256 over every array's name, dtype, shape and values, in the order of the names."""
    digest = hashlib.sha256()
    for key in sorted(arrays):
        array = np.ascontiguousarray(arrays[key])
        array = array.astype(array.dtype.newbyteorder("<"), copy=False)
        digest.update(f"{key} {array.dtype.str} {array.shape}".encode() + array.tobytes())
    return digest.hexdigest()


def same(a, b):
    """Whether two mappings of arrays agree: floats within 1e-9, pixels within one step of 3, all else exactly."""
    return a.keys() == b.keys() and all(_same_array(a[key], b[key]) for key in a)


def _same_array(a, b):
    if a.dtype != b.dtype or a.shape != b.shape:
        return False
    room = {"f": 1e-9, "u": 3}.get(a.dtype.kind)
    return bool(np.all(a == b) if room is None else np.all(np.abs(a.astype(float) - b) <= room))


def read(path):
    """The arrays and the attributes of one file."""
    import h5py
    try:
        with h5py.File(path, "r") as file:
            return {key: file[key][()] for key in file}, dict(file.attrs)
    except OSError:
        state = "cannot be read" if path.exists() else "is missing"
        raise DatasetError(f"The file {path} {state}. Take it again from the course's download, "
                           "or use `git checkout data`.") from None


def store(path, arrays, **attributes):
    """Write arrays and attributes, and the checksum of the arrays, to one file."""
    import h5py
    path.parent.mkdir(exist_ok=True)
    with h5py.File(path, "w") as file:
        for key, array in arrays.items():
            file.create_dataset(key, data=array, track_times=False, **_packing(array))
        file.attrs.update(attributes, checksum=checksum(arrays))


def _packing(array):
    """Compression for large arrays; pictures lie 40 to a chunk, since alike pictures pack well together."""
    if array.size <= 1000:
        return {}
    chunks = (min(40, len(array)), *array.shape[1:]) if array.ndim == 4 and array.shape[1] > 8 else True
    return {"compression": "gzip", "compression_opts": 9, "shuffle": True, "chunks": chunks}
