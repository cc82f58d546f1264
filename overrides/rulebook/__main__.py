"""`python -m rulebook`: check the content, write what a build needs, start a new rule."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from examples.harness.identity import RuleId
from rulebook import check as checks
from rulebook import diff as differences
from rulebook import generate as generated
from rulebook import scaffold
from rulebook.catalogue import SECTIONS, Catalogue
from rulebook.problems import ProblemError
from rulebook.schema import SAVES, Saves

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The project's folder; by default the current one.",
)


@click.group()
def main() -> None:
    """Work on the rules of the site."""


main.add_command(differences.command)


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


@main.command()
@root_option
@click.option("--check", "only_check", is_flag=True, help="Write nothing; say what is stale and exit 1.")
def generate(root: Path, only_check: bool) -> None:
    """Write navigation, data files and redirects, where they have changed."""
    catalogue = Catalogue.load(root)
    try:
        plan = generated.plan(catalogue)
    except ProblemError as error:
        click.echo(f"{error}\nNothing was generated.", err=True)
        sys.exit(1)
    if not only_check:
        for path in generated.write(catalogue.root, plan):
            click.echo(f"{path}: {'removed' if plan[path] is None else 'written'}")
    elif stale := generated.stale(catalogue.root, plan):
        for path in stale:
            click.echo(f"{path}: stale; run: {generated.COMMAND}")
        sys.exit(1)


@main.command()
@root_option
@click.argument("rule", required=False)
@click.option("--section", type=click.Choice([section.prefix for section in SECTIONS]))
@click.option("--title", help="Imperative, at most 60 characters.")
@click.option("--saves", type=click.Choice(SAVES))
def new(root: Path, rule: str | None, section: str | None, title: str | None, saves: Saves | None) -> None:
    """Write the page and the examples folder of a new RULE; asks for what is not given."""
    if rule is None:
        section = section or click.prompt("Section", type=click.Choice([s.prefix for s in SECTIONS]))
    title = title or click.prompt("Title (imperative, at most 60 characters)")
    if len(title) > 60 or not title.strip():
        raise click.BadParameter(f"{len(title)} characters; write 1 to 60", param_hint="title")
    if rule is None:
        suggestion = f"{section}-{scaffold.slug(title)}"
        rule = click.prompt("Id, for ever", default=suggestion)
    what: Saves = saves if saves is not None else click.prompt("What is saved", type=click.Choice(SAVES))
    try:
        rule_id = RuleId.parse(rule)
        files = scaffold.files(rule_id, title.strip(), what, date.today())
        written = scaffold.write(root, files)
    except (ValueError, FileExistsError) as error:
        raise click.ClickException(str(error)) from None
    for path in written:
        click.echo(f"{path}: written")
    click.echo(f"Next: python -m rulebook check {rule_id}")


if __name__ == "__main__":
    main()
