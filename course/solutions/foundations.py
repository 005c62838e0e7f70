"""Foundations: arrays, one sigmoid, one cost, and the forward and backward pass of an L-layer network."""
import math
import time

import matplotlib.pyplot as plt
import numpy as np

from course import datasets, network, plots

from course.solutions.exercises import case, exercise


def flatten_images(images):
    """Put every image into one column.

    images : (m, h, w, c), m >= 1 images of h rows, w columns and c colour channels, any dtype.
    Returns (h * w * c, m): column i is image i, read row by row, then column by column, then channel by channel
    (NumPy's own order, called "C" order). The values are not scaled.
    """
    ### BEGIN SOLUTION
    m = images.shape[0]
    return images.reshape(m, -1).T
    ### END SOLUTION


def draw_images(rng):
    """A few small images whose sizes are all different, and a stack of one image."""
    m, h, w, c = rng.permutation([2, 3, 4, 5])
    return [case(images=rng.integers(0, 256, size=(m, h, w, c), dtype=np.uint8)),
            case(images=rng.normal(size=(1, c, h, w)))]


exercise(
    flatten_images, points=2, minutes=8, difficulty=1,
    draw=draw_images,
    hints=(
        "Which axis of `images` counts the images? In the result, which axis does?",
        "A reshape never moves a number: it reads the array in order and cuts the sequence into new rows. Cut it so "
        "that one row holds exactly one image.",
        "Keep the first axis, m, let NumPy work out the other size with -1, and then exchange rows and columns.",
    ),
    mistakes={
        ("images.reshape(m, -1).T", "images.reshape(-1, m)"):
            "The shape is right, but a column mixes numbers of several images: column 0 holds every m-th number of the "
            "whole stack. Reshaping does not move axes; look at the example of three images with two numbers each.",
        ("images.reshape(m, -1).T", "images.reshape(m, -1)"):
            "Every row of the result is one image. In this course examples are columns.",
        ("images.reshape(m, -1).T", "images.reshape(-1, m).T"):
            "Rows stand where columns are asked for, and each row mixes numbers of several images. The array was cut "
            "at the wrong places before it was transposed.",
        ("images.reshape(m, -1)", 'images.reshape(m, -1, order="F")'):
            "Every column holds one whole image, but its numbers come in column-major order. The docstring asks for "
            "C order: along a row of the image first.",
        ("images.reshape(m, -1).T", 'images.reshape(-1, m, order="F")'):
            "The shape is right, but the column-major reading runs across the images first, so that each column "
            "takes numbers from all of them.",
        ("images.reshape(m, -1).T", "images.reshape(m, -1).T / 255"):
            "All values are 255 times too small: the function scales them as well. Flattening must leave the values "
            "as they are.",
        ("images.reshape(m, -1).T", "images.reshape(-1, 1)"):
            "All images stand one below the other in a single column. Each image needs a column of its own.",
    },
)


def sigmoid(z):
    """The logistic function 1 / (1 + e^(-z)), for numbers of any size.

    z : a number or an array of any shape, float or integer.
    Returns float values of the same shape, a number for a number. No finite z may cause an overflow warning.
    """
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=float)
    exp_of_minus = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, exp_of_minus) / (1 + exp_of_minus)
    ### END SOLUTION


def draw_z(rng):
    """Two numbers, a matrix, integers, and values far out on either side."""
    return [case(z=float(rng.normal())), case(z=int(rng.integers(1, 4))), case(z=rng.normal(scale=3.0, size=(3, 4))),
            case(z=np.array([[0, -1, 2], [3, -4, 5]])), case(z=np.array([1.0, 30.0, 720.0, 1e4]) * rng.uniform(1, 1.3)),
            case(z=-np.array([1.0, 18.0, 25.0, 720.0, 1e4]) * rng.uniform(1, 1.1))]


