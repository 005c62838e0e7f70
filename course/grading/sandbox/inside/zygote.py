"""The zygote: starts once inside the sandbox, imports what notebooks need, and forks one process per notebook."""
import gc
import json
import os
import signal
import socket
import sys

from . import worker
from .confine import Confinement, confine_zygote
from .processes import kill, pidfd, sweep
from .scratch import Scratch
from .warm import prepare

WIRE = 3  # the file descriptor


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
            sweep(self.alive)
        answer(self.control, {"status": status, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss})


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


def receive(control):
    data, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 4)
    return (json.loads(data), descriptors) if data else (None, [])


def answer(control, message, descriptors=()):
    socket.send_fds(control, [json.dumps(message).encode()], list(descriptors))


def main(settings):
    """Prepare, confine ourselves, say that we are ready, and serve."""
    control = socket.socket(fileno=settings["control"])
    os.set_inheritable(control.fileno(), False)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    prepare(settings)
    confine_zygote(settings["layers"], settings["readable"], settings["listed"], settings["scratch"])
    gc.collect()
    gc.freeze()
    answer(control, {"ready": True, "python": sys.version.split()[0]})
    Zygote(control, settings["layers"], settings["scratch"], settings["data"]).serve()
