"""Frameworks: a small static-graph framework, from the order of its nodes to a step of gradient descent."""
import importlib.util
import time

import matplotlib.pyplot as plt
import numpy as np

from course import datasets, plots
from course.graph import (Add, Group, MatMul, Multiply, OneHot, Placeholder, Relu, SigmoidCrossEntropy,
                          SoftmaxCrossEntropy, Variable)

from course.solutions.exercises import case, exercise


def topological_order(node):
    """All nodes that `node` needs, in an order in which they can be computed.

    node: the node asked for. Returns a list of nodes: every node that can be reached through `inputs`, once each,
    every input before its users, `node` itself last. Any such order is right. Nothing is written on the nodes.
    Source: Kahn (1962); Cormen et al. (2022), section 20.4.
    """
    ### BEGIN SOLUTION
    order, placed, path = [], set(), [node]
    while path:
        waiting = [each for each in path[-1].inputs if each not in placed]
        if waiting:
            path.append(waiting[0])
        else:
            placed.add(path[-1])
            order.append(path.pop())
    return order
    ### END SOLUTION


SKIP = {
    "x": "Placeholder", "W": np.ones((3, 4)), "b": np.ones((3, 1)), "Z": "MatMul W x", "unused": "Relu Z", "H": "Add Z b",
    "A": "Relu H", "S": "Add A H", "J": "Multiply S Z", "after_J": "Relu J",
}
SKIP_FIRST = SKIP | {"S": "Add H A"}
DOUBLED = {"a0": "Placeholder", **{f"a{k}": f"Add a{k - 1} a{k - 1}" for k in range(1, 8)}}


def draw_graph(rng):
    """A random graph: each operation uses the one before it and one drawn from all before, perhaps the same, on either side."""
    names = ["p0", "p1", "v0", "v1"]
    graph = {name: "Placeholder" if name[0] == "p" else np.ones(2) for name in names}
    for k in range(int(rng.integers(6, 9))):
        other = names[int(rng.integers(len(names)))] if k != 3 else "n0"
        left, right = (other, names[-1]) if k == 3 else rng.permutation([other, names[-1]])
        graph[f"n{k}"] = f"{rng.choice(['Add', 'Multiply'])} {left} {right}"
        names.append(f"n{k}")
    return case(graph=graph, node=names[-1])


def kept_visits(node):
    """Mistake: the mark "visited" stays on the nodes."""
    if getattr(node, "visited", False):
        return []
    node.visited = True
    return [found for each in node.inputs for found in kept_visits(each)] + [node]


def as_tree(node):
    """Mistake: shared nodes are put down once for each user."""
    return [found for each in node.inputs for found in as_tree(each)] + [node]


def before_inputs(node):
    """Mistake: each node is put down before its inputs, and the list is reversed at the end."""
    order = []

    def visit(each):
        if each not in order:
            order.append(each)
            for needed in each.inputs:
                visit(needed)

    visit(node)
    return order[::-1]


def by_level(node):
    """Mistake: level by level from the node asked for, then reversed."""
    order = [node]
    for each in order:
        order.extend(found for found in dict.fromkeys(each.inputs) if found not in order)
    return order[::-1]


exercise(
    topological_order, points=5, minutes=25, difficulty=3, probe="graph_order", draw=draw_graph, draws=6,
    advice=("recursion",),
    cases=[case(graph=SKIP, node="J"), case(graph=SKIP_FIRST, node="J"), case(graph=DOUBLED, node="a7"),
           case(graph={"x": "Placeholder", "y": "Relu x"}, node="x")],
    parts={"the nodes": ["every operation that is needed stands in the order",
                         "every placeholder and variable that is needed stands in the order",
                         "nothing else stands in the order", "no node stands twice"],
           "their order": ["inputs stand before their users", "the node asked for stands last"],
           "a second call": ["a second call gives a right order again"]},
    hints=("Which nodes can stand first? Those without inputs. When may a node follow? When all its inputs stand already.",
           "Walk from the node to its inputs, to their inputs and so on. Put a node down on the way back, after all its "
           "inputs. Keep a set of the nodes already put down, and pass by those.",
           "Write a helper that takes a node: if the node is in the set, do nothing; else call the helper on each input, then "
           "add the node to the set and to the list. Or do the same with a list of your own as the path, without recursion."),
    mistakes={
        ("return order", "return order[::-1]"):
            "Users stand before their inputs, and the node asked for is not the last. A node may be put down only after all "
            "its inputs.",
        as_tree: "A node that is used twice stands in the list twice. Remember which nodes are already put down.",
        by_level: "With a skip connection an input stands after its user: the nodes were listed level by level. A node that is "
                  "used near the end may be needed near the beginning too.",
        before_inputs: "With a node that is used twice, an input stands after one of its users: each node was put down before "
                       "its inputs, and the list turned round. A node is put down on the way back, after all its inputs.",
        kept_visits: "The second call on the same graph gives a shorter list. Something was written on the nodes and is still "
                     "there; keep the set of visited nodes inside the call.",
        ("return order", "return order[:-1]"):
            "The node asked for is not in the list. It can be computed too, last of all.",
        ("path[-1].inputs if", "path[-1].inputs[:1] if"):
            "Nodes are missing: only the first input of each operation was followed. An operation needs all its inputs.",
        ("return order", "return [each for each in order if each.inputs]"):
            "The placeholders and variables are missing. They have no inputs, but they are nodes of the graph too.",
    },
)


