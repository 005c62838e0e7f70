"""The operators that make mutants: for each kind of syntax node, what a hurried or mistaken hand would write there."""
import ast

SWAPS = {ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div], ast.Div: [ast.Mult], ast.Pow: [ast.Mult],
         ast.FloorDiv: [ast.Div], ast.Mod: [ast.FloorDiv]}
COMPARES = {ast.Lt: [ast.LtE, ast.Gt], ast.LtE: [ast.Lt, ast.GtE], ast.Gt: [ast.GtE, ast.Lt], ast.GtE: [ast.Gt, ast.LtE],
            ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.In: [ast.NotIn], ast.NotIn: [ast.In], ast.Is: [ast.IsNot],
            ast.IsNot: [ast.Is]}
CALLS = {"mean": ["sum"], "sum": ["mean"], "max": ["min"], "min": ["max"], "maximum": ["minimum"], "minimum": ["maximum"],
         "std": ["var"], "var": ["std"], "argmax": ["argmin"], "floor": ["ceil"], "ceil": ["floor"], "zeros": ["ones"],
         "zeros_like": ["ones_like"], "normal": ["random"], "standard_normal": ["random"], "random": ["standard_normal"],
         "any": ["all"], "all": ["any"], "log": ["log1p"], "exp": ["expm1"], "sin": ["cos"], "cos": ["sin"],
         "append": ["extend"], "tanh": ["sin"]}
DROPPED = {"sqrt", "abs", "exp", "log", "copy", "array", "asarray", "square", "sorted", "reversed", "float", "int", "clip",
           "round", "list", "sign", "reshape", "ravel", "astype", "deepcopy", "max", "min", "maximum", "minimum", "floor",
           "set", "rint", "cos"}
KEYS = {"W": "b", "b": "W", "dW": "db", "db": "dW", "mu": "var", "var": "mu", "Wb": "bW", "Z_norm": "mu"}
IN_PLACE = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide"}
EPSILONS = {"epsilon", "eps"}


def changes_of(node, function):
    """Pairs (name, change) that fit a node; a change edits its copy in place or returns what takes its place."""
    handler = HANDLERS.get(type(node))
    yield from handler(node, function) if handler else ()


def _set(name, value):
    def change(target):
        setattr(target, name, value)
    return change


def _arguments(function):
    return [a.arg for a in function.args.args]


def _root(node):
    """The name at the front of x, x[…], x.y."""
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _np(name, *values, **keywords):
    return ast.Call(ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load()), list(values),
                    [ast.keyword(key, value) for key, value in keywords.items()])


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
    if type(node.op) in IN_PLACE and isinstance(node.left, (ast.Name, ast.Subscript)) and _root(node.left) in _arguments(
            function) and "learning_rate" not in ast.unparse(node.left):
        yield "argument changed in place", lambda target: _np(IN_PLACE[type(target.op)], target.left, target.right,
                                                              out=target.left)


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


def _formatted(node, function):
    """f"dW{l}": another key, or the neighbouring layer."""
    start = node.values[0].value if isinstance(node.values[0], ast.Constant) else None
    if start in KEYS:
        yield "wrong key", lambda target: _set("value", KEYS[start])(target.values[0])
    for k, part in enumerate(node.values):
        if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name):
            yield "key of the next layer", lambda target, k=k: _set("value", ast.BinOp(
                target.values[k].value, ast.Add(), ast.Constant(1)))(target.values[k])


def _compare(node, function):
    for k, op in enumerate(node.ops):
        for new in COMPARES.get(type(op), []):
            yield "comparison changed", lambda target, k=k, new=new: target.ops.__setitem__(k, new())


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
        if keyword.arg == "dtype" and "float" in ast.unparse(keyword.value):
            yield "dtype narrowed", lambda target, k=k: _set("value", ast.Name("int", ast.Load()))(target.keywords[k])
    if name == "range":
        for k in (0, 1) if len(node.args) > 1 else (0,):
            for sign in (ast.Add(), ast.Sub()):
                yield "range off by one", lambda target, k=k, s=sign: target.args.__setitem__(
                    k, ast.BinOp(target.args[k], s, ast.Constant(1)))
    if name in ("zeros", "empty", "full", "zeros_like") and not any(k.arg == "dtype" for k in node.keywords):
        yield "dtype narrowed", lambda target: target.keywords.append(ast.keyword("dtype", ast.Name("int", ast.Load())))
    if name == "clip" and node.args and isinstance(node.args[0], ast.Name) and node.args[0].id in _arguments(function):
        yield "argument changed in place", lambda target: target.keywords.append(ast.keyword("out", target.args[0]))


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
    names = _arguments(function)
    if node.id in names:
        for other in names:
            if other != node.id:
                yield "argument taken for another", _set("id", other)


