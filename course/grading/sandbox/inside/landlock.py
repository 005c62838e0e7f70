"""Landlock: the process gives up every file, TCP port and foreign process that is not named here (kernel.org, Landlock LSM)."""
import ctypes
import os
import stat

from .kernel import syscall

CREATE, ADD_RULE, RESTRICT = 444, 445, 446  # equal on all architectures
READ_FILE, READ_DIR = 1 << 2, 1 << 3
EXECUTE, WRITE_FILE, REMOVE_DIR, REMOVE_FILE = 1 << 0, 1 << 1, 1 << 4, 1 << 5
MAKE_DIR, MAKE_REG, MAKE_SYM, REFER, TRUNCATE, IOCTL_DEV = 1 << 7, 1 << 8, 1 << 12, 1 << 13, 1 << 14, 1 << 15
EVERY_MAKE = sum(1 << bit for bit in range(6, 13))
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
WRITING = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | EVERY_MAKE | REFER | TRUNCATE
OWN_FOLDER = READ_FILE | READ_DIR | WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER | TRUNCATE
O_PATH = getattr(os, "O_PATH", 0)


class Attributes(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = [("rights", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def version():
    """The kernel's Landlock version, 0 where there is none."""
    try:
        return syscall(CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    except (OSError, AttributeError):
        return 0


def file_rights(abi):
    """Every right over files that this version of Landlock knows."""
    newest = 12 + (abi >= 2) + (abi >= 3) + (abi >= 5)
    return (1 << (newest + 1)) - 1


class Rules:
    """A set of rules under way: `allow` paths, then `enforce` for this process and all that it starts."""

    def __init__(self, abi, handled=None):
        self.handled = file_rights(abi) & (file_rights(abi) if handled is None else handled)
        attributes = Attributes(self.handled, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
        size = 24 if abi >= 6 else 16 if abi >= 4 else 8
        self.descriptor = syscall(CREATE, ctypes.byref(attributes), ctypes.c_size_t(size), ctypes.c_uint32(0))

    def allow(self, path, rights):
        """Allow `rights` on a file, or on a folder and all beneath it; a path that is not there is passed over."""
        try:
            parent = os.open(path, O_PATH | os.O_CLOEXEC)
        except OSError:
            return
        try:
            if not stat.S_ISDIR(os.fstat(parent).st_mode):
                rights &= FILE_RIGHTS
            rule = Beneath(rights & self.handled, parent)
            if rule.rights:
                syscall(ADD_RULE, ctypes.c_int(self.descriptor), ctypes.c_int(1), ctypes.byref(rule), ctypes.c_uint32(0))
        finally:
            os.close(parent)

    def enforce(self):
        """From here on, and for good; needs `no_new_privileges`."""
        syscall(RESTRICT, ctypes.c_int(self.descriptor), ctypes.c_uint32(0))
        self.close()

    def close(self):
        os.close(self.descriptor)
