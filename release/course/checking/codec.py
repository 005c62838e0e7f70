"""Plain data as bytes and back: a JSON head followed by raw arrays, every size checked before it is believed."""
import json
import math
import struct

import numpy as np

from course.checking.values import ARRAY_KINDS, Odd, Raised, Rng, Shipped, Spread

MAX_HEAD = 8 << 20
MAX_BYTES = 256 << 20
MAX_ITEM_SIZE = 4096
MAX_SEEDS = 16
SCALARS = {type(None), bool, str, int, float}
BIT_GENERATORS = {"PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"}


class CodecError(ValueError):
    """The bytes are not plain data in our format, or are larger than allowed."""


def encode(value, register=None):
    """Bytes of plain data. `register(callable) -> number` names callables; without it they are refused."""
    arrays, size = [], 0

    def pack(item):
        nonlocal size
        kind = type(item)
        if kind in SCALARS or isinstance(item, str):
            return item
        if kind is dict:
            return {"k": "dict", "v": [[pack(key), part if type(part) in SCALARS else pack(part)] for key, part in item.items()]}
        if isinstance(item, np.generic):
            return pack(item.item())
        if isinstance(item, complex):
            return {"k": "complex", "v": [item.real, item.imag]}
        if isinstance(item, list):
            return [pack(part) for part in item]
        if isinstance(item, tuple):
            return {"k": "tuple", "v": [pack(part) for part in item]}
        if isinstance(item, (set, frozenset)):
            return {"k": "set", "v": [pack(part) for part in sorted(item, key=repr)]}
        if isinstance(item, dict):
            return {"k": "dict", "v": [[pack(key), pack(part)] for key, part in item.items()]}
        if isinstance(item, np.ndarray):
            data = np.ascontiguousarray(item)
            entry = {"k": "array", "t": data.dtype.newbyteorder("<").str, "s": list(item.shape), "o": size}
            arrays.append(data.astype(data.dtype.newbyteorder("<"), copy=False).tobytes())
            size += len(arrays[-1])
            return entry
        if isinstance(item, np.random.Generator):
            state = item.bit_generator.state
            small = isinstance(state["state"], dict) and all(type(part) is int for part in state["state"].values())
            return {"k": "generator", "q": _seeds(item), **({"s": state} if small else {"v": pack(state)})}
        return _pack_named(item, pack, register)

    head = json.dumps(pack(value), separators=(",", ":")).encode()
    return b"".join([struct.pack("<I", len(head)), head, *arrays])


def _seeds(generator):
    """What `Generator.spawn` goes by: entropy, spawn key and number of children so far; None where there is no such thing."""
    sequence = getattr(generator.bit_generator, "seed_seq", None)
    if type(sequence) is not np.random.SeedSequence or sequence.entropy is None:
        return None
    numbers = sequence.entropy if isinstance(sequence.entropy, (list, tuple)) else [sequence.entropy]
    if not all(isinstance(number, (int, np.integer)) for number in numbers):
        return None
    return [list(map(int, numbers)), list(map(int, sequence.spawn_key)), sequence.n_children_spawned]


def _pack_named(item, pack, register):
    if isinstance(item, Odd):
        return {"k": "odd", "v": [item.type_name, pack(item.value)]}
    if isinstance(item, Raised):
        return {"k": "raised", "v": [item.type_name, item.message, list(item.kinds), item.function, item.line, item.code]}
    if isinstance(item, Spread):
        return {"k": "spread", "v": [pack(item.value), pack(item.error)]}
    if isinstance(item, Rng):
        return {"k": "rng", "v": item.seed}
    if register is not None and callable(item):
        return {"k": "callable", "v": register(item)}
    if isinstance(item, Shipped):
        return {"k": "shipped", "v": [item.name, pack(item.data)]}
    raise CodecError(f"a value of type {type(item).__name__} is not plain data")


