"""The data: stored values equal generated ones, every set keeps its promises, and errors are sentences."""
import shutil
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

from course import datasets

SHAPES = {
    "circles": {"X_train": (2, 300), "Y_train": (1, 300), "X_test": (2, 100), "Y_test": (1, 100)},
    "moons": {"X_train": (2, 300), "Y_train": (1, 300), "X_test": (2, 200), "Y_test": (1, 200)},
    "pitch": {"X_train": (2, 200), "Y_train": (1, 200), "X_dev": (2, 100), "Y_dev": (1, 100),
              "X_test": (2, 200), "Y_test": (1, 200)},
    "spirals": {"X_train": (2, 300), "labels_train": (300,), "X_test": (2, 150), "labels_test": (150,)},
    "temperatures": {"day": (365,), "theta": (365,)},
    "quadratics": {"bowl": (2, 2), "ravine": (2, 2), "saddle": (2, 2), "bowl_20": (20, 20),
                   "ravine_20": (20, 20), "saddle_20": (20, 20)},
    "glyphs": {"images_train": (1080, 64, 64, 3), "labels_train": (1080,), "images_test": (120, 64, 64, 3),
               "labels_test": (120,)},
    "digits": {"images_train": (1437, 8, 8, 1), "labels_train": (1437,), "images_test": (360, 8, 8, 1),
               "labels_test": (360,)},
}


def kind(key):
    return {"images": np.uint8, "labels": np.int64, "day": np.int64}.get(key.split("_")[0], np.float64)


@pytest.mark.parametrize("name", datasets.names())
def test_shapes_and_types(name):
    d = datasets.load(name)
    assert {key: value.shape for key, value in d.items() if key != "class_names"} == SHAPES[name]
    assert all(value.dtype == kind(key) for key, value in d.items() if key != "class_names")


def test_stored_data_are_what_the_generators_draw():
    assert datasets.check() == []


def test_every_file_says_where_it_comes_from():
    assert {path.stem for path in datasets.folder().glob("*.h5")} == set(datasets.names())
    for name in datasets.names():
        attributes = datasets.load(name).attributes
        assert {"generator", "seed", "version", "licence", "description", "checksum"} <= attributes.keys()
        card = [attributes[key] for key in ("seed", "version", "licence", "description")]
        assert tuple(card) == datasets.CARDS[name], f"write {name} again, and raise its version when values change"
    assert "Alpaydin" in datasets.load("digits").attributes["licence"]


def test_files_are_small():
    assert sum(path.stat().st_size for path in datasets.folder().glob("*.h5")) < 5e6


def test_classes_are_balanced():
    for name in ("circles", "moons"):
        d = datasets.load(name)
        assert d.Y_train.mean() == d.Y_test.mean() == 0.5 and set(np.unique(d.Y_train)) == {0, 1}
    glyphs, digits = datasets.load("glyphs"), datasets.load("digits")
    assert np.bincount(glyphs.labels_train).tolist() == [180] * 6
    assert np.bincount(glyphs.labels_test).tolist() == [20] * 6
    train, test = np.bincount(digits.labels_train), np.bincount(digits.labels_test)
    assert np.abs(test / (train + test) - 360 / 1797).max() < 0.003
    assert digits.images_train.max() == 16


def test_circles_and_moons_have_their_shape():
    d = datasets.load("circles")
    radius, inner = np.linalg.norm(d.X_train, axis=0), d.Y_train[0] == 1
    assert radius[inner].mean() == pytest.approx(0.8, abs=0.02)
    assert radius[~inner].mean() == pytest.approx(1, abs=0.02)
    assert radius[inner].std() == pytest.approx(0.05, abs=0.01)


def test_quadratics_are_what_their_names_say():
    d = datasets.load("quadratics")
    eigenvalues = {name: np.linalg.eigvalsh(A) for name, A in d.items()}
    assert all(np.array_equal(A, A.T) for A in d.values())
    assert eigenvalues["bowl"].min() > 0 and eigenvalues["bowl_20"].min() > 0
    np.testing.assert_allclose(eigenvalues["ravine"], [1, 30])
    assert eigenvalues["ravine_20"][-1] / eigenvalues["ravine_20"][0] == pytest.approx(1000)
    assert eigenvalues["saddle"].min() < 0 < eigenvalues["saddle"].max()
    assert (eigenvalues["saddle_20"] < 0).sum() == 5


