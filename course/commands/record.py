"""course record: write what ships of each exercise."""
import click

from course.commands import Problem


@click.command()
@click.argument("names", nargs=-1)
def command(names):
    """Record the public cases of NAMES (default: every notebook); files change only when values do."""
    from course.building import notebooks, recording
    from course.solutions import exercises
    for name in names or exercises.notebooks():
        try:
            written = recording.record(name)
        except (notebooks.NotebookError, ModuleNotFoundError) as error:
            raise Problem(str(error)) from None
        click.echo(f"{name}: {'recorded' if written else 'unchanged'}")
