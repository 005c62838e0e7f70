"""The sandbox does its work: cells load, functions are called, generators and functions cross, faults cost only themselves."""
import os
import textwrap
import threading

import numpy as np
import pytest

from course.checking.subject import CallFailed, LocalSubject
from course.checking.values import Odd, shipped
from course.grading import sandbox

SETS = {"all": [], "no bubblewrap": ["bubblewrap"]}


@pytest.fixture(scope="module", params=SETS)
def zygote(request):
    zygote = sandbox.Zygote(without=SETS[request.param])
    yield zygote
    zygote.stop()


def open_cells(zygote, *sources, bind=None, **limits):
    cells = [(f"cell {k}", source) for k, source in enumerate(sources)]
    return sandbox.Notebook(zygote, cells, sandbox.Limits(**limits), bind)


def failure(subject, *arguments):
    with pytest.raises(CallFailed) as failed:
        subject(*arguments)
    return failed.value.raised


SIGMOID = "import numpy as np\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"


def test_a_function_answers(zygote):
    with open_cells(zygote, SIGMOID) as session:
        sigmoid = session.subject("sigmoid")
        np.testing.assert_allclose(sigmoid(np.array([0.0, 2.0])), [0.5, 1 / (1 + np.exp(-2.0))])
        assert sigmoid.calls[0].error is None
        assert session.defined(["sigmoid", "tanh"]) == {"sigmoid": True, "tanh": False}


@pytest.mark.parametrize("source", [
    "double = lambda x: 2 * x", "import functools, operator\ndouble = functools.partial(operator.mul, 2)",
    "import numpy as np\ndouble = np.vectorize(lambda x: 2 * x)"])
def test_any_callable_will_do(zygote, source):
    with open_cells(zygote, source) as session:
        assert session.subject("double")(21) == 42


def test_cells_report_their_errors_and_output_and_the_rest_runs(zygote):
    cells = ["print('hello'); x = 1", "1/0", "raise SystemExit(3)", "exit()", "quit()", "raise KeyboardInterrupt", "def f(:",
             "await x", "import sys\nsys.stderr.write('careful')", "def f():\n    return x"]
    with open_cells(zygote, *cells) as session:
        reports = session.load_report
        assert [r.error and r.error.type_name for r in reports] == [
            None, "ZeroDivisionError", "SystemExit", "SystemExit", "SystemExit", "KeyboardInterrupt", "SyntaxError",
            "SyntaxError", None, None]
        assert reports[0].stdout == "hello\n" and reports[8].stderr == "careful"
        assert reports[1].error.line == 1 and reports[1].error.code == "1/0"
        assert session.subject("f")() == 1


def test_magics_shell_lines_and_notebook_helpers_are_harmless(zygote):
    cells = ["%matplotlib inline\nfiles = !ls\n!rm -rf /\n%time y = 3\nprint(y, files)", "%%bash\necho no", "%%time\nz = 4\n",
             "get_ipython().run_line_magic('x', '')\ndisplay(3)\nfrom IPython.display import HTML\nHTML('x')",
             "import ipywidgets\n@ipywidgets.interact\ndef f(x=1):\n    return x\n", "print?\n", "s = '''\n%d\n''' % 3"]
    with open_cells(zygote, *cells, "def g():\n    return y, z, f(7), s") as session:
        assert [report.error for report in session.load_report] == [None] * 8
        assert session.load_report[0].stdout == "3 None\n"
        assert session.subject("g")() == (3, 4, 7, "\n3\n")


def test_printing_much_is_cut(zygote):
    with open_cells(zygote, "print('x' * 100_000_000)", "def f():\n    print('y' * 100_000_000)\n    return 1") as session:
        assert session.load_report[0].error is None and len(session.load_report[0].stdout) <= 65536
        assert session.subject("f")() == 1


def test_a_generator_comes_back_advanced(zygote):
    with open_cells(zygote, "def draw(rng, n):\n    return rng.normal(size=n)") as session:
        ours, same = np.random.default_rng(5), np.random.default_rng(5)
        np.testing.assert_array_equal(session.subject("draw")(ours, 3), same.normal(size=3))
        assert ours.bit_generator.state == same.bit_generator.state


def test_generators_spawned_over_there_are_those_spawned_here(zygote):
    source = "def f(rng):\n    one, two = rng.spawn(2)\n    return [one.random(), two.random(), rng.random()]"
    space = {}
    exec(source, space)
    for seed in (7, [7, 3]):
        ours, theirs = np.random.default_rng(seed), np.random.default_rng(seed)
        with open_cells(zygote, source) as session:
            f = session.subject("f")
            for _ in range(3):
                np.testing.assert_array_equal(f(theirs), space["f"](ours))
            assert theirs.spawn(1)[0].random() == ours.spawn(1)[0].random()


