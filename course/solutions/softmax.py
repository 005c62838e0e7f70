"""Softmax: one column of scores becomes one column of probabilities, and learns from the difference to the truth."""
import matplotlib.pyplot as plt
import numpy as np

from course import datasets, network, plots

from course.solutions.exercises import case, exercise


def one_hot(labels, n_classes):
    """Labels as columns of zeros with a single one.

    labels: integer array (m,), m >= 1, each from 0 to n_classes - 1. n_classes: C, an integer.
    Returns Y (C, m), float64: Y[c, i] is 1 where labels[i] is c, else 0. Every class has its row, occurring or not.
    ValueError for a label below 0 or above n_classes - 1.
    """
    ### BEGIN SOLUTION
    if labels.min() < 0 or labels.max() >= n_classes:
        raise ValueError(f"Labels must lie between 0 and {n_classes - 1}.")
    return np.eye(n_classes)[:, labels]
    ### END SOLUTION


def draw_labels(rng):
    """Five to seven classes, of which one in the middle and the last do not occur."""
    n_classes = int(rng.integers(5, 8))
    present = np.delete(np.arange(n_classes - 1), 2)
    labels = rng.permutation(np.concatenate([present, rng.choice(present, size=n_classes)]))
    return case(labels=labels, n_classes=n_classes)


exercise(
    one_hot, points=2, minutes=8, difficulty=1, returns="Y", draw=draw_labels,
    cases=[case(labels=np.array([2, 0, 1, 1, 3, 0, 2]), n_classes=5), case(labels=np.array([0, 2, 1]), n_classes=3),
           case(labels=np.array([1]), n_classes=4)],
    refuses={"a label 3 where there are 3 classes": case(labels=np.array([0, 3, 1]), n_classes=3),
             "a label of -1": case(labels=np.array([1, -1, 0]), n_classes=4)},
    hints=("Look at the identity matrix of size C. What does its column number c look like?",
           "NumPy can take many columns of a matrix at once: an array of column numbers is a valid index.",
           "Take the columns of the C by C identity matrix whose numbers are the labels. Before that, refuse labels "
           "below 0 (NumPy would count them from the end) and labels of C or more."),
    mistakes={
        ("np.eye(n_classes)[:, labels]", "np.eye(n_classes)[labels]"):
            "The examples are the rows of the result. In this course every example is a column: Y is (C, m).",
        ("np.eye(n_classes)[:, labels]", "np.eye(labels.max() + 1)[:, labels]"):
            "The rows for the highest classes are missing when no label shows them. The number of rows is `n_classes`, "
            "whatever labels occur.",
        ("np.eye(n_classes)[:, labels]", "np.eye(n_classes)[:, labels - 1]"):
            "Every one stands one row too high, and those of class 0 are in the last row. Classes are counted from 0 here, "
            "so class 0 belongs to row 0.",
        ("np.eye(n_classes)[:, labels]", "1.0 - np.eye(n_classes)[:, labels]"):
            "Zeros and ones have changed places: each column has a single zero. The one marks the class of the example.",
    },
)


def softmax(Z):
    """Probabilities from scores, column by column.

    Z: scores, also called logits, (C, m), finite, floats or integers, of any size: +1000 and -1000 are no problem.
    Returns P (C, m): P[c, i] = e^Z[c, i] / sum over k of e^Z[k, i]; every column sums to 1. Z is left as it was.
    Source: Bridle (1990).
    """
    ### BEGIN SOLUTION
    exponentials = np.exp(Z - np.max(Z, axis=0))
    return exponentials / np.sum(exponentials, axis=0)
    ### END SOLUTION


LARGE = np.array([[1.0, 1000.0, -3.0, 998.5], [0.5, 1001.0, 2.0, 1000.0], [-2.0, 999.0, 0.0, 1000.0]])
APART = np.array([[1.5, 1000.0, -1000.0], [0.2, 999.0, -1001.5], [-0.7, 1001.0, -999.0], [2.0, 998.0, -1000.5]])


