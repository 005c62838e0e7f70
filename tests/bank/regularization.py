"""Answers to the exercises of `regularization`, as other people write them."""
import copy
import math

import numpy as np

from course.solutions.exercises import find


def said(name, start):
    """The named mistake of an exercise that begins with these words."""
    found = [sentence for sentence in find(name).mistakes.values() if sentence.startswith(start)]
    assert len(found) == 1, (name, start, len(found))
    return found[0]


def listed(name, *entries):
    """WRONG entries from (function, first words of its sentence or None, mark)."""
    return [(function, said(name, start) if start else None, mark) for function, start, mark in entries]


def entropy(AL, Y, tiny=1e-12):
    P = np.minimum(np.maximum(AL, tiny), 1 - tiny)
    return -float(np.mean(np.where(Y == 1, np.log(P), np.log(1 - P))))


def layers(parameters):
    return [parameters[key] for key in sorted(parameters, key=lambda key: int(key[1:])) if key[0] == "W"]


# compute_cost_with_regularization

def cost_norm(AL, Y, parameters, lambd):
    return entropy(AL, Y) + lambd * sum(np.linalg.norm(W) ** 2 for W in layers(parameters)) / 2 / AL.shape[1]


def cost_vdot(AL, Y, parameters, lambd):
    total = 0.0
    for key, W in parameters.items():
        if key.startswith("W"):
            total += np.vdot(W, W)
    return np.float64(entropy(AL, Y, 1e-15) + 0.5 * lambd / Y.size * total)


def cost_trace(AL, Y, parameters, lambd):
    penalty = np.sum([np.trace(W.T @ W) for W in layers(parameters)])
    return np.asarray(entropy(AL, Y) + lambd * penalty / (2 * Y.shape[1]))


def cost_loops(AL, Y, parameters, lambd):
    m, total = Y.shape[1], 0.0
    for i in range(m):
        p = min(max(float(AL[0, i]), 1e-12), 1 - 1e-12)
        total -= math.log(p) if Y[0, i] > 0.5 else math.log(1 - p)
    squares = sum(w * w for W in layers(parameters) for row in W.tolist() for w in row)
    return total / m + lambd / (2 * m) * squares


def cost_by_width(AL, Y, parameters, lambd):
    """Weights found by their width: in these networks no W is one column wide."""
    return entropy(AL, Y) + lambd / (2 * Y.shape[1]) * sum((v**2).sum() for k, v in parameters.items() if v.shape[1] > 1)


def cost_with(penalty, base=entropy):
    return lambda AL, Y, parameters, lambd: base(AL, Y) + penalty(parameters, lambd, Y.shape[1])


def squares(parameters):
    return sum(np.sum(W**2) for W in layers(parameters))


def bare_entropy(AL, Y):
    return -(np.dot(np.log(AL), Y.T) + np.dot(np.log(1 - AL), (1 - Y).T)).item() / Y.shape[1]


# l2_gradients

def l2_one_bracket(grads, parameters, lambd, m):
    return {key: (m * g + lambd * parameters[key[1:]]) / m if key[1] == "W" else g for key, g in grads.items()}


def l2_deep_copy(grads, parameters, lambd, m):
    result = copy.deepcopy(grads)
    for key in parameters:
        if "W" in key:
            result["d" + key] += lambd * parameters[key] / m
    return result


