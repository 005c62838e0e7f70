"""Right and wrong answers to the exercises of `foundations`, written independently of the reference."""
import math

import numpy as np
from scipy.special import expit

from tests.sentences import with_sentences


# --- flatten_images: right
def flatten_loop(images):
    m, h, w, c = images.shape
    X = np.empty((h * w * c, m), images.dtype)
    for i in range(m):
        X[:, i] = images[i].ravel()
    return X


def flatten_stack(images):
    return np.column_stack([image.flatten() for image in images])


def flatten_einsum(images):
    return np.einsum("mp->pm", images.reshape(len(images), -1))


def flatten_moveaxis(images):
    return np.moveaxis(images, 0, -1).reshape(-1, images.shape[0]).astype(float)


# --- flatten_images: wrong
def flatten_scrambled(images):
    h, w, c = images.shape[1:]
    return np.reshape(images, (h * w * c, len(images)))


def flatten_rows(images):
    return np.array([image.ravel() for image in images])


def flatten_transposed_scramble(images):
    return np.transpose(images.reshape(-1, images.shape[0]))


def flatten_column_major(images):
    return images.T.reshape(-1, images.shape[0])


def flatten_column_major_scramble(images):
    return np.ravel(images, order="F").reshape((-1, len(images)), order="F")


def flatten_scaled(images):
    return images.reshape(images.shape[0], -1).T / 255.0


def flatten_one_column(images):
    return images.flatten()[:, np.newaxis]


def flatten_fixed_size(images):
    return images.reshape(-1, 64 * 64 * 3).T


# --- sigmoid: right
def sigmoid_tanh(z):
    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))


def sigmoid_logaddexp(z):
    return np.exp(-np.logaddexp(0.0, np.negative(z)))


def sigmoid_clipped(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


def sigmoid_silenced(z):
    with np.errstate(all="ignore"):
        return np.where(np.asarray(z) >= 0, 1 / (1 + np.exp(-np.asarray(z, float))),
                        np.exp(np.minimum(z, 0.0)) / (1 + np.exp(np.minimum(z, 0.0))))


def sigmoid_masks(z):
    z = np.asarray(z, dtype=np.float64)
    flat = z.ravel()
    out = np.empty(flat.size)
    for i, value in enumerate(flat):
        out[i] = 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))
    return out.reshape(z.shape)


# --- sigmoid: wrong
def sigmoid_brackets(z):
    return 1 / 1 + np.exp(-np.asarray(z))


def sigmoid_overflows(z):
    return np.power(1.0 + np.exp(np.negative(z)), -1)


def sigmoid_mirrored(z):
    e = np.exp(z)
    return e / (e + 1)


def sigmoid_where(z):
    positive = 1 / (1 + np.exp(np.negative(z)))
    negative = np.exp(z) / (np.exp(z) + 1)
    return np.where(np.asarray(z) < 0, negative, positive)


def sigmoid_integer_buffer(z):
    z = np.asarray(z)
    safe = np.clip(z, -600, 600)
    out = np.empty_like(z)
    out[...] = 1 / (1 + np.exp(-safe))
    return out


def sigmoid_swapped(z):
    z = np.asarray(z, float)
    return np.piecewise(z, [z < 0, z >= 0], [lambda v: 1 / (1 + np.exp(-v)), lambda v: np.exp(v) / (1 + np.exp(v))])


def sigmoid_tight_clip(z):
    z = np.maximum(np.minimum(z, 20), -20)
    return 1 / (1 + np.exp(-z))


def sigmoid_falls(z):
    return expit(-np.asarray(z, float))


def sigmoid_math(z):
    return 1 / (1 + math.exp(-z))


def sigmoid_is_tanh(z):
    return np.tanh(z)


def sigmoid_in_place(z):
    z = np.asarray(z)
    z[z < -500] = -500
    return 1 / (1 + np.exp(-z))


# --- cross_entropy_cost: right
def cost_dots(AL, Y, epsilon=1e-12):
    A = np.minimum(np.maximum(AL, epsilon), 1 - epsilon)
    m = Y.shape[1]
    return -(np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)).item() / m


def cost_loop(AL, Y, epsilon=1e-12):
    total = 0.0
    for a, y in zip(AL[0], Y[0]):
        a = min(max(a, epsilon), 1 - epsilon)
        total -= math.log(a) if y == 1 else math.log(1 - a)
    return total / AL.shape[1]


