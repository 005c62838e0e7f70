"""Moving averages: the exponentially weighted average, its start, and how far back it looks."""
import ipywidgets
import matplotlib.pyplot as plt
import numpy as np

from course import datasets, network, plots

from course.solutions.exercises import case, exercise


def moving_average(theta, beta):
    """The exponentially weighted moving average v_1, …, v_T of a series.

    theta is (T,), floats or integers, possibly empty: theta[0] is the value of day 1. beta is a number in [0, 1).
    Returns a new float64 array (T,) in the unit of theta: v_t = β·v_(t−1) + (1 − β)·θ_t, with v_0 = 0, which is not part
    of the answer. theta stays as it is.
    Source: Holt (1957), reprinted in International Journal of Forecasting 20 (2004), 5–10.
    """
    ### BEGIN SOLUTION
    averages = np.zeros(len(theta))
    v = 0.0
    for t, theta_t in enumerate(theta):
        v = beta * v + (1 - beta) * theta_t
        averages[t] = v
    return averages
    ### END SOLUTION


def draw_series(rng):
    """A series with a level far from zero; one of whole numbers; an empty one; one with beta = 0."""
    T, beta = int(rng.integers(6, 14)), float(rng.uniform(0.6, 0.97))
    return [
        case(theta=12 + 3 * rng.normal(size=T), beta=beta),
        case(theta=rng.integers(3, 40, size=T - 1), beta=float(rng.uniform(0.15, 0.4))),
        case(theta=np.zeros(0), beta=beta),
        case(theta=rng.normal(size=T - 2), beta=0.0),
    ]


def previous_value_mixed(theta, beta):
    """β·θ_(t−1) + (1 − β)·θ_t, with θ_0 = 0."""
    return beta * np.concatenate([np.zeros(1), theta])[:-1] + (1 - beta) * theta


def zero_kept(theta, beta):
    """v_0 = 0 stays in front."""
    return np.concatenate([np.zeros(1), moving_average(theta, beta)])


def start_at_first_value(theta, beta):
    """v_0 = θ_1."""
    return moving_average(theta, beta) + (theta[0] * beta ** np.arange(1, len(theta) + 1) if len(theta) else 0)


exercise(
    moving_average, points=4, minutes=10, difficulty=1,
    cases=draw_series(np.random.default_rng(65)),
    draw=draw_series, draws=3, returns="averages", own_memory=True,
    hints=(
        "Each day needs two numbers only: the average of the day before and the value of the day itself.",
        "Begin with an average of zero. In a loop over the values, mix the old average (weight beta) with the value "
        "of the day (weight 1 − beta), and store the result.",
        "Make an array of float zeros as long as theta before the loop. In the loop replace v by beta times v plus "
        "(1 − beta) times the value, and write v at the place of that value.",
    ),
    mistakes={
        ("beta * v + (1 - beta) * theta_t", "(1 - beta) * v + beta * theta_t"):
            "The two weights have changed places: the average follows the data almost without smoothing when β is "
            "near 1. In this course β weighs the past.",
        start_at_first_value:
            "The average starts at the first value. Here v₀ is 0, and the low start is repaired by the bias "
            "correction in section 4.",
        previous_value_mixed:
            "Each average mixes a value with the value before it. The equation mixes it with the average before it.",
        ("(1 - beta) * theta_t", "theta_t"):
            "Every average is 1/(1 − β) times too large. The new value enters with the weight 1 − β, so that the "
            "weights add up to 1.",
        zero_kept:
            "The answer has one entry too many: v₀ = 0 stands in front. It is the start of the recursion and not an "
            "average of a day.",
        ("return averages", "return v"):
            "One number came back. The answer is the series v₁, …, v_T, one average a day.",
        ("np.zeros(len(theta))", "np.zeros_like(theta)"):
            "For a series of whole numbers the averages are cut to whole numbers. The answer is an array of floats "
            "whatever theta is.",
        ("return averages", "return averages / (1 - beta ** np.arange(1, len(theta) + 1))"):
            "These are the averages with bias correction. This function gives v itself, which starts low; the "
            "correction comes in section 4.",
    },
)


def bias_corrected_moving_average(theta, beta):
    """The moving average with its start repaired: v_t / (1 − β^t), t = 1, …, T.

    theta is (T,), floats or integers, possibly empty; beta is a number in [0, 1).
    Returns a new float64 array (T,) in the unit of theta: each entry is a weighted mean of θ_1, …, θ_t whose weights add
    up to 1. theta stays as it is.
    Source: Kingma and Ba (2015), Adam, section 3.
    """
    ### BEGIN SOLUTION
    t = np.arange(1, len(theta) + 1)
    return moving_average(theta, beta) / (1 - beta**t)
    ### END SOLUTION


