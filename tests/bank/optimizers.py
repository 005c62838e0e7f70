"""Right and wrong answers to the optimizer exercises, written independently of the references."""
import copy
import math

import numpy as np

from course.solutions.exercises import find


def sentence(function, beginning):
    """The one named mistake of an exercise whose sentence begins so."""
    if beginning == "inputs changed":
        return beginning
    found = [s for s in find(function).wrong if s.startswith(beginning)]
    assert len(found) == 1, (function, beginning, found)
    return found[0]


# ---- states -----------------------------------------------------------------------------------------------------
def zeros_by_layer(parameters):
    v = {}
    for l in range(1, len(parameters) // 2 + 1):
        v["dW" + str(l)] = np.zeros(parameters["W" + str(l)].shape)
        v["db" + str(l)] = np.zeros((parameters["b" + str(l)].shape[0], 1))
    return v


def zeros_like_float(parameters):
    return {f"d{k}": np.zeros_like(p, dtype=float) for k, p in sorted(parameters.items(), reverse=True)}


def zeros_by_product(parameters):
    return dict(zip(["d" + k for k in parameters], [0.0 * p for p in parameters.values()]))


def zeros_by_full(parameters):
    return {"d%s" % k: np.full(np.shape(p), 0.0) for k, p in parameters.items()}


def pair_of(make):
    def pair(parameters):
        return make(parameters), make(parameters)
    pair.__name__ = f"pair_of_{make.__name__}"
    return pair


def list_of_two(parameters):
    v = zeros_by_full(parameters)
    return [v, copy.deepcopy(v)]


def names_of_parameters(parameters):
    return {k: np.zeros(p.shape) for k, p in parameters.items()}


def keeps_the_type(parameters):
    return {"d" + k: np.zeros(p.shape, p.dtype) for k, p in parameters.items()}


def copies_of_parameters(parameters):
    return {"d" + k: np.array(p, dtype=float) for k, p in parameters.items()}


def only_weights(parameters):
    return {f"dW{l}": np.zeros(parameters[f"W{l}"].shape) for l in range(1, len(parameters) // 2 + 1)}


def one_layer_short(parameters):
    v, L = {}, len(parameters) // 2
    for l in range(1, L):
        v[f"dW{l}"], v[f"db{l}"] = np.zeros_like(parameters[f"W{l}"], float), np.zeros_like(parameters[f"b{l}"], float)
    return v


def ones(parameters):
    return {"d" + k: np.ones_like(p, dtype=float) for k, p in parameters.items()}


def one_dictionary_twice(parameters):
    v = s = zeros_by_layer(parameters)
    return v, s


def four_dictionaries(parameters):
    return tuple(zeros_by_layer(parameters) for _ in range(4))


def one_dictionary(parameters):
    return zeros_by_layer(parameters)


def zeros_and_ones(parameters):
    return zeros_by_layer(parameters), ones(parameters)


# ---- momentum ---------------------------------------------------------------------------------------------------
def layered(rule):
    """A two-output update from rule(theta, g, state, …) -> theta, state, applied layer by layer."""
    def update(parameters, grads, state, *numbers):
        new, kept = {}, {}
        for l in range(1, len(parameters) // 2 + 1):
            for kind in "Wb":
                k = kind + str(l)
                new[k], kept["d" + k] = rule(parameters[k], grads["d" + k], state["d" + k], *numbers)
        return new, kept
    update.__name__ = rule.__name__
    return update


def crossed(rule):
    """The same with dW read where db belongs."""
    def update(parameters, grads, state, *numbers):
        new, kept = {}, {}
        for k, p in parameters.items():
            g = grads["dW" + k[1:]]
            new[k], kept["d" + k] = rule(p, g, state["d" + k], *numbers)
        return new, kept
    update.__name__ = f"crossed_{rule.__name__}"
    return update


@layered
def momentum_by_difference(p, g, v, beta, lr):
    v = v + (1 - beta) * (g - v)
    return p - lr * v, v


def momentum_on_copies(parameters, grads, v, beta, learning_rate):
    parameters, v = copy.deepcopy(parameters), copy.deepcopy(v)
    for k in v:
        v[k] *= beta
        v[k] += (1 - beta) * grads[k]
        parameters[k[1:]] -= learning_rate * v[k]
    return parameters, v


def momentum_flattened(parameters, grads, v, beta, learning_rate):
    names, shapes = list(parameters), [parameters[k].shape for k in parameters]
    flat = [np.concatenate([d[k].ravel() for k in keys])
            for d, keys in ((parameters, names), (grads, ["d" + k for k in names]), (v, ["d" + k for k in names]))]
    new_v = np.average(flat[1:][::-1], axis=0, weights=[beta, 1 - beta])
    cuts = np.cumsum([math.prod(s) for s in shapes])[:-1]

    def unpack(vector, prefix):
        return {prefix + k: part.reshape(s).copy() for k, part, s in zip(names, np.split(vector, cuts), shapes)}
    return [unpack(flat[0] - learning_rate * new_v, ""), unpack(new_v, "d")]


@layered
def momentum_einsum(p, g, v, beta, lr):
    mix = np.einsum("k,kij->ij", np.array([beta, 1 - beta]), np.array([v, g]))
    return np.subtract(p, np.multiply(lr, mix)), mix


@layered
def momentum_adds(p, g, v, beta, lr):
    v = np.multiply(beta, v) + g
    return p - v * lr, v


@layered
def momentum_weights_swapped(p, g, v, beta, lr):
    v = v - beta * (v - g)
    return p - lr * v, v


@layered
def momentum_mixed_signs(p, g, v, beta, lr):
    v = beta * v - lr * g
    return p - v, v


@layered
def momentum_mixed_signs_and_rate(p, g, v, beta, lr):
    v = beta * v - lr * g
    return p - lr * v, v


@layered
def momentum_rate_inside(p, g, v, beta, lr):
    v = beta * v - lr * g
    return p + v, v


@layered
def momentum_weight_twice(p, g, v, beta, lr):
    v = beta * v + (1 - beta) * g
    return p - (1 - beta) * lr * v, v


@layered
def momentum_gradient_for_v(p, g, v, beta, lr):
    v = beta * g + (1 - beta) * g
    return p - lr * v, v


@layered
def momentum_corrected(p, g, v, beta, lr):
    v = beta * v + (1 - beta) * g
    return p - lr * (v / (1 - beta**1)), v


@layered
def momentum_old_v(p, g, v, beta, lr):
    return p - lr * v, beta * v + (1 - beta) * g


@layered
def momentum_ignored(p, g, v, beta, lr):
    return p - lr * g, beta * v + (1 - beta) * g


@layered
def momentum_state_lost(p, g, v, beta, lr):
    return p - lr * (beta * v + (1 - beta) * g), v * 1.0


@layered
def momentum_uphill(p, g, v, beta, lr):
    v = beta * v + (1 - beta) * g
    return p + lr * v, v


def momentum_b_from_w(parameters, grads, v, beta, learning_rate):
    new, v = momentum_einsum(parameters, grads, v, beta, learning_rate)
    for l in range(1, len(parameters) // 2 + 1):
        new[f"b{l}"] = parameters[f"W{l}"] - learning_rate * v[f"db{l}"]
    return new, v


def momentum_in_place(parameters, grads, v, beta, learning_rate):
    for k in parameters:
        v["d" + k] = beta * v["d" + k] + (1 - beta) * grads["d" + k]
        parameters[k] = parameters[k] - learning_rate * v["d" + k]
    return parameters, v


# ---- RMSprop ----------------------------------------------------------------------------------------------------
def with_epsilon(update):
    """Adds the last argument's default 1e-8."""
    def whole(parameters, grads, s, *numbers, epsilon=1e-8):
        return update(parameters, grads, s, *numbers, epsilon)

    def rmsprop(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
        return whole(parameters, grads, s, beta2, learning_rate, epsilon=epsilon)
    rmsprop.__name__ = update.__name__
    return rmsprop


@with_epsilon
@layered
def rmsprop_by_difference(p, g, s, b, lr, e):
    s = s + (1 - b) * (g * g - s)
    return p - lr / (np.sqrt(s) + e) * g, s


@with_epsilon
@layered
def rmsprop_hypot(p, g, s, b, lr, e):
    root = np.hypot(math.sqrt(b) * np.sqrt(s), math.sqrt(1 - b) * g)
    return p - lr * (g / (root + e)), root**2


@with_epsilon
@layered
def rmsprop_powers(p, g, s, b, lr, e):
    s = b * s + (1 - b) * np.power(g, 2)
    return p + np.divide(-lr * g, e + s**0.5), s


def rmsprop_on_copies(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    parameters, s = copy.deepcopy(parameters), copy.deepcopy(s)
    for k, g in grads.items():
        s[k] = beta2 * s[k] + (1 - beta2) * np.square(g)
        parameters[k[1:]] -= learning_rate * g / (np.sqrt(s[k]) + epsilon)
    return parameters, s


@with_epsilon
@layered
def rmsprop_epsilon_inside(p, g, s, b, lr, e):
    s = b * s + (1 - b) * g * g
    return p - lr * g * (s + e) ** -0.5, s


@with_epsilon
@layered
def rmsprop_epsilon_fixed(p, g, s, b, lr, e):
    s = b * s + (1 - b) * g * g
    return p - lr * g / (1e-8 + np.sqrt(s)), s


@with_epsilon
@layered
def rmsprop_without_epsilon(p, g, s, b, lr, e):
    s = b * s + (1 - b) * g * g
    return p - lr * g * s ** -0.5, s


@with_epsilon
@layered
def rmsprop_epsilon_after(p, g, s, b, lr, e):
    s = b * s + (1 - b) * g * g
    return p - lr * (g * s**-0.5 + e), s


@with_epsilon
@layered
def rmsprop_corrected(p, g, s, b, lr, e):
    s = b * s + (1 - b) * g * g
    hat = s / (1 - b**1)
    return p - lr * g / (hat**0.5 + e), s


@with_epsilon
@layered
def rmsprop_rootless(p, g, s, b, lr, e):
    s = b * s + (1 - b) * g * g
    return p - g * lr / (s + e), s


@with_epsilon
@layered
def rmsprop_old_s(p, g, s, b, lr, e):
    return p - g * lr / (s**0.5 + e), b * s + (1 - b) * g * g


@with_epsilon
@layered
def rmsprop_unsquared(p, g, s, b, lr, e):
    s = b * s + (1 - b) * g
    return p - lr * g / (np.sqrt(s) + e), s


@with_epsilon
@layered
def rmsprop_adds(p, g, s, b, lr, e):
    s = b * s + np.square(g)
    return p - lr * g / (np.sqrt(s) + e), s


@with_epsilon
@layered
def rmsprop_weights_swapped(p, g, s, b, lr, e):
    s = s - b * (s - g * g)
    return p - lr * g / (np.sqrt(s) + e), s


@with_epsilon
@layered
def rmsprop_sums(p, g, s, b, lr, e):
    s = s + g * g
    return p - lr * g / (np.sqrt(s) + e), s


@with_epsilon
@crossed
def rmsprop_biases(p, g, s, b, lr, e):
    s = b * s + (1 - b) * g * g
    return p - lr * g / (np.sqrt(s) + e), s


def rmsprop_biases_squares_only(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    new, kept = {}, {}
    for k, p in parameters.items():
        kept["d" + k] = beta2 * s["d" + k] + (1 - beta2) * grads["dW" + k[1:]] ** 2
        new[k] = p - learning_rate * grads["d" + k] / (np.sqrt(kept["d" + k]) + epsilon)
    return new, kept


@with_epsilon
@layered
def rmsprop_uphill(p, g, s, b, lr, e):
    s = b * s + (1 - b) * g * g
    return p + lr * g / (np.sqrt(s) + e), s


@with_epsilon
@layered
def rmsprop_state_lost(p, g, s, b, lr, e):
    return p - lr * g / (np.sqrt(b * s + (1 - b) * g * g) + e), np.array(s)


# ---- Adam -------------------------------------------------------------------------------------------------------
def adam(rule):
    """An Adam update from rule(theta, g, v, s, t, lr, b1, b2, e) -> theta, v, s."""
    def update(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
        new = {}, {}, {}
        for l in range(1, len(parameters) // 2 + 1):
            for k in (f"W{l}", f"b{l}"):
                result = rule(parameters[k], grads["d" + k], v["d" + k], s["d" + k], t, learning_rate, beta1, beta2, epsilon)
                for place, name, array in zip(new, (k, "d" + k, "d" + k), result):
                    place[name] = array
        return new
    update.__name__ = rule.__name__
    return update


def averages(g, v, s, b1, b2):
    return b1 * v + (1 - b1) * g, b2 * s + (1 - b2) * g * g


@adam
def adam_by_difference(p, g, v, s, t, lr, b1, b2, e):
    v, s = v + (1 - b1) * (g - v), s + (1 - b2) * (g**2 - s)
    return p - lr * (1 / (1 - math.pow(b1, t)) * v) / (np.sqrt(s * (1 / (1 - np.power(b2, t)))) + e), v, s


@adam
def adam_folded(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    lr_t = lr * np.sqrt(1 - b2**t) / (1 - b1**t)
    return p - lr_t * v / (np.sqrt(s) + e), v, s


@adam
def adam_common_divisor(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    root = math.sqrt(1 - b2**t)
    return p - lr * root * v / ((1 - b1**t) * (s**0.5 + e * root)), v, s


def adam_on_copies(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    parameters, v, s = (copy.deepcopy(d) for d in (parameters, v, s))
    for k, g in grads.items():
        v[k] = v[k] * beta1 + g * (1 - beta1)
        s[k] = s[k] * beta2 + np.square(g) * (1 - beta2)
        parameters[k[1:]] -= learning_rate * (v[k] / (1 - beta1**t)) / (np.sqrt(s[k] / (1 - beta2**t)) + epsilon)
    return [parameters, v, s]


@adam
def adam_v_uncorrected(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    return p - lr * v / (np.sqrt(s / (1 - b2**t)) + e), v, s


@adam
def adam_s_uncorrected(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    return p - lr / (1 - b1**t) * v / (np.sqrt(s) + e), v, s


@adam
def adam_uncorrected(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    return p - lr * v / (np.sqrt(s) + e), v, s


@adam
def adam_s_by_beta1(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    c = 1 - b1**t
    return p - lr * (v / c) / (np.sqrt(s / c) + e), v, s


def shifted(k):
    def adam_shifted(p, g, v, s, t, lr, b1, b2, e):
        v, s = averages(g, v, s, b1, b2)
        t = t + k
        with np.errstate(all="ignore"):
            return p - lr * (v / np.float64(1 - b1**t)) / (np.sqrt(s / np.float64(1 - b2**t)) + e), v, s
    return adam(adam_shifted)


@adam
def adam_never_advanced(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    t = 1
    return p - lr * (v / (1 - b1**t)) / (np.sqrt(s / (1 - b2**t)) + e), v, s


@adam
def adam_times_t(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    return p - lr * (v / (1 - t * b1)) / (np.sqrt(s / (1 - t * b2)) + e), v, s


def adam_t_per_array(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    new, v, s = {}, dict(v), dict(s)
    for l in range(1, len(parameters) // 2 + 1):
        for k in (f"W{l}", f"b{l}"):
            v["d" + k], s["d" + k] = averages(grads["d" + k], v["d" + k], s["d" + k], beta1, beta2)
            hat_v, hat_s = v["d" + k] / (1 - beta1**t), s["d" + k] / (1 - beta2**t)
            new[k] = parameters[k] - learning_rate * hat_v / (np.sqrt(hat_s) + epsilon)
            t += 1
    return new, v, s


@adam
def adam_corrected_kept(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    v /= 1 - b1**t
    s /= 1 - b2**t
    return p - lr * v / (np.sqrt(s) + e), v, s


@adam
def adam_epsilon_inside(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    return p - lr * v / (1 - b1**t) * (s / (1 - b2**t) + e) ** -0.5, v, s


@adam
def adam_epsilon_after(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    ratio = v / (1 - b1**t) / np.sqrt(s / (1 - b2**t))
    return p - lr * (ratio + e), v, s


@adam
def adam_places_exchanged(p, g, v, s, t, lr, b1, b2, e):
    m, sq = averages(g, v, s, b1, b2)
    return p - lr * (m / (1 - b1**t)) / (np.sqrt(sq / (1 - b2**t)) + e), sq, m


@adam
def adam_roles_exchanged(p, g, v, s, t, lr, b1, b2, e):
    sq, m = b2 * v + (1 - b2) * g * g, b1 * s + (1 - b1) * g
    with np.errstate(all="ignore"):
        return p - lr * (m / (1 - b1**t)) / (np.sqrt(sq / (1 - b2**t)) + e), sq, m


@adam
def adam_betas_exchanged(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b2, b1)
    return p - lr * (v / (1 - b2**t)) / (np.sqrt(s / (1 - b1**t)) + e), v, s


@adam
def adam_rootless(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    return p - lr * (v / (1 - b1**t)) / (s / (1 - b2**t) + e), v, s


@adam
def adam_root_of_the_beta(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    return p - lr * (v / (1 - b1**t)) / (math.sqrt(b1) + e), v, s


@adam
def adam_multiplied(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    return p - lr * (v / (1 - b1**t)) * (np.sqrt(s / (1 - b2**t)) + e), v, s


@adam
def adam_unsquared(p, g, v, s, t, lr, b1, b2, e):
    v, s = b1 * v + (1 - b1) * g, b2 * s + (1 - b2) * g
    return p - lr * (v / (1 - b1**t)) / (np.sqrt(s / (1 - b2**t)) + e), v, s


@adam
def adam_gradient_for_v(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    return p - lr * g / (np.sqrt(s / (1 - b2**t)) + e), v, s


@adam
def adam_uphill(p, g, v, s, t, lr, b1, b2, e):
    v, s = averages(g, v, s, b1, b2)
    return p + lr * (v / (1 - b1**t)) / (np.sqrt(s / (1 - b2**t)) + e), v, s


def adam_biases_by_dw(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    grads = {k: grads["dW" + k[2:]] for k in grads}
    return adam_by_difference(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)


def adam_b_from_w(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    starts = {k: parameters["W" + k[1:]] for k in parameters}
    new = {}
    _, new_v, new_s = adam_by_difference(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
    for k, start in starts.items():
        new[k] = start - learning_rate * (new_v["d" + k] / (1 - beta1**t)) / (np.sqrt(new_s["d" + k] / (1 - beta2**t)) + epsilon)
    return new, new_v, new_s


def adam_ten_epsilon(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=10e-8):
    return adam_by_difference(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)


def adam_in_place(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    new = adam_by_difference(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
    for old, now in zip((parameters, v, s), new):
        for k in old:
            old[k][...] = now[k]
    return new


# ---- AdaGrad ----------------------------------------------------------------------------------------------------
def adagrad(rule):
    """Adds the default ε."""
    layer_by_layer = layered(rule)

    def update(parameters, grads, s, learning_rate, epsilon=1e-8):
        return layer_by_layer(parameters, grads, s, learning_rate, epsilon)
    update.__name__ = rule.__name__
    return update


@adagrad
def adagrad_epsilon_inside(p, g, s, lr, e):
    s = s + g * g
    return p - lr * g / np.sqrt(s + e**2), s


@adagrad
def adagrad_hypot(p, g, s, lr, e):
    return p - lr * g / (np.hypot(np.sqrt(s), g) + e), s + np.square(g)


def adagrad_where(parameters, grads, s, learning_rate, epsilon=1e-8):
    s = {k: s[k] + np.power(grads[k], 2) for k in grads}
    steps = {k: np.divide(grads[k], np.sqrt(s[k]), out=np.zeros_like(s[k]), where=s[k] > 0) for k in grads}
    return {k: p - learning_rate * steps["d" + k] for k, p in parameters.items()}, s


def adagrad_on_copies(parameters, grads, s, learning_rate, epsilon=1e-8):
    parameters, s = copy.deepcopy(parameters), copy.deepcopy(s)
    for k in parameters:
        s["d" + k] += grads["d" + k] ** 2
        parameters[k] -= learning_rate * grads["d" + k] / (epsilon + s["d" + k] ** 0.5)
    return parameters, s


@adagrad
def adagrad_rate_in_the_sum(p, g, s, lr, e):
    s = s + lr**2 * g**2
    return p - lr * g / (np.sqrt(s) + e), s


@adagrad
def adagrad_gradient_missing(p, g, s, lr, e):
    s = s + g**2
    return p - lr / (np.sqrt(s) + e), s


@adagrad
def adagrad_no_epsilon(p, g, s, lr, e):
    s = s + g**2
    return p - lr * g / np.sqrt(s), s


@adagrad
def adagrad_uphill(p, g, s, lr, e):
    s = s + g**2
    return p + lr * g / (np.sqrt(s) + e), s


@adagrad
def adagrad_fading(p, g, s, lr, e):
    s = s + 0.1 * (g**2 - s)
    return p - lr * g / (np.sqrt(s) + e), s


@adagrad
def adagrad_restarted(p, g, s, lr, e):
    s = np.zeros_like(p) + g**2
    return p - lr * g / (np.sqrt(s) + e), s


@adagrad
def adagrad_rootless(p, g, s, lr, e):
    s = s + g**2
    return p - lr * g / (s + e), s


@adagrad
def adagrad_old_sum(p, g, s, lr, e):
    return p - lr * g / (np.sqrt(s) + e), s + g**2


def adagrad_biases_by_dw(parameters, grads, s, learning_rate, epsilon=1e-8):
    return adagrad_hypot(parameters, {k: grads["dW" + k[2:]] for k in grads}, s, learning_rate, epsilon)


# ---- Nesterov ---------------------------------------------------------------------------------------------------
@layered
def nesterov_old_and_new(p, g, v, beta, lr):
    new = beta * v + (1 - beta) * g
    return p - lr * (new + beta * (new - v)), new


@layered
def nesterov_expanded(p, g, v, beta, lr):
    return p - lr * (beta**2 * v + (1 + beta) * (1 - beta) * g), (1 - beta) * g + beta * v


@layered
def nesterov_scaled_velocity(p, g, v, beta, lr):
    u = v / (1 - beta)  # the velocity of the other convention, u = βu + g
    u = beta * u + g
    return p - lr * (1 - beta) * (beta * u + g), (1 - beta) * u


def nesterov_on_copies(parameters, grads, v, beta, learning_rate):
    parameters, v = copy.deepcopy(parameters), copy.deepcopy(v)
    for k in grads:
        v[k] += (1 - beta) * (grads[k] - v[k])
        parameters[k[1:]] -= learning_rate * (v[k] + (1 - beta) * (grads[k] - v[k]))
    return parameters, v


@layered
def nesterov_gradient_unweighted(p, g, v, beta, lr):
    v = beta * v + (1 - beta) * g
    return p - lr * (g + beta * v), v


@layered
def nesterov_other_convention(p, g, v, beta, lr):
    v = beta * v + g
    return p - lr * (g + beta * v), v


@layered
def nesterov_beta_missing(p, g, v, beta, lr):
    v = beta * v + (1 - beta) * g
    return p - lr * (v + (1 - beta) * g), v


@layered
def nesterov_gradient_missing(p, g, v, beta, lr):
    v = beta * v + (1 - beta) * g
    return p - lr * beta * v, v


@layered
def nesterov_rate_missing(p, g, v, beta, lr):
    v = beta * v + (1 - beta) * g
    return p - beta * v - lr * (1 - beta) * g, v


@layered
def nesterov_uphill(p, g, v, beta, lr):
    v = beta * v + (1 - beta) * g
    return p + lr * (beta * v + (1 - beta) * g), v


@layered
def nesterov_second_average_kept(p, g, v, beta, lr):
    for _ in range(2):
        v = beta * v + (1 - beta) * g
    return p - lr * v, v


@layered
def nesterov_weights_swapped(p, g, v, beta, lr):
    v = (1 - beta) * v + beta * g
    return p - lr * (beta * v + (1 - beta) * g), v


@layered
def nesterov_rewritten_with_new(p, g, v, beta, lr):
    v = beta * v - lr * g
    return p + beta**2 * v - (1 + beta) * lr * g, v


@layered
def nesterov_mixed_signs(p, g, v, beta, lr):
    v = beta * v - lr * g
    return p - (beta * v - lr * g), v


# ---- AdamW ------------------------------------------------------------------------------------------------------
def adamw(rule):
    """An AdamW update from a rule for one array."""
    def update(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay):
        new = {}, {}, {}
        for k in parameters:
            d = "d" + k
            new[0][k], new[1][d], new[2][d] = rule(parameters[k], grads[d], v[d], s[d], t, learning_rate, beta1, beta2, epsilon,
                                                   weight_decay)
        return new
    update.__name__ = rule.__name__
    return update


def direction(v, s, t, b1, b2, e):
    return v / (1 - b1**t) / (np.sqrt(s / (1 - b2**t)) + e)


@adamw
def adamw_shrunk_first(p, g, v, s, t, lr, b1, b2, e, wd):
    v, s = averages(g, v, s, b1, b2)
    return p * (1 - lr * wd) - lr * direction(v, s, t, b1, b2, e), v, s


@adamw
def adamw_in_one_line(p, g, v, s, t, lr, b1, b2, e, wd):
    v, s = averages(g, v, s, b1, b2)
    return p - lr * (direction(v, s, t, b1, b2, e) + wd * p), v, s


@adamw
def adamw_folded(p, g, v, s, t, lr, b1, b2, e, wd):
    v, s = averages(g, v, s, b1, b2)
    return p - lr * wd * p - lr * np.sqrt(1 - b2**t) / (1 - b1**t) * v / (np.sqrt(s) + e), v, s


def adamw_on_copies(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay):
    new = {k: p.copy() for k, p in parameters.items()}
    for p in new.values():
        p *= 1 - learning_rate * weight_decay
    step, v, s = adam_by_difference(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
    return {k: new[k] + step[k] - parameters[k] for k in new}, v, s


@adamw
def adamw_l2(p, g, v, s, t, lr, b1, b2, e, wd):
    v, s = averages(g + wd * p, v, s, b1, b2)
    return p - lr * direction(v, s, t, b1, b2, e), v, s


@adamw
def adamw_over_the_root(p, g, v, s, t, lr, b1, b2, e, wd):
    v, s = averages(g, v, s, b1, b2)
    return p - lr * (v / (1 - b1**t) + wd * p) / (np.sqrt(s / (1 - b2**t)) + e), v, s


@adamw
def adamw_rate_missing(p, g, v, s, t, lr, b1, b2, e, wd):
    v, s = averages(g, v, s, b1, b2)
    return (1 - wd) * p - lr * direction(v, s, t, b1, b2, e), v, s


@adamw
def adamw_grows(p, g, v, s, t, lr, b1, b2, e, wd):
    v, s = averages(g, v, s, b1, b2)
    return (1 + lr * wd) * p - lr * direction(v, s, t, b1, b2, e), v, s


@adamw
def adamw_after_the_step(p, g, v, s, t, lr, b1, b2, e, wd):
    v, s = averages(g, v, s, b1, b2)
    return (p - lr * direction(v, s, t, b1, b2, e)) * (1 - lr * wd), v, s


@adamw
def adamw_no_decay(p, g, v, s, t, lr, b1, b2, e, wd):
    v, s = averages(g, v, s, b1, b2)
    return p - lr * direction(v, s, t, b1, b2, e), v, s


def adamw_weights_only(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay):
    new, v, s = adam_by_difference(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
    for l in range(1, len(parameters) // 2 + 1):
        new[f"W{l}"] = new[f"W{l}"] - learning_rate * weight_decay * parameters[f"W{l}"]
    return new, v, s


def named(function, *rows):
    """Rows (wrong function, beginning of its sentence or None, mark) with the whole sentence looked up."""
    return [(wrong, start and sentence(function, start), mark) for wrong, start, mark in rows]


STATES = [zeros_by_layer, zeros_like_float, zeros_by_product, zeros_by_full]

RIGHT = {
    "initialize_velocity": STATES,
    "initialize_rmsprop": STATES,
    "initialize_adam": [*map(pair_of, STATES), list_of_two],
    "update_parameters_with_momentum": [momentum_by_difference, momentum_on_copies, momentum_flattened, momentum_einsum],
    "update_parameters_with_rmsprop": [rmsprop_by_difference, rmsprop_hypot, rmsprop_powers, rmsprop_on_copies],
    "update_parameters_with_adam": [adam_by_difference, adam_folded, adam_common_divisor, adam_on_copies],
    "update_parameters_with_adagrad": [adagrad_epsilon_inside, adagrad_hypot, adagrad_where, adagrad_on_copies],
    "update_parameters_with_nesterov": [nesterov_old_and_new, nesterov_expanded, nesterov_scaled_velocity, nesterov_on_copies],
    "update_parameters_with_adamw": [adamw_shrunk_first, adamw_in_one_line, adamw_folded, adamw_on_copies],
}

WRONG = {
    "initialize_velocity": named(
        "initialize_velocity",
        (names_of_parameters, "The entries of `v`", "plausible"),
        (keeps_the_type, "For parameters of whole", "plausible"),
        (copies_of_parameters, "`v` starts as a copy", "plausible"),
        (only_weights, "`v` has no entries for the biases", "plausible"),
        (one_layer_short, "`v` has no entries for the last", "plausible"),
        (ones, None, "plausible"),
    ),
    "initialize_rmsprop": named(
        "initialize_rmsprop",
        (names_of_parameters, "The entries of `s`", "plausible"),
        (keeps_the_type, "For parameters of whole", "plausible"),
        (copies_of_parameters, "`s` starts as a copy", "plausible"),
        (only_weights, "`s` has no entries for the biases", "plausible"),
        (one_layer_short, "`s` has no entries for the last", "plausible"),
        (ones, "`s` starts at ones", "seen"),
    ),
    "initialize_adam": named(
        "initialize_adam",
        (one_dictionary_twice, "v and s are the same", "plausible"),
        (one_dictionary, "One dictionary came back", "plausible"),
        (pair_of(names_of_parameters), "The entries are named", "plausible"),
        (pair_of(keeps_the_type), "For parameters of whole", "plausible"),
        (zeros_and_ones, "`s` starts at ones", "seen"),
        (four_dictionaries, None, "plausible"),
        (pair_of(one_layer_short), None, "plausible"),
    ),
    "update_parameters_with_momentum": named(
        "update_parameters_with_momentum",
        (momentum_adds, "The new velocity is βv + g", "seen"),
        (momentum_weights_swapped, "The two weights", "plausible"),
        (momentum_mixed_signs, "Two conventions", "seen"),
        (momentum_mixed_signs_and_rate, None, "plausible"),
        (momentum_rate_inside, "The velocity holds the learning rate", "plausible"),
        (momentum_weight_twice, "The velocity is right and the step is too small", "seen"),
        (momentum_gradient_for_v, "The new velocity equals", "seen"),
        (momentum_corrected, "The velocity is right and the step is divided", "plausible"),
        (momentum_old_v, "The new velocity is right", "plausible"),
        (momentum_ignored, "The velocity is right, and the step follows", "plausible"),
        (momentum_state_lost, "The parameters are right", "plausible"),
        (momentum_uphill, "The velocity is right, and the step goes uphill", "plausible"),
        (crossed(lambda p, g, v, b, lr: (p - lr * (b * v + (1 - b) * g), b * v + (1 - b) * g)), "The velocity of a bias", "plausible"),
        (momentum_b_from_w, "The new biases", "plausible"),
        (momentum_in_place, "inputs changed", "seen"),
    ),
    "update_parameters_with_rmsprop": named(
        "update_parameters_with_rmsprop",
        (rmsprop_epsilon_inside, "ε stands inside", "seen"),
        (rmsprop_epsilon_fixed, "The step does not follow", "seen"),
        (rmsprop_without_epsilon, "ε is missing", "plausible"),
        (rmsprop_epsilon_after, "ε is added after", "plausible"),
        (rmsprop_corrected, "The state is right, and the step uses a bias", "plausible"),
        (rmsprop_rootless, "The state is right, and the step is divided by the mean", "plausible"),
        (rmsprop_old_s, "The state is right, and the step is divided by the root of the old", "plausible"),
        (rmsprop_unsquared, "The state averages the gradients", "plausible"),
        (rmsprop_adds, "The squared gradient", "plausible"),
        (rmsprop_weights_swapped, "The two weights", "plausible"),
        (rmsprop_sums, "The squares are summed", "plausible"),
        (rmsprop_biases, "The gradient of the weights", "plausible"),
        (rmsprop_biases_squares_only, "The state of a bias", "seen: a printed formula squares dW for b"),
        (rmsprop_uphill, "The state is right, and the step goes uphill", "plausible"),
        (rmsprop_state_lost, "The parameters are right", "plausible"),
    ),
    "update_parameters_with_adam": named(
        "update_parameters_with_adam",
        (adam_v_uncorrected, "The averages are right, and the first moment", "plausible"),
        (adam_s_uncorrected, "The averages are right, and the second moment", "seen"),
        (adam_uncorrected, "The averages are right, and neither", "plausible"),
        (adam_s_by_beta1, "The second moment is corrected with β₁", "seen"),
        (shifted(1), "The corrections are those of step t + 1", "seen"),
        (shifted(-1), "The corrections are those of step t − 1", "seen"),
        (adam_never_advanced, "Every step is corrected", "seen"),
        (adam_times_t, "The corrections multiply", "plausible"),
        (adam_t_per_array, "The first array is right", "seen"),
        (adam_corrected_kept, "The step is right, and the averages", "seen"),
        (adam_epsilon_inside, "ε stands inside", "seen"),
        (adam_epsilon_after, "ε is added after", "seen"),
        (adam_places_exchanged, "The step is right, and v and s", "seen"),
        (adam_roles_exchanged, None, "seen: only for zero state like the row above"),
        (adam_betas_exchanged, "β₁ and β₂ have changed", "plausible"),
        (adam_rootless, "The averages are right, and the step is divided", "seen"),
        (adam_root_of_the_beta, None, "seen"),
        (adam_multiplied, "The averages are right, and the step is multiplied", "seen"),
        (adam_unsquared, "s averages", "plausible"),
        (adam_gradient_for_v, "The averages are right, and the step uses", "plausible"),
        (adam_uphill, "The averages are right, and the step goes uphill", "plausible"),
        (adam_biases_by_dw, "The averages of a bias", "plausible"),
        (adam_b_from_w, "The new biases", "seen"),
        (adam_ten_epsilon, "The default of ε", "seen"),
        (adam_in_place, "inputs changed", "seen"),
    ),
    "update_parameters_with_adagrad": named(
        "update_parameters_with_adagrad",
        (adagrad_rate_in_the_sum, "The learning rate is part", "seen"),
        (adagrad_gradient_missing, "The gradient is missing", "seen"),
        (adagrad_no_epsilon, "A parameter whose", "seen"),
        (adagrad_uphill, "The sum is right, and the step goes uphill", "seen"),
        (adagrad_fading, "The old squares fade", "plausible"),
        (adagrad_restarted, "The new state holds", "plausible"),
        (adagrad_rootless, "The sum is right, and the step is divided by it", "plausible"),
        (adagrad_old_sum, "The sum is right, and the step is divided by the root", "plausible"),
        (adagrad_biases_by_dw, "The state of a bias", "plausible"),
    ),
    "update_parameters_with_nesterov": named(
        "update_parameters_with_nesterov",
        (momentum_einsum, "The velocity is right, and the step is that of plain", "plausible"),
        (nesterov_gradient_unweighted, "The velocity is right, and in the step the gradient", "plausible"),
        (nesterov_other_convention, "The gradient has its full weight everywhere", "plausible"),
        (nesterov_beta_missing, "The velocity is right, and in the step it lacks", "plausible"),
        (nesterov_gradient_missing, "The velocity is right, and the step lacks", "plausible"),
        (nesterov_rate_missing, "The velocity is right, and its part", "seen"),
        (nesterov_uphill, "The velocity is right, and the step goes uphill", "seen"),
        (nesterov_second_average_kept, "The step is right, and the velocity", "plausible"),
        (nesterov_weights_swapped, "The two weights", "plausible"),
        (nesterov_rewritten_with_new, None, "seen: the rewritten form with the new v, in another convention"),
        (nesterov_mixed_signs, None, "seen"),
    ),
    "update_parameters_with_adamw": named(
        "update_parameters_with_adamw",
        (adamw_l2, "The decay has entered", "seen"),
        (adamw_over_the_root, "The averages are right, and the decay is divided", "plausible"),
        (adamw_rate_missing, "The averages are right, and the decay is not multiplied", "seen"),
        (adamw_grows, "The averages are right, and the decay makes", "seen"),
        (adamw_weights_only, "The weights are right", "plausible: the rule of many frameworks' recipes"),
        (adamw_after_the_step, "The decay is taken", "plausible"),
        (adamw_no_decay, "The step is Adam's", "plausible"),
    ),
}