def sigmoid_plain(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_both_branches(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def sigmoid_branches_swapped(z):
    z = np.asarray(z, dtype=float)
    result = np.empty_like(z)
    low = z < 0
    result[low] = 1 / (1 + np.exp(-z[low]))
    result[~low] = np.exp(z[~low]) / (1 + np.exp(z[~low]))
    return result[()]


def sigmoid_in_the_type_of_z(z):
    z = np.asarray(z)
    result = np.zeros_like(z)
    low = z < 0
    result[low] = np.exp(z[low]) / (1 + np.exp(z[low]))
    result[~low] = 1 / (1 + np.exp(-z[~low]))
    return result[()]


exercise(
    sigmoid, points=3, minutes=12, difficulty=2,
    draw=draw_z, probe="sigmoid_and_warnings", tolerance=0.0, absolute=1e-9,
    parts={"values": ["result"], "no warnings": ["no overflow warning", "no invalid-value warning"]},
    hints=(
        "Which of the exponentials e^z and e^(-z) becomes huge when z is very negative? Which one never does?",
        "Multiply numerator and denominator by e^z: the same function, written with e^z alone. Each of the two forms "
        "is safe on one side of zero.",
        "e to the power of minus the absolute value of z is at most 1 on both sides. Write both forms with it, and "
        "choose the numerator by the sign of z.",
    ),
    mistakes={
        sigmoid_plain:
            "The values are right, but the exponential overflows for very negative z and NumPy warns. There is "
            "a second form of the same function that is safe there.",
        sigmoid_both_branches:
            "The values are right, but both forms are computed everywhere before one of them is selected, so the "
            "unsafe one still overflows and divides infinity by infinity. Choosing happens after computing.",
        sigmoid_branches_swapped:
            "Each of the two forms is used on the side where it is not safe: large positive z gives nan and large "
            "negative z overflows. On which side does each exponential stay small?",
        sigmoid_in_the_type_of_z:
            "For integers z the result is 0 or 1 only, for floats it is right. The array that receives the values "
            "has the integer type of z (section 1, types).",
        ("np.where(z >= 0, 1.0, exp_of_minus) / (1 + exp_of_minus)", "1 / 1 + np.exp(-z)"):
            "The result is 2 at z = 0 and never below 1. A division binds before an addition: look at what the "
            "fraction bar of equation (1) covers.",
        ("np.where(z >= 0, 1.0, exp_of_minus) / (1 + exp_of_minus)", "np.exp(z) / (1 + np.exp(z))"):
            "The result is nan for large positive z, and right elsewhere. This form is safe on one side of zero only "
            ".",
        ("np.where(z >= 0, 1.0, exp_of_minus) / (1 + exp_of_minus)", "1 / (1 + np.exp(-np.clip(z, -20, 20)))"):
            "The result stops falling at about 2e-9, however negative z becomes. The limit at which z is cut off is "
            "too close to zero.",
        ("np.where(z >= 0, 1.0, exp_of_minus)", "np.where(z >= 0, exp_of_minus, 1.0)"):
            "The result falls where it must rise: it is 1 minus the right value, which is the sigmoid of −z. Look at "
            "the sign in the exponent of equation (1).",
    },
)


def cross_entropy_cost(AL, Y, epsilon=1e-12):
    """Mean cross-entropy of m predictions.

    AL      : (1, m), predicted probabilities of class 1, in [0, 1].
    Y       : (1, m), true labels 0 or 1, float or integer.
    epsilon : AL is first limited to [epsilon, 1 - epsilon], so that no logarithm is taken of 0.
    Returns a float, in nats. AL itself is not changed.
    """
    ### BEGIN SOLUTION
    A = np.clip(AL, epsilon, 1 - epsilon)
    losses = -(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return float(np.mean(losses))
    ### END SOLUTION


def draw_labels(rng, m):
    """(1, m) labels with between one and m/3 ones: never as many ones as zeros."""
    return (rng.permutation(m)[None, :] < rng.integers(1, m // 3 + 1)).astype(float)


def draw_predictions(rng):
    """Ordinary predictions with float and integer labels; saturated ones, with the default and with a large epsilon."""
    m = int(rng.integers(5, 10))
    AL, Y = rng.uniform(0.05, 0.95, size=(1, m)), draw_labels(rng, m)
    epsilon = float(rng.uniform(0.01, 0.03))
    cases = [case(AL=AL, Y=Y), case(AL=AL[:, ::-1].copy(), Y=Y.astype(np.int64))]
    for extreme, labels, details in (([0.0], [1.0], {}), ([0.0, 1.0, 0.0], [0.0, 1.0, 1.0], {}),
                                     ([0.0, 1.0], [1.0, 0.0], {"epsilon": epsilon})):
        A, L = AL.copy(), Y.copy()
        A[0, :len(extreme)], L[0, :len(labels)] = extreme, labels
        cases.append(case(AL=A, Y=L, **details))
    return cases


def cost_of_all_pairs(AL, Y, epsilon=1e-12):
    A = np.clip(AL, epsilon, 1 - epsilon)
    return float(-np.sum(Y.T @ np.log(A) + (1 - Y).T @ np.log(1 - A)) / Y.shape[1])


exercise(
    cross_entropy_cost, points=3, minutes=12, difficulty=1,
    draw=draw_predictions, probe="cost_and_clipping", absolute=1e-9,
    parts={"cost": ["cost"], "clipping": ["cost of saturated predictions"]},
    hints=(
        "For one example only one of the two terms of equation (3) is different from zero. Which one, when y = 1?",
        "Work element by element on rows of shape (1, m): first the limits on AL, then both logarithms, then the mean.",
        "NumPy has one function that limits every entry to an interval. Use its result, and not AL, in both "
        "logarithms; take the mean over all examples and turn it into a Python float.",
    ),
    mistakes={
        cost_of_all_pairs:
            "The cost pairs the label of every example with the prediction of every other one, and adds all m·m "
            "products. Example i has to meet its own label only: look at which factor was transposed.",
        ("np.log(1 - A)", "(1 - np.log(A))"):
            "The second term holds 1 minus a logarithm where equation (3) has the logarithm of 1 minus a.",
        ("return float(np.mean(losses))", "return losses / losses.shape[1]"):
            "One number for every example came back, of shape (1, m). The cost is one number: equation (3) adds over "
            "the examples.",
        ("return float(np.mean(losses))", "return float(np.sum(losses))"):
            "The cost is m times too large: the losses are added but not divided by the number of examples.",
        ("return float(np.mean(losses))", "return A - Y"):
            "The differences a − y came back, of shape (1, m). They are the gradient of the cost with respect to z "
            "and not the cost itself.",
        ("np.clip(AL, epsilon, 1 - epsilon)", "AL"):
            "The cost is right for ordinary predictions, but nan or infinite when a prediction is exactly 0 or 1. Look "
            "at what the docstring says about `epsilon`.",
        ("np.clip(AL, epsilon, 1 - epsilon)", "np.maximum(AL, epsilon)"):
            "Predictions of exactly 0 are handled, predictions of exactly 1 are not: the logarithm of 1 − a is still "
            "taken of 0. The interval has two ends.",
        (("np.clip(AL, epsilon, 1 - epsilon)", "AL"), ("np.log(A)", "np.log(A + epsilon)"),
         ("np.log(1 - A)", "np.log(1 - A + epsilon)")):
            "`epsilon` is added inside the logarithms. With a large epsilon this changes every prediction; the "
            "docstring asks to limit AL to an interval and to leave the values inside it alone.",
        ("-(Y * np.log(A) + (1 - Y) * np.log(1 - A))", "Y * np.log(A) + (1 - Y) * np.log(1 - A)"):
            "The cost is negative. The logarithm of a probability is at most 0, and a cost should be at least 0: look "
            "at the sign in front of equation (3).",
        ("Y * np.log(A) + (1 - Y) * np.log(1 - A)", "Y * np.log(A)"):
            "Only the examples with label 1 contribute. A confident wrong prediction for label 0 has to cost something "
            "too: equation (3) has two terms.",
        ("-(Y * np.log(A) + (1 - Y) * np.log(1 - A))", "(A - Y) ** 2"):
            "This is the mean squared error. Asked for is equation (3), which contains logarithms.",
    },
)


def linear_backward(dZ, A_prev, W):
    """Gradients of one linear layer Z = W A_prev + b, for a cost that is a mean over m examples.

    dZ     : (n, m), column i is the gradient of the loss of example i with respect to its z.
    A_prev : (n_prev, m), the layer's inputs.   W : (n, n_prev).
    Returns dA_prev (n_prev, m), dW (n, n_prev), db (n, 1). The factor 1/m stands in dW and db, not in dA_prev.
    """
    ### BEGIN SOLUTION
    m = A_prev.shape[1]
    dA_prev = W.T @ dZ
    dW = dZ @ A_prev.T / m
    db = np.mean(dZ, axis=1, keepdims=True)
    return dA_prev, dW, db
    ### END SOLUTION


def draw_layer(rng):
    """A layer whose three sizes are all different, and a square one."""
    n, n_prev, m = rng.permutation([3, 4, 5])
    k, m_square = rng.permutation([2, 3, 7])[:2]
    return [case(dZ=rng.normal(size=(a, c)), A_prev=rng.normal(size=(b, c)), W=rng.normal(size=(a, b)))
            for a, b, c in ((n, n_prev, m), (k, k, m_square))]


exercise(
    linear_backward, points=3, minutes=15, difficulty=2,
    draw=draw_layer, returns="dA_prev, dW, db", parts="each",
    hints=(
        "A gradient has the shape of what it belongs to. Write the shapes of dZ, A_prev and W on paper first.",
        "dW is a product of dZ, (n, m), and of A_prev, (n_prev, m), that gives (n, n_prev): the axis of length m must "
        "be the one that disappears. Which of the two has to be transposed?",
        "Only two of the three results are sums over the examples, and those two are divided by m. For the bias, take "
        "the mean along the axis of the examples and keep that axis, so that the shape stays (n, 1).",
    ),
    mistakes={
        (("A_prev.T / m", "A_prev.T"), ("np.mean(dZ", "np.sum(dZ")):
            "`dW` and `db` are m times too large. The cost is a mean over the examples, and its factor 1/m has to "
            "appear once in each of them.",
        ("A_prev.T / m", "A_prev.T"):
            "`dW` is not divided by the number of examples m.",
        ("np.mean(dZ", "np.sum(dZ"):
            "`db` adds over the examples but is not divided by their number m.",
        ("np.mean(dZ, axis=1, keepdims=True)", "np.sum(dZ) / m"):
            "`db` is one number for the whole layer. Each unit has a bias of its own, so the sum runs over the "
            "examples only and not over the units.",
        ("np.mean(dZ, axis=1, keepdims=True)", "np.mean(dZ, axis=0, keepdims=True)"):
            "`db` holds a mean over the units, one for each example. A bias belongs to a unit: look at which axis "
            "counts the examples.",
        ("axis=1, keepdims=True", "axis=1"):
            "`db` has the right numbers in shape (n,). The bias has shape (n, 1), and so has its gradient "
            "(section 1, rank-1 arrays).",
        ("dZ @ A_prev.T / m", "A_prev @ dZ.T / m"):
            "`dW` is the transpose of the right one. It must have the shape of W, one row for each unit of this layer.",
        ("W.T @ dZ", "W.T @ dZ / m"):
            "`dA_prev` is divided by m. Column i of dA_prev belongs to example i alone; the mean over examples is "
            "taken in `dW` and `db` only.",
        ("W.T @ dZ", "W @ dZ"):
            "`dA_prev` sends the gradient through W in the forward direction. Backwards, input j collects from every "
            "unit it feeds: look at the sum over k in the derivation.",
        (("A_prev.shape[1]", "A_prev.shape[0]"), ("np.mean(dZ, axis=1, keepdims=True)",
                                                  "np.sum(dZ, axis=1, keepdims=True) / m")):
            "`dW` and `db` are divided by the number of inputs of the layer. The examples are the columns, so their "
            "number is the other size of the array.",
    },
)


def forward_propagation(X, parameters):
    """The forward pass of a network with ReLU hidden layers and a sigmoid output layer.

    X          : (n_x, m).
    parameters : {"W1": (n_1, n_x), "b1": (n_1, 1), …, "WL": …, "bL": …}, any number of layers, keys in any order.
    Returns AL, the output (n_L, m), and caches, a list of L tuples: caches[l - 1] is (A_prev, W, b, Z) of layer l,
    with Z = W A_prev + b before the activation.
    """
    ### BEGIN SOLUTION
    L = len(parameters) // 2
    A, caches = X, []
    for l in range(1, L + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        caches.append((A, W, b, Z))
        A = np.maximum(0, Z) if l < L else sigmoid(Z)
    return A, caches
    ### END SOLUTION


def draw_parameters(rng, layer_dims):
    """Weights and biases of moderate size, no bias zero."""
    parameters = {}
    for l, (n_prev, n) in enumerate(zip(layer_dims, layer_dims[1:]), start=1):
        parameters[f"W{l}"] = rng.normal(size=(n, n_prev)) * np.sqrt(2 / n_prev)
        parameters[f"b{l}"] = rng.normal(scale=0.5, size=(n, 1))
    return parameters


def draw_networks(rng):
    """Four layers of different sizes, square layers, one layer alone, and eleven layers with shuffled keys."""
    sizes = [int(n) for n in rng.permutation([2, 3, 4, 5])]
    cases = [case(X=rng.normal(size=(dims[0], m)), parameters=draw_parameters(rng, dims))
             for dims, m in ((sizes + [1], 7), ([3, 3, 3, 1], 5), ([4, 1], 3))]
    deep = draw_parameters(rng, [3] * 12)
    shuffled = {key: deep[key] for key in rng.permutation(sorted(deep)).tolist()}
    return cases + [case(X=rng.normal(size=(3, 4)), parameters=shuffled)]


exercise(
    forward_propagation, points=3, minutes=15, difficulty=2,
    draw=draw_networks, returns="AL, caches", parts="each", uses=("sigmoid",),
    hints=(
        "How many layers does a dictionary with W1, b1, W2, b2, W3, b3 describe? Which of them is the output layer?",
        "Inside the loop, the input of layer l is the output of layer l − 1. One variable that is overwritten in every "
        "round holds it.",
        "In each round: read W and b by their names with the number l in them, compute Z, store the four arrays with "
        "the input that was used for this Z, and only then replace the input by the activation: ReLU in all layers "
        "but the last, sigmoid in the last.",
    ),
    mistakes={
        (("Z = W @ A + b", "Z = W @ X + b"), ("caches.append((A, W", "caches.append((X, W")):
            "Every layer receives X. From layer 2 on, the input is the activation of the layer before.",
        ("np.maximum(0, Z) if l < L else sigmoid(Z)", "sigmoid(Z)"):
            "The hidden layers use the sigmoid: their outputs lie strictly between 0 and 1 and are never 0. Hidden "
            "layers use ReLU here; only the last layer uses the sigmoid.",
        ("np.maximum(0, Z) if l < L else sigmoid(Z)", "np.maximum(0, Z)"):
            "The output layer uses ReLU, so that the output is not a probability. The last layer has an activation "
            "of its own.",
        ("np.maximum(0, Z) if l < L else sigmoid(Z)", "np.maximum(0, Z) if l < L else Z"):
            "The output is Z of the last layer, without the sigmoid.",
        ("np.maximum(0, Z) if l < L else sigmoid(Z)", "np.tanh(Z) if l < L else sigmoid(Z)"):
            "The hidden layers use tanh: some of their outputs are negative. The docstring asks for ReLU.",
        ("np.maximum(0, Z) if l < L else sigmoid(Z)", "Z if l < L else sigmoid(Z)"):
            "The hidden layers have no activation, so that the whole network is one linear map followed by a sigmoid "
            ".",
        (("range(1, L + 1)", "range(1, L)"), ("np.maximum(0, Z) if l < L else sigmoid(Z)", "np.maximum(0, Z)")):
            "The pass ends one layer early: `caches` has one entry too few and the output is that of the last hidden "
            "layer. Look at where the range of the loop ends.",
        (("        caches.append((A, W, b, Z))\n", ""),
         ("else sigmoid(Z)\n", "else sigmoid(Z)\n        caches.append((A, W, b, Z))\n")):
            "The output is right, but the first entry of each cache is the layer's own activation. The backward pass "
            "needs the input that produced Z.",
        ("caches.append((A, W, b, Z))", "caches.append((A, W, b, np.maximum(0, Z) if l < L else sigmoid(Z)))"):
            "The output is right, but the last entry of each cache is the activation. Z is the value before the "
            "activation.",
        ("Z = W @ A + b", "Z = W @ A"):
            "The biases are not added to the matrix product.",
        (('parameters[f"W{l}"], parameters[f"b{l}"]',
          'parameters[sorted(parameters)[l - 1]], parameters[sorted(parameters)[L + l - 1]]'),):
            "The layers come in the alphabetical order of their names when there are ten or more: W10 stands before "
            "W2. The number in the name gives the order.",
        (('parameters[f"W{l}"], parameters[f"b{l}"]',
          '[p for k, p in parameters.items() if k[0] == "W"][l - 1], '
          '[p for k, p in parameters.items() if k[0] == "b"][l - 1]'),):
            "The layers come in the order in which the dictionary lists them. That order means nothing here: the "
            "number in the name gives the layer.",
    },
)


def backward_propagation(AL, Y, caches):
    """Gradients of the mean cross-entropy for the network of `forward_propagation`.

    AL     : (1, m), the network's output.   Y : (1, m), labels 0 or 1.
    caches : the caches of `forward_propagation`: caches[l - 1] = (A_prev, W, b, Z) of layer l.
    Returns {"dW1": (n_1, n_x), "db1": (n_1, 1), …}, one pair for each layer; further keys are ignored.
    """
    ### BEGIN SOLUTION
    grads = {}
    dZ = AL - Y
    for l in range(len(caches), 0, -1):
        A_prev, W, b, Z = caches[l - 1]
        dA_prev, grads[f"dW{l}"], grads[f"db{l}"] = linear_backward(dZ, A_prev, W)
        if l > 1:
            dZ = dA_prev * (caches[l - 2][3] > 0)
    return grads
    ### END SOLUTION


def draw_passes(rng):
    """Outputs and caches of real forward passes: different sizes, square layers, one layer, eleven layers."""
    cases = []
    for dims, m in (([int(n) for n in rng.permutation([2, 3, 4, 5])] + [1], 7), ([3, 3, 3, 1], 5), ([4, 1], 3),
                    ([3] * 11 + [1], 6)):
        AL, caches = forward_propagation(rng.normal(size=(dims[0], m)), draw_parameters(rng, dims))
        cases.append(case(AL=AL, Y=rng.permutation(np.arange(m) < 2)[None, :].astype(float), caches=caches))
    return cases


exercise(
    backward_propagation, points=5, minutes=25, difficulty=3,
    draw=draw_passes, returns="grads", probe="gradients_by_layer", uses=("linear_backward",),
    parts={"output layer": ["output layer"], "hidden layers": ["hidden layers"]},
    hints=(
        "The pass starts at the output with dZ = AL − Y and visits the layers from the last to the first.",
        "In each layer, `linear_backward` gives the two gradients of that layer and dA_prev, the message for the layer "
        "below. What has to happen to dA_prev before it can serve as dZ of the layer below?",
        "ReLU has slope 1 where its own Z was positive and slope 0 elsewhere. That Z belongs to the layer below, so it "
        "stands in the cache before the current one. Multiply element by element.",
    ),
    mistakes={
        ("dA_prev * (caches[l - 2][3] > 0)", "dA_prev"):
            "The gradients of the output layer are right, all earlier ones are those of a network without ReLU: "
            "nothing is set to zero where a unit was silent. If the test looks at the activation, remember that it "
            "is never negative.",
        ("(caches[l - 2][3] > 0)", "A_prev.astype(np.int64)"):
            "The earlier gradients are multiplied by the whole-number part of the activation. The slope of ReLU is 0 "
            "or 1.",
        ("(caches[l - 2][3] > 0)", "(1 - A_prev ** 2)"):
            "The gradients of the output layer are right, the earlier ones use the slope of tanh. The hidden layers "
            "use ReLU.",
        ("(caches[l - 2][3] > 0)", "(A_prev * (1 - A_prev))"):
            "The gradients of the output layer are right, the earlier ones use the slope of the sigmoid. The hidden "
            "layers use ReLU.",
        ("(caches[l - 2][3] > 0)", "A_prev"):
            "The earlier gradients are multiplied by the activation itself. Only its slope belongs there: 0 or 1 for "
            "ReLU.",
        ("(caches[l - 2][3] > 0)", "(Z > 0)"):
            "The gradients of the output layer are right, but the test for silent units looks at Z of the layer above. "
            "Which layer's ReLU lies between the two linear steps?",
        ("(caches[l - 2][3] > 0)", "(caches[l - 2][3] < 0)"):
            "The gradient passes where the unit was silent and stops where it was active: the test has the wrong "
            "direction.",
        ("        if l > 1:\n", "        dA_prev = grads[f\"dW{l}\"].T @ dZ\n        if l > 1:\n"):
            "The gradients of the output layer are right, but the message to the layer below goes through the gradient "
            "of the weights where the weights themselves belong: two names that differ by one letter.",
        ("dZ = AL - Y", "dZ = Y - AL"):
            "Every gradient has the opposite sign. Look at the start, equation (7): if the prediction is too high, "
            "the derivative must be positive.",
        ("dZ = AL - Y", "dZ = (Y / AL + (1 - Y) / (1 - AL)) * -AL * (1 - AL)"):
            "Examples with label 1 contribute rightly, those with label 0 with the opposite sign. In the derivative of "
            "log(1 − a) the chain rule brings one more minus.",
        ("dZ = AL - Y", "dZ = (AL - Y) * AL * (1 - AL)"):
            "The slope of the sigmoid appears once too often in the output layer. For the cross-entropy it cancels "
            "; for the mean squared error it would stay.",
        ("dZ = AL - Y", "dZ = (AL - Y) / AL.shape[1]"):
            "Every gradient is m times too small: the factor 1/m is applied at the output and once more in "
            "`linear_backward`.",
        ("linear_backward(dZ, A_prev, W)\n", "linear_backward(dZ, A_prev, W)\n"
                                             "        grads[f\"dW{l}\"] = grads[f\"dW{l}\"] * AL.shape[1]\n"
                                             "        grads[f\"db{l}\"] = grads[f\"db{l}\"] * AL.shape[1]\n"):
            "Every gradient is m times too large. The cost is a mean over the examples.",
    },
)
