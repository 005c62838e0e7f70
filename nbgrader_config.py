"""nbgrader's settings for this course; the stock nbgrader commands read them from the repository's root."""
import os
import sys

c = get_config()  # noqa: F821 - nbgrader provides it

# nbgrader calls `alembic` when it makes a gradebook: it is found beside this Python, also in an inactive environment.
os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", os.defpath)

c.CourseDirectory.course_id = "improving-deep-networks"
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "release"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.feedback_directory = "feedback"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".DS_Store"]

# The text that stands where a solution stood; `check` knows the message as "not attempted".
c.ClearSolutions.code_stub = {
    "python": '# Write your code here, and delete the next line.\nraise NotImplementedError("not attempted yet")',
}

# A second `nbgrader generate_assignment` replaces the first one's notebooks, never silently keeps them.
c.GenerateAssignment.force = True

# ---- The course's own grading takes the place of nbgrader's executor (absent in an environment without it).
try:
    from course import grading
except ImportError:
    grading = None
if hasattr(grading, "plug_in"):
    grading.plug_in(c)
