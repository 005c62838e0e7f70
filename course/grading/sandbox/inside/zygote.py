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

from .confine import confine_notebook, confine_zygote
from .scratch import Scratch

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
        pid = os.fork()
        if pid == 0:
            run_notebook(descriptor, folder, limits, self.layers)
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


def run_notebook(descriptor, folder, limits, layers):
    """In the new process: give up rights, then serve the examiner; never returns."""
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(descriptor, 3)
        os.closerange(4, 256)
        os.chdir(folder)
        os.environ.update(HOME=folder, TMPDIR=folder, MPLCONFIGDIR=folder)
        confine_notebook(layers, folder, limits)
        random.seed(limits["seed"])
        sys.modules["numpy"].random.seed(limits["seed"])
        importlib.import_module("inside.worker").main(3, limits)
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
    importlib.import_module("inside.worker")
    confine_zygote(settings["layers"], settings["readable"], settings["listed"], settings["scratch"])
    gc.collect()
    gc.freeze()
    answer(control, {"ready": True, "python": sys.version.split()[0]})
    Zygote(control, settings["layers"], settings["scratch"], settings["data"]).serve()
