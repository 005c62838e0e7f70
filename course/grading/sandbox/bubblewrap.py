"""The command line of bubblewrap: an almost empty file system, no network, own processes, dies with us."""
import os
import shutil
import subprocess
import threading
from functools import cache

DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
APART = ("--unshare-all", "--new-session")
TOGETHER = "--die-with-parent"  # with the thread that started it, that is
SCRATCH = "/scratch"


def command(readable, hidden, edition, environment, scratch_bytes, processes=False):
    """The arguments that stand before the interpreter's own; `processes` where /proc is needed to find and end them."""
    line = [shutil.which("bwrap"), *APART, "--clearenv"]
    line += [TOGETHER] if threading.current_thread() is threading.main_thread() else []
    for name, value in environment.items():
        line += ["--setenv", name, value]
    line += ["--tmpfs", "/dev"]
    for device in DEVICES:
        line += ["--dev-bind", device, device]
    line += ["--remount-ro", "/dev"]
    line += ["--proc", "/proc"] if processes else []
    for place in sorted([*readable, edition]):
        line += ["--ro-bind", place, place]
    for place in hidden:
        if any(place.startswith(root.rstrip("/") + "/") for root in readable):
            line += ["--tmpfs", place, "--remount-ro", place]
    line += links()
    line += ["--size", str(scratch_bytes), "--tmpfs", SCRATCH, "--remount-ro", "/", "--chdir", SCRATCH]
    return [*line, "--"]


def links():
    """Top-level links such as /lib -> usr/lib, which the loader follows."""
    line = []
    for name in ("/lib", "/lib64", "/bin"):
        if os.path.islink(name):
            line += ["--symlink", os.readlink(name), name]
    return line


@cache
def works():
    """Whether bubblewrap is there and is allowed to do all this."""
    if not shutil.which("bwrap"):
        return False
    test = [shutil.which("bwrap"), *APART, TOGETHER, "--ro-bind", "/", "/", "--tmpfs", "/dev", "--", "/bin/true"]
    try:
        return subprocess.run(test, capture_output=True, timeout=10, stdin=subprocess.DEVNULL).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
