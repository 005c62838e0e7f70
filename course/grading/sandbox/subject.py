"""A learner's function in the sandbox, with the same face as a function in this process."""
from course.checking.subject import Subject, arguments_of


class RemoteSubject(Subject):
    """Calling it sends plain data to the learner's process; see `course.checking.subject.Subject`.

    Several calls that are known ahead go in one message: changing from process to process costs more than a short call.
    """

    def __init__(self, notebook, name, names=()):
        super().__init__(name, names)
        self.notebook = notebook

    def _call(self, arguments):
        return self.notebook.call(self.name, arguments, self.names)

    def _calls(self, calls):
        return self.notebook.calls(self.name, calls, self.names)

    def prepare(self, cases):
        done = self._calls([arguments_of(case) for case in cases]) if cases else []
        self.prepared = {id(case): one for case, one in zip(cases, done)}

    def _drive(self, driver, arguments):
        return self.notebook.call(self.name, arguments, (), driver)
