"""Attacks from inside the sandbox gain nothing, reach nobody and crash nothing, whichever isolation is used."""
import os
import socket
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from course.checking.subject import CallFailed
from course.checking.values import Odd
from course.grading import sandbox
from course.grading.sandbox.probe import isolation

SETS = {"all": (), "no bubblewrap": ("bubblewrap",), "no Landlock": ("landlock",)}
REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module", params=SETS)
def zygote(request):
    left = isolation(without=SETS[request.param])
    if not left.is_isolation or "seccomp" not in left.layers or len(left.layers) + len(SETS[request.param]) != 4:
        pytest.skip(f"not to be had here: {left.sentence}")
    zygote = sandbox.Zygote(without=SETS[request.param])
    yield zygote
    zygote.stop()


def attack(zygote, body, *arguments, imports="import os, sys, ctypes, socket, threading, time", **limits):
    """The value of `attack(*arguments)` with that body, or the `Raised` of its failure; the notebook must answer afterwards."""
    lines = textwrap.indent(textwrap.dedent(body), "    ")
    names = ", ".join(f"a{k}" for k in range(len(arguments)))
    cells = [("attack", f"{imports}\ndef attack({names}):\n{lines}"), ("honest", "def honest():\n    return 1")]
    with sandbox.Notebook(zygote, cells, sandbox.Limits(**{"call": 3.0, **limits})) as session:
        try:
            result = session.subject("attack")(*arguments)
        except CallFailed as failed:
            result = failed.raised
        assert session.subject("honest")() == 1
    return result


def refused(result):
    return getattr(result, "is_a", lambda kind: False)("OSError")


def test_files_outside_cannot_be_read(zygote, tmp_path):
    secret = tmp_path / "gradebook.db"
    secret.write_text("grades")
    for path in (secret, REPOSITORY / "docs/architecture.md", REPOSITORY / "course/grading/sandbox/probe.py",
                 REPOSITORY / "course/solutions/__init__.py", "/etc/passwd", "/proc/1/environ", f"/proc/{os.getpid()}/mem",
                 f"/proc/{os.getppid()}/environ", "/proc/self/../1/maps"):
        assert refused(attack(zygote, "return open(a0).read()", str(path))), path
    for folder in ("/root", REPOSITORY, tmp_path, "/proc", "/home", "/tmp"):
        found = attack(zygote, "return os.listdir(a0)", str(folder))
        assert refused(found) or not set(found) & {"gradebook.db", "docs", "course", ".bashrc", "1"}, (folder, found)


def test_the_reference_is_in_no_module_and_in_no_file(zygote):
    assert attack(zygote, "import course.solutions").is_a("ImportError")
    assert attack(zygote, "import course.grading").is_a("ImportError")
    assert attack(zygote, "return [n for n in sys.modules if 'solutions' in n or 'grading' in n]") == []
    walk = """
        places = ("/", "/root", "/home", "/tmp", "/opt", a0)
        return [os.path.join(folder, name) for place in places for folder, _, names in os.walk(place) for name in names
                if "/course/" in folder and ("solutions" in folder or "grading" in folder)]
        """
    assert attack(zygote, walk, str(REPOSITORY), call=60.0) == []


def test_nothing_is_written_outside_the_folder(zygote, tmp_path):
    target = tmp_path / "scores.csv"
    target.write_text("alice,20")
    installed = Path(np.__file__).parent / "attacked.py"
    for path in (target, tmp_path / "new", "/tmp/course-attack", installed, "../attack", "/dev/shm/attack", "/attack",
                 "/usr/lib/attack"):
        result = attack(zygote, "open(a0, 'w').write('x')", str(path))
        assert refused(result) or not Path(path).exists() and not os.path.isabs(path), path
    for body in ("os.remove(a0)", "os.rename(a0, 'mine')", "os.chmod(a0, 0)", "os.truncate(a0, 0)", "os.utime(a0, (0, 0))",
                 "os.link(a0, 'mine')", "os.symlink(a0, 'mine'); open('mine').read()", "os.chown(a0, 1, 1)",
                 "os.rmdir(os.path.dirname(a0))"):
        assert refused(attack(zygote, body, str(target))), body
    assert target.read_text() == "alice,20" and target.stat().st_mtime > 1 and not installed.exists()


