"""Mutants of a reference: small wrong programs made by operators on its syntax tree, to test the tests with."""
import ast
import copy
import difflib
from dataclasses import dataclass

SWAPS = {ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div], ast.Div: [ast.Mult], ast.Pow: [ast.Mult],
         ast.FloorDiv: [ast.Div], ast.Mod: [ast.FloorDiv]}
COMPARES = {ast.Lt: [ast.LtE, ast.Gt], ast.LtE: [ast.Lt, ast.GtE], ast.Gt: [ast.GtE, ast.Lt], ast.GtE: [ast.Gt, ast.LtE],
            ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.In: [ast.NotIn], ast.NotIn: [ast.In], ast.Is: [ast.IsNot],
            ast.IsNot: [ast.Is]}
CALLS = {"mean": ["sum"], "sum": ["mean"], "max": ["min"], "min": ["max"], "maximum": ["minimum"], "minimum": ["maximum"],
         "std": ["var"], "var": ["std"], "argmax": ["argmin"], "floor": ["ceil"], "ceil": ["floor"], "zeros": ["ones"],
         "zeros_like": ["ones_like"], "normal": ["random"], "standard_normal": ["random"], "random": ["standard_normal"],
         "any": ["all"], "all": ["any"], "log": ["log1p"], "exp": ["expm1"], "sin": ["cos"], "cos": ["sin"]}
DROPPED = {"sqrt", "abs", "exp", "log", "copy", "array", "asarray", "square", "sorted", "reversed", "float", "int", "clip",
           "round", "list", "sign", "reshape", "ravel", "astype", "deepcopy"}
KEYS = {"W": "b", "b": "W", "dW": "db", "db": "dW", "mu": "var", "var": "mu"}
EPSILONS = {"epsilon", "eps"}


@dataclass(frozen=True)
class Mutant:
    """One wrong version of a function: what was done to it, and its text."""
    function: str
    operator: str
    source: str
    diff: str

    @property
    def key(self):
        """What identifies it in the list of equivalent mutants: its changed lines."""
        return self.diff


def mutants(source):
    """Every mutant of a function's text, each different from the function and from the others."""
    tree = ast.parse(source)
    function = tree.body[0]
    original = ast.unparse(_without_docstring(copy.deepcopy(function)))
    found, seen = [], {original}
    for operator, changed in _changes(function):
        try:
            text = ast.unparse(ast.fix_missing_locations(_without_docstring(changed)))
            ast.parse(text)
        except (SyntaxError, ValueError, TypeError, AttributeError):
            continue
        if text not in seen:
            seen.add(text)
            found.append(Mutant(function.name, operator, text, _diff(original, text)))
    return found


def _without_docstring(function):
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:] or [ast.Pass()]
    return function


def _diff(old, new):
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return "\n".join(line[0] + line[1:].strip() for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---"))


def _changes(function):
    """Pairs (operator's name, changed function)."""
    nodes = list(ast.walk(function))
    skipped = {id(n) for n in ast.walk(function.args)} | ({id(function.body[0])} if ast.get_docstring(function) else set())
    for index, node in enumerate(nodes):
        if id(node) in skipped or _is_message(node, nodes):
            continue
        for operator, make in _operators(node, function):
            changed = copy.deepcopy(function)
            target = list(ast.walk(changed))[index]
            replacement = make(target)
            if replacement is not None and replacement is not target:
                _replace(changed, target, replacement)
            yield operator, changed


def _is_message(node, nodes):
    """Text inside a raise: what an error says is the learner's choice."""
    return any(isinstance(outer, ast.Raise) and node is not outer and any(node is inner for inner in ast.walk(outer))
               for outer in nodes)


def _replace(tree, old, new):
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                parts = new if isinstance(new, list) else [new]
                setattr(parent, name, [p for item in value for p in (parts if item is old else [item])])
    for parent in ast.walk(tree):
        if isinstance(getattr(parent, "body", None), list) and not parent.body and not isinstance(parent, ast.Module):
            parent.body = [ast.Pass()]


def _operators(node, function):
    """Pairs (name, change) that fit a node; a change edits its copy in place or returns what takes its place."""
    kind = type(node)
    handler = {ast.BinOp: _binary, ast.UnaryOp: _unary, ast.Constant: _constant, ast.Compare: _compare, ast.Call: _call,
               ast.Attribute: _attribute, ast.Name: _name, ast.If: _if, ast.BoolOp: _boolean, ast.Tuple: _tuple,
               ast.Assign: _statement, ast.AugAssign: _augmented, ast.Expr: _statement, ast.IfExp: _if_expression,
               ast.Return: _return, ast.Subscript: _subscript}.get(kind)
    yield from handler(node, function) if handler else ()


def _set(name, value):
    def change(target):
        setattr(target, name, value)
    return change


def _binary(node, function):
    for swap in SWAPS.get(type(node.op), []):
        yield "arithmetic swapped", _set("op", swap())
    if isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)):
        yield "term deleted", lambda target: target.left
        yield "term deleted", lambda target: target.right
    if isinstance(node.op, (ast.Sub, ast.Div, ast.MatMult, ast.Pow)):
        yield "operands exchanged", lambda target: ast.BinOp(target.right, target.op, target.left)
    if isinstance(node.op, ast.MatMult):
        yield "transpose added", lambda target: ast.BinOp(_transposed(target.left), target.op, target.right)
        yield "transpose added", lambda target: ast.BinOp(target.left, target.op, _transposed(target.right))
        yield "matrix product elementwise", _set("op", ast.Mult())


