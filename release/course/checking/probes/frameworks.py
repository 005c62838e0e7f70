"""Probes of the frameworks notebook: graphs are built beside the learner's functions by `course.checking.drivers`."""
from course.checking.probes import malformed, probe


@probe
def graph_order(subject, case):
    """An order is judged by its laws, never compared with one list. case: graph, node."""
    graph, node = case["graph"], case["node"]
    first, second = pair(subject.drive("orders", graph, node, 2))
    if not all(isinstance(order, list) and all(isinstance(name, str) for name in order) for order in (first, second)):
        return malformed(first, "a list of nodes is asked")
    laws = order_laws(graph, node, first)
    return {**laws, "a second call gives a right order again": all(order_laws(graph, node, second).values())}


def order_laws(graph, node, order):
    """Which laws of a topological order hold for a list of names."""
    needed = needed_names(graph, node)
    leaves = {name for name in needed if not inputs(graph, name)}
    return {
        "every operation that is needed stands in the order": needed - leaves <= set(order),
        "every placeholder and variable that is needed stands in the order": leaves <= set(order),
        "nothing else stands in the order": set(order) <= needed,
        "no node stands twice": len(set(order)) == len(order),
        "inputs stand before their users": inputs_first(graph, order),
        "the node asked for stands last": order[-1:] == [node],
    }


def inputs(graph, name):
    """The names of the inputs of one node of a description."""
    entry = graph[name]
    return [word for word in entry.split()[1:] if word in graph] if isinstance(entry, str) else []


def needed_names(graph, name):
    """The names of every node that `name` needs, itself included."""
    found, waiting = set(), [name]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(inputs(graph, current))
    return found


def inputs_first(graph, order):
    """Whether every input stands before the first place of each of its users."""
    place = {}
    for k, name in enumerate(order):
        place.setdefault(name, k)
    return all(place.get(needed, len(order)) < place[name] for name in place if name in graph
               for needed in inputs(graph, name))


def pair(found):
    """Two answers of a driver, each None where the driver did not give two."""
    return found if isinstance(found, list) and len(found) == 2 else (None, None)


def two_answers(subject, driver, graph, calls):
    """What a driver says of two calls, as dictionaries; empty ones where the learner's function returned None."""
    found = pair(subject.drive(driver, graph, calls))
    return found if all(isinstance(answer, dict) for answer in found) else ({}, {})


def kept(answers, what):
    """Whether something was left as it was in both calls."""
    return all(answer.get(what) is True for answer in answers)


@probe
def graph_evaluate(subject, case):
    """Values for two feeds, forward runs, a refusal. case: graph, node, feeds, and missing: a needed placeholder."""
    graph, node, feeds = case["graph"], case["node"], case["feeds"]
    answers = first, second = two_answers(subject, "evaluations", graph, [(node, feed) for feed in feeds])
    if not first:
        return {}
    short = {name: value for name, value in feeds[0].items() if name != case["missing"]}
    return {
        "value for the first feed": first.get("value"),
        "value for a second feed": second.get("value"),
        "forward runs of the first call": first.get("runs"),
        "forward runs of the second call": second.get("runs"),
        "feed is left as it was": kept(answers, "feed kept"),
        "variables are left as they were": kept(answers, "variables kept"),
        "error for a placeholder without value": subject.drive("refusal", graph, node, feeds[0], short),
    }


@probe
def graph_gradients(subject, case):
    """Gradients, asked twice on the same nodes. case: graph, cost, nodes, feed."""
    call = case["cost"], case["nodes"], case["feed"]
    answers = first, second = two_answers(subject, "derivatives", case["graph"], [call, call])
    return {
        "gradients": first.get("gradients"),
        "gradients of a second call": second.get("gradients"),
        "feed is left as it was": kept(answers, "feed kept"),
        "variables are left as they were": kept(answers, "variables kept"),
    }


@probe
def graph_step(subject, case):
    """Two steps on the same nodes. case: graph, cost, variables, feed, learning_rate."""
    call = case["cost"], case["variables"], case["feed"], case["learning_rate"]
    answers = first, second = two_answers(subject, "descents", case["graph"], [call, call])
    return {
        "cost before the step": first.get("cost"),
        "change of the variables": first.get("changes"),
        "cost before a second step": second.get("cost"),
        "change in a second step": second.get("changes"),
        "the old arrays are left as they were": kept(answers, "old arrays kept"),
        "feed is left as it was": kept(answers, "feed kept"),
    }
