"""Probes of the gradient checking notebook: a difference that need only be small, and gradients in four groups."""
from course.checking.probes import malformed, one_call

SMALL = "the difference for a right gradient is below 1e-6"


@one_call
def difference_or_small(subject, case):
    """The difference itself for a faulty gradient or a large epsilon; else only whether it is small."""
    value = subject.number(subject.on(case), "difference")
    value = "True or False" if isinstance(value, bool) else value
    if value is not None and not isinstance(value, (str, float, int)):
        return malformed(value, "a number is asked")
    faulty = case["gradient"].data.get("fault", "none") != "none"
    if faulty or case.get("epsilon", 1e-5) > 1e-3:
        return {"difference": value}
    return {SMALL: value < 1e-6 if isinstance(value, float) else value}


@one_call
def gradients_in_four_groups(subject, case):
    """dW and db, of the output layer and of all layers before it; further keys are ignored."""
    grads = subject.on(case)
    L = len(case["parameters"]) // 2
    groups = {f"d{kind} of the {name}": [f"d{kind}{l}" for l in layers]
              for name, layers in (("output layer", [L]), ("hidden layers", range(1, L))) for kind in "Wb"}
    if not isinstance(grads, dict):
        return malformed(grads, "a dictionary of gradients is asked")
    return {group: {key: grads[key] for key in keys if key in grads} for group, keys in groups.items()}