def evaluate(node, feed):
    """The value of a node.

    node: the node asked for. feed: {Placeholder: array}; a placeholder that is not needed may be missing, and one that is
    not needed may be there. Returns the node's value. Every operation that is needed runs its `forward` once in a call, in
    topological order; nothing is kept from one call to the next. feed and the variables are left as they were.
    ValueError when a placeholder that is needed has no value in feed.
    """
    ### BEGIN SOLUTION
    values = {}
    for each in topological_order(node):
        if isinstance(each, Placeholder):
            if each not in feed:
                raise ValueError(f"The placeholder {each.name!r} needs a value: put it into feed.")
            values[each] = feed[each]
        else:
            values[each] = each.forward(*(values[needed] for needed in each.inputs))
    return values[node]
    ### END SOLUTION


def classifier(rng, n_x=3, n_1=5, n_classes=4):
    """A description of a small classifier with softmax cross-entropy, and a variable that nothing needs."""
    return {
        "X": "Placeholder", "labels": "Placeholder", "dropped": "Placeholder",
        "W1": rng.normal(size=(n_1, n_x)), "b1": rng.normal(size=(n_1, 1)),
        "W2": rng.normal(size=(n_classes, n_1)), "b2": rng.normal(size=(n_classes, 1)), "idle": rng.normal(size=(2, 6)),
        "M1": "MatMul W1 X", "Z1": "Add M1 b1", "A1": "Relu Z1", "M2": "MatMul W2 A1", "Z2": "Add M2 b2",
        "T": f"OneHot labels {n_classes}", "J": "SoftmaxCrossEntropy Z2 T",
    }


def batch(rng, m, n_x=3, n_classes=4):
    """A feed for `classifier`, with a placeholder that it does not need."""
    return {"X": rng.normal(size=(n_x, m)), "labels": rng.integers(n_classes, size=m), "dropped": rng.normal(size=2)}


def shared(rng):
    """A description in which values are used again and again: a skip connection, a square, a doubled node."""
    return {
        "x": "Placeholder", "y": "Placeholder", "w": rng.uniform(0.5, 1.5, size=(2, 1)), "u": "Multiply w x", "d": "Add u u",
        "q": "Multiply d d", "s": "Add q u", "e": "Add s s", "J": "SigmoidCrossEntropy e y",
    }


def shared_feed(rng, m):
    """A feed for `shared`."""
    return {"x": rng.normal(size=(2, m)) / 2, "y": rng.integers(2, size=(2, m)).astype(float)}


def draw_evaluation(rng):
    """The classifier and the graph of shared nodes, each with two feeds of different sizes."""
    m = int(rng.integers(6, 9))
    return [case(graph=classifier(rng), node="J", feeds=[batch(rng, m), batch(rng, m + 2)], missing="X"),
            case(graph=shared(rng), node="e", feeds=[shared_feed(rng, m), shared_feed(rng, m + 1)], missing="x")]


def cached_evaluate(node, feed):
    """Mistake: values are kept on the nodes."""
    for each in topological_order(node):
        if not hasattr(each, "cached"):
            if isinstance(each, Placeholder) and each not in feed:
                raise ValueError("no value")
            each.cached = (feed[each] if isinstance(each, Placeholder)
                           else each.forward(*(needed.cached for needed in each.inputs)))
    return node.cached


def recomputed_evaluate(node, feed):
    """Mistake: every user computes its inputs again."""
    if isinstance(node, Placeholder):
        if node not in feed:
            raise ValueError("no value")
        return feed[node]
    return node.forward(*(recomputed_evaluate(each, feed) for each in node.inputs))