def _if(node, function):
    yield "condition true", lambda target: _set("test", ast.Constant(True))(target)
    yield "condition false", lambda target: _set("test", ast.Constant(False))(target)


def _boolean(node, function):
    yield "and for or", _set("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for k in range(len(node.values)):
        yield "condition dropped", lambda target, k=k: target.values.pop(k) and None


def _tuple(node, function):
    if isinstance(node.ctx, ast.Load) and len(node.elts) == 2:
        yield "results exchanged", lambda target: _set("elts", target.elts[::-1])(target)


def _statement(node, function):
    yield "statement deleted", lambda target: []


def _assign(node, function):
    yield "statement deleted", lambda target: []
    for place in [()] if not isinstance(node.value, ast.Tuple) else [(k,) for k in range(len(node.value.elts))]:
        value = node.value.elts[place[0]] if place else node.value
        if isinstance(value, (ast.Dict, ast.DictComp)) and not getattr(value, "keys", None):
            for name in _arguments(function):
                yield "argument written into", lambda target, p=place, n=name: _put(target, p, ast.Name(n, ast.Load()))


def _put(target, place, value):
    if place:
        target.value.elts[place[0]] = value
    else:
        target.value = value


def _augmented(node, function):
    yield "statement deleted", lambda target: []
    for swap in SWAPS.get(type(node.op), []):
        yield "arithmetic swapped", _set("op", swap())
    yield "state not accumulated", lambda target: ast.Assign([target.target], target.value)


def _if_expression(node, function):
    yield "first branch only", lambda target: target.body
    yield "second branch only", lambda target: target.orelse


def _return(node, function):
    value = node.value
    if value is None:
        return
    if not isinstance(value, (ast.Tuple, ast.Constant)):
        yield "result negated", lambda target: _set("value", ast.UnaryOp(ast.USub(), target.value))(target)
    if isinstance(value, (ast.Name, ast.BinOp, ast.Subscript)):
        yield "result transposed", lambda target: _set("value", _transposed(target.value))(target)
    for k, item in enumerate(value.elts if isinstance(value, ast.Tuple) else []):
        for name in _arguments(function):
            if isinstance(item, ast.Name) and item.id != name:
                yield "state not carried", lambda target, k=k, n=name: target.value.elts.__setitem__(
                    k, ast.Name(n, ast.Load()))


def _subscript(node, function):
    if isinstance(node.slice, ast.Slice):
        for name in ("lower", "upper"):
            if getattr(node.slice, name) is not None:
                for sign in (ast.Add(), ast.Sub()):
                    yield "slice off by one", lambda target, n=name, s=sign: _set(n, ast.BinOp(
                        getattr(target.slice, n), s, ast.Constant(1)))(target.slice)


def _loop(node, function):
    yield "loop ends after one pass", lambda target: target.body.append(ast.Break())


def _comprehension(node, function):
    for k in range(len(node.ifs)):
        yield "condition dropped", lambda target, k=k: target.ifs.pop(k) and None


HANDLERS = {ast.BinOp: _binary, ast.UnaryOp: _unary, ast.Constant: _constant, ast.JoinedStr: _formatted,
            ast.Compare: _compare, ast.Call: _call, ast.Attribute: _attribute, ast.Name: _name, ast.If: _if,
            ast.BoolOp: _boolean, ast.Tuple: _tuple, ast.Assign: _assign, ast.AugAssign: _augmented,
            ast.Expr: _statement, ast.IfExp: _if_expression, ast.Return: _return, ast.Subscript: _subscript,
            ast.For: _loop, ast.While: _loop, ast.comprehension: _comprehension}
