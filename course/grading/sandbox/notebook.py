"""A learner's notebook under examination: loaded once, called often, and loaded again when one call ends its process."""
import time
from dataclasses import replace

import numpy as np

from course.checking.subject import Call
from course.grading.sandbox import conditions, replies
from course.grading.sandbox.channel import Channel
from course.grading.sandbox.conditions import Ended
from course.grading.sandbox.inside.callables import generators, move
from course.grading.sandbox.limits import Limits
from course.grading.sandbox.patience import Patience
from course.grading.sandbox.plain import harmless
from course.grading.sandbox.replies import CellReport
from course.grading.sandbox.subject import RemoteSubject


def same_generators(many):
    """[[call, place, call, place]] of generators that an earlier call was given as well, and where it was."""
    first, same = {}, []
    for call, arguments in enumerate(many):
        for place, argument in enumerate(arguments):
            if isinstance(argument, np.random.Generator):
                where = first.setdefault(id(argument), (call, place))
                if where != (call, place):
                    same.append([call, place, *where])
    return same


class Notebook:
    """`cells` are (name, source) pairs; `bind` gives names that stand for our functions whatever the cells define."""

    def __init__(self, zygote, cells, limits=None, bind=None):
        self.zygote, self.cells, self.limits, self.bind = zygote, list(cells), limits or Limits(), dict(bind or {})
        self.reports, self.fatal, self.patience = {}, set(), {}
        self.channel, self.condition, self.starts = None, None, 0
        self._ready()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End the learner's process; nothing of it survives."""
        if self.channel is not None:
            self.channel.close()
            self.channel = None

    @property
    def load_report(self):
        """One `CellReport` a cell, in order."""
        return [self.reports.get(index, CellReport(name, self.condition)) for index, (name, _) in enumerate(self.cells)]

    def subject(self, name, names=()):
        """The learner's function of that name, as something a check can call."""
        return RemoteSubject(self, name, names)

    def fork(self, bind=None):
        """The same notebook in a fresh process, with these names bound as well."""
        return Notebook(self.zygote, self.cells, self.limits, {**self.bind, **(bind or {})})

    def defined(self, names):
        """Which of the names stand for something that can be called."""
        if not self._ready():
            return dict.fromkeys(names, False)
        try:
            message, read = {"do": "defined", "names": list(names)}, replies.flags(len(names))
            found = self.channel.answers(message, [self.limits.call], read)[0]
        except Ended as ended:
            return self._lost(ended, dict.fromkeys(names, False))
        return dict(zip(names, found))

    def values(self, names):
        """{name: plain data, or the `RemoteSubject` of a function} of those names that the notebook binds."""
        try:
            found = self.channel.answers({"do": "get", "names": list(names)}, [self.limits.call], replies.values(len(names)))[0] \
                if self._ready() else []
        except Ended as ended:
            found = self._lost(ended, [])
        return {name: self.subject(name) if called else value for name, (bound, called, value) in zip(names, found) if bound}

    def run(self, name, source):
        """Run one more cell, which also belongs to the notebook from now on; its report."""
        index = len(self.cells)
        self.cells.append((name, source))
        if self.channel is not None:
            self._load([index], self.limits.notebook)
        self._ready()
        return self.load_report[index]

    def call(self, name, arguments, names=(), driver=None):
        """Call the learner's function; always a `Call`, whatever happens to the process."""
        return self.calls(name, [arguments], names, driver)[0]

    def calls(self, name, many, names=(), driver=None):
        """A `Call` for each list of arguments, in order; none after one that takes too long or ends the process."""
        patience = self.patience.setdefault(name, Patience(self.limits))
        if patience.over or not self._ready():
            return [Call(error=patience.over or self.condition)]
        seconds, found, start = patience.seconds, [], time.monotonic()
        message = {"do": "call", "name": name, "arguments": [tuple(one) for one in many], "same": same_generators(many),
                   "names": tuple(names), "seconds": seconds, "driver": driver}
        channel = self.channel
        try:
            for done, advanced in channel.each_answer(message, [seconds] * len(many), replies.call):
                if done.error is not None and done.error.type_name == conditions.TIMEOUT:
                    found.append(replace(done, error=conditions.timeout(seconds)))
                    patience.failed(found[-1].error)
                    break
                patience.passed(time.monotonic() - start)
                start = time.monotonic()
                found.append(self._advanced(many[len(found)], advanced, done))
                if done.error is not None and done.error.is_a("MemoryError"):
                    self.close()  # what it keeps would starve the functions after it
                    break
        except Ended as ended:
            patience.failed(ended.condition)
            found.append(self._lost(ended, Call(error=ended.condition)))
        finally:
            channel.over()
        return found

    def _advanced(self, arguments, advanced, done):
        """Move our generators to where the learner's copies of them are now."""
        for ours, theirs in zip(generators(arguments), advanced):
            if harmless(theirs):
                move([ours], [theirs])
        return done

    def _lost(self, ended, answer):
        self.channel = None
        return answer

    def _ready(self):
        """Whether there is a loaded process, starting one where the last was lost."""
        left = self.limits.notebook
        while self.channel is None and self.condition is None:
            if self.starts > self.limits.restarts:
                self.condition = conditions.crashed("it had to be started too often")
                break
            self.starts += 1
            start = time.monotonic()
            self._start([index for index in range(len(self.cells)) if index not in self.fatal], left)
            left = max(left / 2, left - (time.monotonic() - start))
        return self.condition is None

    def _start(self, indices, left):
        self.channel = Channel(self.zygote, self.limits)
        try:
            if self.bind:
                self.channel.bind(self.bind)
        except Ended as ended:
            self.channel, self.condition = None, ended.condition
            return
        self._load(indices, left)

    def _load(self, indices, left):
        """Run cells; one that ends the process is noted, and left out the next time."""
        cells, done = [self.cells[index] for index in indices], 0
        message = {"do": "load", "cells": cells, "cell": self.limits.cell, "notebook": left}
        try:
            for report in self.channel.each_answer(message, self._seconds(len(cells), left), replies.report(self.limits)):
                self._note(indices[done], report)
                done += 1
        except Ended as ended:
            self._note(indices[done], CellReport("", ended.condition))
            self.fatal.add(indices[done])
            self.channel = None

    def _note(self, index, report):
        self.reports.setdefault(index, replace(report, name=self.cells[index][0]))

    def _seconds(self, count, left):
        """The time of each cell: 30 s, or half of what is left for the notebook, so that none is left without."""
        end = time.monotonic() + left
        for _ in range(count):
            yield min(self.limits.cell, max(end - time.monotonic(), 0) / 2)
