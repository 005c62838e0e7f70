"""Initialization: zeros, large, Xavier and He, and how far the signal spreads in each layer."""
import numpy as np
import matplotlib.pyplot as plt

from course import datasets, network, plots

from course.solutions.exercises import case, exercise
from course.checking.values import Rng


def initialize_parameters_zeros(layer_dims):
    """Every weight and every bias zero.

    layer_dims: list [n_0, …, n_L] of layer sizes, two entries or more, each at least 1
    Returns {"W1": (n_1, n_0), "b1": (n_1, 1), …, "bL": (n_L, 1)}, float arrays of zeros.
    Raises ValueError when layer_dims has fewer than two entries or a size below 1.
    """
    network.check_layer_dims(layer_dims)
    ### BEGIN SOLUTION
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters[f"W{l}"] = np.zeros((layer_dims[l], layer_dims[l - 1]))
        parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return parameters
    ### END SOLUTION


def initialize_parameters_random(layer_dims, rng, scale=10.0):
    """Weights drawn from a normal distribution of mean 0 and standard deviation `scale`, biases zero.

    layer_dims: list [n_0, …, n_L] of layer sizes, two entries or more, each at least 1
    rng: np.random.Generator, the only source of randomness; every call goes on drawing from it
    scale: standard deviation of every weight, no unit
    Returns {"W1": (n_1, n_0), "b1": (n_1, 1), …, "bL": (n_L, 1)}.
    Raises ValueError when layer_dims has fewer than two entries or a size below 1.
    """
    network.check_layer_dims(layer_dims)
    ### BEGIN SOLUTION
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters[f"W{l}"] = scale * rng.standard_normal((layer_dims[l], layer_dims[l - 1]))
        parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return parameters
    ### END SOLUTION


def initialize_parameters_xavier(layer_dims, rng):
    """Weights of mean 0 and variance 1/n_in, n_in being the number of inputs of the layer; biases zero.

    layer_dims: list [n_0, …, n_L] of layer sizes, two entries or more, each at least 1
    rng: np.random.Generator, the only source of randomness; every call goes on drawing from it
    Returns {"W1": (n_1, n_0), "b1": (n_1, 1), …, "bL": (n_L, 1)}. A normal, uniform or truncated normal
    distribution is right, as long as it has this mean and variance.
    Raises ValueError when layer_dims has fewer than two entries or a size below 1.
    Source: Glorot and Bengio (2010), in the form that keeps the forward signal only: variance 1/n_in.
    """
    network.check_layer_dims(layer_dims)
    ### BEGIN SOLUTION
    parameters = {}
    for l in range(1, len(layer_dims)):
        n_in = layer_dims[l - 1]
        parameters[f"W{l}"] = rng.standard_normal((layer_dims[l], n_in)) * np.sqrt(1 / n_in)
        parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return parameters
    ### END SOLUTION


def initialize_parameters_he(layer_dims, rng):
    """Weights of mean 0 and variance 2/n_in, n_in being the number of inputs of the layer; biases zero.

    layer_dims: list [n_0, …, n_L] of layer sizes, two entries or more, each at least 1
    rng: np.random.Generator, the only source of randomness; every call goes on drawing from it
    Returns {"W1": (n_1, n_0), "b1": (n_1, 1), …, "bL": (n_L, 1)}. A normal, uniform or truncated normal
    distribution is right, as long as it has this mean and variance.
    Raises ValueError when layer_dims has fewer than two entries or a size below 1.
    Source: He, Zhang, Ren and Sun (2015), eq. 10.
    """
    network.check_layer_dims(layer_dims)
    ### BEGIN SOLUTION
    parameters = {}
    for l in range(1, len(layer_dims)):
        n_in = layer_dims[l - 1]
        parameters[f"W{l}"] = rng.standard_normal((layer_dims[l], n_in)) * np.sqrt(2 / n_in)
        parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return parameters
    ### END SOLUTION


