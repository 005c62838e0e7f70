"""Frameworks, answered in many ways: right ones that must pass, wrong ones that must be told what is wrong."""
import copy
from collections import deque
from functools import lru_cache

import numpy as np

from course.graph import Group, Placeholder, Variable
from course.solutions.exercises import load


def said(name, start):
    """The whole sentence of a named mistake, found by how it begins."""
    found = [sentence for sentence in load("frameworks")[name].mistakes.values() if sentence.startswith(start)]
    assert len(found) == 1, (name, start, found)
    return found[0]


# topological_order, right
def order_recursive(node):
    order, seen = [], set()

    def visit(each):
        if each not in seen:
            seen.add(each)
            for needed in each.inputs:
                visit(needed)
            order.append(each)

    visit(node)
    return order


def order_kahn(node):
    """Kahn (1962): count inputs, put down what waits for nothing."""
    users, missing, waiting = {}, {}, [node]
    while waiting:
        each = waiting.pop()
        if each not in missing:
            missing[each] = len(each.inputs)
            for needed in each.inputs:
                users.setdefault(needed, []).append(each)
                waiting.append(needed)
    ready, order = deque(each for each in missing if missing[each] == 0), []
    while ready:
        order.append(ready.popleft())
        for user in users.get(order[-1], []):
            missing[user] -= 1
            if missing[user] == 0:
                ready.append(user)
    return order


def order_two_stacks(node):
    """An explicit stack with an open and a close entry for each node."""
    order, seen, stack = [], set(), [(node, False)]
    while stack:
        each, ready = stack.pop()
        if each in seen:
            continue
        if ready:
            seen.add(each)
            order.append(each)
        else:
            stack.append((each, True))
            stack.extend((needed, False) for needed in each.inputs)
    return order


def order_by_height(node):
    """Nodes sorted by their longest way down to a leaf."""
    @lru_cache(maxsize=None)
    def height(each):
        return 1 + max(map(height, each.inputs), default=0)

    found = {node}
    while True:
        more = found | {needed for each in found for needed in each.inputs}
        if more == found:
            return tuple(sorted(found, key=height))
        found = more


def order_repeated_passes(node):
    """Put down whatever can be put down until nothing is left; membership in a list."""
    left, order = [node], []
    for each in left:
        left.extend(needed for needed in each.inputs if needed not in left)
    while left:
        ready = [each for each in left if all(needed in order for needed in each.inputs)]
        order.extend(ready)
        left = [each for each in left if each not in ready]
    return order


# topological_order, wrong
def order_before_inputs(node):
    order, stack = [], [node]
    while stack:
        each = stack.pop()
        if each not in order:
            order.append(each)
            stack.extend(each.inputs)
    return order


def order_of_a_tree(node):
    order = []

    def visit(each):
        for needed in each.inputs:
            visit(needed)
        order.append(each)

    visit(node)
    return order


def order_breadth_first(node):
    order, queue = [], deque([node])
    while queue:
        each = queue.popleft()
        if each in order:
            continue
        order.append(each)
        queue.extend(each.inputs)
    return list(reversed(order))


def order_reversed_preorder(node):
    order, seen, stack = [], set(), [node]
    while stack:
        each = stack.pop()
        if each in seen:
            continue
        seen.add(each)
        order.insert(0, each)
        stack.extend(each.inputs[::-1])
    return order


def order_marked(node):
    order = []

    def visit(each):
        if not hasattr(each, "done"):
            each.done = True
            for needed in each.inputs:
                visit(needed)
            order.append(each)

    visit(node)
    return order


def order_without_itself(node):
    return [each for each in order_recursive(node) if each is not node]


def order_first_inputs(node):
    order = [node]
    while order[0].inputs:
        order.insert(0, order[0].inputs[0])
    return order


def order_operations_only(node):
    return [each for each in order_kahn(node) if not isinstance(each, (Placeholder, Variable))]


def order_of_names(node):
    return [str(each) for each in order_recursive(node)]


# evaluate, right
def evaluate_plain(node, feed):
    values = dict(feed)
    for each in order_recursive(node):
        if each in values:
            continue
        if isinstance(each, Placeholder):
            raise ValueError(f"{each.name} has no value")
        values[each] = each.forward(*[values[i] for i in each.inputs])
    return values[node]


def evaluate_memo(node, feed):
    memo = {}

    def value(each):
        if each not in memo:
            if isinstance(each, Placeholder):
                try:
                    memo[each] = feed[each]
                except KeyError:
                    raise ValueError("a placeholder has no value") from None
            else:
                memo[each] = each.forward(*map(value, each.inputs))
        return memo[each]

    return value(node)


