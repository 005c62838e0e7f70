"""The engine under every check: calls, comparison, parts, verdicts and the sentences that are said."""
import numpy as np
import pytest

from course.checking import messages
from course.checking.compare import compare
from course.checking.judge import CORRECT, ERROR, INCORRECT, NAMED, NOT_ATTEMPTED, Trial, judge
from course.checking.observe import observe
from course.checking.spec import Spec
from course.checking.subject import LocalSubject, call
from course.checking.values import Odd, Spread, plain


def spec(**more):
    return Spec(**{"name": "f", "notebook": "n", "points": 4, "minutes": 1, "difficulty": 1, "hints": ("a", "b", "c"),
                   "arguments": ("x", "grads"), "returns": ("result",), "keeps_inputs": True, **more})


def differences(expected, got, **more):
    return compare(spec(**more), {"result": expected}, {"result": plain(got)})[0]


def oddities(expected, got, **more):
    return compare(spec(**more), {"result": expected}, {"result": plain(got)})[1]


# ---- what a call does

def test_changes_shared_memory_and_warnings_are_seen():
    def f(x, grads):
        grads["dW1"] *= 2
        return x[1:], grads["dW1"], np.log(np.array([0.0]))
    done = call(f, [np.arange(4.0), {"dW1": np.ones(3), "db1": np.ones(2)}], ["x", "grads"])
    assert done.changed == ('grads["dW1"]',)
    assert done.shared == (("[0]", "x"), ("[1]", 'grads["dW1"]'))
    assert "divide by zero" in done.warnings[0]


def test_one_array_returned_twice_is_seen():
    def f(x, grads):
        zeros = np.zeros(3)
        return {"v": zeros, "s": zeros}
    assert call(f, [1.0, 2.0]).aliased == (('["s"]', '["v"]'),)


@pytest.mark.parametrize("change", [lambda d: d.pop("a"), lambda d: d.update(c=1), lambda d: d.update(a=np.zeros(3)),
                                    lambda d: d["a"].fill(np.nan), lambda d: d["b"].append(3)])
def test_every_kind_of_change_is_seen(change):
    assert call(lambda d: change(d), [{"a": np.ones(2), "b": [1, 2]}], ["d"]).changed


def test_an_exception_is_described_by_the_learners_line():
    def f(x, grads):
        y = x + 1
        return y @ np.ones((7, 2))
    error = call(f, [np.ones((2, 3)), None]).error
    assert error.type_name == "ValueError" and error.line == 3 and "np.ones((7, 2))" in error.code and error.function == "f"


def test_exit_and_odd_objects_are_answers_too():
    assert call(lambda: exit(3), []).error.type_name == "SystemExit"
    assert call(lambda: object(), []).value == Odd("object")
    loop = []
    loop.append(loop)
    assert call(lambda: loop, []).error is None


# ---- comparison

def test_the_scale_of_what_is_expected_sets_the_tolerance():
    expected = np.array([1000.0, 1e-3])
    assert not differences(expected, expected + 5e-4)
    assert differences(expected, expected + 5e-3)[0].where == (0,)
    assert differences(np.array([1e-9, 2e-9]), np.array([1e-9, 2.1e-9]))


def test_rounding_of_what_cancels_is_no_difference():
    assert not differences(np.zeros(3), np.array([1e-16, 0, -2e-16]))
    assert differences(np.zeros(3), np.array([0, 1e-9, 0]))


def test_nan_and_infinity_are_compared():
    assert not differences(np.array([np.nan, np.inf]), np.array([np.nan, np.inf]))
    assert differences(np.array([1.0, np.inf]), np.array([1.0, -np.inf]))
    assert differences(np.array([1.0, 2.0]), np.array([1.0, np.nan]))


def test_single_precision_passes_and_its_mistakes_do_not():
    expected = np.linspace(1, 2, 5)
    assert not differences(expected, expected.astype(np.float32))
    assert differences(expected, (expected * 1.01).astype(np.float32))


@pytest.mark.parametrize("got, kind", [(np.ones(2), "shape"), ("text", "type"), (None, "type"), ({}, "type"),
                                       (np.ones((2, 1)) * 2, "value"), (object(), "type"), (np.ones((2, 1)) * 1j, "type")])
def test_wrong_answers_differ(got, kind):
    assert differences(np.ones((2, 1)), got)[0].kind == kind


