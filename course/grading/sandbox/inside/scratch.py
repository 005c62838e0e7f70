"""Scratch folders: an empty one for each notebook, and nothing left over for the next."""
import os

DATA = "data"


class Scratch:
    """Folders under one root that belongs to the sandbox alone."""

    def __init__(self, root, data=None):
        self.root, self.data, self.count = root, data, 0

    def new(self):
        """An empty folder, with a link to the course's data files."""
        self.count += 1
        folder = os.path.join(self.root, f"notebook{self.count}")
        os.mkdir(folder)
        if self.data:
            os.symlink(self.data, os.path.join(folder, DATA))
        return folder

    def empty(self):
        """Remove everything, however deep: contents are moved up one level until only files are left."""
        spare = 0
        while True:
            entries = list(os.scandir(self.root))
            if not entries:
                return
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.path)
                    continue
                os.chmod(entry.path, 0o700)
                for inner in list(os.scandir(entry.path)):
                    spare += 1
                    os.rename(inner.path, os.path.join(self.root, f"spare{self.count}.{spare}"))
                os.rmdir(entry.path)
