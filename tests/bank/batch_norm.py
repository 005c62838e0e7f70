"""Right and wrong answers to the exercises of `batch_norm`, written independently of the reference."""
import numpy as np

from tests.sentences import with_sentences


def column(values):
    return np.array(values, dtype=float).reshape(-1, 1)


def kept(Z_norm, mu, var, gamma, epsilon, **more):
    return {"Z_norm": Z_norm, "mu": mu, "var": var, "gamma": gamma, "epsilon": epsilon, **more}


# --- batchnorm_forward: right
def forward_loop(Z, gamma, beta, epsilon=1e-5):
    n, m = Z.shape
    out, Z_norm, mu, var = np.zeros((n, m)), np.zeros((n, m)), np.zeros((n, 1)), np.zeros((n, 1))
    for i in range(n):
        mu[i, 0] = sum(Z[i]) / m
        var[i, 0] = sum((z - mu[i, 0]) ** 2 for z in Z[i]) / m
        for j in range(m):
            Z_norm[i, j] = (Z[i, j] - mu[i, 0]) / (var[i, 0] + epsilon) ** 0.5
            out[i, j] = gamma[i, 0] * Z_norm[i, j] + beta[i, 0]
    return out, kept(Z_norm, mu, var, gamma, epsilon)


def forward_transposed(Z, gamma, beta, epsilon=1e-5):
    rows = Z.T
    mu, var = rows.mean(axis=0), rows.var(axis=0)
    rows_norm = (rows - mu) / np.sqrt(var + epsilon)
    out = (rows_norm * gamma.ravel() + beta.ravel()).T
    return [out, kept(rows_norm.T, mu[:, None], var[:, None], gamma, epsilon, Z=Z, beta=beta)]


def forward_moments(Z, gamma, beta, epsilon=1e-5):
    ones = np.full((Z.shape[1], 1), 1 / Z.shape[1])
    mu = Z @ ones
    centred = Z - mu
    var = centred**2 @ ones
    std = np.sqrt(var + epsilon)
    cache = dict(std=std, centred=centred, Z_norm=centred / std, mu=mu, var=var, gamma=gamma, epsilon=epsilon)
    return beta + gamma * cache["Z_norm"], cache


def forward_einsum(Z, gamma, beta, epsilon=1e-5):
    m = Z.shape[1]
    mu = column(np.einsum("ij->i", Z) / m)
    centred = Z - mu
    var = column(np.einsum("ij,ij->i", centred, centred) / m)
    Z_norm = centred * np.power(var + epsilon, -0.5)
    return np.add(np.multiply(gamma, Z_norm), beta), kept(Z_norm, mu, var, gamma, epsilon)


# --- batchnorm_forward: wrong
def forward_sample_variance(Z, gamma, beta, epsilon=1e-5):
    mu = Z.mean(1, keepdims=True)
    with np.errstate(all="ignore"):
        var = np.square(Z - mu).sum(1, keepdims=True) / np.float64(Z.shape[1] - 1)
    Z_norm = (Z - mu) / (var + epsilon) ** 0.5
    return gamma * Z_norm + beta, kept(Z_norm, mu, var, gamma, epsilon)


def forward_with(divisor, after=lambda Z_norm, gamma, beta: gamma * Z_norm + beta, stored=lambda var, epsilon: var):
    def forward(Z, gamma, beta, epsilon=1e-5):
        mu = Z.mean(1, keepdims=True)
        var = ((Z - mu) ** 2).mean(1, keepdims=True)
        with np.errstate(all="ignore"):
            Z_norm = (Z - mu) / divisor(var, epsilon)
        return after(Z_norm, gamma, beta), kept(Z_norm, mu, stored(var, epsilon), gamma, epsilon)
    return forward


def right_divisor(var, epsilon):
    return np.sqrt(var + epsilon)


forward_epsilon_outside = forward_with(lambda var, epsilon: var**0.5 + epsilon)
forward_no_epsilon = forward_with(lambda var, epsilon: var**0.5)
forward_by_variance = forward_with(lambda var, epsilon: var + epsilon)
forward_shift_scaled = forward_with(right_divisor, lambda Z_norm, gamma, beta: gamma * Z_norm + gamma * beta)
forward_bare = forward_with(right_divisor, lambda Z_norm, gamma, beta: Z_norm.copy())
forward_stores_epsilon = forward_with(right_divisor, stored=lambda var, epsilon: epsilon + var)
forward_stores_std = forward_with(right_divisor, stored=lambda var, epsilon: var**0.5)
forward_not_divided = forward_with(lambda var, epsilon: np.ones_like(var))


