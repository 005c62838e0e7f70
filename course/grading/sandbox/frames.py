"""Messages over a socket: eight bytes of length, then the message; the length is checked, and never allocated on trust."""
import time

from course.grading.sandbox.inside.wire import HEADER

PIECE = 1 << 18


class Broken(Exception):
    """The other side is gone, or speaks another language."""


class Late(Exception):
    """The other side did not answer in time."""


def send(socket, message, deadline=None, clock=time.monotonic):
    """Send one message; `Late` after the deadline, `Broken` when nobody listens."""
    _until(socket, deadline, clock)
    try:
        socket.sendall(HEADER.pack(len(message)) + message)
    except TimeoutError:
        raise Late from None
    except OSError:
        raise Broken("the process ended") from None


def receive(socket, limit, deadline=None, clock=time.monotonic, tick=None):
    """One message of at most `limit` bytes, as it arrives; `tick()` is called now and then while waiting."""
    length = HEADER.unpack(_exactly(socket, HEADER.size, deadline, clock, tick))[0]
    if length > limit:
        raise Broken(f"a message of {length} bytes, where {limit} are allowed")
    return _exactly(socket, length, deadline, clock, tick)


def _exactly(socket, length, deadline, clock, tick):
    data = bytearray()
    while len(data) < length:
        try:
            piece = _piece(socket, min(PIECE, length - len(data)), deadline, clock, tick)
        except OSError:
            raise Broken("the process ended") from None
        if not piece:
            raise Broken("the process ended")
        data += piece
    return data


def _piece(socket, size, deadline, clock, tick):
    while True:
        _until(socket, deadline, clock, None if tick is None else 0.25)
        try:
            return socket.recv(size)
        except TimeoutError:
            if tick is not None:
                tick()


def _until(socket, deadline, clock, slice=None):
    """Let the next operation wait until the deadline, or for a slice of it."""
    if deadline is None:
        socket.settimeout(slice)
        return
    left = deadline - clock()
    if left <= 0:
        raise Late
    socket.settimeout(left if slice is None else min(left, slice))
