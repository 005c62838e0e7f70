"""Batch normalization: the forward pass, its gradients, and the statistics that stand in for a batch at test time."""
import matplotlib.pyplot as plt
import numpy as np

from course import datasets, network, plots

from course.solutions.exercises import case, exercise


def batchnorm_forward(Z, gamma, beta, epsilon=1e-5):
    """
    Normalize every unit over the examples of a batch, then scale and shift it.

    Arguments:
    Z -- (n, m) pre-activations of one layer: a row for each unit, a column for each example; not changed
    gamma -- (n, 1) scale of each unit
    beta -- (n, 1) shift of each unit
    epsilon -- positive number added to the variance, under the root

    Returns:
    out -- (n, m), gamma * Z_norm + beta
    cache -- dictionary with at least "Z_norm" (n, m), "mu" (n, 1), "var" (n, 1), "gamma" and "epsilon";
             var is the mean squared distance from mu (divided by m, not m - 1), without epsilon

    Source: Ioffe and Szegedy (2015), Algorithm 1.
    """
    ### BEGIN SOLUTION
    mu = np.mean(Z, axis=1, keepdims=True)
    var = np.var(Z, axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(var + epsilon)
    out = gamma * Z_norm + beta
    cache = {"Z_norm": Z_norm, "mu": mu, "var": var, "gamma": gamma, "epsilon": epsilon}
    return out, cache
    ### END SOLUTION


def draw_batch(rng):
    """A batch whose units have different means and spreads, small enough for epsilon to matter."""
    n, m = rng.choice(np.arange(3, 9), size=2, replace=False)
    Z = rng.normal(size=(n, 1)) + rng.uniform(0.3, 1.5, size=(n, 1)) * rng.normal(size=(n, m))
    gamma, beta = rng.uniform(0.5, 2, size=(n, 1)), rng.normal(size=(n, 1))
    return case(Z=Z, gamma=gamma, beta=beta, epsilon=float(rng.uniform(0.05, 0.3)))


def public_batches():
    """Two ordinary batches (the first with the default epsilon), a square one, a constant unit, a batch of one."""
    rng = np.random.default_rng(88)
    first, second = draw_batch(rng), draw_batch(rng)
    square = case(Z=rng.normal(2, 0.6, size=(5, 5)), gamma=rng.uniform(0.5, 2, size=(5, 1)),
                  beta=rng.normal(size=(5, 1)), epsilon=0.1)
    constant = case(Z=np.array([[2.0] * 4, [1.0, -1.0, 3.0, 0.5], [0.2, 0.1, -0.3, 0.4]]),
                    gamma=np.array([[1.5], [0.7], [2.0]]), beta=np.array([[0.3], [-1.0], [0.6]]))
    single = case(Z=np.array([[1.0], [-2.0], [0.5]]), gamma=np.array([[1.5], [0.7], [2.0]]),
                  beta=np.array([[0.3], [-1.0], [0.6]]), epsilon=0.2)
    return [first, second, square, constant, single]


exercise(
    batchnorm_forward, points=6, minutes=15, difficulty=2,
    cases=public_batches(), draw=draw_batch,
    probe="batchnorm_forward",
    parts={"out": ["out"], "cache": ["Z_norm", "mu", "var", "gamma", "epsilon"]},
    hints=(
        "Which entries of Z belong together? The mean of one unit is taken over the examples of the batch, "
        "and an example is a column. With `keepdims=True` the result keeps the shape (n, 1).",
        "Work in four lines, in the order of equations (1) to (4): the mean, the variance, the normalized "
        "values, the scaled and shifted values. NumPy's variance divides by m unless told otherwise.",
        "Subtract mu from Z, divide by the square root of (var + epsilon), multiply by gamma, add beta. "
        "Put the normalized values, both statistics, gamma and epsilon into a dictionary under the names of the "
        "docstring, and return the output and the dictionary.",
    ),
    mistakes={
        ("np.var(Z, axis=1, keepdims=True)", "np.var(Z, axis=1, keepdims=True, ddof=1)"):
            "The variance is divided by m − 1. Batch normalization divides by m: the biased variance of the batch "
            "(equation 2).",
        ("np.sqrt(var + epsilon)", "(np.sqrt(var) + epsilon)"):
            "`epsilon` is added to the standard deviation. In equation (3) it stands under the root, added to the "
            "variance.",
        ("np.sqrt(var + epsilon)", "np.sqrt(var)"):
            "`epsilon` has no effect. Without it a constant unit, or a batch of one example, is divided by zero "
            "(equation 3).",
        ("np.sqrt(var + epsilon)", "(var + epsilon)"):
            "The centred values are divided by the variance. Equation (3) divides by its square root, so that every "
            "unit has a spread of about one.",
        (("np.mean(Z, axis=1, keepdims=True)", "np.mean(Z, axis=0, keepdims=True)"),
         ("np.var(Z, axis=1, keepdims=True)", "np.var(Z, axis=0, keepdims=True)")):
            "The statistics are taken over the units of each example (axis 0). Examples are columns here, so a unit's "
            "mean over the batch runs along axis 1. Statistics of each example would be layer normalization "
            "(section 8).",
        (("np.mean(Z, axis=1, keepdims=True)", "np.full((Z.shape[0], 1), np.mean(Z))"),
         ("np.var(Z, axis=1, keepdims=True)", "np.full((Z.shape[0], 1), np.var(Z))")):
            "One mean and one variance serve all units. Each unit (row) has a mean and a variance of its own.",
        ("out = gamma * Z_norm + beta", "out = gamma * (Z_norm + beta)"):
            "The shift is multiplied by `gamma` as well. In equation (4) `beta` is added last, so that it is the mean "
            "of the output.",
        (("(Z - mu) / np", "(Z - mu + beta) / np"), ("out = gamma * Z_norm + beta", "out = gamma * Z_norm")):
            "The shift is added before the division, so it is scaled too. In equation (4) `beta` is added last.",
        ("out = gamma * Z_norm + beta", "out = Z_norm"):
            "The output is the normalized Z alone: `gamma` and `beta` are not used (equation 4).",
        ('"var": var,', '"var": var + epsilon,'):
            "The cache holds the variance with `epsilon` added. The running statistics need the variance itself; "
            "`epsilon` has its own entry.",
        ('"var": var,', '"var": np.sqrt(var),'):
            "The cache holds the standard deviation under the name `var`. Store the variance, its square.",
    },
)


def batchnorm_backward(dout, cache):
    """
    Gradients of batch normalization, through the mean and the variance of the batch too.

    Arguments:
    dout -- (n, m) gradient of the cost with respect to the output of batchnorm_forward
    cache -- dictionary of batchnorm_forward; only "Z_norm", "mu", "var", "gamma" and "epsilon" are in it

    Returns:
    dZ -- (n, m) gradient with respect to Z
    dgamma, dbeta -- (n, 1) gradients with respect to gamma and beta: sums over the batch. They are not divided
                     by m, because the 1/m of a mean cost is already in dout

    Source: Ioffe and Szegedy (2015), section 3, the six equations of the backward pass.
    """
    ### BEGIN SOLUTION
    Z_norm, var, gamma, epsilon = (cache[key] for key in ("Z_norm", "var", "gamma", "epsilon"))
    dgamma = np.sum(dout * Z_norm, axis=1, keepdims=True)
    dbeta = np.sum(dout, axis=1, keepdims=True)
    dZ_norm = gamma * dout
    through_mu = np.mean(dZ_norm, axis=1, keepdims=True)
    through_var = Z_norm * np.mean(dZ_norm * Z_norm, axis=1, keepdims=True)
    dZ = (dZ_norm - through_mu - through_var) / np.sqrt(var + epsilon)
    return dZ, dgamma, dbeta
    ### END SOLUTION


def draw_gradient(rng):
    """A random gradient that arrives at a batch after a real forward pass."""
    batch = draw_batch(rng)
    Z, gamma, beta, epsilon = (batch[name] for name in ("Z", "gamma", "beta", "epsilon"))
    _, cache = batchnorm_forward(Z, gamma, beta, epsilon)
    return case(dout=rng.normal(0.3, 1, size=Z.shape), cache=cache)


exercise(
    batchnorm_backward, points=10, minutes=35, difficulty=3,
    draw=draw_gradient, returns="dZ, dgamma, dbeta", parts="each",
    hints=(
        "Start with the two short ones. `gamma` multiplies `Z_norm` in every column and `beta` is added in every "
        "column, so both gradients collect contributions from all columns.",
        "An entry of Z reaches the output along three roads: directly, through mu, and through var. "
        "First form dZ_norm = gamma · dout. Equation (8) has one term for each road; the second is a mean of "
        "dZ_norm over the batch, the third a mean of dZ_norm · Z_norm.",
        "dZ is a bracket divided by the square root of (var + epsilon). In the bracket: dZ_norm, minus its mean over "
        "the batch, minus Z_norm times the mean over the batch of dZ_norm · Z_norm. Both means have the shape (n, 1).",
    ),
    mistakes={
        ("(dZ_norm - through_mu - through_var)", "dZ_norm"):
            "`dZ` treats the mean and the variance as constants. They depend on every entry of Z, so two more terms "
            "belong to `dZ` (equation 8); with them, every row of `dZ` sums to zero.",
        ("dZ_norm - through_mu - through_var", "dZ_norm - through_mu"):
            "`dZ` has no term through the variance. Every entry of Z changes the variance, which divides all entries "
            "of its row (equation 8).",
        ("dZ_norm - through_mu - through_var", "dZ_norm - through_var"):
            "`dZ` has no term through the mean. Every entry of Z changes the mean, which is subtracted from all "
            "entries of its row (equation 8): a right row of `dZ` sums to zero.",
        ("dZ_norm - through_mu - through_var", "dZ_norm - through_mu + through_var"):
            "The term through the variance has the wrong sign in `dZ` (equation 8).",
        ("dZ_norm = gamma * dout", "dZ_norm = dout"):
            "`gamma` is missing from `dZ`. The gradient first passes through out = gamma · Z_norm + beta. "
            "This does not show as long as gamma is 1, its usual start.",
        ("np.sum(dout * Z_norm, axis=1, keepdims=True)",
         "np.sum(dout * (cache['mu'] + Z_norm * np.sqrt(var + epsilon)), axis=1, keepdims=True)"):
            "`dgamma` is computed with Z. In the forward pass `gamma` multiplies the normalized values, so its "
            "gradient needs `Z_norm`.",
        (("np.sum(dout * Z_norm, axis=1", "np.mean(dout * Z_norm, axis=1"),
         ("np.sum(dout, axis=1", "np.mean(dout, axis=1")):
            "`dgamma` and `dbeta` are divided by m. They are plain sums: the 1/m of the mean cost is already inside "
            "`dout`.",
        (("np.sum(dout * Z_norm, axis=1, keepdims=True)", "np.sum(dout * Z_norm)"),
         ("np.sum(dout, axis=1, keepdims=True)", "np.sum(dout)")):
            "`dgamma` and `dbeta` are summed over the units as well. Each unit has its own gamma and beta: sum over "
            "the batch only, and keep the shape (n, 1).",
        ("np.sqrt(var + epsilon)", "np.sqrt(var)"):
            "`epsilon` is missing from the backward pass. The forward pass divides by √(var + epsilon), and so does "
            "`dZ`.",
        ("np.sqrt(var + epsilon)", "(var + epsilon)"):
            "`dZ` is divided by the variance. The forward pass divides by its square root, and so does `dZ` "
            "(equation 8); the two agree only where the variance is one.",
        ("np.mean(dZ_norm * Z_norm, axis=1, keepdims=True)",
         "np.mean(dZ_norm * Z_norm, axis=1, keepdims=True) * (var + epsilon)"):
            "The term through the variance is too large by the factor (var + epsilon). Look at the power of "
            "(var + epsilon) in the derivative of 1/√(var + epsilon): it is −3/2.",
        (("np.mean(dZ_norm, axis=1, keepdims=True)", "dZ_norm / dout.shape[1]"),
         ("np.mean(dZ_norm * Z_norm, axis=1, keepdims=True)", "dZ_norm * Z_norm / dout.shape[1]")):
            "The terms through the mean and the variance are not summed over the batch. One entry of Z changes mu and "
            "var, and these change every column, so each of the two terms is a sum over all columns.",
        (("np.mean(dZ_norm, axis=1, keepdims=True)", "np.sum(dZ_norm, axis=1, keepdims=True)"),
         ("np.mean(dZ_norm * Z_norm, axis=1, keepdims=True)", "np.sum(dZ_norm * Z_norm, axis=1, keepdims=True)")):
            "The terms through the mean and the variance are too large by the factor m. The statistics are means, "
            "so each of the two terms carries 1/m.",
    },
)


def update_running_statistics(running, mu, var, momentum=0.9):
    """
    Move the running mean and variance a step towards those of the newest batch.

    Arguments:
    running -- dictionary {"mu": (n, 1), "var": (n, 1)}, the statistics so far; not changed
    mu, var -- (n, 1) mean and variance of the newest batch, as batchnorm_forward has them in its cache
    momentum -- weight of the old value, between 0 and 1

    Returns:
    a new dictionary {"mu": (n, 1), "var": (n, 1)}

    Source: Ioffe and Szegedy (2015), section 3.1, as an exponentially weighted moving average.
    """
    ### BEGIN SOLUTION
    return {
        "mu": momentum * running["mu"] + (1 - momentum) * mu,
        "var": momentum * running["var"] + (1 - momentum) * var,
    }
    ### END SOLUTION


def draw_statistics(rng):
    """Running statistics of a few units and those of the next batch."""
    n = int(rng.integers(3, 8))
    running = {"mu": rng.normal(size=(n, 1)), "var": rng.uniform(0.2, 3, size=(n, 1))}
    return case(running=running, mu=rng.normal(size=(n, 1)), var=rng.uniform(0.2, 3, size=(n, 1)),
                momentum=float(rng.uniform(0.6, 0.85)))


def public_statistics():
    """Two draws, and one with the default momentum."""
    rng = np.random.default_rng(96)
    default = draw_statistics(rng)
    return [draw_statistics(rng), draw_statistics(rng),
            case(running=default["running"], mu=default["mu"], var=default["var"])]


exercise(
    update_running_statistics, points=3, minutes=8, difficulty=1,
    cases=public_statistics(), draw=draw_statistics,
    returns="running", updates={"running": "running"},
    hints=(
        "This is the moving average of week 2, once for the mean and once for the variance.",
        "`momentum` is the weight of the old value. What is left of 1 is the weight of the new batch.",
        "Build a new dictionary with the keys \"mu\" and \"var\". Each entry is momentum times the old entry plus "
        "(1 − momentum) times the statistic of the batch.",
    ),
    mistakes={
        (('momentum * running["mu"] + (1 - momentum) * mu', '(1 - momentum) * running["mu"] + momentum * mu'),
         ('momentum * running["var"] + (1 - momentum) * var', '(1 - momentum) * running["var"] + momentum * var')):
            "`momentum` weighs the new batch. Here it is the weight of the old value; some libraries use "
            "the name the other way round.",
        (('momentum * running["mu"] + (1 - momentum) * mu', 'momentum * running["mu"] + mu'),
         ('momentum * running["var"] + (1 - momentum) * var', 'momentum * running["var"] + var')):
            "The new batch enters with weight 1. The two weights of an average add up to one, so the batch has "
            "(1 − momentum).",
        ("(1 - momentum) * var", "(1 - momentum) * np.sqrt(var)"):
            "A standard deviation is averaged under the name `var`. The running value is the average of variances.",
        ("(1 - momentum) * var", "(1 - momentum) * (var + 1e-5)"):
            "`epsilon` is added to the stored variance. It enters later, each time a value is normalized.",
        ('momentum * running["var"] + (1 - momentum) * var', 'running["var"]'):
            "Only the mean moves: the running variance keeps its old value.",
        (('momentum * running["mu"] + (1 - momentum) * mu', 'running["mu"]'),
         ('momentum * running["var"] + (1 - momentum) * var', 'running["var"]')):
            "The running statistics keep their old values, whatever the batch.",
        (('momentum * running["mu"] + (1 - momentum) * mu', "mu"),
         ('momentum * running["var"] + (1 - momentum) * var', "var")):
            "The statistics of the newest batch replace the old ones. One batch is a noisy estimate: the running "
            "value is an average over many batches.",
    },
)


def batchnorm_inference(Z, gamma, beta, running, epsilon=1e-5):
    """
    Batch normalization at test time: every example is normalized by the running statistics, on its own.

    Arguments:
    Z -- (n, m) pre-activations; m may be 1, and no column depends on another
    gamma, beta -- (n, 1) scale and shift
    running -- dictionary {"mu": (n, 1), "var": (n, 1)} of running statistics (variance, not standard deviation);
               not changed
    epsilon -- positive number added to the variance, under the root

    Returns:
    out -- (n, m)

    Source: Ioffe and Szegedy (2015), Algorithm 2, step 11.
    """
    ### BEGIN SOLUTION
    Z_norm = (Z - running["mu"]) / np.sqrt(running["var"] + epsilon)
    return gamma * Z_norm + beta
    ### END SOLUTION


def draw_test_examples(rng):
    """Test examples with running statistics that are not their own."""
    batch = draw_batch(rng)
    n = batch["Z"].shape[0]
    running = {"mu": rng.normal(size=(n, 1)), "var": rng.uniform(0.2, 3, size=(n, 1))}
    return case(Z=batch["Z"], gamma=batch["gamma"], beta=batch["beta"], running=running, epsilon=batch["epsilon"])


def public_test_examples():
    """Two draws, a single example, and a unit whose running variance is zero."""
    rng = np.random.default_rng(97)
    gamma, beta = np.array([[1.5], [0.7], [2.0]]), np.array([[0.3], [-1.0], [0.6]])
    running = {"mu": np.array([[0.4], [-0.5], [1.0]]), "var": np.array([[0.5], [2.0], [0.25]])}
    constant = {"mu": np.array([[0.4], [-0.5], [1.0]]), "var": np.array([[0.5], [0.0], [0.25]])}
    return [draw_test_examples(rng), draw_test_examples(rng),
            case(Z=np.array([[1.0], [-2.0], [0.5]]), gamma=gamma, beta=beta, running=running),
            case(Z=np.array([[1.0, 0.3], [-0.4, -0.6], [0.5, 2.0]]), gamma=gamma, beta=beta, running=constant,
                 epsilon=0.01)]


exercise(
    batchnorm_inference, points=4, minutes=8, difficulty=1,
    cases=public_test_examples(), draw=draw_test_examples, returns="out",
    hints=(
        "Nothing is computed from the examples in Z themselves: mean and variance come from `running`.",
        "Apart from where the statistics come from, the formula is that of the forward pass, with the same place for "
        "`epsilon`.",
        "Subtract the running mean from Z, divide by the square root of (running variance + epsilon), multiply by "
        "gamma, add beta.",
    ),
    mistakes={
        ('np.sqrt(running["var"] + epsilon)', '(np.sqrt(running["var"]) + epsilon)'):
            "`epsilon` is added to the standard deviation. As in the forward pass it stands under the root, added to "
            "the variance.",
        ('np.sqrt(running["var"] + epsilon)', 'np.sqrt(running["var"])'):
            "`epsilon` has no effect. A unit that was constant in training has a running variance of zero, and test "
            "time needs the same safety as training.",
        ('np.sqrt(running["var"] + epsilon)', '(running["var"] + epsilon)'):
            "The running variance is used as a standard deviation: divide by its square root.",
        ("gamma * Z_norm + beta", "Z_norm"):
            "`gamma` and `beta` are left out. They are part of the trained network and stay in place at test time.",
        ("gamma * Z_norm + beta", "gamma * (Z_norm + beta)"):
            "The shift is multiplied by `gamma` as well: `beta` is added last.",
        ('(Z - running["mu"]) / np', 'Z - running["mu"] / np'):
            "Only the running mean is divided by the standard deviation. The difference Z − mu is divided as a whole.",
        (('(Z - running["mu"])', '(Z - np.mean(Z, axis=1, keepdims=True))'),
         ('running["var"] + epsilon', "np.var(Z, axis=1, keepdims=True) + epsilon")):
            "The batch's own statistics are used, so the answer for one example depends on the others that are "
            "tested with it, and an example tested alone always gives beta. Use the running statistics.",
        ('(Z - running["mu"])', '((Z - np.mean(Z, axis=1, keepdims=True)) '
         '/ np.sqrt(np.var(Z, axis=1, keepdims=True) + epsilon) - running["mu"])'):
            "The examples are normalized twice: by their own statistics and then by the running ones. Only the "
            "running statistics are used at test time.",
    },
)
