"""Feedback for a week through nbgrader's own GenerateFeedback, with the settings of nbgrader_config.py."""
from course.building.assignments import LastWords, load_config
from course.building.notebooks import ROOT
from course.commands import Problem
from course.grading import gradebook


def write(root, week, learner="*", db=None):
    """Make the pages of everybody, or of one learner. Returns their paths."""
    from nbgrader.converters import GenerateFeedback
    from nbgrader.coursedir import CourseDirectory

    config = load_config(root if (root / "nbgrader_config.py").is_file() else ROOT)
    config.CourseDirectory.update(root=str(root), assignment_id=week, student_id=learner,
                                  db_url=db or f"sqlite:///{root / 'gradebook.db'}")
    with gradebook.open_gradebook(config.CourseDirectory.db_url):
        pass    # a gradebook that cannot be read is said in a sentence
    converter = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
    converter.log = last_words = LastWords()
    try:
        converter.start()
    except Exception as error:
        raise Problem(f"The feedback of {week} could not be written: {last_words.text or error}") from error
    return sorted(root.glob(f"feedback/{learner}/{week}/*.html"))
