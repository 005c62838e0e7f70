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
    kernel.die_with_parent(signal.SIGKILL)
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


def confine_notebook(layers, folder, limits):
    """Rights of one notebook's process: its own folder, its own limits, no further process, no way back."""
    limit_resources(limits)
    if sys.platform != "linux":
        return
    kernel.die_with_parent(signal.SIGKILL)
    if "landlock" in layers:
        rules = landlock.Rules(landlock.version(), landlock.WRITING)
        rules.allow(folder, landlock.OWN_FOLDER)
        rules.allow("/dev/null", landlock.WRITE_FILE)
        rules.enforce()
    if "seccomp" in layers:
        kernel.no_new_privileges()
        seccomp.enforce(os.getpid())


def limit_resources(limits):
    """The kernel's own limits: processor time, memory, file size, open files, processes, no core dumps."""
    _limit("RLIMIT_CPU", limits["processor"], limits["processor"] + 2)
    _limit("RLIMIT_AS", limits["memory"] + LIBRARIES)
    _limit("RLIMIT_FSIZE", limits["file_bytes"])
    _limit("RLIMIT_NOFILE", limits["open_files"])
    _limit("RLIMIT_NPROC", limits["processes"])
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_MSGQUEUE", 0)
    _limit("RLIMIT_MEMLOCK", 1 << 16)


def _limit(name, soft, hard=None):
    kind = getattr(resource, name, None)
    if kind is None:
        return
    ceiling = resource.getrlimit(kind)[1]
    wanted = [soft, soft if hard is None else hard]
    if ceiling != resource.RLIM_INFINITY:
        wanted = [min(value, ceiling) for value in wanted]
    try:
        resource.setrlimit(kind, tuple(wanted))
    except (ValueError, OSError):
        pass  # macOS refuses some of these; the others still hold

