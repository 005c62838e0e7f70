"""Softmax, answered in many ways: right ones that must pass, wrong ones that must be told what is wrong."""
import math

import numpy as np
from scipy import special

from course.solutions.exercises import load


def said(name, start):
    """The whole sentence of a named mistake, found by how it begins."""
    found = [sentence for sentence in load("softmax")[name].mistakes.values() if sentence.startswith(start)]
    assert len(found) == 1, (name, start, found)
    return found[0]


def refuse(labels, n_classes):
    if any(label < 0 or label >= n_classes for label in labels):
        raise ValueError("label out of range")


# one_hot, right
def one_hot_loop(labels, n_classes):
    refuse(labels, n_classes)
    Y = np.zeros((n_classes, len(labels)))
    for i, label in enumerate(labels):
        Y[label, i] = 1
    return Y


def one_hot_fancy(labels, n_classes):
    refuse(labels, n_classes)
    Y = np.zeros((n_classes, labels.size))
    Y[labels, np.arange(labels.size)] = 1.0
    return Y


def one_hot_comparison(labels, n_classes):
    refuse(labels, n_classes)
    return np.arange(n_classes)[:, None] == labels


def one_hot_transposed_view(labels, n_classes):
    refuse(labels, n_classes)
    return np.eye(n_classes, dtype=int)[labels].T


# one_hot, wrong
def one_hot_rows(labels, n_classes):
    refuse(labels, n_classes)
    Y = np.zeros((len(labels), n_classes))
    Y[np.arange(len(labels)), labels] = 1
    return Y


def one_hot_unique(labels, n_classes):
    refuse(labels, n_classes)
    return np.equal.outer(np.arange(1 + max(labels)), labels).astype(float)


def one_hot_from_one(labels, n_classes):
    refuse(labels, n_classes)
    Y = np.zeros((n_classes, len(labels)))
    for i, label in enumerate(labels):
        Y[label - 1, i] = 1
    return Y


def one_hot_too_high(labels, n_classes):
    refuse(labels, n_classes)
    Y = np.zeros((n_classes, len(labels)))
    Y[labels + 1, np.arange(len(labels))] = 1
    return Y


def one_hot_flipped(labels, n_classes):
    refuse(labels, n_classes)
    return (np.arange(n_classes)[:, None] != labels) * 1.0


def one_hot_unflattened(labels, n_classes):
    refuse(labels, n_classes)
    return np.eye(n_classes)[labels.reshape(1, -1)]


def one_hot_unrefused(labels, n_classes):
    return np.eye(n_classes)[:, np.clip(labels, 0, n_classes - 1)]


# softmax, right
def softmax_scipy(Z):
    return special.softmax(Z, axis=0)


def softmax_of_log(Z):
    return np.exp(Z - special.logsumexp(Z, axis=0))


def softmax_transposed(Z):
    rows = Z.T - Z.T.max(axis=1, keepdims=True)
    return (np.exp(rows) / np.exp(rows).sum(axis=1, keepdims=True)).T


def softmax_no_keepdims(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=0)


def softmax_loop(Z):
    P = np.zeros(Z.shape)
    for i in range(Z.shape[1]):
        top = max(Z[:, i])
        e = [math.exp(z - top) for z in Z[:, i]]
        P[:, i] = np.array(e) / sum(e)
    return P