exercise(
    evaluate, points=5, minutes=20, difficulty=2, probe="graph_evaluate", draw=draw_evaluation, draws=2,
    uses=["topological_order"], cases=draw_evaluation(np.random.default_rng(61)),
    parts={"value": ["value for the first feed", "value for a second feed"],
           "each forward once, nothing changed": [
               "forward runs of the first call", "forward runs of the second call",
               "feed is left as it was", "variables are left as they were"],
           "refusal": ["error for a placeholder without value"]},
    hints=("With the order in hand, you can go through the nodes once: when you reach a node, its inputs are done.",
           "Keep a new dictionary from nodes to values in each call. A placeholder's value comes from feed; any other "
           "node's value comes from its `forward`, called with the values of its inputs, in the order of `inputs`.",
           "For each node in topological order: if it is a Placeholder, look it up in feed, and raise a ValueError with its "
           "name if it is not there; else store forward(values of its inputs). Return the value of the node asked for."),
    mistakes={
        cached_evaluate: "The second feed gets the answer of the first. Values were kept from the earlier call; each call needs "
                         "a new dictionary of values.",
        recomputed_evaluate: "The values are right, but operations with several users ran more than once. With long graphs that "
                             "doubles and doubles again: keep each value and use it again.",
        ("if each not in feed:\n                raise ValueError(f\"The placeholder {each.name!r} needs a value: put it into "
         "feed.\")\n            values[each] = feed[each]",
         "values[each] = each.kept = feed.get(each, getattr(each, \"kept\", 0.0))"):
            "A needed placeholder without a value was not refused: a default, or the value of an earlier call, was used. "
            "Every call stands for itself.",
        ("raise ValueError(f\"The placeholder {each.name!r} needs a value: put it into feed.\")", "raise KeyError(each.name)"):
            "A needed placeholder without a value ends in a KeyError. Say it in a sentence, with a ValueError.",
        ("values = {}", "values = feed"):
            "The call has changed `feed`. Keep values of nodes in a dictionary of your own.",
        ("return values[node]", "return list(values.values())"):
            "The values of all nodes came back. Only that of the node asked for is wanted.",
    },
)


def gradients(cost, nodes, feed):
    """The gradients of a cost with respect to some nodes, by reverse-mode differentiation.

    cost: a node whose value is 0-d. nodes: a list of any nodes: variables, placeholders, operations, the cost itself.
    feed: {Placeholder: array}. Returns a list, in the order of `nodes`: for each node the gradient of the cost, with the
    shape of the node's value; zeros for a node on which the cost does not depend. A node's gradient is the sum over all its
    uses, two uses in one operation included. Nothing is kept from one call to the next, and the variables stay as they are.
    Source: Linnainmaa (1976); Baydin et al. (2018), section 3.2.
    """
    ### BEGIN SOLUTION
    order = topological_order(cost)
    asked = [*order, *nodes]
    values = dict(zip(asked, evaluate(Group(*asked), feed)))
    slopes = {node: np.zeros(np.shape(values[node])) for node in asked}
    slopes[cost] = np.ones(())
    for node in reversed(order):
        inputs = [values[each] for each in node.inputs]
        for each, slope in zip(node.inputs, node.backward(slopes[node], *inputs)):
            if slope is not None:
                slopes[each] = slopes[each] + slope
    return [slopes[node] for node in nodes]
    ### END SOLUTION


def powers(rng):
    """A description on single numbers, with a used thrice: J = k·b³ + a, b = a + a."""
    return {"a": rng.uniform(1, 2), "k": rng.uniform(2, 3), "idle": "Placeholder", "b": "Add a a", "c": "Multiply b b",
            "e": "Multiply c k", "f": "Multiply e b", "J": "Add f a"}


def draw_gradients(rng):
    """The classifier, the graph of shared nodes, and numbers; among the nodes some that the cost does not need."""
    m = int(rng.integers(6, 9))
    return [case(graph=classifier(rng), cost="J", nodes=["W2", "b1", "W1", "idle", "b2", "A1", "X", "labels", "J"],
                 feed=batch(rng, m)),
            case(graph=shared(rng), cost="J", nodes=["w", "q", "u", "x"], feed=shared_feed(rng, m)),
            case(graph=powers(rng), cost="J", nodes=["b", "a", "idle", "c", "k"], feed={"idle": rng.normal(size=(2, 4))})]


def hasty_gradients(cost, nodes, feed):
    """Mistake: each contribution sends on all that has arrived so far."""
    order = topological_order(cost)
    asked = [*order, *nodes]
    values = dict(zip(asked, evaluate(Group(*asked), feed)))
    slopes = {node: np.zeros(np.shape(values[node])) for node in asked}

    def arrive(node, slope):
        slopes[node] = slopes[node] + slope
        for each, part in zip(node.inputs, node.backward(slopes[node], *(values[i] for i in node.inputs))):
            if part is not None:
                arrive(each, part)

    arrive(cost, 1.0)
    return [slopes[node] for node in nodes]


