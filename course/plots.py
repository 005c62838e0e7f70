"""Figures in one style: colours that colour-blind readers can tell apart, and never colour alone."""
import base64
import html
import io
import os
import sys

import numpy as np

# Okabe and Ito (2008), Color Universal Design, without the yellow that is too pale on white
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (1, 2)))
MARKERS = ("o", "^", "s", "D", "v", "P", "X")
PALE = ("#CFE3F0", "#F7D9C8", "#CBE9DF", "#F2DFEA", "#FAE9C8", "#DDF0FA", "#DDDDDD")


def use_style():
    """Set the course's style: large letters, wide lines, a light grid, colours and line styles that change together."""
    import matplotlib
    matplotlib.rcParams.update({
        "figure.figsize": (7, 4.2), "figure.dpi": 100, "figure.constrained_layout.use": True,
        "font.size": 13, "axes.titlesize": 14, "axes.labelsize": 13, "legend.fontsize": 12,
        "lines.linewidth": 2.2, "lines.markersize": 7, "axes.grid": True, "grid.alpha": 0.3,
        "axes.spines.top": False, "axes.spines.right": False, "image.cmap": "cividis",
        "axes.prop_cycle": matplotlib.cycler(color=COLOURS) + matplotlib.cycler(linestyle=LINES),
    })


def show(fig, description):
    """Display the figure as a PNG with `description` as its alternative text, and close it.

    Nothing is displayed outside IPython or when COURSE_QUIET is set.
    """
    if not isinstance(description, str) or not description.strip():
        raise ValueError("A figure needs a description. Say in a sentence what a reader would see in it.")
    try:
        if _displays():
            from IPython.display import display
            display(_bundle(fig, description), raw=True, metadata={"image/png": {"alt": description}})
    finally:
        _close(fig)


def controlled(draw, **controls):
    """A widget: the controls, and below them the figure that draw(**values) -> (fig, description) gives for their values.

    Every change of a control draws it anew. The picture is plain HTML, so that it has its alternative text too.
    """
    import ipywidgets
    picture = ipywidgets.HTML()

    def redraw(_=None):
        fig, description = draw(**{name: control.value for name, control in controls.items()})
        picture.value = _bundle(fig, description)["text/html"]
        _close(fig)

    for control in controls.values():
        control.observe(redraw, names="value")
    redraw()
    return ipywidgets.VBox([*controls.values(), picture])


def _bundle(fig, description):
    """The figure in three forms: HTML first, since JupyterLab reads an alternative text from nowhere else."""
    picture = io.BytesIO()
    fig.savefig(picture, format="png", dpi=100, metadata={"Description": description})
    png = base64.b64encode(picture.getvalue()).decode()
    tag = f'<img src="data:image/png;base64,{png}" alt="{html.escape(description)}">'
    return {"text/html": tag, "image/png": png, "text/plain": description}


def _displays():
    if os.environ.get("COURSE_QUIET") or "IPython" not in sys.modules:
        return False
    from IPython import get_ipython
    return get_ipython() is not None


def _close(fig):
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)


def _labels(Y):
    """Class numbers (m,) from labels (m,), 0/1 of shape (1, m) or one-hot (C, m)."""
    Y = np.asarray(Y)
    if Y.ndim == 2 and Y.shape[0] > 1:
        return Y.argmax(axis=0)
    return Y.reshape(-1).astype(int)


