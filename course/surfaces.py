"""Test surfaces of two variables: each is a function f(w) with a gradient, for watching optimizers walk."""
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Surface:
    """f(w) and f.gradient(w) for w of shape (2,), (2, 1) or (2, …): the first axis holds the two coordinates.

    `start` is a good place to begin, `minimum` one lowest point (None without one), `xlim` and `ylim` the part to draw.
    """

    name: str
    value: Callable
    slope: Callable
    start: tuple
    minimum: tuple | None
    xlim: tuple
    ylim: tuple

    def __call__(self, w):
        """The height: a float for one point, an array of shape w.shape[1:] for many."""
        heights = np.asarray(self.value(*np.asarray(w, dtype=float)))
        return float(heights.item()) if heights.size == 1 else heights

    def gradient(self, w):
        """(∂f/∂w1, ∂f/∂w2), of the shape of w."""
        w = np.asarray(w, dtype=float)
        return np.stack(np.broadcast_arrays(*self.slope(*w))).reshape(w.shape)


def quadratic(name, A, start, xlim, ylim):
    """½ wᵀAw for a symmetric (2, 2) matrix A."""
    (a, b), (_, d) = np.asarray(A, dtype=float)
    lowest = (0.0, 0.0) if a > 0 and a * d > b * b else None
    return Surface(name, lambda x, y: (a * x * x + 2 * b * x * y + d * y * y) / 2,
                   lambda x, y: (a * x + b * y, b * x + d * y), start, lowest, xlim, ylim)


bowl = quadratic("bowl", [[1, 0], [0, 2]], (-2.0, 1.5), (-2.5, 2.5), (-2, 2))

ravine = quadratic("ravine", [[1, 0], [0, 30]], (-4.0, 0.8), (-5, 5), (-1.5, 1.5))

# one direction up, one down; the fourth power keeps it bounded: minima at (0, ±1), saddle at the origin
saddle = Surface("saddle", lambda x, y: x * x / 2 - y * y / 2 + y**4 / 4, lambda x, y: (x, y**3 - y),
                 (1.5, 0.01), (0.0, 1.0), (-2, 2), (-1.75, 1.75))

rosenbrock = Surface("rosenbrock", lambda x, y: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
                     lambda x, y: (-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
                     (-1.2, 1.0), (1.0, 1.0), (-2, 2), (-1, 3))


def _well(x, y, centre):
    return np.exp(-((x - centre) ** 2 + y * y) / 2)


# flat far out, two wells near x = ±2, and a saddle at the origin between them
plateau = Surface("plateau", lambda x, y: -_well(x, y, 2) - _well(x, y, -2),
                  lambda x, y: ((x - 2) * _well(x, y, 2) + (x + 2) * _well(x, y, -2),
                                y * (_well(x, y, 2) + _well(x, y, -2))),
                  (0.05, 2.5), None, (-4.5, 4.5), (-3.5, 3.5))

SURFACES = {surface.name: surface for surface in (bowl, ravine, saddle, plateau, rosenbrock)}