def kept_gradients(cost, nodes, feed):
    """Mistake: gradients are kept on the nodes, and the next call adds to them."""
    found = gradients(cost, nodes, feed)
    for node, slope in zip(nodes, found):
        node.kept = getattr(node, "kept", 0.0) + slope
    return [node.kept for node in nodes]


exercise(
    gradients, points=8, minutes=35, difficulty=3, probe="graph_gradients", draw=draw_gradients, draws=2,
    uses=["topological_order", "evaluate"], cases=draw_gradients(np.random.default_rng(62)),
    parts={"gradients, nothing changed": ["gradients", "feed is left as it was", "variables are left as they were"],
           "second call": ["gradients of a second call"]},
    hints=("The cost changes by 1 when the cost changes by 1: this is where the walk begins. From there, each node can tell its "
           "inputs their share, with its `backward`.",
           "Go through the topological order from its end. When you reach a node, all its users have already sent their "
           "shares. Add what `backward` returns to what each input has so far; do not replace it.",
           "Get all values with one call of `evaluate` on a Group of the order and of `nodes`. Start every node's gradient "
           "as zeros of its value's shape, and the cost's as 1. In reversed order, call backward with the node's own gradient "
           "and the values of its inputs, skip None, and add each result to the input's gradient."),
    mistakes={
        ("slopes[each] = slopes[each] + slope", "slopes[each] = slope"):
            "A node with several users has only the contribution of one of them. Contributions add up.",
        ("in zip(node.inputs, node.backward(slopes[node], *inputs)):",
         "in dict(zip(node.inputs, node.backward(slopes[node], *inputs))).items():"):
            "Where one operation uses the same node twice, as in a·a, one of the two contributions is lost. Both count.",
        hasty_gradients: "Gradients of shared nodes are too large: a node sent its gradient on before all its users had "
                         "contributed, and some parts went on twice. In which order must the nodes be visited?",
        ("reversed(order)", "order"):
            "Everything far from the cost has the gradient zero. The walk went from the inputs to the cost; gradients go the "
            "other way.",
        kept_gradients: "The second call gives twice the gradients of the first. Something was kept from one call to the next; "
                        "start each call from zeros.",
        ("slopes[cost] = np.ones(())", "slopes[cost] = values[cost]"):
            "Every gradient is multiplied by the value of the cost. The walk begins with the gradient of the cost with respect "
            "to itself, not with its value.",
        ("slopes[cost] = np.ones(())", "slopes[cost] = np.zeros(())"):
            "Every gradient is zero: the walk began with nothing. The gradient of the cost with respect to itself is 1.",
        ("np.zeros(np.shape(values[node]))", "np.zeros(())"):
            "A node on which the cost does not depend has a gradient of the wrong shape: a single zero. It should be zeros of "
            "the shape of the node's value.",
        ("return [slopes[node] for node in nodes]", "return [slopes[node] if node in order else None for node in nodes]"):
            "A node on which the cost does not depend got None. Its gradient is known: zeros of its value's shape.",
        ("return [slopes[node] for node in nodes]", "return [slopes[node] for node in order if node in nodes]"):
            "The gradients came in the order of the graph, or some are left out. They are wanted in the order of `nodes`.",
    },
)


def minimize_step(cost, variables, feed, learning_rate):
    """One step of gradient descent on some variables of a graph.

    cost: a node whose value is 0-d. variables: a list of Variables, each once. feed: {Placeholder: array}.
    Each listed variable gets a new array, value - learning_rate · gradient, with all gradients taken at the old values;
    the old arrays and all other variables stay as they were. Returns the cost before the step, a float.
    """
    ### BEGIN SOLUTION
    before = float(evaluate(cost, feed))
    slopes = gradients(cost, variables, feed)
    for variable, slope in zip(variables, slopes):
        variable.value = variable.value - learning_rate * slope
    return before
    ### END SOLUTION


def draw_steps(rng):
    """Two steps of the classifier with b1 left out of the list, and of the graph of shared nodes."""
    m = int(rng.integers(6, 9))
    return [case(graph=classifier(rng), cost="J", variables=["W1", "W2", "b2"], feed=batch(rng, m),
                 learning_rate=float(rng.uniform(0.3, 0.6))),
            case(graph=shared(rng), cost="J", variables=["w"], feed=shared_feed(rng, m), learning_rate=0.2)]