def draw_scores(rng):
    """Ordinary columns, one shifted by +1000, one by -1000, one spread over thousands; C = 4 to 6, m = 7 or 8, never equal."""
    n_classes, m = int(rng.integers(4, 7)), int(rng.integers(7, 9))
    Z = rng.normal(size=(n_classes, m)) * 2
    Z[:, 1] += 1000
    Z[:, 4] -= 1000
    Z[:, 5] *= 500
    return case(Z=Z)


exercise(
    softmax, points=4, minutes=15, difficulty=2, returns="P", draw=draw_scores,
    cases=[case(Z=np.array([[5.0, 0.1], [2.0, 0.3], [-1.0, -0.2], [3.0, 0.4]])), case(Z=APART),
           case(Z=np.array([[1, 0, 3, 2, 0], [2, 0, -1, 2, 1], [0, 0, 1, 1, -2]])),
           case(Z=np.array([[1000.0, 0.3], [-1000.0, 1.0], [999.0, 0.1], [0.0, -0.4]]))],
    hints=("What happens to the formula when the same number is subtracted from all scores of one column?",
           "Subtract from every column its own largest score before the exponential. Then the largest exponent is 0.",
           "Three steps, each along axis 0: the largest score of each column, the exponentials of the "
           "differences, and their sums, by which they are divided."),
    mistakes={
        ("np.sum(exponentials, axis=0)", "np.sum(exponentials, axis=1, keepdims=True)"):
            "The rows sum to 1, not the columns. An example is a column, and its C probabilities share one sum.",
        ("np.sum(exponentials, axis=0)", "np.sum(exponentials)"):
            "All entries together sum to 1. Each column is an example of its own and needs its own sum.",
        ("Z - np.max(Z, axis=0)", "Z"):
            "Scores near 1000 give nan: the exponential of 1000 is larger than any float. Which number may be "
            "subtracted first without changing the result?",
        ("np.max(Z, axis=0)", "np.min(Z, axis=0)"):
            "A column with both very large and very small scores gives nan. The smallest score was subtracted; then the "
            "largest exponent may still be huge. Which one must be subtracted so that none is above 0?",
        ("np.max(Z, axis=0)", "np.max(Z)"):
            "Columns whose scores lie far below the largest of the whole matrix give nan: all their exponentials are 0. "
            "Every column needs its own maximum.",
        ("np.max(Z, axis=0)", "np.max(Z, axis=1, keepdims=True)"):
            "The scores of one column were shifted by different amounts: by the maximum of each row. Only a shift that is the "
            "same for a whole column leaves the probabilities alone.",
        ("exponentials / np.sum(exponentials, axis=0)", "exponentials"):
            "The columns do not sum to 1: the exponentials are right, up to a factor, but not divided by their sum.",
    },
)


def hardmax(Z):
    """A one where the largest score of each column stands, zeros elsewhere.

    Z: scores (C, m), floats or integers. Returns (C, m) of 0 and 1 with a single one in each column.
    On a tie the one stands in the first (lowest) row with the largest score.
    """
    ### BEGIN SOLUTION
    winners = np.argmax(Z, axis=0)
    return np.eye(Z.shape[0])[:, winners]
    ### END SOLUTION


def draw_ties(rng):
    """Scores with a tie for the first place in column 2, and none elsewhere but by chance never."""
    n_classes, m = int(rng.integers(3, 6)), int(rng.integers(6, 8))
    Z = rng.normal(size=(n_classes, m))
    Z[[1, n_classes - 1], 2] = Z[:, 2].max() + 1
    return case(Z=Z)


