"""Advice beside a pass, about what behaviour cannot show. It never costs a point."""
import ast
import inspect
import textwrap

LOOPS = (ast.For, ast.While, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)
VECTORISE = "vectorise"

VECTORISED = ("The answer is right. It loops in Python; the same can be said in one NumPy expression for all entries at once, "
              "which is shorter and much faster on large arrays.")
GLOBAL_SEED = ("The answer is right. It sets NumPy's global seed, which changes the random numbers of everything that runs "
               "after it; a function leaves the global generator alone.")


def loops(source):
    """Whether a function's text holds a loop or a comprehension."""
    tree = _parsed(source)
    return tree is not None and any(isinstance(node, LOOPS) for node in ast.walk(tree))


def seeds(source):
    """Whether a text sets the global seed of NumPy or of the standard library."""
    tree = _parsed(source)
    return tree is not None and any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "seed"
        for node in ast.walk(tree))


def advise(spec, source):
    """A sentence about a right answer's text, or ''."""
    if seeds(source):
        return GLOBAL_SEED
    if VECTORISE in spec.advice and loops(source):
        return VECTORISED
    return ""


def source_of(function):
    """The text of a function, or '' where Python does not know it."""
    try:
        return textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return ""


def _parsed(source):
    try:
        return ast.parse(textwrap.dedent(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