def l2_loops(grads, parameters, lambd, m):
    result = {}
    for l in range(len(parameters) // 2, 0, -1):
        W, dW = parameters[f"W{l}"], np.empty_like(grads[f"dW{l}"])
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                dW[i, j] = grads[f"dW{l}"][i, j] + lambd * W[i, j] / m
        result[f"db{l}"], result[f"dW{l}"] = grads[f"db{l}"].copy(), dW
    return result


def l2_merged(grads, parameters, lambd, m):
    added = {f"d{k}": np.add(grads[f"d{k}"], np.multiply(lambd / m, v)) for k, v in parameters.items() if k[0] == "W"}
    return grads | added


def l2_with(term, last=0, biases=False, keep=True):
    """Gradients with another term(dW, W, lambd, m) added to every dW."""
    def gradients(grads, parameters, lambd, m):
        result = dict(grads) if keep else {}
        for l in range(1, len(parameters) // 2 + 1 - last):
            result[f"dW{l}"] = grads[f"dW{l}"] + term(grads[f"dW{l}"], parameters[f"W{l}"], lambd, m)
            if biases:
                result[f"db{l}"] = grads[f"db{l}"] + term(grads[f"db{l}"], parameters[f"b{l}"], lambd, m)
        return result
    return gradients


def l2_in_place(grads, parameters, lambd, m):
    for l in range(1, len(parameters) // 2 + 1):
        grads[f"dW{l}"] += lambd / m * parameters[f"W{l}"]
    return grads


def l2_third(grads, parameters, lambd, m):
    result = dict(grads)
    for l in range(len(grads) // 3):
        result[f"dW{l + 1}"] = grads[f"dW{l + 1}"] + lambd / m * parameters[f"W{l + 1}"]
    return result


# weight_decay_step

def decay_gradient(W, dW, learning_rate, lambd, m):
    return W - learning_rate * (dW + lambd / m * W)


def decay_two_steps(W, dW, learning_rate, lambd, m):
    new = W - learning_rate * dW
    new -= learning_rate * lambd * W / m
    return new


def decay_rows(W, dW, learning_rate, lambd, m):
    return np.stack([(m - learning_rate * lambd) / m * w - learning_rate * g for w, g in zip(W, dW)])


def decay_nested(W, dW, learning_rate, lambd, m):
    factor = 1 - learning_rate * lambd / m
    return np.array([[factor * w - learning_rate * g for w, g in zip(*rows)] for rows in zip(W.tolist(), dW.tolist())])


def decay_in_place(W, dW, learning_rate, lambd, m):
    W *= 1 - learning_rate * lambd / m
    W -= learning_rate * dW
    return W


# l1_penalty

def l1_ravel(parameters, lambd, m):
    total = sum(np.linalg.norm(W.ravel(), 1) for W in layers(parameters))
    return lambd * total / (2 * m), {f"dW{l}": lambd * np.sign(W) / 2 / m for l, W in enumerate(layers(parameters), start=1)}


def l1_positive_minus_negative(parameters, lambd, m):
    total, gradients = 0.0, {}
    for key, W in parameters.items():
        if key[0] == "W":
            sign = (W > 0).astype(float) - (W < 0)
            total += (sign * W).sum()
            gradients["d" + key] = 0.5 * lambd / m * sign
    return [np.float64(0.5 * lambd / m * total), gradients]


def l1_where(parameters, lambd, m):
    scale, total, gradients = lambd / m / 2, 0.0, {}
    for l in range(len(parameters) // 2, 0, -1):
        W = parameters["W" + str(l)]
        total += np.where(W < 0, -W, W).sum()
        gradients["dW" + str(l)] = np.where(W == 0, 0.0, np.where(W < 0, -scale, scale))
    return scale * total, gradients


def l1_ratio(parameters, lambd, m):
    with np.errstate(invalid="ignore"):
        return (sum(math.fsum(map(abs, W.flat)) for W in layers(parameters)) * lambd / (m + m),
                {f"dW{l}": lambd / (2 * m) * np.nan_to_num(W / abs(W)) for l, W in enumerate(layers(parameters), 1)})


def absolute(parameters):
    return sum(np.abs(W).sum() for W in layers(parameters))


def l1_with(total=absolute, slope=np.sign, scale=lambda lambd, m: lambd / (2 * m), slope_scale=None, last=0, last_slope=0):
    def penalty(parameters, lambd, m):
        L = len(parameters) // 2
        counted = {k: v for k, v in parameters.items() if int(k[1:]) <= L - last}
        slopes = (slope_scale or scale)(lambd, m)
        return float(scale(lambd, m) * total(counted)), {
            f"dW{l}": slopes * slope(parameters[f"W{l}"]) for l in range(1, L + 1 - last_slope)}
    return penalty


def l1_whole_pair(total, slope, scale, slope_scale):
    return l1_with(total, slope, scale, slope_scale)


# dropout of one layer

def refuse(keep_prob):
    if keep_prob <= 0 or keep_prob > 1:
        raise ValueError("keep_prob")


def drop_binomial(A, keep_prob, rng):
    refuse(keep_prob)
    D = rng.binomial(1, keep_prob, size=A.shape)
    return np.where(D == 1, A / keep_prob, 0.0), D


def drop_choice(A, keep_prob, rng):
    refuse(keep_prob)
    D = rng.choice([0.0, 1.0], size=A.shape, p=[1 - keep_prob, keep_prob])
    return [np.multiply(A, D) * (1 / keep_prob), D]


def drop_above(A, keep_prob, rng):
    refuse(keep_prob)
    D = rng.uniform(size=A.shape[::-1]).T >= 1 - keep_prob
    out = A.copy()
    out[~D] = 0
    out /= keep_prob
    return out, D


def drop_early(A, keep_prob, rng):
    refuse(keep_prob)
    if keep_prob == 1:
        return A.copy(), None
    D = np.zeros(A.shape, dtype=int)
    for i in range(A.shape[0]):
        D[i] = rng.random(A.shape[1]) <= keep_prob
    return D * A / keep_prob, D


def dropping(mask, output=lambda A, D, k: A * D / k, returned=lambda D, k: D):
    """A wrong dropout_forward: mask(A, k, rng), then its output and what is returned as the mask."""
    def dropout(A, keep_prob, rng):
        refuse(keep_prob)
        D = mask(A, keep_prob, rng)
        return output(A, D, keep_prob), returned(D, keep_prob)
    return dropout


def right_mask(A, k, rng):
    return rng.binomial(1, k, A.shape)


def erased_as_kept(A, k, rng):
    return rng.binomial(1, 1 - k, A.shape)


def exactly(A, k, rng):
    order = rng.permutation(A.size)
    return (order < round(k * A.size)).reshape(A.shape).astype(float)


def back_where(dA, mask, keep_prob):
    return np.where(mask, dA / keep_prob, 0)


def back_copy(dA, mask, keep_prob):
    result = dA.copy()
    result[np.asarray(mask) == 0] = 0
    result /= keep_prob
    return result


def back_einsum(dA, mask, keep_prob):
    return np.einsum("ij,ij->ij", dA, np.asarray(mask, dtype=float)) * (1.0 / keep_prob)


def back_loops(dA, mask, keep_prob):
    return np.array([[g / keep_prob if kept else 0.0 for g, kept in zip(*rows)] for rows in zip(dA, mask)])


def back_in_place(dA, mask, keep_prob):
    dA *= mask
    dA /= keep_prob
    return dA


# dropout of a whole network

def sigma(Z):
    return 0.5 + 0.5 * np.tanh(Z / 2)


def walk(drop, cached=lambda D: D, hidden=lambda Z: Z * (Z > 0), first=False, last=False, tie=False, shown=None, end=None):
    """A forward pass that drops with drop(A, k, rng) -> (A, D) and keeps cached(D)."""
    def forward(X, parameters, keep_prob, rng):
        refuse(keep_prob)
        caches, L, D = [], len(layers(parameters)), None
        A = drop(X, keep_prob, rng)[0] if first else X
        for l, W in enumerate(layers(parameters), start=1):
            b, before = parameters[f"b{l}"], A
            Z = np.dot(W, before) + b
            if l == L:
                A = sigma(Z)
                if last:
                    A, _ = drop(A, keep_prob, rng)
                caches.append((before, W, b, Z, end(Z) if end else None))
            else:
                A = hidden(Z)
                if tie and D is not None and D.shape == A.shape:
                    A = A * D / keep_prob
                else:
                    dropped, D = drop(A, keep_prob, rng)
                    A = A if shown == "undropped" else dropped
                caches.append((before, W, b, Z, cached(D)))
        return A, caches
    return forward


def forward_tuple(X, parameters, keep_prob, rng):
    AL, caches = walk(drop_choice)(X, parameters, keep_prob, rng)
    return [AL, tuple(caches)]


def forward_draws_first(X, parameters, keep_prob, rng):
    """All masks are drawn before the pass, the last layer's first."""
    refuse(keep_prob)
    m, shapes = X.shape[1], [W.shape[0] for W in layers(parameters)][:-1]
    masks = [(rng.random((n, m)) < keep_prob).astype(np.int8) for n in shapes[::-1]][::-1]
    return walk(lambda A, k, _, left=iter(masks): ((lambda D: (A * D / k, D))(next(left))))(X, parameters, keep_prob, rng)


def back_walk(step, dW=lambda dZ, A, l, k: dZ @ A.T / dZ.shape[1], db=lambda dZ: dZ.mean(axis=1, keepdims=True),
              start=lambda AL, Y, k: AL - Y, masks=lambda caches, l: caches[l - 1][4]):
    """A backward pass whose dZ of layer l - 1 is step(dA, D, Z, k)."""
    def backward(AL, Y, caches, keep_prob):
        grads, dZ = {}, start(AL, Y, keep_prob)
        for l in reversed(range(len(caches))):
            A, W = caches[l][:2]
            grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = dW(dZ, A, l, keep_prob), db(dZ)
            if l:
                dZ = step(W.T @ dZ, masks(caches, l), caches[l - 1][3], keep_prob)
        return grads
    return backward


def right_step(dA, D, Z, k):
    return np.where((D != 0) & (Z > 0), dA / k, 0)


def back_recursive(AL, Y, caches, keep_prob):
    def below(dZ, l):
        A_prev, W = caches[l][0], caches[l][1]
        mine = {f"dW{l + 1}": np.einsum("im,jm->ij", dZ, A_prev) / Y.shape[1], f"db{l + 1}": dZ.sum(1)[:, None] / Y.shape[1]}
        if l == 0:
            return mine
        return mine | below((W.T @ dZ) * caches[l - 1][4] / keep_prob * (caches[l - 1][3] > 0), l - 1)
    return below(AL - Y, len(caches) - 1)


def back_gate_from_dropped(AL, Y, caches, keep_prob):
    """The gate is read off the next layer's A_prev: what was dropped is 0 there and needs no mask."""
    return back_walk(lambda dA, D, Z, k: dA * (np.maximum(Z, 0) * D > 0) / k)(AL, Y, caches, keep_prob)


def back_early_mean(AL, Y, caches, keep_prob):
    """1/m sits in dZ of the last layer, and extra entries are returned."""
    m = Y.shape[1]
    grads = back_walk(right_step, dW=lambda dZ, A, l, k: dZ @ A.T, db=lambda dZ: dZ.sum(axis=1, keepdims=True),
                      start=lambda AL, Y, k: (AL - Y) / m)(AL, Y, caches, keep_prob)
    return {**grads, "dZ_last": AL - Y}


def redrawn(dA, D, Z, k):
    return dA * (np.random.rand(*dA.shape) < k) / k * (Z > 0)


def neighbour(caches, l):
    """The mask of the layer below where it fits, else the right one."""
    other = caches[max(l - 2, 0)][4]
    return other if other.shape == caches[l - 1][4].shape else caches[l - 1][4]


# images

def flip_loop(images, rng, probability=0.5):
    return np.array([np.fliplr(image) if rng.uniform() < probability else image for image in images])


def flip_index(images, rng, probability=0.5):
    result, chosen = images.copy(), rng.random(images.shape[0]) >= 1 - probability
    result[chosen] = np.flip(images[chosen], axis=2)
    return result


def flip_binomial(images, rng, probability=0.5):
    D = rng.binomial(1, probability, size=(len(images), 1, 1, 1))
    return (D * images[:, :, ::-1, :] + (1 - D) * images).astype(images.dtype)


def flip_take(images, rng, probability=0.5):
    result = np.empty_like(images)
    columns = np.arange(images.shape[2])
    for k, u in enumerate(rng.random(len(images))):
        result[k] = np.take(images[k], columns[::-1] if u < probability else columns, axis=1)
    return result


def flipping(change, chosen=lambda rng, m, p: rng.random(m) < p):
    def flip(images, rng, probability=0.5):
        result = np.array(images)
        for k in np.flatnonzero(chosen(rng, len(images), probability)):
            result[k] = change(images, k)
        return result
    return flip


def mirror(images, k):
    return images[k][:, ::-1]


def flip_view(images, rng, probability=0.5):
    for k in range(len(images)):
        if rng.random() < probability:
            images[k] = images[k][:, ::-1].copy()
    return images


def crop_endpoint(images, size, rng):
    if size < 1 or size > images.shape[1] or size > images.shape[2]:
        raise ValueError("size")
    pieces = []
    for image in images:
        i = rng.integers(0, image.shape[0] - size, endpoint=True)
        j = rng.integers(0, image.shape[1] - size, endpoint=True)
        pieces.append(image[i:i + size, j:j + size])
    return np.array(pieces)


def crop_index(images, size, rng):
    m, h, w, _ = images.shape
    if not (0 < size <= h and size <= w):
        raise ValueError("size")
    j, i = rng.integers(w - size + 1, size=(m, 1, 1)), rng.integers(h - size + 1, size=(m, 1, 1))
    k = np.arange(size)
    return images[np.arange(m)[:, None, None], i + k[:, None], j + k]


def crop_floor(images, size, rng):
    m, h, w, c = images.shape
    if size < 1 or size > min(h, w):
        raise ValueError("size")
    result = np.empty((m, size, size, c), images.dtype)
    for k in range(m):
        i, j = int(rng.random() * (h - size + 1)), int(rng.random() * (w - size + 1))
        result[k] = images[k, i:i + size, j:j + size]
    return result


def crop_windows(images, size, rng):
    if size < 1:
        raise ValueError("size")
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    m, rows, columns = windows.shape[:3]
    place = rng.integers(rows * columns, size=m)
    return windows[np.arange(m), place // columns, place % columns].transpose(0, 2, 3, 1)


def cropping(place):
    """A random_crop that takes its offsets from place(rng, h, w, size, k) for image k; `start` makes what it shares."""
    def crop(images, size, rng):
        m, h, w, c = images.shape
        if size < 1 or size > h or size > w:
            raise ValueError("size")
        places = place(rng, h, w, size, m)
        return np.array([image[i:i + size, j:j + size] for image, (i, j) in zip(images, places)])
    return crop


def each(row, column):
    return lambda rng, h, w, size, m: [(row(rng, h, w, size), column(rng, h, w, size)) for _ in range(m)]


def any_row(rng, h, w, size):
    return int(rng.integers(h - size + 1))


def any_column(rng, h, w, size):
    return int(rng.integers(w - size + 1))


def crop_blank(images, size, rng):
    result = images * 0
    for k, piece in enumerate(crop_floor(images, size, rng)):
        result[k, :size, :size] = piece
    return result


def diagonal(rng, h, w, size, m):
    return [(k, k) for k in rng.integers(min(h, w) - size + 1, size=m)]


def one_place(rng, h, w, size, m):
    return [(any_row(rng, h, w, size), any_column(rng, h, w, size))] * m


def one_row(rng, h, w, size, m):
    row = any_row(rng, h, w, size)
    return [(row, any_column(rng, h, w, size)) for _ in range(m)]


def seeded(rng, h, w, size, m):
    return each(any_row, any_column)(np.random.default_rng(5), h, w, size, m)


# early_stopping

def check_costs(dev_costs, patience):
    if len(dev_costs) < 1 or patience < 1:
        raise ValueError("dev_costs or patience")


def stop_counter(dev_costs, patience):
    check_costs(dev_costs, patience)
    best, best_epoch, waited = float("inf"), 0, 0
    for epoch, cost in enumerate(dev_costs):
        if cost < best:
            best, best_epoch, waited = cost, epoch, 0
        else:
            waited += 1
            if waited == patience:
                return best_epoch, epoch
    return best_epoch, len(dev_costs) - 1


def stop_accumulate(dev_costs, patience):
    check_costs(dev_costs, patience)
    costs = np.asarray(dev_costs)
    lowest = np.minimum.accumulate(costs)
    improved = np.concatenate([[True], costs[1:] < lowest[:-1]])
    last = np.maximum.accumulate(np.where(improved, np.arange(len(costs)), 0))
    over = np.flatnonzero(np.arange(len(costs)) - last >= patience)
    stop = over[0] if over.size else len(costs) - 1
    return np.int64(last[stop]), np.int64(stop)


def stop_slices(dev_costs, patience):
    check_costs(dev_costs, patience)
    costs = list(dev_costs)
    for epoch in range(patience, len(costs)):
        if min(costs[epoch - patience + 1:epoch + 1]) >= min(costs[:epoch - patience + 1]):
            seen = costs[:epoch + 1]
            return [seen.index(min(seen)), epoch]
    return [costs.index(min(costs)), len(costs) - 1]


def stop_while(dev_costs, patience):
    check_costs(dev_costs, patience)
    best = epoch = 0
    while epoch + 1 < len(dev_costs) and epoch - best < patience:
        epoch += 1
        best = epoch if dev_costs[epoch] < dev_costs[best] else best
    return best, epoch


def stopping(improves=lambda costs, best, epoch: costs[epoch] < costs[best], limit=lambda waited, patience: waited >= patience,
             reset=True, answer=lambda best, stop, costs, ended: (best, stop)):
    """An early_stopping with another idea of improvement, of the limit, or of the answer."""
    def stop(dev_costs, patience):
        check_costs(dev_costs, patience)
        best, waited = 0, 0
        for epoch in range(1, len(dev_costs)):
            if improves(dev_costs, best, epoch):
                best, waited = epoch, 0 if reset else waited
            else:
                waited += 1
            if limit(waited, patience):
                return answer(best, epoch, dev_costs, True)
        return answer(best, len(dev_costs) - 1, dev_costs, False)
    return stop


def stop_at_previous(dev_costs, patience):
    """The wait starts anew below the epoch before, and the best epoch is kept rightly."""
    check_costs(dev_costs, patience)
    best, waited, epoch = 0, 0, 0
    for epoch in range(1, len(dev_costs)):
        waited = 0 if dev_costs[epoch] < dev_costs[epoch - 1] else waited + 1
        best = epoch if dev_costs[epoch] < dev_costs[best] else best
        if waited >= patience:
            break
    return best, epoch


def stop_plus_patience(dev_costs, patience):
    best, _ = stop_counter(dev_costs, patience)
    return best, best + patience


RIGHT = {
    "compute_cost_with_regularization": [cost_norm, cost_vdot, cost_trace, cost_loops, cost_by_width],
    "l2_gradients": [l2_one_bracket, l2_deep_copy, l2_loops, l2_merged],
    "weight_decay_step": [decay_gradient, decay_two_steps, decay_rows, decay_nested],
    "l1_penalty": [l1_ravel, l1_positive_minus_negative, l1_where, l1_ratio],
    "dropout_forward": [drop_binomial, drop_choice, drop_above, drop_early],
    "dropout_backward": [back_where, back_copy, back_einsum, back_loops],
    "forward_propagation_with_dropout": [walk(drop_binomial), walk(drop_above), walk(drop_early), forward_tuple,
                                         forward_draws_first],
    "backward_propagation_with_dropout": [back_walk(right_step), back_recursive, back_gate_from_dropped, back_early_mean],
    "random_flip": [flip_loop, flip_index, flip_binomial, flip_take],
    "random_crop": [crop_endpoint, crop_index, crop_floor, crop_windows],
    "early_stopping": [stop_counter, stop_accumulate, stop_slices, stop_while],
}

WRONG = {
    "compute_cost_with_regularization": listed(
        "compute_cost_with_regularization",
        (cost_with(lambda p, c, m: c / (2 * m) * sum(map(np.linalg.norm, layers(p)))), "The penalty doubles", "seen"),
        (cost_with(lambda p, c, m: c / (2 * m) * sum((W * W).sum() for W in layers(p)[:-1])), "The weights of the last", "seen"),
        (cost_with(lambda p, c, m: c / (2 * m) * sum((v * v).sum() for v in p.values())), "The penalty changes with", "seen"),
        (cost_with(lambda p, c, m: c / 2 * squares(p)), "The penalty is m times", "seen"),
        (lambda AL, Y, p, c: entropy(AL, Y) + c / (2 * AL.shape[0]) * squares(p), "The penalty is m times", "plausible"),
        (cost_with(lambda p, c, m: c / m * squares(p)), "The penalty is twice", "seen"),
        (cost_with(lambda p, c, m: c * squares(p)), "The penalty is 2m times", "seen"),
        (cost_with(lambda p, c, m: 0.5 * (0.5 * c * squares(p)) / m), "The penalty is half", "seen"),
        (cost_with(lambda p, c, m: c * squares(p) / len(p)), "The penalty is divided by the number of layers", "plausible"),
        (cost_with(lambda p, c, m: c / (2 * m) * sum((W**2).mean() for W in layers(p))), "The squares of every", "plausible"),
        (cost_with(lambda p, c, m: c / (2 * m) * sum(W.sum()**2 for W in layers(p))), "Weights of opposite", "plausible"),
        (cost_with(lambda p, c, m: c / (2 * m) * sum(np.linalg.svd(W)[1].max()**2 for W in layers(p))),
         "The penalty of every layer is its largest", "plausible"),
        (cost_with(lambda p, c, m: -c / (2 * m) * squares(p)), "The penalty is subtracted", "plausible"),
        (cost_with(lambda p, c, m: c / 2 / m * np.sum(p["W1"]**2) + np.sum(p["W2"]**2) + np.sum(p["W3"]**2)),
         "Only the first", "plausible"),
        (lambda AL, Y, p, c: entropy(AL, Y), "The cost does not depend", "plausible"),
        (lambda AL, Y, p, c: c * squares(p) / (2 * Y.shape[1]), "This is the penalty alone", "plausible"),
        (cost_with(lambda p, c, m: c / (2 * m) * squares(p), bare_entropy), "The cost is not a number", "seen"),
        (cost_with(lambda p, c, m: c / (2 * m) * np.sum(np.square(layers(p)))), None, "seen: a list of arrays squared at once"),
        (cost_with(lambda p, c, m: 1 // (2 * m) * c * squares(p)), "The cost does not depend", "plausible"),
    ),
    "l2_gradients": listed(
        "l2_gradients",
        (l2_with(lambda dW, W, c, m: c * W.sum() / m), "One and the same", "seen"),
        (l2_with(lambda dW, W, c, m: c * W), "The added term is m", "seen"),
        (l2_with(lambda dW, W, c, m: 0.5 * c * W / m), "The added term is half", "plausible"),
        (l2_with(lambda dW, W, c, m: -c * W / m), "The term is subtracted", "plausible"),
        (l2_with(lambda dW, W, c, m: c * dW / m), "The added term is proportional", "plausible"),
        (l2_with(lambda dW, W, c, m: c * W / m, last=1), "The gradient of the last", "plausible"),
        (l2_third, "Some of the last", "plausible"),
        (l2_with(lambda dW, W, c, m: c * W / m, biases=True), "The gradients of the biases change", "plausible"),
        (l2_with(lambda dW, W, c, m: c * W / m, keep=False), "The gradients of the biases are missing", "plausible"),
        (l2_with(lambda dW, W, c, m: c * np.sign(W) / m), "What is added depends", "plausible"),
        (l2_with(lambda dW, W, c, m: c * W * W / m), "The squared weights", "plausible"),
        (l2_with(lambda dW, W, c, m: c * W / m - dW), "This is the derivative", "plausible"),
        (lambda grads, parameters, lambd, m: grads, None, "plausible: the input comes back"),
    ) + [(l2_in_place, "inputs changed", "plausible")],
    "weight_decay_step": listed(
        "weight_decay_step",
        (lambda W, dW, a, c, m: W - c * W / m - a * dW, "The decay does not change", "seen"),
        (lambda W, dW, a, c, m: W - a * c * W - a * dW, "The decay is m", "plausible"),
        (lambda W, dW, a, c, m: W - a * (dW + 0.5 * c / m * W), "The decay is half", "plausible"),
        (lambda W, dW, a, c, m: W + a * c / m * W - a * dW, "The weights grow", "plausible"),
        (lambda W, dW, a, c, m: W - a * c / m - a * dW, "The same number", "plausible"),
        (lambda W, dW, a, c, m: W - a * c / m * W + a * dW, "The step follows", "plausible"),
        (lambda W, dW, a, c, m: W - a * c / m * W - dW, "The gradient is subtracted in full", "plausible"),
        (lambda W, dW, a, c, m: W - a * dW, "The weights do not decay", "plausible"),
        (lambda W, dW, a, c, m: W - a * c * W / m, "The weights decay, but", "plausible"),
        (lambda W, dW, a, c, m: (W - a * dW) * (m - a * c) / m, "The decay also multiplies", "plausible"),
        (lambda W, dW, a, c, m: (1 - a) * W * (1 - c / m) - a * dW, "W is multiplied by two", "plausible"),
    ) + [(decay_in_place, "inputs changed", "plausible")],
    "l1_penalty": listed(
        "l1_penalty",
        (l1_with(lambda p: sum(np.abs(W).sum(axis=0).max() for W in layers(p))), "The penalty takes the largest", "plausible"),
        (l1_with(scale=lambda c, m: c / m), "Penalty and gradients are twice", "plausible"),
        (l1_with(lambda p: 2 * absolute(p)), "The penalty is twice", "plausible"),
        (l1_with(slope=lambda W: 2 * np.sign(W)), "The gradients are twice", "plausible"),
        (l1_with(scale=lambda c, m: 0.5 * c), "Penalty and gradients are m", "plausible"),
        (l1_with(lambda p: sum(W.sum() for W in layers(p))), "Weights of opposite sign cancel in the penalty. ", "plausible"),
        (l1_with(lambda p: sum(abs(W.sum()) for W in layers(p))), "Weights of opposite sign cancel in the penalty: ",
         "plausible"),
        (l1_with(lambda p: sum(np.abs(v).sum() for v in p.values())), "The penalty changes with", "plausible"),
        (l1_with(last=1, last_slope=1), "The last layer is missing from penalty", "plausible"),
        (l1_with(last=1), "The last layer is missing from the penalty", "plausible"),
        (l1_with(slope=lambda W: np.where(W <= 0, -1.0, 1.0)), "A weight that is exactly 0 gets", "seen"),
        (l1_with(slope=lambda W: np.where(W < 0, -1.0, 1.0)), "A weight that is exactly 0 is treated", "plausible"),
        (l1_with(slope=lambda W: np.full(W.shape, np.sign(W).sum())), "All weights of a layer", "seen"),
        (l1_with(slope_scale=lambda c, m: 1.0), "The gradients are the bare", "plausible"),
        (l1_with(slope=np.abs), "The gradients grow", "plausible"),
        (l1_with(squares, lambda W: W, slope_scale=lambda c, m: c / m), "This is the L2", "plausible"),
        (l1_with(squares), "The penalty sums squares", "plausible"),
    ),
    "dropout_forward": listed(
        "dropout_forward",
        (dropping(lambda A, k, rng: rng.uniform(0, 1, A.shape) > k), "The share of entries kept is 1 − keep_prob. ", "seen"),
        (dropping(lambda A, k, rng: rng.normal(size=A.shape) < k), "The share of entries kept is the probability that a NORMAL "
         "number lies below", "seen"),
        (dropping(lambda A, k, rng: rng.normal(size=A.shape) > k), "The share of entries kept is the probability that a NORMAL "
         "number lies above", "seen"),
        (dropping(right_mask, lambda A, D, k: np.where(D, A, 0)), "Kept entries are as large", "seen"),
        (dropping(right_mask, lambda A, D, k: np.where(D, A * k, 0)), "Kept entries are multiplied", "plausible"),
        (dropping(right_mask, lambda A, D, k: A * D / (1 - k)), "Kept entries are divided", "plausible"),
        (dropping(right_mask, lambda A, D, k: A / k + 0 * D), "Dropped entries are not 0", "plausible"),
        (dropping(right_mask, returned=lambda D, k: D * (1 / k)), "The returned mask is already", "plausible"),
        (dropping(right_mask, returned=lambda D, k: 1 - D), "The returned mask marks", "plausible"),
        (dropping(erased_as_kept, lambda A, D, k: A * D / (1 - k)),
         "The share of entries kept is 1 − keep_prob, and", "seen"),
        (dropping(lambda A, k, rng: rng.binomial(1, k, (A.shape[0], 1))), "One decision is made for each unit and shared", "asked"),
        (dropping(lambda A, k, rng: np.repeat(rng.binomial(1, k, (A.shape[0], 1)), A.shape[1], axis=1)),
         "One decision is made for each unit and repeated", "plausible"),
        (dropping(lambda A, k, rng: np.ones(A.shape) * rng.binomial(1, k, A.shape[1])), "All units of an example", "plausible"),
        (dropping(exactly), "The number of kept", "asked"),
        (dropping(lambda A, k, rng: np.random.RandomState(1).rand(*A.shape) < k), "Every call drops the same", "seen"),
        (dropping(lambda A, k, rng: np.random.rand(*A.shape) < k), "Two calls with equal", "plausible"),
        (dropping(right_mask, lambda A, D, k: A / k + D), "Dropped entries are not 0", "plausible"),
        (lambda A, keep_prob, rng: A, None, "plausible: one thing comes back"),
        (lambda A, keep_prob, rng: (A, np.ones(A.shape)), None, "plausible: nothing is dropped"),
    ),
    "dropout_backward": listed(
        "dropout_backward",
        (lambda dA, mask, k: np.divide(dA, k), "Dropped entries get", "seen"),
        (lambda dA, mask, k: dA.copy(), "The gradient comes back", "asked"),
        (lambda dA, mask, k: np.where(mask, 0, dA / k), "Only DROPPED", "plausible"),
        (lambda dA, mask, k: np.where(mask, 0, dA), "The gradient of the kept", "seen"),
        (lambda dA, mask, k: np.where(mask, dA, 0), "Kept entries get", "plausible"),
        (lambda dA, mask, k: np.where(mask, dA, 0) / k / k, "Kept entries are divided", "plausible"),
        (lambda dA, mask, k: np.where(mask, dA, 0) * k, "Kept entries are multiplied", "plausible"),
        (lambda dA, mask, k: np.where(np.random.rand(*dA.shape) < k, dA / k, 0), "The zeros are not", "seen"),
        (lambda dA, mask, k: dA * (np.maximum(dA, 0) > 0) / k, "The zeros are not", "seen"),
    ) + [(back_in_place, "inputs changed", "plausible")],
    "forward_propagation_with_dropout": listed(
        "forward_propagation_with_dropout",
        (walk(dropping(lambda A, k, rng: rng.uniform(0, 1, A.shape) > k)), "The share of hidden activations kept is 1", "seen"),
        (walk(dropping(lambda A, k, rng: rng.normal(size=A.shape) < k)), "The share of hidden activations kept is the", "seen"),
        (walk(dropping(right_mask, lambda A, D, k: A * D)), "Kept activations are not", "seen"),
        (walk(dropping(right_mask, lambda A, D, k: A * D / k / k)), "Kept activations are divided", "plausible"),
        (walk(dropping(lambda A, k, rng: np.random.RandomState(3).rand(*A.shape) < k)), "Every pass drops", "seen"),
        (walk(dropping(lambda A, k, rng: np.random.rand(*A.shape) < k)), "Two passes with equal", "plausible"),
        (walk(drop_binomial, first=True), "Entries of the input", "seen"),
        (walk(drop_binomial, last=True), "Entries of the output", "plausible"),
        (walk(drop_binomial, tie=True), "Two hidden layers", "plausible"),
        (walk(drop_binomial, cached=lambda D: None), "The masks of the hidden", "plausible"),
        (walk(drop_binomial, hidden=lambda Z: Z), "Negative values", "plausible"),
        (walk(drop_binomial, hidden=sigma), "The hidden layers use", "seen"),
        (walk(drop_binomial, shown="undropped"), "The masks are in caches, but", "plausible"),
        (walk(drop_binomial, end=lambda Z: 0 * Z + 1), "The last entry", "plausible"),
        (lambda X, parameters, keep_prob, rng: walk(drop_binomial)(X, parameters, keep_prob, rng)[0], None,
         "plausible: AL alone"),
    ),
    "backward_propagation_with_dropout": listed(
        "backward_propagation_with_dropout",
        (back_walk(redrawn), "Two calls with the same", "seen"),
        (back_walk(lambda dA, D, Z, k: dA * (Z > 0)), "The gradients of the last", "seen"),
        (back_walk(lambda dA, D, Z, k: dA * D * (Z > 0)), "From the last hidden layer downwards the gradients are too small",
         "plausible"),
        (back_walk(lambda dA, D, Z, k: dA * (Z > 0) / k), "Dropped units receive", "plausible"),
        (back_walk(lambda dA, D, Z, k: dA * D * (Z > 0) / k / k),
         "From the last hidden layer downwards the gradients are too large", "plausible"),
        (back_walk(right_step, masks=neighbour), "A gradient is multiplied", "plausible"),
        (back_walk(lambda dA, D, Z, k: dA * D / k), "Gradients pass", "seen"),
        (back_walk(lambda dA, D, Z, k: dA * D / k * (Z * (Z > 0) >= 0)), "Gradients pass", "seen"),
        (back_walk(right_step, dW=lambda dZ, A, l, k: dZ @ A.T / dZ.shape[1] / (k if l else 1)), "The dW of", "asked"),
        (back_walk(right_step, dW=lambda dZ, A, l, k: dZ @ A.T / dZ.shape[1] / k), "Every dW", "asked"),
        (back_walk(right_step, dW=lambda dZ, A, l, k: dZ @ A.T, db=lambda dZ: dZ.sum(1, keepdims=True)), "All gradients are m",
         "plausible"),
        (back_walk(right_step, db=lambda dZ: dZ.sum(1, keepdims=True)), "The `db`", "plausible"),
        (back_walk(right_step, start=lambda AL, Y, k: Y - AL), "All gradients have", "plausible"),
        (back_walk(right_step, start=lambda AL, Y, k: (AL - Y) / k), "All gradients are divided", "plausible"),
    ),
    "random_flip": listed(
        "random_flip",
        (flipping(lambda images, k: np.flipud(images[k])), "Some images stand", "seen"),
        (flipping(lambda images, k: images[k][..., ::-1]), "The channels", "plausible"),
        (flipping(lambda images, k: np.rot90(images[k], 2)), "Some images are turned", "plausible"),
        (flipping(lambda images, k: np.flip(images[k])), "All axes", "plausible"),
        (flipping(mirror, lambda rng, m, p: rng.random(m) > p), "The share of mirrored", "plausible"),
        (flipping(mirror, lambda rng, m, p: np.random.RandomState(2).rand(m) < p), "The same images", "plausible"),
        (flipping(mirror, lambda rng, m, p: np.random.rand(m) < p), "Two calls with equal", "plausible"),
        (lambda images, rng, probability=0.5: np.flip(images, axis=2).copy(), "Every image is mirrored", "plausible"),
        (flipping(mirror, lambda rng, m, p: np.full(m, rng.random() < p)), "All images of a batch", "seen"),
        (flipping(lambda images, k: images[len(images) - 1 - k]), "Images change", "seen"),
        (lambda images, rng, probability=0.5: images, None, "plausible: nothing is mirrored"),
    ) + [(flip_view, "inputs changed", "plausible")],
    "random_crop": listed(
        "random_crop",
        (cropping(each(lambda rng, h, w, s: rng.integers(h - s) if h > s else 0,
                       lambda rng, h, w, s: rng.integers(w - s) if w > s else 0)), "Windows never touch the last row", "seen"),
        (cropping(each(any_row, lambda rng, h, w, s: rng.integers(w - s) if w > s else 0)), "Windows never touch the last column",
         "seen"),
        (cropping(each(any_row, any_row)), None, "seen: the height for both offsets; short windows do not make an array"),
        (cropping(each(any_row, lambda rng, h, w, s: any_row(rng, h, w, s) if h < w else any_column(rng, h, w, s))),
         "In images wider", "seen"),
        (cropping(each(lambda rng, h, w, s: (h - s) // 2, lambda rng, h, w, s: (w - s) // 2)), "Every window", "plausible"),
        (cropping(each(any_row, lambda rng, h, w, s: (w - s) // 2)), "All windows of a batch have the same column", "plausible"),
        (cropping(one_row), "All windows of a batch have the same row", "plausible"),
        (cropping(each(lambda rng, h, w, s: rng.integers(h - s), lambda rng, h, w, s: rng.integers(w - s))),
         "The last offset is never drawn, and", "seen"),
        (cropping(seeded), "The same windows", "plausible"),
        (cropping(lambda rng, h, w, s, m: each(any_row, any_column)(np.random.default_rng(np.random.randint(10**9)), h, w, s, m)),
         "Two calls with equal", "plausible"),
        (cropping(one_place), "One window", "plausible"),
        (cropping(diagonal), "Row and column", "plausible"),
        (crop_blank, "The result has", "plausible"),
        (lambda images, size, rng: images, None, "plausible: nothing is cut"),
    ),
    "early_stopping": listed(
        "early_stopping",
        (stopping(limit=lambda waited, patience: waited > patience), "Training stops one epoch late", "seen"),
        (stopping(limit=lambda waited, patience: waited >= patience - 1), "Training stops one epoch early", "plausible"),
        (stopping(lambda costs, best, epoch: costs[epoch] <= costs[best]), "An epoch that equals", "plausible"),
        (stopping(lambda costs, best, epoch: costs[epoch] < costs[epoch - 1]), "An epoch counts", "plausible"),
        (stop_at_previous, "Waiting starts anew", "plausible"),
        (stopping(lambda costs, best, epoch: costs[epoch] != costs[epoch - 1]), "Any change", "seen"),
        (stopping(reset=False), "All epochs without", "plausible"),
        (stopping(answer=lambda best, stop, costs, ended: (int(np.argmin(costs)), stop)), "The best epoch lies", "plausible"),
        (stopping(answer=lambda best, stop, costs, ended: (stop, best)), "The two results", "plausible"),
        (stopping(answer=lambda best, stop, costs, ended: (stop, stop)), "The best epoch is given", "plausible"),
        (stopping(answer=lambda best, stop, costs, ended: (best + 1, stop + 1)), "Both epochs", "plausible"),
        (stop_plus_patience, "The stop lies", "plausible"),
        (stopping(answer=lambda best, stop, costs, ended: (best, stop) if ended else None), None,
         "plausible: nothing comes back where patience never runs out"),
        (lambda dev_costs, patience: (0, len(dev_costs) - 1), None, "seen: never stops"),
    ),
}
