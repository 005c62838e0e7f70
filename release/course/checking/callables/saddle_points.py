"""Smooth functions of several variables whose Hessians are asked for."""
import numpy as np

from course.checking.callables import shipped_callable


@shipped_callable
def waves(x, A, b, c):
    """sum(sin(A x + b)) + sum(c x^4)/10 for x (n,): not quadratic, and every mixed derivative differs from 0."""
    x = np.asarray(x, dtype=float)
    return float(np.sum(np.sin(A @ x + b)) + np.sum(c * x**4) / 10)
