"""A notebook cell as plain Python: magics, shell lines and help marks are left out."""
import re

RUNS_PYTHON = {"time", "timeit", "capture", "prun", "python", "python3", "pypy", "memit", "mprun", "lprun"}
LINE = re.compile(r"^(\s*)(?:[%!]|\?+\s*\w)(.*)$")
TIMED = re.compile(r"^time(?:it)?\s+(?:-\w+\s*\d*\s+)*(.*)$")
ASSIGNED = re.compile(r"^(\s*[\w\s,.\[\]\"']+=\s*)[%!].*$")
HELP = re.compile(r"^(\s*)[%\w.]+\?{1,2}\s*$")


def python(source):
    """The Python of a cell that does not compile as it is; "" for a cell in another language."""
    first, _, rest = source.lstrip().partition("\n")
    if first.startswith("%%"):
        words = first[2:].split()
        return python(rest) if words and words[0] in RUNS_PYTHON else ""
    return "\n".join(map(_line, source.split("\n")))


def _line(line):
    magic = LINE.match(line)
    if magic:
        timed = TIMED.match(magic[2]) if "%" in line[:len(magic[1]) + 1] else None
        return magic[1] + (timed[1] if timed and timed[1] else "pass")
    if ASSIGNED.match(line):
        return ASSIGNED.match(line)[1] + "None"
    return HELP.sub(r"\1pass", line)


def compiled(source, filename):
    """The cell's code object, with magics left out where they are in the way; `SyntaxError` of the original text."""
    try:
        return compile(source, filename, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        changed = python(source)
        if changed == source:
            raise
        try:
            return compile(changed, filename, "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return compile(source, filename, "exec", dont_inherit=True)
