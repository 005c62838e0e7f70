"""What an exercise is: a reference, its cases, the mistakes that are known by name, and how it is judged."""
import importlib
import inspect
import pkgutil
import textwrap
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

PUBLIC_SEED = 20_000
EXERCISES = {}
HELPERS = {"exercises", "trials"}
OUTSIDE = "course.solutions."


def case(**arguments):
    """The arguments of one call, in the order of the function's signature."""
    return arguments


@dataclass
class Exercise:
    """One graded function and everything that judges it; the arguments are those of `exercise`."""
    function: object
    points: int
    minutes: int
    difficulty: int
    hints: tuple
    mistakes: dict
    cases: list | None = None
    draw: object = None
    draws: int = 4
    refuses: object = ()
    returns: str = "result"
    parts: object = None
    updates: dict = field(default_factory=dict)
    own_memory: object = False
    extra_keys: object = False
    probe: str = "outputs"
    tolerance: float = 1e-6
    absolute: float = 0.0
    floats: bool = False
    silent: bool = False
    uses: tuple = ()
    bonus: bool = False
    advice: tuple = ()

    @property
    def name(self):
        return self.function.__name__

    @property
    def notebook(self):
        return self.function.__module__.rpartition(".")[2]

    @property
    def arguments(self):
        return list(inspect.signature(self.function).parameters)

    @property
    def cell_points(self):
        """Points of the check cell: a bonus counts nothing towards the maximum."""
        return 0 if self.bonus else self.points

    @cached_property
    def source(self):
        """The text of the reference, markers included: what the solution cell holds, to the character."""
        return function_text(inspect.getsource(inspect.getmodule(self.function)), self.name)

    def public_cases(self):
        """The cases that ship as records: those written out, else three draws with a fixed seed."""
        if self.cases is not None:
            return list(self.cases)
        rng = np.random.default_rng(PUBLIC_SEED)
        return [drawn for _ in range(3) for drawn in self.draw_cases(rng)]

    def draw_cases(self, rng):
        """One fresh hidden draw as a list of cases."""
        if self.draw is None:
            return []
        drawn = self.draw(rng)
        return drawn if isinstance(drawn, list) else [drawn]

    def refused_cases(self):
        """Pairs (what is wrong with it, case) of the calls that must raise ValueError."""
        if isinstance(self.refuses, dict):
            return list(self.refuses.items())
        return [("this call", refused) for refused in self.refuses]

    @cached_property
    def wrong(self):
        """Each named mistake as a function: {sentence: function}."""
        return {sentence: self._mistaken(key) for key, sentence in self.mistakes.items()}

    def _mistaken(self, key):
        if callable(key):
            return key
        pairs = (key,) if isinstance(key[0], str) else key
        text = self.source
        for old, new in pairs:
            if self.source.count(old) != 1:
                raise ValueError(f"{self.name}: the fragment {old!r} occurs {self.source.count(old)} times in the reference")
            text = text.replace(old, new)
        namespace = dict(vars(inspect.getmodule(self.function)))
        exec(compile(text, f"<a mistake in {self.name}>", "exec"), namespace)
        return namespace[self.name]


def exercise(function, **details):
    """Register `function` as a graded exercise; see `Exercise` and docs/architecture.md for the arguments."""
    made = Exercise(function, **details)
    made.uses = tuple(made.uses)
    if made.name in EXERCISES and EXERCISES[made.name].function.__module__ != function.__module__:
        raise ValueError(f"two exercises are named {made.name}")
    if made.cases is None and made.draw is None:
        raise ValueError(f"{made.name}: an exercise needs cases or a draw")
    if len(made.hints) != 3:
        raise ValueError(f"{made.name}: an exercise has three hints")
    EXERCISES[made.name] = made
    return made


def notebooks():
    """Names of the solutions modules, one per notebook, in alphabetical order."""
    package = importlib.import_module("course.solutions")
    return sorted(m.name for m in pkgutil.iter_modules(package.__path__) if m.name not in HELPERS)


def load(notebook=None):
    """Import one solutions module or all, and return their exercises as {name: Exercise}, in the order written."""
    names = [notebook] if notebook else notebooks()
    for name in names:
        importlib.import_module(OUTSIDE + name)
    return {name: made for name, made in EXERCISES.items() if made.notebook in names}


def find(name):
    """The exercise `name`; imports its module if need be."""
    if name not in EXERCISES:
        load()
    return EXERCISES[name]


def function_text(module_text, name):
    """The lines of a top-level function, comments at its end included."""
    lines = module_text.splitlines()
    start = next(k for k, line in enumerate(lines) if line.startswith(f"def {name}("))
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " \t)"):
        end += 1
    return textwrap.dedent("\n".join(lines[start:end])).rstrip()


def import_block(module_text):
    """The module's import block: its top-level imports up to the first that is from `course.solutions`."""
    import ast
    taken, lines = [], module_text.splitlines()
    for node in ast.parse(module_text).body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("course.solutions"):
                break
            taken.extend(range(node.lineno - 1, node.end_lineno))
        elif taken:
            break
    return "\n".join(lines[taken[0]:taken[-1] + 1]) if taken else ""
