"""Right and wrong answers to the moving-average exercises, written independently of the references."""
import numpy as np
from scipy.signal import lfilter


def filtered(theta, beta):
    return lfilter([1 - beta], [1, -beta], theta) if len(theta) else np.zeros(0)


def triangular_weights(theta, beta):
    T = len(theta)
    age = np.arange(T)[:, None] - np.arange(T)
    return np.where(age >= 0, (1 - beta) * beta ** np.maximum(age, 0.0), 0) @ theta


def growing_list(theta, beta):
    v = [0.0]
    for x in theta:
        v.append(v[-1] + (1 - beta) * (x - v[-1]))
    return np.array(v[1:], dtype=float)


def indexed(theta, beta):
    v = np.empty(theta.shape[0], dtype=np.float64)
    for t in range(theta.shape[0]):
        v[t] = (1 - beta) * theta[t] + (beta * v[t - 1] if t > 0 else 0)
    return v


def weights_swapped(theta, beta):
    v = [0.0]
    for x in theta:
        v.append(v[-1] * (1 - beta) + x * beta)
    return np.array(v[1:])


def started_at_the_first(theta, beta):
    if len(theta) == 0:
        return np.zeros(0)
    v = [theta[0]]
    for x in theta[1:]:
        v.append(beta * v[-1] + (1 - beta) * x)
    return np.array(v, dtype=float)


def previous_raw_value(theta, beta):
    out, before = np.zeros(len(theta)), 0
    for t, x in enumerate(theta):
        out[t] = before * beta + x * (1 - beta)
        before = x
    return out


def weight_dropped(theta, beta):
    return filtered(theta, beta) / (1 - beta)


def start_kept(theta, beta):
    v = [0.0]
    for x in theta:
        v.append(beta * v[-1] + (1 - beta) * x)
    return np.array(v)


def last_only(theta, beta):
    v = 0.0
    for k in range(len(theta)):
        v = v * beta + theta[k] * (1 - beta)
    return v


def integer_array(theta, beta):
    v = np.empty_like(theta)
    now = 0
    for t in range(len(theta)):
        now = now * beta + theta[t] * (1 - beta)
        v[t] = now
    return v


def integers_fed_back(theta, beta):
    v = np.zeros_like(theta)
    for t in range(len(theta)):
        v[t] = beta * (v[t - 1] if t else 0) + (1 - beta) * theta[t]
    return v


def already_corrected(theta, beta):
    return weighted_mean(theta, beta)


def in_place(theta, beta):
    for t in range(len(theta)):
        theta[t] = (1 - beta) * theta[t] + (beta * theta[t - 1] if t else 0)
    return theta * 1.0


def weighted_mean(theta, beta):
    out = np.zeros(len(theta))
    for t in range(1, len(theta) + 1):
        w = beta ** np.arange(t - 1, -1, -1.0)
        out[t - 1] = np.dot(w, theta[:t]) / w.sum()
    return out


def recursion_of_both_sums(theta, beta):
    total = weight = 0.0
    out = []
    for x in theta:
        total, weight = beta * total + (1 - beta) * x, beta * weight + (1 - beta)
        out.append(total / weight)
    return np.array(out, dtype=float)


def geometric_sum(theta, beta):
    t = np.arange(1, len(theta) + 1)
    return filtered(theta, beta) / np.array([(1 - beta) * sum(beta**k for k in range(n)) for n in t]) if len(theta) else np.zeros(0)


def average_weights(theta, beta):
    return np.array([np.average(theta[: t + 1], weights=beta ** np.arange(t, -1, -1.0)) for t in range(len(theta))], dtype=float)


def exponent_from_zero(theta, beta):
    v, out = 0.0, []
    for t in range(len(theta)):
        v = beta * v + (1 - beta) * theta[t]
        out.append(np.divide(v, 1 - beta**t))
    return np.array(out, dtype=float)


def power_missing(theta, beta):
    return filtered(theta, beta) / (1 - beta)


def final_power(theta, beta):
    T = len(theta)
    return filtered(theta, beta) / (1 - beta**T) if T else np.zeros(0)


def multiplied(theta, beta):
    return np.array([v * (1 - beta ** (k + 1)) for k, v in enumerate(filtered(theta, beta))])


def started_and_corrected(theta, beta):
    v = started_at_the_first(theta, beta)
    for t in range(len(v)):
        v[t] /= 1 - beta ** (t + 1)
    return v


def times_t(theta, beta):
    return np.array([v / (1 - beta * (k + 1)) for k, v in enumerate(filtered(theta, beta))])


def uncorrected(theta, beta):
    return np.asarray(growing_list(theta, beta))


def fed_back(theta, beta):
    out = [0.0]
    for t in range(1, len(theta) + 1):
        out.append((beta * out[-1] + (1 - beta) * theta[t - 1]) / (1 - np.power(beta, t)))
    return np.array(out[1:], dtype=float)


