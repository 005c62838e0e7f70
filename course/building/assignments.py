"""The learners' notebooks: nbgrader's generate_assignment with the settings of nbgrader_config.py."""
import logging
from pathlib import Path

from course.commands import Problem


def weeks(root):
    """The names of the folders of source notebooks, in order."""
    return sorted(path.name for path in (Path(root) / "source").glob("week*") if any(path.glob("*.ipynb")))


def release_notebooks(root, destination, gradebook=False):
    """Write the released notebooks of every week below destination; with a gradebook, note the assignments there."""
    for week in weeks(root):
        generate_assignment(root, destination, week, gradebook)


def generate_assignment(root, destination, week, gradebook):
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    config = load_config(root)
    config.CourseDirectory.root = str(Path(root).resolve())
    config.CourseDirectory.release_directory = str(Path(destination).resolve())
    config.CourseDirectory.assignment_id = week
    config.GenerateAssignment.no_database = not gradebook
    config.SaveCells.enabled = gradebook
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    converter.log = last_words = LastWords()
    try:
        converter.start()
    except Exception as error:
        raise Problem(f"The notebooks of {week} could not be released: {last_words.text or error}") from error


def load_config(root):
    from traitlets.config.loader import PyFileConfigLoader

    return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()


class LastWords(logging.Logger):
    """A quiet log that remembers the last error, to tell it in a sentence."""

    def __init__(self):
        super().__init__("release", logging.ERROR)
        self.text = ""

    def handle(self, record):
        text = record.getMessage()
        if record.levelno >= logging.ERROR and "above traceback" not in text:
            self.text = text
