"""Long runs: what only shows after thousands of cells, messages and interrupts."""

import os
import random
import statistics
import time
import unittest

import test_hostile
from kernel_client import Client
from test_behaviour import MIXED, SETUP, shape_of
from test_hostile import resident_bytes


class TortureTests(unittest.TestCase):
    def setUp(self):
        self.kernel = Client()

    def tearDown(self):
        self.kernel.close()

    def test_f137_two_hundred_interrupts_at_random_moments(self):
        moments = random.Random(int(os.environ.get("SEED", "1")))
        self.kernel.run(SETUP)
        replies, ends = [], []
        for _ in range(200):
            identifier = self.kernel.client.execute("train 1000", stop_on_error=False)
            while True:
                message = self.kernel.client.get_iopub_msg(timeout=10)
                self.kernel.kept.setdefault(
                    message["parent_header"].get("msg_id"), []).append(message)
                if message["msg_type"] == "execute_input":
                    break
            time.sleep(moments.random() * 0.1)
            start = time.monotonic()
            self.kernel.request("interrupt_request", {}, "control")
            replies.append(time.monotonic() - start)
            reply = self.kernel.reply(identifier)["content"]
            ends.append(time.monotonic() - start)
            self.assertEqual(reply["ename"], "Interrupted")
            self.kernel.published(identifier)
        self.assertEqual(self.kernel.run("1 + 1")[0]["status"], "ok")
        print(f"\ninterrupt to reply: median {statistics.median(replies) * 1000:.1f} ms, "
              f"largest {max(replies) * 1000:.1f} ms; to the cell's end: median "
              f"{statistics.median(ends) * 1000:.1f} ms, largest {max(ends) * 1000:.1f} ms")

    def test_f147_ten_thousand_cells(self):
        def run(count):
            for number in range(count):
                if number % 10 == 9:
                    self.kernel.run('error "x"', stop_on_error=False)
                else:
                    self.kernel.run(f"let x = {number}\nprint x\nx + 1")

        run(500)
        before = resident_bytes(self.kernel.process.pid)
        run(10_000)
        after = resident_bytes(self.kernel.process.pid)
        self.assertEqual(self.kernel.run("1")[0]["execution_count"], 10_501)
        print(f"\nmemory grew by {(after - before) / 1e6:.1f} MB from {before / 1e6:.1f} MB")
        self.assertLess(after - before, 10_000_000)

    def test_f141_five_hundred_notebook_runs_have_one_order(self):
        self.kernel.run(SETUP)
        first = shape_of(self.kernel.run(MIXED)[1])
        for _ in range(500):
            self.assertEqual(shape_of(self.kernel.run(MIXED)[1]), first)


class FloodTests(test_hostile.HostileTests):
    def test_f131_a_replay_after_seventy_thousand_messages(self):
        self.kernel.run("let replays = 0")
        parts = self.parts("execute_request", {"code": "let replays = replays + 1"})
        self.send(parts)
        self.assertEqual(self.replies(), ["execute_reply"])
        for number in range(70_000):
            self.send(self.parts("no_such_request"), b"0" * 64 if number % 2 else None)
        self.replies(3000)
        while not self.kernel.is_quiet(0.5):
            pass
        self.send(parts)
        self.assertEqual(self.replies(1000), [])
        self.assert_alive()


if __name__ == "__main__":
    unittest.main()
