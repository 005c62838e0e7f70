"""What dropout, random flips and random crops can be recognized by, whatever stream of numbers they draw."""
import numpy as np

from course.checking.probes import one_call, probe
from course.checking.subject import arguments_of
from course.checking.values import Spread, fresh

CALLS = 12
BATCHES = 40
VARIANTS = {
    "unchanged":           lambda image: image,
    "left-right":          lambda image: image[:, ::-1],
    "upside down":         lambda image: image[::-1],
    "turned by half":      lambda image: image[::-1, ::-1],
    "channels reversed":   lambda image: image[:, :, ::-1],
    "everything reversed": lambda image: image[::-1, ::-1, ::-1],
}


def generators(rng, count=CALLS):
    """Generators for `count` calls, each for two calls in a row; then the first of them as it was at its start."""
    pairs = [np.random.default_rng([rng.seed, k]) for k in range(count // 2)]
    return [*(one for one in pairs for _ in range(2)), np.random.default_rng([rng.seed, 0])]


def drawn_anew(results):
    """Whether a second call with a generator that goes on gave something else at least once; see `generators`."""
    return any(one != two for one, two in zip(results[:-1:2], results[1::2]))


def is_array(value, shape):
    return isinstance(value, np.ndarray) and value.dtype.kind in "biuf" and value.shape == shape


def is_pair(value):
    return isinstance(value, (tuple, list)) and len(value) == 2


def distinct(values):
    """Up to three different values of an array, up to rounding, padded with nan; all nan where there are more."""
    values = np.sort(np.asarray(values, dtype=float).ravel())
    with np.errstate(invalid="ignore"):
        steps = np.diff(values) > 1e-6 * np.maximum(1, np.abs(values[1:]))
    starts = np.append(True, steps)[:values.size]
    found = values[starts] if starts.sum() <= 3 else values[:0]
    return np.append(found, np.full(3 - found.size, np.nan))


def two_valued(masks):
    found = distinct(np.concatenate([np.ravel(mask) for mask in masks]))
    return bool(np.isfinite(found[0]) and np.isnan(found[2]))


def factor(what, ratio):
    """Whether the numbers `ratio` are all the same, and which."""
    found = distinct(ratio)
    one = bool(np.size(ratio) == 0 or np.isfinite(found[0]) and np.isnan(found[1]))
    return {f"{what} are multiplied by one and the same number": one, f"the factor of {what}": found}


def share(chosen):
    """The fraction of True with its standard error."""
    p = float(np.mean(chosen))
    return Spread(p, float(np.sqrt(p * (1 - p) / np.size(chosen))))


def together(mask):
    """Whether whole rows or whole columns of a mask are kept or dropped together."""
    whole = [(mask.all(axis=k) | ~mask.any(axis=k)).all() for k in (1, 0)]
    return "whole rows" if whole[0] else "whole columns" if whole[1] else "single entries"


def chances(kept, keep_prob):
    """What boolean masks (calls, n, m) show of how they were drawn; the last call repeats the first one's generator."""
    if keep_prob == 1:
        return {"the share of entries kept": share(kept)}
    lumps = {together(mask) for mask in kept}
    seen = {
        "the same generator gives the same mask": bool((kept[0] == kept[-1]).all()),
        "another generator gives another mask": bool((kept[0] != kept[2]).any()),
        "every entry is kept or dropped on its own": lumps == {"single entries"},
        "what is kept or dropped together": ", ".join(sorted(lumps)),
        "the next call draws anew": drawn_anew([mask.tobytes() for mask in kept]),
        "the number of kept entries varies": len({int(mask.sum()) for mask in kept}) > 1,
    }
    if all(value is not False for value in list(seen.values())[:3]):
        seen["the share of entries kept"] = share(kept[:-1])
    return seen


def gates(*tests):
    """({sentence: True, …}, whether all hold): tests are (sentence, function), asked until one is False."""
    seen = {}
    for sentence, test in tests:
        seen[sentence] = bool(test())
        if not seen[sentence]:
            return seen, False
    return seen, True


@probe
def dropout_forward(subject, case):
    A, keep_prob = case["A"], case["keep_prob"]
    results = subject.many([(fresh(A), keep_prob, rng) for rng in generators(case["rng"])])

    def masks():
        return [np.ones(A.shape) if keep_prob == 1 and mask is None else mask for _, mask in results]

    seen, fine = gates(
        ("the function returns two things, the new activation and the mask", lambda: all(map(is_pair, results))),
        ("the new activation is an array of the shape of A", lambda: all(is_array(out, A.shape) for out, _ in results)),
        ("the mask is an array",
         lambda: all(is_array(mask, A.shape) or is_array(mask, (len(A), 1)) for mask in masks())),
        ("the mask holds no more than two different numbers", lambda: two_valued(masks())),
    )
    if not fine:
        return seen
    if keep_prob < 1:
        seen["some entries are kept and some are dropped"] = (
            any(mask.any() for mask in masks()) and not all(mask.all() for mask in masks()))
    if not all(seen.values()):
        return seen
    kept = np.array([np.broadcast_to(mask, A.shape) != 0 for mask in masks()])
    ratio = np.array([out for out, _ in results]) / A
    return {
        **seen,
        "the mask has the shape of A": all(mask.shape == A.shape for mask in masks()),
        "the values in the mask": distinct(np.concatenate([np.ravel(mask) for mask in masks()])),
        **chances(kept, keep_prob),
        **factor("kept entries", ratio[kept]),
        **factor("dropped entries", ratio[~kept]),
    }


@one_call
def dropout_backward(subject, case):
    dA, mask = case["dA"], case["mask"] != 0
    gradient = subject.on(case)
    seen, fine = gates(("the gradient is an array of the shape of dA", lambda: is_array(gradient, dA.shape)))
    if not fine:
        return seen
    ratio = gradient / dA
    return {**seen, **factor("gradients of kept entries", ratio[mask]),
            **factor("gradients of dropped entries", ratio[~mask])}


@probe
def forward_propagation_with_dropout(subject, case):
    X, parameters, keep_prob = case["X"], case["parameters"], case["keep_prob"]
    L = len(parameters) // 2
    passes = subject.many([(fresh(X), fresh(parameters), keep_prob, rng) for rng in generators(case["rng"])])

    def layers():
        return [cache for _, caches in passes for cache in caches]

    seen, fine = gates(
        ("the function returns two things, AL and caches", lambda: all(map(is_pair, passes))),
        ("caches has one entry for each layer",
         lambda: all(isinstance(caches, (tuple, list)) and len(caches) == L for _, caches in passes)),
        ("every entry of caches is (A_prev, W, b, Z, mask)",
         lambda: all(isinstance(cache, (tuple, list)) and len(cache) >= 5 for cache in layers())),
        ("AL, and every A_prev and Z in caches, has the shape of its layer",
         lambda: all(_fits(AL, caches, X, parameters) for AL, caches in passes)),
    )
    if not fine:
        return seen
    seen |= _arithmetic(passes, X, parameters)
    return {**seen, **_hidden_layers([caches for _, caches in passes], keep_prob)} if L > 1 else seen


def _fits(AL, caches, X, parameters):
    sizes = [X.shape[0], *(len(parameters[f"b{l}"]) for l in range(1, len(caches) + 1))]
    arrays = [(AL, sizes[-1]), *((cache[0], n) for cache, n in zip(caches, sizes)),
              *((cache[3], n) for cache, n in zip(caches, sizes[1:]))]
    return all(is_array(array, (n, X.shape[1])) for array, n in arrays)


def _arithmetic(passes, X, parameters):
    """What holds in every layer, whatever was dropped."""
    layers = [(l, cache) for _, caches in passes for l, cache in enumerate(caches, start=1)]
    sigmoid = np.array([AL * (1 + np.exp(-caches[-1][3])) for AL, caches in passes])
    return {
        "the first A_prev is X": all(_same(caches[0][0], X) for _, caches in passes),
        "caches hold W and b of every layer": all(
            _same(cache[1], parameters[f"W{l}"]) and _same(cache[2], parameters[f"b{l}"]) for l, cache in layers),
        "every Z is W A_prev + b": all(
            _same(cache[3], parameters[f"W{l}"] @ cache[0] + parameters[f"b{l}"]) for l, cache in layers),
        "AL divided by the sigmoid of the last Z": distinct(sigmoid),
        "the mask of the output layer is None": all(caches[-1][4] is None for _, caches in passes),
    }


def _same(value, wanted):
    return is_array(value, wanted.shape) and bool(np.allclose(value, wanted, rtol=1e-6, atol=1e-6))


def _chances_by_layer(steps, layers, keep_prob):
    """`chances` of the masks of every hidden layer, those of the first under their plain names."""
    seen = {}
    for j in range(layers):
        found = chances(np.array([mask != 0 for _, mask, _ in steps[j::layers]]), keep_prob)
        seen |= {f"hidden layer {j + 1}: {name}" if j else name: value for name, value in found.items()}
    return seen


def _hidden_layers(runs, keep_prob):
    """What was dropped between the layers of several forward passes."""
    steps = [(here[3], np.ones(here[3].shape) if keep_prob == 1 and here[4] is None else here[4], following[0])
             for caches in runs for here, following in zip(caches, caches[1:])]
    seen, fine = gates(("every hidden layer has its mask, shaped like its Z, in caches",
                        lambda: all(is_array(mask, Z.shape) for Z, mask, _ in steps)))
    if not fine:
        return seen
    seen["the masks hold no more than two different numbers"] = two_valued([mask for _, mask, _ in steps])
    if not seen["the masks hold no more than two different numbers"]:
        return seen
    Z, mask, A = (np.concatenate([np.ravel(part) for part in parts]) for parts in zip(*steps))
    layers = len(runs[0]) - 1
    first, second = ([steps[k + j][1] != 0 for k in range(0, len(steps), layers)] for j in (0, min(1, layers - 1)))
    if keep_prob < 1 and layers > 1 and first[0].shape == second[0].shape:
        seen["two layers of equal size drop different units"] = any(bool((a != b).any()) for a, b in zip(first, second))
    return {
        **seen,
        "the values in the masks": distinct(mask),
        "activations are 0 where Z is negative": bool((A[Z < 0] == 0).all()),
        **_chances_by_layer(steps, layers, keep_prob),
        **factor("kept activations", A[(Z > 0) & (mask != 0)] / Z[(Z > 0) & (mask != 0)]),
        **factor("dropped activations", A[(Z > 0) & (mask == 0)] / Z[(Z > 0) & (mask == 0)]),
    }


@probe
def backward_propagation_with_dropout(subject, case):
    grads, again = subject.many([arguments_of(case), arguments_of(case)])
    keys = [f"{d}{l}" for l in range(len(case["caches"]), 0, -1) for d in ("dW", "db")]
    seen, fine = gates(("grads is a dictionary with dW and db of every layer",
                        lambda: all(isinstance(value, dict) and set(keys) <= set(value) for value in (grads, again))))
    if not fine:
        return seen
    repeats = all(np.array_equal(grads[key], again[key]) for key in keys)
    return {**seen, "the same arguments give the same gradients": repeats,
            **{key: grads[key] for key in (keys if repeats else keys[:2])}}


@probe
def random_flip(subject, case):
    images, rest = case["images"], [case["probability"]] if "probability" in case else []
    batches = subject.many([(fresh(images), rng, *rest) for rng in generators(case["rng"], BATCHES)])
    seen, fine = gates(("the result is an array of the shape of images",
                        lambda: all(is_array(batch, images.shape) for batch in batches)))
    if not fine:
        return seen
    kinds = [[_kind(image, k, images) for k, image in enumerate(batch)] for batch in batches]
    found = {kind for batch in kinds for kind in batch}
    seen |= {
        "the dtype is kept": all(batch.dtype == images.dtype for batch in batches),
        "what happens to the images": ", ".join(sorted(found)),
        "the same generator makes the same choices": kinds[0] == kinds[-1],
    }
    if 0 < (rest[0] if rest else 0.5) < 1:
        seen["another generator makes other choices"] = any(batch != kinds[0] for batch in kinds)
        seen["the next call draws anew"] = drawn_anew(kinds)
        seen["every image is decided on its own"] = any(len(set(batch)) > 1 for batch in kinds)
        seen["the number of changed images varies"] = len({sum(kind != "unchanged" for kind in batch) for batch in kinds}) > 1
    if all(value is not False for value in seen.values()):
        seen["the share of changed images"] = share([kind != "unchanged" for batch in kinds[:-1] for kind in batch])
    return seen


def _kind(image, k, images):
    """Which variant of its own original an image is."""
    for name, variant in VARIANTS.items():
        if np.array_equal(image, variant(images[k])):
            return name
    return "another image" if any(np.array_equal(image, other) for other in images) else "something else"


@probe
def random_crop(subject, case):
    images, size = case["images"], case["size"]
    m, h, w, channels = images.shape
    batches = subject.many([(fresh(images), size, rng) for rng in generators(case["rng"], BATCHES)])
    seen, fine = gates(
        ("the result is an array", lambda: all(isinstance(batch, np.ndarray) for batch in batches)),
        ("the images were cropped", lambda: not any(np.array_equal(batch, images) for batch in batches)),
    )
    if not fine:
        return seen
    seen["the shape of the result"] = np.array(batches[0].shape)
    if not all(is_array(batch, (m, size, size, channels)) for batch in batches):
        return seen
    where = [_places(image) for image in images]
    offsets = [[_offset(*one) for one in zip(batch, images, where)] for batch in batches]
    seen["the dtype is kept"] = all(batch.dtype == images.dtype for batch in batches)
    seen["every crop is a window of its own image"] = all(None not in batch for batch in offsets)
    if not seen["every crop is a window of its own image"]:
        return seen
    return {**seen, **_offsets(offsets, h - size + 1, w - size + 1)}


def _places(image):
    """{first number of a pixel: the (row, column) of such pixels}."""
    places = {}
    for row, numbers in enumerate(image[:, :, 0].tolist()):
        for column, number in enumerate(numbers):
            places.setdefault(number, []).append((row, column))
    return places


def _offset(crop, image, places):
    """(row, column) of the window of `image` that `crop` is, or None."""
    for row, column in places.get(crop[0, 0, 0].item(), ()):
        window = image[row:row + len(crop), column:column + len(crop)]
        if window.shape == crop.shape and (window == crop).all():
            return row, column
    return None


def _varied(offsets, axis):
    return any(len({place[axis] for place in batch}) > 1 for batch in offsets)


def _offsets(offsets, n_rows, n_columns):
    """Statistics of the (row, column) pairs drawn in many batches; the last batch repeats the first one's generator."""
    rows, columns = zip(*sum(offsets[:-1], []))
    seen = {
        "the same generator makes the same crops": offsets[0] == offsets[-1],
        "the next call draws anew": drawn_anew(offsets),
        "another generator makes other crops": any(batch != offsets[0] for batch in offsets),
        "every image has its own offsets": any(len(set(batch)) > 1 for batch in offsets),
        "the row offset differs from image to image": n_rows == 1 or _varied(offsets, 0),
        "the column offset differs from image to image": n_columns == 1 or _varied(offsets, 1),
    }
    if not all(seen.values()):
        return seen
    return {
        **seen,
        "the largest row offset": max(rows),
        "the largest column offset": max(columns),
        "the number of different pairs of offsets": len(set(zip(rows, columns))),
        "the share of every row offset": _shares(rows, n_rows),
        "the share of every column offset": _shares(columns, n_columns),
    }


def _shares(offsets, count):
    p = np.bincount(offsets, minlength=count) / len(offsets)
    return Spread(p, np.sqrt(p * (1 - p) / len(offsets)))
