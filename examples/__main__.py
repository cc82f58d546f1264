"""`python -m examples`: list the rules, run one's examples, measure one on this machine."""

from __future__ import annotations

import contextlib
import difflib
import itertools
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from examples.harness import environment, interpreters, results
from examples.harness.campaign import Campaign
from examples.harness.identity import RuleId, discover
from examples.harness.measure import MeasureError, Scope, load, measure, search
from examples.harness.recording import record
from examples.harness.results import Results
from examples.harness.sampling import QUICK
from examples.harness.services.child import PROJECT, ServiceError
from examples.harness.table import rows, summary, tables

REFUSED = PROJECT / ".cache" / "refused"
"""Holds a note for each rule that could not be measured; `make propose` puts them into its pull request."""

USER_ERRORS = (MeasureError, ServiceError, interpreters.InterpreterError, results.ResultsError)


class Rule(click.ParamType[RuleId]):
    """The id of a rule that has a workload."""

    name = "rule"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> RuleId:
        """Find the rule, or fail with the ids that are nearest."""
        known = {str(rule): rule for rule in discover(PROJECT)}
        if str(value) in known:
            return known[str(value)]
        near = difflib.get_close_matches(str(value), known, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "see `python -m examples list`."
        raise click.BadParameter(f"no rule {str(value)!r}; {hint}", ctx, param)


@click.group()
def main() -> None:
    """Run and measure the examples behind the rules."""


@main.command("list")
def list_rules() -> None:
    """List the rules: what each measures, at which sizes, and for which Pythons results exist."""
    table = Table("rule", "measures", "sizes", "results")
    broken = []
    for rule in discover(PROJECT):
        recorded = "none yet"
        try:
            workload = load(rule)
            if _recorded_file(rule).exists():
                recorded = ", ".join(results.read(_recorded_file(rule)).pythons)
        except USER_ERRORS as error:
            broken.append(str(error))
            continue
        sizes = f"{', '.join(f'{size:,}' for size in workload.sizes)} {workload.size_unit}"
        measures = f"{workload.headline.label}: {', '.join(workload.cases)}"
        table.add_row(str(rule), measures, sizes, recorded)
    Console().print(table)
    if broken:
        raise click.ClickException("\n".join(broken))


@main.command()
@click.argument("rule", type=Rule())
def run(rule: RuleId) -> None:
    """Run each example of RULE and show what it prints."""
    console = Console()
    failed = []
    for path in sorted((PROJECT / rule.folder).glob("*.py")):
        if "__main__" not in path.read_text(encoding="utf-8"):
            continue
        console.rule(f"{path.name}", align="left")
        command = [sys.executable, "-m", f"{rule.package}.{path.stem}"]
        if subprocess.run(command, cwd=PROJECT, check=False).returncode:
            failed.append(path.name)
    if failed:
        raise click.ClickException(f"{rule}: {', '.join(failed)} failed")


@main.command("measure")
@click.argument("rule", type=Rule())
@click.option("--quick", is_flag=True, help="Take a few rounds in one process only.")
@click.option("--reference", is_flag=True, help="Measure the headline only: in seconds, not minutes.")
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON, and nothing else.")
@click.option("--python", "version", help="Measure under this installed CPython, for example 3.12.")
@click.option("--all-pythons", is_flag=True, help="Measure under every supported CPython installed.")
@click.option("--write", is_flag=True, help="Record the results in the rule's results.json.")
def measure_rule(
    rule: RuleId,
    quick: bool,
    reference: bool,
    as_json: bool,
    version: str | None,
    all_pythons: bool,
    write: bool,
) -> None:
    """Measure RULE on this machine and show the numbers beside the recorded ones.

    Takes minutes: several processes, each with all sizes and networks. If it is interrupted, run it again.
    """
    with _user_errors():
        if quick and (write or version or all_pythons):
            raise click.UsageError("--quick is a look at the running Python; nothing of it is recorded")
        if reference and write:
            raise click.UsageError("--reference measures the headline alone; a record holds everything")
        recorded = _recorded(rule)
        if quick:
            taken = _quick(rule, Scope.REFERENCE if reference else Scope.EVERYTHING)
        else:
            chosen = _chosen(version, all_pythons=all_pythons)
            with _noted(rule, chosen) if write else contextlib.nullcontext():
                taken = record(rule, chosen, _say, headline_only=reference)
        if as_json:
            _print_json(taken, recorded)
        else:
            _show(taken, recorded)
        if write:
            _write(rule, taken)


@main.command("measure-all")
@click.option("--python", "version", help="Measure under this installed CPython only.")
def measure_all(version: str | None) -> None:
    """Measure every rule under every supported CPython installed, and record what comes out.

    Rules that were measured are not measured again until all are. A rule that cannot be measured does not
    keep the others from it. If it is interrupted, run it again.
    """
    with _user_errors():
        campaign = Campaign.go_on(discover(PROJECT), version)
        chosen = _chosen(version, all_pythons=version is None)
        for rule in campaign.left:
            click.echo(campaign.outlook(rule), err=True)
            try:
                with _noted(rule, chosen):
                    _write(rule, record(rule, chosen, _say))
                campaign.finish(rule)
            except MeasureError as error:
                click.echo(f"{rule}: {error}", err=True)
        if campaign.left:
            raise click.ClickException(
                f"not measured: {', '.join(map(str, campaign.left))}. Run it again: the others are done"
            )
        campaign.end()


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def take(folder: Path) -> None:
    """Record what other machines measured: of each rule and Python the newest run below FOLDER."""
    with _user_errors():
        known = discover(PROJECT)
        taken = [results.read(path) for path in sorted(folder.rglob("results.json"))]
        if not taken:
            raise click.ClickException(f"no results.json below {folder}; name the folder of the runs")
        for one in taken:  # all of them could be read
            rule = RuleId.parse(one.rule)
            if rule in known and (newer := one.since(_recorded(rule))):
                _write(rule, newer)


@main.command()
@click.argument("ours", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="A.json")
@click.argument("theirs", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="B.json")
def compare(ours: Path, theirs: Path) -> None:
    """Show the ratios of A.json beside those of B.json, and whether they agree."""
    with _user_errors():
        ours_read, theirs_read = results.read(ours), results.read(theirs)
        if ours_read.rule != theirs_read.rule:
            raise click.ClickException(
                f"{ours} is of {ours_read.rule}, {theirs} of {theirs_read.rule}; name two files of one rule"
            )
        _show(ours_read, theirs_read, theirs.name)


@main.command(hidden=True)
@click.argument("rule", type=Rule())
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--counting/--no-counting", default=True)
@click.option("--scope", type=Scope, default=Scope.EVERYTHING)
@click.option("--between", type=int, nargs=2)
def part(rule: RuleId, file: Path, counting: bool, scope: Scope, between: tuple[int, int] | None) -> None:
    """Measure RULE in this process and leave the part in FILE; `measure` runs this several times."""
    with _user_errors(), _progress(rule) as progress:
        workload = load(rule)
        if between:
            results.write(search(rule, workload, *between, progress), file)
        else:
            taken = measure(rule, workload, counting=counting, scope=scope, progress=progress)
            results.write(taken, file)


def _quick(rule: RuleId, scope: Scope) -> Results:
    with _progress(rule) as progress:
        return measure(rule, load(rule), QUICK, scope=scope, progress=progress)


def _chosen(version: str | None, *, all_pythons: bool) -> list[interpreters.Interpreter]:
    if all_pythons:
        return interpreters.find()
    return [interpreters.choose(version) if version else interpreters.running()]


@contextlib.contextmanager
def _progress(rule: RuleId) -> Iterator[Callable[[str, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # A bar that refreshes itself does so in a thread, whose memory and time would be measured too.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task(f"{rule}: starting", total=None)
        steps = itertools.count()

        def progress(text: str, of: int) -> None:
            label = f"Python {environment.python_version()}: {text}"
            bar.update(task, total=of, completed=next(steps), description=label, refresh=True)

        yield progress


@contextlib.contextmanager
def _noted(rule: RuleId, chosen: Sequence[interpreters.Interpreter]) -> Iterator[None]:
    """Leave a note of a rule that keeps its record, for those who get the records of the others."""
    note = REFUSED / f"{rule}.md"
    try:
        yield
    except MeasureError as error:
        pythons = " and ".join(one.name for one in chosen)
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(f"- `{rule}` on Python {pythons}: {' '.join(str(error).split())}\n", encoding="utf-8")
        raise
    note.unlink(missing_ok=True)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _show(taken: Results, recorded: Results | None, other: str = "the record") -> None:
    # Piped into a file there is no width to fit.
    console = Console() if sys.stdout.isatty() else Console(width=140)
    for table in tables(taken, recorded, other):
        console.print(table)
    if recorded:
        console.print(summary(taken, recorded, other))


def _write(rule: RuleId, taken: Results) -> None:
    recorded = _recorded(rule)
    results.write(recorded.merged(taken) if recorded else taken, _recorded_file(rule))
    click.echo(f"recorded in {_recorded_file(rule).relative_to(PROJECT)}", err=True)


def _recorded(rule: RuleId) -> Results | None:
    path = _recorded_file(rule)
    return results.read(path) if path.exists() else None


def _print_json(taken: Results, recorded: Results | None) -> None:
    data = {
        "rule": taken.rule,
        "environments": taken.environments,
        "rows": [row.as_json() for row in rows(taken, recorded)],
    }
    click.echo(json.dumps(data, indent=1))


def _recorded_file(rule: RuleId) -> Path:
    return PROJECT / rule.folder / "results.json"


@contextlib.contextmanager
def _user_errors() -> Iterator[None]:
    try:
        yield
    except USER_ERRORS as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main(prog_name="python -m examples")
