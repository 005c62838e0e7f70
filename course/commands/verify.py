"""course verify: the five proofs of every exercise, and mutants against its checks."""
import click

from course.commands import Problem


@click.command()
@click.argument("names", nargs=-1)
@click.option("--mutants", is_flag=True, help="Make mutants of the references, and see which the checks miss.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="Processes for --mutants.")
def command(names, mutants, jobs):
    """Prove that text, reference, stub, mistakes and records agree. NAMES: exercises or notebooks (default: all)."""
    from course.solutions import exercises
    made = exercises.load()
    unknown = set(names) - set(made) - set(exercises.notebooks())
    if unknown:
        raise Problem(f"No exercise or notebook is called {', '.join(sorted(unknown))}.")
    chosen = [e for e in made.values() if not names or e.name in names or e.notebook in names]
    if mutants:
        against_mutants(chosen, jobs)
    else:
        proofs(chosen)


def proofs(chosen):
    from course.building import verify
    complaints = 0
    for exercise in chosen:
        found = verify.verify(exercise)
        complaints += len(found)
        click.echo(f"{exercise.notebook}.{exercise.name}: {'holds' if not found else ''}")
        for complaint in found:
            click.echo(f"  - {complaint}")
    if complaints:
        raise Problem(f"{complaints} complaints.")


def against_mutants(chosen, jobs):
    from course.building import killing
    survivors = 0
    for kills in killing.kill_all([exercise.name for exercise in chosen], jobs):
        click.echo(f"{kills.function}: {kills.total} mutants, {kills.public} killed by public checks, {kills.all} by all, "
                   f"{kills.equivalent} equivalent")
        for kind, found in (("survives", kills.survivors), ("killed by hidden checks only", kills.hidden_only)):
            for mutant in found:
                click.echo(f"  {kind}: {mutant.operator}\n" + "\n".join("    " + line for line in mutant.diff.splitlines()))
        survivors += len(kills.survivors)
    if survivors:
        raise Problem(f"{survivors} mutants survive all checks. Make a check that sees them, or list them with a reason.")