def test_the_network_is_off(zygote):
    with socket.create_server(("127.0.0.1", 0)) as server:
        body = "s = socket.create_connection(('127.0.0.1', a0), 1)\nreturn 'connected'"
        assert refused(attack(zygote, body, server.getsockname()[1]))
    for kind in ("socket.AF_INET, socket.SOCK_DGRAM", "socket.AF_UNIX", "socket.AF_INET6"):
        assert refused(attack(zygote, f"socket.socket({kind})"))


def test_no_further_process(zygote):
    for body in ("os.fork() or os._exit(0)", "raise OSError if os.system('true') else ValueError",
                 "import subprocess; subprocess.run(['/bin/true'])", "os.execv(sys.executable, ['python', '-c', '1'])",
                 "os.posix_spawn('/bin/true', ['true'], {})",
                 "import multiprocessing as m; m.get_context('fork').Process(target=print).start()"):
        assert refused(attack(zygote, body)), body
    bomb = """
        for k in range(50):
            try:
                os.fork() or time.sleep(20) or os._exit(0)
            except OSError:
                continue
            return k
        """
    assert attack(zygote, bomb) is None


def test_raw_system_calls_are_refused_too(zygote):
    calls = {"fork": (57,), "vfork": (58,), "clone": (56, 17, 0, 0, 0, 0), "clone3": (435, 0, 88), "ptrace": (101, 16, 1, 0, 0),
             "socket": (41, 2, 1, 0), "execve": (59, 0, 0, 0), "io_uring_setup": (425, 1, 0), "tkill": (200, 1, 0),
             "process_vm_readv": (310, 1, 0, 0, 0, 0, 0), "kill everybody": (62, -1, 0), "mount": (165, 0, 0, 0, 0, 0),
             "prlimit of another": (302, 1, 0, 0, 0), "unshare": (272, 0x10000000), "bpf": (321, 0, 0, 0),
             "memfd_create": (319, 0, 0), "x32 fork": (0x40000000 + 57,)}
    if os.uname().machine != "x86_64":
        pytest.skip("numbers of x86-64")
    body = "libc = ctypes.CDLL(None, use_errno=True)\nreturn {n: (libc.syscall(*c), ctypes.get_errno()) for n, c in a0.items()}"
    for name, (result, error) in attack(zygote, body, calls).items():
        assert result == -1 and error in (1, 38), name


def test_others_cannot_be_signalled_or_limited(zygote):
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        for body in ("os.kill(os.getppid(), 0)", "os.kill(a0, 0)", "os.kill(-1, 0)", "os.killpg(os.getpgid(os.getppid()), 0)",
                     "import fcntl; fcntl.fcntl(3, fcntl.F_SETOWN, a0)",
                     "import resource; resource.prlimit(a0, resource.RLIMIT_CPU)",
                     "os.setpriority(os.PRIO_PROCESS, a0, 19)", "os.sched_setaffinity(a0, {0})"):
            for pid in (bystander.pid, os.getpid()):
                assert refused(attack(zygote, body, pid)), body
        assert bystander.poll() is None and zygote.alive
    finally:
        bystander.kill()
        bystander.wait()


def test_limits_and_timers_cannot_be_lifted(zygote):
    body = "import resource\nresource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)"
    result = attack(zygote, body)
    assert result.is_a("OSError") or result.is_a("ValueError")
    stubborn = """
        import signal
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        while True: pass
        """
    start = time.monotonic()
    assert attack(zygote, stubborn, call=0.5).type_name == sandbox.TIMEOUT
    assert time.monotonic() - start < 10


def test_files_are_limited(zygote):
    assert refused(attack(zygote, "with open('big', 'wb') as f:\n    for _ in range(200): f.write(bytes(1 << 20))"))
    many = "for k in range(1000):\n    open(str(k), 'wb').write(bytes(15 << 20)); time.sleep(0.01)"
    result = attack(zygote, many, call=30.0)
    assert refused(result) or "it wrote more" in result.message


def test_threads_are_limited(zygote):
    body = """
        threading.stack_size(32768)
        for _ in range(100_000):
            threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
            time.sleep(0.0005)
        """
    result = attack(zygote, body, call=20.0)
    assert "threads" in result.message or result.is_a("RuntimeError") or result.is_a("MemoryError")


