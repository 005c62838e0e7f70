"""Probes of the foundations notebook: warnings of sigmoid, clipping in the cost, gradients by layer."""
import numpy as np

from course.checking.probes import malformed, one_call


@one_call
def sigmoid_and_warnings(subject, case):
    """The values, and whether the call was quiet."""
    result = subject.on(case)
    texts = subject.calls[-1].warnings
    return {"result": result,
            "no overflow warning": not any("overflow" in text for text in texts),
            "no invalid-value warning": not any("invalid value" in text for text in texts)}


@one_call
def cost_and_clipping(subject, case):
    """One cost, named by whether the predictions lie inside the interval to which they are limited."""
    epsilon = case.get("epsilon", 1e-12)
    saturated = np.any((case["AL"] < epsilon) | (case["AL"] > 1 - epsilon))
    name = "cost of saturated predictions" if saturated else "cost"
    return {name: subject.on(case)}


@one_call
def gradients_by_layer(subject, case):
    """The gradients of the output layer and those of all layers before it; further keys are ignored."""
    grads = subject.on(case)
    if not isinstance(grads, dict):
        return malformed(grads, "a dictionary of gradients is asked")
    L = len(case["caches"])
    wanted = [[f"d{kind}{l}" for l in layers for kind in "Wb"] for layers in ([L], range(1, L))]
    output, hidden = ({key: grads[key] for key in keys if key in grads} for keys in wanted)
    return {"output layer": output, "hidden layers": hidden}