def forward_over_units(Z, gamma, beta, epsilon=1e-5):
    mu, var = Z.mean(0)[None], Z.var(0)[None]
    Z_norm = (Z - mu) / np.sqrt(var + epsilon)
    return gamma * Z_norm + beta, kept(Z_norm, mu, var, gamma, epsilon)


def forward_one_mean(Z, gamma, beta, epsilon=1e-5):
    mu, var = np.ones((len(Z), 1)) * Z.mean(), np.ones((len(Z), 1)) * Z.var()
    Z_norm = (Z - mu) / np.sqrt(var + epsilon)
    return gamma * Z_norm + beta, kept(Z_norm, mu, var, gamma, epsilon)


def forward_shift_divided(Z, gamma, beta, epsilon=1e-5):
    mu, var = Z.mean(1, keepdims=True), Z.var(1, keepdims=True)
    Z_norm = (beta + Z - mu) / np.sqrt(var + epsilon)
    return gamma * Z_norm, kept(Z_norm, mu, var, gamma, epsilon)


def forward_without_keepdims(Z, gamma, beta, epsilon=1e-5):
    mu, var = np.mean(Z, axis=1), np.var(Z, axis=1)
    Z_norm = (Z - mu) / np.sqrt(var + epsilon)
    return gamma * Z_norm + beta, kept(Z_norm, mu, var, gamma, epsilon)


def forward_in_place(Z, gamma, beta, epsilon=1e-5):
    out = Z
    mu, var = out.mean(1, keepdims=True), out.var(1, keepdims=True)
    out -= mu
    out /= np.sqrt(var + epsilon)
    return gamma * out + beta, kept(out, mu, var, gamma, epsilon)


def forward_no_cache(Z, gamma, beta, epsilon=1e-5):
    return forward_loop(Z, gamma, beta, epsilon)[0]


def forward_flat_statistics(Z, gamma, beta, epsilon=1e-5):
    out, cache = forward_loop(Z, gamma, beta, epsilon)
    return out, {**cache, "mu": cache["mu"].ravel(), "var": cache["var"].ravel()}


# --- batchnorm_backward: right
def backward_steps(dout, cache):
    """The twelve small steps of the computational graph, the vanishing term of dmu left out."""
    m = dout.shape[1]
    std = np.sqrt(cache["var"] + cache["epsilon"])
    centred = cache["Z_norm"] * std
    dbeta, dgamma = dout.sum(axis=1, keepdims=True), (dout * cache["Z_norm"]).sum(axis=1, keepdims=True)
    dnorm = dout * cache["gamma"]
    dcentred = dnorm / std
    dinverse = np.sum(dnorm * centred, axis=1, keepdims=True)
    dstd = -dinverse / std**2
    dvar = 0.5 * dstd / std
    dsquare = dvar * np.ones_like(dout) / m
    dcentred = dcentred + 2 * centred * dsquare
    dmu = -np.sum(dcentred, axis=1, keepdims=True)
    return dcentred + dmu / m, dgamma, dbeta


def backward_paper(dout, cache):
    m = dout.shape[1]
    total = cache["var"] + cache["epsilon"]
    centred = cache["Z_norm"] * total**0.5
    dnorm = dout * cache["gamma"]
    dvar = (dnorm * centred * -0.5 * total**-1.5).sum(1, keepdims=True)
    dmu = -(dnorm / total**0.5).sum(1, keepdims=True) + dvar * (-2 * centred).mean(1, keepdims=True)
    dZ = dnorm / total**0.5 + dvar * 2 * centred / m + dmu / m
    return [dZ, (dout * cache["Z_norm"]).sum(1, keepdims=True), dout.sum(1, keepdims=True)]


def backward_one_line(dout, cache):
    m, N = dout.shape[1], cache["Z_norm"]
    dgamma, dbeta = (dout * N) @ np.ones((m, 1)), dout @ np.ones((m, 1))
    dZ = cache["gamma"] / (m * np.sqrt(cache["var"] + cache["epsilon"])) * (m * dout - dbeta - N * dgamma)
    return dZ, dgamma, dbeta


