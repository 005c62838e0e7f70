"""The learner's process: runs the cells, then answers the examiner's requests until the wire is closed."""
import os
import sys
import time

from course.checking import codec
from course.checking.drivers import stand_in
from course.checking.subject import Call, call, describe, driven
from course.checking.values import Raised, plain

from . import cells
from .callables import Border, Proxy, as_failure, generators
from .wire import OUT_OF_MEMORY, Clock, TimeLimit, Wire

class Missing(Exception):
    """There is no such function; `kind` is the exception that calling it would raise."""

    def __init__(self, kind, sentence):
        super().__init__(sentence)
        self.kind = kind


class Worker:
    """One notebook: its namespace, its wire to the examiner, and the functions under way between them."""

    def __init__(self, descriptor, limits):
        self.clock = Clock()
        self.wire, self.border = Wire(descriptor, self.clock), Border(self)
        self.limits, self.namespace, self.bound = limits, cells.new_namespace(), {}
        self.request = 0

    def serve(self):
        """Answer requests, one after another, for ever; the wire's end ends the process."""
        while True:
            self.answer(self.read())

    def read(self):
        return codec.decode(self.wire.receive(), self.border.resolve)

    def write(self, message):
        self.wire.send(codec.encode({"request": self.request, **message}, self.border.register))

    def ask(self, message):
        """Put a question of our own, and answer the examiner's in between, until the reply comes."""
        self.write(message)
        while True:
            reply = self.read()
            if reply["do"] == "result":
                return reply
            self.answer(reply)

    def answer(self, message):
        outer, self.request = (self.request, self.border.active), message["request"]
        self.border.active = True
        try:
            getattr(self, "do_" + message["do"])(message)
        except TimeLimit:
            self.reply(late(), [])
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        self.request, self.border.active = outer
        if not self.border.active:
            self.border.functions.clear()

    def do_bind(self, message):
        """Names that from now on stand for the examiner's functions, whatever the cells define."""
        self.bound.update({name: stand_in(name, Proxy(name, key, self.border)) for name, key in message["names"].items()})
        self.namespace.update(self.bound)
        self.write({"bound": True})

    def do_load(self, message):
        """Run cells in order; one report each, sent as soon as the cell is over."""
        end = time.monotonic() + message["notebook"]
        for name, source in message["cells"]:
            seconds = min(message["cell"], (end - time.monotonic()) / 2)
            self.write({"cell": self.run_cell(name, source, seconds)})

    def run_cell(self, name, source, seconds):
        try:
            report = cells.run(name, source, self.namespace, self.clock, seconds, self.limits["printed"])
        except TimeLimit:
            report = {"name": name, "error": None, "timed_out": True, "seconds": seconds, "stdout": "", "stderr": ""}
        self.namespace.update(self.bound)
        close_figures()
        return report

    def do_call(self, message):
        """Call the function under a name, once for each list of arguments, and report each call.

        Generators among the arguments come back advanced; `same` tells which of them are one. A call that took too long
        is the last.
        """
        many = [list(arguments) for arguments in message["arguments"]]
        for number, place, first, there in message["same"]:
            many[number][place] = many[first][there]
        for arguments in many:
            done = self.timed(lambda: self.named(message["name"], message.get("driver")), arguments, message)
            self.reply(done, generators(arguments))
            if done.error is not None and done.error.type_name == "Timeout":
                break

    def do_invoke(self, message):
        """Call a function of the learner's that the examiner was handed during this request."""
        functions = self.border.functions
        done = self.timed(lambda: functions[message["key"]], message["arguments"], message)
        self.reply(done, [])

    def timed(self, find, arguments, message):
        with cells.Captured(self.limits["printed"]):
            try:
                if message["seconds"]:
                    self.clock.start(message["seconds"])
                done = call(find(), arguments, message["names"])
            except Missing as missing:
                done = Call(error=Raised(missing.kind, str(missing), ("Exception",)))
            except TimeLimit:
                done = late()
            except BaseException as error:
                done = Call(error=describe(error))
            if message["seconds"]:
                self.clock.stop()
        return late() if done.error is not None and done.error.type_name == "TimeLimit" else done

    def named(self, name, driver):
        """Whatever callable the learner's name is bound to."""
        if name not in self.namespace:
            raise Missing("NameError", f"No function `{name}` is defined.")
        function = self.namespace[name]
        if not callable(function):
            raise Missing("TypeError", f"`{name}` is of type {type(function).__name__}, not a function.")
        return function if driver is None else driven(function, driver)

    def reply(self, done, advanced):
        message = {"call": as_data(done), "generators": advanced}
        try:
            self.write(message)
        except (codec.CodecError, ValueError, TypeError, RecursionError, UnicodeError) as error:
            self.write({"call": as_data(Call(error=as_failure(error))), "generators": advanced})

    def do_defined(self, message):
        """Which of these names are bound to callables."""
        self.write({"defined": [callable(self.namespace.get(name)) for name in message["names"]]})

    def do_get(self, message):
        """Of each name whether it is bound, whether to a callable, and the plain data it stands for if not."""
        bound = [name in self.namespace for name in message["names"]]
        values = [self.namespace.get(name) for name in message["names"]]
        called = [callable(value) for value in values]
        self.write({"bound": bound, "callable": called, "values": [None if c else plain(v) for c, v in zip(called, values)]})


def late():
    return Call(error=Raised("Timeout"))


def as_data(done):
    """The fields of a `Call` that say anything."""
    return {name: value for name, value in vars(done).items() if name == "value" or value}


def close_figures():
    """What the notebook does after each cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and pyplot.get_fignums():
        pyplot.close("all")