@pytest.mark.filterwarnings("ignore:the matrix subclass")
@pytest.mark.parametrize("got, said", [([[1.0], [1.0]], "list"), (np.asmatrix([[1.0], [1.0]]), "matrix"),
                                       (np.ones((2, 1)) + 0j, "array of complex numbers")])
def test_right_values_of_another_type_are_oddities(got, said):
    assert not differences(np.ones((2, 1)), got)
    assert oddities(np.ones((2, 1)), got)[0][2] == said


@pytest.mark.parametrize("got", [0.25, np.float64(0.25), np.array(0.25), np.float32(0.25)])
def test_numbers_of_every_kind_are_numbers(got):
    assert not differences(0.25, got) and not oddities(0.25, got)


def test_a_matrix_of_one_number_is_an_oddity_and_of_two_is_wrong():
    assert not differences(0.25, np.array([[0.25]])) and oddities(0.25, np.array([[0.25]]))
    assert differences(0.25, np.array([0.25, 0.25]))


def test_expected_keys_are_looked_for_and_extra_ones_are_named():
    assert differences({"dW1": 1.0}, {})[0].path == '["dW1"]'
    assert differences({"dW1": 1.0}, {"dW1": 1.0, "W0": 2.0})[0].kind == "extra"
    assert not differences({"dW1": 1.0}, {"dW1": 1.0, "dZ1": 2.0}, extra_keys=("result",))


def test_sets_lists_and_tuples():
    assert not differences({"high bias"}, frozenset({"high bias"})) and not differences({"a", "b"}, ["b", "a"])
    assert differences({"a"}, "a") and differences([1.0, 2.0], [1.0])
    assert not differences([1.0, 2.0], (1.0, 2.0)) and not differences([1.0, 2.0], np.array([1.0, 2.0]))


def test_spreads_agree_within_seven_standard_errors():
    assert not differences(Spread(1.0, 0.01), Spread(1.05, 0.01))
    assert differences(Spread(1.0, 0.01), Spread(1.2, 0.01))[0].kind == "spread"
    assert differences(Spread(1.0, 0.01), 1.0)


# ---- verdicts

def doubled(x, grads):
    return 2 * x


CASES = [{"x": np.arange(3.0) + k, "grads": {"dW1": np.ones(2)}} for k in (1, 5)]
MISTAKES = {"The result is three times the input.": lambda x, grads: 3 * x,
            "The sign is wrong.": lambda x, grads: -2 * x}


def trials(**more):
    made = []
    for case in CASES:
        seen = {s: observe(spec(), LocalSubject(f), case) for s, f in MISTAKES.items()}
        made.append(Trial(case, {"result": doubled(**case)}, lambda seen=seen: seen))
    refused = {s: observe(spec(), LocalSubject(f), {"x": None, "grads": {}}, True) for s, f in MISTAKES.items()}
    made.append(Trial({"x": None, "grads": {}}, {"refused": True}, lambda: refused, "a missing x"))
    return made


def verdict(function, **more):
    return judge(spec(see="2. Twice", **more), trials(), LocalSubject(function, "f", ("x", "grads")))


def refusing(f):
    def g(x, grads):
        if x is None:
            raise ValueError("x is missing")
        return f(x, grads)
    return g


def test_a_right_answer():
    judged = verdict(refusing(doubled))
    assert judged.verdict == CORRECT and judged.fraction == 1
    assert judged.parts == {"values": True, "inputs unchanged": True, "type": True, "refusals": True}


def test_a_named_mistake_says_where_to_read_again():
    judged = verdict(refusing(lambda x, grads: x + x + x))
    assert (judged.verdict, judged.diagnosis) == (NAMED, "The result is three times the input.")
    assert judged.fraction == 0 and "section “2. Twice”" in judged.message


def test_an_unnamed_mistake_says_what_differs():
    judged = verdict(refusing(lambda x, grads: 2 * x + 1))
    assert judged.verdict == INCORRECT and "at entry [0]" in judged.message and "expected about 2" in judged.message


def test_a_side_part_costs_its_share_only():
    def f(x, grads):
        grads["dW1"] += 1
        return 2 * x
    judged = verdict(refusing(f))
    assert judged.diagnosis == "inputs changed" and '`grads["dW1"]`' in judged.message
    assert judged.fraction == pytest.approx(5 / 6)


