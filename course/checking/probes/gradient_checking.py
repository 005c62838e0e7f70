"""Probes of the gradient checking notebook: a difference that need only be small, and gradients in four groups."""
from course.checking.probes import malformed, probe
from course.checking.values import fresh

SMALL = "the difference for a right gradient is below 1e-6"


@probe
def difference_or_small(subject, case):
    """The difference itself for a faulty gradient or a large epsilon; else only whether it is small."""
    value = subject.number(subject(*[fresh(argument) for argument in case.values()]), "difference")
    value = "True or False" if isinstance(value, bool) else value
    faulty = case["gradient"].data.get("fault", "none") != "none"
    if faulty or case.get("epsilon", 1e-5) > 1e-3:
        return {"difference": value}
    return {SMALL: value < 1e-6 if isinstance(value, float) else value}


@probe
def gradients_in_four_groups(subject, case):
    """dW and db, of the output layer and of all layers before it; further keys are ignored."""
    grads = subject(*[fresh(argument) for argument in case.values()])
    L = len(case["parameters"]) // 2
    groups = {f"d{kind} of the {name}": [f"d{kind}{l}" for l in layers]
              for name, layers in (("output layer", [L]), ("hidden layers", range(1, L))) for kind in "Wb"}
    if not isinstance(grads, dict):
        return malformed(grads, "a dictionary of gradients is asked")
    return {group: {key: grads[key] for key in keys if key in grads} for group, keys in groups.items()}
