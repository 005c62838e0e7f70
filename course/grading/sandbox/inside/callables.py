"""Functions across the border, seen from the learner's side: theirs become proxies here, ours get a number."""
import builtins
import threading

from course.checking.codec import CodecError
from course.checking.values import Raised, plain

MAX_CHILDREN = 1000     # generators that one call may spawn from ours, and be counted


class Proxy:
    """A function of the examiner; calling it sends plain data over and brings plain data back."""

    def __init__(self, name, key, border):
        self.__name__ = self.__qualname__ = name
        self.__key, self.__border = key, border

    def __call__(self, *arguments, **options):
        return self.__border.call_out(self.__key, arguments, options)

    def __get__(self, instance, owner=None):
        return self

    def __repr__(self):
        return f"<function {self.__name__}>"


def key_of(proxy):
    return proxy._Proxy__key


class Border:
    """The functions that crossed, in both directions, while one request is being answered."""

    def __init__(self, worker):
        self.worker, self.lock = worker, threading.RLock()
        self.functions, self.active = [], False

    def register(self, function):
        """The number under which the examiner may call a learner's function; its own functions go home."""
        if isinstance(function, Proxy):
            return -1 - key_of(function)
        self.functions.append(function)
        return len(self.functions) - 1

    def resolve(self, key):
        """What the examiner's number stands for: a proxy, or the learner's own function coming home."""
        return Proxy("function", key, self) if key >= 0 else self.functions[-1 - key]

    def call_out(self, key, arguments, options):
        with self.lock:
            if not self.active:
                raise RuntimeError("this function can be called only while the check that passed it is running")
            reply = self.worker.ask({"callback": key, "arguments": crossing(arguments), "options": crossing(options)})
        move(generators([arguments, options]), reply["generators"])
        if reply["error"] is not None:
            raise rebuilt(reply["error"])
        return reply["value"]


def crossing(value):
    """Plain data with functions left in, for arguments that go out."""
    if callable(value):
        return value
    if isinstance(value, (list, tuple)):
        return type(value)(map(crossing, value)) if type(value) in (list, tuple) else plain(value)
    if type(value) is dict:
        return {key: crossing(item) for key, item in value.items()}
    return plain(value)


def rebuilt(raised):
    """An exception like the one that the examiner's function raised."""
    for name in (raised.type_name, *raised.kinds):
        kind = getattr(builtins, name, None)
        if isinstance(kind, type) and issubclass(kind, Exception):
            try:
                return kind(raised.message)
            except TypeError:
                continue
    return RuntimeError(raised.message)


def generators(value):
    """Every random generator inside the arguments, in the order that both sides walk them."""
    import numpy as np
    if isinstance(value, np.random.Generator):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [found for item in value for found in generators(item)] if isinstance(value, (list, tuple)) else []


def move(ours, advanced):
    """Bring random generators to where their copies on the other side are now."""
    for one, other in zip(ours, advanced):
        if type(one.bit_generator) is type(other.bit_generator):
            one.bit_generator.state = other.bit_generator.state
            new = children(other) - children(one)
            if 0 < new <= MAX_CHILDREN:
                one.bit_generator.seed_seq.spawn(new)   # the only way to count on


def children(generator):
    """How many generators were spawned from this one."""
    return getattr(getattr(generator.bit_generator, "seed_seq", None), "n_children_spawned", 0)


def as_failure(error, type_name="TypeError"):
    """A `Raised` for something that is wrong with the answer itself."""
    message = str(error) if isinstance(error, CodecError) else f"{type(error).__name__}"
    return Raised(type_name, message)