exercise(
    hardmax, points=2, minutes=6, difficulty=1, returns="H", draw=draw_ties,
    cases=[case(Z=np.array([[5.0, 2.0, -4.0, 0.0, 0.2], [2.0, 7.0, -1.0, 0.0, 0.3], [-1.0, 7.0, -3.0, 0.0, 0.1],
                            [3.0, 0.5, -2.0, 0.0, -0.1]])),
           case(Z=np.array([[3, 1], [1, 4], [2, 4]]))],
    hints=("You need the place of the largest score of each column, not the score itself.",
           "NumPy has a function for the place of a maximum; along axis 0 it gives one number per column, the first on a tie.",
           "The places are labels. You already have a way from labels to a matrix of zeros and ones."),
    mistakes={
        ("np.eye(Z.shape[0])[:, winners]", "(Z == np.max(Z, axis=0)).astype(float)"):
            "A column with a tie has several ones. On a tie only the first of the largest scores gets the one.",
        ("np.eye(Z.shape[0])[:, winners]", "np.max(Z, axis=0)"):
            "The result holds the largest scores themselves. What is asked for is a one at their place.",
        ("np.eye(Z.shape[0])[:, winners]", "winners"):
            "The result holds the places of the largest scores, one number per column. What is asked for is a (C, m) "
            "matrix with a one at each place.",
        ("winners = np.argmax(Z, axis=0)", "winners = Z.shape[0] - 1 - np.argmax(Z[::-1], axis=0)"):
            "On a tie the one stands at the last of the largest scores. Here the first one wins.",
        ("np.eye(Z.shape[0])[:, winners]", "(np.argmax(Z, axis=1)[:, None] == np.arange(Z.shape[1])).astype(float)"):
            "Every row has one winner. The examples are columns: every column has one.",
        ("np.eye(Z.shape[0])[:, winners]", "(Z == np.max(Z)).astype(float)"):
            "Only the largest score of the whole matrix is marked. Every column has its own winner.",
    },
)


def softmax_cost(Z, Y):
    """The mean cross-entropy of softmax probabilities, computed from the scores.

    Z: scores (C, m), exact for scores as large as +1000 and -1000: nothing is clipped. Y: one-hot (C, m).
    Returns a float in nats: -(1/m) sum over i of sum over c of Y[c, i] log softmax(Z)[c, i].
    Source: Bishop (2006), equation 4.108, divided by m.
    """
    ### BEGIN SOLUTION
    shifted = Z - np.max(Z, axis=0)
    log_p = shifted - np.log(np.sum(np.exp(shifted), axis=0))
    return float(-np.mean(np.sum(Y * log_p, axis=0)))
    ### END SOLUTION


def truth(labels, n_classes):
    """One-hot columns, for the cases."""
    return np.eye(n_classes)[:, labels]


def draw_confident(rng):
    """Three batches: ordinary scores, positive scores, and scores of hundreds with two labels wrong."""
    n_classes, m = int(rng.integers(3, 6)), int(rng.integers(6, 9))
    labels = rng.integers(n_classes, size=m)
    Z = rng.normal(size=(n_classes, m))
    far = Z * 300
    far[:, :2] = -900
    far[labels[:2], [0, 1]] = [-1000, 100]
    Y = truth(labels, n_classes)
    return [case(Z=2 * Z, Y=Y), case(Z=rng.uniform(0.5, 4, size=(n_classes, m)), Y=Y), case(Z=far, Y=Y)]


def capped(epsilon, power):
    """The mistake of keeping the logarithm away from 0 by epsilon, and the number at which it stops."""
    pair = ("Y * log_p", f"Y * np.log(np.exp(log_p) + {epsilon})")
    return {pair: f"The loss of a confidently wrong column stops at {-np.log(epsilon):.1f}, which is -log of {power}. The "
                  "true loss goes on growing with the score. Find log softmax without computing softmax first."}


def plain(Z, Y):
    """Mistake: the logarithm of the plain softmax formula."""
    exponentials = np.exp(Z)
    return float(-np.mean(np.sum(Y * np.log(exponentials / np.sum(exponentials, axis=0)), axis=0)))


def overflowing(Z, Y):
    """Mistake: the logarithm of the plain sum of exponentials."""
    return float(np.mean(np.log(np.sum(np.exp(Z), axis=0)) - np.sum(Y * Z, axis=0)))


