"""`python -m examples`: list the rules, run one's examples, measure one on this machine."""

from __future__ import annotations

import contextlib
import difflib
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import reduce
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from examples.harness import environment, interpreters, results
from examples.harness.identity import RuleId, discover
from examples.harness.measure import MeasureError, load, measure
from examples.harness.results import Results
from examples.harness.services.child import PROJECT, ServiceError
from examples.harness.table import rows, tables

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
@click.option("--quick", is_flag=True, help="Take a few rounds only.")
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON, and nothing else.")
@click.option("--python", "version", help="Measure under this installed CPython, for example 3.12.")
@click.option("--all-pythons", is_flag=True, help="Measure under every supported CPython installed.")
@click.option("--write", is_flag=True, help="Record the results in the rule's results.json.")
@click.option("--partial", type=click.Path(path_type=Path), hidden=True)
def measure_rule(
    rule: RuleId,
    quick: bool,
    as_json: bool,
    version: str | None,
    all_pythons: bool,
    write: bool,
    partial: Path | None,
) -> None:
    """Measure RULE on this machine and show the numbers beside the recorded ones."""
    with _user_errors():
        if partial:
            results.write(_measured_here(rule, quick=quick), partial)
            return
        chosen: list[interpreters.Interpreter] = []
        if all_pythons:
            chosen = interpreters.find()
        elif version and version != environment.python_version():
            chosen = [interpreters.choose(version)]
        if chosen:
            parts = [_measured_by(interpreter, rule, quick=quick) for interpreter in chosen]
            taken = reduce(Results.merged, parts)
        else:
            taken = _measured_here(rule, quick=quick)
        path = _recorded_file(rule)
        recorded = results.read(path) if path.exists() else None
        if as_json:
            _print_json(taken, recorded)
        else:
            # Piped into a file there is no width to fit.
            console = Console() if sys.stdout.isatty() else Console(width=140)
            for table in tables(taken, recorded):
                console.print(table)
        if write:
            results.write(recorded.merged(taken) if recorded else taken, path)
            click.echo(f"recorded in {path.relative_to(PROJECT)}", err=True)


def _measured_here(rule: RuleId, *, quick: bool) -> Results:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # A bar that refreshes itself does so in a thread, whose memory and time would be measured too.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task(f"{rule}: starting", total=None)
        step = -1

        def progress(text: str, steps: int) -> None:
            nonlocal step
            step += 1
            label = f"Python {environment.python_version()}: {text}"
            bar.update(task, total=steps, completed=step, description=label, refresh=True)

        return measure(rule, load(rule), quick=quick, progress=progress)


def _measured_by(interpreter: interpreters.Interpreter, rule: RuleId, *, quick: bool) -> Results:
    """Measure under another interpreter, which runs this very command and leaves its part in a file."""
    if interpreter.version == platform.python_version():
        return _measured_here(rule, quick=quick)
    click.echo(f"Python {interpreter.version}: preparing its environment", err=True)
    python = interpreter.environment()
    with tempfile.TemporaryDirectory(prefix="measured-python-") as folder:
        partial = Path(folder) / "results.json"
        command = [str(python), "-m", "examples", "measure", str(rule), "--partial", str(partial)]
        if subprocess.run([*command, *(["--quick"] if quick else [])], cwd=PROJECT, check=False).returncode:
            raise MeasureError(f"{rule} could not be measured under Python {interpreter.version}; see above")
        return results.read(partial)


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