def decision_regions(ax, predict, X, Y, title="", names=None):
    """Colour the plane by predict(points (2, k)) and mark the points X (2, m) by their class Y; returns the Axes.

    Y and what predict returns: labels (m,), 0/1 of shape (1, m) or one-hot (C, m).
    """
    labels = _labels(Y)
    low, high = X.min(axis=1), X.max(axis=1)
    margin = 0.1 * (high - low)
    x, y = (np.linspace(*ends, 200) for ends in zip(low - margin, high + margin, strict=True))
    regions = _labels(predict(np.stack(np.meshgrid(x, y)).reshape(2, -1))).reshape(len(y), len(x))
    n_classes = max(labels.max(), regions.max()) + 1
    ax.contourf(x, y, regions, levels=np.arange(n_classes + 1) - 0.5, colors=PALE[:n_classes])
    for c in range(n_classes - 1):
        ax.contour(x, y, regions > c, levels=[0.5], colors="0.3", linewidths=1.2)
    for c in np.unique(labels):
        ax.scatter(*X[:, labels == c], s=26, c=COLOURS[c], marker=MARKERS[c], edgecolors="white", linewidths=0.5,
                   label=names[c] if names is not None else f"class {c}")
    ax.set(title=title, xlabel="$x_1$", ylabel="$x_2$")
    ax.grid(False)
    return ax


def curves(ax, series, xlabel, ylabel, title="", log=False):
    """One line per label of {label: (x, y)}, each with its own colour and line style; returns the Axes."""
    for i, (label, (x, y)) in enumerate(series.items()):
        ax.plot(x, y, label=label, color=COLOURS[i % len(COLOURS)], linestyle=LINES[i % len(LINES)])
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    if log:
        ax.set_yscale("log")
    if len(series) > 1:
        ax.legend()
    return ax


def spread(ax, x, runs, label):
    """The median of runs (S, T) over S seeds as a line, with a band from the lower to the upper quartile."""
    lower, middle, upper = np.nanpercentile(runs, [25, 50, 75], axis=0)
    line, = ax.plot(x, middle, label=label)
    ax.fill_between(x, lower, upper, color=line.get_color(), alpha=0.2, linewidth=0)
    ax.legend()
    return ax


def paths(ax, f, walks, xlim, ylim, title=""):
    """Level lines of f and the walks {label: path (T, 2)} over them; a dot marks every start."""
    x, y = np.linspace(*xlim, 161), np.linspace(*ylim, 161)
    heights = _heights(f, np.stack(np.meshgrid(x, y)))
    levels = np.unique(np.quantile(heights, np.linspace(0.01, 0.97, 17)))
    ax.contour(x, y, heights, levels=levels, colors="0.75", linewidths=0.9, linestyles="solid")
    for i, (label, path) in enumerate(walks.items()):
        path = np.asarray(path).reshape(len(path), 2)
        ax.plot(*path.T, label=label, color=COLOURS[i % len(COLOURS)], linestyle=LINES[i % len(LINES)],
                marker=MARKERS[i % len(MARKERS)], markersize=4.5, markevery=max(1, len(path) // 25))
        ax.plot(*path[0], marker="o", color="black", linestyle="none", zorder=5)
    ax.set(xlim=xlim, ylim=ylim, xlabel="$w_1$", ylabel="$w_2$", title=title)
    ax.grid(False)
    if walks:
        ax.legend()
    return ax


def _heights(f, grid):
    """f at every point of grid (2, h, w), in one call when f can take arrays, else point by point."""
    try:
        heights = np.asarray(f(grid))
    except (TypeError, ValueError):
        heights = np.zeros(())
    if heights.shape != grid.shape[1:]:
        heights = np.array([float(f(w)) for w in grid.reshape(2, -1).T]).reshape(grid.shape[1:])
    return heights


def image_grid(images, titles=None, columns=6):
    """Images (m, h, w), (m, h, w, 1) or (m, h, w, 3) side by side, `columns` in a row; returns the figure."""
    import matplotlib.pyplot as plt
    rows = -(-len(images) // columns)
    fig, axes = plt.subplots(rows, columns, figsize=(1.4 * columns, 1.6 * rows), squeeze=False)
    for ax in axes.flat:
        ax.axis("off")
    for i, (ax, image) in enumerate(zip(axes.flat, images, strict=False)):
        flat = np.asarray(image)
        flat = flat[..., 0] if flat.ndim == 3 and flat.shape[-1] == 1 else flat
        ax.imshow(flat, cmap="gray_r" if flat.ndim == 2 else None)
        if titles is not None:
            ax.set_title(str(titles[i]), fontsize=12)
    return fig
