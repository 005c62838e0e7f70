"""Advice beside a pass, about what behaviour cannot show. It never costs a point."""
import ast
import inspect
import textwrap

LOOPS = (ast.For, ast.While, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)
ADVICE = {}    # name: a function of the answer's syntax tree that returns whether the sentence fits, and the sentence


def advice(sentence):
    """Register `fits(tree) -> bool` under its own name, with what is said when it fits."""
    def register(fits):
        ADVICE[fits.__name__] = (fits, sentence)
        return fits
    return register


@advice("The answer is right. It sets NumPy's global seed, which changes the random numbers of everything that runs after it; "
        "a function leaves the global generator alone.")
def global_seed(tree):
    """A call of some `….seed(…)`."""
    return any(isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "seed"
               for node in ast.walk(tree))


@advice("The answer is right. It loops in Python; the same can be said in one NumPy expression for all entries at once, "
        "which is shorter and much faster on large arrays.")
def vectorise(tree):
    """A loop or a comprehension."""
    return any(isinstance(node, LOOPS) for node in ast.walk(tree))


def advise(spec, source):
    """A sentence about a right answer's text, or ''."""
    tree = parsed(source)
    if tree is None:
        return ""
    return next((sentence for fits, sentence in (ADVICE[name] for name in ("global_seed", *spec.advice)) if fits(tree)), "")


def source_of(function):
    """The text of a function, or '' where Python does not know it."""
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return ""


def parsed(source):
    """The syntax tree of an answer; None when it does not parse."""
    try:
        return ast.parse(textwrap.dedent(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
