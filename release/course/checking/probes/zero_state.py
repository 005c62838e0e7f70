"""What an optimizer remembers before its first step: names, shapes, zeros, and that no two arrays are one."""
import numpy as np

from course.checking.probes import malformed, one_call


@one_call
def zero_state(subject, case):
    """Observe the dictionary of zeros that the function returns."""
    return {**described(subject.on(case)), "separate arrays": separate(subject)}


@one_call
def two_zero_states(subject, case):
    """Observe both dictionaries, v and s, of a function that returns a pair."""
    value = subject.on(case)
    states = value if isinstance(value, (list, tuple)) else [value]
    if not all(isinstance(state, dict) for state in states):
        return malformed(value, "two dictionaries are asked: `v` and `s`")
    if len(states) != 2:
        return {"number of dictionaries": len(states)}
    v, s = map(described, states)
    return {"number of dictionaries": 2, "separate arrays": separate(subject),
            **{f"v: {k}": seen for k, seen in v.items()}, **{f"s: {k}": seen for k, seen in s.items()}}


def described(state):
    """Names with shapes, and the range of the entries."""
    if not isinstance(state, dict) or not all(isinstance(array, np.ndarray) for array in state.values()):
        return {"a dictionary of arrays": False}
    entries = np.concatenate([np.zeros(0), *(array.ravel() for array in state.values())]) if state else np.full(1, np.nan)
    return {
        "a dictionary of arrays": True,
        "names and shapes": {str(key): str(state[key].shape) for key in sorted(state, key=str)},
        "smallest and largest entry": [float(np.min(entries)), float(np.max(entries))],
        "every array is of type float64": all(array.dtype == np.float64 for array in state.values()),
    }


def separate(subject):
    """Whether the last call returned arrays of their own."""
    return not subject.calls[-1].aliased and not subject.calls[-1].shared
