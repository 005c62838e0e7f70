"""The zygote: starts once inside the sandbox, imports what notebooks need, and forks one process per notebook."""
import gc
import importlib
import json
import os
import random
import shutil
import signal
import socket
import sys

from course.checking import codec
from course.checking.subject import call

from . import cells, seccomp, stubs, worker
from .confine import Confinement, confine_zygote
from .scratch import Scratch

WIRE = 3  # the file descriptor
EAGER = ("numpy", "numpy.random", "numpy.linalg", "matplotlib", "matplotlib.pyplot", "course.checking.subject",
         "course.checking.drivers", "course.datasets", "course.network", "course.plots")


class Zygote:
    """Answers the launcher's requests over the control socket: open a notebook's process, close it."""

    def __init__(self, control, layers, folder, data):
        self.control, self.layers, self.scratch = control, layers, Scratch(folder, data)
        self.alive = set()

    def serve(self):
        """Until the launcher goes away; then everything here ends with it."""
        while True:
            request, descriptors = receive(self.control)
            if request is None:
                break
            if request["do"] == "open":
                self.open(request["limits"], descriptors[0])
            else:
                self.close(request["pid"])
        for pid in list(self.alive):
            kill(pid)

    def open(self, limits, descriptor):
        if not self.alive:
            self.scratch.empty()
        folder = self.scratch.new()
        confinement = Confinement(self.layers, folder, limits)
        pid = os.fork()
        if pid == 0:
            run_notebook(descriptor, folder, limits, confinement)
        confinement.close()
        os.close(descriptor)
        self.alive.add(pid)
        handle = pidfd(pid)
        answer(self.control, {"pid": pid, "folder": folder}, handle)
        for number in handle:
            os.close(number)

    def close(self, pid):
        """Kill a notebook's process with all that belongs to it, and say how it ended."""
        if pid not in self.alive:
            return answer(self.control, {"error": "no such process"})
        kill(pid)
        _, status, usage = os.wait4(pid, 0)
        self.alive.discard(pid)
        if "seccomp" not in self.layers:
            self.sweep()
        answer(self.control, {"status": status, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss})

    def sweep(self):
        """Where processes could start others: end the ones that were left to us."""
        if "bubblewrap" in self.layers and not self.alive:
            try:
                os.kill(-1, signal.SIGKILL)  # everybody in this process namespace but us
            except ProcessLookupError:
                pass
        for pid in orphans() - self.alive:
            kill(pid)
        while reap(self.alive):
            pass


def run_notebook(descriptor, folder, limits, confinement):
    """In the new process: keep the wire and nothing else open, give up rights, serve the examiner; never returns."""
    try:
        os.setsid()
        os.chdir(folder)
        confinement.enforce()
        os.dup2(descriptor, WIRE)
        os.closerange(WIRE + 1, 256)
        worker.Worker(WIRE, limits).serve()
    finally:
        os._exit(1)


def kill(pid):
    """The process and its group."""
    for end in (os.killpg, os.kill):
        try:
            end(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass


def orphans():
    """Processes whose parent is this one, as far as /proc shows them."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:
            return {int(pid) for pid in file.read().split()}
    except OSError:
        return set()


def reap(alive):
    """Whether one ended process that nobody waits for was taken away."""
    try:
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if found is None or found.si_pid in alive:
            return False
        return os.waitpid(found.si_pid, 0)[0] > 0
    except ChildProcessError:
        return False


def pidfd(pid):
    """A handle on the process that stays true whatever happens to its number; none where there is no such thing."""
    try:
        return [os.pidfd_open(pid)]
    except (OSError, AttributeError):
        return []


def receive(control):
    data, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 4)
    return (json.loads(data), descriptors) if data else (None, [])


def answer(control, message, descriptors=()):
    socket.send_fds(control, [json.dumps(message).encode()], list(descriptors))


def fonts(settings):
    """A writable folder for Matplotlib, with the list of fonts in it if we were given one."""
    target = os.path.join(settings["scratch"], "fonts")
    shutil.copytree(settings["fonts"], target)
    return target


def warm_up():
    """Go once through what every notebook's process does, so that none of them pays for first times."""
    import numpy as np
    before = sys.modules["__main__"]
    namespace, clock = cells.new_namespace(), worker.Clock()
    source = "import numpy as np\nimport matplotlib.pyplot as plt\ndef f(x, rng):\n    return {'a': (np.tanh(x), [1.0])}\n"
    for _ in range(3):
        cells.run("warm", source, namespace, clock, 10.0, 100)
        arguments = codec.decode(codec.encode((np.ones((2, 3)), np.random.default_rng(0))))
        codec.encode({"call": worker.as_data(call(namespace["f"], arguments)), "generators": worker.generators(arguments)})
    cells.run("warm", "plt.subplots(); plt.close('all')", namespace, clock, 10.0, 100)
    sys.modules["__main__"] = before
    if seccomp.available():
        seccomp.template()


def main(settings):
    """Confine ourselves, import, say that we are ready, and serve."""
    control = socket.socket(fileno=settings["control"])
    os.set_inheritable(control.fileno(), False)
    os.environ["MPLCONFIGDIR"] = fonts(settings)
    for name in settings["eager"] or EAGER:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    os.environ.update(HOME=".", TMPDIR=".")  # the scratch folder that a process starts in
    signal.signal(signal.SIGINT, signal.default_int_handler)
    stubs.install()
    warm_up()
    random.seed(0)
    sys.modules["numpy"].random.seed(0)
    confine_zygote(settings["layers"], settings["readable"], settings["listed"], settings["scratch"])
    gc.collect()
    gc.freeze()
    answer(control, {"ready": True, "python": sys.version.split()[0]})
    Zygote(control, settings["layers"], settings["scratch"], settings["data"]).serve()