def backward_jacobian(dout, cache):
    """Row by row with the full Jacobian of the normalization."""
    n, m = dout.shape
    dZ = np.empty((n, m))
    for i in range(n):
        N = cache["Z_norm"][i]
        jacobian = (np.eye(m) - 1 / m - np.outer(N, N) / m) / np.sqrt(cache["var"][i, 0] + cache["epsilon"])
        dZ[i] = jacobian @ dout[i] * cache["gamma"][i, 0]
    return dZ, column([row @ N for row, N in zip(dout, cache["Z_norm"])]), column(dout.sum(axis=1))


# --- batchnorm_backward: wrong
def backward_with(change, scale=lambda var, epsilon: 1 / np.sqrt(var + epsilon), sums=None, gamma=True):
    def backward(dout, cache):
        m, N, var, epsilon = dout.shape[1], cache["Z_norm"], cache["var"], cache["epsilon"]
        upstream = dout * cache["gamma"] if gamma else dout.copy()
        first = upstream.sum(axis=1, keepdims=True) / m
        second = N * (upstream * N).sum(axis=1, keepdims=True) / m
        dgamma, dbeta = (sums or exact_sums)(dout, cache)
        return change(upstream, first, second, N, m, var + epsilon) * scale(var, epsilon), dgamma, dbeta
    return backward


def exact_sums(dout, cache):
    return column((dout * cache["Z_norm"]).sum(1)), column(dout.sum(1))


def whole(upstream, first, second, N, m, total):
    return upstream - first - second


backward_constants = backward_with(lambda upstream, *rest: upstream)
backward_variance_constant = backward_with(lambda upstream, first, *rest: upstream - first)
backward_mean_constant = backward_with(lambda upstream, first, second, *rest: upstream - second)
backward_sign = backward_with(lambda upstream, first, second, *rest: upstream - first + second)
backward_no_gamma = backward_with(whole, gamma=False)
backward_no_epsilon = backward_with(whole, lambda var, epsilon: var**-0.5)
backward_negative_epsilon = backward_with(whole, lambda var, epsilon: np.abs(var - epsilon) ** -0.5)
backward_by_variance = backward_with(whole, lambda var, epsilon: 1 / (var + epsilon))
backward_power_lost = backward_with(lambda upstream, first, second, N, m, total: upstream - first - second * total)
backward_elementwise = backward_with(
    lambda upstream, first, second, N, m, total: upstream * (1 - 1 / m - N**2 / m))
backward_m_lost = backward_with(lambda upstream, first, second, N, m, total: upstream - m * first - m * second)
backward_with_Z = backward_with(whole, sums=lambda dout, cache: (
    (dout * (cache["Z_norm"] * np.sqrt(cache["var"] + cache["epsilon"]) + cache["mu"])).sum(1)[:, None],
    dout.sum(1)[:, None]))
backward_means = backward_with(whole, sums=lambda dout, cache: (
    column((dout * cache["Z_norm"]).mean(1)), column(dout.mean(1))))
backward_scalars = backward_with(whole, sums=lambda dout, cache: ((dout * cache["Z_norm"]).sum(), dout.sum()))
backward_flat = backward_with(whole, sums=lambda dout, cache: ((dout * cache["Z_norm"]).sum(1), dout.sum(1)))
backward_full_shape = backward_with(whole, sums=lambda dout, cache: (dout * cache["Z_norm"], dout))
backward_with_scaled = backward_with(whole, sums=lambda dout, cache: (
    column((dout * cache["gamma"] * cache["Z_norm"]).sum(1)), column(dout.sum(1))))


# --- update_running_statistics: right
def running_difference(running, mu, var, momentum=0.9):
    new = {"mu": mu, "var": var}
    return {key: old + (1 - momentum) * (new[key] - old) for key, old in running.items()}


def running_copied(running, mu, var, momentum=0.9):
    result = {key: value.copy() for key, value in running.items()}
    for key, batch in (("var", var), ("mu", mu)):
        result[key] *= momentum
        result[key] += batch - momentum * batch
    return result


def running_dot(running, mu, var, momentum=0.9):
    weights = np.array([momentum, 1 - momentum])
    pairs = {"mu": np.hstack([running["mu"], mu]), "var": np.hstack([running["var"], var])}
    return {key: pair @ weights[:, None] for key, pair in pairs.items()}


def running_average(running, mu, var, momentum=0.9):
    weights = (momentum, 1 - momentum)
    return {"var": np.average([running["var"], var], axis=0, weights=weights),
            "mu": np.average([running["mu"], mu], axis=0, weights=weights)}


