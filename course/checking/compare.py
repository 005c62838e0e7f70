"""Observations held against observations: a list of differences, each with the place where it shows first."""
import math
from dataclasses import dataclass

import numpy as np

from course.checking.values import Odd, Raised, Spread, as_numbers

SIGMAS = 7.0
FLOAT32_TOLERANCE = 1e-4
REAL = {int, float}
RULES = {Spread: "_spread", bool: "_same", str: "_same", Raised: "_same", type(None): "_same", dict: "_dict", set: "_set",
         list: "_sequence", tuple: "_sequence", int: "_number", float: "_number", np.ndarray: "_array"}
MAX_INTEGER = 2**62
COMPLEX = "array of complex numbers", "an array of real numbers"
COMPLEX_NUMBER = "complex number", "a real number"
ROUNDING = 1e-14  # what is left of numbers of order one that cancel


@dataclass(frozen=True)
class Difference:
    """One place where `got` is not what was expected. kind: missing, extra, type, shape, length, value, property, spread."""
    observation: str
    path: str
    kind: str
    expected: object = None
    got: object = None
    where: tuple = ()


class Comparison:
    """Compares plain values; `differences` are wrong values, `oddities` are unusual types whose values were right."""

    def __init__(self, spec, observation):
        self.spec, self.observation = spec, observation
        self.differences, self.oddities = [], []

    def differ(self, path, kind, expected=None, got=None, where=()):
        self.differences.append(Difference(self.observation, path, kind, expected, got, where))

    def compare(self, expected, got, path=""):
        if isinstance(got, Odd):
            if got.value is None or isinstance(expected, (str, Raised, type(None), bool)):
                return self.differ(path, "type", expected, got)
            self.oddities.append((path, got.type_name, _asked(expected)))
            got = got.value
        if got is None and expected is not None:
            return self.differ(path, "type", expected, got)
        self._rule(expected)(expected, got, path)

    def _rule(self, expected):
        if type(expected) in RULES:
            return getattr(self, RULES[type(expected)])
        if isinstance(expected, Spread):
            return self._spread
        if isinstance(expected, bool) or expected is None or isinstance(expected, (str, Raised)):
            return self._same
        if isinstance(expected, (dict, set, list, tuple)):
            return {dict: self._dict, set: self._set, list: self._sequence, tuple: self._sequence}[type(expected)]
        return self._number if isinstance(expected, (int, float, complex)) else self._array

    def _same(self, expected, got, path):
        if isinstance(expected, Raised) and isinstance(got, Raised):
            if (expected.type_name, expected.message) != (got.type_name, got.message):
                self.differ(path, "value", expected, got)
        elif isinstance(expected, bool):
            flat = got.item() if isinstance(got, np.ndarray) and got.size == 1 else got
            if not isinstance(flat, (bool, int, float)) or flat != expected:
                self.differ(path, "property" if isinstance(got, bool) else "value", expected, got)
        elif type(got) is not type(expected) or got != expected:
            self.differ(path, "value", expected, got)

    def _dict(self, expected, got, path):
        if not isinstance(got, dict):
            return self.differ(path, "type", expected, got)
        for key, value in expected.items():
            inside = f'{path}["{key}"]' if isinstance(key, str) else f"{path}[{key}]"
            if key in got:
                self.compare(value, got[key], inside)
            else:
                self.differ(inside, "missing", value)
        extra = [key for key in got if key not in expected]
        if extra and not self.spec.applies(self.spec.extra_keys, self.observation):
            self.differ(path, "extra", None, extra)

    def _set(self, expected, got, path):
        if not isinstance(got, (set, list, tuple)):
            return self.differ(path, "type", expected, got)
        try:
            same = set(got) == expected
        except TypeError:
            same = False
        if not same:
            self.differ(path, "value", expected, got)

    def _sequence(self, expected, got, path):
        if isinstance(got, np.ndarray) and got.ndim == 1:
            got = got.tolist()
        if not isinstance(got, (list, tuple)):
            return self.differ(path, "type", expected, got)
        lenient = self.spec.applies(self.spec.extra_keys, self.observation) and len(got) >= len(expected)
        if len(got) != len(expected) and not lenient:
            return self.differ(path, "length", len(expected), len(got))
        for index, value in enumerate(expected):
            self.compare(value, got[index], f"{path}[{index}]")

    def _number(self, expected, got, path):
        if type(got) in REAL and type(expected) in REAL and not self.spec.floats:
            if not self._near(expected, got):
                self.differ(path, "value", expected, got)
            return None
        if isinstance(got, (np.ndarray, list, tuple)):
            array = as_numbers(got)
            if array is None or array.size != 1:
                return self.differ(path, *(("type", expected, got) if array is None else ("shape", (), array.shape)))
            if array.ndim or not isinstance(got, np.ndarray):
                self.oddities.append((path, f"{_kind(got)} of shape {array.shape}", "a number"))
            if array.dtype.kind == "f":
                return self._array(np.asarray(expected), array.reshape(()), path)
            got = array.reshape(()).item()
        if isinstance(got, str) or not isinstance(got, (bool, int, float, complex)):
            return self.differ(path, "type", expected, got)
        if isinstance(got, int) and abs(got) > MAX_INTEGER:
            return self.differ(path, "value", expected, got)
        self._array(np.asarray(expected), np.asarray(got), path)

    def _array(self, expected, got, path):
        if isinstance(got, (list, tuple, bool, int, float, complex)):
            array = as_numbers(got)
            if array is None:
                return self.differ(path, "type", expected, got)
            if isinstance(got, (list, tuple)):
                self.oddities.append((path, type(got).__name__, "an array"))
            got = array
        if not isinstance(got, np.ndarray) or got.dtype.kind == "U" != expected.dtype.kind:
            return self.differ(path, "type", expected, got)
        if got.shape != expected.shape:
            return self.differ(path, "shape", expected.shape, got.shape)
        if self.spec.floats and got.dtype.kind in "iub" and expected.dtype.kind == "f":
            self.oddities.append((path, "array of integers", "an array of floating-point numbers"))
        if expected.dtype.kind == "U":
            close = got == expected
        else:
            if got.dtype.kind == "c" and expected.dtype.kind != "c":
                if not np.all(got.imag == 0):
                    return self.differ(path, "type", expected, got)
                self.oddities.append((path, *(COMPLEX if expected.ndim else COMPLEX_NUMBER)))
                got = got.real
            close = self._close(expected, got)
        if not np.all(close):
            where = np.unravel_index(int(np.argmin(close)), close.shape) if close.ndim else ()
            where = tuple(int(k) for k in where)
            self.differ(path, "value", expected[where].item(), got[where].item(), where)

    def _near(self, expected, got):
        """`_close` for two numbers."""
        if expected == got or (expected != expected and got != got):
            return True
        try:
            distance = abs(float(expected) - float(got))
        except OverflowError:    # an integer beyond all floating-point numbers
            return False
        size = abs(expected) if math.isfinite(expected) else 0.0
        return distance <= self.spec.absolute + ROUNDING + self.spec.tolerance * size

    def _close(self, expected, got):
        """Entry by entry: equal, both nan, or within the tolerance of the largest expected entry."""
        expected, got = expected.astype(float), got.astype(got.dtype if got.dtype.kind == "f" else float)
        tolerance = self.spec.tolerance
        if got.dtype.itemsize < 8:
            tolerance, got = max(tolerance, FLOAT32_TOLERANCE), got.astype(float)
        finite = np.abs(expected[np.isfinite(expected)])
        allowed = self.spec.absolute + ROUNDING + tolerance * (finite.max() if finite.size else 0.0)
        with np.errstate(all="ignore"):
            near = np.abs(expected - got) <= allowed
        return near | (expected == got) | (np.isnan(expected) & np.isnan(got))

    def _spread(self, expected, got, path):
        if not isinstance(got, Spread):
            return self.differ(path, "type", expected.value, got)
        parts = (expected.value, expected.error, got.value, got.error)
        if all(isinstance(part, float) for part in parts):
            if not _agree(*parts):
                self.differ(path, "spread", expected.value, got.value)
            return None
        want, have = np.asarray(expected.value, float), np.asarray(got.value, float)
        if want.shape != have.shape:
            return self.differ(path, "shape", want.shape, have.shape)
        error = np.sqrt(np.asarray(expected.error, float) ** 2 + np.asarray(got.error, float) ** 2)
        with np.errstate(all="ignore"):
            close = (np.abs(want - have) <= SIGMAS * error + 1e-12 * np.abs(want)) | (np.isnan(want) & np.isnan(have))
        if not np.all(close):
            where = tuple(int(k) for k in np.unravel_index(int(np.argmin(close)), close.shape)) if close.ndim else ()
            self.differ(path, "spread", want[where].item(), have[where].item(), where)


def _agree(want, want_error, have, have_error):
    """Whether two statistics lie within seven combined standard errors."""
    near = abs(want - have) <= SIGMAS * math.hypot(want_error, have_error) + 1e-12 * abs(want)
    return near or (want != want and have != have)


def _kind(value):
    return "array" if isinstance(value, np.ndarray) else type(value).__name__


def _asked(expected):
    if isinstance(expected, np.ndarray):
        return "an array"
    return "a number" if isinstance(expected, (int, float)) else f"a {type(expected).__name__}"


def compare(spec, expected, got):
    """Differences and oddities between two dictionaries of observations; every expected observation is looked at."""
    differences, oddities = [], []
    for name, value in expected.items():
        if name not in got and value is not None:
            differences.append(Difference(name, "", "missing", value))
            continue
        comparison = Comparison(spec, name)
        comparison.compare(value, got.get(name))
        differences += comparison.differences
        oddities += [(name, *oddity) for oddity in comparison.oddities]
    return differences, oddities
