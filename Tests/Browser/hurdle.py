"""A proxy between the browser and the gateway that makes the trouble real ones make."""

import threading
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from urllib.parse import urlsplit

EVENTS = "/v1/events"
DROPPED = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}


class Hurdle:
    """
    Passes everything on. `holds` keeps an event stream back until it is complete, `refuses` answers none at all,
    `cut` ends those that run.
    """

    def __init__(self, base):
        self.gateway = urlsplit(base).netloc
        self.holds = False
        self.refuses = False
        self.asked = []  # the event streams that were asked for, by their query
        self.refused = 0
        self.open = set()  # the lines to the gateway of those that run

    def cut(self):
        """Ends every event stream in the middle."""
        for upstream in list(self.open):
            upstream.shutdown(SHUT_RDWR)

    def forward(self, request):
        url = urlsplit(request.path)
        is_stream = url.path == EVENTS
        if is_stream:
            self.asked.append(url.query)
            if self.refuses:
                self.refused += 1
                return
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        upstream = HTTPConnection(self.gateway, timeout=60)
        headers = {name: value for name, value in request.headers.items() if name.lower() not in DROPPED}
        upstream.connect()
        line = upstream.sock  # The answer takes it away from its connection.
        upstream.request(request.command, request.path, body or None, headers)
        if is_stream:
            self.open.add(line)
        try:
            self._answer(request, upstream.getresponse(), is_stream)
        finally:
            self.open.discard(line)
            upstream.close()

    def _answer(self, request, response, is_stream):
        held = None if is_stream and not self.holds else b"".join(self._parts(response))
        request.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in DROPPED:
                request.send_header(name, value)
        request.send_header("Connection", "close")
        if held is not None:
            request.end_headers()
            request.wfile.write(held)
            return
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        for part in self._parts(response):
            request.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        request.wfile.write(b"0\r\n\r\n")

    @staticmethod
    def _parts(response):
        while part := response.read1(65_536):
            yield part


@contextmanager
def hurdle(base):
    """The proxy at a port of its own; its address is `url`."""
    proxy = Hurdle(base)

    class Request(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self):
            self.close_connection = True
            try:
                proxy.forward(self)
            except (OSError, HTTPException):
                pass  # One of the two has gone.

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = forward

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
    server.daemon_threads = True
    proxy.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield proxy
    finally:
        proxy.refuses = True
        proxy.cut()
        server.shutdown()
