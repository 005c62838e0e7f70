"""A plain L-layer network: forward and backward passes, and a training loop that drives any functions it is handed.

X is (n_x, m), one column per example; W[l] is (n_l, n_{l-1}), b[l] is (n_l, 1). Every array may carry leading axes:
with S networks stacked, W1 is (S, n_1, n_x), the output is (S, n_L, m) and a cost is an array of S numbers.
"""
import os
import sys

import numpy as np


def sigmoid(Z):
    """1/(1 + e^-Z), written so that no Z overflows."""
    return 0.5 * (1 + np.tanh(0.5 * Z))


def softmax(Z):
    """e^Z over its sum along the rows of each column; the largest entry is subtracted first."""
    exponentials = np.exp(Z - Z.max(axis=-2, keepdims=True))
    return exponentials / exponentials.sum(axis=-2, keepdims=True)


ACTIVATIONS = {"relu": lambda Z: np.maximum(Z, 0), "tanh": np.tanh, "sigmoid": sigmoid,
               "softmax": softmax, "linear": lambda Z: Z}

# g'(Z) of the hidden activations, from Z and A = g(Z)
SLOPES = {"relu": lambda Z, A: Z > 0, "tanh": lambda Z, A: 1 - A**2,
          "sigmoid": lambda Z, A: A * (1 - A), "linear": lambda Z, A: np.ones_like(Z)}


def _chosen(table, name, what):
    if name not in table:
        raise ValueError(f"There is no {what} {name!r}. Choose one of: {', '.join(table)}.")
    return table[name]


def depth(parameters):
    """The number of layers L, counted from the keys W1 … WL."""
    return sum(key.startswith("W") for key in parameters)


def check_layer_dims(layer_dims):
    """Raise ValueError unless layer_dims has two entries or more, each at least 1."""
    if len(layer_dims) < 2 or min(layer_dims) < 1:
        raise ValueError(f"layer_dims needs two entries or more, each at least 1, but is {list(layer_dims)}.")


def initialize(layer_dims, rng, seeds=None):
    """He initialization: W of mean 0 and variance 2/n_{l-1}, b of zeros; `seeds` networks stacked on a leading axis.

    layer_dims = [n_0, …, n_L]; rng a numpy Generator; seeds None for one network. Source: He et al. (2015), eq. 10.
    """
    check_layer_dims(layer_dims)
    lead = () if seeds is None else (seeds,)
    parameters = {}
    for layer in range(1, len(layer_dims)):
        n_prev, n = layer_dims[layer - 1], layer_dims[layer]
        parameters[f"W{layer}"] = rng.normal(size=(*lead, n, n_prev)) * np.sqrt(2 / n_prev)
        parameters[f"b{layer}"] = np.zeros((*lead, n, 1))
    return parameters


