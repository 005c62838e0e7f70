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
def vectorize(tree):
    """A loop or a comprehension."""
    return any(isinstance(node, LOOPS) for node in ast.walk(tree))


@advice("You put the corrections into the learning rate, as Kingma and Ba (2015) note at the end of their section 2. It is "
        "right; its ε acts as an ε/√(1 − β₂^t) in the form of algorithm 1.")
def folded_rate(tree):
    """A root of 1 − beta2^t taken on its own."""
    roots = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) == "sqrt"]
    return any("beta2" in ast.unparse(root) and ast.unparse(root.args[0]).replace(" ", "").startswith(("1-", "1.0-"))
               for root in roots if root.args)


@advice("Your function calls itself. Python stops that near a depth of 1,000 calls; a list of your own as the path has no such "
        "limit.")
def recursion(tree):
    """A function that calls itself by name."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return any(isinstance(node, ast.Call) and _called(node) == function.name
               for function in functions for node in ast.walk(function))


def _called(node):
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


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
