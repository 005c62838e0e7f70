"""Reading what a learner handed in: tolerant of honest damage, and bounded whatever the file holds."""
import json
import os
import stat
from dataclasses import dataclass, field

MAX_BYTES = 100 << 20
MAX_CELLS = 2_000
MAX_SOURCE = 1 << 20
MAX_CODE = 200_000


class Unreadable(Exception):
    """A notebook that cannot be read at all; the message is a sentence for the learner."""


@dataclass
class Cell:
    """One cell as handed in, reduced to what may be trusted: text, and identifiers as plain strings."""
    kind: str
    source: str
    id: str = ""
    grade_id: str = ""
    graded: bool = False
    outputs: list = field(default_factory=list)


@dataclass
class Submitted:
    """A learner's notebook: its cells, and sentences about what was damaged."""
    cells: list
    problems: list = field(default_factory=list)


def read(path):
    """Read one submitted notebook. Raises `Unreadable` with a sentence when nothing can be saved."""
    return parse(file_bytes(path))


def file_bytes(path, limit=MAX_BYTES):
    """The bytes of a regular file that is no link and not too large."""
    try:
        about = os.lstat(path)
    except OSError:
        raise Unreadable("The notebook was not handed in.") from None
    if stat.S_ISLNK(about.st_mode):
        raise Unreadable("The notebook is a link to another file, which is not read. Hand in the file itself.")
    if not stat.S_ISREG(about.st_mode):
        raise Unreadable("Under the notebook's name stands a folder or another thing that is no file.")
    if about.st_size > limit:
        raise Unreadable(f"The notebook has {about.st_size >> 20} MB; more than {limit >> 20} MB are not read. "
                         "Clear its outputs and hand it in again.")
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise Unreadable(f"The notebook could not be opened: {error.strerror}.") from None


def parse(data):
    """A `Submitted` from the bytes of a notebook of any version, as far as they can be understood."""
    problems = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        problems.append("The file is not UTF-8 text; it was read as Latin-1.")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(_why_no_json(text)) from None
    found = _raw_cells(content, problems)
    cells = [cell for raw in found[:MAX_CELLS] if (cell := _cell(raw, problems))]
    if len(found) > MAX_CELLS:
        problems.append(f"The notebook has {len(found)} cells; the first {MAX_CELLS} were read.")
    return Submitted(cells, list(dict.fromkeys(problems)))


def _why_no_json(text):
    if "<<<<<<<" in text and ">>>>>>>" in text:
        return "The file holds the marks of a merge conflict (<<<<<<<, >>>>>>>). Settle the conflict and hand it in again."
    if not text.strip():
        return "The file is empty."
    if text.lstrip().startswith("{"):
        return "The file breaks off or is damaged: it is not complete JSON. Save the notebook and hand it in again."
    return "The file is not a notebook: it does not hold JSON."


def _raw_cells(content, problems):
    """The list of raw cells of notebook format 4 or 3, or of a damaged file."""
    if isinstance(content, dict) and isinstance(content.get("worksheets"), list):
        sheets = [sheet for sheet in content["worksheets"] if isinstance(sheet, dict)]
        return [raw for sheet in sheets for raw in sheet.get("cells", []) if isinstance(sheet.get("cells"), list)]
    if isinstance(content, dict) and isinstance(content.get("cells"), list):
        return content["cells"]
    if isinstance(content, list):
        problems.append("The notebook is damaged: it is a list where a dictionary is expected. Its cells were read.")
        return content
    problems.append("The notebook is damaged: it holds no cells.")
    return []


def _cell(raw, problems):
    if not isinstance(raw, dict):
        problems.append("The notebook is damaged: something that is no cell was left out.")
        return None
    kind = raw.get("cell_type")
    if kind not in ("code", "markdown", "raw", "heading"):
        problems.append("The notebook is damaged: a cell without a type was read as code.")
        kind = "code"
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        problems.append("The notebook is damaged: a cell's text is no text.")
        source = ""
    if len(source) > MAX_SOURCE or (kind == "code" and len(source) > MAX_CODE):
        problems.append(f"A cell of {len(source):,} characters was left out.")
        source = ""
    source = source.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    metadata = raw.get("metadata") if isinstance(raw.get("metadata"), dict) else {}
    marks = metadata.get("nbgrader") if isinstance(metadata.get("nbgrader"), dict) else {}
    outputs = raw.get("outputs") if isinstance(raw.get("outputs"), list) else []
    return Cell(kind, source, _text(raw.get("id")), _text(marks.get("grade_id")),
                bool(marks.get("grade")) and not bool(marks.get("solution")), outputs)


def _text(value):
    return value if isinstance(value, str) and len(value) <= 200 else ""
