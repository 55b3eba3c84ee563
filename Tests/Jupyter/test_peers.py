"""Peers that are no clients: broken greetings, many connections, readers that never read."""

import os
import signal
import socket
import struct
import time
import unittest

import zmq
from jupyter_client.session import Session
from kernel_client import Client, text
from test_hostile import resident_bytes


def opened(info, channel, data=b""):
    """A TCP connection to a channel, on which some bytes were sent."""
    peer = socket.create_connection((info["ip"], info[f"{channel}_port"]), timeout=5)
    if data:
        peer.sendall(data)
    return peer


class PeerTests(unittest.TestCase):
    def setUp(self):
        self.kernel = Client()
        self.info = self.kernel.client.get_connection_info()
        self.peers = []

    def tearDown(self):
        for peer in self.peers:
            peer.close()
        self.kernel.close()

    def assert_served(self, seconds=3):
        start = time.monotonic()
        reply, messages = self.kernel.run("print 6 * 7")
        self.assertEqual(reply["status"], "ok")
        self.assertEqual(text(messages), "42\n")
        self.assertLess(time.monotonic() - start, seconds)

    def test_f133_malformed_greetings_and_half_open_connections(self):
        greeting = b"\xff" + b"\0" * 8 + b"\x7f"
        # ZMTP 3.0 and 3.1, its NULL mechanism, padded to 64 bytes; 2.0 and 1.0 are older.
        new = greeting + bytes([3, 1]) + b"NULL".ljust(20, b"\0") + b"\0" * 32
        ready = b"\x04\x26\x05READY\x0bSocket-Type" + struct.pack(">I", 6) + b"DEALER"
        beginnings = [
            b"", b"\0", b"\xff", greeting, greeting + b"\x02\x05", b"\x01\0", b"GET / HTTP/1.1\r\n\r\n",
            os.urandom(300), new[:40], new, new.replace(b"NULL", b"EVIL"), new[:10] + b"\x09" + new[11:],
            new + ready, new + b"\x04\xff" + b"x" * 100, new + ready + b"\x02" + b"\xff" * 8,
            new + ready + b"\x03" + b"\0" * 9, b"\xff" * 100_000,
        ]
        silent = []
        for channel in ("shell", "control", "stdin", "iopub", "hb"):
            for beginning in beginnings:
                try:
                    peer = opened(self.info, channel, beginning)
                    self.peers.append(peer)
                    if channel != "iopub":
                        silent.append(peer)
                except OSError:
                    # The kernel may close such a connection while it is written to.
                    continue
        self.assert_served()
        # Replies go to the asker only; what is published is for everybody.
        for peer in silent:
            peer.settimeout(0.01)
            try:
                while True:
                    data = peer.recv(65536)
                    self.assertNotIn(b"42", data.replace(b"\0", b""))
                    if not data:
                        break
            except OSError:
                continue
        self.assertTrue(self.kernel.client.is_alive())

    def test_f133_a_hundred_clients_are_served(self):
        context = zmq.Context()
        for _ in range(100):
            peer = context.socket(zmq.DEALER)
            peer.linger = 0
            peer.connect(f"tcp://{self.info['ip']}:{self.info['shell_port']}")
            peer.send_multipart([b"<IDS|MSG>", b"0" * 64, b"{}", b"{}", b"{}", b"{}"])
            self.peers.append(peer)
        self.assert_served()
        self.assertEqual([peer.poll(0) for peer in self.peers], [0] * 100)

    def test_f133_a_subscriber_that_never_reads_is_dropped_from_at_a_cap(self):
        new = (b"\xff" + b"\0" * 8 + b"\x7f" + bytes([3, 0]) + b"NULL".ljust(20, b"\0")
               + b"\0" * 32)
        ready = b"\x04\x19\x05READY\x0bSocket-Type" + struct.pack(">I", 3) + b"SUB"
        subscribe = b"\0\x01\x01"
        for _ in range(5):
            self.peers.append(opened(self.info, "iopub", new + ready + subscribe))
        before = resident_bytes(self.kernel.process.pid)
        line = "x" * 1000
        for _ in range(10):
            reply, messages = self.kernel.run(
                f'for i in 0..4000 {{ print "{line}" }}', timeout=60)
            self.assertEqual(reply["status"], "ok")
            self.assertEqual(text(messages).count("\n"), 4000)
        self.assertLess(resident_bytes(self.kernel.process.pid) - before, 300 << 20)
        self.assert_served()

    def test_f145_a_question_to_a_client_that_is_gone_ends_by_an_interrupt(self):
        context = zmq.Context()
        session = Session(key=self.info["key"])
        asking = context.socket(zmq.DEALER)
        asking.linger = 0
        asking.identity = session.bsession
        asking.connect(f"tcp://{self.info['ip']}:{self.info['shell_port']}")
        code = 'print "asks"\ninput a "?"'
        session.send(asking, "execute_request", {"code": code, "allow_stdin": True})
        while text([self.kernel.client.get_iopub_msg(timeout=10)]) != "asks\n":
            pass
        asking.close()
        time.sleep(0.3)
        os.kill(self.kernel.process.pid, signal.SIGINT)
        # Before it is idle, what is asked next would be aborted with the cell that failed.
        while True:
            message = self.kernel.client.get_iopub_msg(timeout=10)
            if message["content"].get("execution_state") == "idle":
                break
        self.assert_served()


if __name__ == "__main__":
    unittest.main()