def forward(X, parameters, hidden="relu", output="sigmoid"):
    """Z[l] = W[l] A[l-1] + b[l], A[l] = g(Z[l]) -> A[L] and caches, caches[l-1] = (A[l-1], W[l], b[l], Z[l]).

    hidden: "relu", "tanh", "sigmoid" or "linear"; output: "sigmoid", "softmax" or "linear".
    """
    _chosen(SLOPES, hidden, "hidden activation")
    L, A, caches = depth(parameters), X, []
    for layer in range(1, L + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = W @ A + b
        caches.append((A, W, b, Z))
        A = _chosen(ACTIVATIONS, hidden if layer < L else output, "activation")(Z)
    return A, caches


def backward(AL, Y, caches, hidden="relu"):
    """Gradients {"dW1", "db1", …} of the cost that belongs to the output activation, so that dZ[L] = AL − Y.

    That is `cost` for sigmoid, `softmax_cost` for softmax and `squared_cost` for linear outputs; 1/m is in dW and db.
    """
    slope = _chosen(SLOPES, hidden, "hidden activation")
    grads, m = {}, AL.shape[-1]
    dZ = AL - Y
    for layer in range(len(caches), 0, -1):
        A_prev, W, _, _ = caches[layer - 1]
        grads[f"dW{layer}"] = dZ @ np.swapaxes(A_prev, -1, -2) / m
        grads[f"db{layer}"] = dZ.sum(axis=-1, keepdims=True) / m
        if layer > 1:
            dZ = np.swapaxes(W, -1, -2) @ dZ * slope(caches[layer - 2][3], A_prev)
    return grads


def _mean_over_columns(losses):
    """(…, n, m) -> the sum over rows, averaged over columns: a float, or one number a network of a stack."""
    means = losses.sum(axis=-2).mean(axis=-1)
    return float(means) if means.ndim == 0 else means


def cost(AL, Y, epsilon=1e-12):
    """Mean binary cross-entropy of AL (…, 1, m) against Y (1, m) of 0/1, AL kept inside [epsilon, 1 − epsilon]."""
    AL = np.clip(AL, epsilon, 1 - epsilon)
    return _mean_over_columns(-Y * np.log(AL) - (1 - Y) * np.log(1 - AL))


def softmax_cost(AL, Y, epsilon=1e-12):
    """Mean cross-entropy of probabilities AL (…, C, m) against one-hot Y (C, m)."""
    return _mean_over_columns(-Y * np.log(np.maximum(AL, epsilon)))


def squared_cost(AL, Y):
    """Half the squared distance between AL and Y, averaged over columns."""
    return _mean_over_columns((AL - Y) ** 2 / 2)


def gradient_descent(learning_rate):
    """update(parameters, grads, step): every parameter minus learning_rate times its gradient."""
    def update(parameters, grads, step):
        return {key: value - learning_rate * grads[f"d{key}"] for key, value in parameters.items()}
    return update


def predict(X, parameters, hidden="relu", output="sigmoid"):
    """0/1 of shape (…, 1, m) from a sigmoid output (above one half is 1); labels (…, m) from a softmax output."""
    AL, _ = forward(X, parameters, hidden, output)
    return AL.argmax(axis=-2) if output == "softmax" else (AL > 0.5).astype(float)


def accuracy(predictions, Y):
    """The fraction of predictions equal to Y: a float, or one number a network when predictions are stacked."""
    Y = np.asarray(Y)
    hits = np.mean(np.asarray(predictions) == Y, axis=tuple(range(-Y.ndim, 0)))
    return float(hits) if hits.ndim == 0 else hits


def train(X, Y, parameters, *, update, steps, forward=forward, backward=backward, cost=cost,
          batches=None, record_every=100, measure=None, progress=True):
    """Make `steps` updates and return the parameters with a history of what happened.

    forward(X, parameters) -> AL, caches · backward(AL, Y, caches) -> grads · cost(AL, Y) -> number
    update(parameters, grads, step) -> parameters, step = 1, 2, …
    batches(X, Y, epoch) -> list of (X, Y), called anew for epoch = 0, 1, …; None uses all of X, Y at every step
    measure(parameters) -> {name: number}, recorded beside the cost
    history: arrays under "step" (updates made so far: 0, record_every, …, steps), "cost" (of the batch in hand)
    and the names of `measure`, all with one entry per record.
    """
    stream = _stream(X, Y, batches)
    records = {}
    for step in _counted(steps, progress):
        X_now, Y_now = next(stream)
        AL, caches = forward(X_now, parameters)
        if step % record_every == 0:
            _record(records, step, cost(AL, Y_now), measure, parameters)
        parameters = update(parameters, backward(AL, Y_now, caches), step + 1)
    if steps > 0:
        _record(records, steps, cost(forward(X_now, parameters)[0], Y_now), measure, parameters)
    return parameters, {name: np.array(values) for name, values in records.items()}


def _stream(X, Y, batches):
    """An endless stream of batches, epoch after epoch."""
    epoch = 0
    while True:
        made = [(X, Y)] if batches is None else list(batches(X, Y, epoch))
        if not made:
            raise ValueError(f"`batches` returned no batch for epoch {epoch}. Return at least one pair (X, Y).")
        yield from made
        epoch += 1


def _record(records, step, cost_now, measure, parameters):
    entry = {"step": step, "cost": cost_now, **(measure(parameters) if measure else {})}
    for name, value in entry.items():
        records.setdefault(name, []).append(value)


def _counted(steps, progress):
    """range(steps), with a bar of text in a terminal or a notebook unless COURSE_QUIET is set."""
    seen = sys.stdout is not None and (sys.stdout.isatty() or type(sys.stdout).__module__.startswith("ipykernel"))
    if not progress or not seen or os.environ.get("COURSE_QUIET"):
        return range(steps)
    try:
        from tqdm import tqdm
    except ImportError:
        return range(steps)
    return tqdm(range(steps), file=sys.stdout, leave=False, mininterval=0.5, unit="step", ascii=True)
