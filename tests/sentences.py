"""Wrong answers of the bank paired with the exact sentence of their mistake, found by a few of its words."""
from course.solutions import exercises


SIDE_FAULTS = ("type", "inputs changed", "shared memory", "warnings")


def with_sentences(wrong):
    """{exercise: [(function, words or None, mark)]} with the words replaced by the one sentence that holds them."""
    return {name: [(function, words and sentence(name, words), mark) for function, words, mark in rows]
            for name, rows in wrong.items()}


def sentence(name, words):
    """The one sentence of the exercise's named mistakes that holds these words; side faults are their own names."""
    if words in SIDE_FAULTS:
        return words
    found = [said for said in exercises.find(name).wrong if words in said]
    assert len(found) == 1, f"{name}: {len(found)} sentences hold “{words}”"
    return found[0]
