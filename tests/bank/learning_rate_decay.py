"""Answers to the exercises of `learning_rate_decay`, as other people write them."""
import math
from fractions import Fraction

import numpy as np

from course.solutions.exercises import find


def said(name, start):
    """The named mistake of an exercise that begins with these words."""
    found = [sentence for sentence in find(name).mistakes.values() if sentence.startswith(start)]
    assert len(found) == 1, (name, start, len(found))
    return found[0]


def listed(name, *entries):
    """WRONG entries from (function, first words of its sentence or None, mark)."""
    return [(function, said(name, start) if start else None, mark) for function, start, mark in entries]


def inverse_time_power(learning_rate0, epoch, decay_rate):
    return learning_rate0 * math.pow(1.0 + decay_rate * epoch, -1)


def inverse_time_sum(learning_rate0, epoch, decay_rate):
    denominator = 1.0
    for _ in range(epoch):
        denominator += decay_rate
    return np.float64(learning_rate0) / denominator


def inverse_time_array(learning_rate0, epoch, decay_rate):
    return np.array(1 / (1 / learning_rate0 + decay_rate * epoch / learning_rate0))


def inverse_time_fraction(learning_rate0, epoch, decay_rate):
    return float(Fraction(learning_rate0) / (1 + Fraction(decay_rate) * epoch))


def exponential_loop(learning_rate0, epoch, base=0.95):
    for _ in range(epoch):
        learning_rate0 *= base
    return learning_rate0


def exponential_log(learning_rate0, epoch, base=0.95):
    return math.exp(math.log(learning_rate0) + epoch * math.log(base))


def exponential_prod(learning_rate0, epoch, base=0.95):
    return learning_rate0 * np.prod(np.full(epoch, base))


def exponential_recursive(learning_rate0, epoch, base=0.95):
    return learning_rate0 if epoch == 0 else base * exponential_recursive(learning_rate0, epoch - 1, base)


def refuse_early(epoch):
    if epoch <= 0:
        raise ValueError("epoch")


def inverse_sqrt_power(learning_rate0, epoch, k):
    refuse_early(epoch)
    return k * epoch ** -0.5 * learning_rate0


def inverse_sqrt_math(learning_rate0, epoch, k):
    refuse_early(epoch)
    return k / math.sqrt(epoch) * learning_rate0


def inverse_sqrt_inside(learning_rate0, epoch, k):
    refuse_early(epoch)
    return learning_rate0 * np.sqrt(k * k / epoch)


def inverse_sqrt_exp(learning_rate0, epoch, k):
    if epoch < 1:
        raise ValueError("epochs count from 1")
    return np.float64(learning_rate0 * k * np.exp(-np.log(epoch) / 2))


def staircase_floor(learning_rate0, epoch, factor, interval):
    return learning_rate0 * math.pow(factor, math.floor(epoch / interval))


def staircase_loop(learning_rate0, epoch, factor, interval):
    while epoch >= interval:
        learning_rate0, epoch = learning_rate0 * factor, epoch - interval
    return learning_rate0


def staircase_divmod(learning_rate0, epoch, factor, interval):
    drops, _ = divmod(epoch, interval)
    return np.float64(factor) ** drops * learning_rate0


def staircase_int(learning_rate0, epoch, factor, interval):
    return np.array(learning_rate0 * factor ** int(epoch / interval))


def cosine_branches(learning_rate0, epoch, warmup_epochs, total_epochs):
    if epoch >= total_epochs:
        return 0
    if epoch >= warmup_epochs:
        angle = math.pi * (epoch - warmup_epochs) / (total_epochs - warmup_epochs)
        return 0.5 * learning_rate0 + 0.5 * learning_rate0 * math.cos(angle)
    return learning_rate0 / warmup_epochs * (epoch + 1)


def cosine_half_angle(learning_rate0, epoch, warmup_epochs, total_epochs):
    if warmup_epochs and epoch < warmup_epochs:
        return (1 + epoch) * learning_rate0 / warmup_epochs
    t = np.clip((epoch - warmup_epochs) / (total_epochs - warmup_epochs), 0, 1)
    return learning_rate0 * np.cos(np.pi * t / 2) ** 2


