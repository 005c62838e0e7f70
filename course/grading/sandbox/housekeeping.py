"""Leaving nothing behind: zygotes end with their process, folders of killed graders go, Matplotlib's fonts are kept."""
import contextlib
import os
import shutil
import tempfile
from multiprocessing.util import Finalize
from pathlib import Path

PREFIX = "course-sandbox-"
running, asked = set(), set()


def new_home():
    """A folder for a zygote of this process."""
    remove_left_over()
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))


@contextlib.contextmanager
def first_to_go():
    """What starts here is what the kernel ends first when the machine runs out of memory, before any grader."""
    path = Path("/proc/self/oom_score_adj")
    try:
        before = path.read_text()
        path.write_text("1000")
    except OSError:
        yield
        return
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            path.write_text(before)


def stop_all():
    """End this process's zygotes; runs when it exits, also in a worker of a pool, where `atexit` does not."""
    for zygote in list(running):
        zygote.stop()


def stop_at_exit():
    """Ask for `stop_all`, once in each process."""
    if os.getpid() not in asked:
        asked.add(os.getpid())
        Finalize(None, stop_all, exitpriority=10)


def remove_left_over():
    """Remove the folders of graders that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        try:
            if not owner.isdigit() or folder.stat().st_uid != os.getuid():
                continue
            os.kill(int(owner), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


def keep_font_list(place):
    """Matplotlib's list of fonts, so that the zygote need not make its own."""
    import matplotlib
    (place / "fonts").mkdir()
    for found in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
        shutil.copyfile(found, place / "fonts" / found.name)
