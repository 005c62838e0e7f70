"""The figures: every kind can be drawn, `show` describes and closes, and colour is never alone."""
import base64
import subprocess
import sys

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from course import datasets, plots

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def style():
    with matplotlib.rc_context():
        plots.use_style()
        yield
    plt.close("all")


@pytest.fixture
def displayed(monkeypatch):
    """What IPython was asked to display, as if in a notebook."""
    import IPython
    shown = []
    monkeypatch.delenv("COURSE_QUIET", raising=False)
    monkeypatch.setattr(IPython, "get_ipython", object)
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append((data, kwargs)))
    return shown


def test_show_displays_with_alternative_text_and_closes(displayed):
    fig, ax = plt.subplots()
    plots.curves(ax, {"cost": ([0, 1], [1, 0])}, "step", "cost")
    plots.show(fig, "The cost falls from 1 to 0.")
    (data, kwargs), = displayed
    picture = base64.b64decode(data["image/png"])
    assert picture.startswith(b"\x89PNG") and b"The cost falls" in picture
    assert 'alt="The cost falls from 1 to 0."' in data["text/html"] and data["image/png"] in data["text/html"]
    assert data["text/plain"] == "The cost falls from 1 to 0."
    assert kwargs["metadata"]["image/png"]["alt"] == "The cost falls from 1 to 0." and kwargs["raw"]
    assert not plt.fignum_exists(fig.number)


def test_show_is_quiet_when_asked(displayed, monkeypatch):
    monkeypatch.setenv("COURSE_QUIET", "1")
    fig, _ = plt.subplots()
    plots.show(fig, "Nothing.")
    assert displayed == [] and not plt.fignum_exists(fig.number)


def test_a_figure_needs_a_description():
    with pytest.raises(ValueError, match="needs a description"):
        plots.show(plt.figure(), " ")


@pytest.mark.parametrize("form", ["row", "labels", "one-hot"])
def test_decision_regions_takes_every_form_of_classes(form):
    d = datasets.load("spirals")
    classes = d.labels_train % 2 if form == "row" else d.labels_train
    Y = {"row": classes[None].astype(float), "labels": classes, "one-hot": np.eye(3)[classes].T}[form]

    def predict(X):
        labels = np.digitize(X[0], [-0.3, 0.3]) % (2 if form == "row" else 3)
        return {"row": labels[None].astype(float), "labels": labels, "one-hot": np.eye(3)[labels].T}[form]

    fig, ax = plt.subplots()
    assert plots.decision_regions(ax, predict, d.X_train, Y, "spirals") is ax
    fig.canvas.draw()
    assert len([p for p in ax.collections if p.get_label().startswith("class")]) == (2 if form == "row" else 3)


def test_decision_regions_survives_a_constant_prediction():
    d = datasets.load("circles")
    fig, ax = plt.subplots()
    plots.decision_regions(ax, lambda X: np.zeros((1, X.shape[1])), d.X_train, d.Y_train)
    fig.canvas.draw()


def test_curves_differ_in_more_than_colour():
    _, ax = plt.subplots()
    plots.curves(ax, {str(k): ([0, 1], [k, k]) for k in range(7)}, "x", "y", log=False)
    assert len({line.get_color() for line in ax.lines}) == 7
    assert len({str(line._dash_pattern) for line in ax.lines}) == 7
    assert ax.get_legend() is not None


def test_spread_draws_the_median_and_the_quartiles():
    runs = np.arange(5)[:, None] + np.zeros((5, 3))
    _, ax = plt.subplots()
    assert plots.spread(ax, [0, 1, 2], runs, "runs") is ax
    assert ax.lines[0].get_ydata().tolist() == [2, 2, 2]
    band = ax.collections[0].get_paths()[0].vertices
    assert band[:, 1].min() == 1 and band[:, 1].max() == 3


@pytest.mark.parametrize("f", [datasets.ravine, lambda w: float(w[0] ** 2 + 3 * w[1] ** 2)], ids=["surface", "points"])
def test_paths(f):
    fig, ax = plt.subplots()
    walk = np.linspace([-1, 1], [0, 0], 10)
    plots.paths(ax, f, {"walk": walk, "columns": walk[:, :, None]}, (-2, 2), (-1.5, 1.5))
    fig.canvas.draw()
    assert ax.get_xlim() == (-2, 2) and ax.collections


@pytest.mark.parametrize("name, columns", [("digits", 5), ("glyphs", 4)])
def test_image_grid(name, columns):
    d = datasets.load(name)
    fig = plots.image_grid(d.images_test[:7], d.labels_test[:7], columns)
    fig.canvas.draw()
    assert len(fig.axes) == 2 * columns and sum(bool(ax.images) for ax in fig.axes) == 7


def test_importing_plots_does_not_import_matplotlib():
    code = "import sys; from course import plots; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_controlled_figure_follows_its_controls_and_keeps_its_alternative_text():
    ipywidgets = pytest.importorskip("ipywidgets")
    slider = ipywidgets.FloatSlider(value=1.0, min=0.0, max=5.0)

    def draw(rate):
        return plt.figure(figsize=(1, 1)), f"A path with rate {rate:.1f}."
    picture = plots.controlled(draw, rate=slider).children[-1]
    assert 'alt="A path with rate 1.0."' in picture.value
    slider.value = 2.0
    assert 'alt="A path with rate 2.0."' in picture.value
    assert not plt.get_fignums()