def evaluate_list(node, feed):
    order = order_kahn(node)
    missing = [each.name for each in order if isinstance(each, Placeholder) and each not in feed]
    if missing:
        raise ValueError(f"no value for {missing}")
    values = []
    for each in order:
        if isinstance(each, Placeholder):
            values.append(feed[each])
        elif isinstance(each, Variable):
            values.append(each.value)
        else:
            values.append(each.forward(*[values[order.index(i)] for i in each.inputs]))
    return values[-1]


def evaluate_by_id(node, feed):
    table = {id(key): value for key, value in feed.items()}
    for each in order_two_stacks(node):
        if id(each) not in table:
            if type(each) is Placeholder:
                raise ValueError(each.name)
            table[id(each)] = each.forward(*(table[id(i)] for i in each.inputs))
    return table[id(node)]


# evaluate, wrong
def evaluate_remembering(node, feed):
    if not hasattr(node, "memory"):
        if isinstance(node, Placeholder):
            if node not in feed:
                raise ValueError("no value")
            node.memory = feed[node]
        else:
            node.memory = node.forward(*[evaluate_remembering(each, feed) for each in node.inputs])
    return node.memory


def evaluate_again(node, feed):
    if isinstance(node, Placeholder) and node not in feed:
        raise ValueError("no value")
    return feed[node] if isinstance(node, Placeholder) else node.forward(*[evaluate_again(i, feed) for i in node.inputs])


def evaluate_feed_for_good(node, feed):
    for placeholder, value in feed.items():
        placeholder.fed = value
    values = {}
    for each in order_recursive(node):
        values[each] = each.fed if isinstance(each, Placeholder) else each.forward(*[values[i] for i in each.inputs])
    return values[node]


def evaluate_zero_default(node, feed):
    values = {}
    for each in order_recursive(node):
        values[each] = (feed.get(each, np.zeros(()).item()) if isinstance(each, Placeholder)
                        else each.forward(*[values[i] for i in each.inputs]))
    return values[node]


def evaluate_key_error(node, feed):
    values = {}
    for each in order_recursive(node):
        values[each] = feed[each] if isinstance(each, Placeholder) else each.forward(*[values[i] for i in each.inputs])
    return values[node]


def evaluate_into_feed(node, feed):
    for each in order_recursive(node):
        if isinstance(each, Placeholder) and each not in feed:
            raise ValueError("no value")
        if each not in feed:
            feed[each] = each.forward(*[feed[i] for i in each.inputs])
    return feed[node]


def evaluate_all(node, feed):
    values = {}
    for each in copied_order(node):
        if isinstance(each, Placeholder) and each not in feed:
            raise ValueError("no value")
        values[each] = feed[each] if isinstance(each, Placeholder) else each.forward(*[values[i] for i in each.inputs])
    return [values[each] for each in copied_order(node)]


def copied_order(node):
    """The reference's order, so that the list of all values comes in the same order."""
    return load("frameworks")["topological_order"].function(node)


def evaluate_in_place_variables(node, feed):
    value = evaluate_plain(node, feed)
    for each in order_recursive(node):
        if isinstance(each, Variable):
            each.value = each.value * 1.5
    return value


# gradients, right
def all_values(nodes, feed):
    return dict(zip(nodes, evaluate_plain(Group(*nodes), feed)))


def gradients_setdefault(cost, nodes, feed):
    order = order_recursive(cost)
    values, slopes = all_values([*order, *nodes], feed), {cost: 1.0}
    for each in order[::-1]:
        if each not in slopes:
            continue
        parts = each.backward(slopes[each], *[values[i] for i in each.inputs])
        for needed, part in zip(each.inputs, parts):
            if part is not None:
                slopes[needed] = slopes.get(needed, 0) + part
    return [slopes.get(each, np.zeros(np.shape(values[each]))) for each in nodes]


def gradients_lists(cost, nodes, feed):
    """Contributions are collected in lists, and added when a node's turn comes."""
    order = order_kahn(cost)
    values = all_values(order + list(nodes), feed)
    arrived = {each: [] for each in values}
    arrived[cost].append(np.array(1.0))
    for each in reversed(order):
        total = sum(arrived[each], np.zeros(np.shape(values[each])))
        for needed, part in zip(each.inputs, each.backward(total, *map(values.get, each.inputs))):
            arrived[needed] += [] if part is None else [part]
    return tuple(sum(arrived[each], np.zeros(np.shape(values[each]))) for each in nodes)


