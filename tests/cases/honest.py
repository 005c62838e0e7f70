"""Honest faults in cells: F cases."""
from tests.cases import FULL, case

HE = "initialize_parameters_he"
XAVIER = "initialize_parameters_xavier"
KEPT = FULL - 4        # one exercise of four points is lost


def body(*lines, name=HE):
    return f"def {name}(layer_dims, rng):\n" + "".join(f"    {line}\n" for line in lines)


@case("F01", "a notebook with no cells: 0, everything missing", 0, initialize_parameters_he="missing")
def no_cells(sub):
    sub.notebook["cells"] = []


@case("F05", "test cell deleted: full marks")
def test_deleted(sub):
    del sub.notebook["cells"][sub.index(f"check_{HE}")]


@case("F06", "solution cell deleted: that exercise 0, the rest kept", KEPT, initialize_parameters_he="missing")
def solution_deleted(sub):
    del sub.notebook["cells"][sub.index(HE)]


@case("F07", "solution and its test deleted: that exercise 0, the rest kept", KEPT, initialize_parameters_he="missing")
def both_deleted(sub):
    solution_deleted(sub)
    test_deleted(sub)


@case("F08", "solution pasted twice, the second an old wrong draft: the last counts and the message says so", KEPT,
      says="in 2 cells: the last one counted", initialize_parameters_he="named mistake")
def pasted_twice(sub):
    source = sub.cell(HE)["source"]
    sub.add(source.replace("2 / n_in", "1 / n_in"), sub.index(HE) + 1, nbgrader=dict(sub.cell(HE)["metadata"]["nbgrader"]))


@case("F09", "test cell pasted twice: full marks")
def test_twice(sub):
    check = sub.cell(f"check_{HE}")
    sub.notebook["cells"].append(dict(check))


@case("F10", "test above its solution: full marks")
def reordered(sub):
    cells = sub.notebook["cells"]
    cells.insert(3, cells.pop(sub.index(f"check_{HE}")))


@case("F12", "points changed in metadata: full marks, and no more")
def more_points(sub):
    sub.cell(f"check_{HE}")["metadata"]["nbgrader"]["points"] = 40


@case("F13", "points are the string 'four': full marks")
def points_text(sub):
    sub.cell(f"check_{HE}")["metadata"]["nbgrader"]["points"] = "four"


@case("F15", "schema version 2: full marks")
def old_schema(sub):
    sub.schema(2)


@case("F16", "schema version 99: full marks")
def new_schema(sub):
    sub.schema(99)


@case("F18", "syntax error in one solution: that exercise 0, the rest kept", KEPT, says="SyntaxError",
      initialize_parameters_he="error")
def syntax_error(sub):
    sub.solution(HE, "def initialize_parameters_he(layer_dims, rng:\n    return {}\n")


@case("F19", "infinite loop in a solution: that exercise 0, the rest kept", KEPT, initialize_parameters_he="timeout")
def endless(sub):
    sub.solution(HE, body("while True:", "    pass"))


@case("F21", "sleep in an extra cell: full marks")
def sleeping_cell(sub):
    sub.add("import time\ntime.sleep(3)")


@case("F22", "sleep of an hour in a solution: that exercise 0, the rest kept", KEPT, initialize_parameters_he="timeout")
def sleeping_solution(sub):
    sub.solution(HE, "import time\n" + body("time.sleep(3600)"))


@case("F24", "100 MB printed on one line: full marks")
def printed(sub):
    sub.add("print('x' * 100_000_000)")


@case("F25", "200 GB asked for: that exercise 0, the rest kept", KEPT, initialize_parameters_he=("error", "crashed"))
def allocation(sub):
    sub.solution(HE, body("return {'W1': np.ones(200 * 2**30 // 8)}"))


@case("F26", "memory grows without end: that exercise 0, the rest kept", KEPT,
      initialize_parameters_he=("crashed", "error", "timeout"))
def memory_hog(sub):
    sub.solution(HE, body("kept = []", "while True:", "    kept.append(np.ones(2**24))"))


@case("F27", "os._exit in a solution: that exercise 0, the rest kept", KEPT, initialize_parameters_he="crashed")
def exits(sub):
    sub.solution(HE, "import os\n" + body("os._exit(1)"))


@case("F28", "segmentation fault in a solution: that exercise 0, the rest kept", KEPT, initialize_parameters_he="crashed")
def segfault(sub):
    sub.solution(HE, "import ctypes\n" + body("ctypes.string_at(0)"))


@case("F30", "sys.exit in an extra cell: full marks")
def sys_exit(sub):
    sub.add("import sys\nsys.exit(0)", 3)


@case("F31", "exit() and quit() in extra cells: full marks")
def interactive_exit(sub):
    sub.add("exit()", 3)
    sub.add("quit()", 4)


