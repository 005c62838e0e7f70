"""What this system offers to keep a learner's code apart, and what we call it."""
import os
import sys
from dataclasses import dataclass

from course.grading.sandbox import bubblewrap
from course.grading.sandbox.inside import landlock, seccomp

WITHOUT = "COURSE_SANDBOX_WITHOUT"
NAMES = {"bubblewrap": "bubblewrap", "landlock": "Landlock", "seccomp": "seccomp"}


@dataclass(frozen=True)
class Isolation:
    """The layers in use; `limits` (processor time, memory, files) are always among them."""
    layers: tuple

    @property
    def is_isolation(self):
        """Whether files and processes of others are out of reach; where not, results are a self-check, not a grade."""
        return "bubblewrap" in self.layers or "landlock" in self.layers

    @property
    def sentence(self):
        """One line that says what is used."""
        strong = " + ".join(NAMES[layer] for layer in self.layers if layer in NAMES)
        no_network = ["no network"] if {"bubblewrap", "seccomp"} & set(self.layers) else []
        return "isolation: " + ", ".join([strong or "none", *no_network, "limits" if strong else "limits only"])


def isolation(without=None):
    """The strongest isolation here, leaving out the layers in `without` or in COURSE_SANDBOX_WITHOUT (comma-separated)."""
    if without is None:
        without = [name.strip() for name in os.environ.get(WITHOUT, "").split(",")]
    offers = {"bubblewrap": bubblewrap.works, "landlock": lambda: landlock.version() > 0, "seccomp": seccomp.available}
    linux = sys.platform == "linux"
    found = tuple(name for name, offered in offers.items() if linux and name not in without and offered())
    return Isolation((*found, "limits"))
