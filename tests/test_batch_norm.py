"""Batch norm against an established framework, and the identities that the notebook states."""
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from course.solutions.batch_norm import (batchnorm_backward, batchnorm_forward, batchnorm_inference,
                                         update_running_statistics)

jax.config.update("jax_enable_x64", True)


def in_jax(Z, gamma, beta, epsilon):
    normalized = jax.nn.standardize(Z, axis=1, epsilon=epsilon)
    return gamma * normalized + beta


def layer(seed, n, m):
    rng = np.random.default_rng(seed)
    Z = rng.normal(size=(n, 1)) + rng.uniform(0.2, 2, size=(n, 1)) * rng.normal(size=(n, m))
    return Z, rng.uniform(0.5, 2, size=(n, 1)), rng.normal(size=(n, 1)), rng.normal(size=(n, m))


@pytest.mark.parametrize("epsilon", [1e-5, 0.1])
@pytest.mark.parametrize("n, m", [(3, 5), (4, 2), (1, 7), (6, 40)])
def test_forward_and_gradients_equal_jax(n, m, epsilon):
    Z, gamma, beta, dout = layer(n + m, n, m)
    out, cache = batchnorm_forward(Z, gamma, beta, epsilon)
    expected, pull = jax.vjp(lambda *arguments: in_jax(*arguments, epsilon), *map(jnp.asarray, (Z, gamma, beta)))
    np.testing.assert_allclose(out, expected, rtol=1e-10, atol=1e-10)
    for ours, theirs in zip(batchnorm_backward(dout, cache), pull(jnp.asarray(dout))):
        np.testing.assert_allclose(ours, theirs, rtol=1e-8, atol=1e-8)


def test_inference_and_its_gradient_free_statistics_equal_jax():
    Z, gamma, beta, _ = layer(1, 4, 6)
    running = {"mu": Z.mean(axis=1, keepdims=True), "var": Z.var(axis=1, keepdims=True)}
    np.testing.assert_allclose(batchnorm_inference(Z, gamma, beta, running, 0.1), in_jax(Z, gamma, beta, 0.1), rtol=1e-10)


def test_rows_of_dZ_sum_to_zero_and_so_b_never_learns():
    Z, gamma, beta, dout = layer(2, 5, 9)
    dZ, _, _ = batchnorm_backward(dout, batchnorm_forward(Z, gamma, beta)[1])
    assert np.abs(dZ.sum(axis=1)).max() < 1e-12
    with_b, _ = batchnorm_forward(Z + 10.0, gamma, beta)
    np.testing.assert_allclose(with_b, batchnorm_forward(Z, gamma, beta)[0], atol=1e-12)


def test_output_forgets_the_scale_of_the_weights():
    Z, gamma, beta, _ = layer(3, 5, 9)
    np.testing.assert_allclose(batchnorm_forward(100 * Z, gamma, beta, 1e-12)[0], batchnorm_forward(Z, gamma, beta, 1e-12)[0],
                               atol=1e-8)


def test_gamma_sigma_and_beta_mu_give_Z_back():
    Z, *_ = layer(4, 3, 8)
    out, _ = batchnorm_forward(Z, Z.std(axis=1, keepdims=True), Z.mean(axis=1, keepdims=True), 1e-14)
    np.testing.assert_allclose(out, Z, atol=1e-10)


def test_a_batch_of_one_is_answered_with_beta():
    Z, gamma, beta, _ = layer(5, 4, 1)
    np.testing.assert_array_equal(batchnorm_forward(Z, gamma, beta)[0], beta)


def test_a_batch_of_ten_steps_ago_weighs_a_third():
    running = {"mu": np.zeros((1, 1)), "var": np.ones((1, 1))}
    running = update_running_statistics(running, np.ones((1, 1)), np.ones((1, 1)))
    newest = running["mu"].item()
    for _ in range(10):
        running = update_running_statistics(running, np.zeros((1, 1)), np.ones((1, 1)))
    assert running["mu"].item() / newest == pytest.approx(0.9**10) and 0.34 < 0.9**10 < 0.36
