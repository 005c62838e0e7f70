"""Right and wrong answers to the exercises of `gradient_checking`, written independently of the reference."""
import math

import numpy as np
from scipy.special import expit

from tests.sentences import with_sentences


# --- parameters_to_vector
def _names(parameters):
    layers = sorted({int(key[1:]) for key in parameters})
    return [kind + str(l) for l in layers for kind in ("W", "b")]


def vector_ravel(parameters):
    return np.concatenate([np.ravel(parameters[name]) for name in _names(parameters)])[:, None]


def vector_growing(parameters):
    theta = np.zeros((0, 1))
    l = 1
    while f"W{l}" in parameters:
        theta = np.vstack([theta, parameters[f"W{l}"].flatten().reshape(-1, 1), parameters[f"b{l}"]])
        l += 1
    return theta


def vector_numbers(parameters):
    return np.array([[float(x)] for name in _names(parameters) for row in parameters[name] for x in row])


def vector_joined(parameters):
    return np.c_[np.hstack([parameters[name].flatten() for name in _names(parameters)])]


def vector_dictionary_order(parameters):
    return np.concatenate([value.ravel() for _, value in parameters.items()]).reshape(-1, 1)


def vector_alphabetical(parameters):
    return np.concatenate([value.ravel() for _, value in sorted(parameters.items())]).reshape(-1, 1)


def vector_weights_first(parameters):
    names = _names(parameters)
    return np.vstack([parameters[name].reshape(-1, 1) for name in names[::2] + names[1::2]])


def vector_columns(parameters):
    return np.vstack([parameters[name].T.reshape(-1, 1) for name in _names(parameters)])


def vector_flat(parameters):
    return np.hstack([parameters[name].ravel() for name in _names(parameters)])


def vector_row(parameters):
    return np.hstack([parameters[name].ravel() for name in _names(parameters)])[None]


def vector_short(parameters):
    return np.vstack([parameters[name].reshape(-1, 1) for name in _names(parameters)[:-2]]) if len(parameters) > 2 else \
        np.concatenate([])


# --- vector_to_parameters
def _fits(theta, shapes):
    if len(theta) != sum(math.prod(shape) for shape in shapes.values()):
        raise ValueError("theta does not fit")


def back_split(theta, shapes):
    _fits(theta, shapes)
    ends = np.cumsum([rows * columns for rows, columns in shapes.values()])[:-1]
    return {key: np.array(piece).reshape(shapes[key]) for key, piece in zip(shapes, np.split(theta, ends))}


def back_iterator(theta, shapes):
    _fits(theta, shapes)
    numbers = iter(theta.ravel().tolist())
    return {key: np.array([[next(numbers) for _ in range(columns)] for _ in range(rows)])
            for key, (rows, columns) in shapes.items()}


def back_popping(theta, shapes):
    left, parameters = theta.copy(), {}
    for key, shape in shapes.items():
        n = shape[0] * shape[1]
        if n > len(left):
            raise ValueError("theta is too short")
        parameters[key], left = np.copy(left[:n].reshape(shape)), left[n:]
    if len(left):
        raise ValueError("theta is too long")
    return {key: value.copy() for key, value in parameters.items()}


