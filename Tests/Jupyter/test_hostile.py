"""Messages that nobody should send: raw frames over ZeroMQ."""

import hashlib
import hmac
import json
import os
import random
import unittest

import zmq
from kernel_client import Client

DELIMITER = b"<IDS|MSG>"


class HostileTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kernel = Client()
        info = cls.kernel.client.get_connection_info()
        cls.key = info["key"]
        cls.context = zmq.Context()
        cls.socket = cls.context.socket(zmq.DEALER)
        cls.socket.linger = 0
        cls.socket.connect(f"tcp://{info['ip']}:{info['shell_port']}")

    @classmethod
    def tearDownClass(cls):
        cls.socket.close()
        cls.context.term()
        cls.kernel.close()

    def parts(self, kind="kernel_info_request", content=None, **changes):
        header = {
            "msg_id": os.urandom(8).hex(), "session": "s", "username": "u",
            "date": "2026-01-01T00:00:00.000000Z", "msg_type": kind, "version": "5.5",
        }
        header.update(changes)
        return [json.dumps(part).encode() for part in (header, {}, {}, content or {})]

    def signature(self, parts):
        return hmac.new(self.key, b"".join(parts), hashlib.sha256).hexdigest().encode()

    def send(self, parts, signature=None):
        signature = self.signature(parts) if signature is None else signature
        self.socket.send_multipart([DELIMITER, signature, *parts])

    def replies(self, milliseconds=300):
        replies = []
        while self.socket.poll(milliseconds):
            frames = self.socket.recv_multipart()
            replies.append(json.loads(frames[frames.index(DELIMITER) + 2])["msg_type"])
        return replies

    def assert_alive(self):
        self.assertEqual(self.kernel.run("1")[0]["status"], "ok")
        self.send(self.parts())
        self.assertEqual(self.replies(1000)[-1:], ["kernel_info_reply"])

    def test_f130_forged_signatures(self):
        parts = self.parts()
        right = self.signature(parts)
        flipped = bytes([right[0] ^ 1]) + right[1:]
        wrong = [b"", right[:-1], right + b"0", right.upper(), flipped, b"g" * 64, b"0" * 64]
        for signature in [signature for signature in wrong if signature != right]:
            self.send(parts, signature)
        self.assertEqual(self.replies(), [])
        self.assert_alive()

    def test_f131_replayed_messages(self):
        content = {"code": "let replays = replays + 1", "silent": False}
        self.kernel.run("let replays = 0")
        parts = self.parts("execute_request", content)
        for _ in range(5):
            self.send(parts)
        self.assertEqual(self.replies(), ["execute_reply"])
        for number in range(3000):
            self.send(self.parts(), b"0" * 64 if number % 2 else None)
        self.send(parts)
        self.assertNotIn("execute_reply", self.replies())
        _, messages = self.kernel.run("replays")
        values = [m["content"]["data"] for m in messages if m["msg_type"] == "execute_result"]
        self.assertEqual(values, [{"text/plain": "1"}])

    def test_f132_malformed_frames(self):
        parts = self.parts()
        signature = self.signature(parts)
        for frames in (
            [b""], [DELIMITER], [DELIMITER, signature], [DELIMITER, signature, *parts[:3]],
            [signature, *parts], [DELIMITER, DELIMITER, signature, *parts],
            [b"x"] * 10_000 + [DELIMITER, signature, *parts], [b"x" * 1000] * 70,
        ):
            self.socket.send_multipart(frames)
        self.assertEqual(self.replies(), [])
        self.assert_alive()

    def test_f134_signed_nonsense(self):
        headers = [
            b"", b"no", b"[]", b"{}", b"[" * 100_000, b'{"msg_type": 5, "msg_id": "a"}',
            b'{"msg_type": "execute_request"}', b'{"msg_id": "a", "msg_type": "x"',
            b'{"msg_id": "\xff", "msg_type": "execute_request"}',
        ]
        for header in headers:
            self.send([header, b"{}", b"{}", b"{}"])
        for content in (b"[]", b"null", b"{" * 200, b'{"code": }'):
            parts = self.parts("execute_request")
            self.send([*parts[:3], content])
        self.assertEqual(self.replies(), [])
        for content in ({}, {"code": 5}, {"code": None}, {"code": ["a"]}):
            self.send(self.parts("execute_request", content))
        self.assertEqual(self.replies(), ["execute_reply"] * 4)
        for kind in ("complete_request", "inspect_request", "is_complete_request",
                     "history_request", "kernel_info_request", "comm_info_request"):
            for value in (None, [], {}, "x", -1, 10**30, 1e300, "\ud800"):
                keys = ("code", "cursor_pos", "n", "session", "start", "pattern",
                        "hist_access_type", "unique")
                self.send(self.parts(kind, dict.fromkeys(keys, value)))
        self.assertEqual(len(self.replies()), 48)
        self.assert_alive()

    def test_f134_mutated_messages(self):
        choice = random.Random(11)
        base = self.parts("execute_request", {"code": "1", "user_expressions": {"a": "1"}})
        for _ in range(500):
            parts = [bytearray(part) for part in base]
            part = choice.choice(parts)
            for _ in range(choice.randint(1, 4)):
                place = choice.randrange(len(part))
                action = choice.randrange(4)
                if action == 0:
                    part[place] ^= 1 << choice.randrange(8)
                elif action == 1:
                    del part[place:place + choice.randint(1, 9)]
                elif action == 2:
                    part[place:place] = part[:choice.randint(1, 30)]
                else:
                    part[place:place] = b"9" * 40
                part += b" "
            self.send([bytes(part) for part in parts])
        self.replies()
        self.assert_alive()

    def test_f132_oversized_frames(self):
        parts = self.parts("execute_request", {"code": "x" * (20 << 20)})
        self.send(parts)
        self.assertEqual(self.replies(), [])
        self.assert_alive()
        self.assertLess(resident_bytes(self.kernel.process.pid), 250 << 20)

    def test_f135_one_connection_file_in_the_open_is_refused(self):
        import subprocess

        import kernel_environment

        path = os.path.join(kernel_environment.HOME, "open.json")
        info = {
            "transport": "tcp", "ip": "127.0.0.1", "key": "k", "signature_scheme": "hmac-sha256",
            "shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5,
        }
        bad = [
            ({}, 0o644, 1), ({"key": ""}, 0o600, 1), ({"ip": "0.0.0.0"}, 0o600, 1),
            ({"shell_port": 0}, 0o600, 1), ({"shell_port": 70000}, 0o600, 1),
            ({"signature_scheme": "hmac-md5"}, 0o600, 1), ({"curve_secretkey": "x"}, 0o600, 1),
            (None, 0o600, 2),
        ]
        for change, mode, status in bad:
            if os.path.exists(path):
                os.remove(path)
            if change is not None:
                with open(path, "w") as file:
                    json.dump(info | change, file)
                os.chmod(path, mode)
            result = subprocess.run(
                [kernel_environment.AEREPL, "kernel", "run", path],
                capture_output=True, text=True, timeout=10,
            )
            self.assertEqual(result.returncode, status, change)
            self.assertEqual(len(result.stderr.splitlines()), 1, change)


def resident_bytes(pid):
    with open(f"/proc/{pid}/statm") as statm:
        return int(statm.read().split()[1]) * 4096


if __name__ == "__main__":
    unittest.main()