# --- update_running_statistics: wrong
def running_with(blend):
    def update(running, mu, var, momentum=0.9):
        return {"mu": blend(running["mu"], mu, momentum, "mu"), "var": blend(running["var"], var, momentum, "var")}
    return update


running_swapped = running_with(lambda old, new, momentum, key: old + momentum * (new - old))
running_summed = running_with(lambda old, new, momentum, key: new + momentum * old)
running_std = running_with(lambda old, new, momentum, key: momentum * old + (1 - momentum) * (
    new if key == "mu" else new**0.5))
running_epsilon = running_with(lambda old, new, momentum, key: momentum * old + (1 - momentum) * (
    new if key == "mu" else 1e-5 + new))
running_mean_only = running_with(lambda old, new, momentum, key: momentum * old + (1 - momentum) * new
                                 if key == "mu" else old)
running_never = running_with(lambda old, new, momentum, key: old.copy())
running_last = running_with(lambda old, new, momentum, key: new.copy())
running_default = running_with(lambda old, new, momentum, key: 0.9 * old + 0.1 * new)


def running_in_place(running, mu, var, momentum=0.9):
    running["mu"] = momentum * running["mu"] + (1 - momentum) * mu
    running["var"] = momentum * running["var"] + (1 - momentum) * var
    return running


# --- batchnorm_inference: right
def inference_folded(Z, gamma, beta, running, epsilon=1e-5):
    scale = gamma / np.sqrt(running["var"] + epsilon)
    return scale * Z + (beta - scale * running["mu"])


def inference_loop(Z, gamma, beta, running, epsilon=1e-5):
    out = np.zeros(Z.shape)
    for j in range(Z.shape[1]):
        for i in range(Z.shape[0]):
            z = (Z[i, j] - running["mu"][i, 0]) * (running["var"][i, 0] + epsilon) ** -0.5
            out[i, j] = z * gamma[i, 0] + beta[i, 0]
    return out


def inference_transposed(Z, gamma, beta, running, epsilon=1e-5):
    rows = (Z.T - running["mu"].T) / np.sqrt(running["var"].T + epsilon)
    return (rows * gamma.T + beta.T).T


def inference_diagonal(Z, gamma, beta, running, epsilon=1e-5):
    return np.diag((gamma / np.sqrt(running["var"] + epsilon)).ravel()) @ np.subtract(Z, running["mu"]) + beta


# --- batchnorm_inference: wrong
def inference_with(normalize, after=lambda N, gamma, beta: beta + N * gamma):
    def inference(Z, gamma, beta, running, epsilon=1e-5):
        with np.errstate(all="ignore"):
            return after(normalize(Z, running["mu"], running["var"], epsilon), gamma, beta)
    return inference


inference_epsilon_outside = inference_with(lambda Z, mu, var, epsilon: (Z - mu) / (var**0.5 + epsilon))
inference_no_epsilon = inference_with(lambda Z, mu, var, epsilon: (Z - mu) / var**0.5)
inference_variance = inference_with(lambda Z, mu, var, epsilon: (Z - mu) / (epsilon + var))
inference_bare = inference_with(lambda Z, mu, var, epsilon: (Z - mu) / (var + epsilon) ** 0.5,
                                lambda N, gamma, beta: N)
inference_shift_scaled = inference_with(lambda Z, mu, var, epsilon: (Z - mu) / (var + epsilon) ** 0.5,
                                        lambda N, gamma, beta: gamma * N + gamma * beta)
inference_parentheses = inference_with(lambda Z, mu, var, epsilon: Z - mu / (var + epsilon) ** 0.5)
inference_batch = inference_with(
    lambda Z, mu, var, epsilon: (Z - Z.mean(1)[:, None]) / (Z.var(1)[:, None] + epsilon) ** 0.5)
inference_twice = inference_with(lambda Z, mu, var, epsilon: (
    (Z - Z.mean(1)[:, None]) / (Z.var(1)[:, None] + epsilon) ** 0.5 - mu) / (var + epsilon) ** 0.5)
inference_default_epsilon = inference_with(lambda Z, mu, var, epsilon: (Z - mu) / (var + 1e-5) ** 0.5)


def inference_updates(Z, gamma, beta, running, epsilon=1e-5):
    out = inference_loop(Z, gamma, beta, running, epsilon)
    running["mu"] = 0.9 * running["mu"] + 0.1 * Z.mean(axis=1, keepdims=True)
    return out