def cosine_minimum(learning_rate0, epoch, warmup_epochs, total_epochs):
    rise = (epoch + 1) / warmup_epochs if warmup_epochs > 0 else 1
    past = min(max(epoch - warmup_epochs, 0), total_epochs - warmup_epochs)
    fall = (1 + math.cos(math.pi * past / (total_epochs - warmup_epochs))) / 2
    return learning_rate0 * min(rise, 1) * fall


def cosine_sine(learning_rate0, epoch, warmup_epochs, total_epochs):
    rates = [learning_rate0 * (e + 1) / warmup_epochs for e in range(warmup_epochs)]
    span = total_epochs - warmup_epochs
    rates += [learning_rate0 * math.sin(math.pi / 2 * (1 - e / span)) ** 2 for e in range(span)]
    return rates[epoch] if epoch < total_epochs else 0.0


def shaped(fall, rise=lambda epoch, warmup: (epoch + 1) / warmup, rising=lambda epoch, warmup: epoch < warmup,
           part=lambda epoch, warmup, total: min(1.0, (epoch - warmup) / (total - warmup))):
    """A cosine schedule with another rise, another progress, or another fall(progress)."""
    def schedule(learning_rate0, epoch, warmup_epochs, total_epochs):
        if rising(epoch, warmup_epochs):
            return learning_rate0 * rise(epoch, warmup_epochs)
        return learning_rate0 * fall(part(epoch, warmup_epochs, total_epochs))
    return schedule


def half(progress):
    return math.cos(math.pi * progress / 2) ** 2


def checked(function):
    """An inverse_sqrt_decay that refuses what must be refused."""
    def schedule(learning_rate0, epoch, k):
        refuse_early(epoch)
        return function(learning_rate0, epoch, k)
    return schedule


def decayed_again(learning_rate0, epoch, decay_rate):
    return learning_rate0 if epoch == 0 else decayed_again(learning_rate0, epoch - 1, decay_rate) / (1 + decay_rate * epoch)


RIGHT = {
    "inverse_time_decay": [inverse_time_power, inverse_time_sum, inverse_time_array, inverse_time_fraction],
    "exponential_decay": [exponential_loop, exponential_log, exponential_prod, exponential_recursive],
    "inverse_sqrt_decay": [inverse_sqrt_power, inverse_sqrt_math, inverse_sqrt_inside, inverse_sqrt_exp],
    "staircase_decay": [staircase_floor, staircase_loop, staircase_divmod, staircase_int],
    "cosine_decay_with_warmup": [cosine_branches, cosine_half_angle, cosine_minimum, cosine_sine],
}

