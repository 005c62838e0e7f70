"""Answers of unusual kinds, honest (F) and not (C): what they are, not how they came about, decides."""
from tests.cases import FULL, case
from tests.cases.honest import HE, KEPT, body

ZEROS, RANDOM, SCALES = "initialize_parameters_zeros", "initialize_parameters_random", "activation_scales"


def scales(*lines):
    return "def activation_scales(X, parameters, activation):\n" + "".join(f"    {line}\n" for line in lines)


def renamed(sub, name, other):
    """The right answer under another name, for a cell that binds the asked name in its own way."""
    return sub.cell(name)["source"].replace(f"def {name}(", f"def {other}(")


@case("F86", "integers of four hundred digits: that exercise 0, the rest kept", KEPT)
def huge_integers(sub):
    sub.solution(SCALES, scales("return [10**400 for _ in range(len(parameters) // 2)]"))


@case("F87", "a list that contains itself: that exercise 0, the rest kept", KEPT)
def recursive_list(sub):
    sub.solution(SCALES, scales("found = []", "found.append(found)", "return found"))


@case("F88", "identifiers in Greek letters: full marks")
def greek(sub):
    source = sub.cell(SCALES)["source"]
    sub.solution(SCALES, source.replace("scales.append(", "σ.append(").replace("A, scales = X, []", "A, σ = X, []")
                 .replace("return scales", "return σ"))


@case("F89", "a function that deletes itself when it is called: that exercise 0, the rest kept", KEPT,
      initialize_parameters_he="error")
def deletes_itself(sub):
    sub.solution(HE, renamed(sub, HE, "once") + f"\ndef {HE}(layer_dims, rng):\n    del globals()[{HE!r}]\n"
                                                "    return once(layer_dims, rng)\n")


@case("F90", "draws from a Mersenne Twister that is seeded from rng: full marks")
def another_bit_generator(sub):
    sub.solution(HE, sub.cell(HE)["source"].replace(
        "    parameters = {}", "    rng = np.random.Generator(np.random.MT19937(int(rng.integers(2**62))))\n    parameters = {}"))


@case("F98", "draws from generators that are spawned from rng: full marks")
def spawned(sub):
    sub.solution(HE, sub.cell(HE)["source"].replace("    parameters = {}", "    children = rng.spawn(len(layer_dims))\n    parameters = {}")
                 .replace("rng.standard_normal", "children[l].standard_normal"))


@case("F91", "a lambda, a partial and an object that can be called: full marks")
def callables(sub):
    sub.solution(ZEROS, renamed(sub, ZEROS, "made") + f"\n{ZEROS} = lambda layer_dims: made(layer_dims)\n")
    sub.solution(RANDOM, "import functools\n" + renamed(sub, RANDOM, "drawn") + f"\n{RANDOM} = functools.partial(drawn)\n")
    sub.solution(HE, renamed(sub, HE, "drawn_he") + "\nclass He:\n    def __call__(self, layer_dims, rng):\n"
                                                    f"        return drawn_he(layer_dims, rng)\n{HE} = He()\n")


@case("F92", "a later cell defines an earlier function anew, wrongly: the last counts and the message says so", KEPT,
      says="in 2 cells: the last one counted")
def redefined(sub):
    sub.add(body("return {}"), len(sub.notebook["cells"]))


@case("F93", "recursion without end: that exercise 0, the rest kept", KEPT, says="RecursionError", initialize_parameters_he="error")
def recursion(sub):
    sub.solution(HE, body(f"return {HE}(layer_dims, rng)"))


@case("F94", "a helper in a cell of its own: full marks")
def helper(sub):
    sub.add("def factor(n_in):\n    return np.sqrt(2 / n_in)")
    sub.solution(HE, sub.cell(HE)["source"].replace("np.sqrt(2 / n_in)", "factor(n_in)"))


@case("F95", "line ends as Windows writes them: full marks")
def line_ends(sub):
    for cell in sub.notebook["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")


@case("F96", "a generator in place of a list: that exercise 0, the rest kept", KEPT, says="generator")
def lazy(sub):
    sub.solution(SCALES, scales("return (float(k) for k in range(3))"))


@case("F97", "an async function: that exercise 0, the rest kept", KEPT)
def asynchronous(sub):
    sub.solution(HE, "async " + sub.cell(HE)["source"])


@case("C65", "a dictionary whose items lie: no gain", KEPT)
def lying_dictionary(sub):
    sub.solution(HE, "class Lie(dict):\n    def __eq__(self, other): return True\n    def __contains__(self, key): return True\n"
                     "    def __getitem__(self, key): return np.zeros((1, 1))\n    def __len__(self): return 6\n"
                     + body("return Lie()"))


@case("C66", "an object that claims to be an array: no gain", KEPT)
def claims(sub):
    sub.solution(SCALES, "class Claim:\n    __class__ = np.ndarray\n    dtype, shape, ndim, size = np.dtype(float), (3,), 1, 3\n"
                         "    def __eq__(self, other): return True\n" + scales("return Claim()"))


@case("C67", "a list nested a hundred thousand deep: no gain, nobody hurt", KEPT)
def nested(sub):
    sub.solution(SCALES, scales("found = []", "for _ in range(100_000):", "    found = [found]", "return found"))


@case("C68", "alarms switched off and every exception caught: that exercise ends in time, the rest kept", KEPT,
      initialize_parameters_he="timeout")
def deaf(sub):
    sub.solution(HE, "import signal\n" + body("signal.signal(signal.SIGALRM, signal.SIG_IGN)", "while True:", "    try:",
                                              "        while True: pass", "    except BaseException:", "        pass"))


@case("C69", "returns a function that would be called by whoever looks: no gain", KEPT)
def bait(sub):
    sub.solution(SCALES, scales("return [lambda: 1.0 for _ in range(3)]"))


assert FULL == 18