def cost_of_true_class(AL, Y, epsilon=1e-12):
    p = np.where(Y == 1, AL, 1 - AL)
    return np.mean(-np.log(np.clip(p, epsilon, 1 - epsilon)))


def cost_squeezed(AL, Y, epsilon=1e-12):
    A = np.clip(AL, epsilon, 1 - epsilon)
    return np.squeeze(-np.sum(Y * np.log(A) + (1 - Y) * np.log1p(-A), axis=1) / A.shape[1])


# --- cross_entropy_cost: wrong
def cost_pairs(AL, Y, epsilon=1e-12):
    A = np.clip(AL, epsilon, 1 - epsilon)
    total = 0.0
    for y in Y[0]:
        for a in A[0]:
            total -= y * np.log(a) + (1 - y) * np.log(1 - a)
    return float(total / Y.shape[1])


def cost_one_minus_log(AL, Y, epsilon=1e-12):
    A = np.clip(AL, epsilon, 1 - epsilon)
    return float(-(np.sum(Y * np.log(A)) + np.sum((1 - Y) * (1 - np.log(A)))) / A.size)


def cost_per_example(AL, Y, epsilon=1e-12):
    A = np.clip(AL, epsilon, 1 - epsilon)
    return -1 / A.shape[1] * (np.log(A) * Y + np.log(1 - A) * (1 - Y))


def cost_summed(AL, Y, epsilon=1e-12):
    A = np.clip(AL, epsilon, 1 - epsilon)
    return float(-np.vdot(Y, np.log(A)) - np.vdot(1 - Y, np.log(1 - A)))


def cost_differences(AL, Y, epsilon=1e-12):
    return np.clip(AL, epsilon, 1 - epsilon) - Y


def cost_unclipped(AL, Y, epsilon=1e-12):
    m = Y.shape[1]
    return float(-(1 / m) * np.sum(np.multiply(np.log(AL), Y) + np.multiply(np.log(1 - AL), 1 - Y)))


def cost_clipped_below(AL, Y, epsilon=1e-12):
    A = np.where(AL < epsilon, epsilon, AL)
    return float(-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)))


def cost_added(AL, Y, epsilon=1e-12):
    return float(-np.mean(Y * np.log(AL + epsilon) + (1 - Y) * np.log(1 + epsilon - AL)))


def cost_negative(AL, Y, epsilon=1e-12):
    return -cost_loop(AL, Y, epsilon)


def cost_one_term(AL, Y, epsilon=1e-12):
    A = np.clip(AL, epsilon, 1 - epsilon)
    return float(-np.dot(Y, np.log(A).T).item() / A.shape[1])


def cost_squared_error(AL, Y, epsilon=1e-12):
    return float(np.sum((np.clip(AL, epsilon, 1 - epsilon) - Y) ** 2) / Y.shape[1])


def cost_matrix(AL, Y, epsilon=1e-12):
    A = np.clip(AL, epsilon, 1 - epsilon)
    return -(Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T) / Y.shape[1]


def cost_in_place(AL, Y, epsilon=1e-12):
    AL[AL < epsilon] = epsilon
    AL[AL > 1 - epsilon] = 1 - epsilon
    return cost_loop(AL, Y, epsilon)


# --- linear_backward: right
def layer_einsum(dZ, A_prev, W):
    m = dZ.shape[1]
    return (np.einsum("ij,im->jm", W, dZ), np.einsum("im,jm->ij", dZ, A_prev) / m,
            np.einsum("im->i", dZ)[:, None] / m)


def layer_loop(dZ, A_prev, W):
    m = dZ.shape[1]
    dW, db = np.zeros(W.shape), np.zeros((W.shape[0], 1))
    for i in range(m):
        dW += np.outer(dZ[:, i], A_prev[:, i])
        db[:, 0] += dZ[:, i]
    return [np.dot(W.T, dZ), dW / m, db / m]


def layer_ones(dZ, A_prev, W):
    m = A_prev.shape[1]
    return (dZ.T @ W).T, np.dot(A_prev, dZ.T).T * (1.0 / m), dZ @ np.full((m, 1), 1 / m)


def layer_augmented(dZ, A_prev, W):
    m = A_prev.shape[1]
    both = dZ @ np.vstack([A_prev, np.ones(m)]).T / m
    return np.matmul(np.transpose(W), dZ), both[:, :-1], both[:, -1:]


# --- linear_backward: wrong
def layer_no_mean(dZ, A_prev, W):
    return W.T @ dZ, dZ @ A_prev.T, dZ.sum(axis=1, keepdims=True)


