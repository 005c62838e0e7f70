"""Optimizers: momentum, RMSprop, Adam and three relatives, one step each."""
import time

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np

from course import datasets, network, plots

from course.solutions.exercises import case, exercise

WEIGHT_GRADIENT_FOR_BIASES = "of a bias is built from `dW` in the place of `db`, so it has the shape of the weights. " \
    "Each array has a gradient of its own name."


def draw_layers(rng, scale=1.0):
    """Parameters, gradients (in shuffled order), v and s of a network with two to four layers; gradients about `scale`."""
    dims = [int(n) for n in rng.permutation([2, 3, 4, 5, 6])[: rng.integers(3, 6)]]
    shapes = {f"{kind}{l}": (n, n_prev if kind == "W" else 1)
              for l, (n_prev, n) in enumerate(zip(dims, dims[1:]), start=1) for kind in "Wb"}
    parameters = {key: rng.normal(size=shape) for key, shape in shapes.items()}
    grads = {"d" + key: scale * rng.choice([-1, 1], shapes[key]) * rng.uniform(0.5, 2, shapes[key])
             for key in rng.permutation(sorted(shapes))}
    v = {"d" + key: scale * rng.normal(size=shape) for key, shape in shapes.items()}
    s = {"d" + key: scale**2 * rng.uniform(0.2, 2, size=shape) for key, shape in shapes.items()}
    return parameters, grads, v, s


def draw_parameters(rng):
    """Parameters of float64, and whole numbers, whose state is float64 all the same."""
    floats, whole = draw_layers(rng)[0], draw_layers(rng)[0]
    return [case(parameters=floats), case(parameters={key: np.rint(9 * theta).astype(int) for key, theta in whole.items()})]


def initialize_velocity(parameters):
    """The velocity before the first step: zeros in the shape of every parameter.

    parameters = {"W1": (n_1, n_0), "b1": (n_1, 1), …}.
    Returns v = {"dW1": zeros (n_1, n_0), "db1": zeros (n_1, 1), …}: float64 arrays of their own, under the names of the
    gradients. parameters stay as they are.
    """
    ### BEGIN SOLUTION
    return {"d" + key: np.zeros(theta.shape) for key, theta in parameters.items()}
    ### END SOLUTION


def weights_only(parameters):
    """Only the weight matrices get an entry."""
    return {"d" + key: np.zeros(theta.shape) for key, theta in parameters.items() if key[0] == "W"}


