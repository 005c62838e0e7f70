"""Learners' text made harmless: nothing that a submission holds may act in a reader's browser or spreadsheet."""
import base64
import binascii
import html
import re

MAX_TEXT = 20_000
MAX_IMAGE = 4 << 20
PNG = b"\x89PNG\r\n\x1a\n"
SCHEMES = re.compile(r"(?i)\b(javascript|vbscript|data)\s*:")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def text(value, limit=MAX_TEXT):
    """Plain text without control characters, cut at a limit."""
    kept = CONTROL.sub("", value if isinstance(value, str) else "").encode("utf-8", "replace").decode()
    return kept if len(kept) <= limit else kept[:limit] + f"\n… ({len(kept) - limit:,} more characters)"


def escaped(value, limit=MAX_TEXT):
    return html.escape(text(value, limit))


def markdown(source):
    """Markdown in which no HTML and no script link is left; fits a learner's own notes."""
    return SCHEMES.sub(lambda found: found.group(1) + "\uff1a", text(source).replace("<", "&lt;"))


def outputs(saved):
    """The saved outputs of a cell, reduced to text and checked PNG images."""
    kept = []
    for output in saved[:50] if isinstance(saved, list) else []:
        made = _output(output) if isinstance(output, dict) else None
        if made:
            kept.append(made)
    return kept


def _output(output):
    kind = output.get("output_type")
    if kind == "stream":
        return stream(_joined(output.get("text")))
    if kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
        data = {}
        image = _image(_joined(output["data"].get("image/png")))
        if image:
            data["image/png"] = image
        if "text/plain" in output["data"]:
            data["text/plain"] = text(_joined(output["data"]["text/plain"]))
        return {"output_type": "display_data", "data": data, "metadata": {}} if data else None
    return None


def stream(value):
    return {"output_type": "stream", "name": "stdout", "text": text(value)}


def _joined(value):
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _image(value):
    if not value or len(value) > MAX_IMAGE:
        return None
    try:
        data = base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(data).decode() if data.startswith(PNG) else None


def spreadsheet(value):
    """A CSV field that a spreadsheet will not take for a formula."""
    kept = text(str(value)).replace("\n", " ")
    return "'" + kept if kept and kept[0] in "=+-@\t\r" and not _is_number(kept) else kept


def _is_number(value):
    try:
        float(value)
        return True
    except ValueError:
        return False
