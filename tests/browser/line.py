"""A line between browser and server that carries as much as it is told, and can be cut.

Real sockets on the way to a real server: a browser's own emulation of a bad line lets go of what it
holds back when a tab closes.
"""

import math
import socket
import time
from contextlib import suppress
from threading import Lock, Thread

from tests.browser.server import Server

PIECE = 64 * 2**10
Ends = tuple[socket.socket, socket.socket]  # the browser's, the server's


class Line:
    """Stands where the server stands: `url` is its address for a browser."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.left = math.inf
        self.carried = 0  # bytes towards the server, whatever they were
        self.open: set[Ends] = set()
        self.is_cut = False
        self.lock = Lock()
        self.listening = Thread(target=self._listen)
        self.listening.start()

    def carry(self, left: float = math.inf) -> None:
        """So many more bytes go towards the server; then it stalls, without a word."""
        self.left = left

    def cut(self) -> None:
        """Nothing comes through until it is mended."""
        self.is_cut = True
        for ends in list(self.open):
            self._hang_up(ends)

    def mend(self) -> None:
        self.is_cut = False
        self.carry()

    def end(self) -> None:
        self.cut()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listening.join()
        self.listener.close()

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return  # it has ended
            try:
                if self.is_cut:
                    raise ConnectionRefusedError
                far = socket.create_connection(("127.0.0.1", self.server.port))
            except OSError:
                near.close()
                continue
            ends = (near, far)
            self.open.add(ends)
            for source, sink in (ends, ends[::-1]):
                Thread(target=self._carry, args=(ends, source, sink), daemon=True).start()

    def _carry(self, ends: Ends, source: socket.socket, sink: socket.socket) -> None:
        with source, suppress(OSError):
            while ends in self.open and (piece := source.recv(PIECE)):
                if source is ends[0]:
                    self._wait(ends, len(piece))
                sink.sendall(piece)
        self._hang_up(ends)

    def _wait(self, ends: Ends, length: int) -> None:
        while ends in self.open:
            with self.lock:
                if self.left >= length:
                    self.left -= length
                    self.carried += length
                    return
            time.sleep(0.01)
        raise ConnectionResetError

    def _hang_up(self, ends: Ends) -> None:
        self.open.discard(ends)
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