def gradients_counting(cost, nodes, feed):
    """No order: a node sends on when all its users have contributed."""
    order = order_recursive(cost)
    values = all_values([*order, *nodes], feed)
    uses = dict.fromkeys(order, 0)
    for each in order:
        for needed in each.inputs:
            uses[needed] += 1
    slopes, ready = {each: np.zeros(np.shape(value)) for each, value in values.items()}, [cost]
    slopes[cost] = np.ones(())
    while ready:
        each = ready.pop()
        parts = each.backward(slopes[each], *[values[i] for i in each.inputs])
        for needed, part in zip(each.inputs, parts):
            slopes[needed] = slopes[needed] if part is None else slopes[needed] + part
            uses[needed] -= 1
            if uses[needed] == 0:
                ready.append(needed)
    return [slopes[each] for each in nodes]


def gradients_path_by_path(cost, nodes, feed):
    """Every path on its own: each contribution goes on alone."""
    values = all_values([*order_recursive(cost), *nodes], feed)
    slopes = {each: np.zeros(np.shape(value)) for each, value in values.items()}

    def send(each, part):
        slopes[each] = slopes[each] + part
        for needed, share in zip(each.inputs, each.backward(part, *[values[i] for i in each.inputs])):
            if share is not None:
                send(needed, share)

    send(cost, np.ones(()))
    return [slopes[each] for each in nodes]


# gradients, wrong
def swept(order, values, cost, add, seed=1.0, pairs=zip):
    """A sweep with one thing of the learner's own."""
    slopes = {each: np.zeros(np.shape(value)) for each, value in values.items()}
    slopes[cost] = np.asarray(seed, dtype=float)
    for each in order:
        for needed, part in pairs(each.inputs, each.backward(slopes[each], *[values[i] for i in each.inputs])):
            if part is not None:
                slopes[needed] = add(slopes[needed], part)
    return slopes


def add(old, new):
    return old + new


def gradients_overwritten(cost, nodes, feed):
    order = order_recursive(cost)
    slopes = swept(order[::-1], all_values([*order, *nodes], feed), cost, lambda old, new: new)
    return [slopes[each] for each in nodes]


def gradients_once_per_operation(cost, nodes, feed):
    order = order_recursive(cost)
    slopes = swept(order[::-1], all_values([*order, *nodes], feed), cost, add, pairs=lambda a, b: dict(zip(a, b)).items())
    return [slopes[each] for each in nodes]


def gradients_depth_first(cost, nodes, feed):
    values = all_values([*order_recursive(cost), *nodes], feed)
    slopes = {each: np.zeros(np.shape(value)) for each, value in values.items()}
    slopes[cost] = np.ones(())

    def down(each):
        for needed, part in zip(each.inputs, each.backward(slopes[each], *[values[i] for i in each.inputs])):
            if part is not None:
                slopes[needed] = slopes[needed] + part
                down(needed)

    down(cost)
    return [slopes[each] for each in nodes]


def gradients_inputs_first(cost, nodes, feed):
    order = copied_order(cost)
    slopes = swept(order, all_values([*order, *nodes], feed), cost, add)
    return [slopes[each] for each in nodes]


def gradients_never_cleared(cost, nodes, feed):
    order = order_recursive(cost)
    fresh = swept(order[::-1], all_values([*order, *nodes], feed), cost, add)
    for each, slope in fresh.items():
        each.slope = getattr(each, "slope", 0) + slope
    return [each.slope for each in nodes]


def gradients_seeded_with_cost(cost, nodes, feed):
    order = order_recursive(cost)
    values = all_values([*order, *nodes], feed)
    slopes = swept(order[::-1], values, cost, add, seed=values[cost])
    return [slopes[each] for each in nodes]


def gradients_unseeded(cost, nodes, feed):
    order = order_recursive(cost)
    slopes = swept(order[::-1], all_values([*order, *nodes], feed), cost, add, seed=0.0)
    return [slopes[each] for each in nodes]


def gradients_bare_zero(cost, nodes, feed):
    order = order_recursive(cost)
    slopes = swept(order[::-1], all_values([*order, *nodes], feed), cost, add)
    return [slopes[each] if np.any(slopes[each]) else 0.0 for each in nodes]


def gradients_none(cost, nodes, feed):
    order = order_recursive(cost)
    slopes = swept(order[::-1], all_values([*order, *nodes], feed), cost, add)
    return [slopes[each] if each in order else None for each in nodes]


def gradients_own_order(cost, nodes, feed):
    order = copied_order(cost)
    slopes = swept(order[::-1], all_values([*order, *nodes], feed), cost, add)
    return [slopes[each] for each in slopes if each in nodes and each in order]


