"""Results of one submission as JSON, JUnit XML or Gradescope JSON, from rows of plain data."""
import json
import xml.etree.ElementTree as ElementTree

FIELDS = ("name", "notebook", "points", "max_points", "verdict", "diagnosis", "message")
ILLEGAL = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


def as_json(rows, label="", notes=()):
    """{"score", "max_score", "exercises": […]}; a label says when the result is no grade."""
    content = {"score": score(rows), "max_score": max_score(rows), "label": label, "notes": list(notes),
               "exercises": [{field: row[field] for field in FIELDS} for row in rows]}
    return json.dumps(content, indent=1, ensure_ascii=False)


def score(rows):
    return round(sum(row["points"] for row in rows), 4)


def max_score(rows):
    """A bonus adds to the score and not to the maximum."""
    return sum(row["max_points"] for row in rows if not row.get("bonus"))


def as_junit(rows, label="", notes=()):
    """One test case an exercise; what is not correct is a failure with its message, what cannot be judged an error."""
    attributes = {"name": "course autograde" + (f" ({label})" if label else ""), "tests": str(len(rows))}
    failures = [row for row in rows if row["verdict"] in ("named mistake", "incorrect", "not attempted", "missing")]
    errors = [row for row in rows if row["verdict"] in ("error", "timeout", "crashed")]
    suite = ElementTree.Element("testsuite", attributes, failures=str(len(failures)), errors=str(len(errors)))
    for row in rows:
        case = ElementTree.SubElement(suite, "testcase", classname=row["notebook"], name=row["name"])
        if row in failures or row in errors:
            kind = "failure" if row in failures else "error"
            said = ElementTree.SubElement(case, kind, message=_legal(row["message"]), type=row["verdict"])
            said.text = _legal(row["message"])
    if notes:
        ElementTree.SubElement(suite, "system-out").text = _legal("\n".join(notes))
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True)


def _legal(text):
    return text.translate(ILLEGAL).encode("utf-8", "replace").decode("utf-8")


def as_gradescope(rows, label="", notes=()):
    """Gradescope's results.json: one test an exercise."""
    tests = [{"name": f"{row['notebook']}: {row['name']}", "score": row["points"],
              "max_score": 0 if row.get("bonus") else row["max_points"],
              "status": "passed" if row["verdict"] == "correct" else "failed",
              "output": f"{row['verdict']}: {row['message']}", "visibility": "visible"} for row in rows]
    said = "\n".join([*([label] if label else []), *notes])
    return json.dumps({"score": score(rows), "output": said, "tests": tests}, indent=1, ensure_ascii=False)


FORMATS = {"json": as_json, "junit": as_junit, "gradescope": as_gradescope}