def back_by_number(theta, shapes):
    _fits(theta, shapes)
    parameters, position = {}, 0
    for l in range(1, len(shapes) // 2 + 1):
        for name in (f"W{l}", f"b{l}"):
            size = int(np.prod(shapes[name]))
            parameters[name] = np.resize(theta[position:position + size], shapes[name])
            position += size
    return parameters


def back_standing(theta, shapes):
    _fits(theta, shapes)
    return {key: theta[:math.prod(shape)].reshape(shape).copy() for key, shape in shapes.items()}


def back_rows_only(theta, shapes):
    _fits(theta, shapes)
    rows = [0, *np.cumsum([shape[0] for shape in shapes.values()])]
    return {key: np.array(theta[at:at + math.prod(shape)]).reshape(shape) for at, (key, shape) in zip(rows, shapes.items())}


def back_columns(theta, shapes):
    return {key: value.ravel().reshape(shapes[key], order="F").copy() for key, value in back_split(theta, shapes).items()}


def back_flat_biases(theta, shapes):
    return {key: value[:, 0].copy() if key[0] == "b" else value for key, value in back_split(theta, shapes).items()}


def back_pieces(theta, shapes):
    return {key: value.reshape(-1, 1).copy() for key, value in back_split(theta, shapes).items()}


def back_alphabetical(theta, shapes):
    return back_split(theta, {key: shapes[key] for key in sorted(shapes)})


def back_weights_first(theta, shapes):
    names = [key for key in shapes if key[0] == "W"] + [key for key in shapes if key[0] == "b"]
    return back_split(theta, {key: shapes[key] for key in names})


def back_views(theta, shapes):
    _fits(theta, shapes)
    parameters, start = {}, 0
    for key, shape in shapes.items():
        parameters[key] = theta[start:start + math.prod(shape)].reshape(shape)
        start += math.prod(shape)
    return parameters


def back_ignores_rest(theta, shapes):
    padded = np.vstack([theta, np.zeros((100, 1))])
    return back_split(padded[:sum(math.prod(shape) for shape in shapes.values())], shapes)


# --- numerical_gradient
def slope_unit_vectors(cost, theta, epsilon=1e-5):
    steps = epsilon * np.eye(len(theta))
    return np.array([[(cost(theta + e[:, None]) - cost(theta - e[:, None])) / 2 / epsilon] for e in steps])


def slope_restoring(cost, theta, epsilon=1e-5):
    x = theta.astype(float)
    gradient = np.empty((x.size, 1))
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + epsilon
        above = cost(x)
        x[index] = kept - epsilon
        below = cost(x)
        x[index] = kept
        gradient[index] = (above - below) / (2 * epsilon)
    return gradient


def slope_list(cost, theta, epsilon=1e-5):
    values = [float(v) for v in np.ravel(theta)]

    def at(i, step):
        return cost(np.array([[v + step * (k == i)] for k, v in enumerate(values)]))
    return np.array([(at(i, epsilon) - at(i, -epsilon)) / (epsilon + epsilon) for i in range(len(values))]).reshape(-1, 1)


def slope_mean_of_two(cost, theta, epsilon=1e-5):
    here = cost(theta * 1.0)
    steps = [epsilon * np.eye(len(theta))[:, [i]] for i in range(len(theta))]
    forward = np.array([[(cost(theta + e) - here) / epsilon] for e in steps])
    return (forward + np.array([[(here - cost(theta - e)) / epsilon] for e in steps])) / 2


def slope_precedence(cost, theta, epsilon=1e-5):
    return slope_unit_vectors(cost, theta, epsilon) * epsilon**2


def slope_not_halved(cost, theta, epsilon=1e-5):
    return np.vstack([cost(theta + epsilon * e[:, None]) - cost(theta - epsilon * e[:, None])
                      for e in np.eye(len(theta))]) / epsilon


def slope_forward(cost, theta, epsilon=1e-5):
    here = cost(theta)
    return np.array([[(cost(theta + epsilon * e[:, None]) - here) / epsilon] for e in np.eye(len(theta))])


def slope_backward(cost, theta, epsilon=1e-5):
    return slope_forward(cost, theta, -epsilon)


def slope_second_point_is_theta(cost, theta, epsilon=1e-5):
    here = cost(theta)
    return np.array([[(cost(theta + epsilon * e[:, None]) - here) / (2 * epsilon)] for e in np.eye(len(theta))])


def slope_zero(cost, theta, epsilon=1e-5):
    gradient = np.zeros((len(theta), 1))
    for i in range(len(theta)):
        plus = np.array(theta, float)
        minus = plus
        plus[i] = plus[i] + epsilon
        minus[i] = minus[i] - epsilon
        gradient[i] = (cost(plus) - cost(minus)) / (2 * epsilon)
    return gradient


def slope_drifting(cost, theta, epsilon=1e-5):
    triangle = epsilon * np.tri(len(theta))
    return np.array([[(cost(theta + e[:, None]) - cost(theta - e[:, None])) / (2 * epsilon)] for e in triangle])


def slope_all_at_once(cost, theta, epsilon=1e-5):
    return np.full((len(theta), 1), (cost(theta + epsilon) - cost(theta - epsilon)) / (2 * epsilon))


def slope_integer(cost, theta, epsilon=1e-5):
    gradient = []
    for i in range(len(theta)):
        plus, minus = np.copy(theta), np.copy(theta)
        plus[i, 0] = plus[i, 0] + epsilon
        minus[i, 0] = minus[i, 0] - epsilon
        gradient.append([(cost(plus) - cost(minus)) / (2 * epsilon)])
    return np.array(gradient)


def slope_flat(cost, theta, epsilon=1e-5):
    return slope_list(cost, theta, epsilon)[:, 0]


def slope_fixed_step(cost, theta, epsilon=1e-5):
    return slope_list(cost, theta)


def slope_not_restored(cost, theta, epsilon=1e-5):
    gradient = slope_list(cost, theta, epsilon)
    if theta.dtype.kind == "f":
        theta -= epsilon
    return gradient


# --- relative_difference
def _norm(a):
    return math.sqrt(sum(float(x)**2 for x in np.ravel(a)))


def difference_loop(grad, grad_approx):
    size = _norm(grad) + _norm(grad_approx)
    return 0.0 if size == 0 else _norm(grad - grad_approx) / size


def difference_vdot(grad, grad_approx):
    d = grad - grad_approx
    a, b, c = (np.sqrt(np.vdot(v, v)) for v in (grad, grad_approx, d))
    return c / (a + b + 1e-300)


def difference_flat(grad, grad_approx):
    g, h = grad.flatten(), grad_approx.flatten()
    if not g.any() and not h.any():
        return 0
    return np.linalg.norm(g - h, ord=2) / (np.linalg.norm(g, ord=2) + np.linalg.norm(h, ord=2))


def difference_guarded(grad, grad_approx):
    return np.linalg.norm(grad - grad_approx) / (np.linalg.norm(grad) + np.linalg.norm(grad_approx) + 1e-12)


def _zero(function):
    def difference(grad, grad_approx):
        return float(function(grad, grad_approx)) if np.any(grad) or np.any(grad_approx) else 0.0
    return difference


def difference_nan(grad, grad_approx):
    with np.errstate(all="ignore"):
        return np.linalg.norm(grad - grad_approx) / (np.linalg.norm(grad) + np.linalg.norm(grad_approx))


# --- gradient_check
def check_by_hand(cost, gradient, theta, epsilon=1e-5):
    return difference_loop(gradient(theta), slope_unit_vectors(cost, theta, epsilon))


def check_copies(cost, gradient, theta, epsilon=1e-5):
    approx = slope_restoring(cost, theta, epsilon)
    return difference_vdot(approx, np.array(gradient(theta.copy())))


def check_one_loop(cost, gradient, theta, epsilon=1e-5):
    exact, above, below = gradient(theta)[:, 0], 0.0, 0.0
    size_a = size_b = 0.0
    for i in range(theta.size):
        e = np.zeros_like(theta)
        e[i] = epsilon
        g = (cost(theta + e) - cost(theta - e)) / (2 * epsilon)
        above += (g - exact[i])**2
        size_a, size_b = size_a + g * g, size_b + exact[i]**2
    return math.sqrt(above) / (math.sqrt(size_a) + math.sqrt(size_b)) + below


def check_flat(cost, gradient, theta, epsilon=1e-5):
    return difference_flat(np.squeeze(gradient(theta)), np.squeeze(slope_list(cost, theta, epsilon)))


def check_itself(cost, gradient, theta, epsilon=1e-5):
    return difference_loop(gradient(theta), gradient(theta))


def check_default_step(cost, gradient, theta, epsilon=1e-5):
    return check_by_hand(cost, gradient, theta)


def check_moved(cost, gradient, theta, epsilon=1e-5):
    return difference_loop(gradient(theta + epsilon * np.ones_like(theta)), slope_list(cost, theta, epsilon))


def check_broadcast(cost, gradient, theta, epsilon=1e-5):
    return difference_guarded(gradient(theta), slope_list(cost, theta, epsilon)[:, 0])


def check_bool(cost, gradient, theta, epsilon=1e-5):
    return bool(check_by_hand(cost, gradient, theta, epsilon) < 2e-7)


def check_absolute(cost, gradient, theta, epsilon=1e-5):
    return _norm(gradient(theta) - slope_list(cost, theta, epsilon))


# --- locate_wrong_gradients
def locate_loop(grads, grads_approx, threshold=1e-4):
    names = set()
    for key, grad in grads.items():
        difference = difference_loop(grad, grads_approx[key])
        if np.isnan(difference) or difference > threshold:
            names.add(key)
    return names


def locate_list(grads, grads_approx, threshold=1e-4):
    return [key for key in sorted(grads) if not difference_guarded(grads[key], grads_approx[key]) < threshold]


def locate_subtracting(grads, grads_approx, threshold=1e-4):
    right = {key for key in grads if np.all(np.isfinite(grads[key]))
             and np.linalg.norm(grads[key] - grads_approx[key])
             <= threshold * (np.linalg.norm(grads[key]) + np.linalg.norm(grads_approx[key]))}
    return frozenset(grads) - right


def locate_array(grads, grads_approx, threshold=1e-4):
    keys = np.array(list(grads))
    differences = np.nan_to_num([difference_vdot(grads[key], grads_approx[key]) for key in keys], nan=np.inf)
    return set(keys[differences > threshold].tolist())


def _locate(wrong, name=lambda key: key):
    return lambda grads, grads_approx, threshold=1e-4: {name(key) for key in grads
                                                        if wrong(grads[key], grads_approx[key], threshold)}


def locate_together(grads, grads_approx, threshold=1e-4):
    one, other = (np.concatenate([np.ravel(d[key]) for key in grads]) for d in (grads, grads_approx))
    return set() if difference_guarded(one, other) <= threshold else set(grads)


def _largest(g, a, threshold):
    with np.errstate(all="ignore"):
        return not np.nanmax(np.abs(g - a) / np.where(np.abs(g) + np.abs(a) == 0, 1, np.abs(g) + np.abs(a))) <= threshold


# --- repaired_backward_propagation
def repaired_dictionaries(X, Y, parameters):
    L, m = len(parameters) // 2, Y.shape[1]
    A, Z = {0: X}, {}
    for l in range(1, L + 1):
        Z[l] = np.dot(parameters[f"W{l}"], A[l - 1]) + parameters[f"b{l}"]
        A[l] = expit(Z[l]) if l == L else Z[l].clip(0)
    grads, dZ = {}, (A[L] - Y) / m
    for l in range(L, 0, -1):
        grads[f"dW{l}"], grads[f"db{l}"] = dZ @ A[l - 1].T, dZ.sum(axis=1, keepdims=True)
        if l > 1:
            dZ = np.where(Z[l - 1] > 0, parameters[f"W{l}"].T @ dZ, 0)
    return grads


def repaired_recursive(X, Y, parameters, l=1):
    W, b = parameters[f"W{l}"], parameters[f"b{l}"]
    Z = np.einsum("ij,jm->im", W, X) + b
    if f"W{l + 1}" in parameters:
        grads = repaired_recursive(np.maximum(Z, 0), Y, parameters, l + 1)
        dZ = grads["dX"] * (Z > 0)
    else:
        grads, dZ = {}, expit(Z) - Y
    m = Y.shape[1]
    return grads | {f"dW{l}": np.einsum("im,jm->ij", dZ, X) / m, f"db{l}": dZ.mean(1)[:, None], "dX": W.T @ dZ}


def repaired_chain_rule(X, Y, parameters):
    L = max(int(key[1:]) for key in parameters)
    As, Zs = [X], []
    for l in range(1, L + 1):
        Zs.append(parameters[f"W{l}"] @ As[-1] + parameters[f"b{l}"])
        As.append(0.5 * (1 + np.tanh(Zs[-1] / 2)) if l == L else (np.abs(Zs[-1]) + Zs[-1]) / 2)
    dA, grads = (As[-1] - Y) / (As[-1] * (1 - As[-1])), {}
    for l in reversed(range(1, L + 1)):
        slope = As[l] * (1 - As[l]) if l == L else np.sign(As[l])
        dZ = dA * slope
        grads[f"dW{l}"] = np.mean(dZ[:, None, :] * As[l - 1][None, :, :], axis=2)
        grads[f"db{l}"] = np.mean(dZ, axis=1, keepdims=True)
        dA = np.dot(parameters[f"W{l}"].T, dZ)
    return grads


def repaired_numerically(X, Y, parameters):
    names = _names(parameters)

    def cost(theta):
        p = back_split(theta, {name: parameters[name].shape for name in names})
        A = X
        for l in range(1, len(names) // 2 + 1):
            Z = p[f"W{l}"] @ A + p[f"b{l}"]
            A = np.maximum(Z, 0) if 2 * l < len(names) else Z
        return float(np.mean(np.logaddexp(0, A) - Y * A))

    gradient = slope_restoring(cost, vector_ravel(parameters), 1e-6)
    return {f"d{key}": value for key, value in back_split(gradient, {n: parameters[n].shape for n in names}).items()}


def _mended(X, Y, parameters, *, m=None, start=lambda A, Y: A - Y, out_W=1, out_b=1, sent=lambda dA: dA,
            gate=lambda Z: Z > 0, hidden_W=None, hidden_b=1, onward=lambda dZ, dA: dZ, rest=0.0):
    """A backward pass in which single faults can be left."""
    L, m = len(parameters) // 2, Y.shape[1] if m is None else m
    A, kept = X, []
    for l in range(1, L + 1):
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        kept.append((A, Z))
        A = np.maximum(Z, 0) if l < L else expit(Z)
    dZ, grads = start(A, Y), {}
    grads[f"dW{L}"], grads[f"db{L}"] = out_W * dZ @ kept[-1][0].T / m, out_b * dZ.sum(1, keepdims=True) / m
    dA = sent(parameters[f"W{L}"].T @ dZ)
    for l in range(L - 1, 0, -1):
        A_prev, Z = kept[l - 1]
        dZ = dA * gate(Z)
        grads[f"dW{l}"] = (hidden_W or (lambda dZ, A_prev, dA: dZ @ A_prev.T))(dZ, A_prev, dA) / m
        grads[f"db{l}"] = hidden_b * dZ.sum(1, keepdims=True) / m
        dA = parameters[f"W{l}"].T @ onward(dZ, dA)
    grads["dW1"] = grads["dW1"] + rest * parameters["W1"]
    return grads


def _left(**fault):
    return lambda X, Y, parameters: _mended(X, Y, parameters, **fault)


def repaired_features(X, Y, parameters):
    return _mended(X, Y, parameters, m=len(X))


def repaired_sums(X, Y, parameters):
    return _mended(X, Y, parameters, m=1)


def repaired_mean_twice(X, Y, parameters):
    return _mended(X, Y, parameters, m=Y.shape[1] ** 2)


def repaired_output_bias(X, Y, parameters):
    return _mended(X, Y, parameters, out_b=Y.shape[1])


RIGHT = {
    "parameters_to_vector": [vector_ravel, vector_growing, vector_numbers, vector_joined],
    "vector_to_parameters": [back_split, back_iterator, back_popping, back_by_number],
    "numerical_gradient": [slope_unit_vectors, slope_restoring, slope_list, slope_mean_of_two],
    "relative_difference": [difference_loop, difference_vdot, difference_flat, difference_guarded],
    "gradient_check": [check_by_hand, check_copies, check_one_loop, check_flat],
    "locate_wrong_gradients": [locate_loop, locate_list, locate_subtracting, locate_array],
    "repaired_backward_propagation": [repaired_dictionaries, repaired_recursive, repaired_chain_rule,
                                      repaired_numerically],
}

WRONG = with_sentences({
    "parameters_to_vector": [
        (vector_dictionary_order, "in which the dictionary lists them", "plausible"),
        (vector_alphabetical, "alphabetical order", "plausible"),
        (vector_weights_first, "All weights come first", "plausible"),
        (vector_columns, "column by column", "plausible"),
        (vector_flat, "the shape is (n,)", "plausible"),
        (vector_row, "they form a row", "plausible"),
        (vector_short, "last layer are missing", "plausible"),
    ],
    "vector_to_parameters": [
        (back_standing, "starts with the same numbers", "plausible"),
        (back_rows_only, "by the number of rows", "plausible"),
        (back_columns, "filled in column by column", "plausible"),
        (back_flat_biases, "biases have shape (n,)", "plausible"),
        (back_pieces, "still columns", "plausible"),
        (back_alphabetical, "alphabetical order", "plausible"),
        (back_weights_first, "All weights were cut out first", "plausible"),
        (back_views, "shared memory", "plausible"),
        (back_ignores_rest, None, "plausible: the rest of theta is ignored"),
    ],
    "numerical_gradient": [
        (slope_precedence, "ε² times", "seen"),
        (slope_not_halved, "twice the right one", "plausible"),
        (slope_forward, "one-sided difference", "plausible"),
        (slope_backward, "backward difference", "plausible"),
        (slope_second_point_is_theta, "half of what it should be", "plausible"),
        (slope_zero, "0 everywhere", "plausible"),
        (slope_drifting, "drift away", "plausible"),
        (slope_all_at_once, "All entries of the result are equal", "plausible"),
        (slope_integer, "integer theta", "seen"),
        (slope_flat, "the shape is (n,)", "plausible"),
        (slope_fixed_step, "is ignored", "plausible"),
        (slope_not_restored, "inputs changed", "plausible"),
    ],
    "relative_difference": [
        (_zero(lambda g, a: abs(_norm(g) - _norm(a)) / (_norm(g) + _norm(a))), "difference of the norms", "plausible"),
        (_zero(lambda g, a: _norm(g - a) / _norm(g + a)), "norm of the sum", "plausible"),
        (_zero(lambda g, a: _norm(g - a) / _norm(g) + _norm(a)), "needs brackets", "plausible"),
        (_zero(lambda g, a: _norm(g - a)**2 / (_norm(g)**2 + _norm(a)**2)), "sums of squares", "plausible"),
        (difference_nan, "0 divided by 0", "plausible"),
        (_zero(lambda g, a: np.abs(a - g).sum() / g.size), "mean absolute difference", "plausible"),
        (_zero(lambda g, a: _norm(a - g)), "not divided by anything", "plausible"),
        (_zero(lambda g, a: max(abs(x - y) / max(1e-8, abs(x) + abs(y)) for x, y in zip(g.ravel(), a.ravel()))),
         "largest relative error of a single entry", "plausible"),
        (_zero(lambda g, a: _norm(g - a) / np.maximum(_norm(g), _norm(a))), "larger of the two norms", "plausible"),
        (_zero(lambda g, a: np.linalg.norm((g - a).ravel(), 1) / (np.abs(g).sum() + np.abs(a).sum())),
         "Sums of absolute values", "plausible"),
    ],
    "gradient_check": [
        (check_itself, "compared with itself", "plausible"),
        (check_default_step, "not passed on", "plausible"),
        (check_moved, "moved theta", "plausible"),
        (check_broadcast, "broadcast to an (n, n) matrix", "plausible"),
        (check_bool, "True or False", "plausible"),
        (check_absolute, "without the division", "plausible"),
        (lambda cost, gradient, theta, epsilon=1e-5: print(end=""), None, "seen: prints and returns nothing"),
    ],
    "locate_wrong_gradients": [
        (_locate(lambda g, a, t: difference_loop(g, a) > t), "nan is not larger", "plausible"),
        (locate_together, "All names or none", "plausible"),
        (_locate(lambda g, a, t: not _norm(g - a) <= t), "absolute difference", "plausible"),
        (_locate(_largest), "one entry that is nearly 0", "plausible"),
        (_locate(lambda g, a, t: not difference_loop(g, a) <= t, lambda key: key.replace("d", "")),
         "names of parameters", "plausible"),
        (_locate(lambda g, a, t: difference_loop(g, a) <= t), "names of the right gradients", "plausible"),
        (_locate(lambda g, a, t: not difference_loop(g, a) <= 0.0001), "threshold that the caller passes", "plausible"),
        (_locate(lambda g, a, t: not difference_nan(g, a) <= t), "zero in both dictionaries", "plausible"),
    ],
    "repaired_backward_propagation": [
        (repaired_features, "divided by the number of features", "plausible"),
        (_left(start=lambda A, Y: Y - A), "opposite sign", "plausible"),
        (_left(out_W=2), "twice what it should be", "seen"),
        (repaired_output_bias, "`db` of the output layer is m times", "plausible"),
        (_left(sent=lambda dA: np.minimum(np.maximum(dA, -0.1), 0.1)), "something cuts them off", "plausible"),
        (_left(gate=lambda Z: np.ones_like(Z)), "network without ReLU", "seen"),
        (_left(hidden_W=lambda dZ, A_prev, dA: dZ @ A_prev.T - np.outer(dZ[:, 0], A_prev[:, 0])),
         "contribution of one example", "plausible"),
        (_left(hidden_b=4), "four times", "seen"),
        (_left(onward=lambda dZ, dA: dA), "last two layers are right", "plausible"),
        (_left(rest=0.1), "regularization term is left over", "plausible"),
        (repaired_sums, "All gradients are m times too large", "plausible"),
        (repaired_mean_twice, "All gradients are m times too small", "plausible"),
        (_left(start=lambda A, Y: (A - Y) * (A - A**2)), "slope of the sigmoid", "plausible"),
        (_left(hidden_W=lambda dZ, A_prev, dA: dA @ A_prev.T), "message before the ReLU gate", "plausible"),
        (_left(out_W=2, hidden_b=4, gate=lambda Z: Z > -9), "twice what it should be", "seen: mends some faults"),
    ],
})