def activation_scales(X, parameters, activation):
    """Standard deviation of the activations of every layer of a network, one forward pass.

    X: (n_0, m), one column per example
    parameters: {"W1": (n_1, n_0), "b1": (n_1, 1), …}
    activation: "relu" or "tanh", used in every layer, the last one included
    Returns a list of L floats: the standard deviation over all entries of A[1], …, A[L], divided by their number
    (not by their number less one). X itself is not in the list.
    """
    ### BEGIN SOLUTION
    A, scales = X, []
    for l in range(1, len(parameters) // 2 + 1):
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        A = np.tanh(Z) if activation == "tanh" else np.maximum(Z, 0)
        scales.append(float(np.std(A)))
    return scales
    ### END SOLUTION


REFUSED = {"a list of one layer size": [7], "a layer of size 0": [4, 0, 3], "a layer of size −2": [4, 3, -2]}
TRANSPOSED = "The weights of a layer have one row per input. Here a layer has one row per unit: `W1` is (n_1, n_0)."
LAYER_MISSING = "The last layer has no parameters. layer_dims = [n_0, …, n_L] describes L layers, and needs W1 to WL."
RANDOM_BIASES = "The biases are not zero. Symmetry is broken by the weights alone: the biases start at zero."
NOT_FROM_RNG = ("The weights do not come from `rng`: generators in the same state gave different weights. "
                "Draw from the generator that the function is given.")
SAME_EVERY_CALL = ("A second call with the same generator gave the same weights again. "
                   "Draw from `rng` itself, without making or seeding a generator inside.")


def draw_sizes(rng):
    """Layer sizes that are all different, so that a transposed or forgotten layer shows."""
    return [int(n) for n in rng.permutation(np.arange(2, 9))[:4]]


exercise(
    initialize_parameters_zeros, points=3, minutes=8, difficulty=1,
    cases=[case(layer_dims=[3, 5, 2]), case(layer_dims=[4, 7, 6, 2, 5]), case(layer_dims=[2, 3])],
    draw=lambda rng: case(layer_dims=draw_sizes(rng)), own_memory=True, floats=True,
    refuses={what: case(layer_dims=dims) for what, dims in REFUSED.items()},
    hints=(
        "Layer l connects n_{l−1} inputs to n_l units. Which of the two numbers counts the rows of W[l]?",
        "layer_dims has L + 1 entries. The layers are numbered 1 to L, and layer l uses entries l − 1 and l.",
        "np.zeros takes the shape as one tuple. A bias is a column: n_l rows and 1 column.",
    ),
    mistakes={
        ("np.zeros((layer_dims[l], layer_dims[l - 1]))", "np.zeros((layer_dims[l - 1], layer_dims[l]))"): TRANSPOSED,
        ("range(1, len(layer_dims))", "range(1, len(layer_dims) - 1)"): LAYER_MISSING,
        ("np.zeros((layer_dims[l], 1))", "np.zeros(layer_dims[l])"):
            "The biases have shape (n_l,). A bias is a column of shape (n_l, 1), so that it adds to every example.",
        ("np.zeros((layer_dims[l], 1))", "np.zeros((1, layer_dims[l]))"):
            "The biases are rows of shape (1, n_l). A bias is a column: one entry per unit, (n_l, 1).",
        ("np.zeros((layer_dims[l], layer_dims[l - 1]))", "np.zeros(layer_dims[l], layer_dims[l - 1])"):
            "`np.zeros` was given the sizes as two arguments. It takes the shape as one tuple.",
        (("range(1, len(layer_dims))", "range(len(layer_dims))"),):
            "There is one layer too many: `W0`. The input is not a layer, so the numbering starts at 1.",
    },
)


def initialization_cases(**more):
    """Layers large enough that a spread is known to about 1 %, all sizes different."""
    return [case(layer_dims=[110, 160, 60, 85], rng=Rng(11), **more), case(layer_dims=[50, 130, 180], rng=Rng(12), **more)]


def draw_initialization(**more):
    """Fresh sizes and a fresh generator."""
    return lambda rng: case(layer_dims=[int(n) for n in rng.choice(np.arange(50, 190, 14), 4, replace=False)],
                            rng=Rng(int(rng.integers(2**31))), **more)


REFUSED_RANDOM = {what: case(layer_dims=dims, rng=Rng(5)) for what, dims in REFUSED.items()}
DRAW = "rng.standard_normal((layer_dims[l], {}))"


def shared_mistakes(n_in):
    """Mistakes that every random initialization can make; n_in is how the reference writes the fan-in."""
    drawn = DRAW.format(n_in)
    return {
        (drawn, f"rng.standard_normal(({n_in}, layer_dims[l]))"): TRANSPOSED,
        ("range(1, len(layer_dims))", "range(1, len(layer_dims) - 1)"): LAYER_MISSING,
        ("np.zeros((layer_dims[l], 1))", "0.1 * rng.standard_normal((layer_dims[l], 1))"): RANDOM_BIASES,
        (drawn, f"np.random.standard_normal((layer_dims[l], {n_in}))"): NOT_FROM_RNG,
        (drawn, f"np.random.default_rng(l).standard_normal((layer_dims[l], {n_in}))"): SAME_EVERY_CALL,
    }


exercise(
    initialize_parameters_random, points=3, minutes=8, difficulty=1, probe="initial_weights", draws=1,
    cases=[case(**made, scale=scale) for made, scale in zip(initialization_cases(), (3.0, 0.25))]
    + [case(layer_dims=[90, 120, 70], rng=Rng(13))],
    draw=lambda rng: draw_initialization(scale=float(rng.uniform(0.2, 5)))(rng), refuses=REFUSED_RANDOM,
    hints=(
        "Start from your function for zeros. What changes is one line.",
        "A normal variable of standard deviation 1, times a number, has that number as its standard deviation.",
        "The generator has the method standard_normal, which takes the shape as one tuple.",
    ),
    mistakes=shared_mistakes("layer_dims[l - 1]") | {
        ("rng.standard_normal((layer_dims[l], layer_dims[l - 1]))", "rng.random((layer_dims[l], layer_dims[l - 1]))"):
            "All weights are positive, between 0 and `scale`. A normal distribution of mean 0 is asked.",
        ("rng.standard_normal((layer_dims[l], layer_dims[l - 1]))",
         "(2 * rng.random((layer_dims[l], layer_dims[l - 1])) - 1)"):
            "The weights are spread evenly between −scale and scale. Their standard deviation is then scale/√3, and "
            "large values never occur: a normal distribution is asked.",
        ("scale * ", ""): "The weights have a standard deviation of 1 whatever `scale` is.",
        ("scale * ", "0.01 * "): "The weights have a standard deviation of 0.01 whatever `scale` is.",
        ("scale * ", "scale ** 0.5 * "):
            "The weights spread as √scale. `scale` is the standard deviation, not the variance.",
    },
)

FAN_OUT = "The weights of layer 2 spread as if its own units were counted. The variance follows the number of **inputs** of " \
          "the layer: look again at which entry of `layer_dims` is the fan-in."
ONE_FACTOR = "Layer 1 is right, the later layers are not: all layers got the factor of the first. Each has its own fan-in."
ALL_ONE = "The weights have a standard deviation of 1 in every layer. The factor that depends on the fan-in is missing."

exercise(
    initialize_parameters_xavier, points=4, minutes=8, difficulty=1, probe="initial_weights", draws=1,
    cases=initialization_cases(), draw=draw_initialization(), refuses=REFUSED_RANDOM,
    hints=(
        "Only the factor in front of the draw differs from the function before, and it now depends on the layer.",
        "The equation gives a variance. What you multiply a standard normal variable with is a standard deviation.",
        "n_in is the number of columns of W[l]. The standard deviation is the root of one over that number.",
    ),
    mistakes=shared_mistakes("n_in") | {
        ("np.sqrt(1 / n_in)", "(1 / n_in)"):
            "The weights have the standard deviation 1/n_in. That is the variance that is asked: the factor is its root.",
        ("np.sqrt(1 / n_in)", "np.sqrt(2 / n_in)"):
            "The variance is 2/n_in. That is He initialization, made for ReLU; Xavier asks for 1/n_in.",
        ("np.sqrt(1 / n_in)", "np.sqrt(2 / (n_in + layer_dims[l]))"):
            "The variance is 2/(n_in + n_out), Glorot and Bengio's compromise between both directions. "
            "This exercise asks for the form with the fan-in alone, 1/n_in.",
        ("np.sqrt(1 / n_in)", "np.sqrt(2 / (n_in * layer_dims[l]))"):
            "The variance is 2/(n_in · n_out), far too small: the two sizes are multiplied. The equation has n_in alone.",
        ("np.sqrt(1 / n_in)", "np.sqrt(1 / layer_dims[l])"): FAN_OUT,
        (DRAW.format("n_in"), "rng.uniform(-1, 1, (layer_dims[l], n_in))"):
            "The weights are uniform between −1/√n_in and 1/√n_in. A uniform variable between −a and a has the standard "
            "deviation a/√3, so the bounds have to be wider.",
        (" * np.sqrt(1 / n_in)", " * np.sqrt(1 / layer_dims[0])"): ONE_FACTOR,
        (" * np.sqrt(1 / n_in)", ""): ALL_ONE,
    },
)

exercise(
    initialize_parameters_he, points=4, minutes=8, difficulty=1, probe="initial_weights", draws=1,
    cases=initialization_cases(), draw=draw_initialization(), refuses=REFUSED_RANDOM,
    hints=(
        "ReLU sets about half of a layer's signal to zero. What has to happen to the variance to make up for it?",
        "The equation gives a variance of 2/n_in for every layer, the last one included.",
        "Take your function for Xavier and change one number under the root.",
    ),
    mistakes=shared_mistakes("n_in") | {
        ("np.sqrt(2 / n_in)", "np.sqrt(1 / n_in)"):
            "The variance is 1/n_in. That is Xavier initialization; for ReLU, half of the signal is lost and He asks for twice "
            "that variance.",
        ("np.sqrt(2 / n_in)", "(2 / n_in)"):
            "The weights have the standard deviation 2/n_in. That is the variance that is asked: the factor is its root.",
        ("np.sqrt(2 / n_in)", "np.sqrt(2) / n_in"):
            "The weights have the standard deviation √2/n_in. The root covers the whole fraction, n_in included.",
        ("* np.sqrt(2 / n_in)", "/ np.sqrt(2 / n_in)"):
            "The weights grow with the fan-in: they were divided by the factor √(2/n_in) where they are multiplied with it.",
        ("np.sqrt(2 / n_in)", "np.sqrt(2 / layer_dims[l])"): FAN_OUT,
        ("np.sqrt(2 / n_in)", "np.sqrt(2 / (n_in + layer_dims[l]))"):
            "The variance is 2/(n_in + n_out), the compromise of Glorot and Bengio. He initialization has n_in alone.",
        ("np.sqrt(2 / n_in)", "np.sqrt((1 if l == len(layer_dims) - 1 else 2) / n_in)"):
            "The last layer has the variance 1/n_in, the others 2/n_in. The exercise asks for one rule in every layer.",
        (DRAW.format("n_in"), "rng.uniform(-1, 1, (layer_dims[l], n_in))"):
            "The weights are uniform between −√(2/n_in) and √(2/n_in). A uniform variable between −a and a has the standard "
            "deviation a/√3, so the bounds have to be wider.",
        (" * np.sqrt(2 / n_in)", " * np.sqrt(2 / layer_dims[0])"): ONE_FACTOR,
        (" * np.sqrt(2 / n_in)", ""): ALL_ONE,
    },
)


def draw_network(rng, activation=None, square=False):
    """A network of three layers with biases, and an input."""
    sizes = [4, 4, 4, 4] if square else [int(n) for n in rng.permutation(np.arange(3, 9))[:4]]
    parameters = {}
    for l in range(1, len(sizes)):
        parameters[f"W{l}"] = rng.normal(size=(sizes[l], sizes[l - 1]))
        parameters[f"b{l}"] = rng.normal(size=(sizes[l], 1))
    m = int(rng.integers(9, 13))
    return case(X=rng.normal(size=(sizes[0], m)), parameters=parameters,
                activation=activation or str(rng.choice(["relu", "tanh"])))


PUBLIC = np.random.default_rng(14)

exercise(
    activation_scales, points=4, minutes=12, difficulty=2,
    cases=[draw_network(PUBLIC, "relu"), draw_network(PUBLIC, "tanh"), draw_network(PUBLIC, "relu", square=True)],
    draw=draw_network,
    hints=(
        "This is one forward pass that writes down one number after each layer.",
        "Each layer takes the activation of the layer before. The number is taken after the activation function.",
        "There are as many layers as there are weight matrices. The standard deviation is over all entries of A at once.",
    ),
    mistakes={
        ("np.std(A)", "np.std(Z)"):
            "The numbers are the scales of Z, before the activation function. The scale of A, after it, is asked.",
        ("A, scales = X, []", "A, scales = X, [float(np.std(X))]"):
            "The list has one entry too many: it begins with the scale of the input X. It should begin with A[1].",
        ("np.std(A)", "np.var(A)"): "The numbers are variances. The standard deviation is the root of the variance.",
        ("np.std(A)", "np.std(A, ddof=1)"):
            "The standard deviations are a little too large: they divide by the number of entries less one (ddof=1).",
        ("np.std(A)", "np.sqrt(np.mean(A**2))"):
            "The numbers are root mean squares: the mean of A was not subtracted. After ReLU the mean is not zero.",
        (" + parameters[f\"b{l}\"]", ""): "The biases are left out: Z = W A + b.",
        ("parameters[f\"W{l}\"] @ A", "parameters[f\"W{l}\"] @ X"):
            "Every layer was given the input X. A layer takes the activation of the layer before it.",
        ("A = np.tanh(Z) if activation == \"tanh\" else np.maximum(Z, 0)",
         "A = (1 / (1 + np.exp(-Z)) if l == len(parameters) // 2 else "
         "np.tanh(Z) if activation == \"tanh\" else np.maximum(Z, 0))"):
            "The last layer used a sigmoid. Here the given activation is used in every layer, the last one included.",
        ("np.tanh(Z) if activation == \"tanh\" else np.maximum(Z, 0)", "np.maximum(Z, 0)"):
            "ReLU was used whatever `activation` says.",
        ("np.tanh(Z) if activation == \"tanh\" else np.maximum(Z, 0)", "np.tanh(Z)"):
            "tanh was used whatever `activation` says.",
    },
)
