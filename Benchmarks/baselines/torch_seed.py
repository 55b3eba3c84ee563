"""The tutorial's program by its own method: a DataLoader whose dataset transforms image by image.

The transforms are those of torchvision (ToTensor, then Normalize), written out so that its package
is not needed. Prints one JSON line an epoch and a last one.

usage: torch_seed.py FOLDER [--epochs N]
FOLDER holds train-images-idx3-ubyte and t10k-images-idx3-ubyte, plain or .gz.
"""

import argparse
import time

import torch
from PIL import Image
from torch import nn

from common import ends, images, report

parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--epochs", type=int, default=1)
options = parser.parse_args()
torch.manual_seed(0)


class MNIST(torch.utils.data.Dataset):
    def __init__(self, part):
        self.data = torch.from_numpy(images(options.folder, part).copy()).view(-1, 28, 28)

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        picture = Image.fromarray(self.data[index].numpy(), mode="L")
        buffer = torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8)
        image = buffer.view(1, 28, 28).to(torch.get_default_dtype()).div(255)
        mean, deviation = torch.tensor([0.5]), torch.tensor([0.5])
        return image.clone().sub_(mean[:, None, None]).div_(deviation[:, None, None])


def stack(*widths):
    layers = [m for a, b in zip(widths, widths[1:]) for m in (nn.Linear(a, b), nn.ReLU(True))]
    return layers[:-1]


batches = torch.utils.data.DataLoader(MNIST("train"), batch_size=128, shuffle=True)
tests = torch.utils.data.DataLoader(MNIST("t10k"), batch_size=128)
net = nn.Sequential(*stack(784, 128, 64, 16, 3), *stack(3, 16, 64, 128, 784), nn.Tanh())
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
for epoch in range(options.epochs):
    start, total, count = time.perf_counter(), 0.0, 0
    for inputs in batches:
        inputs = inputs.view(inputs.shape[0], -1)
        optimizer.zero_grad()
        loss = criterion(net(inputs), inputs)
        loss.backward()
        optimizer.step()
        total, count = total + loss.item(), count + 1
    report(epoch, total / count, time.perf_counter() - start)
with torch.no_grad():
    rows = [x.view(x.shape[0], -1) for x in tests]
    squares = sum(((net(x) - x) ** 2).sum().item() for x in rows)
ends(squares / sum(x.numel() for x in rows))
