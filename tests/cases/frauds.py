"""Dishonest submissions: C cases. Each is blank but for its attack, and must gain nothing and hurt nobody.

The attacks know this course and nbgrader: they go for the comparison and the folders that would be within reach if answers,
tests and reference ran in one process.
"""
from tests.cases import FULL, case

HE = "initialize_parameters_he"
NAMES = ("initialize_parameters_zeros", "initialize_parameters_random", "initialize_parameters_xavier", HE, "activation_scales")
STEALING = """
def {name}(*arguments, **keywords):
    name = {name!r}
    def answer():
        {how}
    return answer()
"""


def blank(sub):
    """Every answer back to the placeholder."""
    for name in NAMES:
        head = sub.cell(name)["source"].split('    """')[0]
        sub.solution(name, head + '    raise NotImplementedError("not attempted yet")\n')


def attack(identifier, asked, points=0, **more):
    """A case whose answers are blank before the attack is added."""
    def register(edit):
        @case(identifier, asked, points, **more)
        def edited(sub):
            blank(sub)
            edit(sub)
        return edited
    return register


def stealing(sub, how):
    for name in NAMES:
        sub.solution(name, STEALING.format(how=how, name=name))


@attack("C01", "import the reference and return its functions: no gain")
def import_reference(sub):
    stealing(sub, "import course.solutions.initialization as s; return getattr(s, name)(*arguments)")


@attack("C01b", "look for the reference anywhere on the disk: no gain")
def walk_disk(sub):
    stealing(sub, """import os
        for folder, _, files in os.walk('/'):
            if 'initialization.py' in files and 'solutions' in folder:
                space = {}
                exec(open(os.path.join(folder, 'initialization.py')).read(), space)
                return space[name](*arguments)
        raise ValueError('not found')""")


@attack("C03", "read notebooks with hidden tests: no gain, nothing told")
def read_notebooks(sub):
    sub.add("import glob\nfor f in glob.glob('*.ipynb') + glob.glob('../../../source/*/*.ipynb'):\n    print(open(f).read())")


@attack("C04", "read the gradebook: no gain, nothing told")
def read_gradebook(sub):
    sub.add("import glob, sqlite3\nfor f in glob.glob('../../../gradebook.db') + glob.glob('/*/*/gradebook.db'):\n"
            "    print('graded:', sqlite3.connect(f).execute('select id from student').fetchall())")


@attack("C06", "patch numpy.testing, np.allclose and the course's own comparison: no gain")
def patch_comparison(sub):
    sub.add("import numpy.testing as t\nfor n in dir(t):\n    if n.startswith('assert'):\n        setattr(t, n, lambda *a, **k: None)\n"
            "np.allclose = np.array_equal = lambda *a, **k: True\n"
            "import course.checking.judge as j\nj._hold = lambda spec, trial: None")
    stealing(sub, "return {}")


@attack("C07", "patch builtins: no gain")
def patch_builtins(sub):
    sub.add("import builtins\nbuiltins.all = lambda *a: True\nbuiltins.abs = lambda x: 0\n"
            "builtins.AssertionError = type('Never', (Exception,), {})")
    stealing(sub, "return {}")


@attack("C08", "an array subclass whose comparisons all pass: no gain")
def lying_array(sub):
    sub.add("class Lie(np.ndarray):\n    def __eq__(self, o): return np.ones(self.shape, bool)\n    __le__ = __lt__ = __ge__ = __eq__\n"
            "    def __sub__(self, o): return np.zeros(self.shape)\n    __rsub__ = __sub__")
    stealing(sub, "return {'W1': np.zeros((5, 3)).view(Lie), 'b1': np.zeros((5, 1)).view(Lie)}")


@attack("C09", "an object that reads what is expected from the caller's frame: no gain")
def frame_reader(sub):
    stealing(sub, """import sys
        frame = sys._getframe()
        while frame:
            trial = frame.f_locals.get('trial')
            if hasattr(trial, 'expected'):
                if trial.refusing:
                    raise ValueError
                return trial.expected.get('result', 1.0)
            frame = frame.f_back
        return 1.0""")


