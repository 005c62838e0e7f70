"""Regularization: weight penalties, dropout, augmented data and early stopping, each from its equation."""
import matplotlib.pyplot as plt
import numpy as np

from course import datasets, network, plots
from course.solutions.exercises import case, exercise
from course.checking.values import Rng


def compute_cost_with_regularization(AL, Y, parameters, lambd):
    """Cross-entropy cost with an L2 penalty on the weights.

    AL: (1, m) predicted probabilities; exact 0 and 1 may occur, so clip to [1e-12, 1 - 1e-12] before any logarithm
        (the given `network.cost` does). Y: (1, m) labels 0 or 1.
    parameters: {"W1": (n_1, n_0), "b1": (n_1, 1), ...}, any number of layers. lambd: the penalty's strength, >= 0.
    Returns one number: cross-entropy averaged over the m examples, plus lambd/(2m) times the sum of the squared
    Frobenius norms of all W. Biases are not penalized.
    Source: Krogh and Hertz (1992); Goodfellow, Bengio and Courville (2016), section 7.1.1.
    """
    ### BEGIN SOLUTION
    m = Y.shape[1]
    L = len(parameters) // 2
    squared_norms = [np.sum(np.square(parameters[f"W{l}"])) for l in range(1, L + 1)]
    penalty = lambd / (2 * m) * sum(squared_norms)
    return float(network.cost(AL, Y) + penalty)
    ### END SOLUTION


def l2_gradients(grads, parameters, lambd, m):
    """Gradients of the cost with the L2 penalty, from those of the cost without it.

    grads: {"dW1": (n_1, n_0), "db1": (n_1, 1), ...} of the cross-entropy alone, exactly these keys; not changed.
    parameters: {"W1": (n_1, n_0), "b1": (n_1, 1), ...}. lambd: the penalty's strength. m: the number of examples.
    Returns a new dictionary with the same keys: every dW with (lambd/m) W added, every db as it is.
    Source: derivative of lambd/(2m) ||W||^2; Goodfellow, Bengio and Courville (2016), eq. 7.3.
    """
    ### BEGIN SOLUTION
    new_grads = dict(grads)
    L = len(parameters) // 2
    for l in range(1, L + 1):
        new_grads[f"dW{l}"] = grads[f"dW{l}"] + lambd / m * parameters[f"W{l}"]
    return new_grads
    ### END SOLUTION


def weight_decay_step(W, dW, learning_rate, lambd, m):
    """One gradient descent step on one weight matrix, written as weight decay.

    W: (n, n_prev) weights, not changed. dW: (n, n_prev) gradient of the cost WITHOUT the penalty.
    learning_rate: alpha > 0. lambd: the penalty's strength. m: the number of examples.
    Returns the new weights (1 - alpha lambd/m) W - alpha dW, shape (n, n_prev).
    Source: Hanson and Pratt (1988); Goodfellow, Bengio and Courville (2016), eq. 7.5.
    """
    ### BEGIN SOLUTION
    decay = learning_rate * lambd / m
    return (1 - decay) * W - learning_rate * dW
    ### END SOLUTION


def l1_penalty(parameters, lambd, m):
    """The L1 penalty of a network's weights and its gradient.

    parameters: {"W1": (n_1, n_0), "b1": (n_1, 1), ...}, any number of layers. lambd: strength. m: number of examples.
    Returns (penalty, gradients): penalty is the number lambd/(2m) times the sum of |w| over all entries of all W
    (no biases); gradients is {"dW1": lambd/(2m) sign(W1), ...}, the dW keys only, with sign(0) = 0.
    Source: Tibshirani (1996), with the factor 1/(2m) of this course.
    """
    ### BEGIN SOLUTION
    L = len(parameters) // 2
    scale = lambd / (2 * m)
    penalty = scale * sum(np.sum(np.abs(parameters[f"W{l}"])) for l in range(1, L + 1))
    gradients = {f"dW{l}": scale * np.sign(parameters[f"W{l}"]) for l in range(1, 1 + L)}
    return float(penalty), gradients
    ### END SOLUTION


def dropout_forward(A, keep_prob, rng):
    """Inverted dropout of one layer's activations.

    A: (n, m) activations, one column for each example; not changed. keep_prob: probability to KEEP an entry, in (0, 1].
    rng: np.random.Generator; all randomness comes from it.
    Returns (A_dropped, mask), both (n, m): mask holds 1 (or True) where an entry is kept, each with probability
    keep_prob and independently of all others, and 0 (or False) elsewhere; A_dropped = A * mask / keep_prob.
    Raises ValueError unless 0 < keep_prob <= 1.
    Source: Srivastava et al. (2014), section 10 (the scaling during training).
    """
    ### BEGIN SOLUTION
    if not 0 < keep_prob <= 1:
        raise ValueError(f"keep_prob must lie in (0, 1], got {keep_prob}")
    mask = rng.random(A.shape) < keep_prob
    return A * mask / keep_prob, mask
    ### END SOLUTION


def dropout_backward(dA, mask, keep_prob):
    """Gradient with respect to the activation before dropout.

    dA: (n, m) gradient with respect to the activation AFTER dropout; not changed.
    mask: (n, m) of 0 and 1, or boolean, as `dropout_forward` returned it. keep_prob: the one of the forward pass.
    Returns (n, m): the chain rule through A * mask / keep_prob.
    """
    ### BEGIN SOLUTION
    return dA * mask / keep_prob
    ### END SOLUTION


def forward_propagation_with_dropout(X, parameters, keep_prob, rng):
    """Forward pass with dropout after every hidden layer: ReLU hidden layers, sigmoid output layer.

    X: (n_0, m). parameters: {"W1": (n_1, n_0), "b1": (n_1, 1), ...}, one layer or more. keep_prob: in (0, 1].
    rng: np.random.Generator.
    Returns (AL, caches): AL is (n_L, m); caches[l-1] = (A_prev, W, b, Z, mask) of layer l, where A_prev is the
    layer's input as it was used (after the dropout of the layer before) and mask is that of this layer's own
    activation. The input X and the output layer are never dropped: the last mask is None.
    Raises ValueError unless 0 < keep_prob <= 1, for a network of one layer too.
    Source: Srivastava et al. (2014), section 4, with inverted scaling.
    """
    ### BEGIN SOLUTION
    if not 0 < keep_prob <= 1:
        raise ValueError(f"keep_prob must lie in (0, 1], got {keep_prob}")
    L = len(parameters) // 2
    A, caches = X, []
    for l in range(1, L + 1):
        A_prev, W, b = A, parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A_prev + b
        if l < L:
            A, mask = dropout_forward(np.maximum(0, Z), keep_prob, rng)
        else:
            A, mask = network.sigmoid(Z), None
        caches.append((A_prev, W, b, Z, mask))
    return A, caches
    ### END SOLUTION


