"""Order, interruption, input, progress and endings, as a user meets them."""

import os
import random
import signal
import subprocess
import sys
import time
import unittest

import kernel_environment
from kernel_client import Client, outputs, text

# Machines that run tests are busy: these bounds find what hangs, the figures are measured apart.
PATIENCE = 2.0

SETUP = "dataset digits count=2000 test=100\nmodel 784 16 3"

MIXED = """
for i in 0..3 {
  print "out", i
  eprint "err", i
  plot recon count=2
  print "after", i
}
summary
1 + 1
"""


def shape_of(messages):
    """What was published, in order, with neighbours of one stream joined."""
    shape = []
    for message in messages:
        kind, content = message["msg_type"], message["content"]
        if kind == "stream":
            if shape and shape[-1][:2] == (kind, content["name"]):
                shape[-1] = (*shape[-1][:2], shape[-1][2] + content["text"])
            else:
                shape.append((kind, content["name"], content["text"]))
        elif kind in ("display_data", "execute_result"):
            shape.append((kind, tuple(sorted(content["data"].items()))))
        else:
            shape.append((kind,))
    return shape


class BehaviourTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kernel = Client()
        cls.kernel.run(SETUP)

    @classmethod
    def tearDownClass(cls):
        cls.kernel.close()

    def test_f141_order_is_the_same_fifty_times(self):
        shapes = []
        for _ in range(50):
            _, messages = self.kernel.run(MIXED)
            shapes.append(shape_of(messages))
        self.assertEqual([shape for shape in shapes if shape != shapes[0]], [])
        kinds = [part[:2] if part[0] == "stream" else part[:1] for part in shapes[0]]
        turn = [("stream", "stdout"), ("stream", "stderr"), ("display_data",)]
        expected = [("status",), ("execute_input",), *turn]
        for _ in range(2):
            expected += turn
        # What a turn prints last joins what the next one prints first.
        expected += [("stream", "stdout"), ("display_data",), ("execute_result",), ("status",)]
        self.assertEqual(kinds, expected)
        self.assertTrue(self.kernel.is_quiet())

    def test_f141_nothing_is_lost_of_many_lines(self):
        _, messages = self.kernel.run("for i in 0..20000 { print i }", timeout=60)
        self.assertEqual(text(messages), "".join(f"{i}\n" for i in range(20000)))

    def test_output_comes_while_the_cell_runs(self):
        client = self.kernel.client
        identifier = client.execute('print "now"\nwhile true { }')
        start = time.monotonic()
        while client.get_iopub_msg(timeout=5)["msg_type"] != "stream":
            pass
        self.assertLess(time.monotonic() - start, PATIENCE)
        self.kernel.request("interrupt_request", {}, "control")
        self.assertEqual(self.kernel.reply(identifier)["content"]["ename"], "Interrupted")
        self.kernel.published(identifier)

    def interrupted(self, code, after, interrupt):
        """Interrupts a cell and returns the content of its reply and the time that it took."""
        identifier = self.kernel.client.execute(code, stop_on_error=False)
        time.sleep(after)
        start = time.monotonic()
        interrupt()
        reply = self.kernel.reply(identifier)["content"]
        seconds = time.monotonic() - start
        self.kernel.published(identifier)
        return reply, seconds

    def by_message(self):
        reply, _ = self.kernel.request("interrupt_request", {}, "control")
        self.assertEqual(reply["status"], "ok")

    def by_signal(self):
        os.kill(self.kernel.process.pid, signal.SIGINT)

    def test_f137_interrupt_ends_every_kind_of_cell(self):
        codes = ["train 1000", "while true { }", "!sleep 60", "try { train 1000 } catch e { }"]
        for code in codes:
            for interrupt in (self.by_message, self.by_signal):
                reply, seconds = self.interrupted(code, 0.2, interrupt)
                self.assertEqual(reply["ename"], "Interrupted", code)
                self.assertLess(seconds, PATIENCE, code)
                self.assertEqual(self.kernel.run("1")[0]["status"], "ok")

    def test_f137_interrupt_keeps_the_finished_steps(self):
        self.kernel.run("reset")
        self.interrupted("train 1000", 0.3, self.by_message)
        _, messages = self.kernel.run("train 1")
        self.assertIn("[epoch:", text(messages))

    def test_f137_interrupt_when_idle_has_no_effect(self):
        self.by_message()
        self.by_signal()
        self.assertEqual(self.kernel.run("1")[0]["status"], "ok")

    def test_f137_interrupts_at_random_moments(self):
        moments = random.Random(7)
        for _ in range(30):
            identifier = self.kernel.client.execute("train 100", stop_on_error=False)
            time.sleep(moments.random() * 0.03)
            self.kernel.request("interrupt_request", {}, "control")
            # One that came before the cell began was not meant for it.
            time.sleep(0.02)
            self.kernel.request("interrupt_request", {}, "control")
            self.assertEqual(self.kernel.reply(identifier)["content"]["ename"], "Interrupted")
            self.kernel.published(identifier)
        self.assertEqual(self.kernel.run("1")[0]["status"], "ok")

    def test_f142_questions_are_answered_while_a_cell_trains(self):
        identifier = self.kernel.client.execute("let during = 5\ntrain 1000", stop_on_error=False)
        time.sleep(0.5)
        start = time.monotonic()
        reply, _ = self.kernel.request("complete_request", {"code": "duri", "cursor_pos": 4})
        self.assertEqual(reply["matches"], ["during"])
        for kind, content in {
            "inspect_request": {"code": "train", "cursor_pos": 2},
            "is_complete_request": {"code": "1"},
            "history_request": {"hist_access_type": "tail", "n": 3},
            "kernel_info_request": {},
            "comm_info_request": {},
        }.items():
            self.assertNotEqual(self.kernel.request(kind, content)[0].get("status"), "error", kind)
        self.assertTrue(self.kernel.client.is_alive())
        self.assertLess(time.monotonic() - start, PATIENCE)
        self.by_message()
        self.kernel.reply(identifier)
        self.kernel.published(identifier)

    def test_f141_progress_is_one_display(self):
        self.kernel.run("reset")
        start = time.monotonic()
        _, messages = self.kernel.run("train 30", timeout=60)
        seconds = time.monotonic() - start
        shown = outputs(messages, "display_data")
        updates = outputs(messages, "update_display_data")
        self.assertEqual(len(shown), 1)
        self.assertGreaterEqual(len(updates), 1)
        self.assertLessEqual(len(updates), 5 * seconds + 1)
        names = {content["transient"]["display_id"] for content in shown + updates}
        self.assertEqual(len(names), 1)
        self.assertIn("epoch 30/30", updates[-1]["data"]["text/plain"])
        self.assertEqual(text(messages).count("[epoch:"), 30)

    def test_f145_input_is_asked_of_the_client(self):
        client = self.kernel.client
        identifier = client.execute('input name "who? "\nprint name', allow_stdin=True)
        question = client.get_stdin_msg(timeout=5)
        self.assertEqual(question["content"], {"prompt": "who? ", "password": False})
        client.input("Zoë")
        self.assertEqual(self.kernel.reply(identifier)["content"]["status"], "ok")
        self.assertEqual(text(self.kernel.published(identifier)), "Zoë\n")
        reply, _ = self.kernel.run('input name "who? "', allow_stdin=False, stop_on_error=False)
        self.assertEqual(reply["ename"], "StateError")
        identifier = client.execute('input name "who? "', allow_stdin=True, stop_on_error=False)
        client.get_stdin_msg(timeout=5)
        self.by_message()
        self.assertEqual(self.kernel.reply(identifier)["content"]["ename"], "Interrupted")
        self.kernel.published(identifier)

    def test_f143_places_count_in_code_points(self):
        code = 'print "é😀각" + str(durationx)'
        self.kernel.run("let durationx = 1")
        place = code.index("durationx") + 5
        reply, _ = self.kernel.request("complete_request", {"code": code, "cursor_pos": place})
        self.assertEqual(reply["matches"], ["durationx"])
        self.assertEqual((reply["cursor_start"], reply["cursor_end"]), (place - 5, place))
        for place in (0, -5, 10_000, len('print "é😀') - 1):
            content = {"code": code, "cursor_pos": place}
            reply, _ = self.kernel.request("complete_request", content)
            self.assertEqual(reply["status"], "ok")
            self.assertLessEqual(reply["cursor_start"], reply["cursor_end"])
            self.assertEqual(self.kernel.request("inspect_request", content)[0]["status"], "ok")

    def test_f146_data_cannot_become_markup(self):
        _, messages = self.kernel.run('print "\\u{1b}[2J<script>"\nlet a = "<script>&"\nvars')
        self.assertEqual(text(messages), "\\x1b[2J<script>\n")
        table = outputs(messages, "display_data")[-1]["data"]
        self.assertNotIn("<script>", table["text/html"])
        self.assertIn("&lt;script&gt;&amp;", table["text/html"])

    def test_records_come_as_json_too(self):
        _, messages = self.kernel.run("eval\n_")
        data = outputs(messages, "execute_result")[0]["data"]
        self.assertEqual(data["application/json"]["count"], 100)

    def test_shell_output_keeps_its_order(self):
        _, messages = self.kernel.run('print "a"\n!echo b; echo c >&2; echo d\nprint "e"')
        self.assertEqual(text(messages), "a\nb\nc\nd\ne\n")

    def test_f149_unknown_requests_get_busy_and_idle(self):
        for channel in ("shell", "control"):
            message = self.kernel.client.session.msg("no_such_request", {"a": 1})
            getattr(self.kernel.client, f"{channel}_channel").send(message)
            published = self.kernel.published(message["header"]["msg_id"])
            self.assertEqual([m["msg_type"] for m in published], ["status", "status"])
        message = self.kernel.client.session.msg("comm_open", {"comm_id": "c", "target_name": "t"})
        self.kernel.client.shell_channel.send(message)
        published = self.kernel.published(message["header"]["msg_id"])
        self.assertEqual(outputs(published, "comm_close"), [{"comm_id": "c", "data": {}}])