def last_layer_missing(parameters):
    """The loop over the layers ends one early."""
    return {"d" + key: np.zeros(theta.shape) for key, theta in parameters.items() if int(key[1:]) < len(parameters) // 2}


def zero_mistakes(reference, letter):
    """The mistakes of a function that makes one dictionary of zeros."""
    return {
        ('"d" + key', "key"):
            f"The entries of `{letter}` are named like the parameters. They belong to the gradients: `dW1`, `db1` and so on.",
        ("np.zeros(theta.shape)", "np.zeros_like(theta)"):
            f"For parameters of whole numbers `{letter}` holds whole numbers too, which would cut every average. "
            "The state is float64 whatever the parameters are.",
        ("np.zeros(theta.shape)", "theta.astype(float)"):
            f"`{letter}` starts as a copy of the parameters. It is an average of gradients, none of which has been "
            f"seen: zeros.",
        weights_only:
            f"`{letter}` has no entries for the biases. Every parameter has its own.",
        last_layer_missing:
            f"`{letter}` has no entries for the last layer. Two arrays of `parameters` belong to each layer.",
    }


exercise(
    initialize_velocity, points=2, minutes=5, difficulty=1, probe="zero_state",
    cases=draw_parameters(np.random.default_rng(70)), draw=draw_parameters, draws=2,
    parts={"names and shapes": ["a dictionary of arrays", "names and shapes"],
           "zeros": ["smallest and largest entry", "every array is of type float64", "separate arrays"]},
    hints=(
        "One array of zeros belongs to every parameter, under the name of its gradient.",
        "Go through the names of parameters. The entry for \"W1\" is named \"dW1\", and the array has the shape of W1.",
        "Build a dictionary: the name is a \"d\" in front of the parameter's name, the value is an array of float "
        "zeros made from the parameter's shape.",
    ),
    mistakes=zero_mistakes(initialize_velocity, "v"),
)


def update_parameters_with_momentum(parameters, grads, v, beta, learning_rate):
    """One step of gradient descent with momentum, in the form of a moving average.

    parameters, grads and v are dictionaries of any number of layers; grads and v hold the keys "dW1", "db1", …, in any
    order and in the shapes of parameters. beta is in [0, 1), learning_rate is a number.
    For every parameter θ with gradient g: v ← β·v + (1 − β)·g, then θ ← θ − α·v with the new v.
    Returns new dictionaries parameters, v, whose arrays share no memory with the inputs; the inputs stay as they are.
    Source: Polyak (1964), with the gradient weighted by 1 − β.
    """
    ### BEGIN SOLUTION
    new_parameters, new_v = {}, {}
    for key, theta in parameters.items():
        g = grads["d" + key]
        new_v["d" + key] = beta * v["d" + key] + (1 - beta) * g
        new_parameters[key] = theta - learning_rate * new_v["d" + key]
    return new_parameters, new_v
    ### END SOLUTION


def draw_momentum(rng):
    """A velocity that is not zero."""
    parameters, grads, v, _ = draw_layers(rng)
    return case(parameters=parameters, grads=grads, v=v, beta=float(rng.uniform(0.6, 0.95)),
                learning_rate=float(rng.uniform(0.02, 0.4)))


exercise(
    update_parameters_with_momentum, points=5, minutes=12, difficulty=2,
    draw=draw_momentum, returns="parameters, v", parts="each", updates={"parameters": "parameters"}, own_memory=True,
    hints=(
        "Two lines of mathematics for every parameter: first the moving average of its gradient, then a step along "
        "the average.",
        "Work through the names of parameters. The gradient and the velocity of \"W1\" stand under \"dW1\". Collect "
        "the new velocities and the new parameters in two new dictionaries.",
        "New velocity: beta times the old one plus (1 − beta) times the gradient. New parameter: the old one minus "
        "learning_rate times the new velocity.",
    ),
    mistakes={
        ("(1 - beta) * g", "g"):
            "The new velocity is βv + g: the gradient enters with its full weight, so steps grow to 1/(1 − β) times "
            "the size. In this course the gradient is weighted by 1 − β.",
        ("beta * v[\"d\" + key] + (1 - beta) * g", "(1 - beta) * v[\"d\" + key] + beta * g"):
            "The two weights have changed places. β weighs the old velocity.",
        (("(1 - beta) * g", "learning_rate * g"), ("beta * v[\"d\" + key] +", "beta * v[\"d\" + key] -"),
         ("theta - learning_rate * new_v", "theta - new_v")):
            "Two conventions are mixed: the velocity already holds −α·g, and then it is subtracted, so the "
            "gradient's part goes uphill. Here v is the moving average of the gradients alone.",
        (("(1 - beta) * g", "learning_rate * g"), ("beta * v[\"d\" + key] +", "beta * v[\"d\" + key] -"),
         ("theta - learning_rate * new_v", "theta + new_v")):
            "The velocity holds the learning rate and the sign of the step, as in another convention. "
            "Here v is the moving average of the gradients, and the rate enters in the step.",
        ("theta - learning_rate * new_v", "theta - learning_rate * (1 - beta) * new_v"):
            "The velocity is right and the step is too small by 1 − β: that factor has been applied a second time.",
        ("beta * v[\"d\" + key] + (1 - beta) * g", "beta * g + (1 - beta) * g"):
            "The new velocity equals the gradient, whatever the old one was. The term with β holds the old velocity.",
        ("theta - learning_rate * new_v[\"d\" + key]", "theta - learning_rate * new_v[\"d\" + key] / (1 - beta)"):
            "The velocity is right and the step is divided by 1 − β, as a bias correction for the first step would do. "
            "Momentum is used here without a correction.",
        ("learning_rate * new_v[\"d\" + key]", "learning_rate * v[\"d\" + key]"):
            "The new velocity is right, and the step uses the old one. The step follows the velocity that includes "
            "the new gradient.",
        ("learning_rate * new_v[\"d\" + key]", "learning_rate * g"):
            "The velocity is right, and the step follows the gradient: this is plain gradient descent.",
        ("return new_parameters, new_v", "return new_parameters, {key: array.copy() for key, array in v.items()}"):
            "The parameters are right, and the velocity that came back is the old one. The next step needs the new "
            "one.",
        ("theta - learning_rate * new_v", "theta + learning_rate * new_v"):
            "The velocity is right, and the step goes uphill.",
        ('g = grads["d" + key]', 'g = grads["dW" + key[1:]]'):
            "The velocity " + WEIGHT_GRADIENT_FOR_BIASES,
        ("theta - learning_rate * new_v", "parameters[\"W\" + key[1:]] - learning_rate * new_v"):
            "The new biases start from the weights. Each array moves from its own old value.",
    },
)


def initialize_rmsprop(parameters):
    """The mean square before the first step: zeros in the shape of every parameter.

    parameters = {"W1": (n_1, n_0), "b1": (n_1, 1), …}.
    Returns s = {"dW1": zeros (n_1, n_0), "db1": zeros (n_1, 1), …}: float64 arrays of their own, under the names of the
    gradients. parameters stay as they are.
    """
    ### BEGIN SOLUTION
    return {"d" + key: np.zeros(theta.shape) for key, theta in parameters.items()}
    ### END SOLUTION


exercise(
    initialize_rmsprop, points=1, minutes=3, difficulty=1, probe="zero_state",
    cases=draw_parameters(np.random.default_rng(72)), draw=draw_parameters, draws=2,
    parts={"names and shapes": ["a dictionary of arrays", "names and shapes"],
           "zeros": ["smallest and largest entry", "every array is of type float64", "separate arrays"]},
    hints=(
        "The state has the form of the velocity of section 2.",
        "One array of zeros for every parameter, in its shape, under the name of its gradient.",
        "Build a dictionary: the name is a \"d\" in front of the parameter's name, the value is an array of float "
        "zeros made from the parameter's shape.",
    ),
    mistakes={
        **zero_mistakes(initialize_rmsprop, "s"),
        ("np.zeros(theta.shape)", "np.ones(theta.shape)"):
            "`s` starts at ones. The first steps would then be far too small for small gradients; ε already protects "
            "the division.",
    },
)


def update_parameters_with_rmsprop(parameters, grads, s, beta2, learning_rate, epsilon=1e-8):
    """One step of RMSprop: every entry is divided by the root of the mean square of its own gradients.

    parameters, grads and s are dictionaries of any number of layers; grads and s hold the keys "dW1", "db1", …, in any
    order and in the shapes of parameters. beta2 is in [0, 1), learning_rate and epsilon are numbers.
    For every parameter θ with gradient g, all operations by entry: s ← β₂·s + (1 − β₂)·g², then θ ← θ − α·g/(√s + ε)
    with the new s. ε stands outside the root, and there is no bias correction.
    Returns new dictionaries parameters, s, whose arrays share no memory with the inputs; the inputs stay as they are.
    Source: Tieleman and Hinton (2012), Neural Networks for Machine Learning, lecture 6.5.
    """
    ### BEGIN SOLUTION
    new_parameters, new_s = {}, {}
    for key, theta in parameters.items():
        g = grads["d" + key]
        new_s["d" + key] = beta2 * s["d" + key] + (1 - beta2) * g**2
        new_parameters[key] = theta - learning_rate * g / (np.sqrt(new_s["d" + key]) + epsilon)
    return new_parameters, new_s
    ### END SOLUTION


def draw_rmsprop(rng):
    """Gradients of order 1; a large ε beside small gradients; tiny gradients beside the default ε; the first step."""
    beta2, learning_rate = rng.uniform(0.6, 0.95, size=4), rng.uniform(0.01, 0.2, size=4)
    scales, trailing = (1.0, 0.05, 1e-8, 0.3), ((1e-8,), (1e-2,), (), (1e-2,))
    drawn = []
    for k, (scale, epsilon) in enumerate(zip(scales, trailing)):
        parameters, grads, _, s = draw_layers(rng, scale)
        s = initialize_rmsprop(parameters) if k == 3 else s
        names = dict(parameters=parameters, grads=grads, s=s, beta2=float(beta2[k]), learning_rate=float(learning_rate[k]))
        drawn.append(case(**names, **dict(zip(["epsilon"], epsilon))))
    return drawn


exercise(
    update_parameters_with_rmsprop, points=5, minutes=12, difficulty=2,
    cases=draw_rmsprop(np.random.default_rng(72)), draw=draw_rmsprop, draws=1,
    returns="parameters, s", parts="each", updates={"parameters": "parameters"}, own_memory=True,
    hints=(
        "The state is a moving average as before. What is averaged is the square of the gradient, entry by entry.",
        "The step is the gradient itself, not an average of it, divided by the root of the new s. ε is added after "
        "the root is taken.",
        "New s: beta2 times the old one plus (1 − beta2) times the squared gradient. New parameter: the old one "
        "minus learning_rate times the gradient over the sum of the root of the new s and epsilon.",
    ),
    mistakes={
        ("(np.sqrt(new_s[\"d\" + key]) + epsilon)", "np.sqrt(new_s[\"d\" + key] + epsilon)"):
            "ε stands inside the root. In this course it is added to the root, where it limits the step for tiny "
            "gradients.",
        ("(np.sqrt(new_s[\"d\" + key]) + epsilon)", "np.sqrt(new_s[\"d\" + key])"):
            "ε is missing: nothing limits the step where the gradients are tiny.",
        (") + epsilon)", ") + 1e-8)"):
            "The step does not follow the argument `epsilon`: it is always 1e-8.",
        ("g / (np.sqrt(new_s[\"d\" + key]) + epsilon)", "(g / np.sqrt(new_s[\"d\" + key]) + epsilon)"):
            "ε is added after the division, so every parameter is shifted by α·ε and nothing protects the division. "
            "It belongs to the divisor.",
        ("np.sqrt(new_s[\"d\" + key])", "np.sqrt(new_s[\"d\" + key] / (1 - beta2))"):
            "The state is right, and the step uses a bias-corrected s, as Adam does at its first step. RMSprop has "
            "no correction.",
        ("np.sqrt(new_s[\"d\" + key])", "new_s[\"d\" + key]"):
            "The state is right, and the step is divided by the mean square. The root is missing.",
        ("np.sqrt(new_s[\"d\" + key])", "np.sqrt(s[\"d\" + key])"):
            "The state is right, and the step is divided by the root of the old s. The new s already holds this "
            "gradient.",
        ("(1 - beta2) * g**2", "(1 - beta2) * g"):
            "The state averages the gradients themselves, so it can be negative and the root fails. RMSprop averages "
            "their squares.",
        ("(1 - beta2) * g**2", "g**2"):
            "The squared gradient enters with its full weight. It is weighted by 1 − β₂, so that the weights add up "
            "to 1.",
        ("beta2 * s[\"d\" + key] + (1 - beta2) * g**2", "(1 - beta2) * s[\"d\" + key] + beta2 * g**2"):
            "The two weights of the moving average have changed places. β₂ weighs the old s.",
        ("beta2 * s[\"d\" + key] + (1 - beta2) * g**2", "s[\"d\" + key] + g**2"):
            "The squares are summed and the old ones are never forgotten: this is AdaGrad. RMSprop lets them fade "
            "with β₂.",
        ("(1 - beta2) * g**2", '(1 - beta2) * grads["dW" + key[1:]]**2'):
            "The state " + WEIGHT_GRADIENT_FOR_BIASES,
        ('g = grads["d" + key]', 'g = grads["dW" + key[1:]]'):
            "The gradient of the weights serves for the biases too, in the state and in the step. "
            "Each array has a gradient of its own name.",
        ("theta - learning_rate * g", "theta + learning_rate * g"):
            "The state is right, and the step goes uphill.",
        ("return new_parameters, new_s", "return new_parameters, {key: array.copy() for key, array in s.items()}"):
            "The parameters are right, and the state that came back is the old one. The next step needs the new one.",
    },
)


def initialize_adam(parameters):
    """Adam's two averages before the first step: zeros in the shape of every parameter, twice.

    parameters = {"W1": (n_1, n_0), "b1": (n_1, 1), …}.
    Returns v, s, two separate dictionaries {"dW1": zeros (n_1, n_0), "db1": zeros (n_1, 1), …} of float64 arrays; no two
    arrays share memory. parameters stay as they are.
    """
    ### BEGIN SOLUTION
    v = {"d" + key: np.zeros(theta.shape) for key, theta in parameters.items()}
    s = {key: np.zeros(array.shape) for key, array in v.items()}
    return v, s
    ### END SOLUTION


exercise(
    initialize_adam, points=2, minutes=4, difficulty=1, probe="two_zero_states",
    cases=draw_parameters(np.random.default_rng(73)), draw=draw_parameters, draws=2,
    parts={"pair": ["number of dictionaries"],
           "v": ["v: a dictionary of arrays", "v: names and shapes", "v: smallest and largest entry",
                 "v: every array is of type float64"],
           "s": ["s: a dictionary of arrays", "s: names and shapes", "s: smallest and largest entry",
                 "s: every array is of type float64"],
           "separate arrays": ["separate arrays"]},
    hints=(
        "Adam remembers what momentum remembers and what RMSprop remembers.",
        "Return two dictionaries of zeros, each in the form of the velocity of section 2.",
        "Make the zeros for v and make them again for s. One name bound twice to the same dictionary would be one "
        "dictionary only.",
    ),
    mistakes={
        ("return v, s", "return v, v"):
            "v and s are the same arrays, so a change of one changes the other. Make the zeros twice.",
        ("return v, s", "return v"):
            "One dictionary came back. Adam needs two, v and s.",
        (('"d" + key', "key"),):
            "The entries are named like the parameters. They belong to the gradients: `dW1`, `db1` and so on.",
        (("np.zeros(theta.shape)", "np.zeros_like(theta)"), ("np.zeros(array.shape)", "np.zeros_like(array)")):
            "For parameters of whole numbers the state holds whole numbers too, which would cut every average. "
            "It is float64 whatever the parameters are.",
        ("s = {key: np.zeros(array.shape)", "s = {key: np.ones(array.shape)"):
            "`s` starts at ones. The bias correction is made for averages that start at zero.",
    },
)


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """One step of Adam: momentum and RMSprop together, both with bias correction.

    parameters, grads, v and s are dictionaries of any number of layers; grads, v and s hold the keys "dW1", "db1", …, in
    any order and in the shapes of parameters. t ≥ 1 is the number of this step, the first step is 1. beta1 and beta2 are in
    [0, 1), learning_rate and epsilon are numbers.
    For every parameter θ with gradient g, all operations by entry: v ← β₁·v + (1 − β₁)·g, s ← β₂·s + (1 − β₂)·g²,
    v̂ = v/(1 − β₁^t), ŝ = s/(1 − β₂^t), θ ← θ − α·v̂/(√ŝ + ε). ε stands outside the root.
    Returns new dictionaries parameters, v, s; v and s are the uncorrected averages. Their arrays share no memory with the
    inputs, and the inputs stay as they are.
    Source: Kingma and Ba (2015), algorithm 1; the paper writes m for v and v for s.
    """
    ### BEGIN SOLUTION
    new_parameters, new_v, new_s = {}, {}, {}
    for key, theta in parameters.items():
        d, g = "d" + key, grads["d" + key]
        new_v[d] = beta1 * v[d] + (1 - beta1) * g
        new_s[d] = beta2 * s[d] + (1 - beta2) * g**2
        v_hat = new_v[d] / (1 - beta1**t)
        s_hat = new_s[d] / (1 - beta2**t)
        new_parameters[key] = theta - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon)
    return new_parameters, new_v, new_s
    ### END SOLUTION


