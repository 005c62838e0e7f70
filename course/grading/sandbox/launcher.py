"""Starting the zygote inside the strongest sandbox, and asking it for processes."""
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass

from course.grading.sandbox import bubblewrap, edition, housekeeping, readable
from course.grading.sandbox.limits import Limits
from course.grading.sandbox.probe import isolation

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "MPLBACKEND": "agg",
               "COURSE_QUIET": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
START = "import json, sys; s = json.loads(sys.argv[1]); sys.path[:] = s['path']; from inside.zygote import main; main(s)"
# As -I, spelled out, because -I would ignore PYTHONHASHSEED and so make sets differ from run to run.
FLAGS = ["-s", "-S", "-B", *(["-P"] if sys.version_info >= (3, 11) else [])]
PATIENCE = 60


class SandboxError(RuntimeError):
    """The sandbox itself does not work: nothing is known about any learner's code."""


@dataclass
class Process:
    """A notebook's process: its number in the zygote's eyes, a handle, its folder if we can see it, our end of the wire."""
    pid: int
    handle: int | None
    folder: str
    wire: socket.socket


class Zygote:
    """One zygote; `open` gives a process that waits for cells, `close` ends it and says how it went."""

    def __init__(self, without=None, hidden=(), eager=None):
        self.isolation, self.lock = isolation(without), threading.Lock()
        self.owner, self.home = os.getpid(), housekeeping.new_home()
        housekeeping.running.add(self)
        housekeeping.stop_at_exit()
        edition.copy(self.home / "edition")
        housekeeping.keep_font_list(self.home / "edition")
        (self.home / "scratch").mkdir()
        self._start(readable.hidden_places(hidden), eager)

    def _start(self, hidden, eager):
        ours, theirs = socket.socketpair()
        boxed = "bubblewrap" in self.isolation.layers
        place = str(self.home / "edition")
        files, listed = readable.readable_places(place, hidden)
        settings = {"control": theirs.fileno(), "layers": self.isolation.layers, "readable": files, "listed": listed,
                    "path": [*edition.import_path(place), *readable.standard_path(), *readable.library_folders()], "eager": eager,
                    "data": place + "/data", "fonts": place + "/fonts",
                    "scratch": bubblewrap.SCRATCH if boxed else os.path.realpath(self.home / "scratch")}
        environment = {**ENVIRONMENT, "HOME": settings["scratch"]}
        wrap = bubblewrap.command(readable.roots(), hidden, place, environment, Limits.folder_bytes,
                                  "seccomp" not in self.isolation.layers) if boxed else []
        line = [*wrap, os.path.realpath(sys.executable), *FLAGS, "-c", START, json.dumps(settings)]
        self.control, self.log = ours, open(self.home / "log", "wb")
        with housekeeping.first_to_go():
            self.process = subprocess.Popen(line, env=environment, cwd="/", stdin=subprocess.DEVNULL, stderr=self.log,
                                            stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()], start_new_session=True)
        theirs.close()
        ours.settimeout(PATIENCE)
        if not self._answer()[0].get("ready"):
            raise SandboxError("the sandbox did not start")

    def _answer(self):
        try:
            data, descriptors, _, _ = socket.recv_fds(self.control, 1 << 16, 4)
        except OSError:
            data, descriptors = b"", []
        if not data:
            raise SandboxError("the sandbox ended unexpectedly: " + (self.home / "log").read_text(errors="replace")[-800:])
        return json.loads(data), descriptors

    @property
    def alive(self):
        return self.owner == os.getpid() and self.process.poll() is None

    def open(self, limits):
        """A fresh process in an empty folder."""
        ours, theirs = socket.socketpair()
        with self.lock, theirs:
            socket.send_fds(self.control, [json.dumps({"do": "open", "limits": limits.for_kernel()}).encode()], [theirs.fileno()])
            reply, handles = self._answer()
        seen = "" if "bubblewrap" in self.isolation.layers else reply["folder"]
        return Process(reply["pid"], handles[0] if handles else None, seen, ours)

    def close(self, process):
        """End a process and everything it started; its exit status, processor seconds and peak memory."""
        process.wire.close()
        with self.lock:
            self.control.sendall(json.dumps({"do": "close", "pid": process.pid}).encode())
            reply, _ = self._answer()
        if process.handle is not None:
            os.close(process.handle)
        return reply

    def stop(self):
        """End the zygote and all its processes, and remove its files."""
        if self.owner != os.getpid():
            return
        housekeeping.running.discard(self)
        self.control.close()
        self.log.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)