def test_changes_in_place_are_seen_and_ours_stay_as_they_were(zygote):
    with open_cells(zygote, "def spoil(x, grads):\n    x += 1\n    grads['dW1'][0] = 9\n    return x") as session:
        subject, x, grads = session.subject("spoil", ["x", "grads"]), np.zeros(2), {"dW1": np.zeros(2)}
        subject(x, grads)
        assert set(subject.calls[0].changed) == {"x", 'grads["dW1"]'} and subject.calls[0].shared
        assert not x.any() and not grads["dW1"].any()


def test_functions_cross_both_ways(zygote):
    source = "def slope(f, x):\n    return (f(x + 1) - f(x - 1)) / 2\ndef twice(outer):\n    return outer(lambda v: 2 * v)"
    with open_cells(zygote, source) as session:
        assert session.subject("slope")(lambda x: x * x, 3.0) == 6.0
        assert session.subject("twice")(lambda inner: inner(4) + inner(5)) == 18


def test_errors_of_our_functions_arrive_as_errors(zygote):
    def refuse(x):
        raise ValueError("too small")
    source = "def f(g):\n    try:\n        g(1)\n    except ValueError as error:\n        return str(error)"
    with open_cells(zygote, source) as session:
        assert session.subject("f")(refuse) == "too small"
        assert failure(session.subject("g"), 1).type_name == "NameError"


def test_a_shipped_callable_is_a_function_inside(zygote):
    with open_cells(zygote, "def f(g):\n    return callable(g)") as session:
        assert session.subject("f")(shipped("anything")) is True


def test_follow_through_uses_our_function_in_a_fork(zygote):
    cells = ["def helper(x):\n    return 0", "def user(x):\n    return helper(x) + 1", "early = helper(1)"]
    with open_cells(zygote, *cells) as session, session.fork({"helper": lambda x: 10 * x}) as fork:
        assert session.subject("user")(4) == 1
        assert fork.subject("user")(4) == 41


def test_a_generator_goes_on_where_our_function_left_it(zygote):
    source = "def pair(rng):\n    return [draw(0, rng=rng), draw(0, rng=rng), rng.random()]"
    with open_cells(zygote, source, bind={"draw": lambda low, rng: low + rng.random()}) as session:
        assert session.subject("pair")(np.random.default_rng(7)) == list(np.random.default_rng(7).random(3))


def test_follow_through_with_a_reference_in_a_sandbox_of_its_own(zygote):
    with open_cells(zygote, "def helper(x):\n    return 10 * x") as reference:
        ours = {"helper": reference.subject("helper")}
        with open_cells(zygote, "def user(x):\n    return helper(x) + 1", bind=ours) as session:
            assert session.subject("user")(4) == 41


def test_an_endless_loop_costs_only_its_own_exercise(zygote):
    cells = ["while True: pass", "def loop():\n    while True:\n        pass", SIGMOID,
             "def stubborn():\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass",
             "def deep():\n    return sum(range(10**13))"]
    with open_cells(zygote, *cells, cell=0.5, call=0.5) as session:
        assert session.load_report[0].error.type_name == sandbox.TIMEOUT
        for name in ("loop", "stubborn", "deep"):
            raised = failure(session.subject(name))
            assert raised.type_name == sandbox.TIMEOUT and "0.5 seconds" in raised.message
            assert session.subject("sigmoid")(0.0) == 0.5


def test_four_endless_cells_leave_time_for_the_rest(zygote):
    with open_cells(zygote, *["while True: pass"] * 4, SIGMOID, cell=0.4, notebook=1.6) as session:
        assert session.subject("sigmoid")(0.0) == 0.5


def test_a_cell_that_ends_the_process_is_left_out(zygote):
    with open_cells(zygote, "import os\nx = 1", "os._exit(0)", "os.kill(os.getpid(), 9)", "def f():\n    return x") as session:
        assert [r.error and r.error.type_name for r in session.load_report] == [None, sandbox.CRASHED, sandbox.CRASHED, None]
        assert session.subject("f")() == 1


