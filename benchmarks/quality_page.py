"""The page docs/check-quality.md: written from what `benchmarks.check_quality` measured, and read back by its test."""
import statistics

HEAD = ("exercise", "mutants", "killed by public", "killed by all", "equivalent", "right variants passed",
        "named mistakes", "rewritten recognized", "named wrongly", "unnamed caught", "check, ms")

TOP = """# How good the checks are

This page is generated: `python -m benchmarks.check_quality` measures everything again and writes it.

| what | found | goal |
|---|---|---|
| exercises | {exercises} | all |
| mutants that are no equivalents | {mutants} | |
| killed by public and hidden checks | {all:.2%} | at least 99 % |
| killed by public checks alone | {public:.2%} | at least 95 % |
| mutants that survive without an explanation | {survivors} | 0 |
| equivalent mutants, each with its reason in `course/building/equivalent_mutants.toml` | {equivalent} | |
| right variants accepted in all of 200 hidden draws | {accepted} of {variants} | all |
| named mistakes caught with their own sentence | {named} of {mistakes} | all |
| rewritten mistakes named rightly | {recognized} of {rewritten} ({recognized_share:.1%}) | at least 95 % |
| wrong answers named wrongly | {misnamed} | 0 |
| wrong answers without a name that are caught | {unnamed_caught} of {unnamed} | all |
| median time of one public check beyond the learner's own run time | {milliseconds:.0f} ms | below 50 ms |

## How it was measured

- **Mutants** are made by the operators of `course/building/operators.py` on the syntax tree of every reference: arithmetic
  swapped, terms and signs dropped, constants changed, comparisons changed, axes changed, transposes added and dropped,
  arguments exchanged, ranges and slices off by one, copies missing so that inputs change, state not carried, types
  narrowed, epsilon missing, mean for sum, wrong keys, and their like. Each runs in the grading sandbox; it is killed when
  it is not judged correct. A crash or a timeout of 10 s kills too.
- **Killed by public** are the mutants that the public checks alone refuse, the ones that learners can run. **All** adds the
  hidden draws of one grading run.
- **Equivalent** mutants do what the reference does, or what the contract allows; they are not counted among the mutants.
- **Right variants** are the answers of `tests/bank` written in other manners. One counts as passed when the public checks
  and 200 further hidden draws accept it in every part.
- **Named mistakes** are the mistakes in the passage of an exercise; **rewritten** ones are second versions in
  `tests/bank`, written independently; right values with a side part lost (inputs changed, shared memory, another type) are
  among them. Named wrongly is any wrong answer whose message names a mistake that it is not.
- **Time** is the processor time of one public check in a warm process, with the records read from disk again, less the
  time spent inside the function: the median over the reference and all named mistakes of the exercise.
- This run took {minutes:.1f} minutes with {jobs} processes.

## Exercise by exercise

"""


def page(found, minutes, jobs):
    """The whole page as text."""
    return TOP.format(**totals(found), minutes=minutes, jobs=jobs) + table(found)


def totals(found):
    names = ("mutants", "equivalent", "variants", "accepted", "mistakes", "named", "rewritten", "recognized", "misnamed",
             "unnamed", "unnamed_caught")
    sums = {name: sum(getattr(one, name) for one in found) for name in names}
    mutants = max(1, sums["mutants"])
    return {**sums, "exercises": len(found), "survivors": sum(len(one.survivors) for one in found),
            "all": sum(one.all for one in found) / mutants, "public": sum(one.public for one in found) / mutants,
            "recognized_share": sums["recognized"] / max(1, sums["rewritten"]),
            "milliseconds": statistics.median(one.milliseconds for one in found)}


def table(found):
    lines, notebook = [], None
    for one in found:
        if one.notebook != notebook:
            notebook = one.notebook
            lines += ([""] if lines else []) + [f"### {notebook}", "", "| " + " | ".join(HEAD) + " |", "|---" * len(HEAD) + "|"]
        lines.append("| " + " | ".join(map(str, cells(one))) + " |")
    return "\n".join(lines) + "\n"


def cells(one):
    return (f"`{one.name}`", one.mutants, one.public, one.all, one.equivalent, f"{one.accepted}/{one.variants}",
            f"{one.named}/{one.mistakes}", f"{one.recognized}/{one.rewritten}", one.misnamed,
            f"{one.unnamed_caught}/{one.unnamed}", f"{one.milliseconds:.0f}")


def read(text):
    """{exercise: {column: text}} of a page."""
    rows = {}
    for line in text.partition("## Exercise by exercise")[2].splitlines():
        values = [value.strip() for value in line.strip("|").split("|")]
        if line.startswith("| `") and len(values) == len(HEAD):
            rows[values[0].strip("`")] = dict(zip(HEAD[1:], values[1:]))
    return rows
