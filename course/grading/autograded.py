"""The autograded notebook: the learner's cells, our check cells with their verdicts, and a summary that comes first."""
import html

from course.building.notebooks import graded
from course.grading import safe
from course.grading.plan import plan

SIGNS = {"correct": "✓", "named mistake": "✗", "incorrect": "✗", "not attempted": "○", "error": "✗",
         "timeout": "✗", "crashed": "✗", "missing": "○"}
COLOURS = {"✓": "#1b7f4d", "✗": "#b3261e", "○": "#5f6368"}


def autograded(blueprint, submitted, results, reports, run_experiments=False):
    """A notebook (format 4.5) with the learner's cells sanitised, every graded cell ours, and outputs of this grading."""
    made = plan(blueprint, submitted, run_experiments)
    by_name = {result.exercise: result for result in results}
    last = {indices[-1]: name for name, indices in made.definitions.items()}
    cells = [_markdown("summary", summary(blueprint, results, submitted.problems))]
    shown = set()
    for index, cell in enumerate(submitted.cells):
        if index in made.checks:
            continue
        cells.append(_learners(blueprint, cell, index, made, reports, index in last and last[index]))
        for name in [name for name, indices in made.definitions.items() if indices[-1] == index]:
            cells.append(_check(blueprint, by_name[name]))
            shown.add(name)
    for name in blueprint.exercises:
        if name not in shown:
            cells.append(_check(blueprint, by_name[name]))
    return {"cells": cells, "nbformat": 4, "nbformat_minor": 5,
            "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                         "language_info": {"name": "python"}}}


def summary(blueprint, results, problems=()):
    """Score first, then one line an exercise, then one next step."""
    earned = sum(result.points for result in results)
    lines = [f"# {blueprint.name}: {_number(earned)} of {_number(blueprint.max_score)} points", ""]
    lines += [f"> {safe.markdown(problem)}" for problem in problems]
    lines += ["", "| exercise | points | verdict |", "|---|---|---|"]
    for result in results:
        of = "bonus" if result.bonus else f"of {_number(result.max_points)}"
        lines.append(f"| `{result.exercise}` | {_number(result.points)} {of} | {SIGNS[result.verdict]} {result.verdict} |")
    step = next((r for r in results if r.verdict != "correct" and not r.bonus), None)
    if step:
        lines += ["", f"**Next step:** `{step.exercise}`. {safe.markdown(_without_name(step))}"]
    else:
        lines += ["", "Everything that counts is right."]
    return "\n".join(lines)


def _without_name(result):
    said = result.message.removeprefix(f"`{result.exercise}`: ")
    return said[:1].upper() + said[1:]


def _number(value):
    return f"{value:g}" if value == round(value, 2) else f"{value:.2f}"


def _markdown(cell_id, source):
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": source}


def _learners(blueprint, cell, index, made, reports, defines):
    ours = blueprint.cell(cell.id)
    if cell.kind != "code":
        same = ours is not None and ours["source"] == cell.source
        return _markdown(f"cell-{index}", cell.source if same else safe.markdown(cell.source))
    metadata = {}
    if defines:
        metadata["nbgrader"] = {"grade": False, "grade_id": defines, "locked": False, "schema_version": 3,
                                "solution": True, "task": False}
    outputs = _outputs(reports.get(index)) if index not in made.experiments or not cell.outputs else safe.outputs(cell.outputs)
    return {"cell_type": "code", "id": f"cell-{index}", "metadata": metadata, "execution_count": None,
            "source": safe.text(cell.source, 200_000), "outputs": outputs}


def _outputs(report):
    if report is None:
        return []
    made = [safe.stream(report.stdout)] if report.stdout else []
    if report.error is not None:
        made.append(safe.stream(f"{report.error.type_name}: {report.error.message}"))
    return made


def _check(blueprint, result):
    ours = next(c for c in blueprint.cells if graded(c).get("grade_id") == f"check_{result.exercise}")
    cell_points = graded(ours)["points"]
    outputs = [{"output_type": "display_data", "metadata": {},
                "data": {"text/html": verdict_html(result), "text/plain": safe.text(verdict_text(result))}},
               {"output_type": "execute_result", "execution_count": 1, "metadata": {},
                "data": {"text/plain": f"{min(result.points, cell_points):.4f}"}}]
    return {"cell_type": "code", "id": f"check-{result.exercise}"[:64], "execution_count": 1, "outputs": outputs,
            "metadata": {"nbgrader": dict(graded(ours))}, "source": shown_source(result.exercise)}


def shown_source(name):
    """The public lines of a check cell; hidden tests never reach feedback."""
    return f"from course.checking import check\n\ncheck({name})"


def verdict_text(result):
    said = f"{SIGNS[result.verdict]} {result.verdict.capitalize()} · {result.message}"
    return f"{said} {result.advice}" if result.advice else said


def verdict_html(result):
    """A box whose sign, word and colour all say the verdict."""
    sign = SIGNS[result.verdict]
    parts = ", ".join(f"{'✓' if passed else '✗'} {html.escape(part)}" for part, passed in result.parts.items())
    extra = f'<div style="color:#5f6368">{parts}</div>' if parts else ""
    advice = f"<div><em>{safe.escaped(result.advice)}</em></div>" if result.advice else ""
    return (f'<div style="border-left:6px solid {COLOURS[sign]};padding:.4em .8em;margin:.3em 0">'
            f"<strong>{sign} {html.escape(result.verdict.capitalize())}</strong> · {_number(result.points)} "
            f"{'bonus' if result.bonus else 'of ' + _number(result.max_points)} points"
            f"<div>{code(result.message)}</div>{advice}{extra}</div>")


def code(message):
    """A message as HTML: escaped, with its `code` in code elements."""
    parts = safe.escaped(message).split("`")
    return "".join(f"<code>{part}</code>" if k % 2 and k < len(parts) - 1 else part for k, part in enumerate(parts))