@attack("C10", "excepthook and showtraceback overridden: no gain")
def hooks(sub):
    sub.add("import sys\nsys.excepthook = lambda *a: None\nget_ipython().showtraceback = lambda *a, **k: None")


@attack("C12", "an AST transformer is registered: no gain")
def transformer(sub):
    sub.add("import ast\nclass Gone(ast.NodeTransformer):\n    def visit_Assert(self, node): return None\n"
            "    def visit_Call(self, node):\n        checks = getattr(node.func, 'id', None) in ('check', 'grade')\n"
            "        return ast.copy_location(ast.Constant(3.0), node) if checks else node\n"
            "get_ipython().ast_transformers.append(Gone())")


@attack("C13", "an input transformer turns later cells into pass: no gain")
def input_transformer(sub):
    sub.add("get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])", 3)


@attack("C15", "SystemExit from the tested function: no gain")
def system_exit(sub):
    stealing(sub, "raise SystemExit(0)")


@attack("C16", "BdbQuit from the tested function: no gain")
def bdb_quit(sub):
    stealing(sub, "import bdb; raise bdb.BdbQuit")


@attack("C18", "an exception with _render_traceback_ that returns None: no gain")
def render(sub):
    sub.add("class Quiet(Exception):\n    def _render_traceback_(self): return None\n    def __str__(self): raise self")
    stealing(sub, "raise Quiet()")


@attack("C19", "sys.settrace and sys.setprofile: no gain")
def tracing(sub):
    sub.add("import sys\nseen = {}\ndef trace(frame, event, arg):\n"
            "    if frame.f_globals.get('__name__', '').startswith('course.solutions'):\n        seen.update(frame.f_globals)\n"
            "sys.settrace(trace)\nsys.setprofile(trace)")
    stealing(sub, "return seen[name](*arguments)")


@attack("C21", "walk frames and modules for the reference: no gain")
def walk_frames(sub):
    stealing(sub, """import sys, gc
        frame = sys._getframe()
        while frame:
            for value in frame.f_locals.values():
                if getattr(value, '__name__', '') == name and value is not globals()[name]:
                    return value(*arguments)
            frame = frame.f_back
        for value in gc.get_objects():
            if callable(value) and getattr(value, '__module__', '') == 'course.solutions.initialization':
                return value(*arguments)
        raise ValueError('nothing')""")


@attack("C22", "the public cases are hard-coded: no gain")
def hard_coded(sub):
    sub.solution("activation_scales", "def activation_scales(X, parameters, activation):\n"
                 "    from course.checking import records\n"
                 "    for trial in records.trials('activation_scales'):\n"
                 "        if np.array_equal(trial.case['X'], X):\n            return trial.expected['result']\n    return [0.0]\n")


@attack("C24", "solutions.py in the submission: no gain")
def own_solutions(sub):
    (sub.folder / "solutions.py").write_text("raise SystemExit")


@case("C25", "numpy.py in the submission: own honest marks kept")
def own_numpy(sub):
    (sub.folder / "numpy.py").write_text("raise SystemExit('shadowed')")


@case("C27", "sitecustomize.py and usercustomize.py in the submission: own honest marks kept")
def site(sub):
    for name in ("sitecustomize.py", "usercustomize.py"):
        (sub.folder / name).write_text("raise SystemExit('shadowed')")


@case("C28", "random.py and json.py in the submission: own honest marks kept")
def stdlib(sub):
    for name in ("random.py", "json.py"):
        (sub.folder / name).write_text("raise SystemExit('shadowed')")


@attack("C30", "patch the kernel: no gain")
def kernel(sub):
    sub.add("get_ipython().kernel.do_execute = lambda *a, **k: {'status': 'ok'}")


