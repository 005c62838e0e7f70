"""Advice beside a pass: said where it fits, and only there."""
import pytest

from course.checking.advice import ADVICE, advise, parsed
from course.checking.spec import Spec

FITS = {
    "global_seed": ("np.random.seed(3)", "rng = np.random.default_rng(3)"),
    "vectorize": ("for x in z: pass", "return np.exp(z)"),
    "folded_rate": ("lr = a * np.sqrt(1 - beta2**t) / (1 - beta1**t)", "d = np.sqrt(s / (1 - beta2**t))"),
    "recursion": ("def walk(n):\n    return walk(n.left)", "def walk(n):\n    return visit(n.left)"),
}


@pytest.mark.parametrize("name", ADVICE)
def test_advice_fits_what_it_is_about(name):
    fits, _ = ADVICE[name]
    yes, no = FITS[name]
    assert fits(parsed(yes)) and not fits(parsed(no))


def test_advice_of_the_exercise_only_and_one_at_a_time():
    spec = Spec("f", "n", 1, 1, 1, (), ("z",), ("result",), advice=("vectorize",))
    assert "loops in Python" in advise(spec, "def f(z):\n    return [x for x in z]")
    assert "global seed" in advise(spec, "def f(z):\n    np.random.seed(1)\n    return [x for x in z]")
    assert advise(spec, "def f(z):\n    return z") == "" == advise(spec, "def f(z:")