def layer_no_mean_dW(dZ, A_prev, W):
    return W.T @ dZ, dZ @ A_prev.T, dZ.mean(axis=1).reshape(-1, 1)


def layer_no_mean_db(dZ, A_prev, W):
    return W.T @ dZ, dZ @ A_prev.T / dZ.shape[1], dZ @ np.ones((dZ.shape[1], 1))


def layer_one_bias(dZ, A_prev, W):
    m = dZ.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, (1 / m) * np.sum(dZ)


def layer_bias_over_units(dZ, A_prev, W):
    m = dZ.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, np.sum(dZ, axis=0, keepdims=True) / dZ.shape[0]


def layer_flat_bias(dZ, A_prev, W):
    m = dZ.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, dZ.sum(1) / m


def layer_transposed(dZ, A_prev, W):
    m = dZ.shape[1]
    return W.T @ dZ, np.dot(A_prev, dZ.T) / m, dZ.sum(1, keepdims=True) / m


def layer_mean_everywhere(dZ, A_prev, W):
    dZ = dZ / dZ.shape[1]
    return W.T @ dZ, dZ @ A_prev.T, dZ.sum(1, keepdims=True)


def layer_forward_direction(dZ, A_prev, W):
    m = dZ.shape[1]
    return np.matmul(W, dZ), dZ @ A_prev.T / m, dZ.sum(1, keepdims=True) / m


def layer_mean_over_inputs(dZ, A_prev, W):
    n_prev = W.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / n_prev, dZ.sum(1, keepdims=True) / n_prev


# --- forward_propagation: right
def forward_recursive(X, parameters, l=1):
    W, b = parameters["W" + str(l)], parameters["b" + str(l)]
    Z = np.dot(W, X) + b
    if "W" + str(l + 1) not in parameters:
        return expit(Z), [(X, W, b, Z)]
    AL, later = forward_recursive(Z * (Z > 0), parameters, l + 1)
    return AL, [(X, W, b, Z)] + later


def forward_two_parts(X, parameters):
    A, caches, L = X.copy(), (), len(parameters) // 2
    for l in range(1, L):
        A_prev = A
        Z = np.einsum("ij,jm->im", parameters[f"W{l}"], A_prev) + parameters[f"b{l}"]
        A = np.where(Z > 0, Z, 0)
        caches += ((A_prev, parameters[f"W{l}"], parameters[f"b{l}"], Z),)
    Z = parameters[f"W{L}"] @ A + parameters[f"b{L}"]
    return sigmoid_tanh(Z), caches + ((A, parameters[f"W{L}"], parameters[f"b{L}"], Z),)


def forward_lists(X, parameters):
    keys = sorted((k for k in parameters if k.startswith("W")), key=lambda k: int(k[1:]))
    A, caches = X, []
    for key in keys:
        W, b = parameters[key].copy(), parameters["b" + key[1:]].copy()
        Z = (A.T @ W.T).T + b
        caches.append([A, W, b, Z])
        A = Z.clip(min=0)
    return [expit(caches[-1][-1]), caches]


def forward_columns(X, parameters):
    L = len(parameters) // 2
    Zs, As = [], [X]
    for l in range(1, L + 1):
        Z = np.column_stack([parameters[f"W{l}"] @ x + parameters[f"b{l}"][:, 0] for x in As[-1].T])
        Zs.append(Z)
        As.append((Z + np.abs(Z)) / 2)
    return expit(Zs[-1]), [(As[l], parameters[f"W{l + 1}"], parameters[f"b{l + 1}"], Zs[l]) for l in range(L)]


# --- forward_propagation: wrong
def _forward(X, parameters, hidden=lambda Z: np.maximum(Z, 0), output=expit, keys=None, keep=None, bias=1, feed=None):
    """A forward pass whose pieces can be replaced one at a time."""
    L = len(parameters) // 2
    keys = keys(parameters) if keys else [(f"W{l}", f"b{l}") for l in range(1, L + 1)]
    A, caches = X, []
    for l, (key_W, key_b) in enumerate(keys, start=1):
        W, b = parameters[key_W], parameters[key_b]
        A_prev = A if feed is None else feed
        Z = np.dot(W, A_prev) + bias * b
        A = hidden(Z) if l < L else output(Z)
        caches.append(keep(A_prev, W, b, Z, A) if keep else (A_prev, W, b, Z))
    return A, caches


