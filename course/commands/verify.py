"""course verify: the five proofs of every exercise."""
import click

from course.commands import Problem


@click.command()
@click.argument("names", nargs=-1)
def command(names):
    """Prove that text, reference, stub, mistakes and records agree. NAMES: exercises or notebooks (default: all)."""
    from course.building import verify
    from course.solutions import exercises
    complaints = 0
    made = exercises.load()
    unknown = set(names) - set(made) - set(exercises.notebooks())
    if unknown:
        raise Problem(f"No exercise or notebook is called {', '.join(sorted(unknown))}.")
    for exercise in made.values():
        if names and exercise.name not in names and exercise.notebook not in names:
            continue
        found = verify.verify(exercise)
        complaints += len(found)
        click.echo(f"{exercise.notebook}.{exercise.name}: {'holds' if not found else ''}")
        for complaint in found:
            click.echo(f"  - {complaint}")
    if complaints:
        raise Problem(f"{complaints} complaints.")
