"""course sync: hold notebooks and modules to one text."""
import click

from course.commands import Problem


@click.command()
@click.argument("names", nargs=-1)
@click.option("--take", type=click.Choice(["notebook", "module"]), help="which side is right where they differ")
def command(names, take):
    """Compare solution cells with their modules; copy either way with --take. NAMES: notebooks (default: all)."""
    from course.building import notebooks, sync
    from course.solutions import exercises
    differ = False
    for name in names or exercises.notebooks():
        try:
            if take:
                changed = (sync.take_module if take == "module" else sync.take_notebook)(name)
                click.echo(f"{name}: {'updated the ' + _other(take) if changed else 'in sync'}")
                continue
            different = [pair for pair in sync.texts(name) if not pair.same]
        except (notebooks.NotebookError, ModuleNotFoundError) as error:
            raise Problem(str(error)) from None
        differ = differ or bool(different)
        click.echo("\n".join(pair.diff() for pair in different) or f"{name}: in sync")
    if differ:
        raise Problem("Notebook and module differ. Run again with --take notebook or --take module.")


def _other(side):
    return "module" if side == "notebook" else "notebook"
