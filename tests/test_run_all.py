"""Run All with the reference: every notebook runs top to bottom without an error, a warning, or a figure without words."""
import nbformat
import pytest
from nbclient import NotebookClient

from course.building.notebooks import ROOT

PATHS = sorted(ROOT.glob("source/*/*.ipynb"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_run_all(path, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    outputs = [(cell.id, output) for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    stderr = [(name, output.text) for name, output in outputs if output.get("name") == "stderr"]
    assert stderr == []
    pictures = [(name, output) for name, output in outputs if "image/png" in output.get("data", {})]
    assert pictures
    for name, output in pictures:
        assert len(output.data.get("text/plain", "")) > 40 and "<Figure" not in output.data["text/plain"], name