def window_power(beta):
    if beta < 0 or beta >= 1:
        raise ValueError("beta")
    return (1 - beta) ** -1


def window_sum(beta):
    if not (0 <= beta < 1):
        raise ValueError("beta")
    return 1 + beta / (1 - beta)


def window_numpy(beta):
    if beta < 0.0 or beta > 1.0 or beta == 1.0:
        raise ValueError("beta")
    return np.reciprocal(1.0 - beta)


def window_weight(beta):
    weight = 1.0 - beta
    if weight <= 0 or weight > 1:
        raise ValueError("beta")
    return np.float64(1.0) / weight


def _in_range(beta):
    if beta < 0 or beta >= 1:
        raise ValueError("beta")


def window_of_beta(beta):
    _in_range(beta)
    return np.inf if beta == 0 else beta**-1


def window_inverted(beta):
    _in_range(beta)
    return -(beta - 1)


def window_span(beta):
    _in_range(beta)
    return 2 / (1 - beta) - 1


def window_mean_age(beta):
    _in_range(beta)
    return 1 / (1 - beta) - 1


def window_of_anything(beta):
    return 1 / (1 - beta) if beta != 1 else float("inf")


RIGHT = {
    "moving_average": [filtered, triangular_weights, growing_list, indexed],
    "bias_corrected_moving_average": [weighted_mean, recursion_of_both_sums, geometric_sum, average_weights],
    "effective_window": [window_power, window_sum, window_numpy, window_weight],
}

WRONG = {
    "moving_average": [
        (weights_swapped,
         "The two weights have changed places: the average follows the data almost without smoothing when β is near 1. "
         "In this course β weighs the past.", "seen"),
        (started_at_the_first,
         "The average starts at the first value. Here v₀ is 0, and the low start is repaired by the bias correction in section 4.",
         "seen"),
        (previous_raw_value,
         "Each average mixes a value with the value before it. The equation mixes it with the average before it.", "seen"),
        (weight_dropped,
         "Every average is 1/(1 − β) times too large. The new value enters with the weight 1 − β, so that the weights add up to 1.",
         "seen"),
        (start_kept,
         "The answer has one entry too many: v₀ = 0 stands in front. It is the start of the recursion and not an average of a day.",
         "plausible"),
        (last_only, "One number came back. The answer is the series v₁, …, v_T, one average a day.", "plausible"),
        (integer_array,
         "For a series of whole numbers the averages are cut to whole numbers. The answer is an array of floats whatever theta is.",
         "plausible"),
        (integers_fed_back,
         "For a series of whole numbers the averages are cut to whole numbers. The answer is an array of floats whatever theta is.",
         "plausible: the cut averages enter the recursion as well"),
        (already_corrected,
         "These are the averages with bias correction. This function gives v itself, which starts low; the correction comes in section 4.",
         "plausible"),
        (in_place,
         "For a series of whole numbers the averages are cut to whole numbers. The answer is an array of floats whatever theta is.",
         "plausible: the input changes, and keeps its type"),
    ],
    "bias_corrected_moving_average": [
        (exponent_from_zero,
         "The exponent starts at 0, so the first average is divided by zero. Day 1 has the exponent 1.", "seen"),
        (power_missing,
         "Every average is divided by 1 − β. That is the sum of the weights on day 1; on day t the sum is 1 − β^t.", "seen"),
        (final_power,
         "Every average is divided by the same number 1 − β^T. The sum of the weights grows from day to day.", "plausible"),
        (multiplied,
         "The averages are multiplied by 1 − β^t, so the start is lower than before. A low start is repaired by a division.",
         "plausible"),
        (started_and_corrected,
         "The first average is 1/(1 − β) times the first value: the series starts at θ₁ and is corrected as well. One cure is enough.",
         "plausible"),
        (times_t, "The divisor is 1 − β·t. In the correction t is an exponent of β.", "plausible"),
        (uncorrected,
         "The averages are not corrected: on day 1 the answer is (1 − β)·θ₁. Divide by the sum of the weights.", "plausible"),
        (fed_back,
         "Day 1 is right and the later days are too high: the corrected average is fed back into the recursion. "
         "The recursion goes on with v itself.", "plausible"),
    ],
    "effective_window": [
        (window_of_beta,
         "The answer is 1/β. The window grows when β comes near 1: look at the weight of a new value.", "plausible"),
        (window_inverted, "The answer is the weight of a new value. The window is its inverse.", "plausible"),
        (window_span,
         "The answer is (1 + β)/(1 − β), the “span” of some data libraries. This course uses the rule 1/(1 − β).", "plausible"),
        (window_mean_age,
         "The answer is β/(1 − β), the mean age of the values in the average. The rule here has a 1 above the line.", "plausible"),
        (window_of_anything, None, "plausible: refuses nothing"),
    ],
}
