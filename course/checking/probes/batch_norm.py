"""Observations of batch normalization: the output, and the entries of the cache that the backward pass may read."""
from course.checking.probes import one_call

CACHE_KEYS = ("Z_norm", "mu", "var", "gamma", "epsilon")


@one_call
def batchnorm_forward(subject, case):
    """`out`, and each promised entry of `cache`; other entries are the learner's own business."""
    value = subject.on(case)
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        return {"out": value}
    out, cache = value
    if not isinstance(cache, dict):
        return {"out": out, "Z_norm": cache}
    return {"out": out, **{key: cache[key] for key in CACHE_KEYS if key in cache}}
