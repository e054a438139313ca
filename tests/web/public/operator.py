"""An operator's message centre on loopback: SMPP 3.4, as much of it as a short number needs.

Phones of the test send and receive through it: `deliver_sm` to the gateway, `submit_sm` from it (Short Message Peer to
Peer Protocol Specification v3.4, sections 4.4 and 4.6). A message without an answer (`deliver_sm_resp`) can be sent again.
"""

import itertools
import queue
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field

BIND, SUBMIT, DELIVER, UNBIND, ENQUIRE, RESPONSE = 0x09, 0x04, 0x05, 0x06, 0x15, 0x80000000
GSM, UCS2 = 0, 8  # data_coding
ALPHABET = (  # 3GPP TS 23.038, section 6.2.1, in its order; the escape stands for the euro's and brackets' table
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
IN_PARTS = 0x40  # esm_class: a header stands before the words (UDHI)


@dataclass
class Received:
    """What a phone got, part by part: to whom, in which alphabet, how many messages it was."""

    to: str
    coding: int
    parts: dict = field(default_factory=dict)
    count: int = 1

    @property
    def text(self):
        raw = b"".join(self.parts[number] for number in sorted(self.parts))
        return raw.decode("utf-16-be") if self.coding == UCS2 else "".join(ALPHABET[byte] for byte in raw)


class Operator:
    """Listens for a gateway; `send` writes from a phone, `receive` gives the next whole message for it."""

    def __init__(self):
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.bound = threading.Event()
        self.confirmed = queue.Queue()
        self._inbox, self._waiting = {}, {}
        self._line, self._write = None, threading.Lock()
        self._numbers = itertools.count(1)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def send(self, number, text, *, coding=GSM, part=b""):
        """Hand a message of a phone to the gateway and wait until it is taken."""
        words = text.encode("utf-16-be") if coding == UCS2 else bytes(map(ALPHABET.index, text))
        body = b"\0" + b"\1\1" + number.encode() + b"\0" + b"\1\1" + b"2020\0"
        body += bytes([IN_PARTS if part else 0, 0, 0]) + b"\0\0" + bytes([0, 0, coding, 0, len(part + words)])
        assert self.bound.wait(20), "no gateway has come"
        self._put(DELIVER, next(self._numbers), body + part + words)
        assert self.confirmed.get(timeout=20) == 0

    def send_in_parts(self, number, text, *, coding=GSM, order=None):
        """Write one long message as a phone does: cut, each part with a header that says where it belongs."""
        room = 67 if coding == UCS2 else 153
        parts = [text[start : start + room] for start in range(0, len(text), room)]
        reference = next(self._numbers) % 256
        for index in order or range(len(parts)):
            header = bytes([5, 0, 3, reference, len(parts), index + 1])
            self.send(number, parts[index], coding=coding, part=header)
        return len(parts)

    def receive(self, number, *, within=20):
        """Return the next whole message that a phone got."""
        return self._of(number).get(timeout=within)

    def is_silent(self, number, *, during):
        """Whether a phone gets nothing for so many seconds."""
        try:
            self._of(number).get(timeout=during)
        except queue.Empty:
            return True
        return False

    def stop(self):
        """Hang up."""
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self._listener.join(5)

    def _of(self, number):
        return self._inbox.setdefault(number.lstrip("+"), queue.Queue())

    def _put(self, command, number, body=b"", status=0):
        with self._write:
            self._line.sendall(struct.pack(">IIII", 16 + len(body), command, status, number) + body)

    def _listen(self):
        while True:
            try:
                self._line, _address = self.listening.accept()
            except OSError:
                return
            with self._line, self._line.makefile("rb") as line, suppress(OSError, ValueError):
                self._serve(line)
            self.bound.clear()

    def _serve(self, line):
        while header := line.read(16):
            length, command, status, number = struct.unpack(">IIII", header)
            body = line.read(length - 16)
            if command == BIND:
                self._put(command | RESPONSE, number, b"operator\0")
                self.bound.set()
            elif command == SUBMIT:
                self._put(command | RESPONSE, number, b"%d\0" % number)
                self._take(body)
            elif command == DELIVER | RESPONSE:
                self.confirmed.put(status)
            elif command in {ENQUIRE, UNBIND}:
                self._put(command | RESPONSE, number)

    def _take(self, body):
        """Read a submit_sm; a message in parts is whole when its last part is there."""
        at = body.index(b"\0") + 3  # service_type, source ton and npi
        at = body.index(b"\0", at) + 3
        end = body.index(b"\0", at)
        to, at = body[at:end].decode(), end + 1
        form, at = body[at], at + 3  # esm_class, protocol_id, priority
        for _time in range(2):
            at = body.index(b"\0", at) + 1
        coding, length = body[at + 2], body[at + 4]
        words = body[at + 5 : at + 5 + length]
        reference, count, index = (words[3], words[4], words[5]) if form & IN_PARTS else (None, 1, 1)
        one = self._waiting.setdefault((to, reference), Received(to, coding, count=count))
        one.parts[index] = words[1 + words[0] :] if form & IN_PARTS else words
        if len(one.parts) == count:
            self._of(to).put(self._waiting.pop((to, reference)))