@pytest.mark.parametrize("body, sentence", [
    ("import os; os._exit(5)", "status 5"), ("import ctypes; ctypes.string_at(0)", "invalid memory access"),
    ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", "signal 15"), ("import os; os.close(3)", "ended")])
def test_a_crash_has_a_sentence_and_costs_only_itself(zygote, body, sentence):
    with open_cells(zygote, f"def f():\n    {body}", SIGMOID) as session:
        raised = failure(session.subject("f"))
        assert raised.type_name == sandbox.CRASHED and sentence in raised.message
        assert session.subject("sigmoid")(0.0) == 0.5


def test_memory_is_limited(zygote):
    source = textwrap.dedent("""
        import numpy as np
        hog = []
        def f():
            while True:
                hog.append(np.ones(10**6))
        def g():
            return np.ones(10**11)
        """)
    with open_cells(zygote, source, SIGMOID, memory=256 << 20) as session:
        for name in ("f", "g"):
            raised = failure(session.subject(name))
            assert raised.is_a("MemoryError") or raised.type_name == sandbox.MEMORY
            assert raised.message
        assert session.subject("sigmoid")(0.0) == 0.5


def test_a_function_that_keeps_failing_is_not_called_for_ever(zygote):
    with open_cells(zygote, "import os\ndef f():\n    os._exit(1)", failures=2) as session:
        for _ in range(5):
            assert failure(session.subject("f")).type_name == sandbox.CRASHED
        assert session.starts == 2


def test_other_types_arrive_as_plain_data_or_by_name(zygote):
    source = textwrap.dedent("""
        import numpy as np
        class Sly(np.ndarray):
            __eq__ = lambda self, other: True
        def f(k):
            return [np.zeros(2).view(Sly), object(), np.matrix("1 2"), lambda: 1, np.array([object()]), {1: (2, {3})},
                    10**5000][k]
        """)
    with open_cells(zygote, source) as session:
        f = session.subject("f")
        assert type(f(0)) is Odd and f(0).type_name == "Sly" and type(f(0).value) is np.ndarray
        assert [f(k).type_name for k in (1, 2, 3, 4)] == ["object", "matrix", "function", "array of dtype object"]
        assert f(5) == {1: (2, {3})}
        assert failure(f, 6).type_name in ("ValueError", "TypeError")


def test_threads_work_and_end_with_the_notebook(zygote):
    source = textwrap.dedent("""
        import threading, time
        out = []
        first = threading.Thread(target=lambda: out.append(1))
        first.start(); first.join()
        threading.Thread(target=time.sleep, args=(1000,)).start()
        def f():
            return out
        """)
    with open_cells(zygote, source) as session:
        assert session.subject("f")() == [1]


def test_same_answers_as_in_this_process(zygote):
    namespace = {}
    exec(SIGMOID, namespace)
    local, z = LocalSubject(namespace["sigmoid"]), np.linspace(-3, 3, 7)
    with open_cells(zygote, SIGMOID) as session:
        np.testing.assert_array_equal(session.subject("sigmoid")(z), local(z))


def test_figures_and_files_work_in_the_empty_folder(zygote):
    source = textwrap.dedent("""
        import matplotlib.pyplot as plt, numpy as np, os
        before = [name for name in os.listdir(".") if name != "data"]
        plt.plot([1, 2]); plt.show(); plt.savefig("a.png")
        np.save("x.npy", np.ones(3)); np.savez("y.npz", a=np.ones(2))
        os.mkdir("d"); os.rename("x.npy", "d/x.npy")
        def f():
            return before, float(np.load("d/x.npy").sum()), os.path.getsize("a.png") > 0
        """)
    with open_cells(zygote, source) as session:
        assert session.load_report[0].error is None
        assert session.subject("f")() == ([], 3.0, True)


def test_nothing_is_left_for_the_next_notebook(zygote):
    deep = "import os\nfor _ in range(1500):\n    os.mkdir('d'); os.chdir('d')\n"
    with open_cells(zygote, "open('note', 'w').write('psst')", deep):
        pass
    look = "import os\ndef f():\n    return [n for n in os.listdir('.') if n != 'data']"
    with open_cells(zygote, look) as session:
        assert session.subject("f")() == []


def test_one_more_cell_belongs_to_the_notebook(zygote):
    with open_cells(zygote, "x = 1", "import os\ndef die():\n    os._exit(1)") as session:
        assert session.run("more", "x += 1\ndef f():\n    return x").error is None
        failure(session.subject("die"))
        assert session.subject("f")() == 2


def test_given_code_and_data_are_there(zygote):
    source = "from course import datasets, network, plots\nfrom course.checking import check\ncheck(print)\n" \
             "def f():\n    return datasets.load('circles').X_train.shape"
    with open_cells(zygote, source) as session:
        assert session.load_report[0].error is None
        assert session.subject("f")() == (2, 300)


def test_a_zygote_started_in_a_thread_outlives_the_thread():
    started = []
    thread = threading.Thread(target=lambda: started.append(sandbox.Zygote()))
    thread.start()
    thread.join()
    try:
        with open_cells(started[0], SIGMOID) as session:
            assert session.subject("sigmoid")(0.0) == 0.5
    finally:
        started[0].stop()


@pytest.mark.parametrize("without, sentence, grade", [
    (("bubblewrap", "landlock", "seccomp"), "isolation: none, limits only", False),
    (("bubblewrap", "landlock"), "isolation: seccomp, no network, limits", False),
    (("bubblewrap", "seccomp"), "isolation: Landlock, limits", True)])
def test_weak_isolation_says_so(without, sentence, grade):
    found = sandbox.isolation(without=without)
    if len(found.layers) + len(without) != 4:
        pytest.skip(f"not to be had here: {found.sentence}")
    assert found.sentence == sentence and found.is_isolation is grade


def test_layers_can_be_left_out_by_environment(monkeypatch):
    monkeypatch.setenv("COURSE_SANDBOX_WITHOUT", "bubblewrap, landlock, seccomp")
    assert sandbox.isolation().layers == ("limits",)


def test_many_notebooks_leave_no_descriptors_behind(zygote):
    def count():
        return len(os.listdir("/proc/self/fd"))
    with open_cells(zygote, SIGMOID):
        before = count()
    for _ in range(20):
        with open_cells(zygote, SIGMOID) as session:
            session.subject("sigmoid")(1.0)
    assert count() <= before


def test_our_own_function_comes_home_through_theirs(zygote):
    """A cost that a check passes in reaches a reference that stands for the learner's earlier function."""
    from course.checking.values import shipped
    import course.checking.callables as callables
    name = sorted(callables.CALLABLES)[0]
    seen = []
    with open_cells(zygote, "def outer(cost):\n    return inner(cost)", bind={"inner": lambda cost: seen.append(callable(cost)) or 7}) as session:
        assert session.subject("outer")(shipped(name)) == 7
    assert seen == [True]


SEVERAL = """
import os, time
import numpy as np
count = 0
def draw(size, rng):
    return rng.random(size)
def act(what):
    global count
    count += 1
    if what == "raise": raise ValueError("no")
    if what == "sleep": time.sleep(60)
    if what == "exit": os._exit(3)
    return what, count
def apply(function, x):
    return function(x)
"""


def test_several_calls_in_one_message_go_on_with_one_generator(zygote):
    ours, theirs, other = (np.random.default_rng(k) for k in (1, 1, 2))
    expected = [ours.random(3), ours.random(4), np.random.default_rng(2).random(2), ours.random(5)]
    with open_cells(zygote, SEVERAL) as session:
        draw = session.subject("draw")
        found = draw.many([(3, theirs), (4, theirs), (2, other), (5, theirs)])
        assert len(draw.calls) == 4
        for one, two in zip(found, expected):
            np.testing.assert_array_equal(one, two)
        assert theirs.random() == ours.random()


def test_several_calls_end_at_the_first_that_fails(zygote):
    with open_cells(zygote, SEVERAL, call=1.0) as session:
        act = session.subject("act")
        assert act.many([("a",), ("b",)]) == [("a", 1), ("b", 2)]
        for what, said in (("raise", "ValueError"), ("sleep", "Timeout"), ("exit", "Crashed")):
            act.calls.clear()
            with pytest.raises(CallFailed) as failed:
                act.many([("a",), (what,), ("c",)])
            assert failed.value.raised.type_name == said
            assert [done.error is None for done in act.calls] == [True, False]
            assert act("d")[0] == "d"     # and the notebook is there again


def test_prepared_cases_get_their_own_answers(zygote):
    cases = [{"what": what} for what in ("a", "raise", "b", "exit", "c")]
    with open_cells(zygote, SEVERAL) as session:
        act = session.subject("act")
        act.prepare(cases)
        found = []
        for case in cases:
            try:
                found.append(act.on(case)[0])
            except CallFailed as failed:
                found.append(failed.raised.type_name)
        assert found == ["a", "ValueError", "b", "Crashed", "c"]
        assert act.on(cases[0])[0] == "a" and len(act.calls) == 6


def test_our_functions_may_be_called_in_each_of_several_calls(zygote):
    with open_cells(zygote, SEVERAL) as session:
        apply = session.subject("apply")
        assert apply.many([(lambda x, k=k: k * x, 10) for k in range(4)]) == [0, 10, 20, 30]