def forward_X_everywhere(X, parameters):
    return _forward(X, parameters, feed=X)


def forward_sigmoid_everywhere(X, parameters):
    return _forward(X, parameters, hidden=expit)


def forward_relu_everywhere(X, parameters):
    return _forward(X, parameters, output=lambda Z: np.maximum(Z, 0))


def forward_linear_output(X, parameters):
    return _forward(X, parameters, output=lambda Z: Z)


def forward_tanh(X, parameters):
    return _forward(X, parameters, hidden=np.tanh)


def forward_linear_hidden(X, parameters):
    return _forward(X, parameters, hidden=lambda Z: Z)


def forward_one_layer_short(X, parameters):
    A, caches, L = X, [], len(parameters) // 2
    for l in range(1, L):
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        caches.append((A, parameters[f"W{l}"], parameters[f"b{l}"], Z))
        A = Z * (Z > 0)
    return A, caches


def forward_caches_own_activation(X, parameters):
    return _forward(X, parameters, keep=lambda A_prev, W, b, Z, A: (A, W, b, Z))


def forward_caches_activation_for_Z(X, parameters):
    return _forward(X, parameters, keep=lambda A_prev, W, b, Z, A: (A_prev, W, b, A))


def forward_no_bias(X, parameters):
    return _forward(X, parameters, bias=0)


def forward_alphabetical(X, parameters):
    names = sorted(parameters)
    return _forward(X, parameters, keys=lambda p: [(k, "b" + k[1:]) for k in names if k[0] == "W"])


def forward_dictionary_order(X, parameters):
    weights, biases = ([k for k in parameters if k[0] == kind] for kind in "Wb")
    return _forward(X, parameters, keys=lambda p: list(zip(weights, biases)))


def forward_dicts(X, parameters):
    AL, caches = forward_lists(X, parameters)
    return AL, [dict(zip(("A_prev", "W", "b", "Z"), cache)) for cache in caches]


def forward_adds_bias_in_place(X, parameters):
    AL, caches = forward_lists(X, parameters)
    parameters["b1"] += 1
    return AL, caches


# --- backward_propagation: right
def backward_zeroing(AL, Y, caches):
    dZ, grads, m = AL - Y, {}, Y.shape[1]
    for l in reversed(range(1, len(caches) + 1)):
        A_prev, W, _, _ = caches[l - 1]
        grads["dW" + str(l)] = np.dot(dZ, A_prev.T) / m
        grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        grads["dZ" + str(l)] = dZ
        dZ = np.dot(W.T, dZ)
        if l > 1:
            dZ[caches[l - 2][3] <= 0] = 0
    return grads


def backward_by_chain_rule(AL, Y, caches):
    m = Y.shape[1]
    dA = (-Y / AL + (1 - Y) / (1 - AL)) / m
    grads = {}
    for l in range(len(caches) - 1, -1, -1):
        A_prev, W, b, Z = caches[l]
        slope = expit(Z) * expit(-Z) if l == len(caches) - 1 else np.where(Z > 0, 1.0, 0.0)
        dZ = dA * slope
        grads.update({f"dW{l + 1}": dZ @ A_prev.T, f"db{l + 1}": dZ.sum(1).reshape(-1, 1)})
        dA = W.T @ dZ
    return grads


def backward_gate_from_activation(AL, Y, caches):
    dZ, grads = (AL - Y) / Y.size, {}
    for l, (A_prev, W, b, Z) in reversed(list(enumerate(caches, start=1))):
        grads[f"db{l}"] = dZ.sum(axis=1, keepdims=True)
        grads[f"dW{l}"] = np.einsum("im,jm->ij", dZ, A_prev)
        dZ = np.multiply(W.T @ dZ, np.int64(A_prev > 0))
    return grads


def backward_per_example(AL, Y, caches):
    L, m = len(caches), Y.shape[1]
    grads = {f"d{k}{l}": np.zeros(caches[l - 1][i].shape) for l in range(1, L + 1) for k, i in (("W", 1), ("b", 2))}
    for i in range(m):
        dz = AL[:, i:i + 1] - Y[:, i:i + 1]
        for l in range(L, 0, -1):
            grads[f"dW{l}"] += dz @ caches[l - 1][0][:, i:i + 1].T / m
            grads[f"db{l}"] += dz / m
            if l > 1:
                dz = caches[l - 1][1].T @ dz * np.heaviside(caches[l - 2][3][:, i:i + 1], 0)
    return grads


