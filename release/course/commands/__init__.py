"""The verbs of the `course` command, one module each, with a click command named `command`."""


class Problem(Exception):
    """Something the user can put right: the command ends with this sentence and exit code 1."""