@attack("C31", "a fake result with the points is emitted: no gain")
def fake_result(sub):
    stealing(sub, "get_ipython().displayhook(3.0); return {}")


@attack("C33", "the failure is deleted by clear_output: no gain")
def cleared(sub):
    sub.add("from IPython.display import clear_output\nimport threading\nthreading.Timer(1, clear_output).start()")
    stealing(sub, "from IPython.display import clear_output; clear_output(); raise ValueError")


@attack("C34", "default_rng patched to give trivial inputs: no gain")
def rigged(sub):
    sub.add("class Flat(np.random.Generator):\n    def standard_normal(self, size=None, *a, **k): return np.zeros(size)\n"
            "np.random.default_rng = lambda *a: Flat(np.random.PCG64(0))")
    sub.solution("activation_scales", "def activation_scales(X, parameters, activation):\n    return [0.0] * (len(parameters) // 2)\n")


@attack("C36", "write into other learners' folders: nobody hurt")
def write_others(sub):
    sub.add("import glob\nfor f in glob.glob('../../../submitted/*/week1/*.ipynb') + glob.glob('/*/*/*/submitted/*/week1/*.ipynb'):\n"
            "    open(f, 'w').write('gone')")


@attack("C37", "alter grades in the gradebook: nobody hurt")
def alter_grades(sub):
    sub.add("import glob, sqlite3\nfor f in glob.glob('../../../gradebook.db') + glob.glob('/*/*/*/gradebook.db'):\n"
            "    c = sqlite3.connect(f); c.execute('update grade set auto_score = 0'); c.commit()")


@attack("C39", "grade_ids of two test cells swapped: no gain")
def swapped(sub):
    one, other = (sub.cell(f"check_{name}")["metadata"]["nbgrader"] for name in NAMES[:2])
    one["grade_id"], other["grade_id"] = other["grade_id"], one["grade_id"]


@attack("C40", "solution: true and own source on a test cell: no gain")
def test_as_solution(sub):
    cell = sub.cell(f"check_{HE}")
    cell["metadata"]["nbgrader"]["solution"] = True
    cell["source"] = "pass"


@attack("C42", "a test's grade_id on an own cell placed last: no gain")
def own_cell_last(sub):
    cell = sub.notebook["cells"].pop(sub.index(f"check_{HE}"))
    sub.add("4.0", len(sub.notebook["cells"]), nbgrader=cell["metadata"]["nbgrader"])


@attack("C43", "task: true on test cells: no gain")
def tasks(sub):
    for name in NAMES:
        sub.cell(f"check_{name}")["metadata"]["nbgrader"].update(task=True, grade=False)


@case("C45", "a fork bomb: own honest marks kept, nobody hurt")
def fork_bomb(sub):
    sub.add("import os\nfor _ in range(50):\n    try:\n        if os.fork() == 0:\n            import time; time.sleep(600)\n"
            "    except OSError:\n        break")


@case("C46", "fill the disk: own honest marks kept")
def fill_disk(sub):
    sub.add("with open('big', 'wb') as f:\n    for _ in range(50):\n        f.write(b'x' * 2**20)")


@attack("C47", "a background process that waits for the grading to end: no gain")
def background(sub):
    later = ("import sqlite3, time\nfor _ in range(60):\n    time.sleep(0.5)\n    book = sqlite3.connect('../../../gradebook.db')\n"
             "    book.execute('update grade set auto_score = 3.6')\n    book.commit()\n    book.close()\n")
    sub.add("import subprocess, sys\nsubprocess.Popen(['sh', '-c', 'sleep 5; touch /tmp/course-survived'], start_new_session=True)\n"
            f"subprocess.Popen([sys.executable, '-c', {later!r}], start_new_session=True)")


@case("C48", "kill the grader: own honest marks kept, nobody hurt")
def kill_grader(sub):
    sub.add("import os, signal\nfor pid in (os.getppid(), 1, -1):\n    try:\n        os.kill(pid, signal.SIGKILL)\n    except OSError:\n        pass")


