"""Drivers: exercises on graphs, judged by building the graph beside the learner's function and returning plain data.

A description is a dictionary in building order. A text stands for an operation, anything else for a variable's value:
{"x": "Placeholder", "W": array, "Z": "MatMul W x", "T": "OneHot labels 4"}.
A driver takes the learner's function and descriptions; nodes never cross a border, in either direction.
"""
import functools
import graphlib
from collections.abc import Iterable

import numpy as np

from course import graph

DRIVERS = {}
KINDS = {kind.__name__: kind for kind in (
    graph.Group, graph.MatMul, graph.Add, graph.Multiply, graph.Relu, graph.OneHot,
    graph.SigmoidCrossEntropy, graph.SoftmaxCrossEntropy)}


def driver(function):
    """Register a driver under its own name."""
    DRIVERS[function.__name__] = function
    return function


@driver
def with_keywords(function, arguments, keywords):
    """An ordinary call, for tests that name arguments."""
    return function(*arguments, **keywords)


def build(description):
    """The nodes of a description, by name."""
    nodes = {}
    for name, entry in description.items():
        if isinstance(entry, str) and entry == "Placeholder":
            nodes[name] = graph.Placeholder(name)
        elif isinstance(entry, str):
            kind, *words = entry.split()
            nodes[name] = KINDS[kind](*(nodes[word] if word in nodes else int(word) for word in words))
        else:
            nodes[name] = graph.Variable(entry, name)
    return nodes


def fill(nodes, feed):
    """feed = {name: array} as a fresh {Placeholder: array}."""
    return {nodes[name]: np.array(value) for name, value in feed.items()}


def variable_values(nodes):
    """{name: a copy of the value} for every variable."""
    return {name: np.array(node.value) for name, node in nodes.items() if isinstance(node, graph.Variable)}


def feed_kept(nodes, feed, filled):
    """Whether a filled feed still holds what it was filled with, and nothing more."""
    return (len(filled) == len(feed)
            and all(np.array_equal(filled.get(nodes[name]), value) for name, value in feed.items()))


@driver
def orders(topological_order, description, name, times):
    """The names in the order returned, once for each of `times` calls on the same nodes; what is no order as it is."""
    nodes = build(description)
    names = {id(node): name for name, node in nodes.items()}
    orders = [topological_order(nodes[name]) for _ in range(times)]
    if any(order is None for order in orders):
        return None
    return [[names.get(id(node), "not a node of this graph") for node in order] if isinstance(order, Iterable) else order
            for order in orders]


@driver
def evaluations(evaluate, description, calls):
    """For each call (name, feed), on the same nodes: the value, forward runs by name, what stayed as it was."""
    nodes, answers, runs = build(description), [], {}
    for name, node in nodes.items():
        if node.inputs:
            count_forward(node, name, runs)
    before = variable_values(nodes)
    for name, feed in calls:
        runs.clear()
        filled = fill(nodes, feed)
        value = evaluate(nodes[name], filled)
        if value is None:
            return None
        answers.append({"value": value, "runs": dict(sorted(runs.items())), "feed kept": feed_kept(nodes, feed, filled),
                        "variables kept": same_arrays(before, variable_values(nodes))})
    return answers


def count_forward(node, name, runs):
    """Make every forward run of `node` counted in `runs`."""
    original = node.forward

    def counted(*values):
        runs[name] = runs.get(name, 0) + 1
        return original(*values)

    node.forward = counted


@driver
def refusal(evaluate, description, name, whole_feed, short_feed):
    """The kind of error for a feed that lacks a needed placeholder, asked after a call with the whole feed."""
    nodes = build(description)
    evaluate(nodes[name], fill(nodes, whole_feed))
    try:
        evaluate(nodes[name], fill(nodes, short_feed))
    except ValueError:
        return "ValueError"
    except Exception as error:
        return type(error).__name__
    return "no error"


def same_arrays(first, second):
    """Whether two dictionaries of arrays are equal."""
    return all(np.array_equal(first[name], second[name]) for name in first)


