"""What dropout, random flips and random crops can be recognised by, whatever stream of numbers they draw."""
import numpy as np

from course.checking.probes import probe
from course.checking.values import Spread

CALLS = 12
BATCHES = 40
MANY = "more than three different values"
VARIANTS = {
    "unchanged":           lambda image: image,
    "left-right":          lambda image: image[:, ::-1],
    "upside down":         lambda image: image[::-1],
    "turned by half":      lambda image: image[::-1, ::-1],
    "channels reversed":   lambda image: image[:, :, ::-1],
    "everything reversed": lambda image: image[::-1, ::-1, ::-1],
}


def generators(rng, count=CALLS):
    """`count` independent generators that belong to the case's `Rng`, and the first of them once more."""
    return [np.random.default_rng([rng.seed, k]) for k in [*range(count), 0]]


def levels(values):
    """The different values among `values`, up to rounding; more than three are only called many."""
    values = np.sort(np.asarray(values, dtype=float).ravel())
    if values.size == 0:
        return []
    starts = np.append(True, np.diff(values) > 1e-6 * np.maximum(1, np.abs(values[1:])))
    return MANY if starts.sum() > 3 or not np.isfinite(values).all() else [float(value) for value in values[starts]]


def share(chosen):
    """The fraction of True with its standard error."""
    p = float(np.mean(chosen))
    return Spread(p, float(np.sqrt(p * (1 - p) / np.size(chosen))))


def is_array(value, shape):
    return isinstance(value, np.ndarray) and value.dtype.kind in "biuf" and value.shape == shape


def is_list(value, length):
    return isinstance(value, (tuple, list)) and len(value) >= length


def together(mask):
    """Whether whole rows or whole columns of a mask are kept or dropped together."""
    lumps = [(mask.all(axis=k) | ~mask.any(axis=k)).all() for k in (1, 0)]
    return "whole rows" if lumps[0] else "whole columns" if lumps[1] else "single entries"


def chances(kept, keep_prob):
    """What boolean masks (calls, n, m) show of how they were drawn; the last call repeats the first one's generator."""
    if keep_prob == 1:
        return {"share of entries kept": share(kept)}
    seen = {
        "the same generator gives the same mask": bool((kept[0] == kept[-1]).all()),
        "another generator gives another mask": bool((kept[0] != kept[1]).any()),
        "the number of kept entries varies": len({int(mask.sum()) for mask in kept}) > 1,
        "kept or dropped together": sorted({together(mask) for mask in kept}),
    }
    if seen["another generator gives another mask"] and seen["kept or dropped together"] == ["single entries"]:
        seen["share of entries kept"] = share(kept[:-1])
    return seen


@probe
def dropout_forward(subject, case):
    A, keep_prob = case["A"], case["keep_prob"]
    results = [subject(A, keep_prob, rng) for rng in generators(case["rng"])]
    if not all(isinstance(result, (tuple, list)) and len(result) == 2 for result in results):
        return {"the function returns two things, the new activation and the mask": False}
    outputs, masks = zip(*results)
    if keep_prob == 1:
        masks = [np.ones(A.shape) if mask is None else mask for mask in masks]
    if not all(is_array(output, A.shape) for output in outputs):
        return {"the new activation is an array of the shape of A": False}
    if not all(is_array(mask, A.shape) or is_array(mask, (A.shape[0], 1)) for mask in masks):
        return {"the mask is an array of the shape of A": False}
    kept = np.array([np.broadcast_to(mask, A.shape) != 0 for mask in masks])
    ratio = np.array(outputs) / A
    return {
        "the mask is an array of the shape of A": all(mask.shape == A.shape for mask in masks),
        "values in the mask": levels(masks),
        "kept entries divided by those of A": levels(ratio[kept]),
        "dropped entries divided by those of A": levels(ratio[~kept]),
        **chances(kept, keep_prob),
    }


@probe
def dropout_backward(subject, case):
    dA, mask = case["dA"], case["mask"] != 0
    gradient = subject(dA, case["mask"], case["keep_prob"])
    if not is_array(gradient, dA.shape):
        return {"the gradient is an array of the shape of dA": False}
    ratio = gradient / dA
    return {
        "gradient of kept entries divided by dA": levels(ratio[mask]),
        "gradient of dropped entries divided by dA": levels(ratio[~mask]),
    }


