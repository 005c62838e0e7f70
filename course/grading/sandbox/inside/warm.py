"""What the zygote does once so that no notebook's process has to: imports, first times, Matplotlib's fonts."""
import importlib
import os
import random
import shutil
import sys

from course.checking import codec
from course.checking.subject import call

from . import cells, seccomp, stubs, worker

EAGER = ("numpy", "numpy.random", "numpy.linalg", "matplotlib", "matplotlib.pyplot", "course.checking.subject",
         "course.checking.drivers", "course.datasets", "course.network", "course.plots")


def prepare(settings):
    """Import, put stand-ins in place, run a notebook of our own, and start the global generators alike for everybody."""
    os.environ["MPLCONFIGDIR"] = fonts(settings)
    for name in settings["eager"] or EAGER:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    os.environ.update(HOME=".", TMPDIR=".")  # the scratch folder that a process starts in
    stubs.install()
    warm_up()
    random.seed(0)
    sys.modules["numpy"].random.seed(0)


def fonts(settings):
    """A writable folder for Matplotlib, with the list of fonts in it if we were given one."""
    target = os.path.join(settings["scratch"], "fonts")
    shutil.copytree(settings["fonts"], target)
    return target


def warm_up():
    """Go once through what every notebook's process does, so that none of them pays for first times."""
    import numpy as np
    before = sys.modules["__main__"]
    namespace, clock = cells.new_namespace(), worker.Clock()
    source = "import numpy as np\nimport matplotlib.pyplot as plt\ndef f(x, rng):\n    return {'a': (np.tanh(x), [1.0])}\n"
    for _ in range(3):
        cells.run("warm", source, namespace, clock, 10.0, 100)
        arguments = codec.decode(codec.encode((np.ones((2, 3)), np.random.default_rng(0))))
        codec.encode({"call": worker.as_data(call(namespace["f"], arguments)), "generators": worker.generators(arguments)})
    cells.run("warm", "plt.subplots(); plt.close('all')", namespace, clock, 10.0, 100)
    sys.modules["__main__"] = before
    if seccomp.available():
        seccomp.template()
