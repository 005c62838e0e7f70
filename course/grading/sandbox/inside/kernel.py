"""Three things asked of the Linux kernel directly, without a library: raw system calls, no new privileges, no capabilities."""
import ctypes
import os

from .syscalls import machine, number

LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 36, 38
CAPABILITY_VERSION_3 = 0x20080522


def syscall(number, *arguments):
    """The result of a raw system call; `OSError` when the kernel refuses."""
    result = LIBC.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def prctl(option, value=0):
    if LIBC.prctl(option, ctypes.c_ulong(value), 0, 0, 0) < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def no_new_privileges():
    """From now on no program started here gains rights; the kernel asks for this before it confines us."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def drop_capabilities():
    """Root without its powers: file permissions, limits and other processes count again."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    syscall(number("capset", machine()), header, (ctypes.c_uint32 * 6)())


def die_with_parent(signal):
    prctl(PR_SET_PDEATHSIG, signal)


def adopt_orphans():
    """Processes whose parent ended become our children, so that none escapes."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)