RIGHT = {
    "batchnorm_forward": [forward_loop, forward_transposed, forward_moments, forward_einsum],
    "batchnorm_backward": [backward_steps, backward_paper, backward_one_line, backward_jacobian],
    "update_running_statistics": [running_difference, running_copied, running_dot, running_average],
    "batchnorm_inference": [inference_folded, inference_loop, inference_transposed, inference_diagonal],
}

WRONG = with_sentences({
    "batchnorm_forward": [
        (forward_sample_variance, "divided by m − 1", "seen"),
        (forward_epsilon_outside, "added to the standard deviation", "seen"),
        (forward_no_epsilon, "`epsilon` has no effect", "seen"),
        (forward_by_variance, "divided by the variance", "plausible"),
        (forward_over_units, "over the units of each example", "seen"),
        (forward_one_mean, "One mean and one variance serve all units", "plausible"),
        (forward_shift_scaled, "The shift is multiplied by `gamma`", "plausible"),
        (forward_shift_divided, "The shift is added before the division", "seen"),
        (forward_bare, "`gamma` and `beta` are not used", "plausible"),
        (forward_stores_epsilon, "The cache holds the variance with `epsilon` added", "seen"),
        (forward_stores_std, "The cache holds the standard deviation", "seen"),
        (forward_not_divided, None, "plausible: the mean is subtracted and nothing more"),
        (forward_without_keepdims, None, "plausible: raises, or is silently wrong on a square batch"),
        (forward_no_cache, None, "plausible: the cache is forgotten"),
        (forward_flat_statistics, None, "plausible: mu and var of shape (n,)"),
    ],
    "batchnorm_backward": [
        (backward_constants, "treats the mean and the variance as constants", "plausible"),
        (backward_variance_constant, "no term through the variance", "plausible"),
        (backward_mean_constant, "no term through the mean", "plausible"),
        (backward_sign, "wrong sign", "plausible"),
        (backward_no_gamma, "`gamma` is missing from `dZ`", "plausible"),
        (backward_with_Z, "`dgamma` is computed with Z", "plausible"),
        (backward_means, "divided by m", "plausible"),
        (backward_scalars, "summed over the units as well", "seen"),
        (backward_no_epsilon, "`epsilon` is missing from the backward pass", "seen"),
        (backward_by_variance, "`dZ` is divided by the variance", "seen"),
        (backward_power_lost, "too large by the factor (var + epsilon)", "seen"),
        (backward_elementwise, "are not summed over the batch", "seen"),
        (backward_m_lost, "too large by the factor m", "plausible"),
        (backward_negative_epsilon, None, "seen: epsilon with the wrong sign in the backward pass"),
        (backward_flat, None, "plausible: dgamma and dbeta of shape (n,)"),
        (backward_full_shape, None, "seen: gamma and beta taken as one per example"),
        (backward_with_scaled, None, "plausible: dgamma with gamma · Z_norm"),
    ],
    "update_running_statistics": [
        (running_swapped, "`momentum` weighs the new batch", "seen"),
        (running_summed, "enters with weight 1", "plausible"),
        (running_std, "A standard deviation is averaged", "seen"),
        (running_epsilon, "`epsilon` is added to the stored variance", "seen"),
        (running_mean_only, "Only the mean moves", "seen"),
        (running_never, "keep their old values", "seen"),
        (running_last, "The statistics of the newest batch replace the old ones", "seen"),
        (running_default, None, "plausible: the default momentum written into the formula"),
    ],
    "batchnorm_inference": [
        (inference_epsilon_outside, "added to the standard deviation", "seen"),
        (inference_no_epsilon, "`epsilon` has no effect", "seen"),
        (inference_variance, "used as a standard deviation", "seen"),
        (inference_bare, "`gamma` and `beta` are left out", "seen"),
        (inference_shift_scaled, "The shift is multiplied by `gamma`", "plausible"),
        (inference_parentheses, "Only the running mean is divided", "seen"),
        (inference_batch, "The batch's own statistics are used", "seen"),
        (inference_twice, "normalized twice", "seen"),
        (inference_default_epsilon, None, "plausible: the default epsilon written into the formula"),
    ],
})

# right values, but an argument is changed
WRONG["batchnorm_forward"].append((forward_in_place, "inputs changed", "seen"))
WRONG["update_running_statistics"].append((running_in_place, "inputs changed", "seen"))
WRONG["batchnorm_inference"].append((inference_updates, "inputs changed", "plausible"))
