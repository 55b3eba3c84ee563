"""A client of a kernel that keeps every message in the order of its arrival."""

import queue
import time

import kernel_environment
from jupyter_client.manager import start_new_kernel


class Client:
    """A kernel of its own, and a blocking client of it."""

    def __init__(self, name="aerepl", **options):
        self.kept = {}
        self.replies = {}
        self.manager, self.client = start_new_kernel(
            startup_timeout=30, kernel_name=name, cwd=kernel_environment.HOME, **options
        )

    @property
    def process(self):
        return self.manager.provisioner.process

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def reply(self, identifier, timeout=20, channel="shell"):
        """The reply to a request; those to others are kept, since answers overtake cells."""
        deadline = time.monotonic() + timeout
        get = getattr(self.client, f"get_{channel}_msg")
        while identifier not in self.replies:
            message = get(timeout=max(deadline - time.monotonic(), 0.001))
            self.replies[message["parent_header"].get("msg_id")] = message
        return self.replies.pop(identifier)

    def published(self, identifier, timeout=20):
        """All that is published for a request, up to and with idle; the rest is kept."""
        deadline = time.monotonic() + timeout
        messages = self.kept.setdefault(identifier, [])
        while not messages or messages[-1]["content"].get("execution_state") != "idle":
            message = self.client.get_iopub_msg(timeout=max(deadline - time.monotonic(), 0.001))
            parent = message["parent_header"].get("msg_id")
            self.kept.setdefault(parent, []).append(message)
        return self.kept.pop(identifier)

    def run(self, code, timeout=20, **options):
        """Runs a cell; returns the content of the reply and what was published."""
        identifier = self.client.execute(code, **options)
        reply = self.reply(identifier, timeout)
        return reply["content"], self.published(identifier, timeout)

    def request(self, kind, content, channel="shell", timeout=20):
        """Sends a request; returns the content of the reply and what was published."""
        message = self.client.session.msg(kind, content)
        getattr(self.client, f"{channel}_channel").send(message)
        identifier = message["header"]["msg_id"]
        return self.reply(identifier, timeout, channel)["content"], self.published(identifier)

    def is_quiet(self, seconds=0.3):
        """Whether nothing more is published."""
        try:
            self.client.get_iopub_msg(timeout=seconds)
        except queue.Empty:
            return True
        return False


def outputs(messages, *kinds):
    """The contents of the published messages of some kinds."""
    return [message["content"] for message in messages if message["msg_type"] in kinds]


def text(messages, name="stdout"):
    """The text of a stream."""
    parts = outputs(messages, "stream")
    return "".join(part["text"] for part in parts if part["name"] == name)
