"""The `course` command: one verb per module of `course.commands`, loaded when it is called."""
import importlib
import pkgutil
import sys

import click

from course import __version__, commands, edition


class Verbs(click.Group):
    """Finds the verbs that this edition of the course has, and says errors as sentences."""

    def list_commands(self, context):
        return sorted(m.name.replace("_", "-") for m in pkgutil.iter_modules(commands.__path__))

    def get_command(self, context, name):
        if name not in self.list_commands(context):
            return None
        return importlib.import_module(f"course.commands.{name.replace('-', '_')}").command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(message="%(version)s", version=f"{__version__} ({edition()} edition)")
def group():
    """Improving Deep Neural Networks: build, release and grade the course."""


def main(arguments=None):
    """Run the command line; an expected problem ends in one sentence and exit code 1."""
    from course.commands import Problem
    try:
        group.main(arguments, prog_name="course", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except Problem as problem:
        click.echo(f"course: {problem}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