def softmax_tiny_epsilon(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / (e.sum(axis=0) + 1e-12)


# softmax, wrong
def softmax_over_examples(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=1).reshape(-1, 1)


def softmax_whole(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum()


def softmax_plain(Z):
    e = np.exp(Z)
    return e / e.sum(axis=0)


def softmax_other_name(Z):
    shifted = Z - np.max(Z, axis=0)  # noqa: F841
    return np.exp(Z) / np.exp(Z).sum(axis=0)


def softmax_one_maximum(Z):
    e = np.exp(Z - Z.max())
    return e / e.sum(axis=0)


def softmax_smallest(Z):
    e = np.exp(Z - Z.min(axis=0))
    return e / e.sum(axis=0)


def softmax_row_maximum(Z):
    e = np.exp(Z - Z.max(axis=1)[:, None])
    return e / e.sum(axis=0)


def softmax_undivided(Z):
    return np.exp(Z - Z.max(axis=0))


def softmax_in_place(Z):
    Z -= Z.max(axis=0)
    e = np.exp(Z)
    return e / e.sum(axis=0)


# hardmax, right
def hardmax_loop(Z):
    H = np.zeros(Z.shape)
    for i in range(Z.shape[1]):
        H[list(Z[:, i]).index(max(Z[:, i])), i] = 1
    return H


def hardmax_put(Z):
    H = np.zeros_like(Z, dtype=float)
    np.put_along_axis(H, Z.argmax(axis=0)[None], 1, axis=0)
    return H


def hardmax_comparison(Z):
    return Z.argmax(axis=0) == np.arange(len(Z))[:, None]


def hardmax_first_of_ties(Z):
    top = Z == Z.max(axis=0)
    return (top & (np.cumsum(top, axis=0) == 1)).astype(int)


# hardmax, wrong
def hardmax_all_ties(Z):
    return np.where(Z >= Z.max(axis=0, keepdims=True), 1, 0)


def hardmax_values(Z):
    return np.amax(Z, axis=0)


def hardmax_places(Z):
    return np.array([int(np.argmax(column)) for column in Z.T])


def hardmax_last(Z):
    H = np.zeros(Z.shape)
    for i, column in enumerate(Z.T):
        H[max(c for c in range(len(column)) if column[c] == column.max()), i] = 1
    return H


def hardmax_rows(Z):
    H = np.zeros(Z.shape)
    H[np.arange(len(Z)), Z.argmax(axis=1)] = 1
    return H


def hardmax_single(Z):
    return np.where(Z == Z.max(), 1.0, 0.0)


# softmax_cost, right
def cost_scipy(Z, Y):
    return float(-(Y * special.log_softmax(Z, axis=0)).sum() / Z.shape[1])


def cost_by_label(Z, Y):
    labels, m = Y.argmax(axis=0), Z.shape[1]
    return np.mean(special.logsumexp(Z, axis=0) - Z[labels, np.arange(m)])


def cost_loop(Z, Y):
    total = 0.0
    for z, y in zip(Z.T, Y.T):
        top = max(z)
        total += top + math.log(sum(math.exp(s - top) for s in z)) - float(z @ y)
    return total / Z.shape[1]


def cost_einsum(Z, Y):
    top = Z.max(axis=0)
    log_sum = np.log(np.exp(Z - top).sum(axis=0)) + top
    return (log_sum.sum() - np.einsum("ci,ci->", Y, Z)) / len(log_sum)


def cost_logaddexp(Z, Y):
    return -np.average(((Z - np.logaddexp.reduce(Z, axis=0)) * Y).sum(0)).item()


# softmax_cost, wrong
def probabilities(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=0)


def clipping(epsilon):
    def cost(Z, Y):
        return -np.mean(np.sum(Y * np.log(np.clip(probabilities(Z), epsilon, 1.0)), axis=0))
    return cost


def cost_clip_thrown_away(Z, Y):
    P = probabilities(Z)
    np.clip(P, 1e-12, 1)
    return -np.sum(Y * np.log(P)) / Z.shape[1]


def cost_of_picked_probabilities(Z, Y):
    P = probabilities(Z)
    return float(-np.log(P[Y == 1]).mean())


def cost_of_all_entries(Z, Y):
    return -(Y * special.log_softmax(Z, axis=0)).mean()


def cost_summed(Z, Y):
    return -(Y * special.log_softmax(Z, axis=0)).sum()


def cost_twice(Z, Y):
    return -(Y * special.log_softmax(probabilities(Z), axis=0)).sum() / Z.shape[1]


def cost_of_scores(Z, Y):
    return -np.sum(np.log(Z) * Y) / Z.shape[1]


def cost_without_truth(Z, Y):
    return -special.log_softmax(Z, axis=0).sum() / Z.shape[1]


def cost_binary(Z, Y):
    log_p = special.log_softmax(Z, axis=0)
    return -np.sum(Y * log_p + (1 - Y) * np.log(1 - np.exp(log_p))) / Z.shape[1]


def cost_unshifted(Z, Y):
    return np.mean(np.log(np.exp(Z).sum(axis=0)) - np.sum(Y * Z, axis=0))


def cost_of_plain_softmax(Z, Y):
    return -np.sum(Y * np.log(np.exp(Z) / np.exp(Z).sum(axis=0))) / Z.shape[1]


def cost_of_unshifted_logarithms(Z, Y):
    logarithms = Z - np.log(np.exp(Z).sum(axis=0, keepdims=True))
    return -float(np.einsum("ci,ci->", Y, logarithms)) / Z.shape[1]


def cost_negative(Z, Y):
    return (Y * special.log_softmax(Z, axis=0)).sum() / Z.shape[1]


def cost_of_rows(Z, Y):
    return -(Y * special.log_softmax(Z, axis=1)).sum() / Z.shape[0]


def cost_precedence(Z, Y):
    loss = -(Y * special.log_softmax(Z, axis=0)).sum()
    loss /= Z.shape[1] + 0.5
    return loss


# softmax_backward, right
def backward_scipy(Z, Y):
    return (special.softmax(Z, axis=0) - Y) / Y.shape[1]


def backward_in_place_on_its_own(Z, Y):
    dZ = special.softmax(Z, axis=0)
    dZ[Y.argmax(axis=0), np.arange(Z.shape[1])] -= 1
    dZ /= Z.shape[1]
    return dZ


def backward_by_jacobian(Z, Y):
    columns = []
    for p, y in zip(special.softmax(Z, axis=0).T, Y.T):
        J = np.diag(p) - np.outer(p, p)
        columns.append(-J @ (y / np.maximum(p, 1e-300)))
    return np.array(columns).T / Z.shape[1]


def backward_loop(Z, Y):
    C, m = Z.shape
    dZ = np.empty((C, m))
    for i in range(m):
        e = np.exp(Z[:, i] - Z[:, i].max())
        dZ[:, i] = (e / e.sum() - Y[:, i]) / m
    return dZ


# softmax_backward, wrong
def backward_undivided(Z, Y):
    return special.softmax(Z, axis=0) - Y


def backward_divided_twice(Z, Y):
    m = Z.shape[1]
    return (special.softmax(Z, axis=0) - Y) / m / m


def backward_all_entries(Z, Y):
    return (special.softmax(Z, axis=0) - Y) / (Z.shape[0] * Z.shape[1])


def backward_classes(Z, Y):
    return (special.softmax(Z, axis=0) - Y) / len(Z)


def backward_double(Z, Y):
    return 2 / Z.shape[1] * (special.softmax(Z, axis=0) - Y)


def backward_sign(Z, Y):
    return (Y - special.softmax(Z, axis=0)) / Z.shape[1]


def backward_of_logarithm(Z, Y):
    dZ = special.log_softmax(Z, axis=0)
    dZ[Y.argmax(axis=0), np.arange(Z.shape[1])] -= 1
    return dZ / Z.shape[1]


def backward_true_class_only(Z, Y):
    return np.where(Y == 1, special.softmax(Z, axis=0) - 1, 0) / Z.shape[1]


def backward_squared_error(Z, Y):
    P = special.softmax(Z, axis=0)
    return (P - Y) * P * (1 - P) / Z.shape[1]


def backward_overflow(Z, Y):
    e = np.exp(Z)
    return (e / e.sum(axis=0, keepdims=True) - Y) / Z.shape[1]


def backward_jacobian(Z, Y):
    p = special.softmax(Z, axis=0)[:, 0]
    return np.diag(p) - np.outer(p, p)


def backward_into_Y(Z, Y):
    Y -= special.softmax(Z, axis=0)
    return -Y / Z.shape[1]


RIGHT = {
    "one_hot": [one_hot_loop, one_hot_fancy, one_hot_comparison, one_hot_transposed_view],
    "softmax": [softmax_scipy, softmax_of_log, softmax_transposed, softmax_no_keepdims, softmax_loop, softmax_tiny_epsilon],
    "hardmax": [hardmax_loop, hardmax_put, hardmax_comparison, hardmax_first_of_ties],
    "softmax_cost": [cost_scipy, cost_by_label, cost_loop, cost_einsum, cost_logaddexp],
    "softmax_backward": [backward_scipy, backward_in_place_on_its_own, backward_by_jacobian, backward_loop],
}

WRONG = {
    "one_hot": [
        (one_hot_rows, said("one_hot", "The examples are the rows"), "seen"),
        (one_hot_unique, said("one_hot", "The rows for the highest"), "seen"),
        (one_hot_from_one, said("one_hot", "Every one stands one row too high"), "seen"),
        (one_hot_flipped, said("one_hot", "Zeros and ones have changed"), "plausible"),
        (one_hot_too_high, None, "seen: labels + 1, an IndexError for the top class"),
        (one_hot_unflattened, None, "plausible: labels of shape (1, m)"),
        (one_hot_unrefused, None, "plausible: labels out of range are clipped"),
    ],
    "softmax": [
        (softmax_over_examples, said("softmax", "The rows sum to 1"), "seen"),
        (softmax_whole, said("softmax", "All entries together"), "plausible"),
        (softmax_plain, said("softmax", "Scores near 1000"), "seen"),
        (softmax_other_name, said("softmax", "Scores near 1000"), "seen: the shifted scores are not used"),
        (softmax_one_maximum, said("softmax", "Columns whose scores"), "seen"),
        (softmax_smallest, said("softmax", "A column with both"), "plausible"),
        (softmax_row_maximum, said("softmax", "The scores of one column"), "plausible"),
        (softmax_undivided, said("softmax", "The columns do not sum"), "plausible"),
        (softmax_in_place, "inputs changed", "seen: Z -= max changes the caller's Z and fails for integers"),
    ],
    "hardmax": [
        (hardmax_all_ties, said("hardmax", "A column with a tie"), "seen"),
        (hardmax_values, said("hardmax", "The result holds the largest"), "seen"),
        (hardmax_places, said("hardmax", "The result holds the places"), "plausible"),
        (hardmax_last, said("hardmax", "On a tie the one stands at the last"), "plausible"),
        (hardmax_rows, said("hardmax", "Every row has one winner"), "plausible"),
        (hardmax_single, said("hardmax", "Only the largest score"), "plausible"),
    ],
    "softmax_cost": [
        *((clipping(epsilon), said("softmax_cost", f"The loss of a confidently wrong column stops at {-math.log(epsilon):.1f}"),
           "seen") for epsilon in (1e-7, 1e-8, 1e-12, 1e-15)),
        (clipping(1e-5), None, "seen: another epsilon"),
        (cost_clip_thrown_away, said("softmax_cost", "A confidently wrong column gives nan"), "seen: the clipped value is not used"),
        (cost_of_picked_probabilities, said("softmax_cost", "A confidently wrong column gives inf"), "plausible"),
        (cost_of_all_entries, said("softmax_cost", "The cost is C times"), "seen"),
        (cost_summed, said("softmax_cost", "The cost is m times"), "plausible"),
        (cost_twice, said("softmax_cost", "A softmax was taken twice"), "seen"),
        (cost_of_scores, said("softmax_cost", "The logarithm was taken of the scores"), "seen"),
        (cost_without_truth, said("softmax_cost", "The logarithms of all classes"), "seen"),
        (cost_binary, said("softmax_cost", "A second term with 1 - Y"), "plausible"),
        (cost_unshifted, said("softmax_cost", "Scores of 1000 give inf"), "seen"),
        (cost_of_plain_softmax, said("softmax_cost", "Scores of 1000 give nan: their"), "seen"),
        (cost_of_unshifted_logarithms, said("softmax_cost", "Scores of 1000 give nan. The logarithm"), "plausible"),
        (cost_negative, said("softmax_cost", "The cost has the wrong sign"), "plausible"),
        (cost_of_rows, said("softmax_cost", "The rows were taken"), "seen"),
        (cost_precedence, None, "seen: /= binds to all that follows"),
    ],
    "softmax_backward": [
        (backward_undivided, said("softmax_backward", "The gradient is m times too large"), "seen"),
        (backward_divided_twice, said("softmax_backward", "The gradient is m times too small"), "seen"),
        (backward_all_entries, said("softmax_backward", "The gradient is C times"), "seen"),
        (backward_classes, said("softmax_backward", "The gradient was divided by the number of classes"), "plausible"),
        (backward_double, said("softmax_backward", "The gradient is twice"), "seen"),
        (backward_sign, said("softmax_backward", "The gradient points"), "plausible"),
        (backward_of_logarithm, said("softmax_backward", "The truth was subtracted"), "seen"),
        (backward_true_class_only, said("softmax_backward", "Only the entries"), "plausible"),
        (backward_squared_error, said("softmax_backward", "A factor p(1 - p)"), "plausible"),
        (backward_overflow, said("softmax_backward", "Scores near 1000"), "seen"),
        (backward_jacobian, None, "seen: the Jacobian itself is returned"),
        (backward_into_Y, "inputs changed", "seen: dZ is worked out in Y"),
    ],
}
