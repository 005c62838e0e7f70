"""Probes of the frameworks notebook: graphs are built beside the learner's functions by `course.checking.drivers`."""
from course.checking.probes import probe


@probe
def graph_order(subject, case):
    """An order is judged by its laws, never compared with one list. case: graph, node."""
    graph, node = case["graph"], case["node"]
    orders = subject.drive("orders", graph, node, 2)
    if orders is None:
        return {}
    first, second = orders
    needed = needed_names(graph, node)
    leaves = {name for name in needed if not inputs(graph, name)}
    return {
        "every operation that is needed stands in the order": needed - leaves <= set(first),
        "every placeholder and variable that is needed stands in the order": leaves <= set(first),
        "nothing else stands in the order": set(first) <= needed,
        "no node stands twice": len(set(first)) == len(first),
        "inputs stand before their users": inputs_first(graph, first),
        "the node asked for stands last": first[-1:] == [node],
        "a second call gives a whole order again": set(second) == needed,
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
    """Whether no input stands behind the first place of one of its users."""
    place = {}
    for k, name in enumerate(order):
        place.setdefault(name, k)
    return all(place[needed] < place[name] for name in place if name in graph
               for needed in inputs(graph, name) if needed in place)


@probe
def graph_evaluate(subject, case):
    """Values for two feeds, forward runs, a refusal. case: graph, node, feeds, and missing: a needed placeholder."""
    graph, node, feeds = case["graph"], case["node"], case["feeds"]
    answers = subject.drive("evaluations", graph, [(node, feed) for feed in feeds])
    if answers is None:
        return {}
    short = {name: value for name, value in feeds[0].items() if name != case["missing"]}
    return {
        "value for the first feed": answers[0]["value"],
        "value for a second feed": answers[1]["value"],
        "forward runs of the first call": answers[0]["runs"],
        "forward runs of the second call": answers[1]["runs"],
        "feed is left as it was": all(answer["feed kept"] for answer in answers),
        "variables are left as they were": all(answer["variables kept"] for answer in answers),
        "error for a placeholder without value": subject.drive("refusal", graph, node, feeds[0], short),
    }


@probe
def graph_gradients(subject, case):
    """Gradients, asked twice on the same nodes. case: graph, cost, nodes, feed."""
    call = case["cost"], case["nodes"], case["feed"]
    answers = subject.drive("derivatives", case["graph"], [call, call])
    if answers is None:
        return {}
    first, second = answers
    return {
        "gradients": first["gradients"],
        "gradients of a second call": second["gradients"],
        "feed is left as it was": first["feed kept"] and second["feed kept"],
        "variables are left as they were": first["variables kept"] and second["variables kept"],
    }


@probe
def graph_step(subject, case):
    """Two steps on the same nodes. case: graph, cost, variables, feed, learning_rate."""
    call = case["cost"], case["variables"], case["feed"], case["learning_rate"]
    answers = subject.drive("descents", case["graph"], [call, call])
    if answers is None:
        return {}
    first, second = answers
    return {
        "cost before the step": first["cost"],
        "change of the variables": first["changes"],
        "cost before a second step": second["cost"],
        "change in a second step": second["changes"],
        "the old arrays are left as they were": first["old arrays kept"] and second["old arrays kept"],
        "feed is left as it was": first["feed kept"] and second["feed kept"],
    }