class EndingTests(unittest.TestCase):
    def test_f138_shutdown_in_training(self):
        for channel in ("control", "shell"):
            for restart in (False, True):
                kernel = Client()
                kernel.run(SETUP)
                kernel.client.execute("train 1000")
                time.sleep(0.2)
                start = time.monotonic()
                message = kernel.client.session.msg("shutdown_request", {"restart": restart})
                getattr(kernel.client, f"{channel}_channel").send(message)
                reply = kernel.reply(message["header"]["msg_id"], channel=channel)
                self.assertEqual(reply["content"], {"status": "ok", "restart": restart})
                status = kernel.process.wait(timeout=10)
                self.assertLess(time.monotonic() - start, PATIENCE)
                self.assertEqual(status, 0)
                kernel.close()

    def test_restart_gives_a_new_session(self):
        kernel = Client()
        kernel.run("let x = 1")
        kernel.manager.restart_kernel(now=False)
        kernel.client.wait_for_ready(timeout=20)
        self.assertEqual(kernel.run("x", stop_on_error=False)[0]["ename"], "NameError")
        self.assertEqual(kernel.run("1")[0]["execution_count"], 2)
        kernel.close()

    def test_quit_ends_the_kernel(self):
        kernel = Client()
        identifier = kernel.client.execute("quit 3")
        payload = kernel.reply(identifier)["content"]["payload"]
        self.assertEqual(payload, [{"source": "ask_exit", "keepkernel": False}])
        self.assertEqual(kernel.process.wait(timeout=10), 3)
        kernel.close()

    def test_f138_the_kernel_dies_with_its_parent(self):
        script = (
            "import kernel_client, time\n"
            "kernel = kernel_client.Client()\n"
            "print(kernel.process.pid, flush=True)\n"
            "time.sleep(60)\n"
        )
        folder = os.path.dirname(os.path.abspath(__file__))
        parent = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=folder
        )
        kernel = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
        parent.stdout.close()
        deadline = time.monotonic() + 2 * PATIENCE
        while time.monotonic() < deadline and is_alive(kernel):
            time.sleep(0.05)
        self.assertFalse(is_alive(kernel))


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    unittest.main()