def backward_propagation_with_dropout(AL, Y, caches, keep_prob):
    """Gradients of the mean cross-entropy through a forward pass with dropout.

    AL: (1, m) output of the forward pass, strictly between 0 and 1. Y: (1, m) labels 0 or 1.
    caches: of `forward_propagation_with_dropout`, caches[l-1] = (A_prev, W, b, Z, mask); not changed.
    keep_prob: the one of the forward pass.
    Returns grads = {"dW1": (n_1, n_0), "db1": (n_1, 1), ...}; 1/m stands in dW and db, and dZ[L] = AL - Y.
    """
    ### BEGIN SOLUTION
    grads, m = {}, Y.shape[1]
    dZ = AL - Y
    for l in range(len(caches), 0, -1):
        A_prev, W, b, Z, mask = caches[l - 1]
        grads[f"dW{l}"] = dZ @ A_prev.T / m
        grads[f"db{l}"] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            Z_prev, mask_prev = caches[l - 2][3:]
            dZ = dropout_backward(W.T @ dZ, mask_prev, keep_prob) * (Z_prev > 0)
    return grads
    ### END SOLUTION


def random_flip(images, rng, probability=0.5):
    """Mirror some images of a batch from left to right.

    images: (m, h, w, c), any dtype; not changed. rng: np.random.Generator.
    probability: chance that an image is mirrored; every image is decided on its own.
    Returns (m, h, w, c) of the same dtype, images in the same order.
    """
    ### BEGIN SOLUTION
    flip = rng.random(len(images)) < probability
    return np.where(flip[:, None, None, None], images[:, :, ::-1], images)
    ### END SOLUTION


def random_crop(images, size, rng):
    """Cut a square window out of every image, at a random place.

    images: (m, h, w, c), any dtype; not changed. size: side of the square, 1 <= size <= min(h, w).
    rng: np.random.Generator. Every image gets its own row and column offset, independent of each other and uniform
    over all offsets at which the window lies inside the image, both ends included.
    Returns (m, size, size, c) of the same dtype, images in the same order.
    Raises ValueError if size is below 1, or above h or w.
    """
    ### BEGIN SOLUTION
    m, h, w, c = images.shape
    if not 1 <= size <= min(h, w):
        raise ValueError(f"size must lie between 1 and {min(h, w)}, got {size}")
    rows = rng.integers(0, h - size + 1, size=m)
    columns = rng.integers(0, w - size + 1, size=m)
    return np.stack([image[i:i + size, j:j + size] for image, i, j in zip(images, rows, columns)])
    ### END SOLUTION


def early_stopping(dev_costs, patience):
    """When training should have stopped, and which epoch's weights to keep.

    dev_costs: the cost on the dev set after every epoch, a list or 1-D array; epochs count from 0.
    patience: number of epochs in a row without improvement after which training stops, >= 1.
    Epoch 0 is the first best. An epoch improves if its cost is below the best cost so far; an equal cost does not.
    Returns (best_epoch, stop_epoch), two ints: stop_epoch is the first epoch that completes `patience` epochs in a row
    without improvement, or the last epoch if there is none; best_epoch is the best one up to stop_epoch.
    Raises ValueError if dev_costs is empty or patience < 1.
    Source: Prechelt (1998) compares rules of this kind.
    """
    ### BEGIN SOLUTION
    if len(dev_costs) == 0:
        raise ValueError("dev_costs must hold at least one cost")
    if patience < 1:
        raise ValueError(f"patience must be at least 1, got {patience}")
    best_epoch = 0
    for epoch, cost in enumerate(dev_costs):
        if cost < dev_costs[best_epoch]:
            best_epoch = epoch
        if epoch - best_epoch >= patience:
            break
    return best_epoch, epoch
    ### END SOLUTION


def draw_parameters(rng, sizes):
    """Weights and biases that are all far from 0."""
    parameters = {}
    for l, (n_prev, n) in enumerate(zip(sizes, sizes[1:]), start=1):
        parameters[f"W{l}"] = rng.uniform(0.2, 1.2, size=(n, n_prev)) * rng.choice([-1, 1], size=(n, n_prev))
        parameters[f"b{l}"] = rng.uniform(0.2, 1.2, size=(n, 1)) * rng.choice([-1, 1], size=(n, 1))
    return parameters


def draw_grads(rng, parameters):
    return {f"d{key}": rng.normal(size=value.shape) for key, value in parameters.items()}


def draw_sizes(rng, layers):
    """Sizes of a network, all different and none of them 1."""
    return [int(n) for n in rng.permutation([2, 3, 4, 5, 6, 7])[:layers + 1]]


def draw_cost(rng):
    m = int(rng.integers(8, 12))
    Y = np.array([[1, 0, 0, 1, 1] + [1] * (m - 5)], dtype=float)
    return case(AL=rng.uniform(0.05, 0.95, size=(1, m)), Y=Y, parameters=draw_parameters(rng, draw_sizes(rng, 3)),
                lambd=round(rng.uniform(0.3, 0.9), 2))


def draw_saturated_cost(rng):
    drawn = draw_cost(rng)
    drawn["AL"][0, :2] = drawn["Y"][0, :2]
    return drawn


def draw_costs(rng):
    return [draw_cost(rng), draw_saturated_cost(rng)]


def draw_l2(rng):
    parameters = draw_parameters(rng, draw_sizes(rng, int(rng.integers(3, 5))))
    return case(grads=draw_grads(rng, parameters), parameters=parameters, lambd=round(rng.uniform(2, 4), 2),
                m=int(rng.integers(5, 9)))


def draw_decay(rng):
    W = draw_parameters(rng, [5, 3])["W1"]
    return case(W=W, dW=rng.normal(size=W.shape), learning_rate=round(rng.uniform(0.3, 0.8), 2),
                lambd=round(rng.uniform(2, 4), 2), m=int(rng.integers(5, 9)))


def draw_l1(rng):
    parameters = draw_parameters(rng, draw_sizes(rng, 3))
    for l in (1, 2, 3):
        parameters[f"W{l}"][0, -1] = 0.0
    return case(parameters=parameters, lambd=round(rng.uniform(2, 4), 2), m=int(rng.integers(5, 9)))


def draw_dropout(rng, keep_prob=None):
    keep_prob = round(rng.uniform(0.25, 0.35), 2) if keep_prob is None else keep_prob
    return case(A=draw_parameters(rng, [35, 24])["W1"], keep_prob=keep_prob, rng=Rng(int(rng.integers(10**6))))


def draw_backward(rng, integers=False):
    mask = rng.random((14, 19)) < 0.6
    return case(dA=draw_parameters(rng, [19, 14])["W1"], mask=mask.astype(float) if integers else mask,
                keep_prob=round(rng.uniform(0.3, 0.45), 2))


def draw_network(rng, sizes, m=26):
    """Inputs and parameters of a network whose units are rarely dead."""
    parameters = draw_parameters(rng, sizes)
    for l, n_prev in enumerate(sizes[:-1], start=1):
        parameters[f"W{l}"] /= np.sqrt(n_prev)
    return rng.normal(size=(sizes[0], m)), parameters


def draw_forward(rng, sizes=(5, 17, 17, 11, 2), keep_prob=None):
    X, parameters = draw_network(rng, sizes)
    keep_prob = round(rng.uniform(0.25, 0.35), 2) if keep_prob is None else keep_prob
    return case(X=X, parameters=parameters, keep_prob=keep_prob, rng=Rng(int(rng.integers(10**6))))


