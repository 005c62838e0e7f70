"""The bank of right and wrong answers as one: by exercise, and the mistakes of the passages joined in pairs."""
import importlib
import inspect
import pkgutil
from itertools import combinations

from course.checking import records
from course.checking.judge import behaves_as, established, judge
from course.checking.subject import LocalSubject
from course.solutions import exercises, trials
from tests import bank

BANKS = {m.name: importlib.import_module(f"tests.bank.{m.name}") for m in pkgutil.iter_modules(bank.__path__)}



def _joined(kind):
    joined = {}
    for b in BANKS.values():
        for name, found in getattr(b, kind).items():
            joined[name] = [*joined.get(name, []), *found]
    return joined


RIGHT = _joined("RIGHT")
WRONG = _joined("WRONG")      # (function, sentence or None, mark)


def public(name, function):
    """The verdict of the public checks."""
    return judge(records.spec(name), records.trials(name), LocalSubject(function, name, exercises.find(name).arguments))


def holds_anew(name, function, sentence, seeds=2):
    """Whether fresh cases too show what the named mistake does, alone or beside something else."""
    made, spec = exercises.find(name), records.spec(name)
    subject = LocalSubject(function, name, made.arguments)
    for seed in range(seeds):
        fresh = trials.hidden_trials(made, spec, 100 + seed)
        judge(spec, fresh, subject)
        shows = [trial.mistakes()[sentence] for trial in fresh]
        if any(trial.got is None for trial in fresh) or not (behaves_as(spec, shows, fresh) or established(spec, sentence, shows, fresh)):
            return False
    return True


def pairs(name, limit=None, rng=None):
    """Two named mistakes in one answer: (function, {their sentences}), where both changes of the text fit together."""
    made = exercises.find(name)
    changes = [((key,) if isinstance(key[0], str) else key, sentence)
               for key, sentence in made.mistakes.items() if not callable(key)]
    both = list(combinations(changes, 2))
    if limit is not None and len(both) > limit:
        both = [both[k] for k in rng.permutation(len(both))[:limit]]
    for (one, said), (other, also) in both:
        function = joined(made, one, other)
        if function is not None:
            yield function, {said, also}


def joined(made, one, other):
    """The reference with both changes, or None where one change removes the place of the other."""
    places = [range(made.source.index(old), made.source.index(old) + len(old)) for old, _ in (*one, *other)]
    if any(set(a) & set(b) for a, b in combinations(places, 2)):
        return None
    text = made.source
    for old, new in (*one, *other):
        if text.count(old) != 1:
            return None
        text = text.replace(old, new)
    namespace = dict(vars(inspect.getmodule(made.function)))
    exec(compile(text, f"<two mistakes in {made.name}>", "exec"), namespace)
    return namespace[made.name]
