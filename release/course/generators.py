"""How each data set is drawn: one small function per set, from a seed to named arrays.

RandomState is used on purpose: its streams are frozen, so every NumPy draws the same numbers.
"""
import numpy as np

from course.glyphs import CLASS_NAMES, draw_glyphs


def _shuffled(rng, X, labels):
    order = rng.permutation(len(labels))
    return X[:, order], labels[order]


def _row(labels):
    return labels.astype(float).reshape(1, -1)


def _ring_pair(rng, m, noise, factor):
    """Two circles around the origin, radius 1 (class 0) and `factor` (class 1), m/2 points each."""
    angles = np.linspace(0, 2 * np.pi, m // 2, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)])
    X, labels = _shuffled(rng, np.hstack([circle, factor * circle]), np.repeat([0, 1], m // 2))
    return X + noise * rng.normal(size=X.shape), _row(labels)


def circles(seed):
    rng = np.random.RandomState(seed)
    X_train, Y_train = _ring_pair(rng, 300, noise=0.05, factor=0.8)
    X_test, Y_test = _ring_pair(rng, 100, noise=0.05, factor=0.8)
    return {"X_train": X_train, "Y_train": Y_train, "X_test": X_test, "Y_test": Y_test}


def _moon_pair(rng, m, noise):
    """Two half circles that reach into each other, m/2 points each."""
    angles = np.linspace(0, np.pi, m // 2)
    upper = np.stack([np.cos(angles), np.sin(angles)])
    lower = np.stack([1 - np.cos(angles), 0.5 - np.sin(angles)])
    X, labels = _shuffled(rng, np.hstack([upper, lower]), np.repeat([0, 1], m // 2))
    return X + noise * rng.normal(size=X.shape), _row(labels)


def moons(seed):
    rng = np.random.RandomState(seed)
    X_train, Y_train = _moon_pair(rng, 300, noise=0.2)
    X_test, Y_test = _moon_pair(rng, 200, noise=0.2)
    return {"X_train": X_train, "Y_train": Y_train, "X_test": X_test, "Y_test": Y_test}


def _pitch_part(rng, m):
    """Positions on a pitch; the class is the side of a bent diagonal, and 6 % near it carry the wrong class."""
    X = rng.uniform(-3, 3, size=(2, m))
    height = X[1] - 0.8 * X[0] - 0.45 * np.sin(X[0])
    labels = (height > 0).astype(int)
    near = np.argsort(np.abs(height))[:2 * m // 5]
    wrong = rng.permutation(near)[:6 * m // 100]
    labels[wrong] = 1 - labels[wrong]
    return X, _row(labels)


def pitch(seed):
    rng = np.random.RandomState(seed)
    arrays = {}
    for part, m in (("train", 200), ("dev", 100), ("test", 200)):
        arrays[f"X_{part}"], arrays[f"Y_{part}"] = _pitch_part(rng, m)
    return arrays


def _spiral_arms(rng, m, noise, n_classes=3):
    """Arms of a spiral, m/n_classes points each; noise is in radians."""
    labels = np.repeat(np.arange(n_classes), m // n_classes)
    radius = np.tile(np.linspace(0.05, 1, m // n_classes), n_classes)
    angle = 4 * radius + labels * 2 * np.pi / n_classes + noise * rng.normal(size=len(labels))
    return _shuffled(rng, radius * np.stack([np.sin(angle), np.cos(angle)]), labels)


def spirals(seed):
    rng = np.random.RandomState(seed)
    X_train, labels_train = _spiral_arms(rng, 300, noise=0.2)
    X_test, labels_test = _spiral_arms(rng, 150, noise=0.2)
    return {"X_train": X_train, "labels_train": labels_train, "X_test": X_test, "labels_test": labels_test}


def temperatures(seed):
    """A year: a cosine of 365 days, coldest on day 20, plus weather that remembers 0.7 of the day before."""
    rng = np.random.RandomState(seed)
    day = np.arange(1, 366)
    shocks, weather = 1.9 * rng.normal(size=365), np.zeros(365)
    weather[0] = shocks[0] / np.sqrt(1 - 0.7**2)
    for t in range(1, 365):
        weather[t] = 0.7 * weather[t - 1] + shocks[t]
    return {"day": day, "theta": np.round(11 - 7.5 * np.cos(2 * np.pi * (day - 20) / 365) + weather, 1)}


def quadratics(seed):
    """Symmetric matrices A of test surfaces ½ wᵀAw: the eigenvalues make it a bowl, a ravine or a saddle."""
    rng = np.random.RandomState(seed)

    def turned(eigenvalues):
        Q, R = np.linalg.qr(rng.normal(size=(len(eigenvalues),) * 2))
        Q = Q * np.sign(np.diag(R))
        A = Q * np.asarray(eigenvalues) @ Q.T
        return (A + A.T) / 2

    return {"bowl": turned([1, 2]), "ravine": turned([1, 30]), "saddle": turned([2, -1]),
                "bowl_20": turned(np.logspace(0, 1, 20)), "ravine_20": turned(np.logspace(0, 3, 20)),
                "saddle_20": turned(np.r_[np.linspace(0.5, 3, 15), -np.linspace(0.5, 2, 5)])}


def glyphs(seed):
    rng = np.random.RandomState(seed)
    images_train, labels_train = draw_glyphs(rng, 1080)
    images_test, labels_test = draw_glyphs(rng, 120)
    return {"images_train": images_train, "labels_train": labels_train, "images_test": images_test,
                "labels_test": labels_test, "class_names": np.array(CLASS_NAMES, dtype="S")}


def digits(seed):
    """The 8×8 optical digits as scikit-learn ships them, in a fixed stratified split; None without scikit-learn."""
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        return None
    source = load_digits()
    images, labels = source.images.astype(np.uint8)[..., None], source.target.astype(np.int64)
    test = _stratified(np.random.RandomState(seed), labels, 360)
    return {"images_train": images[~test], "labels_train": labels[~test],
                "images_test": images[test], "labels_test": labels[test]}


def _stratified(rng, labels, size):
    """A mask of `size` examples in which every class keeps its share, largest remainders first."""
    counts = np.bincount(labels)
    shares = counts * size / len(labels)
    take = np.floor(shares).astype(int)
    take[np.argsort(take - shares, kind="stable")[:size - take.sum()]] += 1
    mask = np.zeros(len(labels), dtype=bool)
    for label, count in enumerate(take):
        mask[rng.permutation(np.flatnonzero(labels == label))[:count]] = True
    return mask