@probe
def forward_propagation_with_dropout(subject, case):
    X, parameters, keep_prob = case["X"], case["parameters"], case["keep_prob"]
    L = len(parameters) // 2
    passes = [subject(X, parameters, keep_prob, rng) for rng in generators(case["rng"])]
    if not all(isinstance(result, (tuple, list)) and len(result) == 2 for result in passes):
        return {"the function returns two things, AL and caches": False}
    if not all(is_list(caches, L) and len(caches) == L for _, caches in passes):
        return {"caches has one entry for each layer": False}
    if not all(is_list(cache, 5) for _, caches in passes for cache in caches):
        return {"every entry of caches is (A_prev, W, b, Z, mask)": False}
    sizes = [X.shape[0], *(len(parameters[f"b{l}"]) for l in range(1, L + 1))]
    if not all(_fits(AL, caches, sizes, X.shape[1]) for AL, caches in passes):
        return {"AL and every A_prev and Z of caches have the shapes of their layers": False}
    seen = _arithmetic(passes, X, parameters)
    return {**seen, **_hidden_layers([caches for _, caches in passes], keep_prob)} if L > 1 else seen


def _fits(AL, caches, sizes, m):
    arrays = [(AL, sizes[-1]), *((cache[0], n) for cache, n in zip(caches, sizes)),
              *((cache[3], n) for cache, n in zip(caches, sizes[1:]))]
    return all(is_array(array, (n, m)) for array, n in arrays)


def _arithmetic(passes, X, parameters):
    """What holds in every layer, whatever was dropped."""
    layers = [(l, cache) for _, caches in passes for l, cache in enumerate(caches, start=1)]
    return {
        "the first A_prev is X": all(bool(np.allclose(caches[0][0], X)) for _, caches in passes),
        "caches hold W and b": all(_same(cache[1], parameters[f"W{l}"]) and _same(cache[2], parameters[f"b{l}"])
                                   for l, cache in layers),
        "every Z is W A_prev + b": all(_same(cache[3], parameters[f"W{l}"] @ cache[0] + parameters[f"b{l}"])
                                       for l, cache in layers),
        "AL divided by the sigmoid of the last Z": levels([AL * (1 + np.exp(-caches[-1][3])) for AL, caches in passes]),
        "the mask of the output layer is None": all(caches[-1][4] is None for _, caches in passes),
    }


def _same(value, wanted):
    return is_array(value, wanted.shape) and bool(np.allclose(value, wanted, rtol=1e-6, atol=1e-6))


def _hidden_layers(runs, keep_prob):
    """What was dropped between the layers of several forward passes."""
    steps = [(here[3], here[4], following[0]) for caches in runs for here, following in zip(caches, caches[1:])]
    if keep_prob == 1:
        steps = [(Z, np.ones(Z.shape) if mask is None else mask, A) for Z, mask, A in steps]
    if not all(is_array(mask, Z.shape) for Z, mask, _ in steps):
        return {"every hidden layer keeps its mask, shaped like its Z, in caches": False}
    inactive = np.concatenate([A[Z < 0] for Z, _, A in steps])
    kept = [A[active] / Z[active] for Z, mask, A in steps for active in [(Z > 0) & (mask != 0)]]
    dropped = [A[active] / Z[active] for Z, mask, A in steps for active in [(Z > 0) & (mask == 0)]]
    seen = {
        "values in the masks": levels(np.concatenate([mask.ravel() for _, mask, _ in steps])),
        "activations are 0 where Z is negative": bool((inactive == 0).all()),
        "kept activations divided by Z": levels(np.concatenate(kept)),
        "dropped activations divided by Z": levels(np.concatenate(dropped)),
    }
    masks = [[cache[4] != 0 if cache[4] is not None else np.ones(cache[3].shape, bool) for cache in caches[:-1]]
             for caches in runs]
    if keep_prob < 1 and len(masks[0]) > 1 and masks[0][0].shape == masks[0][1].shape:
        seen["the first two layers drop different units"] = any(bool((a != b).any()) for a, b, *_ in masks)
    return {**seen, **chances(np.array([first for first, *_ in masks]), keep_prob)}


