"""The network of the tutorial in JAX: an epoch is one compiled scan over its batches.

Prints one JSON line an epoch and a last one; the first epoch includes the compilation.

usage: jax_scan.py FOLDER [--epochs N]
FOLDER holds train-images-idx3-ubyte and t10k-images-idx3-ubyte, plain or .gz.
"""

import argparse
import time

import jax
import jax.numpy as jnp
import numpy

from common import ends, images, report

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--epochs", type=int, default=4)
options = parser.parse_args()

BATCH = 128
WIDTHS = [784, 128, 64, 16, 3, 16, 64, 128, 784]
random = numpy.random.default_rng(0)
train = jnp.asarray(images(options.folder, "train"))
test = jnp.asarray(images(options.folder, "t10k"))


def uniform(fan_in, *shape):
    bound = fan_in**-0.5
    return jnp.asarray(random.uniform(-bound, bound, shape).astype("f4"))


def scaled(pixels):
    return pixels.astype(jnp.float32) * (2 / 255) - 1


def forward(parameters, x):
    for index, (weight, bias) in enumerate(parameters):
        x = x @ weight + bias
        x = jnp.tanh(x) if index == 7 else x if index == 3 else jax.nn.relu(x)
    return x


def mse(parameters, x):
    return jnp.mean((forward(parameters, x) - x) ** 2)


def step(state, rows):
    parameters, first, second, count = state
    loss, gradient = jax.value_and_grad(mse)(parameters, scaled(train[rows]))
    count += 1
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradient)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradient)
    rate, root = 1e-3 / (1 - 0.9**count), jnp.sqrt(1 - 0.999**count)
    update = lambda p, m, v: p - rate * m / (jnp.sqrt(v) / root + 1e-8)
    parameters = jax.tree.map(update, parameters, first, second)
    return (parameters, first, second, count), loss


@jax.jit
def run_epoch(state, order):
    whole = len(order) // BATCH
    rows = order[: whole * BATCH].reshape(whole, BATCH)
    state, losses = jax.lax.scan(step, state, rows)
    if len(order) % BATCH == 0:
        return state, losses.mean()
    state, last = step(state, order[whole * BATCH :])
    return state, (losses.sum() + last) / (whole + 1)


parameters = [(uniform(a, a, b), uniform(a, b)) for a, b in zip(WIDTHS, WIDTHS[1:])]
zeros = jax.tree.map(jnp.zeros_like, parameters)
state = (parameters, zeros, zeros, jnp.float32(0))
for epoch in range(options.epochs):
    start = time.perf_counter()
    state, loss = run_epoch(state, jnp.asarray(random.permutation(len(train))))
    report(epoch, float(loss), time.perf_counter() - start)
ends(float(mse(state[0], scaled(test))))
