"""Learning rate decay: five schedules, each one equation, as functions of the epoch."""
import matplotlib.pyplot as plt
import numpy as np

from course import datasets, network, plots
from course.solutions.exercises import case, exercise


def inverse_time_decay(learning_rate0, epoch, decay_rate):
    """Learning rate that falls like one over the number of epochs.

    learning_rate0: the rate alpha_0 at epoch 0, > 0. epoch: a whole number >= 0, counted from 0.
    decay_rate: how fast the rate falls, in 1/epochs; 1/decay_rate epochs halve it.
    Returns one number: alpha_0 divided by the whole of 1 plus decay_rate times epoch.
    Source: Robbins and Monro (1951); Darken, Chang and Moody (1992).
    """
    ### BEGIN SOLUTION
    return learning_rate0 / (1 + decay_rate * epoch)
    ### END SOLUTION


def exponential_decay(learning_rate0, epoch, base=0.95):
    """Learning rate that keeps the share `base` of its value at every epoch.

    learning_rate0: the rate alpha_0 at epoch 0, > 0. epoch: a whole number >= 0, counted from 0.
    base: between 0 and 1 to decay; a base above 1 makes the rate grow, which the range test of section 5 uses.
    Returns alpha_0 times base to the power of epoch, one number.
    """
    ### BEGIN SOLUTION
    return learning_rate0 * base ** epoch
    ### END SOLUTION


def inverse_sqrt_decay(learning_rate0, epoch, k):
    """Learning rate that falls like one over the square root of the epoch.

    learning_rate0: the rate alpha_0, > 0. epoch: a whole number >= 1, counted from 1. k: a positive factor.
    Returns alpha_0 * k / sqrt(epoch), one number.
    Raises ValueError if epoch < 1, where the formula has no value.
    """
    ### BEGIN SOLUTION
    if epoch < 1:
        raise ValueError(f"epoch counts from 1 here, got {epoch}")
    return learning_rate0 * k / np.sqrt(epoch)
    ### END SOLUTION


