"""The bank of right and wrong answers as one: by exercise, and the mistakes of the passages joined in pairs."""
import importlib
import inspect
import pkgutil
from itertools import combinations

from course.checking import records
from course.checking.judge import judge
from course.checking.subject import LocalSubject
from course.solutions import exercises
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
