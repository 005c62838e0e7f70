"""Answers to the exercises of `saddle_points`, as other people write them."""
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


def moved(x, *steps):
    """A copy of x with every (index, length) added."""
    y = np.array(x, dtype=float)
    for k, length in steps:
        y[k] += length
    return y


def four_points(f, x, i, j, e):
    return f(moved(x, (i, e), (j, e))) + f(moved(x, (i, -e), (j, -e))) - f(moved(x, (i, e), (j, -e))) - f(moved(x, (i, -e), (j, e)))


def hessian_three_points(f, x, epsilon=1e-4):
    """The usual three points on the diagonal, four elsewhere."""
    n, e = x.size, epsilon
    H = np.empty((n, n))
    for i in range(n):
        H[i, i] = (f(moved(x, (i, e))) - 2 * f(x) + f(moved(x, (i, -e)))) / e**2
        for j in range(i):
            H[i, j] = H[j, i] = four_points(f, x, i, j, e) / 4 / e**2
    return H


def hessian_of_gradients(f, x, epsilon=1e-4):
    def gradient(y):
        return np.array([(f(moved(y, (k, epsilon))) - f(moved(y, (k, -epsilon)))) / (2 * epsilon) for k in range(len(y))])

    rows = [(gradient(moved(x, (k, epsilon))) - gradient(moved(x, (k, -epsilon)))) / (2 * epsilon) for k in range(len(x))]
    return (np.array(rows) + np.array(rows).T) / 2


def hessian_six_points(f, x, epsilon=1e-4):
    """Mixed derivatives from f along the diagonal and along both axes."""
    n, e, centre = len(x), epsilon, f(x.copy())
    along = [f(moved(x, (k, e))) + f(moved(x, (k, -e))) - 2 * centre for k in range(n)]
    H = np.diag(along)
    for i in range(n):
        for j in range(i + 1, n):
            both = f(moved(x, (i, e), (j, e))) + f(moved(x, (i, -e), (j, -e))) - 2 * centre
            H[i, j] = H[j, i] = (both - along[i] - along[j]) / 2
    return H / e**2


def hessian_half_steps(f, x, epsilon=1e-4):
    n = len(x)
    return np.array([[four_points(f, x, i, j, epsilon / 2) for j in range(n)] for i in range(n)]) / epsilon**2


def hessian_in_place(f, x, epsilon=1e-4):
    """Moves the given point and moves it back."""
    n = len(x)
    H = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            for si in (1, -1):
                for sj in (1, -1):
                    x[i] += si * epsilon
                    x[j] += sj * epsilon
                    H[i, j] += si * sj * f(x) / (4 * epsilon**2)
                    x[i] -= si * epsilon
                    x[j] -= sj * epsilon
    x += 1e-13
    return H


def entries(entry, pairs=lambda n: [(i, j) for i in range(n) for j in range(n)]):
    """A hessian whose entries are entry(f, x, i, j, epsilon)."""
    def matrix(f, x, epsilon=1e-4):
        H = np.zeros((len(x), len(x)))
        for i, j in pairs(len(x)):
            H[i, j] = entry(f, x, i, j, epsilon)
        return H
    return matrix


def exact(f, x, i, j, e):
    return four_points(f, x, i, j, e) / (4 * e * e)


def one_sided(f, x, i, j, e):
    return (f(moved(x, (i, e), (j, e))) - f(moved(x, (i, e))) - f(moved(x, (j, e))) + f(x)) / e**2


def two_values(f, x, i, j, e):
    return (f(moved(x, (i, e), (j, e))) - f(moved(x, (j, e)))) / e / e


def of_gradient(f, x, epsilon=1e-4):
    g = np.array([f(moved(x, (k, epsilon))) - f(moved(x, (k, -epsilon))) for k in range(len(x))]) / (2 * epsilon)
    return g[:, None] * g[None, :]


def kinds_counts(H, tolerance=1e-6):
    values = np.linalg.eigvalsh((H + H.T) / 2)
    up, down = int(np.sum(values > tolerance)), int(np.sum(values < -tolerance))
    if up * down > 0:
        return "saddle"
    return {up: "minimum", down: "maximum"}.get(len(values), "degenerate")


def kinds_ends(H, tolerance=1e-6):
    values = sorted(np.linalg.eigh(H)[0])
    lowest, highest = values[0], values[-1]
    if lowest < -tolerance < tolerance < highest:
        return "saddle"
    if lowest > tolerance:
        return "minimum"
    if highest < -tolerance:
        return "maximum"
    return "degenerate"


def kinds_signs(H, tolerance=1e-6):
    signs = {0 if abs(value) <= tolerance else int(np.sign(value)) for value in np.linalg.eigvals(H).real}
    if {1, -1} <= signs:
        return "saddle"
    return {(1,): "minimum", (-1,): "maximum"}.get(tuple(signs), "degenerate")