def decode(data, resolve=None, max_bytes=MAX_BYTES):
    """The plain data in `data`. `resolve(number) -> callable` finds callables; without it they are refused."""
    if len(data) > max_bytes or len(data) < 4:
        raise CodecError(f"{len(data)} bytes where 4 to {max_bytes} are allowed")
    length = struct.unpack_from("<I", data)[0]
    if length > MAX_HEAD or 4 + length > len(data):
        raise CodecError("the head is longer than the message")
    body = _Body(memoryview(data)[4 + length:])
    try:
        return _unpack(json.loads(bytes(data[4:4 + length])), body, resolve)
    except CodecError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError) as error:
        raise CodecError(f"malformed message: {type(error).__name__}") from None


class _Body:
    """The raw bytes after the head; together the arrays take no more than there are, so a short message stays small."""

    def __init__(self, data):
        self.data, self.left = data, len(data)

    def take(self, start, size):
        self.left -= size
        if self.left < 0 or start + size > len(self.data):
            raise CodecError("arrays longer than the message")
        return self.data[start:start + size]


def _unpack(item, body, resolve):
    if type(item) is list:
        return [part if type(part) in SCALARS else _unpack(part, body, resolve) for part in item]
    if type(item) is not dict:
        return item
    kind = item["k"]
    if kind == "dict":
        return {key if type(key) in SCALARS else _unpack(key, body, resolve):
                part if type(part) in SCALARS else _unpack(part, body, resolve) for key, part in item["v"]}
    if kind == "array":
        return _unpack_array(item, body)
    if kind == "callable":
        if resolve is None:
            raise CodecError("a callable where data is asked")
        return resolve(item["v"])
    if kind == "generator" and "s" in item:
        return _generator(item["s"], item.get("q"))
    value = item["v"]
    if kind == "generator":
        return _generator(_unpack(value, body, resolve), item.get("q"))
    if kind == "rng":
        return Rng(int(value))
    parts = [_unpack(part, body, resolve) for part in value] if isinstance(value, list) else _unpack(value, body, resolve)
    return _BUILDERS[kind](parts)


def _unpack_array(item, body):
    dtype, shape, start = np.dtype(str(item["t"])), tuple(item["s"]), item["o"]
    if dtype.kind not in ARRAY_KINDS or dtype.itemsize > MAX_ITEM_SIZE or len(shape) > 16:
        raise CodecError("an array type that is not allowed")
    if not all(type(n) is int and n >= 0 for n in (*shape, start)):
        raise CodecError("an array with a shape that is no shape")
    size = math.prod(shape) * dtype.itemsize
    return np.frombuffer(body.take(start, size), dtype=dtype).reshape(shape).astype(dtype.newbyteorder("="))


def _generator(state, seeds):
    name = state["bit_generator"]
    if name not in BIT_GENERATORS:
        raise CodecError("an unknown bit generator")
    bits = getattr(np.random, name)(0 if seeds is None else _sequence(*seeds))
    bits.state = state
    return np.random.Generator(bits)


def _sequence(entropy, key, children):
    if len(entropy) > MAX_SEEDS or len(key) > MAX_SEEDS or not all(type(n) is int and 0 <= n < 2**128 for n in entropy):
        raise CodecError("seeds that no generator starts from")
    entropy = entropy[0] if len(entropy) == 1 else entropy
    return np.random.SeedSequence(entropy, spawn_key=tuple(key), n_children_spawned=children)


def _raised(parts):
    name, message, kinds, function, line, code = parts
    return Raised(str(name), str(message), tuple(map(str, kinds)), str(function), int(line), str(code))


_BUILDERS = {
    "complex": lambda parts: complex(*parts),
    "tuple": tuple,
    "set": set,
    "odd": lambda parts: Odd(str(parts[0]), parts[1]),
    "raised": _raised,
    "spread": lambda parts: Spread(*parts),
    "shipped": lambda parts: Shipped(str(parts[0]), parts[1]),
}
