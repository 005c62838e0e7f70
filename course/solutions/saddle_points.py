"""Saddle points: the Hessian from function values, and what its eigenvalues say about a flat place."""
import matplotlib.pyplot as plt
import numpy as np

from course import datasets, network, plots
from course.solutions.exercises import case, exercise
from course.checking.values import shipped


def hessian(f, x, epsilon=1e-4):
    """Matrix of second derivatives of f at x, by central differences.

    f: takes a float array (n,) and returns a number; it may be called at x and at points near x.
    x: (n,) float, not changed. epsilon: the step, an absolute length in the units of x.
    Returns H of shape (n, n), symmetric: H[i, j] is the derivative of f with respect to x_i and x_j. The error
    must shrink like the square of epsilon, which central differences do and one-sided differences do not.
    Source: Abramowitz and Stegun (1964), formula 25.3.26, for the mixed derivative.
    """
    ### BEGIN SOLUTION
    n = len(x)
    H = np.zeros((n, n))
    E = epsilon * np.eye(n)
    for i in range(n):
        for j in range(i, n):
            corners = f(x + E[i] + E[j]) - f(x + E[i] - E[j]) - f(x - E[i] + E[j]) + f(x - E[i] - E[j])
            H[i, j] = H[j, i] = corners / (4 * epsilon**2)
    return H
    ### END SOLUTION


def classify_critical_point(H, tolerance=1e-6):
    """What kind of critical point has the Hessian H.

    H: (n, n), symmetric. tolerance: eigenvalues between -tolerance and tolerance count as zero (an absolute bound).
    Returns "saddle" if there are eigenvalues above tolerance and below -tolerance, whatever the others are; "minimum"
    if all are above tolerance; "maximum" if all are below -tolerance; and "degenerate" in all other cases, where
    second derivatives cannot decide.
    Source: Nocedal and Wright (2006), theorems 2.3 and 2.4.
    """
    ### BEGIN SOLUTION
    eigenvalues = np.linalg.eigvalsh(H)
    above, below = eigenvalues > tolerance, eigenvalues < -tolerance
    if above.any() and below.any():
        return "saddle"
    if above.all():
        return "minimum"
    return "maximum" if below.all() else "degenerate"
    ### END SOLUTION


def draw_function(rng, n, epsilon):
    """A point and a function of n variables whose second derivatives are all of order 1."""
    f = shipped("waves", A=rng.uniform(0.4, 1.4, size=(3, n)), b=rng.uniform(0.3, 1.2, size=3), c=rng.uniform(0.5, 1.5, size=n))
    return case(f=f, x=rng.uniform(0.3, 1.3, size=n), epsilon=epsilon)


def draw_functions(rng):
    return [draw_function(rng, int(rng.integers(2, 5)), 1e-3), draw_function(rng, 3, 5e-4)]


def rotated(rng, eigenvalues):
    """A symmetric matrix with these eigenvalues in random directions."""
    Q = np.linalg.qr(rng.normal(size=(len(eigenvalues), len(eigenvalues))))[0]
    H = Q @ np.diag(np.asarray(eigenvalues, dtype=float)) @ Q.T
    return (H + H.T) / 2


SPECTRA = [(3, 2, 0.5), (-1, -2, -0.7), (2, 1, -0.5), (-1, -2, 3), (1, 2, -1, -2), (2, 1, 0), (-2, -1, 0), (1, -1, 0), (0, 0),
           (-1, -2, -3, -4), (1000, 1e-4), (1e-3, 2e-4), (-5, 1, 1, 1), (1, 2, 3e-9), (-1, -2, -4e-9), (2, -1, 3e-9)]


def draw_spectra(rng):
    """Hessians of all kinds, zeros and nearly zeros among them, and a larger tolerance."""
    cases = [case(H=rotated(rng, rng.uniform(0.8, 1.2) * np.array(spectrum))) for spectrum in SPECTRA]
    coarse = ((2, 0.05), (1, -0.04), (-1, -2, 0.03), (1, 0.3))
    return cases + [case(H=rotated(rng, spectrum), tolerance=0.1) for spectrum in coarse]


def _outer(f, x, epsilon=1e-4):
    E = epsilon * np.eye(len(x))
    slope = np.array([(f(x + e) - f(x - e)) / (2 * epsilon) for e in E])
    return np.outer(slope, slope)


def _by_determinant(H, tolerance=1e-6):
    determinant = np.linalg.det(H)
    if abs(determinant) <= tolerance:
        return "degenerate"
    return "saddle" if determinant < 0 else "minimum" if H[0, 0] > 0 else "maximum"


