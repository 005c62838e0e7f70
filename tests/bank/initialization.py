"""Answers to the exercises of `initialization`, as other people write them."""
import numpy as np

from course.solutions import initialization as reference


def _filled(layer_dims, weight):
    if len(layer_dims) < 2 or min(layer_dims) < 1:
        raise ValueError("layer_dims")
    parameters = {}
    for l, (n_in, n) in enumerate(zip(layer_dims, layer_dims[1:]), start=1):
        parameters[f"W{l}"] = weight(n, n_in)
        parameters[f"b{l}"] = np.zeros((n, 1))
    return parameters


def zeros_full(layer_dims):
    if len(layer_dims) < 2 or any(n < 1 for n in layer_dims):
        raise ValueError("sizes")
    return {key: value for l in range(len(layer_dims) - 1) for key, value in (
        ("b" + str(l + 1), np.full((layer_dims[l + 1], 1), 0.0)),
        ("W" + str(l + 1), np.full((layer_dims[l + 1], layer_dims[l]), 0.0)))}


def zeros_lists(layer_dims):
    return _filled(layer_dims, lambda n, n_in: np.array([[0.0] * n_in for _ in range(n)]))


def zeros_outer(layer_dims):
    return _filled(layer_dims, lambda n, n_in: 0.0 * np.outer(np.arange(n), np.arange(n_in)))


def zeros_empty(layer_dims):
    def made(n, n_in):
        W = np.empty((n, n_in))
        W[:] = 0
        return W
    return _filled(layer_dims, made)


def random_normal(layer_dims, rng, scale=10.0):
    return _filled(layer_dims, lambda n, n_in: rng.normal(0, scale, (n, n_in)))


def random_transposed(layer_dims, rng, scale=10.0):
    return _filled(layer_dims, lambda n, n_in: rng.standard_normal((n_in, n)).T * scale)


def random_flat(layer_dims, rng, scale=10.0):
    return _filled(layer_dims, lambda n, n_in: np.array([scale * rng.normal() for _ in range(n * n_in)]).reshape(n, n_in))


def random_backwards(layer_dims, rng, scale=10.0):
    if len(layer_dims) < 2 or min(layer_dims) < 1:
        raise ValueError("sizes")
    parameters = {}
    for l in reversed(range(1, len(layer_dims))):
        parameters["b%d" % l] = np.zeros([layer_dims[l], 1])
        parameters["W%d" % l] = rng.normal(scale=scale, size=[layer_dims[l], layer_dims[l - 1]])
    return parameters


def _scaled(variance):
    def by_normal(layer_dims, rng):
        return _filled(layer_dims, lambda n, n_in: rng.normal(0, np.sqrt(variance / n_in), size=(n, n_in)))

    def by_division(layer_dims, rng):
        return _filled(layer_dims, lambda n, n_in: rng.standard_normal((n, n_in)) / (n_in / variance) ** 0.5)

    def by_uniform(layer_dims, rng):
        def weight(n, n_in):
            bound = (3 * variance / n_in) ** 0.5
            return rng.uniform(-bound, bound, size=(n, n_in))
        return _filled(layer_dims, weight)

    def by_children(layer_dims, rng):
        children = iter(rng.spawn(len(layer_dims)))
        return _filled(layer_dims, lambda n, n_in: next(children).normal(size=(n, n_in)) * np.power(variance / n_in, 0.5))

    def single_precision(layer_dims, rng):
        return _filled(layer_dims, lambda n, n_in: rng.standard_normal((n, n_in), dtype=np.float32)
                       * np.float32(np.sqrt(variance / n_in)))

    def truncated(layer_dims, rng):
        def weight(n, n_in):
            draws = rng.standard_normal(3 * n * n_in)
            kept = draws[np.abs(draws) < 2][:n * n_in].reshape(n, n_in)
            return kept * np.sqrt(variance / n_in) / 0.8796256610342398
        return _filled(layer_dims, weight)

    return [by_normal, by_division, by_uniform, by_children, single_precision, truncated]


