"""`python -m ship`: serve, release, deploy, list licences, keep the issue about broken links."""

from __future__ import annotations

import contextlib
import signal
import sys
from datetime import date
from pathlib import Path
from types import FrameType

import click
import psutil  # type: ignore[import-untyped]

from ship import deploy as deploying
from ship import licences as licensing
from ship import links, releasing, serving
from ship.repository import ShipError

ROOT = Path()


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ShipError as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=_Group)
def main() -> None:
    """Bring the site to its readers. Nothing here pushes."""


@main.command()
@click.argument("version")
@click.option("--check", "only_check", is_flag=True, help="Only say whether anything stands against it.")
def release(version: str, only_check: bool) -> None:
    """Cut the release VERSION: changelog, commit and tag, after a rehearsal of its deploy."""
    if only_check:
        releasing.check(ROOT, version)
        return
    for line in releasing.release(ROOT.resolve(), version, date.today()):
        click.echo(line)


@main.command()
@click.argument("ref")
def deploy(ref: str) -> None:
    """Commit the site to the branch that is served: REF is main, or the tag of a release."""
    click.echo(deploying.deploy(ROOT, ref))


@main.command()
def licences() -> None:
    """Write the list of licences."""
    (ROOT / licensing.LIST).write_text(licensing.render(ROOT), encoding="utf-8")


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def serve(port: int) -> None:
    """Show the site on this machine, and build it again after every edit."""
    serving.serve(ROOT.resolve(), port)


@main.command("report-links")
@click.argument("report", type=click.Path(dir_okay=False, path_type=Path))
def report_links(report: Path) -> None:
    """Bring the issue about broken links up to date with REPORT; without such a file there are none."""
    links.keep_issue(ROOT, report)


@main.command()
@click.argument("proposal", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def fit(proposal: Path) -> None:
    """Shorten PROPOSAL to what GitHub takes as the text of a pull request."""
    rest = "The rest does not fit here. The check shows what changed; the artifacts, what was not measured."
    links.fit(proposal, rest)


def _end(number: int, _: FrameType | None) -> None:
    """End with all that was started: mike would go on and commit to the draft of the next deploy."""
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    main(prog_name="python -m ship")