CORNERS = "f(x + E[i] + E[j]) - f(x + E[i] - E[j]) - f(x - E[i] + E[j]) + f(x - E[i] - E[j])"
EIGENVALUES = "eigenvalues = np.linalg.eigvalsh(H)"
exercise(
    hessian, points=5, minutes=15, difficulty=2, tolerance=1e-4, returns="H",
    cases=[draw_function(np.random.default_rng(1), 3, 1e-3), draw_function(np.random.default_rng(2), 2, 5e-4),
           {key: value for key, value in draw_function(np.random.default_rng(3), 4, None).items() if key != "epsilon"}],
    draw=draw_functions, draws=2,
    hints=(
        "A first derivative is a difference of two values. A second derivative is a difference of two such differences.",
        "For H[i, j] four points are enough: x moved by plus or minus epsilon along i and plus or minus along j. "
        "Which of the four values get a minus?",
        "Add the values at (+, +) and (−, −), subtract those at (+, −) and (−, +), and divide by four times the square of "
        "epsilon. This works for i = j as well.",
    ),
    mistakes={
        ("(4 * epsilon**2)", "epsilon**2"):
            "All entries are four times too large. The four points lie 2ε apart in both directions: look at the divisor.",
        ("(4 * epsilon**2)", "(2 * epsilon**2)"):
            "All entries are twice as large as they should be. Look at the divisor, and at the distances between the points.",
        ("(4 * epsilon**2)", "(4 * epsilon**2) * (4 if i == j else 1)"):
            "The diagonal is four times too large, and the rest is right. For i = j the outer points are 4ε apart.",
        ("(4 * epsilon**2)", "(4 * epsilon**2) * (1 if i == j else 4)"):
            "Off the diagonal the entries are four times too large, and the diagonal is right: "
            "the divisor does not fit the four points.",
        ("(4 * epsilon**2)", "(4 * epsilon)"):
            "All entries are too small by a factor ε. A second derivative divides by the step twice.",
        ("(4 * epsilon**2)", "(8 * epsilon**2)"):
            "All entries are half as large as they should be. Look at the divisor.",
        ("for j in range(i, n)", "for j in (i,)"):
            "Only the diagonal is filled. The mixed derivatives, with respect to two different variables, are missing.",
        ("H[i, j] = H[j, i] =", "H[i, j] ="):
            "Below the diagonal there are zeros. The Hessian is symmetric.",
        _outer:
            "This is the outer product of the gradient with itself: its rank is one, and at a critical point it is 0. "
            "The Hessian holds second derivatives.",
        (CORNERS, "4 * (f(x + E[i] + E[j]) - f(x + E[i]) - f(x + E[j]) + f(x))"):
            "The entries are near and not near enough: one-sided differences are wrong in proportion to ε. "
            "Points on both sides of x make the error shrink like ε².",
        (CORNERS, "4 * (f(x + E[i] + E[j]) - f(x + E[j]))"):
            "The entries are enormous and grow as ε shrinks: two of the four values are missing, so a first difference "
            "is divided by ε².",
        ("corners /", "-corners /"):
            "All entries have the opposite sign. Which of the four values get a minus?",
    },
)
exercise(
    classify_critical_point, points=5, minutes=12, difficulty=2, returns="kind",
    cases=draw_spectra(np.random.default_rng(4)), draw=draw_spectra, draws=2,
    hints=(
        "Which property of a symmetric matrix tells in how many directions the surface bends up, and in how many down?",
        "Compare every eigenvalue with +tolerance and with −tolerance. First ask whether both kinds occur.",
        "Both kinds: saddle. Else all above +tolerance: minimum. Else all below −tolerance: maximum. Else degenerate. "
        "NumPy has an eigenvalue function for symmetric matrices.",
    ),
    mistakes={
        _by_determinant:
            "The answers follow the determinant. Its sign decides in two dimensions only: with eigenvalues −1, −1 and 1 "
            "it is positive at a saddle.",
        (EIGENVALUES, "eigenvalues = -np.linalg.eigvalsh(H)"):
            "Minimum and maximum have changed places. Positive eigenvalues mean that the surface bends upwards.",
        (("> tolerance", "> 0"), ("< -tolerance", "< 0")):
            "An eigenvalue that is only rounding error decides the answer: `tolerance` has no influence.",
        ("if above.any() and below.any():", "if above.any() and below.any() and (above | below).all():"):
            "A saddle with an eigenvalue near 0 is called degenerate. One direction up and one down prove a saddle, "
            "whatever the others do.",
        ("above.all()", "not below.any()"):
            "A Hessian with eigenvalues near 0 and none below is called a minimum. "
            "Where the second derivative is 0, it cannot decide.",
        (EIGENVALUES, "eigenvalues = np.diag(H)"):
            "The answers follow the entries on the diagonal. They are the eigenvalues only if all others are 0.",
        (EIGENVALUES, "eigenvalues = np.array([np.trace(H)])"):
            "The answers follow the sum of the eigenvalues (the trace). A saddle can have any sum.",
        (EIGENVALUES, EIGENVALUES + "; tolerance = tolerance * np.abs(eigenvalues).max()"):
            "Whether an eigenvalue counts as zero depends on the largest one. The tolerance is an absolute bound.",
        ("if above.any() and below.any():", "if below.any():"):
            "A maximum is called a saddle. A saddle needs directions up as well as down.",
        ("above.all()", "above.all() and np.prod(eigenvalues) > tolerance"):
            "A minimum with small eigenvalues is called degenerate: their product was compared with the tolerance. "
            "Each eigenvalue is compared on its own.",
        ('else "degenerate"', 'else "saddle"'):
            "What second derivatives cannot decide is called a saddle. A saddle needs proof: one direction up, one down.",
    },
)