def adam_cases(rng):
    """The first step; an early step with a tiny ε; ε's place, judged where both corrections are 1."""
    cases = []
    for t, scale, beta2, epsilon in [(1, 1.0, 0.999, 1e-12), (int(rng.integers(3, 9)), 1.0, 0.97, 1e-12),
                                     (20000, 0.05, 0.99, 1e-2)]:
        parameters, grads, v, s = draw_layers(rng, scale)
        v, s = initialize_adam(parameters) if t == 1 else (v, s)
        learning_rate, beta1 = float(rng.uniform(0.02, 0.2)), float(rng.uniform(0.7, 0.93))
        cases.append(case(parameters=parameters, grads=grads, v=v, s=s, t=t, learning_rate=learning_rate, beta1=beta1,
                          beta2=beta2, epsilon=epsilon))
    return cases


def draw_adam(rng):
    """Adam's cases, and the default numbers with gradients near the default ε."""
    parameters, grads, v, s = draw_layers(rng, 1e-8)
    return [*adam_cases(rng), case(parameters=parameters, grads=grads, v=v, s=s, t=20000)]


def step_counted_per_array(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """t grows by one with every array."""
    done = [update_parameters_with_adam({key: theta}, grads, v, s, t + k, learning_rate, beta1, beta2, epsilon)
            for k, (key, theta) in enumerate(parameters.items())]
    return tuple({key: array for result in done for key, array in result[place].items()} for place in range(3))


def averages_exchanged(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """The right step; s is returned in v's place and v in s's."""
    right = update_parameters_with_adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
    return right[0], right[2], right[1]


exercise(
    update_parameters_with_adam, points=8, minutes=25, difficulty=3,
    cases=draw_adam(np.random.default_rng(74)), draw=draw_adam, draws=2,
    returns="parameters, v, s", parts="each", updates={"parameters": "parameters"}, own_memory=True,
    advice=("folded_rate",),
    hints=(
        "Five lines of mathematics for every parameter, in the order of the equations: v, s, v̂, ŝ, θ.",
        "v is the average of momentum with β₁, s that of RMSprop with β₂. Each is divided by its own 1 − β^t, and "
        "the divided ones are used in this step only.",
        "Store the new v and the new s as they are. Compute v_hat from v and beta1, s_hat from s and beta2, both "
        "with the t that was passed in. The step is learning_rate times v_hat over the sum of the root of s_hat and "
        "epsilon.",
    ),
    mistakes={
        ("v_hat = new_v[d] / (1 - beta1**t)", "v_hat = new_v[d]"):
            "The averages are right, and the first moment is not bias-corrected: early steps are too small. v̂ is v "
            "divided by 1 − β₁^t.",
        ("s_hat = new_s[d] / (1 - beta2**t)", "s_hat = new_s[d]"):
            "The averages are right, and the second moment is not bias-corrected: early steps are too large. ŝ is s "
            "divided by 1 − β₂^t.",
        (("v_hat = new_v[d] / (1 - beta1**t)", "v_hat = new_v[d]"),
         ("s_hat = new_s[d] / (1 - beta2**t)", "s_hat = new_s[d]")):
            "The averages are right, and neither of them is bias-corrected in the step.",
        ("(1 - beta2**t)", "(1 - beta1**t)"):
            "The second moment is corrected with β₁. Each average is corrected with its own β (many published "
            "notebooks print this slip).",
        (("(1 - beta1**t)", "(1 - beta1 ** (t + 1))"), ("(1 - beta2**t)", "(1 - beta2 ** (t + 1))")):
            "The corrections are those of step t + 1. The t that is passed in is the number of this step: nothing "
            "needs to be added.",
        (("(1 - beta1**t)", "(1 - beta1 ** (t - 1))"), ("(1 - beta2**t)", "(1 - beta2 ** (t - 1))")):
            "The corrections are those of step t − 1, so the first step divides by zero. The first step has t = 1.",
        (("(1 - beta1**t)", "(1 - beta1)"), ("(1 - beta2**t)", "(1 - beta2)")):
            "Every step is corrected like the first one. The corrections hold powers: β^t, not β.",
        (("(1 - beta1**t)", "(1 - beta1 * t)"), ("(1 - beta2**t)", "(1 - beta2 * t)")):
            "The corrections multiply β by t. In the equations t is an exponent.",
        step_counted_per_array:
            "The first array is right, and the next ones are corrected like later steps: t has been advanced once "
            "for every array. All arrays of one step share one t.",
        (("new_v[d] = beta1 * v[d] + (1 - beta1) * g", "new_v[d] = (beta1 * v[d] + (1 - beta1) * g) / (1 - beta1**t)"),
         ("new_s[d] = beta2 * s[d] + (1 - beta2) * g**2", "new_s[d] = (beta2 * s[d] + (1 - beta2) * g**2) / (1 - beta2**t)"),
         ("v_hat = new_v[d] / (1 - beta1**t)", "v_hat = new_v[d]"), ("s_hat = new_s[d] / (1 - beta2**t)", "s_hat = new_s[d]")):
            "The step is right, and the averages that came back are the corrected ones. The recursion goes on with v "
            "and s themselves.",
        ("(np.sqrt(s_hat) + epsilon)", "np.sqrt(s_hat + epsilon)"):
            "ε stands inside the root. In Adam it is added to the root.",
        ("v_hat / (np.sqrt(s_hat) + epsilon)", "(v_hat / np.sqrt(s_hat) + epsilon)"):
            "ε is added after the division, so every parameter is shifted by α·ε and nothing protects the division. "
            "It belongs to the divisor.",
        averages_exchanged:
            "The step is right, and v and s have changed places in the answer. The paper writes m for v and v for s.",
        (("new_v[d] = beta1 * v[d] + (1 - beta1) * g", "new_v[d] = beta2 * v[d] + (1 - beta2) * g"),
         ("new_s[d] = beta2 * s[d] + (1 - beta2) * g**2", "new_s[d] = beta1 * s[d] + (1 - beta1) * g**2"),
         ("(1 - beta1**t)", "(1 - beta2**t)"), ("s_hat = new_s[d] / (1 - beta2**t)", "s_hat = new_s[d] / (1 - beta1**t)")):
            "β₁ and β₂ have changed places: β₁ belongs to the gradients, β₂ to their squares.",
        ("np.sqrt(s_hat)", "s_hat"):
            "The averages are right, and the step is divided by ŝ. The root is missing.",
        ("v_hat / (np.sqrt(s_hat) + epsilon)", "v_hat * (np.sqrt(s_hat) + epsilon)"):
            "The averages are right, and the step is multiplied by the root of ŝ. Large squares make steps smaller: "
            "divide.",
        ("(1 - beta2) * g**2", "(1 - beta2) * g"):
            "s averages the gradients themselves, so it can be negative and the root fails. It averages their squares.",
        ("learning_rate * v_hat", "learning_rate * g"):
            "The averages are right, and the step uses the gradient in the place of v̂: this is RMSprop with a "
            "correction.",
        ("theta - learning_rate", "theta + learning_rate"):
            "The averages are right, and the step goes uphill.",
        ('g = "d" + key, grads["d" + key]', 'g = "d" + key, grads["dW" + key[1:]]'):
            "The averages of a bias are built from `dW` in the place of `db`, so they have the shape of the weights. "
            "Each array has a gradient of its own name.",
        ("theta - learning_rate", 'parameters["W" + key[1:]] - learning_rate'):
            "The new biases start from the weights. Each array moves from its own old value.",
        ("epsilon=1e-8", "epsilon=1e-7"):
            "The default of ε is ten times too large. 10e-8 is 1e-7.",
    },
)


def update_parameters_with_adagrad(parameters, grads, s, learning_rate, epsilon=1e-8):
    """One step of AdaGrad: every entry is divided by the root of the sum of the squares of its own gradients.

    parameters, grads and s are dictionaries of any number of layers; grads and s hold the keys "dW1", "db1", …, in any
    order and in the shapes of parameters. learning_rate and epsilon are numbers.
    For every parameter θ with gradient g, all operations by entry: s ← s + g², then θ ← θ − α·g/(√s + ε) with the new s.
    Where the gradient has always been zero, the parameter stays.
    Returns new dictionaries parameters, s, whose arrays share no memory with the inputs; the inputs stay as they are.
    Source: Duchi, Hazan and Singer (2011), the diagonal form of figure 1.
    """
    ### BEGIN SOLUTION
    new_parameters, new_s = {}, {}
    for key, theta in parameters.items():
        g = grads["d" + key]
        new_s["d" + key] = s["d" + key] + g**2
        new_parameters[key] = theta - learning_rate * g / (np.sqrt(new_s["d" + key]) + epsilon)
    return new_parameters, new_s
    ### END SOLUTION


def draw_adagrad(rng):
    """A sum in progress, with one unit that never had a gradient; and the first step."""
    drawn = []
    for first in (False, True):
        parameters, grads, _, s = draw_layers(rng)
        s = initialize_rmsprop(parameters) if first else s
        for name in ("dW1", "db1"):
            grads[name][0], s[name][0] = 0.0, 0.0
        drawn.append(case(parameters=parameters, grads=grads, s=s, learning_rate=float(rng.uniform(0.02, 0.4))))
    return drawn


exercise(
    update_parameters_with_adagrad, points=3, minutes=8, difficulty=2, bonus=True,
    cases=draw_adagrad(np.random.default_rng(75)), draw=draw_adagrad, draws=2,
    returns="parameters, s", parts="each", updates={"parameters": "parameters"}, own_memory=True,
    hints=(
        "Only one thing differs from RMSprop: how the state takes in the new square.",
        "AdaGrad keeps the whole sum of squares. Nothing fades and nothing is weighted.",
        "New s: the old one plus the squared gradient. New parameter: the old one minus learning_rate times the "
        "gradient over the sum of the root of the new s and epsilon.",
    ),
    mistakes={
        ("s[\"d\" + key] + g**2", "s[\"d\" + key] + (learning_rate * g)**2"):
            "The learning rate is part of the sum of squares, so it cancels in the step. The sum holds the gradients "
            "alone.",
        ("learning_rate * g /", "learning_rate /"):
            "The gradient is missing above the fraction line, so every step has one sign.",
        ("(np.sqrt(new_s[\"d\" + key]) + epsilon)", "np.sqrt(new_s[\"d\" + key])"):
            "A parameter whose gradient has always been zero became NaN: zero was divided by zero. Look for ε.",
        ("theta - learning_rate", "theta + learning_rate"):
            "The sum is right, and the step goes uphill.",
        ("s[\"d\" + key] + g**2", "0.9 * s[\"d\" + key] + 0.1 * g**2"):
            "The old squares fade, as in RMSprop. AdaGrad keeps the whole sum.",
        ("s[\"d\" + key] + g**2", "g**2"):
            "The new state holds this gradient's square only. The old sum is missing.",
        ("np.sqrt(new_s[\"d\" + key])", "new_s[\"d\" + key]"):
            "The sum is right, and the step is divided by it. The root is missing.",
        ("np.sqrt(new_s[\"d\" + key])", "np.sqrt(s[\"d\" + key])"):
            "The sum is right, and the step is divided by the root of the old one. The new sum already holds this "
            "gradient.",
        ('g = grads["d" + key]', 'g = grads["dW" + key[1:]]'):
            "The state " + WEIGHT_GRADIENT_FOR_BIASES,
    },
)


def update_parameters_with_nesterov(parameters, grads, v, beta, learning_rate):
    """One step of Nesterov's momentum, in the form that needs the gradient at θ only.

    parameters, grads and v are dictionaries of any number of layers; grads and v hold the keys "dW1", "db1", …, in any
    order and in the shapes of parameters. beta is in [0, 1), learning_rate is a number.
    For every parameter θ with gradient g taken at θ: v ← β·v + (1 − β)·g, then θ ← θ − α·(β·v + (1 − β)·g) with the new v.
    Returns new dictionaries parameters, v, whose arrays share no memory with the inputs; the inputs stay as they are.
    Source: Nesterov (1983); Bengio, Boulanger-Lewandowski and Pascanu (2013), as a moving average.
    """
    ### BEGIN SOLUTION
    new_parameters, new_v = {}, {}
    for key, theta in parameters.items():
        d, g = "d" + key, grads["d" + key]
        new_v[d] = beta * v[d] + (1 - beta) * g
        ahead = beta * new_v[d] + (1 - beta) * g
        new_parameters[key] = theta - learning_rate * ahead
    return new_parameters, new_v
    ### END SOLUTION


exercise(
    update_parameters_with_nesterov, points=3, minutes=12, difficulty=3, bonus=True,
    draw=draw_momentum, returns="parameters, v", parts="each", updates={"parameters": "parameters"}, own_memory=True,
    hints=(
        "The velocity is that of momentum. What differs is what the step follows.",
        "The step follows the velocity as it would be after one more average with the same gradient.",
        "First the new velocity, as in momentum. Then average once more: beta times the new velocity plus (1 − beta) "
        "times the gradient. The step is learning_rate times that, and the velocity that is returned is the first of "
        "the two.",
    ),
    mistakes={
        ("beta * new_v[d] + (1 - beta) * g", "beta * v[d] + (1 - beta) * g"):
            "The velocity is right, and the step is that of plain momentum. Nesterov's step averages once more, with "
            "the new velocity.",
        ("beta * new_v[d] + (1 - beta) * g", "beta * new_v[d] + g"):
            "The velocity is right, and in the step the gradient has its full weight. It is weighted by 1 − β there "
            "too.",
        (("new_v[d] = beta * v[d] + (1 - beta) * g", "new_v[d] = beta * v[d] + g"),
         ("beta * new_v[d] + (1 - beta) * g", "beta * new_v[d] + g")):
            "The gradient has its full weight everywhere, as in another convention. In this course it is weighted by "
            "1 − β.",
        ("beta * new_v[d] + (1 - beta) * g", "new_v[d] + (1 - beta) * g"):
            "The velocity is right, and in the step it lacks its factor β.",
        ("beta * new_v[d] + (1 - beta) * g", "beta * new_v[d]"):
            "The velocity is right, and the step lacks the gradient's own part.",
        ("learning_rate * ahead", "(beta * new_v[d] + learning_rate * (1 - beta) * g)"):
            "The velocity is right, and its part of the step is not multiplied by the learning rate.",
        ("theta - learning_rate * ahead", "theta + learning_rate * ahead"):
            "The velocity is right, and the step goes uphill.",
        (("ahead = beta * new_v[d] + (1 - beta) * g", "ahead = new_v[d] = beta * new_v[d] + (1 - beta) * g"),):
            "The step is right, and the velocity that came back is the one after the second average. Return the first.",
        ("new_v[d] = beta * v[d] + (1 - beta) * g", "new_v[d] = (1 - beta) * v[d] + beta * g"):
            "The two weights of the velocity have changed places. β weighs the old velocity.",
    },
)


def update_parameters_with_adamw(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay):
    """One step of Adam with decoupled weight decay.

    The arguments are those of `update_parameters_with_adam`, and weight_decay, a number λ ≥ 0.
    θ ← θ − α·(v̂/(√ŝ + ε) + λ·θ), with the old θ on the right, for every parameter, biases too. v, s, v̂ and ŝ are Adam's:
    the decay does not enter them.
    Returns new dictionaries parameters, v, s; v and s are the uncorrected averages. Their arrays share no memory with the
    inputs, and the inputs stay as they are.
    Source: Loshchilov and Hutter (2019), algorithm 2, with their schedule multiplier and rate in one number α.
    """
    ### BEGIN SOLUTION
    adam, new_v, new_s = update_parameters_with_adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
    decay = learning_rate * weight_decay
    new_parameters = {key: theta - decay * parameters[key] for key, theta in adam.items()}
    return new_parameters, new_v, new_s
    ### END SOLUTION


def draw_adamw(rng):
    """Adam's cases with a decay."""
    return [case(**drawn, weight_decay=float(rng.uniform(0.1, 0.6))) for drawn in adam_cases(rng)]


def decay_in_the_gradient(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay):
    """L2: the decay is added to the gradient and averaged with it."""
    grads = {"d" + key: grads["d" + key] + weight_decay * theta for key, theta in parameters.items()}
    return update_parameters_with_adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)


def decay_over_the_root(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon, weight_decay):
    """The decay is added to v̂ and divided by the root with it."""
    _, new_v, new_s = update_parameters_with_adam(parameters, grads, v, s, t, learning_rate, beta1, beta2, epsilon)
    new_parameters = {}
    for key, theta in parameters.items():
        v_hat, s_hat = new_v["d" + key] / (1 - beta1**t), new_s["d" + key] / (1 - beta2**t)
        new_parameters[key] = theta - learning_rate * (v_hat + weight_decay * theta) / (np.sqrt(s_hat) + epsilon)
    return new_parameters, new_v, new_s


exercise(
    update_parameters_with_adamw, points=3, minutes=10, difficulty=2, bonus=True, uses=("update_parameters_with_adam",),
    cases=draw_adamw(np.random.default_rng(76)), draw=draw_adamw, draws=2,
    returns="parameters, v, s", parts="each", updates={"parameters": "parameters"}, own_memory=True,
    hints=(
        "The averages are Adam's own. The decay is one more term of the step.",
        "Take Adam's step first. Then take away a small part of the parameter as it was before the step.",
        "Call your Adam function. From each new parameter subtract learning_rate times weight_decay times the old "
        "parameter. v and s are returned as Adam gave them.",
    ),
    mistakes={
        decay_in_the_gradient:
            "The decay has entered v and s: it was added to the gradient, as L2 regularization is. "
            "Decoupled decay leaves both averages alone.",
        decay_over_the_root:
            "The averages are right, and the decay is divided by √ŝ + ε together with v̂. It stands outside the "
            "fraction.",
        ("decay = learning_rate * weight_decay", "decay = weight_decay"):
            "The averages are right, and the decay is not multiplied by the learning rate.",
        ("theta - decay", "theta + decay"):
            "The averages are right, and the decay makes the parameters grow. It is subtracted.",
        ("theta - decay * parameters[key]", 'theta - decay * parameters[key] * (key[0] == "W")'):
            "The weights are right, and the biases are not decayed. In this exercise every parameter decays.",
        ("theta - decay * parameters[key]", "theta - decay * theta"):
            "The decay is taken from the parameters after Adam's step. It is taken from the old ones.",
        ("theta - decay * parameters[key]", "theta"):
            "The step is Adam's, and the parameters do not decay.",
    },
)
