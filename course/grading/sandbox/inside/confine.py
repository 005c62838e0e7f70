"""Giving up rights: once for the zygote, and once more for each notebook's process, which then runs a learner's code."""
import os
import resource
import signal
import sys

from . import kernel, landlock, seccomp

DEVICES = {"/dev/null": landlock.READ_FILE | landlock.WRITE_FILE, "/dev/zero": landlock.READ_FILE,
           "/dev/urandom": landlock.READ_FILE, "/dev/random": landlock.READ_FILE}
LIBRARIES = 1 << 30  # address space that Python, NumPy and Matplotlib take before any learner's code


def confine_zygote(layers, readable, listed, scratch):
    """Rights of the zygote, and the most that any learner's process can have."""
    if sys.platform != "linux":
        return
    kernel.adopt_orphans()
    if "landlock" not in layers and "seccomp" not in layers:
        return
    kernel.no_new_privileges()
    kernel.drop_capabilities()
    if "landlock" in layers:
        rules = landlock.Rules(landlock.version())
        for path in readable:
            rules.allow(path, landlock.READ_FILE | landlock.READ_DIR)
        for path in listed:
            rules.allow(path, landlock.READ_DIR)
        for path, rights in DEVICES.items():
            rules.allow(path, rights)
        rules.allow(scratch, landlock.OWN_FOLDER | landlock.MAKE_SYM)
        rules.enforce()


class Confinement:
    """Rights of one notebook's process, made ready before the fork so that the child has little to do."""

    def __init__(self, layers, folder, limits):
        self.limits, self.rules, self.filter = kernel_limits(limits), None, None
        self.linux = sys.platform == "linux"
        if "landlock" in layers:
            self.rules = landlock.Rules(landlock.version(), landlock.WRITING)
            self.rules.allow(folder, landlock.OWN_FOLDER)
            self.rules.allow("/dev/null", landlock.WRITE_FILE)
        if "seccomp" in layers:
            self.filter = seccomp.enforce

    def enforce(self):
        """In the child: its own folder, its own limits, no further process, no way back."""
        for kind, values in self.limits:
            try:
                resource.setrlimit(kind, values)
            except (ValueError, OSError):
                continue  # macOS refuses some of these; the others still hold
        if self.linux:
            kernel.die_with_parent(signal.SIGKILL)
        if self.rules:
            self.rules.enforce()
        if self.filter:
            kernel.no_new_privileges()
            self.filter(os.getpid())

    def close(self):
        """In the parent: let go of what the child has taken over."""
        if self.rules:
            self.rules.close()


def kernel_limits(limits):
    """Pairs (kind, (soft, hard)): processor time, memory, file size, open files, processes, no core dumps."""
    wanted = {"RLIMIT_CPU": (limits["processor"], limits["processor"] + 2), "RLIMIT_AS": 2 * (limits["memory"] + LIBRARIES,),
              "RLIMIT_FSIZE": 2 * (limits["file_bytes"],), "RLIMIT_NOFILE": 2 * (limits["open_files"],),
              "RLIMIT_NPROC": 2 * (limits["processes"],), "RLIMIT_CORE": (0, 0), "RLIMIT_MSGQUEUE": (0, 0),
              "RLIMIT_MEMLOCK": (1 << 16, 1 << 16)}
    return [_no_more_than_now(getattr(resource, name), values) for name, values in wanted.items() if hasattr(resource, name)]


def _no_more_than_now(kind, values):
    ceiling = resource.getrlimit(kind)[1]
    return kind, values if ceiling == resource.RLIM_INFINITY else tuple(min(value, ceiling) for value in values)
