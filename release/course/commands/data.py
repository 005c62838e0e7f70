"""course data: the data sets, their cards, and proof that they are what their generators draw."""
import click

from course.commands import Problem


@click.command()
@click.option("--check", is_flag=True, help="Draw every set again and compare values with the files.")
@click.option("--write", is_flag=True, help="Write the files whose values differ from what is drawn.")
def command(check, write):
    """List the data sets; --check proves them, --write makes them again."""
    from course import datasets

    try:
        if write:
            written = datasets.write()
            click.echo(f"Written: {', '.join(map(str, written))}." if written else "Every file is as its generator draws it.")
        elif check:
            problems = datasets.check()
            if problems:
                raise Problem("\n".join(problems))
            click.echo("Every data set holds the values that its generator draws.")
        else:
            for name in datasets.names():
                click.echo(repr(datasets.load(name)))
    except datasets.DatasetError as error:
        raise Problem(str(error)) from None
