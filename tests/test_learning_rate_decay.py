"""The schedules against optax, and what the notebook `learning_rate_decay` finds when it audits a table."""
import numpy as np
import pytest

from course import datasets, network
from course.solutions import learning_rate_decay as lrd

EPOCHS, PER_EPOCH, SEEDS = 600, 5, 12


def test_cosine_and_staircase_agree_with_optax():
    optax = pytest.importorskip("optax")
    ours = [lrd.cosine_decay_with_warmup(0.3, epoch, 0, 40) for epoch in range(50)]
    theirs = [float(optax.cosine_decay_schedule(0.3, 40)(epoch)) for epoch in range(50)]
    np.testing.assert_allclose(ours, theirs, atol=1e-6)
    theirs = optax.exponential_decay(0.3, transition_steps=7, decay_rate=0.5, staircase=True)
    ours = [lrd.staircase_decay(0.3, epoch, 0.5, 7) for epoch in range(30)]
    np.testing.assert_allclose(ours, [float(theirs(epoch)) for epoch in range(30)], rtol=1e-6)


def accuracies(rate):
    """Training accuracy of SEEDS stacked networks on the moons, with mini-batches of 64."""
    moons, rng = datasets.load("moons"), np.random.default_rng(1)

    def batches(X, Y, epoch):
        order = rng.permutation(X.shape[1])
        return [(X[:, order[k:k + 64]], Y[:, order[k:k + 64]]) for k in range(0, X.shape[1], 64)]

    def update(parameters, grads, step):
        return {key: value - rate(step - 1) * grads[f"d{key}"] for key, value in parameters.items()}

    start = network.initialize([2, 5, 2, 1], np.random.default_rng(3), seeds=SEEDS)
    trained, _ = network.train(moons.X_train, moons.Y_train, start, update=update, steps=EPOCHS * PER_EPOCH, batches=batches,
                               record_every=EPOCHS * PER_EPOCH, progress=False)
    return network.accuracy(network.predict(moons.X_train, trained), moons.Y_train)


def test_the_gain_of_the_audited_table_is_the_rate_and_not_the_decay():
    small = np.median(accuracies(lambda step: 0.0007))
    large = np.median(accuracies(lambda step: 0.1))
    decayed = np.median(accuracies(lambda step: lrd.inverse_time_decay(0.1, step // PER_EPOCH // (EPOCHS // 5), 1)))
    assert large - small > 0.1
    assert decayed - large < 0.01
