"""Memory of the grader and of its zygote over many submissions: `python benchmarks/memory.py --submissions 1000`."""
import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

from benchmarks import grading, meter  # noqa: E402
from course.grading import batch, sandbox  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--notebook", default="initialization")
    options = parser.parse_args()
    step = max(options.submissions // 10, 1)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        grading.write_course(root, "week1", options.notebook)
        grading.write_people(root, "week1", options.submissions)
        count = 0

        def look(_):
            nonlocal count
            count += 1
            if count == 1 or count % step == 0:
                print(f"{count:5} submissions: grader {meter.resident(os.getpid()):.0f} MB, zygote {zygote():.0f} MB", flush=True)

        batch.grade_week(root, "week1", progress=look)


def zygote():
    """The largest process below the one that we started: the interpreter that forks notebooks' processes."""
    start = sandbox.zygote().process.pid
    return max(map(meter.resident, [start, *meter.descendants(start)]))


if __name__ == "__main__":
    main()
