"""Processor time of this process and of everything that it started, the living included."""
import os
import resource
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


class Meter:
    """`with Meter() as used:` and then used.processor and used.wall, in seconds."""

    def __enter__(self):
        self.start = processor_seconds(), time.monotonic()
        return self

    def __exit__(self, *_):
        self.processor, self.wall = processor_seconds() - self.start[0], time.monotonic() - self.start[1]


def processor_seconds():
    """Our own time, that of ended children, and that of living ones with theirs."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used) + sum(map(_of, descendants(os.getpid())))


def _of(pid):
    """User and system time of a process and of its ended children."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICK


def descendants(pid):
    """Every living process below this one."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            found += [int(child), *descendants(int(child))]
    return found


def resident(pid):
    """Megabytes of memory of a process that are its own or shared."""
    with open(f"/proc/{pid}/status") as file:
        return next((int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS")), 0.0)
