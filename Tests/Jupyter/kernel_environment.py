"""The kernel under test: installed to a place of its own, with a home and a history of its own."""

import atexit
import os
import shutil
import subprocess
import tempfile

AEREPL = os.environ["AEREPL"]
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

HOME = tempfile.mkdtemp(prefix="aerepl-jupyter-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ.update(
    HOME=HOME,
    XDG_STATE_HOME=os.path.join(HOME, "state"),
    JUPYTER_RUNTIME_DIR=os.path.join(HOME, "runtime"),
    JUPYTER_CONFIG_DIR=os.path.join(HOME, "config"),
    JUPYTER_PATH=os.path.join(HOME, "prefix", "share", "jupyter"),
    SWIFT_BACKTRACE="enable=no",
)
os.environ.pop("AEREPL_HISTORY", None)

subprocess.run(
    [AEREPL, "kernel", "install", "--prefix", os.path.join(HOME, "prefix")],
    check=True,
    stdout=subprocess.DEVNULL,
)
