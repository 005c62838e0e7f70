"""What the kernel does not limit for us: the number of threads, and the files of a notebook taken together."""
import os

from course.grading.sandbox.frames import Broken

MAX_FILES = 5000


def look(process, limits):
    """`Broken` with the reason when a running process takes more than its share."""
    if process.handle is not None and threads(process.handle) > limits.threads:
        raise Broken(f"it started more than {limits.threads} threads")
    files, size = usage(process.folder)
    if files > MAX_FILES or size > limits.folder_bytes:
        raise Broken(f"it wrote more than {limits.folder_bytes >> 20} MB or {MAX_FILES} files")


def threads(handle):
    """How many threads the process behind a handle has; 0 where /proc does not say."""
    try:
        pid = field(f"/proc/self/fdinfo/{handle}", "Pid:")
        return field(f"/proc/{pid}/status", "Threads:") if pid > 0 else 0
    except (OSError, ValueError):
        return 0


def field(path, name):
    with open(path) as file:
        return next((int(line.split()[1]) for line in file if line.startswith(name)), 0)


def usage(folder):
    """Number and total size of the files under a folder; (0, 0) where we cannot see it."""
    files = size = 0
    for root, folders, names in os.walk(folder):
        files += len(names) + len(folders)
        for name in names[:MAX_FILES]:
            try:
                size += os.lstat(os.path.join(root, name)).st_size
            except OSError:
                continue
        if files > MAX_FILES:
            break
    return files, size