# --- backward_propagation: wrong
def _backward(AL, Y, caches, slope=lambda Z, A, Z_above: Z > 0, dZ=None, scale=1, through=lambda W, dW: W):
    """A backward pass whose pieces can be replaced one at a time."""
    dZ, grads, m = AL - Y if dZ is None else dZ, {}, Y.shape[1]
    for l in range(len(caches), 0, -1):
        A_prev, W, b, Z = caches[l - 1]
        dW = dZ @ A_prev.T / m
        grads[f"dW{l}"], grads[f"db{l}"] = scale * dW, scale * dZ.mean(axis=1, keepdims=True)
        if l > 1:
            dZ = (through(W, dW).T @ dZ) * slope(caches[l - 2][3], A_prev, Z)
    return grads


def backward_open_gate(AL, Y, caches):
    return _backward(AL, Y, caches, slope=lambda Z, A, Z_above: A >= 0)


def backward_integer_gate(AL, Y, caches):
    return _backward(AL, Y, caches, slope=lambda Z, A, Z_above: np.int64(A))


def backward_tanh_slope(AL, Y, caches):
    return _backward(AL, Y, caches, slope=lambda Z, A, Z_above: 1 - np.power(A, 2))


def backward_sigmoid_slope(AL, Y, caches):
    return _backward(AL, Y, caches, slope=lambda Z, A, Z_above: A - A * A)


def backward_times_activation(AL, Y, caches):
    return _backward(AL, Y, caches, slope=lambda Z, A, Z_above: np.maximum(Z, 0))


def backward_gate_of_layer_above(AL, Y, caches):
    return _backward(AL, Y, caches, slope=lambda Z, A, Z_above: np.where(Z_above > 0, 1, 0))


def backward_gate_reversed(AL, Y, caches):
    return _backward(AL, Y, caches, slope=lambda Z, A, Z_above: A == 0)


def backward_through_gradient(AL, Y, caches):
    return _backward(AL, Y, caches, through=lambda W, dW: dW)


def backward_opposite(AL, Y, caches):
    return _backward(AL, Y, caches, dZ=-(AL - Y))


def backward_wrong_second_term(AL, Y, caches):
    dAL = -(Y / AL + (1 - Y) / (1 - AL))
    return _backward(AL, Y, caches, dZ=dAL * AL * (1 - AL))


def backward_squared_error(AL, Y, caches):
    s = expit(caches[-1][3])
    return _backward(AL, Y, caches, dZ=(AL - Y) * s * (1 - s))


def backward_mean_twice(AL, Y, caches):
    return _backward(AL, Y, caches, dZ=(AL - Y) / Y.shape[1])


def backward_sum(AL, Y, caches):
    return _backward(AL, Y, caches, scale=Y.shape[1])


def backward_dots_gate(AL, Y, caches):
    return _backward(AL, Y, caches, slope=lambda Z, A, Z_above: (Z > 0) @ np.eye(Z.shape[1]) * 2)


RIGHT = {
    "flatten_images": [flatten_loop, flatten_stack, flatten_einsum, flatten_moveaxis],
    "sigmoid": [expit, sigmoid_tanh, sigmoid_logaddexp, sigmoid_clipped, sigmoid_silenced, sigmoid_masks],
    "cross_entropy_cost": [cost_dots, cost_loop, cost_of_true_class, cost_squeezed],
    "linear_backward": [layer_einsum, layer_loop, layer_ones, layer_augmented],
    "forward_propagation": [forward_recursive, forward_two_parts, forward_lists, forward_columns],
    "backward_propagation": [backward_zeroing, backward_by_chain_rule, backward_gate_from_activation,
                             backward_per_example],
}

