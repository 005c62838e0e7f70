"""Records from references: what ships of each exercise, and proof that what is stored is still true."""
from course.building import notebooks
from course.checking import records
from course.solutions import exercises, trials


def entries(name, root=notebooks.ROOT):
    """What the records file of one notebook holds: {exercise: (spec, trials, mistakes)} as plain data."""
    notebook = notebooks.read(notebooks.source_path(name, root))
    return {made.name: entry(made, notebooks.section_of(notebook, made.name)) for made in exercises.load(name).values()}


def entry(made, see=""):
    """One exercise as plain data."""
    spec = trials.spec_of(made, see)
    shown = trials.public_trials(made, spec)
    mistakes = {}
    for trial in shown:
        for sentence, seen in trial.mistakes().items():
            mistakes.setdefault(sentence, []).append((seen.values, seen.failed))
    return spec.as_data(), [(t.case, t.expected, t.refusing) for t in shown], mistakes


def record(name, root=notebooks.ROOT):
    """Write the records of one notebook where they differ. Returns whether the file was written."""
    return records.write(name, entries(name, root))
