"""The learner's end of the border: whole messages over a file descriptor, never cut in two by a time limit."""
import os
import signal
import struct

HEADER = struct.Struct("<Q")
PIECE = 1 << 18
OUT_OF_MEMORY = 77  # exit status of a process whose memory limit left no way on


class TimeLimit(BaseException):
    """Raised in a learner's code when its time is up."""


class Clock:
    """The time limit of the piece of learner's code that runs now; it waits while a message is on its way."""

    def __init__(self):
        self.waiting = self.missed = False
        signal.signal(signal.SIGALRM, self._ring)

    def start(self, seconds):
        self.missed = False
        signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))

    def stop(self):
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, *_):
        if self.waiting:
            self.missed = True
        else:
            raise TimeLimit

    def __enter__(self):
        self.waiting = True

    def __exit__(self, *_):
        self.waiting = False
        if self.missed:
            self.missed = False
            raise TimeLimit


class Wire:
    """Send and receive messages; the examiner closing its end ends this process."""

    def __init__(self, descriptor, clock):
        self.descriptor, self.clock = descriptor, clock

    def send(self, message):
        with self.clock:
            data = memoryview(HEADER.pack(len(message)) + message)
            while data:
                data = data[os.write(self.descriptor, data):]

    def receive(self):
        with self.clock:
            return self._exactly(HEADER.unpack(self._exactly(HEADER.size))[0])

    def _exactly(self, length):
        data = bytearray()
        while len(data) < length:
            piece = os.read(self.descriptor, min(PIECE, length - len(data)))
            if not piece:
                os._exit(0)
            data += piece
        return data
