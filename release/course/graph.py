"""Graph: the nodes of a small static-graph framework, each with its forward rule and, under it, its backward rule.

A node says which nodes it needs (`inputs`) and what it does with their values; it never stores a value.
Only a `Variable` has state, its `value`. The functions that walk the graph are the learner's work.
"""
import numpy as np


class Node:
    """An operation on the values of other nodes. Nodes are equal only to themselves, and may be dictionary keys."""

    def __init__(self, *inputs):
        self.inputs = inputs

    def __repr__(self):
        return f"{type(self).__name__}({getattr(self, 'name', '')})"

    def forward(self, *values):
        """The value of this node, from the values of its inputs, in order. Changes nothing."""
        raise TypeError(f"{self!r} has no forward rule.")

    def backward(self, upstream, *values):
        """One gradient per input, of that input's shape; None where the node is not differentiable.

        upstream: the gradient of the cost with respect to this node's value.
        """
        raise TypeError(f"{self!r} has no backward rule.")


class Placeholder(Node):
    """A place for data. It has no inputs; its value comes from `feed`."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def forward(self):
        raise TypeError(f"{self!r} has no forward rule: its value comes from feed.")

    def backward(self, upstream):
        return ()


class Variable(Node):
    """A parameter. It has no inputs; its value is kept in `value`, a float64 copy of what it was given."""

    def __init__(self, value, name):
        super().__init__()
        self.value = np.array(value, dtype=np.float64)
        self.name = name

    def forward(self):
        return self.value

    def backward(self, upstream):
        return ()


class Group(Node):
    """Several nodes under one: its value is the tuple of their values. Asked for once, each is computed once."""

    def forward(self, *values):
        return values


class MatMul(Node):
    """left @ right, for two matrices."""

    def __init__(self, left, right):
        super().__init__(left, right)

    def forward(self, left, right):
        return left @ right

    def backward(self, upstream, left, right):
        return upstream @ right.T, left.T @ upstream


class Add(Node):
    """left + right, element by element, with broadcasting."""

    def __init__(self, left, right):
        super().__init__(left, right)

    def forward(self, left, right):
        return left + right

    def backward(self, upstream, left, right):
        return sum_to_shape(upstream, np.shape(left)), sum_to_shape(upstream, np.shape(right))


class Multiply(Node):
    """left * right, element by element, with broadcasting."""

    def __init__(self, left, right):
        super().__init__(left, right)

    def forward(self, left, right):
        return left * right

    def backward(self, upstream, left, right):
        return (sum_to_shape(upstream * right, np.shape(left)),
                sum_to_shape(upstream * left, np.shape(right)))


class Relu(Node):
    """max(0, value), element by element."""

    def __init__(self, value):
        super().__init__(value)

    def forward(self, value):
        return np.maximum(value, 0.0)

    def backward(self, upstream, value):
        return (upstream * (value > 0),)


class OneHot(Node):
    """Labels (m,) of whole numbers 0 ... n_classes - 1, as columns (n_classes, m) of zeros and a single one."""

    def __init__(self, labels, n_classes):
        super().__init__(labels)
        self.n_classes = n_classes

    def forward(self, labels):
        labels = np.asarray(labels)
        if labels.min() < 0 or labels.max() >= self.n_classes:
            raise ValueError(f"OneHot needs labels from 0 to {self.n_classes - 1}.")
        return np.eye(self.n_classes)[:, labels]

    def backward(self, upstream, labels):
        return (None,)


class SigmoidCrossEntropy(Node):
    """-[t log s(z) + (1 - t) log(1 - s(z))] from logits z, summed over rows, mean over columns: a 0-d value."""

    def __init__(self, logits, targets):
        super().__init__(logits, targets)

    def forward(self, logits, targets):
        losses = np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits)))
        return np.mean(np.sum(losses, axis=0))

    def backward(self, upstream, logits, targets):
        m = logits.shape[1]
        sigmoid = 0.5 * (1 + np.tanh(logits / 2))
        return upstream * (sigmoid - targets) / m, -upstream * logits / m


class SoftmaxCrossEntropy(Node):
    """-sum of t log softmax(z) from logits z, summed over rows, mean over columns: a 0-d value."""

    def __init__(self, logits, targets):
        super().__init__(logits, targets)

    def forward(self, logits, targets):
        return -np.mean(np.sum(targets * log_softmax(logits), axis=0))

    def backward(self, upstream, logits, targets):
        m, log_p = logits.shape[1], log_softmax(logits)
        total = np.sum(targets, axis=0)
        return upstream * (np.exp(log_p) * total - targets) / m, -upstream * log_p / m


def sum_to_shape(gradient, shape):
    """Undo broadcasting: add up the entries of `gradient` that came from one entry of an array of `shape`."""
    extra = np.ndim(gradient) - len(shape)
    stretched = tuple(axis + extra for axis, size in enumerate(shape) if size == 1)
    return np.sum(gradient, axis=(*range(extra), *stretched)).reshape(shape)


def log_softmax(logits):
    """The logarithm of softmax, column by column, safe for logits of any finite size."""
    shifted = logits - np.max(logits, axis=0, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))
