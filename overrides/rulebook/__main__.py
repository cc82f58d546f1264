"""`python -m rulebook`: check the content, write what a build needs, start a new rule."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rulebook import check as checks

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The project's folder; by default the current one.",
)


@click.group()
def main() -> None:
    """Work on the rules of the site."""


@main.command()
@root_option
@click.argument("rules", nargs=-1)
def check(root: Path, rules: tuple[str, ...]) -> None:
    """Print every problem of the content, one a line; of RULES only where any are named."""
    problems = [problem for problem in checks.check(root) if checks.concerns(problem, rules)]
    for problem in problems:
        click.echo(str(problem))
    errors = sum(not problem.warning for problem in problems)
    if errors:
        click.echo(f"{errors} problem{'s' if errors > 1 else ''}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