@probe
def backward_propagation_with_dropout(subject, case):
    grads, again = subject(*case.values()), subject(*case.values())
    L = len(case["caches"])
    keys = [f"{d}{l}" for l in range(1, L + 1) for d in ("dW", "db")]
    if not all(isinstance(value, dict) and set(keys) <= set(value) for value in (grads, again)):
        return {"grads is a dictionary with dW and db of every layer": False}
    repeats = all(np.array_equal(grads[key], again[key], equal_nan=True) for key in keys)
    seen = {"the same arguments give the same gradients": repeats}
    return {**seen, **{key: grads[key] for key in (keys if repeats else keys[-2:])}}


@probe
def random_flip(subject, case):
    images, rest = case["images"], [case["probability"]] if "probability" in case else []
    batches = [subject(images, rng, *rest) for rng in generators(case["rng"], BATCHES)]
    if not all(is_array(batch, images.shape) for batch in batches):
        return {"the result is an array of the shape of images": False}
    kinds = [[_kind(image, k, images) for k, image in enumerate(batch)] for batch in batches]
    seen = {
        "the dtype is kept": all(batch.dtype == images.dtype for batch in batches),
        "what happens to an image": sorted({kind for batch in kinds for kind in batch}),
        "the same generator makes the same choices": kinds[0] == kinds[-1],
    }
    probability = rest[0] if rest else 0.5
    if 0 < probability < 1 and len(seen["what happens to an image"]) > 1:
        seen["another generator makes other choices"] = any(batch != kinds[0] for batch in kinds)
        seen["every image is decided on its own"] = any(len(set(batch)) > 1 for batch in kinds)
    if seen.get("every image is decided on its own", True) and seen.get("another generator makes other choices", True):
        seen["share of changed images"] = share([kind != "unchanged" for batch in kinds[:-1] for kind in batch])
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
    batches = [subject(images, size, rng) for rng in generators(case["rng"], BATCHES)]
    if any(np.array_equal(batch, images) for batch in batches) and (size < h or size < w):
        return {"the images come back cropped": False}
    if not all(isinstance(batch, np.ndarray) for batch in batches):
        return {"the result is an array": False}
    if not all(is_array(batch, (m, size, size, channels)) for batch in batches):
        return {"shape of the result": list(batches[0].shape)}
    offsets = [[_offset(crop, image) for crop, image in zip(batch, images)] for batch in batches]
    seen = {"the dtype is kept": all(batch.dtype == images.dtype for batch in batches),
            "every crop is a window of its own image": all(None not in batch for batch in offsets)}
    return {**seen, **_offsets(offsets, h - size + 1, w - size + 1)} if None not in sum(offsets, []) else seen


def _offset(crop, image):
    """(row, column) of the window of `image` that `crop` is, or None; the first entries of an image are all different."""
    places = np.argwhere(image[:, :, 0] == crop[0, 0, 0])
    for row, column in places:
        if np.array_equal(image[row:row + len(crop), column:column + len(crop)], crop):
            return int(row), int(column)
    return None


def _offsets(offsets, n_rows, n_columns):
    """Statistics of the (row, column) pairs drawn in many batches; the last batch repeats the first one's generator."""
    seen = {"the same generator makes the same crops": offsets[0] == offsets[-1]}
    if n_rows * n_columns > 1:
        seen["another generator makes other crops"] = any(batch != offsets[0] for batch in offsets)
        seen["every image has its own offsets"] = any(len(set(batch)) > 1 for batch in offsets)
    if not all(seen.values()):
        return seen
    rows, columns = zip(*sum(offsets[:-1], []))
    return {
        **seen,
        "row offsets drawn": sorted(set(rows)),
        "column offsets drawn": sorted(set(columns)),
        "different pairs of offsets drawn": len(set(zip(rows, columns))),
        "share of every row offset": _shares(rows, n_rows),
        "share of every column offset": _shares(columns, n_columns),
    }


def _shares(offsets, count):
    p = np.bincount(offsets, minlength=count) / len(offsets)
    return Spread(p, np.sqrt(p * (1 - p) / len(offsets)))
