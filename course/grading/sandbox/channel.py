"""One process of a learner's, from our side: requests out, answers in, and their calls of our functions in between."""
import os
import time
from functools import partial

from course.checking import codec
from course.checking.subject import CallFailed, describe
from course.checking.values import plain
from course.grading.sandbox import conditions, frames, watch
from course.grading.sandbox.conditions import Ended
from course.grading.sandbox.inside.callables import generators
from course.grading.sandbox.limits import GRACE
from course.grading.sandbox.plain import checked, modest, raised

MAX_DEPTH = 8
MALFORMED = (codec.CodecError, KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError, OverflowError)


class Returned:
    """A learner's function that was handed to one of ours; calling it goes back over the border."""

    def __init__(self, channel, key):
        self.channel, self.key = channel, key

    def __call__(self, *arguments):
        return self.channel.invoke(self.key, arguments)


class Channel:
    """Requests to one process. Whatever is wrong with an answer ends the process and raises `Ended`."""

    def __init__(self, zygote, limits):
        self.zygote, self.limits = zygote, limits
        self.process = zygote.open(limits)
        self.functions, self.kept = [], 0       # ours that they may call; the first `kept` for good
        self.number = self.depth = self.callbacks = 0
        self.deadline = None

    def close(self):
        """End the process; how it went."""
        process, self.process = self.process, None
        return self.zygote.close(process) if process else None

    def bind(self, names):
        """Let names in the notebook stand for our functions, for as long as the process lives."""
        keys = {name: self.register(function) for name, function in names.items()}
        self.kept = len(self.functions)
        self.answers({"do": "bind", "names": keys}, [self.limits.call])

    def answers(self, message, seconds, read=lambda reply: reply):
        """Send a request; a list of its answers, each within its own number of seconds (numbers or functions)."""
        try:
            return list(self.each_answer(message, seconds, read))
        finally:
            self.over()

    def each_answer(self, message, seconds, read=lambda reply: reply):
        """As `answers`, one by one; `over` is to be called at the end."""
        self.number = self._next()
        data, limit = self._encoded(message), 0
        for limit in seconds:
            self.callbacks = 0
            try:
                self.deadline = time.monotonic() + limit + GRACE
                if data:
                    frames.send(self.process.wire, data, self.deadline)
                data, answer = None, read(self._wait())
            except frames.Late:
                raise self._ended(conditions.timeout(limit)) from None
            except frames.Broken as error:
                raise self._ended(None, str(error)) from None
            except MALFORMED as error:
                raise self._ended(None, f"its answer was malformed ({type(error).__name__})") from None
            yield answer

    def over(self):
        """The request is over: functions that were passed with it can be called no more."""
        del self.functions[self.kept:]

    def _ended(self, condition, why="the process ended"):
        if self.process is None:
            return Ended(condition or conditions.crashed(why))
        report = self.close()
        if condition is None:
            condition = conditions.ended(report, self.limits) if why == "the process ended" else conditions.crashed(why)
        return Ended(condition)

    @staticmethod
    def _next():
        """A number that nobody can know ahead of the request."""
        return int.from_bytes(os.urandom(6), "big")

    def _encoded(self, message):
        return codec.encode({"request": self.number, **message}, self.register)

    def _send(self, message):
        frames.send(self.process.wire, self._encoded(message), self.deadline)

    def _wait(self):
        """The next answer; their calls of our functions are served on the way."""
        while True:
            data = frames.receive(self.process.wire, self.limits.reply_bytes, self.deadline,
                                  tick=lambda: watch.look(self.process, self.limits))
            reply = codec.decode(data, self.resolve, self.limits.reply_bytes)
            if type(reply) is not dict or reply.get("request") != self.number:
                raise frames.Broken("an answer that nobody asked for")
            if "callback" not in reply:
                return reply
            if len(data) > self.limits.callback_bytes:
                raise frames.Broken("a call of a function with too much data")
            self._serve(reply)

    def _serve(self, reply):
        """Call our function with their arguments; what it says goes back as a value or an error."""
        self.callbacks += 1
        if self.callbacks > self.limits.callbacks:
            raise frames.Broken(f"more than {self.limits.callbacks} calls of a function that was passed to it")
        function = self.functions[self._index(reply["callback"])]
        arguments, options = checked(reply["arguments"], functions=True), checked(reply["options"], functions=True)
        value = error = None
        try:
            if self._index(reply["callback"]) < self.kept and not modest((arguments, options)):
                raise ValueError("arguments larger than any that a check uses")
            value = plain(function(*arguments, **options))
        except (Ended, frames.Late, frames.Broken):
            raise
        except CallFailed as failed:
            error = failed.raised
        except Exception as exception:
            error = describe(exception)
        self._send({"do": "result", "value": value, "error": error, "generators": generators([arguments, options])})

    def invoke(self, key, arguments):
        """Call a learner's function that crossed with the call under way; plain data or `CallFailed`."""
        if self.depth >= MAX_DEPTH or self.process is None:
            raise frames.Broken("functions calling each other without end")
        self.depth += 1
        outer, self.number = self.number, self._next()
        try:
            self._send({"do": "invoke", "key": key, "arguments": tuple(arguments), "names": (), "seconds": 0})
            done = self._wait()["call"]
        finally:
            self.depth -= 1
        self.number = outer
        if done.get("error") is not None:
            raise CallFailed(raised(done["error"]))
        return checked(done.get("value"))

    def register(self, function):
        """The number under which a process may call one of our functions; its own go home."""
        if isinstance(function, Returned) and function.channel is self:
            return -1 - function.key
        self.functions.append(function)
        return len(self.functions) - 1

    def resolve(self, key):
        """What a number from the other side stands for."""
        if type(key) is int and key < 0:
            return partial(self.functions[self._index(-1 - key)])   # a bare function, whatever object of ours it is
        return Returned(self, int(key))

    def _index(self, key):
        if type(key) is not int or not 0 <= key < len(self.functions):
            raise frames.Broken("a call of a function that nobody passed")
        return key
