"""Cost functions of a column θ with their gradients, right ones and faulty ones, for the exercises on gradient checking."""
import numpy as np

from course.checking.callables import shipped_callable


@shipped_callable
def cubic_cost(theta, cubes, squares, mixed):
    """Σ cubes·θ³ + Σ squares·θ² + mixed·Σ θ_i θ_{i+1}, a float; theta may have any shape."""
    t = np.ravel(theta)
    return float(np.sum(cubes * t**3) + np.sum(squares * t**2) + mixed * np.sum(t[1:] * t[:-1]))


@shipped_callable
def cubic_gradient(theta, cubes, squares, mixed, fault="none"):
    """The gradient of `cubic_cost`, (n, 1); `fault` doubles the first entry, flips the last or scales all."""
    t = np.ravel(theta)
    slope = 3 * cubes * t**2 + 2 * squares * t
    slope[1:] += mixed * t[:-1]
    slope[:-1] += mixed * t[1:]
    if fault == "first doubled":
        slope[0] *= 2
    elif fault == "last flipped":
        slope[-1] *= -1
    elif fault == "all scaled":
        slope *= 1.001
    return slope.reshape(-1, 1)