def draw_backward_network(rng, sizes=(5, 9, 9, 7, 1), m=13):
    X, parameters = draw_network(rng, sizes, m)
    keep_prob = round(rng.uniform(0.55, 0.75), 2)
    AL, caches = forward_propagation_with_dropout(X, parameters, keep_prob, rng)
    return case(AL=AL, Y=(rng.random(AL.shape) < 0.4).astype(float), caches=caches, keep_prob=keep_prob)


def draw_flip(rng, dtype="uint8"):
    images = rng.integers(0, 256, size=(24, 3, 4, 3)).astype(dtype)
    return case(images=images, rng=Rng(int(rng.integers(10**6))), probability=round(rng.uniform(0.28, 0.34), 2))


def draw_crop(rng, h=6, w=8, size=4):
    """Images whose pixels are all different, so that a window shows where it was cut."""
    m, c = 20, 2
    images = rng.permutation(m * h * w * c).reshape(m, h, w, c).astype("int32")
    return case(images=images, size=size, rng=Rng(int(rng.integers(10**6))))


def draw_dev_costs(rng):
    """Costs that fall, rise, tie and fall again below the best one after the stop."""
    patience = int(rng.integers(2, 4))
    falling = np.sort(rng.uniform(0.5, 0.9, size=4))[::-1]
    zigzag = falling[-1] + np.array([0.2, 0.1, 0.0, 0.15, 0.05, 0.25])[rng.permutation(6)]
    return case(dev_costs=np.round(np.concatenate([falling, zigzag, [0.1, 0.2]]), 3), patience=patience)


def _refuse_keep_prob(keep_prob):
    if not 0 < keep_prob <= 1:
        raise ValueError("keep_prob")


def _refuse_costs(dev_costs, patience):
    if len(dev_costs) == 0 or patience < 1:
        raise ValueError("dev_costs or patience")


def _mistaken_dropout(draw_mask, output=lambda A, mask, keep_prob: A * mask / keep_prob):
    """A dropout_forward that draws its mask, or uses it, in another way."""
    def dropout(A, keep_prob, rng):
        _refuse_keep_prob(keep_prob)
        mask = draw_mask(A, keep_prob, rng)
        return output(A, mask, keep_prob), mask
    return dropout


def _exact_share(A, keep_prob, rng):
    chosen = np.zeros(A.size)
    chosen[:int(round(keep_prob * A.size))] = 1
    return rng.permutation(chosen).reshape(A.shape)


def _step_before(keep):
    """An early_stopping that decides `improved` by another comparison."""
    def stopping(dev_costs, patience):
        _refuse_costs(dev_costs, patience)
        best_epoch, waited = 0, 0
        for epoch in range(1, len(dev_costs)):
            improved = keep(dev_costs[epoch], dev_costs[epoch - 1])
            best_epoch, waited = (epoch, 0) if improved else (best_epoch, waited + 1)
            if waited >= patience:
                return best_epoch, epoch
        return best_epoch, len(dev_costs) - 1
    return stopping


def _previous_but_best_kept(dev_costs, patience):
    _, stop = _step_before(lambda cost, previous: cost < previous)(dev_costs, patience)
    return int(np.argmin(dev_costs[:stop + 1])), stop


def _waits_in_total(dev_costs, patience):
    _refuse_costs(dev_costs, patience)
    best_epoch, waited = 0, 0
    for epoch in range(1, len(dev_costs)):
        if dev_costs[epoch] < dev_costs[best_epoch]:
            best_epoch = epoch
        else:
            waited += 1
        if waited >= patience:
            return best_epoch, epoch
    return best_epoch, len(dev_costs) - 1


def _whole_best(dev_costs, patience):
    stop_epoch = early_stopping(dev_costs, patience)[1]
    return int(np.argmin(dev_costs)), stop_epoch


def _past_the_end(dev_costs, patience):
    best_epoch, _ = early_stopping(dev_costs, patience)
    return best_epoch, best_epoch + patience


def _forward_with(dropped=dropout_forward, first=False, last=False, cached=lambda A, mask: mask, once=False):
    """A forward pass that drops in other places, or in another way."""
    def forward(X, parameters, keep_prob, rng):
        _refuse_keep_prob(keep_prob)
        L, mask, caches = len(parameters) // 2, None, []
        A = dropped(X, keep_prob, rng)[0] if first else X
        for l in range(1, L + 1):
            A_prev, W, b = A, parameters[f"W{l}"], parameters[f"b{l}"]
            Z = W @ A_prev + b
            A = np.maximum(0, Z) if l < L else 1 / (1 + np.exp(-Z))
            if once and mask is not None and l < L and mask.shape == A.shape:
                A = A * mask / keep_prob
            elif l < L or last:
                A, mask = dropped(A, keep_prob, rng)
            caches.append((A_prev, W, b, Z, cached(A, mask) if l < L or last else None))
        return A, caches
    return forward


def _fresh_masks(AL, Y, caches, keep_prob):
    rng = np.random.default_rng()
    redrawn = [(A_prev, W, b, Z, None if mask is None else rng.random(Z.shape) < keep_prob)
               for A_prev, W, b, Z, mask in caches]
    return backward_propagation_with_dropout(AL, Y, redrawn, keep_prob)


def _fresh_mask(dA, mask, keep_prob):
    return dA * (np.random.default_rng().random(mask.shape) < keep_prob) / keep_prob


def _one_coin(images, rng, probability=0.5):
    return images[:, :, ::-1].copy() if rng.random() < probability else images.copy()


def _images_reversed(images, rng, probability=0.5):
    flip = rng.random(len(images)) < probability
    return np.where(flip[:, None, None, None], images[::-1], images)


def _crops(rows, columns):
    """A random_crop that draws its offsets in another way."""
    def crop(images, size, rng):
        m, h, w, _ = images.shape
        if not 1 <= size <= min(h, w):
            raise ValueError("size")
        i, j = np.broadcast_to(rows(rng, h, w, size, m), m), np.broadcast_to(columns(rng, h, w, size, m), m)
        return np.stack([image[a:a + size, b:b + size] for image, a, b in zip(images, i, j)])
    return crop


def _rows(rng, h, w, size, m):
    return rng.integers(0, h - size + 1, size=m)


def _columns(rng, h, w, size, m):
    return rng.integers(0, w - size + 1, size=m)


def _one_window(images, size, rng):
    crop = _crops(lambda rng, h, w, size, m: rng.integers(0, h - size + 1),
                  lambda rng, h, w, size, m: rng.integers(0, w - size + 1))
    return crop(images, size, rng)


def _equal_offsets(images, size, rng):
    m, h, w, c = images.shape
    if not 1 <= size <= min(h, w):
        raise ValueError("size")
    offsets = rng.integers(0, min(h, w) - size + 1, size=m)
    return np.stack([image[i:i + size, i:i + size] for image, i in zip(images, offsets)])


def _padded_crop(images, size, rng):
    result = np.zeros_like(images)
    result[:, :size, :size] = random_crop(images, size, rng)
    return result


