"""Honest faults in files: F cases."""
import json

from tests.cases import case


@case("F02", "not JSON: that notebook 0, said in a sentence", 0, says="is not a notebook", status="missing")
def hello(sub):
    sub.raw = b"hello"


@case("F03", "truncated JSON: that notebook 0, said in a sentence", 0, says="breaks off", status="missing")
def truncated(sub):
    sub.raw = json.dumps(sub.notebook).encode()[:-200]


@case("F04", "notebook format 3: full marks")
def old_format(sub):
    cells = []
    for cell in sub.notebook["cells"]:
        old = {"cell_type": cell["cell_type"], "metadata": cell["metadata"]}
        old["input" if cell["cell_type"] == "code" else "source"] = cell["source"].splitlines(keepends=True)
        cells.append(old | ({"outputs": [], "language": "python"} if cell["cell_type"] == "code" else {}))
    sub.raw = json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]}).encode()


@case("F33", "no notebooks at all: listed as missing", 0, status="missing", says="was not handed in")
def nothing(sub):
    sub.raw = False
    (sub.folder / "report.pdf").write_bytes(b"%PDF-1.4")


@case("F34", "extra files beside the notebook: full marks")
def extra_files(sub):
    (sub.folder / "scratch.ipynb").write_text("{}")
    (sub.folder / "data.csv").write_text("1,2\n")
    (sub.folder / ".ipynb_checkpoints").mkdir()
    (sub.folder / ".ipynb_checkpoints" / "initialization-checkpoint.ipynb").write_text("{}")


@case("F36", "names with spaces and accents beside the right one: full marks")
def odd_names(sub):
    (sub.folder / "mon cahier d'été.ipynb").write_text("{}")


@case("F37", "another kernelspec: full marks")
def kernelspec(sub):
    sub.notebook["metadata"]["kernelspec"] = {"name": "conda-env-foo", "display_name": "foo", "language": "python"}


@case("F39", "50 MB of saved outputs: full marks")
def large_outputs(sub):
    cell = next(c for c in sub.notebook["cells"] if c["cell_type"] == "code")
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "y" * 50_000_000}]


@case("F55", "Latin-1 bytes: full marks")
def latin(sub):
    sub.add("# déjà vu")
    sub.raw = json.dumps(sub.notebook, ensure_ascii=False).encode("latin-1", "replace")


@case("F57", "a broken link in the submission: full marks")
def broken_link(sub):
    (sub.folder / "link.txt").symlink_to("/nowhere/at/all")


@case("F58", "a loop of links: full marks")
def link_loop(sub):
    (sub.folder / "loop").symlink_to(sub.folder)


@case("F66", "no timestamp: full marks")
def no_timestamp(sub):
    (sub.folder / "timestamp.txt").unlink(missing_ok=True)


@case("F67", "a timestamp that is none: full marks")
def bad_timestamp(sub):
    (sub.folder / "timestamp.txt").write_text("yesterday, I think")


@case("F69", "the JSON is a list: what can be read is graded, the damage is said", says="damaged")
def a_list(sub):
    sub.raw = json.dumps([*sub.notebook["cells"], 3]).encode()


@case("F70", "cells without outputs and metadata: full marks")
def bare_cells(sub):
    cells = [{"cell_type": c["cell_type"], "source": c["source"]} for c in sub.notebook["cells"]]
    sub.raw = json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}).encode()


@case("F72", "merge conflict marks in the JSON: that notebook 0, said in a sentence", 0, says="merge conflict", status="missing")
def conflict(sub):
    text = json.dumps(sub.notebook, indent=1)
    sub.raw = text.replace("\n", "\n<<<<<<< HEAD\n", 1).replace("]", "]\n>>>>>>> theirs\n", 1).encode()


@case("F73 é ü", "a learner's name with space and accent: full marks")
def accented(sub):
    pass


@case("F76", "the notebook is a folder: that notebook 0", 0, says="folder", status="missing")
def a_folder(sub):
    sub.raw = False
    (sub.folder / "initialization.ipynb").mkdir()


@case("F81", "an empty file: that notebook 0", 0, says="empty", status="missing")
def empty(sub):
    sub.raw = b""


@case("F82", "a byte-order mark in front: full marks")
def byte_order_mark(sub):
    sub.raw = b"\xef\xbb\xbf" + json.dumps(sub.notebook).encode()


@case("F83", "JSON nested a hundred thousand deep: that notebook 0", 0, status="missing")
def deep(sub):
    sub.raw = b"[" * 100_000


@case("F84", "a lone surrogate in a cell: full marks")
def surrogate(sub):
    sub.add("# \ud800 broken character")
    sub.raw = json.dumps(sub.notebook).encode()


@case("F85", "magics and shell lines: full marks")
def magics(sub):
    sub.add("%matplotlib inline\n!ls\nx = 3", 3)
    sub.add("%%time\ny = 4", 4)
