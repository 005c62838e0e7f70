"""What may come out of a learner's process: numbers, text, arrays and containers of them, and nothing that acts."""
from functools import partial

import numpy as np

from course.checking.values import MAX_DEPTH, Odd, Raised, Rng, Shipped, Spread
from course.grading.sandbox.frames import Broken

MAX_TEXT = 2000
MAX_WORK = 20_000_000  # entries that a call of a reference may at most make, as far as its arguments say
HIGHEST, SURROGATES = 0x10FFFF, (0xD800, 0xDFFF)


def checked(value, depth=0, functions=False):
    """`value` without stand-ins that a check would trust; `Broken` where no honest process would send it."""
    inner = partial(checked, depth=depth + 1, functions=functions)
    if depth > MAX_DEPTH + 2:
        raise Broken("an answer nested too deep")
    if isinstance(value, str):
        return text(value)
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind != "U" or _readable(value) else Odd("array of unreadable text")
    if isinstance(value, dict):
        return {inner(key): inner(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return type(value)(map(inner, value))
    if isinstance(value, Odd):
        return Odd(text(value.type_name)[:100], inner(value.value))
    if isinstance(value, (Spread, Rng, Shipped, Raised)):
        return Odd(type(value).__name__)
    if isinstance(value, np.random.Generator):
        return value if harmless(value) else Odd("Generator")
    if value is None or isinstance(value, (bool, int, float, complex)):
        return value
    return value if functions and callable(value) else Odd("function")


def harmless(generator):
    """Whether any state of this kind of generator is safe to draw from: others hold positions in their own memory."""
    return type(generator.bit_generator).__name__ in ("PCG64", "PCG64DXSM", "SFC64")


def modest(arguments):
    """Whether a call of a reference with these arguments stays small, whatever it makes of their sizes."""
    whole, entries = 1, 1
    for item in _items(arguments):
        if isinstance(item, np.ndarray):
            entries += item.size
        elif isinstance(item, int) and abs(item) > 1:
            whole = min(whole * abs(item), MAX_WORK + 1)
    return whole * entries <= MAX_WORK


def _items(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple, set)):
        for item in value:
            yield from _items(item)
    else:
        yield value


def text(value, limit=None):
    """A learner's text: cut, and without code points that cannot be written down."""
    return str(value)[:limit].encode("utf-8", "replace").decode()


def raised(value):
    """A `Raised` from the other side with its texts cut, or `Broken`."""
    if not isinstance(value, Raised):
        raise Broken("an error that is none")
    return Raised(text(value.type_name, 100), text(value.message, MAX_TEXT), tuple(text(kind, 100) for kind in value.kinds[:20]),
                  text(value.function, 100), value.line, text(value.code, 500))


def paths(value, width):
    """A tuple of texts, or of tuples of `width` texts, as `Call` lists them."""
    if not isinstance(value, tuple):
        raise Broken("a list of names that is none")
    if width == 1:
        return tuple(text(item, 500) for item in value[:1000])
    if not all(isinstance(item, tuple) and len(item) == width for item in value[:1000]):
        raise Broken("a list of names that is none")
    return tuple(tuple(text(part, 500) for part in item) for item in value[:1000])


def _readable(array):
    codes = np.ascontiguousarray(array).reshape(-1).view(np.uint32) if array.size else np.zeros(0, np.uint32)
    return not np.any((codes > HIGHEST) | ((codes >= SURROGATES[0]) & (codes <= SURROGATES[1])))