WEIGHT_NORM = 'np.sum(np.square(parameters[f"W{l}"]))'
ALL_NORMS = '[np.sum(np.square(parameters[f"W{l}"])) for l in range(1, L + 1)]'

exercise(
    compute_cost_with_regularization, points=4, minutes=10, difficulty=2,
    cases=draw_costs(np.random.default_rng(1)) + [draw_cost(np.random.default_rng(2))],
    draw=draw_costs, draws=2, returns="cost",
    hints=(
        "The cost is a sum of two terms, and the given network.cost computes the first. What does the second one need?",
        "The squared Frobenius norm of a matrix is the sum of the squares of all its entries. Every layer has one W; "
        "the number of layers is half the number of entries of parameters.",
        "Add up the squared norms of W1 to WL, the last one included and all biases left out, multiply by lambd and "
        "divide by twice the number of columns of Y.",
    ),
    mistakes={
        (WEIGHT_NORM, 'np.linalg.norm(parameters[f"W{l}"])'):
            "The penalty doubles when all weights double, and it should become four times as large. "
            "Look at what the bars and the small 2 of the penalty say together.",
        ("range(1, L + 1)", "range(1, L)"):
            "The weights of the last layer have no influence on the cost's penalty. Look at where the loop ends.",
        (ALL_NORMS, "[np.sum(np.square(value)) for value in parameters.values()]"):
            "The penalty changes with the biases. Look at which of the parameters the penalty sums over.",
        ("/ (2 * m)", "/ 2"):
            "The penalty is m times too large, where m is the number of examples. Look at its denominator, "
            "and at which axis of Y counts the examples.",
        ("/ (2 * m)", "/ m"):
            "The penalty is twice as large as the equation's. Look at its denominator.",
        ("lambd / (2 * m) * sum", "lambd * sum"):
            "The penalty is 2m times too large: neither the ½ nor the 1/m is in it.",
        ("/ (2 * m)", "/ (4 * m)"):
            "The penalty is half as large as the equation's: a factor ½ acts twice. Look at the brackets.",
        ("/ (2 * m)", "/ (2 * L)"):
            "The penalty is divided by the number of layers. In the equation, m is the number of examples.",
        (WEIGHT_NORM, 'np.mean(np.square(parameters[f"W{l}"]))'):
            "The squares of every layer are averaged. The Frobenius norm adds them up, so a larger layer counts more.",
        (WEIGHT_NORM, 'np.sum(parameters[f"W{l}"]) ** 2'):
            "Weights of opposite sign cancel in the penalty: the sum is squared, and not the single weights.",
        (WEIGHT_NORM, 'np.linalg.norm(parameters[f"W{l}"], 2) ** 2'):
            "The penalty of every layer is its largest singular value squared (the spectral norm). "
            "The Frobenius norm counts every entry.",
        ("+ penalty", "- penalty"):
            "The penalty is subtracted: larger weights make this cost smaller.",
        ("lambd / (2 * m) * sum(squared_norms)", "lambd / (2 * m) * squared_norms[0] + sum(squared_norms[1:])"):
            "Only the first layer's norm is multiplied by λ/(2m); the others are added in full. Look at the brackets.",
        ("AL, Y) + penalty", "AL, Y) + 0 * penalty"):
            "The cost does not depend on lambd: this is the cross-entropy alone.",
        ("network.cost(AL, Y) + penalty", "penalty"):
            "This is the penalty alone. The cost is the cross-entropy plus the penalty.",
        ("network.cost(AL, Y)", "np.mean(-Y * np.log(AL) - (1 - Y) * np.log(1 - AL))"):
            "The cost is not a number where a prediction is exactly 0 or 1. "
            "Keep the probabilities away from 0 and 1 before the logarithm, as the docstring says.",
    },
)
exercise(
    l2_gradients, points=4, minutes=8, difficulty=1,
    cases=[draw_l2(np.random.default_rng(seed)) for seed in (3, 4, 5)], draw=draw_l2, returns="grads",
    hints=(
        "Take the derivative of the penalty with respect to one single weight. Which other weights are left in it?",
        "The derivative of w² is 2w, and this 2 meets the ½ of the penalty. Biases are not in the penalty at all.",
        "Build a new dictionary: for every layer, dW plus lambd/m times W entry by entry, and db as it was.",
    ),
    mistakes={
        ('lambd / m * parameters[f"W{l}"]', 'lambd / m * np.sum(parameters[f"W{l}"])'):
            "One and the same number is added to all entries of a layer. "
            "The derivative with respect to one weight contains that weight only.",
        ("lambd / m *", "lambd *"):
            "The added term is m times too large. The penalty is divided by m, and so is its derivative.",
        ("lambd / m *", "lambd / (2 * m) *"):
            "The added term is half of what it should be. Derive w²/2 again.",
        ("] + lambd", "] - lambd"):
            "The term is subtracted, so a gradient descent step would make the weights grow.",
        ('m * parameters[f"W{l}"]', 'm * grads[f"dW{l}"]'):
            "The added term is proportional to `dW`. The derivative of the penalty is proportional to the weights.",
        ("range(1, L + 1)", "range(1, L)"):
            "The gradient of the last layer's weights comes back without its penalty. Look at where the loop ends.",
        ("L = len(parameters) // 2", "L = len(grads) // 3"):
            "Some of the last layers come back without their penalty: grads holds two entries a layer, not three.",
        (("new_grads[f\"dW{l}\"] =", "new_grads[f\"db{l}\"] = grads[f\"db{l}\"] + lambd / m * parameters[f\"b{l}\"]\n"
          "        new_grads[f\"dW{l}\"] ="),):
            "The gradients of the biases change too. The penalty leaves the biases out.",
        ("new_grads = dict(grads)", "new_grads = {}"):
            "The gradients of the biases are missing from the result. They belong to it, unchanged.",
        ('lambd / m * parameters[f"W{l}"]', 'lambd / m * np.sign(parameters[f"W{l}"])'):
            "What is added depends on the sign of the weights only: that belongs to the L1 penalty.",
        ('lambd / m * parameters[f"W{l}"]', 'lambd / m * parameters[f"W{l}"] ** 2'):
            "The squared weights are added. The gradient needs the derivative of the square.",
        ('grads[f"dW{l}"] + lambd', "lambd"):
            "This is the derivative of the penalty alone. It has to be added to the gradient that was given.",
    },
)
exercise(
    weight_decay_step, points=3, minutes=5, difficulty=1,
    cases=[draw_decay(np.random.default_rng(seed)) for seed in (5, 6)], draw=draw_decay, returns="W",
    hints=(
        "Write the ordinary step W − α(dW + (λ/m) W) on paper and collect the terms that contain W.",
        "W is multiplied by a number a little below 1, and α dW is subtracted as always.",
        "The number is one minus the product of learning rate and lambd, divided by m.",
    ),
    mistakes={
        ("learning_rate * lambd / m", "lambd / m"):
            "The decay does not change with the learning rate. The penalty's gradient is part of the step, "
            "so the learning rate multiplies it.",
        ("learning_rate * lambd / m", "learning_rate * lambd"):
            "The decay is m times too strong. Look at the factor in front of W.",
        ("learning_rate * lambd / m", "learning_rate * lambd / (2 * m)"):
            "The decay is half as strong as it should be: the ½ belongs to the cost, not to its gradient.",
        ("(1 - decay)", "(1 + decay)"):
            "The weights grow: they are multiplied by a number above 1.",
        ("(1 - decay) * W", "W - decay"):
            "The same number is subtracted from every weight. Decay is a multiplication of the weights.",
        ("- learning_rate * dW", "+ learning_rate * dW"):
            "The step follows the gradient uphill. Look at the sign in front of dW.",
        ("- learning_rate * dW", "- dW"):
            "The gradient is subtracted in full. Look at what multiplies dW.",
        ("(1 - decay) * W", "W"):
            "The weights do not decay: the result does not depend on lambd.",
        ("(1 - decay) * W - learning_rate * dW", "(1 - decay) * W"):
            "The weights decay, but the step along the gradient is missing.",
        ("(1 - decay) * W - learning_rate * dW", "(1 - decay) * (W - learning_rate * dW)"):
            "The decay also multiplies the step along the gradient. It belongs to W alone.",
        ("(1 - decay)", "(1 - learning_rate) * (1 - lambd / m)"):
            "W is multiplied by two factors. The factor of W is one minus a single product.",
    },
)
L1_NORM = 'np.sum(np.abs(parameters[f"W{l}"]))'
exercise(
    l1_penalty, points=4, minutes=10, difficulty=2,
    cases=[draw_l1(np.random.default_rng(seed)) for seed in (7, 8)], draw=draw_l1,
    returns="penalty, gradients", parts="each",
    hints=(
        "The penalty is a sum over all weights. What is the slope of |w| to the right of 0, and to its left?",
        "The slope is 1 for positive and −1 for negative weights; by agreement it is 0 at 0. "
        "NumPy has a function for it.",
        "Use the factor lambd/(2m) twice: times the sum of the absolute values of all weights, "
        "and times the sign of every weight, under the keys dW1 to dWL.",
    ),
    mistakes={
        (L1_NORM, 'np.linalg.norm(parameters[f"W{l}"], 1)'):
            "The penalty takes the largest column sum of a matrix: for a matrix, order 1 names another norm. "
            "The L1 penalty adds up the absolute values of all entries.",
        ("lambd / (2 * m)", "lambd / m"):
            "Penalty and gradients are twice as large as the equation's. Look at the denominator.",
        ("penalty = scale *", "penalty = 2 * scale *"):
            "The penalty is twice as large as the equation's, and the gradients are right.",
        ("{l}\": scale * np.sign", "{l}\": 2 * scale * np.sign"):
            "The gradients are twice as large as the derivative of the penalty. No square is derived here.",
        ("lambd / (2 * m)", "lambd / 2"):
            "Penalty and gradients are m times too large, where m is the number of examples.",
        (L1_NORM, 'np.sum(parameters[f"W{l}"])'):
            "Weights of opposite sign cancel in the penalty. Every weight counts with its absolute value.",
        (L1_NORM, 'abs(np.sum(parameters[f"W{l}"]))'):
            "Weights of opposite sign cancel in the penalty: the absolute value is taken of the sum, "
            "not of every weight.",
        (L1_NORM + " for l in range(1, L + 1)", "np.sum(np.abs(value)) for value in parameters.values()"):
            "The penalty changes with the biases. It sums over the weights only.",
        (("range(1, L + 1)", "range(1, L)"), ("range(1, 1 + L)", "range(1, L)")):
            "The last layer is missing from penalty and gradients. Look at where the loops end.",
        ("range(1, L + 1)", "range(1, L)"):
            "The last layer is missing from the penalty, and the gradients are right. Look at where the loop ends.",
        ('np.sign(parameters[f"W{l}"])', 'np.where(parameters[f"W{l}"] > 0, 1, -1)'):
            "A weight that is exactly 0 gets a gradient. The docstring asks for sign(0) = 0.",
        ('np.sign(parameters[f"W{l}"])', 'np.where(parameters[f"W{l}"] >= 0, 1, -1)'):
            "A weight that is exactly 0 is treated as a positive one. The docstring asks for sign(0) = 0.",
        ('np.sign(parameters[f"W{l}"])', 'np.sum(np.sign(parameters[f"W{l}"])) * np.ones(parameters[f"W{l}"].shape)'):
            "All weights of a layer get the same gradient, the sum of their signs. "
            "The derivative with respect to one weight contains that weight only.",
        ('scale * np.sign(parameters[f"W{l}"])', 'np.sign(parameters[f"W{l}"])'):
            "The gradients are the bare signs. The factor in front of the sum stays in the derivative.",
        ('np.sign(parameters[f"W{l}"])', 'np.abs(parameters[f"W{l}"])'):
            "The gradients grow with the weights. The slope of |w| is equally steep everywhere.",
        ((L1_NORM, 'np.sum(np.square(parameters[f"W{l}"]))'), ('scale * np.sign(', 'lambd / m * (')):
            "This is the L2 penalty and its gradient. L1 takes absolute values, and their slopes.",
        (L1_NORM, 'np.sum(np.square(parameters[f"W{l}"]))'):
            "The penalty sums squares: that is L2. L1 sums absolute values.",
    },
)
exercise(
    dropout_forward, points=6, minutes=12, difficulty=2, probe="dropout_forward", returns="A, mask",
    cases=[draw_dropout(np.random.default_rng(9)), draw_dropout(np.random.default_rng(10), 0.8),
           draw_dropout(np.random.default_rng(11), 1.0)],
    draw=lambda rng: [draw_dropout(rng), draw_dropout(rng, round(rng.uniform(0.7, 0.85), 2))], draws=1,
    refuses={f"keep_prob = {keep_prob}": draw_dropout(np.random.default_rng(12), keep_prob)
             for keep_prob in (0.0, -0.4, 1.3)},
    hints=(
        "Draw one uniform number between 0 and 1 for every entry of A. How often is such a number below keep_prob?",
        "The comparison with keep_prob gives the mask. Kept entries are enlarged, so that the mean over all entries "
        "stays what it was.",
        "Refuse a keep_prob outside (0, 1]. The mask says where uniform numbers, in the shape of A, lie below keep_prob. "
        "Return A times the mask, divided by keep_prob, and the mask.",
    ),
    mistakes={
        ("rng.random(A.shape) < keep_prob", "rng.random(A.shape) > keep_prob"):
            "The share of entries kept is 1 − keep_prob. Look at the direction of the comparison.",
        ("rng.random(A.shape)", "rng.standard_normal(A.shape)"):
            "The share of entries kept is the probability that a NORMAL number lies below keep_prob. "
            "Look at which distribution the mask is drawn from.",
        ("rng.random(A.shape) <", "rng.standard_normal(A.shape) >"):
            "The share of entries kept is the probability that a NORMAL number lies above keep_prob. "
            "Look at the distribution and at the direction of the comparison.",
        ("return A * mask / keep_prob,", "return A * mask,"):
            "Kept entries are as large as before, so the mean of the activations shrinks to keep_prob times its value. "
            "Inverted dropout makes up for this during training.",
        ("return A * mask / keep_prob,", "return A * mask * keep_prob,"):
            "Kept entries are multiplied by keep_prob, which makes the mean smaller still. "
            "Which operation keeps the mean?",
        ("return A * mask / keep_prob,", "return A * mask / (1 - keep_prob),"):
            "Kept entries are divided by the probability of being DROPPED. Look at which of the two keeps the mean.",
        ("return A * mask / keep_prob,", "return A / keep_prob,"):
            "Dropped entries are not 0 in the new activation: the returned mask is not applied to A.",
        ("return A * mask / keep_prob, mask", "return A * mask / keep_prob, mask / keep_prob"):
            "The returned mask is already divided by keep_prob, and `dropout_backward` would divide once more. "
            "The mask holds 0 and 1.",
        ("return A * mask / keep_prob, mask", "return A * mask / keep_prob, ~mask"):
            "The returned mask marks the DROPPED entries. It should hold 1 where an entry is kept.",
        _mistaken_dropout(lambda A, k, rng: rng.random(A.shape) < 1 - k, lambda A, mask, k: A * mask / (1 - k)):
            "The share of entries kept is 1 − keep_prob, and they are divided by 1 − keep_prob: "
            "keep_prob is used as the probability to drop.",
        _mistaken_dropout(lambda A, k, rng: rng.random((A.shape[0], 1)) < k):
            "One decision is made for each unit and shared by all examples. Every entry of A is decided on its own.",
        _mistaken_dropout(lambda A, k, rng: np.tile(rng.random((A.shape[0], 1)) < k, A.shape[1])):
            "One decision is made for each unit and repeated for all examples. Every entry of A is decided on its own.",
        _mistaken_dropout(lambda A, k, rng: np.tile(rng.random(A.shape[1]) < k, (A.shape[0], 1))):
            "All units of an example are kept or dropped together. Every entry of A is decided on its own.",
        _mistaken_dropout(_exact_share):
            "The number of kept entries is the same in every call. Entries are independent, so their number varies.",
        ("rng.random(A.shape)", "np.random.random(A.shape)"):
            "Two calls with equal generators drop different entries: the mask is not drawn from `rng`.",
        ("rng.random(A.shape)", "np.random.default_rng(0).random(A.shape)"):
            "Every call drops the same entries, whatever generator it is given: the mask is frozen. "
            "All randomness comes from `rng`; a later section shows what a frozen mask does.",
    },
)
exercise(
    dropout_backward, points=3, minutes=5, difficulty=1, probe="dropout_backward", returns="dA",
    cases=[draw_backward(np.random.default_rng(13)), draw_backward(np.random.default_rng(14), integers=True)],
    draw=draw_backward, draws=2,
    hints=(
        "The forward pass multiplied every entry by a number. What does the chain rule multiply its gradient by?",
        "A dropped entry had no influence on the cost. A kept one acted through A/keep_prob.",
        "Multiply by the mask that was given and divide by keep_prob.",
    ),
    mistakes={
        ("dA * mask / keep_prob", "dA / keep_prob"):
            "Dropped entries get a gradient. They were multiplied by 0, so the cost does not depend on them.",
        ("dA * mask / keep_prob", "dA * 1"):
            "The gradient comes back as it was: neither the mask nor the division of the forward pass is derived.",
        ("dA * mask / keep_prob", "dA * (mask == 0) / keep_prob"):
            "Only DROPPED entries get a gradient. Look at what the mask holds where an entry was kept.",
        ("dA * mask / keep_prob", "dA - dA * mask"):
            "The gradient of the kept entries was subtracted, so only dropped entries have one left.",
        ("dA * mask / keep_prob", "dA * mask"):
            "Kept entries get keep_prob times the right gradient. The forward pass divided them by keep_prob; "
            "the derivative of that division is missing.",
        ("dA * mask / keep_prob", "dA * mask / keep_prob ** 2"):
            "Kept entries are divided by keep_prob twice. The mask holds 0 and 1 and brings no division of its own.",
        ("dA * mask / keep_prob", "dA * mask * keep_prob"):
            "Kept entries are multiplied by keep_prob. The forward pass divided by it.",
        _fresh_mask:
            "The zeros are not where the given mask has its zeros: another mask was used. "
            "The gradient flows through the entries that the forward pass kept.",
    },
)
exercise(
    forward_propagation_with_dropout, points=8, minutes=20, difficulty=3,
    probe="forward_propagation_with_dropout", returns="AL, caches", uses=("dropout_forward",),
    cases=[draw_forward(np.random.default_rng(15)), draw_forward(np.random.default_rng(16), (4, 13, 13, 1), 0.8),
           draw_forward(np.random.default_rng(17), (3, 12, 12, 2), 1.0),
           draw_forward(np.random.default_rng(18), (4, 2), 0.4)],
    draw=lambda rng: [draw_forward(rng), draw_forward(rng, (3, 2), 0.5)], draws=1,
    refuses={f"keep_prob = {keep_prob} with {layers}": draw_forward(np.random.default_rng(19), sizes, keep_prob)
             for sizes, layers in (((4, 5, 2), "two layers"), ((4, 2), "one layer")) for keep_prob in (0.0, 1.2)},
    hints=(
        "Start from the forward pass you know: which activations are hidden ones? Those, and only those, are dropped.",
        "After ReLU, call dropout_forward; what it returns is the next layer's A_prev. "
        "Keep its mask in the cache of the layer whose activation it belongs to.",
        "Check keep_prob before the loop. For l below L: Z, ReLU, dropout_forward, append (A_prev, W, b, Z, mask). "
        "For the last layer: Z, sigmoid, append the same with None as mask.",
    ),
    mistakes={
        _forward_with(_mistaken_dropout(lambda A, k, rng: rng.random(A.shape) > k)):
            "The share of hidden activations kept is 1 − keep_prob. Look at the direction of the comparison.",
        _forward_with(_mistaken_dropout(lambda A, k, rng: rng.standard_normal(A.shape) < k)):
            "The share of hidden activations kept is the probability that a NORMAL number lies below keep_prob. "
            "Look at which distribution the masks are drawn from.",
        _forward_with(_mistaken_dropout(lambda A, k, rng: rng.random(A.shape) < k, lambda A, mask, k: A * mask)):
            "Kept activations are not divided by keep_prob on their way to the next layer.",
        _forward_with(_mistaken_dropout(lambda A, k, rng: rng.random(A.shape) < k,
                                        lambda A, mask, k: A * mask / k ** 2)):
            "Kept activations are divided by keep_prob twice. `dropout_forward` has done it already.",
        _forward_with(_mistaken_dropout(lambda A, k, rng: np.random.default_rng(0).random(A.shape) < k)):
            "Every pass drops the same units, whatever generator it is given: the masks are frozen. "
            "All randomness comes from `rng`.",
        _forward_with(_mistaken_dropout(lambda A, k, rng: np.random.random(A.shape) < k)):
            "Two passes with equal generators drop different units: the masks are not drawn from `rng`.",
        _forward_with(first=True):
            "Entries of the input X are dropped. Dropout follows the hidden layers only.",
        ("A, mask = network.sigmoid(Z), None", "A, mask = dropout_forward(network.sigmoid(Z), keep_prob, rng)[0], None"):
            "Entries of the output layer are dropped: AL holds exact zeros and values above the sigmoid's. "
            "The prediction itself is never dropped.",
        _forward_with(once=True):
            "Two hidden layers of equal size always drop the same units. Every layer needs a mask of its own.",
        ("caches.append((A_prev, W, b, Z, mask))", "caches.append((A_prev, W, b, Z, None))"):
            "The masks of the hidden layers are not in caches. The backward pass needs them.",
        ("np.maximum(0, Z), keep_prob, rng)", "Z, keep_prob, rng)"):
            "Negative values of Z reach the next layer: the ReLU of the hidden layers is missing.",
        ("np.maximum(0, Z), keep_prob, rng)", "1 / (1 + np.exp(-Z)), keep_prob, rng)"):
            "The hidden layers use a sigmoid. Hidden layers are ReLU, and only the output layer is a sigmoid.",
        ("A, mask = dropout_forward(np.maximum(0, Z), keep_prob, rng)",
         "A, mask = np.maximum(0, Z), dropout_forward(Z, keep_prob, rng)[1]"):
            "The masks are in caches, but the activations are not multiplied by them.",
        ("A, mask = network.sigmoid(Z), None", "A, mask = network.sigmoid(Z), np.ones(Z.shape)"):
            "The last entry of caches holds a mask. The output layer is not dropped, and its mask is None.",
    },
)
WRONG_MASK = "Z_prev, mask_prev = caches[l - 2][3:]"
exercise(
    backward_propagation_with_dropout, points=8, minutes=20, difficulty=3,
    probe="backward_propagation_with_dropout", returns="grads", uses=("dropout_backward",),
    cases=[draw_backward_network(np.random.default_rng(20)),
           draw_backward_network(np.random.default_rng(21), (4, 8, 8, 1), 11)],
    draw=draw_backward_network, draws=3,
    hints=(
        "Write the forward pass of one hidden layer as a chain: Z, ReLU, mask, division, next layer. "
        "The backward pass walks the same chain from its end.",
        "What reaches layer l from layer l+1 is the gradient with respect to the DROPPED activation of layer l. "
        "Which entry of caches holds the mask of that activation?",
        "From the last layer on: dW and db as always; then Wᵀ dZ is passed through dropout_backward with the mask of "
        "the layer before, and multiplied by 1 where that layer's Z is positive.",
    ),
    mistakes={
        _fresh_masks:
            "Two calls with the same arguments give different gradients: new masks are drawn. "
            "The backward pass uses the masks that the forward pass kept in caches.",
        ("dropout_backward(W.T @ dZ, mask_prev, keep_prob)", "(W.T @ dZ)"):
            "The gradients of the last layer are right and those before it are not: "
            "neither masks nor keep_prob act on the way back.",
        ("dropout_backward(W.T @ dZ, mask_prev, keep_prob)", "(W.T @ dZ * mask_prev)"):
            "From the last hidden layer downwards the gradients are too small, once more by keep_prob for every layer: "
            "the derivative of the division is missing.",
        ("dropout_backward(W.T @ dZ, mask_prev, keep_prob)", "(W.T @ dZ / keep_prob)"):
            "Dropped units receive a gradient: the division by keep_prob is derived, and the mask is not.",
        ("dropout_backward(W.T @ dZ, mask_prev, keep_prob)", "(W.T @ dZ * mask_prev / keep_prob ** 2)"):
            "From the last hidden layer downwards the gradients are too large, "
            "once more by 1/keep_prob for every layer.",
        (WRONG_MASK, "Z_prev, mask_prev = caches[l - 2][3], caches[max(l - 3, 0)][4] "
                     "if caches[max(l - 3, 0)][4].shape == caches[l - 2][4].shape else caches[l - 2][4]"):
            "A gradient is multiplied by the mask of another layer. "
            "The mask belongs to the activation whose gradient it multiplies: look at the index into caches.",
        ("(Z_prev > 0)", "(np.maximum(0, Z_prev) >= 0)"):
            "Gradients pass through units whose Z is negative: the gate of ReLU is missing, or open everywhere. "
            "An activation is never below 0, so it cannot tell with ≥.",
        ('dZ @ A_prev.T / m', 'dZ @ A_prev.T / m / (keep_prob if l > 1 else 1)'):
            "The dW of the layers after a dropout are divided by keep_prob. "
            "A_prev in caches contains that division already.",
        ('dZ @ A_prev.T / m', 'dZ @ A_prev.T / m / keep_prob'):
            "Every dW is divided by keep_prob. Only the gradient that flows back through a dropped activation is.",
        (("dZ @ A_prev.T / m", "dZ @ A_prev.T"), ("keepdims=True) / m", "keepdims=True)")):
            "All gradients are m times too large. The cost is a mean over the m examples.",
        ("keepdims=True) / m", "keepdims=True)"):
            "The `db` are m times too large, and the `dW` are right. Both stand under the same mean.",
        ("dZ = AL - Y", "dZ = Y - AL"):
            "All gradients have the opposite sign. Look at the first line of the backward pass.",
        ("dZ = AL - Y", "dZ = (AL - Y) / keep_prob"):
            "All gradients are divided by keep_prob once too often, from the output layer on. "
            "The output is not dropped.",
    },
)
exercise(
    random_flip, points=5, minutes=10, difficulty=2, probe="random_flip", returns="images",
    cases=[draw_flip(np.random.default_rng(22)),
           case(images=draw_flip(np.random.default_rng(23), "float64")["images"], rng=Rng(23)),
           case(images=draw_flip(np.random.default_rng(24))["images"], rng=Rng(24), probability=1.0)],
    draw=draw_flip, draws=2,
    hints=(
        "Which of the four axes (image, row, column, channel) runs from left to right?",
        "Draw one uniform number for each image and compare it with probability: this gives m decisions.",
        "Reverse the column axis of a copy for the images whose number lies below probability, and return the others "
        "as they are.",
    ),
    mistakes={
        ("images[:, :, ::-1]", "images[:, ::-1]"):
            "Some images stand upside down: the rows were reversed. Left and right change along another axis.",
        ("images[:, :, ::-1]", "images[:, :, :, ::-1]"):
            "The channels are reversed (red becomes blue) and no image is mirrored. "
            "Look at which axis holds the columns.",
        ("images[:, :, ::-1]", "images[:, ::-1, ::-1]"):
            "Some images are turned by half: rows and columns were both reversed.",
        ("images[:, :, ::-1]", "images[:, ::-1, ::-1, ::-1]"):
            "All axes of some images were reversed, the channels too. Only the columns should be.",
        ("< probability", "> probability"):
            "The share of mirrored images is 1 − probability. Look at the direction of the comparison.",
        ("rng.random(len(images))", "np.random.random(len(images))"):
            "Two calls with equal generators mirror different images: the choices are not drawn from `rng`.",
        ("rng.random(len(images))", "np.random.default_rng(0).random(len(images))"):
            "The same images are mirrored whatever generator is given. All randomness comes from `rng`.",
        ("rng.random(len(images)) < probability", "np.ones(len(images), bool)"):
            "Every image is mirrored in every call: probability has no influence.",
        _one_coin:
            "All images of a batch are mirrored, or none. Every image is decided on its own.",
        _images_reversed:
            "Images change their places in the batch, so the labels no longer belong to them: "
            "the first axis counts the images.",
    },
)
exercise(
    random_crop, points=5, minutes=12, difficulty=2, probe="random_crop", returns="crops",
    cases=[draw_crop(np.random.default_rng(25)), draw_crop(np.random.default_rng(26), 9, 6, 5),
           draw_crop(np.random.default_rng(27), 5, 8, 5), draw_crop(np.random.default_rng(29), 3, 4, 1)],
    draw=lambda rng: [draw_crop(rng, 7, 9, 5), draw_crop(rng, 8, 6, 4)], draws=1,
    refuses={what: draw_crop(np.random.default_rng(28), *sizes) for what, sizes in {
        "size = 0": (6, 8, 0), "a size above the height": (6, 8, 7), "a size above the width": (8, 6, 7)}.items()},
    hints=(
        "A window of `size` rows in an image of h rows: at which rows can it begin? Count them for h = 6, size = 4.",
        "There are h − size + 1 row offsets and w − size + 1 column offsets. Draw one of each for every image.",
        "Refuse sizes below 1 and above h or w; draw m row and m column offsets with rng.integers; "
        "cut every image by slicing and stack the pieces.",
    ),
    mistakes={
        _crops(lambda rng, h, w, size, m: rng.integers(0, max(h - size, 1), size=m),
               lambda rng, h, w, size, m: rng.integers(0, max(w - size, 1), size=m)):
            "Windows never touch the last row or column of an image: the last offset is never drawn. "
            "Is the upper end of the random integers included?",
        _crops(lambda rng, h, w, size, m: rng.integers(0, h - size, size=m),
               lambda rng, h, w, size, m: rng.integers(0, w - size, size=m)):
            "The last offset is never drawn, and where the window is as high as the image no offset is left at all. "
            "Is the upper end of the random integers included?",
        _crops(_rows, lambda rng, h, w, size, m: rng.integers(0, max(w - size, 1), size=m)):
            "Windows never touch the last column of an image: the last column offset is never drawn.",
        _crops(_rows, lambda rng, h, w, size, m: rng.integers(0, min(h, w) - size + 1, size=m)):
            "In images wider than high, windows never reach the right end: the column offset follows the height.",
        _crops(lambda rng, h, w, size, m: (h - size) // 2, lambda rng, h, w, size, m: (w - size) // 2):
            "Every window is cut from the middle of the image. Its place should be random.",
        _crops(_rows, lambda rng, h, w, size, m: (w - size) // 2):
            "All windows of a batch have the same column offset; only the rows are random.",
        _crops(lambda rng, h, w, size, m: np.full(m, rng.integers(0, h - size + 1)), _columns):
            "All windows of a batch have the same row offset; only the columns are random.",
        _crops(lambda rng, h, w, size, m: _rows(np.random.default_rng(0), h, w, size, m),
               lambda rng, h, w, size, m: _columns(np.random.default_rng(1), h, w, size, m)):
            "The same windows are cut whatever generator is given. All randomness comes from `rng`.",
        _crops(lambda rng, h, w, size, m: np.random.randint(0, h - size + 1, m),
               lambda rng, h, w, size, m: np.random.randint(0, w - size + 1, m)):
            "Two calls with equal generators cut different windows: the offsets are not drawn from `rng`.",
        _one_window:
            "One window is drawn for the whole batch. Every image gets its own offsets.",
        _equal_offsets:
            "Row and column offset are always equal, so windows lie on the diagonal. The two are independent.",
        _padded_crop:
            "The result has the size of the whole images. A crop is `size` by `size`; nothing is padded or resized.",
    },
)
FALLING = [0.9, 0.7, 0.6, 0.55, 0.5]
exercise(
    early_stopping, points=5, minutes=12, difficulty=2, returns="best_epoch, stop_epoch", parts="each",
    cases=[case(dev_costs=[0.9, 0.7, 0.5, 0.8, 0.6, 0.55, 0.4, 0.3], patience=3),
           case(dev_costs=np.array([0.9, 0.6, 0.6, 0.6, 0.6, 0.5]), patience=2),
           case(dev_costs=np.array(FALLING), patience=2),
           case(dev_costs=[0.9, 0.7, 0.8, 0.6, 0.7, 0.5, 0.6], patience=2),
           case(dev_costs=[0.5, 0.4, 0.45, 0.3, 0.35, 0.32, 0.31, 0.2], patience=3),
           case(dev_costs=[0.4, 0.5, 0.3], patience=1),
           case(dev_costs=[0.9, 0.5, 0.8, 0.6, 0.9, 0.95], patience=2),
           case(dev_costs=[2.9, 2.2, 2.4, 1.7, 1.8, 1.9, 1.95], patience=3),
           case(dev_costs=[0.7], patience=4)],
    draw=draw_dev_costs,
    refuses={"an empty list": case(dev_costs=[], patience=2),
             "patience = 0": case(dev_costs=[0.5, 0.4], patience=0),
             "patience = −2": case(dev_costs=[0.5, 0.4], patience=-2)},
    hints=(
        "Walk through the costs once and remember the epoch of the best cost so far. How long ago was it?",
        "Training stops at the first epoch that lies `patience` epochs behind the best one. "
        "If no epoch does, the last one is the stop.",
        "Start with best epoch 0. In every epoch: if the cost is below the best, this epoch is the best; then, if "
        "the distance to the best epoch has reached patience, stop.",
    ),
    mistakes={
        (">= patience", "> patience"):
            "Training stops one epoch late. The stop is the epoch that COMPLETES `patience` epochs without progress.",
        (">= patience", ">= patience - 1 and epoch > 0"):
            "Training stops one epoch early. The best epoch itself is not one of the epochs without improvement.",
        ("cost < dev", "cost <= dev"):
            "An epoch that equals the best cost is counted as an improvement. A tie is none.",
        _step_before(lambda cost, previous: cost < previous):
            "An epoch counts as an improvement when it is better than the epoch before. "
            "The comparison is with the best cost so far.",
        _previous_but_best_kept:
            "Waiting starts anew whenever the cost is lower than one epoch before. "
            "It should start anew at a new best cost only.",
        _step_before(lambda cost, previous: abs(cost - previous) > 1e-12):
            "Any change of the cost counts as an improvement, a rise as well.",
        _waits_in_total:
            "All epochs without improvement are counted together. The count starts anew at every new best.",
        _whole_best:
            "The best epoch lies after the stop. Training has ended there, and nobody has seen that cost.",
        ("return best_epoch, epoch", "return epoch, best_epoch"):
            "The two results have changed places: first the best epoch, then the stop.",
        ("return best_epoch, epoch", "return epoch, epoch"):
            "The best epoch is given as the epoch of the stop. The weights to keep are older than that.",
        ("return best_epoch, epoch", "return best_epoch + 1, epoch + 1"):
            "Both epochs are one too large: epochs count from 0.",
        _past_the_end:
            "The stop lies behind the last epoch when the costs end before patience runs out.",
    },
)