def one_by_one(cost, variables, feed, learning_rate):
    """Mistake: each variable is changed before the next gradient is computed."""
    before = float(evaluate(cost, feed))
    for variable in variables:
        variable.value = variable.value - learning_rate * gradients(cost, [variable], feed)[0]
    return before


def every_variable(cost, variables, feed, learning_rate):
    """Mistake: all variables of the graph are changed."""
    listed = [each for each in topological_order(cost) if isinstance(each, Variable)]
    return minimize_step(cost, listed, feed, learning_rate)


exercise(
    minimize_step, points=4, minutes=15, difficulty=2, probe="graph_step", draw=draw_steps, draws=2,
    uses=["topological_order", "evaluate", "gradients"], cases=draw_steps(np.random.default_rng(63)),
    parts={"cost": ["cost before the step", "cost before a second step"],
           "step, nothing else changed": ["change of the variables", "the old arrays are left as they were",
                                          "feed is left as it was"],
           "second step": ["change in a second step"]},
    hints=("You need the cost and the gradients at the old values. What may not have changed before you have both?",
           "One call of `gradients` gives all of them. Only then assign the new values.",
           "Compute the cost with `evaluate`, then all gradients with one call; then, for each variable, assign value minus "
           "learning_rate times gradient as a new array. Return the cost as a float."),
    mistakes={
        one_by_one:
            "The first variable has moved rightly, the later ones have not: their gradients were computed after the first "
            "had changed. All gradients belong to the same, old values.",
        ("variable.value - learning_rate", "variable.value + learning_rate"):
            "The step goes uphill: the gradient points to where the cost grows.",
        ("return before", "return float(evaluate(cost, feed))"):
            "The cost that came back is the one after the step. It should be the one before.",
        ("variable.value = variable.value - learning_rate * slope", "variable.value -= learning_rate * slope"):
            "The values are right, but the old arrays were changed in place. Whoever kept one of them, to compare or to go "
            "back, has lost it. Assign a new array.",
        ("learning_rate * slope", "slope"):
            "The step is the whole gradient: the learning rate is not used.",
        every_variable: "A variable that is not in the list has moved. Only the listed ones are trained; this is how a part of a "
                        "network is frozen.",
        ("variable.value = variable.value - learning_rate * slope", "variable.value = -learning_rate * slope"):
            "Each variable was replaced by the step itself. The step is added to the old value.",
    },
)


def to_rows(parameters):
    """Parameters of a columns-as-examples network for a framework whose examples are rows.

    parameters: {"W1": (n_1, n_0), "b1": (n_1, 1), "W2": …}. Returns {"W1": (n_0, n_1), "b1": (n_1,), "W2": …}, so that for
    X (n_0, m) the rows X.T @ W1 + b1 are the transpose of W1 @ X + b1 with the old ones. Any number of layers.
    """
    ### BEGIN SOLUTION
    return {key: value.T if key.startswith("W") else value.ravel() for key, value in parameters.items()}
    ### END SOLUTION


def draw_parameters(rng):
    """Four layers, one of them square, the last one with a single unit."""
    sizes = [int(n) for n in rng.permutation([2, 3, 5])]
    sizes += [sizes[-1], 1]
    return case(parameters={name + str(k): rng.normal(size=(sizes[k], sizes[k - 1] if name == "W" else 1))
                            for k in range(1, len(sizes)) for name in "Wb"})


exercise(
    to_rows, points=2, minutes=8, difficulty=1, returns="parameters", draw=draw_parameters,
    hints=("Transpose the equation Z = W X + b. What stands where W stood, and what where b stood?",
           "(W X) transposed is X transposed times W transposed. A row of numbers is added to every row by broadcasting.",
           "W changes its axes with .T, which is not the same as a reshape. b becomes an array with a single axis."),
    mistakes={
        ("value.T if", "value.reshape(value.shape[::-1]) if"):
            "The shapes of the W are right, but their numbers are in other places: a reshape keeps the reading order. "
            "Transposing exchanges rows and columns.",
        ("value.T if", "value if"):
            "The W are not transposed: they still are (n_out, n_in).",
        ("else value.ravel()", "else value"):
            "The b still are columns (n, 1). Added to rows of examples, (m, n) + (n, 1) fails, or goes wrong silently when m "
            "is n.",
        ("else value.ravel()", "else value.T"):
            "The b are (1, n). They would add rightly, but JAX and PyTorch code keeps b with a single axis, (n,).",
        ("else value.ravel()", "else value.squeeze()"):
            "The b of a layer with a single unit has lost both axes: it is a number, where an array of shape (1,) is asked. One "
            "axis should stay, whatever n is.",
    },
)
