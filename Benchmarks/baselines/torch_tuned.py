"""The network of the tutorial, trained as fast as PyTorch does it on a CPU.

The images lie in one tensor, batches come from a shuffled index, Adam is fused, and subnormal
numbers are flushed. Prints one JSON line an epoch and a last one.

usage: torch_tuned.py FOLDER [--epochs N] [--threads T] [--batch B] [--width K]
FOLDER holds train-images-idx3-ubyte and t10k-images-idx3-ubyte, plain or .gz.
"""

import argparse
import time

import torch
from torch import nn

from common import ends, images, report

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--epochs", type=int, default=4)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--batch", type=int, default=128)
parser.add_argument("--width", type=int, default=1)
options = parser.parse_args()
torch.set_num_threads(options.threads)
torch.set_flush_denormal(True)
torch.manual_seed(0)


def load(name):
    pixels = torch.from_numpy(images(options.folder, name).copy())
    return pixels.float().mul_(2 / 255).sub_(1)


def stack(*widths):
    layers = [m for a, b in zip(widths, widths[1:]) for m in (nn.Linear(a, b), nn.ReLU(True))]
    return layers[:-1]


hidden = [n * options.width for n in (128, 64, 16)]
train, test = load("train"), load("t10k")
net = nn.Sequential(*stack(784, *hidden, 3), *stack(3, *hidden[::-1], 784), nn.Tanh())
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3, fused=True)
for epoch in range(options.epochs):
    start = time.perf_counter()
    order, total, count = torch.randperm(len(train)), torch.zeros(()), 0
    for first in range(0, len(train), options.batch):
        batch = train[order[first : first + options.batch]]
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(net(batch), batch)
        loss.backward()
        optimizer.step()
        total, count = total + loss.detach(), count + 1
    report(epoch, float(total) / count, time.perf_counter() - start)
with torch.no_grad():
    ends(criterion(net(test), test).item())