WRONG = {
    "inverse_time_decay": listed(
        "inverse_time_decay",
        (lambda a, t, r: 1 + r * t * a, "The rate does not fall", "seen"),
        (lambda a, t, r: a + r * t, "The rate rises with the epoch: `decay_rate * epoch` is added", "seen"),
        (lambda a, t, r: a * (1 + r * t), "The rate rises with the epoch: it is multiplied", "seen"),
        (decayed_again, "From epoch 2 on", "seen"),
        (lambda a, t, r: a / (1 + r + r * t), "The rate has already fallen", "plausible"),
        (lambda a, t, r: a if t == 0 else a / (1 + r * (t - 1)), "The rate falls one epoch late", "plausible"),
        (lambda a, t, r: a * (1 + r) ** -t, "The factor is the same", "plausible"),
        (lambda a, t, r: (1 + r * t) ** -1, "The rate does not depend", "plausible"),
        (lambda a, t, r: a / (r * t) if t else a, "The 1 of the denominator", "plausible"),
        (lambda a, t, r: a * (1 - r * t) if r * t < 1 else 0.0, "The rate falls along", "plausible"),
        (lambda a, t, r: a / (1 + r * 100 * t), None, "seen: batches counted for epochs"),
    ),
    "exponential_decay": listed(
        "exponential_decay",
        (lambda a, t, base=0.95: a / math.exp(base * t), "At epoch 1 the share", "seen"),
        (lambda a, t, base=0.95: a * math.exp((base - 1) * t), "The rates are close", "plausible"),
        (lambda a, t, base=0.95: a * t * base, "The rate is 0 at epoch 0", "plausible"),
        (lambda a, t, base=0.95: a * math.pow(1 - base, t), "After one epoch the share 1", "plausible"),
        (lambda a, t, base=0.95: a * base if t > 0 else a, "The rate falls once", "seen"),
        (lambda a, t, base=0.95: a * base * base**t, "The rate has already fallen", "plausible"),
        (lambda a, t, base=0.95: a * base**(t - 1) if t else a, "The rate falls one epoch late", "plausible"),
        (lambda a, t, base=0.95: math.pow(base, t), "The rate does not depend", "plausible"),
        (lambda a, t, base=0.95: math.pow(a * base, t), "`learning_rate0` is raised", "plausible"),
        (lambda a, t, base=0.95: a / base**t, "The rate rises", "plausible"),
    ),
    "inverse_sqrt_decay": listed(
        "inverse_sqrt_decay",
        (checked(lambda a, t, k: a * (k / t) ** 0.5), "k is under the root", "plausible"),
        (checked(lambda a, t, k: a / t**0.5), "The rate does not depend on k", "plausible"),
        (checked(lambda a, t, k: k / t**0.5), "The rate does not depend on `learning_rate0`", "plausible"),
        (checked(lambda a, t, k: a * k / t), "At epoch 4", "plausible"),
        (checked(lambda a, t, k: a * k * t**0.5), "The rate rises", "plausible"),
        (checked(lambda a, t, k: a * k / math.sqrt(1 + t)), "The rates are those", "plausible"),
        (checked(lambda a, t, k: a * (1 + k * t) ** -0.5), "k multiplies the epoch", "plausible"),
        (checked(lambda a, t, k: a / math.sqrt(t) / k), "k divides", "plausible"),
        (lambda a, t, k: a * k / np.sqrt(max(t, 1)), None, "plausible: epoch 0 is not refused"),
    ),
    "staircase_decay": listed(
        "staircase_decay",
        (lambda a, t, f, n: a * math.pow(f, t / n), "The rate falls a little", "seen"),
        (lambda a, t, f, n: a * f * math.floor(t / n), "The rate is 0", "plausible"),
        (lambda a, t, f, n: a * f ** math.floor((t + 1) / n), "Every drop comes one epoch early", "seen"),
        (lambda a, t, f, n: a if t == 0 else a * f ** math.floor((t - 1) / n), "Every drop comes one epoch late", "seen"),
        (lambda a, t, f, n: a * f ** math.floor((t - 1) / n), "Before epoch 1", "seen"),
        (lambda a, t, f, n: a * f ** (t - n + 1) if t >= n else a, "From epoch = interval", "plausible"),
        (lambda a, t, f, n: a if t < n else a * f, "The rate drops once", "plausible"),
        (lambda a, t, f, n: a * f ** int(np.rint(t / n)), "Drops come in the middle", "plausible"),
        (lambda a, t, f, n: a * f * f ** (t // n), "The rate is one drop", "plausible"),
        (lambda a, t, f, n: a * (1 - f) ** math.floor(t / n), "A drop keeps", "plausible"),
        (lambda a, t, f, n: f ** math.floor(t / n), "The rate does not depend", "plausible"),
    ),
    "cosine_decay_with_warmup": listed(
        "cosine_decay_with_warmup",
        (shaped(half, rise=lambda t, w: t / w), "The first rate", "seen"),
        (shaped(half, rise=lambda t, w: (t + 1) / (w + 1)), "The warm-up ends below", "plausible"),
        (shaped(half, part=lambda t, w, n: min(1.0, t / n)), "The cosine has begun", "plausible"),
        (shaped(half, part=lambda t, w, n: min(1.0, (t - w) / n)), "The rate is still above", "plausible"),
        (shaped(half, part=lambda t, w, n: min(1.0, (t - w) / (n - w - 1))), "The rate reaches 0 one", "seen"),
        (shaped(half, part=lambda t, w, n: (t - w) / (n - w)), "After the last epoch", "seen"),
        (shaped(lambda p: 0.5 + 0.5 * math.cos(p)), "The rate never comes", "plausible"),
        (shaped(lambda p: math.cos(math.pi * p)), "The rate becomes negative", "plausible"),
        (shaped(lambda p: 2 * half(p)), "The rate after the warm-up is twice", "plausible"),
        (shaped(lambda p: math.cos(math.pi / 2 * p)), "The rate follows a quarter", "plausible"),
        (shaped(lambda p: 1 - p), "After the warm-up the rate falls along", "plausible"),
        (shaped(half, rising=lambda t, w: False), "There is no warm-up", "plausible"),
        (shaped(half, rising=lambda t, w: t <= w), None, "seen: a warm-up of 0 epochs divides by zero"),
    ),
}