@driver
def derivatives(gradients, description, calls):
    """For each call (cost, names, feed), on the same nodes: the gradients, and what stayed as it was."""
    nodes, answers = build(description), []
    before = variable_values(nodes)
    for cost, names, feed in calls:
        filled = fill(nodes, feed)
        found = gradients(nodes[cost], [nodes[name] for name in names], filled)
        if found is None:
            return None
        answers.append({"gradients": plain_list(found), "feed kept": feed_kept(nodes, feed, filled),
                        "variables kept": same_arrays(before, variable_values(nodes))})
    return answers


def plain_list(found):
    """A list or tuple as a list; a dictionary keyed by nodes by the nodes' texts, so that it can cross a border."""
    if isinstance(found, dict):
        return {str(key): value for key, value in found.items()}
    return list(found) if isinstance(found, (list, tuple)) else found


@driver
def descents(minimize_step, description, calls):
    """For each call (cost, names, feed, learning_rate): the cost returned, every variable's change and shape."""
    nodes, answers = build(description), []
    for cost, names, feed, learning_rate in calls:
        old = {name: node.value for name, node in nodes.items() if isinstance(node, graph.Variable)}
        before, filled = variable_values(nodes), fill(nodes, feed)
        returned = minimize_step(nodes[cost], [nodes[name] for name in names], filled, learning_rate)
        if returned is None:
            return None
        after = variable_values(nodes)
        answers.append({"cost": returned, "changes": {name: change(before[name], after[name]) for name in before},
                        "old arrays kept": same_arrays(before, old), "feed kept": feed_kept(nodes, feed, filled)})
    return answers


def change(before, after):
    """after - before; the new array itself where its shape is another one."""
    return after - before if after.shape == before.shape else after


def describe(node):
    """A description of the graph under `node`, and its nodes by name: what `build` undoes."""
    found, waiting = {}, [node]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found[each] = each.inputs
            waiting.extend(each.inputs)
    names = {each: f"node{k}" for k, each in enumerate(graphlib.TopologicalSorter(found).static_order())}
    return {name: entry_of(each, names) for each, name in names.items()}, {name: each for each, name in names.items()}


def entry_of(node, names):
    """The entry of a description that stands for one node."""
    if isinstance(node, graph.Variable):
        return node.value
    extra = [str(node.n_classes)] if isinstance(node, graph.OneHot) else []
    return " ".join([type(node).__name__, *(names[each] for each in node.inputs), *extra])


# Stand-ins take the place of an earlier exercise whose answer was wrong. They run beside the learner's later function;
# ask(driver, *data) runs that driver on the reference where the reference lives, and returns its plain answer.
def order_stand_in(ask, node):
    """`topological_order`, answered from elsewhere."""
    description, nodes = describe(node)
    return [nodes[name] for name in ask("orders", description, name_of(node, nodes), 1)[0]]


def evaluate_stand_in(ask, node, feed):
    """`evaluate`, answered from elsewhere."""
    description, nodes = describe(node)
    return ask("evaluations", description, [(name_of(node, nodes), feed_by_name(feed, nodes))])[0]["value"]


def gradients_stand_in(ask, cost, nodes, feed):
    """`gradients`, answered from elsewhere."""
    description, known = describe(graph.Group(cost, *nodes))
    call = name_of(cost, known), [name_of(node, known) for node in nodes], feed_by_name(feed, known)
    return ask("derivatives", description, [call])[0]["gradients"]


STAND_INS = {"topological_order": order_stand_in, "evaluate": evaluate_stand_in, "gradients": gradients_stand_in}


def stand_in(name, ask):
    """What an earlier exercise's name is bound to: `ask` itself where plain data are enough."""
    return functools.partial(STAND_INS[name], ask) if name in STAND_INS else ask


def name_of(node, nodes):
    """The name under which `nodes` holds this very node."""
    return next(name for name, each in nodes.items() if each is node)


def feed_by_name(feed, nodes):
    """A feed keyed by names, of the placeholders that `nodes` holds."""
    return {name: feed[node] for name, node in nodes.items() if isinstance(node, graph.Placeholder) and node in feed}
