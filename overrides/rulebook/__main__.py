"""`python -m rulebook`: check the content, write what a build needs, start a new rule."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path

import click

from examples.harness.identity import RuleId
from rulebook import check as checks
from rulebook import diff as differences
from rulebook import generate as generated
from rulebook import lifecycle, published, scaffold
from rulebook.catalogue import SECTIONS, Catalogue
from rulebook.lifecycle import RefusedError
from rulebook.problems import ProblemError
from rulebook.schema import SAVES, Saves

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The project's folder; by default the current one.",
)


def reporting(command: Callable[..., None]) -> Callable[..., None]:
    """What cannot be read, written or done becomes one line and exit status 1, whatever the command."""

    @wraps(command)
    def run(root: Path, **arguments: object) -> None:
        try:
            command(root, **arguments)
        except (ProblemError, RefusedError) as error:
            click.echo(f"{error}\nNothing was written.", err=True)
            sys.exit(1)
        except OSError as error:
            path = os.path.relpath(error.filename, root.resolve()) if error.filename else "the project"
            click.echo(f"{path}: {error.strerror or error}\nNothing was written.", err=True)
            sys.exit(1)

    return run


@click.group()
def main() -> None:
    """Work on the rules of the site."""


main.add_command(differences.command)


@main.command()
@root_option
@click.argument("rules", nargs=-1)
@reporting
def check(root: Path, rules: tuple[str, ...]) -> None:
    """Print every problem of the content, one a line; of RULES only where any are named."""
    for rule in rules:
        if not checks.exists(root, rule):
            message = f"no rule {rule!r}; name one by its id, for example db-n-plus-one, or none to check all"
            raise click.BadParameter(message, param_hint="rules")
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
@reporting
def generate(root: Path, only_check: bool) -> None:
    """Write navigation, data files and redirects, where they have changed."""
    catalogue = Catalogue.load(root)
    plan = generated.plan(catalogue)
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
@reporting
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
    click.echo(f"Next: make rule RULE={rule_id}")


rule_argument = click.argument("rule")


def _tell(changed: list[str], following: str) -> None:
    for path in changed:
        click.echo(f"{path}: changed")
    click.echo(f"Next: {following}")


@main.command()
@root_option
@click.argument("old")
@click.argument("new")
@reporting
def rename(root: Path, old: str, new: str) -> None:
    """Give the rule OLD the id NEW, everywhere; its old address leads to the new one for ever."""
    _tell(lifecycle.rename(root, old, new), f"make rule RULE={new}, then commit")


@main.command()
@root_option
@rule_argument
@click.option("--reason", required=True, help="One sentence for readers, with its full stop.")
@click.option("--replacement", metavar="RULE", help="The id of the rule to follow instead.")
@reporting
def retire(root: Path, rule: str, reason: str, replacement: str | None) -> None:
    """Keep the page of RULE for its links, with the reason, and take it out of every list and menu."""
    _tell(lifecycle.retire(root, rule, reason, replacement), f"rulebook check {rule}, then commit")


@main.command()
@root_option
@rule_argument
@click.option("--reason", help="One sentence for readers, with its full stop.")
@click.option("--done", is_flag=True, help="End the review, and set the next one for a year later.")
@reporting
def review(root: Path, rule: str, reason: str | None, done: bool) -> None:
    """Mark RULE as under review, on its page and in the public list, or end that."""
    if (reason is None) != done:
        raise click.UsageError("give either --reason or --done")
    if reason is None:
        changed = lifecycle.reviewed(root, rule, date.today())
    else:
        changed = lifecycle.review(root, rule, reason)
    _tell(changed, f"rulebook check {rule}, then commit")


@main.command()
@root_option
@reporting
def record_addresses(root: Path) -> None:
    """Add the addresses that the site has now to the list of those that must lead somewhere for ever."""
    for path in published.record(Catalogue.load(root)):
        click.echo(f"{path}: written")


if __name__ == "__main__":
    main()
