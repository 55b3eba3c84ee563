"""What ipykernel's own tests of the message specification ask, under the same names."""

import unittest

from kernel_client import Client, outputs, text


class MessageTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kernel = Client()

    @classmethod
    def tearDownClass(cls):
        cls.kernel.close()

    def run_cell(self, code, **options):
        return self.kernel.run(code, **options)

    def test_execute(self):
        reply, messages = self.run_cell('print "hello"')
        self.assertEqual(reply["status"], "ok")
        self.assertIsInstance(reply["execution_count"], int)
        self.assertEqual((reply["payload"], reply["user_expressions"]), ([], {}))
        kinds = [message["msg_type"] for message in messages]
        self.assertEqual(kinds, ["status", "execute_input", "stream", "status"])
        self.assertEqual(text(messages), "hello\n")
        for message in messages:
            self.assertEqual(message["header"]["version"], "5.5")

    def test_f140_execute_silent(self):
        before, _ = self.run_cell("let x = 1")
        reply, messages = self.run_cell('print "unheard"\nx', silent=True)
        self.assertEqual([message["msg_type"] for message in messages], ["status", "status"])
        self.assertEqual(reply["execution_count"], before["execution_count"])
        again, _ = self.run_cell("x", silent=True)
        self.assertEqual(again["execution_count"], before["execution_count"])
        failed, messages = self.run_cell('error "unheard"', silent=True, stop_on_error=False)
        self.assertEqual(failed["status"], "error")
        self.assertEqual([message["msg_type"] for message in messages], ["status", "status"])

    def test_execute_error(self):
        reply, messages = self.run_cell("let a = [1]\na[5]")
        self.assertEqual(reply["status"], "error")
        self.assertEqual(reply["ename"], "IndexError")
        errors = outputs(messages, "error")
        self.assertEqual(len(errors), 1)
        for key in ("ename", "evalue", "traceback"):
            self.assertEqual(errors[0][key], reply[key])
        self.assertIn(":2:", reply["traceback"][0])
        self.assertIn("a[5]", reply["traceback"][1])
        self.assertIn("^", reply["traceback"][2])
        self.assertEqual(text(messages, "stderr"), "")

    def test_f140_execute_inc(self):
        first, _ = self.run_cell("let x = 1")
        second, _ = self.run_cell("let x = 2")
        self.assertEqual(second["execution_count"], first["execution_count"] + 1)
        unstored, _ = self.run_cell("let x = 3", store_history=False)
        self.assertEqual(unstored["execution_count"], second["execution_count"])
        empty, _ = self.run_cell("")
        self.assertEqual(empty["execution_count"], second["execution_count"])
        comment, _ = self.run_cell("# nothing")
        self.assertEqual(comment["execution_count"], second["execution_count"] + 1)

    def test_f139_execute_stop_on_error(self):
        for _ in range(10):
            client = self.kernel.client
            failing = client.execute('error "x"')
            waiting = [client.execute('print "Hello"') for _ in range(3)]
            self.assertEqual(self.kernel.reply(failing)["content"]["status"], "error")
            for identifier in waiting:
                reply = self.kernel.reply(identifier)["content"]
                self.assertEqual(reply["status"], "aborted")
                self.assertIsInstance(reply["execution_count"], int)
                kinds = [m["msg_type"] for m in self.kernel.published(identifier)]
                self.assertEqual(kinds, ["status", "status"])
            failing = client.execute('error "x"', stop_on_error=False)
            waiting = client.execute('print "Hello"')
            self.assertEqual(self.kernel.reply(failing)["content"]["status"], "error")
            self.assertEqual(self.kernel.reply(waiting)["content"]["status"], "ok")
            after, _ = self.run_cell("1")
            self.assertEqual(after["status"], "ok")

    def test_f139_non_execute_stop_on_error(self):
        client = self.kernel.client
        failing = client.execute('error "x"')
        others = [client.kernel_info(), client.comm_info(), client.inspect("print")]
        last = client.execute('print "Hello"')
        self.assertEqual(self.kernel.reply(failing)["content"]["status"], "error")
        for identifier in others:
            self.assertEqual(self.kernel.reply(identifier)["content"]["status"], "ok")
        self.assertEqual(self.kernel.reply(last)["content"]["status"], "aborted")

    def test_user_expressions(self):
        reply, _ = self.run_cell("let x = 1", user_expressions={"foo": "x + 1"})
        self.assertEqual(reply["status"], "ok")
        foo = reply["user_expressions"]["foo"]
        self.assertEqual(foo, {"status": "ok", "data": {"text/plain": "2"}, "metadata": {}})

    def test_f140_user_expressions_fail(self):
        reply, messages = self.run_cell("let x = 0", user_expressions={"foo": "nosuch + 1"})
        self.assertEqual(reply["status"], "ok")
        self.assertEqual(reply["user_expressions"]["foo"]["status"], "error")
        self.assertEqual(reply["user_expressions"]["foo"]["ename"], "NameError")
        self.assertEqual(outputs(messages, "error", "stream"), [])

    def test_oinfo(self):
        reply, _ = self.kernel.request("inspect_request", {"code": "a", "cursor_pos": 1})
        self.assertEqual(reply["status"], "ok")

    def test_oinfo_found(self):
        self.run_cell("let found = [1, 2]")
        content = {"code": "found", "cursor_pos": 5, "detail_level": 0}
        reply, _ = self.kernel.request("inspect_request", content)
        self.assertTrue(reply["found"])
        self.assertIn("a list", reply["data"]["text/plain"])

    def test_oinfo_detail(self):
        content = {"code": "train epochs=3", "cursor_pos": 3, "detail_level": 1}
        reply, _ = self.kernel.request("inspect_request", content)
        self.assertTrue(reply["found"])
        self.assertIn("Fit the model", reply["data"]["text/plain"])
        self.assertIn("```", reply["data"]["text/markdown"])

    def test_oinfo_not_found(self):
        content = {"code": "dne", "cursor_pos": 3, "detail_level": 0}
        reply, _ = self.kernel.request("inspect_request", content)
        self.assertEqual((reply["status"], reply["found"], reply["data"]), ("ok", False, {}))

    def test_complete(self):
        self.run_cell("let alpha = 1")
        reply, _ = self.kernel.request("complete_request", {"code": "al", "cursor_pos": 2})
        self.assertIn("alpha", reply["matches"])
        self.assertEqual((reply["cursor_start"], reply["cursor_end"]), (0, 2))
        kinds = reply["metadata"]["_jupyter_types_experimental"]
        self.assertEqual({entry["text"] for entry in kinds}, set(reply["matches"]))

    def test_kernel_info_request(self):
        for channel in ("shell", "control"):
            reply, messages = self.kernel.request("kernel_info_request", {}, channel)
            self.assertEqual(reply["status"], "ok")
            self.assertEqual(reply["protocol_version"], "5.5")
            self.assertEqual(reply["language_info"]["mimetype"], "text/x-ae")
            self.assertEqual(reply["supported_features"], [])
            self.assertEqual([m["msg_type"] for m in messages], ["status", "status"])

    def test_connect_request(self):
        reply, _ = self.kernel.request("connect_request", {})
        info = self.kernel.client.get_connection_info()
        for name in ("shell", "iopub", "stdin", "control", "hb"):
            self.assertEqual(reply[f"{name}_port"], info[f"{name}_port"])

    def test_comm_info_request(self):
        reply, _ = self.kernel.request("comm_info_request", {})
        self.assertEqual((reply["status"], reply["comms"]), ("ok", {}))

    def test_single_payload(self):
        reply, _ = self.run_cell("help train; help eval")
        self.assertEqual([payload["source"] for payload in reply["payload"]], ["page"])

    def test_f144_is_complete(self):
        cases = {
            "1": "complete", ")": "invalid", "let = 7": "invalid", "\0": "invalid",
            "for i in 0..3 {": "incomplete", '"""a': "incomplete",
        }
        for code, status in cases.items():
            reply, _ = self.kernel.request("is_complete_request", {"code": code})
            self.assertEqual(reply["status"], status, code)
            self.assertEqual("indent" in reply, status == "incomplete", code)
        code = {"code": "for i in 0..3 {"}
        self.assertEqual(self.kernel.request("is_complete_request", code)[0]["indent"], "  ")
        code = {"code": "print 1\n" * 130_000}
        self.assertEqual(self.kernel.request("is_complete_request", code)[0]["status"], "complete")

    def history(self, **content):
        base = {"output": False, "raw": True}
        return self.kernel.request("history_request", base | content)[0]["history"]

    def test_history_range(self):
        reply, _ = self.run_cell("1+1")
        line = reply["execution_count"]
        rows = self.history(hist_access_type="range", session=0, start=line, stop=line + 1)
        self.assertEqual([row[1:] for row in rows], [[line, "1+1"]])
        rows = self.history(
            hist_access_type="range", session=0, start=line, stop=line + 1, output=True
        )
        self.assertEqual(rows[0][2], ["1+1", "2"])
        absolute = self.history(hist_access_type="range", session=rows[0][0], start=line)
        self.assertEqual(absolute[0][1:], [line, "1+1"])

    def test_history_tail(self):
        self.run_cell('print "tail"')
        self.run_cell("1+2")
        rows = self.history(hist_access_type="tail", n=2)
        self.assertEqual([row[2] for row in rows], ['print "tail"', "1+2"])

    def test_f143_history_search(self):
        for _ in range(3):
            self.run_cell("1+2*3")
        rows = self.history(hist_access_type="search", n=3, pattern="1?2*")
        self.assertEqual([row[2] for row in rows], ["1+2*3"] * 3)
        rows = self.history(hist_access_type="search", pattern="1+2?3", unique=True)
        self.assertEqual(len(rows), 1)
        self.assertEqual(self.history(hist_access_type="search", n=1, pattern="*" * 10_000 + "^"), [])

    def test_stream(self):
        _, messages = self.run_cell('print "hi"')
        self.assertEqual(outputs(messages, "stream"), [{"name": "stdout", "text": "hi\n"}])

    def test_display_data(self):
        code = "dataset digits count=50 test=10\nmodel 784 3\nplot recon count=2"
        _, messages = self.run_cell(code)
        shown = outputs(messages, "display_data")[-1]
        self.assertIn("recon", shown["data"]["text/plain"])
        size = shown["metadata"]["image/png"]
        self.assertGreater(size["width"], 0)
        self.assertTrue(shown["data"]["image/png"].startswith("iVBOR"))


if __name__ == "__main__":
    unittest.main()
