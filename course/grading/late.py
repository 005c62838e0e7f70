"""Penalties for late submissions: nbgrader's plug-in decides, as nbgrader_config.py chooses it."""
from functools import lru_cache


def penalties(config):
    """`penalty(learner, notebook, seconds_late)` -> points or None; `config()` is read when somebody is late."""
    @lru_cache(maxsize=None)
    def assigner():
        from nbgrader.preprocessors import AssignLatePenalties
        made = AssignLatePenalties(config=config())
        made.init_plugin()
        return made

    def penalty(learner, notebook, seconds):
        points = assigner().plugin_inst.late_submission_penalty(learner, notebook.score, seconds)
        return None if points is None else assigner()._check_late_penalty(notebook, points)

    return penalty


def configured(root):
    """The penalties of the course at a root: its own nbgrader_config.py, else that of this repository."""
    from course.building.assignments import load_config
    from course.building.notebooks import ROOT
    return penalties(lambda: load_config(root if (root / "nbgrader_config.py").is_file() else ROOT))
