"""The five proofs of an exercise, each a list of sentences that say what is wrong; empty when it holds."""
import builtins
import dis

from course.building import notebooks, recording, sync
from course.checking import records
from course.checking.judge import CORRECT, NAMED, NOT_ATTEMPTED, alike, judge
from course.checking.subject import LocalSubject
from course.solutions import exercises, trials

PLACEHOLDER = "not attempted yet"
SEED = 7


def text_is_one(made, root=notebooks.ROOT):
    """Proof 1: the solution cell and the import cell say what the module says, and names mean the same in both."""
    pairs = {pair.what: pair for pair in sync.texts(made.notebook, root)}
    wrong = [pair.diff() for what, pair in pairs.items() if what in ("imports", made.name) and not pair.same]
    checks = notebooks.check_cells(notebooks.read(notebooks.source_path(made.notebook, root)))
    cell = checks.get(made.name)
    if cell is None or cell["source"] != sync.CHECK_CELL.format(name=made.name):
        wrong.append(f"The check cell of {made.name} is not the generated one: run course sync --take module.")
    elif cell["metadata"]["nbgrader"]["points"] != made.cell_points:
        wrong.append(f"The check cell of {made.name} gives other points than the passage.")
    return wrong + [f"{made.name} uses {name}, which the notebook does not define." for name in strangers(made)]


def strangers(made):
    """Names the reference uses that are neither imported in the import block, nor declared in `uses`, nor builtins."""
    block = exercises.import_block(sync.module_text(made.notebook))
    namespace = {}
    exec(block, namespace)
    known = set(namespace) | set(made.uses) | {made.name} | set(dir(builtins))
    return sorted(_globals(made.function.__code__) - known)


def _globals(code):
    names = {i.argval for i in dis.get_instructions(code) if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    return names.union(*(_globals(const) for const in code.co_consts if hasattr(const, "co_code")))


def reference_passes(made):
    """Proof 2: the reference is correct on the recorded trials and on fresh hidden ones."""
    verdict = judge(records.spec(made.name), all_trials(made), _subject(made, made.function))
    return [] if verdict.verdict == CORRECT else [verdict.message]


def stub_is_not_attempted(made):
    """Proof 3: the released placeholder is judged as not attempted."""
    def stub(*arguments, **keywords):
        raise NotImplementedError(PLACEHOLDER)
    stub.__name__ = stub.__qualname__ = made.name
    stub.__code__ = stub.__code__.replace(co_name=made.name)
    verdict = judge(records.spec(made.name), records.trials(made.name), _subject(made, stub))
    return [] if verdict.verdict == NOT_ATTEMPTED else [f"{made.name}: the stub is judged {verdict.verdict}."]


def mistakes_are_named(made):
    """Proof 4: every mistake is caught, with its own sentence, and looks like no other."""
    wrong = []
    for sentence, mistaken in made.wrong.items():
        verdict = judge(records.spec(made.name), records.trials(made.name), _subject(made, mistaken))
        if verdict.verdict != NAMED or verdict.diagnosis != sentence:
            wrong.append(f"{made.name}: the mistake “{sentence}” is judged {verdict.verdict} “{verdict.diagnosis}”: "
                         f"{verdict.message}")
    return wrong + _twins(made)


def _twins(made):
    spec, shown = records.spec(made.name), records.trials(made.name)
    shows = [trial.mistakes() for trial in shown]
    names = list(made.wrong)
    return [f"{made.name}: “{one}” and “{other}” look alike."
            for k, one in enumerate(names) for other in names[:k]
            if all(_same(spec, show[one], show[other]) for show in shows)]


def _same(spec, one, other):
    if one.failed or other.failed:
        return bool(one.failed and other.failed) and (one.failed.type_name, one.failed.message) == (
            other.failed.type_name, other.failed.message)
    return alike(spec, one, other)


def records_are_fresh(made, root=notebooks.ROOT):
    """Proof 5: recording again gives what is stored, and nothing stored lacks its exercise."""
    stored = records.read(records.index()[made.name]) if made.name in records.index() else {}
    wrong = [f"{name} is recorded but no longer an exercise." for name in stored if name not in exercises.load(made.notebook)]
    see = notebooks.section_of(notebooks.read(notebooks.source_path(made.notebook, root)), made.name)
    if made.name not in stored or not records.same(stored[made.name], recording.entry(made, see)):
        wrong.append(f"{made.name}: the records are out of date: run course record {made.notebook}.")
    return wrong


PROOFS = (text_is_one, reference_passes, stub_is_not_attempted, mistakes_are_named, records_are_fresh)


def verify(made):
    """All complaints of the five proofs about one exercise."""
    return [complaint for proof in PROOFS for complaint in proof(made)]


def all_trials(made, seed=SEED):
    """The recorded trials and one grading run's hidden ones."""
    return records.trials(made.name) + trials.hidden_trials(made, records.spec(made.name), seed)


def _subject(made, function):
    return LocalSubject(function, made.name, made.arguments)