def scales_loop(X, parameters, activation):
    g = {"relu": lambda z: z * (z > 0), "tanh": lambda z: 1 - 2 / (np.exp(2 * z) + 1)}[activation]
    out, L = [], len([key for key in parameters if key[0] == "W"])
    for l in range(1, L + 1):
        X = g(np.dot(parameters["W" + str(l)], X) + parameters["b" + str(l)])
        out.append(X.std())
    return out


def scales_einsum(X, parameters, activation):
    A, result = X.copy(), ()
    for l in range(len(parameters) // 2):
        Z = np.einsum("ij,jk->ik", parameters[f"W{l + 1}"], A) + parameters[f"b{l + 1}"]
        A = np.where(Z > 0, Z, 0) if activation == "relu" else np.sinh(Z) / np.cosh(Z)
        result += (float(np.sqrt(np.mean((A - A.mean()) ** 2))),)
    return result


def scales_array(X, parameters, activation):
    L = len(parameters) // 2
    scales = np.zeros(L)
    for l in range(L):
        X = parameters[f"W{l + 1}"] @ X + parameters[f"b{l + 1}"]
        X = np.tanh(X) if activation == "tanh" else np.clip(X, 0, None)
        scales[l] = np.sqrt(np.mean(X * X) - np.mean(X) ** 2)
    return scales


def scales_recursive(X, parameters, activation, l=1):
    if f"W{l}" not in parameters:
        return []
    Z = parameters[f"W{l}"].dot(X) + parameters[f"b{l}"]
    A = np.maximum(0, Z) if activation == "relu" else np.tanh(Z)
    return [np.std(A)] + scales_recursive(A, parameters, activation, l + 1)


RIGHT = {
    "initialize_parameters_zeros": [zeros_full, zeros_lists, zeros_outer, zeros_empty],
    "initialize_parameters_random": [random_normal, random_transposed, random_flat, random_backwards],
    "initialize_parameters_xavier": _scaled(1),
    "initialize_parameters_he": _scaled(2),
    "activation_scales": [scales_loop, scales_einsum, scales_array, scales_recursive],
}


def _wrong(weight, bias=lambda n, rng: np.zeros((n, 1)), last=0, generator=lambda rng: rng):
    """An initialization with weight(rng, n, n_in, dims, l) in place of the right one."""
    def initialize(layer_dims, rng, scale=10.0):
        if len(layer_dims) < 2 or min(layer_dims) < 1:
            raise ValueError("sizes")
        parameters, l = {}, 1
        while l < len(layer_dims) - last:
            source = generator(rng)
            parameters["W" + str(l)] = weight(source, layer_dims[l], layer_dims[l - 1], layer_dims, l) * (
                scale if initialize.scaled else 1)
            parameters["b" + str(l)] = bias(layer_dims[l], source)
            l += 1
        return parameters
    initialize.scaled = False
    return initialize


def _scaled_wrong(*arguments, **keywords):
    made = _wrong(*arguments, **keywords)
    made.scaled = True
    return made


def _common(make, factor):
    """The mistakes that every random initialization shares; factor(n_in) is the right scale."""
    def right(rng, n, n_in, *_):
        return rng.normal(size=(n, n_in)) * factor(n_in)
    return [
        (make(lambda rng, n, n_in, *_: rng.normal(size=(n_in, n)) * factor(n_in)), reference.TRANSPOSED, "seen"),
        (make(right, last=1), reference.LAYER_MISSING, "plausible"),
        (make(right, bias=lambda n, rng: rng.uniform(-0.3, 0.3, (n, 1))), reference.RANDOM_BIASES, "seen"),
        (make(lambda _, n, n_in, *rest: np.random.randn(n, n_in) * factor(n_in)), reference.NOT_FROM_RNG, "plausible"),
        (make(right, generator=lambda rng: np.random.default_rng(3)), None, "plausible: the same generator in every layer"),
        (make(lambda _, n, n_in, dims, l: np.random.RandomState(l).randn(n, n_in) * factor(n_in)),
         reference.SAME_EVERY_CALL, "plausible"),
    ]


def _sentence(name, start):
    """The named mistake of an exercise that begins with these words."""
    from course.solutions.exercises import find
    return next(s for s in find(name).mistakes.values() if s.startswith(start))


def _he(start):
    return _sentence("initialize_parameters_he", start)


def _xavier(start):
    return _sentence("initialize_parameters_xavier", start)


def _large(start):
    return _sentence("initialize_parameters_random", start)


def _scale(start):
    return _sentence("activation_scales", start)


def _zeros(start):
    return _sentence("initialize_parameters_zeros", start)


def _zeros_wrong(shape_W, shape_b=lambda n: (n, 1), first=1, last=0):
    def initialize(layer_dims):
        if len(layer_dims) < 2 or min(layer_dims) < 1:
            raise ValueError("sizes")
        out = {}
        for l in range(first, len(layer_dims) - last):
            out.update({f"W{l}": np.zeros(shape_W(layer_dims[l], layer_dims[l - 1])), f"b{l}": np.zeros(shape_b(layer_dims[l]))})
        return out
    return initialize


def _normal(std):
    return lambda rng, n, n_in, dims, l: rng.normal(0.0, std(n, n_in, dims, l), (n, n_in))


def _scales_wrong(Z_to_A=None, size=np.std, start=False, biases=True, feed=False, measure_Z=False):
    def scales(X, parameters, activation):
        A, out, L = X, [np.std(X)] if start else [], len(parameters) // 2
        for l in range(1, L + 1):
            Z = np.dot(parameters[f"W{l}"], X if feed else A) + (parameters[f"b{l}"] if biases else 0)
            g = Z_to_A(activation, l, L) if Z_to_A else (np.tanh if activation == "tanh" else lambda z: np.maximum(z, 0))
            A = g(Z)
            out.append(float(size(Z if measure_Z else A)))
        return out
    return scales


def _relu(z):
    return z * (z > 0)


WRONG = {
    "initialize_parameters_zeros": [
        (_zeros_wrong(lambda n, n_in: (n_in, n)), _zeros("The weights of a layer have one row"), "seen"),
        (_zeros_wrong(lambda n, n_in: (n, n_in), last=1), _zeros("The last layer"), "plausible"),
        (_zeros_wrong(lambda n, n_in: (n, n_in), lambda n: n), _zeros("The biases have shape"), "plausible"),
        (_zeros_wrong(lambda n, n_in: (n, n_in), lambda n: (1, n)), _zeros("The biases are rows"), "plausible"),
        (_zeros_wrong(lambda n, n_in: (n, n_in), first=0), _zeros("There is one layer too many"), "plausible"),
        (_zeros_wrong(lambda n, n_in: (n, n_in), lambda n: (n, 0)), None, "plausible: biases of shape (n, 0)"),
        (lambda layer_dims: _filled(layer_dims, np.zeros), _zeros("`np.zeros` was given"), "plausible"),
        (lambda layer_dims: {}, None, "an empty dictionary"),
    ],
    "initialize_parameters_random": _common(_scaled_wrong, lambda n_in: 1.0) + [
        (_wrong(lambda rng, n, n_in, *_: rng.normal(size=(n, n_in))), _large("The weights have a standard deviation of 1"), "plausible"),
        (_wrong(lambda rng, n, n_in, *_: rng.normal(0, 0.01, (n, n_in))), _large("The weights have a standard deviation of 0.01"),
         "plausible"),
        (_scaled_wrong(lambda rng, n, n_in, *_: rng.uniform(0, 1, (n, n_in))), _large("All weights are positive"), "seen"),
        (_scaled_wrong(lambda rng, n, n_in, *_: rng.uniform(-1, 1, (n, n_in))), _large("The weights are spread evenly"), "seen"),
        (lambda dims, rng, scale=10.0: _filled(dims, lambda n, n_in: rng.normal(0, scale**0.5, (n, n_in))),
         _large("The weights spread as √scale"), "plausible"),
    ],
    "initialize_parameters_xavier": _common(_wrong, lambda n_in: n_in**-0.5) + [
        (_wrong(_normal(lambda n, n_in, *_: 1 / n_in)), _xavier("The weights have the standard deviation 1/n_in"), "seen"),
        (_wrong(_normal(lambda n, n_in, *_: (2 / n_in)**0.5)), _xavier("The variance is 2/n_in."), "seen"),
        (_wrong(_normal(lambda n, n_in, *_: (2 / (n + n_in))**0.5)), _xavier("The variance is 2/(n_in + n_out)"), "seen"),
        (_wrong(_normal(lambda n, n_in, *_: (2 / (n * n_in))**0.5)), _xavier("The variance is 2/(n_in · n_out)"), "seen"),
        (_wrong(_normal(lambda n, n_in, *_: n**-0.5)), reference.FAN_OUT, "plausible"),
        (_wrong(lambda rng, n, n_in, *_: (2 * rng.random((n, n_in)) - 1) / n_in**0.5), _xavier("The weights are uniform"), "plausible"),
        (_wrong(_normal(lambda n, n_in, dims, l: dims[0]**-0.5)), reference.ONE_FACTOR, "plausible"),
        (_wrong(_normal(lambda n, n_in, *_: 1.0)), reference.ALL_ONE, "plausible"),
    ],
    "initialize_parameters_he": _common(_wrong, lambda n_in: (2 / n_in)**0.5) + [
        (_wrong(_normal(lambda n, n_in, *_: n_in**-0.5)), _he("The variance is 1/n_in"), "seen"),
        (_wrong(_normal(lambda n, n_in, *_: 2 / n_in)), _he("The weights have the standard deviation 2/n_in"), "seen"),
        (_wrong(_normal(lambda n, n_in, *_: 2**0.5 / n_in)), _he("The weights have the standard deviation √2/n_in"), "plausible"),
        (_wrong(_normal(lambda n, n_in, *_: (n_in / 2)**0.5)), _he("The weights grow"), "seen"),
        (_wrong(_normal(lambda n, n_in, *_: (2 / n)**0.5)), reference.FAN_OUT, "plausible"),
        (_wrong(_normal(lambda n, n_in, *_: (2 / (n + n_in))**0.5)), _he("The variance is 2/(n_in + n_out)"), "seen"),
        (_wrong(_normal(lambda n, n_in, dims, l: ((1 if l + 1 == len(dims) else 2) / n_in)**0.5)), _he("The last layer has the"), "asked"),
        (_wrong(lambda rng, n, n_in, *_: rng.uniform(-1, 1, (n, n_in)) * (2 / n_in)**0.5), _he("The weights are uniform"), "plausible"),
        (_wrong(_normal(lambda n, n_in, dims, l: (2 / dims[0])**0.5)), reference.ONE_FACTOR, "plausible"),
        (_wrong(_normal(lambda n, n_in, *_: 1.0)), reference.ALL_ONE, "plausible"),
        (_wrong(lambda rng, n, n_in, *_: np.zeros((n, n_in))), None, "seen: integer division gives zeros"),
    ],
    "activation_scales": [
        (_scales_wrong(measure_Z=True), _scale("The numbers are the scales of Z"), "plausible"),
        (_scales_wrong(start=True), _scale("The list has one entry too many"), "plausible"),
        (_scales_wrong(size=lambda A: np.std(A)**2), _scale("The numbers are variances"), "plausible"),
        (_scales_wrong(size=lambda A: np.sqrt(np.sum((A - A.mean())**2) / (A.size - 1))), _scale("The standard deviations are a"), "asked"),
        (_scales_wrong(size=lambda A: np.linalg.norm(A) / A.size**0.5), _scale("The numbers are root mean"), "plausible"),
        (_scales_wrong(biases=False), _scale("The biases are left out"), "plausible"),
        (_scales_wrong(feed=True), _scale("Every layer was given"), "plausible"),
        (_scales_wrong(lambda g, l, L: (lambda z: np.exp(-np.logaddexp(0, -z))) if l == L else (np.tanh if g == "tanh" else _relu)),
         _scale("The last layer used a sigmoid"), "plausible"),
        (_scales_wrong(lambda g, l, L: _relu), _scale("ReLU was used"), "plausible"),
        (_scales_wrong(lambda g, l, L: np.tanh), _scale("tanh was used"), "plausible"),
        (lambda X, parameters, activation: np.array([X.std(axis=0)]), None, "plausible: std along an axis"),
    ],
}
