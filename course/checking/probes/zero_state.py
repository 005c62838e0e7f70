"""What an optimizer remembers before its first step: names, shapes, zeros, and that no two arrays are one."""
import numpy as np

from course.checking.probes import probe


@probe
def zero_state(subject, case):
    """Observe the dictionary of zeros that the function returns."""
    return {**described(subject(*case)), "separate arrays": separate(subject)}


@probe
def two_zero_states(subject, case):
    """Observe both dictionaries, v and s, of a function that returns a pair."""
    value = subject(*case)
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        return {"a pair v, s": False}
    v, s = (described(state) for state in value)
    return {"a pair v, s": True, **{f"v: {k}": seen for k, seen in v.items()}, **{f"s: {k}": seen for k, seen in s.items()},
            "separate arrays": separate(subject)}


def described(state):
    """Names with shapes, and whether all entries are float64 zeros."""
    if not isinstance(state, dict) or not all(isinstance(array, np.ndarray) for array in state.values()):
        return {"a dictionary of arrays": False}
    return {
        "a dictionary of arrays": True,
        "names and shapes": {str(key): list(state[key].shape) for key in sorted(state, key=str)},
        "every entry is zero": all(not array.any() for array in state.values()),
        "float64": all(array.dtype == np.float64 for array in state.values()),
    }


def separate(subject):
    """Whether the last call returned arrays of their own."""
    return not subject.calls[-1].aliased and not subject.calls[-1].shared
