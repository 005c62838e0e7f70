"""Claims of the train_dev_test notebook: the error table, one ruler for all sets, and what leakage does."""
import numpy as np

from course.solutions import train_dev_test as reference


def test_the_table_of_errors():
    table = {(0.01, 0.11): {"high variance"}, (0.15, 0.16): {"high bias"}, (0.15, 0.30): {"high bias", "high variance"},
             (0.005, 0.01): set()}
    for errors, found in table.items():
        assert reference.diagnose_bias_variance(*errors) == found
    assert reference.diagnose_bias_variance(0.15, 0.16, bayes_error=0.145) == set()


def test_standard_errors_quoted_in_the_text():
    for p, m, points in ((0.05, 400, 1.1), (0.05, 10_000, 0.22), (0.5, 40, 8), (0.1, 12, 9)):
        assert abs(100 * np.sqrt(p * (1 - p) / m) - points) < 0.06 * points


def test_the_training_set_is_the_ruler():
    rng = np.random.default_rng(0)
    train, test = rng.normal(3, 2, size=(1, 5000)), rng.normal(5, 2, size=(1, 5000))
    mu, sigma = reference.fit_standardizer(train)
    assert abs(reference.standardize(train, mu, sigma).mean()) < 1e-12
    assert abs(reference.standardize(test, mu, sigma).mean() - 1) < 0.1


def test_every_size_of_split():
    rng = np.random.default_rng(0)
    for m in range(1, 60):
        X, Y = np.arange(2.0 * m).reshape(2, m), np.arange(m)[None, :]
        parts = reference.train_dev_test_split(X, Y, (0.6, 0.23, 0.17), rng)
        assert [part[0].shape[1] for part in parts][1:] == [int(0.23 * m), int(0.17 * m)]
        together = np.concatenate([part[1][0] for part in parts])
        assert sorted(together) == list(range(m))
        assert all(np.array_equal(part[0], X[:, part[1][0]]) for part in parts)