# The wire itself: file descriptor 3, where a learner's code can write what it likes.

FORGE = """
    import json, struct

    def frame(head, body=b""):
        data = struct.pack("<I", len(head)) + head + body
        return struct.pack("<Q", len(data)) + data

    def packed(x):
        return {"k": "dict", "v": [[k, packed(v)] for k, v in x.items()]} if type(x) is dict and "k" not in x else x

    def request():
        step = sys._getframe()
        while not hasattr(step.f_locals.get("self"), "request"):
            step = step.f_back
        return step.f_locals["self"].request

    def reply(x):
        return frame(json.dumps(packed({"request": request(), **x} if type(x) is dict else x)).encode())

    def array(kind, size):
        return json.dumps({"k": "array", "t": kind, "s": [size], "o": 0}).encode()

    data = FORGED
    while data:
        data = data[os.write(3, data):]
    while True:
        time.sleep(1)
    """
EMPTY = "'arguments': {'k': 'tuple', 'v': []}, 'options': {'k': 'dict', 'v': []}"
FORGED = [
    "struct.pack('<Q', 1 << 62)", "struct.pack('<Q', 10) + b'x' * 10", "struct.pack('<Q', 0)", "bytes([255]) * 100_000",
    "frame(b'[' * 100_000)", "frame(json.dumps({'request': 1}).encode())", "frame(b'null')", "frame(b'[]')",
    "frame(json.dumps({'k': 'generator', 'v': {}}).encode())", "frame(array('O', 1))", "frame(array('<f8', 10**12))",
    "frame(b'[' + b','.join([array('|u1', 8_000_000)] * 100_000) + b']', bytes(8_000_000))",
    "reply([])", "reply({'call': 5, 'generators': []})", "reply({'call': {'error': 3}, 'generators': []})",
    "reply({'call': {'shared': ['x']}, 'generators': []})", "reply({'call': {}, 'generators': [3]})", "reply({'cell': {}})",
    "reply({'callback': 99, %s})" % EMPTY, "reply({'callback': -1, 'arguments': 3, 'options': 4})",
    "reply({'callback': {'k': 'callable', 'v': 10**400}, 'arguments': 3, 'options': 4})"]


@pytest.mark.parametrize("forged", FORGED)
def test_forged_replies_end_the_process_and_nothing_else(zygote, forged):
    result = attack(zygote, FORGE.replace("FORGED", forged))
    assert result.type_name in (sandbox.CRASHED, sandbox.TIMEOUT) and result.message


def test_a_reply_beyond_the_size_limit_is_refused(zygote):
    body = "import numpy as np\nreturn np.ones(3_000_000)"
    assert attack(zygote, body, reply_bytes=8 << 20).type_name == sandbox.CRASHED


@pytest.mark.parametrize("kind", ["Spread(0.0, float('inf'))", "Shipped('x', {})", "Rng(1)", "[Spread(1, 1e300)]",
                                  "Odd('x', Spread(0, 9e9))"])
def test_stand_ins_that_a_check_would_trust_lose_their_meaning(zygote, kind):
    result = attack(zygote, f"from course.checking.values import Odd, Rng, Shipped, Spread\nreturn {kind}")
    while isinstance(result, list):
        result = result[0]
    assert type(result) is Odd


def test_deep_answers_are_refused_or_cut(zygote):
    body = "x = []\nfor _ in range(5000): x = [x]\nreturn x"
    result = attack(zygote, body)
    depth = 0
    while isinstance(result, list):
        result, depth = result[0], depth + 1
    assert depth < 20


def test_calls_of_our_functions_are_limited(zygote):
    assert attack(zygote, "while True: a0(1)", lambda x: x, callbacks=100).type_name == sandbox.CRASHED
    assert attack(zygote, "return a0('x' * 10**6)", len, callback_bytes=1000).type_name == sandbox.CRASHED
    late = """
        global keep
        keep = a0
        threading.Thread(target=lambda: (time.sleep(0.1), keep(1))).start()
        return 5
        """
    assert attack(zygote, late, len) == 5