exercise(
    softmax_cost, points=5, minutes=20, difficulty=3, returns="cost", draw=draw_confident, draws=2,
    cases=[case(Z=np.array([[0.2, 2.0, 1.0, 0.7, 3.0], [1.2, 0.1, 1.0, 2.0, 0.3], [0.4, 0.5, 1.0, 0.1, 1.0]]),
                Y=truth([1, 2, 0, 1, 0], 3)),
           case(Z=np.array([[1000.0, -1.0, 0.3, 2.0], [-1000.0, 2.0, -0.4, 0.5], [0.0, 0.5, 1.1, -1.2]]),
                Y=truth([1, 1, 0, 2], 3)),
           case(Z=np.array([[0.0, -2.0], [-900.0, 0.3], [-1.5, 0.5]]), Y=truth([1, 2], 3)),
           case(Z=LARGE, Y=truth([2, 0, 1, 1], 3)), case(Z=np.zeros((4, 6)), Y=truth([0, 3, 1, 1, 2, 0], 4))],
    hints=("Write log softmax as a difference: the logarithm of a quotient is a difference of two logarithms.",
           "After the column's maximum is subtracted, log softmax is the shifted score minus the logarithm of the sum of the "
           "exponentials. That sum lies between 1 and C, so its logarithm is safe.",
           "Multiply log softmax by Y and sum each column: that picks the logarithm for the true class. The cost is "
           "minus the mean of these m numbers, as a float."),
    mistakes={
        **capped(1e-7, "1e-7"), **capped(1e-8, "1e-8"), **capped(1e-12, "1e-12"), **capped(1e-15, "1e-15"),
        ("np.mean(np.sum(Y * log_p, axis=0))", "np.mean(Y * log_p)"):
            "The cost is C times too small: the mean was taken over all C times m entries. It is a sum over the classes "
            "and a mean over the m examples.",
        ("np.mean(", "np.sum("):
            "The cost is m times too large: the losses of the examples were added, not averaged.",
        ("Z - np.max(Z, axis=0)", "softmax(Z)"):
            "A softmax was taken twice: probabilities were treated as scores. The cost can then never come near 0, however "
            "sure and right the network is. Z holds the scores themselves.",
        ("Y * log_p", "Y * np.log(Z)"):
            "The logarithm was taken of the scores themselves. Scores may be negative; softmax makes probabilities of them, "
            "and the logarithm is of those.",
        ("Y * log_p", "log_p"):
            "The logarithms of all classes were added. Only the true class of each example counts: Y picks it.",
        ("Y * log_p", "Y * log_p + (1 - Y) * np.log1p(-np.exp(log_p))"):
            "A second term with 1 - Y was added. It belongs to the logistic cost, where one number stands for two classes. "
            "With softmax the other classes are felt through the sum in the denominator.",
        ("Z - np.max(Z, axis=0)", "Z"):
            "Scores of 1000 give nan. The logarithm of the quotient is taken by hand, but its sum of exponentials overflows. "
            "Subtract the largest score of each column first.",
        plain: "Scores of 1000 give nan: their exponential overflows. Very low scores give inf: the logarithm of 0. Subtract the "
               "largest score of each column, and find log softmax without computing softmax first.",
        overflowing: "Scores of 1000 give inf: their exponential overflows. Subtract the largest score of each column first.",
        ("Y * log_p", "Y * np.log(np.exp(log_p))"):
            "A confidently wrong column gives nan: its probability has become 0, and then the logarithm was taken. Find log "
            "softmax without computing softmax first.",
        ("np.mean(np.sum(Y * log_p, axis=0))", "np.mean(np.log(np.sum(Y * np.exp(log_p), axis=0)))"):
            "A confidently wrong column gives inf: the probability of the true class has become 0, and then its logarithm was "
            "taken. Find log softmax without computing softmax first.",
        ("float(-np.mean", "float(np.mean"):
            "The cost has the wrong sign: a logarithm of a probability is negative, the cost is its negative.",
        (("np.max(Z, axis=0)", "np.max(Z, axis=1, keepdims=True)"),
         ("np.sum(np.exp(shifted), axis=0)", "np.sum(np.exp(shifted), axis=1, keepdims=True)"),
         ("Y * log_p, axis=0", "Y * log_p, axis=1")):
            "The rows were taken as examples. Here each column of Z is an example, and its C scores share one sum.",
    },
)


