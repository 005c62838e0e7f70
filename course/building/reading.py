"""Released files as text and as Python code, whatever their kind."""
import json
import re

import h5py
import numpy as np


def text_of(path):
    """All the text in a file: every cell of a notebook, every string of an HDF5 file, else the file itself."""
    if path.suffix == ".ipynb":
        return "\n".join(joined(cell.get("source", "")) for cell in notebook_cells(path)) + "\n" + raw(path)
    if path.suffix == ".h5":
        return "\n".join(hdf5_strings(path))
    return raw(path)


def raw(path):
    return path.read_bytes().decode("utf-8", errors="ignore")


def code_of(path):
    """The pieces of a file that may be Python: a module, the code cells of a notebook, the code in Markdown."""
    if path.suffix == ".ipynb":
        cells = notebook_cells(path)
        code = [without_magics(joined(cell["source"])) for cell in cells if cell.get("cell_type") == "code"]
        prose = [piece for cell in cells if cell.get("cell_type") != "code" for piece in fenced(joined(cell["source"]))]
        return code + prose
    if path.suffix == ".md":
        return fenced(raw(path))
    return [raw(path)] if path.suffix == ".py" else []


def notebook_cells(path):
    return json.loads(raw(path)).get("cells", [])


def joined(source):
    return source if isinstance(source, str) else "".join(source)


def without_magics(code):
    return re.sub(r"(?m)^\s*[%!].*$", "", code)


def fenced(markdown):
    return re.findall(r"```[a-z]*\n(.*?)```", markdown, re.DOTALL)


def hdf5_strings(path):
    """Strings and byte strings of an HDF5 file, attributes included."""
    found = []

    def visit(_, node):
        values = [*node.attrs.values(), *([node[()]] if isinstance(node, h5py.Dataset) else [])]
        found.extend(decoded(np.asarray(value)) for value in values)

    with h5py.File(path, "r") as file:
        visit("/", file)
        file.visititems(visit)
    return found


def decoded(array):
    if array.dtype.kind in "OSU":
        return "\n".join(x.decode("utf-8", "ignore") if isinstance(x, bytes) else str(x) for x in array.flat)
    return with_json_strings(array.tobytes().decode("utf-8", "ignore")) if array.dtype == np.uint8 else ""


def with_json_strings(text):
    """A text and, after it, the strings that stand in it as JSON."""
    return "\n".join([text, *(json.loads(found) for found in re.findall(r'"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt])*"', text))])