def _transposed(node):
    return ast.Attribute(node, "T", ast.Load())


def _unary(node, function):
    if isinstance(node.op, (ast.USub, ast.Not)):
        yield "sign or negation dropped", lambda target: target.operand


def _constant(node, function):
    value = node.value
    if isinstance(value, bool):
        yield "flag turned", _set("value", not value)
    elif isinstance(value, int):
        yield "constant + 1", _set("value", value + 1)
        yield "constant − 1", _set("value", value - 1)
    elif isinstance(value, float):
        yield "constant doubled", _set("value", value * 2 or 1.0)
        yield "constant zero", _set("value", 0.0)
    elif isinstance(value, str) and value in KEYS:
        yield "wrong key", _set("value", KEYS[value])


def _compare(node, function):
    for new in COMPARES.get(type(node.ops[0]), []):
        yield "comparison changed", _set("ops", [new()] + node.ops[1:])


def _call(node, function):
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    for new in CALLS.get(name, []):
        yield f"{name} for {new}", lambda target, new=new: _renamed(target, new)
    if name in DROPPED:
        yield f"{name} dropped", _dropped
    if len(node.args) == 2 and name not in ("maximum", "minimum") and not any(isinstance(a, ast.Starred) for a in node.args):
        yield "arguments swapped", lambda target: _set("args", target.args[::-1])(target)
    for k, keyword in enumerate(node.keywords):
        yield f"{keyword.arg} dropped", lambda target, k=k: target.keywords.pop(k) and None
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, int):
            other = 1 - keyword.value.value if keyword.value.value in (0, 1) else 0
            yield "axis changed", lambda target, k=k, v=other: _set("value", ast.Constant(v))(target.keywords[k])
    if name == "range":
        for k in (0, 1) if len(node.args) > 1 else (0,):
            for sign in (ast.Add(), ast.Sub()):
                yield "range off by one", lambda target, k=k, s=sign: target.args.__setitem__(
                    k, ast.BinOp(target.args[k], s, ast.Constant(1)))
    if name in ("zeros", "empty", "full") and not any(k.arg == "dtype" for k in node.keywords):
        yield "dtype narrowed", lambda target: target.keywords.append(ast.keyword("dtype", ast.Name("int", ast.Load())))


def _renamed(target, new):
    if isinstance(target.func, ast.Attribute):
        target.func.attr = new
    else:
        target.func.id = new


def _dropped(target):
    """f(x, …) or x.f(…) without f."""
    if isinstance(target.func, ast.Attribute) and not (isinstance(target.func.value, ast.Name)
                                                       and target.func.value.id in ("np", "math", "copy")):
        return target.func.value
    return target.args[0] if target.args else None


def _attribute(node, function):
    if node.attr == "T":
        yield "transpose dropped", lambda target: target.value


def _name(node, function):
    if not isinstance(node.ctx, ast.Load):
        return
    if node.id in EPSILONS:
        yield "epsilon missing", lambda target: ast.Constant(0.0)
    names = [a.arg for a in function.args.args]
    if node.id in names:
        for other in names:
            if other != node.id:
                yield "argument taken for another", _set("id", other)


def _if(node, function):
    yield "condition true", lambda target: _set("test", ast.Constant(True))(target)
    yield "condition false", lambda target: _set("test", ast.Constant(False))(target)


def _boolean(node, function):
    yield "and for or", _set("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())


def _tuple(node, function):
    if isinstance(node.ctx, ast.Load) and len(node.elts) == 2:
        yield "results exchanged", lambda target: _set("elts", target.elts[::-1])(target)


def _statement(node, function):
    yield "statement deleted", lambda target: []


def _augmented(node, function):
    yield "statement deleted", lambda target: []
    for swap in SWAPS.get(type(node.op), []):
        yield "arithmetic swapped", _set("op", swap())
    yield "state not accumulated", lambda target: ast.Assign([target.target], target.value)


def _if_expression(node, function):
    yield "first branch only", lambda target: target.body
    yield "second branch only", lambda target: target.orelse


def _return(node, function):
    if node.value is not None and not isinstance(node.value, (ast.Tuple, ast.Constant)):
        yield "result negated", lambda target: _set("value", ast.UnaryOp(ast.USub(), target.value))(target)


def _subscript(node, function):
    if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str) and node.slice.value in KEYS:
        yield "wrong key", lambda target: _set("slice", ast.Constant(KEYS[target.slice.value]))(target)
    if isinstance(node.slice, ast.JoinedStr) and isinstance(node.slice.values[0], ast.Constant):
        start = node.slice.values[0].value
        if start in KEYS:
            yield "wrong key", lambda target, s=start: _set("value", KEYS[s])(target.slice.values[0])