def test_a_data_set_is_frozen_and_its_arrays_are_fresh():
    first, second = datasets.load("circles"), datasets.load("circles")
    first.X_train[:] = 0
    assert second.X_train.any() and first["X_train"] is first.X_train
    with pytest.raises(AttributeError, match="is fixed"):
        first.X_train = np.zeros(3)
    with pytest.raises(TypeError):
        first["X_train"] = np.zeros(3)
    with pytest.raises(AttributeError, match="It has: "):
        first.X_trian  # noqa: B018
    assert "X_train" in dir(first) and "(2, 300)" in repr(first)


def test_an_unknown_name_is_answered_with_the_list():
    with pytest.raises(datasets.DatasetError, match=r"There is no data set 'circle'\. Choose one of: circles, moons"):
        datasets.load("circle")


@pytest.fixture
def copied(tmp_path, monkeypatch):
    for path in datasets.folder().glob("*.h5"):
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(datasets, "folder", lambda: tmp_path)
    return tmp_path


def test_a_changed_value_is_noticed(copied):
    with h5py.File(copied / "moons.h5", "r+") as file:
        file["X_train"][0, 0] += 1e-12
    with pytest.raises(datasets.DatasetError, match=r"moons\.h5 do not fit their checksum.*Take it again"):
        datasets.load("moons")
    assert any("moons.h5" in problem for problem in datasets.check())


def test_a_missing_or_broken_file_is_a_sentence(copied):
    (copied / "circles.h5").unlink()
    (copied / "pitch.h5").write_bytes(b"not a data file")
    for name, state in (("circles", "is missing"), ("pitch", "cannot be read")):
        with pytest.raises(datasets.DatasetError, match=rf"{name}\.h5 {state}\. Take it again"):
            datasets.load(name)


def test_check_compares_values_with_the_generator(copied, monkeypatch):
    monkeypatch.setitem(datasets.CARDS, "spirals", (99, *datasets.CARDS["spirals"][1:]))
    problems = datasets.check()
    assert len(problems) == 1 and problems[0].startswith("spirals: the stored values differ")


def test_write_leaves_equal_files_alone_and_repeats_itself(copied):
    before = {path.name: path.stat().st_mtime_ns for path in copied.iterdir()}
    assert datasets.write() == []
    assert {path.name: path.stat().st_mtime_ns for path in copied.iterdir()} == before
    stored = (copied / "moons.h5").read_bytes()
    (copied / "moons.h5").unlink()
    assert datasets.write(["moons"]) == ["moons"]
    assert (copied / "moons.h5").read_bytes() == stored


def test_loading_does_not_depend_on_the_working_folder(tmp_path):
    root = Path(datasets.__file__).parents[1]
    code = f"import sys; sys.path.insert(0, {str(root)!r}); from course import datasets; datasets.load('moons')"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)


def test_generate_without_scikit_learn(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    assert datasets.generate("digits") is None
    assert datasets.check() == []


@pytest.mark.parametrize("surface", datasets.SURFACES.values(), ids=datasets.SURFACES)
def test_gradients_of_surfaces(surface):
    rng = np.random.default_rng(1)
    for w in rng.uniform(-1.5, 1.5, size=(5, 2)):
        steps = 1e-6 * np.eye(2)
        numeric = [(surface(w + step) - surface(w - step)) / 2e-6 for step in steps]
        np.testing.assert_allclose(surface.gradient(w), numeric, rtol=1e-6, atol=1e-7)
        assert isinstance(surface(w), float) and surface.gradient(w[:, None]).shape == (2, 1)
    many = rng.normal(size=(2, 3, 4))
    assert surface(many).shape == (3, 4) and surface.gradient(many).shape == many.shape
    np.testing.assert_allclose(surface.gradient(many)[:, 1, 2], surface.gradient(many[:, 1, 2]))
    if surface.minimum is not None:
        np.testing.assert_allclose(surface.gradient(surface.minimum), 0, atol=1e-12)


def test_quadratic_surfaces_follow_their_matrix():
    A, w = datasets.load("quadratics").ravine, np.array([0.3, -1.2])
    surface = datasets.quadratic("turned ravine", A, (2, 2), (-3, 3), (-3, 3))
    assert surface(w) == pytest.approx(w @ A @ w / 2)
    np.testing.assert_allclose(surface.gradient(w), A @ w)
