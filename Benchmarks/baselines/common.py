"""What the baseline programs share: reading MNIST and reporting in one form."""

import gzip
import json
import os
import resource
import time

START = time.perf_counter()


def images(folder, part):
    """Returns the pixels of `train` or `t10k` as bytes of shape [count, 784]."""
    import numpy

    path = os.path.join(folder, f"{part}-images-idx3-ubyte")
    opener = open if os.path.exists(path) else gzip.open
    with opener(path if opener is open else path + ".gz", "rb") as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=16).reshape(-1, 784)


def report(epoch, loss, seconds):
    line = {"epoch": epoch + 1, "loss": round(loss, 5), "seconds": round(seconds, 4)}
    print(json.dumps(line), flush=True)


def ends(test_mse):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    total = round(time.perf_counter() - START, 2)
    print(json.dumps({"test_mse": round(test_mse, 5), "total": total, "peak_mb": peak}))