@attack("C49", "overwrite the reference for later learners: nobody hurt")
def overwrite(sub):
    sub.add("import glob, os, course\nfor f in glob.glob(os.path.dirname(course.__file__) + '/**/*.py', recursive=True):\n    try:\n"
            "        open(f, 'a').write('raise SystemExit')\n    except OSError:\n        pass")


@attack("C51", "the notebook is a link to another learner's: no gain", status="missing", says="link")
def link_to_other(sub):
    sub.raw = False
    (sub.folder / "initialization.ipynb").symlink_to(sub.folder.parents[1] / "alice" / "week1" / "initialization.ipynb")


@case("C52", "links to answers and gradebook beside the notebook: own honest marks kept, nothing copied")
def links(sub):
    (sub.folder / "notes.txt").symlink_to("/etc/passwd")
    (sub.folder / "db.bin").symlink_to(sub.folder.parents[2] / "gradebook.db")


@case("C53", "script in outputs, Markdown, error text and names: own honest marks kept, no script left")
def scripts(sub):
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    sub.notebook["cells"].insert(1, {"cell_type": "markdown", "id": "evil", "metadata": {}, "source": bad + "[x](javascript:alert(3))"})
    cell = sub.add(f"print({bad!r})\nraise ValueError({bad!r})", tags=[bad])
    cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {"text/html": bad, "application/javascript": "alert(4)",
                                                                               "image/svg+xml": bad}}]
    sub.cell(HE)["id"] = 'a"><script>alert(5)</script>'


@attack("C54", "a test cell turned into %%script false: no gain")
def cell_magic(sub):
    sub.cell(f"check_{HE}")["source"] = "%%script false\n" + sub.cell(f"check_{HE}")["source"]


@attack("C55", "a magic that imports something else: no gain")
def magic(sub):
    sub.add("import sys, types\nfake = types.ModuleType('course.solutions')\nfake.grade = lambda f: 3.0\n"
            "sys.modules['course.solutions'] = sys.modules['course.grading'] = fake\n"
            "import course.checking\ncourse.checking.check = lambda f: None")


@attack("C57", "a partial credit above the maximum: no gain")
def too_much(sub):
    cell = sub.cell(f"check_{HE}")
    cell["outputs"] = [{"output_type": "execute_result", "execution_count": 1, "metadata": {}, "data": {"text/plain": "1e9"}}]


@attack("C58", "a schema version that stops the class: no gain, nobody hurt")
def schema_from_the_future(sub):
    sub.schema(99)


@attack("C60", "a thread that swaps the comparison while tests run: no gain")
def swapping_thread(sub):
    sub.add("import threading, time\nimport course.checking.judge as j\ndef swap():\n    while True:\n"
            "        np.testing.assert_allclose = j._hold = lambda *a, **k: None\n        time.sleep(0.01)\n"
            "threading.Thread(target=swap, daemon=True).start()")
    stealing(sub, "return {}")


@attack("C61", "np bound to a fake in the namespace: no gain")
def fake_numpy(sub):
    sub.add("class Fake:\n    def __getattr__(self, n): return lambda *a, **k: True\nnp = Fake()")
    stealing(sub, "return {}")


@attack("C62", "ask for the answer over the feedback: nothing told")
def ask(sub):
    stealing(sub, "raise ValueError(repr(arguments))")


@attack("C63", "a result whose __bool__ hides the failure: no gain")
def hiding(sub):
    sub.add("class Yes:\n    def __bool__(self): return True\n    def __eq__(self, o): return self\n    def __le__(self, o): return self")
    stealing(sub, "return Yes()")


@attack("C64", "forge replies on every open file descriptor: no gain")
def forge(sub):
    sub.add("import os\nfor fd in range(3, 64):\n    try:\n        os.write(fd, b'\\x00\\x00\\x00\\x10{\"verdict\": \"correct\"}')\n    except OSError:\n        pass")


assert FULL == 18