def softmax_backward(Z, Y):
    """The gradient of `softmax_cost` with respect to the scores.

    Z: scores (C, m), as large as you like. Y: one-hot (C, m).
    Returns dZ (C, m), dZ[c, i] = d cost / d Z[c, i]: the 1/m of the mean is inside. Source: Bishop (2006), equation 4.109.
    """
    ### BEGIN SOLUTION
    return (softmax(Z) - Y) / Z.shape[1]
    ### END SOLUTION


def draw_gradient(rng):
    """Ordinary scores and a column shifted by +1000; C, m and all else different."""
    n_classes, m = int(rng.integers(3, 6)), int(rng.integers(7, 10))
    Z = 1.5 * rng.normal(size=(n_classes, m))
    Z[:, 3] += 1000
    return case(Z=Z, Y=truth(rng.integers(n_classes, size=m), n_classes))


exercise(
    softmax_backward, points=4, minutes=20, difficulty=2, returns="dZ", draw=draw_gradient, uses=["softmax"],
    cases=[case(Z=np.array([[0.2, 2.0, 1.0, 0.7, 3.0], [1.2, 0.1, 1.0, 2.0, 0.3], [0.4, 0.5, 1.0, 0.1, 1.0]]),
                Y=truth([1, 2, 0, 1, 0], 3)),
           case(Z=LARGE, Y=truth([2, 0, 1, 1], 3))],
    hints=("The derivation above ends with a very short formula for one example. Start from its last line.",
           "For one example the gradient is the column of probabilities minus the one-hot column. The cost is a mean over m.",
           "Call your `softmax` on Z, subtract Y, and divide by the number of columns."),
    mistakes={
        (" / Z.shape[1]", ""):
            "The gradient is m times too large. The cost is a mean over the m examples, so 1/m belongs here.",
        ("/ Z.shape[1]", "/ Z.shape[1] ** 2"):
            "The gradient is m times too small: it was divided by the number of examples twice.",
        ("/ Z.shape[1]", "/ Z.size"):
            "The gradient is C times too small: the cost is a mean over the m examples, not over all C times m entries.",
        ("/ Z.shape[1]", "/ Z.shape[0]"):
            "The gradient was divided by the number of classes. The cost is a mean over the columns of Z.",
        ("(softmax(Z) - Y)", "2 * (softmax(Z) - Y)"):
            "The gradient is twice too large. A factor 2 belongs to squared errors; here the cost is a logarithm.",
        ("softmax(Z) - Y", "Y - softmax(Z)"):
            "The gradient points the other way: the sign is turned. Raising the score of the true class lowers the cost, so "
            "its entry is negative.",
        ("softmax(Z) - Y", "np.log(softmax(Z)) - Y"):
            "The truth was subtracted from the logarithm of the probabilities. In a right gradient every column sums to 0; "
            "yours does not.",
        ("(softmax(Z) - Y)", "Y * (softmax(Z) - Y)"):
            "Only the entries of the true class are filled. Each wrong class has a gradient too: its probability.",
        ("(softmax(Z) - Y)", "softmax(Z) * (1 - softmax(Z)) * (softmax(Z) - Y)"):
            "A factor p(1 - p) was multiplied on. It belongs to a squared error behind a sigmoid; with the cross-entropy it "
            "cancels.",
        ("softmax(Z)", "(np.exp(Z) / np.sum(np.exp(Z), axis=0))"):
            "Scores near 1000 give nan: the exponential inside overflows. Your own `softmax` is made for this.",
    },
)
