"""Writes Tests/NetworksTests/PyTorchLosses.swift: the losses of PyTorch's first steps.

Weights and pictures come from integer formulas that the tests repeat, so only losses are stored.
Run it with PyTorch 2.13 from the root of the repository:

    python Tests/Recipes/pytorch_losses.py
"""

import numpy as np
import torch
from torch import nn

ROWS, BATCH = 1240, 128  # the last batch of an epoch has 88 rows


def mixed(values):
    """The finalizer of MurmurHash3 (Appleby), on 32-bit integers."""
    h = values.astype(np.uint32)
    h ^= h >> np.uint32(16)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    return h


def weights(parameter, index, fan_in):
    """Uniform in one over the root of the fan-in to either side, 24 bits."""
    places = np.arange(parameter.numel(), dtype=np.uint32) + np.uint32(index << 24)
    units = (mixed(places) >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-24)
    bound = np.float32(1) / np.sqrt(np.float32(fan_in))
    values = (np.float32(2) * units - np.float32(1)) * bound
    return torch.from_numpy(values.reshape(parameter.shape))


def pictures(noisy):
    """A round spot on a dark ground in each row, which is slightly noisy or all zero."""
    row = np.arange(ROWS)[:, None]
    place = np.arange(784)[None, :]
    x = place % 28 - (5 + mixed(row * 2 + 0x1000000) % 18).astype(np.int64)
    y = place // 28 - (5 + mixed(row * 2 + 0x1000001) % 18).astype(np.int64)
    spot = np.maximum(0, 255 - 9 * (x * x + y * y))
    noise = (mixed(row * 784 + place + 0x2000000) % 32).astype(np.int64)
    return np.minimum(255, spot + noisy * noise).astype(np.uint8)


def model(dtype):
    widths = [784, 128, 64, 16, 3, 16, 64, 128, 784]
    layers = []
    for index, (a, b) in enumerate(zip(widths, widths[1:])):
        layers.append(nn.Linear(a, b))
        if index not in (3, 7):
            layers.append(nn.ReLU())
    layers.append(nn.Tanh())
    network = nn.Sequential(*layers)
    linears = [layer for layer in network if isinstance(layer, nn.Linear)]
    with torch.no_grad():
        for index, layer in enumerate(linears):
            layer.weight.copy_(weights(layer.weight, 2 * index, layer.in_features))
            layer.bias.copy_(weights(layer.bias, 2 * index + 1, layer.in_features))
    return network.to(dtype)


def losses(steps, make_optimizer, loss, noisy, dtype=torch.float32):
    network = model(dtype)
    optimizer = make_optimizer(network.parameters())
    data = (torch.from_numpy(pictures(noisy)).to(torch.float32) / 255 - 0.5) / 0.5
    data = data.to(dtype)
    result = []
    for step in range(steps):
        first = step % -(-ROWS // BATCH) * BATCH
        x = data[first : first + BATCH]
        optimizer.zero_grad()
        value = loss(network(x), x)
        value.backward()
        optimizer.step()
        result.append(value.item())
    return result


RUNS = {
    "adam": (100, lambda p: torch.optim.Adam(p, lr=1e-3), nn.MSELoss(), True),
    "adamOnDark": (100, lambda p: torch.optim.Adam(p, lr=1e-3), nn.MSELoss(), False),
    "adamWithDecay": (
        20,
        lambda p: torch.optim.Adam(p, lr=2e-3, betas=(0.8, 0.99), eps=1e-4, weight_decay=0.01),
        nn.L1Loss(),
        True,
    ),
    "momentum": (
        20,
        lambda p: torch.optim.SGD(p, lr=0.5, momentum=0.9, weight_decay=1e-3),
        nn.MSELoss(),
        True,
    ),
}


def main():
    lines = [f"/// Losses of PyTorch {torch.__version__.split('+')[0]}; see `Tests/Recipes/pytorch_losses.py`."]
    lines.append("enum PyTorchLosses {")
    for name, (steps, optimizer, loss, noisy) in RUNS.items():
        single = losses(steps, optimizer, loss, noisy)
        double = losses(steps, optimizer, loss, noisy, torch.float64)
        apart = max(abs(a - b) / b for a, b in zip(single, double))
        print(f"{name}: {single[0]:.6f} to {single[-1]:.6f}, float64 differs by {apart:.1e}")
        lines.append(f"  static let {name}: [Double] = [")
        for start in range(0, steps, 5):
            lines.append("    " + ", ".join(f"{v:.9g}" for v in single[start : start + 5]) + ",")
        lines.append("  ]")
        lines.append("")
    lines[-1] = "}"
    with open("Tests/NetworksTests/PyTorchLosses.swift", "w") as file:
        file.write("\n".join(lines) + "\n")


main()
