"""How a process can end other than by an answer, as errors with a sentence: timeout, memory, crash."""
import os
import signal

from course.checking.values import Raised
from course.grading.sandbox.inside.wire import OUT_OF_MEMORY

TIMEOUT, MEMORY, CRASHED = "Timeout", "Memory", "Crashed"
CONDITIONS = (TIMEOUT, MEMORY, CRASHED)
FATAL = {signal.SIGSEGV: "an invalid memory access", signal.SIGBUS: "an invalid memory access", signal.SIGABRT: "an abort",
         signal.SIGFPE: "an arithmetic fault", signal.SIGILL: "an illegal instruction"}


class Ended(Exception):
    """The process is gone; `condition` is a `Raised` that says why."""

    def __init__(self, condition):
        super().__init__(condition.message)
        self.condition = condition


def timeout(seconds):
    return Raised(TIMEOUT, f"It did not finish within {seconds:g} seconds.")


def memory(limits):
    return Raised(MEMORY, f"It asked for more than {limits.memory / 2**30:.1f} GB of memory.")


def crashed(why):
    return Raised(CRASHED, f"The process that ran the notebook was ended: {why}.")


def ended(report, limits):
    """The condition that an exit status stands for; `report` is what `Zygote.close` says."""
    status = report["status"]
    if os.WIFEXITED(status):
        code = os.WEXITSTATUS(status)
        return memory(limits) if code == OUT_OF_MEMORY else crashed(f"the code called for its exit (status {code})")
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU:
        return Raised(TIMEOUT, f"It used more than {limits.processor} seconds of processor time.")
    if number == signal.SIGKILL and report["memory"] * 1024 > limits.memory / 2:
        return memory(limits)
    return crashed(FATAL.get(number, f"signal {number}"))
