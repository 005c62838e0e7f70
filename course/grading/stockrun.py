"""nbgrader's own executor on a week of this course: experiments left out, one seed a run, verdicts kept as ever."""
import json
import os
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import determine_grade, is_grade
from traitlets import Unicode

from course.checking import records
from course.checking.judge import CRASHED, ERROR, MISSING, TIMEOUT
from course.grading import batch, blueprint, examiner, reports, stock
from course.grading.plan import definitions_only
from course.grading.reports import GRADED
from course.grading.submission import Graded, Settings, from_data


KEYS = ("notebook", "max_points", "verdict", "diagnosis", "message", "parts", "bonus", "advice")


def autograde(converter, run, root, week):
    """Let nbgrader execute and save, with this course's two changes to its list of preprocessors."""
    with batch.only_grader(root):
        number, seed, _ = batch.begin(root, week)
        os.environ[stock.SEED] = str(seed)
        steps = [Trimmed if step is Execute else step for step in converter.autograde_preprocessors]
        converter.autograde_preprocessors = [*steps, SaveVerdicts]
        converter.config.SaveVerdicts.run = number
        try:
            run(converter)
        finally:
            del os.environ[stock.SEED]
            reports.scores_csv(root, week)
        batch.finish(root, week, number, seed)


class Trimmed(Execute):
    """nbgrader's Execute; of experiment cells only imports, definitions and constants run."""

    def preprocess(self, nb, resources=None, km=None):
        names = resources["nbgrader"]
        plans = blueprint.week(batch.source_root(Path.cwd()), names["assignment"])
        self.experiments = next((plan.experiments for plan in plans if plan.name == names["notebook"]), frozenset())
        return super().preprocess(nb, resources, km)

    def preprocess_cell(self, cell, resources, index):
        if cell.cell_type != "code" or cell.get("id") not in self.experiments:
            return super().preprocess_cell(cell, resources, index)
        source, cell.source = cell.source, definitions_only(cell.source)
        cell, resources = super().preprocess_cell(cell, resources, index)
        cell.source = source
        return cell, resources


class SaveVerdicts(NbGraderPreprocessor):
    """Collects the verdicts of one notebook, and saves bonus points, which nbgrader's own way of scoring has no room for."""

    run = Unicode("", help="the grading run that the verdicts belong to").tag(config=True)

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        cells = [cell for cell in nb.cells if is_grade(cell)]
        results = [found for cell in cells if (found := result_of(cell))]
        present = {result.exercise for result in results}
        asked = [name for name, path in records.index().items() if path.stem == names["notebook"]]
        results += [nothing(name, MISSING, "its check cell is not in the notebook") for name in asked if name not in present]
        self.save(results, names, Path(resources["metadata"]["path"]))
        with Gradebook(names["db_url"]) as book:
            for result in results:
                if result.bonus:
                    grade = book.find_grade(f"check_{result.exercise}", result.notebook, names["assignment"], names["student"])
                    grade.auto_score = result.points
            book.db.commit()
        return nb, resources

    def save(self, results, names, folder):
        """Put this notebook's verdicts beside those of the week's other notebooks."""
        path = folder / reports.VERDICTS
        before = from_data(json.loads(path.read_text(encoding="utf-8"))).results if path.exists() else []
        others = [result for result in before if result.notebook != names["notebook"]]
        done = Graded(names["student"], GRADED, others + results)
        settings = Settings(folder, folder, names["assignment"], int(os.environ[stock.SEED]), self.run)
        reports.write_json(path, {**done.as_data(settings), "saved": True})


def result_of(cell):
    """The result that a check cell handed over, or what its error tells; None for a cell that is no check."""
    name = cell.metadata.nbgrader["grade_id"].removeprefix("check_")
    if name not in records.index():
        return None
    points, _ = determine_grade(cell)
    for output in cell.outputs:
        data = output.get("data", {}).get(stock.MIME)
        if isinstance(data, dict) and data.get("name") == name:
            return examiner.Result(name, points=data["points"] if data["bonus"] else points, **{key: data[key] for key in KEYS})
    failed = next((output for output in cell.outputs if output.output_type == "error"), None)
    if failed is None:
        return nothing(name, CRASHED, "the check cell ended without a verdict")
    if failed.ename == "CellTimeoutError":
        return nothing(name, TIMEOUT, "the check did not finish in time")
    if failed.ename == "NameError" and f"'{name}'" in failed.evalue:
        return nothing(name, MISSING, "no cell of the notebook defines this function")
    return nothing(name, ERROR, f"the check cell raised `{failed.ename}`")


def nothing(name, verdict, why):
    spec = records.spec(name)
    return examiner.Result(name, spec.notebook, 0.0, spec.points, verdict, "", f"`{name}`: {why}.", {}, spec.bonus)
