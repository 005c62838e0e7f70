"""How long and how much: the limits of cells, calls and notebooks."""
from dataclasses import dataclass, replace

GRACE = 1.0  # seconds that a process gets, after its own alarm, before it is killed


@dataclass(frozen=True)
class Limits:
    """Seconds of wall time, and sizes in bytes; the defaults are the course's rules."""
    cell: float = 30.0
    notebook: float = 120.0
    call: float = 10.0
    processor: int = 600             # seconds of processor time of one process
    memory: int = 2 << 30            # beyond what Python and its libraries take
    file_bytes: int = 16 << 20       # each file
    folder_bytes: int = 64 << 20     # all files together
    open_files: int = 128
    processes: int = 4096            # where the kernel cannot forbid new ones
    threads: int = 256
    printed: int = 64 << 10          # characters kept of each stream of a cell
    reply_bytes: int = 64 << 20
    callback_bytes: int = 4 << 20
    callbacks: int = 20_000          # calls of one of our functions during one call of theirs
    restarts: int = 12               # new processes for one notebook
    failures: int = 6                # calls of one function that may end in a timeout or a crash

    def times(self, factor):
        """The same limits with all times multiplied."""
        return replace(self, cell=self.cell * factor, notebook=self.notebook * factor, call=self.call * factor)

    def for_kernel(self):
        """What the notebook's process needs to know, as plain data."""
        names = ("processor", "memory", "file_bytes", "open_files", "processes", "printed")
        return {name: int(getattr(self, name)) for name in names}
