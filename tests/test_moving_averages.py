"""The numbers that the notebook on moving averages quotes, and laws of the averages."""
import numpy as np
import pytest

from course.solutions.moving_averages import bias_corrected_moving_average, effective_window, moving_average


def test_numbers_of_the_prose():
    assert 0.9**10 == pytest.approx(0.3487, abs=5e-5)
    assert 0.98**50 == pytest.approx(0.3642, abs=5e-5)
    assert np.exp(-1) == pytest.approx(0.3679, abs=5e-5)
    assert effective_window(0.98) == pytest.approx(50)
    assert (1 - 0.9) / (1 + 0.9) == pytest.approx(1 / 19)
    assert np.diff([0.02 * 0.98 / 0.0396, 0.02 / 0.0396]) == pytest.approx(0.0101, abs=1e-4)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.999])
def test_laws(beta):
    theta = np.random.default_rng(0).normal(10, 3, size=50)
    assert bias_corrected_moving_average(np.full(50, 10.0), beta) == pytest.approx(np.full(50, 10.0))
    assert bias_corrected_moving_average(theta, beta)[0] == pytest.approx(theta[0])
    assert moving_average(theta + 5, beta) == pytest.approx(moving_average(theta, beta) + moving_average(np.full(50, 5.0), beta))
    assert np.all(bias_corrected_moving_average(theta, beta) <= np.maximum.accumulate(theta) + 1e-12)
