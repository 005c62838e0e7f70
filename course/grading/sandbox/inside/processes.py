"""Ending processes for good, with all that they started."""
import os
import signal


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


def sweep(alive):
    """End every process that was left to us, and whatever they start meanwhile; `alive` are spared."""
    for _ in range(1000):
        left = orphans() - alive
        if not left:
            return
        for pid in left:
            kill(pid)
            os.waitpid(pid, 0)


def pidfd(pid):
    """A handle on the process that stays true whatever happens to its number; none where there is no such thing."""
    try:
        return [os.pidfd_open(pid)]
    except (OSError, AttributeError):
        return []
