"""What may cross between a learner's code and a check: plain data, and a few named stand-ins for the rest."""
import numbers
from dataclasses import dataclass, field

import numpy as np

MAX_DEPTH = 12
MAX_ITEMS = 100_000
ARRAY_KINDS = "biufcU"


@dataclass(frozen=True)
class Odd:
    """A value of a type that was not asked for; `value` is the plain data it stands for, or None."""
    type_name: str
    value: object = None


@dataclass(frozen=True)
class Raised:
    """An exception: its class, its bases, what it says, and the learner's line that raised it."""
    type_name: str
    message: str = ""
    kinds: tuple = ()
    function: str = ""
    line: int = 0
    code: str = ""

    def is_a(self, kind):
        return kind == self.type_name or kind in self.kinds


@dataclass(frozen=True)
class Spread:
    """A statistic of random draws with its standard error; arrays or numbers of equal shape."""
    value: object
    error: object


@dataclass(frozen=True)
class Rng:
    """Stands for `np.random.default_rng(seed)` in a case, so that every call gets a fresh generator."""
    seed: int


@dataclass(frozen=True)
class Shipped:
    """A callable of `course.checking.callables` with its data, so that records can name it."""
    name: str
    data: dict = field(default_factory=dict)

    def __call__(self, *arguments):
        from course.checking.callables import CALLABLES
        return CALLABLES[self.name](*arguments, **self.data)


def shipped(name, **data):
    """The shipped callable `name` with its keyword data bound, for use in a case."""
    return Shipped(name, data)


def plain(value, depth=0):
    """`value` as plain data: base arrays, numbers, text and containers of them; anything else becomes `Odd`."""
    if value is None or type(value) in (bool, int, float, complex, str, Rng, Spread, Raised, Odd, Shipped):
        return value
    if isinstance(value, np.generic):
        return _plain_scalar(value)
    if isinstance(value, np.ndarray):
        return _plain_array(value)
    if isinstance(value, np.random.Generator):
        return value
    if depth >= MAX_DEPTH:
        return Odd(f"{type(value).__name__} nested more than {MAX_DEPTH} deep")
    if isinstance(value, (list, tuple, set, frozenset, dict)):
        return _plain_container(value, depth)
    if isinstance(value, str):
        return str.__str__(value)
    return _plain_number(value) if isinstance(value, numbers.Real) else _converted(value)


def _plain_scalar(value):
    """A NumPy scalar as a Python value; single precision stays known as such, in an array without axes."""
    kind = value.dtype.kind
    if kind == "f":
        return float(value) if value.dtype.itemsize >= 8 else np.array(value)
    return complex(value) if kind == "c" else value.item() if kind in "biuU" else Odd(type(value).__name__)


def _plain_number(value):
    """A number of another kind, such as a fraction, or a subclass of int or float."""
    try:
        return int(value) if isinstance(value, numbers.Integral) else float(value)
    except Exception:   # a learner's __float__ may raise anything
        return Odd(type(value).__name__)


def _plain_array(value):
    if value.dtype.kind not in ARRAY_KINDS:
        entries = as_numbers(value.tolist()) if value.dtype.kind == "O" else None
        return Odd(f"array of dtype {value.dtype}", entries if np.shape(entries) == value.shape else None)
    if type(value) is np.ndarray:
        return value
    return Odd(type(value).__name__, np.asarray(value))


def _plain_container(value, depth):
    if len(value) > MAX_ITEMS:
        return Odd(f"{type(value).__name__} of {len(value)} items")
    if isinstance(value, dict):
        if not all(isinstance(key, (str, int, float, bool)) for key in value):
            return Odd("dict with keys that are neither text nor numbers")
        return {str(key) if isinstance(key, str) else key: plain(item, depth + 1) for key, item in value.items()}
    items = [plain(item, depth + 1) for item in value]
    if isinstance(value, (set, frozenset)):
        return set(items) if all(_hashable(item) for item in items) else Odd("set of odd things")
    return items if isinstance(value, list) else tuple(items)


def _hashable(item):
    return item is None or isinstance(item, (bool, int, float, str))


def _converted(value):
    """An `Odd` that keeps the numbers of array-likes such as pandas or JAX objects."""
    name = type(value).__name__
    if hasattr(value, "__array__") and not callable(value):
        try:
            array = np.array(value)
            return Odd(name, array if array.dtype.kind in ARRAY_KINDS else None)
        except Exception:  # a learner's __array__ may raise anything
            return Odd(name)
    return Odd(name)


def fresh(value):
    """A copy of a case's value that a function may do with as it likes; `Rng` becomes a new generator."""
    if isinstance(value, np.ndarray):
        return value.copy(order="C")
    if isinstance(value, Rng):
        return np.random.default_rng(value.seed)
    if isinstance(value, dict):
        return {key: fresh(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return type(value)(fresh(item) for item in value)
    return value


def leaves(value, path=""):
    """Pairs (path, leaf) of every array, number or text inside a plain value, with paths as Python would write."""
    if isinstance(value, Odd):
        value = value.value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f'{path}["{key}"]' if isinstance(key, str) else f"{path}[{key}]")
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, value


def as_numbers(value):
    """Nested lists of numbers as an array; None for anything else."""
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return array if array.dtype.kind in "biufc" else None
