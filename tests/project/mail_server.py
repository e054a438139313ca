"""A mail server on loopback (RFC 5321, as much as a client needs) that keeps what it is given, and can refuse."""

import socketserver
import threading
from contextlib import contextmanager


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self._say(220, "mail.example")
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            verb = line[:4].upper()
            if verb == "DATA":
                self._say(354, "go on")
                self._keep()
            elif verb == "QUIT":
                self._say(221, "bye")
                return
            elif verb == "RCPT" and self.server.refuses:
                self._say(451, "try later")
            else:
                self._say(250, "well")

    def _keep(self):
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        self.server.letters.append(b"".join(lines).decode())
        self._say(250, "kept")

    def _say(self, code, words):
        self.wfile.write(f"{code} {words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.letters, self.refuses = [], False

    @property
    def environment(self):
        port = str(self.server_address[1])
        return {
            "LALI_SMTP_HOST": "127.0.0.1",
            "LALI_SMTP_PORT": port,
            "LALI_SMTP_TLS": "off",
            "LALI_SMTP_FROM": "lali@htu.example",
        }


@contextmanager
def mail_server():
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
