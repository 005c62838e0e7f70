"""A learner's function in the sandbox, with the same face as a function in this process."""
from course.checking.subject import Subject


class RemoteSubject(Subject):
    """Calling it sends plain data to the learner's process; see `course.checking.subject.Subject`."""

    def __init__(self, notebook, name, names=()):
        super().__init__(name, names)
        self.notebook = notebook

    def _call(self, arguments):
        return self.notebook.call(self.name, arguments, self.names)

    def _drive(self, driver, arguments):
        return self.notebook.call(self.name, arguments, (), driver)