def staircase_decay(learning_rate0, epoch, factor, interval):
    """Learning rate that drops in steps.

    learning_rate0: the rate alpha_0 of the first step, > 0. epoch: a whole number >= 0, counted from 0.
    factor: what a drop multiplies the rate by, say 0.5. interval: length of a step in epochs, a whole number >= 1.
    Returns alpha_0 times factor to the power of (epoch / interval, rounded down): the first drop is AT epoch = interval.
    """
    ### BEGIN SOLUTION
    return learning_rate0 * factor ** (epoch // interval)
    ### END SOLUTION


def cosine_decay_with_warmup(learning_rate0, epoch, warmup_epochs, total_epochs):
    """Learning rate that rises in equal steps and then falls along half a cosine.

    learning_rate0: the peak alpha_0, > 0. epoch: a whole number >= 0, counted from 0.
    warmup_epochs: length of the rise, 0 <= warmup_epochs < total_epochs. total_epochs: where the rate reaches 0.
    Returns, for epoch < warmup_epochs, alpha_0 times (epoch + 1) over warmup_epochs: no rate is 0;
    then half a cosine from alpha_0 at epoch = warmup_epochs to 0 at epoch = total_epochs; 0 after that.
    Source: Loshchilov and Hutter (2017), eq. 5, one period; warm-up as in Goyal et al. (2017), section 2.2.
    """
    ### BEGIN SOLUTION
    if epoch < warmup_epochs:
        return learning_rate0 * (epoch + 1) / warmup_epochs
    progress = min((epoch - warmup_epochs) / (total_epochs - warmup_epochs), 1.0)
    return learning_rate0 * (1 + np.cos(np.pi * progress)) / 2
    ### END SOLUTION


def draw_rate(rng):
    return round(rng.uniform(0.1, 0.9), 3)


def draw_inverse_time(rng):
    learning_rate0, decay_rate = draw_rate(rng), round(rng.uniform(0.3, 1.7), 2)
    return [case(learning_rate0=learning_rate0, epoch=int(epoch), decay_rate=decay_rate)
            for epoch in (0, 1, 2, rng.integers(3, 9), rng.integers(20, 60))]


def draw_exponential(rng):
    learning_rate0, base = draw_rate(rng), round(rng.uniform(0.75, 0.93), 3)
    return [case(learning_rate0=learning_rate0, epoch=int(epoch), base=base)
            for epoch in (0, 1, 2, rng.integers(3, 9), rng.integers(10, 20))]


def draw_inverse_sqrt(rng):
    learning_rate0, k = draw_rate(rng), round(rng.uniform(1.3, 3), 2)
    return [case(learning_rate0=learning_rate0, epoch=int(epoch), k=k) for epoch in (1, 2, 4, rng.integers(5, 60))]


def draw_staircase(rng):
    learning_rate0, factor, interval = draw_rate(rng), round(rng.uniform(0.3, 0.7), 2), int(rng.integers(4, 9))
    edges = (0, interval - 2, interval - 1, interval, interval + 1, 2 * interval, 3 * interval - 1, 4 * interval + 2)
    return [case(learning_rate0=learning_rate0, epoch=epoch, factor=factor, interval=interval) for epoch in edges]


def draw_cosine(rng):
    learning_rate0, warmup = draw_rate(rng), int(rng.integers(3, 6))
    total = warmup + int(rng.integers(9, 15))
    epochs = (0, 1, warmup - 1, warmup, warmup + 2, warmup + 5, total - 1, total, total + 3)
    return [*(case(learning_rate0=learning_rate0, epoch=epoch, warmup_epochs=warmup, total_epochs=total) for epoch in epochs),
            case(learning_rate0=learning_rate0, epoch=0, warmup_epochs=0, total_epochs=total),
            case(learning_rate0=learning_rate0, epoch=2, warmup_epochs=0, total_epochs=total)]


def _applied_again(learning_rate0, epoch, decay_rate):
    rate = learning_rate0
    for k in range(1, epoch + 1):
        rate = rate / (1 + decay_rate * k)
    return rate


exercise(
    inverse_time_decay, points=3, minutes=5, difficulty=1, draw=draw_inverse_time, draws=2, returns="learning_rate",
    hints=(
        "At epoch 0 the rate is learning_rate0. After how many epochs should it be half of that?",
        "The denominator starts at 1 and grows by decay_rate at every epoch.",
        "Divide learning_rate0 by the whole sum of one and decay_rate times epoch; the sum needs brackets.",
    ),
    mistakes={
        ("learning_rate0 / (1 + decay_rate * epoch)", "1 / 1 + decay_rate * epoch * learning_rate0"):
            "The rate does not fall, it rises with the epoch, and it starts at 1. "
            "Look at how far the fraction bar of the equation reaches.",
        ("learning_rate0 / (1 + decay_rate * epoch)", "learning_rate0 / 1 + decay_rate * epoch"):
            "The rate rises with the epoch: `decay_rate * epoch` is added to the rate. "
            "Look at how far the fraction bar of the equation reaches.",
        ("learning_rate0 / (1 + decay_rate * epoch)", "(1 / 1 + decay_rate * epoch) * learning_rate0"):
            "The rate rises with the epoch: it is multiplied by 1 + decay_rate · epoch. "
            "Look at how far the fraction bar of the equation reaches.",
        _applied_again:
            "From epoch 2 on the rate is far too small: every epoch's factor is applied to the rate of the epoch before. "
            "The equation starts from `learning_rate0` each time.",
        ("epoch)", "(epoch + 1))"):
            "The rate has already fallen at epoch 0. Epochs count from 0 here.",
        ("epoch)", "max(epoch - 1, 0))"):
            "The rate falls one epoch late: epoch 1 still has the rate of epoch 0.",
        ("(1 + decay_rate * epoch)", "(1 + decay_rate) ** epoch"):
            "The factor is the same at every epoch, which is an exponential decay. "
            "Here the denominator grows by the same amount at every epoch.",
        ("learning_rate0 /", "1 /"):
            "The rate does not depend on `learning_rate0`.",
        ("(1 + decay_rate * epoch)", "(decay_rate * epoch + (epoch == 0))"):
            "The 1 of the denominator is missing: the rates are those of 1/(decay_rate · epoch).",
        ("learning_rate0 / (1 + decay_rate * epoch)", "learning_rate0 * max(1 - decay_rate * epoch, 0)"):
            "The rate falls along a straight line and reaches 0. The equation divides, so the rate never reaches 0.",
    },
)
exercise(
    exponential_decay, points=2, minutes=4, difficulty=1, draw=draw_exponential, draws=2, returns="learning_rate",
    cases=[*draw_exponential(np.random.default_rng(1)), case(learning_rate0=0.4, epoch=7),
           case(learning_rate0=0.001, epoch=12, base=1.3)],
    hints=(
        "With base 0.95, which share of the first rate is left after one epoch, and after two?",
        "Every epoch multiplies by base once more. Which operation repeats a multiplication?",
        "Multiply learning_rate0 by base raised to the power epoch.",
    ),
    mistakes={
        ("base ** epoch", "np.exp(-base * epoch)"):
            "At epoch 1 the share e^(−base) is left. The number that is raised to a power is `base`, not e.",
        ("base ** epoch", "np.exp(-(1 - base) * epoch)"):
            "The rates are close and too large: they follow e^(−(1−base)·epoch). "
            "After one epoch exactly the share `base` should be left.",
        ("base ** epoch", "base * epoch"):
            "The rate is 0 at epoch 0 and then rises: `base` is multiplied by the epoch instead of raised to it.",
        ("base ** epoch", "(1 - base) ** epoch"):
            "After one epoch the share 1 − base is left. `base` is the share that stays.",
        ("base ** epoch", "(base if epoch else 1)"):
            "The rate falls once and then stays. Every epoch multiplies it again.",
        ("** epoch", "** (epoch + 1)"):
            "The rate has already fallen at epoch 0. Epochs count from 0 here.",
        ("** epoch", "** max(epoch - 1, 0)"):
            "The rate falls one epoch late: epoch 1 still has the rate of epoch 0.",
        ("learning_rate0 * base", "base"):
            "The rate does not depend on `learning_rate0`.",
        ("learning_rate0 * base ** epoch", "(learning_rate0 * base) ** epoch"):
            "`learning_rate0` is raised to the power as well. Only `base` should be.",
        ("base ** epoch", "base ** -epoch"):
            "The rate rises where it should fall: look at the sign of the exponent.",
    },
)
exercise(
    inverse_sqrt_decay, points=2, minutes=4, difficulty=1, draw=draw_inverse_sqrt, draws=2, returns="learning_rate",
    refuses={"epoch = 0": case(learning_rate0=0.3, epoch=0, k=1.5), "epoch = −4": case(learning_rate0=0.3, epoch=-4, k=1.5)},
    hints=(
        "At epoch 4 the rate is half of that at epoch 1, and at epoch 9 a third. What is divided by what?",
        "k stands in the numerator, outside the root.",
        "Refuse epochs below 1; then learning_rate0 times k, divided by the square root of epoch.",
    ),
    mistakes={
        ("learning_rate0 * k / np.sqrt(epoch)", "learning_rate0 * np.sqrt(k / epoch)"):
            "k is under the root together with the epoch. It stands outside.",
        ("learning_rate0 * k /", "learning_rate0 /"):
            "The rate does not depend on k.",
        ("learning_rate0 * k /", "k /"):
            "The rate does not depend on `learning_rate0`.",
        ("np.sqrt(epoch)", "epoch"):
            "At epoch 4 a quarter of the first rate is left, where it should be a half: the root is missing.",
        ("k / np.sqrt(epoch)", "k * np.sqrt(epoch)"):
            "The rate rises with the epoch: the root belongs in the denominator.",
        ("np.sqrt(epoch)", "np.sqrt(epoch + 1)"):
            "The rates are those of one epoch later. The first epoch is 1 here, and the root of 1 changes nothing.",
        ("learning_rate0 * k / np.sqrt(epoch)", "learning_rate0 / np.sqrt(1 + k * epoch)"):
            "k multiplies the epoch under the root. In the equation it multiplies the whole fraction.",
        ("learning_rate0 * k / np.sqrt(epoch)", "learning_rate0 / (k * np.sqrt(epoch))"):
            "k divides the rate. It should multiply it.",
    },
)
exercise(
    staircase_decay, points=3, minutes=6, difficulty=1, draw=draw_staircase, draws=2, returns="learning_rate",
    hints=(
        "How many drops lie behind you at epoch 0, at the epoch before the first interval ends, and at the interval itself?",
        "The number of drops is epoch divided by interval, rounded down. Python has an operator for whole division.",
        "Raise factor to that whole number and multiply learning_rate0 by it.",
    ),
    mistakes={
        ("epoch // interval", "epoch / interval"):
            "The rate falls a little at every epoch and is right at multiples of the interval only: "
            "the number of drops has to be a whole number.",
        ("factor ** (", "factor * ("):
            "The rate is 0 during the whole first interval: the number of drops multiplies, and it should be an exponent.",
        ("(epoch // interval)", "((epoch + 1) // interval)"):
            "Every drop comes one epoch early. The first one is at epoch = interval.",
        ("(epoch // interval)", "max((epoch - 1) // interval, 0)"):
            "Every drop comes one epoch late. The first one is at epoch = interval.",
        ("(epoch // interval)", "((epoch - 1) // interval)"):
            "Before epoch 1 the rate is larger than `learning_rate0`, and every drop comes one epoch late: "
            "−1 divided by the interval rounds down to −1.",
        ("(epoch // interval)", "max(epoch - interval + 1, 0)"):
            "From epoch = interval on the rate drops at every epoch. It drops once for each whole interval.",
        ("(epoch // interval)", "int(epoch >= interval)"):
            "The rate drops once and then stays. Another drop follows after every further interval.",
        ("(epoch // interval)", "round(epoch / interval)"):
            "Drops come in the middle of the intervals: the number of drops is rounded to the nearest number. "
            "It should be rounded down.",
        ("(epoch // interval)", "(epoch // interval + 1)"):
            "The rate is one drop too low from the start on.",
        ("factor ** (epoch // interval)", "(1 - factor) ** (epoch // interval)"):
            "A drop keeps the share 1 − factor. `factor` is what the rate is multiplied by.",
        ("learning_rate0 * factor", "factor"):
            "The rate does not depend on `learning_rate0`.",
    },
)
exercise(
    cosine_decay_with_warmup, points=4, minutes=12, difficulty=2, bonus=True, draw=draw_cosine, draws=2,
    returns="learning_rate", absolute=1e-7,
    hints=(
        "There are three stretches: the rise, the half cosine and the zero after the end. Which epochs belong to which?",
        "A cosine goes from 1 to −1 while its angle goes from 0 to π. How must it be shifted and scaled to go from 1 to 0?",
        "After the warm-up, progress is the share of the remaining epochs that has passed, never more than 1. "
        "The rate is learning_rate0 times half of one plus the cosine of π times progress.",
    ),
    mistakes={
        ("(epoch + 1) / warmup_epochs", "epoch / warmup_epochs"):
            "The first rate of the warm-up is 0, so the first epoch would change nothing. Look at the numerator of the rise.",
        ("(epoch + 1) / warmup_epochs", "(epoch + 1) / (warmup_epochs + 1)"):
            "The warm-up ends below the peak: its last epoch should have the full rate.",
        ("(epoch - warmup_epochs) / (total_epochs - warmup_epochs)", "epoch / total_epochs"):
            "The cosine has begun before the warm-up ends: at epoch = warmup_epochs the rate is below the peak.",
        ("(total_epochs - warmup_epochs)", "total_epochs"):
            "The rate is still above 0 at the end: the cosine is stretched over all epochs, "
            "and the warm-up is not taken off.",
        ("(total_epochs - warmup_epochs)", "(total_epochs - warmup_epochs - 1)"):
            "The rate reaches 0 one epoch early. It should be 0 at epoch = total_epochs.",
        ("min((epoch - warmup_epochs) / (total_epochs - warmup_epochs), 1.0)",
         "(epoch - warmup_epochs) / (total_epochs - warmup_epochs)"):
            "After the last epoch the rate rises again: the cosine goes on. It should stay 0.",
        ("np.pi * progress", "progress"):
            "The rate never comes near 0: the cosine's angle ends at 1 instead of π.",
        ("(1 + np.cos(np.pi * progress)) / 2", "np.cos(np.pi * progress)"):
            "The rate becomes negative in the second half. A cosine goes down to −1 and has to be shifted and halved.",
        ("(1 + np.cos(np.pi * progress)) / 2", "(1 + np.cos(np.pi * progress))"):
            "The rate after the warm-up is twice as large as it should be: a factor ½ is missing.",
        ("(1 + np.cos(np.pi * progress)) / 2", "np.cos(np.pi * progress / 2)"):
            "The rate follows a quarter of a cosine: it starts at the peak and reaches 0, and is too large in between. "
            "The equation has half a cosine.",
        ("(1 + np.cos(np.pi * progress)) / 2", "(1 - progress)"):
            "After the warm-up the rate falls along a straight line. It should follow half a cosine.",
        ("if epoch < warmup_epochs:", "if False:"):
            "There is no warm-up: the first epochs have the full rate, or more.",
    },
)
