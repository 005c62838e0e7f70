"""The sentences a check says: what was observed, the likely mistake if one is established, where to look."""
import re

import numpy as np

from course.checking.compare import Difference
from course.checking.values import Odd, Raised, Rng, Shipped, Spread

PHRASES = {"inputs unchanged": "inputs left unchanged", "refusals": "bad input refused", "type": "types",
           "no warnings": "no warnings", "values": "values"}
TYPES = {str: "a text", dict: "a dictionary", complex: "a complex number"}
KEY = re.compile(r'\["(.*?)"\](.*)')


def all_malformed(expected, form):
    """Differences of an answer that no observation could be made of: (what it is, what is asked)."""
    return [Difference(name, "", "form", form[1], form[0]) for name in expected]


def all_missing(expected, failed):
    """Differences of a call that raised: every observation is missing."""
    return [Difference(name, "", "raised", value, failed) for name, value in expected.items()]


def correct(spec, parts):
    said = ", ".join(PHRASES.get(part, part) for part in parts)
    return f"`{spec.name}`: correct on the public checks ({said})."


def not_attempted(spec):
    return f"`{spec.name}`: not attempted yet. The function still raises the placeholder."


def waiting(spec, prerequisite):
    return (f"`{spec.name}`: waiting for `{prerequisite}`, which it is built on. "
            f"Make `check({prerequisite})` pass first, then run this check again.")


def returned_none(spec):
    return f"`{spec.name}`: the function returned None. Is there a `return`?"


def error(spec, trials, failed):
    """One sentence for the learner's own exception, with the line and the shapes it was given."""
    trial = next(t for t in trials if t.got.failed is failed)
    if trial.hidden:
        return f"`{spec.name}`: right on the public checks, but a hidden case raised `{failed.type_name}`. {_look(spec)}"
    place = f" at line {failed.line} of `{failed.function}` (`{failed.code}`)" if failed.line else ""
    if failed.type_name == "NotImplementedError" and failed.function:
        return f"`{spec.name}`: waiting for `{failed.function}`, which still raises the placeholder."
    return (f"`{spec.name}`: your function raised `{failed.type_name}: {failed.message.strip()}`{place}, "
            f"for {shapes(trial.case)}.")


def named(spec, trials, sentence, whole):
    more = "" if whole else " Something else differs as well: run the check again when this is mended."
    return f"`{spec.name}`: {sentence}{more} {_look(spec)}"


def incorrect(spec, trials, parts):
    """What is right, then the first difference: in full on public cases, without numbers on hidden ones."""
    trial = next(t for t in trials if t.differences)
    difference = trial.differences[0]
    if trial.hidden:
        what = _what(spec, difference)
        return f"`{spec.name}`: right on the public checks, but {what} is wrong on a hidden case. {_look(spec)}"
    if trial.refusing:
        return _not_refused(spec, trial, difference)
    wrong = {d.observation for t in trials for d in t.differences}
    right = [name for name, value in trial.expected.items() if name not in wrong and not isinstance(value, (bool, Spread))]
    said = f" {_listing(right)}" if right and len(trial.expected) > 1 else ""
    return f"`{spec.name}`:{said} {describe(spec, difference)} For {shapes(trial.case)}. {_look(spec)}"


def _not_refused(spec, trial, difference):
    got = difference.got
    what = "returned an answer" if got is False else f"raised `{got}`"
    return (f"`{spec.name}`: right on valid input, but {trial.refusing} was not refused: the function {what} "
            f"where a `ValueError` with a sentence is asked. For {shapes(trial.case)}.")


def side_fault(spec, trials, parts):
    """(diagnosis, message) when the values are right and only a side part is lost."""
    for trial in trials:
        if not parts.get("inputs unchanged", True) and trial.got.changed:
            return "inputs changed", (f"`{spec.name}`: the result is right, but the call changed its input "
                                      f"`{trial.got.changed[0]}`. Work on a copy: the caller still needs it.")
    for trial in trials:
        if not parts.get("inputs unchanged", True) and (trial.got.shared or trial.got.aliased):
            return "shared memory", f"`{spec.name}`: the result is right, but {_sharing(spec, trial.got)}. Make a copy."
    for trial in trials:
        if not parts.get("no warnings", True) and trial.got.warnings:
            return "warnings", (f"`{spec.name}`: the values are right, but the call warned: "
                                f"“{trial.got.warnings[0]}”. {_look(spec)}")
    name, path, got, asked = next(oddity for trial in trials for oddity in trial.oddities)
    key = KEY.match(path)
    what = f"`{name}{path}`" if name.isidentifier() else f"`{key[1]}{key[2]}`" if key else f"the {name.removeprefix('the ')}"
    return "type", f"`{spec.name}`: the values are right, but {what} is {an(got)}, where {asked} is asked."


