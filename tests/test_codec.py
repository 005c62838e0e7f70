"""Plain data survives the codec, and hostile bytes are refused with one kind of error."""
import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra import numpy as hnp

from course.checking.codec import CodecError, decode, encode
from course.checking.records import same
from course.checking.values import Odd, Raised, Rng, Spread, shipped

ARRAYS = hnp.arrays(st.sampled_from([np.float64, np.float32, np.int64, np.uint8, np.bool_, np.complex128]),
                    hnp.array_shapes(min_dims=0, max_dims=3, max_side=4, min_side=0))
SCALARS = st.none() | st.booleans() | st.integers(-2**70, 2**70) | st.floats() | st.text(max_size=8) | st.complex_numbers()
TREES = st.recursive(SCALARS | ARRAYS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
                     | st.tuples(inner, inner), max_leaves=8)


def equal(one, other):
    if isinstance(one, complex):
        return repr(one) == repr(other)
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(equal(one[k], other[k]) for k in one)
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    return same(one, other, 0)


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_what_is_encoded_comes_back(tree):
    assert equal(tree, decode(encode(tree)))


def test_named_values_come_back():
    rng = np.random.default_rng(4)
    rng.random(3)
    values = [Odd("matrix", np.eye(2)), Raised("ValueError", "no", ("Exception",), "f", 3, "x"), Rng(5),
              Spread(np.ones(2), np.zeros(2)), {1, 2}, shipped("quadratic", a=1.5)]
    back = decode(encode([*values, rng]))
    assert all(same(one, other) for one, other in zip(values, back))
    assert back[-1].random() == rng.random()


def message(head, payload=b""):
    text = head if isinstance(head, bytes) else json.dumps(head).encode()
    return struct.pack("<I", len(text)) + text + payload


@pytest.mark.parametrize("data", [
    b"", b"\0", struct.pack("<I", 2**31) + b"{}", message(b"{"), message(b"[" * 100_000), message({"k": "nothing", "v": 1}),
    message({"k": "array", "t": "<f8", "s": [2**40], "o": 0}), message({"k": "array", "t": "<f8", "s": [-1], "o": 0}),
    message({"k": "array", "t": "|O", "s": [1], "o": 0}, b"12345678"), message({"k": "array", "t": "<f8", "s": [1], "o": -8}, b"12345678"),
    message({"k": "array", "t": "<f8", "s": [2], "o": 0}, b"12345678"), message({"k": "callable", "v": 1}),
    message({"k": "generator", "v": {"k": "dict", "v": [["bit_generator", "os"]]}}), message({"k": "dict", "v": [[[1], 2]]}),
    message({"k": "array", "t": "<V9999999", "s": [1], "o": 0}), message({"v": 1}), message({"k": ["x"], "v": 1}),
    message({"k": "array", "t": "<f8", "s": [True], "o": 0}, b"12345678"), message(b"1" * 5000),
], ids=range(19))
def test_hostile_bytes_are_refused(data):
    with pytest.raises(CodecError):
        decode(data)


@pytest.mark.parametrize("seeds", [[[-1], [], 0], [["a"], [], 0], [[1] * 40, [], 0], [[1], [], -1], [[1], [], 2**70],
                                   [[2**200], [], 0], [[True], [], 0], "xy", [[1]], [[1], ["a"], 0], 7], ids=repr)
def test_generators_with_hostile_seeds_are_refused(seeds):
    state = np.random.default_rng(1).bit_generator.state
    assert decode(message({"k": "generator", "s": state, "q": [[1], [], 0]})).random() == np.random.default_rng(1).random()
    with pytest.raises(CodecError):
        decode(message({"k": "generator", "s": state, "q": seeds}))


def test_size_is_capped_before_anything_is_read():
    with pytest.raises(CodecError, match="bytes"):
        decode(encode(np.zeros(100)), max_bytes=200)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_noise_never_does_worse_than_refuse(noise):
    try:
        decode(struct.pack("<I", len(noise)) + noise)
    except CodecError:
        pass
