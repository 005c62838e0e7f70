"""Further answers of the catalogue, beside those that the banks of the notebooks hold."""
import numpy as np

from tests.sentences import with_sentences


def he_from_zero(layer_dims, rng):
    """The loop counts from 0, so that the fan-in is layer_dims[l]."""
    if len(layer_dims) < 2 or min(layer_dims) < 1:
        raise ValueError("sizes")
    parameters = {}
    for l in range(len(layer_dims) - 1):
        fan_in = layer_dims[l]
        parameters["W" + str(l + 1)] = np.power(2 / fan_in, 0.5) * rng.standard_normal((layer_dims[l + 1], fan_in))
        parameters["b" + str(l + 1)] = np.zeros((layer_dims[l + 1], 1))
    return parameters


def zeros_of_integers(layer_dims):
    if len(layer_dims) < 2 or min(layer_dims) < 1:
        raise ValueError("sizes")
    return {f"{kind}{l}": np.zeros((n, n_in if kind == "W" else 1), dtype=int)
            for l, (n_in, n) in enumerate(zip(layer_dims, layer_dims[1:]), start=1) for kind in "Wb"}


def scales_of_own_parameters(X, parameters, activation):
    rng, A, scales = np.random.default_rng(0), X, []
    for l in range(1, len(parameters) // 2 + 1):
        Z = rng.normal(size=parameters[f"W{l}"].shape) @ A
        A = np.tanh(Z) if activation == "tanh" else np.maximum(Z, 0)
        scales.append(float(np.std(A)))
    return scales


def slope_single_precision(cost, theta, epsilon=1e-5):
    theta = np.array(theta, dtype=np.float32)
    gradient = np.zeros_like(theta)
    for i in range(len(theta)):
        step = np.zeros_like(theta)
        step[i] = epsilon
        gradient[i] = np.float32(cost(theta + step) - cost(theta - step)) / np.float32(2 * epsilon)
    return gradient


def halving_rounds_from_logarithms(objective, configs, min_resource, eta):
    if not configs or eta <= 1:
        raise ValueError("no race")
    rounds = []
    for k in range(int(np.floor(np.log(len(configs)) / np.log(eta))) + 1):
        resource = min_resource * eta**k
        scored = sorted(((objective(config, resource), config) for config in configs), key=lambda t: -t[0])
        rounds.append(scored)
        configs = [config for _, config in scored[:max(1, int(len(scored) // eta))]]
    return rounds


def drop_in_place(A, keep_prob, rng):
    if not 0 < keep_prob <= 1:
        raise ValueError("keep_prob")
    mask = rng.random(A.shape) < keep_prob
    A *= mask
    A /= keep_prob
    return A, mask


def hessian_changes_x(f, x, epsilon=1e-4):
    n, shifted = len(x), x
    H = np.zeros((n, n))

    def at(i, j, a, b):
        shifted[i] += a * epsilon
        shifted[j] += b * epsilon
        value = f(shifted)
        shifted[i] -= a * epsilon
        shifted[j] -= b * epsilon
        return value

    for i in range(n):
        for j in range(n):
            H[i, j] = (at(i, j, 1, 1) - at(i, j, 1, -1) - at(i, j, -1, 1) + at(i, j, -1, -1)) / (4 * epsilon**2)
    x += 1e-9
    return (H + H.T) / 2


RIGHT = {"initialize_parameters_he": [he_from_zero]}

WRONG = with_sentences({
    "initialize_parameters_zeros": [(zeros_of_integers, "type", "plausible")],
    "activation_scales": [(scales_of_own_parameters, None, "plausible: draws weights of its own")],
    "numerical_gradient": [(slope_single_precision, None, "seen: float32")],
    "successive_halving": [(halving_rounds_from_logarithms, None, "seen: rounds from logarithms in floats")],
    "dropout_forward": [(drop_in_place, "inputs changed", "plausible")],
    "hessian": [(hessian_changes_x, "inputs changed", "seen")],
})