def _sharing(spec, seen):
    if seen.shared:
        out, source = seen.shared[0]
        it = f"its part{_of(out)}" if out else "it"
        return f"{it} lives in the memory of the input `{source}`: changing one changes the other"
    return f"its parts{_of(seen.aliased[0][1])} and{_of(seen.aliased[0][0])} are one and the same array"


def _of(path):
    return f" `{path}`" if path else ""


def describe(spec, difference):
    """One sentence for one difference."""
    what, got = _capital(_what(spec, difference)), difference.got
    if difference.kind == "form":
        return f"The function returned {got}, where {difference.expected}."
    if difference.kind == "missing" and isinstance(difference.expected, bool):
        return f"This does not hold: {difference.observation}."
    if difference.kind == "missing":
        return f"{what} is missing."
    if difference.kind == "extra":
        return f"{what} has entries that were not asked for: {', '.join(map(repr, got[:4]))}."
    if difference.kind == "shape":
        return f"{what} has shape {got}, expected {difference.expected}."
    if difference.kind == "length":
        return f"{what} has {_entries(got)}, expected {difference.expected}."
    if difference.kind == "type":
        return f"{what} is {type_of(got)}, where {type_of(difference.expected)} is asked."
    if difference.kind == "property":
        return f"This does not hold: {difference.observation}."
    place = f" at entry {list(difference.where)}" if difference.where else ""
    about = "about " if difference.kind == "spread" or isinstance(difference.expected, float) else ""
    got, expected = told_apart(got, difference.expected)
    return f"{what} is {got}{place}, expected {about}{expected}."


def _what(spec, difference):
    """The place of a difference as the subject of a sentence."""
    name, path = difference.observation, difference.path
    if difference.kind == "property":
        return f"the property “{name}”"
    if name.isidentifier():
        said = "the result" if name == "result" and not path else f"`{name}{path}`"
        return f"the change of {said}" if name in spec.updates and difference.kind == "value" else said
    key = KEY.match(path)
    inside = f"`{key[1]}{key[2]}`" if key else f"entry `{path}`" if path else ""
    if not inside:
        return _whole(name)
    if name.endswith((" of", " in")):
        return f"{name} {inside}"
    return f"{name} of {inside}" if key and name.startswith("the ") else f"{name}: {inside}"


def _capital(text):
    return text if text[1:2] == ":" or text.startswith(("dW", "db")) else text[0].upper() + text[1:]


def _entries(count):
    return "1 entry" if count == 1 else f"{count} entries"


def an(noun):
    """A noun with its indefinite article."""
    return f"an {noun}" if noun[0] in "aeiouAEIOU" else f"a {noun}"


def type_of(value):
    """What kind of value this is, with its article."""
    if value is None:
        return "None"
    if isinstance(value, Odd):
        return an(value.type_name)
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, (bool, int, float, Spread)):
        return "a number"
    return TYPES.get(type(value)) or an(type(value).__name__)


def told_apart(one, other):
    """Two values as short texts, with as many digits as it takes to see that they differ."""
    for digits in (4, 6, 8, 10, 13, 17):
        texts = number(one, digits), number(other, digits)
        if texts[0] != texts[1]:
            break
    return texts


def number(value, digits=4):
    """A value as short text: four significant digits for floats."""
    if isinstance(value, float):
        return f"{value:.{digits}g}".replace("-", "−")
    if isinstance(value, Raised):
        return f"`{value.type_name}`"
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "…"


def shapes(case):
    """The arguments of a case in a few words: shapes of arrays, values of numbers."""
    return ", ".join(f"`{name}` {_short(value)}" for name, value in case.items()
                     if not isinstance(value, (Rng, Shipped))) or "this call"


def _short(value):
    if isinstance(value, np.ndarray):
        return f"of shape {value.shape}"
    if isinstance(value, dict) and value:
        shown = ", ".join(f"{key} {_short(item)}" for key, item in list(value.items())[:4])
        return f"with {shown}" + (" and others" if len(value) > 4 else "")
    if isinstance(value, float):
        return f"= {number(value)}"
    if isinstance(value, (bool, int, float, str, list, tuple)) and len(repr(value)) <= 60:
        return f"= {value!r}"
    if isinstance(value, (list, tuple)):
        return f"with {_entries(len(value))}"
    return f"({type(value).__name__})"


def _listing(names):
    shown = ", ".join(f"`{name}`" if name.isidentifier() else _whole(name) for name in names)
    return f"Right so far: {shown}."


def _whole(name):
    """The name of an observation by itself: “the mean of” stands before the names of arrays."""
    return f"{name} each array" if name.endswith((" of", " in")) else name


def _look(spec):
    return f"Look again at section “{spec.see}”." if spec.see else ""