def test_a_reference_is_not_called_with_giant_arguments(zygote):
    def sample(low, high, size=None):
        return np.zeros(size)
    source = textwrap.dedent("""
        def f(size):
            try:
                return sample(1, 2, size).shape
            except ValueError as error:
                return str(error)
        """)
    with sandbox.Notebook(zygote, [("cell", source)], bind={"sample": sample}) as session:
        assert session.subject("f")(10) == (10,)
        assert "larger than any" in session.subject("f")(10**10)
        assert "larger than any" in session.subject("f")((10**6, 10**6))


def test_functions_that_call_each_other_without_end_are_stopped(zygote):
    def bounce(f):
        return f(bounce)

    result = attack(zygote, "def again(g):\n    return g(again)\nreturn a0(again)", bounce)
    assert result.type_name in (sandbox.CRASHED, "RecursionError")


def test_a_reply_sent_ahead_of_time_is_not_taken_for_an_answer(zygote):
    source = textwrap.dedent("""
        import os, struct
        from course.checking import codec
        def first():
            for number in range(9):
                reply = codec.encode({"request": number, "call": {"value": 42}, "generators": []})
                os.write(3, struct.pack("<Q", len(reply)) + reply)
            return 0
        def second():
            return 1
        """)
    with sandbox.Notebook(zygote, [("cell", source)]) as session:
        with pytest.raises(CallFailed) as failed:
            session.subject("first")()
        assert failed.value.raised.type_name == sandbox.CRASHED
        assert session.subject("second")() == 1


def test_a_generator_state_that_is_none_is_refused(zygote):
    body = "a0.bit_generator = 3"
    assert attack(zygote, body, np.random.default_rng(0)).is_a("AttributeError")


def test_nothing_survives_the_notebook(zygote):
    source = textwrap.dedent("""
        import threading
        def spin():
            while True: pass
        threading.Thread(target=spin).start()
        """)
    session = sandbox.Notebook(zygote, [("cell", source)])
    handle = session.channel.process.handle
    with open(f"/proc/self/fdinfo/{handle}") as file:
        pid = next(int(line.split()[1]) for line in file if line.startswith("Pid:"))
    assert Path(f"/proc/{pid}").exists()
    session.close()
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize("without", [("bubblewrap", "landlock", "seccomp"), ("landlock", "seccomp")])
def test_started_processes_end_too_where_they_cannot_be_forbidden(without):
    if isolation(without=without).layers[:-1] != isolation().layers[:1] and without[0] == "landlock":
        pytest.skip("bubblewrap does not work here")
    zygote = sandbox.Zygote(without=without)
    try:
        source = textwrap.dedent("""
            import os, time
            read, write = os.pipe()
            if os.fork() == 0:
                os.setsid()
                os.fork()
                os.write(write, b"!")
                time.sleep(60)
                os._exit(0)
            for _ in range(2):
                os.read(read, 1)
            """)
        before = family(zygote)
        session = sandbox.Notebook(zygote, [("cell", source)])
        assert len(family(zygote)) >= len(before) + 3
        session.close()
        assert family(zygote) == before
    finally:
        zygote.stop()


def family(zygote):
    """Living processes whose command line is this zygote's."""
    return {int(pid) for pid in os.listdir("/proc") if pid.isdigit() and alive(pid) and belongs(pid, zygote.home.name)}


def belongs(pid, name):
    try:
        return name.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_the_zygote_ends_when_its_owner_is_killed(tmp_path):
    script = textwrap.dedent("""
        import os
        from course.grading import sandbox
        session = sandbox.open([("cell", "x = 1")])
        with open(f"/proc/self/fdinfo/{session.channel.process.handle}") as file:
            print(sandbox.zygote().process.pid, next(line.split()[1] for line in file if line.startswith("Pid")), flush=True)
        os.kill(os.getpid(), 9)
        """)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=REPOSITORY,
                          env={**os.environ, "PYTHONPATH": str(REPOSITORY), "TMPDIR": str(tmp_path)})
    pids = [int(word) for word in done.stdout.split()]
    deadline = time.monotonic() + 10
    while any(alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(pids) == 2 and not any(alive(pid) for pid in pids)


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_sessions_from_several_threads(zygote):
    results = []

    def work(k):
        with sandbox.Notebook(zygote, [("c", f"def f():\n    return {k}")]) as session:
            results.append(session.subject("f")() == k)
    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 4