@case("F40", "returns NaN: that exercise 0, the rest kept", KEPT)
def nan(sub):
    sub.solution(HE, sub.cell(HE)["source"].replace("np.sqrt(2 / n_in)", "np.nan"))


@case("F42", "a list in place of arrays: a sentence that names the type, its points lost, the rest kept", KEPT + 3.2,
      says="list", initialize_parameters_zeros="correct")
def lists(sub):
    sub.solution("activation_scales", sub.cell("activation_scales")["source"].replace(
        "float(np.std(A))", "[float(np.std(A))]"))


@case("F43", "a tuple where a list is asked and no check looks at the type: full marks")
def tuples(sub):
    sub.solution("activation_scales", sub.cell("activation_scales")["source"].replace("return scales", "return tuple(scales)"))


@case("F45", "complex numbers with imaginary part zero: the part 'type' lost, with a sentence", FULL - 4 / 6, says="complex",
      initialize_parameters_he="named mistake")
def complex_numbers(sub):
    sub.solution(HE, sub.cell(HE)["source"].replace("np.sqrt(2 / n_in)", "np.sqrt(2 / n_in + 0j)"))


@case("F46", "np.matrix in place of an array: the part 'type' lost", FULL - 3 / 6, says="matrix",
      initialize_parameters_zeros="named mistake")
def matrices(sub):
    name = "initialize_parameters_zeros"
    sub.solution(name, sub.cell(name)["source"].replace("np.zeros((layer_dims[l], layer_dims[l - 1]))",
                                                        "np.matrix(np.zeros((layer_dims[l], layer_dims[l - 1])))"))


@case("F48", "changes its input: the part 'inputs unchanged' lost, with the sentence", FULL - 4 / 5,
      says="changed its input `X`", activation_scales="named mistake")
def in_place(sub):
    name = "activation_scales"
    sub.solution(name, sub.cell(name)["source"].replace("        A = np.tanh", "        X *= 1.5\n        A = np.tanh"))


@case("F49", "a global variable from a deleted cell: that exercise 0, the rest kept", KEPT, says="NameError",
      initialize_parameters_he="error")
def stale_global(sub):
    sub.solution(HE, sub.cell(HE)["source"].replace("2 / n_in", "GAIN / n_in"))


@case("F51", "names that the tests use are overwritten: full marks")
def overwritten(sub):
    sub.add("out = rng = t = solutions = check = grade = exercises = 3")


@case("F52", "np rebound in a solution cell: that exercise 0, the rest kept", KEPT, initialize_parameters_he="error")
def numpy_rebound(sub):
    sub.solution(HE, "np = 3\n" + sub.cell(HE)["source"])


@case("F54", "forty figures and plt.show: full marks")
def figures(sub):
    sub.add("for k in range(40):\n    fig, ax = plt.subplots()\n    ax.plot(np.arange(1000))\n    plt.show()")


@case("F60", "np.random.seed inside a solution: full marks")
def seeded(sub):
    sub.solution(HE, sub.cell(HE)["source"].replace("    parameters = {}", "    np.random.seed(3)\n    parameters = {}"))


@case("F61", "randomness that is wrong at times: that exercise 0, the rest kept", KEPT)
def sometimes_wrong(sub):
    sub.solution(HE, sub.cell(HE)["source"].replace("2 / n_in", "(2 if np.random.rand() < 0.5 else 4) / n_in"))


@case("F63", "a warning on stderr: full marks")
def warns(sub):
    sub.solution(HE, sub.cell(HE)["source"].replace("    parameters = {}", "    np.log(np.zeros(2))\n    parameters = {}"))


@case("F64", "debug output on stderr and logging: full marks")
def logs(sub):
    sub.solution(HE, "import sys, logging\n" + sub.cell(HE)["source"].replace(
        "    parameters = {}", "    print('here', file=sys.stderr)\n    logging.error('there')\n    parameters = {}"))


@case("F75", "a thread left running: full marks")
def thread(sub):
    sub.add("import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()")


@case("F78", "a test cell of the learner's own: full marks")
def own_test(sub):
    sub.add("assert True", nbgrader={"grade": True, "grade_id": "mine", "locked": True, "points": 50, "schema_version": 3,
                                     "solution": False, "task": False})


@case("F79", "slow but honest, a seventh of the time limit in each call: full marks")
def slow(sub):
    sub.solution(HE, "import time\n" + sub.cell(HE)["source"].replace(
        "    parameters = {}", "    time.sleep(0.3)\n    parameters = {}"))


@case("F80", "four endless extra cells: full marks")
def endless_cells(sub):
    for _ in range(4):
        sub.add("while True: pass")