# The second entry is the named mistake whose sentence holds these words; None: judged wrong, honestly unnamed.
WRONG = with_sentences({
    "flatten_images": [
        (flatten_scrambled, "column 0 holds every m-th number", "seen"),
        (flatten_transposed_scramble, "each row mixes numbers", "seen"),
        (flatten_rows, "Every row of the result is one image", "asked"),
        (flatten_column_major, "column-major order", "plausible"),
        (flatten_column_major_scramble, "column-major reading", "plausible"),
        (flatten_scaled, "255 times too small", "plausible"),
        (flatten_one_column, "in a single column", "plausible"),
        (flatten_fixed_size, None, "plausible: the sizes 64, 64, 3 are written into the code"),
    ],
    "sigmoid": [
        (sigmoid_brackets, "2 at z = 0", "seen"),
        (sigmoid_overflows, "overflows for very negative z and NumPy warns", "seen"),
        (sigmoid_mirrored, "nan for large positive z, and right elsewhere", "plausible"),
        (sigmoid_where, "both forms are computed everywhere", "seen"),
        (sigmoid_integer_buffer, "For integers z", "seen"),
        (sigmoid_swapped, "on the side where it is not safe", "seen"),
        (sigmoid_tight_clip, "stops falling", "plausible"),
        (sigmoid_falls, "falls where it must rise", "plausible"),
        (sigmoid_math, None, "plausible: math.exp does not take arrays"),
        (sigmoid_is_tanh, None, "plausible: another activation"),
        (sigmoid_in_place, "inputs changed", "plausible"),
    ],
    "cross_entropy_cost": [
        (cost_pairs, "pairs the label of every example", "seen"),
        (cost_one_minus_log, "1 minus a logarithm", "seen"),
        (cost_per_example, "One number for every example", "seen"),
        (cost_summed, "m times too large", "plausible"),
        (cost_differences, "The differences a − y", "seen"),
        (cost_unclipped, "nan or infinite", "seen"),
        (cost_clipped_below, "two ends", "plausible"),
        (cost_added, "added inside the logarithms", "plausible"),
        (cost_negative, "The cost is negative", "plausible"),
        (cost_one_term, "Only the examples with label 1", "plausible"),
        (cost_squared_error, "mean squared error", "plausible"),
        (cost_matrix, "type", "seen"),
        (cost_in_place, "inputs changed", "seen"),
    ],
    "linear_backward": [
        (layer_no_mean, "`dW` and `db` are m times too large", "plausible"),
        (layer_no_mean_dW, "`dW` is not divided", "plausible"),
        (layer_no_mean_db, "`db` adds over the examples", "plausible"),
        (layer_one_bias, "one number for the whole layer", "plausible"),
        (layer_bias_over_units, "a mean over the units", "plausible"),
        (layer_flat_bias, "in shape (n,)", "plausible"),
        (layer_transposed, "transpose of the right one", "plausible"),
        (layer_mean_everywhere, "`dA_prev` is divided by m", "plausible"),
        (layer_forward_direction, "forward direction", "plausible"),
        (layer_mean_over_inputs, "number of inputs of the layer", "plausible"),
    ],
    "forward_propagation": [
        (forward_X_everywhere, "Every layer receives X", "seen"),
        (forward_sigmoid_everywhere, "hidden layers use the sigmoid", "seen"),
        (forward_relu_everywhere, "output layer uses ReLU", "plausible"),
        (forward_linear_output, "without the sigmoid", "plausible"),
        (forward_tanh, "hidden layers use tanh", "plausible"),
        (forward_linear_hidden, "have no activation", "plausible"),
        (forward_one_layer_short, "one layer early", "plausible"),
        (forward_caches_own_activation, "the layer's own activation", "plausible"),
        (forward_caches_activation_for_Z, "last entry of each cache", "plausible"),
        (forward_no_bias, "biases are not added", "plausible"),
        (forward_alphabetical, "alphabetical order", "plausible"),
        (forward_dictionary_order, "in which the dictionary lists them", "plausible"),
        (forward_dicts, None, "plausible: caches hold dictionaries"),
        (forward_adds_bias_in_place, "inputs changed", "plausible"),
    ],
    "backward_propagation": [
        (backward_open_gate, "network without ReLU", "seen"),
        (backward_integer_gate, "whole-number part", "asked"),
        (backward_tanh_slope, "slope of tanh", "seen"),
        (backward_sigmoid_slope, "use the slope of the sigmoid", "plausible"),
        (backward_times_activation, "activation itself", "plausible"),
        (backward_gate_of_layer_above, "Z of the layer above", "plausible"),
        (backward_gate_reversed, "wrong direction", "plausible"),
        (backward_through_gradient, "differ by one letter", "seen"),
        (backward_opposite, "opposite sign. Look at the start", "plausible"),
        (backward_wrong_second_term, "those with label 0 with the opposite sign", "asked"),
        (backward_squared_error, "once too often in the output layer", "plausible"),
        (backward_mean_twice, "m times too small", "plausible"),
        (backward_sum, "m times too large", "plausible"),
        (backward_dots_gate, None, "seen: a matrix product where an elementwise one belongs"),
    ],
})
