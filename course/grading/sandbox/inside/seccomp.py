"""A seccomp filter: threads and files work; new processes, sockets, tracing, foreign signals and programs do not."""
import ctypes
import errno
import struct
import sys
from functools import cache

from .kernel import syscall
from .syscalls import AUDIT_ARCHITECTURE, NEWEST, allowed, machine, number

LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
CALL, ARCHITECTURE, ARGUMENT = 0, 4, 16       # offsets into the kernel's struct seccomp_data
CLONE_THREAD = 0x00010000
FILE_CONTROLS = (0, 1, 2, 3, 4, 5, 6, 7, 1030, 1032)             # duplicate, flags, locks, pipe size: not owner or signal
DEVICE_CONTROLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # is it a terminal, how wide, how many bytes wait
SET_FILTER, ACTION_AVAILABLE = 1, 2
SOME_PID = 0x7EADBEEF     # replaced by the number of the process


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def available():
    """Whether this kernel filters system calls, on an architecture whose numbers we know."""
    if sys.platform != "linux" or machine() is None:
        return False
    try:
        action = ctypes.c_uint32(ERRNO)
        syscall(number("seccomp"), ctypes.c_uint(ACTION_AVAILABLE), ctypes.c_uint(0), ctypes.byref(action))
        return True
    except (OSError, AttributeError):
        return False


def step(code, value, if_true=0, if_false=0):
    return struct.pack("HBBI", code, if_true, if_false, value)


def returns(action):
    return step(RETURN, action)


def when_argument(index, values):
    """Allow when an argument's low half is one of `values`, else refuse."""
    steps = [step(LOAD, ARGUMENT + 8 * index)]
    for value in values:
        steps += [step(JUMP_EQUAL, value, 0, 1), returns(ALLOW)]
    return [*steps, returns(ERRNO | errno.EPERM)]


def when_thread():
    """Allow `clone` for threads only."""
    return [step(LOAD, ARGUMENT), step(JUMP_ANY_BIT, CLONE_THREAD, 0, 1), returns(ALLOW), returns(ERRNO | errno.EPERM)]


def program(pid, architecture):
    """The filter for the process `pid`, as bytes."""
    special = {
        "clone": when_thread(),
        "clone3": [returns(ERRNO | errno.ENOSYS)],      # its flags lie in memory; libraries fall back to clone
        "kill": when_argument(0, (pid,)),
        "tgkill": when_argument(0, (pid,)),
        "prlimit64": when_argument(0, (0,)),
        "fcntl": when_argument(1, FILE_CONTROLS),
        "ioctl": when_argument(1, DEVICE_CONTROLS),
    }
    steps = [step(LOAD, ARCHITECTURE), step(JUMP_EQUAL, AUDIT_ARCHITECTURE[architecture], 1, 0), returns(KILL), step(LOAD, CALL)]
    for call in allowed(architecture):
        steps += [step(JUMP_EQUAL, call, 0, 1), returns(ALLOW)]
    for name, body in special.items():
        steps += [step(JUMP_EQUAL, number(name, architecture), 0, len(body)), *body]
    unknown = [returns(ERRNO | errno.ENOSYS), returns(ERRNO | errno.EPERM)]
    return b"".join([*steps, step(JUMP_AT_LEAST, NEWEST, 0, 1), *unknown])


@cache
def template():
    """The filter with a place for the process number, built once."""
    return program(SOME_PID, machine())


def enforce(pid):
    """Install the filter for this process and its threads, for good; needs `no_new_privileges`."""
    code = template().replace(struct.pack("I", SOME_PID), struct.pack("I", pid))
    filtered = Program(len(code) // 8, code)
    syscall(number("seccomp"), ctypes.c_uint(SET_FILTER), ctypes.c_uint(0), ctypes.byref(filtered))