def kinds_shifted(H, tolerance=1e-6):
    """Positive definiteness by Cholesky's factors of the shifted matrices."""
    def positive(M):
        try:
            np.linalg.cholesky(M - tolerance * np.eye(len(M)))
            return True
        except np.linalg.LinAlgError:
            return False
    if positive(H):
        return "minimum"
    if positive(-H):
        return "maximum"
    return kinds_ends(H, tolerance)


def by_values(rule, values=np.linalg.eigvalsh):
    return lambda H, tolerance=1e-6: rule(np.asarray(values(H)), tolerance)


def plain_rule(v, t):
    if max(v) > t and min(v) < -t:
        return "saddle"
    return "minimum" if min(v) > t else "maximum" if max(v) < -t else "degenerate"


def two_by_two(H, tolerance=1e-6):
    D = np.prod(np.linalg.eigvalsh(H))
    if D > tolerance:
        return "minimum" if H[0, 0] > 0 else "maximum"
    return "saddle" if D < -tolerance else "degenerate"


def zero_first(v, t):
    return "degenerate" if min(abs(v)) <= t else plain_rule(v, t)


def semidefinite(v, t):
    return "minimum" if min(v) >= -t else plain_rule(v, t)


def any_down(v, t):
    return "saddle" if min(v) < -t else "minimum" if min(v) > t else "degenerate"


def by_product(v, t):
    return "degenerate" if min(v) > t and np.prod(v) <= t else plain_rule(v, t)


RIGHT = {
    "hessian": [hessian_three_points, hessian_of_gradients, hessian_six_points, hessian_half_steps],
    "classify_critical_point": [kinds_counts, kinds_ends, kinds_signs, kinds_shifted],
}

WRONG = {
    "hessian": listed(
        "hessian",
        (entries(lambda f, x, i, j, e: 4 * exact(f, x, i, j, e)), "All entries are four times", "seen"),
        (entries(lambda f, x, i, j, e: four_points(f, x, i, j, e) / 2 / e**2), "All entries are twice", "plausible"),
        (entries(lambda f, x, i, j, e: exact(f, x, i, j, e) * (4 if i == j else 1)), "The diagonal is four", "seen"),
        (entries(lambda f, x, i, j, e: exact(f, x, i, j, e) * (1 if i == j else 4)), "Off the diagonal", "seen"),
        (entries(lambda f, x, i, j, e: e * exact(f, x, i, j, e)), "All entries are too small", "plausible"),
        (entries(lambda f, x, i, j, e: exact(f, x, i, j, e) / 2), "All entries are half", "plausible"),
        (entries(exact, lambda n: [(k, k) for k in range(n)]), "Only the diagonal", "plausible"),
        (entries(exact, lambda n: zip(*np.triu_indices(n))), "Below the diagonal", "plausible"),
        (of_gradient, "This is the outer", "plausible"),
        (entries(one_sided), "The entries are near", "plausible"),
        (entries(lambda f, x, i, j, e: two_values(f, x, min(i, j), max(i, j), e)), "The entries are enormous", "seen"),
        (entries(two_values), None, "seen: the same, and not symmetric"),
        (entries(lambda f, x, i, j, e: -exact(f, x, i, j, e)), "All entries have the opposite", "plausible"),
        (lambda f, x, epsilon=1e-4: hessian_three_points(f, x, 1e-8), None, "seen: a step far too small"),
        (lambda f, x, epsilon=1e-4: hessian_three_points(f, x.astype(int), epsilon), None, "plausible: x as whole numbers"),
    ) + [(hessian_in_place, "inputs changed", "seen")],
    "classify_critical_point": listed(
        "classify_critical_point",
        (two_by_two, "The answers follow the determinant", "seen"),
        (by_values(lambda v, t: plain_rule(-v, t)), "Minimum and maximum", "seen"),
        (by_values(lambda v, t: plain_rule(v, 0)), "An eigenvalue that is only", "seen"),
        (by_values(zero_first), "A saddle with an eigenvalue near 0", "seen"),
        (by_values(semidefinite), "A Hessian with eigenvalues near 0", "plausible"),
        (by_values(plain_rule, np.diagonal), "The answers follow the entries", "plausible"),
        (by_values(lambda v, t: plain_rule([sum(v)], t)), "The answers follow the sum", "plausible"),
        (by_values(lambda v, t: plain_rule(v, t * max(abs(v)))), "Whether an eigenvalue counts", "plausible"),
        (by_values(any_down), "A maximum is called", "plausible"),
        (by_values(by_product), "A minimum with small", "plausible"),
        (by_values(lambda v, t: plain_rule(v, t).replace("degenerate", "saddle")), "What second derivatives", "plausible"),
        (lambda H, tolerance=1e-6: "saddle", None, "plausible: one answer for all"),
        (by_values(lambda v, t: plain_rule(v, t).capitalize()), None, "plausible: other words"),
    ),
}