def test_a_missing_refusal_costs_its_share_only():
    judged = verdict(lambda x, grads: 2 * (np.zeros(2) if x is None else x))
    assert judged.verdict == INCORRECT and "a missing x was not refused" in judged.message
    assert judged.fraction == pytest.approx(5 / 6)


def test_side_parts_alone_earn_nothing():
    assert verdict(refusing(lambda x, grads: x)).fraction == 0


def test_not_attempted_error_and_none():
    def f(x, grads):
        raise NotImplementedError("not attempted yet")
    assert verdict(f).verdict == NOT_ATTEMPTED

    def g(x, grads):
        return x @ np.ones((4, 4))
    judged = verdict(g)
    assert judged.verdict == ERROR and "`x` of shape (3,)" in judged.message and "line 2 of `g`" in judged.message
    assert "Is there a `return`?" in verdict(refusing(lambda x, grads: None)).message


def test_two_mistakes_at_once_are_not_named_wrongly():
    judged = verdict(refusing(lambda x, grads: -3 * x + 1))
    assert judged.diagnosis == ""


def test_hidden_numbers_are_not_told():
    public, hidden = trials()[:2]
    hidden.hidden = True
    wrong = refusing(lambda x, grads: 2 * x + (x[0] > 4))
    judged = judge(spec(), [public, hidden], LocalSubject(wrong, "f", ("x", "grads")))
    assert "hidden case" in judged.message and not any(ch.isdigit() for ch in judged.message)


def test_a_failed_check_shows_whole_short_lines():
    """nbgrader's validation cuts lines at about 85 characters: the sentence must survive it."""
    from course.checking.check import CheckFailed
    from course.checking.judge import Verdict
    message = "`f`: " + "the weights of layer 2 spread as if its own units were counted, " * 4 + "see section 3."
    lines = CheckFailed(Verdict("f", INCORRECT, message))._render_traceback_()
    assert " ".join(lines) == "Incorrect · " + message and max(map(len, lines)) <= 80


def test_a_statistic_that_agrees_is_not_called_right_beside_a_property_that_fails():
    """A spread that agrees proves little when the draws are wrong in another way: only what is certain is said."""
    case = {"x": np.arange(3.0), "grads": {}}
    expected = {"place in the epoch": Spread(0.5, 0.1), "sizes": [2, 1], "every column occurs once": True}
    trial = Trial(case, expected, dict)
    trial.got = observe(spec(), LocalSubject(lambda x, grads: x), case)
    trial.got.values = {**expected, "every column occurs once": False}
    trial.differences, _ = compare(spec(), expected, trial.got.values)
    said = messages.incorrect(spec(), [trial], {})
    assert "sizes" in said and "place in the epoch" not in said and "every column occurs once" in said


# ---- sentences about differences

def said(expected, got, **more):
    (difference, *_), _ = compare(spec(**more), expected, {name: plain(value) for name, value in got.items()})
    return messages.describe(spec(**more), difference)


def test_two_numbers_are_shown_with_as_many_digits_as_tell_them_apart():
    assert said({"result": 0.41309665}, {"result": 0.4131}) == "The result is 0.4131, expected about 0.413097."
    assert said({"result": 2.0}, {"result": 3.0}) == "The result is 3, expected about 2."


def test_a_difference_is_told_by_its_kind():
    assert said({"x": np.ones((2, 3))}, {"x": None}) == "`x` is None, where an array of shape (2, 3) is asked."
    assert said({"x": 1.5}, {"x": [[1], [2, 3]]}) == "`x` is a list, where a number is asked."
    assert said({"x": np.ones(2)}, {}) == "`x` is missing."
    assert said({"all entries are kept": True}, {}) == "This does not hold: all entries are kept."
    assert said({"db of the output layer": {"db4": np.ones(2)}}, {"db of the output layer": {"db4": np.ones(3)}}) \
        == "db of the output layer: `db4` has shape (3,), expected (2,)."
    step = {"updates": {"x": "x"}}
    assert said({"x": np.ones(2)}, {"x": np.zeros(2)}, **step).startswith("The change of `x` is 0")
    assert said({"x": np.ones(2)}, {"x": np.zeros(3)}, **step) == "`x` has shape (3,), expected (2,)."