def gradients_averaged_bias(cost, nodes, feed):
    found = gradients_setdefault(cost, nodes, feed)
    m = max(np.shape(value)[-1] for value in feed.values() if np.ndim(value) == 2)
    return [slope / m if np.ndim(slope) == 2 and slope.shape[1] == 1 else slope for slope in found]


def gradients_stretched_bias(cost, nodes, feed):
    m = max(np.shape(value)[-1] for value in feed.values() if np.ndim(value) == 2)
    return [np.repeat(slope, m, axis=1) if np.ndim(slope) == 2 and slope.shape[1] == 1 else slope
            for slope in gradients_setdefault(cost, nodes, feed)]


# minimize_step, right
def step_lists(cost, variables, feed, learning_rate):
    before = evaluate_plain(cost, feed)
    new = [v.value - learning_rate * g for v, g in zip(variables, gradients_setdefault(cost, variables, feed))]
    for variable, value in zip(variables, new):
        variable.value = value
    return float(before)


def step_gradients_first(cost, variables, feed, learning_rate):
    slopes = gradients_lists(cost, variables, feed)
    before = evaluate_memo(cost, feed)
    for k in range(len(variables)):
        variables[k].value = np.subtract(variables[k].value, np.multiply(learning_rate, slopes[k]))
    return before.item()


def step_copies(cost, variables, feed, learning_rate):
    before, slopes = evaluate_plain(cost, feed), gradients_counting(cost, variables, feed)
    for variable, slope in zip(variables, slopes):
        variable.value = variable.value.copy()
        variable.value -= learning_rate * slope
    return before


def step_grouped(cost, variables, feed, learning_rate):
    before, *old = evaluate_list(Group(cost, *variables), feed)
    for variable, value, slope in zip(variables, old, gradients_setdefault(cost, variables, feed)):
        variable.value = value + (-learning_rate) * slope
    return float(before)


# minimize_step, wrong
def step_one_at_a_time(cost, variables, feed, learning_rate):
    before = evaluate_plain(cost, feed)
    for variable in variables:
        slope, = gradients_setdefault(cost, [variable], feed)
        variable.value = variable.value - learning_rate * slope
    return float(before)


def stepping(change, after=False, every=False):
    def step(cost, variables, feed, learning_rate):
        if every:
            variables = [each for each in order_recursive(cost) if isinstance(each, Variable)]
        before = evaluate_plain(cost, feed)
        for variable, slope in zip(variables, gradients_setdefault(cost, variables, feed)):
            change(variable, slope, learning_rate)
        return float(evaluate_plain(cost, feed) if after else before)
    return step


def right_change(variable, slope, rate):
    variable.value = variable.value - rate * slope


def uphill(variable, slope, rate):
    variable.value = variable.value + rate * slope


def in_place(variable, slope, rate):
    variable.value[...] = variable.value - rate * slope


def rateless(variable, slope, rate):
    variable.value = variable.value - slope


def replaced(variable, slope, rate):
    variable.value = -rate * slope


def stretched(variable, slope, rate):
    variable.value = variable.value - rate * (np.repeat(slope, 3, axis=1) / 3 if slope.shape[1] == 1 else slope)