def correction_fed_back(theta, beta):
    """The corrected average takes the place of v in the recursion."""
    averages, v = np.zeros(len(theta)), 0.0
    for t, theta_t in enumerate(theta, start=1):
        v = (beta * v + (1 - beta) * theta_t) / (1 - beta**t)
        averages[t - 1] = v
    return averages


def two_cures(theta, beta):
    """A start at θ_1 and the correction."""
    return start_at_first_value(theta, beta) / (1 - beta ** np.arange(1, len(theta) + 1))


def counted_from_zero(theta, beta):
    """The first value is divided by 1 − β⁰ = 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return moving_average(theta, beta) / (1 - beta ** np.arange(len(theta)))


exercise(
    bias_corrected_moving_average, points=4, minutes=10, difficulty=2, uses=("moving_average",),
    cases=draw_series(np.random.default_rng(69)),
    draw=draw_series, draws=3, returns="averages", own_memory=True,
    hints=(
        "The weights of the first t values add up to 1 − β^t. A mean needs weights that add up to 1.",
        "Divide every average by the sum of its own weights: day 1 by 1 − β, day 2 by 1 − β², and so on.",
        "Compute the whole series with moving_average. Make an array of the day numbers 1 … T, raise beta to each of "
        "them, and divide the series by one minus that array.",
    ),
    mistakes={
        counted_from_zero:
            "The exponent starts at 0, so the first average is divided by zero. Day 1 has the exponent 1.",
        ("1 - beta**t", "1 - beta"):
            "Every average is divided by 1 − β. That is the sum of the weights on day 1; on day t the sum is 1 − β^t.",
        ("1 - beta**t", "1 - beta ** len(theta)"):
            "Every average is divided by the same number 1 − β^T. The sum of the weights grows from day to day.",
        ("/ (1 - beta**t)", "* (1 - beta**t)"):
            "The averages are multiplied by 1 − β^t, so the start is lower than before. A low start is repaired by a "
            "division.",
        two_cures:
            "The first average is 1/(1 − β) times the first value: the series starts at θ₁ and is corrected as well. "
            "One cure is enough.",
        ("1 - beta**t", "1 - beta * t"):
            "The divisor is 1 − β·t. In the correction t is an exponent of β.",
        ("moving_average(theta, beta) / (1 - beta**t)", "moving_average(theta, beta)"):
            "The averages are not corrected: on day 1 the answer is (1 − β)·θ₁. Divide by the sum of the weights.",
        correction_fed_back:
            "Day 1 is right and the later days are too high: the corrected average is fed back into the recursion. "
            "The recursion goes on with v itself.",
    },
)


def effective_window(beta):
    """The number of days that a moving average looks back, by the rule 1/(1 − β).

    beta is a number in [0, 1). Returns a number, in steps of the series: after that many steps the weight of a value has
    fallen to about 1/e of its first weight when β is near 1.
    Raises ValueError if beta is outside [0, 1).
    """
    ### BEGIN SOLUTION
    if not 0 <= beta < 1:
        raise ValueError(f"beta must lie in [0, 1), not {beta}.")
    return 1 / (1 - beta)
    ### END SOLUTION


exercise(
    effective_window, points=2, minutes=4, difficulty=1,
    cases=[case(beta=0.9), case(beta=0.98), case(beta=0.25), case(beta=0.0)],
    draw=lambda rng: case(beta=float(rng.uniform(0.3, 0.99))), returns="window",
    refuses=[case(beta=1.0), case(beta=-0.1), case(beta=1.5)],
    hints=(
        "With β = 0.9 the answer is 10, with β = 0.98 it is 50.",
        "The weight of a new value is 1 − β. The window is one divided by it.",
        "First refuse beta below 0 and beta of 1 or more with a ValueError. Then return one divided by one minus beta.",
    ),
    mistakes={
        ("1 / (1 - beta)", "1 / beta if beta else float('inf')"):
            "The answer is 1/β. The window grows when β comes near 1: look at the weight of a new value.",
        ("1 / (1 - beta)", "1 - beta"):
            "The answer is the weight of a new value. The window is its inverse.",
        ("1 / (1 - beta)", "(1 + beta) / (1 - beta)"):
            "The answer is (1 + β)/(1 − β), the “span” of some data libraries. This course uses the rule 1/(1 − β).",
        ("1 / (1 - beta)", "beta / (1 - beta)"):
            "The answer is β/(1 − β), the mean age of the values in the average. The rule here has a 1 above the line.",
    },
)