# to_rows, right
def rows_loop(parameters):
    rows = {}
    for l in range(1, len(parameters) // 2 + 1):
        rows[f"W{l}"] = np.transpose(parameters[f"W{l}"]).copy()
        rows[f"b{l}"] = parameters[f"b{l}"][:, 0]
    return rows


def rows_swapped(parameters):
    return {key: np.swapaxes(value, 0, 1) if key[0] == "W" else np.squeeze(value, axis=1) for key, value in parameters.items()}


def rows_einsum(parameters):
    return {key: np.einsum("ij->ji", value) if "W" in key else value.reshape(-1) for key, value in parameters.items()}


def rows_sorted(parameters):
    return {key: (value.T.copy() if key.startswith("W") else value.flatten()) for key, value in sorted(parameters.items())}


# to_rows, wrong
def rows_reshaped(parameters):
    return {key: value.ravel() if key[0] == "b" else value.reshape(value.shape[1], value.shape[0])
            for key, value in parameters.items()}


def rows_for_torch(parameters):
    return {key: value.copy() if key[0] == "W" else value.flatten() for key, value in parameters.items()}


def rows_columns_b(parameters):
    return {key: value.T if key[0] == "W" else copy.copy(value) for key, value in parameters.items()}


def rows_flat_b(parameters):
    return {key: np.transpose(value) for key, value in parameters.items()}


def rows_squeezed_b(parameters):
    return {key: np.squeeze(value) if key[0] == "b" else value.T for key, value in parameters.items()}


RIGHT = {
    "topological_order": [order_recursive, order_kahn, order_two_stacks, order_by_height, order_repeated_passes],
    "evaluate": [evaluate_plain, evaluate_memo, evaluate_list, evaluate_by_id],
    "gradients": [gradients_setdefault, gradients_lists, gradients_counting, gradients_path_by_path],
    "minimize_step": [step_lists, step_gradients_first, step_copies, step_grouped],
    "to_rows": [rows_loop, rows_swapped, rows_einsum, rows_sorted],
}

WRONG = {
    "topological_order": [
        (order_before_inputs, said("topological_order", "Users stand before"), "seen"),
        (order_of_a_tree, said("topological_order", "A node that is used twice"), "seen"),
        (order_breadth_first, said("topological_order", "With a skip connection"), "plausible"),
        (order_reversed_preorder, said("topological_order", "With a node that is used twice, an input"), "plausible"),
        (order_marked, said("topological_order", "The second call"), "seen"),
        (order_without_itself, said("topological_order", "The node asked for is not in"), "plausible"),
        (order_first_inputs, said("topological_order", "Nodes are missing"), "plausible"),
        (order_operations_only, said("topological_order", "The placeholders and variables"), "plausible"),
        (order_of_names, None, "plausible: names in place of nodes"),
    ],
    "evaluate": [
        (evaluate_remembering, said("evaluate", "The second feed"), "seen"),
        (evaluate_again, said("evaluate", "The values are right, but operations"), "seen"),
        (evaluate_feed_for_good, said("evaluate", "A needed placeholder without a value was not"), "plausible"),
        (evaluate_zero_default, None, "plausible: a default that some operations cannot use"),
        (evaluate_key_error, said("evaluate", "A needed placeholder without a value ends"), "plausible"),
        (evaluate_into_feed, said("evaluate", "The call has changed `feed`"), "plausible"),
        (evaluate_all, said("evaluate", "The values of all nodes"), "plausible"),
        (evaluate_in_place_variables, None, "plausible: variables are changed"),
    ],
    "gradients": [
        (gradients_overwritten, said("gradients", "A node with several users"), "seen"),
        (gradients_once_per_operation, said("gradients", "Where one operation uses"), "seen"),
        (gradients_depth_first, said("gradients", "Gradients of shared nodes"), "seen"),
        (gradients_inputs_first, said("gradients", "Everything far from the cost"), "seen"),
        (gradients_never_cleared, said("gradients", "The second call gives twice"), "seen"),
        (gradients_seeded_with_cost, said("gradients", "Every gradient is multiplied"), "plausible"),
        (gradients_unseeded, said("gradients", "Every gradient is zero"), "plausible"),
        (gradients_bare_zero, said("gradients", "A node on which the cost does not depend has"), "plausible"),
        (gradients_none, said("gradients", "A node on which the cost does not depend got"), "plausible"),
        (gradients_own_order, said("gradients", "The gradients came in"), "plausible"),
        (gradients_averaged_bias, None, "seen: the gradient of a broadcast bias averaged"),
        (gradients_stretched_bias, None, "seen: the gradient of a broadcast bias not summed"),
    ],
    "minimize_step": [
        (step_one_at_a_time, said("minimize_step", "The first variable"), "seen"),
        (stepping(uphill), said("minimize_step", "The step goes uphill"), "plausible"),
        (stepping(right_change, after=True), said("minimize_step", "The cost that came back"), "plausible"),
        (stepping(in_place), said("minimize_step", "The values are right, but the old"), "plausible"),
        (stepping(rateless), said("minimize_step", "The step is the whole"), "plausible"),
        (stepping(right_change, every=True), said("minimize_step", "A variable that is not"), "plausible"),
        (stepping(replaced), said("minimize_step", "Each variable was replaced"), "plausible"),
        (stepping(stretched), None, "seen: a variable grows by broadcasting"),
    ],
    "to_rows": [
        (rows_reshaped, said("to_rows", "The shapes of the W"), "plausible"),
        (rows_for_torch, said("to_rows", "The W are not transposed"), "seen"),
        (rows_columns_b, said("to_rows", "The b still are columns"), "plausible"),
        (rows_flat_b, said("to_rows", "The b are (1, n)"), "plausible"),
        (rows_squeezed_b, said("to_rows", "The b of a layer with a single unit"), "plausible"),
    ],
}
